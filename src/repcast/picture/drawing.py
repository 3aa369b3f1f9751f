"""What a picture is made of: shapes, and texts over them, whoever draws it.

One unit is a CSS pixel of the SVG and a pixel of the PNG. `x` counts from the left edge, `y` downwards from the top.
Colours are `#RRGGBB`.
"""

from dataclasses import dataclass
from typing import Literal

Align = Literal["start", "middle", "end"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rectangle:
    """A filled rectangle; `label` says what it means."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ring:
    """A part of a ring, from one turn to another: 0 is at the top, and a whole turn, 1, goes clockwise round."""

    x: float
    y: float
    inner: float
    outer: float
    start: float
    end: float
    colour: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A straight line, `width` thick, with blunt ends; `label` says what it means."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: str
    label: str = ""


Shape = Rectangle | Ring | Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """One line of text: `align` says which of its points is at `x`, and `y` is its baseline.

    Attributes:
        size: of the letters, from one baseline to the next.
        width: what it takes at most; a renderer whose letters are wider makes them narrower.
    """

    x: float
    y: float
    text: str
    size: float
    width: float
    colour: str
    align: Align = "start"
    bold: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A picture: shapes in the order in which they are drawn, then texts.

    Attributes:
        title: what the picture is called.
        description: what it shows, in words, for those who do not see it.
    """

    width: int
    height: int
    ground: str
    title: str
    description: str
    shapes: tuple[Shape, ...]
    texts: tuple[Text, ...]
