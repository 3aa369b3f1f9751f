"""`sound.segments`: sound is decoded, and trimmed to what is audible."""

from pathlib import Path

import numpy as np
import pytest
from pydub import AudioSegment
from pydub.generators import Sine
from pydub.silence import detect_leading_silence

from repcast.errors import UnreadableFile
from repcast.sound.segments import FADE_MS, FLOOR_DBFS, ONSET_DB, RELEASE_DB, as_clip, decode, trim


def _silence(ms: int) -> AudioSegment:
    return AudioSegment.silent(duration=ms, frame_rate=48_000)


def _tone(ms: int, dbfs: float = -9.0, rate_hz: int = 48_000) -> AudioSegment:
    return Sine(1_000, sample_rate=rate_hz).to_audio_segment(duration=ms, volume=dbfs)


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
