"""Shorthand as it is written: entries of headings and phrases, each with its place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from repcast.reading.located import Position

SEPARATORS: Final = ("COMMA", "SEMICOLON", "THEN", "LINE", "GAP")  # the stronger, the later


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
    text: str = "( )"


Part = Phrase | Group


def name(words: Iterable[Phrase]) -> str:
    """Return words as a name: no quotes and colon, a capital first, and a hyphen for every kind of dash."""
    joined = " ".join(word.text.strip('"“”').rstrip(": ") for word in words)
    joined = re.sub("[‐‑–—]", "-", joined)
    return joined[:1].upper() + joined[1:]


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
