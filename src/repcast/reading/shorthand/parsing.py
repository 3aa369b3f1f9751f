"""Text -> entries, by the grammar in grammar.lark."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from repcast.reading.located import Position, Unreadable
from repcast.reading.shorthand.text import SEPARATORS, Entry, Group, Heading, ParsedText, Part, Phrase

MAX_NESTING: Final = 8
_HOW: Final = (["PAUSE"], ["PACE"])
_UNEXPECTED: Final = {
    "COLON": (
        "nothing stands before this colon",
        "take it away, or write what the part is called before it",
    ),
    "TITLE": ("the title is not at the start", "begin with title: and a name"),
    "CLOSE": ("there is nothing in these parentheses", "write in them what is done, or take them away"),
}


def parse(text: str) -> ParsedText:
    """Return the entries of a text.

    Raises:
        Unreadable: it is not of the grammar.
    """
    text = re.sub("\r\n?", "\n", text)
    parser = _parser()
    try:
        _check_parentheses(parser.lex(text))
        written = parser.parse(text)
    except UnexpectedCharacters as error:
        raise _meaningless(text[error.pos_in_stream or 0], Position(error.line, error.column)) from None
    except UnexpectedToken as error:
        token: Token = error.token
        message, hint = _UNEXPECTED[token.type]
        raise Unreadable(_at(token), message, hint) from None
    assert isinstance(written, ParsedText)
    return written


def _meaningless(character: str, at: Position) -> Unreadable:
    if character.isdecimal():
        return Unreadable(at, "this number cannot be read", "write at most six digits, and a space after them")
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return Unreadable(at, f"'{shown}' has no meaning here", "take it out; or put the name it is in into quotes")


def grammar() -> str:
    """Return the grammar, as lark reads it."""
    return (files("repcast.reading.shorthand") / "grammar.lark").read_text(encoding="utf-8")


@cache
def _parser() -> Lark:
    return Lark(
        grammar(),
        parser="lalr",
        lexer="basic",  # what a phrase is does not depend on where it stands
        transformer=_Builder(),
        g_regex_flags=re.IGNORECASE,
        maybe_placeholders=False,
    )


def _check_parentheses(tokens: Iterable[Token]) -> None:
    opened: list[Token] = []
    for token in tokens:
        if token.type == "OPEN":
            opened.append(token)
        elif token.type == "CLOSE" and not opened:
            raise Unreadable(_at(token), "this parenthesis was never opened", "write ( where it begins, or take it out")
        elif token.type == "CLOSE":
            opened.pop()
        if len(opened) > MAX_NESTING:
            raise Unreadable(_at(token), f"parentheses are nested more than {MAX_NESTING} deep", "take a level away")
    if opened:
        raise Unreadable(_at(opened[-1]), "this parenthesis is never closed", "write ) where it ends")


def _at(token: Token) -> Position:
    assert token.line
    assert token.column
    return Position(token.line, token.column)


def _phrase(token: Token) -> Phrase:
    text = str(token)
    lead = len(text) - len(text.lstrip())
    at = _at(token)
    if token.type == "GOAL":
        lead, text = len(text) - len(text.lstrip("@ \t")), text.lstrip("@ \t")
    kind = "WORD" if token.type == "GOAL" else token.type
    return Phrase(kind=kind, text=text.strip(), at=Position(at.line, at.column + lead))


@v_args(inline=True)
class _Builder(Transformer[Token, object]):
    """Builds the values of `text` bottom up while lark parses, so that no nesting exhausts Python's stack."""

    def token(self, token: Token) -> Phrase:
        return _phrase(token)

    def separator(self, token: Token) -> str:
        return token.type

    def phrases(self, *parts: Part) -> tuple[Part, ...]:
        is_named = any(part.kind in ("WORD", "QUOTED") for part in parts)
        return tuple(_without_parentheses(part) if is_named else part for part in parts)

    def group(self, opened: Token, *inside: object) -> Group:
        [entries] = (each for each in inside if isinstance(each, list))
        return Group(entries=_separated(entries), at=_at(opened))

    def heading(self, *inside: tuple[Part, ...] | Token) -> Heading:
        parts: list[Part] = []
        for each in inside:
            if isinstance(each, tuple):
                parts.extend(each)
            elif each.type == "LABEL":
                parts.append(_phrase(each))
        return Heading(parts=tuple(parts), at=parts[0].at)

    def headings(self, *inside: Heading | list[Heading]) -> list[Heading]:
        return [heading for each in inside for heading in (each if isinstance(each, list) else [each])]

    def entry(self, *inside: list[Heading] | tuple[Part, ...]) -> Entry:
        headings = [heading for each in inside if isinstance(each, list) for heading in each]
        parts = [part for each in inside if isinstance(each, tuple) for part in each]
        return Entry(headings=tuple(headings), parts=tuple(parts), at=(headings or parts)[0].at)

    def entries(self, *inside: Entry | str | list[Entry | str]) -> list[Entry | str]:
        first = inside[0] if isinstance(inside[0], list) else [inside[0]]
        first.extend(inside[1:])  # type: ignore[arg-type]
        return first

    def start(self, *inside: object) -> ParsedText:
        titles = [_phrase(each) for each in inside if isinstance(each, Token)]
        entries = next((each for each in inside if isinstance(each, list)), [])
        return ParsedText(title=titles[0] if titles else None, entries=_separated(entries))


def _without_parentheses(part: Part) -> Part:
    """Return the rest of `3x12 squats (60s rest)`, the pace of `8 rounds (20s/10s) squats`, and others as they are."""
    inside = part.entries[0] if isinstance(part, Group) and len(part.entries) == 1 else None
    is_how = inside is not None and not inside.headings and [each.kind for each in inside.parts] in _HOW
    return inside.parts[0] if inside and is_how else part


def _separated(inside: Sequence[Entry | str]) -> tuple[Entry, ...]:
    """Return the entries, each with the strongest separator before it."""
    entries: list[Entry] = []
    after = ""
    for each in inside:
        if isinstance(each, str):
            after = max(after, each, key=("", *SEPARATORS).index)
        else:
            entries.append(replace(each, after=after if entries else ""))
            after = ""
    return tuple(entries)
