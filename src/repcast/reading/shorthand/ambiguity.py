"""Repetition that may or may not reach over a comma: refused, since people mean both."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from repcast.reading.located import Unreadable
from repcast.reading.shorthand.text import Entry

_REPEATED: Final = frozenset({"TIMES", "ROUNDS", "XN", "GROUP", "TABATA", "EMOM", "AMRAP"})
_AMOUNTS: Final = frozenset({"TIME", "COUNT", "MAX", "FAILURE"})


def check(entries: Sequence[Entry]) -> None:
    """Check that a list has no `3 rounds of 10 squats, 10 lunges` and no `10 squats, 10 lunges x3`.

    Raises:
        Unreadable: it has one of them.
    """
    run: list[Entry] = []
    for entry in entries:
        if entry.after != "COMMA" or entry.headings:
            _check_run(run)
            run = []
        run.append(entry)
    _check_run(run)


def _check_run(run: Sequence[Entry]) -> None:
    """Check entries that have only commas between them."""
    for entry, following in pairwise(run):
        if not _kinds(following) & (_REPEATED | {"PAUSE"}):
            _check_rounds(entry)
    if len(run) > 1 and not any(_kinds(entry) & _REPEATED for entry in run[:-1]):
        _check_last(run[-1])


def _kinds(entry: Entry) -> set[str]:
    return {part.kind for part in entry.parts}


def _check_rounds(entry: Entry) -> None:
    first = next(iter(entry.parts), None)
    is_of_rounds = first and first.kind == "ROUNDS" and re.search("round|circuit|superset", first.text, re.IGNORECASE)
    if first and is_of_rounds and not entry.headings and _kinds(entry) & _AMOUNTS:
        message = f"'{first.text}' may be rounds of this exercise, or of all that follow"
        raise Unreadable(first.at, message, "write a colon after it for all, or sets for this one")


def _check_last(entry: Entry) -> None:
    repeat = next((part for part in entry.parts[1:] if part.kind in ("XN", "ROUNDS")), None)
    if repeat and _kinds(entry) & _AMOUNTS and "GROUP" not in _kinds(entry):
        message = f"'{repeat.text}' may repeat this exercise, or all before it, too"
        raise Unreadable(repeat.at, message, "put all into parentheses before it, or write it as 3x10 squats")
