"""What can be set in a session, by which name, and how one value is set from a text.

`rounds` is the session's, `voice.name` that of a part of it, `Side plank.for` that of every step of that name.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeGuard, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from repcast.errors import BadSetting, NotASetting, NoValue, OutOfRange, UnknownSetting
from repcast.session.explain import explain
from repcast.session.fields import UNLIMITED_MS, Span, each_of
from repcast.session.flow import is_flow
from repcast.session.model import Block, Exercise, Idle, fields_in_order
from repcast.session.phrases import OwnPhrases
from repcast.session.setting_text import meant
from repcast.session.settings import Mixing, Settings
from repcast.units import format_duration

NOT_SETTABLE: Final = frozenset({"steps", "levels"})  # what settings are of, and what is made of settings
_INSTEAD: Final[Mapping[str, str]] = {"tempo": "phases", "phases": "tempo"}  # each says what the other would

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
        if key not in NOT_SETTABLE:
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
        UnknownSetting, NotASetting, NoValue, BadSetting, OutOfRange: it cannot be set.
    """
    key, _, inner = setting.partition(".")
    name = fields_of(model).get(key, "")
    shown = f"{owner}.{key}" if owner else key
    value = getattr(model, name, None)
    if key in NOT_SETTABLE:
        raise NoValue(key)
    if not name or (inner and not is_part(value)):
        raise UnknownSetting(setting, owner or "the session", settings_of(model))
    info = type(model).model_fields[name]
    new: object
    if isinstance(value, dict) and inner:
        new = {**value, **_item(info, inner, text, shown)}
    elif isinstance(value, BaseModel) and inner:
        new = set_in(value, inner, text, owner=shown, beyond_range=beyond_range)
    elif not (_is_whole(value, key) or is_flow(text)):
        raise NotASetting(shown, [*fields_of(value)] if isinstance(value, BaseModel) else ["WORD"], text)
    else:
        new = _whole(info, key, value, text, shown)
    if _are_times(new) and _are_times(value):
        new = _in_range(value, new, shown, beyond_range=beyond_range)
    update = {name: new}
    if new and (other := _INSTEAD.get(name)):
        update[other] = type(model).model_fields[other].get_default()
    return model.model_copy(update=update)


def _are_times(value: object) -> TypeGuard[Spans]:
    return bool(value) and all(isinstance(each, Span) for each in each_of(value))


def _in_range(old: Spans, new: Spans, setting: str, *, beyond_range: bool) -> Spans:
    """Return times with the ranges that they had: each that of its round, or what all rounds allow."""
    had, wanted = each_of(old), each_of(new)
    if len(had) != len(wanted):
        least, most = max(span.min_ms for span in had), min(span.max_ms for span in had)
        had = (had[0].model_copy(update={"min_ms": least, "max_ms": most}),) * len(wanted)
    moved = tuple(_moved(span, to, setting, beyond_range=beyond_range) for span, to in zip(had, wanted, strict=True))
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
    if key == "voice" and isinstance(value, BaseModel) and not is_flow(text):
        return set_in(value, "name", text, owner=shown)  # how fast it speaks stays as it is
    return meant(info, key, value, text, shown)


def _moved(span: Span, to: Span, setting: str, *, beyond_range: bool) -> Span:
    """Return a time with another value, or a narrower range, in its author's range.

    Raises:
        OutOfRange: it is outside.
    """
    given = to.model_fields_set & {"default_ms", "min_ms", "max_ms"}
    for ms in (getattr(to, name) for name in sorted(given)):
        if not (beyond_range or span.min_ms <= ms <= span.max_ms):
            raise OutOfRange(setting, format_duration(ms), range_of(span))
    return span.model_copy(update={name: getattr(to, name) for name in given})


def range_of(span: Span) -> str:
    """Return in words what the author of a time allows."""
    most = f" to {format_duration(span.max_ms)}" if span.max_ms < UNLIMITED_MS else " or more"
    return format_duration(span.min_ms) + most


PARTS: Final = frozenset(
    key for key, info in Settings.model_fields.items() if is_part(info.get_default(call_default_factory=True))
)
"""The parts of a session that have settings of their own."""
