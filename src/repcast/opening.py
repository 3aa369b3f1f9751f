"""What a name means: a session, a training plan, a file that repcast wrote, or the user's own settings.

Codecs and numpy are imported where they are used, so that checking a file stays light; so is what reads training plans,
or files that repcast wrote.
"""

import re
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from repcast import config
from repcast.disk.untrusted import read_regular
from repcast.errors import (
    NotASession,
    NotATrainingPlan,
    NoTimelineYet,
    NoTrainingPlanHere,
    UnknownBuiltin,
    UnknownTrainingPlan,
    UnreadableFile,
    did_you_mean,
)
from repcast.files.signature import is_sound
from repcast.formats import SOUND_FORMATS
from repcast.reading.loader import SESSIONS, accept, load, validate
from repcast.reading.located import MAX_BYTES
from repcast.reading.named_files import Use, exists
from repcast.reading.serialise import serialise
from repcast.reading.source_file import STDIN_NAME, SourceFile, is_there, shorthand_file
from repcast.resources import STDIN, builtin_sessions, builtin_training_plans, user_path
from repcast.session.customise import Customisation, customise
from repcast.session.model import Session
from repcast.session.step_image import images_of
from repcast.training.library import TRAINING_PLANS, is_training_plan

if TYPE_CHECKING:
    from repcast.files.embedded import Embedded
    from repcast.training.programme import Programme

DEFAULT_TRAINING_PLAN: Final = "plan.yaml"

QUICK: Final = "quick"
"""What messages call a text that is in no file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A session to work on.

    Attributes:
        session: over the user's own settings.
        written: without them.
        left_out: settings that named files, and were not embedded in the file that the session comes from.
        own: the user's settings; None where they were not needed.
        source: the file that it was read from; None for one that repcast wrote.
    """

    session: Session
    written: Session
    left_out: tuple[str, ...] = ()
    own: config.UserSettings | None = None
    source: SourceFile | None = None

    def settings(self) -> config.UserSettings:
        """Return the user's settings.

        Raises:
            InvalidConfiguration, BadVariable, UnreadableFile: they have problems.
        """
        return self.own or config.load(exists)

    def output_folder(self) -> str:
        """Return the folder where the user wants files; empty for the one where we are. Raises what `settings` does."""
        return self.settings().output_folder

    def lacking(self, customisation: Customisation) -> tuple[str, ...]:
        """Return the settings in `left_out` that the customisation does not set again."""
        if not self.left_out:
            return ()
        customised = customise(self.session, customisation)
        has = {f"sounds.{name}" for name in customised.sounds} | ({"music"} if customised.has_music else set())
        has |= {"image"} if images_of(customised) else set()
        return tuple(key for key in self.left_out if key not in has)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedTrainingPlan:
    """A training plan to work on, its sessions over the user's own settings.

    Attributes:
        reference: the plan's path, or a built-in plan's name.
    """

    reference: str
    programme: "Programme"
    own: config.UserSettings

    def sources(self) -> set[str]:
        """Return the files that the plan and its sessions are in; a built-in's name may be among them."""
        folder = Path(self.reference).parent
        return {self.reference, *(str(folder / name) for name in self.programme.sessions)}

    def settings(self) -> config.UserSettings:
        """Return the user's settings."""
        return self.own

    def output_folder(self) -> str:
        """Return the folder where the user wants files; empty for the one where we are."""
        return self.own.output_folder


@dataclass(frozen=True, kw_only=True, slots=True)
class Configuration:
    """Where the user's configuration is, whether it exists, and every setting that sessions start with."""

    path: Path
    exists: bool
    settings: tuple[config.Setting, ...]


def open_session(reference: str) -> Session:
    """Return the session that a path, a built-in's name, or `-` for standard input means, over the user's own settings.

    Raises:
        InvalidSession, InvalidConfiguration: the session, or the configuration, has problems.
        RepcastError: no session can be read there.
    """
    return opened(reference).session


def opened(reference: str) -> Opened:
    """Return the session that a path, a built-in's name, or `-` for standard input means, and what else is known of it.

    The path may be that of a file that repcast wrote: its session is embedded in it.

    Raises:
        InvalidSession, InvalidConfiguration: the session, or the configuration, has problems.
        RepcastError: no session can be read there.
    """
    if found := _from_sound(reference):
        return found
    source = _source(reference)
    if _means_training_plan(source):
        raise NotASession(reference)
    return _session(source)


def open_either(reference: str) -> Opened | OpenedTrainingPlan:
    """Return the session, or the training plan, that a reference means. Its file is read once.

    Raises:
        InvalidSession, InvalidTrainingPlan, InvalidConfiguration: what was opened, or the configuration, has problems.
        RepcastError: neither can be read there.
    """
    if found := _from_sound(reference):
        return found
    source = _source(reference)
    return _training_plan(reference, source) if _means_training_plan(source) else _session(source)


def _source(reference: str) -> SourceFile:
    """Read the file, or standard input, that a session or a training plan is written in.

    Raises:
        UnknownSession: there is no such file, and nothing built in has that name.
        UnreadableFile: the system does not let us read it.
    """
    if reference == STDIN:
        return SESSIONS.read(_piped(), shown=STDIN_NAME)
    is_builtin_plan = reference in builtin_training_plans() and not is_there(user_path(reference))
    return (TRAINING_PLANS if is_builtin_plan else SESSIONS).open(reference)


def _means_training_plan(source: SourceFile) -> bool:
    """Tell whether a file is a training plan; what comes from standard input is a session."""
    return source.path is not None and is_training_plan(source)


def _session(source: SourceFile) -> Opened:
    own, written = config.load(_flaw), accept(validate(source, _flaw))
    return Opened(session=config.beneath(written, own), written=written, own=own, source=source)


def _from_sound(reference: str) -> Opened | None:
    """Return the session that is embedded in a sound file; None where the reference means no sound file.

    It holds the user's settings already, as they were when it was rendered.

    Raises:
        NoEmbeddedSession: no session is embedded in the sound file.
    """
    path = user_path(reference)
    claims_to_be = path.suffix.lower().removeprefix(".") in SOUND_FORMATS and is_there(path)
    return carried(path, str(path)) if claims_to_be or is_sound(path) else None


def carried(path: Path, shown: str) -> Opened:
    """Return the session that is embedded in a sound file.

    Args:
        path: the file.
        shown: what problems call it.

    Raises:
        NoEmbeddedSession: there is none.
    """
    from repcast.files.embedded import texts_in, unpack  # noqa: PLC0415

    found = unpack(texts_in(path, shown), Path(shown))
    return Opened(session=found.session, written=found.session, left_out=found.left_out)


def _piped() -> bytes:
    """Return what comes from standard input.

    Raises:
        UnreadableFile: it is closed, or cannot be read.
    """
    if sys.stdin is None:
        raise UnreadableFile("standard input", "it is closed")
    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile("standard input", error.strerror or str(error)) from None


def quick(text: str) -> Opened:
    """Return the session that a text in shorthand means, or that on standard input, for `-`.

    Raises:
        InvalidSession: the text is not clear.
        InvalidConfiguration: the user's settings have problems.
    """
    is_piped = text == STDIN
    raw = _piped() if is_piped else text.encode(errors="surrogateescape")
    return _session(shorthand_file(raw, shown=STDIN_NAME if is_piped else QUICK))


def of_text(text: str, shown: str, path: Path | None = None) -> Opened:
    """Return the session that a text means.

    Args:
        text: a session file's.
        shown: what problems call it.
        path: of the file that it stands in place of; what it names is relative to that.

    Raises:
        InvalidSession: it has problems.
        InvalidConfiguration: the user's settings have problems.
    """
    return _session(SESSIONS.read(text.encode(errors="surrogateescape"), shown=shown, path=path))


def text_of(path: Path) -> str:
    """Return the text of a session's file, to be changed.

    Raises:
        UnreadableFile: the system does not let us read it.
    """
    return read_regular(path, MAX_BYTES).decode("utf-8-sig", "replace")


def read_back(path: Path) -> "Embedded":
    """Return what is embedded in a file that repcast wrote.

    Raises:
        NoEmbeddedSession: nothing is.
        NoTimelineYet: it is the name of something built in.
        UnreadableFile: there is no such file.
    """
    from repcast.files.embedded import read_embedded  # noqa: PLC0415

    if not is_there(path) and str(path) in _builtin_names():
        raise NoTimelineYet(str(path))
    if flaw := exists(path, "sound"):
        near = did_you_mean(str(path), _builtin_names())
        raise UnreadableFile(str(path), flaw + near)
    return read_embedded(path)


def open_training_plan(reference: str, start: date | None = None) -> OpenedTrainingPlan:
    """Return the training plan that a path or a built-in's name means, with its sessions.

    Args:
        reference: the path or the name; empty for the one in the folder where we are.
        start: the first day, in place of its own.

    Raises:
        NoTrainingPlanHere: none was named, and there is none in this folder.
        InvalidTrainingPlan, InvalidConfiguration: the plan or one of its sessions, or the configuration, has problems.
        RepcastError: no training plan can be read there.
    """
    if not reference and not is_there(Path(DEFAULT_TRAINING_PLAN)):
        raise NoTrainingPlanHere(DEFAULT_TRAINING_PLAN, list(builtin_training_plans()))
    reference = reference or DEFAULT_TRAINING_PLAN
    try:
        source = TRAINING_PLANS.open(reference)
    except UnknownTrainingPlan:
        if reference in builtin_sessions():
            raise NotATrainingPlan(reference) from None
        raise
    return _training_plan(reference, source, start)


def _training_plan(reference: str, source: SourceFile, start: date | None = None) -> OpenedTrainingPlan:
    from repcast.training import loader  # noqa: PLC0415

    parsed = loader.validate(source, _flaw)
    if parsed.programme is None and (is_sound(user_path(reference)) or validate(source).session):
        raise NotATrainingPlan(reference)
    found, own = loader.accept(parsed), config.load(_flaw)
    programme = replace(
        found,
        training_plan=found.training_plan.model_copy(update={"start": start} if start else {}),
        sessions={name: config.beneath(session, own) for name, session in found.sessions.items()},
    )
    return OpenedTrainingPlan(reference=reference, programme=programme, own=own)


def builtin_text(name: str) -> str | None:
    """Return the text of the built-in session, or training plan, of a name; None where there is none.

    It is without the line that tells editors where the schema is: that is beside the built-in file alone.
    """
    path = (builtin_training_plans() | builtin_sessions()).get(name)
    return re.sub(r"\A# yaml-language-server.*\n", "", path.read_text(encoding="utf-8")) if path else None


def copied(name: str) -> str:
    """Return a text to change: that of the built-in session or training plan, with what it includes written out.

    Raises:
        UnknownBuiltin: there is none of that name.
    """
    text = builtin_text(name)
    if text is None:
        raise UnknownBuiltin(name, _builtin_names())
    return serialise(load(name)) if re.search(r"^ *- include:", text, re.MULTILINE) else text


def _builtin_names() -> list[str]:
    return [*builtin_sessions(), *builtin_training_plans()]


def builtins() -> dict[str, Session]:
    """Return the built-in sessions by name, as their authors wrote them."""
    return {name: load(name) for name in builtin_sessions()}


def builtin_programmes() -> "dict[str, Programme]":
    """Return the built-in training plans by name, as their authors wrote them."""
    from repcast.training import loader  # noqa: PLC0415

    return {name: loader.load(name) for name in builtin_training_plans()}


def plain() -> Opened:
    """Return a session with the user's own settings and the defaults.

    Raises:
        InvalidConfiguration, BadVariable, UnreadableFile: the user's settings have problems.
    """
    plain = Session.model_validate({"title": "repcast", "steps": [{"rest": "1s"}]})
    own = config.load(_flaw)
    return Opened(session=config.beneath(plain, own), written=plain, own=own)


def configuration() -> Configuration:
    """Return the user's own settings, and where they are.

    Raises:
        InvalidConfiguration, BadVariable, UnreadableFile: the user's settings have problems.
    """
    path, own = config.path(), config.load(_flaw)
    return Configuration(path=path, exists=path.exists(), settings=config.listed(own))


def _flaw(path: Path, use: Use) -> str:
    """Tell why a file cannot be used: a signal or music by playing its beginning, a picture by reading it."""
    if use == "image":
        return _flaw_of_picture(path)
    from repcast.sound.earcons import own_earcon  # noqa: PLC0415
    from repcast.sound.music import check_playable  # noqa: PLC0415

    try:
        own_earcon(path) if use == "sound" else check_playable(path)
    except UnreadableFile as error:
        return error.cause if error.path == str(path) else str(error)
    return ""


def _flaw_of_picture(path: Path) -> str:
    from repcast.disk.cache import default_folder  # noqa: PLC0415
    from repcast.disk.caches import cover_cache  # noqa: PLC0415
    from repcast.files.own_picture import own_picture  # noqa: PLC0415

    try:
        own_picture(path, cover_cache(default_folder()))
    except UnreadableFile as error:
        return error.cause
    return ""
