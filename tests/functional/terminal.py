"""A terminal of a given size in which a program runs, whose keys the tests press, and whose screen they read."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pyte
from program import REPCAST, environment

KEYS: Final = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "enter": "\r",
    "escape": "\x1b",
    "^c": "\x03",
    "^u": "\x15",
}


class Terminal:
    """The user's side of a pseudo-terminal.

    Attributes:
        process: what runs in it.
        raw: all that it printed.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", descriptor: int, columns: int, rows: int) -> None:
        self.process = process
        self.raw = b""
        self._descriptor = descriptor
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    def press(self, *keys: str) -> None:
        """Press keys: those of `KEYS` by name, and others as the text that they type."""
        for key in keys:
            os.write(self._descriptor, KEYS.get(key, key).encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, and tell the program as a window does."""
        self._screen.resize(rows, columns)
        _set_size(self._descriptor, columns, rows)
        self.process.send_signal(signal.SIGWINCH)

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def screen(self) -> pyte.Screen:
        """The screen itself, with its colours."""
        return self._screen

    def wait_for(self, *texts: str, without: str = "", timeout_s: float = 120) -> list[str]:
        """Read the screen until all of some texts are on it, and another one is not."""
        give_up_at = time.monotonic() + timeout_s
        while True:
            shown = "\n".join(self.lines)
            if all(text in shown for text in texts) and not (without and without in shown):
                return self.lines
            assert time.monotonic() < give_up_at, f"{texts} did not come:\n{shown}\n{self.raw[-500:]!r}"
            self._read(0.05)

    def end(self, timeout_s: float = 120) -> int:
        """Read what is left until the program ends, and return its exit code."""
        give_up_at = time.monotonic() + timeout_s
        while self.process.poll() is None:
            assert time.monotonic() < give_up_at, "it does not end:\n" + "\n".join(self.lines)
            self._read(0.05)
        while self._read(0.05):
            pass
        return self.process.returncode

    def is_sane(self) -> bool:
        """Tell whether the terminal shows what is typed and takes lines, as before the program."""
        modes = termios.tcgetattr(self._descriptor)[3]
        return bool(modes & termios.ECHO) and bool(modes & termios.ICANON)

    def _read(self, wait_s: float) -> bool:
        if not select.select([self._descriptor], [], [], wait_s)[0]:
            return False
        with suppress(OSError):  # Linux says so when nobody holds the other side any more
            if read := os.read(self._descriptor, 65_536):
                self.raw += read
                self._answer(read)
                self._stream.feed(read)
                return True
        return False

    def _answer(self, read: bytes) -> None:
        """Say where the cursor is when the program asks, as a terminal does."""
        if b"\x1b[6n" in read:
            os.write(self._descriptor, b"\x1b[1;1R")


@contextmanager
def opened(
    *arguments: str, folder: Path, columns: int = 80, rows: int = 24, env: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    """Run repcast in a terminal; it is gone when the context ends."""
    ours, theirs = pty.openpty()
    _set_size(ours, columns, rows)
    with os.fdopen(ours, "rb", buffering=0), os.fdopen(theirs, "rb", buffering=0) as side:
        process = subprocess.Popen(
            [*REPCAST, *arguments],
            cwd=folder,
            env=environment(**{"TERM": "xterm-256color", **(env or {})}),
            stdin=side,
            stdout=side,
            stderr=side,
            start_new_session=True,
        )
        try:
            yield Terminal(process, ours, columns, rows)
        finally:
            process.kill()
            process.wait()


def _set_size(descriptor: int, columns: int, rows: int) -> None:
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
