"""The interface of a speech engine. A new one is a module beside this one, and a line in `synthesize.ENGINES`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from repcast.plan.script import Utterance


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceInfo:
    """A voice on this machine; a session chooses it by `name`, as in `voice: {name: ...}`."""

    name: str
    language: str
    label: str


class EngineTrouble(Exception):
    """A failed attempt: the engine crashed, hung, or reported an error."""


class SpeechEngine(Protocol):
    """Speaks one utterance at a time into a file. A context manager, because it may hold a process."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def version(self) -> str:
        """Return what tells this engine's sound from that of another version; part of every cache key.

        Must not start the engine.
        """

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices on this machine.

        Raises:
            SpeechUnavailable: the engine does not start.
        """

    def record(self, utterance: Utterance, path: Path) -> None:
        """Speak an utterance into a sound file at `path`.

        Raises:
            EngineTrouble: this attempt failed, but another may succeed.
            SpeechUnavailable: the engine does not start.
            UnknownVoice: the engine has no voice of this name.
        """
