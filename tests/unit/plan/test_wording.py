"""What repcast says by itself: numbers, durations and plurals as a coach says them."""

import pytest

from repcast.plan.languages.en import ENGLISH
from repcast.plan.languages.en_numbers import english_number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (1, "one"),
        (12, "twelve"),
        (13, "thirteen"),
        (19, "nineteen"),
        (20, "twenty"),
        (21, "twenty-one"),
        (40, "forty"),
        (99, "ninety-nine"),
        (100, "one hundred"),
        (101, "one hundred one"),
        (123, "one hundred twenty-three"),
        (999, "nine hundred ninety-nine"),
        (1_000, "one thousand"),
        (1_001, "one thousand one"),
        (10_010, "ten thousand ten"),
        (999_999, "nine hundred ninety-nine thousand nine hundred ninety-nine"),
    ],
)
def test_numbers_are_spoken_as_words(number: int, words: str) -> None:
    """If this failed, a rep would be counted wrongly aloud."""
    assert english_number(number) == words


def test_every_number_up_to_a_thousand_has_words_of_its_own() -> None:
    """If this failed, two reps would be counted alike."""
    assert len({english_number(number) for number in range(1_001)}) == 1_001


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "zero seconds"),
        (1, "one second"),
        (2, "two seconds"),
        (45, "forty-five seconds"),
        (60, "one minute"),
        (61, "one minute one second"),
        (90, "ninety seconds"),
        (120, "two minutes"),
        (150, "two minutes thirty seconds"),
        (3_600, "one hour"),
        (3_690, "one hour one minute thirty seconds"),
        (7_200, "two hours"),
        (19.499, "nineteen seconds"),
        (19.5, "twenty seconds"),
        (59.9, "one minute"),
    ],
)
def test_durations_are_spoken_with_the_right_plurals(seconds: float, words: str) -> None:
    """If this failed, the listener would hear "one minutes", or a wrong time."""
    assert ENGLISH.duration(round(seconds * 1000)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "ten seconds"),
        (14, "ten seconds"),
        (15, "twenty seconds"),
        (84, "one minute twenty seconds"),
        (89, "ninety seconds"),
        (90, "two minutes"),
        (149, "two minutes"),
        (150, "three minutes"),
        (3_570, "one hour"),
        (4_000, "one hour seven minutes"),
    ],
)
def test_the_total_is_spoken_roughly(seconds: int, words: str) -> None:
    """If this failed, the lead-in would promise a wrong length, or one to the second."""
    assert ENGLISH.roughly(seconds * 1000) == words


@pytest.mark.parametrize(("count", "words"), [(1, "one rep"), (10, "ten reps"), (0, "zero reps")])
def test_counts_have_the_right_plural(count: int, words: str) -> None:
    """If this failed, the listener would hear "one reps"."""
    assert ENGLISH.count(count, ENGLISH.reps) == words
