"""A chapter's card: what a lock screen shows of what is done now: its name, its side, how long, which round."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from repcast.picture.colours import DARK, Part, part_of, readable_on
from repcast.picture.drawing import Drawing, Text
from repcast.picture.lettering import LEADING, Lettering, fit, whole, width_of
from repcast.plan.languages import wording_of
from repcast.plan.timeline import Step
from repcast.session.settings import Language
from repcast.units import format_clock

SIDE: Final = 240
_MARGIN: Final = 16
_WIDTH: Final = SIDE - 2 * _MARGIN
_SMALL: Final = 22
_SIZES: Final = range(50, 21, -2)
_NAME_LINES: Final = 3
_NAME_HEIGHT: Final = 112
_AMOUNT: Final = 58
_CAP_HEIGHT: Final = 0.72
_BETWEEN: Final = 5  # round and name


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What a card says; equal ones look alike.

    Attributes:
        amount: how long it takes, or how often it is repeated.
        round: which round it is; empty outside of rounds.
    """

    part: Part
    name: str
    side: str
    amount: str
    round: str


def card_of(step: Step, language: Language) -> Card:
    """Return what a step's card says."""
    facts = step.facts
    is_in_round = facts.rounds > 1 and facts.purpose == "work"
    in_round = wording_of(language).phrases["round"].format(n=facts.round, of=facts.rounds).rstrip(".")
    return Card(
        part=part_of(facts),
        name=f"{facts.name} {facts.distance}".strip(),
        side=facts.side,
        amount=f"{facts.count} ×" if facts.count else format_clock(step.length_ms),
        round=in_round if is_in_round else "",
    )


def drawn(card: Card) -> Drawing:
    """Return a card, 240 units each way, in two colours, so that its PNG is small."""
    ground = DARK.parts[card.part]
    return Drawing(
        width=SIDE,
        height=SIDE,
        ground=ground,
        title=card.name,
        description=", ".join(filter(None, (card.round, card.name, card.side, card.amount))),
        shapes=(),
        texts=tuple(_texts(card, readable_on(ground))),
    )


def _texts(card: Card, colour: str) -> Iterator[Text]:
    top = float(_MARGIN)
    if card.round:
        yield from _lines(_small(card.round), top, colour)
        top += _SMALL + _BETWEEN
    name = _name(card.name)
    yield from _lines(name, top, colour, bold=True)
    if card.side:
        yield from _lines(_small(card.side), top + len(name.lines) * name.size * LEADING, colour)
    amount = fit(card.amount, width=_WIDTH, lines=1, largest=_AMOUNT, smallest=_SMALL)
    yield from _lines(amount, SIDE - _MARGIN - amount.size * _CAP_HEIGHT, colour)


def _small(text: str) -> Lettering:
    return fit(text, width=_WIDTH, lines=1, largest=_SMALL, smallest=_SMALL)


def _name(text: str) -> Lettering:
    found = whole(text, width=_WIDTH, height=_NAME_HEIGHT, lines=_NAME_LINES, sizes=_SIZES)
    return found or fit(text, width=_WIDTH, lines=_NAME_LINES, largest=_SIZES[-1], smallest=_SIZES[-1])


def _lines(lettering: Lettering, top: float, colour: str, *, bold: bool = False) -> Iterator[Text]:
    for number, line in enumerate(lettering.lines):
        yield Text(
            x=_MARGIN,
            y=top + lettering.size * (_CAP_HEIGHT + number * LEADING),
            text=line,
            size=lettering.size,
            width=width_of(line, lettering.size),
            colour=colour,
            bold=bold,
        )
