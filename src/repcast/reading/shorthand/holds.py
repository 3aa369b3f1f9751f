"""Holds as therapists write them: `calf stretch: hold 30 seconds, repeat 3 times each leg`, in one line or several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from repcast.reading.shorthand import explain_lists
from repcast.reading.shorthand.amounts import lengths_ms
from repcast.reading.shorthand.text import Entry, Group, Heading, Part, Phrase
from repcast.units import SECOND_MS

_NAMES: Final = frozenset({"WORD", "QUOTED", "LABEL"})
_FILLERS: Final = frozenset({"it", "this", "the", "position", "stretch", "there", "for"})
_OFTEN: Final = frozenset({"TIMES", "ROUNDS", "XN"})
_HOLDS: Final = frozenset({"hold", "holds"})
_IS_HELD: Final = re.compile(r"(?:planks?|holds?|hangs?|sits?|stretch|pose|handstand)$", re.IGNORECASE)
_SHORT_HOLD_MS: Final = 10 * SECOND_MS  # that is one repetition of a count
_AFTER: Final = ("LINE", "COMMA", "SEMICOLON")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sheet:
    """What the first entries tell together."""

    names: tuple[Part, ...]
    time: Phrase | None
    often: Phrase
    sides: tuple[Part, ...]
    used: int
    headings: tuple[Heading, ...] = ()


def held(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries, with a name, its hold and `repeat 3 times` as one exercise.

    Raises:
        Unreadable: they say how often a day.
    """
    found: list[Entry] = []
    left = [_each_for(entry) for entry in entries]
    for entry in left:
        if daily := next((part for part in entry.parts if isinstance(part, Phrase) and part.kind == "DAILY"), None):
            raise explain_lists.daily(daily, entries)
    is_sheet = False
    while left:
        sheet = _sheet(left)
        is_sheet = sheet is not None and (is_sheet or _is_apart(left, sheet))
        if sheet and is_sheet:
            found.append(_exercise(left[0], sheet))
            del left[: sheet.used]
        else:
            found.append(_told_before(left))
            del left[0]
    return found


def _sheet(left: Sequence[Entry]) -> _Sheet | None:
    return _named_last(left) or _named_first(left) or _of_heading(left) or _in_parentheses(left[0]) or _alone(left[0])


def _is_apart(left: Sequence[Entry], sheet: _Sheet) -> bool:
    """Tell whether nothing before a name may be repeated with it, as in `10 squats, calf stretch, repeat 3 times`."""
    after = left[0].after
    return sheet.used == 1 or after in ("", "GAP", "SEMICOLON") or (after == "LINE" and _ends_in_line(left, sheet))


def _ends_in_line(left: Sequence[Entry], sheet: _Sheet) -> bool:
    return bool(left[0].headings) or left[sheet.used - 1].after != "LINE"


def _told_before(left: Sequence[Entry]) -> Entry:
    """Read `2 sets of 15 reps: clamshells`, and `repeat 10 times: heel slides`, as one exercise."""
    first, after = left[0], left[1] if len(left) > 1 else None
    told = (
        [part for part in first.headings[0].parts if part.text.lower() != "rounds"] if len(first.headings) == 1 else []
    )
    names, sides = _apart(first.parts)
    is_listed = after is not None and after.after == "COMMA" and {part.kind for part in after.parts} != {"PAUSE"}
    if not names or is_listed:
        return first
    kinds = {part.kind for part in told}
    if repeat := _repeat(told):
        count = replace(repeat[0], kind="COUNT", text=f"{_number(repeat[0])} reps")
        return replace(first, headings=(), parts=(*names, count, *repeat[1], *sides))
    is_told = len(told) == len(kinds) == 2 and kinds & _OFTEN and kinds & {"COUNT", "TIME"}  # noqa: PLR2004 - both
    return replace(first, headings=(), parts=(*names, *told, *sides)) if is_told else first


def _number(often: Phrase) -> str:
    found = re.search("[0-9]+", often.text)
    assert found
    return found[0]


def _each_for(entry: Entry) -> Entry:
    """Read `hold each stretch for 30 seconds: quads, calves` as `30s each: quads, calves`."""
    if len(entry.headings) != 1:
        return entry
    parts = entry.headings[0].parts
    words = [part.text.lower() for part in parts if part.kind in ("WORD", "EACH")]
    times = [part for part in parts if isinstance(part, Phrase) and part.kind == "TIME"]
    is_each = words[:2] == ["hold", "each"] and len(times) == 1 and len(words) + 1 == len(parts)
    if not is_each:
        return entry
    on = Phrase(kind="ON", text=f"{lengths_ms(times[0])[0] // SECOND_MS}s each", at=times[0].at)
    return replace(entry, headings=(Heading(parts=(on,), at=entry.headings[0].at),))


def _of_heading(left: Sequence[Entry]) -> _Sheet | None:
    """Return `calf stretch: hold 30s x 3 each leg`, where the hold says how often."""
    first = left[0]
    names = tuple(first.headings[0].parts) if len(first.headings) == 1 else ()
    named, sides = _apart(names)
    times = [part for part in first.parts if isinstance(part, Phrase) and part.kind == "TIME"]
    often = [part for part in first.parts if isinstance(part, Phrase) and part.kind in ("XN", "ROUNDS", "REPEAT")]
    words = {part.text.lower() for part in first.parts if part.kind == "WORD"}
    kinds = {part.kind for part in first.parts}
    is_hold = bool(words & _HOLDS) and words <= _HOLDS | _FILLERS and len(times) == len(often) == 1
    if not named or not is_hold or not kinds <= {"WORD", "TIME", "XN", "ROUNDS", "REPEAT", "SIDES"}:
        return None
    if not re.search("[0-9]", often[0].text):
        return None
    sides += tuple(part for part in first.parts if part.kind == "SIDES")
    return _Sheet(names=named, time=times[0], often=often[0], sides=sides, used=1)


def _in_parentheses(entry: Entry) -> _Sheet | None:
    """Return `heel slides x 10 (hold 3 sec)`: each of them is held so long."""
    groups = [part for part in entry.parts if isinstance(part, Group)]
    often = [part for part in entry.parts if isinstance(part, Phrase) and part.kind in ("COUNT", "XN", "TIMES")]
    names = tuple(part for part in entry.parts if part.kind in ("WORD", "QUOTED"))
    if len(groups) != 1 or len(often) != 1 or not names or len(groups[0].entries) != 1:
        return None
    time = _hold(groups[0].entries[0].parts)
    sides = tuple(part for part in entry.parts if part.kind == "SIDES")
    if time is None or len(names) + len(sides) + 2 != len(entry.parts):
        return None
    return _Sheet(names=names, time=time, often=often[0], sides=sides, used=1, headings=entry.headings)


def _alone(entry: Entry) -> _Sheet | None:
    """Return `hold 10 sec x 10 reps quad set`."""
    parts = entry.parts
    times = [at for at, part in enumerate(parts) if part.kind == "TIME"]
    counts = [
        part for part in parts if isinstance(part, Phrase) and part.kind == "COUNT" and "rep" in part.text.lower()
    ]
    if len(times) != 1 or len(counts) != 1 or not {part.kind for part in parts} <= {"WORD", "TIME", "COUNT", "SIDES"}:
        return None
    hold, time = parts[times[0] - 1] if times[0] else parts[-1], parts[times[0]]
    names = tuple(part for part in parts if part.kind == "WORD" and part is not hold)
    is_hold = hold.kind == "WORD" and hold.text.lower() in _HOLDS and bool(names)
    sides = tuple(part for part in parts if part.kind == "SIDES")
    if not is_hold or not isinstance(time, Phrase):
        return None
    return _Sheet(names=names, time=time, often=counts[0], sides=sides, used=1, headings=entry.headings)


def _named_last(left: Sequence[Entry]) -> _Sheet | None:
    """Return `hold for 30 seconds, repeat 3 times: calf stretch`."""
    if len(left) < 2 or left[0].headings or len(left[1].headings) != 1:  # noqa: PLR2004 - the hold, and how often
        return None
    time, often = _hold(left[0].parts), _repeat(left[1].headings[0].parts)
    names, sides = _apart(left[1].parts)
    if time is None or often is None or left[1].after not in _AFTER or not names:
        return None
    if len(left) > 2 and left[2].after == "COMMA":  # noqa: PLR2004 - several exercises
        return None
    return _Sheet(names=names, time=time, often=often[0], sides=(*often[1], *sides), used=2)


def _named_first(left: Sequence[Entry]) -> _Sheet | None:
    """Return `calf stretch: hold 30 seconds, repeat 3 times`, in a line or two, and `heel slides, repeat 10 times`."""
    first = left[0]
    if first.headings:
        names = tuple(first.headings[0].parts) if len(first.headings) == 1 else ()
        rest = [replace(first, headings=(), after="COMMA") if first.parts else None, *left[1:]]
    else:
        names, rest = first.parts, [None, *left[1:]]
    named, of_name = _apart(names)
    entries = [entry for entry in rest if entry is not None]
    skipped = len(rest) - len(entries)
    if not named or not entries or any(entry.headings or entry.after not in _AFTER for entry in entries[:1]):
        return None
    time = _hold(entries[0].parts)
    at = 1 if time else 0
    if len(entries) <= at or entries[at].headings or entries[at].after not in _AFTER:
        return None
    often = _repeat(entries[at].parts)
    if often is None or (time is None and first.headings and not first.parts):
        return None
    return _Sheet(names=named, time=time, often=often[0], sides=(*of_name, *often[1]), used=skipped + at + 1)


def _apart(parts: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return a name's words and its sides; nothing where there is more."""
    if not {part.kind for part in parts} <= _NAMES | {"SIDES"}:
        return (), ()
    return tuple(p for p in parts if p.kind in _NAMES), tuple(p for p in parts if p.kind == "SIDES")


def _hold(parts: Sequence[Part]) -> Phrase | None:
    """Return the time of `hold for 30 seconds`."""
    words = {part.text.lower() for part in parts if part.kind == "WORD"}
    times = [part for part in parts if isinstance(part, Phrase) and part.kind == "TIME"]
    is_hold = bool(words & _HOLDS) and words <= _HOLDS | _FILLERS and len(times) == 1
    return times[0] if is_hold and {part.kind for part in parts} == {"WORD", "TIME"} else None


def _repeat(parts: Sequence[Part]) -> tuple[Phrase, tuple[Part, ...]] | None:
    """Return how often `repeat 10 times each leg` says, and the sides."""
    often = parts[0] if parts else None
    is_repeat = isinstance(often, Phrase) and often.kind == "REPEAT" and bool(re.search("[0-9]", often.text))
    is_all = is_repeat and {part.kind for part in parts[1:]} <= {"SIDES"}
    return (often, tuple(parts[1:])) if is_all and isinstance(often, Phrase) else None


def _exercise(first: Entry, sheet: _Sheet) -> Entry:
    names = [
        replace(p, kind="WORD", text=p.text.rstrip(": ")) if isinstance(p, Phrase) and p.kind == "LABEL" else p
        for p in sheet.names
    ]
    number = _number(sheet.often)
    count = replace(sheet.often, kind="COUNT", text=f"{number} reps")
    if sheet.time is None:
        return replace(first, headings=sheet.headings, parts=(*names, count, *sheet.sides))
    held_ms = lengths_ms(sheet.time)[0]
    if held_ms <= _SHORT_HOLD_MS:
        tempo = replace(sheet.time, kind="TEMPO", text=f"@{held_ms // SECOND_MS}s")
        return replace(
            first,
            headings=sheet.headings,
            parts=(*names, count, tempo, *sheet.sides),
        )
    if not _IS_HELD.search(names[-1].text):
        names.append(Phrase(kind="WORD", text="hold", at=sheet.time.at))
    rounds = replace(count, kind="ROUNDS", text=f"{number} times")
    return replace(first, headings=sheet.headings, parts=(*names, rounds, sheet.time, *sheet.sides))
