"""What time it is: asked by the commands alone, so that all below them gives the same for the same input."""

import os
from datetime import UTC, date, datetime
from typing import Final

from repcast.errors import BadVariable

_EPOCH: Final = "SOURCE_DATE_EPOCH"


def local_today() -> date:
    """Return the date that it is where this machine is."""
    return datetime.now().astimezone().date()


def today() -> str:
    """Return the date that files are given: 2026-11-24.

    Raises:
        BadVariable: as `now`.
    """
    return now().date().isoformat()


def now() -> datetime:
    """Return the moment at which files are written: now, or `$SOURCE_DATE_EPOCH`, as in reproducible builds.

    Raises:
        BadVariable: there is no such moment.
    """
    epoch_s = os.environ.get(_EPOCH, "")
    if not epoch_s:
        return datetime.now().astimezone()
    try:
        return datetime.fromtimestamp(int(epoch_s), UTC)
    except (ValueError, OverflowError, OSError):
        raise BadVariable(_EPOCH, f"'{epoch_s}' is not a time in seconds since 1970") from None
