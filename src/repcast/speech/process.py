"""One process that answers requests, from several threads: a line of JSON each, and a number that its reply repeats.

It is ended when it hangs, crashes or answers nonsense.
"""

import itertools
import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from repcast.speech.engine import EngineTrouble
from repcast.speech.replies import ENDED, READY, Replies

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
        self._replies = Replies()
        self._numbers = itertools.count(READY + 1)
        self._writing = threading.Lock()
        self._stopping = threading.Lock()
        self._is_stopped = False
        try:
            threading.Thread(target=self._replies.take, args=(self._process.stdout,), daemon=True).start()
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
        number = next(self._numbers)
        self._replies.expect(number)
        try:
            with self._writing:
                self._process.stdin.write(json.dumps({**request, "number": number}) + "\n")
                self._process.stdin.flush()
        except (OSError, ValueError):  # a pipe that is broken, or that `stop` has closed
            self.stop()
            raise EngineTrouble(ENDED) from None
        return self._reply(number, timeout_s)

    def ready(self, timeout_s: float) -> dict[str, Any]:
        """Return what it says first, when it is ready or cannot be.

        Raises:
            EngineTrouble: as `ask`.
        """
        return self._reply(READY, timeout_s)

    def _reply(self, number: int, timeout_s: float) -> dict[str, Any]:
        try:
            reply = self._replies.get(number, timeout_s)
        except queue.Empty:
            reply = f"no answer within {timeout_s:.0f} s"
        if isinstance(reply, str):
            self.stop()
            raise EngineTrouble(reply)
        return reply

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
