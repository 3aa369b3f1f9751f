"""Exercises in another order each round, or some of them alone: `shuffle: …`, `pick 3 of: …`."""

from collections.abc import Sequence

from repcast.reading.located import Map
from repcast.reading.shorthand import explain_lists
from repcast.reading.shorthand.amounts import number
from repcast.reading.shorthand.nodes import UNNAMED, StepList, block_of, put
from repcast.reading.shorthand.notations import kinds_of
from repcast.reading.shorthand.phrases import Phrases, sort
from repcast.reading.shorthand.reach import Section
from repcast.reading.shorthand.steps import falls_between
from repcast.reading.shorthand.text import Phrase


def put_order(phrases: Phrases, settings: Map) -> None:
    """Set for a block which of its exercises are done, and in which order."""
    if phrases.shuffle:
        put(settings, "shuffle", "on", phrases.shuffle.at)
    if phrases.pick:
        put(settings, "pick", number(phrases.pick), phrases.pick.at)


def cards_of(phrases: Phrases, inside: Sequence[Section]) -> tuple[list[Section], Phrase | None]:
    """Return what takes part, and the rest at the end of the list, which belongs to none of them.

    Raises:
        Unreadable: there is too little to choose from, or a rest stands between two exercises.
    """
    rests = [_rest_of(section) for section in inside]
    for at, rest in enumerate(rests[:-1]):
        if rest and not falls_between(rest):
            raise explain_lists.rest_in_order(rest, inside[at - 1].body if at else ())
    last = rests[-1] if rests and rests[-1] and not falls_between(rests[-1]) else None
    check_count(phrases, sum(rest is None for rest in rests))
    return [*inside[:-1]] if last else [*inside], last


def check_count(phrases: Phrases, count: int) -> None:
    """Check that there are enough exercises for an order to mean something.

    Raises:
        Unreadable: there are not.
    """
    for order in phrases.order:
        if count < 2 or (order.kind == "PICK" and number(order) >= count):  # noqa: PLR2004 - one has no order
            raise explain_lists.nothing_to_choose(order, count)


def _rest_of(section: Section) -> Phrase | None:
    entry = section.body[0]
    return sort(entry.parts).pause if not section.headings and kinds_of(entry) == {"PAUSE"} else None


def as_card(listed: StepList) -> list[Map]:
    """Return steps that stay together wherever they are done: those of several exercises as a block."""
    several = sum("rest" not in step and "recover" not in step for step in listed.steps) > 1
    return [block_of(listed, (UNNAMED, listed.steps[0].position))] if several else listed.steps
