"""`sound.earcons`: the signals that come along, and the user's own."""

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import soundfile
from pydub import AudioSegment
from pydub.generators import Sine

from repcast.errors import UnreadableFile
from repcast.session.settings import Signal
from repcast.sound.earcons import earcons, own_earcon
from repcast.sound.levels import EARCON_LUFS
from repcast.sound.loudness import loudness_lufs
from sound import pcm_of


def _silence(ms: int) -> AudioSegment:
    return AudioSegment.silent(duration=ms, frame_rate=48_000)


def _tone(ms: int, dbfs: float = -9.0, rate_hz: int = 48_000) -> AudioSegment:
    return Sine(1_000, sample_rate=rate_hz).to_audio_segment(duration=ms, volume=dbfs)


def test_the_earcons_have_the_lengths_that_they_were_designed_with() -> None:
    """If this failed, a signal would be cut off, or an earcon be missing."""
    lengths = {name: clip.length_ms for name, clip in earcons({}).items()}
    assert lengths == {"go": 270, "recover": 400, "tick": 60, "halfway": 220, "done": 320, "rest": 480, "finish": 760}


def test_the_earcons_are_as_loud_as_the_mix_expects() -> None:
    """If this failed, a built-in signal would be louder or softer than one of the user's own in its place."""
    levels = {name: loudness_lufs(clip.pcm) for name, clip in earcons({}).items()}
    assert all(level == pytest.approx(EARCON_LUFS, abs=0.1) for level in levels.values()), levels


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
