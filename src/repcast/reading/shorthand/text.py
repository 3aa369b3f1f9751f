"""Shorthand as it is written: entries of headings and phrases, each knowing where it stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from repcast.reading.located import Flaw, Position

SEPARATORS: Final = ("COMMA", "SEMICOLON", "THEN", "LINE", "GAP")  # the stronger, the later


class Unclear(Exception):
    """What cannot be read, or could be read in two ways."""

    def __init__(self, at: Position, message: str, hint: str) -> None:
        self.flaw = Flaw(at, message, hint)


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """One of the grammar's tokens: its terminal, its text, its place."""

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
    """Return words as a name: without quotes and colon, every dash within a word a hyphen, and with a capital."""
    joined = " ".join(word.text.strip('"“”').rstrip(": ") for word in words)
    joined = re.sub("[‐‑–—]", "-", joined)
    return joined[:1].upper() + joined[1:]


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What stands before a colon."""

    parts: tuple[Part, ...]
    at: Position


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What stands between two separators.

    Attributes:
        after: the strongest separator before it; empty where it is the first.
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
