"""Clips: decoded, trimmed to what is audible, and the earcons."""

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import soundfile
from pydub import AudioSegment
from pydub.generators import Sine
from pydub.silence import detect_leading_silence

from repcast.errors import UnreadableFile
from repcast.session.settings import Signal
from repcast.sound.clips import (
    FADE_MS,
    FLOOR_DBFS,
    ONSET_DB,
    RELEASE_DB,
    Clip,
    as_clip,
    decode,
    earcons,
    own_earcon,
    trim,
)
from repcast.sound.levels import EARCON_LUFS
from repcast.sound.loudness import loudness_lufs
from sound import pcm_of


def _silence(ms: int) -> AudioSegment:
    return AudioSegment.silent(duration=ms, frame_rate=48_000)


def _tone(ms: int, dbfs: float = -9.0, rate_hz: int = 48_000) -> AudioSegment:
    return Sine(1_000, sample_rate=rate_hz).to_audio_segment(duration=ms, volume=dbfs)


@pytest.mark.parametrize(("count", "ms"), [(0, 0), (1, 1), (48, 1), (49, 2), (48_000, 1_000)])
def test_a_clips_length_rounds_up_to_whole_milliseconds(count: int, ms: int) -> None:
    """If this failed, the last samples of a word could overlap the next cue."""
    assert Clip(np.zeros(count, dtype=np.int16)).length_ms == ms


def test_the_earcons_have_the_lengths_that_they_were_designed_with() -> None:
    """If this failed, a signal would be cut off, or an earcon be missing."""
    lengths = {name: clip.length_ms for name, clip in earcons({}).items()}
    assert lengths == {"go": 270, "recover": 400, "tick": 60, "halfway": 220, "done": 320, "rest": 480, "finish": 760}


def test_the_earcons_are_as_loud_as_the_mix_expects() -> None:
    """If this failed, a built-in signal would be louder or softer than one of the user's own in its place."""
    levels = {name: loudness_lufs(clip.pcm) for name, clip in earcons({}).items()}
    assert all(level == pytest.approx(EARCON_LUFS, abs=0.1) for level in levels.values()), levels


@pytest.mark.parametrize("dbfs", [-3.0, -30.0])
@pytest.mark.parametrize(("before_ms", "after_ms"), [(0, 0), (200, 100), (1, 500)])
def test_silence_around_a_sound_is_trimmed_to_the_millisecond(dbfs: float, before_ms: int, after_ms: int) -> None:
    """If this failed, "three" would be heard after its second has begun."""
    trimmed = trim(_silence(before_ms) + _tone(300, dbfs) + _silence(after_ms))
    assert len(trimmed) == pytest.approx(300, abs=1)
    first_ms = trimmed[:1].get_array_of_samples()
    assert max(map(abs, first_ms)) > 0


def _by_pydub(sound: AudioSegment) -> AudioSegment:
    """Return a sound trimmed by pydub's own search for silence."""
    onset_dbfs, release_dbfs = (max(FLOOR_DBFS, sound.max_dBFS + db) for db in (ONSET_DB, RELEASE_DB))
    onset_ms = detect_leading_silence(sound, onset_dbfs, chunk_size=1)
    release_ms = detect_leading_silence(sound.reverse(), release_dbfs, chunk_size=1)
    return sound[onset_ms : len(sound) - release_ms].fade_out(FADE_MS)


@pytest.mark.parametrize("seed", range(40))
def test_a_sound_is_trimmed_where_pydub_trims_it(seed: int) -> None:
    """If this failed, a word's onset would be another than the plan and `verify` count on."""
    rng = np.random.default_rng(seed)
    samples = rng.standard_normal(rng.integers(1, 9_000)) * 10 ** rng.uniform(0, 4)
    begin, end = np.sort(rng.integers(0, len(samples), 2))
    samples[:begin] *= np.geomspace(10 ** rng.uniform(-4, 0), 1, begin)
    samples[end:] *= np.geomspace(1, 10 ** rng.uniform(-4, 0), len(samples) - end)
    data = np.clip(samples, -32_768, 32_767).astype("<i2").tobytes()
    sound = AudioSegment(data=data, sample_width=2, frame_rate=48_000, channels=1)
    assert trim(sound).raw_data == (_by_pydub(sound).raw_data if sound.max_dBFS > FLOOR_DBFS else b"")


def test_pauses_inside_a_sound_are_kept() -> None:
    """If this failed, a sentence would be cut off at its first comma."""
    assert len(trim(_tone(100) + _silence(400) + _tone(100))) == pytest.approx(600, abs=1)


def test_a_soft_ending_is_kept_while_noise_is_not() -> None:
    """If this failed, the last consonant of a word would be lost, or a recording's noise be kept."""
    recording = _tone(200, -6.0) + _tone(100, -45.0) + _tone(100, -80.0)
    assert len(trim(recording)) == pytest.approx(300, abs=2)


@pytest.mark.parametrize(
    ("before_dbfs", "after_dbfs", "kept_ms"),
    [(-42.0, -80.0, 300), (-44.0, -80.0, 200), (-80.0, -52.0, 300), (-80.0, -54.0, 200)],
)
def test_a_word_begins_40_db_below_its_peak_and_ends_50_db_below(
    before_dbfs: float, after_dbfs: float, kept_ms: int
) -> None:
    """If this failed, a breath before a word would be heard on its second, or the word's end be cut off."""
    recording = (
        _tone(100, before_dbfs) + _tone(200, -6.0) + _tone(100, after_dbfs)
    )  # whose level is 3 dB below its peak
    assert len(trim(recording)) == pytest.approx(kept_ms, abs=2)


@pytest.mark.parametrize("sound", [_silence(500), _tone(500, -70.0), _silence(0)])
def test_what_nobody_hears_is_trimmed_to_nothing(sound: AudioSegment) -> None:
    """If this failed, a silent recording would pass for a spoken word."""
    assert len(trim(sound)) == 0


def test_a_trimmed_sound_ends_without_a_click() -> None:
    """If this failed, each word would end in a click."""
    samples = as_clip(trim(_tone(200) + _silence(100))).samples
    assert abs(int(samples[-1])) < 400


@pytest.mark.parametrize(("rate_hz", "channels"), [(48_000, 1), (22_050, 1), (44_100, 2)])
def test_any_sound_file_becomes_48_khz_mono(tmp_path: Path, rate_hz: int, channels: int) -> None:
    """If this failed, speech of another engine would play too fast, too slow, or not at all."""
    path = tmp_path / "tone.wav"
    _tone(500, rate_hz=rate_hz).set_channels(channels).export(path, format="wav").close()
    sound = decode(path)
    assert (sound.frame_rate, sound.channels, sound.sample_width) == (48_000, 1, 2)
    assert len(sound) == pytest.approx(500, abs=1)
    assert sound.max_dBFS == pytest.approx(-9.0, abs=0.5)
    crossings = np.count_nonzero(np.diff(np.signbit(as_clip(sound).samples[4_800:19_200])))
    assert crossings == pytest.approx(600, abs=2)  # 1,000 Hz for 300 ms


@pytest.mark.parametrize("content", [b"", b"not a sound", b"RIFF\0\0\0\0WAVE"])
def test_a_file_that_is_no_sound_is_an_error_that_names_it(tmp_path: Path, content: bytes) -> None:
    """If this failed, a broken recording would crash instead of being made again."""
    path = tmp_path / "broken.wav"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"^cannot read .*broken\.wav: it cannot be read as sound"):
        decode(path)


def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    """If this failed, a recording that was never written would end the program."""
    with pytest.raises(UnreadableFile, match=r"gone\.wav"):
        decode(tmp_path / "gone.wav")


# A user's own sounds


def _written(path: Path, sound: AudioSegment) -> Path:
    """Write a sound in the format that its name tells."""
    samples = np.frombuffer(sound.raw_data, dtype="<i2").reshape(-1, sound.channels)
    soundfile.write(path, samples, sound.frame_rate)
    return path


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
@pytest.mark.parametrize("rate_hz", [44_100, 48_000])
def test_a_sound_of_one_s_own_may_have_any_format(suffix: str, rate_hz: int, tmp_path: Path) -> None:
    """If this failed, a user's whistle would be refused, or play at another pitch."""
    clip = own_earcon(_written(tmp_path / f"x.{suffix}", _tone(400, rate_hz=rate_hz)))
    assert clip.length_ms == pytest.approx(400, abs=60)  # MP3 and Ogg smear the ends
    crossings = np.count_nonzero(np.diff(np.signbit(clip.samples[4_800:14_400])))
    assert crossings == pytest.approx(400, abs=2)  # 1,000 Hz for 200 ms


@pytest.mark.parametrize("dbfs", [-3.0, -20.0, -35.0])
@pytest.mark.parametrize("ms", [60, 400, 3_000])
def test_a_sound_of_one_s_own_is_as_loud_as_it_should_be(dbfs: float, ms: int, tmp_path: Path) -> None:
    """If this failed, one signal would be missed and the next one startle."""
    clip = own_earcon(_written(tmp_path / "x.wav", _tone(ms, dbfs)))
    assert loudness_lufs(pcm_of(clip)) == pytest.approx(EARCON_LUFS, abs=0.2)


@pytest.mark.parametrize("name", get_args(Signal))
def test_the_built_in_signals_are_as_loud_as_own_ones_are_made(name: Signal) -> None:
    """If this failed, an own sound among built-in ones would stand out, or not be heard."""
    assert loudness_lufs(pcm_of(earcons({})[name])) == pytest.approx(EARCON_LUFS, abs=2)


def test_silence_around_a_sound_of_one_s_own_is_cut(tmp_path: Path) -> None:
    """If this failed, `go` would come late by the silence that stands in the file."""
    clip = own_earcon(_written(tmp_path / "x.wav", _silence(700) + _tone(300) + _silence(6_000)))
    assert clip.length_ms == pytest.approx(300, abs=1)
    assert np.abs(clip.samples[:48]).max() > 0


@pytest.mark.parametrize(
    ("sound", "cause"),
    [
        (_silence(500), "nothing is heard in it"),
        (_tone(500, -70.0), "nothing is heard in it"),
        (_tone(5_003), "it lasts 5.0 s, and a signal may last 5 s"),
        (_tone(7_300), "it lasts 7.3 s, and a signal may last 5 s"),
    ],
    ids=["silent", "too faint", "a little too long", "too long"],
)
def test_what_cannot_be_a_signal_says_why(sound: AudioSegment, cause: str, tmp_path: Path) -> None:
    """If this failed, a step would start in silence, or a song play over the whole exercise."""
    path = _written(tmp_path / "x.wav", sound)
    with pytest.raises(UnreadableFile) as caught:
        own_earcon(path)
    assert caught.value.cause == cause


def test_a_playlist_is_no_signal(tmp_path: Path) -> None:
    """If this failed, a session from a stranger could have any file of this machine played."""
    _written(tmp_path / "secret.wav", _tone(300))
    (tmp_path / "go.wav").write_text("ffconcat version 1.0\nfile secret.wav\n")
    with pytest.raises(UnreadableFile, match=r"go\.wav: it cannot be read as sound \(a playlist, "):
        own_earcon(tmp_path / "go.wav")


def test_a_sound_of_just_five_seconds_is_taken(tmp_path: Path) -> None:
    """If this failed, the bound that the documentation names would not be the true one."""
    assert own_earcon(_written(tmp_path / "x.wav", _tone(5_000))).length_ms == pytest.approx(5_000, abs=1)


def test_own_sounds_stand_in_place_of_the_built_in_ones(tmp_path: Path) -> None:
    """If this failed, the wrong signal would be replaced, or one that is not wanted be heard."""
    own = str(_written(tmp_path / "x.wav", _tone(444)))
    clips = earcons({"go": own, "tick": "none", "halfway": "none"})
    assert list(clips) == ["go", "recover", "done", "rest", "finish"]
    assert clips["go"].length_ms == pytest.approx(444, abs=1)
    assert np.array_equal(clips["done"].samples, earcons({})["done"].samples)


def test_no_signals_at_all() -> None:
    """If this failed, `sounds: none` would still beep."""
    assert earcons(dict.fromkeys(get_args(Signal), "none")) == {}
