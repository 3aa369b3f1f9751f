"""The natural voice as it comes from its engine: its rate, its ends, and nothing but what it was asked to say."""

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from repcast.plan.languages.en_spelling import ENGLISH_SPELLING
from repcast.plan.script import Utterance
from repcast.plan.spoken import written_out
from repcast.session.settings import Voice
from repcast.sound.segments import decode, trim
from repcast.speech import hibari_worker
from repcast.speech.engine import SpeechEngine, Unpronounceable
from repcast.speech.engines import Engines
from repcast.speech.hibari_worker import NATURAL_WPM

pytestmark = pytest.mark.slow

PASSAGE = """\
We begin with a short warm-up, then three rounds of strength work, and we finish with an easy stretch. Keep your back
straight, and breathe out as you push. If your form gets worse, take a short break and go on when you are ready. Hold
each position until you hear the signal, and switch sides in the middle. Your knees stay over your feet, and your
shoulders are down. The last ten seconds are the hardest part of the whole session, so think of something pleasant and
keep on going. Drink some water before you go, and walk for a few minutes to cool down."""
RATES_WPM = (100, 150, 187, 220)


@pytest.fixture(scope="module")
def engine() -> Iterator[SpeechEngine]:
    """Return the engine, open."""
    with Engines() as engines:
        yield engines["hibari"]


def recorded(engine: SpeechEngine, text: str, folder: Path, rate_wpm: int = 150) -> Path:
    """Return a recording of a text."""
    path = folder / f"{rate_wpm}.wav"
    voice = Voice(engine="hibari", name="heart", rate_wpm=rate_wpm)
    engine.record(Utterance(text=text, voice=voice, language="en"), path)
    return path


@pytest.mark.parametrize("rate_wpm", RATES_WPM)
def test_speaks_so_many_words_a_minute(rate_wpm: int, engine: SpeechEngine, tmp_path: Path) -> None:
    """If this failed, a rate would not be what it says, and what is hurried not 1.25 times as fast."""
    spoken_ms = len(trim(decode(recorded(engine, PASSAGE, tmp_path, rate_wpm))))
    assert len(PASSAGE.split()) * 60_000 / spoken_ms == pytest.approx(rate_wpm, rel=0.05)


@pytest.mark.parametrize("text", ["Next, plank", "Rest", "Squats", "Both feet", "Push off", "Lift", "six", "eight"])
@pytest.mark.parametrize("rate_wpm", RATES_WPM)
def test_no_rate_takes_the_last_sound(text: str, rate_wpm: int, engine: SpeechEngine, tmp_path: Path) -> None:
    """If this failed, "plank" would be heard as "plan": a change of tempo drops what is in its last window, 25 ms."""
    natural_ms = len(trim(decode(recorded(engine, text, tmp_path, NATURAL_WPM))))
    at_rate_ms = len(trim(decode(recorded(engine, text, tmp_path, rate_wpm))))
    assert at_rate_ms > natural_ms * NATURAL_WPM / rate_wpm - 12


@pytest.mark.parametrize(("text", "least_ms"), [("A", 120), ("I", 150), ("E", 150), ("one", 250), ("four", 250)])
def test_a_lone_sound_is_whole(text: str, least_ms: int, engine: SpeechEngine, tmp_path: Path) -> None:
    """If this failed, a count or a letter would be cut short, for want of a full stop."""
    assert len(trim(decode(recorded(engine, text, tmp_path)))) > least_ms


@pytest.mark.parametrize("text", ["日本語", "Приседания", "Squat, 日本語", "x" * 40, "Ω", "…"])
def test_what_it_would_leave_out_it_says_not_at_all(text: str, engine: SpeechEngine, tmp_path: Path) -> None:
    """If this failed, half of a name would be heard, and nobody be told of the other half."""
    with pytest.raises(Unpronounceable):
        recorded(engine, text, tmp_path)


@pytest.mark.parametrize("text", ["Größe, naïve café", "Ögonblick, señor"])
def test_accents_are_no_hindrance(text: str, engine: SpeechEngine, tmp_path: Path) -> None:
    """If this failed, an exercise with an accent would be spoken by another voice than all others."""
    assert recorded(engine, text, tmp_path).exists()


def test_ends_every_text_as_a_sentence() -> None:
    """If this failed, a text without a full stop would be cut short, or one be heard twice as an end."""
    ended = {text: hibari_worker._ended(text) for text in ("A", "Go!", "Left side,", "Rest:", "So…", "Ready? ")}
    assert [*ended.values()] == ["A.", "Go!", "Left side.", "Rest.", "So…", "Ready?"]


@pytest.mark.parametrize("text", ["45s plank", "3x10 push-ups @ 60kg", "Lunge w/ reach, L/R", "EMOM 10: 12 KB swings"])
def test_reads_what_gyms_write(text: str, engine: SpeechEngine, tmp_path: Path) -> None:
    """If this failed, what is written out for it would be more than it can say."""
    assert recorded(engine, written_out(text, ENGLISH_SPELLING), tmp_path).exists()


def test_a_recording_is_as_its_network_made_it(engine: SpeechEngine, tmp_path: Path) -> None:
    """If this failed, speech at its own rate would be stretched all the same, and sound worse."""
    path = recorded(engine, "Round two of three.", tmp_path, NATURAL_WPM)
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (24_000, 1, 2)
        count = file.getnframes()
    pcm = hibari_worker._voice("heart")("Round two of three.", speed=1.0, seed=0)
    assert count == len(pcm) + 2_400
