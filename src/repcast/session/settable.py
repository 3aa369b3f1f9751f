"""What can be set in a session, by which name, and how one value is set from a text.

`rounds` is the session's, `voice.name` that of a part of it, `Side plank.for` that of every step of that name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeGuard, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from repcast.errors import BadSetting, NotASetting, OutOfRange, UnknownSetting
from repcast.session.explain import explain
from repcast.session.fields import UNLIMITED_MS, Span, each_of
from repcast.session.model import Block, Exercise, Idle, fields_in_order
from repcast.session.phrases import OwnPhrases
from repcast.session.settings import Mixing, Settings
from repcast.units import format_duration

NOTHING: Final = "none"
"""Sets a list to an empty one."""

_NOT_SETTABLE: Final = frozenset({"steps", "levels", "phases", "cues", "own_music"})
_LISTS: Final = frozenset({"tips", "encouragement", "sides"})  # of texts, which a semicolon parts
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)

M = TypeVar("M", bound=BaseModel)
Spans = Span | tuple[Span, ...]


def fields_of(model: BaseModel) -> dict[str, str]:
    """Return the fields of a session, a step or a part that can be set, by their names in settings."""
    names = {}
    for field_name, info in fields_in_order(type(model)).items():
        key = info.alias or field_name
        if isinstance(model, Exercise | Block) and field_name == "name":
            key = "name"  # its key in the file is the kind
        elif isinstance(model, Idle) and field_name == "spans":
            key = "for"
        if key == "tempo" and getattr(model, "phases", None):  # which say how long each rep takes
            continue
        if not {key, field_name} & _NOT_SETTABLE:
            names[key] = field_name
    return names


def settings_of(model: BaseModel) -> list[str]:
    """Return the names of all that can be set; `talk.…` stands for those of a part."""
    return [*_settings_of(model)]


def _settings_of(model: BaseModel) -> Iterator[str]:
    for key, name in fields_of(model).items():
        value = getattr(model, name)
        if _is_whole(value, key):
            yield key
        if is_part(value):
            yield f"{key}.…"


def is_part(value: object) -> bool:
    """Tell whether a value has settings of its own."""
    return isinstance(value, dict) or (isinstance(value, BaseModel) and not isinstance(value, Span))


def _is_whole(value: object, key: str) -> bool:
    """Tell whether one text can set a value as a whole."""
    return not isinstance(value, Mixing | OwnPhrases) and key != "pronounce"


def set_in(model: M, setting: str, text: str, *, owner: str = "", beyond_range: bool = False) -> M:
    """Return a session, a step or a part with one setting read from a text.

    Args:
        model: what has the setting.
        setting: its name there, such as `for` or `voice.name`.
        text: the value.
        owner: what messages call the model; empty for the session.
        beyond_range: whether a time may lie outside its author's range.

    Raises:
        UnknownSetting, NotASetting, BadSetting, OutOfRange: it cannot be set.
    """
    key, _, inner = setting.partition(".")
    name = fields_of(model).get(key, "")
    shown = f"{owner}.{key}" if owner else key
    value = getattr(model, name, None)
    if not name or (inner and not is_part(value)):
        raise UnknownSetting(setting, owner or "the session", settings_of(model))
    info = type(model).model_fields[name]
    new: object
    if isinstance(value, dict) and inner:
        new = {**value, **_item(info, inner, text, shown)}
    elif isinstance(value, BaseModel) and inner:
        new = set_in(value, inner, text, owner=shown, beyond_range=beyond_range)
    elif not _is_whole(value, key):
        raise NotASetting(shown, [*fields_of(value)] if isinstance(value, BaseModel) else ["WORD"], text)
    else:
        new = _whole(info, key, value, text, shown)
    if _are_times(new) and _are_times(value):
        new = _in_range(value, new, shown, beyond_range=beyond_range)
    return model.model_copy(update={name: new})


def _are_times(value: object) -> TypeGuard[Spans]:
    return bool(value) and all(isinstance(each, Span) for each in each_of(value))


def _in_range(old: Spans, new: Spans, setting: str, *, beyond_range: bool) -> Spans:
    """Return times with the ranges that they had: each that of its round, or what all rounds allow."""
    had, wanted = each_of(old), each_of(new)
    if len(had) != len(wanted):
        least, most = max(span.min_ms for span in had), min(span.max_ms for span in had)
        had = (had[0].model_copy(update={"min_ms": least, "max_ms": most}),) * len(wanted)
    moved = tuple(
        _moved(span, to.default_ms, setting, beyond_range=beyond_range) for span, to in zip(had, wanted, strict=True)
    )
    return moved if isinstance(new, tuple) else moved[0]


def _item(info: FieldInfo, key: str, text: str, owner: str) -> Mapping[str, Any]:
    """Return one item of a mapping."""
    adapter = TypeAdapter(info.rebuild_annotation())
    try:
        items: Mapping[str, Any] = adapter.validate_python({key: text})
    except ValidationError as error:
        problem = error.errors()[0]
        if problem["type"] == "literal_error" and problem["loc"][-1] == "[key]":
            known = re.findall(r"'(\w+)'", problem["ctx"]["expected"])
            raise UnknownSetting(key, owner, known) from None
        raise BadSetting(f"{owner}.{key}", text, *explain(problem)) from None
    return items


def _whole(info: FieldInfo, key: str, value: object, text: str, shown: str) -> Any:  # noqa: ANN401 - a field has any type
    if key == "voice" and isinstance(value, BaseModel):
        return set_in(value, "name", text, owner=shown)  # how fast it speaks stays as it is
    if key in _LISTS and isinstance(value, tuple):
        return () if text.strip() == NOTHING else _validated([_listed(text)], info, text, shown)
    return _validated([text, *_number(text), *_for_each_round(text)], info, text, shown)


def _listed(text: str) -> list[str]:
    return [part for each in text.split(";") if (part := each.strip())]


def _for_each_round(text: str) -> list[list[object]]:
    """Return the list that a text may mean, such as `[21, 15, 9]` or `21, 15, 9`, if it is one."""
    if "," not in text and not text.startswith("["):
        return []
    items = (item.strip() for item in text.removeprefix("[").removesuffix("]").split(","))
    return [[next(iter(_number(item)), item) for item in items]]


def _number(text: str) -> list[float]:
    """Return the number that a text may mean, if it is one."""
    return [float(text) if "." in text else int(text)] if _NUMBER.fullmatch(text) else []


def _validated(values: Sequence[object], info: FieldInfo, text: str, shown: str) -> Any:  # noqa: ANN401 - a field has any type
    """Return what the first value that fits means for a field."""
    adapter = TypeAdapter(info.rebuild_annotation())
    for value in values:
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            problem = error.errors()[0]
    raise BadSetting(shown, text, *explain(problem)) from None


def _moved(span: Span, ms: int, setting: str, *, beyond_range: bool) -> Span:
    """Return a time with another value in its author's range.

    Raises:
        OutOfRange: it is outside.
    """
    if not (beyond_range or span.min_ms <= ms <= span.max_ms):
        raise OutOfRange(setting, format_duration(ms), range_of(span))
    return span.model_copy(update={"default_ms": ms})


def range_of(span: Span) -> str:
    """Return in words what the author of a time allows."""
    most = f" to {format_duration(span.max_ms)}" if span.max_ms < UNLIMITED_MS else " or more"
    return format_duration(span.min_ms) + most


PARTS: Final = frozenset(
    key for key, info in Settings.model_fields.items() if is_part(info.get_default(call_default_factory=True))
)
"""The parts of a session that have settings of their own."""
