"""A plan as pictures, drawn from its timeline alone: a page to read, and a cover for players to show."""

from collections.abc import Callable
from typing import Final

from repcast.picture import png, svg
from repcast.picture.card import Card, card_of
from repcast.picture.card import drawn as draw_card
from repcast.picture.colours import DARK, LIGHT, Palette
from repcast.picture.drawing import Drawing
from repcast.picture.page import page
from repcast.picture.png import to_png, to_small_png
from repcast.picture.ring import cover
from repcast.picture.svg import to_svg

__all__ = [
    "DARK",
    "LIGHT",
    "MARKED_BYTES",
    "MARKS",
    "RENDERERS",
    "Card",
    "Palette",
    "card_of",
    "cover",
    "draw_card",
    "page",
    "to_png",
    "to_small_png",
    "to_svg",
]

RENDERERS: Final[dict[str, Callable[[Drawing], bytes]]] = {".svg": to_svg, ".png": to_png}  # by a file's suffix
MARKS: Final = (svg.MARK, png.MARK)  # one of them is in each picture's first `MARKED_BYTES`
MARKED_BYTES: Final = 256
