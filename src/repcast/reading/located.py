"""Values that know their places in a text, and what is wrong with it, whatever format it is written in."""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from repcast.errors import Problem

MAX_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text; line and column count from 1."""

    line: int
    column: int


START: Final = Position(1, 1)
Location = tuple[int | str, ...]
"""A place in a document: keys and indices, from the outside in."""


class Map(dict[str, object]):
    """A mapping that knows the places of itself, its keys and its values."""

    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position
        self.keys_at: dict[str, Position] = {}
        self.values_at: dict[str, Position] = {}

    def put(self, key: str, value: object, key_at: Position, value_at: Position) -> None:
        """Put a value under a key, with the places of both."""
        self[key], self.keys_at[key], self.values_at[key] = value, key_at, value_at

    def renamed(self, names: Mapping[str, str]) -> "Map":
        """Return the same with other names for some keys, unless such a name stands there as well."""
        new = Map(self.position)
        for key, value in self.items():
            name = names.get(key, key)
            new.put(key if name in self else name, value, self.keys_at[key], self.values_at[key])
        return new


class Seq(list[object]):
    """A sequence that knows the places of itself and its items."""

    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position
        self.items_at: list[Position] = []


def steps_of(written: Map) -> Iterator[Map]:
    """Yield the steps that stand in a session or a block as it is written, whether or not it is right."""
    steps = written.get("steps")
    yield from (step for step in (steps if isinstance(steps, Seq) else ()) if isinstance(step, Map))


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong at a place of a text, and what to do about it.

    Attributes:
        path: where in the document, such as `steps[2].for`; empty for the document itself.
    """

    position: Position
    message: str
    hint: str
    path: str = ""

    def problem(self, file: str, excerpt: str = "") -> Problem:
        """Return the flaw as a problem in a file; an excerpt is the line to show it in."""
        place = {"line": self.position.line, "column": self.position.column}
        return Problem(file=file, **place, message=self.message, hint=self.hint, path=self.path, excerpt=excerpt)


@dataclass(slots=True)
class Document:
    """What a text holds: its root value, None where it cannot be read at all; and every flaw of the text."""

    root: object = None
    flaws: list[Flaw] = field(default_factory=list)


class Unreadable(Exception):
    """What cannot be read, or could be read in two ways."""

    def __init__(self, position: Position, message: str, hint: str) -> None:
        self.flaw = Flaw(position, message, hint)


def decode(raw: bytes) -> str:
    """Return the text in a file's bytes.

    Raises:
        Unreadable: there are too many, or they are not UTF-8, or hold a character that no text has.
    """
    if len(raw) > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES:,} bytes (1 MiB)"
        raise Unreadable(START, message, "split it, and put the parts together with include")
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        at = _position_in(raw[: error.start].decode())
        raise Unreadable(at, "this is not UTF-8 text", "save the file as UTF-8") from None
    if found := re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff", text):
        at = _position_in(text[: found.start()])
        raise Unreadable(at, f"the character U+{ord(found[0]):04X} is not allowed here", "take it out")
    return text


def _position_in(before: str) -> Position:
    lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", before)
    return Position(len(lines), len(lines[-1]) + 1)
