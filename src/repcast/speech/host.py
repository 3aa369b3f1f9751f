"""The processes of one engine: started when they are needed, shared by those who ask, and replaced when they fail."""

import sys
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

from repcast.errors import BadVoice, SpeechUnavailable, SystemRefused, UnknownVoice
from repcast.plan.script import Utterance
from repcast.refusals import limit
from repcast.speech.engine import EngineTrouble, Unpronounceable
from repcast.speech.process import Process

START_TIMEOUT_S: Final = 30.0
SPEAK_TIMEOUT_S: Final = 15.0
SPEAK_TIMEOUT_PER_CHARACTER_S: Final = 0.1


def worker_command(module: str) -> tuple[str, ...]:
    """Return the command that runs a worker, by its module's name in this room."""
    return (sys.executable, "-P", "-m", f"repcast.speech.{module}")


def speak_timeout_s(utterance: Utterance) -> float:
    """Return how long an engine may take for an utterance."""
    return SPEAK_TIMEOUT_S + SPEAK_TIMEOUT_PER_CHARACTER_S * len(utterance.spoken)


class Host:
    """Asks an engine's workers. Threads may ask side by side."""

    def __init__(self, engine: str, command: Sequence[str], hint: str, most: int = 1, *, shared: bool = False) -> None:
        """Start nothing yet.

        Args:
            engine: what messages call it.
            command: of a worker.
            hint: what to do if it does not start.
            most: requests that are answered at the same time.
            shared: whether one worker answers them all, because its start is dear; else each has a worker.
        """
        self._engine = engine
        self._command = command
        self._hint = hint
        self._places = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._idle: list[Process] = []
        self._running: set[Process] = set()
        self._has_started = False
        self._choosing = threading.Lock() if shared else nullcontext()
        self._is_shared = shared

    def record(self, utterance: Utterance, path: Path, **more: object) -> None:
        """Have an utterance spoken into a file, as `SpeechEngine.record`; a worker may be told more."""
        timeout_s = speak_timeout_s(utterance)
        request = {
            "text": utterance.spoken,
            "voice": utterance.voice.name,
            "language": utterance.language,
            "rate_wpm": utterance.voice.rate_wpm,
            "path": str(path),
            "timeout_s": timeout_s,
        }
        self.ask({**request, **more}, timeout_s)

    def ask(self, request: dict[str, Any], timeout_s: float = START_TIMEOUT_S) -> dict[str, Any]:
        """Return a worker's reply to a request.

        Raises:
            EngineTrouble: this worker failed, and was ended; another may succeed.
            SpeechUnavailable: no worker starts.
            SystemRefused: the system lacks what a worker takes.
            Unpronounceable, UnknownVoice, BadVoice: it says so.
        """
        with self._places:
            worker = self._worker()
            try:
                reply = worker.ask(request, timeout_s)
            except BaseException:
                self._end(worker)
                raise
            if not self._is_shared:
                self._free(worker)
        match reply.get("error"):
            case "limit":
                raise _refused(reply) or EngineTrouble("it met a limit of the system")
            case "unpronounceable":
                raise Unpronounceable
            case "voice":
                raise UnknownVoice(request["voice"], reply["known"])
            case "voice_file":
                raise BadVoice(request["voice"], f"{reply['file']} cannot be used ({reply['cause']}); fetch it again")
            case "trouble":
                raise EngineTrouble(reply["cause"])
            case _:
                return reply

    def close(self) -> None:
        """End all workers, whatever they do."""
        with self._lock:
            workers, self._idle = [*self._running], []
        for worker in workers:
            self._end(worker)

    def unavailable(self, cause: str) -> SpeechUnavailable:
        """Return the error that the engine does not start."""
        return SpeechUnavailable(self._engine, cause, self._hint)

    def _worker(self) -> Process:
        """Return a worker that takes a request, a new one if there is none."""
        with self._choosing:
            while True:
                with self._lock:
                    worker = self._idle.pop() if self._idle else None
                if worker and not worker.is_running:
                    self._end(worker)
                    continue
                worker = worker or self._ready()
                if self._is_shared:
                    self._free(worker)
                return worker

    def _free(self, worker: Process) -> None:
        with self._lock:
            self._idle.append(worker)

    def _ready(self) -> Process:
        """Return a new worker that is ready; the first one has a second try."""
        try:
            return self._started()
        except EngineTrouble:
            if self._has_started:  # so what ended it is no lasting lack of this machine
                raise
        try:
            return self._started()
        except EngineTrouble as trouble:
            raise self.unavailable(str(trouble)) from None

    def _started(self) -> Process:
        try:
            worker = Process(self._command)
        except (OSError, RuntimeError) as error:
            raise limit(error) or error from error
        with self._lock:
            self._running.add(worker)
        try:
            reply = worker.ready(START_TIMEOUT_S)
        except BaseException:
            self._end(worker)
            raise
        if "error" in reply:
            self._end(worker)
            raise _refused(reply) or self.unavailable(reply.get("cause", "it does not say why"))
        self._has_started = True
        return worker

    def _end(self, worker: Process) -> None:
        worker.stop()
        with self._lock:
            self._running.discard(worker)
            if worker in self._idle:
                self._idle.remove(worker)


def _refused(reply: dict[str, Any]) -> SystemRefused | None:
    """Return which limit of the system a worker met; None if it met none."""
    return limit(OSError(reply["errno"], "")) if reply["error"] == "limit" else None
