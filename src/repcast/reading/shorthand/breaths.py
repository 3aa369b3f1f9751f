"""The phases of a breath as people tell them: `4 in, 6 out for 3 minutes`, `inhale 4s hold 7s exhale 8s x4`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from repcast.reading.shorthand import explain_lists
from repcast.reading.shorthand.amounts import lengths_ms
from repcast.reading.shorthand.text import Entry, Heading, Part, Phrase
from repcast.units import SECOND_MS

_PHASES: Final = {"in": "in", "inhale": "in", "out": "out", "exhale": "out", "hold": "hold", "pause": "hold"}
_FILLERS: Final = frozenset(
    (
        "breathe",
        "breath",
        "for",
        "through",
        "the",
        "nose",
        "mouth",
        "your",
        "of",
        "a",
        "count",
        "counts",
        "to",
        "and",
        "slowly",
    )
)
_ORDER: Final = ("in", "hold", "out", "hold")
_OFTEN: Final = frozenset({"TIMES", "ROUNDS", "XN", "REPEAT", "BREATHS"})
_STRENGTH: Final = ("COMMA", "THEN", "SEMICOLON")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """What a sentence tells: the phases in their order, and how often one breathes so, or for how long."""

    phases: list[tuple[str, Phrase]]
    often: Phrase | None


def in_breaths(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries, with a breath that is told by its phases as `breathing 4-7-8`.

    Raises:
        Unreadable: nothing says how often, or for how long.
    """
    found: list[Entry] = []
    left = list(entries)
    while left:
        breath = _breath(left)
        if breath is None:
            found.append(left.pop(0))
            continue
        found.append(breath[0])
        del left[: breath[1]]
    return found


def _breath(left: Sequence[Entry]) -> tuple[Entry, int] | None:
    """Return the first entries as one, and how many those are; None where they are no breath."""
    headings, names = _names_of(left[0].headings)
    atoms: list[tuple[str, Phrase]] = [("often", each) for heading in left[0].headings for each in _breaths(heading)]
    best: tuple[_Told, int] | None = None
    for used, entry in enumerate(left, 1):
        if used > 1 and (entry.headings or entry.after not in _STRENGTH):
            break
        own = list(_atoms(entry.parts))
        if not own or any(kind == "other" for kind, _ in own):
            break
        atoms.extend(own)
        if told := _told(atoms):
            best = told, used
    if best is None:
        return None
    told, used = best
    if told.often is None:
        if all(number.kind == "TIME" for _, number in told.phases):
            return None  # each phase is a movement of its own, once
        raise explain_lists.breath_without_end(left[0].at, _spelt(told.phases))
    first = told.phases[0][1]
    numbers = Phrase(kind="NUMBERS", text=_spelt(told.phases), at=first.at)
    often = _counted(told.often)
    label = names or (Phrase(kind="WORD", text="Breathing", at=first.at),)
    return replace(left[0], headings=headings, parts=(*label, numbers, often)), used


def _names_of(headings: Sequence[Heading]) -> tuple[tuple[Heading, ...], tuple[Phrase, ...]]:
    """Return the headings that stay, and the name of the breathing that the last of them gives."""
    if not headings:
        return (), ()
    *outer, last = headings
    words = [part for part in last.parts if isinstance(part, Phrase)]
    if any(part.kind == "BREATHS" for part in words):
        return tuple(outer), ()
    if (
        words
        and all(part.kind in ("LABEL", "WORD") for part in words)
        and re.search("breath", words[-1].text, re.IGNORECASE)
    ):
        return tuple(outer), tuple(replace(part, kind="WORD", text=part.text.rstrip(": ")) for part in words)
    return tuple(headings), ()


def _breaths(heading: Heading) -> list[Phrase]:
    return [part for part in heading.parts if isinstance(part, Phrase) and part.kind == "BREATHS"]


def _atoms(parts: Sequence[Part]) -> Iterator[tuple[str, Phrase]]:
    """Yield what a breath is told with: phases, numbers, how often; and `other` for all else."""
    for part in parts:
        word = part.text.lower()
        if not isinstance(part, Phrase):
            yield "other", Phrase(kind="GROUP", text="", at=part.at)
        elif part.kind == "WORD":
            if word not in _FILLERS:
                yield _PHASES.get(word, "other"), part
        elif part.kind in ("TIME", "COUNT"):
            if word.startswith("in "):
                yield "in", part
            yield "number", part
        else:
            yield "often" if part.kind in _OFTEN else "other", part


def _told(atoms: Sequence[tuple[str, Phrase]]) -> _Told | None:
    """Return what atoms tell, where they are pairs of a phase and a number, and how often."""
    often = [part for kind, part in atoms if kind == "often"]
    pairs = [each for each in atoms if each[0] != "often"]
    if len(pairs) % 2 and pairs[-1][0] == "number" and pairs[-1][1].kind == "TIME":
        often.append(pairs.pop()[1])
    halves = list(zip(pairs[::2], pairs[1::2], strict=False))
    is_last = bool(pairs) and pairs[0][0] != "number"
    phases = [(one[0], other[1]) if is_last else (other[0], one[1]) for one, other in halves]
    is_paired = all({one[0] == "number", other[0] == "number"} == {True, False} for one, other in halves)
    if len(pairs) % 2 or len(often) > 1 or not is_paired or not _is_breath([kind for kind, _ in phases]):
        return None
    return _Told(phases=phases, often=next(iter(often), None))


def _is_breath(kinds: Sequence[str]) -> bool:
    is_in_turn = all(before != after for before, after in pairwise(kinds))
    return kinds[:1] == ["in"] and kinds.count("in") == kinds.count("out") == 1 and is_in_turn


def _spelt(phases: Sequence[tuple[str, Phrase]]) -> str:
    """Return `4-7-8`: the seconds of in, hold, out and hold, of which the last may be missing."""
    left = list(phases)
    seconds = [_seconds(left.pop(0)[1]) if left and left[0][0] == kind else "0" for kind in _ORDER]
    if seconds[3] == "0":
        seconds = seconds[:3] if seconds[1] != "0" else [seconds[0], seconds[2]]
    return "-".join(seconds)


def _seconds(number: Phrase) -> str:
    if number.kind == "TIME":
        return str(lengths_ms(number)[0] // SECOND_MS)
    found = re.search("[0-9]+", number.text)
    assert found
    return found[0]


def _counted(often: Phrase) -> Phrase:
    if often.kind in ("TIME", "BREATHS"):
        return often
    number = re.search(r"[0-9]+", often.text)
    return replace(often, kind="COUNT", text=number[0]) if number else replace(often, kind="ROUNDS")
