"""Bounds and choices that more than one room keeps; nothing here takes time to load."""

from typing import Final, Literal, get_args

Quantity = Literal["holds", "work", "rests", "reps"]
"""What of a session a factor multiplies."""

QUANTITIES: Final[tuple[Quantity, ...]] = get_args(Quantity)

MOST_FACTOR: Final = 100
"""By which a quantity of a session may be multiplied."""

MOST_WEEKS: Final = 104
"""Of a training plan."""
