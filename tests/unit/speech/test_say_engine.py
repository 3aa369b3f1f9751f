"""`speech.say_engine` with a stand-in for macOS's program: what it is asked, and what comes of its failures."""

import os
import stat
import sys
from pathlib import Path

import pytest

from repcast.errors import SpeechFailed, SpeechUnavailable, UnknownVoice
from repcast.plan.script import Utterance
from repcast.session.settings import Voice
from repcast.speech import host
from repcast.speech.cache import ClipCache
from repcast.speech.engine import EngineTrouble
from repcast.speech.engines import Engines
from repcast.speech.say_engine import SayEngine
from repcast.speech.synthesize import synthesize
from sayer import SAYER


@pytest.fixture
def sayer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a stand-in first in the path, and return where it writes what it was asked."""
    program = tmp_path / "bin" / "say"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\n{SAYER}", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("SAYER_ASKED", str(tmp_path / "asked"))
    return tmp_path / "asked"


def utterance(text: str = "Get ready.", name: str = "Samantha", rate_wpm: int = 150) -> Utterance:
    """Return an utterance in English."""
    return Utterance(text=text, voice=Voice(engine="say", name=name, rate_wpm=rate_wpm), language="en")


def test_is_asked_for_a_whole_file(sayer: Path, tmp_path: Path) -> None:
    """If this failed, macOS would speak aloud, in another format, at another rate, or in another voice."""
    SayEngine().record(utterance(name="Daniel", rate_wpm=187), tmp_path / "one.wav")
    asked = sayer.read_text(encoding="utf-8").splitlines()
    written = ["-r", "187", "-o", str(tmp_path / "one.wav"), "--data-format=LEI16@22050", "-f"]
    assert asked[:-1] == ["-v", "Daniel", *written]
    assert Path(asked[-1]).read_text(encoding="utf-8") == "Get ready."


def test_a_text_is_never_taken_for_a_command(sayer: Path, tmp_path: Path) -> None:
    """If this failed, a step's name could make the voice silent, or be taken for an option."""
    SayEngine().record(utterance("-o go"), tmp_path / "one.wav")
    asked = sayer.read_text(encoding="utf-8").splitlines()
    assert Path(asked[-1]).read_text(encoding="utf-8") == "-o go"


def test_lists_its_voices(sayer: Path) -> None:
    """If this failed, a voice whose name has spaces or brackets could not be chosen."""
    del sayer
    voices = [(voice.language, voice.name) for voice in SayEngine().voices()]
    assert voices == [("de-de", "Anna"), ("en-gb", "Daniel"), ("en-gb", "Eddy (English (UK))"), ("en-us", "Samantha")]


def test_has_a_voice_for_each_language_of_its_own(sayer: Path) -> None:
    """If this failed, macOS 15 would speak with its default voice, which is none."""
    del sayer
    assert SayEngine().usual_voice("en") == "Samantha"
    assert SayEngine().usual_voice("de") == "Anna"


def test_an_unknown_voice_is_told(sayer: Path, tmp_path: Path) -> None:
    """If this failed, a mistyped name would be tried four times and called a fault of the engine."""
    del sayer
    with pytest.raises(UnknownVoice, match="did you mean 'Samantha'"):
        SayEngine().record(utterance(name="Samanta"), tmp_path / "one.wav")


@pytest.mark.parametrize("way", ["fail", "hang", "nothing", "silence"])
def test_what_fails_ends_with_its_text(way: str, sayer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a cue would be missing from the file, or the render hang."""
    del sayer
    monkeypatch.setattr(host, "SPEAK_TIMEOUT_S", 0.5)
    monkeypatch.setenv("SAYER_WAY", way)
    with pytest.raises(SpeechFailed, match=r"could not say “Get ready\."):
        synthesize([utterance()], {"say": SayEngine()}, ClipCache(tmp_path), lambda _done, _total: None)


def test_a_run_is_ended_with_the_engine(sayer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, the program would go on after ^C."""
    import threading  # noqa: PLC0415 - this test only
    import time  # noqa: PLC0415

    monkeypatch.setenv("SAYER_WAY", "hang")
    engine, ended = SayEngine(), threading.Event()

    def speak() -> None:
        with pytest.raises(EngineTrouble):
            engine.record(utterance(), tmp_path / "one.wav")
        ended.set()

    threading.Thread(target=speak, daemon=True).start()
    give_up_at = time.monotonic() + 60
    while not sayer.exists() and time.monotonic() < give_up_at:
        time.sleep(0.02)
    engine.close()
    assert ended.wait(30)


def test_says_that_it_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, `engine: say` on Linux would end in a traceback."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SpeechUnavailable, match="there is no program `say`"):
        SayEngine().record(utterance(), tmp_path / "one.wav")


@pytest.mark.usefixtures("sayer")
def test_speaks_for_macos_and_for_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a program of that name on Linux would speak, or pyttsx3 on macOS, which ends before its file."""
    assert Engines().system == "pyttsx3"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert Engines().system == "say"


@pytest.mark.parametrize(("name", "chosen"), [("en-gb", "Daniel"), ("de", "Anna"), ("Anna", "Anna")])
def test_a_language_is_a_name_too(name: str, chosen: str, sayer: Path, tmp_path: Path) -> None:
    """If this failed, `--voice en-gb` would be unknown on macOS, or a language be silent there."""
    SayEngine().record(utterance(name=name), tmp_path / "one.wav")
    assert sayer.read_text(encoding="utf-8").splitlines()[:2] == ["-v", chosen]


def test_no_name_means_a_voice_of_the_language(sayer: Path, tmp_path: Path) -> None:
    """If this failed, a language for which we name no voice would have macOS's default, which may be none."""
    unnamed = Utterance(text="Los.", voice=Voice(engine="say"), language="de")
    SayEngine().record(unnamed, tmp_path / "one.wav")
    assert sayer.read_text(encoding="utf-8").splitlines()[:2] == ["-v", "Anna"]
