"""What a training plan makes of a day: what is due, how it is changed, and the words for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import pytest

from repcast.errors import CustomisationDoesNotFit, NoStart, NothingToScale, UnknownLevel, UnknownStep
from repcast.session.customise import Customisation
from repcast.session.model import Hold, Reps, Session
from repcast.session.unroll import unroll
from repcast.training.model import TrainingPlan
from repcast.training.programme import (
    Day,
    Due,
    Programme,
    adjusted,
    changes_of,
    combined,
    day_of,
    days_from,
    described,
    status,
    training_days,
)

SessionOf = Callable[[str], Session]

PLANKS = """\
title: Planks
rest_between_rounds: 60s
rounds: 2
steps:
- {hold: Plank, for: 50s}
levels:
  hard: {set: {rounds: 3}}
"""
HOPS = "title: Hops\nsteps:\n- {reps: Hops, count: 10}\nlevels:\n  more: {set: {Hops.count: 20}}\n"
MONDAY = date(2026, 11, 23)


@pytest.fixture(name="programme")
def _programme(session_of: SessionOf) -> Callable[..., Programme]:
    """Return a plan of nine weeks from 2026-11-23 on: planks on Mondays, hops on Thursdays, unless its keys differ."""
    sessions = {"planks": session_of(PLANKS), "more/hops.yaml": session_of(HOPS)}

    def programme(**keys: Any) -> Programme:
        days = {} if "cycle" in keys else {"days": {"monday": "planks", "thursday": "more/hops.yaml"}}
        document = {"title": "Autumn", "start": "2026-11-23", "weeks": 9, **days, **keys}
        return Programme(training_plan=TrainingPlan.model_validate(document), sessions=sessions)

    return programme


ProgrammeOf = Callable[..., Programme]


def _monday(programme: Programme, week: int) -> Day:
    return day_of(programme, MONDAY + timedelta(weeks=week - 1))


def _holds_s(day: Day) -> int:
    [due] = day.due
    hold = due.session.steps[0]
    assert isinstance(hold, Hold)
    return hold.duration_ms // 1000


def _count(day: Day) -> int:
    reps = day.due[0].session.steps[0]
    assert isinstance(reps, Reps)
    return reps.count


def test_a_session_is_due_on_its_days_and_on_no_other(programme: ProgrammeOf) -> None:
    """If this failed, a session would be rendered on a day of rest."""
    week = days_from(programme(), MONDAY, 7)
    assert [[due.name for due in day.due] for day in week] == [["planks"], [], [], ["hops"], [], [], []]
    assert [day.state for day in week] == ["training", "rest", "rest", "training", "rest", "rest", "rest"]


def test_a_week_is_seven_days_from_the_start_on(programme: ProgrammeOf) -> None:
    """If this failed, a plan that starts on a Thursday would have a first week of four days."""
    days = days_from(programme(start="2026-11-26"), date(2026, 11, 25), 9)
    assert [day.week for day in days] == [0, 1, 1, 1, 1, 1, 1, 1, 2]
    assert [day.date.day for day in days if day.due] == [26, 30, 3]


def test_the_holds_grow_until_their_end(programme: ProgrammeOf) -> None:
    """If this failed, the growth would not compound, or go on for ever."""
    grown = programme(each_week={"scale": {"holds": 1.2}, "until": {"holds": 2}})
    assert [_holds_s(_monday(grown, week)) for week in range(1, 7)] == [50, 60, 72, 86, 100, 100]


def test_what_shrinks_ends_at_its_least(programme: ProgrammeOf) -> None:
    """If this failed, holds would shrink to nothing."""
    shrunk = programme(each_week={"scale": {"holds": 0.5}, "until": {"holds": 0.4}})
    assert [_holds_s(_monday(shrunk, week)) for week in (1, 2, 3)] == [50, 25, 20]


def test_growth_is_exact_for_the_decimals_that_were_written(programme: ProgrammeOf) -> None:
    """If this failed, a half would be rounded downwards in some weeks, because 1.1 * 1.1 is 1.2100000000000002."""
    grown = programme(each_week={"scale": {"holds": 1.1}})
    changes = [_monday(grown, week).due[0].change.scale for week in range(1, 5)]
    assert changes == [{}, {"holds": 1.1}, {"holds": 1.21}, {"holds": 1.331}]


def test_growth_stands_still_in_a_deload_week(programme: ProgrammeOf) -> None:
    """If this failed, the week after an easier one would be a double step."""
    training_plan = programme(each_week={"scale": {"holds": 1.2}}, deload={"every": 3, "scale": {"holds": 0.5}})
    assert [_holds_s(_monday(training_plan, week)) for week in range(1, 7)] == [50, 60, 30, 72, 86, 43]
    assert [_monday(training_plan, week).is_deload for week in range(1, 7)] == [False, False, True, False, False, True]


def test_what_the_plan_asks_for_reaches_those_that_have_it(programme: ProgrammeOf) -> None:
    """If this failed, holds could not grow in a plan that has a session without any."""
    training_plan = programme(
        each_week={"scale": {"holds": 2}}, in_weeks={"1-9": {"level": "more", "set": {"Plank.for": "9s"}}}
    )
    monday, thursday = _monday(training_plan, 2), day_of(training_plan, MONDAY + timedelta(days=10))
    assert changes_of(monday.due[0], monday) == ["holds ×2", "Plank.for = 9s"]
    assert changes_of(thursday.due[0], thursday) == ["level more"]
    assert (_holds_s(monday), _count(thursday)) == (9, 20)


def test_a_session_has_changes_of_its_own(programme: ProgrammeOf) -> None:
    """If this failed, one session could not progress otherwise than another."""
    entry = {
        "session": "more/hops.yaml",
        "scale": {"reps": 2},
        "each_week": {"scale": {"reps": 1.5}},
        "in_weeks": {"1": "unchanged", "2-9": {"level": "more", "scale": {"reps": 0.5}}},
    }
    training_plan = programme(days={"monday": entry})
    assert [_count(_monday(training_plan, week)) for week in (1, 2, 3)] == [20, 30, 45]


def test_a_cycle_goes_on_over_the_weeks(programme: ProgrammeOf) -> None:
    """If this failed, a cycle of three days would begin anew each week."""
    training_plan = programme(cycle=["planks", "rest", "more/hops.yaml"], start="2027-12-30", weeks=2)
    names = [" ".join(due.name for due in day.due) for day in days_from(training_plan, date(2027, 12, 29), 16)]
    assert names == ["", *(["planks", "", "hops"] * 5)[:14], ""]


def test_the_days_that_are_left_are_those_with_sessions(programme: ProgrammeOf) -> None:
    """If this failed, a calendar would lack a session, or hold days of rest."""
    days = list(training_days(programme(weeks=2), date(2026, 11, 24)))
    assert [day.date.isoformat() for day in days] == ["2026-11-26", "2026-11-30", "2026-12-03"]
    assert list(training_days(programme(weeks=2), date(2026, 12, 4))) == []
    assert next(training_days(programme(), date(2020, 1, 1))).date == MONDAY


def test_how_often_a_session_is_due_is_counted(programme: ProgrammeOf) -> None:
    """If this failed, `repcast check plan.yaml` would tell of more or fewer sessions than there are."""
    assert programme().count == 18
    assert programme(cycle=["planks", "rest", ["planks", "planks"]], weeks=1).count == 3 + 2 * 2


def test_a_plan_without_a_start_says_so() -> None:
    """If this failed, a plan without a start would end in a traceback."""
    training_plan = TrainingPlan.model_validate({"title": "Autumn", "weeks": 1, "days": {"monday": "a"}})
    with pytest.raises(NoStart, match="Autumn has no start; say when it begins, as in --start 2026-11-23"):
        day_of(Programme(training_plan=training_plan, sessions={}), MONDAY)


def test_changes_become_one() -> None:
    """If this failed, of two factors or two levels one would be lost."""
    one = Customisation(levels=("a",), scale={"holds": 1.1}, settings={"rounds": "2", "lead_in": "5s"})
    other = Customisation(levels=("b",), scale={"holds": 1.1, "reps": 2}, settings={"rounds": "3"})
    assert combined((one, other)) == Customisation(
        levels=("a", "b"), scale={"holds": 1.21, "reps": 2.0}, settings={"rounds": "3", "lead_in": "5s"}
    )


def test_more_is_changed_on_top(programme: ProgrammeOf) -> None:
    """If this failed, `repcast today --scale holds=0.5` would undo the plan, or reach only one of two sessions."""
    training_plan = programme(days={"monday": ["planks", "more/hops.yaml"]}, each_week={"scale": {"holds": 2}})
    [day] = adjusted([_monday(training_plan, 2)], Customisation(scale={"holds": 0.5, "reps": 3}))
    assert [described(due, day) for due in day.due] == ["planks", "hops, reps ×3"]
    hold, hops = (due.session.steps[0] for due in day.due)
    assert isinstance(hold, Hold)
    assert isinstance(hops, Reps)
    assert (hold.duration_ms, hops.count) == (50_000, 30)


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (Customisation(levels=("hardest",)), UnknownLevel),
        (Customisation(scale={"work": 2}), NothingToScale),
        (Customisation(settings={"Plnk.for": "9s"}), UnknownStep),
    ],
)
def test_what_no_session_has_cannot_be_changed(
    wanted: Customisation, error: type[Exception], programme: ProgrammeOf
) -> None:
    """If this failed, a slip on the command line would be passed over without a word."""
    with pytest.raises(error):
        adjusted(days_from(programme(), MONDAY, 7), wanted)


REST: Final = {"rest_between_rounds": "90s"}


def test_a_rest_between_rounds_reaches_the_sessions_that_have_rounds(programme: ProgrammeOf) -> None:
    """If this failed, `repcast week --set rest_between_rounds=90s` would fail for one session of a single round."""
    days = adjusted(days_from(programme(), MONDAY, 7), Customisation(settings=REST))
    rests = {
        due.name: (due.session.rest_between_rounds.default_ms, due.change.settings) for day in days for due in day.due
    }
    assert rests == {"planks": (90_000, REST), "hops": (0, {})}


@pytest.mark.parametrize(
    ("keys", "wanted", "rest_ms"),
    [
        ("", Customisation(settings={**REST, "rounds": "2"}), 90_000),
        ("", Customisation(levels=("Twice",), settings=REST), 90_000),
        ("rounds: 2\nevery: 60s\n", Customisation(settings=REST), 0),
        ("rounds: 2\nevery: 60s\n", Customisation(settings={**REST, "every": "0s"}), 90_000),
    ],
)
def test_a_rest_between_rounds_goes_where_there_is_room_for_one(
    keys: str, wanted: Customisation, rest_ms: int, programme: ProgrammeOf, session_of: SessionOf
) -> None:
    """If this failed, a rest would be lost that the same request makes room for, or an EMOM would refuse the week's."""
    levels = "levels: {twice: {set: {rounds: 2}}}\n"
    hops = session_of(f"title: Hops\n{keys}{levels}steps: [{{reps: Hops, count: 10}}]\n")
    lunges = session_of("title: Lunges\nrounds: 2\nsteps: [{reps: Lunges, count: 10}]\n")
    training_plan = replace(programme(days={"monday": ["hops", "lunges"]}), sessions={"hops": hops, "lunges": lunges})
    [day] = adjusted([_monday(training_plan, 1)], wanted)
    assert day.due[0].session.rest_between_rounds.default_ms == rest_ms


def test_what_does_not_fit_one_of_the_sessions_names_it(programme: ProgrammeOf) -> None:
    """If this failed, the user would not know which of a week's sessions turns a request down."""
    with pytest.raises(CustomisationDoesNotFit, match=r"^planks: rest_between_rounds would not be heard"):
        adjusted(days_from(programme(), MONDAY, 7), Customisation(settings={**REST, "rounds": "1"}))


def test_a_day_of_rest_takes_any_change(programme: ProgrammeOf) -> None:
    """If this failed, `repcast today --scale holds=2` would fail on days of rest."""
    rest = days_from(programme(), MONDAY + timedelta(days=1), 1)
    assert adjusted(rest, Customisation(scale={"holds": 2})) == rest


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-01", "Autumn has not begun; first, Monday 2026-11-23: planks"),
        ("2026-12-07", "week 3 of 9, Monday: planks, holds ×1.21"),
        ("2026-12-08", "week 3 of 9, Tuesday: rest; next, Thursday 2026-12-10: hops"),
        ("2026-12-14", "week 4 of 9, Monday: planks, holds ×0.73, deload"),
        ("2027-01-22", "week 9 of 9, Friday: rest; no session is left"),
        ("2027-01-25", "Autumn is over; it ended on Sunday 2027-01-24"),
    ],
)
def test_every_day_is_put_into_words(day: str, words: str, programme: ProgrammeOf) -> None:
    """If this failed, the user would not know why today's session is what it is, or when the next one comes."""
    training_plan = programme(each_week={"scale": {"holds": 1.1}}, deload={"every": 4, "scale": {"holds": 0.6}})
    assert status(training_plan, day_of(training_plan, date.fromisoformat(day))) == words


def test_several_sessions_of_a_day_are_all_named(programme: ProgrammeOf) -> None:
    """If this failed, the second session of a day would go unmentioned."""
    training_plan = programme(
        days={"monday": [{"session": "planks", "level": "hard", "set": {"lead_in": "9s"}}, "more/hops.yaml"]}
    )
    words = "week 1 of 9, Monday: planks, level hard, lead_in = 9s; hops"
    assert status(training_plan, _monday(training_plan, 1)) == words


def _day(session: Session, *references: str) -> Day:
    due = tuple(Due(reference=each, session=session, change=Customisation()) for each in references)
    return Day(date=date(2026, 11, 23), state="training", week=1, due=due)


@pytest.mark.parametrize(
    ("references", "names"),
    [
        (["core"], ["2026-11-23-core"]),
        (["mine/legs.v2.yaml"], ["2026-11-23-legs.v2"]),
        (["core", "planks", "core"], ["2026-11-23-1-core", "2026-11-23-2-planks", "2026-11-23-3-core"]),
        ([], []),
    ],
)
def test_files_are_named_after_the_day_and_stand_in_order(
    references: list[str], names: list[str], session_of: SessionOf
) -> None:
    """If this failed, one of two sessions would replace the other, or a player play them in disorder."""
    session = session_of("title: T\nsteps:\n- {rest: 9s}\n")
    assert _day(session, *references).file_names == tuple(names) == tuple(sorted(names))


def test_a_shuffled_session_has_its_day_as_its_seed(session_of: SessionOf) -> None:
    """If this failed, a week that is rendered on Sunday would have the same order on each of its days."""
    shuffled = session_of(PLANKS.replace("steps:", "shuffle: on\nsteps:"))
    plan = TrainingPlan.model_validate({"title": "T", "start": "2026-11-23", "weeks": 1, "cycle": ["planks"]})
    days = days_from(Programme(training_plan=plan, sessions={"planks": shuffled}), MONDAY, 2)
    assert [day.due[0].session.seed for day in days] == [20261123, 20261124]


def test_a_session_is_fitted_to_the_day(session_of: SessionOf) -> None:
    """If this failed, a day with little time would have the whole workout, and nobody would see that it should not."""
    days = {"monday": {"session": "planks", "fit": "2m"}, "tuesday": "planks"}
    plan = TrainingPlan.model_validate({"title": "T", "start": "2026-11-23", "weeks": 1, "days": days})
    shorter, whole = days_from(Programme(training_plan=plan, sessions={"planks": session_of(PLANKS)}), MONDAY, 2)
    lengths = [[each.duration_ms for each in unroll(day.due[0].fitted)] for day in (shorter, whole)]
    assert lengths == [[34_000, 41_000, 34_000], [50_000, 60_000, 50_000]]
    assert changes_of(shorter.due[0], shorter) == ["fitted to 2m: holds and rests about ×0.69"]
    assert described(shorter.due[0], shorter) == "planks, fit 2m"


def test_a_length_from_the_command_line_holds_over_the_plans(session_of: SessionOf) -> None:
    """If this failed, `today --fit 4m` would be as long as on other days."""
    days = {"monday": {"session": "planks", "fit": "2m"}}
    plan = TrainingPlan.model_validate({"title": "T", "start": "2026-11-23", "weeks": 1, "days": days})
    day = day_of(Programme(training_plan=plan, sessions={"planks": session_of(PLANKS)}), MONDAY)
    [longer] = adjusted([day], Customisation(fit_ms=240_000))
    assert sum(each.duration_ms or 0 for each in unroll(longer.due[0].fitted)) == pytest.approx(230_000, abs=2_000)
    assert changes_of(longer.due[0], longer) == ["fitted to 4m: holds and rests about ×1.43"]


def test_a_days_length_holds_for_what_the_command_line_changes(session_of: SessionOf) -> None:
    """If this failed, `today --set rounds=1` would cut the twenty minutes of the plan to half."""
    days = {"monday": {"session": "planks", "fit": "2m"}}
    plan = TrainingPlan.model_validate({"title": "T", "start": "2026-11-23", "weeks": 1, "days": days})
    day = day_of(Programme(training_plan=plan, sessions={"planks": session_of(PLANKS)}), MONDAY)
    [changed] = adjusted([day], Customisation(scale={"holds": 2}))
    assert sum(each.duration_ms or 0 for each in unroll(changed.due[0].fitted)) == pytest.approx(110_000, abs=2_000)
    assert changed.due[0].length == Customisation(fit_ms=120_000)
