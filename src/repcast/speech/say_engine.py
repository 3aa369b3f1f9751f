"""The voices of macOS, by its program `say`: it ends when its file is whole, which pyttsx3 there does not wait for."""

import platform
import re
import shutil
import subprocess
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from repcast.errors import SpeechUnavailable, UnknownVoice
from repcast.plan.script import Utterance
from repcast.refusals import limit
from repcast.speech.engine import EngineTrouble, VoiceInfo, by_language
from repcast.speech.host import speak_timeout_s

PROGRAM: Final = "say"
_LIST_TIMEOUT_S: Final = 30.0
_FORMAT: Final = "LEI16@22050"
_HINT: Final = "It comes with macOS; choose another voice: `repcast voices` lists them."
_ROW: Final = re.compile(r"(?P<name>\S.*?)\s+(?P<language>[a-z]{2,3}(?:[_-]\w+)*)\s+#")
_USUAL: Final = {
    "de": "Anna",
    "en": "Samantha",
    "es": "Mónica",
    "fr": "Thomas",
    "it": "Alice",
    "nl": "Xander",
    "pl": "Zosia",
    "pt": "Luciana",
}
"""The voices that macOS has from the start; its own default may be none."""


class SayEngine:
    """A `SpeechEngine`; each utterance is a run of the program."""

    def __init__(self, most: int = 1) -> None:
        self.most = most
        self._running: set[subprocess.Popen[str]] = set()
        self._lock = threading.Lock()

    def missing(self) -> str:
        """Return that there is no such program."""
        return "" if shutil.which(PROGRAM) else "there is no program `say`"

    def version(self, voice: str) -> str:
        """Return the system's version, with which its voices change."""
        del voice
        return platform.platform()

    def usual_voice(self, language: str) -> str:
        """Return the voice that macOS has for a language from the start; no name for other languages."""
        return _USUAL.get(language, "")

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices that `say` lists."""
        try:
            rows = _ROW.finditer(self._run(["-v", "?"], _LIST_TIMEOUT_S))
        except EngineTrouble as trouble:
            raise SpeechUnavailable(PROGRAM, str(trouble), _HINT) from None
        return by_language(
            VoiceInfo(name=row["name"], language=row["language"].replace("_", "-").lower(), label=row["name"])
            for row in rows
        )

    def record(self, utterance: Utterance, path: Path) -> None:
        """Speak an utterance into a file, by the voice of a name, or of a language such as `en-gb`."""
        name = self._named(utterance.voice.name or utterance.language)
        written = path.with_suffix(".txt")
        written.write_text(utterance.spoken, encoding="utf-8")
        how = ["-r", str(utterance.voice.rate_wpm), "-o", str(path), f"--data-format={_FORMAT}", "-f", str(written)]
        self._run(["-v", name, *how], speak_timeout_s(utterance))

    def _named(self, name: str) -> str:
        """Return the name of a voice, by its name or its language.

        Raises:
            UnknownVoice: there is none.
        """
        names = [voice.name for voice in self._known]
        if name in names:
            return name
        speaking = [voice.name for voice in self._known if voice.language.startswith(name.lower())]
        if not speaking:
            raise UnknownVoice(name, names)
        return speaking[0]

    @cached_property
    def _known(self) -> tuple[VoiceInfo, ...]:
        return self.voices()

    def close(self) -> None:
        """End what runs."""
        with self._lock:
            for process in self._running:
                process.kill()

    def _run(self, arguments: Sequence[str], timeout_s: float) -> str:
        """Return what the program prints.

        Raises:
            EngineTrouble: it fails, or takes too long.
            SpeechUnavailable: there is none.
        """
        program = shutil.which(PROGRAM)
        if not program:
            raise SpeechUnavailable(PROGRAM, self.missing(), _HINT)
        try:
            process = subprocess.Popen(
                [program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,  # so that ^C reaches only us
            )
        except OSError as error:
            raise limit(error) or SpeechUnavailable(PROGRAM, str(error), _HINT) from error
        with process:
            with self._lock:
                self._running.add(process)
            try:
                printed, complaint = process.communicate(timeout=timeout_s)
            except subprocess.TimeoutExpired:
                raise EngineTrouble(f"no answer within {timeout_s:.0f} s") from None
            finally:
                process.kill()
                with self._lock:
                    self._running.discard(process)
        if process.returncode:
            raise EngineTrouble(complaint.strip() or f"`say` ended with {process.returncode}")
        return printed
