"""A file's values -> Session, with every problem as a value: where it is, and what to write instead."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError

from repcast.disk.untrusted import read_regular
from repcast.errors import InvalidSession, NoPace, Problem, RepcastError, RoundDoesNotFit, UnknownSession
from repcast.reading.cues_written import flaws_of_cues
from repcast.reading.located import MAX_BYTES, START, Flaw, Map, Position, Seq, steps_of
from repcast.reading.named_files import Probe, Use, exists, flaws, flaws_of_steps, moved, moved_music
from repcast.reading.source_file import STDIN_NAME, Library, SourceFile, is_there
from repcast.resources import builtin_sessions
from repcast.session.customise import Customisation, customise, scale, set_values
from repcast.session.fields import NAME_LENGTH
from repcast.session.model import Block, Group, Include, Session, Step, WrittenStep
from repcast.session.settings import Level
from repcast.session.step_image import with_images
from repcast.session.step_music import with_music
from repcast.session.unroll import unroll

SESSIONS: Final = Library(
    kind="session", opening="title: and steps:", builtins=builtin_sessions, unknown=UnknownSession
)
MAX_NESTING: Final = 16
MOST_MUSICS: Final = 50
"""Of all steps, each of which is held open while a session is mixed."""
_SEALED: Final = "this session must stand alone"
_TOO_DEEP: Final = "take a level away"
_CORRECT_IT: Final = "correct it here"
_NAME: Final = re.compile(rf"[^\x00-\x1f\x7f]{{1,{NAME_LENGTH}}}")

G = TypeVar("G", bound=Group)
_Trail = Mapping[Path | None, str]
"""The files that include one another, the innermost last: each file's name in problems, by its real path."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """What a text turned out to be: a session with its includes in place, or the problems that it has."""

    session: Session | None
    problems: tuple[Problem, ...]


def load(reference: str, probe: Probe = exists, folder: Path = Path()) -> Session:
    """Return the session at a path, or the built-in one of that name.

    Args:
        reference: the path, or the name.
        probe: looks at the sounds, music and pictures that it names.
        folder: what the path is relative to.

    Raises:
        UnknownSession: neither exists.
        UnreadableFile: the system does not let us read it.
        InvalidSession: the file, or one that it includes, has problems.
    """
    return accept(validate(SESSIONS.open(reference, folder), probe))


def accept(parsed: Parsed) -> Session:
    """Return the parsed session.

    Raises:
        InvalidSession: there is none.
    """
    if parsed.session is None:
        raise InvalidSession(parsed.problems)
    return parsed.session


def parse(text: bytes, *, file: str, path: Path | None = None, probe: Probe | None = exists) -> Parsed:
    """Read a session's text: shorthand where its path ends in .txt, else YAML.

    Args:
        text: UTF-8, at most 1 MiB.
        file: what problems call it.
        path: where the file is, for what it names relative to it; None for a text that is in no file.
        probe: as for `validate`.
    """
    return validate(SESSIONS.read(text, shown=file, path=path), probe)


def validate(source: SourceFile, probe: Probe | None = exists) -> Parsed:
    """Return the session that a source file holds, or its problems.

    Args:
        source: the file, or a text that is in no file.
        probe: looks at the sounds, music and pictures that it names; None where it may name no file, nor include one.
    """
    loader = _Loader(probe)
    found = loader.session(source, {})
    problems = tuple(sorted(loader.problems))
    return Parsed(session=None if problems or found is None else found[0], problems=problems)


@dataclass(slots=True)
class _Loader:
    """Loads one file and all that it includes, each file once.

    A session or a block comes with its depth: 1 where no block is in it, and one more for each level of blocks.
    """

    probe: Probe | None
    problems: list[Problem] = field(default_factory=list)
    loaded: dict[Path, tuple[Session, int] | None] = field(default_factory=dict)

    def session(self, source: SourceFile, above: _Trail) -> tuple[Session, int] | None:
        """Return a file's session and its depth; None where it has problems, which are reported."""
        before = len(self.problems)
        self.problems.extend(map(source.problem, source.flaws))
        root = source.root
        if root is None:
            return None
        trail = {**above, source.path and source.path.resolve(): source.shown}
        try:
            session = Session.model_validate(root, context={"file": source.shown})
        except ValidationError as error:
            from repcast.reading.problems import flaws_of, keys_of_session  # noqa: PLC0415 - only where there are any

            self.problems.extend(map(source.problem, flaws_of(error, root, keys_of_session)))
            for reference, position in _written_includes(root):
                self._load(reference, position, source, trail)
            return None
        self.problems.extend(map(source.problem, flaws_of_cues(session, root)))
        self.problems.extend(map(source.problem, flaws_of_steps(root, source.beside, self.probe or _sealed)))
        if len(self.problems) > before:
            return None
        session = with_music(session, lambda music: moved_music(music, source.beside))
        session = with_images(session, lambda name: str(source.beside(name)))
        session, depth = self._resolved(session, root, source, trail)
        if not above:  # what is included brings its steps alone
            session = self._with_files(session, root, source)
        if len(self.problems) == before:
            self._check_whole(session, root, source)
        return (session, depth) if len(self.problems) == before else None

    def _report(self, source: SourceFile, flaw: Flaw) -> None:
        self.problems.append(source.problem(flaw))

    def _resolved(self, group: G, written: Map, source: SourceFile, trail: _Trail) -> tuple[G, int]:
        """Return the group with every include, however deep, replaced by a block of the included session's steps."""
        steps = written["steps"]
        assert isinstance(steps, Seq)
        resolved: list[WrittenStep] = []
        deepest = 0
        for step, written_step in zip(group.steps, steps, strict=True):
            assert isinstance(written_step, Map)
            found: tuple[WrittenStep, int] | None = step, 0
            if isinstance(step, Include):
                found = self._included(step, written_step, source, trail)
            elif isinstance(step, Block):
                found = self._resolved(step, written_step, source, trail)
            if found is None:  # an include with problems, which are reported
                continue
            resolved.append(found[0])
            deepest = max(deepest, found[1])
            if found[1] == MAX_NESTING + 1:
                message = f"blocks and includes are nested more than {MAX_NESTING} deep here"
                self._report(source, Flaw(written_step.position, message, _TOO_DEEP))
        return group.model_copy(update={"steps": tuple(resolved)}), deepest + 1

    def _with_files(self, session: Session, root: Map, source: SourceFile) -> Session:
        """Return the session with the paths of its sounds and its music, and report those that cannot be used."""
        for flaw in flaws(root, source.beside, self.probe or _sealed):
            self._report(source, flaw)
        return moved(session, source.beside)

    def _included(self, step: Include, written: Map, source: SourceFile, trail: _Trail) -> tuple[Block, int] | None:
        found = self._load(step.reference, written.values_at["include"], source, trail)
        if found is None:
            return None
        session, depth = found
        fields = {name: getattr(session, name) for name in Group.model_fields}
        of_step = {name: getattr(step, name) for name in Step.model_fields}
        block = Block.model_construct(**fields, **of_step)
        block._source = step.source  # noqa: SLF001 - the block stands where it is included
        return block, depth

    def _load(self, reference: str, at: Position, source: SourceFile, trail: _Trail) -> tuple[Session, int] | None:
        """Return an included session and its depth; None where it has problems, which are reported."""
        if self.probe is None:
            self._report(source, Flaw(at, f"cannot include {reference}: {_SEALED}", "write its steps here"))
            return None
        try:
            return self._load_once(*_find_included(reference, source), at, source, trail)
        except RepcastError as error:
            self._report(source, Flaw(at, error.problem, error.hint or "check the path and its permissions"))
            return None

    def _load_once(
        self, path: Path, shown: str, at: Position, source: SourceFile, trail: _Trail
    ) -> tuple[Session, int] | None:
        real = path.resolve()
        if real in trail:
            names = [*trail.values(), shown][[*trail].index(real) :]
            self._report(source, Flaw(at, f"this include never ends: {' -> '.join(names)}", "take one of them away"))
            return None
        if len(trail) > MAX_NESTING:
            self._report(source, Flaw(at, f"includes are nested more than {MAX_NESTING} deep here", _TOO_DEEP))
            return None
        if real not in self.loaded:
            self.loaded[real] = self.session(
                SESSIONS.read(read_regular(path, MAX_BYTES), shown=shown, path=path), trail
            )
        return self.loaded[real]

    def _check_whole(self, session: Session, root: Map, source: SourceFile) -> None:
        """Check what needs the whole session: its size, and whether its levels fit it."""
        has_pace = True
        try:
            unroll(session)
        except NoPace:
            has_pace = False  # the user's settings may have one: who lays it out with these is told
        except RoundDoesNotFit as error:
            problem = source.problem(Flaw(_place_of_every(error, root), error.problem, error.hint))
            self.problems.append(replace(problem, file=error.file))
            return
        except RepcastError as error:
            self._report(source, Flaw(START, error.problem, error.hint))
            return
        musics = {(each.files, each.shuffle) for step in session.walk() if (each := step.own_music)}
        if len(musics) > MOST_MUSICS:
            message = f"its steps have more than {MOST_MUSICS} different musics"
            self._report(source, Flaw(START, message, "give several steps the same, or put them into a block"))
        levels = root.get("levels")
        if isinstance(levels, Map):
            for name, level in session.levels.items():
                written = levels[name]
                assert isinstance(written, Map)
                whole = [*_flaws_of_whole_level(session, name, levels.keys_at[name])]
                if whole or not has_pace:
                    for flaw in [*_flaws_of_level(session, level, written, f"levels.{name}")] or whole:
                        self._report(source, flaw)


def _place_of_every(error: RoundDoesNotFit, root: Map) -> Position:
    """Return where the `every` stands that a round does not fit into, else where its group begins."""
    for group in (root, *_written_blocks(root)):
        if "every" in group and (group.position.line, group.get("block", group.get("title"))) == (
            error.line,
            error.name,
        ):
            return group.keys_at["every"]
    return Position(error.line, 1)


def _written_blocks(group: Map) -> Iterator[Map]:
    for step in steps_of(group):
        yield step
        yield from _written_blocks(step)


def _find_included(reference: str, source: SourceFile) -> tuple[Path, str]:
    """Return the file that an include means, and what problems call it.

    Raises:
        UnknownSession: there is none.
    """
    path = source.beside(reference)
    if not is_there(path):
        path = SESSIONS.builtin(reference)
        return path, path.name
    return path, reference if source.shown == STDIN_NAME else os.path.normpath(Path(source.shown).parent / reference)


def _flaws_of_level(session: Session, level: Level, written: Map, path: str) -> Iterator[Flaw]:
    """Yield a flaw for each factor and setting of a level that does not fit the session."""
    for key, values in (("scale", level.scale), ("set", level.settings)):
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
                yield Flaw(part.keys_at[name], message, error.hint or _CORRECT_IT, f"{path}.{key}.{name}")


def _flaws_of_whole_level(session: Session, name: str, at: Position) -> Iterator[Flaw]:
    try:
        unroll(customise(session, Customisation(levels=(name,))))
    except NoPace:
        return
    except RepcastError as error:
        yield Flaw(at, f"with this level, {error.problem}", error.hint or _CORRECT_IT, f"levels.{name}")


def _sealed(_path: Path, _use: Use) -> str:
    return _SEALED


def _written_includes(group: Map) -> Iterator[tuple[str, Position]]:
    """Yield the includes of a text that is not a right session, so that their problems are reported as well."""
    for step in steps_of(group):
        yield from _written_includes(step)
        reference = step.get("include")
        if isinstance(reference, str) and _NAME.fullmatch(reference):
            yield reference, step.values_at["include"]
