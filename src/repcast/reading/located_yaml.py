"""YAML text -> plain values that know their places, without YAML 1.1's traps and bombs; and values -> YAML text.

A number has at most 18 digits, with or without a point; `true`, `false`, `null`, `~` and an empty value mean what they
mean in YAML 1.2. All else is text: `1:30`, `0:45`, `on`, `no`, `0x3` and dates. Keys are always text.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from repcast.reading.located import START, Document, Flaw, Map, Position, Seq, Unreadable, decode

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML was built without libyaml: it is slower, and words some flaws otherwise
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MAX_DEPTH: Final = 64
MAX_VALUES: Final = 100_000
_TOO_DEEP: Final = (f"values are nested more than {MAX_DEPTH} deep", "take a level away")
_WORDS_FOR: Final = {  # libyaml's problems
    "found character that cannot start any token": (
        "a text cannot begin with this sign",
        "indent with spaces, and quote text that starts with @, ` or %",
    ),
    "mapping values are not allowed in this context": (
        "a colon stands where none can",
        "quote text that holds a colon, and check the indentation",
    ),
    "did not find expected key": (
        "this line does not fit the ones above it",
        "check the indentation, and quote text that holds a colon",
    ),
}
_UNKNOWN: Final = ("this line cannot be read", "check quotes, brackets and indentation here")
_OPEN_BRACKET: Final = re.compile("did not find expected ',' or '[]}]'")
_LIBYAML_TOO_DEEP: Final = "exceeded maximum nesting depth"  # its scanner looks ahead of the events that it gives


def read(text: bytes, *, opening: str = "title: and steps:") -> Document:
    """Read one YAML document of at most `MAX_BYTES`.

    Args:
        text: UTF-8.
        opening: the keys that such a document begins with; the hint where it is empty.
    """
    document = Document()
    try:
        document.root = _Reader(decode(text), document.flaws).root(opening)
    except Unreadable as error:
        document.flaws.append(error.flaw)
    except yaml.MarkedYAMLError as error:
        document.flaws.append(_syntax_flaw(error, text))
    except (yaml.YAMLError, ValueError) as error:  # only PyYAML's own parser raises these
        document.flaws.append(Flaw(START, f"this is not valid YAML: {error}", "check it with a YAML linter"))
    return document


def _syntax_flaw(error: yaml.MarkedYAMLError, text: bytes) -> Flaw:
    mark = error.problem_mark or error.context_mark
    position = _at(mark) if mark else START
    line = (text.splitlines()[position.line - 1 :] or [b""])[0]
    if line[: position.column].endswith(b"\t"):
        return Flaw(position, "this is not valid YAML: a tab stands here", "indent with spaces")
    if error.problem == _LIBYAML_TOO_DEEP:
        return Flaw(position, *_TOO_DEEP)
    shown = text.decode(errors="replace").removeprefix("\ufeff")
    from repcast.reading.yaml_slips import slip  # noqa: PLC0415 - only of what is not YAML

    if found := slip(shown, position):
        return found
    if error.context_mark and (flaw := _never_closed(error.problem or "", _at(error.context_mark), shown)):
        return flaw
    words, hint = _WORDS_FOR.get(error.problem or "", _UNKNOWN)
    return Flaw(position, f"this is not valid YAML: {words}", hint)


def _never_closed(problem: str, opened: Position, text: str) -> Flaw | None:
    """Return the flaw of a quote, or a bracket, at the place where it opens."""
    sign = "".join(text.splitlines()[opened.line - 1 : opened.line])[opened.column - 1 : opened.column]
    if problem == "found unexpected end of stream" and sign in "\"'":
        return Flaw(opened, f"the quote {sign} that opens here is never closed", f"write {sign} at the end of the text")
    if _OPEN_BRACKET.fullmatch(problem) and sign in "[{":
        closing = {"[": "]", "{": "}"}[sign]
        return Flaw(
            opened, f"the bracket {sign} that opens here is not closed", f"write {closing} at its end, and commas"
        )
    return None


def _at(mark: Any) -> Position:  # noqa: ANN401 - libyaml's mark and PyYAML's are two classes
    return Position(mark.line + 1, mark.column + 1)


class _Reader:
    """Builds values from the parser's events, so that depth and size are bounded before anything is built."""

    def __init__(self, text: str, flaws: list[Flaw]) -> None:
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_Loader))
        self._flaws = flaws
        self._anchors: dict[str, object] = {}
        self._sizes: dict[str, int] = {}
        self._values = 0

    def root(self, opening: str) -> object:
        next(self._events)  # the stream's start
        first = next(self._events)
        if isinstance(first, yaml.StreamEndEvent):
            raise Unreadable(START, "the file is empty", f"begin with {opening}")
        value = self._value(next(self._events), depth=0)
        next(self._events)  # the document's end
        if isinstance(more := next(self._events), yaml.DocumentStartEvent):
            hint = "keep one document a file, without ---"
            raise Unreadable(_at(more.start_mark), "a second document begins here", hint)
        return value

    def _value(self, event: yaml.Event, *, depth: int, is_key: bool = False) -> object:
        at = _at(event.start_mark)
        if depth > MAX_DEPTH:
            raise Unreadable(at, *_TOO_DEEP)
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(event, at)
        self._count(1, at)
        before = self._values
        assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._flaws.append(Flaw(at, f"the tag {tag} has no meaning here", "take it out"))
        value: object
        match event:
            case yaml.ScalarEvent():
                plain = event.implicit[0] and not event.style and not is_key
                value = _scalar(event.value) if plain else event.value
            case yaml.SequenceStartEvent():
                value = self._sequence(at, depth)
            case _:
                value = self._mapping(at, depth)
        if event.anchor:
            self._anchors[event.anchor] = value
            self._sizes[event.anchor] = self._values - before + 1
        return value

    def _aliased(self, event: yaml.AliasEvent, at: Position) -> object:
        if event.anchor not in self._anchors:
            raise Unreadable(at, f"the alias *{event.anchor} names no anchor before it", f"write &{event.anchor} first")
        self._count(self._sizes[event.anchor], at)
        return self._anchors[event.anchor]

    def _count(self, values: int, at: Position) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            message = f"the file holds more than {MAX_VALUES:,} values, with all aliases written out"
            raise Unreadable(at, message, "use fewer aliases, or rounds: to repeat")

    def _sequence(self, at: Position, depth: int) -> Seq:
        items = Seq(at)
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.items_at.append(_at(event.start_mark))
            items.append(self._value(event, depth=depth + 1))
        return items

    def _mapping(self, at: Position, depth: int) -> Map:
        mapping = Map(at)
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key_at = _at(event.start_mark)
            key = self._value(event, depth=depth + 1, is_key=True)
            value_event = next(self._events)
            value_at = _at(value_event.start_mark)
            value = self._value(value_event, depth=depth + 1)
            if not isinstance(key, str):
                self._flaws.append(Flaw(key_at, "a key must be text", "write a word before the colon"))
            elif key in mapping:
                message = f"the key '{key}' stands here a second time (first on line {mapping.keys_at[key].line})"
                self._flaws.append(Flaw(key_at, message, "keep one of them"))
            else:
                mapping.put(key, value, key_at, value_at)
        return mapping


_INT: Final = re.compile(r"[-+]?[0-9]{1,18}", re.ASCII)
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]{1,18}|[0-9]{1,18}\.[0-9]{0,18})", re.ASCII)
_WORDS: Final = {"": None, "~": None, "null": None, "true": True, "false": False}


def _scalar(text: str) -> str | int | float | bool | None:
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


class _Dumper(yaml.SafeDumper):
    """Quotes a text that `read` would not read as text."""


def _dumped_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, None if _scalar(text) == text else '"')


_Dumper.add_representer(str, _dumped_text)


def in_one_line(value: dict[str, object]) -> str:
    """Return YAML text on one line that `read` reads as the same."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=True, width=float("inf")
    )
    return text.strip()


def dump(value: dict[str, object]) -> str:
    """Return YAML text that `read` reads as the same mappings, lists, texts and numbers."""
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return text
