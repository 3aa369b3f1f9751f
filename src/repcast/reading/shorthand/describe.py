"""Exercises in words: the title of a session without one, names for its blocks, and a list as a coach says it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from repcast.reading.located import Map, Seq, Unreadable
from repcast.reading.shorthand.nodes import UNNAMED, steps_of
from repcast.session.fields import NAME_LENGTH
from repcast.session.model import EXERCISES

_MOST_NAMES: Final = 3


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
        yield from (str(step[kind]) for kind in EXERCISES if kind in step)


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
    return f"{block.get('rounds', 1)} sets of {_lowered(names[0])}"[:NAME_LENGTH]


def _blocks(steps: Iterable[Map]) -> Iterator[Map]:
    for step in steps:
        if "block" in step:
            yield step
            yield from _blocks(steps_of(step))


def describe(steps: Iterable[Map]) -> str:
    """Return a list of exercises as one sentence, such as `5 pull-ups, 10 lunges each side.`, for a coach.

    Raises:
        Unreadable: there is more in it than exercises.
    """
    return ", ".join(map(_step, steps)) + "."


def _step(step: Map) -> str:
    kind = next((kind for kind in ("reps", "work", "hold") if kind in step), None)
    if kind is None:
        message = "an AMRAP's list can only have exercises, each with its count or time"
        raise Unreadable(step.position, message, "write it as rounds, such as 3 rounds: ...")
    amount = step["count"] if kind == "reps" else step["for"]
    sides = step.get("sides")
    each = f" each {str(sides[0]).removeprefix('left ')}" if isinstance(sides, Seq) else ""
    return f"{amount} {_lowered(str(step[kind]))}{each}"
