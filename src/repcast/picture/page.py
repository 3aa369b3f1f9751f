"""A plan on one page: steps as blocks in proportion to their time, and below them what is heard and what is not."""

from collections.abc import Iterator
from math import ceil
from typing import Final

from repcast.picture.blocks import HEIGHT, Block, blocks, letters, rectangle, unnamed
from repcast.picture.brackets import PITCH, brackets, depths
from repcast.picture.colours import LIGHT, Palette
from repcast.picture.drawing import Drawing, Rectangle, Shape, Text
from repcast.picture.grid import Grid, Piece
from repcast.picture.legend import CROSS, SIGNAL_HEIGHT, VOICE_HEIGHT, Legend, Place, cross, legend, numbered
from repcast.picture.lettering import Lettering, fit, width_of
from repcast.picture.rows import rows_of
from repcast.plan.chapters import in_its_round
from repcast.plan.languages import wording_of
from repcast.plan.timeline import Event, Timeline
from repcast.units import format_clock

_MARGIN: Final = 40
_NARROW_MARGIN: Final = 16
_NO_MARGIN: Final = 2  # but for what is drawn over an edge
_NARROW: Final = 640  # below it a page has narrow margins
_TITLE_TOP: Final = 28
_TITLE_SIZE: Final = 34
_TITLE_LINES: Final = 2
_SMALLEST_TITLE: Final = 20
_LEADING: Final = 1.2
_CAP_HEIGHT: Final = 0.74
_BETWEEN: Final = 24  # title and length, and parts of the page
# From the lower edge of a row's blocks downwards.
_LANES: Final = {"voice": (5, VOICE_HEIGHT), "earcon": (14, SIGNAL_HEIGHT)}
_CROSS_TOP: Final = 21
_CLOCK_TOP: Final = 22
_CLOCK_SIZE: Final = 13
_CLOCKS_APART: Final = 100
_BELOW_CLOCK: Final = 18
_TICK: Final = 1.5  # the least width of what is heard


def page(timeline: Timeline, *, width: int = 1280, palette: Palette = LIGHT, alone: bool = True) -> Drawing:
    """Return the picture of a plan, so many units wide, 240 at least; how high it is depends on the plan's length.

    Alone it has a heading, and margins. Without, it is for a page that has its own.
    """
    margin = _NO_MARGIN if not alone else _NARROW_MARGIN if width < _NARROW else _MARGIN
    return _Page(timeline, palette, left=margin, width=width - 2 * margin, has_heading=alone).drawing()


class _Page:
    """A page in the making: what stands lower depends on what stands above."""

    def __init__(self, timeline: Timeline, palette: Palette, *, left: float, width: float, has_heading: bool) -> None:
        self._timeline, self._palette = timeline, palette
        self._left, self._width = left, width
        self._wording = wording_of(timeline.language)
        self._title = self._fitted_title() if has_heading else None
        top = self._below_title()
        self._keys = self._legend(top + _BETWEEN / 3 if has_heading else top)
        self._blocks_top = PITCH * depths(timeline)
        self._grid = self._laid_out(top + self._keys.height + _BETWEEN)
        self._blocks = blocks(timeline, self._grid)
        self._names = unnamed(self._blocks)
        self._list = numbered(self._names, palette, Place(x=left, y=self._grid.bottom, width=width))

    def drawing(self) -> Drawing:
        """Return the whole page."""
        wide = self._width + 2 * self._left
        marks = tuple(brackets(self._timeline, self._grid, self._wording, self._palette))
        return Drawing(
            width=round(wide),
            height=ceil(self._grid.bottom + (self._list.height + _BETWEEN if self._names else 0)),
            ground=self._palette.ground,
            title=self._timeline.title,
            description=self._in_words(),
            shapes=(
                *self._keys.shapes,
                *self._tracks(),
                *(mark for mark in marks if not isinstance(mark, Text)),
                *self._rectangles(),
                *self._heard(),
                *self._crosses(),
            ),
            texts=(
                *self._heading(),
                *self._keys.texts,
                *(mark for mark in marks if isinstance(mark, Text)),
                *self._letters(),
                *self._clocks(),
                *self._list.texts,
            ),
        )

    def _legend(self, top: float) -> Legend:
        return legend(self._timeline, self._palette, Place(x=self._left, y=top, width=self._width))

    def _laid_out(self, top: float) -> Grid:
        below = _CLOCK_TOP + _BELOW_CLOCK + (CROSS if self._timeline.dropped else 0)
        return Grid(
            rows=rows_of(self._timeline.steps, self._width),
            left=self._left,
            width=self._width,
            top=top,
            pitch=self._blocks_top + HEIGHT + below + _BETWEEN,
        )

    def _in_words(self) -> str:
        timeline = self._timeline
        steps = "; ".join(
            f"{format_clock(step.start_ms)} {in_its_round(step.facts, self._wording)}" for step in timeline.steps
        )
        drops = "; ".join(f"“{drop.text}”: {drop.reason}" for drop in timeline.dropped)
        lost = f" Not heard: {drops}." if drops else ""
        return f"{timeline.title}, {format_clock(timeline.duration_ms)}. {steps}.{lost}"

    @property
    def _length(self) -> str:
        return format_clock(self._timeline.duration_ms)

    def _fitted_title(self) -> Lettering:
        room = self._width - width_of(self._length, _TITLE_SIZE) - _BETWEEN
        return fit(self._timeline.title, width=room, lines=_TITLE_LINES, largest=_TITLE_SIZE, smallest=_SMALLEST_TITLE)

    def _below_title(self) -> float:
        return _TITLE_TOP + _TITLE_SIZE * _LEADING * max(1, len(self._title.lines)) if self._title else 0

    def _heading(self) -> Iterator[Text]:
        if not self._title:
            return
        size = self._title.size
        baseline = _TITLE_TOP + _TITLE_SIZE * _CAP_HEIGHT
        for number, line in enumerate(self._title.lines):
            yield Text(
                x=self._left,
                y=baseline + number * size * _LEADING,
                text=line,
                size=size,
                width=width_of(line, size),
                colour=self._palette.ink,
                bold=True,
            )
        yield Text(
            x=self._left + self._width,
            y=baseline,
            text=self._length,
            size=_TITLE_SIZE,
            width=width_of(self._length, _TITLE_SIZE),
            colour=self._palette.quiet,
            align="end",
        )

    def _tracks(self) -> Iterator[Rectangle]:
        """Yield what lies behind each row's blocks, and is pressed where these are low."""
        for start_ms, end_ms in self._grid.rows:
            for piece in self._grid.pieces(start_ms, end_ms):
                yield Rectangle(
                    x=piece.x,
                    y=piece.y + self._blocks_top,
                    width=piece.width,
                    height=HEIGHT,
                    colour=self._palette.track,
                    span_ms=(start_ms, end_ms),
                )

    def _rectangles(self) -> Iterator[Rectangle]:
        for block in self._blocks:
            yield rectangle(block, self._blocks_top, self._palette, self._told(block))

    def _told(self, block: Block) -> str:
        step = block.step
        name = in_its_round(step.facts, self._wording)
        return f"{format_clock(step.start_ms)} {name}: {format_clock(step.length_ms)}"

    def _letters(self) -> Iterator[Text]:
        numbers = {name: number for number, name in enumerate(self._names, 1)}
        for block in self._blocks:
            yield from letters(block, self._blocks_top, self._palette, numbers)

    def _heard(self) -> Iterator[Shape]:
        """Yield what is heard; of cues on the same pixels, only the first."""
        drawn: dict[tuple[object, ...], Rectangle] = {}
        for event in self._timeline.events:
            for piece in self._grid.pieces(event.start_ms, event.end_ms):
                place = (event.track, int(piece.x), int(piece.x + piece.width), piece.y)
                drawn.setdefault(place, self._cue(event, piece))
        yield from drawn.values()

    def _cue(self, event: Event, piece: Piece) -> Rectangle:
        top, height = _LANES[event.track]
        return Rectangle(
            x=piece.x,
            y=piece.y + self._blocks_top + HEIGHT + top,
            width=max(_TICK, piece.width),
            height=height,
            colour=self._palette.ink,
            label=f"{format_clock(event.start_ms)} {event.text or event.sound}",
            span_ms=(event.start_ms, event.end_ms),
        )

    def _crosses(self) -> Iterator[Shape]:
        """Yield a cross under the start of each step with something that is not heard; those close by share one."""
        marked: list[tuple[Piece, list[str]]] = []
        for drop in sorted(self._timeline.dropped, key=lambda each: each.step):
            start_ms = self._timeline.steps[drop.step].start_ms
            place = next(self._grid.pieces(start_ms, start_ms + 1))
            if not marked or place.y > marked[-1][0].y or place.x >= marked[-1][0].x + CROSS:
                marked.append((place, []))
            marked[-1][1].append(f"not heard: “{drop.text}”: {drop.reason}")
        top = self._blocks_top + HEIGHT + _CROSS_TOP
        for place, lost in marked:
            yield from cross(place.x, place.y + top, "; ".join(lost), self._palette.ink)

    def _clocks(self) -> Iterator[Text]:
        top = self._blocks_top + HEIGHT + _CLOCK_TOP + (CROSS if self._timeline.dropped else 0)
        for at_ms, piece in self._grid.clocks(_CLOCKS_APART):
            clock = format_clock(at_ms)
            yield Text(
                x=piece.x,
                y=piece.y + top + _CLOCK_SIZE * _CAP_HEIGHT,
                text=clock,
                size=_CLOCK_SIZE,
                width=width_of(clock, _CLOCK_SIZE),
                colour=self._palette.quiet,
            )
