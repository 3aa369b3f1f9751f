"""Customising a session before it is unrolled: apply a level, scale a quantity, set a value.

One grammar for the command line and for a session's `levels`:

- `rounds=2`, `rest_between_rounds=60s`, `lead_in=20s`, `voice.rate_wpm=170`: a setting of the session;
- `Side plank.for=45s`, `Finisher.rounds=3`: a setting of every step or block of that name, whatever its case;
  explicit rests are named `Rest`, and `voice.name` is the session's whatever a step is called;
- `holds=1.5`: a factor for all `hold` times; `work` for all `work` times and `max` caps; `rests` for rests of every
  kind, and all `recover` times; `reps` for all counts. Times round to whole seconds, or to milliseconds where they have
  parts of a second, and counts to whole reps, halves upwards, never below 1.

Levels come first, then factors, then settings, so that the most particular holds. Settings name steps as they were
called before the level, or the command, that the settings belong to.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Final, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from repcast.bounds import Quantity
from repcast.errors import (
    BadSetting,
    ConflictingRests,
    NoRoundsToRestBetween,
    NotASetting,
    NothingToScale,
    OutOfRange,
    UnknownLevel,
    UnknownSetting,
    UnknownStep,
)
from repcast.session.explain import explain
from repcast.session.fields import UNLIMITED_MS, Span
from repcast.session.model import Block, Exercise, Group, Rest, Session
from repcast.session.phrases import OwnPhrases
from repcast.session.settings import Level, Mixing, Settings, Voice
from repcast.session.talk import Talk
from repcast.units import SECOND_MS, format_duration, times

PARTS: Final[Mapping[str, str]] = {
    "voice": "the voice",
    "mix": "the mix",
    "talk": "how much is said",
    "phrases": "the phrases",
}
"""The parts of a session that have settings of their own."""

_NOT_SETTABLE: Final = frozenset(
    {"steps", "levels", "sides", "tips", "encouragement", "pronounce", "voice", "mix", "phrases"}
)
_PREFIXES: Final[Mapping[type, str]] = {Voice: "voice.", Mixing: "mix.", Talk: "talk.", OwnPhrases: "phrases."}
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)

M = TypeVar("M", bound=BaseModel)
G = TypeVar("G", bound=Group)
S = TypeVar("S", bound=Settings)
_Change = Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Customisation:
    """What to change: levels by name, factors by quantity, values by setting; as the user wrote them."""

    levels: tuple[str, ...] = ()
    scale: Mapping[Quantity, float] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    beyond_range: bool = False


def customise(session: Session, customisation: Customisation) -> Session:
    """Return the session with levels, then factors, then settings applied.

    Raises:
        UnknownLevel, UnknownStep, UnknownSetting, NotASetting, BadSetting, OutOfRange, NothingToScale,
            NoRoundsToRestBetween, ConflictingRests: it does not fit the session.
    """
    beyond = customisation.beyond_range
    for name in customisation.levels:
        level = _level(session, name)
        session = scale(session, level.scale, beyond_range=beyond)
        settings = {key: str(value) for key, value in level.set.items()}
        session = set_values(session, settings, beyond_range=beyond)
    for quantity in customisation.scale:
        if not any(_has(step, quantity) for step in (session, *session.walk())):
            raise NothingToScale(quantity)
    session = scale(session, customisation.scale, beyond_range=beyond)
    session = set_values(session, customisation.settings, beyond_range=beyond)
    _check_rests_between_rounds(session, is_set="rest_between_rounds" in customisation.settings)
    return session


def _check_rests_between_rounds(session: Session, *, is_set: bool) -> None:
    """Check that a rest between rounds has rounds, and no `every` beside it: a copy of a model is not validated."""
    blocks = [step for step in session.walk() if isinstance(step, Block)]
    if is_set and session.rounds == 1:
        raise NoRoundsToRestBetween(list(dict.fromkeys(block.name for block in blocks if block.rounds > 1)))
    for group in (session, *blocks):
        if group.every.default_ms and group.rest_between_rounds.default_ms:
            raise ConflictingRests(group.name, f"{group.name}." if isinstance(group, Block) else "")


def _level(session: Session, name: str) -> Level:
    folded = {known.casefold(): level for known, level in session.levels.items()}
    level = session.levels.get(name) or folded.get(name.casefold())
    if level is None:
        raise UnknownLevel(name, list(session.levels))
    return level


def named_steps(session: Session) -> list[Exercise | Block | Rest]:
    """Return the steps that a setting can name, in the session's order."""
    return [step for step in session.walk() if isinstance(step, Exercise | Block | Rest)]


def concerning(session: Session, customisation: Customisation) -> Customisation:
    """Return the part of a customisation that names levels, quantities and steps of the session."""
    levels = {name.casefold() for name in session.levels}
    steps = [session, *session.walk()]
    names = {step.name.casefold() for step in named_steps(session)}
    owners = {key: key.rpartition(".")[0] for key in customisation.settings}
    return replace(
        customisation,
        levels=tuple(name for name in customisation.levels if name.casefold() in levels),
        scale={key: factor for key, factor in customisation.scale.items() if any(_has(step, key) for step in steps)},
        settings={
            key: value
            for key, value in customisation.settings.items()
            if owners[key] in ("", *PARTS) or owners[key].casefold() in names
        },
    )


def applicable(session: Session, customisation: Customisation) -> Customisation:
    """Return what concerns a session, without a rest between rounds where it has one round, or an `every`."""
    part = concerning(session, customisation)
    asked = {*part.settings, *chain.from_iterable(_level(session, name).set for name in part.levels)}
    is_repeated = session.rounds > 1 or "rounds" in asked
    is_filled = bool(session.every.default_ms) and "every" not in asked
    if is_repeated and not is_filled:
        return part
    settings = {key: value for key, value in part.settings.items() if key != "rest_between_rounds"}
    return replace(part, settings=settings)


def _has(step: object, quantity: Quantity) -> bool:
    if isinstance(step, Group) and quantity == "rests":
        return bool(step.rest_between_rounds.default_ms or step.rest_between_steps.default_ms)
    return isinstance(step, Exercise | Rest) and step.quantity == quantity


def scale(session: Session, factors: Mapping[Quantity, float], *, beyond_range: bool = False) -> Session:
    """Multiply quantities by factors.

    Raises:
        OutOfRange: a product is outside the author's range.
        BadSetting: a count is outside the format's range.
    """
    for quantity, factor in factors.items():
        session = _mapped(session, _scaler(quantity, factor, beyond_range=beyond_range))
    return session


def set_values(session: Session, settings: Mapping[str, str], *, beyond_range: bool = False) -> Session:
    """Set values, given as text, by setting.

    Raises:
        UnknownStep, UnknownSetting, NotASetting, BadSetting, OutOfRange: a setting cannot be set.
    """
    of_steps: dict[tuple[str, str], str] = {}
    for setting, value in settings.items():
        owner, _, key = setting.rpartition(".")
        if owner and not _is_of_part(session, owner, key):
            _check_step_setting(session, owner, key)
            of_steps[owner.casefold(), key] = value
        else:
            if not owner:
                _check_names_no_step(session, key)
            session = set_value(session, setting, value, beyond_range=beyond_range)
    return _mapped(session, _setter(of_steps, beyond_range=beyond_range)) if of_steps else session


def set_value(settings: S, setting: str, value: str, *, beyond_range: bool = False) -> S:
    """Set a value, given as text, of a session or of the user's own settings.

    Raises:
        UnknownSetting, BadSetting, OutOfRange: it cannot be set.
    """
    owner, _, key = setting.rpartition(".")
    if not owner:
        return _with(settings, key, value, owner="the session", beyond_range=beyond_range)
    part = _with(getattr(settings, owner), key, value, owner=PARTS[owner], beyond_range=beyond_range)
    return settings.model_copy(update={owner: part})


def _is_of_part(session: Session, owner: str, key: str) -> bool:
    """Tell whether a setting is the voice's or the mix's; one that they lack may be that of a step of that name."""
    return owner in PARTS and (key in _settable(getattr(session, owner)) or not _steps_named(session, owner))


def _steps_named(session: Session, name: str) -> list[Exercise | Block | Rest]:
    return [step for step in named_steps(session) if step.name.casefold() == name.casefold()]


def _check_names_no_step(session: Session, key: str) -> None:
    if key in _settable(session):
        return
    for step in session.walk():
        if isinstance(step, Exercise | Block) and step.name.casefold() == key.casefold():
            raise NotASetting(step.name, [setting for setting in _settable(step) if setting != "name"])


def _check_step_setting(session: Session, name: str, key: str) -> None:
    """Check that at least one of the steps of that name has that setting."""
    matching = _steps_named(session, name)
    if not matching:
        raise UnknownStep(name, list(dict.fromkeys(step.name for step in named_steps(session))))
    known = list(dict.fromkeys(setting for step in matching for setting in _settable(step)))
    if key not in known:
        raise UnknownSetting(key, matching[0].name, known)


def _mapped(group: G, change: _Change) -> G:
    """Return the group with a change made to every step below it, and then to itself."""
    steps = tuple(_mapped(step, change) if isinstance(step, Block) else change(step) for step in group.steps)
    return change(group.model_copy(update={"steps": steps}))  # type: ignore[no-any-return]


def _setter(of_steps: Mapping[tuple[str, str], str], *, beyond_range: bool) -> _Change:
    def change(step: M) -> M:
        if isinstance(step, Exercise | Block | Rest):
            name = step.name
            for (owner, key), value in of_steps.items():
                if owner == name.casefold() and key in _settable(step):
                    step = _with(step, key, value, owner=name, beyond_range=beyond_range)
        return step

    return change


def _scaler(quantity: Quantity, factor: float, *, beyond_range: bool) -> _Change:
    def scaled(model: M, name: str, shown: str) -> M:
        span: Span = getattr(model, name)
        if not span.default_ms:  # no rest stays no rest
            return model
        ms = _scaled_ms(span.default_ms, factor)
        return model.model_copy(update={name: _moved(span, ms, shown, beyond_range=beyond_range)})

    def change(step: M) -> M:
        if isinstance(step, Exercise | Rest) and step.quantity == quantity:
            if isinstance(step.amount, Span):
                return scaled(step, "span", f"{step.name}.{step.amount_key}")
            count = str(times(step.amount, factor))
            return _with(step, step.amount_key, count, owner=step.name, beyond_range=beyond_range)
        if isinstance(step, Group) and quantity == "rests":
            step = scaled(step, "rest_between_rounds", "rest_between_rounds")
            return scaled(step, "rest_between_steps", "rest_between_steps")
        return step

    return change


def _scaled_ms(ms: int, factor: float) -> int:
    """Return a time times a factor, in whole seconds unless it has parts of one, and at least a second."""
    grain_ms = 1 if ms % SECOND_MS else SECOND_MS
    return max(SECOND_MS, times(ms // grain_ms, factor) * grain_ms)


def _moved(span: Span, ms: int, setting: str, *, beyond_range: bool) -> Span:
    if not (beyond_range or span.min_ms <= ms <= span.max_ms):
        most = f" to {format_duration(span.max_ms)}" if span.max_ms < UNLIMITED_MS else " or more"
        raise OutOfRange(setting, format_duration(ms), format_duration(span.min_ms) + most)
    return span.model_copy(update={"default_ms": ms})


def _settable(model: BaseModel) -> dict[str, str]:
    """Return the fields of a step or of the session that a setting can name, by their names in settings."""
    names = {}
    for field_name, info in type(model).model_fields.items():
        key = info.alias or field_name
        if isinstance(model, Exercise | Block) and field_name == "name":
            key = "name"  # its key in the file is the kind
        elif isinstance(model, Rest) and field_name == "span":
            key = "for"
        if key not in _NOT_SETTABLE or type(model) in _PREFIXES:  # a part has no keys but settings
            names[key] = field_name
    return names


def _read(text: str, adapter: TypeAdapter[Any], shown: str) -> Any:  # noqa: ANN401 - a field has any type
    """Return what a text means for a field: the text itself, or a number."""
    values = [text, *([float(text) if "." in text else int(text)] if _NUMBER.fullmatch(text) else [])]
    for value in values:
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            problem = error.errors()[0]
    raise BadSetting(shown, text, *explain(problem)) from None


def _with(model: M, key: str, value: str, *, owner: str, beyond_range: bool) -> M:
    """Return the model with one setting read from text."""
    fields = _settable(model)
    if key not in fields:
        raise UnknownSetting(key, owner, list(fields))
    info = type(model).model_fields[fields[key]]
    shown = key if isinstance(model, Settings) else _PREFIXES.get(type(model), f"{owner}.") + key
    new = _read(value, TypeAdapter(info.rebuild_annotation()), shown)
    if isinstance(new, Span):
        new = _moved(getattr(model, fields[key]), new.default_ms, shown, beyond_range=beyond_range)
    return model.model_copy(update={fields[key]: new})
