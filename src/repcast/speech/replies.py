"""The replies of a process that speaks: lines of JSON, each handed to whoever waits for it."""

import json
import queue
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final

ENDED: Final = "the speech process ended"
READY: Final = 0  # the number of what it says first; each request has a higher one

Reply = dict[str, Any] | str
"""A reply; or in words why none comes any more."""


class Replies:
    """The replies of a process, each for whoever waits for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._expected: dict[int, queue.SimpleQueue[Reply]] = {READY: queue.SimpleQueue()}
        self._end = ""

    def expect(self, number: int) -> None:
        """Say that a reply of a number will be waited for."""
        with self._lock:
            self._expected[number] = queue.SimpleQueue()
            if self._end:
                self._expected[number].put(self._end)

    def get(self, number: int, timeout_s: float) -> Reply:
        """Return a reply that is expected.

        Raises:
            queue.Empty: there is none in time.
        """
        try:
            return self._expected[number].get(timeout=timeout_s)
        finally:
            with self._lock:
                del self._expected[number]

    def take(self, lines: Iterable[str]) -> None:
        """Hand out what a process says, until it ends or says what is no reply."""
        end = ENDED
        with suppress(ValueError, OSError):  # the pipe is closed while we wait
            for line in lines:
                if not self._handed_out(line):
                    end = "the speech process answered nonsense"
                    break
        with self._lock:
            self._end = end
            for waiting in self._expected.values():
                waiting.put(end)

    def _handed_out(self, line: str) -> bool:
        """Hand out a line, unless it is no reply; one without a number is for whoever waits longest."""
        try:
            reply = json.loads(line)
        except ValueError:
            return False
        if not isinstance(reply, dict):
            return False
        with self._lock:
            waiting = self._expected.get(reply.pop("number", min(self._expected, default=READY)))
            if waiting:
                waiting.put(reply)
        return True
