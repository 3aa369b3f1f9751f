"""Make one call to the file system fail, or end the program there: without a tracer, on any POSIX system.

`install` puts counting functions in place of those of `os`, `fcntl` and `io` that a program in Python goes through, so
that the N-th call of one of them raises an error, as if the system had refused it, or sends a signal. What compiled
code asks for by itself is not seen: `scripts/inject_faults.py` breaks that, too.
"""

import builtins
import ctypes
import errno
import fcntl
import io
import json
import os
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

OF_OS: Final = (
    *("open", "close", "read", "write", "fsync", "ftruncate", "truncate", "fdopen"),
    *("rename", "replace", "link", "symlink", "unlink", "remove", "rmdir", "mkdir"),
    *("stat", "lstat", "fstat", "scandir", "listdir", "access", "utime", "chmod", "fchmod"),
)
OF_FILES: Final = ("open", "read", "write", "seek", "tell", "flush", "truncate")
LOCKS: Final = ("flock", "lockf")


class Fault:
    """Counts calls by name, and lets the chosen one fail."""

    def __init__(self, call: str, at: int, error: str, stop: str) -> None:
        self.counted: Counter[str] = Counter()
        self._call, self._at, self._error, self._stop = call, at, error, stop

    def __call__(self, name: str) -> None:
        """Count a call; if it is the chosen one, raise an error, or send this process a signal."""
        self.counted[name] += 1
        if name != self._call or self.counted[name] != self._at:
            return
        if self._stop:
            os.kill(os.getpid(), signal.Signals[self._stop])
        if self._error:
            number: int = getattr(errno, self._error)
            raise OSError(number, os.strerror(number))


def install(  # noqa: PLR0913 - each is a way to fail
    *,
    call: str = "",
    at: int = 0,
    error: str = "",
    stop: str = "",
    count_into: str = "",
    exchanges: bool = True,
) -> None:
    """From now on, count calls, and let one of them fail.

    Args:
        call: such as `os.rename`, `file.write`.
        at: which of its calls, counted from 1.
        error: the name of an error number; none for a signal alone.
        stop: the name of a signal.
        count_into: a file into which the counts go when the program ends, as JSON.
        exchanges: whether the system can exchange two folders in one step.
    """
    fault = Fault(call, at, error, stop)
    if count_into:
        _count_at_the_end(fault, Path(count_into))
    for name in OF_OS:
        setattr(os, name, _counting(fault, f"os.{name}", getattr(os, name)))
    for name in LOCKS:
        setattr(fcntl, name, _counting(fault, f"fcntl.{name}", getattr(fcntl, name)))
    if not exchanges:
        ctypes.CDLL = lambda *_: object()  # type: ignore[assignment, misc]  # a C library without such a function
    opened = _opener(fault)
    io.open = builtins.open = opened


def _count_at_the_end(fault: Fault, path: Path) -> None:
    import atexit  # noqa: PLC0415 - only where counting

    write = path.write_text
    atexit.register(lambda: write(json.dumps(fault.counted)))


def _counting(fault: Fault, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*arguments: Any, **options: Any) -> Any:
        fault(name)
        return function(*arguments, **options)

    return counted


def _opener(fault: Fault) -> Callable[..., Any]:
    """Return an `open` whose files ask before each thing they do."""

    class Raw(io.FileIO):
        """A file whose calls are counted, whatever buffers stand before it."""

        def write(self, data: Any, /) -> int:
            fault("file.write")
            return super().write(data)

        def readinto(self, buffer: Any, /) -> int:
            fault("file.read")
            return super().readinto(buffer)

        def readall(self) -> bytes:
            fault("file.read")
            return super().readall()

        def seek(self, offset: int, whence: int = 0, /) -> int:
            fault("file.seek")
            return super().seek(offset, whence)

        def truncate(self, size: int | None = None, /) -> int:
            fault("file.truncate")
            return super().truncate(size)

    def opened(  # noqa: PLR0913, PLR0917 - as the built-in one
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,  # noqa: FBT001, FBT002
        opener: Any = None,
    ) -> Any:
        fault("file.open")
        raw = Raw(file, mode.replace("t", "").replace("b", ""), closefd, opener)
        if buffering == 0:
            return raw
        if "+" in mode:
            buffered: Any = io.BufferedRandom(raw)
        elif mode[0] in "wax" or mode[-1] in "wax":
            buffered = io.BufferedWriter(raw)
        else:
            buffered = io.BufferedReader(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

    return opened
