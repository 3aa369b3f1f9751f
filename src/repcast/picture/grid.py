"""Where a moment is on the page: time runs from left to right, in rows, like text."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from repcast.picture.rows import Span
from repcast.units import MINUTE_MS, SECOND_MS

_STEPS_OF_CLOCKS: Final = (
    *(seconds * SECOND_MS for seconds in (5, 10, 15, 30)),
    *(minutes * MINUTE_MS for minutes in (1, 2, 5, 10, 30, 60, 120, 240, 480)),
)
_FROM_EDGE: Final = 0.6  # of the least between two clocks: so far from a row's ends


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """The part of a stretch of time that is in one row: from `x`, `width` wide; `y` is the row's upper edge.

    Attributes:
        is_first: whether the stretch begins here, and does not continue from the row above.
    """

    x: float
    y: float
    width: float
    is_first: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """The rows of a page, of which the longest is as wide as there is room.

    Attributes:
        rows: which time each shows, without a gap.
        left: where each begins, and `width`, how wide they may be.
        top: of the first, and `pitch`, how much lower the next one is.
    """

    rows: tuple[Span, ...]
    left: float
    width: float
    top: float
    pitch: float

    @property
    def bottom(self) -> float:
        """The lower edge of the last row."""
        return self.top + self.pitch * len(self.rows)

    @property
    def _width_of_ms(self) -> float:
        return self.width / max(end_ms - start_ms for start_ms, end_ms in self.rows)

    def pieces(self, start_ms: int, end_ms: int) -> Iterator[Piece]:
        """Yield the parts of a stretch of time, cut where rows end."""
        first = bisect_right(self.rows, start_ms, key=lambda row: row[0]) - 1
        wide = self._width_of_ms
        for number in range(first, len(self.rows)):
            row_start_ms, row_end_ms = self.rows[number]
            if row_start_ms >= end_ms:
                return
            from_ms, to_ms = max(start_ms, row_start_ms), min(end_ms, row_end_ms)
            yield Piece(
                x=self.left + (from_ms - row_start_ms) * wide,
                y=self.top + number * self.pitch,
                width=(to_ms - from_ms) * wide,
                is_first=from_ms == start_ms,
            )

    def clocks(self, apart: float) -> Iterator[tuple[int, Piece]]:
        """Yield the moments at which a clock stands, and where: each row's start, and whole times this far apart."""
        wide = self._width_of_ms
        step_ms = next((each for each in _STEPS_OF_CLOCKS if each * wide >= apart), _STEPS_OF_CLOCKS[-1])
        for start_ms, end_ms in self.rows:
            whole = range(-(-start_ms // step_ms) * step_ms, end_ms, step_ms)
            far = (at_ms for at_ms in whole if min(at_ms - start_ms, end_ms - at_ms) * wide >= apart * _FROM_EDGE)
            for at_ms in (start_ms, *far):
                yield at_ms, next(self.pieces(at_ms, at_ms + 1))
