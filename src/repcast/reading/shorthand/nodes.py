"""The mappings and lists that a session's YAML would hold, built from phrases; each value knows its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from repcast.errors import RepcastError
from repcast.reading.located import START, Map, Position, Seq
from repcast.session.model import Session
from repcast.session.unroll import unroll
from repcast.units import Milliseconds

UNNAMED: Final = "()"  # stands for a block's name until all blocks are known; nobody can write it
Node = tuple[object, Position]
"""A value, and where it was written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StepList:
    """Steps in order, with the settings of a block around them, such as its rests."""

    steps: list[Map]
    settings: Map


def mapping(at: Position, values: Mapping[str, Node]) -> Map:
    """Return a mapping at a place; each key has the place of its value."""
    result = Map(at)
    for key, (value, value_at) in values.items():
        put(result, key, value, value_at)
    return result


def put(target: Map, key: str, value: object, at: Position) -> None:
    """Set a key of a mapping."""
    target[key] = value
    target.keys_at[key] = target.values_at[key] = at


def sequence(at: Position, items: Iterable[Node]) -> Seq:
    """Return a list at a place."""
    result = Seq(at)
    for value, value_at in items:
        result.append(value)
        result.items_at.append(value_at)
    return result


def time_node(ms: int, at: Position) -> Node:
    """Return a time that was written at a place."""
    return Milliseconds(ms), at


def steps_at(at: Position, steps: Iterable[Map]) -> Seq:
    """Return a list of steps, each in its own place."""
    return sequence(at, ((step, step.position) for step in steps))


def steps_of(block: Map) -> list[Map]:
    """Return the steps of a block."""
    steps = block["steps"]
    assert isinstance(steps, Seq)
    return [step for step in steps if isinstance(step, Map)]


def length_ms(listed: StepList) -> int | None:
    """Return how long steps take, with the rests between them; None where a session would not accept them."""
    title = ("-", START)
    whole = mapping(title[1], {"title": title, "steps": (steps_at(title[1], listed.steps), title[1])})
    try:
        intervals = unroll(Session.model_validate({**listed.settings, **whole}))
    except (ValueError, RepcastError):
        return None
    return sum(interval.duration_ms or 0 for interval in intervals)
