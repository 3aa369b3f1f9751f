"""What one text of a setting means for a key: a text, a number, a time, a list, a mapping; or why it means nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from repcast.errors import BadSetting, did_you_mean
from repcast.session import flow
from repcast.session.cues import Cue
from repcast.session.explain import explain
from repcast.session.fields import FORMS, each_of
from repcast.session.settings import Playlist

NOTHING: Final = "none"
"""Takes a list, a text or a number away that need not be there."""

_TEXTS: Final = frozenset({"tips", "encouragement", "sides"})  # lists that a semicolon may part
_OPTIONAL: Final = _TEXTS | {"cues", "phases", "say", "description", "credit", "cadence", "pick", "seed"}
_NO: Final = frozenset({"no", "off", "false", "null", "nothing"})  # for nothing, by habit; nobody has that said
_EXAMPLES: Final[Mapping[str, str]] = {
    "cues": "[{at: 30s, say: Halfway}, {at: -10s, sound: tick}]",
    "phases": "[{in: 4s}, {out: 4s}]",
    "sides": "left; right",
}
_MODELS: Final[Mapping[str, type[BaseModel]]] = {"cues": Cue, "music": Playlist}


def can_be_nothing(key: str) -> bool:
    """Tell whether `none` takes away what a key has."""
    return key in _OPTIONAL


def is_nothing(text: str) -> bool:
    """Tell whether somebody who is asked for a value says that there is to be none."""
    return _folded(text) in {NOTHING, *_NO}


def takes_away(text: str) -> bool:
    """Tell whether the text of a setting takes a value away; other words for nothing may be a name, or be said."""
    return _folded(text) == NOTHING


def _folded(text: str) -> str:
    return text.strip().casefold()


def meant(info: FieldInfo, key: str, value: object, text: str, shown: str) -> Any:  # noqa: ANN401 - a field has any type
    """Return what a text means for a field.

    Args:
        info: the field.
        key: what it is called.
        value: that it has.
        text: of the setting.
        shown: what messages call the setting.

    Raises:
        BadSetting: it means nothing there.
    """
    is_of_talk = key in _TEXTS and not isinstance(value, tuple)  # how many tips are said, not which
    if can_be_nothing(key) and not is_of_talk:
        if takes_away(text):
            return info.get_default(call_default_factory=True)
        if is_nothing(text):
            raise BadSetting(shown, text, "this does not take it away", f"write {shown}={NOTHING}")
    adapter = TypeAdapter(info.rebuild_annotation())
    errors = []
    for read in _readings(text, is_texts=key in _TEXTS and not is_of_talk):
        if isinstance(read, flow.BadFlow):
            errors.append((read.problem, read.hint))
            continue
        try:
            return adapter.validate_python(read)
        except ValidationError as error:
            [problem, *_] = error.errors()
            if isinstance(read, dict) and (listed := _listed(read, adapter)):
                raise BadSetting(shown, text, "this must be a list", f'write "{shown}={listed}"') from None
            errors.append(_explained(problem, key, value, shown))
            if isinstance(read, list | dict) and not _wants_text(problem):
                break
    raise BadSetting(shown, text, *errors[0 if flow.is_flow(text) else -1])


def _listed(read: dict[str, object], adapter: TypeAdapter[Any]) -> str:
    """Return the list that a mapping without brackets is meant as; empty where it is none."""
    for items in ([read], [{key: item} for key, item in read.items()]):
        with suppress(ValidationError):
            adapter.validate_python(items)
            return flow.write(items)
    return ""


def _wants_text(problem: ErrorDetails) -> bool:
    """Tell whether a key takes a text alone, which may have brackets of its own."""
    return problem["type"] == "string_type" and not problem["loc"]


def _readings(text: str, *, is_texts: bool) -> Iterator[object]:
    """Yield what a text may mean, the likeliest first."""
    if flow.is_flow(text):
        yield _in_flow(text)
    if is_texts:
        yield [part for each in text.split(";") if (part := each.strip())]
        return
    yield text
    if (number := flow.number(text)) is not None:
        yield number
    if "," in text and not flow.is_flow(text):
        yield _in_flow(f"[{text}]")


def _in_flow(text: str) -> object:
    """Return the list or the mapping that a text is; where it is none, why."""
    try:
        return flow.read(text)
    except flow.BadFlow as error:
        return error


def _explained(problem: ErrorDetails, key: str, value: object, shown: str) -> tuple[str, str]:
    """Return what is wrong with a value, and what to write instead."""
    location = [part for part in problem["loc"] if part not in FORMS]
    match problem["type"]:
        case "extra_forbidden":
            known = _keys(key, value)
            what = f"'{location[-1]}' is no key here{did_you_mean(str(location[-1]), known)}"
            said, hint = what, f"the keys are {', '.join(known)}"
        case "missing":
            said, hint = f"the key '{location[-1]}' is missing", f"add {location[-1]}:"
        case "tuple_type" | "too_short" if not location and key in _EXAMPLES:
            least = problem.get("ctx", {}).get("min_length", 1)
            said = "this must be a list" + (f" of at least {least}" if least > 1 else "")
            hint = f'write "{shown}={_EXAMPLES[key]}", or {shown}={NOTHING}'
        case _:
            said, hint = explain(problem)
    item = next((part for part in location if isinstance(part, int)), None)
    return (said if item is None or key not in _EXAMPLES else f"in item {item + 1}, {said}"), hint


def _keys(key: str, value: object) -> Sequence[str]:
    """Return the keys that a mapping may have there."""
    [first, *_] = each_of(value) or (None,)
    model = _MODELS.get(key) or (type(first) if isinstance(first, BaseModel) else None)
    return [info.alias or name for name, info in model.model_fields.items()] if model else ()
