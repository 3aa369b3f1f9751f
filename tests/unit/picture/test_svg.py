"""`picture.svg`: a document that every program reads, and that says what it shows."""

from xml.etree import ElementTree as ET

import pytest
from picturing import timeline_of

from repcast.picture import MARKED_BYTES, cover, page, to_svg
from repcast.picture.drawing import Drawing, Line, Rectangle, Ring, Shape, Text
from repcast.picture.svg import MARK

NS = {"svg": "http://www.w3.org/2000/svg"}


def parsed(drawing: Drawing) -> ET.Element:
    """Return a drawing's SVG, read back."""
    return ET.fromstring(to_svg(drawing))


def drawing(*shapes: Shape, texts: tuple[Text, ...] = (), title: str = "T", description: str = "D") -> Drawing:
    """Return a drawing of 200 by 100."""
    return Drawing(
        width=200, height=100, ground="#FFFFFF", title=title, description=description, shapes=shapes, texts=texts
    )


def text(words: str) -> Text:
    """Return a text somewhere."""
    return Text(x=1, y=2, text=words, size=14, width=33.5, colour="#000000", align="end", bold=True)


def test_the_picture_has_a_size_a_title_and_a_description() -> None:
    """If this failed, a screen reader would say nothing of it, or a page show it in another size."""
    root = parsed(drawing())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("200", "100", "0 0 200 100")
    assert root.get("role") == "img"
    named = [root.find(f"svg:*[@id='{name}']", NS) for name in str(root.get("aria-labelledby")).split()]
    assert [each.text for each in named if each is not None] == ["T", "D"]


def test_shapes_stand_in_their_order_with_what_they_say() -> None:
    """If this failed, shapes would hide others, or have no tooltip."""
    rectangle = Rectangle(x=1.5, y=2, width=30, height=4.25, colour="#D55E00", label="Plank")
    line = Line(x1=1, y1=2, x2=3, y2=4, width=5, colour="#1A1A1A")
    _, _, _, first, second = parsed(drawing(rectangle, line))
    assert first.attrib == {"x": "1.5", "y": "2", "width": "30", "height": "4.25", "fill": "#D55E00"}
    assert [each.text for each in first] == ["Plank"]
    assert second.attrib == {"x1": "1", "y1": "2", "x2": "3", "y2": "4", "stroke": "#1A1A1A", "stroke-width": "5"}
    assert list(second) == []


def test_what_depicts_a_time_carries_it() -> None:
    """If this failed, a page could draw no playhead, and know no moment where it is pressed."""
    block = Rectangle(x=1, y=2, width=30, height=4, colour="#D55E00", span_ms=(1_500, 2_000), step=3)
    cue = Rectangle(x=1, y=2, width=30, height=4, colour="#D55E00", span_ms=(0, 250))
    elements = parsed(drawing(block, cue))[3:]
    carried = [{name: value for name, value in each.items() if name.startswith("data-")} for each in elements]
    assert carried == [
        {"data-start-ms": "1500", "data-end-ms": "2000", "data-step": "3"},
        {"data-start-ms": "0", "data-end-ms": "250"},
    ]


def test_texts_are_held_to_their_width() -> None:
    """If this failed, a reader with another font would see names run into each other."""
    element = parsed(drawing(texts=(text("Plank"),)))[-1]
    assert element.text == "Plank"
    assert element.attrib == {
        "x": "1",
        "y": "2",
        "font-size": "14",
        "fill": "#000000",
        "text-anchor": "end",
        "font-weight": "bold",
        "textLength": "33.5",
        "lengthAdjust": "spacingAndGlyphs",
    }


@pytest.mark.parametrize("words", ["<& \" ' ]]> &amp; <script>", "平板支撑 🏋 é", "</title><svg onload='x'>"])
def test_whatever_a_session_says_is_text(words: str) -> None:
    """If this failed, a name with a < would break the document, or run a script of a stranger's."""
    shape = Rectangle(x=0, y=0, width=1, height=1, colour="#000000", label=words)
    root = parsed(drawing(shape, texts=(text(words),), title=words, description=words))
    titles = [each.text for each in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles == [words, words]
    assert root[-1].text == words
    assert {each.tag.partition("}")[2] for each in root.iter()} == {"svg", "title", "desc", "rect", "text"}


def test_what_xml_cannot_carry_becomes_a_space() -> None:
    """If this failed, no program would open the document."""
    assert parsed(drawing(texts=(text("a\x00b\x1bc\ud800d\ufffee\tf"),)))[-1].text == "a b c d e f"


@pytest.mark.parametrize(("end", "arcs"), [(0.25, 4), (0.5, 4), (0.75, 4), (1, 4)])
def test_a_ring_is_drawn_in_arcs_of_less_than_a_turn(end: float, arcs: int) -> None:
    """If this failed, a session of one step would have an empty ring: an arc that ends where it begins is left out."""
    path = parsed(drawing(Ring(x=50, y=50, inner=20, outer=40, start=0, end=end, colour="#D55E00")))[-1].get("d", "")
    words = path.split()
    assert words.count("A") == arcs
    assert path.startswith("M 50 10 A 40 40 0 0 1 ")
    ends = [(words[at + 6], words[at + 7]) for at, word in enumerate(words) if word == "A"]
    assert ("50", "10") != ends[0] != ends[1]
    assert words[-3:] == ["50", "30", "Z"]


def test_nothing_comes_from_elsewhere() -> None:
    """If this failed, opening a picture would call somebody's server, or run a script."""
    timeline = timeline_of(("lead_in", 11_000), ("work", 80_000), title="See https://example.org")
    for root in (parsed(page(timeline)), parsed(cover(timeline))):
        kinds = {each.tag.partition("}")[2] for each in root.iter()}
        assert kinds <= {"svg", "title", "desc", "rect", "line", "path", "text"}
        assert not any("href" in name or name.startswith("on") for each in root.iter() for name in each.attrib)
        assert not any(name in ("style", "class") for each in root.iter() for name in each.attrib), (
            "a strict policy forbids it"
        )
        assert not any("url(" in value for each in root.iter() for value in each.attrib.values())


def test_each_step_of_a_plan_is_a_rectangle_in_proportion() -> None:
    """If this failed, the picture of a plan would be of another one."""
    timeline = timeline_of(("lead_in", 12_000), ("work", 30_000), ("rest", 18_000))
    blocks = [each for each in parsed(page(timeline)).findall("svg:rect", NS) if each.get("data-step")]
    found = {
        each.findtext("svg:title", "", NS): (float(each.get("x", "")), float(each.get("width", ""))) for each in blocks
    }
    assert found == {
        "0:00 Plank 0: 0:12": (40, 238),
        "0:12 Plank 1: 0:30": (280, 598),
        "0:42 Plank 2: 0:18": (880, 358),
    }


def test_the_same_plan_gives_the_same_bytes_with_the_mark_at_the_beginning() -> None:
    """If this failed, a picture kept with its session would change for nothing, or repcast not replace its own."""
    timeline = timeline_of(("lead_in", 12_000), ("work", 30_000), title='repcast data-writer="x"')
    assert to_svg(page(timeline)) == to_svg(page(timeline))
    assert MARK in to_svg(page(timeline))[:MARKED_BYTES]
