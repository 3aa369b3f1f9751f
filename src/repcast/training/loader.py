"""A file's values -> Programme: a training plan with its sessions, and every problem of any week as a value."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from repcast.bounds import MOST_FACTOR
from repcast.errors import (
    BadSetting,
    InvalidFile,
    InvalidTrainingPlan,
    NoPace,
    Problem,
    RepcastError,
    did_you_mean,
)
from repcast.reading.loader import load as load_session
from repcast.reading.located import Flaw, Location, Map, Position, Seq
from repcast.reading.named_files import Probe, exists
from repcast.reading.problems import find_written, flaws_of
from repcast.reading.source_file import SourceFile
from repcast.session.customise import Customisation, concerning, customise, named_steps, owner_of
from repcast.session.fields import FilePath
from repcast.session.fit import fitted
from repcast.session.model import Session
from repcast.session.unroll import unroll
from repcast.training.habits import flaws_of_habits
from repcast.training.library import TRAINING_PLANS
from repcast.training.model import REST, SHORT_WEEKDAYS, UNCHANGED, Change, TrainingPlan, first_and_last, keys_at
from repcast.training.programme import WEEK_DAYS, Piece, Programme, combined, entries_in_week, pieces_of, shared_pieces

_PATH: Final = TypeAdapter(FilePath)


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedTrainingPlan:
    """What a text turned out to be: a training plan with its sessions, or the problems that it has."""

    programme: Programme | None
    problems: tuple[Problem, ...]


def load(reference: str, probe: Probe = exists) -> Programme:
    """Return the training plan at a path, or the built-in one of that name, with its sessions.

    Raises:
        UnknownTrainingPlan: neither exists.
        UnreadableFile: the system does not let us read it.
        InvalidTrainingPlan: it has problems, or one of its sessions has.
    """
    return accept(validate(TRAINING_PLANS.open(reference), probe))


def accept(parsed: ParsedTrainingPlan) -> Programme:
    """Return the parsed training plan.

    Raises:
        InvalidTrainingPlan: there is none.
    """
    if parsed.programme is None:
        raise InvalidTrainingPlan(parsed.problems)
    return parsed.programme


def validate(source: SourceFile, probe: Probe = exists) -> ParsedTrainingPlan:
    """Return the training plan that a source file holds, with its sessions, or its problems.

    Args:
        source: the file, or a text that is in no file.
        probe: looks at the sounds and the music that the sessions name.
    """
    problems = set(map(source.problem, source.flaws))
    root = source.root and _with_long_weekdays(source.root)
    programme = _Loader(source, root, probe, problems).programme() if root is not None else None
    if problems and root is not None:
        problems = _by_habit(problems, [source.problem(flaw) for flaw in flaws_of_habits(root)])
    return ParsedTrainingPlan(programme=None if problems else programme, problems=tuple(sorted(problems)))


def _by_habit(problems: set[Problem], habits: Sequence[Problem]) -> set[Problem]:
    """Return problems, with what a habit explains told in place of what is wrong with it by the rules alone."""
    told = [habit for habit in habits if any(_is_of(problem, habit) for problem in problems)]
    left = {problem for problem in problems if not any(_is_of(problem, habit) for habit in told)}
    renamed = {f"add {habit.hint.removeprefix('write ').partition(':')[0]}:" for habit in told}
    return {*told, *(problem for problem in left if problem.hint not in renamed)}


def _is_of(problem: Problem, habit: Problem) -> bool:
    is_there = (problem.line, problem.column) == (habit.line, habit.column)
    return is_there or re.match(rf"{re.escape(habit.path)}(?![^.\[])", problem.path) is not None


def _with_long_weekdays(root: Map) -> Map:
    days = root.get("days")
    if not isinstance(days, Map):
        return root
    new = root.renamed({})
    new["days"] = days.renamed(SHORT_WEEKDAYS)
    return new


@dataclass(slots=True)
class _Loader:
    """Loads one training plan and all its sessions, each once."""

    source: SourceFile
    root: Map
    probe: Probe
    problems: set[Problem]
    blamed: set[tuple[Location, str]] = field(default_factory=set)

    def programme(self) -> Programme | None:
        sessions = self._sessions()
        try:
            training_plan = TrainingPlan.model_validate(self.root)
        except ValidationError as error:
            self.problems.update(map(self.source.problem, flaws_of(error, self.root, keys_at)))
            return None
        self._check_weeks(training_plan)
        if all(entry.session in sessions for _, entries in training_plan.written_days() for entry in entries):
            self._check_shared(training_plan, sessions)
            self._check_every_week(training_plan, sessions)
        return Programme(training_plan=training_plan, sessions=sessions)

    def _report(self, location: Location, message: str, hint: str) -> None:
        _, position, path = find_written(self.root, location)
        self.problems.add(self.source.problem(Flaw(position, message, hint, path)))

    def _sessions(self) -> dict[str, Session]:
        """Return the sessions that the text names, also where it is not a right training plan."""
        places: dict[str, list[Position]] = {}
        for reference, position in _written_sessions(self.root):
            places.setdefault(reference, []).append(position)
        folder = self.source.path.parent if self.source.path else Path()
        sessions: dict[str, Session] = {}
        for reference, positions in places.items():
            try:
                sessions[reference] = load_session(reference, self.probe, folder)
            except InvalidFile as error:
                self.problems.update(error.problems)
            except RepcastError as error:
                hint = error.hint or "check the path and its permissions"
                self.problems.update(self.source.problem(Flaw(at, error.problem, hint)) for at in positions)
        return sessions

    def _check_weeks(self, training_plan: TrainingPlan) -> None:
        """Check that every day of the cycle comes, and that each `in_weeks` names every week once."""
        days = training_plan.weeks * WEEK_DAYS
        if len(training_plan.cycle) > days:
            message = f"the training plan is over before this day of the cycle: it has {days} days"
            self._report(("cycle", days), message, "take days away, or raise weeks:")
        self._check_in_weeks(training_plan.in_weeks, training_plan.weeks, ("in_weeks",))
        for location, entries in training_plan.written_days():
            for number, entry in enumerate(entries):
                self._check_in_weeks(entry.in_weeks, training_plan.weeks, (*location, number, "in_weeks"))

    def _check_in_weeks(self, by_weeks: Mapping[str, Change], count: int, location: Location) -> None:
        named: dict[int, str] = {}
        before = len(self.problems)
        for weeks in by_weeks:
            if flaw := _flaw_of_weeks(weeks, count, named):
                self._report((*location, weeks, "[key]"), *flaw)
            first, last = first_and_last(weeks)
            named.update(dict.fromkeys(range(first, last + 1), weeks))
        missing = [str(week) for week in range(1, count + 1) if week not in named]
        if by_weeks and missing and len(self.problems) == before:
            message = f"nothing is said here for week {', '.join(missing)}"
            hint = f"add {missing[0]}: {UNCHANGED}, or what is changed then"
            self._report((*location, "[key]"), message, hint)

    def _check_shared(self, training_plan: TrainingPlan, sessions: Mapping[str, Session]) -> None:
        """Check that every change to all sessions reaches at least one of them."""
        for piece in shared_pieces(training_plan):
            if not any(concerning(session, piece.change) == piece.change for session in sessions.values()):
                message = f"no session of this training plan has {_missing(piece.change, sessions.values())}"
                self._report(piece.location, message, "correct it here, or take it away")

    def _check_every_week(self, training_plan: TrainingPlan, sessions: Mapping[str, Session]) -> None:
        """Check that the changes fit their session in each week; report one that does not for its first week only."""
        tried = set()
        for week in range(1, training_plan.weeks + 1):
            for placed in entries_in_week(training_plan, week):
                reference = placed[1].session
                pieces = pieces_of(training_plan, placed, sessions[reference], week)
                if repr((reference, pieces)) in tried:
                    continue
                tried.add(repr((reference, pieces)))
                for piece, flaw in _flaws_of(sessions[reference], pieces):
                    self._blame(piece, week, reference, flaw)

    def _blame(self, piece: Piece, week: int, reference: str, flaw: RepcastError) -> None:
        if (piece.location, reference) in self.blamed:
            return
        self.blamed.add((piece.location, reference))
        grows = "each_week" in piece.location
        hint = "grow less, or end it with until:" if grows else flaw.hint or "correct it here"
        self._report(piece.location, f"in week {week}, {reference}: {flaw.problem}", hint)


def _flaws_of(session: Session, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, RepcastError]]:
    """Yield each piece with which those before it no longer fit the session, and why."""
    if not _flaw_of(session, combined(piece.change for piece in pieces)):
        return
    fitting = Customisation()
    for piece in pieces:
        change = combined((fitting, piece.change))
        if flaw := _flaw_of(session, change):
            yield piece, flaw
        else:
            fitting = change


def _flaw_of(session: Session, change: Customisation) -> RepcastError | None:
    """Return why a change does not fit a session; None where it does."""
    try:
        for quantity, factor in change.scale.items():
            if factor > MOST_FACTOR:
                raise BadSetting(quantity, f"{factor:g}", f"the most is {MOST_FACTOR}")
        unroll(fitted(customise(session, change), change))
    except NoPace:  # the user's settings may have one: who lays it out with these is told
        return None
    except RepcastError as error:
        return error
    return None


def _flaw_of_weeks(weeks: str, count: int, named: Mapping[int, str]) -> tuple[str, str] | None:
    """Return what is wrong with the weeks of a change, and what to do; `named` has the weeks before it."""
    first, last = first_and_last(weeks)
    if first > last:
        return "these weeks are the wrong way round", f"write {last}-{first}"
    if last > count:
        return f"the training plan has {count} weeks", "name weeks that it has, or raise weeks:"
    if twice := next((week for week in range(first, last + 1) if week in named), None):
        return f"week {twice} stands here a second time (first in {named[twice]})", "name each week once"
    return None


def _missing(change: Customisation, sessions: Collection[Session]) -> str:
    """Return what no session has, and the nearest that one of them has."""
    steps = [step.name for session in sessions for step in named_steps(session)]
    for name in change.levels:
        return f"a level '{name}'" + did_you_mean(name, chain.from_iterable(session.levels for session in sessions))
    for key in change.settings:
        owner = next((owner_of(session, key)[0] for session in sessions), key)
        return f"a step named '{owner}'" + did_you_mean(owner, steps)
    return next(iter(change.scale))


def _written_sessions(root: Map) -> Iterator[tuple[str, Position]]:
    """Yield the names of sessions in a text that may not be a right training plan."""
    days, cycle = root.get("days"), root.get("cycle")
    written: list[tuple[object, Position]] = []
    if isinstance(days, Map):
        written.extend((day, days.values_at[weekday]) for weekday, day in days.items())
    if isinstance(cycle, Seq):
        written.extend(zip(cycle, cycle.items_at, strict=True))
    for day, position in written:
        if day != REST:
            yield from _named_in(day, position)


def _named_in(value: object, at: Position) -> Iterator[tuple[str, Position]]:
    match value:
        case str() if _is_path(value):
            yield value, at
        case Seq():
            for item, position in zip(value, value.items_at, strict=True):
                yield from _named_in(item, position)
        case Map() if "session" in value:
            yield from _named_in(value["session"], value.values_at["session"])
        case _:
            pass


def _is_path(text: str) -> bool:
    try:
        _PATH.validate_python(text)
    except ValidationError:
        return False
    return True
