"""Who speaks: which engine, and which of its voices. It is settled before anything is spoken."""

import re
import sys
from collections.abc import Iterator
from typing import Final, get_args

from repcast.errors import NoVoiceFor, SpeechUnavailable, UnknownVoice, VoiceNotHere
from repcast.session.settings import Language, Settings, Voice
from repcast.speech.engines import NATURAL, Engines
from repcast.speech.hibari_engine import registry

AUTO: Final = "auto"
_USUAL: Final[Language] = "en"
_CODE: Final = re.compile(r"(?P<language>[a-z]{2,3})(?:[-_][a-z0-9]+)*(?:\+.*)?", re.IGNORECASE)


def candidates(asked: Voice, language: str, engines: Engines) -> Iterator[Voice]:
    """Yield who may speak a session, each with its engine, best first; at least one.

    The next one is asked only if the engine of the one before does not start. A voice or an engine that is asked for is
    the only one.

    Args:
        asked: by the session.
        language: of the session, such as `en`.
        engines: of this machine.

    Raises:
        VoiceNotHere: a voice that repcast knows, but that was not fetched yet.
        NoVoiceFor: the engine that is asked for speaks no such language.
    """
    if asked.engine != AUTO:
        name = asked.name or engines[asked.engine].usual_voice(language)
        if name is None:
            raise NoVoiceFor(asked.engine, language)
        yield asked.model_copy(update={"name": name})
    elif asked.name:
        yield _named(asked, engines)
    else:
        for engine, speaking in engines.present():
            if (name := speaking.usual_voice(language)) is not None:
                yield asked.model_copy(update={"engine": engine, "name": name})


def language_for(session: Settings, engines: Engines) -> Language:
    """Return the language that a session is spoken in: its own, else that of the voice it names, else English.

    Raises:
        VoiceNotHere: a voice that repcast knows, but that was not fetched yet.
    """
    if session.language or not session.voice.name:
        return session.language or _USUAL
    voice = _named(session.voice, engines) if session.voice.engine == AUTO else session.voice
    spoken = language_of(voice, engines)
    return next((each for each in get_args(Language) if each == spoken), _USUAL)


def fallback(voice: Voice, language: str, engines: Engines) -> Voice | None:
    """Return who says what a voice cannot pronounce; None if that is the voice itself."""
    if voice.engine == engines.system:
        return None
    name = engines[engines.system].usual_voice(language) or ""
    return voice.model_copy(update={"engine": engines.system, "name": name})


def language_of(voice: Voice, engines: Engines) -> str:
    """Return the language that a voice speaks, such as `en`; empty if that is not known."""
    is_espeak = voice.engine == "pyttsx3" and sys.platform == "linux"
    if code := is_espeak and _CODE.fullmatch(voice.name):
        return code["language"].casefold()
    if not voice.name or engines[voice.engine].missing():
        return ""
    name = voice.name.partition("#")[0].casefold()
    try:
        known = engines[voice.engine].voices()
    except SpeechUnavailable:  # what is spoken may be in the cache
        return ""
    spoken = (each.language for each in known if name in (each.name.casefold(), each.label.casefold()))
    return next(spoken, "").partition("-")[0]


def foreign(voice: Voice, language: str, engines: Engines) -> tuple[str, ...]:
    """Return that a voice that was asked for speaks another language than a session's, in a sentence; else none."""
    spoken = language_of(voice, engines)
    if spoken in ("", language):
        return ()
    remark = (
        f"the voice {described(voice)} speaks “{spoken}”, and the session is in “{language}”: it will sound foreign; "
        f"`repcast voices {language}` lists the voices that fit"
    )
    return (remark,)


def with_all_names(error: UnknownVoice, engines: Engines) -> UnknownVoice:
    """Return an error that a voice is not known, which suggests the nearest of all engines' voices."""
    natural = (voice.name for name in NATURAL for voice in engines[name].voices())
    return UnknownVoice(error.name, [*natural, *error.known])


def described(voice: Voice) -> str:
    """Return who speaks, in words: `heart (hibari)`."""
    return f"{voice.name or 'the usual voice'} ({voice.engine})"


def _named(asked: Voice, engines: Engines) -> Voice:
    """Return a voice by name: hibari's, Piper's, else one of the system's."""
    stem, mark, speaker = asked.name.partition("#")
    wanted = stem.casefold()
    for engine in NATURAL:
        for voice in engines[engine].voices():
            if voice.name.casefold() == wanted:
                return asked.model_copy(update={"engine": engine, "name": f"{voice.name}{mark}{speaker}"})
    if not engines["hibari"].missing() and wanted in registry():
        raise VoiceNotHere(wanted)
    return asked.model_copy(update={"engine": engines.system})
