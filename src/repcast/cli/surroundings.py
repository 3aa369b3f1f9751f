"""What the commands ask of the machine: its time and its cores. No room below them does, so the same gives the same."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from repcast.errors import BadVariable

if TYPE_CHECKING:
    from repcast.config import UserSettings
    from repcast.pipeline import Surroundings

_EPOCH: Final = "SOURCE_DATE_EPOCH"
_ZONE: Final = "TZ"
_MOST_SPEAKING: Final = 4  # utterances at a time: most engines take a process for each, and Piper 190 MB in it


def local_today() -> date:
    """Return the date that it is where this machine is.

    Raises:
        BadVariable: the time zone is none.
    """
    return _local_now().date()


@contextmanager
def here(settings: "Callable[[], UserSettings]", *, dated: bool = True) -> "Iterator[Surroundings]":
    """Yield what a render takes from this machine; speech engines stay open until the context ends.

    Args:
        settings: returns the user's own; called only where a voice of theirs is looked for.
        dated: whether the date matters: of a file that is written, or for an order that is shuffled.

    Raises:
        BadVariable: as `now`.
    """
    from repcast.pipeline import Surroundings  # noqa: PLC0415
    from repcast.speech.engines import Engines  # noqa: PLC0415
    from repcast.speech.piper_voices import voices_folder  # noqa: PLC0415

    threads, date = os.cpu_count() or 1, now().date().isoformat() if dated else ""
    with Engines(min(threads, _MOST_SPEAKING), lambda: voices_folder(settings().voices_folder)) as engines:
        yield Surroundings(engines=engines, date=date, threads=threads)


def now() -> datetime:
    """Return the moment at which files are written: now, or `$SOURCE_DATE_EPOCH`, as in reproducible builds.

    Raises:
        BadVariable: there is no such moment.
    """
    epoch_s = os.environ.get(_EPOCH, "")
    if not epoch_s:
        return _local_now()
    try:
        return datetime.fromtimestamp(int(epoch_s), UTC)
    except (ValueError, OverflowError, OSError):
        raise BadVariable(_EPOCH, f"'{epoch_s}' is not a time in seconds since 1970") from None


def _local_now() -> datetime:
    try:
        return datetime.now().astimezone()
    except (ValueError, OverflowError, OSError):
        raise BadVariable(_ZONE, f"'{os.environ.get(_ZONE, '')}' is not a time zone") from None
