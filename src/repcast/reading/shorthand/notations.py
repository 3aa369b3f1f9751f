"""What gyms write behind a list or in front of its parts, brought into the form of headings and parentheses.

`repeat x3`, `repeat on the other side`, `A1:`, `2 min jog recovery` behind sets, `21-15-9 thrusters, pull-ups`: the
rest of the reading knows headings, parentheses and repetitions alone.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from repcast.reading.shorthand import explain, explain_lists, text
from repcast.reading.shorthand.amounts import lengths_ms
from repcast.reading.shorthand.phrases import sort
from repcast.reading.shorthand.steps import effort
from repcast.reading.shorthand.text import SEPARATORS, Entry, Group, Heading, Part, Phrase
from repcast.units import SECOND_MS

OFTEN: Final = frozenset({"TIMES", "ROUNDS", "XN"})
SCHEMES: Final = frozenset({"TABATA", "EMOM", "AMRAP"})
REPEATED: Final = frozenset({"GROUP"} | OFTEN | SCHEMES)
AMOUNTS: Final = frozenset({"TIME", "COUNT", "MAX", "FAILURE"})
NAMES: Final = frozenset({"WORD", "QUOTED", "SIDES", "LOAD", "TEMPO", "CADENCE"})
_HOW_MUCH: Final = AMOUNTS | {"NUMBERS", "BREATHS"}
_BESIDE: Final = frozenset({"SIDES", "LOAD", "TEMPO", "CADENCE", "PAUSE"})
_RELEASES: Final = frozenset({"relax", "release", "let go", "breathe", "lower"})
_MOST_EASY: Final = 15  # of effort: what is done between two hard bouts
_SHORT_HOLD_MS: Final = 10 * SECOND_MS  # that one may hold each repetition


def kinds_of(entry: Entry) -> set[str]:
    """Return the kinds of an entry's phrases."""
    return {part.kind for part in entry.parts}


def spelt_out(run: Sequence[Entry]) -> list[Entry]:
    """Return entries without headings, with what such notations mean spelt out.

    Raises:
        Unreadable: one of them may mean two things.
    """
    return _easy_between(_supersets(_on_both_sides(_repeated(_named(run)))))


def _named(run: Sequence[Entry]) -> list[Entry]:
    """Read `heel slides, 2x15` as `heel slides 2x15`, where neither is anything by itself."""
    found: list[Entry] = []
    for entry in run:
        before = found[-1] if found else entry
        is_amount = bool(kinds_of(entry) & _HOW_MUCH) and kinds_of(entry) <= _HOW_MUCH | OFTEN | _BESIDE
        is_name = kinds_of(before) <= {"WORD", "QUOTED", "SIDES", "LOAD"} and bool(
            kinds_of(before) & {"WORD", "QUOTED"}
        )
        if found and entry.after == "COMMA" and is_amount and is_name and not (entry.headings or before.headings):
            found[-1] = replace(before, parts=(*before.parts, *entry.parts))
        else:
            found.append(entry)
    return found


def _repeated(run: Sequence[Entry]) -> list[Entry]:
    """Put what stands before `repeat x3` into parentheses, from the last blank line on; and before a last line `x3`."""
    found: list[Entry] = []
    for entry in run:
        often = _part_of(entry, {"REPEAT", "XN", "ROUNDS"})
        is_last = entry is run[-1] and bool(found) and _is_often(entry)
        is_repeat = entry.parts[0].kind == "REPEAT"
        if often and (is_repeat or (is_last and entry.after == "LINE")):
            start = max((at for at, each in enumerate(found) if each.after == "GAP"), default=0)
            found[start:] = [_around(found[start:], entry, often)]
        elif is_last and len(found) == 1 and entry.after == "COMMA" and not kinds_of(found[0]) & (OFTEN | {"PAUSE"}):
            found[0] = replace(found[0], parts=(*found[0].parts, *entry.parts))  # `30s plank, 3 times`
        else:
            found.append(entry)
    return found


def _is_often(entry: Entry) -> bool:
    """Tell whether an entry says only how often."""
    return entry.parts[0].kind in OFTEN and kinds_of(entry) <= {"XN", "ROUNDS", "PAUSE"}


def _around(before: Sequence[Entry], entry: Entry, repeat: Phrase) -> Entry:
    if not before:
        raise explain_lists.nothing_to_repeat(repeat)
    often = re.sub(r"(?i)^(?:and\s+)?repeat(?:ed)?", "", repeat.text).strip()
    number = re.search(r"(?i)[0-9]+|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b", often)
    if number is None:
        raise explain_lists.how_often(repeat, before)
    strongest = max((each.after for each in before[1:]), key=("", *SEPARATORS).index, default="")
    if ("", *SEPARATORS).index(strongest) > ("", *SEPARATORS).index(entry.after):
        raise explain_lists.repeats_how_much(repeat, number[0], before)
    group = Group(entries=(replace(before[0], after=""), *before[1:]), at=before[0].at)
    rounds = Phrase(kind="ROUNDS", text=number[0], at=repeat.at)
    return Entry(headings=(), parts=(group, rounds, *entry.parts[1:]), at=group.at, after=before[0].after)


def _on_both_sides(run: Sequence[Entry]) -> list[Entry]:
    """Read `30s side plank, repeat on the other side` as `30s side plank each side`."""
    found: list[Entry] = []
    for entry in run:
        [other, *more] = entry.parts
        if other.kind == "SIDES" and not more and len(found) > 1 and isinstance(other, Phrase):
            raise explain_lists.which_side(other, found)
        if other.kind != "OTHER_SIDE" or not isinstance(other, Phrase) or more or not found:
            found.append(entry)
            continue
        if (len(found) > 1 and found[-1].after != "LINE") or not kinds_of(found[-1]) <= AMOUNTS | NAMES | OFTEN:
            raise explain_lists.which_side(other, found)
        each = Phrase(kind="SIDES", text=f"each {other.text.split()[-1]}", at=other.at)
        found[-1] = replace(found[-1], parts=(*found[-1].parts, each))
    return found


def _easy_between(run: Sequence[Entry]) -> list[Entry]:
    """Read `6x800m in 3:10, 2 min jog recovery` as six rounds of both."""
    found: list[Entry] = []
    for written in run:
        entry = _between(found[-1], _with_easy(written)) if found else _with_easy(written)
        before = found[-1] if found else entry
        if entry.after == "COMMA" and (rep := _hold_of_each(before, entry)):
            found[-1] = replace(before, parts=(*before.parts, rep))
            continue
        if entry.after == "COMMA" and _is_hold_of(before, entry):
            raise explain_lists.hold_of_each(entry, before)
        if entry.after != "COMMA" or not _part_of(before, OFTEN) or not _is_easier(entry, before):
            found.append(entry)
        elif written is run[-1] and sort(entry.parts).easy:
            group = Group(entries=(replace(_without(before, OFTEN), after=""), entry), at=before.at)
            rounds = tuple(part for part in before.parts if part.kind in OFTEN)
            found[-1] = replace(before, parts=(*rounds, group))
        else:
            raise explain_lists.easy_after_sets(entry, before)
    return found


def _with_easy(entry: Entry) -> Entry:
    """Read `5x1000m @4:00/km with 2 min jog` as five rounds of both."""
    parts, often = _with_group(entry.parts), _part_of(entry, OFTEN)
    at = next(
        (
            at
            for at, part in enumerate(parts)
            if part.kind == "TIME" and re.match(r"w/|with\b", part.text, re.IGNORECASE)
        ),
        0,
    )
    words = [part for part in parts[at:] if isinstance(part, Phrase) and part.kind == "WORD" and part.text != "between"]
    amounts = AMOUNTS | {"DISTANCE"}
    is_after = any(part.kind in amounts for part in parts[:at])
    if often is None or not is_after or not words or effort(text.name(words)) is None:
        return entry
    bare = re.sub(r"^(?:w/|with)[ \t]*(?:a[ \t]+)?", "", parts[at].text, flags=re.IGNORECASE)
    time = Phrase(kind="TIME", text=bare, at=parts[at].at)
    tail = _easy_tail([part for part in parts[at + 1 :] if part.text != "between" and part is not often], words)
    hard = Entry(headings=(), parts=tuple(part for part in parts[:at] if part is not often), at=entry.at)
    easy = Entry(headings=(), parts=(time, *tail), at=time.at, after="COMMA")
    return replace(entry, parts=(often, Group(entries=(hard, easy), at=entry.at)))


def _with_group(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Read `6 x 3 min hard (2 min jog)` as `6 x 3 min hard with 2 min jog`."""
    *before, last = parts
    if not isinstance(last, Group) or len(last.entries) != 1 or last.entries[0].headings:
        return parts
    inside = last.entries[0].parts
    words = [part for part in inside if isinstance(part, Phrase) and part.kind == "WORD"]
    is_timed = inside[0].kind == "TIME" and {part.kind for part in inside} <= {"TIME", "WORD", "REST", "SPEED"}
    if (
        not is_timed
        or effort(text.name(words)) is None
        or not any(part.kind in AMOUNTS | {"DISTANCE"} for part in before)
    ):
        return parts
    return (*before, Phrase(kind="TIME", text=f"with {inside[0].text}", at=inside[0].at), *inside[1:])


def _easy_tail(tail: list[Part], words: Sequence[Phrase]) -> tuple[Part, ...]:
    """Return what is behind the time of an easy movement, which is said to be one where nothing else does."""
    is_told = any(part.kind in ("TIME", "REST", "PAUSE") for part in tail)
    recovery = Phrase(kind="REST", text="recovery", at=words[-1].at)
    return tuple(tail) if is_told or (effort(text.name(words)) or 0) > _MOST_EASY else (*tail, recovery)


def _between(before: Entry, entry: Entry) -> Entry:
    """Read `2 min jog between` behind sets as a recovery, which `2 min jog recovery` is."""
    last = entry.parts[-1]
    is_between = isinstance(last, Phrase) and last.kind == "WORD" and last.text.lower() in ("between", "in-between")
    names = text.name(part for part in entry.parts[:-1] if isinstance(part, Phrase) and part.kind == "WORD")
    if not is_between or not _part_of(before, OFTEN) or effort(names) is None:
        return entry
    return replace(entry, parts=(*entry.parts[:-1], Phrase(kind="REST", text="recovery", at=last.at)))


def _hold_of_each(before: Entry, entry: Entry) -> Phrase | None:
    """Return the tempo that `hold each for 5 seconds` sets for the repetitions before it."""
    time = _part_of(entry, {"TIME"})
    words = [part.text.lower() for part in entry.parts if part.kind in ("WORD", "EACH")]
    is_each = words[:2] in (["hold", "each"], ["hold", "each rep"]) and not set(words[2:]) - {"rep", "one"}
    if not is_each or time is None or lengths_ms(time)[0] > _SHORT_HOLD_MS or "COUNT" not in kinds_of(before):
        return None
    return Phrase(kind="TEMPO", text=f"@{lengths_ms(time)[0] // SECOND_MS}s", at=time.at)


def _is_hold_of(before: Entry, entry: Entry) -> bool:
    """Tell whether `5 sec hold` may belong to each repetition of what stands before it."""
    words = [part.text.lower() for part in entry.parts if part.kind == "WORD"]
    time = _part_of(entry, {"TIME"})
    is_hold = words in (["hold"], ["holds"]) and len(entry.parts) == 2  # noqa: PLR2004 - the word and its time
    if not is_hold or time is None or lengths_ms(time)[0] > _SHORT_HOLD_MS or kinds_of(before) & {"GROUP", *SCHEMES}:
        return False
    amount = sort(before.parts).amount
    return amount is not None and amount.kind == "COUNT"


def _is_easier(entry: Entry, before: Entry) -> bool:
    """Tell whether an entry is the recovery from what stands before it, once."""
    if kinds_of(before) & {"GROUP", "PAUSE"} or kinds_of(entry) & REPEATED or entry.headings or before.headings:
        return False
    easy, hard = sort(entry.parts), sort(before.parts)
    is_timed = easy.amount is not None and easy.amount.kind == "TIME"
    if is_timed and text.name(easy.names).lower() in _RELEASES:
        return True
    if easy.easy or not (easy.distance or is_timed):
        return bool(easy.easy)
    tired = effort(text.name(hard.names) or ("run" if hard.distance else ""))
    rested = effort(text.name(easy.names))
    return tired is not None and rested is not None and rested < tired


def takes_counts(entry: Entry, following: Entry) -> bool:
    """Tell whether `21-15-9 thrusters` goes on with an exercise without an amount of its own."""
    numbers = _counts_of(entry)
    if numbers is None or following.after not in ("COMMA", "LINE"):
        return False
    if kinds_of(following) <= NAMES:
        return True
    if following.after == "COMMA" and kinds_of(following) not in ({"PAUSE"}, {"CAP"}):
        raise explain_lists.counts_of_what(numbers, entry, following)
    return False


def _counts_of(entry: Entry) -> Phrase | None:
    if not any(part.kind == "NUMBERS" for part in entry.parts):
        return None
    phrases = sort(entry.parts)
    is_counted = phrases.amount is not None and phrases.amount.kind == "NUMBERS"
    return phrases.amount if is_counted and phrases.names and not (phrases.scheme or phrases.on) else None


def counts_heading(body: list[Entry]) -> tuple[Heading, ...]:
    """Take the counts of `21-15-9 thrusters`, and how often all of it is done, out of it as headings."""
    numbers = _counts_of(body[0])
    if numbers is None:
        return ()
    words = [part for part in body[0].parts if isinstance(part, Phrase) and part.kind == "WORD"]
    joints = [word for word, after in pairwise(words) if after.text in ("and", "&") and word.text.endswith("s")]
    if joints:
        raise explain_lists.two_names(joints[0], body[0])
    often = _part_of(body[0], OFTEN)
    body[0] = replace(body[0], parts=tuple(part for part in body[0].parts if part not in (numbers, often)))
    return tuple(Heading(parts=(part,), at=part.at) for part in (often, numbers) if part)


# Supersets


def _supersets(run: Sequence[Entry]) -> list[Entry]:
    """Have `A1:` and `A2:` take turns: as many rounds of both as each has sets."""
    groups: list[list[Entry]] = []
    for entry in run:
        letter = _letter(groups[-1][0]) if groups else ""
        is_rest = kinds_of(entry) == {"PAUSE"} and entry.after != "GAP"
        if letter and (is_rest or _letter(entry) == letter):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return [each for group in groups for each in _superset(group)]


def _letter(entry: Entry) -> str:
    first = next(iter(entry.parts), None)
    return first.text[0].upper() if first and first.kind == "STATION" else ""


def _superset(group: Sequence[Entry]) -> Sequence[Entry]:
    stations = [at for at, entry in enumerate(group) if _letter(entry)]
    if len(stations) < 2:  # noqa: PLR2004 - one exercise takes no turns
        return group
    first, last = group[0], group[stations[-1]]
    sets = [_part_of(group[at], OFTEN) for at in stations]
    if len({_number(each) for each in sets}) > 1:
        named = [_letter(group[at]) + group[at].parts[0].text[1] for at in stations]
        raise explain_lists.sets_differ(first.at, named, [_number(each) for each in sets])
    inside = [_without(entry, OFTEN | {"STATION"}) for entry in group[: stations[-1] + 1]]
    frame: tuple[Part, ...] = ()
    after = group[stations[-1] + 1 :]
    if sets[0]:
        rest = _part_of(last, {"PAUSE"}) or next((_part_of(entry, {"PAUSE"}) for entry in after), None)
        inside[-1] = _without(inside[-1], {"PAUSE"})
        frame = tuple(part for part in (replace(sets[0], kind="ROUNDS"), rest) if part)
        after = [entry for entry in after if rest not in entry.parts]
    whole = Group(entries=(replace(inside[0], after=""), *inside[1:]), at=first.at)
    label = Heading(parts=(Phrase(kind="LABEL", text=f"Superset {_letter(first)}:", at=first.at),), at=first.at)
    return [Entry(headings=(label,), parts=(whole, *frame), at=first.at, after=first.after), *after]


def _part_of(entry: Entry, kinds: Collection[str]) -> Phrase | None:
    return next((part for part in entry.parts if isinstance(part, Phrase) and part.kind in kinds), None)


def _without(entry: Entry, kinds: Collection[str]) -> Entry:
    kept = tuple(part for part in entry.parts if part.kind not in kinds)
    if not kept:
        raise explain.nameless(entry.parts[0], entry.parts)
    return replace(entry, parts=kept)


def _number(often: Phrase | None) -> str:
    found = re.search("[0-9]+", often.text) if often else None
    return found[0] if found else ""
