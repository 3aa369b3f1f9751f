"""Which of a group's steps are done in a round, and in which order, where it is shuffled or some are picked.

A card is an exercise, or a block, with the rests and recoveries after it and what is said before it. Each draw is a
number that SHA-256 makes of the seed, the group, its round and how many were drawn, so it is the same everywhere and
always, and no draw of another group changes it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from repcast.session.model import Block, Group, Measured, Session, WrittenStep

Card = tuple[WrittenStep, ...]

UNSEEDED: Final = 0
"""The seed of what is unrolled before its day is known."""


def seeded(session: Session, day: str) -> Session:
    """Return a session with a day, such as 2026-11-28, as its seed, if it takes one and has none.

    Args:
        session: unchanged where it needs no seed.
        day: empty where it is not known.
    """
    groups = (session, *(step for step in session.walk() if isinstance(step, Block)))
    if session.seed is not None or not day or all(each.shuffle == "off" and each.pick is None for each in groups):
        return session
    return session.model_copy(update={"seed": int(day.replace("-", ""))})


@dataclass(slots=True)
class Dealer:
    """Deals the rounds of a session's groups, in order.

    Attributes:
        seed: what all draws depend on.
    """

    seed: int
    _dealt: dict[str, int] = field(default_factory=dict)
    _last: dict[str, WrittenStep] = field(default_factory=dict)

    def steps(self, group: Group, steps: Sequence[WrittenStep]) -> tuple[WrittenStep, ...]:
        """Return the steps of a group's next round, of those that may be done in it.

        No exercise is done twice in a row across the border of two rounds, as far as there is another one.
        """
        first, cards, last = _dealt_out(steps)
        count = min(group.pick or len(cards), len(cards))
        if not cards or (group.shuffle == "off" and count == len(cards)):
            return tuple(steps)
        key = group.name if isinstance(group, Block) else ""
        chosen = self._chosen(cards, count, key, is_shuffled=group.shuffle == "on")
        return (*first, *(step for card in chosen for step in card), *last)

    def _chosen(self, cards: list[Card], count: int, key: str, *, is_shuffled: bool) -> list[Card]:
        self._dealt[key] = number = self._dealt.get(key, 0) + 1
        before, every = self._last.get(key), range(len(cards))
        others = [index for index in every if not any(_whole(step) is before for step in cards[index])] or every
        order = _drawn(every, others, count, f"{self.seed}/{key}/{number}")
        if not is_shuffled:
            if min(order) not in others:  # it would be done twice in a row, in the order in which they stand
                order = _drawn(others, others, min(count, len(others)), f"{self.seed}/{key}/{number}")
            order.sort()
        chosen = [cards[index] for index in order]
        self._last[key] = next(_whole(step) for step in chosen[-1] if step.is_card)
        return chosen


@dataclass(frozen=True, slots=True)
class Longest:
    """Picks what takes longest, in place of a `Dealer`: what fits then fits whatever is drawn.

    Attributes:
        length_ms: returns how long a step takes.
    """

    length_ms: Callable[[WrittenStep], int]

    def steps(self, group: Group, steps: Sequence[WrittenStep]) -> tuple[WrittenStep, ...]:
        """Return the steps of a group's longest round, of those that may be done in it."""
        first, cards, last = _dealt_out(steps)
        if group.pick is None or group.pick >= len(cards):
            return tuple(steps)
        longest = sorted(cards, key=lambda card: sum(map(self.length_ms, card)), reverse=True)
        return (*first, *(step for card in longest[: group.pick] for step in card), *last)


def has_pick_and_every(session: Session) -> bool:
    """Tell whether it depends on what is picked whether a round fits into its time."""
    groups = (session, *(step for step in session.walk() if isinstance(step, Block)))
    return any(each.pick for each in groups) and any(each.every.default_ms for each in groups)


def _whole(step: WrittenStep) -> WrittenStep:
    """Return a step as it is written, which may be here as it is in one round."""
    return step.whole if isinstance(step, Measured) else step


def _dealt_out(steps: Sequence[WrittenStep]) -> tuple[Card, list[Card], Card]:
    """Return a group's cards, with what stands before the first and after the last and belongs to none."""
    first: list[WrittenStep] = []
    cards: list[list[WrittenStep]] = []
    waiting: list[WrittenStep] = []
    for step in steps:
        if step.is_card:
            cards.append([*waiting, step])
            waiting = []
        elif step.is_easy and not waiting:
            (cards[-1] if cards else first).append(step)
        else:
            waiting.append(step)
    return tuple(first), [tuple(card) for card in cards], tuple(waiting)


def _drawn(every: Sequence[int], firsts: Sequence[int], count: int, of: str) -> list[int]:
    """Return some of all cards, by their indices, in the order in which they are drawn; one of `firsts` comes first."""
    left, order = [*every], list[int]()
    for draw in range(1, count + 1):
        choice = left if order else firsts
        index = choice[_number(f"{of}/{draw}") % len(choice)]
        left.remove(index)
        order.append(index)
    return order


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")
