"""`encode`: the MP3 has every sample that was asked for, at its place, and is made of as little work as there is."""

import errno
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from repcast import pipeline
from repcast.disk.caches import tile_cache
from repcast.encode import Recording, TileEncoder, encode, lame, whole
from repcast.encode.sink import Sink
from repcast.errors import EncoderFailed, OutputNotWritable
from repcast.files.ownership import check_target
from repcast.formats import SOUND_FORMATS, SoundFormat
from repcast.progress import Report
from repcast.session.customise import Customisation
from repcast.session.model import Session
from repcast.sound.levels import Pcm
from repcast.sound.mix import Mix
from repcast.sound.music import TrackReader
from repcast.sound.noise_floor import SILENCE, pink_noise
from repcast.sound.regions import Region
from sound import FRAME, PLAIN, RATE_HZ, count_encodes, decoded, loud_floor, mix_of, summed, tone, tone_pcm

MINUTE = 60 * RATE_HZ


def ignore(_done: int, _total: int) -> None:
    """Take no notice of progress."""


@pytest.fixture
def encoder(tmp_path: Path) -> TileEncoder:
    """Return an encoder with an empty cache."""
    return TileEncoder(tile_cache(tmp_path / "cache"))


def write(mix: Mix, encoder: TileEncoder, target: Path) -> Path:
    """Write an MP3."""
    encode(Recording(mix=mix, tags=PLAIN), "mp3", encoder, target, ignore)
    return target


@pytest.mark.parametrize(
    "length", [48, 96, 1_104, 1_152, 1_200, 2_352, 48_000, 115_200, 115_248, 575_040, 576_000, 1_000_032]
)
@pytest.mark.parametrize(
    "floor",
    [SILENCE, loud_floor(1), loud_floor(5)],
    ids=["silence", "noise floor", "longer"],
)
def test_has_exactly_the_samples_asked_for(length: int, floor: Pcm, encoder: TileEncoder, tmp_path: Path) -> None:
    """The file would be longer or shorter than the plan, which is in whole milliseconds, by up to a frame."""
    for regions in ([], [tone(0, length)], [tone(length // 2, length - length // 2)]):
        assert len(decoded(write(mix_of(length, regions, floor), encoder, tmp_path / "x.mp3"))) == length


def test_a_file_of_no_sound_is_silent(encoder: TileEncoder, tmp_path: Path) -> None:
    """A session's silence would crackle."""
    assert np.abs(decoded(write(mix_of(200_016, []), encoder, tmp_path / "x.mp3"))).max() == 0


@pytest.mark.parametrize("start", [0, 1, 1_000, 57_600, 115_199, 115_200, 239_000])
@pytest.mark.parametrize("floor", [SILENCE, loud_floor(3)], ids=["silence", "noise floor"])
def test_a_region_stands_at_its_place(start: int, floor: Pcm, encoder: TileEncoder, tmp_path: Path) -> None:
    """A cue would be heard off its time, depending on where the encoder's frames begin."""
    region = tone(start, 1_000)
    samples = decoded(write(mix_of(240_000, [region], floor), encoder, tmp_path / "x.mp3"))
    correlation = np.correlate(np.pad(samples, 100)[start : start + 1_200], region.pcm().astype(np.float64))
    assert int(np.argmax(correlation)) - 100 == 0


def test_regions_keep_their_order_and_distance(encoder: TileEncoder, tmp_path: Path) -> None:
    """Cues would run into each other or drift."""
    regions = [tone(10_000, 5_000), tone(15_000, 3_000, 0.2), tone(150_000, 4_000, 0.05), tone(156_000, 4_032)]
    samples = decoded(write(mix_of(160_032, regions), encoder, tmp_path / "x.mp3"))
    assert np.corrcoef(samples, summed(160_032, regions))[0, 1] > 0.99


def error(samples: npt.NDArray[np.float64], wanted: Pcm) -> npt.NDArray[np.float64]:
    """Return by how much each frame's length of sound is off (root mean square), but for the level of the whole."""
    level = np.dot(samples, wanted) / np.dot(wanted, wanted)
    assert 0.94 < level < 1.01, "LAME takes half a decibel off"
    off = (samples - level * wanted)[: len(wanted) // FRAME * FRAME]
    return np.asarray(np.sqrt((off.reshape(-1, FRAME) ** 2).mean(axis=1)))


def test_a_sound_that_is_cut_into_tiles_has_no_seam(encoder: TileEncoder, tmp_path: Path) -> None:
    """Long speech would click every three seconds."""
    length, regions = 800_016, [tone(50_000, 700_000, 0.03)]
    off = error(decoded(write(mix_of(length, regions), encoder, tmp_path / "x.mp3")), summed(length, regions))
    assert off[46:648].max() < 0.001, "a frame after its begin to a frame before its end"


@pytest.mark.parametrize("frames", [1, 2, 5, 50, 125])
def test_the_noise_floor_goes_on_through_everything(frames: int, encoder: TileEncoder, tmp_path: Path) -> None:
    """Earbuds would fall asleep at a cue or at the file's ends, or the noise be heard to come and go."""
    floor = 100 * pink_noise()[: frames * FRAME]  # at -30 dBFS, so that the encoder's own errors are small beside it
    regions = [tone(start, 4_000, 0.3) for start in (0, 60_000, 67_500, 150_001, 396_032)]
    length = 400_032
    samples = decoded(write(mix_of(length, regions, floor), encoder, tmp_path / "x.mp3"))
    windows = [samples[at : at + 4_800] for at in range(0, length - 4_800, 2_400)]
    levels = 20 * np.log10([window.std() for window in windows])
    sounding = [
        any(each.start_sample - 4_800 < at < each.start_sample + 4_000 for each in regions)
        for at in range(0, length - 4_800, 2_400)
    ]
    alone = levels[~np.array(sounding)]
    assert len(alone) > 100
    assert np.abs(alone - 20 * np.log10(floor.std())).max() < 3, "100 ms of noise are now louder, now softer"
    assert levels.min() > -34


def test_two_channels_are_kept_apart_and_whole(encoder: TileEncoder, tmp_path: Path) -> None:
    """Music would be heard in the wrong ear, cut short, or with a seam every three seconds."""
    length = 600_000
    sides = np.stack([tone_pcm(length, 0.03), tone_pcm(length, 0.1)])
    blocks = [sides[:, at : at + 48_000] for at in range(0, length, 48_000)]
    samples = decoded(write(mix_of(length, [], over_music=blocks), encoder, tmp_path / "x.mp3"))
    assert samples.shape == (length, 2)
    for number in (0, 1):
        off = error(samples[:, number], sides[number])
        assert off[3:-3].max() < 0.005


def repeating() -> Mix:
    """Return a mix in which the same sounds come again and again, some of them not quite the same."""
    starts = [number * 20 * FRAME + number // 20 for number in range(40)]
    regions = [tone(start, 3_000, (0.05, 0.1, 0.2)[number % 3]) for number, start in enumerate(starts)]
    return mix_of(MINUTE, [*regions, tone(25 * RATE_HZ, 10 * RATE_HZ)], loud_floor(4))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Return a cache in which all of it is, and its MP3."""
    folder = tmp_path_factory.mktemp("written")
    return folder / "cache", write(
        repeating(), TileEncoder(tile_cache(folder / "cache")), folder / "x.mp3"
    ).read_bytes()


def test_an_empty_cache_gives_the_same_bytes(written: tuple[Path, bytes], encoder: TileEncoder, tmp_path: Path) -> None:
    """Two renders could not be compared, nor a download be checked."""
    assert write(repeating(), encoder, tmp_path / "y.mp3").read_bytes() == written[1]


def test_a_full_cache_gives_the_same_bytes(
    written: tuple[Path, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session would sound otherwise when it is rendered again."""
    calls = count_encodes(monkeypatch)
    assert write(repeating(), TileEncoder(tile_cache(written[0])), tmp_path / "y.mp3").read_bytes() == written[1]
    assert calls == []


def test_a_cache_that_cannot_be_written_gives_the_same_bytes(written: tuple[Path, bytes], tmp_path: Path) -> None:
    """A closed or full home folder would stop every render."""
    (tmp_path / "file").touch()
    assert write(repeating(), TileEncoder(tile_cache(tmp_path / "file")), tmp_path / "y.mp3").read_bytes() == written[1]


@pytest.mark.parametrize("threads", [1, 7])
def test_any_number_of_threads_gives_the_same_bytes(threads: int, written: tuple[Path, bytes], tmp_path: Path) -> None:
    """The same session would be another file on another computer."""
    encoder = TileEncoder(tile_cache(tmp_path / "cache"), threads)
    assert write(repeating(), encoder, tmp_path / "y.mp3").read_bytes() == written[1]


@pytest.mark.parametrize("form", ["mp3", "flac"])
@pytest.mark.parametrize("music", ["none", "music.wav"])
def test_a_mix_is_encoded_twice_to_the_same_bytes(
    form: SoundFormat, music: str, encoder: TileEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, the second file of one mix would be silent, and nobody be told."""
    monkeypatch.chdir(tmp_path)
    soundfile.write("music.wav", np.tile(tone_pcm(2 * RATE_HZ), (2, 1)).T, RATE_HZ)
    session = Session.model_validate({"title": "T", "steps": [{"hold": "Plank", "for": "5s"}], "music": music})
    mixed = pipeline.mix_of(pipeline.plan(session, Customisation()), TrackReader())
    first, second = tmp_path / "first", tmp_path / "second"
    for path in (first, second):
        encode(Recording(mix=mixed, tags=PLAIN), form, encoder, path, ignore)
    assert first.read_bytes() == second.read_bytes()
    assert np.abs(soundfile.read(second)[0]).max() > 0.1


def test_silence_and_repeats_cost_no_encoding(
    encoder: TileEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An hour of training would take as long to render as an hour of music."""
    calls = count_encodes(monkeypatch)
    ticks = [tone(start, 3_000) for start in range(10 * FRAME, 19 * MINUTE, 1_000 * FRAME)]
    assert len(ticks) > 40
    assert len(decoded(write(mix_of(20 * MINUTE, ticks), encoder, tmp_path / "x.mp3"))) == 20 * MINUTE
    assert len(calls) == 4, "the file's ends, the noise floor and the tick"


def test_tells_how_far_it_is(encoder: TileEncoder, tmp_path: Path) -> None:
    """The progress bar would stand still, or never reach its end."""
    told: list[tuple[int, int]] = []
    length = MINUTE + RATE_HZ
    encode(
        Recording(mix=mix_of(length, []), tags=PLAIN),
        "mp3",
        encoder,
        tmp_path / "x.mp3",
        lambda *done: told.append(done),
    )
    assert told == sorted(told)
    assert len(told) > 4
    assert {total for _, total in told} == {length}
    assert told[-1] == (length, length)


def test_an_error_on_the_way_leaves_the_old_file(encoder: TileEncoder, tmp_path: Path) -> None:
    """A render that fails would destroy the MP3 of last time."""
    (tmp_path / "x.mp3").write_bytes(b"old")

    def failing() -> Iterator[Region]:
        yield tone(0, 200_000)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        write(mix_of(400_032, failing()), encoder, tmp_path / "x.mp3")
    assert (tmp_path / "x.mp3").read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} <= {"x.mp3", "cache"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
@pytest.mark.parametrize("form", [form for form in SOUND_FORMATS if form != "mp3"])
def test_a_full_disk_is_told_in_its_words(
    form: SoundFormat, encoder: TileEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, a disk that fills up while FFmpeg writes would be reported as a fault of ours."""
    write_whole = whole.write_whole

    def write_to_full_disk(recording: Recording, _file: BinaryIO, form: SoundFormat, report: Report) -> None:
        with Path("/dev/full").open("wb", buffering=0) as full:
            write_whole(recording, full, form, report)

    monkeypatch.setattr("repcast.encode.whole.write_whole", write_to_full_disk)
    mixed = mix_of(MINUTE, [tone(0, MINUTE)])
    with pytest.raises(OutputNotWritable, match=r"^cannot write .*x: No space left on device; choose another place$"):
        encode(Recording(mix=mixed, tags=PLAIN), form, encoder, tmp_path / "x", ignore)


@pytest.mark.parametrize("form", ["mp3", "m4a"])
def test_an_encoder_s_refusal_is_a_fault_of_ours(
    form: SoundFormat, encoder: TileEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, the user would look for another disk because of a mistake of ours."""
    for module in (lame, whole):
        monkeypatch.setattr(module, "SAMPLE_RATE_HZ", 12_345)  # which neither LAME nor AAC knows
    (tmp_path / "x").write_bytes(b"old")
    with pytest.raises(EncoderFailed, match="the encoder failed: "):
        encode(Recording(mix=mix_of(48_000, []), tags=PLAIN), form, encoder, tmp_path / "x", ignore)
    assert (tmp_path / "x").read_bytes() == b"old"


def test_the_old_file_stands_until_the_new_one_is_whole(encoder: TileEncoder, tmp_path: Path) -> None:
    """Whoever opens the MP3 while it is rendered would get half of it."""
    target = tmp_path / "x.mp3"
    target.write_bytes(b"old")
    seen = set()
    encode(
        Recording(mix=mix_of(1_000_032, []), tags=PLAIN),
        "mp3",
        encoder,
        target,
        lambda *_: seen.add(target.read_bytes()),
    )
    assert seen == {b"old"}
    assert soundfile.info(target).frames == 1_000_032


def test_a_folder_that_is_not_there(encoder: TileEncoder, tmp_path: Path) -> None:
    """A mistyped folder would end in a traceback."""
    with pytest.raises(OutputNotWritable, match=r"cannot write .*; choose another place"):
        write(mix_of(48_000, []), encoder, tmp_path / "missing" / "x.mp3")


def test_our_own_file_may_be_replaced(encoder: TileEncoder, tmp_path: Path) -> None:
    """Rendering again would need --force."""
    check_target(write(mix_of(48_000, []), encoder, tmp_path / "x.mp3"), force=False)


@pytest.mark.parametrize("length", [575_040, 576_000, 576_048])
def test_never_tells_of_more_than_there_is(length: int, encoder: TileEncoder, tmp_path: Path) -> None:
    """The progress bar would run past its end, and back."""
    told: list[tuple[int, int]] = []
    encode(
        Recording(mix=mix_of(length, []), tags=PLAIN),
        "mp3",
        encoder,
        tmp_path / "x.mp3",
        lambda *done: told.append(done),
    )
    assert told == sorted(told)
    assert told[-1] == (length, length)


_FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["write", "seek"])  # a buffered file writes when it is asked to seek, too
@pytest.mark.parametrize("error", [_FULL, KeyboardInterrupt()], ids=["full disk", "stopped"])
def test_an_error_while_the_muxer_writes_is_raised_and_not_printed(
    error: BaseException, call: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """If this failed, thirty lines of PyAV's would hide that the disk is full, or a ^C be dropped."""

    def fail(*_: object) -> int:
        raise error

    failing = type("Failing", (io.BytesIO,), {call: fail})
    with pytest.raises(type(error)):
        _mux_a_minute(Sink(failing()))
    assert capfd.readouterr() == ("", "")


def _mux_a_minute(sink: Sink) -> None:
    with sink, av.open(sink, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=RATE_HZ, layout="mono")
        silence = av.AudioFrame.from_ndarray(np.zeros((1, MINUTE), dtype=np.float32), "fltp", "mono")
        silence.rate = RATE_HZ
        container.mux(stream.encode(silence))
