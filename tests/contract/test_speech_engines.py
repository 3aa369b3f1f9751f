"""What every speech engine keeps, shown on the real ones."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from os import cpu_count
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from repcast.errors import UnknownVoice
from repcast.plan.languages.en_numbers import english_number
from repcast.plan.script import Utterance
from repcast.session.model import Voice
from repcast.sound.clips import Clip
from repcast.speech.cache import ClipCache
from repcast.speech.engine import SpeechEngine
from repcast.speech.synthesize import ENGINES, synthesize

pytestmark = pytest.mark.parametrize("name", list(ENGINES))

TEXTS: Final = (
    "one",
    "I",
    "Round two of three. Side plank, left side. One minute.",
    "Größe, naïve café & “quotes” <b>not markup</b>",
    "- Push-ups: 3/4, 50%",
    "100 pushups, 1:30",
    "日本語",
    "Up and down. " * 60,
)
UTTERANCES_UNDER_LOAD: Final = 200

# Ends by itself if the tests are killed.
_SPIN: Final = "import os, time\nend = time.monotonic() + 120\nwhile time.monotonic() < end and os.getppid() != 1: pass"


def utterance(text: str, voice: Voice) -> Utterance:
    """Return an utterance in English."""
    return Utterance(text=text, voice=voice, language="en")


def spoken(utterances: list[Utterance], engine: SpeechEngine, folder: Path) -> dict[str, Clip]:
    """Return the clips of utterances that are surely spoken now: the cache is empty."""
    return synthesize(utterances, engine, ClipCache(folder, engine.version()), lambda _done, _total: None)


def test_lists_its_voices(name: str) -> None:
    """`repcast voices` would be empty, or list what cannot be used in a session."""
    with ENGINES[name]() as engine:
        voices = engine.voices()
    assert voices
    assert all(voice.name and voice.label for voice in voices)
    assert len({voice.name for voice in voices}) == len(voices)
    assert [voice.language for voice in voices] == sorted(voice.language for voice in voices)
    assert any(voice.language.partition("-")[0] == "en" for voice in voices)


def test_speaks_with_each_english_voice(name: str, tmp_path: Path) -> None:
    """A voice that is listed could not be used."""
    with ENGINES[name]() as engine:
        english = [voice for voice in engine.voices() if voice.language.partition("-")[0] == "en"]
        for voice in english:
            clips = spoken([utterance("Get ready.", Voice(name=voice.name))], engine, tmp_path)
            assert clips["Get ready."].length_ms > 300, voice


def test_every_text_gives_sound(name: str, tmp_path: Path) -> None:
    """A session with unusual texts would be silent where they should be heard."""
    with ENGINES[name]() as engine:
        clips = spoken([utterance(text, Voice()) for text in TEXTS], engine, tmp_path)
    assert list(clips) == list(TEXTS)
    for text, clip in clips.items():
        level = np.abs(clip.samples.astype(np.int32))
        assert level.max() > 3_000, text
        assert level[:48].max() > 0, f"{text}: silence at its start would put its onset late"


def test_longer_texts_take_longer(name: str, tmp_path: Path) -> None:
    """A long text would be cut off, and nobody told."""
    counted = [" ".join(["hold it", *["and on"] * number]) for number in (0, 3, 12, 48, 150)]
    with ENGINES[name]() as engine:
        clips = spoken([utterance(text, Voice()) for text in counted], engine, tmp_path)
    lengths_ms = [clips[text].length_ms for text in counted]
    per_repeat_ms = (lengths_ms[-1] - lengths_ms[0]) / 150
    assert lengths_ms[-2] - lengths_ms[0] == pytest.approx(48 * per_repeat_ms, rel=0.1)
    assert per_repeat_ms > 150


def test_the_rate_is_heard(name: str, tmp_path: Path) -> None:
    """`rate_wpm` would change nothing, or be ignored now and then."""
    text = "Hold your form to the last rep, and keep on breathing."
    with ENGINES[name]() as engine:
        slow, usual, fast = (
            spoken([utterance(text, Voice(rate_wpm=rate))], engine, tmp_path)[text].length_ms
            for rate in (100, 150, 220)
        )
    assert slow > 1.2 * usual > 1.2 * 1.2 * fast


def test_sounds_the_same_whatever_was_spoken_before(name: str, tmp_path: Path) -> None:
    """The same session would sound another way each time, and not render to the same bytes."""
    wanted = utterance("Round two of three.", Voice())
    with ENGINES[name]() as engine:
        english = [voice.name for voice in engine.voices() if voice.language.partition("-")[0] == "en"]
        others = [
            utterance("x" * 200, Voice()),
            utterance("Rest.", Voice(name=english[-1], rate_wpm=300)),
            utterance("three", Voice(rate_wpm=80)),
        ]
        heard = []
        for number, before in enumerate([None, *others, None]):
            if before:
                spoken([before], engine, tmp_path / f"before {number}")
            heard.append(spoken([wanted], engine, tmp_path / str(number))[wanted.text].samples)
    with ENGINES[name]() as another:
        heard.append(spoken([wanted], another, tmp_path / "another")[wanted.text].samples)
    assert all(np.array_equal(heard[0], samples) for samples in heard[1:]), [len(samples) for samples in heard]


def test_an_unknown_voice(name: str, tmp_path: Path) -> None:
    """A mistyped voice would be replaced by another without a word, or not lead to the right one."""
    with ENGINES[name]() as engine:
        known = engine.voices()[-1].name
        with pytest.raises(UnknownVoice) as error:
            spoken([utterance("one", Voice(name=f"{known}q"))], engine, tmp_path)
        assert f"no voice '{known}q'; did you mean '" in str(error.value)
        assert spoken([utterance("one", Voice(name=known))], engine, tmp_path)["one"].length_ms > 0


@contextmanager
def busy_cores() -> Iterator[None]:
    """Keep every core busy meanwhile."""
    spinning = [subprocess.Popen([sys.executable, "-c", _SPIN]) for _ in range(cpu_count() or 1)]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_nothing_is_lost_under_load(name: str, tmp_path: Path) -> None:
    """On a busy computer a cue would be empty, missing, cut off, swapped with another, or at another speed."""
    numbers = map(english_number, range(1, UTTERANCES_UNDER_LOAD + 1))
    utterances = [utterance(f"{number} to go", Voice()) for number in numbers]

    def speak(folder: str, some: slice = slice(None)) -> dict[str, Clip]:
        with ENGINES[name]() as engine:
            return spoken(utterances[some], engine, tmp_path / folder)

    calm = speak("calm")
    assert len({clip.samples.tobytes() for clip in calm.values()}) == UTTERANCES_UNDER_LOAD
    with busy_cores():
        loaded = [speak("busy")]
    # Engines that speak at the same time stumble over each other's timing, which spinning alone does not bring out.
    with ThreadPoolExecutor() as together:
        loaded += together.map(speak, ["even", "odd"], [slice(0, None, 2), slice(1, None, 2)])
    differing = [
        f"{text}: {clip.length_ms} ms, and {clips[text].length_ms} ms under load"
        for clips in loaded
        for text, clip in calm.items()
        if text in clips and not np.array_equal(clip.samples, clips[text].samples)
    ]
    assert sum(map(len, loaded)) == 2 * UTTERANCES_UNDER_LOAD
    assert not differing, f"{len(differing)} of {2 * UTTERANCES_UNDER_LOAD}: {differing[:5]}"
