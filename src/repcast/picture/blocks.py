"""A plan's steps as blocks: as wide as they are long, the higher the harder, with the names that fit in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from repcast.picture.colours import Palette, Part, part_of, readable_on
from repcast.picture.drawing import Rectangle, Text
from repcast.picture.grid import Grid, Piece
from repcast.picture.lettering import ELLIPSIS, LEADING, Lettering, whole, width_of
from repcast.plan.timeline import Step, Timeline
from repcast.units import format_clock

HEIGHT: Final = 76  # of the highest
_HEIGHTS: Final[dict[Part, int]] = {"work": HEIGHT, "recover": 56}
_LOW: Final = 40  # of all others
_APART: Final = ((12, 2), (4, 1))  # from which width on so much is left free behind a block
_PADDING: Final = 5  # of the letters in a block
_NARROW_PADDING: Final = 2  # of a number
_NAME_LINES: Final = 3
_SIZES: Final = range(18, 12, -1)
_LENGTH: Final = 13  # size of a block's length
_CAP_HEIGHT: Final = 0.74
_MOST_NUMBERS: Final = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A step, or the part of it that is in one row, with the letters in it.

    Attributes:
        top: below the row's upper edge, at most `HEIGHT` less.
        name: as it fits; None where there is no room.
        has_length: whether there is room for its length, too.
    """

    step: Step
    piece: Piece
    name: Lettering | None
    has_length: bool

    @property
    def part(self) -> Part:
        """What it is to the listener."""
        return part_of(self.step.facts)

    @property
    def height(self) -> int:
        """How high it is."""
        return _HEIGHTS.get(self.part, _LOW)

    @property
    def is_without_name(self) -> bool:
        """Whether it has a name of an exercise, and no room for it."""
        return self.name is None and self.piece.is_first and self.part in _HEIGHTS


def blocks(timeline: Timeline, grid: Grid) -> tuple[Block, ...]:
    """Return the blocks of all steps."""
    return tuple(_block(step, piece) for step in timeline.steps for piece in grid.pieces(step.start_ms, step.end_ms))


def _block(step: Step, piece: Piece) -> Block:
    height = _HEIGHTS.get(part_of(step.facts), _LOW) - 2 * _PADDING
    room = piece.width - 2 * _PADDING
    label = step.facts.label if piece.is_first else f"{ELLIPSIS}{step.facts.label}"
    has_length = piece.is_first and width_of(_length(step), _LENGTH) <= room
    name = None
    for with_length in (True, False) if has_length else (False,):
        for_name = height - _LENGTH * LEADING if with_length else height
        name = whole(label, width=room, height=for_name, lines=_NAME_LINES, sizes=_SIZES)
        if name:
            has_length = with_length
            break
    return Block(step=step, piece=piece, name=name, has_length=has_length)


def unnamed(drawn: tuple[Block, ...]) -> tuple[str, ...]:
    """Return the names of exercises that have no room in some block, each once; not more than can be looked up."""
    names = dict.fromkeys(block.step.facts.label for block in drawn if block.is_without_name)
    return tuple(names)[:_MOST_NUMBERS]


def rectangle(block: Block, top: float, palette: Palette, label: str) -> Rectangle:
    """Return a block's rectangle; `top` is where a row's highest block begins, below the row's upper edge."""
    free = next((free for width, free in _APART if block.piece.width >= width), 0)
    return Rectangle(
        x=block.piece.x,
        y=block.piece.y + top + HEIGHT - block.height,
        width=block.piece.width - free,
        height=block.height,
        colour=palette.parts[block.part],
        label=label,
        span_ms=(block.step.start_ms, block.step.end_ms),
        step=block.step.index,
    )


def letters(block: Block, top: float, palette: Palette, numbers: dict[str, int]) -> Iterator[Text]:
    """Yield a block's name, or else its number, and its length, as far as there is room."""
    colour = readable_on(palette.parts[block.part])
    upper = block.piece.y + top + HEIGHT - block.height + _PADDING
    x = block.piece.x + _PADDING
    if block.name:
        size = block.name.size
        for line, text in enumerate(block.name.lines):
            y = upper + size * (_CAP_HEIGHT + line * LEADING)
            yield Text(x=x, y=y, text=text, size=size, width=width_of(text, size), colour=colour)
    elif block.is_without_name:
        yield from _number(block, upper, colour, numbers)
    if block.has_length:
        text = _length(block.step)
        y = block.piece.y + top + HEIGHT - _PADDING
        yield Text(x=x, y=y, text=text, size=_LENGTH, width=width_of(text, _LENGTH), colour=colour)


def _number(block: Block, upper: float, colour: str, numbers: dict[str, int]) -> Iterator[Text]:
    number = str(numbers.get(block.step.facts.label, ""))
    width = width_of(number, _LENGTH)
    if number and width <= block.piece.width - 2 * _NARROW_PADDING:
        x = block.piece.x + block.piece.width / 2 - 1
        y = upper + _LENGTH * _CAP_HEIGHT
        yield Text(x=x, y=y, text=number, size=_LENGTH, width=width, colour=colour, align="middle", bold=True)


def _length(step: Step) -> str:
    return format_clock(step.length_ms)
