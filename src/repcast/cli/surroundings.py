"""What the commands ask of the machine: its time and its cores. No room below them does, so the same gives the same."""

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from repcast.errors import BadVariable

if TYPE_CHECKING:
    from repcast.pipeline import Surroundings

_EPOCH: Final = "SOURCE_DATE_EPOCH"
_ZONE: Final = "TZ"


def local_today() -> date:
    """Return the date that it is where this machine is.

    Raises:
        BadVariable: the time zone is none.
    """
    return _local_now().date()


def here() -> "Surroundings":
    """Return what a render takes from this machine.

    Raises:
        BadVariable: as `now`.
    """
    from repcast.pipeline import Surroundings  # noqa: PLC0415

    return Surroundings(date=now().date().isoformat(), threads=os.cpu_count() or 1)


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
