"""Exercises in words, as a coach reads out a list of them."""

from collections.abc import Iterable

from repcast.reading.located import Map, Seq
from repcast.reading.shorthand.text import Unclear
from repcast.reading.shorthand.titles import lowered


def describe(steps: Iterable[Map]) -> str:
    """Return a list of exercises as one sentence: 5 pull-ups, 10 lunges each side.

    Raises:
        Unclear: there is more to it than a list can tell.
    """
    return ", ".join(map(_step, steps)) + "."


def _step(step: Map) -> str:
    kind = next((kind for kind in ("reps", "work", "hold") if kind in step), None)
    if kind is None:
        message = "the list of an AMRAP holds exercises alone, each with its count or time"
        raise Unclear(step.position, message, "write it as rounds, such as 3 rounds: ...")
    amount = step["count"] if kind == "reps" else step["for"]
    sides = step.get("sides")
    each = f" each {str(sides[0]).removeprefix('left ')}" if isinstance(sides, Seq) else ""
    return f"{amount} {lowered(str(step[kind]))}{each}"
