"""Clips: decoded, trimmed to what is audible, and the earcons."""

from pathlib import Path

import numpy as np
import pytest
from pydub import AudioSegment
from pydub.generators import Sine

from repcast.errors import UnreadableFile
from repcast.sounds import Clip, as_clip, builtin_earcons, decode, trim


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
    lengths = {name: clip.length_ms for name, clip in builtin_earcons().items()}
    assert lengths == {"go": 270, "tick": 60, "halfway": 220, "done": 320, "finish": 760}


def test_the_earcons_are_as_loud_as_the_mix_expects() -> None:
    """If this failed, signals and speech together would overload, or signals could not be heard."""
    peaks = {name: 20 * np.log10(np.abs(clip.samples).max() / 32_768) for name, clip in builtin_earcons().items()}
    assert all(peak == pytest.approx(-9.0, abs=0.3) for peak in peaks.values()), peaks


@pytest.mark.parametrize("dbfs", [-3.0, -30.0])
@pytest.mark.parametrize(("before_ms", "after_ms"), [(0, 0), (200, 100), (1, 500)])
def test_silence_around_a_sound_is_trimmed_to_the_millisecond(dbfs: float, before_ms: int, after_ms: int) -> None:
    """If this failed, "three" would be heard after its second has begun."""
    trimmed = trim(_silence(before_ms) + _tone(300, dbfs) + _silence(after_ms))
    assert len(trimmed) == pytest.approx(300, abs=1)
    first_ms = trimmed[:1].get_array_of_samples()
    assert max(map(abs, first_ms)) > 0


def test_pauses_inside_a_sound_are_kept() -> None:
    """If this failed, a sentence would be cut off at its first comma."""
    assert len(trim(_tone(100) + _silence(400) + _tone(100))) == pytest.approx(600, abs=1)


def test_a_soft_ending_is_kept_while_noise_is_not() -> None:
    """If this failed, the last consonant of a word would be lost, or a recording's noise be kept."""
    recording = _tone(200, -6.0) + _tone(100, -45.0) + _tone(100, -80.0)
    assert len(trim(recording)) == pytest.approx(300, abs=2)


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
    with pytest.raises(UnreadableFile, match=r"^cannot read .*broken\.wav: it is not audio"):
        decode(path)


def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    """If this failed, a recording that was never written would end the program."""
    with pytest.raises(UnreadableFile, match=r"gone\.wav"):
        decode(tmp_path / "gone.wav")
