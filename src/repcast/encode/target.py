"""Where a file goes: it appears under its name only when it is whole, and never in place of a stranger's file."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import av

from repcast.errors import OutputExists, OutputNotWritable

WRITER: Final = "repcast"


def _is_our_mp3(path: Path) -> bool:
    try:
        with av.open(str(path.absolute())) as container:
            return container.metadata.get("encoded_by", "").startswith(WRITER)
    except (av.FFmpegError, OSError):
        return False


def check_target(target: Path, *, force: bool, is_ours: Callable[[Path], bool] = _is_our_mp3) -> None:
    """Make sure that a file may be written there, before any work is done for it.

    Raises:
        OutputExists: a file stands there that is not ours, and `force` does not allow replacing it.
        OutputNotWritable: its folder does not exist or is closed to us, or it is no file.
    """
    if not target.parent.is_dir():
        raise OutputNotWritable(target, "its folder does not exist")
    if not os.access(target.parent, os.W_OK):
        raise OutputNotWritable(target, "its folder is closed to writing")
    if target.exists() and not target.is_file():
        raise OutputNotWritable(target, "it is not a file")
    if target.exists() and not force and not is_ours(target):
        raise OutputExists(target)


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """Yield a path to write to, beside the target; on success it takes the target's place, else it goes away."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.(\d{{1,9}})\.part", re.ASCII)
    for left_over in target.parent.glob(".*.part"):
        found = ours.fullmatch(left_over.name)
        if found and not _is_running(int(found[1])):
            left_over.unlink(missing_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield partial
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    except (OSError, av.FFmpegError) as error:
        raise OutputNotWritable(target, error.strerror or str(error)) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    if os.name == "nt":  # there, signal 0 is not a question
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
