"""What a speech engine is. A new one is a module beside this, and a line in `synthesize.ENGINES`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from repcast.plan.script import Utterance


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceInfo:
    """A voice on this machine: its `name` is what a session's `voice: {name: ...}` takes."""

    name: str
    language: str
    label: str


class EngineTrouble(Exception):
    """An attempt that failed: a crash, a hang, or the engine's own complaint."""


class SpeechEngine(Protocol):
    """Speaks one utterance at a time into a file. A context manager: it may hold a process."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def version(self) -> str:
        """Return what distinguishes this engine's sound from another version's; part of every cache key.

        Must not start the engine.
        """

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the machine's voices.

        Raises:
            SpeechUnavailable: the engine does not start.
        """

    def record(self, utterance: Utterance, path: Path) -> None:
        """Speak an utterance into a sound file at `path`.

        Raises:
            EngineTrouble: this attempt failed; another may succeed.
            SpeechUnavailable, UnknownVoice: no attempt can succeed.
        """
