"""The icons that a phone shows for the page: the ring of a cover, without letters."""

from functools import cache
from typing import Final

from repcast.picture import to_png
from repcast.picture.colours import DARK, Part
from repcast.picture.drawing import Drawing, Ring

SIDES: Final = (192, 512)
"""In pixels: those that Chromium asks for before it offers to install a page."""

_WHOLE: Final = 0.46  # the ring's outer radius, of the icon's side
_MASKED: Final = 0.36  # inside the safe zone of W3C's manifest, clause 1.9.1.4: a circle of 0.4
_THICK: Final = 0.32  # of the outer radius
_GAP: Final = 0.012  # of a turn
_PARTS: Final[tuple[tuple[Part, float], ...]] = (("work", 0.36), ("rest", 0.14), ("work", 0.36), ("rest", 0.14))


@cache
def icon(side: int, *, masked: bool = False) -> bytes:
    """Return an icon as a PNG, `side` pixels each way; a masked one may be cut to a circle."""
    outer = side * (_MASKED if masked else _WHOLE)
    rings, start = [], 0.0
    for part, turn in _PARTS:
        rings.append(
            Ring(
                x=side / 2,
                y=side / 2,
                inner=outer * (1 - _THICK),
                outer=outer,
                start=start + _GAP / 2,
                end=start + turn - _GAP / 2,
                colour=DARK.parts[part],
            )
        )
        start += turn
    ground, title, shown = DARK.ground, "repcast", "A ring of work and rest."
    return to_png(
        Drawing(width=side, height=side, ground=ground, title=title, description=shown, shapes=tuple(rings), texts=())
    )
