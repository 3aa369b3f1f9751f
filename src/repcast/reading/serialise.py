"""Session -> YAML text, which `loader` reads back as the same session. Defaults are not written."""

from typing import Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from repcast.reading.located_yaml import dump
from repcast.session.fields import Span
from repcast.session.model import Session, fields_in_order
from repcast.session.pace import Distance, Pace
from repcast.session.settings import NO_SOUND, Music
from repcast.session.step_image import images_of, with_images
from repcast.session.step_music import with_music
from repcast.session.talk import Talk
from repcast.session.tempo import Phase, Tempo
from repcast.units import format_duration

_MS: Final = "_ms"  # ends the name of a field for a time


def serialise(session: Session) -> str:
    """Return a session as a YAML file."""
    return dump(_mapping(session))


def without_files(session: Session) -> tuple[Session, tuple[str, ...]]:
    """Return a session that names no other file, and the settings that it lost.

    Its levels are left out, too: what they change may have been changed already.
    """
    silent = {signal: file for signal, file in session.sounds.items() if file == NO_SOUND}
    lost = [f"sounds.{signal}" for signal in session.sounds if signal not in silent]
    if session.has_music:
        lost.append("music")
    if images_of(session):
        lost.append("image")
    session = with_images(with_music(session, lambda _: None), lambda _: None)
    return session.model_copy(update={"sounds": silent, "music": Music(), "levels": {}}), tuple(lost)


def _mapping(model: BaseModel) -> dict[str, object]:
    written = {}
    for name, info in fields_in_order(type(model)).items():
        value = _plain(name, getattr(model, name))
        if info.is_required() or value != _plain(name, info.get_default(call_default_factory=True)):
            written[info.alias or name] = value
    return written


def _plain(name: str, value: object) -> object:
    match value:
        case Span():
            return _span(value)
        case Talk() if value == Talk(level=value.level) and value.level:
            return value.level
        case BaseModel():
            return _mapping(value)
        case dict():
            return {key: _plain(key, item) for key, item in value.items()}
        case tuple():
            return [_plain(name, item) for item in value]
        case Tempo() | Distance() | Pace():
            return str(value)
        case Phase():
            return {value.name: format_duration(value.length_ms)}
        case int() if name.endswith(_MS):
            return f"-{format_duration(-value)}" if value < 0 else format_duration(value)
        case _:
            return value


def _span(span: Span) -> object:
    """Return a time alone, or with its range; a time outside its range widens it."""
    fields = type(span).model_fields
    least_ms, most_ms = min(span.min_ms, span.default_ms), max(span.max_ms, span.default_ms)
    written = {"default": span.default_ms}
    if least_ms != _default(fields["min_ms"]):
        written["min"] = least_ms
    if most_ms != _default(fields["max_ms"]):
        written["max"] = most_ms
    texts = {key: format_duration(ms) for key, ms in written.items()}
    return texts if len(texts) > 1 else texts["default"]


def _default(info: FieldInfo) -> int:
    ms: int = info.get_default()
    return ms
