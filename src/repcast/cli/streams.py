"""Standard output and standard error: what happens when they take no more."""

import io
import os
import select
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from repcast.errors import OutputFailed

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Output(io.FileIO):
    """Standard output: a text that is lost is an error, told apart from those of other files."""

    def write(self, data: "ReadableBuffer") -> int:
        try:
            while (written := super().write(data)) is None:  # a pipe that does not wait by itself is full
                select.select([], [self], [])
        except BrokenPipeError:  # nobody reads any more, and that is no error
            raise
        except OSError as error:
            raise OutputFailed(error.strerror or str(error)) from None
        return written


class _Errors(io.FileIO):
    """Standard error: what it does not take is given up in silence, for no result depends on it."""

    def write(self, data: "ReadableBuffer") -> int:
        with suppress(OSError):
            if written := super().write(data):
                return written
        return len(memoryview(data))


def prepare() -> None:
    """Make both streams fit to write to, whoever started us, and however."""
    for name, kind in (("stdout", _Output), ("stderr", _Errors)):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - until we end
        elif isinstance(stream, io.TextIOWrapper):
            if stream is getattr(sys, f"__{name}__") and _is_a_file(stream):
                stream = _over(kind(stream.fileno(), "wb", closefd=False), stream)
                setattr(sys, name, stream)
            stream.reconfigure(errors="backslashreplace")  # print what the terminal can show of a name


def give_up_output() -> None:
    """Throw away what is still to be printed, so that Python does not complain of it while it shuts down."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_a_file(stream: io.TextIOWrapper) -> bool:
    """Tell whether a stream is a file, a pipe, or a terminal that is one: Windows' own is not."""
    return isinstance(getattr(stream.buffer, "raw", stream.buffer), io.FileIO)


def _over(file: io.FileIO, stream: io.TextIOWrapper) -> io.TextIOWrapper:
    """Return a stream like another one over a file. It is buffered: a raw one loses text on a full disk in silence."""
    return io.TextIOWrapper(
        io.BufferedWriter(file), encoding=stream.encoding, line_buffering=stream.line_buffering, write_through=True
    )
