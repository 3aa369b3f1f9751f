"""A drawing as SVG 1.1: shapes, texts and a description in words; no script, and nothing loaded from elsewhere."""

from collections.abc import Iterator
from math import cos, pi, sin
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from repcast.picture.drawing import Drawing, Line, Rectangle, Ring, Shape, Text

MARK: Final = b'data-writer="repcast"'
_FONTS: Final = "Roboto, Helvetica, Arial, sans-serif"


def to_svg(drawing: Drawing) -> bytes:
    """Return a drawing as an SVG document in UTF-8."""
    name, _, writer = MARK.decode().partition("=")
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", name: writer.strip('"'), **_frame(drawing)})
    SubElement(root, "title", id="title").text = _legal(drawing.title)
    SubElement(root, "desc", id="desc").text = _legal(drawing.description)
    SubElement(root, "rect", width="100%", height="100%", fill=drawing.ground)
    for shape in drawing.shapes:
        element = SubElement(root, *_shape(shape))
        if not isinstance(shape, Ring) and shape.label:
            SubElement(element, "title").text = _legal(shape.label)
    for text in drawing.texts:
        SubElement(root, "text", _placed(text)).text = _legal(text.text)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _frame(drawing: Drawing) -> dict[str, str]:
    return {
        "width": str(drawing.width),
        "height": str(drawing.height),
        "viewBox": f"0 0 {drawing.width} {drawing.height}",
        "role": "img",
        "aria-labelledby": "title desc",
        "font-family": _FONTS,
    }


def _shape(shape: Shape) -> tuple[str, dict[str, str]]:
    match shape:
        case Rectangle():
            sides = {name: _number(getattr(shape, name)) for name in ("x", "y", "width", "height")}
            return "rect", {**sides, "fill": shape.colour, **_time(shape)}
        case Ring():
            return "path", {"d": " ".join(_outline(shape)), "fill": shape.colour}
        case Line():
            ends = {name: _number(getattr(shape, name)) for name in ("x1", "y1", "x2", "y2")}
            return "line", {**ends, "stroke": shape.colour, "stroke-width": _number(shape.width)}


def _time(shape: Rectangle) -> dict[str, str]:
    """Return when a shape is, for a page that moves along it."""
    start, end = shape.span_ms or (None, None)
    when = {"data-start-ms": start, "data-end-ms": end, "data-step": shape.step}
    return {name: str(value) for name, value in when.items() if value is not None}


def _outline(ring: Ring) -> Iterator[str]:
    """Yield a path along the outer circle and back along the inner one, each in two arcs.

    One arc could not be a whole turn, and one of more than half a turn needs a flag.
    """
    middle = (ring.start + ring.end) / 2
    yield f"M {_point(ring, ring.outer, ring.start)}"
    for turn in (middle, ring.end):
        yield f"A {ring.outer} {ring.outer} 0 0 1 {_point(ring, ring.outer, turn)}"
    yield f"L {_point(ring, ring.inner, ring.end)}"
    for turn in (middle, ring.start):
        yield f"A {ring.inner} {ring.inner} 0 0 0 {_point(ring, ring.inner, turn)}"
    yield "Z"


def _point(ring: Ring, radius: float, turn: float) -> str:
    return f"{_number(ring.x + radius * sin(2 * pi * turn))} {_number(ring.y - radius * cos(2 * pi * turn))}"


def _placed(text: Text) -> dict[str, str]:
    return {
        "x": _number(text.x),
        "y": _number(text.y),
        "font-size": _number(text.size),
        "fill": text.colour,
        "text-anchor": text.align,
        "textLength": _number(text.width),
        "lengthAdjust": "spacingAndGlyphs",
        **({"font-weight": "bold"} if text.bold else {}),
    }


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _legal(text: str) -> str:
    """Return a text with spaces for what cannot be printed, which XML 1.0, clause 2.2, does not allow."""
    return "".join(character if character.isprintable() else " " for character in text)
