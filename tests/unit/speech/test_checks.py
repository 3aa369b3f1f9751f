"""`speech.checks`: what an engine returns is not trusted."""

import pytest
from pydub import AudioSegment
from pydub.generators import Sine

from repcast.sound.segments import trim
from repcast.speech.checks import flaw, plausible_ms


def tone(ms: int, volume: float = -9.0) -> AudioSegment:
    """Return a tone that ends in silence, as a whole recording does."""
    sound = Sine(440, sample_rate=48_000).to_audio_segment(duration=ms, volume=volume)
    return sound.fade_out(10) + AudioSegment.silent(50, frame_rate=48_000)


def found(recording: AudioSegment, text: str, rate_wpm: int = 150) -> str | None:
    """Return what is wrong with a recording of a text."""
    return flaw(recording, trim(recording), text=text, rate_wpm=rate_wpm)


def test_a_good_recording_passes() -> None:
    """No session could be rendered at all."""
    assert found(tone(1_500), "Round two of three.") is None


@pytest.mark.parametrize("volume", [-55.0, -30.0, 0.0])
def test_a_quiet_recording_passes(volume: float) -> None:
    """A soft voice would be taken for silence."""
    assert found(tone(1_500, volume), "Round two of three.") is None


def test_an_empty_recording() -> None:
    """A cue would be missing from the MP3."""
    assert found(AudioSegment.empty(), "one") == "the recording is empty"


@pytest.mark.parametrize("volume", [None, -80.0])
def test_a_silent_recording(volume: float | None) -> None:
    """A cue would be inaudible in the MP3."""
    silent = AudioSegment.silent(1_000, frame_rate=48_000) if volume is None else tone(1_000, volume)
    assert found(silent, "one") == "the recording is silent"


def test_a_recording_that_stops_in_the_middle_of_a_sound() -> None:
    """A sentence would break off."""
    assert found(tone(1_500)[:1_000], "Round two of three.") == "the recording is cut off at its end"


def test_a_recording_too_short_for_its_text() -> None:
    """Half a sentence would be heard as if it were all."""
    text = "Keep your hips high, and breathe out slowly, all the way to the last second."
    assert found(tone(900), text) == "the recording lasts 900 ms, too short for its text"


def test_a_recording_too_long_for_its_text() -> None:
    """Another text's recording would be heard in this one's place."""
    assert found(tone(30_000), "one") == "the recording lasts 30000 ms, too long for its text"


@pytest.mark.parametrize("rate_wpm", [40, 80, 150, 400, 600])
@pytest.mark.parametrize("text", ["I", "one", "…", "日本語", "x" * 1000, "a b " * 250])
def test_bounds_are_bounds(text: str, rate_wpm: int) -> None:
    """A text of an unusual kind could never be recorded well enough."""
    shortest_ms, longest_ms = plausible_ms(text, rate_wpm)
    assert 0 <= shortest_ms < longest_ms


def test_faster_speech_may_be_shorter() -> None:
    """A fast voice's good recordings would be turned down."""
    assert plausible_ms("Round two of three.", 300)[0] < plausible_ms("Round two of three.", 150)[0]
