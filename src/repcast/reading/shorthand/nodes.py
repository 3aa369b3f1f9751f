"""The mappings and lists that a session's YAML would hold, built from phrases; each value knows its place.

And what they are called: the title of a session without one, names for its blocks, a list as a coach says it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from repcast.errors import RepcastError
from repcast.reading.located import START, Map, Position, Seq, Unreadable
from repcast.session.fields import NAME_LENGTH
from repcast.session.model import EXERCISES, Session
from repcast.session.unroll import unroll
from repcast.units import Milliseconds

UNNAMED: Final = "()"  # stands for a block's name until all blocks are known; nobody can write it
_MOST_NAMES: Final = 3
Node = tuple[object, Position]
"""A value, and where it was written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StepList:
    """Steps in order, with the settings of a block around them, such as its rests."""

    steps: list[Map]
    settings: Map


class Off(Map):
    """The rest of a pace, such as `40s on 20s off`: it falls between bouts, and nothing is left of it at the end."""


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


def block_of(listed: StepList, name: Node, rounds: Node | None = None) -> Map:
    """Return a block; a nameless one is named later, when all blocks are known."""
    at = name[1]
    block = mapping(at, {"block": name, **({"rounds": rounds} if rounds else {})})
    for key, value in listed.settings.items():
        put(block, key, value, listed.settings.values_at[key])
    put(block, "steps", steps_at(at, listed.steps), at)
    return block


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


# Names


def title_of(steps: Iterable[Map]) -> str:
    """Return the names of the exercises, each once, as many as fit into a title."""
    names = list(dict.fromkeys(_exercises(steps))) or ["Rest"]
    for most in range(_MOST_NAMES, 0, -1):
        more = f" and {len(names) - most} more" if len(names) > most else ""
        title = ", ".join(names[:most]) + more
        if len(title) <= NAME_LENGTH:
            return title
    return names[0][:NAME_LENGTH]


def _exercises(steps: Iterable[Map]) -> Iterator[str]:
    for step in steps:
        if "block" in step:
            yield from _exercises(steps_of(step))
        yield from (f"{step[kind]}{_far(step)}" for kind in EXERCISES if kind in step)


def _far(step: Map) -> str:
    return f" {step['distance']}" if "distance" in step else ""


def _lowered(name: str) -> str:
    """Return a name as it is written within a sentence: `push-ups`, but `TRX rows` and `L-sit`."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def name_blocks(steps: Iterable[Map]) -> None:
    """Name the blocks that have no name, and number those that share one."""
    seen: Counter[str] = Counter()
    for block in _blocks(steps):
        name = _described(block) if block["block"] == UNNAMED else str(block["block"])
        seen[name] += 1
        block["block"] = f"{name} {seen[name]}" if seen[name] > 1 else name


def _described(block: Map) -> str:
    names = list(_exercises([block]))
    if len(names) != 1:
        return "Circuit"
    rounds = block.get("rounds", 1)
    return names[0] if rounds == 1 else f"{rounds} sets of {_lowered(names[0])}"[:NAME_LENGTH]


def _blocks(steps: Iterable[Map]) -> Iterator[Map]:
    for step in steps:
        if "block" in step:
            yield step
            yield from _blocks(steps_of(step))


def describe(steps: Iterable[Map]) -> str:
    """Return a list of exercises as a coach says it: `5 pull-ups, 10 lunges each side`.

    Raises:
        Unreadable: there is more in it than exercises.
    """
    return ", ".join(map(_step, _with_values(steps)))


def _with_values(steps: Iterable[Map]) -> Iterator[Map]:
    """Yield steps, and those of rounds that have a value each in place of their block."""
    for step in steps:
        inside = steps_of(step) if step.keys() == {"block", "rounds", "steps"} else []
        has_values = inside and all(isinstance(each.get("count", each.get("for")), Seq) for each in inside)
        yield from inside if has_values else [step]


def _step(step: Map) -> str:
    kind = next((kind for kind in ("reps", "work", "hold", "recover") if kind in step), None)
    if kind is None:
        message = "an AMRAP's list can only have exercises, each with its count or time"
        raise Unreadable(step.position, message, "take it out, or write rounds of the list in place of AMRAP")
    amount = step["count"] if kind == "reps" else step.get("distance", step.get("for"))
    amount = " and ".join(", ".join(map(str, amount)).rsplit(", ", 1)) if isinstance(amount, Seq) else amount
    sides = step.get("sides")
    each = f" each {str(sides[0]).removeprefix('left ')}" if isinstance(sides, Seq) else ""
    return f"{amount} {_lowered(str(step[kind]))}{each}"
