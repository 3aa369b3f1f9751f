"""`picture.grid`: time in rows."""

import pytest

from repcast.picture.grid import FIRST_ROW, MARGIN, ROW_PITCH, ROW_WIDTH, Piece, grid_for
from repcast.units import HOUR_MS, MINUTE_MS, SECOND_MS


@pytest.mark.parametrize(
    ("duration_ms", "row_minutes"),
    [
        (1, 1),
        (5 * MINUTE_MS, 1),
        (16 * MINUTE_MS, 1),
        (16 * MINUTE_MS + 1, 2),
        (HOUR_MS, 5),
        (2 * HOUR_MS, 10),
        (24 * HOUR_MS, 120),
        (100 * HOUR_MS, 120),
    ],
)
def test_rows_are_short_as_long_as_they_are_few(duration_ms: int, row_minutes: int) -> None:
    """If this failed, short sessions would be squeezed into one row, or long ones fill many pages."""
    assert grid_for(duration_ms).row_ms == row_minutes * MINUTE_MS


def test_a_stretch_of_time_is_cut_where_rows_end() -> None:
    """If this failed, a step would run off the page, or be drawn twice."""
    grid = grid_for(5 * MINUTE_MS)
    assert list(grid.pieces(30 * SECOND_MS, 150 * SECOND_MS)) == [
        Piece(x=MARGIN + ROW_WIDTH / 2, y=FIRST_ROW, width=ROW_WIDTH / 2, is_first=True),
        Piece(x=MARGIN, y=FIRST_ROW + ROW_PITCH, width=ROW_WIDTH, is_first=False),
        Piece(x=MARGIN, y=FIRST_ROW + 2 * ROW_PITCH, width=ROW_WIDTH / 2, is_first=False),
    ]


def test_a_stretch_that_ends_with_a_row_has_no_part_of_the_next() -> None:
    """If this failed, rows would begin with slivers of the step before."""
    grid = grid_for(5 * MINUTE_MS)
    assert len(list(grid.pieces(0, MINUTE_MS))) == 1
    assert [piece.y for piece in grid.pieces(MINUTE_MS, MINUTE_MS + 1)] == [FIRST_ROW + ROW_PITCH]


@pytest.mark.parametrize("duration_ms", [1, 61_000, 5 * MINUTE_MS, 24 * HOUR_MS])
def test_the_grid_ends_below_its_last_row(duration_ms: int) -> None:
    """If this failed, the last minutes would be cut off, or an empty row follow."""
    grid = grid_for(duration_ms)
    *_, last = grid.pieces(0, duration_ms)
    assert grid.height == last.y + ROW_PITCH


def test_the_axis_is_marked_at_equal_times_in_each_row_and_at_its_end() -> None:
    """If this failed, nobody could read off when something happens."""
    marks = list(grid_for(75 * SECOND_MS).marks())
    assert [(at_ms, y) for at_ms, _, y in marks] == [
        *((at_ms, FIRST_ROW) for at_ms in range(0, 60_001, 10_000)),
        *((at_ms, FIRST_ROW + ROW_PITCH) for at_ms in (60_000, 70_000)),
    ]
    assert [x for _, x, _ in marks] == [*(MARGIN + 200 * tenth for tenth in range(7)), MARGIN, MARGIN + 200]
