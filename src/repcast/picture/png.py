"""A drawing as a PNG. A text in letters that no font has is left off: boxes say nothing."""

from collections.abc import Iterator
from io import BytesIO
from itertools import combinations
from math import cos, pi, sin
from typing import TYPE_CHECKING, Final

from repcast.picture.colours import channels
from repcast.picture.drawing import Drawing, Line, Rectangle, Ring, Shape, Text
from repcast.picture.fonts import font_for, is_own, writable

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

MARK: Final = b"Software\0repcast"
_FINER: Final = 2  # everything is drawn this many times larger, for smooth edges
_BAND: Final = 200  # pixels of height that are drawn at once,
_MARGIN: Final = 8  # and these on both sides, for Pillow draws edges otherwise where an image ends
_STEPS_OF_A_TURN: Final = 720
_MOST_COLOURS: Final = 256  # of a palette: PNG, third edition, clause 11.2.2
_MOST_BLENDS: Final = 7  # between two colours,
_LEAST_STEP: Final = 24  # in one channel from one to the next: Pillow looks colours up in cells of 8 levels
_ANCHORS: Final = {"start": "ls", "middle": "ms", "end": "rs"}
_BOLDER: Final = 1 / 56  # of a text's size, on each side of a stroke


def to_png(drawing: Drawing) -> bytes:
    """Return a drawing as a PNG of its size; the same bytes for the same drawing and version of Pillow."""
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - loaded only for a picture

    keyword, writer = MARK.decode().split("\0")
    mark = PngInfo()
    mark.add_text(keyword, writer)
    file = BytesIO()
    _drawn(drawing, _MOST_BLENDS).save(file, "PNG", pnginfo=mark)
    return file.getvalue()


def to_small_png(drawing: Drawing) -> bytes:
    """Return a drawing as a PNG with one blend of each two colours, and without the mark: a third of the size."""
    file = BytesIO()
    _drawn(drawing, 1).save(file, "PNG", optimize=True)
    return file.getvalue()


def _drawn(drawing: Drawing, blends: int) -> "Image":
    from PIL import Image  # noqa: PLC0415

    palette = _palette(drawing, blends)
    image = Image.new("P", (drawing.width, drawing.height))
    image.putpalette(palette.getpalette() or [])
    for top in range(0, drawing.height, _BAND):
        drawn = _Band(drawing, top).drawn()
        image.paste(drawn.quantize(palette=palette, dither=Image.Dither.NONE), (0, top))
    return image


class _Band:
    """A part of a drawing, over its whole width: all of it at once, so much finer, would take 24 MB for a cover."""

    def __init__(self, drawing: Drawing, top: int) -> None:
        self._drawing = drawing
        self._top = (top - _MARGIN) * _FINER

    def drawn(self) -> "Image":
        from PIL import Image, ImageDraw  # noqa: PLC0415

        width = self._drawing.width
        image = Image.new("RGB", (width * _FINER, (_BAND + 2 * _MARGIN) * _FINER), self._drawing.ground)
        canvas = ImageDraw.Draw(image)
        for shape in self._drawing.shapes:
            self._draw(canvas, shape)
        for text in self._drawing.texts:
            self._write(canvas, text)
        return image.reduce(_FINER).crop((0, _MARGIN, width, _MARGIN + _BAND))

    def _draw(self, canvas: "ImageDraw", shape: Shape) -> None:
        match shape:
            case Rectangle():
                left, top = shape.x * _FINER, shape.y * _FINER - self._top
                right, bottom = left + shape.width * _FINER, top + shape.height * _FINER
                # Pillow includes the last row and column.
                box = (round(left), round(top), max(round(left), round(right) - 1), max(round(top), round(bottom) - 1))
                canvas.rectangle(box, fill=shape.colour)
            case Ring():
                canvas.polygon([(x, y - self._top) for x, y in _outline(shape)], fill=shape.colour)
            case Line():
                ends = [
                    (shape.x1 * _FINER, shape.y1 * _FINER - self._top),
                    (shape.x2 * _FINER, shape.y2 * _FINER - self._top),
                ]
                canvas.line(ends, fill=shape.colour, width=round(shape.width * _FINER))

    def _write(self, canvas: "ImageDraw", text: Text) -> None:
        letters = writable(text.text)
        if not letters:
            return
        size = _fitting(letters, text)
        canvas.text(
            (text.x * _FINER, text.y * _FINER - self._top),
            letters,
            font=font_for(letters, size, bold=text.bold),
            fill=text.colour,
            anchor=_ANCHORS[text.align],
            stroke_width=_stroke(letters, text, size),
        )


def _outline(ring: Ring) -> list[tuple[float, float]]:
    """Return the corners of a polygon that looks like a part of a ring."""
    parts = max(1, round((ring.end - ring.start) * _STEPS_OF_A_TURN))
    angles = [2 * pi * (ring.start + (ring.end - ring.start) * part / parts) for part in range(parts + 1)]
    sides = [(ring.outer, angle) for angle in angles] + [(ring.inner, angle) for angle in reversed(angles)]
    return [
        ((ring.x + radius * sin(angle)) * _FINER, (ring.y - radius * cos(angle)) * _FINER) for radius, angle in sides
    ]


def _fitting(letters: str, text: Text) -> int:
    """Return the size, the text's own or smaller, at which letters keep to its width.

    Hinting rounds each letter's width, so letters of half the size are not half as wide.
    """
    size = int(text.size * _FINER)
    while size > 1 and (excess := _wide(letters, text, size) / max(1, text.width * _FINER)) > 1:
        size = int(size / excess)
    return size


def _wide(letters: str, text: Text, size: int) -> float:
    return font_for(letters, size, bold=text.bold).getlength(letters) + 2 * _stroke(letters, text, size)


def _stroke(letters: str, text: Text, size: int) -> float:
    """Return how much bolder letters are drawn, where their font has no bold ones."""
    return size * _BOLDER if text.bold and not is_own(letters) else 0


def _palette(drawing: Drawing, most_blends: int) -> "Image":
    """Return a palette of the drawing's colours and, for smooth edges, of blends of each two."""
    from PIL import Image  # noqa: PLC0415

    used = {drawing.ground, *(each.colour for each in (*drawing.shapes, *drawing.texts))}
    pure = [channels(colour) for colour in sorted(used)]
    pairs = list(combinations(pure, 2))
    most = min(most_blends, (_MOST_COLOURS - len(pure)) // max(1, len(pairs)))
    mixed = [channel for pair in pairs for channel in _blended(*pair, most)]
    image = Image.new("P", (1, 1))
    image.putpalette([*(channel for colour in pure for channel in colour), *mixed])
    return image


def _blended(one: tuple[int, int, int], other: tuple[int, int, int], most: int) -> Iterator[int]:
    """Yield the channels of blends of two colours, one blend after another; of near colours fewer, or none."""
    farthest = max(abs(b - a) for a, b in zip(one, other, strict=True))
    blends = min(most, max(0, farthest // _LEAST_STEP - 1))
    for part in range(1, blends + 1):
        yield from (round(a + (b - a) * part / (blends + 1)) for a, b in zip(one, other, strict=True))
