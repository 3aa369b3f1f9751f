"""A training plan with its sessions, and what they make of a day: what is due, and why.

A week is seven days, counted from the first day of the training plan. A session is changed, in this order, by what is
written beside its name, by what grows each week, by what changes in this week, and by the deload. Factors multiply; of
two values for the same setting the later holds. What changes for all sessions comes before what changes for one, and
reaches the sessions that have such a level, quantity or step.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Final, Literal

from repcast.bounds import Quantity
from repcast.errors import CustomisationDoesNotFit, NoStart, RepcastError
from repcast.reading.located import Location
from repcast.session.customise import Customisation, applicable, concerning, customise
from repcast.session.fit import by_factor, factor_for, in_words
from repcast.session.model import Session
from repcast.session.shuffle import seeded
from repcast.training.model import WEEKDAYS, Change, EachWeek, Entry, TrainingPlan, first_and_last
from repcast.units import format_duration

WEEK_DAYS: Final = 7

State = Literal["before", "training", "rest", "after"]
PlacedEntry = tuple[Location, Entry]
"""A session of a day, and its place in the file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme:
    """A training plan and its sessions, by their names in it."""

    training_plan: TrainingPlan
    sessions: Mapping[str, Session]

    @property
    def start(self) -> date:
        """The first day.

        Raises:
            NoStart: the training plan has none.
        """
        if self.training_plan.start is None:
            raise NoStart(self.training_plan.title)
        return self.training_plan.start

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.start + timedelta(days=WEEK_DAYS * self.training_plan.weeks)

    @property
    def count(self) -> int:
        """How many sessions are due in all weeks together."""
        return sum(len(entries_in_week(self.training_plan, week)) for week in range(1, self.training_plan.weeks + 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One change that a training plan makes to a session, and its place in the file."""

    change: Customisation
    location: Location


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A session that is due on a day.

    Attributes:
        reference: its name in the training plan.
        session: as it is on that day, but for its length.
        change: all that was changed, and how long it is to be.
        factor: that makes it so long, by an estimate of what speech adds; 1 where it may take what it takes.
    """

    reference: str
    session: Session
    change: Customisation
    factor: float = 1.0

    @property
    def name(self) -> str:
        """The file's name without its ending, or the built-in session's name."""
        return Path(self.reference).stem

    @property
    def length(self) -> Customisation:
        """What is left to change of the session: how long it is to be."""
        return Customisation(fit_ms=self.change.fit_ms, beyond_range=self.change.beyond_range)

    @property
    def fitted(self) -> Session:
        """The session in that length."""
        return by_factor(self.session, self.factor, beyond_range=self.change.beyond_range)


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """A day of a programme.

    Attributes:
        week: counts from 1; 0 outside the programme.
        due: in the order in which they are done.
    """

    date: date
    state: State
    week: int = 0
    is_deload: bool = False
    due: tuple[Due, ...] = ()

    @property
    def file_names(self) -> tuple[str, ...]:
        """What its sessions' files are called, without an ending; sorted, they are in the order of `due`."""
        if len(self.due) == 1:
            return (f"{self.date}-{self.due[0].name}",)
        return tuple(f"{self.date}-{number}-{due.name}" for number, due in enumerate(self.due, start=1))

    @property
    def weekday(self) -> str:
        """Its name in English."""
        return WEEKDAYS[self.date.weekday()].capitalize()


def day_of(programme: Programme, day: date) -> Day:
    """Return what is due on a day.

    Raises:
        NoStart: the training plan does not say when it begins.
    """
    start = programme.start
    if not start <= day < programme.end:
        return Day(date=day, state="before" if day < start else "after")
    week = (day - start).days // WEEK_DAYS + 1
    placed = entries_on(programme.training_plan, start, day)
    due = tuple(_due(programme, each, week, day) for each in placed)
    easier = is_deload(programme.training_plan, week)
    return Day(date=day, state="training" if due else "rest", week=week, is_deload=easier, due=due)


def _due(programme: Programme, placed: PlacedEntry, week: int, day: date) -> Due:
    reference = placed[1].session
    session = programme.sessions[reference]
    change = combined(piece.change for piece in pieces_of(programme.training_plan, placed, session, week))
    dealt = seeded(customise(session, change), day.isoformat())  # each day in an order of its own, whenever rendered
    return Due(reference=reference, session=dealt, change=change, factor=factor_for(dealt, change))


def days_from(programme: Programme, first: date, count: int) -> tuple[Day, ...]:
    """Return a number of days in a row."""
    return tuple(day_of(programme, first + timedelta(days=number)) for number in range(count))


def training_days(programme: Programme, since: date) -> Iterator[Day]:
    """Yield the days with sessions, from a day to the end."""
    first = max(since, programme.start)
    for number in range((programme.end - first).days):
        day = day_of(programme, first + timedelta(days=number))
        if day.due:
            yield day


def entries_on(training_plan: TrainingPlan, start: date, day: date) -> list[PlacedEntry]:
    """Return the sessions of a day, where `start` is the first day of the training plan."""
    return _placed(training_plan, (day - start).days if training_plan.cycle else day.weekday())


def entries_in_week(training_plan: TrainingPlan, week: int) -> list[PlacedEntry]:
    """Return the sessions of a week, counted from 1, on whichever weekday the training plan starts."""
    first = (week - 1) * WEEK_DAYS
    return [*chain.from_iterable(_placed(training_plan, index) for index in range(first, first + WEEK_DAYS))]


def _placed(training_plan: TrainingPlan, index: int) -> list[PlacedEntry]:
    days = training_plan.written_days()
    location, entries = days[index % len(days)]
    return [((*location, number), entry) for number, entry in enumerate(entries)]


def is_deload(training_plan: TrainingPlan, week: int) -> bool:
    """Tell whether a week, counted from 1, is a deload."""
    return bool(training_plan.deload.every) and week % training_plan.deload.every == 0


def pieces_of(training_plan: TrainingPlan, placed: PlacedEntry, session: Session, week: int) -> list[Piece]:
    """Return all changes to a session in a week, in order."""
    location, entry = placed
    grown = _weeks_of_growth(training_plan, week)
    shared = [*_grown(training_plan.each_week, grown, ()), *_in_week(training_plan.in_weeks, week, ())]
    own = [*_grown(entry.each_week, grown, location), *_in_week(entry.in_weeks, week, location)]
    easier = _pieces(training_plan.deload, ("deload",)) if is_deload(training_plan, week) else []
    return [*_pieces(entry, location), *_reaching(shared, session), *own, *_reaching(easier, session)]


def shared_pieces(training_plan: TrainingPlan) -> list[Piece]:
    """Return the changes to all sessions of a training plan, of all weeks."""
    by_weeks = ((change, ("in_weeks", weeks)) for weeks, change in training_plan.in_weeks.items())
    changes = [*by_weeks, (training_plan.deload, ("deload",))]
    return [*_grown(training_plan.each_week, 1, ()), *chain.from_iterable(_pieces(*each) for each in changes)]


def _weeks_of_growth(training_plan: TrainingPlan, week: int) -> int:
    """Return how many steps of growth a week has: one for each week after the first that is no deload."""
    easier = week // training_plan.deload.every if training_plan.deload.every else 0
    return week - easier - 1


def _grown(growth: EachWeek, times: int, location: Location) -> Iterator[Piece]:
    for quantity, factor in growth.scale.items():
        by = _power(factor, times, growth.until.get(quantity))
        if by != 1:
            place = (*location, "each_week", "scale", quantity, "[key]")
            yield Piece(change=Customisation(scale={quantity: by}), location=place)


def _power(factor: float, times: int, end: float | None) -> float:
    """Return a power of a factor, exact for the decimals that were written, and no further than an end."""
    power = float(Decimal(repr(factor)) ** times)
    if end is None:
        return power
    return min(power, end) if factor > 1 else max(power, end)


def _in_week(by_weeks: Mapping[str, Change], week: int, location: Location) -> Iterator[Piece]:
    for weeks, change in by_weeks.items():
        first, last = first_and_last(weeks)
        if first <= week <= last:
            yield from _pieces(change, (*location, "in_weeks", weeks))


def _pieces(change: Change, location: Location) -> Iterator[Piece]:
    for index, name in enumerate(change.level):
        yield Piece(change=Customisation(levels=(name,)), location=(*location, "level", index))
    for quantity, factor in change.scale.items():
        place = (*location, "scale", quantity, "[key]")
        yield Piece(change=Customisation(scale={quantity: factor}), location=place)
    for key, value in change.settings.items():
        place = (*location, "set", key, "[key]")
        yield Piece(change=Customisation(settings={key: value}), location=place)
    if change.fit is not None:
        yield Piece(change=Customisation(fit_ms=change.fit), location=(*location, "fit", "[key]"))


def _reaching(pieces: Iterable[Piece], session: Session) -> list[Piece]:
    return [piece for piece in pieces if concerning(session, piece.change) == piece.change]


def combined(changes: Iterable[Customisation]) -> Customisation:
    """Return several customisations as one: levels one after another, factors multiplied, later settings on top."""
    levels: list[str] = []
    scale: dict[Quantity, Decimal] = {}
    settings: dict[str, str] = {}
    fit_ms, beyond_range = None, False
    for change in changes:
        fit_ms = fit_ms if change.fit_ms is None else change.fit_ms
        beyond_range = beyond_range or change.beyond_range
        levels.extend(change.levels)
        settings.update(change.settings)
        for quantity, factor in change.scale.items():
            scale[quantity] = scale.get(quantity, Decimal(1)) * Decimal(repr(factor))
    factors = {quantity: float(factor) for quantity, factor in scale.items()}
    return Customisation(
        levels=tuple(levels), scale=factors, settings=settings, beyond_range=beyond_range, fit_ms=fit_ms
    )


def adjusted(days: Sequence[Day], customisation: Customisation) -> tuple[Day, ...]:
    """Return the days with their sessions customised, each by what it has of the customisation.

    Raises:
        UnknownLevel, UnknownStep, NothingToScale, NoRoundsToRestBetween: none of the sessions has it.
        CustomisationDoesNotFit: it does not fit one of the sessions, which the error names.
    """
    every = [due.session for day in days for due in day.due]
    unknown = _unreached(customisation, [applicable(session, customisation) for session in every])
    for session in every[:1]:  # its error lists what there is
        customise(session, unknown)
    return tuple(replace(day, due=tuple(_adjusted(due, customisation) for due in day.due)) for day in days)


def _adjusted(due: Due, customisation: Customisation) -> Due:
    change = applicable(due.session, customisation)
    whole = combined((due.change, change))
    try:
        session = customise(due.session, change)
        return replace(due, session=session, change=whole, factor=factor_for(session, whole))
    except RepcastError as error:
        raise CustomisationDoesNotFit(due.name, error) from None


def _unreached(customisation: Customisation, reached: Sequence[Customisation]) -> Customisation:
    """Return what of a customisation is in none of its parts."""
    return replace(
        customisation,
        levels=tuple(name for name in customisation.levels if all(name not in part.levels for part in reached)),
        scale={key: by for key, by in customisation.scale.items() if all(key not in part.scale for part in reached)},
        settings={
            key: to for key, to in customisation.settings.items() if all(key not in part.settings for part in reached)
        },
    )


def described(due: Due, day: Day) -> str:
    """Return a session of a day with its changes: `core, holds ×1.2, fit 20m`; its render tells by how much it fits."""
    asked = [f"fit {format_duration(due.change.fit_ms)}"] if due.change.fit_ms is not None else []
    return ", ".join([due.name, *_changes_of(due, asked, day)])


def changes_of(due: Due, day: Day) -> list[str]:
    """Return each change to a session in words: `level thirty`, `holds ×1.2`, `rounds = 2`, and what makes it fit."""
    asked = [in_words(due.session, due.change, due.factor, is_estimate=True)] if due.change.fit_ms is not None else []
    return _changes_of(due, asked, day)


def _changes_of(due: Due, fit: Sequence[str], day: Day) -> list[str]:
    factors = {quantity: f"{factor:.2f}".rstrip("0").rstrip(".") for quantity, factor in due.change.scale.items()}
    return [
        *(f"level {name}" for name in due.change.levels),
        *(f"{quantity} ×{factor}" for quantity, factor in factors.items() if factor != "1"),
        *(f"{key} = {value}" for key, value in due.change.settings.items()),
        *fit,
        *(["deload"] if day.is_deload else []),
    ]


def status(programme: Programme, day: Day) -> str:
    """Return in words where a day is in the programme; for a day without sessions also what comes next."""
    following = next(training_days(programme, day.date), None)
    ahead = f"{_date(following)}: {_all_of(following)}" if following else ""
    title = programme.training_plan.title
    match day.state:
        case "before":
            return f"{title} has not begun; first, {ahead}"
        case "after":
            return f"{title} is over; it ended on {_date(day_of(programme, programme.end - timedelta(days=1)))}"
        case "rest":
            return f"{_week(programme, day)}: rest; " + (f"next, {ahead}" if ahead else "no session is left")
        case "training":
            return f"{_week(programme, day)}: {_all_of(day)}"


def _week(programme: Programme, day: Day) -> str:
    return f"week {day.week} of {programme.training_plan.weeks}, {day.weekday}"


def _date(day: Day) -> str:
    return f"{day.weekday} {day.date}"


def _all_of(day: Day) -> str:
    return "; ".join(described(due, day) for due in day.due)
