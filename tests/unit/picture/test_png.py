"""`picture.png`: what a drawing says is what the pixels are."""

from dataclasses import replace
from io import BytesIO

import pytest
from picturing import is_near, seen
from PIL import Image, ImageStat

from repcast.picture import MARKED_BYTES
from repcast.picture.colours import DARK, LIGHT, Palette, channels
from repcast.picture.drawing import Drawing, Line, Rectangle, Ring, Shape, Text
from repcast.picture.lettering import width_of
from repcast.picture.png import MARK, to_png

GROUND, RED, BLUE, INK = LIGHT.ground, DARK.parts["work"], DARK.parts["speech"], "#000000"


def drawing(*shapes: Shape, texts: tuple[Text, ...] = ()) -> Drawing:
    """Return a drawing of 200 by 100."""
    return Drawing(width=200, height=100, ground=GROUND, title="", description="", shapes=shapes, texts=texts)


def written(text: str, *, size: float = 20, width: float | None = None, bold: bool = False) -> Image.Image:
    """Return the picture of a text that begins at 10."""
    room = width_of(text, size) if width is None else width
    return seen(to_png(drawing(texts=(Text(x=10, y=50, text=text, size=size, width=room, colour=INK, bold=bold),))))


def extent(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the box of all that is not ground."""
    box = Image.eval(image.convert("L"), lambda value: 255 - value).getbbox()
    assert box
    return box


def test_a_drawing_has_its_size_its_ground_and_a_palette() -> None:
    """If this failed, players would get a cover of another size, or a file several times as large."""
    image = Image.open(BytesIO(to_png(drawing())))
    assert (image.size, image.mode, image.format) == ((200, 100), "P", "PNG")
    assert image.convert("RGB").getcolors() == [(20_000, (255, 255, 255))]


def test_rectangles_lie_where_they_are_said_to_the_later_over_the_earlier() -> None:
    """If this failed, steps would be drawn at other times than they have."""
    first = Rectangle(x=10, y=20, width=100, height=30, colour=RED)
    second = Rectangle(x=60, y=20, width=100.5, height=30, colour=BLUE)
    image = seen(to_png(drawing(first, second)))
    assert extent(image) == (10, 20, 161, 50)
    assert is_near(image.getpixel((10, 20)), RED, most=0)
    assert is_near(image.getpixel((59, 49)), RED, most=0)
    assert is_near(image.getpixel((60, 20)), BLUE, most=0)
    assert is_near(image.getpixel((159, 49)), BLUE, most=0)
    assert is_near(image.getpixel((160, 30)), "#7FB8D8", most=10), "half of this pixel"


def test_a_rectangle_narrower_than_a_pixel_is_still_seen() -> None:
    """If this failed, a short cue would vanish from a long plan."""
    image = seen(to_png(drawing(Rectangle(x=10, y=20, width=0.1, height=30, colour=INK))))
    assert extent(image) == (10, 20, 11, 50)


def test_a_line_is_as_thick_as_it_says() -> None:
    """If this failed, crosses and gaps would be thinner or thicker than drawn."""
    image = seen(to_png(drawing(Line(x1=10, y1=50, x2=110, y2=50, width=10, colour=INK))))
    left, top, right, bottom = extent(image)
    assert (left, right) == pytest.approx((10, 110), abs=1)
    assert (top, bottom) == pytest.approx((45, 55), abs=1)


def test_a_ring_s_turns_go_clockwise_from_the_top() -> None:
    """If this failed, the cover would run backwards, or begin elsewhere."""
    image = seen(to_png(drawing(Ring(x=50, y=50, inner=20, outer=40, start=0, end=0.25, colour=RED))))
    left, top, right, bottom = extent(image)
    assert (left, top, right, bottom) == pytest.approx((50, 10, 90, 50), abs=1)
    assert is_near(image.getpixel((71, 29)), RED, most=0)


@pytest.mark.parametrize("bold", [False, True])
def test_a_text_takes_no_more_than_its_width(bold: bool) -> None:  # noqa: FBT001 - a parameter
    """If this failed, a name would run into the next block."""
    for room in (30, 60, 90):
        left, _, right, _ = extent(written("Mountain climbers", width=room, bold=bold))
        assert left >= 9
        assert right <= 10 + room + 1


def test_texts_stand_on_their_baselines_aligned_as_they_say() -> None:
    """If this failed, a length at the right edge would be cut off, and names leave their blocks."""
    boxes = {}
    for align in ("start", "middle", "end"):
        text = Text(x=100, y=50, text="HHHH", size=20, width=80, colour=INK, align=align)
        boxes[align] = extent(seen(to_png(drawing(texts=(text,)))))
    assert {box[3] for box in boxes.values()} == {50}
    assert boxes["start"][0] == pytest.approx(100, abs=3)
    assert boxes["middle"][0] + boxes["middle"][2] == pytest.approx(200, abs=3)
    assert boxes["end"][2] == pytest.approx(100, abs=3)


@pytest.mark.parametrize("text", ["\ue000", "a\ue000", "🏋", ""])
def test_no_boxes_stand_for_letters_that_the_font_lacks(text: str) -> None:
    """If this failed, pictures would show boxes in place of words."""
    assert written(text).getcolors() == [(20_000, (255, 255, 255))]


def test_a_bold_text_is_bold() -> None:
    """If this failed, a title would look like a name."""
    plain, bold = (ImageStat.Stat(written("Plank", bold=each).convert("L")).mean[0] for each in (False, True))
    assert 255 - bold > 1.2 * (255 - plain)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_of_a_drawing_is_exact(palette: Palette) -> None:
    """If this failed, colours that were chosen apart would come near each other."""
    colours = (*palette.parts.values(), palette.ink, palette.quiet, palette.track, palette.ground)
    shapes = [Rectangle(x=20 * n, y=0, width=20, height=50, colour=colour) for n, colour in enumerate(colours)]
    image = seen(to_png(replace(drawing(*shapes), width=20 * len(colours))))
    for number, colour in enumerate(colours):
        assert image.getpixel((20 * number + 10, 25)) == channels(colour)


def test_the_mark_stands_at_the_beginning() -> None:
    """If this failed, repcast would not know its own picture, and not replace it."""
    assert MARK in to_png(drawing())[:MARKED_BYTES]
    assert Image.open(BytesIO(to_png(drawing()))).info["Software"] == "repcast"
