"""`picture.legend`: what colours, marks and numbers mean."""

from itertools import combinations

from picturing import CORE, timeline_of

from builders import drop, earcon, voice
from repcast.picture.colours import LIGHT
from repcast.picture.drawing import Line, Rectangle
from repcast.picture.legend import Legend, Place, legend, numbered
from repcast.plan.timeline import Timeline

HEARD = (voice(1_000, 2_000), earcon(3_000, 3_200))


def keys(timeline: Timeline, width: float = 1200) -> Legend:
    """Return a timeline's legend."""
    return legend(timeline, LIGHT, Place(x=40, y=60, width=width))


def test_every_part_that_there_is_has_its_key_before_its_word() -> None:
    """If this failed, colours would have to be guessed, or some be explained that are not there."""
    found = keys(timeline_of(*CORE, events=HEARD))
    assert [text.text for text in found.texts] == ["work", "rest", "switch", "get ready", "speech", "voice", "signal"]
    parts = [LIGHT.parts[part] for part in ("work", "rest", "switch", "lead_in", "speech")]
    assert [shape.colour for shape in found.shapes] == [*parts, LIGHT.ink, LIGHT.ink]
    for shape, text in zip(found.shapes, found.texts, strict=True):
        assert isinstance(shape, Rectangle)
        assert shape.x + shape.width < text.x
    assert [text.text for text in keys(timeline_of(("work", 9_000))).texts] == ["work"]


def test_nothing_in_it_overlaps_or_leaves_its_width() -> None:
    """If this failed, the legend could not be read on a phone."""
    for width in (200, 328, 1200):
        found = keys(timeline_of(*CORE, events=HEARD, dropped=(drop(),) * 900), width)
        assert max(text.x + text.width for text in found.texts) <= 40 + width
        assert max(text.y for text in found.texts) < 60 + found.height
        for one, other in combinations(found.texts, 2):
            assert one.y != other.y or one.x + one.width < other.x


def test_drops_are_counted_where_there_are_some() -> None:
    """If this failed, crosses would have no meaning, or all plans seem to lack something."""
    found = keys(timeline_of(("work", 9_000), dropped=(drop(), drop(), drop())))
    assert found.texts[-1].text == "did not fit: 3"
    assert sum(isinstance(shape, Line) for shape in found.shapes) == 2


def test_names_stand_beside_their_numbers_the_longest_on_one_line() -> None:
    """If this failed, a number in a narrow block would say nothing."""
    found = numbered(("Plank", "w" * 100), LIGHT, Place(x=40, y=60, width=328))
    number, plank, second, cut = found.texts
    assert (number.text, plank.text, second.text) == ("1", "Plank", "2")
    assert number.x < plank.x
    assert cut.text.endswith("…")
    assert cut.x + cut.width <= 368
    assert numbered((), LIGHT, Place(x=40, y=60, width=328)).height == 0
