"""`music_bed`: music under a session, summed with all that is said, in blocks that make up the file to the sample."""

from collections.abc import Iterable, Iterator
from itertools import starmap
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

import builders
from repcast.errors import UnreadableFile
from repcast.plan.timeline import Timeline
from repcast.reading.loader import accept, parse
from repcast.session.model import Purpose, Session
from repcast.session.settings import Playlist
from repcast.sound.levels import DUCKED_LU, MUSIC_LUFS, PEAK_DBFS, Pcm
from repcast.sound.mix import Mix
from repcast.sound.music import Stream, TrackReader
from repcast.sound.music_bed import lanes, over_music
from repcast.sound.noise_floor import SILENCE
from repcast.sound.regions import Part, Region
from sound import RATE_HZ, mix_of, tone, tone_clip

STEPS: Final[tuple[tuple[Purpose, int], ...]] = (
    ("lead_in", 4_000),
    ("work", 6_000),
    ("rest", 5_000),
    ("work", 6_000),
    ("speech", 6_000),
)


def timeline(steps: Iterable[tuple[Purpose, int]] = STEPS, words: Iterable[tuple[int, int]] = ()) -> Timeline:
    """Return a timeline of steps of some length, with words from one moment to another."""
    return builders.timeline(*starmap(builders.voice, words), steps=builders.steps(*steps))


def session(music: object, **mixing: float) -> Session:
    """Return a session with some music."""
    return builders.session(music=music, mix=mixing)


def noise(folder: Path, name: str, seconds: float, seed: int) -> Path:
    """Write noise, of which no two moments are the same, at the loudness of music."""
    samples = 0.09 * np.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ))
    soundfile.write(folder / name, np.stack([samples, samples], axis=1), RATE_HZ, subtype="FLOAT")
    return folder / name


@pytest.fixture
def silent(tmp_path: Path) -> str:
    """Return music in which nothing is heard."""
    soundfile.write(tmp_path / "silent.wav", np.zeros((RATE_HZ, 2)), RATE_HZ)
    return str(tmp_path / "silent.wav")


def steady(folder: Path, hz: float = 1_000) -> str:
    """Return music that is always as loud."""
    return str(builders.write_sound(folder / f"{hz}.wav", builders.sine(1, hz, 0.2)))


def blocks(mixed: Mix, wanted: Session, placed: Timeline) -> Iterable[Pcm]:
    """Return all blocks of a mix over its music."""
    made = over_music(mixed, wanted, placed, TrackReader()).over_music
    assert made is not None
    return made


def heard(music: object, placed: Timeline, regions: Iterable[Region] = (), **mixing: float) -> Pcm:
    """Return every sample of some regions over some music, shape (2, n)."""
    mixed = mix_of(placed.duration_ms * 48, regions)
    return np.concatenate([*blocks(mixed, session(music, **mixing), placed)], axis=1)


def level_db(pcm: npt.NDArray[Any]) -> float:
    """Return a root mean square in decibels."""
    return float(20 * np.log10(np.sqrt(np.mean(np.square(pcm, dtype=np.float64))) + 1e-12))


def around_db(pcm: Pcm, ms: int, width_ms: int = 20) -> float:
    """Return how loud it is around a moment."""
    begin = (ms - width_ms // 2) * 48
    return level_db(pcm[:, begin : begin + width_ms * 48])


# Blocks


@pytest.mark.parametrize("duration_ms", [500, 999, 1_000, 1_001, 3_024, 12_345])
def test_blocks_make_up_the_file(duration_ms: int, silent: str) -> None:
    """If this failed, the file would be longer or shorter than the plan, or a click be heard between two blocks."""
    placed = timeline([("work", duration_ms)])
    made = [*blocks(mix_of(duration_ms * 48, ()), session(silent), placed)]
    assert {len(block) for block in made} == {2}
    assert sum(block.shape[1] for block in made) == duration_ms * 48


def test_all_else_of_the_mix_stays(silent: str) -> None:
    """If this failed, the file would lose the noise that keeps earbuds awake, or its second channel."""
    mixed = mix_of(48_000, (), np.full(1_152, 0.1, dtype=np.float32))
    made = over_music(mixed, session(silent), timeline([("work", 1_000)]), TrackReader())
    assert (made.length_samples, made.channels, made.noise_floor is mixed.noise_floor) == (48_000, 2, True)
    assert SILENCE is not made.noise_floor


REGIONS: Final = (
    tone(0, 5_000),
    tone(47_000, 2_000, 0.2),  # over the edge of a second
    tone(49_000, 1_000, 0.3),
    tone(96_000, 1_000, 0.05),
    tone(100_001, 200_017, 0.07),  # longer than several blocks
    tone(335_999, 48_001, 0.2),  # to the very end
)


def test_what_is_said_stands_at_its_exact_samples(silent: str) -> None:
    """If this failed, a count would come beside its second as soon as there is music."""
    placed = timeline([("work", 8_000)])
    wanted = np.zeros(8 * RATE_HZ, dtype=np.float32)
    for region in REGIONS:
        wanted[region.start_sample : region.start_sample + region.length_samples] += region.pcm()
    made = heard(silent, placed, REGIONS)
    assert np.array_equal(made, [wanted, wanted])


def test_what_is_said_is_added_to_the_music(tmp_path: Path) -> None:
    """If this failed, the music would be cut out under each word, or the word be lost in it."""
    placed, music = timeline(), steady(tmp_path)
    region = tone(10 * RATE_HZ + 123, 30_000)
    both, alone = heard(music, placed, [region]), heard(music, placed)
    said = both - alone
    assert np.allclose(
        said[:, region.start_sample : region.start_sample + region.length_samples], region.pcm(), atol=1e-5
    )
    said[:, region.start_sample : region.start_sample + region.length_samples] = 0
    assert np.abs(said).max() < 1e-5


@pytest.mark.parametrize(("music_db", "peak_dbfs"), [(0, PEAK_DBFS), (12, PEAK_DBFS - 1.8)])
def test_the_sum_is_held_under_the_limit(music_db: int, peak_dbfs: float, tmp_path: Path) -> None:
    """If this failed, a signal over loud music would crack, or the encoder bring dense music beyond -1 dBTP."""
    loud = Region(start_sample=8 * RATE_HZ, length_samples=48_000, parts=(Part(0, tone_clip(48_000, 0.15), 7.0),))
    made = heard(steady(tmp_path), timeline(), [loud], music_db=music_db)
    assert 0.9 * 10 ** (peak_dbfs / 20) < np.abs(made).max() <= 10 ** (peak_dbfs / 20) + 1e-4


def test_regions_are_taken_only_when_they_are_needed(silent: str) -> None:
    """If this failed, memory would grow with the session's length."""
    taken: list[int] = []

    def followed() -> Iterator[Region]:
        for second in range(600):
            taken.append(second)
            yield tone(second * RATE_HZ, 1_000)

    placed = timeline([("work", 600_000)])
    made = iter(blocks(mix_of(600 * RATE_HZ, followed()), session(silent), placed))
    assert taken == []
    length = sum(next(made).shape[1] for _ in range(10))
    assert len(taken) <= length // RATE_HZ + 4


def test_a_mix_over_music_is_read_again_from_its_beginning(tmp_path: Path) -> None:
    """If this failed, whoever reads a mix a second time would find silence, or music that goes on."""
    music, placed = str(noise(tmp_path, "a.wav", 3, 1)), timeline()
    made = blocks(mix_of(27 * RATE_HZ, REGIONS), session(music), placed)
    first, second = (np.concatenate([*made], axis=1) for _ in range(2))
    assert np.array_equal(first, second)
    assert first.shape == (2, 27 * RATE_HZ)


@pytest.mark.parametrize(
    ("music", "channels"),
    [("none", 1), ([], 1), ("a.wav", 2), ({"work": "a.wav"}, 2), ({"rest": ["a.wav"]}, 2), ({"shuffle": 5}, 1)],
)
def test_a_file_has_two_channels_only_where_there_is_music(
    music: object, channels: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, speech alone would take twice the room, or music lose its width."""
    monkeypatch.chdir(tmp_path)
    noise(tmp_path, "a.wav", 2, 1)
    assert over_music(mix_of(48_000, ()), session(music), timeline(), TrackReader()).channels == channels


# Levels


def test_music_alone_has_the_loudness_of_music(tmp_path: Path) -> None:
    """If this failed, the music would be louder or softer than the voice."""
    made = heard(steady(tmp_path), timeline())
    # A 1 kHz sine on both sides has the loudness of its root mean square, and 3 dB (ITU-R BS.1770-4).
    assert around_db(made, 12_000, 1_000) == pytest.approx(MUSIC_LUFS + DUCKED_LU - 3, abs=0.2)


@pytest.mark.parametrize(
    ("mixing", "moved_db"),
    [
        ({"music_db": -6}, -6),
        ({"music_db": 3.5}, 3.5),
        ({"loudness_lufs": -20}, -4),
        ({"voice_db": 9, "earcons_db": 9}, 0),
    ],
)
def test_its_volume_is_what_the_session_says(mixing: dict[str, float], moved_db: float, tmp_path: Path) -> None:
    """If this failed, `mix.music_db` would change nothing, or another volume would move the music."""
    music = steady(tmp_path)
    usual, moved = (around_db(heard(music, timeline(), (), **keys), 12_000, 1_000) for keys in ({}, mixing))
    assert moved - usual == pytest.approx(moved_db, abs=0.1)


def test_it_is_ducked_under_the_voice_as_the_curve_says(tmp_path: Path) -> None:
    """If this failed, the listener would not understand a word, or the music pump."""
    made = heard(steady(tmp_path), timeline(words=[(10_000, 11_000), (12_000, 13_000)]))
    full_db = around_db(made, 8_000, 500)
    moments = {9_500: 0, 9_725: -6, 9_850: -12, 10_500: -12, 11_500: -12, 13_000: -12, 13_400: -6, 13_900: 0}
    for ms, gain_db in moments.items():
        assert around_db(made, ms) - full_db == pytest.approx(gain_db, abs=0.7), ms


def test_it_fades_in_and_out(tmp_path: Path) -> None:
    """If this failed, the file would begin with a jolt, or break off."""
    made = heard(steady(tmp_path), timeline())
    full_db = around_db(made, 12_000)
    shares = {500: 0.25, 1_000: 0.5, 2_100: 1, 22_900: 1, 25_000: 0.5, 26_000: 0.25}
    for ms, share in shares.items():
        assert around_db(made, ms) - full_db == pytest.approx(20 * np.log10(share), abs=0.3), ms
    assert np.abs(made[:, :48]).max() < 0.002
    assert np.abs(made[:, -48:]).max() < 0.002


# Lanes


def pitches(pcm: Pcm, ms: int) -> set[int]:
    """Return which of the tones 300, 1,000 and 3,000 Hz are heard around a moment."""
    part = pcm[0, (ms - 50) * 48 : (ms + 50) * 48]
    moments = np.arange(len(part)) / RATE_HZ
    found = {hz: abs(np.dot(part, np.exp(-2j * np.pi * hz * moments))) / len(part) for hz in (300, 1_000, 3_000)}
    return {hz for hz, amplitude in found.items() if amplitude > 0.005}


@pytest.mark.parametrize(
    ("keys", "in_work", "in_rest"),
    [
        ({"files": 300}, {300}, {300}),
        ({"work": 1_000}, {1_000}, set()),
        ({"rest": 3_000}, set(), {3_000}),
        ({"work": 1_000, "rest": 3_000}, {1_000}, {3_000}),
        ({"files": 300, "work": 1_000}, {1_000}, {300}),
        ({"files": 300, "rest": 3_000}, {300}, {3_000}),
        ({"files": 300, "work": 1_000, "rest": 3_000}, {1_000}, {3_000}),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_each_step_has_its_own_music(
    keys: dict[str, int], in_work: set[int], in_rest: set[int], tmp_path: Path
) -> None:
    """If this failed, the calm music would play under the sprint."""
    made = heard({key: steady(tmp_path, hz) for key, hz in keys.items()}, timeline())
    for ms, wanted in ((2_500, in_rest), (7_000, in_work), (12_500, in_rest), (18_000, in_work), (23_000, in_rest)):
        assert pitches(made, ms) == wanted, ms


def test_two_lanes_cross_without_a_hole_or_a_bump(tmp_path: Path) -> None:
    """If this failed, the music would dip or swell at each start of an exercise."""
    music = {"work": str(noise(tmp_path, "a.wav", 20, 1)), "rest": str(noise(tmp_path, "b.wav", 20, 2))}
    made = heard(music, timeline())
    full_db = around_db(made, 8_000, 1_000)
    for ms in range(9_700, 10_301, 50):
        assert around_db(made, ms, 100) - full_db == pytest.approx(0, abs=1), ms


def place_of(part: npt.NDArray[np.float32], track: npt.NDArray[np.float64]) -> int:
    """Return where in a track a part of it comes from."""
    spectrum = np.fft.rfft(track) * np.conj(np.fft.rfft(part, len(track)))
    return int(np.argmax(np.fft.irfft(spectrum, len(track))))


def test_music_waits_while_it_is_not_heard_and_goes_on_where_it_was(tmp_path: Path) -> None:
    """If this failed, a song would jump on during each rest, and nobody ever hear its middle."""
    path = noise(tmp_path, "a.wav", 30, 3)
    track = soundfile.read(path)[0][:, 0]
    made = heard({"work": str(path)}, timeline())[0]
    first, second = (place_of(made[ms * 48 : ms * 48 + 9_600], track) for ms in (7_000, 18_000))
    # It is heard from 200 ms before an exercise of 6 s to 200 ms after it.
    assert first == pytest.approx((7_000 - 3_800) * 48, abs=2)
    assert second == pytest.approx((6_400 + 18_000 - 14_800) * 48, abs=4)


def test_lanes_that_are_not_wanted_are_not_there() -> None:
    """If this failed, `music: none` would end in a wait for music that never comes."""
    assert lanes(session("none").music, timeline()) == ()


def test_a_shuffle_of_its_own_is_heeded(tmp_path: Path) -> None:
    """If this failed, `shuffle` under `work` would play in order."""
    for number in range(6):
        noise(tmp_path, f"{number}.wav", 1, number)

    def first(shuffle: int | None) -> Pcm:
        playlist = {"files": [str(tmp_path)], **({} if shuffle is None else {"shuffle": shuffle})}
        [lane] = lanes(session({"work": playlist}).music, timeline())
        return Stream(lane.files, TrackReader()).read(100)

    shuffled = [first(seed) for seed in range(8)]
    assert np.array_equal(first(3), shuffled[3])
    assert any(not np.array_equal(first(None), each) for each in shuffled)


# What cannot be played


def test_music_that_is_not_there_is_named_before_anything_is_mixed(tmp_path: Path) -> None:
    """If this failed, the user would wait for a render to learn of a mistyped name."""
    with pytest.raises(UnreadableFile, match=r"gone\.mp3: it does not exist"):
        over_music(
            mix_of(48_000, ()),
            session(str(tmp_path / "gone.mp3")),
            timeline([("work", 1_000)]),
            TrackReader(),
        )


def test_a_later_track_that_cannot_be_played_is_named_when_it_comes(tmp_path: Path) -> None:
    """If this failed, the music would fall silent in the middle of the workout, without a word."""
    noise(tmp_path, "1.wav", 2, 1)
    (tmp_path / "2.wav").write_bytes(b"not music")
    placed = timeline([("work", 10_000)])
    made = iter(blocks(mix_of(480_000, ()), session(str(tmp_path)), placed))
    next(made)
    with pytest.raises(UnreadableFile, match=r"2\.wav: it cannot be read as sound"):
        list(made)


def test_a_step_has_its_own_music_in_place_of_the_sessions(tmp_path: Path) -> None:
    """If this failed, the water of a rest would be heard in the next exercise, or the session's music over it."""
    usual, water = (Path(steady(tmp_path, hz)) for hz in (1_000, 2_000))
    musics = (None, None, Playlist(files=str(water)), None, None)
    one, other = lanes(session(str(usual)).music, timeline(), musics)
    assert (one.files, other.files) == ((usual,), (water,))
    middles_ms = (2_000, 7_000, 12_500, 18_000, 24_000)
    for lane, shares in ((one, [1, 1, 0, 1, 1]), (other, [0, 0, 1, 0, 0])):
        times_ms, values = zip(*lane.presence, strict=True)
        assert [*np.interp(middles_ms, times_ms, values)] == shares


def test_a_step_may_have_no_music(tmp_path: Path) -> None:
    """If this failed, `music: none` in a step would let the session's go on."""
    musics = (None, None, Playlist(files="none"), None, None)
    [lane] = lanes(session(steady(tmp_path)).music, timeline(), musics)
    times_ms, values = zip(*lane.presence, strict=True)
    assert [*np.interp((7_000, 12_500), times_ms, values)] == [1, 0]


def test_steps_with_the_same_music_share_a_lane(tmp_path: Path) -> None:
    """If this failed, each rest would begin the same song again, and hold a file open."""
    text = "title: T\nsteps:\n- {rest: 6s, music: water.wav}\n- {rest: 6s, music: [water.wav]}\n"
    water = steady(tmp_path)
    first, second = (step.own_music for step in accept(parse(text.encode(), file="t.yaml", probe=lambda *_: "")).steps)
    assert first
    assert second
    musics = tuple(each and each.model_copy(update={"files": (water,)}) for each in (None, first, None, second, None))
    assert len(lanes(session("none").music, timeline(), musics)) == 1
