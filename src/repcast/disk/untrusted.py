"""Opening a file that may come from a stranger: its kind is asked first, and a bound is set on what is read of it."""

import os
import stat
from contextlib import suppress
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Final

from repcast.errors import UnreadableFile
from repcast.refusals import limit

_KINDS: Final = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a pipe, which may never end"),
    (stat.S_ISSOCK, "it is a socket"),
    (stat.S_ISCHR, "it is a device"),
    (stat.S_ISBLK, "it is a device"),
)
# A pipe or a device may take the place of a file between the question and the opening.
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


class _Reading(FileIO):
    """A file that is only read: what fails when it is closed changes nothing."""

    def close(self) -> None:
        with suppress(OSError):
            super().close()


def open_regular(path: Path) -> BufferedReader:
    """Open a file to read bytes; a folder, a pipe, a socket or a device is not opened.

    Raises:
        UnreadableFile: it is no file, or the system does not let us read it.
    """
    try:
        _refuse_other_kinds(path, path.stat().st_mode)
        opened = os.open(path, _FLAGS)
        try:
            _refuse_other_kinds(path, os.fstat(opened).st_mode)
            return BufferedReader(_Reading(opened))
        except BaseException:
            os.close(opened)
            raise
    except (OSError, ValueError) as error:  # a name may hold a zero byte
        if met := limit(error):
            raise met from error
        raise UnreadableFile(str(path), getattr(error, "strerror", None) or str(error)) from None


def read_regular(path: Path, most_bytes: int) -> bytes:
    """Return a file's bytes; of a file that has too many, one more than it may have.

    Raises:
        UnreadableFile: it is no file, or the system does not let us read it.
    """
    with open_regular(path) as file:
        try:
            return file.read(most_bytes + 1)
        except OSError as error:
            raise UnreadableFile(str(path), error.strerror or str(error)) from None


def _refuse_other_kinds(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        why = next((why for is_kind, why in _KINDS if is_kind(mode)), "it is not a file")
        raise UnreadableFile(str(path), why)
