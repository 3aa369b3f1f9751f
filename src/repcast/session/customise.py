"""Customising a session before it is unrolled: apply a level, scale a quantity, set a value.

One grammar for the command line and for a session's `levels`:

- `rounds=2`, `rest_between_rounds=60s`, `lead_in=20s`, `voice.rate_wpm=170`: a setting of the session;
- `Side plank.for=45s`, `Finisher.rounds=3`: a setting of every step or block of that name, whatever its case;
  explicit rests are named `Rest`, pauses `Pause`, and `voice.name` is the session's whatever a step is called;
- `tips=none` takes away the tips of a session or a block, with those of the steps in it;
- `holds=1.5`: a factor for all `hold` times; `work` for all `work` times and `max` caps; `rests` for rests of every
  kind, and all `recover` times; `reps` for all counts. Times round to whole seconds, or to milliseconds where they have
  parts of a second, and counts to whole reps, halves upwards, never below 1. A step takes its cues along.

Levels come first, then factors, then settings, so that the most particular holds. Settings name steps as they were
called before the level, or the command, that the settings belong to.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from repcast.bounds import Quantity
from repcast.errors import (
    BadSetting,
    ConflictingRests,
    EmptyRound,
    FactorOutOfRange,
    ListDoesNotFit,
    NoRoundsToRestBetween,
    NoSuchRound,
    NotASetting,
    NothingToScale,
    NoValue,
    OtherAmount,
    OwnSetting,
    PaceOfNothing,
    UnknownLevel,
    UnknownSetting,
    UnknownStep,
)
from repcast.session import flow
from repcast.session.cues import flaws
from repcast.session.fields import Span
from repcast.session.model import Amount, Block, Covered, Exercise, Group, Idle, Session
from repcast.session.rounds import empty_round, flaw_of_pick, missing_round, still_there
from repcast.session.settable import NOT_SETTABLE, PARTS, fields_of, range_of, set_in, settings_of
from repcast.session.setting_text import takes_away
from repcast.session.settings import Level, Settings
from repcast.units import SECOND_MS, format_duration, times

M = TypeVar("M", bound=BaseModel)
G = TypeVar("G", bound=Group)
S = TypeVar("S", bound=Settings)
_Change = Callable[[Any], Any]

_AMOUNTS: Final = frozenset({"for", "within", "count", "distance", "pace"})  # each says how much of a step there is


@dataclass(frozen=True, kw_only=True, slots=True)
class Customisation:
    """What to change: levels by name, factors by quantity, values by setting; as the user wrote them.

    Attributes:
        beyond_range: whether the authors' ranges are lifted.
        fit_ms: how long the whole is to be, which `fit` sees to; None for as long as it is.
    """

    levels: tuple[str, ...] = ()
    scale: Mapping[Quantity, float] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    beyond_range: bool = False
    fit_ms: int | None = None


def customise(session: Session, customisation: Customisation) -> Session:
    """Return the session with levels, then factors, then settings applied.

    Raises:
        UnknownLevel, UnknownStep, UnknownSetting, NotASetting, NoValue, BadSetting, OutOfRange, NothingToScale,
            PaceOfNothing, NoRoundsToRestBetween, ConflictingRests, ListDoesNotFit, NoSuchRound, EmptyRound: it does not
            fit the session.
    """
    beyond = customisation.beyond_range
    for name in customisation.levels:
        level = _level(session, name)
        session = scale(session, level.scale, beyond_range=beyond)
        session = set_values(session, level.settings, beyond_range=beyond)
    for quantity in customisation.scale:
        if not any(_has(step, quantity) for step in (session, *session.walk())):
            raise NothingToScale(quantity, distances_of(session))
    session = scale(session, customisation.scale, beyond_range=beyond)
    session = set_values(session, customisation.settings, beyond_range=beyond)
    _check_rests_between_rounds(session, is_set="rest_between_rounds" in customisation.settings)
    if "pace" in customisation.settings and not session.gives_pace():
        raise PaceOfNothing(f"pace={customisation.settings['pace']}", distances_of(session))
    _check_rounds(session)
    return session


def distances_of(session: Session) -> list[str]:
    """Return the settings that change distances and their paces, in the session's order."""
    covered = [step for step in session.walk() if isinstance(step, Covered)]
    paces = ["pace"] * session.gives_pace()
    paces += [f"{step.name}.pace" for step in session.walk() if isinstance(step, Covered | Block) and step.pace]
    return list(dict.fromkeys([*paces, *(f"{step.name}.distance" for step in covered)])) if covered else []


def _check_rounds(session: Session) -> None:
    """Check that each list has a value for each round, and each round a step: a copy of a model is not validated."""
    for group in (session, *(step for step in session.walk() if isinstance(step, Block))):
        owner = f"{group.name}." if isinstance(group, Block) else ""
        for values in group.lists():
            if len(values.texts) != group.rounds:
                raise ListDoesNotFit(values.setting, values.texts, owner, group.rounds)
        for step in group.steps:
            if missing := missing_round(step.in_rounds, group.rounds):
                setting = (
                    f"{step.name}.in_rounds={still_there(step.in_rounds, group.rounds)}"
                    if isinstance(step, Exercise | Block | Idle)
                    else ""
                )
                raise NoSuchRound(group.name, group.rounds, missing, setting, owner)
        if number := empty_round(group.rounds, group.in_rounds_of_steps()):
            raise EmptyRound(group.name, number, owner)
        if flaw := flaw_of_pick(group.name, group.pick, sum(step.is_card for step in group.steps)):
            raise BadSetting(f"{owner}pick", str(group.pick), *flaw[:2])


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


def named_steps(session: Session) -> list[Exercise | Block | Idle]:
    """Return the steps that a setting can name, in the session's order."""
    return [step for step in session.walk() if isinstance(step, Exercise | Block | Idle)]


def concerning(session: Session, customisation: Customisation) -> Customisation:
    """Return the part of a customisation that names levels, quantities and steps of the session."""
    levels = {name.casefold() for name in session.levels}
    steps = [session, *session.walk()]
    return replace(
        customisation,
        levels=tuple(name for name in customisation.levels if name.casefold() in levels),
        scale={key: factor for key, factor in customisation.scale.items() if any(_has(step, key) for step in steps)},
        settings={key: value for key, value in customisation.settings.items() if reaches(session, key)},
    )


def reaches(session: Session, setting: str) -> bool:
    """Tell whether a setting is the session's own, or names a step that it has; a pace, whether a distance takes it."""
    owner, _ = owner_of(session, setting)
    if setting == "pace":
        return session.gives_pace()
    return not owner or bool(_steps_named(session, owner))


def owner_of(session: Session, setting: str) -> tuple[str, str]:
    """Return the name of the steps that a setting is of, empty for the session; and what it is called there.

    A name may hold dots. What a part of the session has, such as `voice.name`, is the session's, whatever a step is
    called; any other setting of that name may be the step's.
    """
    first, _, inner = setting.partition(".")
    part = getattr(session, first, None) if first in PARTS else None
    if not inner or (part is not None and _has_key(part, inner.partition(".")[0])):
        return "", setting
    words = setting.split(".")
    for count in range(len(words) - 1, 0, -1):
        owner = ".".join(words[:count])
        if _steps_named(session, owner):
            return owner, ".".join(words[count:])
    return ("", setting) if part is not None else (setting.rpartition(".")[0], setting.rpartition(".")[2])


def _has_key(part: BaseModel | dict[str, str], key: str) -> bool:
    return isinstance(part, dict) or key in fields_of(part)


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
    return isinstance(step, Exercise | Idle) and step.quantity == quantity


def scale(session: Session, factors: Mapping[Quantity, float], *, beyond_range: bool = False) -> Session:
    """Multiply quantities by factors.

    Raises:
        FactorOutOfRange: a product is outside the author's range.
        BadSetting: a count is outside the format's range.
    """
    for quantity, factor in factors.items():
        if not beyond_range:
            _check_ranges(session, quantity, factor)
        session = _mapped(session, _scaler(quantity, factor))
    return session


def set_values(session: Session, settings: Mapping[str, str], *, beyond_range: bool = False) -> Session:
    """Set values, given as text, by setting.

    Raises:
        UnknownStep, UnknownSetting, NotASetting, NoValue, BadSetting, OutOfRange: a setting cannot be set.
    """
    of_steps: dict[tuple[str, str], str] = {}
    for setting, value in settings.items():
        owner, key = owner_of(session, setting)
        if owner:
            _check_step_setting(session, owner, key)
            of_steps[owner.casefold(), key] = value
        else:
            _check_names_no_step(session, key, value)
            session = _set_in(session, key, value, beyond_range=beyond_range)
    return _mapped(session, _setter(of_steps, beyond_range=beyond_range)) if of_steps else session


def set_value(settings: S, setting: str, value: str) -> S:
    """Set a value, given as text, of the user's own settings.

    Raises:
        UnknownSetting, NotASetting, BadSetting: it cannot be set.
    """
    return set_in(settings, setting, value)


def _set_in(model: M, setting: str, value: str, *, owner: str = "", beyond_range: bool) -> M:
    """Return the model with one setting; without its tips it keeps none of those in it, either."""
    model = set_in(model, setting, value, owner=owner, beyond_range=beyond_range)
    if setting == "tips" and takes_away(value) and isinstance(model, Group):
        return _mapped(model, lambda step: step.model_copy(update={"tips": ()}) if hasattr(step, "tips") else step)
    return model


def _steps_named(session: Session, name: str) -> list[Exercise | Block | Idle]:
    return [step for step in named_steps(session) if step.name.casefold() == name.casefold()]


def _check_names_no_step(session: Session, key: str, value: str) -> None:
    if key.partition(".")[0] in fields_of(session):
        return
    for step in session.walk():
        if isinstance(step, Exercise | Block) and step.name.casefold() == key.casefold():
            likely = step.amount_key if isinstance(step, Exercise) else "rounds"
            raise NotASetting(step.name, [likely, *(each for each in settings_of(step) if each != likely)], value)


def _check_step_setting(session: Session, name: str, key: str) -> None:
    """Check that at least one of the steps of that name has that setting."""
    matching = _steps_named(session, name)
    if not matching and name.casefold() == session.name.casefold() and key.partition(".")[0] in fields_of(session):
        raise OwnSetting(name, key)
    if not matching:
        raise UnknownStep(name, list(dict.fromkeys(step.name for step in named_steps(session))), sorted(PARTS))
    first = key.partition(".")[0]
    if first in NOT_SETTABLE:
        raise NoValue(first)
    if not any(first in fields_of(step) for step in matching):
        amounts = dict.fromkeys(step.amount_key for step in matching if isinstance(step, Exercise | Idle))
        if key in _AMOUNTS and amounts:
            pace = ("pace",) if key != "pace" and any("pace" in fields_of(step) for step in matching) else ()
            raise OtherAmount(matching[0].name, key, [*amounts, *pace])
        known = dict.fromkeys(setting for step in matching for setting in settings_of(step))
        raise UnknownSetting(key, matching[0].name, list(known))


def _mapped(group: G, change: _Change) -> G:
    """Return the group with a change made to every step below it, and then to itself."""
    steps = tuple(_mapped(step, change) if isinstance(step, Block) else change(step) for step in group.steps)
    return change(group.model_copy(update={"steps": steps}))  # type: ignore[no-any-return]


def _setter(of_steps: Mapping[tuple[str, str], str], *, beyond_range: bool) -> _Change:
    def change(step: M) -> M:
        if isinstance(step, Exercise | Block | Idle):
            name = step.name
            own = {key: value for (owner, key), value in of_steps.items() if owner == name.casefold()}
            made = {key: value for key, value in own.items() if key.partition(".")[0] in fields_of(step)}
            for key, value in made.items():
                step = _set_in(step, key, value, owner=name, beyond_range=beyond_range)
            _check_cues(step, name, made)
        return step

    return change


def _check_cues(step: BaseModel, name: str, settings: Mapping[str, str]) -> None:
    """Check that the cues of a step lie in it, once all is set: a setting of its time does not move them."""
    if isinstance(step, Exercise | Idle) and settings:
        blamed = "cues" if "cues" in settings else [*settings][-1]
        for index, problem, hint in flaws(step.cues, step.name, step.durations_ms):
            where = f"on line {step.cues[index].source.line}, {hint}" if step.cues[index].source.line else hint
            mend = where if blamed == "cues" else f"choose a longer time; or {where}"
            raise BadSetting(f"{name}.{blamed}", settings[blamed], problem, mend)


def _scaler(quantity: Quantity, factor: float) -> _Change:
    def change(step: Any) -> Any:  # noqa: ANN401 - any part of a session
        if isinstance(step, Exercise | Idle) and step.quantity == quantity:
            amounts: Sequence[Amount] = [_scaled(amount, factor) for amount in step.amounts]
            if quantity == "reps":  # of which there may be too many
                counts = flow.write([amount for amount in amounts if isinstance(amount, int)])
                amounts = set_in(step, step.amount_key, counts, owner=step.name).amounts
            return step.scaled(amounts)
        spans = {name: _scaled(span, factor) for name, _, span in _rests_of(step, quantity)}
        return step.model_copy(update=spans) if spans else step

    return change


def _rests_of(step: object, quantity: Quantity) -> Iterator[tuple[str, str, Span]]:
    """Yield the rests of a group that a factor multiplies: the field, what the setting is called, and the time."""
    if isinstance(step, Group) and quantity == "rests":
        for name in ("rest_between_rounds", "rest_between_steps"):
            span: Span = getattr(step, name)
            if span.default_ms:  # no rest stays no rest
                yield name, f"{step.name}.{name}" if isinstance(step, Block) else name, span


def _spans_of(step: object, quantity: Quantity) -> Iterator[tuple[str, Span]]:
    """Yield the times of a step that a factor multiplies, each with what the setting is called."""
    if isinstance(step, Exercise | Idle) and step.quantity == quantity:
        spans = (amount for amount in step.amounts if isinstance(amount, Span))
        yield from ((f"{step.name}.{step.amount_key}", span) for span in spans)
    yield from ((setting, span) for _, setting, span in _rests_of(step, quantity))


def _check_ranges(session: Session, quantity: Quantity, factor: float) -> None:
    """Check that a factor leaves every time in its author's range.

    Raises:
        FactorOutOfRange: it does not; the error says which factors do.
    """
    spans = [each for step in (session, *session.walk()) for each in _spans_of(step, quantity)]
    for setting, span in spans:
        ms = scaled_ms(span.default_ms, factor)
        if not span.min_ms <= ms <= span.max_ms:
            least = max(-(-100 * each.min_ms // each.default_ms) for _, each in spans)
            most = min(100 * each.max_ms // each.default_ms for _, each in spans)
            nearest = f"{(least if ms < span.min_ms else most) / 100:g}" if least <= most else ""
            raise FactorOutOfRange(quantity, f"{factor:g}", setting, format_duration(ms), range_of(span), nearest)


def _scaled(amount: Amount, factor: float) -> Amount:
    if isinstance(amount, Span):
        return amount.model_copy(update={"default_ms": scaled_ms(amount.default_ms, factor)})
    return times(amount, factor) if isinstance(amount, int) else amount


def scaled_ms(ms: int, factor: float) -> int:
    """Return a time times a factor, in whole seconds unless it has parts of one, and at least a second."""
    grain_ms = 1 if ms % SECOND_MS else SECOND_MS
    return max(SECOND_MS, times(ms // grain_ms, factor) * grain_ms)
