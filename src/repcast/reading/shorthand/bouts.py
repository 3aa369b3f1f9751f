"""Rounds with a length each, as boxing gyms write them: `3 rounds, 3 min each, 1 min rest: boxing`."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from repcast.reading.shorthand import explain_lists
from repcast.reading.shorthand.amounts import lengths_ms, number
from repcast.reading.shorthand.text import Entry, Part, Phrase
from repcast.units import format_duration

_OFTEN: Final = frozenset({"TIMES", "ROUNDS", "XN"})
_NAMES: Final = frozenset({"WORD", "QUOTED", "LABEL"})


def in_bouts(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries, with rounds that have a length each as sets of one exercise.

    Raises:
        Unreadable: they have several exercises, which may take turns or be done in each round.
    """
    found: list[Entry] = []
    left = list(entries)
    while left:
        entry, used = _bouts(left)
        found.append(entry)
        del left[:used]
    return found


def _bouts(left: Sequence[Entry]) -> tuple[Entry, int]:
    """Return the entry that the first ones mean together, and how many those are."""
    first = left[0]
    if taken := _taken([replace(first, headings=()), *left[1:]]):
        parts, used, headings = *taken, first.headings
    elif first.headings and (taken := _taken(left)):
        parts, used, headings = *taken, ()
    else:
        return first, 1
    last, after = left[used - 1], list(left[used:])
    if used > 1 and last.headings and after and after[0].after == "COMMA":
        raise _several(parts, [replace(last, headings=(), after=""), *after])
    return replace(first, headings=headings, parts=parts), used


def _taken(left: Sequence[Entry]) -> tuple[tuple[Part, ...], int] | None:
    """Return the parts of the first entries that tell rounds, their length, the rest and a name, and how many."""
    best: tuple[tuple[Part, ...], int] | None = None
    parts: list[Part] = []
    named = 0
    for used, entry in enumerate(left, 1):
        own = [part for heading in entry.headings for part in heading.parts] + list(entry.parts)
        own = [part for part in own if not _is_of_time(part, own)]
        has_name = any(part.kind in _NAMES for part in own)
        is_line = entry.after == "LINE" and not named and {part.kind for part in own} <= _NAMES
        if used > 1 and ((entry.after != "COMMA" and not is_line) or (used > 2 and left[used - 2].headings)):  # noqa: PLR2004
            break
        parts, named = [*parts, *own], named + has_name
        if named > 1 or not _fits(parts):
            break
        if named and _is_whole(left[:used], parts):
            told = [part for part in parts if part.kind not in _NAMES | {"EACH"}]
            best = (*(_as_name(part) for part in parts if part.kind in _NAMES), *told), used
    return best


def _is_of_time(part: Part, parts: Sequence[Part]) -> bool:
    """Tell whether this is the word `rounds` of `3 min rounds`."""
    at = parts.index(part)
    return part.kind == "WORD" and part.text.lower() in ("rounds", "round") and at > 0 and parts[at - 1].kind == "TIME"


def _fits(parts: Sequence[Part]) -> bool:
    kinds = [part.kind for part in parts]
    often = sum(kind in _OFTEN for kind in kinds)
    is_once = often <= 1 and all(kinds.count(kind) <= 1 for kind in ("TIME", "PAUSE", "EACH"))
    return is_once and set(kinds) <= _OFTEN | _NAMES | {"TIME", "PAUSE", "EACH"}


def _is_whole(entries: Sequence[Entry], parts: Sequence[Part]) -> bool:
    """Tell whether there are rounds, and a time that is said to be that of each."""
    written = [part for entry in entries for part in entry.parts]
    is_each = any(before.kind == "TIME" and after.kind == "EACH" for before, after in pairwise(parts))
    is_each = is_each or any(_is_of_time(part, written) for part in written)
    return is_each and any(part.kind in _OFTEN for part in parts)


def _as_name(part: Part) -> Part:
    is_label = isinstance(part, Phrase) and part.kind == "LABEL"
    return Phrase(kind="WORD", text=part.text.rstrip(": "), at=part.at) if is_label else part


def _several(parts: Sequence[Part], exercises: Sequence[Entry]) -> Exception:
    phrases = {part.kind: part for part in parts if isinstance(part, Phrase)}
    often = next(part for kind, part in phrases.items() if kind in _OFTEN)
    times = [format_duration(lengths_ms(phrases[kind])[0]) for kind in ("TIME", "PAUSE") if kind in phrases]
    pace = "/".join(times) if len(times) > 1 else f"{times[0]} each"
    return explain_lists.bouts(often, pace, number(often), [each for each in exercises if each.after in ("", "COMMA")])
