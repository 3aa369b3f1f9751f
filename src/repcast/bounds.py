"""Bounds that more than one room keeps."""

from typing import Final

MOST_FACTOR: Final = 100
"""By which a quantity of a session may be multiplied."""

MOST_WEEKS: Final = 104
"""Of a training plan."""
