"""The system's own voices, by pyttsx3: SAPI 5, NSSpeechSynthesizer, eSpeak NG."""

import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from repcast.plan.script import Utterance
from repcast.speech.engine import EngineTrouble, VoiceInfo, by_language
from repcast.speech.host import Host, worker_command
from repcast.speech.installed import installed

WORKER: Final = worker_command("pyttsx3_worker")
_HINTS: Final = {
    "linux": "On Linux, `pip install espeakng-loader` brings eSpeak NG; or install your system's espeak-ng package.",
    "darwin": "On macOS, `pip install pyobjc` brings what pyttsx3 needs.",
    "win32": "On Windows, `pip install pywin32 comtypes` brings what pyttsx3 needs; it needs a sound device, too.",
}

_ESPEAK_USUAL: Final = {"en": "en-us"}  # eSpeak NG names all others by their language


class Pyttsx3Engine:
    """A `SpeechEngine`."""

    def __init__(self, most: int = 1, worker: Sequence[str] = WORKER) -> None:
        self.most = most
        self._host = Host("pyttsx3", worker, _HINTS.get(sys.platform, _HINTS["linux"]), most)

    def missing(self) -> str:
        """Return nothing: whether the system has voices shows when it is asked."""
        return ""

    def version(self, voice: str) -> str:
        """Return the versions of pyttsx3 and of the library that speaks."""
        del voice
        return f"{installed('pyttsx3')}, {installed('espeakng-loader') or platform.platform()}"

    def usual_voice(self, language: str) -> str:
        """Return eSpeak NG's voice for a language; no name elsewhere, where the worker takes the system's own."""
        return _ESPEAK_USUAL.get(language, language) if sys.platform == "linux" else ""

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices on this machine, by language and then name."""
        try:
            reply = self._host.ask({"voices": True})
        except EngineTrouble as trouble:
            raise self._host.unavailable(str(trouble)) from None
        return by_language(VoiceInfo(**row) for row in reply["voices"])

    def record(self, utterance: Utterance, path: Path) -> None:
        """Speak an utterance into a file."""
        self._host.record(utterance, path)

    def close(self) -> None:
        """End its processes."""
        self._host.close()
