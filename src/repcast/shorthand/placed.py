"""What a session's YAML would hold, built from phrases: each value knows where it was written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from repcast.located_yaml import Map, Position, Seq
from repcast.units import SECOND_MS, parse_pause, parse_tempo

_SWITCH: Final = "5s"  # the session format's own
_TEMPO: Final = "2s"
Placed = tuple[object, Position]
"""A value, and where it was written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """Steps in order, and what falls between them or between their rounds, as a block has it."""

    steps: list[Map]
    settings: Map


def mapping(at: Position, values: Mapping[str, Placed]) -> Map:
    """Return a mapping at a place; a key stands where its value does."""
    result = Map(at)
    for key, (value, value_at) in values.items():
        put(result, key, value, value_at)
    return result


def put(target: Map, key: str, value: object, at: Position) -> None:
    """Set a key of a mapping."""
    target[key] = value
    target.keys_at[key] = target.values_at[key] = at


def sequence(at: Position, items: Iterable[Placed]) -> Seq:
    """Return a list at a place."""
    result = Seq(at)
    for value, value_at in items:
        result.append(value)
        result.items_at.append(value_at)
    return result


def steps_at(at: Position, steps: Iterable[Map]) -> Seq:
    """Return a list of steps, each in its own place."""
    return sequence(at, ((step, step.position) for step in steps))


def steps_of(block: Map) -> list[Map]:
    """Return the steps of a block."""
    steps = block["steps"]
    assert isinstance(steps, Seq)
    return [step for step in steps if isinstance(step, Map)]


def length_ms(steps: Iterable[Map]) -> int:
    """Return how long steps take, one after another.

    Raises:
        ValueError: one of their times is none.
    """
    return sum(map(_step_ms, steps))


def _step_ms(step: Map) -> int:
    if "block" in step:
        rounds = step.get("rounds", 1)
        assert isinstance(rounds, int)
        return rounds * length_ms(steps_of(step)) + (rounds - 1) * parse_pause(
            str(step.get("rest_between_rounds", "0s"))
        )
    if "reps" in step:
        assert isinstance(step["count"], int)
        once_ms = step["count"] * parse_tempo(str(step.get("tempo", _TEMPO)))
    else:
        once_ms = parse_pause(str(next(step[key] for key in ("for", "within", "rest") if key in step)))
    written = step.get("sides")
    sides = len(written) if isinstance(written, Seq) else 1
    return sides * once_ms + (sides - 1) * parse_pause(str(step.get("switch", _SWITCH)))


def seconds(ms: int) -> str:
    """Return a length as a message shows it."""
    return f"{ms / SECOND_MS:g}s"
