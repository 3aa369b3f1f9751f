"""Steps of a session's text moved, doubled and deleted, line by line: comments, blank lines and quotes stay.

Each text that is made is read again. It must hold what the old one held, but for that list of steps; else nothing is
done.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import Final

from repcast.errors import NoStepOnLine, StepStays
from repcast.reading import located_yaml
from repcast.reading.step_lines import StepLines, is_blank, lines_of, steps_of_document

_LINE_ENDS: Final = "\n\r\x85\u2028\u2029"


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """A text after an edit.

    Attributes:
        line: that of the dash of the step that was moved, of the copy, or of the one that took the deleted one's place.
    """

    text: str
    line: int


def moved(text: str, line: int, by: int) -> Edit:
    """Return a text in which a step has moved within its list; blank lines between the steps stay where they are.

    Args:
        text: a session in YAML.
        line: any line of the step; of several that it is of, the innermost one moves.
        by: how many steps down; up, where it is negative.

    Raises:
        NoStepOnLine: there is none.
        StepStays: its list ends before that, or its lines cannot be moved.
    """
    place = _Place.of(text, line)
    number, order = place.step.number, [*range(place.step.siblings)]
    if number + by not in order:
        raise StepStays(line, f"its list has no place {abs(by)} further", "move it within its list")
    order.insert(number + by, order.pop(number))
    written = place.written
    return place.edited(replace(written, steps=tuple(written.steps[each] for each in order)), order, number + by)


def duplicated(text: str, line: int) -> Edit:
    """Return a text in which a step stands a second time, below itself, as far from it as steps are here.

    Raises:
        NoStepOnLine: there is none.
        StepStays: its lines cannot stand there twice.
    """
    place = _Place.of(text, line)
    number, written = place.step.number, place.written
    order = [*range(number + 1), *range(number, place.step.siblings)]
    changed = replace(
        written,
        steps=tuple(written.steps[each] for each in order),
        gaps=(*written.gaps[:number], written.usual_gap(number), *written.gaps[number:]),
    )
    return place.edited(changed, order, number + 1)


def deleted(text: str, line: int) -> Edit:
    """Return a text without a step.

    Raises:
        NoStepOnLine: there is none.
        StepStays: it is the only one of its list, or something refers to it.
    """
    place = _Place.of(text, line)
    if not place.step.can_be_deleted:
        raise StepStays(
            line, "it is the only one of its list", "write another one first, or delete the block around it"
        )
    number, order = place.step.number, [*range(place.step.siblings)]
    order.remove(number)
    return place.edited(place.written.without(number), order, min(number, len(order) - 1))


_Lines = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _List:
    """The lines of a text around one list: what is above it, its steps, what is between two of them, what is below."""

    above: _Lines
    steps: tuple[_Lines, ...]
    gaps: tuple[_Lines, ...]
    below: _Lines

    @classmethod
    def of(cls, lines: Sequence[str], steps: Sequence[StepLines]) -> "_List":
        return cls(
            above=tuple(lines[: steps[0].first_line - 1]),
            steps=tuple(tuple(lines[step.first_line - 1 : step.last_line]) for step in steps),
            gaps=tuple(tuple(lines[step.last_line : after.first_line - 1]) for step, after in pairwise(steps)),
            below=tuple(lines[steps[-1].last_line :]),
        )

    def lines(self) -> list[str]:
        between = [line for step, gap in zip(self.steps, self.gaps, strict=False) for line in (*step, *gap)]
        return [*self.above, *between, *self.steps[-1], *self.below]

    def usual_gap(self, number: int) -> _Lines:
        """Return the blank lines between a step and its copy: those around it, the fewer where both sides have some."""
        above = [_blank_end(self.gaps[number - 1])] if number else []
        below = [_blank_start(self.gaps[number])] if number < len(self.gaps) else []
        return min((*above, *below), key=len, default=())

    def without(self, number: int) -> "_List":
        """Return the list without a step; where blank lines were on both sides of it, the more of them stay."""
        gap_above = self.gaps[number - 1] if number else ()
        gap_below = self.gaps[number] if number < len(self.gaps) else ()
        steps = (*self.steps[:number], *self.steps[number + 1 :])
        if not number:
            above = (*self.above, *gap_below[len(_blank_start(gap_below)) :])
            return replace(self, above=above, steps=steps, gaps=self.gaps[1:])
        if number == len(self.gaps):
            below = (*gap_above[: len(gap_above) - len(_blank_end(gap_above))], *self.below)
            return replace(self, steps=steps, gaps=self.gaps[:-1], below=below)
        doubled = min(len(_blank_end(gap_above)), len(_blank_start(gap_below)))
        gaps = (*self.gaps[: number - 1], (*gap_above, *gap_below[doubled:]), *self.gaps[number + 1 :])
        return replace(self, steps=steps, gaps=gaps)


def _blank_start(gap: _Lines) -> _Lines:
    return tuple(takewhile(is_blank, gap))


def _blank_end(gap: _Lines) -> _Lines:
    return tuple(takewhile(is_blank, reversed(gap)))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """A step in a text, and its list.

    Attributes:
        line: that by which the step was named.
        root: all that the text holds.
        added: the end that the last line lacked.
    """

    line: int
    root: object
    step: StepLines
    written: _List
    added: str

    @classmethod
    def of(cls, text: str, line: int) -> "_Place":
        document, lines = located_yaml.read(text.encode()), lines_of(text)
        if document.root is None and document.flaws:
            flaw = document.flaws[0]
            raise StepStays(line, f"line {flaw.position.line} cannot be read: {flaw.message}", flaw.hint)
        added = "" if not lines or lines[-1][-1] in _LINE_ENDS else lines[0][len(lines[0].rstrip(_LINE_ENDS)) :] or "\n"
        if added:
            lines[-1] += added
        steps = steps_of_document(document, lines)
        around = [step for step in steps if step.first_line <= line <= step.last_line]
        if not around:
            raise NoStepOnLine(line)
        step = max(around, key=lambda each: each.depth)
        written = _List.of(lines, [each for each in steps if each.list_at == step.list_at])
        return cls(line=line, root=document.root, step=step, written=written, added=added)

    def edited(self, written: _List, order: Sequence[int], number: int) -> Edit:
        """Return the text of a changed list, which has the steps of the old one in an order.

        Args:
            written: the changed list.
            order: the number in the old list of each step of the new one.
            number: the step that is meant, in the new list.

        Raises:
            StepStays: the text would not mean that.
        """
        text = "".join(written.lines()).removesuffix(self.added)
        document = located_yaml.read(text.encode())
        if document.root != self._expected(order):
            flaw = next(iter(document.flaws), None)
            reason = (
                f"line {flaw.position.line} would then be wrong: {flaw.message}"
                if flaw
                else "its lines hold more than it"
            )
            raise StepStays(self.line, reason, "change the text by hand")
        steps = steps_of_document(document, lines_of(text))
        line = next(each.line for each in steps if (each.list_at, each.number) == (self.step.list_at, number))
        return Edit(text=text, line=line)

    def _expected(self, order: Sequence[int]) -> object:
        root = deepcopy(self.root)
        steps: object = root
        for key in self.step.list_at:
            steps = steps[key]  # type: ignore[index]
        assert isinstance(steps, list)
        steps[:] = [steps[each] for each in order]
        return root
