"""What a session is called that nobody gave a name, and its blocks."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from repcast.reading.located import Map
from repcast.reading.shorthand.nodes import UNNAMED, steps_of
from repcast.session.model import EXERCISES, NAME_LENGTH

_MOST_NAMES: Final = 3


def title_of(steps: Iterable[Map]) -> str:
    """Return the exercises' names, each once, as far as a title holds them."""
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


def lowered(name: str) -> str:
    """Return a name as it stands within a sentence: `push-ups`, but `TRX rows` and `L-sit`."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def name_blocks(steps: Iterable[Map]) -> None:
    """Name the blocks that nobody named, and number those of one name, so that they can be told apart."""
    seen: Counter[str] = Counter()
    for block in _blocks(steps):
        name = _described(block) if block["block"] == UNNAMED else str(block["block"])
        seen[name] += 1
        block["block"] = f"{name} {seen[name]}" if seen[name] > 1 else name


def _described(block: Map) -> str:
    names = list(_exercises([block]))
    if len(names) != 1:
        return "Circuit"
    return f"{block.get('rounds', 1)} sets of {lowered(names[0])}"[:NAME_LENGTH]


def _blocks(steps: Iterable[Map]) -> Iterator[Map]:
    for step in steps:
        if "block" in step:
            yield step
            yield from _blocks(steps_of(step))
