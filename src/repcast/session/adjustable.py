"""What a key press can change in a session: a row for each setting, with its values and the author's range.

Steps and blocks of one name share a row, whatever the case of the name, because one setting names them all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

from repcast.session.fields import MOST_TIMES, Span
from repcast.session.model import Block, Covered, Exercise, Group, Idle, Include, Kind, Say, Session
from repcast.session.pace import Distance
from repcast.units import SECOND_MS, format_duration

Quality = Kind | Literal["rounds", "rest_between_rounds", "rest_between_steps", "every"]

_PRESS_MS: Final = 5 * SECOND_MS


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The least and the most that a value may be, both inclusive, in the value's unit."""

    least: int
    most: int

    def nearest(self, value: int) -> int:
        """Return the allowed value that is nearest."""
        return max(self.least, min(value, self.most))


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One setting of the session, or of every step or block of one name. Times are in milliseconds.

    Attributes:
        setting: as the grammar of `customise` calls it, such as `Side plank.for`.
        name: of the steps, as the first is written; empty for the session itself.
        written: the value in each of the steps before any setting, in the session's order; of lists, each of theirs.
        values: the same, now, before the whole is made as long as is asked: what a press changes.
        heard: the same, after that.
        author: the range that all of their authors allow.
        format: the range that the format allows.
        sides: how many intervals a step has; one where it has no sides.
    """

    setting: str
    name: str
    quality: Quality
    is_time: bool
    written: tuple[int, ...]
    values: tuple[int, ...]
    heard: tuple[int, ...]
    author: Limits
    format: Limits
    sides: int

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
        press, origin = _PRESS_MS if self.is_time else 1, self.written[0]
        behind = (self.values[0] - origin) // press if presses > 0 else -((origin - self.values[0]) // press)
        return origin + (behind + presses) * press

    def text(self, value: int) -> str:
        """Return a value as the grammar of `customise` reads it."""
        return format_duration(value) if self.is_time else str(value)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Amount:
    """What can be changed by one setting of one step: a value, or one for each round."""

    name: str
    key: str
    quality: Quality
    values: tuple[Span | int, ...]
    sides: int = 1

    @property
    def setting(self) -> str:
        return f"{self.name}.{self.key}" if self.name else self.key

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(value.default_ms if isinstance(value, Span) else value for value in self.values)

    @property
    def author(self) -> Limits:
        spans = [value for value in self.values if isinstance(value, Span)]
        if spans:
            return _common(Limits(least=span.min_ms, most=span.max_ms) for span in spans)
        return Limits(least=1, most=MOST_TIMES)

    @property
    def format(self) -> Limits:
        if isinstance(self.values[0], Span):
            fields = type(self.values[0]).model_fields
            return Limits(least=fields["min_ms"].default, most=fields["max_ms"].default)
        return Limits(least=1, most=MOST_TIMES)


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
    for stages in zip(_amounts(written), _amounts(now), _amounts(heard or now), strict=True):
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
    written, values, heard = (
        tuple(chain.from_iterable(amount.numbers for amount in stage)) for stage in zip(*amounts, strict=True)
    )
    return Row(
        setting=first.setting,
        name=first.name,
        quality=first.quality,
        is_time=isinstance(first.values[0], Span),
        written=written,
        values=values,
        heard=heard,
        author=_common(stages[0].author for stages in amounts),
        format=first.format,
        sides=first.sides,
    )


def _common(ranges: Iterable[Limits]) -> Limits:
    all_of_them = tuple(ranges)
    return Limits(least=max(each.least for each in all_of_them), most=min(each.most for each in all_of_them))


def _amounts(session: Session) -> Iterator[_Amount]:
    yield from _of_group(session, "")
    for step in session.walk():
        match step:
            case Block():
                yield from _of_group(step, step.name)
            case Covered() | Say() | Include():
                pass
            case Exercise() | Idle():
                sides = len(step.sides) if isinstance(step, Exercise) and step.sides else 1
                amounts = tuple(amount for amount in step.amounts if not isinstance(amount, Distance))
                yield _Amount(name=step.name, key=step.amount_key, quality=step.kind, values=amounts, sides=sides)


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
