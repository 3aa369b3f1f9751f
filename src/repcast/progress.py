"""How work in progress is told of."""

from collections.abc import Callable

Report = Callable[[int, int], None]
"""Told how much is done, and how much it is in all."""

StageReport = Callable[[str, int, int], None]
"""Told, beside that, which stage of the work it is."""


def no_report(_stage: str, _done: int, _total: int) -> None:
    """Report to nobody."""
