"""Each interval among its neighbours: what is counted at its end, what begins, and where the work is over."""

from collections.abc import Callable
from typing import Any

import pytest

from repcast.plan.places import Countdown, Here, places
from repcast.plan.rules import LEVELS
from repcast.session.model import Session
from repcast.session.talk import TalkLevel
from repcast.session.unroll import Interval, StepFacts, unroll

SessionOf = Callable[[str], Session]
LEAD_IN = Interval(facts=StepFacts(purpose="lead_in", kind="lead_in"))
FINISH = Interval(facts=StepFacts(purpose="speech", kind="finish"))


def _places(session: Session) -> list[Here]:
    """Return a session's intervals among their neighbours, from the lead-in to the end."""
    framed = (
        Interval(facts=LEAD_IN.facts, talk=session.talk),
        *unroll(session),
        Interval(facts=FINISH.facts, talk=session.talk),
    )
    return [*places(session, framed)]


# How the end of a step is counted


@pytest.mark.parametrize(
    ("keys", "duration_s", "seconds", "is_spoken"),
    [
        ({}, 7, 3, False),
        ({}, 8, 3, True),
        ({"count_from": 5}, 9, 3, True),
        ({"count_from": 5}, 10, 5, True),
        ({"count_from": 10}, 14, 3, True),
        ({"count_from": 10}, 15, 10, True),
        ({"counting": "ticks", "count_from": 10}, 15, 10, False),
        ({"counting": "ticks"}, 60, 3, False),
        ({"counting": "off", "count_from": 10}, 60, 0, False),
    ],
)
def test_a_countdown_knows_where_it_has_room(
    keys: dict[str, Any],
    duration_s: int,
    seconds: int,
    is_spoken: bool,  # noqa: FBT001 - a parameter
) -> None:
    """If this failed, ten seconds would be counted in a step of nine, or words run over its start."""
    countdown = Countdown(**keys)
    assert countdown.seconds(duration_s * 1_000) == seconds
    assert countdown.is_spoken(duration_s * 1_000) == is_spoken


# Where the work is over


@pytest.mark.parametrize(
    ("steps", "work", "last", "over"),
    [
        ("{hold: A, for: 9s}", "-1-", 1, "--O"),
        ("{hold: A, for: 9s}, {rest: 9s}, {rest: 5s}", "-1---", 1, "--OOO"),
        ("{hold: A, for: 9s}, {rest: 9s}, {say: Well.}", "-1---", 1, "----O"),
        ("{rest: 9s}, {hold: A, for: 9s}", "--1-", 2, "---O"),
        ("{rest: 9s}, {say: Hello.}", "----", -1, "----"),
    ],
)
def test_it_is_known_which_exercise_is_the_last_and_when_nothing_is_left(
    session_of: SessionOf, steps: str, work: str, last: int, over: str
) -> None:
    """If this failed, the signal of the end would sound before it, or the last words come before a `say`."""
    found = _places(session_of(f"title: T\nsteps: [{steps}]\n"))
    assert "".join("1" if here.interval.exercise else "-" for here in found) == work
    assert [here.index for here in found if here.is_last_work] == ([last] if last >= 0 else [])
    assert [here.is_after_work for here in found] == [index > last for index in range(len(found))]
    assert "".join("O" if here.is_over else "-" for here in found) == over


# What begins with the next exercise


def test_headings_wait_for_the_exercise_that_they_begin_with(session_of: SessionOf) -> None:
    """If this failed, a round that begins with a rest would be told to nobody."""
    found = _places(session_of("title: T\nrounds: 2\nsteps: [{rest: 9s}, {hold: A, for: 9s}, {hold: B, for: 9s}]\n"))
    told = [[heading.round for heading in here.headings] for here in found]
    # The lead-in tells how many rounds there are; then rest, A, B; rest, A, B; the end.
    assert told == [[], [], [], [2], [2], [], [], []]


@pytest.mark.parametrize(("talk", "told"), [("usual", []), ("full", []), ("little", [1]), ("{opening: off}", [1])])
def test_the_opening_tells_the_first_round_where_it_tells_the_rounds(
    session_of: SessionOf, talk: str, told: list[int]
) -> None:
    """If this failed, the first round would be told twice, or never."""
    found = _places(session_of(f"title: T\ntalk: {talk}\nrounds: 2\nsteps: [{{hold: A, for: 9s}}]\n"))
    assert [heading.round for heading in found[0].headings] == told


# What is told of the time


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("{hold: A, for: 60s}", ["halfway", "ten_seconds"]),
        ("{hold: A, for: 60s}, {hold: B, for: 9s}", ["halfway"]),
        ("{hold: A, for: 60s}, {hold: B, for: 9s, talk: {name: off}}", ["halfway", "ten_seconds"]),
        ("{hold: A, for: 60s}, {rest: 9s}, {hold: B, for: 9s}", ["halfway", "ten_seconds"]),
        ("{reps: A, count: 60}", []),
        ("{rest: 3m}, {hold: A, for: 9s}", ["time_left"]),
        ("{rest: 2m}, {hold: A, for: 9s}", []),
        ("{say: Hello.}", []),
    ],
)
def test_what_is_told_of_an_intervals_time(session_of: SessionOf, steps: str, told: list[str]) -> None:
    """If this failed, counted reps would be told their half, or the last seconds be told beside the next name."""
    found = _places(session_of(f"title: T\nsteps: [{steps}]\n"))
    assert [moment.kind for moment in found[1].told] == told


def test_each_interval_has_its_own_level(session_of: SessionOf) -> None:
    """If this failed, a quiet step would make its neighbours quiet."""
    steps = "{hold: A, for: 9s, talk: none}, {hold: B, for: 9s}, {rest: 9s, talk: full}"
    found = _places(session_of(f"title: T\ntalk: little\nsteps: [{steps}]\n"))
    levels: tuple[TalkLevel, ...] = ("little", "none", "little", "full", "little")
    assert [here.said for here in found] == [LEVELS[level] for level in levels]
