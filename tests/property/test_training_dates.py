"""Whatever a training plan is and whenever it starts: its days come in order, each once, as on a calendar."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hypothesis import example, given
from hypothesis import strategies as st
from strategies import examples

from repcast.session.model import Session
from repcast.training.model import WEEKDAYS, TrainingPlan, parse_date
from repcast.training.programme import Programme, day_of, days_from, entries_in_week, status, training_days

SESSION: Final = Session.model_validate({"title": "T", "steps": [{"hold": "Plank", "for": "50s"}]})
NAMES: Final = ("a", "b", "c", "d")
ONE_DAY: Final = timedelta(days=1)

starts: Final = st.dates(date(1999, 1, 1), date(2104, 12, 31))
weeks: Final = st.integers(1, 30)
a_day: Final = st.one_of(
    st.just("rest"), st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), min_size=1, max_size=3)
)
cycles: Final = st.lists(a_day, min_size=1, max_size=12).filter(lambda days: set(map(str, days)) != {"rest"})
weekdays: Final = st.fixed_dictionaries(dict.fromkeys(WEEKDAYS, a_day)).filter(
    lambda days: set(map(str, days.values())) != {"rest"}
)


def programme_of(start: date, count: int, **keys: object) -> Programme:
    """Return a plan of so many weeks."""
    document = {"title": "T", "start": start.isoformat(), "weeks": count, **keys}
    return Programme(training_plan=TrainingPlan.model_validate(document), sessions=dict.fromkeys(NAMES, SESSION))


def written(day: object) -> list[object]:
    """Return the names that a written day has."""
    return [] if day == "rest" else day if isinstance(day, list) else [day]


def names_on(programme: Programme, day: date) -> list[str]:
    """Return what is due on a day."""
    return [due.reference for due in day_of(programme, day).due]


@given(starts, weeks, cycles)
@example(date(2028, 2, 28), 1, ["a", "rest", "b"])  # a leap day
@example(date(2100, 2, 28), 1, ["a", "rest", "b"])  # which 2100 has not
@example(date(2026, 12, 30), 2, ["a", "b"])
@examples(200)
def test_a_cycle_is_what_stepping_day_by_day_gives(start: date, count: int, cycle: list[object]) -> None:
    """If this failed, a cycle would slip by a day at a month's, a year's or a week's end."""
    programme = programme_of(start, count, cycle=cycle)
    day, index = start, 0
    while day < programme.end:
        assert names_on(programme, day) == written(cycle[index])
        day, index = day + ONE_DAY, index + 1 if index + 1 < len(cycle) else 0


@given(starts, weeks, weekdays)
@example(date(2028, 2, 29), 1, dict.fromkeys(WEEKDAYS, "rest") | {"tuesday": "a"})
@example(date(2026, 12, 31), 1, dict.fromkeys(WEEKDAYS, "rest") | {"wednesday": "a"})
@examples(200)
def test_what_is_due_on_a_weekday_is_due_on_each_of_them(start: date, count: int, days: dict[str, object]) -> None:
    """If this failed, Monday's session would come on a Tuesday, or not in each week."""
    programme = programme_of(start, count, days=days)
    for number in range(7 * count):
        day = start + timedelta(days=number)
        assert names_on(programme, day) == written(days[day.strftime("%A").lower()])


@given(starts, weeks, cycles, st.integers(-40, 250))
@examples(300)
def test_a_day_is_before_in_or_after_the_plan(start: date, count: int, cycle: list[object], offset: int) -> None:
    """If this failed, a plan would begin a day early, or go on for a day after its end."""
    programme = programme_of(start, count, cycle=cycle)
    day = day_of(programme, start + timedelta(days=offset))
    if offset < 0:
        assert (day.state, day.week, day.due) == ("before", 0, ())
    elif offset >= 7 * count:
        assert (day.state, day.week, day.due) == ("after", 0, ())
    else:
        assert day.state == ("training" if day.due else "rest")
        assert 7 * (day.week - 1) <= offset < 7 * day.week
        assert 1 <= day.week <= count


@given(starts, weeks, cycles, st.integers(-40, 250))
@examples(200)
def test_the_days_that_are_left_are_found_by_looking_at_each(
    start: date, count: int, cycle: list[object], offset: int
) -> None:
    """If this failed, the calendar, or "next", would pass over a session or invent one."""
    programme = programme_of(start, count, cycle=cycle)
    since = start + timedelta(days=offset)
    every = days_from(programme, min(since, start), 7 * count + 300)
    assert list(training_days(programme, since)) == [day for day in every if day.due and day.date >= since]


@given(starts, weeks, st.one_of(cycles, weekdays))
@examples(200)
def test_the_weeks_that_are_checked_are_the_weeks_that_come(start: date, count: int, days: object) -> None:
    """If this failed, `repcast check` would check other days than those that are trained."""
    programme = programme_of(start, count, **{"cycle" if isinstance(days, list) else "days": days})
    for week in range(1, count + 1):
        first = start + timedelta(days=7 * (week - 1))
        due = [name for number in range(7) for name in names_on(programme, first + timedelta(days=number))]
        checked = [entry.session for _, entry in entries_in_week(programme.training_plan, week)]
        assert sorted(checked) == sorted(due)


@given(weeks, st.integers(0, 6), st.sampled_from((0.8, 0.95, 1.0, 1.05, 1.1, 1.25)))
@examples(200)
def test_growth_is_what_multiplying_week_by_week_gives(count: int, every: int, factor: float) -> None:
    """If this failed, a week would be a step too hard or too easy after an easier one."""
    until = 2 if factor >= 1 else 0.5
    deload = {"deload": {"every": every, "scale": {"holds": 0.5}}} if every > 1 else {}
    growth = {"scale": {"holds": factor}, **({"until": {"holds": until}} if factor != 1 else {})}
    start = date(2026, 11, 23)
    programme = programme_of(start, count, cycle=["a"], each_week=growth, **deload)
    now, has_trained = Decimal(1), False
    for week in range(1, count + 1):
        is_easier = every > 1 and week % every == 0
        if has_trained and not is_easier:
            now *= Decimal(str(factor))
        has_trained = True
        capped = min(now, Decimal(until)) if factor >= 1 else max(now, Decimal(until))
        expected = capped * (Decimal("0.5") if is_easier else 1)
        [due] = day_of(programme, start + timedelta(days=7 * (week - 1))).due
        assert due.change.scale.get("holds", 1.0) == float(expected)


@given(starts, weeks, cycles, st.integers(-40, 250))
@examples(200)
def test_every_day_has_words(start: date, count: int, cycle: list[object], offset: int) -> None:
    """If this failed, `repcast today` would end in a fault on some day."""
    programme = programme_of(start, count, cycle=cycle)
    day = day_of(programme, start + timedelta(days=offset))
    words = status(programme, day)
    assert words
    assert ("next" in words or "no session is left" in words) == (day.state == "rest")


@given(starts)
@examples(300)
def test_every_date_is_read_as_it_is_written(day: date) -> None:
    """If this failed, some day of some year could be no plan's start."""
    assert parse_date(day.isoformat()) == day


@given(st.integers(1000, 2999), st.integers(0, 13), st.integers(0, 32))
@example(2100, 2, 29)
@example(2000, 2, 29)
@examples(500)
def test_a_date_is_read_only_where_stepping_through_the_calendar_comes_to_it(year: int, month: int, day: int) -> None:
    """If this failed, 30 February would be taken for a day."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = (0, 31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0)
    try:
        read = parse_date(f"{year}-{month:02}-{day:02}")
    except ValueError:
        assert not 1 <= day <= lengths[month]
    else:
        assert (read.year, read.month, read.day) == (year, month, day)
        assert 1 <= day <= lengths[month]
