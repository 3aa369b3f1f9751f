"""How far, and how fast: distances, paces, and the time that a distance takes at a pace."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from typing import Final, Literal, Self, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from repcast.session.explain import invalid, shown, text_of
from repcast.units import HOUR_MS, SECOND_MS, format_clock

Unit = Literal["m", "km", "mi", "yd"]
_METRES: Final[dict[Unit, Decimal]] = {
    "m": Decimal(1),
    "km": Decimal(1_000),
    "mi": Decimal("1609.344"),  # the international mile and yard of 1959, exactly
    "yd": Decimal("0.9144"),
}
_WORDS: Final[dict[Unit, str]] = {
    "m": "m|met(?:er|re)s?",
    "km": "[kK]m?|kilomet(?:er|re)s?",
    "mi": "mi|miles?",
    "yd": "yds?|yards?",
}
_UNIT: Final = f"(?:{'|'.join(_WORDS.values())})"
_FAR: Final = rf"(?=[0-9.]*[1-9])[0-9]{{1,6}}(?:\.[0-9]{{1,3}})? ?{_UNIT}"
_CLOCK: Final = r"(?=[0:]*[1-9])(?:[0-9]{1,2}:[0-5][0-9]|[0-9]{1,3}):[0-5][0-9]"
_END: Final = r"$(?!\n)"  # in Python `$` alone also stands before a last newline
MOST_OF_A_UNIT: Final = 999_999
"""How many metres, or others of a unit, a distance may have; so many digits its pattern takes."""
SLOWEST_MS: Final = 100 * HOUR_MS - SECOND_MS
"""The slowest pace, likewise."""
DISTANCE_PATTERN: Final = f"^{_FAR}{_END}"
PACE_PATTERN: Final = f"^{_CLOCK} ?(?:min)? ?(?:/|per) ?(?:{_FAR}|{_UNIT}){_END}"


@dataclass(frozen=True, slots=True)
class Distance:
    """How far, in the unit that its author counts in."""

    amount: Decimal
    unit: Unit

    def __str__(self) -> str:
        """Return it as a session writes it: `400m`, `1.5km`."""
        return f"{self.amount.normalize():f}{self.unit}"

    @property
    def shown(self) -> str:
        """The same as tables and pictures show it: `400 m`, `1.5 km`."""
        return f"{self.amount.normalize():f} {self.unit}"

    @property
    def metres(self) -> Decimal:
        """The same in metres; exact."""
        return self.amount * _METRES[self.unit]

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the distance that a text says which matches `DISTANCE_PATTERN`."""
        found = re.match(r"[0-9.]+", text)
        assert found
        word = text[found.end() :].strip()
        return cls(Decimal(found[0]), next(unit for unit in get_args(Unit) if re.fullmatch(_WORDS[unit], word)))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_read_distance)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": DISTANCE_PATTERN, "examples": ["400m", "1.5km", "1 mile"]}


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a distance takes: `4:45/km`, `7:30/mi`, `2:05/500m`."""

    ms: int
    per: Distance

    def __str__(self) -> str:
        """Return it as a session writes it."""
        return f"{format_clock(self.ms)}/{self.per.unit if self.per.amount == 1 else self.per}"

    def time_ms(self, distance: Distance) -> int:
        """Return how long a distance takes, to the nearest second, halves upwards; at least a second."""
        seconds = distance.metres / self.per.metres * self.ms / SECOND_MS
        return max(1, int(seconds.quantize(Decimal(1), ROUND_HALF_UP))) * SECOND_MS

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_read_pace)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": PACE_PATTERN, "examples": ["4:45/km", "7:30/mi", "2:05/500m"]}


def _read_distance(value: object) -> Distance:
    if isinstance(value, Distance):
        return value
    if isinstance(value, str) and re.search(DISTANCE_PATTERN, value):
        return Distance.of(value)
    raise invalid(f"{shown(value)} is not a distance repcast can use", _instead_of_distance(text_of(value)))


def _read_pace(value: object) -> Pace:
    if isinstance(value, Pace):
        return value
    if isinstance(value, str) and re.search(PACE_PATTERN, value):
        clock, _, per = re.sub(r" ?(?:min)? ?(?:/|per) ?", "/", value, count=1).partition("/")
        seconds = reduce(lambda count, part: 60 * count + int(part), clock.split(":"), 0)
        return Pace(seconds * SECOND_MS, Distance.of(per if per[0].isdigit() else f"1{per}"))
    raise invalid(f"{shown(value)} is not a pace repcast can use", _instead_of_pace(text_of(value)))


# What to write instead

_USUAL_DISTANCE: Final = "write a distance such as 400m, 1.5km or 1 mile"
_USUAL_PACE: Final = "write a pace such as 4:45/km, 7:30/mi or 2:05/500m"
_LONGEST_KM: Final = 42  # a smaller number is kilometres, more likely than metres
_LOOSE: Final = re.compile(
    rf"\s*([0-9]{{1,3}}(?:,[0-9]{{3}})(?![0-9])|[0-9]{{1,6}}(?:[.,][0-9]{{1,3}})?)\s*({_UNIT})?\.?\s*", re.IGNORECASE
)
_SPEED: Final = re.compile(r"\s*([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*(km/?h|kph|mph)\s*", re.IGNORECASE)
_LOOSE_PACE: Final = re.compile(
    rf"\s*@?\s*([0-9]{{1,2}})(?:(?::|m(?:in)?\s*|['’′])([0-5][0-9])?)?\s*(?:s(?:ec)?|[\"”″]|'')?\s*(?:min)?\s*"
    rf"(?:(?:/|per|a)?\s*({_UNIT}))?\s*",
    re.IGNORECASE,
)


def meant_distance(text: str) -> Distance | None:
    """Return the distance that a text with a unit means; None where it means none."""
    found = _LOOSE.fullmatch(text)
    if not found or not found[2]:
        return None
    right = f"{_number(found[1], found[2].lower())}{found[2].lower()}"
    return Distance.of(right) if re.search(DISTANCE_PATTERN, right) else None


def pace_of_speed(text: str) -> Pace | None:
    """Return the pace of a speed such as `12 km/h`, to the second; None of what is none, or slower than any pace."""
    found = _SPEED.fullmatch(text)
    speed = Decimal(found[1].replace(",", ".")) if found else Decimal(0)
    if not found or not speed:
        return None
    ms = round(HOUR_MS / SECOND_MS / float(speed)) * SECOND_MS
    if ms > SLOWEST_MS:
        return None
    return Pace(ms, Distance(Decimal(1), "mi" if found[2].lower() == "mph" else "km"))


def _number(text: str, unit: str) -> str:
    """Return a number with a point before its decimals: a comma before three digits of metres is of thousands."""
    is_thousand = re.fullmatch(r"[0-9]+,[0-9]{3}", text) and unit[:1] in ("m", "y") and not unit.startswith("mi")
    return text.replace(",", "" if is_thousand else ".")


def _instead_of_distance(text: str) -> str:
    found = _LOOSE.fullmatch(text)
    if not found:
        return _USUAL_DISTANCE
    amount = _number(found[1], (found[2] or "m").lower())
    unit = (found[2] or ("km" if Decimal(amount) <= _LONGEST_KM else "m")).lower()
    if not re.search(DISTANCE_PATTERN, right := f"{amount}{unit}"):
        return _USUAL_DISTANCE
    if found[2]:
        return f"write {right}"
    return f"a number needs its unit: write {right}" + (f" or {amount}m" if unit == "km" else "")


def _instead_of_pace(text: str) -> str:
    if pace := pace_of_speed(text):
        return f"this is a speed: write {pace}"
    if not (found := _LOOSE_PACE.fullmatch(text)):
        return _USUAL_PACE
    clock = f"{found[1]}:{found[2] or '00'}"
    if not found[3]:
        return f"say how far in that time: write {clock}/km or {clock}/mi"
    right = f"{clock}/{found[3].lower()}"
    return f"write {right}" if re.search(PACE_PATTERN, right) else _USUAL_PACE
