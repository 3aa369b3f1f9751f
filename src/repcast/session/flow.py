"""Lists and mappings in one line, as YAML writes them: `[{at: 2m, say: Go}, {every: 30s, sound: tick}]`.

They are what one text of a setting says of a key that takes more than one value. There are no anchors and no tags; what
looks like a number is one, unless it stands in quotes, and all else is text.
"""

import re
from collections.abc import Mapping
from typing import Final

import yaml

from repcast.session.explain import shown

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"|(?<!\w)\'(?:[^\']|\'\')*\'', re.DOTALL)
_MOST_DEPTH: Final = 8
_MOST_BRACKETS: Final = 500
_MOST_WIDTH: Final = 1 << 20  # of a line
_CLOSING: Final = {"[": "]", "{": "}"}

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
    if sum(map(text.count, _CLOSING)) > _MOST_BRACKETS:
        raise _too_deep()
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError:
        node = None
    if node is None:
        raise _unreadable(text)
    return _value(node, 0)


def write(value: object) -> str:
    """Return a value as `read` reads it; a single text or number as it is."""
    if not isinstance(value, Mapping | list | tuple):
        return str(value)
    written = yaml.safe_dump(
        _plain(value), default_flow_style=True, allow_unicode=True, width=_MOST_WIDTH, sort_keys=False
    )
    return written.strip()


def _plain(value: object) -> object:
    """Return a value as plain lists and mappings."""
    match value:
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [*map(_plain, value)]
        case _:
            return value


def _value(node: yaml.Node, depth: int) -> Value:
    if depth > _MOST_DEPTH:
        raise _too_deep()
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, depth + 1) for item in node.value]
    if isinstance(node, yaml.ScalarNode):
        found = None if node.style else number(node.value)
        return str(node.value) if found is None else found
    pairs: dict[str, Value] = {}
    for key, item in node.value:
        if not isinstance(key, yaml.ScalarNode):
            problem = "a key must be a word"
            raise BadFlow(problem, "write a word before the colon")
        if isinstance(item, yaml.ScalarNode) and not (item.value or item.style):
            said, *rest = re.split("[: ]", key.value, maxsplit=1)
            problem = f"{shown(key.value)} has no value"
            raise BadFlow(problem, f"write {said}: {(rest or ['VALUE'])[0].strip()}")
        if key.value in pairs:
            problem = f"the key {shown(key.value)} stands there twice"
            raise BadFlow(problem, "keep one of them")
        pairs[key.value] = _value(item, depth + 1)
    return pairs


def _too_deep() -> BadFlow:
    return BadFlow(f"brackets stand more than {_MOST_DEPTH} deep", "take some of them away")


def _unreadable(text: str) -> BadFlow:
    """Return what is wrong with a text that is no YAML."""
    outside = _QUOTED.sub("", text)
    for opening, closing in _CLOSING.items():
        if outside.count(opening) > outside.count(closing):
            return BadFlow(f"the bracket {opening} is never closed", f"write {closing} at its end")
    if '"' in outside:
        return BadFlow('the quote " is never closed', 'write " at the end of the text')
    return BadFlow(
        "this is no list in one line",
        "write it as [a, b] or {key: value}, and a text with a comma or bracket in quotes",
    )
