"""The temporary folder: used only where something must be kept there, and named where it cannot be."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from repcast.refusals import refusal

_HINT = "make room there, or name another folder in $TMPDIR"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield an empty folder, which is gone when the context ends.

    Raises:
        SystemRefused: there is no room for it.
    """
    with temporary_folder_errors():
        folder = tempfile.TemporaryDirectory(prefix="repcast-", ignore_cleanup_errors=True)
    with folder as path:
        yield Path(path)


def temporary_file() -> FileIO:
    """Return a file without a name; nothing is left of it when it is closed, or the process ends.

    Raises:
        SystemRefused: there is no room for it.
    """
    with temporary_folder_errors():
        return tempfile.TemporaryFile(buffering=0, prefix="repcast-")


def make_sure_of_room(path: Path, size_bytes: int) -> None:
    """Make sure, before another program writes a file in the temporary folder, that it can.

    Raises:
        SystemRefused: there is no room.
    """
    with temporary_folder_errors():
        try:
            path.write_bytes(bytes(size_bytes))
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def temporary_folder_errors() -> Iterator[None]:
    """Turn the system's errors into `SystemRefused`, naming the temporary folder.

    Raises:
        SystemRefused: in place of such an error.
    """
    try:
        yield
    except OSError as error:
        place = "the temporary folder"
        with suppress(OSError):  # there is none that can be written
            place += f" {tempfile.gettempdir()}"
        if told := refusal(error, place, _HINT):
            raise told from error
        raise
