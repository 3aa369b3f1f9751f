"""What a picture is made of, for every renderer: shapes, and texts over them.

One unit is a CSS pixel of the SVG and a pixel of the PNG. `x` counts from the left edge, `y` downwards from the top.
Colours are `#RRGGBB`.
"""

from dataclasses import dataclass
from typing import Literal

Align = Literal["start", "middle", "end"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rectangle:
    """A filled rectangle.

    Attributes:
        label: what it means.
        span_ms: the time that it depicts, `[start, end)`, where it depicts one.
        step: the index of the step that it is, or is a part of.
    """

    x: float
    y: float
    width: float
    height: float
    colour: str
    label: str = ""
    span_ms: tuple[int, int] | None = None
    step: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ring:
    """A part of a ring; `start` and `end` are turns, clockwise from 0 at the top to 1."""

    x: float
    y: float
    inner: float
    outer: float
    start: float
    end: float
    colour: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A straight line with square ends; `label` says what it means."""

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
        width: the most that it may take; a renderer with wider letters makes them narrower.
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
        title: its name.
        description: what it shows, in words, for people who cannot see it.
    """

    width: int
    height: int
    ground: str
    title: str
    description: str
    shapes: tuple[Shape, ...]
    texts: tuple[Text, ...]
