"""The model's validation errors -> flaws of a file: what is wrong, where, and what to write instead."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from repcast.errors import did_you_mean, nearest
from repcast.reading.habits import mend, plain
from repcast.reading.located import Flaw, Location, Map, Position, Seq
from repcast.reading.located_yaml import in_one_line
from repcast.session.cues import Cue
from repcast.session.explain import explain, key_to_blame
from repcast.session.fields import FORMS, Span
from repcast.session.model import KINDS, STEPS, Session, fields_in_order, written_kinds
from repcast.session.phrases import OwnPhrases
from repcast.session.settings import Level, Mixing, Music, Playlist, Voice
from repcast.session.talk import Talk

_PARTS: Final[dict[Location, type[BaseModel]]] = {
    ("voice",): Voice,
    ("mix",): Mixing,
    ("music",): Music,
    ("music", "work"): Playlist,
    ("music", "rest"): Playlist,
    ("phrases",): OwnPhrases,
}


_MOST_MENDED: Final = 50  # steps of a file; nobody mends more at once, and each may be tried as shorthand
_STEP_KEYS: Final = {key for model in STEPS.values() for key in fields_in_order(model)}
_FEW_KEYS: Final = 4  # of a step that is shown in a message
_LONGEST: Final = 200  # characters of steps in a message
_MOST_KEYS: Final = 15  # that help somebody who only mistyped one

KeysAt = Callable[[Location], list[str]]
"""Returns the keys that a mapping may have at a location of a document."""


def flaws_of(error: ValidationError, root: Map, keys_at: KeysAt) -> Iterator[Flaw]:
    """Yield each flaw in a file's values once, at its place."""
    reported = set()
    details = error.errors(include_url=False)
    mended = dict(_mended_steps(details, root))
    yield from mended.values()
    told = {(key,) for key in _renamed(details)}
    if outside := _outside(root):
        told |= {(key,) for key in outside[0]}
        yield outside[1]
    if parts := _parts(root):
        told |= {(key,) for key in parts[0]}
        yield parts[1]
    for detail in details:
        if detail["loc"] in told or any(detail["loc"][:length] in mended for length in range(len(detail["loc"]) + 1)):
            continue
        written = _without_tags(detail["loc"])
        if detail["type"] == "extra_forbidden":
            written = (*written, "[key]")
        elif key := key_to_blame(detail):
            written = (*written, *key, "[key]")
        value, position, path = find_written(root, written)
        place = (position, path, detail["loc"][-1] if detail["type"] == "missing" else "")
        if place in reported or _is_echo(detail, value):
            continue
        reported.add(place)
        yield Flaw(position, *_in_place(detail, value, keys_at), path)


def _mended_steps(details: Sequence[ErrorDetails], root: Map) -> Iterator[tuple[Location, Flaw]]:
    """Yield the innermost steps that have problems, and whose author's habit is known, with one flaw for each."""
    steps = dict.fromkeys(_step_of(detail["loc"]) for detail in details)
    for step in islice(steps, _MOST_MENDED):
        written = _without_tags(step)
        value, position, path = find_written(root, written)
        if step and (found := mend(value)):
            if isinstance(value, Map) and found.key:
                position = value.keys_at[found.key]
            yield step, Flaw(position, found.message, found.hint, path)


def _renamed(errors: Sequence[ErrorDetails]) -> set[str]:
    """Return the keys of a session that are missing, and stand there under another name: that is said there."""
    details = [each for each in errors if len(each["loc"]) == 1]
    unknown = [str(each["loc"][0]) for each in details if each["type"] == "extra_forbidden"]
    missing = {str(each["loc"][0]) for each in details if each["type"] == "missing"}
    return missing & {nearest(key, keys_of_session(())) for key in unknown}


def _outside(root: Map) -> tuple[set[str], Flaw] | None:
    """Return the keys of a step that stands where the session's own should, and the flaw in place of theirs."""
    kind = next((key for key in root if key in KINDS and key != "say"), "")
    if not kind or root.get("steps") is not None:
        return None
    own = {*keys_of_session(())}
    step = {key: value for key, value in root.items() if key not in own}
    place = "put it below steps:, with" if "steps" in root else "write steps: above it, and"
    meant = mend(step)
    hint = (
        f"{place} a dash before it: {meant.hint.removeprefix('write ') if meant else f'- {in_one_line(plain(step))}'}"
    )
    return {*step, "steps"}, Flaw(root.keys_at[kind], "this step stands outside the list of steps", hint, kind)


def _parts(root: Map) -> tuple[set[str], Flaw] | None:
    """Return the keys of a session that are lists of steps, where none is called steps, and the flaw in their place."""
    own = keys_of_session(())
    parts = {key: plain(value) for key, value in root.items() if key not in own and _are_steps(value)}
    first = next(iter(parts), "")
    if not parts or "steps" in root or nearest(first, own) == "steps":
        return None
    blocks = [{"block": key.capitalize(), "steps": steps} for key, steps in parts.items()]
    shown = " and ".join(f"- {in_one_line(block)}" for block in blocks)
    if len(shown) > _LONGEST:
        shown = " and ".join(f"- block: {key.capitalize()} with its own steps:" for key in parts)
    hint = f"write steps: and below it {shown}"
    return {*parts, "steps"}, Flaw(root.keys_at[first], f"'{first}' is a block of the session's steps", hint, first)


def _are_steps(value: object) -> bool:
    return (
        isinstance(value, Seq) and bool(value) and all(isinstance(each, Map) and written_kinds(each) for each in value)
    )


def _step_of(location: Location) -> Location:
    """Return the location of the innermost step around a value; an empty one where there is none."""
    last = max(
        (index for index, part in enumerate(location) if isinstance(part, int) and location[index - 1] == "steps"),
        default=-1,
    )
    return location[: last + 1]


def _is_echo(detail: ErrorDetails, value: object) -> bool:
    """Tell whether a list is called too short only because its items have flaws of their own."""
    return detail["type"] == "too_short" and isinstance(value, Seq) and len(value) >= detail["ctx"]["min_length"]


def _in_place(detail: ErrorDetails, value: object, keys_at: KeysAt) -> tuple[str, str]:
    location = detail["loc"]
    match detail["type"]:
        case "extra_forbidden":
            if value is None and " " in str(location[-1]).strip():
                return f"unknown key '{location[-1]}'", "put a text that holds a comma in quotes"
            known = keys_at(location[:-1])
            near = did_you_mean(str(location[-1]), known)
            if near and len(known) > _MOST_KEYS:
                return f"unknown key '{location[-1]}'", f"write {nearest(str(location[-1]), known)}:"
            return f"unknown key '{location[-1]}'{near}", f"the keys here are {', '.join(known)}"
        case "missing":
            return f"the key '{location[-1]}' is missing", f"add {location[-1]}:"
        case "union_tag_not_found":
            return _kind_problem(value)
        case "too_short" if isinstance(value, Seq):
            least = detail["ctx"]["min_length"]
            return (
                f"this list is too short (items: {len(value)})",
                f"write at least {least}" + ("" if location[-1] in ("steps", *FORMS) else ", or take the key away"),
            )
        case "tuple_type" if location[-1] in ("steps", "cues"):
            return _no_list(str(location[-1]), value)
        case "string_type" if isinstance(value, Map) and len(value) == 1 and "say" not in location[-1:]:
            return "this text holds a colon", f'put it in quotes: "{next(iter(value))}: {next(iter(value.values()))}"'
        case _:
            return explain(detail)


def _no_list(key: str, value: object) -> tuple[str, str]:
    if key == "steps":
        first = in_one_line(plain(value)) if isinstance(value, Map) and len(value) <= _FEW_KEYS else "work: Burpees"
        return "steps must be a list", f"begin each step with a dash, such as - {first}"
    values = value.values() if isinstance(value, Map) else [value]
    said = next((each for each in values if isinstance(each, str) and each), "Half done.")
    cue = in_one_line({"at": "30s", "say": said})
    return "cues must be a list", f"write cues: [{cue}], with the time that you mean"


def _kind_problem(step: object) -> tuple[str, str]:
    kinds = ", ".join(KINDS)
    if not isinstance(step, Map):
        return "a step must be a mapping", f"begin it with one of {kinds}, such as - hold: Plank"
    written = written_kinds(step)
    if len(written) > 1:
        return f"this step has {len(written)} kinds: {' and '.join(written)}", "make them steps of their own"
    others = (key for key in step if key not in _STEP_KEYS)
    near = next((text for key in others if (text := did_you_mean(key, KINDS))), "")
    return f"this step has no kind{near}", f"begin it with one of {kinds}"


def keys_of_session(location: Location, root: type[BaseModel] = Session) -> list[str]:
    """Return the keys that a mapping may have at a location of a session, or of the user's settings."""
    model: type[BaseModel] = Span
    if not location:
        model = root
    elif len(location) > 1 and isinstance(location[-2], int):
        model = STEPS[str(location[-1])]
    elif len(location) > 1 and location[-2] == "cues":
        model = Cue
    elif len(location) > 1 and location[-1] == "music":
        model = Playlist
    elif location[-1] == "talk":
        model = Talk
    elif location in _PARTS:
        model = _PARTS[location]
    elif len(location) == 2 and location[0] == "levels":  # noqa: PLR2004 - levels, name
        model = Level
    return [info.alias or name for name, info in fields_in_order(model).items()]


def _without_tags(location: Location) -> Location:
    """Return the location without pydantic's tags: a step's kind after its index, and whether a value is a list."""
    return tuple(
        part
        for index, part in enumerate(location)
        if part not in FORMS
        and not (index > 1 and isinstance(location[index - 1], int) and location[index - 2] == "steps")
    )


def find_written(root: Map, location: Location) -> tuple[object, Position, str]:
    """Return the value at a location, or the nearest one above it, with its position and its path as text.

    The index 0 of a value that is not a list is the value itself, since one value may be written for a list of one.
    """
    value: object = root
    position = root.position
    path = ""
    for index, part in enumerate(location):
        if isinstance(value, Seq) and isinstance(part, int):
            position, value = value.items_at[part], value[part]
            path += f"[{part}]"
        elif isinstance(value, Map) and isinstance(part, str) and part in value:
            is_key = location[index + 1 :] == ("[key]",)
            position = value.keys_at[part] if is_key else value.values_at[part]
            value = value[part]
            path += f".{part}" if path else part
        elif part != 0:
            break
    return value, position, path
