"""How far headings and repetitions reach: entries -> sections, each an entry, or headings and what belongs to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from repcast.reading.shorthand import explain_lists
from repcast.reading.shorthand.notations import (
    AMOUNTS,
    NAMES,
    OFTEN,
    REPEATED,
    SCHEMES,
    counts_heading,
    kinds_of,
    spelt_out,
    takes_counts,
)
from repcast.reading.shorthand.sentences import sentences
from repcast.reading.shorthand.text import Entry, Heading, Part, Phrase, written

MAX_HEADINGS: Final = 4
_FEWEST_OF_TITLED: Final = 2
_ORDER: Final = frozenset({"SHUFFLE", "PICK"})
_FRAMES: Final = frozenset({"ON", "OFF", "PACE", "PAUSE", "NUMBERS"} | OFTEN | SCHEMES | _ORDER)
_PACES: Final = frozenset({"ON", "OFF", "PACE", "RATIO"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One entry; or headings, and the entries that belong to them.

    Attributes:
        after: the strongest separator before it; empty for the first of a list.
    """

    headings: tuple[Heading, ...]
    body: tuple[Entry, ...]
    after: str = ""


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
        raise explain_lists.headings_deep(deep.headings[MAX_HEADINGS], MAX_HEADINGS)
    found: list[Section] = []
    left = _with_colons(sentences(entries))
    while left:
        if left[0].headings:
            found.append(_headed(left))
        else:
            found.extend(_plain(_run(left)))
    return found


def title_of_line(entries: Sequence[Entry]) -> Phrase | None:
    """Return the name on a first line, with a line such as `3 rounds for time:` below, which nothing else can be."""
    if len(entries) < _FEWEST_OF_TITLED or entries[1].after not in ("LINE", "GAP"):
        return None
    first, second = entries[:2]
    frames = {part.kind for heading in second.headings for part in heading.parts} or kinds_of(second)
    is_name = not first.headings and kinds_of(first) == {"WORD"}
    if not is_name or not frames & (_FRAMES - {"PAUSE"}) or kinds_of(second) & {"WORD", "QUOTED"}:
        return None
    return Phrase(kind="TITLE", text=f"title: {written(first.parts)}", at=first.at)


def _run(left: list[Entry]) -> list[Entry]:
    """Take entries up to the next heading."""
    run = [left.pop(0)]
    while left and not left[0].headings:
        run.append(left.pop(0))
    return run


# Headings


def _with_colons(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries, where a line of nothing but `5 rounds` or `EMOM 10` is a heading, as if a colon ended it."""
    found: list[Entry] = []
    left = list(entries)
    while left:
        entry = left.pop(0)
        if _is_named(entry):
            if "NUMBERS" in kinds_of(entry) and _is_rest_of_sets(left):
                entry = replace(entry, parts=(*entry.parts, *left.pop(0).parts))
            if not left or left[0].after in ("LINE", "GAP") or "NUMBERS" in kinds_of(entry):
                entry = replace(entry, headings=(), parts=(*map(_as_word, entry.headings[0].parts), *entry.parts))
        while left and _is_one_frame(entry, left[0]):
            entry = replace(entry, parts=(*entry.parts, *left.pop(0).parts))
        if left and _goes_on(entry, left[0]):
            entry = _together(entry, left.pop(0))
        elif left and _is_frame(entry, left[0]):
            entry = replace(entry, headings=(*entry.headings, Heading(parts=entry.parts, at=entry.at)), parts=())
        found.append(entry)
    return found


def _is_named(entry: Entry) -> bool:
    """Tell whether a heading is the name of one exercise, as in `push-ups: 3x10`."""
    if len(entry.headings) != 1 or not {part.kind for part in entry.headings[0].parts} <= {"LABEL", "WORD", "QUOTED"}:
        return False
    kinds = kinds_of(entry)
    return bool(kinds & {"TIME", "COUNT", "NUMBERS"}) and not kinds & ({"WORD", "QUOTED", "GROUP"} | SCHEMES)


def _as_word(part: Part) -> Part:
    is_label = isinstance(part, Phrase) and part.kind == "LABEL"
    return Phrase(kind="WORD", text=part.text.rstrip(": "), at=part.at) if is_label else part


def _is_rest_of_sets(left: Sequence[Entry]) -> bool:
    """Tell whether a comma and a rest are next, and nothing more in their list, as in `presses: 12-10-8, rest 90s`."""
    is_rest = bool(left) and left[0].after == "COMMA" and not left[0].headings and kinds_of(left[0]) == {"PAUSE"}
    return is_rest and (len(left) == 1 or left[1].after != "COMMA")


def _is_one_frame(entry: Entry, following: Entry) -> bool:
    """Tell whether a comma stands within one frame: `45s work 15s rest, 3 rounds`, or `3 rounds, rest 60s`."""
    return not following.headings and _continues(entry, following, kinds_of(following))


def _goes_on(entry: Entry, following: Entry) -> bool:
    """Tell whether a heading has a comma in it, as in `40s on 20s off, 3 rounds: squats, lunges`."""
    return _continues(entry, following, {part.kind for heading in following.headings[:1] for part in heading.parts})


def _continues(entry: Entry, following: Entry, after: set[str]) -> bool:
    """Tell whether what follows a comma says more of the same frame, of which nothing is said twice."""
    own = kinds_of(entry) - ({"TIME"} if kinds_of(entry) & _PACES else set())  # how long a pace goes on
    if following.after != "COMMA" or not own or not after:
        return False
    frames = (_PACES, OFTEN, {"SHUFFLE"}, {"PICK"})
    if (own | after) & SCHEMES:
        return own <= SCHEMES and after <= _ORDER
    rests = {"PAUSE"} if own & OFTEN else set()
    is_twice = any(own & each and after & each for each in frames)
    return not is_twice and own <= frozenset().union(*frames) and after <= rests.union(*frames)


def _together(entry: Entry, following: Entry) -> Entry:
    first, *more = following.headings
    heading = Heading(parts=(*entry.parts, *first.parts), at=entry.at)
    return replace(following, headings=(*entry.headings, heading, *more), at=entry.at, after=entry.after)


def _is_frame(entry: Entry, following: Entry) -> bool:
    kinds, is_open = kinds_of(entry) - {"FOR_TIME"}, kinds_of(entry) & {"AMRAP", "EMOM", "ROUNDS", "NUMBERS"}
    is_next = following.after == "LINE" or (following.after == "GAP" and is_open)
    if not is_next or (following.headings and (entry.headings or following.after == "GAP")):
        return False
    if not kinds or not kinds <= _FRAMES or kinds == {"PAUSE"} or "PAUSE" in kinds_of(following):
        return False
    is_whole = bool(kinds & {"TABATA", "ON", "PACE"})  # also something by itself, unless names without a time follow
    return not is_whole or not kinds_of(following) - NAMES


def _headed(left: list[Entry]) -> Section:
    """Take a heading, and what belongs to it."""
    first = left.pop(0)
    body = [replace(first, headings=(), after="")] if first.parts else []
    reaches = _along_the_line if first.parts else _down_the_lines
    while left and reaches(first, body, left):
        body.append(left.pop(0))
    if not body:
        raise explain_lists.no_body(first.headings[-1])
    return Section(headings=first.headings, body=tuple(body), after=first.after)


def _along_the_line(first: Entry, body: Sequence[Entry], left: Sequence[Entry]) -> bool:
    entry = left[0]
    if entry.after == "GAP" or (entry.headings and entry.after != "COMMA"):
        return False
    if entry.after == "LINE" or body[-1].after == "LINE":
        return _down_from_the_line(first, body, left)
    if "MINUTE" in kinds_of(entry) or (entry.after == "COMMA" and not entry.headings):
        return True
    if entry.after == "SEMICOLON" and (any(each.after == "COMMA" for each in body) or _is_between(entry)):
        return False
    if kinds_of(entry) == {"PAUSE"} and len(left) == 1:
        return True  # it can only fall between the rounds
    raise explain_lists.reach(first.headings, body, entry)


def _is_between(entry: Entry) -> bool:
    """Tell whether an entry is a rest that says what it falls between."""
    return len(entry.parts) == 1 and entry.parts[0].kind == "PAUSE" and "between" in entry.parts[0].text.lower()


def _down_from_the_line(first: Entry, body: Sequence[Entry], left: Sequence[Entry]) -> bool:
    """Tell whether `3 rounds: 10 squats` reaches over the line below; `3 rounds: 10 squats, 10 lunges` does not."""
    entry, is_alone = left[0], len(body) == 1
    if entry.headings or not _goes_down(first, entry) or not (is_alone or body[1].after == "LINE"):
        return False
    has_sets = bool(kinds_of(entry) & REPEATED) and "STATION" not in kinds_of(entry)
    if is_alone and (has_sets or "GROUP" in kinds_of(body[0])):
        return False
    if entry.after not in ("COMMA", "LINE") or has_sets:
        raise explain_lists.reach(first.headings, body, entry)
    return True


def _goes_down(first: Entry, entry: Entry) -> bool:
    """Tell whether headings may reach over a line: those of rounds over any, those of a pace over names alone."""
    frames = [part for heading in first.headings for part in heading.parts if isinstance(part, Phrase)]
    rounds = [part for part in frames if part.kind in ("TIMES", "XN", "NUMBERS") or _is_of_rounds(part)]
    paces = [part for part in frames if part.kind in ("ON", "PACE", "TABATA")]
    return bool(rounds) or "MINUTE" in kinds_of(entry) or (bool(paces) and kinds_of(entry) <= NAMES)


def _is_of_rounds(part: Part) -> bool:
    words = re.search("round|rds|rnds|rft|circuit|superset", part.text, re.IGNORECASE)
    return part.kind == "ROUNDS" and words is not None


def _down_the_lines(_first: Entry, body: Sequence[Entry], left: Sequence[Entry]) -> bool:
    return not left[0].headings and (left[0].after != "GAP" or not body)


# Entries without a heading


def _plain(run: Sequence[Entry]) -> list[Section]:
    """Return entries that no heading reaches, with what stands for a heading among them made one."""
    entries = spelt_out(run)
    _check_repetition([entry for entry in entries if not entry.headings])
    found: list[Section] = []
    left = [*entries]
    while left:
        entry = left.pop(0)
        body = [replace(entry, headings=())]
        while left and takes_counts(entry, left[0]):
            body.append(left.pop(0))
        headings = (*entry.headings, *counts_heading(body))
        found.append(Section(headings=headings, body=tuple(body), after=entry.after))
    return found


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
        if not kinds_of(run[at + 1]) & (REPEATED | {"PAUSE"}):
            _check_rounds(entry, run[at + 1 :])
    if len(run) > 1 and not any(kinds_of(entry) & REPEATED for entry in run[:-1]):
        _check_last(run)
    for at, entry in enumerate(run):
        order = next((part for part in entry.parts if part.kind in _ORDER and isinstance(part, Phrase)), None)
        if order and "GROUP" not in kinds_of(entry):
            raise explain_lists.order_of_what(order, run)
        if kinds_of(entry) and kinds_of(entry) <= OFTEN and isinstance(entry.parts[0], Phrase):
            raise explain_lists.empty(entry.parts[0], run[:at], run[at + 1 :])


def _check_rounds(entry: Entry, following: Sequence[Entry]) -> None:
    first = next(iter(entry.parts), None)
    if isinstance(first, Phrase) and _is_of_rounds(first) and kinds_of(entry) & AMOUNTS:
        raise explain_lists.rounds_of_what(first, entry, following)


def _check_last(run: Sequence[Entry]) -> None:
    entry = run[-1]
    repeat = next((part for part in entry.parts[1:] if part.kind in ("XN", "ROUNDS")), None)
    if isinstance(repeat, Phrase) and kinds_of(entry) & AMOUNTS and "GROUP" not in kinds_of(entry):
        raise explain_lists.repeats_what(repeat, run)
