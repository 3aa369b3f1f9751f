"""What is told of the time: which moments of a step, and which of a long session."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, get_args

import pytest

from heard import in_step, texts
from repcast.plan.moments import Moment, milestones, moments
from repcast.plan.rules import LEVELS
from repcast.plan.timeline import Timeline
from repcast.session.model import Session
from repcast.session.talk import TalkLevel
from repcast.session.unroll import unroll

SessionOf = Callable[[str], Session]
Plan = Callable[..., Timeline]
SHORT: Final = {"halfway": "half", "ten_seconds": "ten"}


def _short(moments: Sequence[Moment]) -> list[str]:
    """Return moments as words: `half@15`, `ten@50`, `2m@60`, with the seconds from the step's start."""
    return [f"{SHORT.get(each.kind) or f'{each.left_ms // 60_000}m'}@{each.at_ms / 1_000:g}" for each in moments]


TOLD: Final[dict[TalkLevel, dict[int, str]]] = {
    "full": {
        24: "",
        25: "ten@15",
        30: "half@15",
        44: "half@22 ten@34",
        45: "half@22.5 ten@35",
        60: "half@30 ten@50",
        89: "half@44.5 ten@79",
        90: "1m@30 half@45 ten@80",
        120: "1m@60 ten@110",
        180: "2m@60 half@90 1m@120 ten@170",
        300: "4m@60 3m@120 half@150 2m@180 1m@240 ten@290",
        360: "5m@60 4m@120 3m@180 2m@240 1m@300 ten@350",
        1_200: " ".join([*(f"{20 - minute}m@{60 * minute}" for minute in range(1, 20)), "ten@1190"]),
    },
    "usual": {
        29: "",
        30: "half@15",
        44: "half@22",
        45: "half@22.5 ten@35",
        60: "half@30 ten@50",
        90: "half@45 ten@80",
        119: "half@59.5 ten@109",
        120: "1m@60 ten@110",
        134: "1m@74 ten@124",
        150: "2m@30 half@75 1m@90 ten@140",
        180: "2m@60 half@90 1m@120 ten@170",
        300: "4m@60 3m@120 half@150 2m@180 1m@240 ten@290",
        360: "5m@60 3m@180 2m@240 1m@300 ten@350",
        1_200: "15m@300 10m@600 5m@900 3m@1020 2m@1080 1m@1140 ten@1190",
    },
    "little": {29: "", 30: "half@15", 60: "half@30", 120: "half@60", 1_200: "half@600"},
    "none": {30: "", 120: "", 1_200: ""},
}


@pytest.mark.parametrize(
    ("level", "duration_s", "told"),
    [(level, duration_s, told) for level, rows in TOLD.items() for duration_s, told in rows.items()],
)
def test_what_is_told_of_a_steps_time(level: TalkLevel, duration_s: int, told: str) -> None:
    """If this failed, a listener would hear the time too often, at the wrong moment, or lose track of it."""
    assert _short(moments(duration_s * 1_000, LEVELS[level], 3, leads_on=False)) == told.split()


@pytest.mark.parametrize("level", get_args(TalkLevel))
def test_no_two_are_told_within_ten_seconds(level: TalkLevel) -> None:
    """If this failed, "Halfway." and "One minute left." would be heard in one breath."""
    for duration_ms in range(1_000, 1_300_000, 500):
        told = moments(duration_ms, LEVELS[level], 3, leads_on=False)
        apart_ms = [second.at_ms - first.at_ms for first, second in pairwise(told)]
        assert min(apart_ms, default=10_000) >= 10_000, duration_ms


@pytest.mark.parametrize("level", get_args(TalkLevel))
def test_each_moment_tells_the_truth(level: TalkLevel) -> None:
    """If this failed, "two minutes left" would be said with one left, or after the end."""
    for duration_ms in range(1_000, 700_000, 500):
        for each in moments(duration_ms, LEVELS[level], 3, leads_on=False):
            assert each.at_ms + each.left_ms == duration_ms
            assert each.at_ms >= 10_000, "not before the listener has settled"
            if each.kind == "time_left":
                assert each.left_ms % 60_000 == 0
            if each.kind == "ten_seconds":
                assert each.left_ms == 10_000


@pytest.mark.parametrize(("counted_s", "told"), [(0, True), (3, True), (5, True), (10, False)])
def test_ten_seconds_are_not_told_where_ten_are_counted(counted_s: int, told: bool) -> None:  # noqa: FBT001 - a parameter
    """If this failed, "ten seconds left" would be said over "ten"."""
    found = moments(60_000, LEVELS["full"], counted_s, leads_on=False)
    assert ("ten@50" in _short(found)) == told


@pytest.mark.parametrize(("level", "told"), [("full", "half@30 ten@50"), ("usual", "half@30"), ("little", "half@30")])
def test_where_the_next_exercise_is_named_the_usual_says_no_ten_seconds(level: TalkLevel, told: str) -> None:
    """If this failed, "ten seconds left" and "next, squats" would both tell that the end is near."""
    assert _short(moments(60_000, LEVELS[level], 3, leads_on=True)) == told.split()


def test_a_timeline_has_them_apart_too(session_of: SessionOf, plan: Plan) -> None:
    """If this failed, a cue that waits for its room would end up beside another one."""
    for level in ("full", "usual"):
        steps = "".join(f"- {{work: A, for: {seconds}s}}\n- {{rest: 10s}}\n" for seconds in range(25, 200))
        timeline = plan(session_of(f"title: T\ntalk: {level}\nsteps:\n{steps}"))
        told = [event for event in timeline.events if event.cue in ("halfway", "time_left", "ten_seconds")]
        spoken = [event for event in told if event.text]
        assert len(spoken) > 100
        close = [
            (first.text, second.text)
            for first, second in pairwise(spoken)
            if first.step == second.step and second.start_ms - first.start_ms < 10_000
        ]
        assert close == []


# A long session


def _milestones(session: Session, told: Moment | None = None) -> list[str]:
    """Return milestones as words: `halfway 1 at 60`, with the interval and the seconds from its start."""
    intervals = unroll(session)
    lengths_ms = [each.duration_ms or 0 for each in intervals]
    found = milestones(lengths_ms, intervals, [(told,) if told else ()] * len(intervals))
    return [f"{each.kind} {each.index} at {each.at_ms / 1_000:g}" for each in found]


@pytest.mark.parametrize(
    ("steps", "reached"),
    [
        ("{work: A, for: 9m}, {work: B, for: 10m}, {work: C, for: 59s}", []),
        ("{work: A, for: 9m}, {work: B, for: 10m}, {work: C, for: 1m}", ["halfway 1 at 60", "time_left 1 at 360"]),
        ("{work: A, for: 10m}, {work: B, for: 9m}, {work: C, for: 1m}", ["halfway 1 at 15", "time_left 1 at 300"]),
        (
            "{work: A, for: 12m}, {rest: 2m}, {work: B, for: 9m}, {work: C, for: 1m}",
            ["halfway 1 at 15", "time_left 2 at 300"],
        ),
        (
            "{work: A, for: 12m}, {rest: 44s}, {work: B, for: 11m}, {rest: 9s}, {work: C, for: 1m}",
            ["halfway 2 at 15", "time_left 2 at 429"],
        ),
        (
            "{work: A, for: 730s}, {work: B, for: 11m}, {work: C, for: 40s}",
            ["halfway 1 at 15", "time_left 1 at 400"],
        ),
        ("{reps: A, count: 500, tempo: 2s}, {rest: 40s}, {say: Hello.}, {work: B, for: 10m}", []),
        ("{work: A, for: 30m}", []),
    ],
    ids=[
        *("shorter than twenty minutes", "in place", "once a step has settled", "in a rest", "not in a short rest"),
        "not at a step's end",
        *("not in counted reps", "not in the last exercise, which tells its own time"),
    ],
)
def test_a_long_sessions_half_and_last_minutes_are_told_once(
    session_of: SessionOf, steps: str, reached: list[str]
) -> None:
    """If this failed, forty minutes would have no landmark, or one that is not true."""
    assert _milestones(session_of(f"title: T\nsteps: [{steps}]\n")) == reached


def test_a_landmark_waits_until_nothing_else_is_told_of_the_time(session_of: SessionOf) -> None:
    """If this failed, "Three minutes left." and "Halfway through the workout." would contradict each other."""
    session = session_of("title: T\nsteps: [{work: A, for: 9m}, {work: B, for: 10m}, {work: C, for: 1m}]\n")
    assert _milestones(session, Moment("time_left", 60_000, 0))[0] == "halfway 1 at 72"
    assert _milestones(session, Moment("time_left", 71_000, 0))[0] == "halfway 1 at 83"
    assert _milestones(session, Moment("time_left", 72_000, 0))[0] == "halfway 1 at 60"


@pytest.mark.parametrize(
    ("talk", "told"),
    [
        ("usual", ["Halfway through the workout.", "Five minutes left in the workout."]),
        ("full", ["Halfway through the workout.", "Five minutes left in the workout."]),
        ("{level: usual, halfway: off}", ["Five minutes left in the workout."]),
        ("{level: usual, time_left: off}", ["Halfway through the workout."]),
        ("little", []),
        ("none", []),
    ],
)
def test_landmarks_are_told_where_the_time_is(session_of: SessionOf, plan: Plan, talk: str, told: list[str]) -> None:
    """If this failed, who wants to hear little would be told how far the whole is."""
    steps = "{work: Run, for: 11m}, {work: Walk, for: 12m}, {work: Run, for: 90s}"
    timeline = plan(session_of(f"title: T\ntalk: {talk}\nsteps: [{steps}]\n"))
    assert [text for text in texts(timeline) if "workout" in text] == told


def test_landmarks_keep_away_from_all_else_that_is_told_of_the_time(session_of: SessionOf, plan: Plan) -> None:
    """If this failed, "Three minutes left." and "Halfway through the workout." would contradict each other."""
    steps = "".join(f"- {{work: Run, for: {minutes}m}}\n- {{work: Walk, for: 2m}}\n" for minutes in (4, 5, 6, 4, 3))
    timeline = plan(session_of(f"title: T\nsteps:\n{steps}"))
    [(half_at, half), (left_at, left)] = [
        (event.step, event.text) for event in timeline.events if event.text and "workout" in event.text
    ]
    assert (half, left) == ("Halfway through the workout.", "Five minutes left in the workout.")
    for index in (half_at, left_at):
        told_ms = [at_ms for at_ms, _ in in_step(timeline, index, "halfway", "time_left", "ten_seconds")]
        assert min(second - first for first, second in pairwise(told_ms)) >= 10_000
    moments_ms = {event.text: event.start_ms for event in timeline.events}
    assert abs(moments_ms[half] - timeline.duration_ms // 2) < 150_000
    assert abs(timeline.duration_ms - moments_ms[left] - 300_000) < 150_000
