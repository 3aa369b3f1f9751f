"""The rounds of a plan as brackets above its blocks, one line for each depth, with their numbers."""

from collections.abc import Iterator
from typing import Final

from repcast.picture.colours import Palette
from repcast.picture.drawing import Rectangle, Shape, Text
from repcast.picture.grid import Grid, Piece
from repcast.picture.laps import Lap, laps, rounds_around
from repcast.picture.lettering import width_of
from repcast.plan.timeline import Timeline
from repcast.plan.wording import Wording

PITCH: Final = 24  # from one depth to the next
_MOST_DEPTHS: Final = 2
_SIZE: Final = 15
_BASELINE: Final = 14
_BAR_TOP: Final = 19
_BAR: Final = 2
_FREE: Final = 4  # behind a bracket
_NARROWEST: Final = 8  # bracket that is drawn


def depths(timeline: Timeline) -> int:
    """Return how many rounds stand around one another, as far as they are drawn."""
    return min(_MOST_DEPTHS, max(len(rounds_around(step.facts)) for step in timeline.steps))


def brackets(timeline: Timeline, grid: Grid, wording: Wording, palette: Palette) -> Iterator[Shape | Text]:
    """Yield a bracket over each round, and which it is, as far as there is room."""
    for depth in range(depths(timeline)):
        for lap in laps(timeline.steps, depth):
            if lap.of:
                for piece in grid.pieces(lap.start_ms, lap.end_ms):
                    yield from _bracket(lap, piece, depth * PITCH, wording, palette)


def _bracket(lap: Lap, piece: Piece, top: float, wording: Wording, palette: Palette) -> Iterator[Shape | Text]:
    if piece.width < _NARROWEST:
        return
    name = wording.phrases["round"].format(n=lap.number, of=lap.of).rstrip(".")
    yield Rectangle(
        x=piece.x,
        y=piece.y + top + _BAR_TOP,
        width=piece.width - _FREE,
        height=_BAR,
        colour=palette.quiet,
        label=name,
    )
    for text in (name, f"{lap.number}/{lap.of}", str(lap.number)) if piece.is_first else ():
        if (width := width_of(text, _SIZE)) <= piece.width - _FREE:
            yield Text(x=piece.x, y=piece.y + top + _BASELINE, text=text, size=_SIZE, width=width, colour=palette.quiet)
            return
