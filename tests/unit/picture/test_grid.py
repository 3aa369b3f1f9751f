"""`picture.grid`: time in rows."""

from repcast.picture.grid import Grid, Piece
from repcast.units import SECOND_MS

GRID = Grid(rows=((0, 60_000), (60_000, 120_000), (120_000, 150_000)), left=40, width=1200, top=100, pitch=140)


def test_a_stretch_of_time_is_cut_where_rows_end() -> None:
    """If this failed, a step would run off the page, or be drawn twice."""
    assert list(GRID.pieces(30 * SECOND_MS, 135 * SECOND_MS)) == [
        Piece(x=640, y=100, width=600, is_first=True),
        Piece(x=40, y=240, width=1200, is_first=False),
        Piece(x=40, y=380, width=300, is_first=False),
    ]


def test_a_stretch_that_ends_with_a_row_has_no_part_of_the_next() -> None:
    """If this failed, rows would begin with slivers of the step before."""
    assert len(list(GRID.pieces(0, 60_000))) == 1
    assert [piece.y for piece in GRID.pieces(60_000, 60_001)] == [240]


def test_the_grid_ends_below_its_last_row() -> None:
    """If this failed, the last minutes would be cut off, or an empty row follow."""
    assert GRID.bottom == 520


def test_each_row_begins_with_a_clock_and_whole_times_follow_apart_from_it() -> None:
    """If this failed, nobody could read off when something happens, or clocks would lie on each other."""
    grid = Grid(rows=((0, 58_000), (58_000, 120_000)), left=0, width=620, top=0, pitch=100)
    clocks = [(at_ms, piece.x, piece.y) for at_ms, piece in grid.clocks(100)]
    assert clocks == [
        *((at, at / 100, 0) for at in (0, 10_000, 20_000, 30_000, 40_000, 50_000)),
        (58_000, 0, 100),
        *((at, (at - 58_000) / 100, 100) for at in (70_000, 80_000, 90_000, 100_000, 110_000)),
    ]
