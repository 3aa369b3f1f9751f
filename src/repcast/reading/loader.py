"""A file's text, YAML or shorthand -> Session, with every problem as a value: where, and what to write instead."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError

from repcast.errors import InvalidSession, Problem, RepcastError, RoundDoesNotFit, UnknownSession, UnreadableFile
from repcast.reading.located import MAX_BYTES, Document, Map, Position, Seq
from repcast.reading.located_yaml import read as read_yaml
from repcast.reading.named_files import Probe, Use, exists, flaws, moved
from repcast.reading.problems import keys_of_session, problems_of
from repcast.reading.shorthand import read as read_shorthand
from repcast.resources import builtin_sessions, user_path
from repcast.session.customise import Customisation, customise, scale, set_values
from repcast.session.model import NAME_LENGTH, Block, Group, Include, Level, Session, Step
from repcast.session.unroll import unroll

Reader = Callable[[bytes], Document]
"""Reads a text into the mapping that a session is validated from."""

MAX_NESTING: Final = 16
_SHORTHAND: Final = ".txt"
STDIN_NAME: Final = "<stdin>"
_START: Final = Position(1, 1)
_SEALED: Final = "this session must stand alone"

_NAME: Final = re.compile(rf"[^\x00-\x1f\x7f]{{1,{NAME_LENGTH}}}")

G = TypeVar("G", bound=Group)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """What a file's text turned out to be: a session with its includes in place, or the problems it has."""

    session: Session | None
    problems: tuple[Problem, ...]


def load(reference: str, probe: Probe = exists, folder: Path = Path()) -> Session:
    """Return the session at a path, or the built-in one of that name.

    Args:
        reference: the path, or the name.
        probe: looks at the sounds and the music that it names.
        folder: what the path is relative to.

    Raises:
        UnknownSession: neither exists.
        UnreadableFile: the system does not let us read it.
        InvalidSession: the file, or one that it includes, has problems.
    """
    path = find(reference, folder)
    return accept(parse(read_file(path), file=_shown(reference, path, folder), path=path, probe=probe))


def accept(parsed: Parsed) -> Session:
    """Return the parsed session.

    Raises:
        InvalidSession: where there is none.
    """
    if parsed.session is None:
        raise InvalidSession(parsed.problems)
    return parsed.session


def find(reference: str, folder: Path = Path()) -> Path:
    """Return the file that a reference means: a file's path in that folder first, then a built-in session's name.

    Raises:
        UnknownSession: neither exists.
    """
    path = folder / user_path(reference)
    return path if is_file(path) else _find_builtin(reference)


def is_file(path: Path) -> bool:
    """Tell whether there is such a file, also for a name that the system cannot even ask for."""
    try:
        return path.is_file()
    except OSError:
        return False


def _find_builtin(reference: str) -> Path:
    builtins = builtin_sessions()
    if reference not in builtins:
        raise UnknownSession(reference, list(builtins))
    return builtins[reference]


def _shown(reference: str, path: Path, folder: Path) -> str:
    if path == builtin_sessions().get(reference):
        return path.name
    shown = os.path.normpath(path) if folder.parts else reference
    return os.fsencode(shown).decode("utf-8", "backslashreplace")  # for names that are no Unicode


def read_file(path: Path) -> bytes:
    """Return a file's bytes, and one more than a file may have where it has too many.

    Raises:
        UnreadableFile: the system does not let us read it.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from None


def parse_shorthand(text: bytes, *, file: str) -> Parsed:
    """Read a text in shorthand that is in no file; `file` is the name to use in problems."""
    return _Loader(exists).parse(text, _File(file, None, read=read_shorthand))


def parse(text: bytes, *, file: str, path: Path | None = None, probe: Probe | None = exists) -> Parsed:
    """Read a session file's text: shorthand where its path ends in .txt, else YAML.

    Args:
        text: UTF-8, at most 1 MiB.
        file: the name to use in problems.
        path: where the file is, for what it names relative to it; None for text that is in no file.
        probe: looks at the sounds and the music that it names; None where it may name no file, nor include one.
    """
    return _Loader(probe).parse(text, _File(file, path, read=_reader(path)))


def _reader(path: Path | None) -> Reader:
    return read_shorthand if path and path.suffix.lower() == _SHORTHAND else read_yaml


@dataclass(frozen=True, slots=True)
class _File:
    shown: str
    path: Path | None
    chain: tuple[tuple[str, Path | None], ...] = ()
    read: Reader = read_yaml

    @property
    def trail(self) -> tuple[tuple[str, Path | None], ...]:
        return (*self.chain, (self.shown, self.path.resolve() if self.path else None))

    def beside(self, name: str) -> Path:
        """Return the file of a name that is relative to this one."""
        return (self.path.parent if self.path else Path()) / user_path(name)

    def included(self, reference: str) -> "_File":
        """Return the file that an include means.

        Raises:
            UnknownSession: there is none.
        """
        path = self.beside(reference)
        shown = os.path.normpath(Path(self.shown).parent / reference) if self.shown != STDIN_NAME else reference
        if not is_file(path):
            path = _find_builtin(reference)
            shown = path.name
        return _File(shown, path, self.trail, _reader(path))


@dataclass(slots=True)
class _Loader:
    """Loads one file and all that it includes, each file once."""

    probe: Probe | None
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, list[str]] = field(default_factory=dict)  # of files in shorthand, which problems quote
    loaded: dict[Path, Session | None] = field(default_factory=dict)
    heights: dict[int, int] = field(default_factory=dict)  # of groups, by id
    kept: list[Group] = field(default_factory=list)  # so that no id is used twice

    def parse(self, text: bytes, file: _File) -> Parsed:
        session = self._session(text, file)
        problems = tuple(sorted(map(self._quoted, self.problems)))
        return Parsed(session=None if problems else session, problems=problems)

    def _quoted(self, problem: Problem) -> Problem:
        """Return a problem in a line of shorthand with that line; in YAML, the line's number is enough."""
        lines = self.lines.get(problem.file, [])[problem.line - 1 :]
        return replace(problem, excerpt=lines[0]) if lines else problem

    def _session(self, text: bytes, file: _File) -> Session | None:
        document = file.read(text)
        if file.read is read_shorthand:
            self.lines[file.shown] = re.split("\r\n|[\r\n]", text.decode("utf-8-sig", "replace"))
        before = len(self.problems)
        for flaw in document.flaws:
            self._report(file, flaw.position, flaw.message, flaw.hint)
        if document.root is None and document.flaws:
            return None
        root = document.root
        if not isinstance(root, Map):
            position = root.position if isinstance(root, Seq) else _START
            self._report(file, position, "a session is a mapping", "begin with title: and steps:")
            return None
        try:
            session = Session.model_validate(root, context={"file": file.shown})
        except ValidationError as error:
            self.problems.extend(problems_of(error, root, file.shown, keys_of_session))
            for reference, position in _written_includes(root):
                self._load(reference, position, file)
            return None
        if len(self.problems) > before:
            return None
        resolved = self._resolved(session, root, file)
        if not file.chain:  # what is included brings its steps alone
            resolved = self._with_files(resolved, root, file)
        if len(self.problems) == before:
            self._check_whole(resolved, root, file)
        return resolved if len(self.problems) == before else None

    def _report(self, file: _File, position: Position, message: str, hint: str, path: str = "") -> None:
        self.problems.append(
            Problem(
                file=file.shown,
                line=position.line,
                column=position.column,
                message=message,
                hint=hint,
                path=path,
            )
        )

    def _resolved(self, group: G, written: Map, file: _File) -> G:
        """Return the group with every include, however deep, replaced by a block of the included session's steps."""
        steps = written["steps"]
        assert isinstance(steps, Seq)
        resolved: list[Step] = []
        for step, written_step in zip(group.steps, steps, strict=True):
            assert isinstance(written_step, Map)
            child: Step | None = step
            if isinstance(step, Include):
                child = self._included(step, written_step, file)
            elif isinstance(step, Block):
                child = self._resolved(step, written_step, file)
            if child is None:  # an include with problems, which are reported
                continue
            resolved.append(child)
            if self.heights.get(id(child)) == MAX_NESTING + 1:
                message = f"blocks and includes are nested more than {MAX_NESTING} deep here"
                self._report(file, written_step.position, message, "take a level away")
        group = group.model_copy(update={"steps": tuple(resolved)})
        self.heights[id(group)] = 1 + max((self.heights.get(id(step), 0) for step in resolved), default=0)
        self.kept.append(group)
        return group

    def _with_files(self, session: Session, root: Map, file: _File) -> Session:
        """Return the session with its sounds and its music where they really are, each looked at."""
        for key, flaw in flaws(root, file.beside, self.probe or _sealed):
            self._report(file, flaw.position, flaw.message, flaw.hint, key)
        return moved(session, file.beside)

    def _included(self, step: Include, written: Map, file: _File) -> Block | None:
        session = self._load(step.reference, written.values_at["include"], file)
        if session is None:
            return None
        fields = {name: getattr(session, name) for name in Group.model_fields}
        block = Block.model_construct(**fields)
        block._source = step.source  # noqa: SLF001 - the block stands where it is included
        self.heights[id(block)] = self.heights[id(session)]
        self.kept.append(block)
        return block

    def _load(self, reference: str, at: Position, file: _File) -> Session | None:
        """Return an included session, or None where it has problems."""
        if self.probe is None:
            self._report(file, at, f"cannot include {reference}: {_SEALED}", "write its steps here")
            return None
        try:
            return self._load_once(file.included(reference), file, at)
        except RepcastError as error:
            self._report(file, at, error.problem, error.hint or "check the path and its permissions")
            return None

    def _load_once(self, target: _File, file: _File, at: Position) -> Session | None:
        path = target.trail[-1][1]
        assert path is not None
        trail = [known for _, known in file.trail]
        if path in trail:
            names = [shown for shown, _ in target.trail[trail.index(path) :]]
            self._report(file, at, f"this include never ends: {' -> '.join(names)}", "take one of them away")
            return None
        if len(trail) > MAX_NESTING:
            self._report(file, at, f"includes are nested more than {MAX_NESTING} deep here", "take a level away")
            return None
        if path not in self.loaded:
            self.loaded[path] = self._session(read_file(path), target)
        return self.loaded[path]

    def _check_whole(self, session: Session, root: Map, file: _File) -> None:
        """Check what needs the whole session: its size, and that every level fits it."""
        try:
            unroll(session)
        except RepcastError as error:
            at = Position(error.line, 1) if isinstance(error, RoundDoesNotFit) and error.line else _START
            self._report(file, at, error.problem, error.hint)
            return
        levels = root.get("levels")
        if isinstance(levels, Map):
            for name, level in session.levels.items():
                written = levels[name]
                assert isinstance(written, Map)
                before = len(self.problems)
                self._check_level(session, level, written, (file, f"levels.{name}"))
                if len(self.problems) == before:
                    self._check_level_as_a_whole(session, name, levels.keys_at[name], file)

    def _check_level_as_a_whole(self, session: Session, name: str, at: Position, file: _File) -> None:
        try:
            unroll(customise(session, Customisation(levels=(name,))))
        except RepcastError as error:
            self._report(file, at, f"with this level, {error.problem}", error.hint or "mend it here", f"levels.{name}")

    def _check_level(self, session: Session, level: Level, written: Map, where: tuple[_File, str]) -> None:
        file, path = where
        for key, values in (("scale", level.scale), ("set", level.set)):
            part = written.get(key)
            for name, value in values.items():
                assert isinstance(part, Map)
                try:
                    if key == "scale":
                        scale(session, {name: value})  # type: ignore[dict-item]
                    else:
                        set_values(session, {name: str(value)})
                except RepcastError as error:
                    message = f"this level does not fit the session: {error.problem}"
                    self._report(
                        file, part.keys_at[name], message, error.hint or "mend it here", f"{path}.{key}.{name}"
                    )


def _sealed(_path: Path, _use: Use) -> str:
    return _SEALED


def _written_includes(group: Map) -> Iterator[tuple[str, Position]]:
    """Yield the includes of a text that is not a session yet, so that they are checked together with the rest."""
    steps = group.get("steps")
    for step in steps if isinstance(steps, Seq) else ():
        if isinstance(step, Map):
            yield from _written_includes(step)
            reference = step.get("include")
            if isinstance(reference, str) and _NAME.fullmatch(reference):
                yield reference, step.values_at["include"]
