"""What differs between the rounds of a group: in which a step is done, and lists with a value for each.

A wrong group's flaw is told here: what is wrong, what to write instead, and the key to blame, from the group on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from repcast.errors import counted
from repcast.session.explain import invalid, shown
from repcast.session.fields import EACH, MOST_TIMES, ONE, Rounds, form

_WORDS: Final = ("first", "last", "not last")
_NUMBER: Final = {"type": "integer", "minimum": 1, "maximum": MOST_TIMES}


def _listed(value: object) -> object:
    if isinstance(value, str) and value not in _WORDS:
        raise invalid(f"{shown(value)} is no round", "write first, last, not last, or numbers, such as [1, 3]")
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else value


InRounds = Annotated[
    Annotated[Literal["first", "last", "not last"], Tag(ONE)]
    | Annotated[tuple[Rounds, ...], Field(min_length=1, max_length=MOST_TIMES), Tag(EACH)],
    Discriminator(form),
    BeforeValidator(_listed),
    WithJsonSchema(
        {"anyOf": [{"enum": [*_WORDS]}, _NUMBER, {"type": "array", "items": _NUMBER, "minItems": 1, "maxItems": 1000}]}
    ),
]
"""The rounds of its group in which a step is done."""

GroupFlaw = tuple[str, str, tuple[int | str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Values:
    """A step's list, with a value for each round.

    Attributes:
        index: of the step in its group.
        setting: what it is called, such as `Row.for`.
        key: that it has in a file.
        texts: the values, as an author writes them.
        line: of the step; 0 where it is in no file.
    """

    index: int
    setting: str
    key: str
    texts: tuple[str, ...]
    line: int

    @property
    def place(self) -> str:
        """What it is called, with its line."""
        return f"{self.setting} (line {self.line})" if self.line else self.setting

    @property
    def how_many(self) -> str:
        """How many values it has, in words."""
        return counted(len(self.texts), "value")

    def with_as_many(self, count: int) -> str:
        """Return the text with which it has so many values: some fewer, or the last again and again."""
        fitted = [*self.texts, *([self.texts[-1]] * count)][:count]
        return f"{self.key}: [{', '.join(fitted)}]"


def is_done_in(in_rounds: InRounds | None, number: int, rounds: int) -> bool:
    """Tell whether a step is done in a round, counted from 1, of so many."""
    match in_rounds:
        case None:
            return True
        case "first":
            return number == 1
        case "last":
            return number == rounds
        case "not last":
            return number != rounds
        case _:
            return number in in_rounds


def flaw_of_lists(lists: Sequence[Values], written_rounds: int | None) -> GroupFlaw | None:
    """Return what is wrong with a group's lists, beside each other and beside the rounds that its author wrote."""
    for first, values in pairwise(lists):
        if (count := len(first.texts)) != len(values.texts):
            problem = f"{values.setting} has {values.how_many}, and {first.place} has {count}"
            return (
                problem,
                f"give both as many, such as {values.with_as_many(count)}",
                ("steps", values.index, values.key),
            )
    if lists and written_rounds not in (None, len(lists[0].texts)):
        problem = f"rounds is {written_rounds}, and {lists[0].place} has {lists[0].how_many}"
        hint = f"write rounds: {len(lists[0].texts)}, or take rounds away: it follows from the list"
        return problem, hint, ("rounds",)
    return None


def flaw_of_numbers(name: str, rounds: int, steps: Sequence[InRounds | None]) -> GroupFlaw | None:
    """Return which step of a group is asked for in a round that there is not, or which round has no step.

    Args:
        name: of the group.
        rounds: how many it has.
        steps: in which of them each of its steps is done.
    """
    for index, asked in enumerate(steps):
        if missing := missing_round(asked, rounds):
            hint = f"write in_rounds: {still_there(asked, rounds)}, or rounds: {missing} beside its steps"
            return f"there is no round {missing}: '{name}' has {rounds}", hint, ("steps", index, "in_rounds")
    if number := empty_round(rounds, steps):
        return f"nothing is done in round {number} of '{name}'", f"add {number} to the in_rounds of a step", ("steps",)
    return None


def missing_round(asked: InRounds | None, rounds: int) -> int:
    """Return the last round in which a step is to be done though there are only so many; 0 for none."""
    last = max(asked) if isinstance(asked, tuple) else 0
    return last if last > rounds else 0


def still_there(asked: InRounds | None, rounds: int) -> str:
    """Return as an author writes it in which of so many rounds a step can be done of those that are asked."""
    there = [number for number in asked if number <= rounds] if isinstance(asked, tuple) else []
    return str(there or "last")


def empty_round(rounds: int, steps: Sequence[InRounds | None]) -> int:
    """Return the first round, counted from 1, in which no step is done; 0 where there is none. Arguments as above."""
    if None in steps:
        return 0
    numbers = range(1, rounds + 1)
    return next((number for number in numbers if not any(is_done_in(each, number, rounds) for each in steps)), 0)


def flaw_of_pick(name: str, pick: int | None, cards: int) -> GroupFlaw | None:
    """Return that more steps of a group are to be picked than there are."""
    if pick is None or pick <= cards:
        return None
    if not cards:
        return f"'{name}' has no exercise to pick from", "take pick away", ("pick",)
    hint = f"write pick: {cards} or less, or take it away"
    return f"pick is {pick}, and '{name}' has {counted(cards, 'exercise')} to pick from", hint, ("pick",)
