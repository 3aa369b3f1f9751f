"""What can be opened in the studio: a table of names, made when it starts. What is not in it cannot be opened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, Literal, NoReturn

from repcast import opening
from repcast.errors import NoSuchChoice, RepcastError, UnreadableFile
from repcast.files.outputs import YAML_ENDINGS
from repcast.files.signature import is_sound
from repcast.opening import QUICK, Opened
from repcast.reading.serialise import serialise
from repcast.resources import builtin_sessions, user_path
from repcast.session import flags
from repcast.session.customise import Customisation
from repcast.training.library import TRAINING_PLANS, is_training_plan

Kind = Literal["due", "here", "builtin", "line", "dropped"]

_WRITTEN: Final = (*YAML_ENDINGS, ".txt")
_MOST_HERE: Final = 200
_SESSION_KEYS: Final = frozenset({"steps"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Something to open.

    Attributes:
        name: as the command line takes it, and the page's address.
        path: of its file; None for what is in none that may be read again.
        opens: returns the session; raises what `opening.opened` does.
        file_name: what a render of it is called, without its ending.
        training_day: the week and the weekday that it is due on; None where it is due on none.
        asked: what is changed of it from the start.
    """

    name: str
    kind: Kind
    opens: Callable[[], Opened]
    path: Path | None = None
    file_name: str = ""
    training_day: tuple[int, int] | None = None
    asked: Customisation = field(default_factory=Customisation)

    @property
    def address(self) -> str:
        """What the page's address is when it is opened."""
        return flags.address(self.name, self.asked)

    def command(self, customisation: Customisation) -> str:
        """Return the command that renders it, with what is changed; empty where no command can."""
        match self.kind:
            case "due":
                return flags.command_for_today(customisation)
            case "line" | "dropped":
                return ""
            case "here" | "builtin":
                if self.path and is_sound(self.path):
                    return ""  # by its name it would be written over itself
                return flags.command(self.name, customisation)

    def opened(self, text: str | None = None) -> Opened:
        """Return the session: as its file has it, or as a text in its place does.

        Raises:
            InvalidSession, InvalidConfiguration: it has problems.
            RepcastError: it cannot be read.
        """
        if text is None:
            return self.opens()
        return opening.quick(text) if self.kind == "line" else opening.of_text(text, self.name, self.path)

    def text(self) -> str:
        """Return what is written in its file, with or without problems; of a session that is in none, what would be.

        Raises:
            RepcastError: it cannot be read.
        """
        if self.kind == "builtin":
            return opening.copied(self.name)  # what it includes is in no folder of the user's
        if self.path is None or is_sound(self.path):
            return serialise(self.opens().written)
        return opening.text_of(self.path)


class Choices:
    """The table. It is made anew whenever the page asks what there is; names that it once had stay in it."""

    def __init__(self, first: str, today: date) -> None:
        """Begin with what was named on the command line; empty for nothing."""
        self._today = today
        self._named = [_written(first)] if first else []
        self._table = {choice.name: choice for choice in self._named}
        self._dropped: dict[str, Choice] = {}
        self._latest: tuple[object, Opened] | None = None

    def all(self) -> tuple[Choice, ...]:
        """Return everything that can be opened: what is due first."""
        found = [*_due(self._today), *self._named, *self._dropped.values(), *_here(), *_builtins(), _LINE]
        self._table |= {choice.name: choice for choice in reversed(found)}
        return tuple({choice.name: choice for choice in found}.values())

    def __getitem__(self, name: str) -> Choice:
        """Return the choice of a name.

        Raises:
            NoSuchChoice: there is none.
        """
        if name not in self._table:
            self.all()  # a file may be new
        if name not in self._table:
            raise NoSuchChoice
        return self._table[name]

    def opened(self, name: str, text: str | None = None) -> Opened:
        """Return a session of the table, or what a text in its place is.

        The one that was opened last is at hand, unless its file has changed.

        Raises:
            NoSuchChoice: there is none of that name.
            RepcastError: it has problems, or cannot be read.
        """
        choice = self[name]
        if text is None and choice.kind == "here" and choice.path and not choice.path.exists():
            raise UnreadableFile(name, "it is not there any more")
        key = (choice, text, _changed_ns(choice) if text is None else 0)
        latest = self._latest  # another thread may open something else meanwhile
        if latest is None or latest[0] != key:
            latest = self._latest = key, choice.opened(text)
        return latest[1]

    def drop(self, name: str, found: Opened) -> Choice:
        """Add a session that came with a file that was dropped on the page."""
        choice = Choice(name=name, kind="dropped", opens=partial(_as_it_is, found), file_name=Path(name).stem)
        self._dropped[name] = self._table[name] = choice
        return choice


def _changed_ns(choice: Choice) -> int:
    """Return when a session's file was changed last; 0 for one that is in none."""
    return choice.path.stat().st_mtime_ns if choice.path and choice.path.exists() else 0


def _nothing_yet() -> Opened:
    return opening.quick("rest 10s")


_LINE: Final = Choice(name=QUICK, kind="line", opens=_nothing_yet, file_name=QUICK)


def _written(reference: str) -> Choice:
    path = user_path(reference)
    return Choice(
        name=reference,
        kind="builtin" if reference in builtin_sessions() and not path.exists() else "here",
        opens=partial(opening.opened, reference),
        path=path if path.exists() else builtin_sessions().get(reference),
        file_name=f"{path.stem}-2" if is_sound(path) else path.stem,  # which is not written over what it is made from
    )


def _builtins() -> Iterator[Choice]:
    yield from map(_written, builtin_sessions())


def _here() -> Iterator[Choice]:
    """Yield the sessions in the folder where the studio was started: files of theirs, and sounds that carry one."""
    files = (path for path in sorted(Path().iterdir()) if not path.name.startswith(".") and path.is_file())
    yield from islice((_written(path.name) for path in files if _is_session(path)), _MOST_HERE)


def _is_session(path: Path) -> bool:
    if path.suffix.lower() == ".mp3":
        return True
    if path.suffix.lower() not in _WRITTEN:
        return False
    try:
        source = TRAINING_PLANS.open(str(path))
    except RepcastError:
        return False
    if path.suffix.lower() == ".txt":
        return source.root is not None and not source.flaws
    return source.root is None or (bool(_SESSION_KEYS & source.root.keys()) and not is_training_plan(source))


def _due(today: date) -> Iterator[Choice]:
    """Yield what is due today in the training plan of this folder; of one with problems, what tells them."""
    from repcast.training.programme import day_of  # noqa: PLC0415 - most folders have none

    if not Path(opening.DEFAULT_TRAINING_PLAN).is_file():
        return
    try:
        opened = opening.open_training_plan("")
        day = day_of(opened.programme, today)
    except RepcastError as error:
        yield Choice(name=opening.DEFAULT_TRAINING_PLAN, kind="due", opens=partial(_refuse, error))
        return
    for due, file_name in zip(day.due, day.file_names, strict=True):
        session = Opened(session=due.session, written=due.session, own=opened.own)
        yield Choice(
            name=file_name,
            kind="due",
            opens=partial(_as_it_is, session),
            file_name=file_name,
            training_day=(day.week, day.date.weekday()),
            asked=due.length,
        )


def _refuse(error: RepcastError) -> NoReturn:
    raise error


def _as_it_is(opened: Opened) -> Opened:
    return opened
