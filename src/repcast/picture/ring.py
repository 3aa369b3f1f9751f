"""The cover: the session around a ring, its rounds inside it, its title in the middle; clear even at 64 pixels."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, hypot, pi, sin
from typing import Final

from repcast.picture.colours import DARK, Part, part_of
from repcast.picture.drawing import Drawing, Line, Ring, Text
from repcast.picture.laps import Lap, laps
from repcast.picture.lettering import LEADING, Lettering, fit, whole, width_of
from repcast.plan.timeline import Step, Timeline
from repcast.units import format_clock

SIDE: Final = 1400
CENTRE: Final = SIDE / 2
OUTER: Final = 680  # of the hardest parts
INNER: Final = 548
_OUTERS: Final[dict[Part, float]] = {"work": OUTER, "recover": 652}
_LOW: Final = 628  # of all other parts
_ROUNDS: Final = (510, 528)  # of the arcs of rounds
_ROUND: Final = 2 * pi * OUTER
_THINNEST: Final = 5  # of a part, along the ring
_GAP: Final = 10
_GAP_OF_ROUNDS: Final = 26
_SHORTEST_APART: Final = 30  # of a part, along the ring, that is set apart from its neighbours
_TITLE_WIDTH: Final = 900
_TITLE_LINES: Final = 4
_SIZES: Final = range(230, 75, -2)
_FREE: Final = 486  # radius in which letters stand
_LENGTH: Final = 124  # size of the length
_CAP_HEIGHT: Final = 0.72  # of letters and digits, in sizes
_DESCENT: Final = 0.2  # of letters below their line, in sizes
_BETWEEN: Final = 66  # title and length


def cover(timeline: Timeline) -> Drawing:
    """Return the cover of a session's MP3, 1400 units each way."""
    length = format_clock(timeline.duration_ms)
    parts = tuple(_parts(timeline))
    rounds = tuple(_arcs(timeline))
    return Drawing(
        width=SIDE,
        height=SIDE,
        ground=DARK.ground,
        title=timeline.title,
        description=f"A ring of work and rest, in proportion to their time; {length} in all.",
        shapes=(*parts, *_gaps(parts), *rounds, *_gaps_of_rounds(rounds)),
        texts=tuple(_inside(length, timeline.title)),
    )


def _parts(timeline: Timeline) -> Iterator[Ring]:
    """Yield the steps; neighbours too short to be seen become one part, in the colour of the longest."""
    gathered: list[Step] = []
    for step in timeline.steps:
        gathered.append(step)
        start, end = gathered[0].start_ms / timeline.duration_ms, step.end_ms / timeline.duration_ms
        if end - start >= _THINNEST / _ROUND or step is timeline.steps[-1]:
            part = part_of(max(gathered, key=lambda each: each.length_ms).facts)
            outer = _OUTERS.get(part, _LOW)
            yield Ring(x=CENTRE, y=CENTRE, inner=INNER, outer=outer, start=start, end=end, colour=DARK.parts[part])
            gathered.clear()


def _arcs(timeline: Timeline) -> Iterator[Ring]:
    """Yield an arc for each of the outermost rounds; none where they are too short to be told apart."""
    rounds: Sequence[Lap] = [lap for lap in laps(timeline.steps, 0) if lap.of]
    if any(lap.length_ms / timeline.duration_ms < _SHORTEST_APART * 2 / _ROUND for lap in rounds):
        return
    inner, outer = _ROUNDS
    for lap in rounds:
        start, end = lap.start_ms / timeline.duration_ms, lap.end_ms / timeline.duration_ms
        yield Ring(x=CENTRE, y=CENTRE, inner=inner, outer=outer, start=start, end=end, colour=DARK.ink)


def _gaps(parts: tuple[Ring, ...]) -> Iterator[Line]:
    """Yield a gap between each two parts that are long enough; the first part follows the last."""
    for before, part in pairwise((parts[-1], *parts)):
        if min(before.end - before.start, part.end - part.start) >= _SHORTEST_APART / _ROUND:
            yield _spoke(part.start, INNER, OUTER, _GAP)


def _gaps_of_rounds(rounds: tuple[Ring, ...]) -> Iterator[Line]:
    for turn in sorted({edge for each in rounds for edge in (each.start, each.end)}):
        yield _spoke(turn, *_ROUNDS, _GAP_OF_ROUNDS)


def _spoke(turn: float, inner: float, outer: float, width: float) -> Line:
    right, down = sin(turn * 2 * pi), -cos(turn * 2 * pi)
    return Line(
        x1=CENTRE + right * inner,
        y1=CENTRE + down * inner,
        x2=CENTRE + right * outer,
        y2=CENTRE + down * outer,
        width=width,
        colour=DARK.ground,
    )


def _inside(length: str, title: str) -> Iterator[Text]:
    """Yield the title's lines, and under it the length, centred together."""
    name = _fitted(title)
    top = CENTRE - _height(name) / 2
    clock = Lettering(lines=(length,), size=_LENGTH)
    yield from _lines(name, top + name.size * _CAP_HEIGHT, DARK.ink, bold=True)
    yield from _lines(clock, top + _height(name), DARK.quiet, bold=False)


def _fitted(title: str) -> Lettering:
    """Return a title as large as its corners leave room for inside the rounds."""
    for size in _SIZES:
        name = whole(title, width=_TITLE_WIDTH, height=SIDE, lines=_TITLE_LINES, sizes=range(size, size + 1))
        if name and all(hypot(*corner) <= _FREE for corner in _corners(name)):
            return name
    return fit(title, width=_TITLE_WIDTH, lines=_TITLE_LINES, largest=_SIZES[-1], smallest=_SIZES[-1])


def _corners(name: Lettering) -> Iterator[tuple[float, float]]:
    """Yield how far the corners of each line lie from the centre."""
    top = -_height(name) / 2
    for number, line in enumerate(name.lines):
        upper = top + number * name.size * LEADING
        for y in (upper, upper + name.size * (_CAP_HEIGHT + _DESCENT)):
            yield width_of(line, name.size) / 2, y


def _height(name: Lettering) -> float:
    """Return the height of a title and the length below it."""
    of_name = (len(name.lines) - 1) * name.size * LEADING + name.size * _CAP_HEIGHT + _BETWEEN if name.lines else 0
    return of_name + _LENGTH * _CAP_HEIGHT


def _lines(lettering: Lettering, baseline: float, colour: str, *, bold: bool) -> Iterator[Text]:
    for number, line in enumerate(lettering.lines):
        yield Text(
            x=CENTRE,
            y=baseline + number * lettering.size * LEADING,
            text=line,
            size=lettering.size,
            width=width_of(line, lettering.size),
            colour=colour,
            align="middle",
            bold=bold,
        )
