"""`verify.course`: how a file of another length may follow its plan."""

import pytest

from repcast.verify.course import PLANNED, REACH, ways

PLAN = 60 * 48_000


@pytest.mark.parametrize("off", [0, REACH, -REACH])
def test_a_file_about_as_long_as_planned_has_one_way(off: int) -> None:
    """If this failed, a good file would be sought through several times, and may be taken for a cut one."""
    assert ways(PLAN + off, PLAN) == ((PLANNED,),)


def test_a_shorter_file_was_cut_or_hurried() -> None:
    """If this failed, a second that was cut out, or a file that runs fast, would be a list of missing cues."""
    cut, stretch = ways(PLAN - 48_000, PLAN)
    assert [course.place(96_000) for course in cut] == [96_000, 48_000]
    assert [course.place(PLAN) for course in stretch] == [PLAN - 48_000]


def test_half_a_file_is_not_a_fast_one() -> None:
    """If this failed, a truncated file would be said to run at twice its speed."""
    assert len(ways(PLAN // 2, PLAN)) == 1
