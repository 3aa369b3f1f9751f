"""`picture.card`: what a lock screen shows of a chapter."""

from io import BytesIO

import pytest
from picturing import seen
from PIL import Image
from test_page import assert_legible

from builders import step
from repcast.picture import card_of, draw_card, to_small_png
from repcast.picture.card import SIDE
from repcast.picture.colours import DARK, contrast


def test_a_card_says_what_how_long_which_side_and_which_round() -> None:
    """If this failed, one would have to listen to know what is on."""
    found = card_of(step(name="Side plank", side="left side", round=2, rounds=3, end_ms=45_000), "en")
    texts = [text.text for text in draw_card(found).texts]
    assert texts == ["Round 2 of 3", "Side", "plank", "left side", "0:45"]


def test_counted_reps_and_distances_are_told_as_such() -> None:
    """If this failed, ten push-ups would be twenty seconds."""
    assert card_of(step(kind="reps", name="Push-ups", count=10), "en").amount == "10 ×"
    assert card_of(step(name="Run", distance="400 m"), "en").name == "Run 400 m"


def test_rests_of_all_rounds_are_alike() -> None:
    """If this failed, a file would carry as many pictures as it has rests."""
    one, other = (step(number, purpose="rest", kind="rest", name="Rest", round=number, rounds=3) for number in (1, 2))
    assert card_of(one, "en") == card_of(other, "en")


@pytest.mark.parametrize("name", ["Plank", "Supercalifragilistic lunges and more", "w" * 100, "平板", "a b c d e"])
@pytest.mark.parametrize("purpose", ["work", "rest", "switch", "lead_in", "speech"])
def test_any_card_is_legible(name: str, purpose: str) -> None:
    """If this failed, a name would run off its card, or into its time."""
    found = card_of(step(name=name, purpose=purpose, side="left leg forward", round=2, rounds=30), "pl")
    drawing = draw_card(found)
    assert_legible(drawing)
    assert min(contrast(text.colour, drawing.ground) for text in drawing.texts) >= 4.5
    assert max(text.size for text in drawing.texts) >= SIDE / 5, "read on a lock screen"


def test_a_card_has_its_part_s_colour_and_is_small() -> None:
    """If this failed, work would look like rest, or a file's chapters weigh as much as its sound."""
    png = to_small_png(draw_card(card_of(step(name="Mountain climbers", side="left side", round=2, rounds=3), "en")))
    assert len(png) < 2_500
    assert Image.open(BytesIO(png)).size == (SIDE, SIDE)
    assert "#{:02X}{:02X}{:02X}".format(*seen(png).getpixel((2, 2))) == DARK.parts["work"]  # type: ignore[misc]
