"""Where files go: one appears under its name only when it is whole, and never in place of a stranger's."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import av

from repcast.carried import texts_in
from repcast.errors import CarriesNothing, FolderExists, OutputExists, OutputNotWritable
from repcast.formats import SOUND_FORMATS
from repcast.tags import WRITER


def is_our_sound(path: Path) -> bool:
    """Tell whether repcast wrote a sound file."""
    try:
        texts = texts_in(path)
    except CarriesNothing:
        return False
    return any(texts.get(key, "").startswith(f"{WRITER} ") for key in ("encoded_by", "encoder"))


def check_target(target: Path, *, force: bool, is_ours: Callable[[Path], bool] = is_our_sound) -> None:
    """Make sure that a file may be written there, before any work is done for it.

    Raises:
        OutputExists: a file stands there that is not ours, and `force` does not allow replacing it.
        OutputNotWritable: its folder does not exist or is closed to us, or it is no file.
    """
    _check_parent(target)
    if target.exists() and not target.is_file():
        raise OutputNotWritable(target, "it is not a file")
    if target.exists() and not force and not is_ours(target):
        raise OutputExists(target)


def check_beside(target: Path, companion: Path, *, force: bool) -> None:
    """Make sure that a text may be written beside a sound file: where one stands already, beside one of ours.

    Raises:
        OutputExists, OutputNotWritable: as `check_target`.
    """
    if companion.exists() and not companion.is_file():
        raise OutputNotWritable(companion, "it is not a file")
    sound = (target.with_suffix(f".{form}") for form in SOUND_FORMATS)
    if companion.exists() and not force and not any(is_our_sound(path) for path in sound if path.exists()):
        raise OutputExists(companion)


def check_folder(target: Path) -> None:
    """Make sure that an album may be written there: nothing stands there, or an album of ours and nothing else.

    Raises:
        FolderExists: something else is in it.
        OutputNotWritable: as `check_target`.
    """
    _check_parent(target)
    if target.exists() and not target.is_dir():
        raise OutputNotWritable(target, "it is not a folder")
    for path in target.iterdir() if target.exists() else ():
        if path.suffix != ".m3u8" and not is_our_sound(path):
            raise FolderExists(target, path.name)


def _check_parent(target: Path) -> None:
    if not target.parent.is_dir():
        raise OutputNotWritable(target, "its folder does not exist")
    if not os.access(target.parent, os.W_OK):
        raise OutputNotWritable(target, "its folder is closed to writing")


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """Yield a path to write to, beside the target; on success it takes the target's place, else it goes away."""
    with _partial(target) as partial:
        yield partial
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(target)


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside the target; on success it takes the target's place, else it goes away.

    A link to a folder stays one: what it leads to is replaced.
    """
    target = Path(os.path.realpath(target))
    with _partial(target) as partial:
        partial.mkdir()
        yield partial
        if target.exists():
            old = partial.with_suffix(".old")
            target.rename(old)
            partial.rename(target)
            shutil.rmtree(old)
        else:
            partial.rename(target)


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """Yield a name beside the target, where nothing stands before, nor afterwards."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.(\d{{1,9}})\.part", re.ASCII)
    for left_over in target.parent.glob(".*.part"):
        found = ours.fullmatch(left_over.name)
        if found and not _is_running(int(found[1])):
            _remove(left_over)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield partial
    except (OSError, av.FFmpegError) as error:
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
