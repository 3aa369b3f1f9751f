"""Text that is not YAML -> what slipped, in the words of whoever wrote it, and the line to write instead.

A parser stumbles where it cannot go on, often a line after the slip; so each rule below looks at the line where it
stumbled, and at the one before.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from repcast.reading.located import Flaw, Position
from repcast.session.model import EXERCISES, KINDS, STEPS, Session

_KINDS: Final = "|".join(KINDS)
_KEYS: Final = "|".join(
    {info.alias or name for kind in EXERCISES for name, info in STEPS[kind].model_fields.items()}
    | {info.alias or name for name, info in Session.model_fields.items()}
)
_LINE: Final = re.compile(r"(?P<dash> *- +)?(?P<indent> *)(?P<key>[\w ]+?): +(?P<value>\S.*?)\s*")
_LONGEST: Final = 120
_RESERVED: Final = "@`%"  # by YAML, at the start of a text


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stumble:
    """Where a parser could not go on.

    Attributes:
        number: of the line; counts from 1.
        line: what stands there.
        before: the last line above that says something, and its number.
        list_indent: how far the last list above is set in.
    """

    number: int
    line: str
    before: str
    before_number: int
    list_indent: int

    def here(self, message: str, hint: str) -> Flaw:
        return Flaw(Position(self.number, _indent(self.line) + 1), message, hint)

    def above(self, message: str, hint: str) -> Flaw:
        return Flaw(Position(self.before_number, _indent(self.before) + 1), message, hint)


_Rule = Callable[[_Stumble], Flaw | None]


def slip(text: str, at: Position) -> Flaw | None:
    """Return what slipped in a text where a parser could not go on at a position; None where no rule knows it."""
    lines = text.splitlines()
    if not 0 < at.line <= len(lines):
        return None
    said = [index for index in range(at.line - 1) if lines[index].strip() and not lines[index].lstrip().startswith("#")]
    before = said[-1] if said else -1
    stumble = _Stumble(
        number=at.line,
        line=lines[at.line - 1],
        before=lines[before] if said else "",
        before_number=before + 1,
        list_indent=next(
            (_indent(lines[index]) for index in reversed(said) if lines[index].lstrip().startswith("- ")), 0
        ),
    )
    if len(stumble.line) > _LONGEST or len(stumble.before) > _LONGEST:
        return None
    return next((flaw for rule in _RULES if (flaw := rule(stumble))), None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaces(count: int) -> str:
    return "no space" if count == 0 else "1 space" if count == 1 else f"{count} spaces"


def _quoted(value: str) -> str:
    """Return a text in quotes that YAML takes."""
    return f"'{value}'" if '"' in value and "'" not in value else '"' + value.replace('"', "'") + '"'


def _glued(stumble: _Stumble) -> Flaw | None:
    """`-hold: Plank`, or `hold:Plank`: a space is missing after the dash, or after the colon."""
    for line, told in ((stumble.before, stumble.above), (stumble.line, stumble.here)):
        if found := re.fullmatch(rf"( *)-((?:{_KEYS}|{_KINDS})\b.*)", line):
            return told("a space is missing after the dash", f"write - {found[2].strip()}")
        if found := re.fullmatch(rf" *(- )?({_KEYS}|{_KINDS}):(\S.*)", line):
            return told("a space is missing after the colon", f"write {found[1] or ''}{found[2]}: {found[3].strip()}")
    return None


def _no_colon(stumble: _Stumble) -> Flaw | None:
    """`- hold Plank`, with keys of the step below it."""
    if found := re.fullmatch(rf" *- +({_KINDS}) +([^:]+)", stumble.before):
        return stumble.above(f"a colon is missing after {found[1]}", f"write - {found[1]}: {found[2].strip()}")
    if found := re.fullmatch(rf" *({_KEYS}) +([^:]+)", stumble.before):
        return stumble.above(f"a colon is missing after {found[1]}", f"write {found[1]}: {found[2].strip()}")
    return None


def _star(stumble: _Stumble) -> Flaw | None:
    if found := re.fullmatch(r" *[*•+] +(\S.*)", stumble.line):
        return stumble.here("a step begins with a dash", f"write - {found[1].strip()}")
    return None


def _two_on_a_line(stumble: _Stumble) -> Flaw | None:
    """`- hold: Plank, for: 30s`, or `{hold: Plank for: 30s}`."""
    braced = re.fullmatch(r" *(?:- )?\{(.*)\}\s*", stumble.line)
    body = braced[1] if braced else stumble.line.strip().removeprefix("- ")
    parts = [each.strip(" ,") for each in re.split(rf",? +(?=(?:{_KEYS}): )", body)]
    if len(parts) > 1 and re.match(rf"({_KEYS}|{_KINDS}): ", parts[0]):
        dash = "- " if braced or stumble.line.lstrip().startswith("- ") else ""
        message = "a comma is missing between two keys" if braced else "two keys stand on one line"
        return stumble.here(message, f"write {dash}{{{', '.join(parts)}}}")
    return None


def _colon_in_text(stumble: _Stumble) -> Flaw | None:
    found = _LINE.fullmatch(stumble.line)
    if found and re.search(r":( |$)", found["value"]) and found["value"][0] not in "\"'[{":
        return stumble.here("this text holds a colon", f"put it in quotes: {found['key']}: {_quoted(found['value'])}")
    return None


def _text_after_quote(stumble: _Stumble) -> Flaw | None:
    found = _LINE.fullmatch(stumble.line)
    if found and re.fullmatch(r"\"[^\"]*\"\s*[^\s#].*|'[^']*'\s*[^\s#].*", found["value"]):
        return stumble.here("this text goes on after its quotes", f"write {found['key']}: {_quoted(found['value'])}")
    return None


def _reserved(stumble: _Stumble) -> Flaw | None:
    """`say: @ease`, or `{pace: @4:45/km}`."""
    found = _LINE.fullmatch(stumble.line)
    if not found or found["value"][0] not in _RESERVED:
        found = re.search(rf"(?P<key>{_KEYS}): +(?P<value>[{_RESERVED}][^,}}]*)", stumble.line)
    if not found:
        return None
    key, value = found["key"], found["value"].strip()
    right = value[1:] if key == "pace" else _quoted(value)
    return stumble.here(f"a text cannot begin with {value[0]}", f"write {key}: {right}")


def _step_without_list(stumble: _Stumble) -> Flaw | None:
    """A step below what is no list: `steps:` is missing above it."""
    if not stumble.line.lstrip().startswith("- "):
        return None
    message = "this step stands in no list of steps"
    if re.match(r" *- +block: +\S", stumble.before):
        return stumble.here(message, "write steps: between it and the block's name")
    if re.match(r"[\w ]+: +\S", stumble.before) and not _indent(stumble.line):
        return stumble.here(message, "write steps: above it")
    return None


def _indented(stumble: _Stumble) -> Flaw | None:
    """A line that is set too far in, or not far enough."""
    here, body = _indent(stumble.line), stumble.line.strip()
    after_dash = re.match(r" *- +", stumble.before)
    right = len(after_dash[0]) if after_dash else _indent(stumble.before)
    if body.startswith("- "):
        right = stumble.list_indent
    if here == right or not re.match(rf"(- +)?({_KEYS}|{_KINDS})\b", body):
        return None
    message = f"this line is set in by {_spaces(here)}, where {_spaces(right)} would be right"
    return stumble.here(message, f"write {_spaces(right)} before {body.split(':')[0]}:")


_RULES: Final[tuple[_Rule, ...]] = (
    *(_glued, _no_colon, _star, _reserved, _two_on_a_line, _colon_in_text, _text_after_quote, _step_without_list),
    _indented,
)
