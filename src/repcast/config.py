"""The user's own settings for all sessions: read, applied where a session says nothing, and listed with their origin.

They come from a file, and from environment variables, which override the file.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, get_args

import platformdirs
from pydantic import BaseModel, Field, ValidationError

from repcast.disk.untrusted import read_regular
from repcast.errors import BadSetting, BadVariable, InvalidConfiguration
from repcast.reading.located import Flaw, Map
from repcast.reading.named_files import NAMED, Beside, Probe, files_of, flaws, moved
from repcast.resources import user_path
from repcast.session.customise import set_value
from repcast.session.fields import FilePath
from repcast.session.settings import Mixing, Settings, Signal, Voice

HERE: Final = "repcast.toml"
_PARTS: Final[Mapping[str, type[BaseModel]]] = {"voice": Voice, "mix": Mixing}
_MERGED: Final = ("voice", "mix", "sounds", "pronounce", "phrases")  # key by key; all others as a whole

_IN_FILES_ONLY: Final = ("pronounce", "phrases")  # no one text can say them
_FOLDERS: Final = ("output_folder", "voices_folder")

S = TypeVar("S", bound=Settings)
Origin = Literal["environment", "configuration", "default"]


class UserSettings(Settings):
    """What a user may choose for all sessions."""

    output_folder: FilePath | Literal[""] = Field("", description="Where files go when the command names no place.")
    voices_folder: FilePath | Literal[""] = Field("", description="Where your own voices are, for the engine Piper.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """A setting that every session starts with: its dotted key, its environment variable, and where it comes from."""

    key: str
    variable: str
    value: object
    origin: Origin


def path() -> Path:
    """Return the file that `$REPCAST_CONFIG` names, else the one in this folder, else the platform's own."""
    if chosen := os.environ.get("REPCAST_CONFIG"):
        return Path(chosen)
    here = Path(HERE)
    return here if os.path.lexists(here) else platformdirs.user_config_path("repcast", appauthor=False) / "config.toml"


def load(probe: Probe) -> UserSettings:
    """Return what the user has chosen, with the paths of files resolved.

    Raises:
        UnreadableFile: the configuration cannot be read, or `$REPCAST_CONFIG` names a file that does not exist.
        InvalidConfiguration: it has problems.
        BadVariable: an environment variable has a value that cannot be used.
    """
    return _over_environment(_written(probe), probe)


def _over_environment(own: UserSettings, probe: Probe) -> UserSettings:
    for key in _keys(UserSettings, ""):
        if text := os.environ.get(variable := _variable(key)):
            try:
                own = set_value(own, key, text)
            except BadSetting as error:
                raise BadVariable(variable, error.problem, error.hint) from None
            for name in files_of(own, key):
                if why := probe(user_path(name), NAMED[key]):
                    raise BadVariable(variable, f"cannot use {name}: {why}")
    return moved(own, user_path)


def _keys(model: type[BaseModel], prefix: str) -> Iterator[str]:
    """Yield the dotted keys that one text can set."""
    for name, info in model.model_fields.items():
        if model is UserSettings and name in _PARTS:
            yield from _keys(_PARTS[name], f"{name}.")
        elif name not in _IN_FILES_ONLY:
            yield f"{prefix}{info.alias or name}"


def _variable(key: str) -> str:
    return f"REPCAST_{key.upper().replace('.', '_')}"


def _written(probe: Probe) -> UserSettings:
    file = path()
    if str(file) == os.devnull:  # as many write who want none
        return _none()
    is_wanted = bool(os.environ.get("REPCAST_CONFIG"))
    return _parsed(file, probe) if is_wanted or _is_there(file) else _none()


def _none() -> UserSettings:
    return UserSettings.model_construct()  # there is nothing to validate


def _is_there(file: Path) -> bool:
    try:
        file.lstat()
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True  # reading it says what is wrong
    return True


def _parsed(file: Path, probe: Probe) -> UserSettings:
    from repcast.reading.located_toml import MAX_BYTES, read  # noqa: PLC0415 - many have no such file

    document = read(read_regular(file, MAX_BYTES))
    root = document.root
    if not isinstance(root, Map):
        raise _invalid(file, document.flaws)
    try:
        settings = UserSettings.model_validate(root, context={"file": str(file)})
    except ValidationError as error:
        from repcast.reading.problems import flaws_of, keys_of_session  # noqa: PLC0415 - only where there are any

        raise _invalid(file, flaws_of(error, root, partial(keys_of_session, root=UserSettings))) from None
    if unusable := [*flaws(root, _beside(file), probe)]:
        raise _invalid(file, unusable)
    folders = {name: str(_beside(file)(folder)) for name in _FOLDERS if (folder := getattr(settings, name))}
    settings = settings.model_copy(update=folders)
    return moved(settings, _beside(file))


def _beside(file: Path) -> Beside:
    return lambda name: file.parent / user_path(name)


def _invalid(file: Path, flaws: Iterable[Flaw]) -> InvalidConfiguration:
    return InvalidConfiguration([flaw.problem(str(file)) for flaw in flaws])


def beneath(session: S, own: Settings) -> S:
    """Return a session with the user's settings where its author set none."""
    chosen = own.model_fields_set & Settings.model_fields.keys()
    return session.model_copy(update={name: _merged(session, own, name) for name in chosen})


def _merged(session: Settings, own: Settings, name: str) -> Any:  # noqa: ANN401 - a field has any type
    written, mine = getattr(session, name), getattr(own, name)
    if name == "talk":
        return written.over(mine)
    if name not in session.model_fields_set:
        return mine
    if isinstance(written, BaseModel) and name in _MERGED:
        return mine.model_copy(update={key: getattr(written, key) for key in written.model_fields_set})
    return {**mine, **written} if name in _MERGED else written


def listed(own: UserSettings) -> tuple[Setting, ...]:
    """Return every setting."""
    return tuple(_listed(own, own.model_fields_set, ""))


def _listed(model: BaseModel, written: AbstractSet[str], prefix: str) -> Iterator[Setting]:
    for name in type(model).model_fields:
        key, value = f"{prefix}{name}", getattr(model, name)
        if isinstance(value, BaseModel) and name not in ("talk", *_IN_FILES_ONLY):
            yield from _listed(value, value.model_fields_set if name in written else frozenset(), f"{key}.")
        elif name == "sounds":
            for signal in get_args(Signal):
                yield _setting(f"{key}.{signal}", value.get(signal, ""), is_own=signal in value)
        elif name in _IN_FILES_ONLY:
            pairs = value.model_dump(exclude_unset=True) if isinstance(value, BaseModel) else value
            said = tuple(f"{word}: {said}" for word, said in pairs.items())
            yield Setting(key=key, variable="", value=said, origin="configuration" if name in written else "default")
        else:
            yield _setting(key, str(value) if name == "talk" else value, is_own=name in written)


def _setting(key: str, value: object, *, is_own: bool) -> Setting:
    variable = _variable(key if key in _keys(UserSettings, "") else key.partition(".")[0])
    origin: Origin = "environment" if os.environ.get(variable) else "configuration" if is_own else "default"
    return Setting(key=key, variable=variable, value=value, origin=origin)
