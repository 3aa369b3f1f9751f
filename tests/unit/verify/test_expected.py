"""`verify.expected`: which cues a plan lets expect, and how a file of another length may follow it."""

import pytest

from builders import earcon
from repcast.verify.expected import PLANNED, REACH, ExpectedCue, expected_cues, hypotheses

PLAN = 60 * 48_000
CUE = ExpectedCue(event=earcon(2_000, 2_100), is_alone=True, begins_alone=True)


@pytest.mark.parametrize("off", [0, REACH, -REACH])
def test_a_file_about_as_long_as_planned_has_one_way(off: int) -> None:
    """If this failed, a good file would be heard several times, and may be taken for a cut one."""
    assert hypotheses(PLAN + off, PLAN) == (PLANNED,)


def test_a_shorter_file_was_cut_or_hurried() -> None:
    """If this failed, a second that was cut out, or a file that runs fast, would be a list of missing cues."""
    starts = [CUE.span(time_map)[0] + REACH for time_map in hypotheses(PLAN - 48_000, PLAN)]
    assert starts == [96_000, 48_000, pytest.approx(96_000 * 59 / 60, abs=1)]


def test_half_a_file_is_not_a_fast_one() -> None:
    """If this failed, a truncated file would be said to run at twice its speed."""
    assert [each.kind for each in hypotheses(PLAN // 2, PLAN)] == ["planned", "moved"]


def test_cues_know_what_is_heard_with_them() -> None:
    """If this failed, a word under a signal would be compared with silence."""
    times_ms = ((0, 100), (160, 260), (500, 1_500), (1_000, 1_100), (1_540, 1_640), (1_561, 1_661))
    cues = [*expected_cues(tuple(earcon(*each) for each in times_ms))]
    assert [each.is_alone for each in cues] == [True, True, False, False, False, False]
    assert [each.begins_alone for each in cues] == [True, True, True, False, False, False]


def test_of_a_signal_no_more_is_heard_than_a_signal_may_last() -> None:
    """If this failed, overlapping signals of an hour in a stranger's file would be decoded again and again."""
    endless = ExpectedCue(event=earcon(0, 3_600_000), is_alone=False, begins_alone=True)
    assert endless.length == 5 * 48_000
