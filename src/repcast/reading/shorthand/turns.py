"""Movements in turn, as running plans write them: `alternate 60s jog and 90s walk for 20 min`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from repcast.reading.shorthand import explain_lists, text
from repcast.reading.shorthand.amounts import is_far, lengths_ms
from repcast.reading.shorthand.steps import effort
from repcast.reading.shorthand.text import Entry, Group, Part, Phrase

_OFTEN: Final = frozenset({"TIMES", "ROUNDS", "XN", "REPEAT"})
_ALTERNATE: Final = frozenset({"alternate", "alternating"})
_JOINTS: Final = frozenset({"and", "with", "between"})
_WHOLE: Final = re.compile(r"for\b|.*\btotal$", re.IGNORECASE)
_FEWEST: Final = 2


def in_turns(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries, with movements that take turns as rounds of both.

    Raises:
        Unreadable: they do not fit into the time that they go on for, or it is not told how often.
    """
    for entry in entries:
        _check_ratio(entry)
    found: list[Entry] = []
    left = list(entries)
    while left:
        taken = _commas(left)
        several = _turns(taken) if len(taken) > 1 else None
        used = several[1] if several else 1
        found.append(several[0] if several else _split(left[0]))
        del left[:used]
    return found


def _check_ratio(entry: Entry) -> None:
    ratio = next((part for part in entry.parts if isinstance(part, Phrase) and part.kind == "RATIO"), None)
    pairs = [part.text.split("/") for part in entry.parts if part.kind == "WORD" and part.text.count("/") == 1]
    if ratio and pairs and all(effort(name) is not None for name in pairs[0]):
        raise explain_lists.ratio_of_turns(ratio, pairs[0], _time_of(entry))


def _commas(left: Sequence[Entry]) -> list[Entry]:
    """Return the first entries that have only commas between them."""
    found = [left[0]]
    for entry in left[1:]:
        if entry.after != "COMMA" or entry.headings:
            break
        found.append(entry)
    return found


def _is_alternating(entry: Entry) -> bool:
    return any(_is_word(part, _ALTERNATE) for part in entry.parts[:1])


def _is_word(part: Part, words: frozenset[str]) -> bool:
    return part.kind == "WORD" and part.text.lower() in words


def _turns(taken: Sequence[Entry]) -> tuple[Entry, int] | None:
    """Return `alternating 90s run, 2 min walk for 20 min` as rounds, and how many entries that is."""
    first = taken[0]
    is_told = _is_alternating(first)
    if not is_told and (first.after == "COMMA" or len(taken) > _FEWEST):
        return None
    items: list[Entry] = []
    for used, entry in enumerate(taken, 1):
        often = _often(entry, has_own=bool(items) or not is_told)
        if often and (not is_told and often.kind != "TIME"):
            return None  # `run 60s, walk 90s x8` may repeat the walk alone
        rest = _bare([part for part in entry.parts if part is not often])
        if rest and not _is_movement(rest):
            return None
        items.extend([Entry(headings=(), parts=rest, at=rest[0].at, after="COMMA")] if rest else [])
        if often and len(items) > 1:
            return _rounds(first, items, often), used
    word = first.parts[0] if is_told else None
    is_pair = len(items) == _FEWEST and all(_time_of(item) for item in items)
    if isinstance(word, Phrase) and word.text.lower() == "alternate" and is_pair:
        raise explain_lists.turns_without_end(word, items)
    return None


def _often(entry: Entry, *, has_own: bool) -> Phrase | None:
    """Return how often, or how long, movements take turns."""
    phrases = [part for part in entry.parts if isinstance(part, Phrase)]
    times = [part for part in phrases if part.kind == "TIME"]
    often = next((part for part in phrases if part.kind in _OFTEN), None)
    is_whole = has_own and bool(times) and bool(_WHOLE.match(times[-1].text))
    is_more = len(times) > 1 or len(entry.parts) == 1
    return often or (times[-1] if is_whole and is_more else None)


def _bare(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return a movement without the words that join it to others."""
    kept = list(parts)
    while kept and _is_word(kept[0], _ALTERNATE | _JOINTS):
        kept.pop(0)
    while kept and _is_word(kept[-1], _JOINTS):
        kept.pop()
    return tuple(kept)


def _is_movement(parts: Sequence[Part]) -> bool:
    kinds = [part.kind for part in parts]
    return kinds.count("TIME") + kinds.count("COUNT") == 1 and set(kinds) <= {"TIME", "COUNT", "WORD", "SIDES"}


def _time_of(entry: Entry) -> Phrase | None:
    return next((part for part in entry.parts if isinstance(part, Phrase) and part.kind == "TIME"), None)


def _rounds(first: Entry, items: Sequence[Entry], often: Phrase) -> Entry:
    group = Group(entries=(replace(items[0], after=""), *items[1:]), at=items[0].at)
    return replace(first, parts=(_count(often, items), group), at=first.at)


def _count(often: Phrase, items: Sequence[Entry]) -> Phrase:
    """Return how many rounds there are."""
    if often.kind == "REPEAT":
        number = re.search(r"[0-9]+|(?<=[ \t])[a-z]+(?=[ \t]*(?:x|times|rounds?|sets?)?$)", often.text, re.IGNORECASE)
        return replace(often, kind="ROUNDS", text=number[0] if number else often.text)
    if often.kind != "TIME":
        return often
    times = [_time_of(item) for item in items]
    whole_ms, round_ms = lengths_ms(often)[0], sum(lengths_ms(time)[0] for time in times if time)
    if not all(times) or not round_ms or whole_ms % round_ms:
        raise explain_lists.turns_do_not_fit(often, whole_ms, round_ms if all(times) else 0, items)
    return replace(often, kind="ROUNDS", text=f"{whole_ms // round_ms} rounds")


def _split(entry: Entry) -> Entry:
    """Return `60s run / 90s walk x8`, and `run 3 min / walk 1 min for 20 min`, as rounds of both."""
    whole = _often(entry, has_own=True)
    if whole and whole.kind == "TIME" and [part.kind for part in entry.parts].count("TIME") == _FEWEST:
        whole = None  # `jog for 1 minute and walk for 90 seconds`
    parts = [part for part in entry.parts if part is not whole]
    items = _movements(_bare(parts))
    if whole is None and len(items) == _FEWEST:
        efforts = _efforts(items)
        is_clear = None not in efforts and efforts[0] != efforts[1]
        group = Group(entries=(replace(items[0], after=""), *items[1:]), at=items[0].at)
        return replace(entry, parts=(group,)) if is_clear else entry
    if whole is None or len(items) != _FEWEST or (whole.kind == "TIME" and parts[-1:] == [whole]):
        return entry
    efforts = _efforts(items)
    is_told = _is_alternating(entry)
    if not is_told and (None in efforts or efforts[0] == efforts[1]):
        return entry
    return _rounds(entry, items, whole)


def _efforts(items: Sequence[Entry]) -> list[int | None]:
    words = [[part for part in item.parts if isinstance(part, Phrase) and part.kind == "WORD"] for item in items]
    return [effort(text.name(each)) for each in words]


def _movements(parts: Sequence[Part]) -> list[Entry]:
    """Return two movements, each with its time, that stand in one entry; nothing where there are not two."""
    times = [
        at for at, part in enumerate(parts) if isinstance(part, Phrase) and part.kind == "TIME" and not is_far(part)
    ]
    if len(times) != _FEWEST or {part.kind for part in parts} != {"TIME", "WORD"}:
        return []
    middle = times[1] if times[0] == 0 else times[0] + 1
    both = [_bare(half) for half in (parts[:middle], parts[middle:])]
    if not all(_is_movement(half) and len(half) > 1 for half in both):
        return []
    return [Entry(headings=(), parts=half, at=half[0].at, after="COMMA") for half in both]
