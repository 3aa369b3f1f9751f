"""The user's own settings for all sessions: read, put beneath what a session says, and listed with their origin."""

import os
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, get_args

import platformdirs
from pydantic import BaseModel, ValidationError

from repcast.errors import InvalidConfiguration, Problem, UnreadableFile
from repcast.explain import problems_of
from repcast.located_toml import MAX_BYTES, read
from repcast.located_yaml import Flaw, Map
from repcast.named_files import Beside, Probe, flaws, moved
from repcast.resources import user_path
from repcast.session import Settings, Signal

_MERGED: Final = ("voice", "mix", "sounds")  # key by key; all else as a whole

S = TypeVar("S", bound=Settings)


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """A setting that all sessions begin with, by its dotted key, and where it comes from."""

    key: str
    value: object
    origin: Literal["configuration", "default"]


def path() -> Path:
    """Return the file that `$REPCAST_CONFIG` names, or the one in the platform's folder for configurations."""
    chosen = os.environ.get("REPCAST_CONFIG")
    return Path(chosen) if chosen else platformdirs.user_config_path("repcast", appauthor=False) / "config.toml"


def load(probe: Probe) -> Settings:
    """Return what the user has written, its files where they really are; nothing where there is no file.

    Raises:
        UnreadableFile: the system does not let us read it, or `$REPCAST_CONFIG` names none.
        InvalidConfiguration: it has problems.
    """
    file = path()
    if not (file.exists() or os.environ.get("REPCAST_CONFIG")):
        return Settings()
    try:
        if file.is_fifo():  # to read from it would wait for ever
            raise UnreadableFile(str(file), "it is not a file")
        with file.open("rb") as opened:
            text = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(str(file), error.strerror or str(error)) from None
    return _parsed(text, file, probe)


def _parsed(text: bytes, file: Path, probe: Probe) -> Settings:
    document = read(text)
    root = document.root
    if not isinstance(root, Map):
        raise InvalidConfiguration([_problem(file, flaw) for flaw in document.flaws])
    try:
        settings = Settings.model_validate(root, context={"file": str(file)})
    except ValidationError as error:
        raise InvalidConfiguration([*problems_of(error, root, str(file), Settings)]) from None
    if unusable := [_problem(file, flaw, key) for key, flaw in flaws(root, _beside(file), probe)]:
        raise InvalidConfiguration(unusable)
    return moved(settings, _beside(file))


def _beside(file: Path) -> Beside:
    return lambda name: file.parent / user_path(name)


def _problem(file: Path, flaw: Flaw, key: str = "") -> Problem:
    at = flaw.position
    return Problem(file=str(file), line=at.line, column=at.column, message=flaw.message, hint=flaw.hint, path=key)


def beneath(session: S, own: Settings) -> S:
    """Return a session with the user's settings where its author wrote none."""
    return session.model_copy(update={name: _merged(session, own, name) for name in own.model_fields_set})


def _merged(session: Settings, own: Settings, name: str) -> Any:  # noqa: ANN401 - a field has any type
    written, mine = getattr(session, name), getattr(own, name)
    if name not in session.model_fields_set:
        return mine
    if isinstance(written, BaseModel) and name in _MERGED:
        return mine.model_copy(update={key: getattr(written, key) for key in written.model_fields_set})
    return {**mine, **written} if name in _MERGED else written


def listed(own: Settings) -> tuple[Setting, ...]:
    """Return every setting."""
    return tuple(_listed(own, own.model_fields_set, ""))


def _listed(model: BaseModel, written: AbstractSet[str], prefix: str) -> Iterator[Setting]:
    for name in type(model).model_fields:
        key, value = f"{prefix}{name}", getattr(model, name)
        if isinstance(value, BaseModel):
            yield from _listed(value, value.model_fields_set if name in written else frozenset(), f"{key}.")
        elif isinstance(value, dict):
            for signal in get_args(Signal):
                yield _setting(f"{key}.{signal}", value.get(signal, ""), is_own=signal in value)
        else:
            yield _setting(key, value, is_own=name in written)


def _setting(key: str, value: object, *, is_own: bool) -> Setting:
    return Setting(key=key, value=value, origin="configuration" if is_own else "default")
