"""Which lines of a session's text each of its steps takes, so that an editor can move them as they are.

A step takes the lines from its dash to the last one that is indented deeper, comments too, and the comments directly
above its dash. What stands between two steps besides, blank lines and comments with a blank line below, belongs to
neither.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from repcast.reading import located_yaml
from repcast.reading.located import Document, Location, Map, Seq

_LINE: Final = re.compile(r"[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|\Z)")  # as YAML counts them


@dataclass(frozen=True, kw_only=True, slots=True)
class StepLines:
    """The lines of one step; they count from 1.

    Attributes:
        line: that of its dash.
        first_line: the first comment directly above it, else the same.
        last_line: its last one, which is still of it.
        parent: the place among all steps of the block that it stands in; None outside of blocks.
        depth: how many blocks are around it.
        number: its place in its list, from 0.
        siblings: how many steps its list has, itself among them.
        list_at: where in the document its list stands.
    """

    line: int
    first_line: int
    last_line: int
    parent: int | None
    depth: int
    number: int
    siblings: int
    list_at: Location

    @property
    def can_move_up(self) -> bool:
        """Whether a step stands above it in its list."""
        return self.number > 0

    @property
    def can_move_down(self) -> bool:
        """Whether a step stands below it in its list."""
        return self.number < self.siblings - 1

    @property
    def can_be_deleted(self) -> bool:
        """Whether its list would still have a step."""
        return self.siblings > 1


def steps_in(text: str) -> tuple[StepLines, ...]:
    """Return the steps of a session's text that stand below one another with a dash each, in their order.

    Those in brackets, and those of a text that cannot be read, are left out.
    """
    return steps_of_document(located_yaml.read(text.encode()), lines_of(text))


def steps_of_document(document: Document, lines: Sequence[str]) -> tuple[StepLines, ...]:
    """Return the same of a text that is read already."""
    found: list[StepLines] = []
    if isinstance(document.root, Map):
        _collect(document.root, ("steps",), None, lines, found)
    return tuple(found)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, each with its end."""
    return [line for line in _LINE.findall(text) if line]


def is_blank(line: str) -> bool:
    """Tell whether nothing stands on a line."""
    return not line.strip()


def _collect(group: Map, list_at: Location, parent: int | None, lines: Sequence[str], found: list[StepLines]) -> None:
    steps = group.get("steps")
    if not isinstance(steps, Seq) or steps.position != group.values_at["steps"]:  # an alias stands elsewhere
        return
    column = _column_of_dashes(steps, lines)
    depth = 0 if parent is None else found[parent].depth + 1
    for number, (step, at) in enumerate(zip(steps, steps.items_at, strict=True) if column else ()):
        line = _dash_above(at.line, column, lines)
        here = StepLines(
            line=line,
            first_line=_first_line(line, column, lines),
            last_line=_last_line(line, column, lines),
            parent=parent,
            depth=depth,
            number=number,
            siblings=len(steps),
            list_at=list_at,
        )
        found.append(here)
        if isinstance(step, Map) and step.position == at:
            _collect(step, (*list_at, number, "steps"), len(found) - 1, lines, found)


def _column_of_dashes(steps: Seq, lines: Sequence[str]) -> int:
    """Return the column of a list's dashes; 0 where it has none, for it stands in brackets."""
    line, column = steps.position.line, steps.position.column
    if _is_dash(lines[line - 1], column):
        return column
    if not lines[line - 1].startswith("&", column - 1) or not steps:
        return 0
    first = next((each for each in lines[line : steps.items_at[0].line] if each.lstrip(" ").startswith("-")), "")
    return _indent(first) + 1 if first else 0


def _is_dash(line: str, column: int) -> bool:
    before, sign, after = line[: column - 1], line[column - 1 : column], line[column : column + 1]
    return not before.strip(" \ufeff") and sign == "-" and (not after or after.isspace())


def _dash_above(line: int, column: int, lines: Sequence[str]) -> int:
    """Return the line of the dash of what begins on a line; only comments and anchors may stand between."""
    return next((each for each in range(line, 0, -1) if _is_dash(lines[each - 1], column)), line)


def _first_line(line: int, column: int, lines: Sequence[str]) -> int:
    above = line - 1
    while above and lines[above - 1].lstrip(" ").startswith("#") and _indent(lines[above - 1]) < column:
        above -= 1
    return above + 1


def _last_line(line: int, column: int, lines: Sequence[str]) -> int:
    last = line
    for below in range(line + 1, len(lines) + 1):
        text = lines[below - 1]
        if is_blank(text):
            continue
        if _indent(text) >= column:
            last = below
        elif not text.lstrip(" ").startswith("#"):
            break
    return last


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
