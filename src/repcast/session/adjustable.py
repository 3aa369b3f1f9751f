"""What a key press can change in a session: a row for each setting, with its values and the author's range.

Steps and blocks of one name share a row, whatever the case of the name, because one setting names them all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Final, Literal

from repcast.session.fields import MOST_TIMES, Span
from repcast.session.model import Amount, Block, Covered, Exercise, Group, Idle, Kind, Session, WrittenStep
from repcast.session.pace import MOST_OF_A_UNIT, SLOWEST_MS, Distance, Pace
from repcast.units import SECOND_MS, format_duration

Quality = Kind | Literal["rounds", "rest_between_rounds", "rest_between_steps", "every", "pace"]

_PRESS_MS: Final = 5 * SECOND_MS
_SHORT_PRESSES: Final = ((Decimal(200), Decimal(50)), (Decimal(0), Decimal(10)))
"""Of so many metres, or yards, and more: by how many a press changes them."""
_LONG_PRESSES: Final = ((Decimal(2), Decimal("0.5")), (Decimal(0), Decimal("0.1")))
"""The same of kilometres, or miles."""
_MILLIMETRES: Final = 1_000  # of a metre


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The least and the most that a value may be, both inclusive, in the value's unit."""

    least: int
    most: int

    def nearest(self, value: int) -> int:
        """Return the allowed value that is nearest."""
        return max(self.least, min(value, self.most))


@dataclass(frozen=True, slots=True)
class Measure:
    """How a row's values are counted: times and paces in milliseconds, distances in millimetres, all else by number.

    Attributes:
        like: a value of the row, whose unit is used in texts.
    """

    like: Amount | Pace

    def number(self, value: Amount | Pace) -> int:
        """Return a value as a number."""
        match value:
            case Span():
                return value.default_ms
            case Distance():
                return int(value.metres * _MILLIMETRES)
            case Pace():
                return value.time_ms(self.like.per) if isinstance(self.like, Pace) else value.ms
            case int():
                return value

    def text(self, number: int) -> str:
        """Return a number as the grammar of `customise` reads the value."""
        match self.like:
            case Span():
                return format_duration(number)
            case Distance():
                return str(Distance(round(number / self._unit, 3), self.like.unit))
            case Pace():
                return str(Pace(number, self.like.per))
            case int():
                return str(number)

    @property
    def press(self) -> int:
        """By how much a press changes a number."""
        match self.like:
            case Span() | Pace():
                return _PRESS_MS
            case Distance():
                presses = _SHORT_PRESSES if self.like.unit in ("m", "yd") else _LONG_PRESSES
                return int(next(press for least, press in presses if self.like.amount >= least) * self._unit)
            case int():
                return 1

    @property
    def limits(self) -> Limits:
        """The range that the format allows."""
        match self.like:
            case Span():
                fields = type(self.like).model_fields
                return Limits(least=fields["min_ms"].default, most=fields["max_ms"].default)
            case Distance():
                return Limits(least=min(self.press, self.number(self.like)), most=int(MOST_OF_A_UNIT * self._unit))
            case Pace():
                return Limits(least=SECOND_MS, most=SLOWEST_MS)
            case int():
                return Limits(least=1, most=MOST_TIMES)

    @property
    def _unit(self) -> Decimal:
        """The unit of the distance, in millimetres."""
        assert isinstance(self.like, Distance)
        return Distance(Decimal(1), self.like.unit).metres * _MILLIMETRES


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One setting of the session, or of every step or block of one name, in the units of its measure.

    Attributes:
        setting: as the grammar of `customise` calls it, such as `Side plank.for`.
        name: of the steps, as the first is written; empty for the session itself.
        written: the value in each of the steps before any setting, in the session's order; of lists, each of theirs.
        values: the same, now, before the whole is made as long as is asked: what a press changes.
        heard: the same, after that.
        author: the range that all of their authors allow.
        measure: what is counted.
        sides: how many intervals a step has; one where it has no sides.
    """

    setting: str
    name: str
    quality: Quality
    written: tuple[int, ...]
    values: tuple[int, ...]
    heard: tuple[int, ...]
    author: Limits
    measure: Measure
    sides: int

    @property
    def format(self) -> Limits:
        """The range that the format allows."""
        return self.measure.limits

    @property
    def is_changed(self) -> bool:
        """Whether it is no longer as it was written."""
        return self.heard != self.written

    def is_held(self, value: int) -> bool:
        """Tell whether a value is the least or the most that the author allows, where that is less than any."""
        return self.author != self.format and value in (self.author.least, self.author.most)

    def limits(self, *, beyond_range: bool) -> Limits:
        """Return the range that holds."""
        return self.format if beyond_range else self.author

    def after(self, presses: int) -> int:
        """Return the value after some presses, up or down, in whole steps from the value that was written."""
        press, origin = self.measure.press, self.written[0]
        behind = (self.values[0] - origin) // press if presses > 0 else -((origin - self.values[0]) // press)
        return origin + (behind + presses) * press

    def text(self, value: int) -> str:
        """Return a value as the grammar of `customise` reads it."""
        return self.measure.text(value)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Amount:
    """What can be changed by one setting of one step: a value, or one for each round."""

    name: str
    key: str
    quality: Quality
    values: tuple[Amount | Pace, ...]
    sides: int = 1

    @property
    def setting(self) -> str:
        return f"{self.name}.{self.key}" if self.name else self.key

    @property
    def author(self) -> Limits:
        spans = [value for value in self.values if isinstance(value, Span)]
        if spans:
            return _common(Limits(least=span.min_ms, most=span.max_ms) for span in spans)
        return Measure(self.values[0]).limits


_Stages = tuple[_Amount, _Amount, _Amount]
"""A setting as it was written, with all settings, and as it is heard."""


def rows(written: Session, now: Session, heard: Session | None = None) -> tuple[Row, ...]:
    """Return what can be changed and heard, in the order of the session; the session's own settings come first.

    Args:
        written: the session before any setting.
        now: the same session with settings.
        heard: the same, as long as is asked; None where nothing is.
    """
    shared: dict[str, list[_Stages]] = {}
    for parts in zip(*(_parts(each) for each in (written, now, heard or now)), strict=True):
        for stages in _stages(parts):
            shared.setdefault(stages[0].setting.casefold(), []).append(stages)
    found = {setting: _row(amounts) for setting, amounts in shared.items()}
    return tuple(row for setting, row in found.items() if _is_heard(row, found, setting.removesuffix(row.quality)))


def _is_heard(row: Row, found: Mapping[str, Row], owner: str) -> bool:
    """Tell whether a time between rounds is heard: there are several rounds, and no other setting parts them."""
    if row.quality == "every":
        return all(row.written) and max(found[f"{owner}rounds"].values) > 1
    if row.quality == "rest_between_rounds":
        return not any(found[f"{owner}every"].written) and max(found[f"{owner}rounds"].values) > 1
    return True


def _row(amounts: list[_Stages]) -> Row:
    first = amounts[0][0]
    measure = Measure(first.values[0])
    written, values, heard = (
        tuple(map(measure.number, chain.from_iterable(amount.values for amount in stage)))
        for stage in zip(*amounts, strict=True)
    )
    return Row(
        setting=first.setting,
        name=first.name,
        quality=first.quality,
        written=written,
        values=values,
        heard=heard,
        author=_common(stages[0].author for stages in amounts),
        measure=measure,
        sides=first.sides,
    )


def _common(ranges: Iterable[Limits]) -> Limits:
    all_of_them = tuple(ranges)
    return Limits(least=max(each.least for each in all_of_them), most=min(each.most for each in all_of_them))


_Owner = Session | WrittenStep


def _parts(session: Session) -> Iterator[_Owner]:
    yield session
    yield from session.walk()


def _stages(parts: Iterable[_Owner]) -> Iterator[_Stages]:
    """Yield what can be changed in a part of a session, where it has it at every stage."""
    written, now, heard = ({amount.key: amount for amount in _amounts(part)} for part in parts)
    for key in written:
        if key in now and key in heard:
            yield written[key], now[key], heard[key]


def _amounts(part: _Owner) -> Iterator[_Amount]:
    name = part.name if isinstance(part, Block | Exercise | Idle) else ""
    if isinstance(part, Group):
        yield from _of_group(part, name)
    elif isinstance(part, Exercise | Idle):
        sides = len(part.sides) if isinstance(part, Exercise) and part.sides else 1
        yield _Amount(name=name, key=part.amount_key, quality=part.kind, values=part.amounts, sides=sides)
    if isinstance(part, Group | Covered) and part.pace and (isinstance(part, Covered) or part.gives_pace()):
        yield _Amount(name=name, key="pace", quality="pace", values=(part.pace,))


def _of_group(group: Group, name: str) -> Iterator[_Amount]:
    amounts: list[tuple[Quality, Span | int]] = [
        ("rounds", group.rounds),
        ("every", group.every),
        ("rest_between_rounds", group.rest_between_rounds),
    ]
    if len(group.steps) > 1:
        amounts.append(("rest_between_steps", group.rest_between_steps))
    for quality, amount in amounts:
        yield _Amount(name=name, key=quality, quality=quality, values=(amount,))
