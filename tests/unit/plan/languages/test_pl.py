"""Polish: what CLDR has no words for."""

import pytest

from repcast.plan.languages.pl import POLISH


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "pierwsza"),
        (10, "dziesiąta"),
        (19, "dziewiętnasta"),
        (20, "dwudziesta"),
        (99, "dziewięćdziesiąta dziewiąta"),
        (100, "setna"),
        (101, "sto pierwsza"),
        (250, "dwieście pięćdziesiąta"),
        (999, "dziewięćset dziewięćdziesiąta dziewiąta"),
        (1_000, "tysięczna"),
    ],
)
def test_polish_rounds_have_ordinals(number: int, words: str) -> None:
    """If this failed, a round of a long session would be called by another number."""
    assert POLISH.nth(number) == words
