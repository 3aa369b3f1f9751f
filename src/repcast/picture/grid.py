"""Where a moment is on the page: time runs from left to right, in rows, like text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from repcast.units import MINUTE_MS, SECOND_MS

MARGIN: Final = 40
FIRST_ROW: Final = 100
ROW_PITCH: Final = 140
_MOST_ROWS: Final = 16  # longer sessions have more, of the longest kind

# How long a row is, and the time between the marks on its axis.
_SCALES: Final = (
    (MINUTE_MS, 10 * SECOND_MS),
    (2 * MINUTE_MS, 15 * SECOND_MS),
    (5 * MINUTE_MS, 30 * SECOND_MS),
    (10 * MINUTE_MS, MINUTE_MS),
    (15 * MINUTE_MS, MINUTE_MS),
    (30 * MINUTE_MS, 2 * MINUTE_MS),
    (60 * MINUTE_MS, 5 * MINUTE_MS),
    (120 * MINUTE_MS, 10 * MINUTE_MS),
)


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
    """The rows that a session takes, and how much time each of them shows."""

    duration_ms: int
    row_ms: int
    mark_ms: int
    width: float

    @property
    def height(self) -> int:
        """The lower edge of the last row."""
        return FIRST_ROW + ROW_PITCH * _rows(self.duration_ms, self.row_ms)

    def pieces(self, start_ms: int, end_ms: int) -> Iterator[Piece]:
        """Yield the parts of a stretch of time, cut where rows end."""
        for row in range(start_ms // self.row_ms, _rows(end_ms, self.row_ms)):
            row_start_ms = row * self.row_ms
            from_ms, to_ms = max(start_ms, row_start_ms), min(end_ms, row_start_ms + self.row_ms)
            yield Piece(
                x=MARGIN + (from_ms - row_start_ms) * self.width / self.row_ms,
                y=FIRST_ROW + row * ROW_PITCH,
                width=(to_ms - from_ms) * self.width / self.row_ms,
                is_first=from_ms == start_ms,
            )

    def marks(self) -> Iterator[tuple[int, float, float]]:
        """Yield the marks of the axis: milliseconds, x and y; a row's end is marked, too."""
        for piece, row in zip(self.pieces(0, self.duration_ms), range(self.duration_ms), strict=False):
            row_start_ms = row * self.row_ms
            last_ms = min(self.row_ms, self.duration_ms - row_start_ms)
            for at_ms in range(0, last_ms + 1, self.mark_ms):
                yield row_start_ms + at_ms, MARGIN + at_ms * self.width / self.row_ms, piece.y


def grid_for(duration_ms: int, width: float) -> Grid:
    """Return the grid with the shortest rows that still fit one page."""
    fitting = (scale for scale in _SCALES if _rows(duration_ms, scale[0]) <= _MOST_ROWS)
    row_ms, mark_ms = next(fitting, _SCALES[-1])
    return Grid(duration_ms=duration_ms, row_ms=row_ms, mark_ms=mark_ms, width=width)


def _rows(duration_ms: int, row_ms: int) -> int:
    return -(-duration_ms // row_ms)
