"""How far headings and repetitions reach: entries -> sections, each one entry, or headings with what belongs to them.

What gyms write behind a list (`repeat x3`) or in front of its parts (`A1:`, `21-15-9 thrusters, pull-ups`) is brought
into the form of headings and parentheses first, so that the rest of the reading knows those alone.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from repcast.reading.shorthand import explain, text
from repcast.reading.shorthand.amounts import lengths_ms
from repcast.reading.shorthand.phrases import sort
from repcast.reading.shorthand.steps import effort
from repcast.reading.shorthand.text import SEPARATORS, Entry, Group, Heading, Part, Phrase
from repcast.units import SECOND_MS

MAX_HEADINGS: Final = 4
_SHORT_HOLD_MS: Final = 10 * SECOND_MS  # that one may hold each repetition
_OFTEN: Final = frozenset({"TIMES", "ROUNDS", "XN"})
_SCHEMES: Final = frozenset({"TABATA", "EMOM", "AMRAP"})
_FRAMES: Final = frozenset({"TIMES", "ROUNDS", "XN", "ON", "OFF", "PACE", "PAUSE", "NUMBERS"} | _SCHEMES)
_REPEATED: Final = frozenset({"GROUP"} | _OFTEN | _SCHEMES)
_AMOUNTS: Final = frozenset({"TIME", "COUNT", "MAX", "FAILURE"})
_NAMES: Final = frozenset({"WORD", "QUOTED", "SIDES", "LOAD", "TEMPO"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One entry; or headings, and the entries that belong to them."""

    headings: tuple[Heading, ...]
    body: tuple[Entry, ...]


def sections(entries: Sequence[Entry]) -> list[Section]:
    """Group entries with the headings that they belong to.

    A heading with an entry after its colon reaches to the end of the line, and that of rounds on, over the lines below,
    where its own line has one entry. A heading that ends its line reaches to the next blank line, or to the next
    heading.

    Raises:
        Unreadable: nothing belongs to a heading, or the reach of a heading or of a repetition is ambiguous.
    """
    deep = next((entry for entry in entries if len(entry.headings) > MAX_HEADINGS), None)
    if deep:
        raise explain.headings_deep(deep.headings[MAX_HEADINGS], MAX_HEADINGS)
    found: list[Section] = []
    left = _with_colons(entries)
    while left:
        if left[0].headings:
            found.append(_headed(left))
        else:
            found.extend(_plain(_run(left)))
    return found


def _run(left: list[Entry]) -> list[Entry]:
    """Take entries up to the next heading."""
    run = [left.pop(0)]
    while left and not left[0].headings:
        run.append(left.pop(0))
    return run


def _kinds(entry: Entry) -> set[str]:
    return {part.kind for part in entry.parts}


# Headings


def _with_colons(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries, where a line of nothing but `5 rounds` or `EMOM 10` is a heading, as if a colon ended it."""
    found: list[Entry] = []
    left = list(entries)
    while left:
        entry = left.pop(0)
        if left and _is_one_frame(entry, left[0]):
            entry = replace(entry, parts=(*entry.parts, *left.pop(0).parts))
        if left and _goes_on(entry, left[0]):
            entry = _together(entry, left.pop(0))
        elif left and left[0].after == "LINE" and not entry.headings and _is_frame(entry, left[0]):
            entry = replace(entry, headings=(Heading(parts=entry.parts, at=entry.at),), parts=())
        found.append(entry)
    return found


def _is_one_frame(entry: Entry, following: Entry) -> bool:
    """Tell whether a comma stands between a pace and how often, as in `45s work 15s rest, 3 rounds`."""
    if entry.headings or following.headings or following.after != "COMMA":
        return False
    both = (_kinds(entry), _kinds(following))
    return any(one <= {"ON", "OFF", "PACE"} and other <= _OFTEN for one, other in (both, both[::-1]))


def _goes_on(entry: Entry, following: Entry) -> bool:
    """Tell whether a heading has a comma in it, as in `40s on 20s off, 3 rounds: squats, lunges`."""
    is_frame = not entry.headings and _kinds(entry) <= _FRAMES | {"RATIO", "FOR_TIME"} and _kinds(entry) != {"PAUSE"}
    heads = {part.kind for heading in following.headings[:1] for part in heading.parts}
    return is_frame and following.after == "COMMA" and bool(heads) and heads <= _FRAMES | {"FOR_TIME"}


def _together(entry: Entry, following: Entry) -> Entry:
    first, *more = following.headings
    heading = Heading(parts=(*entry.parts, *first.parts), at=entry.at)
    return replace(following, headings=(heading, *more), at=entry.at, after=entry.after)


def _is_frame(entry: Entry, following: Entry) -> bool:
    kinds = _kinds(entry) - {"FOR_TIME"}
    if not kinds or not kinds <= _FRAMES or kinds == {"PAUSE"} or "PAUSE" in _kinds(following):
        return False
    is_whole = bool(kinds & {"TABATA", "ON", "PACE"})  # also something by itself, unless names without a time follow
    return not is_whole or not _kinds(following) - _NAMES


def _headed(left: list[Entry]) -> Section:
    """Take a heading, and what belongs to it."""
    first = left.pop(0)
    body = [replace(first, headings=())] if first.parts else []
    reaches = _along_the_line if first.parts else _down_the_lines
    while left and reaches(first, body, left):
        body.append(left.pop(0))
    if not body:
        raise explain.no_body(first.headings[-1])
    return Section(headings=first.headings, body=tuple(body))


def _along_the_line(first: Entry, body: Sequence[Entry], left: Sequence[Entry]) -> bool:
    entry = left[0]
    if entry.after == "GAP" or (entry.headings and entry.after != "COMMA"):
        return False
    if entry.after == "LINE" or body[-1].after == "LINE":
        return _down_from_the_line(first, body, left)
    if "MINUTE" in _kinds(entry) or (entry.after == "COMMA" and not entry.headings):
        return True
    if entry.after == "SEMICOLON" and (any(each.after == "COMMA" for each in body) or _is_between(entry)):
        return False
    if _kinds(entry) == {"PAUSE"} and len(left) == 1:
        return True  # it can only fall between the rounds
    raise explain.reach(first.headings, body, entry)


def _is_between(entry: Entry) -> bool:
    """Tell whether an entry is a rest that says what it falls between."""
    return len(entry.parts) == 1 and entry.parts[0].kind == "PAUSE" and "between" in entry.parts[0].text.lower()


def _down_from_the_line(first: Entry, body: Sequence[Entry], left: Sequence[Entry]) -> bool:
    """Tell whether `3 rounds: 10 squats` reaches over the line below; `3 rounds: 10 squats, 10 lunges` does not."""
    entry, kinds = left[0], {part.kind for heading in first.headings for part in heading.parts}
    is_single = len(body) == 1 or body[1].after == "LINE"
    if entry.headings or not kinds & _FRAMES or not is_single or (len(body) == 1 and "GROUP" in _kinds(body[0])):
        return False
    if entry.after == "COMMA":
        return True
    if entry.after != "LINE":
        raise explain.reach(first.headings, body, entry)
    if _kinds(entry) == {"PAUSE"} and kinds & _SCHEMES:
        return False
    if _kinds(entry) & (_REPEATED - {"GROUP"}) and not _kinds(entry) & {"STATION"}:
        raise explain.reach(first.headings, body, entry)
    return True


def _down_the_lines(_first: Entry, body: Sequence[Entry], left: Sequence[Entry]) -> bool:
    return not left[0].headings and (left[0].after != "GAP" or not body)


# What is written behind or in front of a list


def _plain(run: Sequence[Entry]) -> list[Section]:
    """Return entries that no heading reaches, with what stands for a heading among them made one."""
    entries = _easy_between(_supersets(_on_both_sides(_repeated(run))))
    _check_repetition([entry for entry in entries if not entry.headings])
    found: list[Section] = []
    left = [*entries]
    while left:
        entry = left.pop(0)
        body = [replace(entry, headings=())]
        while left and _takes_counts(entry, left[0]):
            body.append(left.pop(0))
        headings = (*entry.headings, *_counts_heading(body))
        found.append(Section(headings=headings, body=tuple(body)))
    return found


def _repeated(run: Sequence[Entry]) -> list[Entry]:
    """Put what stands before `repeat x3` into parentheses, from the last blank line on."""
    found: list[Entry] = []
    for entry in run:
        repeat = next((part for part in entry.parts if part.kind == "REPEAT"), None)
        if isinstance(repeat, Phrase) and repeat is entry.parts[0]:
            start = max((at for at, each in enumerate(found) if each.after == "GAP"), default=0)
            found[start:] = [_around(found[start:], entry, repeat)]
        elif entry is run[-1] and len(found) == 1 and entry.after == "COMMA" and _is_often(entry, found[0]):
            found[0] = replace(found[0], parts=(*found[0].parts, *entry.parts))
        else:
            found.append(entry)
    return found


def _is_often(entry: Entry, only: Entry) -> bool:
    """Tell whether an entry says how often to do the only one before it, as in `30s plank, 3 times`."""
    return (
        entry.parts[0].kind in _OFTEN
        and _kinds(entry) <= {"XN", "ROUNDS", "PAUSE"}
        and not _kinds(only) & (_OFTEN | {"PAUSE"})
    )


def _around(before: Sequence[Entry], entry: Entry, repeat: Phrase) -> Entry:
    if not before:
        raise explain.nothing_to_repeat(repeat)
    often = re.sub(r"(?i)^(?:and\s+)?repeat(?:ed)?", "", repeat.text).strip()
    number = re.search(r"(?i)[0-9]+|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b", often)
    if number is None:
        raise explain.how_often(repeat, before)
    strongest = max((each.after for each in before[1:]), key=("", *SEPARATORS).index, default="")
    if ("", *SEPARATORS).index(strongest) > ("", *SEPARATORS).index(entry.after):
        raise explain.repeats_how_much(repeat, number[0], before)
    group = Group(entries=(replace(before[0], after=""), *before[1:]), at=before[0].at)
    rounds = Phrase(kind="ROUNDS", text=number[0], at=repeat.at)
    return Entry(headings=(), parts=(group, rounds, *entry.parts[1:]), at=group.at, after=before[0].after)


def _on_both_sides(run: Sequence[Entry]) -> list[Entry]:
    """Read `30s side plank, repeat on the other side` as `30s side plank each side`."""
    found: list[Entry] = []
    for entry in run:
        [other, *more] = entry.parts
        if other.kind != "OTHER_SIDE" or not isinstance(other, Phrase) or more or not found:
            found.append(entry)
            continue
        if (len(found) > 1 and found[-1].after != "LINE") or not _kinds(found[-1]) <= _AMOUNTS | _NAMES | _OFTEN:
            raise explain.which_side(other, found)
        each = Phrase(kind="SIDES", text=f"each {other.text.split()[-1]}", at=other.at)
        found[-1] = replace(found[-1], parts=(*found[-1].parts, each))
    return found


def _easy_between(run: Sequence[Entry]) -> list[Entry]:
    """Read `6x800m in 3:10, 2 min jog recovery` as six rounds of both."""
    found: list[Entry] = []
    for entry in run:
        before = found[-1] if found else entry
        if entry.after == "COMMA" and _is_hold_of(before, entry):
            raise explain.hold_of_each(entry, before)
        if entry.after != "COMMA" or not _part_of(before, _OFTEN) or not _is_easier(entry, before):
            found.append(entry)
        elif entry is run[-1] and sort(entry.parts).easy:
            group = Group(entries=(replace(_without(before, _OFTEN), after=""), entry), at=before.at)
            rounds = tuple(part for part in before.parts if part.kind in _OFTEN)
            found[-1] = replace(before, parts=(*rounds, group))
        else:
            raise explain.easy_after_sets(entry, before)
    return found


def _is_hold_of(before: Entry, entry: Entry) -> bool:
    """Tell whether `5 sec hold` may belong to each repetition of what stands before it."""
    words = [part.text.lower() for part in entry.parts if part.kind == "WORD"]
    time = _part_of(entry, {"TIME"})
    is_hold = words in (["hold"], ["holds"]) and len(entry.parts) == 2  # noqa: PLR2004 - the word and its time
    if not is_hold or time is None or lengths_ms(time)[0] > _SHORT_HOLD_MS or _kinds(before) & {"GROUP", *_SCHEMES}:
        return False
    amount = sort(before.parts).amount
    return amount is not None and amount.kind == "COUNT"


def _is_easier(entry: Entry, before: Entry) -> bool:
    """Tell whether an entry is the recovery from what stands before it, once."""
    if _kinds(before) & {"GROUP", "PAUSE"} or _kinds(entry) & _REPEATED or entry.headings or before.headings:
        return False
    easy, hard = sort(entry.parts), sort(before.parts)
    if easy.easy or not easy.amount or easy.amount.kind != "TIME":
        return bool(easy.easy)
    tired = effort(text.name(hard.names) or ("run" if hard.distance else ""))
    rested = effort(text.name(easy.names))
    return tired is not None and rested is not None and rested < tired


def _takes_counts(entry: Entry, following: Entry) -> bool:
    """Tell whether `21-15-9 thrusters` goes on with an exercise without an amount of its own."""
    numbers = _counts_of(entry)
    if numbers is None or following.after not in ("COMMA", "LINE"):
        return False
    if _kinds(following) <= _NAMES:
        return True
    if following.after == "COMMA" and _kinds(following) != {"PAUSE"}:
        raise explain.counts_of_what(numbers, entry, following)
    return False


def _counts_of(entry: Entry) -> Phrase | None:
    amount = sort(entry.parts).amount if any(part.kind == "NUMBERS" for part in entry.parts) else None
    return amount if amount and amount.kind == "NUMBERS" else None


def _counts_heading(body: list[Entry]) -> tuple[Heading, ...]:
    """Take the counts of `21-15-9 thrusters` out of it, as a heading."""
    numbers = _counts_of(body[0])
    if numbers is None:
        return ()
    body[0] = replace(body[0], parts=tuple(part for part in body[0].parts if part is not numbers))
    return (Heading(parts=(numbers,), at=numbers.at),)


# Supersets


def _supersets(run: Sequence[Entry]) -> list[Entry]:
    """Have `A1:` and `A2:` take turns: as many rounds of both as each has sets."""
    groups: list[list[Entry]] = []
    for entry in run:
        letter = _letter(groups[-1][0]) if groups else ""
        is_rest = _kinds(entry) == {"PAUSE"} and entry.after != "GAP"
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
    sets = [_part_of(group[at], _OFTEN) for at in stations]
    if len({_number(each) for each in sets}) > 1:
        named = [_letter(group[at]) + group[at].parts[0].text[1] for at in stations]
        raise explain.sets_differ(first.at, named, [_number(each) for each in sets])
    inside = [_without(entry, _OFTEN | {"STATION"}) for entry in group[: stations[-1] + 1]]
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
    return replace(entry, parts=tuple(part for part in entry.parts if part.kind not in kinds))


def _number(often: Phrase | None) -> str:
    found = re.search("[0-9]+", often.text) if often else None
    return found[0] if found else ""


# Repetition that may or may not reach over a comma: people mean both


def _check_repetition(entries: Sequence[Entry]) -> None:
    run: list[Entry] = []
    for entry in entries:
        if entry.after != "COMMA":
            _check_run(run)
            run = []
        run.append(entry)
    _check_run(run)


def _check_run(run: Sequence[Entry]) -> None:
    """Check entries that have only commas between them."""
    for at, entry in enumerate(run[:-1]):
        if not _kinds(run[at + 1]) & (_REPEATED | {"PAUSE"}):
            _check_rounds(entry, run[at + 1 :])
    if len(run) > 1 and not any(_kinds(entry) & _REPEATED for entry in run[:-1]):
        _check_last(run)
    for at, entry in enumerate(run):
        if _kinds(entry) and _kinds(entry) <= _OFTEN and isinstance(entry.parts[0], Phrase):
            raise explain.empty(entry.parts[0], run[:at], run[at + 1 :])


def _check_rounds(entry: Entry, following: Sequence[Entry]) -> None:
    first = next(iter(entry.parts), None)
    is_of_rounds = first and re.search("round|rds|rft|circuit|superset", first.text, re.IGNORECASE)
    if isinstance(first, Phrase) and first.kind == "ROUNDS" and is_of_rounds and _kinds(entry) & _AMOUNTS:
        raise explain.rounds_of_what(first, entry, following)


def _check_last(run: Sequence[Entry]) -> None:
    entry = run[-1]
    repeat = next((part for part in entry.parts[1:] if part.kind in ("XN", "ROUNDS")), None)
    if isinstance(repeat, Phrase) and _kinds(entry) & _AMOUNTS and "GROUP" not in _kinds(entry):
        raise explain.repeats_what(repeat, run)
