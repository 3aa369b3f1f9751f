"""One process that answers requests: a line of JSON each. It is ended when it hangs, crashes or answers nonsense."""

import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any, Final

from repcast.speech.engine import EngineTrouble

_NO_WINDOW_NOR_INTERRUPT: Final = ("CREATE_NEW_PROCESS_GROUP", "CREATE_NO_WINDOW")  # Windows has these
_FLAGS: Final = sum(getattr(subprocess, name, 0) for name in _NO_WINDOW_NOR_INTERRUPT)


class Process:
    """A process that runs; it reads its first request when it has said that it is ready."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it.

        Raises:
            OSError, RuntimeError: the system refuses a process, or a thread.
        """
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,  # so that it ends together with its forks, and ^C reaches only us
            creationflags=_FLAGS,
        )
        self._replies: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._stopping = threading.Lock()
        self._is_stopped = False
        try:
            threading.Thread(target=_forward, args=(self._process.stdout, self._replies), daemon=True).start()
        except BaseException:
            self.stop()
            raise

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def ask(self, request: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        """Return the reply to a request.

        Raises:
            EngineTrouble: there is none in time, or it is not a reply; the process has been ended.
        """
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError):  # a pipe that is broken, or that `stop` has closed
            self.stop()
            raise EngineTrouble("the speech process ended") from None
        return self.reply(timeout_s)

    def reply(self, timeout_s: float) -> dict[str, Any]:
        """Return the next reply.

        Raises:
            EngineTrouble: as `ask`.
        """
        try:
            line = self._replies.get(timeout=timeout_s)
        except queue.Empty:
            self.stop()
            raise EngineTrouble(f"no answer within {timeout_s:.0f} s") from None
        with suppress(ValueError):
            reply = json.loads(line or "null")
            if isinstance(reply, dict):
                return reply
        self.stop()
        raise EngineTrouble("the speech process answered nonsense" if line else "the speech process ended")

    def stop(self) -> None:
        """End it, together with all that it started."""
        with self._stopping:  # once: its number may soon be another's
            if self._is_stopped:
                return
            self._is_stopped = True
        if os.name == "nt":
            self._process.kill()
        else:
            with suppress(ProcessLookupError, PermissionError):  # macOS: one that has ended, and was not waited for yet
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()


def _forward(lines: IO[str], replies: "queue.SimpleQueue[str]") -> None:
    """Put every line into the queue, and an empty one at the end."""
    with suppress(ValueError, OSError):  # the pipe is closed while we wait
        for line in lines:
            replies.put(line)
    replies.put("")
