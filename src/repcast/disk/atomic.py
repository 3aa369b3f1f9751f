"""Everything that repcast writes, it writes here: a file or a folder appears under its name only when it is whole.

It is made beside its target, under a name that nobody can foresee, and takes the target's place in one step. While it
is made it is locked, so that other runs, in other containers and on other hosts too, know that it is not left over.
"""

import ctypes
import hashlib
import os
import re
import secrets
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path
from typing import Final

from repcast.errors import OutputNotWritable
from repcast.refusals import limit

_TOKEN_BYTES: Final = 10
_MADE: Final = re.compile(rf"\.(?P<stem>.+)\.[0-9a-f]{{{2 * _TOKEN_BYTES}}}\.(?P<ending>part|old)", re.DOTALL)
_LONGEST_STEM_BYTES: Final = 200  # of a target's name in that of its partial: file systems allow 255 in all
_LEFT_OVER_S: Final = 24 * 3_600  # without a change, where no lock tells whether it is being written
_NEW: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FOUND: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_IS_WINDOWS: Final = os.name == "nt"
_AT_FDCWD: Final = -100  # linux/fcntl.h
_RENAME_EXCHANGE: Final = 2  # linux/fs.h
_RENAME_SWAP: Final = 2  # macOS: sys/stdio.h
_STOPPING: Final = ("SIGINT", "SIGTERM", "SIGHUP")


def write_text(text: str, target: Path) -> None:
    """Write a text in UTF-8.

    Raises:
        OutputNotWritable: the system does not let us.
    """
    with replaced(target) as file:
        file.write(text.encode())


def make_folder(folder: Path, *, parents: bool = False) -> None:
    """Make a folder, unless it is there; with `parents`, those above it, too.

    Raises:
        OutputNotWritable: the system does not let us.
    """
    with _told(folder):
        try:
            folder.mkdir(exist_ok=True, parents=parents)
        except FileExistsError:
            raise OutputNotWritable(folder, "it is not a folder") from None


@contextmanager
def replaced(target: Path, *, lasting: bool = True) -> Iterator[BufferedRandom]:
    """Yield a new file to write; on success it replaces the target in one step, else it is removed.

    A link in the target's place is replaced, and what it leads to left alone.

    Args:
        target: the file to replace; it need not exist.
        lasting: whether it is on the disk before it takes its place, and what earlier runs left is cleared; a cache
            needs neither.

    Raises:
        OutputNotWritable: the system does not let us; what stood at `target` still does.
    """
    with _told(target):
        if lasting:
            _clear(target)
        partial, file = _new_file(target)
        try:
            with file:
                yield file
                file.flush()
                if lasting:
                    os.fsync(file.fileno())
                if _IS_WINDOWS:  # which renames no open file
                    file.close()
                partial.replace(target)
        finally:
            _remove(partial)


@contextmanager
def replaced_folder(target: Path, check: Callable[[Path], None]) -> Iterator[Path]:
    """Yield a new, empty folder; on success it replaces the target, else it is removed.

    A link to a folder stays one: what it leads to is replaced.

    Args:
        target: the folder to replace; it need not exist.
        check: raises an error where something was put into the target meanwhile.

    Raises:
        OutputNotWritable: the system does not let us; what stood at `target` still does.
    """
    target = Path(os.path.realpath(target))
    with _told(target):
        restore(target)
        _clear(target)
        partial, handle = _new_folder(target)
        try:
            yield partial
            _flush(partial, handle)
            if target.exists():
                check(target)
                _exchange(partial, target)
            else:
                partial.rename(target)
        finally:
            _remove(partial)
            if handle is not None:
                os.close(handle)


def restore(target: Path) -> None:
    """Put a folder back that a run moved aside and, being killed, did not replace.

    Raises:
        OutputNotWritable: the system does not let us.
    """
    target = Path(os.path.realpath(target))
    with _told(target):
        for orphan in _beside(target, "old"):
            if not os.path.lexists(target):
                orphan.rename(target)
            else:
                _remove(orphan)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if met := limit(error):
            raise met from error
        raise OutputNotWritable(target, error.strerror or str(error)) from None


def _flush(folder: Path, handle: int | None) -> None:
    """Have a folder and its files on the disk, so that no power cut takes them."""
    for path in folder.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    if handle is not None:
        os.fsync(handle)


# Names beside the target


def _name(target: Path, ending: str) -> Path:
    return target.with_name(f".{_stem(target)}.{secrets.token_hex(_TOKEN_BYTES)}.{ending}")


def _stem(target: Path) -> str:
    """Return a target's name; the beginning of a long one, and what tells it from others with that beginning."""
    stem, own = target.name, hashlib.sha256(os.fsencode(target.name)).hexdigest()[: 2 * _TOKEN_BYTES]
    if len(os.fsencode(stem)) <= _LONGEST_STEM_BYTES:
        return stem
    while len(os.fsencode(stem)) > _LONGEST_STEM_BYTES - len(own):
        stem = stem[:-1]
    return stem + own


def made_for(name: str, ending: str = "part") -> str:
    """Return the name of the target that a file is made for; empty if it is none of ours."""
    found = _MADE.fullmatch(name)
    return found["stem"] if found and found["ending"] == ending else ""


def _beside(target: Path, ending: str) -> list[Path]:
    """Return what runs of repcast have made beside a target, and not moved away yet."""
    stem = _stem(target)
    with suppress(OSError):  # a folder that we cannot list has nothing that we could clear
        return [target.with_name(name) for name in os.listdir(target.parent) if made_for(name, ending) == stem]  # noqa: PTH208
    return []


def _new_file(target: Path) -> tuple[Path, BufferedRandom]:
    while True:
        partial = _name(target, "part")
        handle = os.open(partial, _NEW, 0o666)
        try:
            if _lock(handle) is not False and _is_at(handle, partial):
                return partial, os.fdopen(handle, "w+b")
        except BaseException:
            os.close(handle)
            _remove(partial)
            raise
        os.close(handle)  # another run took it for left over before it was locked


def _new_folder(target: Path) -> tuple[Path, int | None]:
    """Make a folder, and return it with what holds its lock."""
    while True:
        partial = _name(target, "part")
        partial.mkdir()
        if _IS_WINDOWS:  # which opens no folder
            return partial, None
        try:
            handle = os.open(partial, os.O_RDONLY | _FOUND)
            if _lock(handle) is not False and _is_at(handle, partial):
                return partial, handle
            os.close(handle)
        except FileNotFoundError:  # another run took it for left over before it was locked
            continue
        except BaseException:
            _remove(partial)
            raise


# What earlier runs left


def _clear(target: Path) -> None:
    for path in _beside(target, "part"):
        with suppress(OSError):
            _remove_if_left_over(path)


def _remove_if_left_over(path: Path) -> None:
    """Remove what no run is writing. It is locked meanwhile, so that the run that has just made it makes another."""
    status = path.lstat()
    is_old = status.st_mtime < time.time() - _LEFT_OVER_S
    handle = None if _IS_WINDOWS else _opened(path)
    try:
        is_free = None if handle is None else _lock(handle)
        if is_old if is_free is None or handle is None else is_free and _is_at(handle, path):
            _remove(path)
    finally:
        if handle is not None:
            os.close(handle)


def _opened(path: Path) -> int | None:
    """Open a file or a folder to lock it; None where it is another user's."""
    try:
        return os.open(path, (os.O_RDONLY if path.is_dir() else os.O_RDWR) | _FOUND)
    except PermissionError:
        return None


def _lock(handle: int) -> bool | None:
    """Lock an open file or folder until it is closed.

    Returns:
        True if we hold the lock now, False if another does, None where there are no locks.
    """
    if _IS_WINDOWS:
        return None
    import fcntl  # noqa: PLC0415 - there is none on Windows

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return None
    return True


def _is_at(handle: int, path: Path) -> bool:
    """Tell whether an open file still stands at a path."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _remove(path: Path) -> None:
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


# One folder in the place of another


def _exchange(partial: Path, target: Path) -> None:
    """Put a folder in the place of another, which then stands at `partial`, or nowhere."""
    if _exchanged(partial, target):
        return
    old = _name(target, "old")
    with _stops_deferred():
        target.rename(old)
        try:
            partial.rename(target)
        except BaseException:
            old.rename(target)
            raise
    _remove(old)


def _exchanged(first: Path, second: Path) -> bool:
    """Exchange two paths in one step; tell whether the system can."""
    if _IS_WINDOWS:
        return False
    libc = ctypes.CDLL(None)
    paths = os.fsencode(first), os.fsencode(second)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        return bool(libc.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        return bool(libc.renamex_np(*paths, _RENAME_SWAP) == 0)
    return False


@contextmanager
def _stops_deferred() -> Iterator[None]:
    """Within this context, a signal that would stop the program waits until the context's end."""
    if threading.current_thread() is not threading.main_thread():  # where signals do not arrive
        yield
        return
    numbers = [number for name in _STOPPING if (number := getattr(signal, name, None))]
    usual = {number: handler for number in numbers if callable(handler := signal.getsignal(number))}
    came: list[int] = []
    for number in usual:
        signal.signal(number, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)
