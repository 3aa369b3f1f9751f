"""Lists and mappings in one line, as YAML writes them: `[{at: 2m, say: Go}, {every: 30s, sound: tick}]`.

They are what one text of a setting says of a key that takes more than one value. There are no anchors and no tags; what
looks like a number is one, unless it stands in quotes, and all else is text.
"""

import re
from collections.abc import Mapping
from typing import Final

from repcast.session.explain import shown

_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<sign>[\[\]{},]|:(?=[\s\[\]{},]|$))
        | "(?P<double>(?:[^"\\]|\\.)*)"
        | '(?P<single>(?:[^']|'')*)'
        | (?P<plain>[^\s\[\]{},"'](?:[^\[\]{},:]|:(?=[^\s\[\]{},]))*)
    )""",
    re.VERBOSE | re.DOTALL,
)
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)
_MOST_DEPTH: Final = 8
_CLOSING: Final = {"[": "]", "{": "}"}
_PLAIN: Final = re.compile(r"[^\s\[\]{},:\"'#&*!|>%@`-][^\[\]{},:\"'#\n]*(?<!\s)")

Value = str | int | float | list["Value"] | dict[str, "Value"]


class BadFlow(ValueError):
    """A text that is no list and no mapping in one line.

    Attributes:
        problem: what is wrong.
        hint: what to write instead.
    """

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem, hint)
        self.problem, self.hint = problem, hint


def is_flow(text: str) -> bool:
    """Tell whether a text means to be a list or a mapping in one line."""
    return text.lstrip()[:1] in _CLOSING


def number(text: str) -> int | float | None:
    """Return the number that a text means; None where it means none."""
    if not _NUMBER.fullmatch(text):
        return None
    return float(text) if "." in text else int(text)


def read(text: str) -> Value:
    """Return the list or the mapping that a text means.

    Raises:
        BadFlow: it is none.
    """
    reader = _Reader(text)
    value = reader.value(0)
    reader.expect_end()
    return value


def write(value: object) -> str:
    """Return a value as `read` reads it; a single text or number as it is."""
    return _written(value) if isinstance(value, Mapping | list | tuple) else str(value)


def _written(value: object) -> str:
    match value:
        case Mapping():
            return "{" + ", ".join(f"{_written(key)}: {_written(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_written, value)) + "]"
        case str() if not _PLAIN.fullmatch(value) or number(value) is not None:
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case _:
            return str(value)


class _Reader:
    """Reads tokens, one after another."""

    def __init__(self, text: str) -> None:
        self._text = text.strip()
        self._at = 0

    def value(self, depth: int) -> Value:
        """Return the next value."""
        if depth > _MOST_DEPTH:
            problem = f"brackets stand more than {_MOST_DEPTH} deep"
            raise BadFlow(problem, "take some of them away")
        token, is_sign, is_quoted = self._next()
        if is_sign and token in _CLOSING:
            return self._pairs(depth) if token == "{" else self._items(depth)  # noqa: S105 - a sign, no password
        if is_sign:
            problem = f"a value is missing before {shown(token)}"
            raise BadFlow(problem, "write one there, or put a text with this sign in quotes")
        found = None if is_quoted else number(token)
        return token if found is None else found

    def expect_end(self) -> None:
        """Check that nothing follows.

        Raises:
            BadFlow: something does.
        """
        if rest := self._text[self._at :].strip():
            problem = f"{shown(rest)} stands after the last bracket"
            raise BadFlow(problem, "take it away, or put it before the bracket")

    def _items(self, depth: int) -> Value:
        items: list[Value] = []
        while not self._ends("["):
            item = self.value(depth + 1)
            if self._takes(":"):  # a mapping of one, without its braces
                item = {_key(item): self.value(depth + 1)}
            items.append(item)
            self._expect_comma("[")
        return items

    def _pairs(self, depth: int) -> Value:
        pairs: dict[str, Value] = {}
        while not self._ends("{"):
            key = _key(self.value(depth + 1))
            if not self._takes(":"):
                said, *rest = re.split("[: ]", key, maxsplit=1)
                problem = f"{shown(key)} has no value"
                raise BadFlow(problem, f"write {said}: {(rest or ['VALUE'])[0].strip()}")
            if key in pairs:
                problem = f"the key {shown(key)} stands there twice"
                raise BadFlow(problem, "keep one of them")
            pairs[key] = self.value(depth + 1)
            self._expect_comma("{")
        return pairs

    def _expect_comma(self, opening: str) -> None:
        if not (self._takes(",") or self._is_next(_CLOSING[opening])):
            rest = self._text[self._at :].strip()
            if not rest:
                raise _unclosed(opening)
            problem = f"a comma or {_CLOSING[opening]} is missing before {shown(rest)}"
            raise BadFlow(problem, "write it there")

    def _ends(self, opening: str) -> bool:
        if not self._text[self._at :].strip():
            raise _unclosed(opening)
        return self._takes(_CLOSING[opening])

    def _is_next(self, sign: str) -> bool:
        found = _TOKEN.match(self._text, self._at)
        return bool(found and found["sign"] == sign)

    def _takes(self, sign: str) -> bool:
        is_next = self._is_next(sign)
        if is_next:
            self._next()
        return is_next

    def _next(self) -> tuple[str, bool, bool]:
        """Return the next token, whether it is a sign, and whether it stood in quotes."""
        found = _TOKEN.match(self._text, self._at)
        if not found:
            rest = self._text[self._at :].strip()
            if not rest:
                problem, hint = "it ends too early", "write a value, and close the brackets"
                raise BadFlow(problem, hint)
            problem = f"the quote {rest[:1]} is never closed"
            raise BadFlow(problem, f"write {rest[:1]} at the end of the text")
        self._at = found.end()
        if found["sign"]:
            return found["sign"], True, False
        if found["double"] is not None:
            return re.sub(r"\\(.)", r"\1", found["double"], flags=re.DOTALL), False, True
        if found["single"] is not None:
            return found["single"].replace("''", "'"), False, True
        return found["plain"].strip(), False, False


def _key(value: Value) -> str:
    if isinstance(value, list | dict):
        problem = "a key must be a word"
        raise BadFlow(problem, "write a word before the colon")
    return str(value)


def _unclosed(opening: str) -> BadFlow:
    return BadFlow(f"the bracket {opening} is never closed", f"write {_CLOSING[opening]} at its end")
