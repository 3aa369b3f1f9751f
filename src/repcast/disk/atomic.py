"""Files appear under their names only when they are whole."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from repcast.errors import OutputNotWritable


def write_text(text: str, target: Path) -> None:
    """Write a text in UTF-8.

    Raises:
        OutputNotWritable: the system does not let us.
    """
    with replaced(target) as partial:
        partial.write_text(text, encoding="utf-8", newline="\n")


def make_folder(folder: Path) -> None:
    """Make a folder, unless it is there.

    Raises:
        OutputNotWritable: the system does not let us.
    """
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError:
        raise OutputNotWritable(folder, "it is not a folder") from None
    except OSError as error:
        raise OutputNotWritable(folder, error.strerror or str(error)) from None


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """Yield a path to write to, beside the target; on success it replaces the target, else it is removed."""
    with _partial(target) as partial:
        yield partial
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(target)


@contextmanager
def replaced_folder(target: Path, check: Callable[[Path], None]) -> Iterator[Path]:
    """Yield an empty folder beside the target; on success it replaces the target, else it is removed.

    A link to a folder stays one: what it leads to is replaced.

    Args:
        target: the folder to replace.
        check: raises an error where something was put into the target meanwhile.
    """
    target = Path(os.path.realpath(target))
    with _partial(target) as partial:
        partial.mkdir()
        yield partial
        if target.exists():
            check(target)
            old = partial.with_suffix(".old")
            target.rename(old)
            partial.rename(target)
            shutil.rmtree(old)
        else:
            partial.rename(target)


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """Yield a name beside the target at which nothing stands, and remove what is left there at the end."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.(\d{{1,9}})\.part", re.ASCII)
    for left_over in target.parent.glob(".*.part"):
        found = ours.fullmatch(left_over.name)
        if found and not _is_running(int(found[1])):
            _remove(left_over)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield partial
    except OSError as error:
        raise OutputNotWritable(target, error.strerror or str(error)) from None
    finally:
        _remove(partial)


def _remove(path: Path) -> None:
    with suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


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
