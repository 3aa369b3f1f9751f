"""`speech.speakers`: who speaks is settled before anything is spoken, by what is asked and by what is here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from make_test_voice import make
from repcast.errors import NoVoiceFor, UnknownVoice, VoiceNotHere
from repcast.session.settings import Voice
from repcast.speech.engines import Engines
from repcast.speech.hibari_engine import HibariEngine
from repcast.speech.piper_engine import PiperEngine
from repcast.speech.speakers import candidates, described, fallback, foreign, language_of, with_all_names


@pytest.fixture
def engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engines]:
    """Return this machine's engines, with two voices for Piper: a German one, and one for English."""
    monkeypatch.setattr("sys.platform", "linux")
    make(tmp_path, name="de_DE-toene-low")
    make(tmp_path, name="en_US-tones-low", speaker_id_map={"anna": 0, "bob": 1}, num_speakers=2)
    with Engines(voices_folder=lambda: tmp_path) as found:
        yield found


def chosen(asked: Voice, engines: Engines, language: str = "en") -> list[tuple[str, str]]:
    """Return the engines and names of those who may speak."""
    return [(voice.engine, voice.name) for voice in candidates(asked, language, engines)]


def without(engine: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an engine not installed."""
    monkeypatch.setattr(engine, "missing", lambda _: "it is not installed")


def test_a_natural_voice_speaks_english(engines: Engines) -> None:
    """If this failed, the first thing that a newcomer hears would be a robot."""
    assert chosen(Voice(), engines) == [("hibari", "heart"), ("piper", "en_US-tones-low"), ("pyttsx3", "en-us")]


def test_another_language_has_a_voice_of_its_own(engines: Engines) -> None:
    """If this failed, a German session would be read by an American."""
    assert chosen(Voice(), engines, "de") == [("piper", "de_DE-toene-low"), ("pyttsx3", "de")]
    assert chosen(Voice(), engines, "pl") == [("pyttsx3", "pl")]


def test_what_is_not_installed_is_not_asked(engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a machine without the natural voice could not render at all."""
    without(HibariEngine, monkeypatch)
    assert chosen(Voice(), engines)[0] == ("piper", "en_US-tones-low")
    without(PiperEngine, monkeypatch)
    assert chosen(Voice(), engines) == [("pyttsx3", "en-us")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("heart", ("hibari", "heart")),
        ("Heart", ("hibari", "heart")),
        ("DE_de-toene-low", ("piper", "de_DE-toene-low")),
        ("en_US-tones-low#bob", ("piper", "en_US-tones-low#bob")),
        ("en-gb", ("pyttsx3", "en-gb")),
        ("en-us+m7", ("pyttsx3", "en-us+m7")),
    ],
)
def test_a_name_decides(name: str, expected: tuple[str, str], engines: Engines) -> None:
    """If this failed, who asks for a voice by its name would hear another one."""
    assert chosen(Voice(name=name), engines) == [expected]


def test_an_engine_decides(engines: Engines) -> None:
    """If this failed, who wants eSpeak's exact voice would hear another one, or a name be looked for elsewhere."""
    assert chosen(Voice(engine="pyttsx3"), engines) == [("pyttsx3", "en-us")]
    assert chosen(Voice(engine="pyttsx3", name="heart"), engines) == [("pyttsx3", "heart")]


def test_a_voice_that_can_be_fetched_is_told(engines: Engines) -> None:
    """If this failed, a render would open the network, or call a voice unknown that is one command away."""
    with pytest.raises(VoiceNotHere, match="repcast voices --get emma"):
        chosen(Voice(name="emma"), engines)


def test_the_nearest_of_all_voices_is_suggested(engines: Engines) -> None:
    """If this failed, a mistyped natural voice would lead to one of eSpeak's."""
    assert "did you mean 'heart'?" in str(with_all_names(UnknownVoice("hart", ["ht", "en-us"]), engines))
    assert "did you mean 'en-us'?" in str(with_all_names(UnknownVoice("en-uss", ["ht", "en-us"]), engines))


def test_the_system_says_what_others_cannot(engines: Engines) -> None:
    """If this failed, a name in another script would end the render, or an engine be its own fallback."""
    [first, *_] = candidates(Voice(rate_wpm=187), "en", engines)
    second = fallback(first, "en", engines)
    assert second == Voice(engine="pyttsx3", name="en-us", rate_wpm=187)
    assert fallback(second, "en", engines) is None


@pytest.mark.parametrize(
    ("engine", "name", "language"),
    [
        ("hibari", "heart", "en"),
        ("piper", "de_DE-toene-low", "de"),
        ("piper", "en_US-tones-low#bob", "en"),
        ("pyttsx3", "fr-be", "fr"),
        ("pyttsx3", "en-us+m7", "en"),
        ("pyttsx3", "English (America)", "en"),
    ],
)
def test_the_language_of_a_voice_is_known(engine: str, name: str, language: str, engines: Engines) -> None:
    """If this failed, a foreign voice would read a session without a word of warning, or a fitting one be warned of."""
    voice = Voice.model_validate({"engine": engine, "name": name})
    assert language_of(voice, engines) == language
    assert bool(foreign(voice, "en", engines)) == (language != "en")


def test_a_foreign_voice_is_named_with_both_languages(engines: Engines) -> None:
    """If this failed, the warning would not say what is wrong, or what to do."""
    [told] = foreign(Voice(engine="pyttsx3", name="de"), "en", engines)
    assert told.startswith("the voice de (pyttsx3) speaks “de”, and the session is in “en”")
    assert "`repcast voices en`" in told
    assert described(Voice(engine="pyttsx3")) == "the usual voice (pyttsx3)"


def test_an_engine_without_a_voice_for_the_language_is_told(engines: Engines) -> None:
    """If this failed, `engine: piper` without a voice would end in a riddle: no voice ''."""
    with pytest.raises(NoVoiceFor, match="piper has no voice for “fr”"):
        chosen(Voice(engine="piper"), engines, "fr")
