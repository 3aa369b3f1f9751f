"""`picture.legend`: what colours and marks mean."""

from repcast.picture.colours import PURPOSES
from repcast.picture.drawing import Line, Rectangle
from repcast.picture.grid import MARGIN, ROW_WIDTH
from repcast.picture.legend import legend
from repcast.plan.languages.en import ENGLISH


def test_every_purpose_has_its_key_before_its_word() -> None:
    """If this failed, colours would have to be guessed."""
    shapes, texts = legend(0, ENGLISH)
    colours = [shape.colour for shape in shapes if shape.colour in PURPOSES.values()]
    assert colours == list(PURPOSES.values())
    assert [text.text for text in texts] == ["get ready", "work", "rest", "switch", "speech", "voice", "signal"]
    for shape, text in zip(shapes, texts, strict=True):
        assert isinstance(shape, Rectangle)
        assert shape.x + shape.width < text.x


def test_nothing_in_it_overlaps() -> None:
    """If this failed, the legend could not be read."""
    _, texts = legend(10_000, ENGLISH)
    ends = [MARGIN, *(text.x + text.width for text in texts)]
    assert all(end < text.x for end, text in zip(ends, texts, strict=False))
    assert ends[-1] < MARGIN + ROW_WIDTH


def test_drops_are_counted_where_there_are_some() -> None:
    """If this failed, crosses would have no meaning, or all plans seem to lack something."""
    shapes, texts = legend(3, ENGLISH)
    assert texts[-1].text == "did not fit: 3"
    assert sum(isinstance(shape, Line) for shape in shapes) == 2
