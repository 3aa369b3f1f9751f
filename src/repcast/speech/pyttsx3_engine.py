"""The default engine: pyttsx3 (SAPI5, NSSpeechSynthesizer, eSpeak NG), in a worker process that can be restarted."""

import json
import os
import platform
import queue
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any, Final, Self

from repcast.errors import SpeechUnavailable, SystemRefused, UnknownVoice
from repcast.plan.script import Utterance
from repcast.refusals import limit
from repcast.speech.engine import EngineTrouble, VoiceInfo

START_TIMEOUT_S: Final = 30.0
SPEAK_TIMEOUT_S: Final = 15.0
SPEAK_TIMEOUT_PER_CHARACTER_S: Final = 0.1

WORKER: Final = Path(__file__).with_name("pyttsx3_worker.py")
_INSTALL_HINTS: Final = {
    "linux": "On Linux, `pip install espeakng-loader` brings eSpeak NG; or install your system's espeak-ng package.",
    "darwin": "On macOS, `pip install pyobjc` brings what pyttsx3 needs.",
    "win32": "On Windows, `pip install pywin32 comtypes` brings what pyttsx3 needs.",
}


class Pyttsx3Engine:
    """A `SpeechEngine`. Its worker starts when it is first needed, and again after it crashes or hangs."""

    def __init__(self, worker: Path = WORKER) -> None:
        self._command = [sys.executable, "-P", str(worker)]
        self._process: subprocess.Popen[str] | None = None
        self._replies: queue.SimpleQueue[str] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def version(self) -> str:
        """Return the versions of pyttsx3 and of the library that speaks."""
        library = _installed("espeakng-loader") or platform.platform()
        return f"{_installed('pyttsx3')}, {library}"

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices on this machine, by language and then name."""
        try:
            reply = self._ask({"voices": True}, START_TIMEOUT_S)
        except EngineTrouble as trouble:
            raise _unavailable(str(trouble)) from None
        rows = (VoiceInfo(**row) for row in reply["voices"])
        return tuple(sorted(rows, key=lambda voice: (voice.language, voice.name)))

    def record(self, utterance: Utterance, path: Path) -> None:
        """Speak an utterance into a file."""
        timeout_s = SPEAK_TIMEOUT_S + SPEAK_TIMEOUT_PER_CHARACTER_S * len(utterance.spoken)
        request = {
            "text": utterance.spoken,
            "voice": utterance.voice.name,
            "language": utterance.language,
            "rate_wpm": utterance.voice.rate_wpm,
            "path": str(path),
            "timeout_s": timeout_s,
        }
        self._ask(request, timeout_s)

    def _ask(self, request: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        process = self._running()
        assert process.stdin
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
        except OSError:
            self._stop()
            raise EngineTrouble("the speech process ended") from None
        reply = self._reply(timeout_s)
        if refused := _refused(reply):
            raise refused
        match reply.get("error"):
            case "voice":
                raise UnknownVoice(request["voice"], reply["known"])
            case "trouble":
                raise EngineTrouble(reply["cause"])
            case _:
                return reply

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._replies = queue.SimpleQueue()
            try:
                self._process = process = self._started()
                threading.Thread(target=_forward, args=(process.stdout, self._replies), daemon=True).start()
                reply = self._reply(START_TIMEOUT_S)
            except EngineTrouble as trouble:
                raise _unavailable(str(trouble)) from None
            except (OSError, RuntimeError) as error:
                self._stop()
                if met := limit(error):
                    raise met from error
                raise
            if "error" in reply:
                self._stop()
                raise _refused(reply) or _unavailable(reply["cause"])
        return self._process

    def _started(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,  # so that it ends together with its forks, and ^C reaches only us
        )

    def _reply(self, timeout_s: float) -> dict[str, Any]:
        try:
            line = self._replies.get(timeout=timeout_s)
        except queue.Empty:
            self._stop()
            raise EngineTrouble(f"no answer within {timeout_s:.0f} s") from None
        if not line:
            self._stop()
            raise EngineTrouble("the speech process ended")
        with suppress(ValueError):
            reply = json.loads(line)
            if isinstance(reply, dict):
                return reply
        self._stop()
        raise EngineTrouble("the speech process answered nonsense")

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if os.name == "nt":
            process.kill()
        else:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()


def _installed(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""


def _forward(lines: IO[str], replies: "queue.SimpleQueue[str]") -> None:
    """Put every line into the queue, and an empty one at the end."""
    with suppress(ValueError, OSError):  # the pipe is closed while we wait
        for line in lines:
            replies.put(line)
    replies.put("")


def _refused(reply: dict[str, Any]) -> SystemRefused | None:
    """Return which limit of the system the worker met; None if it met none."""
    return limit(OSError(reply["errno"], "")) if reply.get("error") == "limit" else None


def _unavailable(cause: str) -> SpeechUnavailable:
    return SpeechUnavailable("pyttsx3", cause, _INSTALL_HINTS.get(sys.platform, _INSTALL_HINTS["linux"]))
