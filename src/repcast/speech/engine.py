"""The interface of a speech engine. A new one is a module beside this one, and a line in `engines.ENGINES`."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from repcast.plan.script import Utterance


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceInfo:
    """A voice on this machine; a session chooses it by `name`, as in `voice: {name: ...}`.

    Attributes:
        language: such as `en-gb`; empty where it is not known.
        is_natural: whether it sounds like a person.
        flaw: why it cannot be used; empty if it can.
    """

    name: str
    language: str
    label: str
    is_natural: bool = False
    flaw: str = ""


def by_language(voices: Iterable[VoiceInfo]) -> tuple[VoiceInfo, ...]:
    """Return voices by language and then name."""
    return tuple(sorted(voices, key=lambda voice: (voice.language, voice.name)))


class EngineTrouble(Exception):
    """A failed attempt: the engine crashed, hung, or reported an error."""


class Unpronounceable(Exception):
    """A text that a voice cannot pronounce, or not all of it. Another attempt does not help."""


class SpeechEngine(Protocol):
    """Speaks utterances into files, several at a time from several threads."""

    most: int
    """Utterances that it speaks at the same time."""

    def missing(self) -> str:
        """Return what it lacks on this machine, in a clause; empty if it lacks nothing.

        Must not start the engine.
        """

    def version(self, voice: str) -> str:
        """Return what tells this engine's sound of a voice from that of another version; part of every cache key.

        Must not start the engine.
        """

    def usual_voice(self, language: str) -> str | None:
        """Return the name of the voice for a language such as `en`, if none is asked for; None if it has none.

        Must not start the engine. A name may be empty: then the engine chooses.
        """

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices on this machine, by language and then name.

        Raises:
            SpeechUnavailable: the engine does not start.
        """

    def record(self, utterance: Utterance, path: Path) -> None:
        """Speak an utterance into a sound file at `path`.

        Raises:
            EngineTrouble: this attempt failed, but another may succeed.
            Unpronounceable: the voice cannot say it.
            SpeechUnavailable: the engine does not start.
            UnknownVoice: the engine has no voice of this name.
        """

    def close(self) -> None:
        """End its processes. What is being recorded fails; a later recording starts them again."""
