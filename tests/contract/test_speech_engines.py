"""What every speech engine keeps, shown on the real ones; macOS's `say` has a stand-in, and Piper a voice of tones."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from make_test_voice import make
from repcast.errors import UnknownVoice
from repcast.plan.languages.en import ENGLISH
from repcast.plan.script import Utterance
from repcast.session.settings import Voice
from repcast.sound.clips import Clip
from repcast.speech.cache import ClipCache
from repcast.speech.engine import SpeechEngine
from repcast.speech.engines import ENGINES, Engines
from repcast.speech.speakers import fallback
from repcast.speech.synthesize import synthesize
from sayer import SAYER

pytestmark = [pytest.mark.parametrize("name", list(ENGINES)), pytest.mark.usefixtures("all_present")]

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
UNPRONOUNCEABLE: Final = {"hibari": {"日本語"}}
"""What an engine leaves to another one, and says so."""

UTTERANCES_UNDER_LOAD: Final = 60

# Ends by itself if the tests are killed.
_SPIN: Final = "import os, time\nend = time.monotonic() + 120\nwhile time.monotonic() < end and os.getppid() != 1: pass"


@pytest.fixture(scope="module")
def all_present(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have a voice for Piper, and a program `say`."""
    folder = tmp_path_factory.mktemp("present")
    make(folder)
    program = folder / "say"
    program.write_text(f"#!{sys.executable} -SE\n{SAYER}", encoding="utf-8")
    program.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPCAST_VOICES_DIR", str(folder))
        patch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        yield


@pytest.fixture
def engine(name: str) -> Iterator[SpeechEngine]:
    """Return an engine that is open."""
    with Engines() as engines:
        yield engines[name]


def voice(name: str, *, called: str = "", rate_wpm: int = 150) -> Voice:
    """Return a voice of an engine, the usual one if none is called."""
    with Engines() as engines:
        return Voice(engine=name, name=called or engines[name].usual_voice("en") or "", rate_wpm=rate_wpm)


def utterance(text: str, voice: Voice) -> Utterance:
    """Return an utterance in English."""
    return Utterance(text=text, voice=voice, language="en")


def spoken(utterances: list[Utterance], engine: SpeechEngine, folder: Path) -> dict[str, Clip]:
    """Return the clips of utterances that are surely spoken now: the cache is empty."""
    engines: dict[str, SpeechEngine] = {utterances[0].voice.engine: engine}
    return synthesize(utterances, engines, ClipCache(folder), lambda _done, _total: None).clips


def test_lists_its_voices(engine: SpeechEngine) -> None:
    """`repcast voices` would be empty, or list what cannot be used in a session."""
    voices = engine.voices()
    assert voices
    assert all(voice.name and voice.label for voice in voices)
    assert len({voice.name for voice in voices}) == len(voices)
    assert [voice.language for voice in voices] == sorted(voice.language for voice in voices)
    assert any(voice.language.partition("-")[0] == "en" for voice in voices)


def test_speaks_with_each_english_voice(name: str, engine: SpeechEngine, tmp_path: Path) -> None:
    """A voice that is listed could not be used."""
    english = [each for each in engine.voices() if each.language.partition("-")[0] == "en"]
    for each in english:
        clips = spoken([utterance("Get ready.", voice(name, called=each.name))], engine, tmp_path)
        assert clips["Get ready."].length_ms > 300, each


def test_every_text_gives_sound(name: str, tmp_path: Path) -> None:
    """A session with unusual texts would be silent where they should be heard."""
    with Engines() as engines:
        second = fallback(voice(name), "en", engines)
        utterances = [utterance(text, voice(name)) for text in TEXTS]
        speech = synthesize(utterances, engines, ClipCache(tmp_path), lambda _done, _total: None, second)
    assert list(speech.clips) == list(TEXTS)
    assert speech.by_fallback == UNPRONOUNCEABLE.get(name, set())
    for text, clip in speech.clips.items():
        level = np.abs(clip.samples.astype(np.int32))
        assert level.max() > 3_000, text
        assert level[:48].max() > 0, f"{text}: silence at its start would put its onset late"


def test_longer_texts_take_longer(name: str, engine: SpeechEngine, tmp_path: Path) -> None:
    """A long text would be cut off, and nobody told."""
    counted = [" ".join(["hold it", *["and on"] * number]) for number in (0, 3, 12, 48, 150)]
    clips = spoken([utterance(text, voice(name)) for text in counted], engine, tmp_path)
    lengths_ms = [clips[text].length_ms for text in counted]
    per_repeat_ms = (lengths_ms[-1] - lengths_ms[0]) / 150
    assert lengths_ms[-2] - lengths_ms[0] == pytest.approx(48 * per_repeat_ms, rel=0.1)
    assert per_repeat_ms > 150


def test_the_rate_is_heard(name: str, engine: SpeechEngine, tmp_path: Path) -> None:
    """`rate_wpm` would change nothing, or be ignored now and then."""
    text = "Hold your form to the last rep, and keep on breathing."
    slow, usual, fast = (
        spoken([utterance(text, voice(name, rate_wpm=rate))], engine, tmp_path)[text].length_ms
        for rate in (100, 150, 220)
    )
    assert slow > 1.2 * usual > 1.2 * 1.2 * fast


def test_sounds_the_same_whatever_was_spoken_before(name: str, engine: SpeechEngine, tmp_path: Path) -> None:
    """The same session would sound another way each time, and not render to the same bytes."""
    wanted = utterance("Round two of three.", voice(name))
    english = [each.name for each in engine.voices() if each.language.partition("-")[0] == "en"]
    others = [
        utterance("and on " * 30, voice(name)),
        utterance("Rest.", voice(name, called=english[-1], rate_wpm=300)),
        utterance("three", voice(name, rate_wpm=80)),
    ]
    heard = []
    for number, before in enumerate([None, *others, None]):
        if before:
            spoken([before], engine, tmp_path / f"before {number}")
        heard.append(spoken([wanted], engine, tmp_path / str(number))[wanted.text].samples)
    with Engines() as others_of_it:
        heard.append(spoken([wanted], others_of_it[name], tmp_path / "another")[wanted.text].samples)
    assert all(np.array_equal(heard[0], samples) for samples in heard[1:]), [len(samples) for samples in heard]


def test_an_unknown_voice(name: str, engine: SpeechEngine, tmp_path: Path) -> None:
    """A mistyped voice would be replaced by another without a word, or not lead to the right one."""
    known = engine.voices()[-1].name
    with pytest.raises(UnknownVoice) as error:
        spoken([utterance("one", voice(name, called=f"{known}q"))], engine, tmp_path)
    assert f"no voice '{known}q'; did you mean '" in str(error.value)
    assert spoken([utterance("one", voice(name, called=known))], engine, tmp_path)["one"].length_ms > 0


@contextmanager
def busy_cores() -> Iterator[None]:
    """Keep every core busy meanwhile."""
    spinning = [subprocess.Popen([sys.executable, "-c", _SPIN]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()


def processes(engine: Any) -> list["subprocess.Popen[str]"]:
    """Return the processes of an engine that run now."""
    host = getattr(engine, "_host", None)
    return [each._process for each in [*host._running]] if host else [*engine._running]


def test_a_process_that_is_killed_is_missed_by_nobody(name: str, engine: SpeechEngine, tmp_path: Path) -> None:
    """If this failed, one crash of the engine would end the render, or a cue be lost with it."""
    utterances = [utterance(f"{number} to go", voice(name)) for number in map(ENGLISH.number, range(1, 13))]
    calm = spoken(utterances, engine, tmp_path / "calm")
    is_over = threading.Event()

    def kill() -> None:
        for _ in range(3):
            while not (running := processes(engine)) and not is_over.is_set():
                time.sleep(0.001)
            for process in running:
                process.kill()
            is_over.wait(0.3)

    killing = threading.Thread(target=kill)
    killing.start()
    try:
        hurt = spoken(utterances, engine, tmp_path / "hurt")
    finally:
        is_over.set()
        killing.join()
    assert all(np.array_equal(hurt[text].samples, clip.samples) for text, clip in calm.items())


@pytest.mark.slow
def test_nothing_is_lost_under_load(name: str, tmp_path: Path) -> None:
    """On a busy computer a cue would be empty, missing, cut off, swapped with another, or at another speed.

    Engines that speak at the same time stumble over each other's timing, which spinning alone does not bring out.
    """
    numbers = map(ENGLISH.number, range(1, UTTERANCES_UNDER_LOAD + 1))
    utterances = [utterance(f"{number} to go", voice(name)) for number in numbers]
    with Engines(2) as engines:
        calm = spoken(utterances, engines[name], tmp_path / "calm")
        with busy_cores():
            loaded = spoken(utterances, engines[name], tmp_path / "busy")
    assert len({clip.samples.tobytes() for clip in calm.values()}) == UTTERANCES_UNDER_LOAD
    differing = [
        f"{text}: {clip.length_ms} ms, and {loaded[text].length_ms} ms under load"
        for text, clip in calm.items()
        if not np.array_equal(clip.samples, loaded[text].samples)
    ]
    assert not differing, f"{len(differing)} of {UTTERANCES_UNDER_LOAD}: {differing[:5]}"
