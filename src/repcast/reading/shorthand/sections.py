"""How far a heading reaches: entries -> sections."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from repcast.reading.located import Unreadable
from repcast.reading.shorthand import ambiguity
from repcast.reading.shorthand.text import Entry, Heading

MAX_HEADINGS: Final = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One entry; or headings, and the entries that belong to them."""

    headings: tuple[Heading, ...]
    body: tuple[Entry, ...]


def sections(entries: Sequence[Entry]) -> list[Section]:
    """Group entries with the headings that they belong to.

    A heading with an entry after its colon reaches to the end of the line. A heading that ends its line reaches to the
    next blank line, or to the next heading.

    Raises:
        Unreadable: nothing belongs to a heading, or the reach of a heading or of a repetition is ambiguous.
    """
    deep = next((entry for entry in entries if len(entry.headings) > MAX_HEADINGS), None)
    if deep:
        message = f"more than {MAX_HEADINGS} headings stand before one entry"
        raise Unreadable(deep.headings[MAX_HEADINGS].at, message, "take one away")
    ambiguity.check(entries)
    found: list[Section] = []
    left = list(entries)
    while left:
        first = left.pop(0)
        body = [replace(first, headings=())] if first.parts else []
        if first.headings:
            reaches = _along_the_line if first.parts else _down_the_lines
            while left and reaches(body, left[0]):
                body.append(left.pop(0))
        if not body:
            raise Unreadable(
                first.headings[-1].at, "nothing follows this heading", "write what is done after its colon"
            )
        found.append(Section(headings=first.headings, body=tuple(body)))
    return found


def _along_the_line(body: Sequence[Entry], entry: Entry) -> bool:
    if entry.after in ("LINE", "GAP"):
        return False
    if entry.headings and entry.after != "COMMA":
        return False
    has_commas = any(each.after == "COMMA" for each in body)
    if entry.after == "SEMICOLON" and has_commas:
        return False
    if entry.after != "COMMA" or entry.headings:
        message = "this may belong to the heading before it, or come after all that does"
        raise Unreadable(
            entry.at, message, "put what belongs to the heading into parentheses, or start a new line here"
        )
    return True


def _down_the_lines(body: Sequence[Entry], entry: Entry) -> bool:
    return not entry.headings and (entry.after != "GAP" or not body)
