"""YAML text -> Programme: a training plan with its sessions, and every problem of any of its weeks as a value."""

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
    Problem,
    RepcastError,
    UnknownTrainingPlan,
    did_you_mean,
)
from repcast.reading.loader import is_file, read_file
from repcast.reading.loader import load as load_session
from repcast.reading.located import Map, Position, Seq
from repcast.reading.located_yaml import read
from repcast.reading.named_files import Probe, exists
from repcast.reading.problems import find_written, problems_of
from repcast.resources import builtin_training_plans, user_path
from repcast.session.customise import Customisation, concerning, customise
from repcast.session.model import Block, Exercise, FilePath, Rest, Session
from repcast.session.unroll import unroll
from repcast.training.model import REST, UNCHANGED, Change, Location, TrainingPlan, first_and_last, keys_at
from repcast.training.programme import WEEK_DAYS, Piece, Programme, combined, entries_in_week, pieces_of, shared_pieces

OPENING: Final = "title:, weeks: and days:"
_OWN_KEYS: Final = frozenset({"start", "weeks", "days", "cycle"})
_START: Final = Position(1, 1)
_PATH: Final = TypeAdapter(FilePath)


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedTrainingPlan:
    """What a file's text turned out to be: a programme, or the problems that it has."""

    programme: Programme | None
    problems: tuple[Problem, ...]


def is_plan(text: bytes) -> bool:
    """Tell whether a YAML text means to be a training plan, and not a session."""
    root = read(text).root
    return isinstance(root, Map) and bool(_OWN_KEYS & root.keys()) and "steps" not in root


def find(reference: str) -> Path:
    """Return the file that a reference means: a file's path first, then a built-in training plan's name.

    Raises:
        UnknownTrainingPlan: neither exists.
    """
    path, builtins = user_path(reference), builtin_training_plans()
    if is_file(path):
        return path
    if reference not in builtins:
        raise UnknownTrainingPlan(reference, list(builtins))
    return builtins[reference]


def load(reference: str, probe: Probe = exists) -> Programme:
    """Return the training plan at a path, or the built-in one of that name, with its sessions.

    Raises:
        UnknownTrainingPlan: neither exists.
        UnreadableFile: the system does not let us read it.
        InvalidTrainingPlan: it has problems, or one of its sessions has.
    """
    path = find(reference)
    shown = path.name if path == builtin_training_plans().get(reference) else reference
    parsed = parse(read_file(path), file=shown, path=path, probe=probe)
    if parsed.programme is None:
        raise InvalidTrainingPlan(parsed.problems)
    return parsed.programme


def parse(text: bytes, *, file: str, path: Path | None = None, probe: Probe = exists) -> ParsedTrainingPlan:
    """Read a training plan's text, and the sessions that it names.

    Args:
        text: UTF-8, at most 1 MiB.
        file: the name to use in problems.
        path: where the file is, for the sessions' paths, which are relative to it; None for text that is in no file.
        probe: looks at the sounds and the music that the sessions name.
    """
    return _Loader(file, path.parent if path else Path(), probe).parse(text)


@dataclass(slots=True)
class _Loader:
    """Loads one training plan and all its sessions, each once."""

    file: str
    folder: Path
    probe: Probe
    problems: set[Problem] = field(default_factory=set)
    blamed: set[tuple[Location, str]] = field(default_factory=set)

    def parse(self, text: bytes) -> ParsedTrainingPlan:
        programme = self._programme(text)
        return ParsedTrainingPlan(programme=None if self.problems else programme, problems=tuple(sorted(self.problems)))

    def _programme(self, text: bytes) -> Programme | None:
        document = read(text, opening=OPENING)
        for flaw in document.flaws:
            self._report(flaw.position, flaw.message, flaw.hint)
        root = document.root
        if not isinstance(root, Map):
            if not document.flaws:
                position = root.position if isinstance(root, Seq) else _START
                self._report(position, "a training plan is a mapping", f"begin with {OPENING}")
            return None
        sessions = self._sessions(root)
        try:
            training_plan = TrainingPlan.model_validate(root)
        except ValidationError as error:
            self.problems.update(problems_of(error, root, self.file, keys_at))
            return None
        self._check_weeks(training_plan, root)
        if all(entry.session in sessions for _, entries in training_plan.written_days() for entry in entries):
            self._check_shared(training_plan, sessions, root)
            self._check_every_week(training_plan, sessions, root)
        return Programme(training_plan=training_plan, sessions=sessions)

    def _report(self, position: Position, message: str, hint: str, path: str = "") -> None:
        line, column = position.line, position.column
        self.problems.add(Problem(file=self.file, line=line, column=column, message=message, hint=hint, path=path))

    def _report_at(self, root: Map, location: Location, message: str, hint: str) -> None:
        _, position, path = find_written(root, location)
        self._report(position, message, hint, path)

    def _sessions(self, root: Map) -> dict[str, Session]:
        """Return the sessions that a text names, also where it is no training plan yet."""
        sessions: dict[str, Session] = {}
        for reference, position in _written_sessions(root):
            try:
                sessions[reference] = sessions.get(reference) or load_session(reference, self.probe, self.folder)
            except InvalidFile as error:
                self.problems.update(error.problems)
            except RepcastError as error:
                self._report(position, error.problem, error.hint or "check the path and its permissions")
        return sessions

    def _check_weeks(self, training_plan: TrainingPlan, root: Map) -> None:
        """Check that every day of the cycle comes, and that every week stands once in each `in_weeks`."""
        days = training_plan.weeks * WEEK_DAYS
        if len(training_plan.cycle) > days:
            message = f"the training plan is over before this day of the cycle: it has {days} days"
            self._report_at(root, ("cycle", days), message, "take days away, or raise weeks:")
        self._check_in_weeks(training_plan.in_weeks, training_plan.weeks, root, ("in_weeks",))
        for location, entries in training_plan.written_days():
            for number, entry in enumerate(entries):
                self._check_in_weeks(entry.in_weeks, training_plan.weeks, root, (*location, number, "in_weeks"))

    def _check_in_weeks(self, by_weeks: Mapping[str, Change], count: int, root: Map, location: Location) -> None:
        named: dict[int, str] = {}
        before = len(self.problems)
        for weeks in by_weeks:
            if flaw := _flaw_of_weeks(weeks, count, named):
                self._report_at(root, (*location, weeks, "[key]"), *flaw)
            first, last = first_and_last(weeks)
            named.update(dict.fromkeys(range(first, last + 1), weeks))
        missing = [str(week) for week in range(1, count + 1) if week not in named]
        if by_weeks and missing and len(self.problems) == before:
            message = f"no weeks here hold week {', '.join(missing)}"
            hint = f"add {missing[0]}: {UNCHANGED}, or what is changed then"
            self._report_at(root, (*location, "[key]"), message, hint)

    def _check_shared(self, training_plan: TrainingPlan, sessions: Mapping[str, Session], root: Map) -> None:
        """Check that all that the plan asks for all its sessions reaches one of them."""
        for piece in shared_pieces(training_plan):
            if not any(concerning(session, piece.change) == piece.change for session in sessions.values()):
                message = f"no session of this training plan has {_missing(piece.change, sessions.values())}"
                self._report_at(root, piece.location, message, "mend it here, or take it away")

    def _check_every_week(self, training_plan: TrainingPlan, sessions: Mapping[str, Session], root: Map) -> None:
        """Check that what is changed fits its session, in each week; what does not is told of for its first week."""
        tried = set()
        for week in range(1, training_plan.weeks + 1):
            for placed in entries_in_week(training_plan, week):
                reference = placed[1].session
                pieces = pieces_of(training_plan, placed, sessions[reference], week)
                if repr((reference, pieces)) in tried:
                    continue
                tried.add(repr((reference, pieces)))
                for piece, flaw in _flaws_of(sessions[reference], pieces):
                    self._blame(piece, week, reference, flaw, root)

    def _blame(self, piece: Piece, week: int, reference: str, flaw: RepcastError, root: Map) -> None:
        if (piece.location, reference) in self.blamed:
            return
        self.blamed.add((piece.location, reference))
        grows = "each_week" in piece.location
        hint = "grow less, or end it with until:" if grows else flaw.hint or "mend it here"
        self._report_at(root, piece.location, f"in week {week}, {reference}: {flaw.problem}", hint)


def _flaws_of(session: Session, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, RepcastError]]:
    """Yield the pieces with which pieces that do not fit as a whole cease to fit, and what is wrong then."""
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
    """Return what is wrong with a session that is changed so; None where it is fine."""
    try:
        for quantity, factor in change.scale.items():
            if factor > MOST_FACTOR:
                raise BadSetting(quantity, f"{factor:g}", f"the most is {MOST_FACTOR}")
        unroll(customise(session, change))
    except RepcastError as error:
        return error
    return None


def _flaw_of_weeks(weeks: str, count: int, named: Mapping[int, str]) -> tuple[str, str] | None:
    """Return what is wrong with the weeks of a change, and what to do; `named` has those before it."""
    first, last = first_and_last(weeks)
    if first > last:
        return "these weeks are upside down", f"write {last}-{first}"
    if last > count:
        return f"the training plan has {count} weeks", "name weeks that it has, or raise weeks:"
    if twice := next((week for week in range(first, last + 1) if week in named), None):
        return f"week {twice} stands here a second time (first in {named[twice]})", "name each week once"
    return None


def _missing(change: Customisation, sessions: Collection[Session]) -> str:
    """Return what it is that no session has, with the nearest that one of them has."""
    steps = [step.name for session in sessions for step in session.walk() if isinstance(step, Exercise | Block | Rest)]
    for name in change.levels:
        return f"a level '{name}'" + did_you_mean(name, chain.from_iterable(session.levels for session in sessions))
    for key in change.settings:
        owner = key.rpartition(".")[0]
        return f"a step named '{owner}'" + did_you_mean(owner, steps)
    return next(iter(change.scale))


def _written_sessions(root: Map) -> Iterator[tuple[str, Position]]:
    """Yield the names of sessions in a text that may be no training plan yet."""
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
