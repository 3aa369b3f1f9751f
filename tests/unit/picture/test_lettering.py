"""`picture.lettering`: texts fit."""

import string
import unicodedata

import pytest

from repcast.picture.fonts import font
from repcast.picture.lettering import LEADING, Lettering, fit, whole, width_of

TEXTS = (
    "Side plank, left side",
    "A",
    "x" * 100,
    "Supercalifragilistic lunges",
    "平板支撑 " * 9,
    "Übung für Läufer",
    "\u0301",
)


@pytest.mark.parametrize("letter", [*string.printable[:95], *"\u2018\u2019“”—…ßłøŁΩЖщ"])
def test_each_letter_is_as_wide_as_the_font_s_but_for_rounding(letter: str) -> None:
    """If this failed, texts would overflow, or be shrunk or cut where they fit."""
    wider = max(font(None, 1000, bold=bold).getlength(letter) for bold in (False, True))
    assert 0 <= width_of(letter, 1000) - wider <= 20


def test_an_accent_takes_no_room_and_an_ideograph_a_whole_em() -> None:
    """If this failed, names in other languages would overflow their blocks."""
    assert width_of(unicodedata.normalize("NFD", "é"), 10) == width_of("é", 10) == width_of("e", 10)
    assert width_of("平", 10) == 10


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [0, 5, 30, 60, 200, 1000])
def test_what_is_fitted_fits(text: str, width: int) -> None:
    """If this failed, a name would run into the next block, or off the picture."""
    fitted = fit(text, width=width, lines=3, largest=14, smallest=12)
    assert len(fitted.lines) <= 3
    assert all(0 <= width_of(line, fitted.size) <= width for line in fitted.lines)
    assert 12 <= fitted.size <= 14


def test_a_text_is_broken_before_it_is_shrunk_and_shrunk_before_it_is_cut() -> None:
    """If this failed, letters would be smaller, or fewer, than there is room for."""

    def fitted(width: float) -> Lettering:
        return fit("Mountain climbers", width=width, lines=2, largest=14, smallest=10)

    assert fitted(200) == Lettering(lines=("Mountain climbers",), size=14)
    assert fitted(64) == Lettering(lines=("Mountain", "climbers"), size=14)
    assert fitted(50) == Lettering(lines=("Mountain", "climbers"), size=11)
    assert fitted(36) == Lettering(lines=("Moun…", "climb…"), size=10)


def test_what_stands_in_more_lines_than_there_are_is_cut_in_the_last() -> None:
    """If this failed, a long title would lose its end without a sign, or take more lines than its place has."""
    fitted = fit("one two three four five", width=40, lines=2, largest=10, smallest=10)
    assert fitted.lines == ("one two", "three f…")


def test_a_text_of_which_too_little_would_be_left_is_left_out() -> None:
    """If this failed, narrow blocks would be named by their ends, or by single letters."""
    assert fit("Step number 12", width=20, lines=3, largest=12, smallest=12).lines == ()


def test_a_text_that_must_be_whole_is_never_cut() -> None:
    """If this failed, a block would be named `Si…`, which says nothing."""

    def fitted(width: float, height: float) -> Lettering | None:
        return whole("Mountain climbers", width=width, height=height, lines=3, sizes=range(14, 9, -1))

    assert fitted(200, 20) == Lettering(lines=("Mountain climbers",), size=14)
    assert fitted(64, 14 * LEADING * 2 + 0.01) == Lettering(lines=("Mountain", "climbers"), size=14)
    assert fitted(64, 10 * LEADING * 2 - 0.01) is None
    assert fitted(36, 100) is None
