"""All speech engines, by name; opened when they are first needed, and kept open for whoever speaks next."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, Self

from repcast.speech.engine import SpeechEngine
from repcast.speech.hibari_engine import HibariEngine
from repcast.speech.piper_engine import PiperEngine
from repcast.speech.piper_voices import voices_folder as usual_folder
from repcast.speech.pyttsx3_engine import Pyttsx3Engine
from repcast.speech.say_engine import SayEngine

_Folder = Callable[[], Path]
_Open = Callable[[int, _Folder], SpeechEngine]

ENGINES: Final[Mapping[str, _Open]] = {
    "hibari": lambda most, _: HibariEngine(most),
    "piper": PiperEngine,
    "pyttsx3": lambda most, _: Pyttsx3Engine(most),
    "say": lambda most, _: SayEngine(most),
}
"""How each is opened: how many utterances it may speak at the same time, and where the user's voices are."""

NATURAL: Final = ("hibari", "piper")
"""Those whose voices sound like people, the preferred one first. Asking for their voices starts no process."""


class Engines(Mapping[str, SpeechEngine]):
    """The engines by name. A context manager: at its end their processes end."""

    def __init__(self, most: int = 1, voices_folder: _Folder = usual_folder) -> None:
        """Open nothing yet.

        Args:
            most: utterances that are spoken at the same time.
            voices_folder: returns where the user's voices are; called only where one is looked for.
        """
        self._most = most
        self._voices_folder = voices_folder
        self._opened: dict[str, SpeechEngine] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for engine in self._opened.values():
            engine.close()

    def __getitem__(self, name: str) -> SpeechEngine:
        if name not in self._opened:
            self._opened[name] = ENGINES[name](self._most, self._voices_folder)
        return self._opened[name]

    def __iter__(self) -> Iterator[str]:
        return iter(ENGINES)

    def __len__(self) -> int:
        return len(ENGINES)

    @property
    def listed(self) -> tuple[str, ...]:
        """The names of those whose voices are shown and chosen, the preferred one first."""
        return (*NATURAL, self.system)

    def present(self) -> Iterator[tuple[str, SpeechEngine]]:
        """Yield those of them that lack nothing on this machine, by name."""
        yield from ((name, self[name]) for name in self.listed if not self[name].missing())

    @property
    def system(self) -> str:
        """The name of the engine for the voices that come with the system."""
        return "say" if sys.platform == "darwin" and not self["say"].missing() else "pyttsx3"
