"""A plan on one page: steps as blocks in proportion to their time, and below them what is heard and what is not."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from repcast.picture.colours import LIGHT, Palette, part_of, readable_on
from repcast.picture.drawing import Drawing, Rectangle, Shape, Text
from repcast.picture.grid import MARGIN, Grid, Piece, grid_for
from repcast.picture.legend import CROSS, FINE, SIGNAL_HEIGHT, SMALL, VOICE_HEIGHT, cross, legend
from repcast.picture.lettering import ELLIPSIS, fit, width_of
from repcast.plan.chapters import in_its_round
from repcast.plan.languages import wording_of
from repcast.plan.timeline import Event, Step, Timeline
from repcast.units import format_clock

_TITLE_BASELINE: Final = 46
_TITLE_SIZE: Final = 28
_BETWEEN: Final = 40  # title and length
# From a row's upper edge downwards.
_CLOCK_BASELINE: Final = 13
_MARK_TOP: Final = 18
_BLOCK_TOP: Final = 24
_BLOCK_HEIGHT: Final = 70
_LANES: Final = {
    "voice": (_BLOCK_TOP + _BLOCK_HEIGHT + 3, VOICE_HEIGHT),
    "earcon": (_BLOCK_TOP + _BLOCK_HEIGHT + 11, SIGNAL_HEIGHT),
}
_CROSS_TOP: Final = _BLOCK_TOP + _BLOCK_HEIGHT + 19
_PADDING: Final = 3  # of the letters in a block
_NAME_LINES: Final = 3
_LEADING: Final = 1.12
_NARROWEST_EDGED: Final = 4  # of a block whose start is drawn
_TICK: Final = 1.5  # the least width of what is heard


def page(timeline: Timeline, *, width: int = 1280, palette: Palette = LIGHT) -> Drawing:
    """Return the picture of a plan, so many units wide; how high it is depends on the plan's length."""
    grid = grid_for(timeline.duration_ms, width - 2 * MARGIN)
    keys, words = legend(len(timeline.dropped), wording_of(timeline.language), palette)
    return Drawing(
        width=width,
        height=grid.height,
        ground=palette.ground,
        title=timeline.title,
        description=_in_words(timeline),
        shapes=(
            *keys,
            *_blocks(timeline, grid, palette),
            *_frames(grid, palette),
            *_heard(timeline, grid, palette),
            *_crosses(timeline, grid, palette),
        ),
        texts=(*_heading(timeline, grid, palette), *words, *_clocks(grid, palette), *_names(timeline, grid, palette)),
    )


def _in_words(timeline: Timeline) -> str:
    wording = wording_of(timeline.language)
    steps = "; ".join(f"{format_clock(step.start_ms)} {in_its_round(step.facts, wording)}" for step in timeline.steps)
    drops = "; ".join(f"“{drop.text}”: {drop.reason}" for drop in timeline.dropped)
    lost = f" Not heard: {drops}." if drops else ""
    return f"{timeline.title}, {format_clock(timeline.duration_ms)}. {steps}.{lost}"


def _heading(timeline: Timeline, grid: Grid, palette: Palette) -> Iterator[Text]:
    length = format_clock(timeline.duration_ms)
    length_width = width_of(length, _TITLE_SIZE)
    room = grid.width - length_width - _BETWEEN
    title = fit(timeline.title, width=room, lines=1, largest=_TITLE_SIZE, smallest=_TITLE_SIZE // 2)
    for line in title.lines:
        width = width_of(line, title.size)
        yield Text(x=MARGIN, y=_TITLE_BASELINE, text=line, size=title.size, width=width, colour=palette.ink)
    yield Text(
        x=MARGIN + grid.width,
        y=_TITLE_BASELINE,
        text=length,
        size=_TITLE_SIZE,
        width=length_width,
        colour=palette.ink,
        align="end",
    )


def _clocks(grid: Grid, palette: Palette) -> Iterator[Text]:
    for at_ms, x, y in grid.marks():
        clock = format_clock(at_ms)
        width = width_of(clock, FINE)
        yield Text(x=x, y=y + _CLOCK_BASELINE, text=clock, size=FINE, width=width, colour=palette.ink, align="middle")


def _blocks(timeline: Timeline, grid: Grid, palette: Palette) -> Iterator[Shape]:
    wording = wording_of(timeline.language)
    for step in timeline.steps:
        label = f"{format_clock(step.start_ms)} {in_its_round(step.facts, wording)}: {_length(step)}"
        for piece in grid.pieces(step.start_ms, step.end_ms):
            yield _bar(piece, _BLOCK_TOP, _BLOCK_HEIGHT, palette.parts[part_of(step.facts)], label, step)
            if piece.is_first and piece.width >= _NARROWEST_EDGED:
                yield Rectangle(x=piece.x, y=piece.y + _BLOCK_TOP, width=1, height=_BLOCK_HEIGHT, colour=palette.ink)


def _length(step: Step) -> str:
    return format_clock(step.length_ms)


def _bar(piece: Piece, top: float, height: float, colour: str, label: str, step: Step | None = None) -> Rectangle:
    return Rectangle(
        x=piece.x,
        y=piece.y + top,
        width=piece.width,
        height=height,
        colour=colour,
        label=label,
        span_ms=(step.start_ms, step.end_ms) if step else None,
        step=step.index if step else None,
    )


def _frames(grid: Grid, palette: Palette) -> Iterator[Shape]:
    """Yield each row's upper and lower edge, its end, and the marks of its axis."""
    for row in grid.pieces(0, grid.duration_ms):
        for top in (_BLOCK_TOP, _BLOCK_TOP + _BLOCK_HEIGHT - 1):
            yield _bar(row, top, 1, palette.ink, "")
    yield Rectangle(x=row.x + row.width - 1, y=row.y + _BLOCK_TOP, width=1, height=_BLOCK_HEIGHT, colour=palette.ink)
    for _, x, y in grid.marks():
        yield Rectangle(x=x, y=y + _MARK_TOP, width=1, height=_BLOCK_TOP - _MARK_TOP, colour=palette.ink)


def _heard(timeline: Timeline, grid: Grid, palette: Palette) -> Iterator[Shape]:
    """Yield what is heard; of cues on the same pixels, only the first."""
    drawn: dict[tuple[object, ...], Rectangle] = {}
    for event in timeline.events:
        for piece in grid.pieces(event.start_ms, event.end_ms):
            place = (event.track, int(piece.x), int(piece.x + piece.width), piece.y)
            drawn.setdefault(place, _cue(event, piece, palette))
    yield from drawn.values()


def _cue(event: Event, piece: Piece, palette: Palette) -> Rectangle:
    top, height = _LANES[event.track]
    return Rectangle(
        x=piece.x,
        y=piece.y + top,
        width=max(_TICK, piece.width),
        height=height,
        colour=palette.ink,
        label=f"{format_clock(event.start_ms)} {event.text or event.sound}",
        span_ms=(event.start_ms, event.end_ms),
    )


def _crosses(timeline: Timeline, grid: Grid, palette: Palette) -> Iterator[Shape]:
    """Yield a cross under the start of each step with something that is not heard; steps close together share one."""
    marked: list[tuple[Piece, list[str]]] = []
    for drop in sorted(timeline.dropped, key=lambda each: each.step):
        start_ms = timeline.steps[drop.step].start_ms
        place = next(grid.pieces(start_ms, start_ms + 1))
        if not marked or place.y > marked[-1][0].y or place.x >= marked[-1][0].x + CROSS:
            marked.append((place, []))
        marked[-1][1].append(f"not heard: “{drop.text}”: {drop.reason}")
    for place, lost in marked:
        yield from cross(place.x, place.y + _CROSS_TOP, "; ".join(lost), palette.ink)


def _names(timeline: Timeline, grid: Grid, palette: Palette) -> Iterator[Text]:
    for step in timeline.steps:
        pieces = grid.pieces(step.start_ms, step.end_ms)
        yield from chain.from_iterable(_lettered(step, piece, palette) for piece in pieces)


def _lettered(step: Step, piece: Piece, palette: Palette) -> Iterator[Text]:
    """Yield a block's name and its length, as far as there is room; where a step continues, … and its name."""
    name = step.facts.label if piece.is_first else f"{ELLIPSIS}{step.facts.label}"
    room = piece.width - 2 * _PADDING
    fitted = fit(name, width=room, lines=_NAME_LINES, largest=SMALL, smallest=FINE)
    first_baseline = _BLOCK_TOP + _PADDING + fitted.size * 0.8
    lines = [
        (line, fitted.size, first_baseline + number * fitted.size * _LEADING)
        for number, line in enumerate(fitted.lines)
    ]
    if piece.is_first and width_of(_length(step), FINE) <= room:
        lines.append((_length(step), FINE, _BLOCK_TOP + _BLOCK_HEIGHT - _PADDING - 2))
    for text, size, baseline in lines:
        yield Text(
            x=piece.x + _PADDING,
            y=piece.y + baseline,
            text=text,
            size=size,
            width=width_of(text, size),
            colour=readable_on(palette.parts[part_of(step.facts)]),
        )
