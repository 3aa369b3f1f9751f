"""Where the page's rows of time begin and end: with rounds where they fit, else with steps, like lines of a text."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from repcast.picture.laps import groups
from repcast.plan.timeline import Step
from repcast.units import MINUTE_MS, SECOND_MS

Span = tuple[int, int]
"""A stretch of time, `[start_ms, end_ms)`."""

_Row = tuple[int, int, bool]  # and whether rounds begin and end with it

_SCALES: Final = tuple(minutes * MINUTE_MS for minutes in (1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60, 90, 120))
_FEW_ROWS: Final = 9
_MOST_ROWS: Final = 16  # longer sessions have more, of the longest kind
_ROOMY: Final = 4  # units of width for a second; rows are few before they are narrower
_LEGIBLE: Final = 1.8  # units of width for a second, in which a name still has room
_NAME: Final = 56  # units of width in which most names have room
_SHORT: Final = 1 / 3  # of a row: a lead-in, and the end
_TINY: Final = 1 / 8  # of a row: a round that has no own row
_WORTH: Final = 2  # so much longer rows may be for beginning with rounds


def rows_of(steps: Sequence[Step], width: float) -> tuple[Span, ...]:
    """Return the rows of a plan, whose longest is as wide as the page.

    They are as short as they may be for their number; but no round, and no step, that is legible in one row has two.
    """
    longest_ms = _longest_legible(steps, width)
    scales_ms = [max(longest_ms, each) for each in _SCALES]
    packed_ms = next((each for each in scales_ms if _fit(_packed(_spans(steps), each), each, width)), scales_ms[-1])
    for scale_ms in (each for each in scales_ms if each <= packed_ms * _WORTH):
        rows = tuple(_joined(_filled(steps, 0, scale_ms), scale_ms))
        if _fit(rows, scale_ms, width):
            return tuple((start_ms, end_ms) for start_ms, end_ms, _ in rows)
    return tuple(_packed(_spans(steps), packed_ms))


def _fit(rows: Iterable[object], scale_ms: int, width: float) -> bool:
    """Tell whether rows are few enough for a page."""
    most = _FEW_ROWS if width / scale_ms * SECOND_MS >= _ROOMY else _MOST_ROWS
    return len([*rows]) <= most


def _longest_legible(steps: Sequence[Step], width: float) -> int:
    """Return the longest time of a round, or a step, that is legible in one row."""
    shortest_ms = min((step.length_ms for step in steps if step.facts.purpose == "work"), default=0)
    most_ms = width * max(SECOND_MS / _LEGIBLE, shortest_ms / _NAME)
    lengths_ms = [step.length_ms for step in steps]
    depth = 0
    while any(lap.of for group in groups(steps, depth) for lap in group):
        lengths_ms += [lap.length_ms for group in groups(steps, depth) for lap in group if lap.of]
        depth += 1
    return max((length_ms for length_ms in lengths_ms if length_ms <= most_ms), default=0)


def _filled(steps: Sequence[Step], depth: int, scale_ms: int) -> Iterator[_Row]:
    """Yield rows: as many rounds of a block in each as fit; a round that does not fit, in rows of its own."""
    for group in groups(steps, depth):
        longest_ms = max(lap.length_ms for lap in group)
        if not group[0].of:
            yield from ((*span, False) for span in _packed(_spans(group[0].steps), scale_ms))
        elif longest_ms <= scale_ms:
            side_by_side = scale_ms // longest_ms
            for at in range(0, len(group), side_by_side):
                in_row = group[at : at + side_by_side]
                yield in_row[0].start_ms, in_row[-1].end_ms, True
        else:
            for lap in group:
                yield from _filled(lap.steps, depth + 1, scale_ms)


def _spans(steps: Iterable[Step]) -> Iterator[Span]:
    return ((step.start_ms, step.end_ms) for step in steps)


def _packed(spans: Iterable[Span], scale_ms: int) -> Iterator[Span]:
    """Yield rows of as many stretches as fit; one that is longer than a row in equal parts."""
    row: Span | None = None
    for start_ms, end_ms in spans:
        parts = -(-(end_ms - start_ms) // scale_ms)
        if row and parts == 1 and end_ms - row[0] <= scale_ms:
            row = row[0], end_ms
            continue
        if row:
            yield row
        edges = [start_ms + (end_ms - start_ms) * part // parts for part in range(parts + 1)]
        *rows, row = pairwise(edges)
        yield from rows
    if row:
        yield row


def _joined(rows: Iterable[_Row], scale_ms: int) -> Iterator[_Row]:
    """Yield rows, of which those that fit together are one, but for rounds; what is short beside them joins them."""
    before: _Row | None = None
    for row in rows:
        if before and _are_one(before, row, scale_ms):
            before = before[0], row[1], before[2] or row[2]
            continue
        if before:
            yield before
        before = row
    if before:
        yield before


def _are_one(before: _Row, after: _Row, scale_ms: int) -> bool:
    (start_ms, middle_ms, is_before_round), (_, end_ms, is_after_round) = before, after
    if is_before_round and is_after_round:
        return end_ms - middle_ms <= scale_ms * _TINY
    loose = ((middle_ms - start_ms, is_before_round), (end_ms - middle_ms, is_after_round))
    if min(length_ms for length_ms, is_round in loose if not is_round) <= scale_ms * _SHORT:
        return end_ms - start_ms <= scale_ms * (1 + _SHORT)
    return not is_after_round and end_ms - start_ms <= scale_ms
