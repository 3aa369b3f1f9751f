"""How work reports its progress."""

from collections.abc import Callable

Report = Callable[[int, int], None]
"""Takes how much is done, and the total."""

StageReport = Callable[[str, int, int], None]
"""Takes the stage of the work, how much of it is done, and its total."""


def no_report(_stage: str, _done: int, _total: int) -> None:
    """Report to nobody."""
