"""What the system's own errors mean to a user: which limit was met, and what to do about it."""

import errno
import sys
from collections.abc import Mapping
from typing import Final

from repcast.errors import Fault, RepcastError, SystemRefused

_LIMITS: Final[Mapping[int, tuple[str, str]]] = {
    errno.EMFILE: ("too many files are open at once", "raise the limit with ulimit -n"),
    errno.ENFILE: ("the whole system has too many files open", "close other programs"),
    errno.EAGAIN: (
        "the system allows no more processes or threads",
        "raise the limit with ulimit -u, or close other programs",
    ),
    errno.ENOMEM: ("there is not enough memory", "close other programs, or raise the limit with ulimit -v"),
}
"""What one process may have, whichever file is asked for."""

_PLACES: Final[Mapping[int, str]] = {
    errno.ENOSPC: "{} is full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "your share of {} is used up (see quota)",
    errno.EFBIG: "a file in {} may not become so large (ulimit -f)",
    errno.EROFS: "{} can only be read",
    errno.EIO: "{} does not work (input/output error)",
}
_OURS: Final = {errno.EBADF, errno.EFAULT, errno.EINVAL, errno.ENOTTY}
"""Error numbers that only a bug of ours causes."""

_NO_THREAD: Final = "can't start new thread"  # Python has no class of its own for it
_LIBRARIES: Final = (".so", ".pyd", ".dll", ".dylib")


def limit(error: BaseException) -> SystemRefused | None:
    """Return which limit of this process or of the system was met; None if it was none."""
    match error:
        case MemoryError():
            number = errno.ENOMEM
        case RuntimeError() if _NO_THREAD in str(error):
            number = errno.EAGAIN
        case OSError(errno=int() as number):
            pass
        case _:
            return None
    return SystemRefused(*_LIMITS[number]) if number in _LIMITS else None


def refusal(error: BaseException, place: str = "", hint: str = "") -> SystemRefused | None:
    """Return what the system refused; None if the error is a fault of ours.

    Args:
        error: as it was raised.
        place: where we wanted to write; empty where the error itself says it.
        hint: what to do if that place is the trouble.
    """
    if met := limit(error):
        return met
    match error:
        case OSError(errno=int() as number, strerror=cause) if number not in _OURS:
            if number in _PLACES:
                return SystemRefused(_PLACES[number].format(place or "the disk"), hint)
            return SystemRefused(f"{place or error.filename or 'the system'}: {cause}", hint)
        case UnicodeEncodeError(encoding=encoding) if encoding == sys.getfilesystemencoding() != "utf-8":
            return SystemRefused(
                f"file names have no '{error.object[error.start]}' in this system's encoding, {encoding}",
                "set PYTHONUTF8=1, or give a name without it",
            )
        case ImportError() if library := _library(error):
            return SystemRefused(f"a library cannot be loaded: {library}", "free memory, or install repcast again")
    return None


def as_repcast_error(error: Exception) -> RepcastError:
    """Return an error in words for a user: itself, what the system refused, or else a fault of ours."""
    if isinstance(error, RepcastError):
        return error
    return refusal(error) or Fault(f"{type(error).__name__}: {error}")


def _library(error: BaseException | None) -> str:
    """Return why a compiled library could not be loaded; empty if it is no such failure."""
    while isinstance(error, ImportError):
        if (error.path or "").endswith(_LIBRARIES) and not error.msg.startswith("cannot import name"):
            return error.msg
        error = error.__cause__
    return ""
