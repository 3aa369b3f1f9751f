"""The author's own cues in a step: words or a sound at a moment of it, or again and again."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Self, get_args

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, WithJsonSchema, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from repcast.session.explain import invalid, shown
from repcast.session.fields import MOST_TIMES, Duration, Moment, Part, Text, without_default
from repcast.session.settings import Signal
from repcast.units import SECOND_MS, ceil_to_second, format_duration

MOST_CUES_OF_STEP: Final = MOST_TIMES
"""How often all cues of a step may be heard in it, together."""
_SIGNALS: Final = get_args(Signal)


def _signal(value: object) -> object:
    if value not in _SIGNALS:
        raise invalid(f"{shown(value)} is no signal", f"write {', '.join(_SIGNALS[:-1])} or {_SIGNALS[-1]}")
    return value


_Signal = Annotated[Signal | None, BeforeValidator(_signal), WithJsonSchema({"enum": list(_SIGNALS)})]


class Cue(Part):
    """Something that the author has said or sounded in a step: at one moment, or every so often."""

    at_ms: Moment = Field(None, alias="at", description="When: from the step's start, or with a minus before its end.")
    every_ms: Duration = Field(0, alias="every", description="How often, from the step's start.")
    say: Text = Field("", description="What is said.")
    sound: _Signal = Field(None, description="Which signal sounds.")

    @model_validator(mode="after")
    def _is_one_thing_at_one_time(self) -> Self:
        given = self.model_fields_set
        if not given & {"at_ms", "every_ms"}:
            raise invalid("this cue has no moment", "add at: 30s, at: -10s for before the end, or every: 60s")
        if not given & {"say", "sound"}:
            raise invalid("nothing is heard at this cue", "add say: with words, or sound: with a signal's name")
        for one, other in (("at_ms", "every_ms"), ("say", "sound")):
            if {one, other} <= given:
                keys = f"{one} and {other}".replace("_ms", "")
                raise invalid(f"this cue has both {keys}", "make two cues of it")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        mapping = handler.resolve_ref_schema(handler(schema))
        for key in mapping["properties"].values():
            without_default(key)
        pairs = (("at", "every"), ("say", "sound"))
        mapping["allOf"] = [{"oneOf": [{"required": [key]} for key in pair]} for pair in pairs]
        return mapping

    def moments_ms(self, duration_ms: int) -> Iterator[int]:
        """Yield when it is heard in a step that lasts so long, from the step's start."""
        if self.at_ms is None:
            yield from range(self.every_ms, duration_ms, self.every_ms)
            return
        at_ms = self.at_ms + (duration_ms if self.at_ms < 0 else 0)
        if 0 <= at_ms < duration_ms:
            yield at_ms

    def count_in(self, duration_ms: int) -> int:
        """Return how often it is heard in a step that lasts so long; a step that is too long for any costs no time."""
        return len(range(self.every_ms, duration_ms, self.every_ms)) if self.at_ms is None else 1

    def flaw(self, name: str, duration_ms: int) -> tuple[str, str] | None:
        """Return what is wrong with it in a step of that name and length, and what would fit; None for nothing."""
        if next(self.moments_ms(duration_ms), None) is not None:
            return None
        lasts = f"{shown(name)} lasts {format_duration(duration_ms)}"
        last = format_duration(max(0, ceil_to_second(duration_ms) - SECOND_MS))
        if self.at_ms is None:
            half = format_duration(max(SECOND_MS, duration_ms // 2 // SECOND_MS * SECOND_MS))
            return f"this cue comes every {format_duration(self.every_ms)}, and {lasts}", f"write every: {half} or less"
        if self.at_ms < 0:
            before = f"{format_duration(-self.at_ms)} before the end"
            return f"this cue comes {before}, and {lasts}", f"write at: -{format_duration(duration_ms)} or later"
        return f"this cue comes at {format_duration(self.at_ms)}, and {lasts}", f"write at: {last} or earlier"

    def moved(self, from_ms: int, to_ms: int) -> "Cue":
        """Return it as a step that lasted so long, and is to last so long now, takes it along."""
        if self.at_ms is None:
            return self.model_copy(update={"every_ms": max(SECOND_MS, self.every_ms * to_ms // from_ms)})
        moved_ms = abs(self.at_ms) * to_ms // from_ms
        return self.model_copy(update={"at_ms": -max(1, moved_ms) if self.at_ms < 0 else moved_ms})


def flaws(cues: Sequence[Cue], name: str, durations_ms: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """Yield the index of each cue that does not fit a step, what is wrong, what would fit.

    Args:
        cues: of the step.
        name: of the step.
        durations_ms: how long the step takes, in each round or in all; none where that is not known.
    """
    if not durations_ms:
        return
    shortest_ms, longest_ms = min(durations_ms), max(durations_ms)
    total = 0
    for index, cue in enumerate(cues):
        if flaw := cue.flaw(name, shortest_ms):
            yield index, *flaw
            continue
        total += cue.count_in(longest_ms)
        if total > MOST_CUES_OF_STEP:
            least = format_duration(ceil_to_second(-(-longest_ms // MOST_CUES_OF_STEP)))
            problem = f"the cues of {shown(name)} are heard more than {MOST_CUES_OF_STEP:,} times"
            yield index, problem, f"write every: {least} or more, or for steps cadence:"
            return


def moved_along(cues: tuple[Cue, ...], from_ms: int, to_ms: int) -> tuple[Cue, ...]:
    """Return the cues of a step that lasted so long, and is to last so long now; those that no longer fit are gone."""
    moved = (cue.moved(from_ms, to_ms) for cue in cues)
    return tuple(cue for cue in moved if not cue.flaw("", to_ms))
