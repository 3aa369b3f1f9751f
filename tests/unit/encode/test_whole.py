"""`encode.whole`: formats other than MP3 hold the same sound, as exactly as they can, and the same tags."""

import base64
import re
from dataclasses import replace
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile
from mutagen.flac import FLAC
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus

from repcast.disk.caches import tile_cache
from repcast.encode import Recording, TileEncoder, encode
from repcast.encode.late_gain import gain_texts
from repcast.files.embedded import SESSION, texts_in
from repcast.files.replay_gain import ReplayGain
from repcast.files.signature import is_sound
from repcast.files.tags import Tags
from repcast.formats import FORMATS, SOUND_FORMATS, SoundFormat
from repcast.plan.chapters import Chapter
from repcast.sound.levels import Pcm
from repcast.sound.loudness import loudness_lufs
from repcast.sound.mix import Mix
from repcast.sound.noise_floor import SILENCE
from repcast.sound.untrusted import open_sound
from sound import loud_floor, mix_of, summed, tone
from strangers import decode, ffmetadata

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
CHAPTERS = tuple(
    Chapter(start_ms=start_ms, end_ms=end_ms, name=title, title=f"{title} · 0:01")
    for start_ms, end_ms, title in ((0, 1_001, "Get ready"), (1_001, 2_500, "腹筋"), (2_500, 5_000, "Rest"))
)
TAGS = Tags(
    title="Kräftig: 腹筋",
    artist="Somebody",
    album="repcast",
    date="2026-11-24",
    comment="two\nlines",
    lyrics="[Get ready]\nFirst, 腹筋.",
    duration_ms=5_000,
    chapters=CHAPTERS,
    cover=PNG,
    embedded={"repcast_session": "title: x\n", "repcast_sound": "0" * 64},
)
LENGTHS = [48, 1_200, 48_000, 240_000, 1_000_032]


def _write(mix: Mix, form: SoundFormat, folder: Path, tags: Tags = TAGS) -> Path:
    path = folder / f"x.{form}"
    encode(Recording(mix=mix, tags=tags), form, TileEncoder(tile_cache(folder)), path, lambda *_: None)
    return path


@pytest.mark.parametrize("form", SOUND_FORMATS)
def test_a_file_is_what_its_format_s_row_says(form: SoundFormat, tmp_path: Path) -> None:
    """If this failed, repcast would not know its own files of some format again."""
    path, row = _write(mix_of(48_000, [tone(0, 40_000)]), form, tmp_path), FORMATS[form]
    assert re.match(row.signature, path.read_bytes(), re.DOTALL)
    assert is_sound(path)
    with open_sound(path) as container:
        assert row.demuxer in container.format.name.split(",")
    assert (SESSION in texts_in(path)) == row.has_free_tags


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("form", ["flac", "wav", "opus"])
def test_has_exactly_the_samples_asked_for(form: SoundFormat, channels: int, length: int, tmp_path: Path) -> None:
    """If this failed, the last cue would be cut off, or the file be longer than its plan."""
    over_music = [np.zeros((2, length), dtype=np.float32)] if channels == 2 else None
    path = _write(mix_of(length, [], loud_floor(3), over_music=over_music), form, tmp_path)
    assert decode(path, channels).shape == (channels, length)


@pytest.mark.parametrize("length", LENGTHS)
def test_m4a_says_exactly_how_long_it_is(length: int, tmp_path: Path) -> None:
    """If this failed, a player that heeds edit lists would cut the last cue off, or go on after it."""
    path = _write(mix_of(length, [], loud_floor(3)), "m4a", tmp_path)
    # FFmpeg heeds the edit list's beginning, but decodes the last frame of 1,024 samples whole.
    assert 0 <= decode(path).shape[1] - length < 1_024
    assert _edited_ms(path.read_bytes()) == length // 48


def _edited_ms(content: bytes) -> int:
    """Return the length of the sound's one edit: ISO/IEC 14496-12 clause 8.6.6, by a movie clock of 1,000 a second."""
    at = content.index(b"elst") + 4
    assert content[at : at + 8] == bytes(7) + b"\1", "version 0, one edit"
    return int.from_bytes(content[at + 8 : at + 12])


@pytest.mark.parametrize(("form", "least_db"), [("flac", 80), ("wav", 80), ("m4a", 30), ("opus", 15)])
def test_the_sound_is_the_mix(form: SoundFormat, least_db: float, tmp_path: Path) -> None:
    """If this failed, cues would be missing, or at another time than in the MP3."""
    regions = [tone(1_000, 30_000), tone(100_000, 50_000, 0.05)]
    path = _write(mix_of(240_000, regions, SILENCE), form, tmp_path)
    expected = summed(240_000, regions)
    noise = decode(path)[0, :240_000] - expected
    assert 10 * np.log10(np.mean(expected**2) / (np.mean(noise**2) + 1e-20)) > least_db


@pytest.mark.parametrize("form", ["flac", "wav"])
def test_what_loses_nothing_keeps_silence_and_loudness(form: SoundFormat, tmp_path: Path) -> None:
    """If this failed, a lossless file would be softer, clipped, or hiss."""
    loud: Pcm = np.full(1_152, 1.0, dtype=np.float32)
    samples, _ = soundfile.read(_write(mix_of(48_000, [], loud), form, tmp_path), dtype="int16")
    assert set(samples) == {32_767}
    samples, _ = soundfile.read(_write(mix_of(48_000, [], SILENCE), form, tmp_path), dtype="int16")
    assert set(samples) == {0}


def test_a_noise_floor_goes_on_over_the_seconds(tmp_path: Path) -> None:
    """If this failed, the noise that keeps earbuds awake would begin anew each second, and be heard."""
    floor = loud_floor(5)
    samples, _ = soundfile.read(_write(mix_of(200_000 // 48 * 48, [], floor), "flac", tmp_path))
    assert np.abs(samples - np.resize(floor, len(samples))).max() < 1 / 32_000


@pytest.mark.parametrize("form", ["flac", "opus", "m4a"])
def test_strangers_read_its_tags(form: SoundFormat, tmp_path: Path) -> None:
    """If this failed, a player would show a file name."""
    path = _write(mix_of(240_000, []), form, tmp_path)
    shown = mutagen.File(path, easy=True)
    values = {key: shown[key] for key in ("title", "artist", "album", "date", "genre")}
    assert values == {
        "title": [TAGS.title],
        "artist": ["Somebody"],
        "album": ["repcast"],
        "date": ["2026-11-24"],
        "genre": ["Workout"],
    }
    read = ffmetadata(path).tags
    assert read["comment"] == "two\nlines"
    assert read["lyrics"] == TAGS.lyrics


@pytest.mark.parametrize("form", ["opus", "m4a", "flac"])
def test_strangers_read_its_chapters(form: SoundFormat, tmp_path: Path) -> None:
    """If this failed, "next" would do nothing."""
    found = ffmetadata(_write(mix_of(240_000, []), form, tmp_path)).chapters
    assert [(start_ms, title) for start_ms, _, title in found] == [
        (chapter.start_ms, chapter.title) for chapter in CHAPTERS
    ]


def test_strangers_see_its_cover(tmp_path: Path) -> None:
    """If this failed, a phone would show no picture."""
    assert FLAC(_write(mix_of(48_000, []), "flac", tmp_path)).pictures[0].data == PNG
    assert bytes(MP4(_write(mix_of(48_000, []), "m4a", tmp_path)).tags["covr"][0]) == PNG
    opus = OggOpus(_write(mix_of(48_000, []), "opus", tmp_path))
    block = mutagen.flac.Picture(base64.b64decode(opus["metadata_block_picture"][0]))
    assert (block.type, block.mime, block.data) == (3, "image/png", PNG)


@pytest.mark.parametrize("form", ["flac", "opus"])
def test_it_carries_its_session(form: SoundFormat, tmp_path: Path) -> None:
    """If this failed, a file could not be shown or rendered again."""
    tags = ffmetadata(_write(mix_of(48_000, []), form, tmp_path)).tags
    assert {key.lower(): text for key, text in tags.items()}["repcast_session"] == "title: x\n"
    assert not any(key.lower() == "repcast_sound" for key in tags), "only an MP3 says what its sound is"


_SPOKEN = [tone(1_000, 90_000), tone(130_000, 100_000, 0.05)]


def _gain_db(pcm: Pcm) -> float:
    return -18 - loudness_lufs(pcm)


def test_flac_tells_players_how_loud_it_is(tmp_path: Path) -> None:
    """If this failed, a player that levels its files would play it louder or softer than the music around it."""
    told = mutagen.File(_write(mix_of(240_000, _SPOKEN), "flac", tmp_path))
    whole = summed(240_000, _SPOKEN)
    assert re.fullmatch(r"[+-]\d\.\d{3} dB", told["REPLAYGAIN_TRACK_GAIN"][0])
    assert float(told["REPLAYGAIN_TRACK_GAIN"][0].removesuffix(" dB")) == pytest.approx(_gain_db(whole), abs=0.05)
    assert float(told["REPLAYGAIN_TRACK_PEAK"][0]) == pytest.approx(np.abs(whole).max(), abs=1e-4)


@pytest.mark.parametrize("cover", [b"", PNG, PNG * 20], ids=["none", "small", "many pages"])
def test_opus_tells_it_in_its_own_way(cover: bytes, tmp_path: Path) -> None:
    """If this failed, a player would not find it, or refuse the file for the checksum of its second page."""
    path = _write(mix_of(240_000, _SPOKEN), "opus", tmp_path, replace(TAGS, cover=cover))
    told = mutagen.File(path)
    assert not [key for key in told if key.lower().startswith("replaygain")], "RFC 7845 clause 5.2.1"
    gain_db = int(told["R128_TRACK_GAIN"][0]) / 256 + 5
    assert gain_db == pytest.approx(_gain_db(summed(240_000, _SPOKEN)), abs=0.05)
    assert told["title"] == [TAGS.title]
    assert soundfile.read(path)[0].shape == (240_000,), "libogg passes over pages with a wrong checksum"


@pytest.mark.parametrize(("form", "told"), [("flac", "+0.000 dB"), ("opus", "-01280")])  # 0 dB, against -18 LUFS
def test_silence_is_left_as_it_is(form: SoundFormat, told: str, tmp_path: Path) -> None:
    """If this failed, a player would turn silence up until its noise is heard."""
    tags = mutagen.File(_write(mix_of(48_000, []), form, tmp_path))
    assert [text for key, text in tags.items() if key.upper().endswith("TRACK_GAIN")] == [[told]]


@pytest.mark.parametrize(("lufs", "told"), [(-18.5, "+0.500 dB"), (-7.75, "-10.25 dB"), (-69.0, "+51.00 dB")])
def test_a_gain_has_as_many_characters_as_its_room(lufs: float, told: str) -> None:
    """If this failed, a loud file's gain would be written over the tag behind it."""
    texts = gain_texts(FORMATS["flac"], ReplayGain.of(lufs, 0.5))
    assert texts == {"REPLAYGAIN_TRACK_GAIN": told, "REPLAYGAIN_TRACK_PEAK": "0.500000"}
    assert {*map(len, texts.values())} == {*map(len, gain_texts(FORMATS["flac"]).values())}
