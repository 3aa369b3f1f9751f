"""`picture.rows`: where rows of time begin and end."""

from itertools import pairwise

import pytest
from picturing import in_rounds

from builders import changed, steps
from repcast.picture.rows import rows_of
from repcast.plan.timeline import Step
from repcast.units import HOUR_MS, MINUTE_MS

WIDTHS = (328, 1200)


def shifted(block: tuple[Step, ...], by_ms: int, by: int) -> tuple[Step, ...]:
    """Return steps as they follow on others."""
    return tuple(
        changed(step, index=step.index + by, start_ms=step.start_ms + by_ms, end_ms=step.end_ms + by_ms)
        for step in block
    )


def test_each_round_that_is_legible_has_its_row_and_the_lead_in_stands_before_the_first() -> None:
    """If this failed, rounds would not lie under one another, where one sees what is the same."""
    session = in_rounds(3, ("work", 150_000), ("rest", 90_000), lead_in_ms=20_000)
    assert rows_of(session, 1200) == ((0, 260_000), (260_000, 500_000), (500_000, 740_000))


def test_short_rounds_stand_side_by_side_as_many_in_each_row() -> None:
    """If this failed, a tabata would be a page of short rows."""
    session = in_rounds(8, ("work", 20_000), ("rest", 10_000), lead_in_ms=18_000)
    assert rows_of(session, 1200) == ((0, 78_000), *((at, at + 60_000) for at in (78_000, 138_000, 198_000)))


def test_without_rounds_rows_break_between_steps() -> None:
    """If this failed, exercises would be cut in two."""
    session = steps(*(("work", 45_000),) * 20)
    edges = {step.start_ms for step in session}
    for width in WIDTHS:
        assert {start_ms for start_ms, _ in rows_of(session, width)} <= edges


def test_a_step_longer_than_any_row_is_cut_in_equal_parts() -> None:
    """If this failed, an hour's run among minutes would leave a stub in a row of its own."""
    rows = rows_of(steps(("work", 20_000), ("work", HOUR_MS), ("work", 20_000)), 328)
    inside = [end_ms - start_ms for start_ms, end_ms in rows if start_ms >= 20_000 and end_ms <= HOUR_MS]
    assert len(inside) >= 2
    assert max(inside) - min(inside) <= 1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "session",
    [
        steps(("work", 1)),
        steps(("work", 24 * HOUR_MS)),
        steps(*(("work", 8_640),) * 10_000),
        steps(*(("work", MINUTE_MS),) * 100),
        in_rounds(10_000, ("work", 8_000)),
        in_rounds(2, ("work", 3_000), outer=500),
        sum((shifted(in_rounds(2, ("work", 30_000)), at * 60_000, at * 2) for at in range(300)), ()),
    ],
)
def test_rows_tile_any_session_and_are_few(session: tuple[Step, ...], width: int) -> None:
    """If this failed, time would be lost or drawn twice, or a page would have no end."""
    rows = rows_of(session, width)
    assert (rows[0][0], rows[-1][1]) == (0, session[-1].end_ms)
    assert all(before[1] == after[0] for before, after in pairwise(rows))
    assert all(start_ms < end_ms for start_ms, end_ms in rows)
    assert len(rows) <= 24
