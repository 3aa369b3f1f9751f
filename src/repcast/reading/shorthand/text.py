"""Shorthand as it is written: entries of headings and phrases, each with its place; and written again, for hints."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from repcast.reading.located import Position

SEPARATORS: Final = ("COMMA", "SEMICOLON", "THEN", "LINE", "GAP")  # the stronger, the later
_MOST_QUOTED: Final = 4  # entries of a list that a hint repeats


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """One of the grammar's tokens: its kind (a terminal), its text, its place."""

    kind: str
    text: str
    at: Position


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Entries in parentheses."""

    entries: tuple["Entry", ...]
    at: Position
    kind: str = "GROUP"

    @property
    def text(self) -> str:
        """The group as it is written."""
        return f"({listed(self.entries)})"


Part = Phrase | Group


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """The phrases before a colon."""

    parts: tuple[Part, ...]
    at: Position


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """The headings and phrases between two separators.

    Attributes:
        after: the strongest separator before it; empty for the first entry.
    """

    headings: tuple[Heading, ...]
    parts: tuple[Part, ...]
    at: Position
    after: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedText:
    """A whole text."""

    title: Phrase | None
    entries: tuple[Entry, ...]


def name(words: Iterable[Phrase]) -> str:
    """Return words as a name: no quotes and colon, a capital first, and a hyphen for every kind of dash."""
    joined = " ".join(word.text.strip('"“”').rstrip(": ") for word in words)
    joined = re.sub("[‐‑–—]", "-", joined).replace("w/ ", "with ")
    return joined[:1].upper() + joined[1:]


def written(parts: Iterable[Part], *, without: Part | None = None) -> str:
    """Return phrases as they are written, with single spaces at most; without one of them if need be."""
    return _joined([(part, part.text) for part in parts if part is not without])


def rewritten(parts: Iterable[Part], old: Part, new: str) -> str:
    """Return phrases as they are written, with other words in place of one of them."""
    return _joined([(part, new if part is old else part.text) for part in parts])


def _joined(parts: Sequence[tuple[Part, str]]) -> str:
    """Return texts with a space between two of them, unless they are written without one, as in `3x10`."""
    joined = "".join(text for _, text in parts[:1])
    for (before, _), (part, text) in pairwise(parts):
        joined += text if _touch(before, part) else f" {text}"
    return joined


def _touch(before: Part, part: Part) -> bool:
    is_plain = isinstance(before, Phrase) and before.at.line == part.at.line
    return is_plain and before.at.column + len(before.text) == part.at.column


def listed(entries: Sequence[Entry]) -> str:
    """Return entries as a list with commas; of many, the first ones and the last."""
    texts = [_entry(entry) for entry in entries]
    if len(texts) > _MOST_QUOTED:
        texts = [*texts[: _MOST_QUOTED - 1], "…", texts[-1]]
    return ", ".join(texts)


def titled(headings: Iterable[Heading]) -> str:
    """Return headings as they are written, each with its colon."""
    return " ".join(f"{written(heading.parts).rstrip(': ')}:" for heading in headings)


def _entry(entry: Entry) -> str:
    return " ".join(part for part in (titled(entry.headings), written(entry.parts)) if part)
