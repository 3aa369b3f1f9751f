"""How long a repetition takes: one beat, or a time for each of its phases."""

import re
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from repcast.durations import TEMPO_PATTERN, parse_tempo
from repcast.session.explain import invalid, shown, text_of
from repcast.session.fields import Duration, Name
from repcast.units import SECOND_MS, Milliseconds, format_duration

Move = Literal["down", "hold", "up"]
MOVES: Final[tuple[Move, ...]] = ("down", "hold", "up", "hold")
"""The phases of a tempo, in the order in which gyms write them: lowering, held low, lifting, held high."""

_PHASES_PATTERN: Final = r"^(?=.*[1-9xX])[0-9]{1,2}-[0-9]{1,2}-(?:[0-9]{1,2}|[xX])(?:-[0-9]{1,2})?$(?!\n)"
_EXPLOSIVE: Final = "x"  # as fast as one can: counted as a second
_DIGITS: Final = re.compile(r"(\d)(\d)([\dxX])(\d)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a repetition.

    Attributes:
        name: as its author calls it, or the key of a phrase of ours.
        is_ours: whether it is that.
        length_ms: how long it takes.
    """

    name: str
    is_ours: bool
    length_ms: int

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_named, handler.generate_schema(_Written))


@dataclass(frozen=True, slots=True)
class Tempo:
    """`2s`: one beat a repetition; `3-1-2-0`: seconds for each of `MOVES`. In milliseconds.

    Attributes:
        parts_ms: the beat, or the phases.
        written: the phases as their author writes them, where `1-0-x-0` says more than their times do.
    """

    parts_ms: tuple[int, ...]
    written: str = field(default="", compare=False)

    def __str__(self) -> str:
        """Return it as a session writes it."""
        if len(self.parts_ms) == 1:
            return format_duration(self.parts_ms[0])
        return self.written or "-".join(str(part_ms // SECOND_MS) for part_ms in self.parts_ms)

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases that take a time; none of a beat."""
        if len(self.parts_ms) == 1:
            return ()
        moves = zip(MOVES, self.parts_ms, strict=False)
        return tuple(Phase(move, is_ours=True, length_ms=part_ms) for move, part_ms in moves if part_ms)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_read)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        patterns = ({"type": "string", "pattern": pattern} for pattern in (TEMPO_PATTERN, _PHASES_PATTERN))
        return {"anyOf": [*patterns], "examples": ["1.5s", "3-1-2-0"]}


def _read(value: object) -> Tempo:
    if isinstance(value, Tempo):
        return value
    text = text_of(value)
    if isinstance(value, str) and not isinstance(value, Milliseconds) and re.search(_PHASES_PATTERN, text):
        parts = text.split("-")
        written = text if _EXPLOSIVE in text.lower() else ""
        return Tempo(tuple(map(_part_ms, parts)), written=written)
    try:
        return Tempo((parse_tempo(text),))
    except ValueError as error:
        raise invalid(f"{shown(value)} is not a time repcast can use", _hint(text) or str(error)) from None


def _part_ms(part: str) -> int:
    return SECOND_MS if part.lower() == _EXPLOSIVE else int(part) * SECOND_MS


def _hint(text: str) -> str:
    """Return what to write in place of a tempo without dashes, such as 3010 or 3/0/1/0; nothing for other texts."""
    found = _DIGITS.fullmatch(re.sub(r"[\s/:,.-]", "", text))
    parts = "-".join(filter(None, found.groups())) if found else ""
    if not re.search(_PHASES_PATTERN, parts):
        return ""
    return f"write {parts} for seconds down, held, up and held; or the seconds of each rep, such as 2s"


_Written = Annotated[dict[Name, Duration], Field(min_length=1, max_length=1)]
"""A phase as an author names it: a mapping of one name to its time."""


def _named(written: dict[str, int]) -> Phase:
    [(name, length_ms)] = written.items()
    return Phase(name, is_ours=False, length_ms=length_ms)
