"""What may be overwritten: what repcast wrote, and never anyone else's file."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Final

from repcast.disk.atomic import restore
from repcast.disk.untrusted import read_regular
from repcast.errors import FolderExists, NoEmbeddedSession, OutputExists, OutputNotWritable, UnreadableFile
from repcast.files.embedded import texts_in
from repcast.files.id3 import leading_texts
from repcast.files.playlist import PLAYLIST, composed, tracks_in
from repcast.files.tags import WRITER
from repcast.formats import SOUND_FORMATS

_HEAD_BYTES: Final = 1 << 16  # in which the texts of an MP3's tag stand, if it is ours; else FFmpeg looks for them


def is_our_sound(path: Path) -> bool:
    """Tell whether repcast wrote a sound file."""
    return bool(_our_texts(path))


def _our_texts(path: Path) -> Mapping[str, str]:
    """Return the tags of a sound file that repcast wrote; none for any other."""
    try:
        texts = leading_texts(read_regular(path, _HEAD_BYTES)) or texts_in(path)
    except (NoEmbeddedSession, UnreadableFile):
        return {}
    is_ours = any(texts.get(key, "").startswith(f"{WRITER} ") for key in ("encoded_by", "encoder"))
    return texts if is_ours else {}


def check_target(target: Path, *, force: bool, is_ours: Callable[[Path], bool] = is_our_sound) -> None:
    """Make sure that a file may be written to a path, before any work is done for it.

    Raises:
        OutputExists: a file that is not ours stands there, and `force` does not allow replacing it.
        OutputNotWritable: the folder does not exist or is not writable, or something else than a file stands there.
    """
    _check_parent(target)
    if (mode := _mode(target)) is None:
        return
    if not S_ISREG(mode):
        raise OutputNotWritable(target, "it is not a file")
    if not force and not is_ours(target):
        raise OutputExists(target)


def check_sidecar(target: Path, sidecar: Path, *, force: bool) -> None:
    """Make sure that a text may be written beside a sound file; it may replace one beside a sound file of ours.

    Raises:
        OutputExists: a text stands there, and no sound file of ours beside it; `force` allows replacing it.
        OutputNotWritable: something else than a file stands there.
    """
    if (mode := _mode(sidecar)) is None:
        return
    if not S_ISREG(mode):
        raise OutputNotWritable(sidecar, "it is not a file")
    sound = (target.with_suffix(f".{form}") for form in SOUND_FORMATS)
    if not force and not any(is_our_sound(path) for path in sound if path.exists()):
        raise OutputExists(sidecar)


def check_folder(
    target: Path, stranger_in: Callable[[Path], Path | None] | None = None, kind: str = "a repcast album"
) -> None:
    """Make sure that a folder may be written to a path: nothing stands there, or one of ours and nothing else.

    One that a killed run had moved aside is put back first.

    Args:
        target: the path.
        stranger_in: returns what is not ours in a folder of that kind; None for what is in an album.
        kind: of the folder, in words.

    Raises:
        FolderExists: something else is in the folder.
        OutputNotWritable: its parent does not exist or is not writable, or something else than a folder stands there.
    """
    _check_parent(target)
    restore(target)
    if (mode := _mode(target)) is None:
        return
    if not S_ISDIR(mode):
        raise OutputNotWritable(target, "it is not a folder")
    try:
        stranger = (stranger_in or _stranger_in_album)(target)
    except OSError as error:
        raise OutputNotWritable(target, error.strerror or str(error)) from None
    if stranger:
        raise FolderExists(target, stranger.name, kind)


def _stranger_in_album(folder: Path) -> Path | None:
    """Return a file that is not part of a folder's one album: its playlist, and the tracks that it names."""
    files = sorted(folder.iterdir())
    listed = {path: named for path in files if path.suffix == PLAYLIST and (named := tracks_in(path))}
    playlist, numbers = next(iter(listed.items()), (None, {}))
    tracks = {path for path in files if _is_track(path, numbers.get(composed(path.name)))}
    return next((path for path in files if path not in tracks and not (tracks and path == playlist)), None)


def _is_track(path: Path, number: str | None) -> bool:
    return number is not None and _our_texts(path).get("track") == number


def _mode(path: Path) -> int | None:
    """Return what kind of thing stands at a path, as `stat` has it; None where nothing does.

    Raises:
        OutputNotWritable: the system does not let us look: the folder is not readable, or the name too long.
    """
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputNotWritable(path, error.strerror or str(error)) from None


def _check_parent(target: Path) -> None:
    if not S_ISDIR(_mode(target.parent) or 0):
        raise OutputNotWritable(target, "its folder does not exist")
    if not os.access(target.parent, os.W_OK):
        raise OutputNotWritable(target, "its folder is closed to writing")
