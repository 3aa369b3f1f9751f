"""A drawing as a PNG, with the font that comes with Pillow: Aileron, in the public domain (CC0).

That font has the letters of English. Accents are left out, and so are whole texts in other letters.
"""

from functools import cache, lru_cache
from io import BytesIO
from itertools import combinations
from math import cos, pi, sin
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

from repcast.picture.colours import channels
from repcast.picture.drawing import Drawing, Line, Rectangle, Ring, Shape, Text

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

MARK: Final = b"Software\0repcast"
_FINER: Final = 2  # everything is drawn this many times larger, for smooth edges
_BAND: Final = 200  # pixels of height that are drawn at once,
_MARGIN: Final = 8  # and these on both sides, for Pillow draws edges otherwise where an image ends
_STEPS_OF_A_TURN: Final = 720
_MOST_COLOURS: Final = 256  # of a palette: PNG, third edition, clause 11.2.2
_MOST_BLENDS: Final = 7  # between two colours
_ANCHORS: Final = {"start": "ls", "middle": "ms", "end": "rs"}
_BOLDER: Final = 1 / 56  # of a text's size, on each side of a stroke
_UNASSIGNED: Final = "\U0010fffe"
_SAME_BUT: Final = str.maketrans("\N{EN DASH}", "-")


def to_png(drawing: Drawing) -> bytes:
    """Return a drawing as a PNG of its size; the same bytes for the same drawing and version of Pillow."""
    from PIL import Image  # noqa: PLC0415 - loaded only for a picture
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    palette = _palette(drawing)
    image = Image.new("P", (drawing.width, drawing.height))
    image.putpalette(palette.getpalette() or [])
    for top in range(0, drawing.height, _BAND):
        drawn = _Band(drawing, top).drawn()
        image.paste(drawn.quantize(palette=palette, dither=Image.Dither.NONE), (0, top))
    keyword, writer = MARK.decode().split("\0")
    mark = PngInfo()
    mark.add_text(keyword, writer)
    file = BytesIO()
    image.save(file, "PNG", pnginfo=mark)
    return file.getvalue()


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
        letters = _plain(text.text)
        if not letters or not all(map(_is_in_font, letters)):
            return
        size = _fitting(letters, text)
        canvas.text(
            (text.x * _FINER, text.y * _FINER - self._top),
            letters,
            font=_font(size),
            fill=text.colour,
            anchor=_ANCHORS[text.align],
            stroke_width=_stroke(text, size),
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
    while size > 1 and (excess := _wide(letters, text, size) / (text.width * _FINER)) > 1:
        size = int(size / excess)
    return size


def _wide(letters: str, text: Text, size: int) -> float:
    return _font(size).getlength(letters) + 2 * _stroke(text, size)


def _stroke(text: Text, size: int) -> float:
    return size * _BOLDER if text.bold else 0


def _plain(text: str) -> str:
    """Return a text without accents."""
    return "".join(letter for letter in normalize("NFD", text.translate(_SAME_BUT)) if not combining(letter))


@lru_cache(maxsize=64)
def _font(size: int) -> "FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415

    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont), "Pillow's wheels come with FreeType"
    return font.font_variant(layout_engine=ImageFont.Layout.BASIC)


@cache
def _is_in_font(letter: str) -> bool:
    return _shape_of(letter) != _shape_of(_UNASSIGNED)


def _shape_of(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(24).getmask(letter)
    return mask.size, bytes(mask)


def _palette(drawing: Drawing) -> "Image":
    """Return a palette of the drawing's colours and, for smooth edges, of blends of each two."""
    from PIL import Image  # noqa: PLC0415

    used = {drawing.ground, *(each.colour for each in (*drawing.shapes, *drawing.texts))}
    pure = [channels(colour) for colour in sorted(used)]
    pairs = list(combinations(pure, 2))
    blends = min(_MOST_BLENDS, (_MOST_COLOURS - len(pure)) // max(1, len(pairs)))
    mixed = [
        round(a + (b - a) * part / (blends + 1))
        for one, other in pairs
        for part in range(1, blends + 1)
        for a, b in zip(one, other, strict=True)
    ]
    image = Image.new("P", (1, 1))
    image.putpalette([*(channel for colour in pure for channel in colour), *mixed])
    return image
