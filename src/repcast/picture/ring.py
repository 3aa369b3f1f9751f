"""The cover: the session around a ring, its length and title inside; clear even at 64 pixels."""

from collections.abc import Iterator
from itertools import pairwise
from math import cos, pi, sin
from typing import Final

from repcast.picture.colours import DARK, part_of
from repcast.picture.drawing import Drawing, Line, Ring, Text
from repcast.picture.lettering import Lettering, fit, width_of
from repcast.plan.timeline import Step, Timeline
from repcast.units import format_clock

SIDE: Final = 1400
CENTRE: Final = SIDE / 2
OUTER: Final = 664
INNER: Final = 514
_ROUND: Final = 2 * pi * OUTER
_THINNEST: Final = 5  # of a part, along the ring
_GAP: Final = 10
_SHORTEST_APART: Final = 30  # of a part, along the ring, that is set apart from its neighbours
_LENGTH_WIDTH: Final = 800
_TITLE_WIDTH: Final = 680
_LEADING: Final = 1.15
_CAP_HEIGHT: Final = 0.72  # of letters and digits, in sizes
_BETWEEN: Final = 60  # length and title


def cover(timeline: Timeline) -> Drawing:
    """Return the cover of a session's MP3, 1400 units each way."""
    length = format_clock(timeline.duration_ms)
    parts = tuple(_parts(timeline))
    return Drawing(
        width=SIDE,
        height=SIDE,
        ground=DARK.ground,
        title=timeline.title,
        description=f"A ring of work and rest, in proportion to their time; {length} in all.",
        shapes=(*parts, *_gaps(parts)),
        texts=tuple(_inside(length, timeline.title)),
    )


def _parts(timeline: Timeline) -> Iterator[Ring]:
    """Yield the steps; neighbours too short to be seen become one part, in the colour of the longest."""
    gathered: list[Step] = []
    for step in timeline.steps:
        gathered.append(step)
        start, end = gathered[0].start_ms / timeline.duration_ms, step.end_ms / timeline.duration_ms
        if end - start >= _THINNEST / _ROUND or step is timeline.steps[-1]:
            longest = max(gathered, key=lambda each: each.length_ms)
            colour = DARK.parts[part_of(longest.facts)]
            yield Ring(x=CENTRE, y=CENTRE, inner=INNER, outer=OUTER, start=start, end=end, colour=colour)
            gathered.clear()


def _gaps(parts: tuple[Ring, ...]) -> Iterator[Line]:
    """Yield a gap between each two parts that are long enough; the first part follows the last."""
    for before, part in pairwise((parts[-1], *parts)):
        if min(before.end - before.start, part.end - part.start) >= _SHORTEST_APART / _ROUND:
            yield _spoke(part.start)


def _spoke(turn: float) -> Line:
    right, down = sin(turn * 2 * pi), -cos(turn * 2 * pi)
    return Line(
        x1=CENTRE + right * INNER,
        y1=CENTRE + down * INNER,
        x2=CENTRE + right * OUTER,
        y2=CENTRE + down * OUTER,
        width=_GAP,
        colour=DARK.ground,
    )


def _inside(length: str, title: str) -> Iterator[Text]:
    """Yield the length, and under it the title's lines, centred together."""
    clock = fit(length, width=_LENGTH_WIDTH, lines=1, largest=320, smallest=120)
    name = fit(title, width=_TITLE_WIDTH, lines=3, largest=92, smallest=46)
    clock_height = clock.size * _CAP_HEIGHT
    top = CENTRE - (clock_height + _BETWEEN + len(name.lines) * name.size * _LEADING) / 2
    yield from _lines(clock, top + clock_height, bold=True)
    yield from _lines(name, top + clock_height + _BETWEEN + name.size * _CAP_HEIGHT, bold=False)


def _lines(lettering: Lettering, baseline: float, *, bold: bool) -> Iterator[Text]:
    for number, line in enumerate(lettering.lines):
        yield Text(
            x=CENTRE,
            y=baseline + number * lettering.size * _LEADING,
            text=line,
            size=lettering.size,
            width=width_of(line, lettering.size),
            colour=DARK.ink,
            align="middle",
            bold=bold,
        )
