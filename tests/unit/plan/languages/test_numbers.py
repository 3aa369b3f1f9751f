"""Numbers in words, where CLDR's words are not what people say."""

import pytest

from repcast.plan.languages import wording_of
from repcast.session.settings import Language


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("de", 101, "einhunderteins Minuten"),  # by CLDR `einhunderteine`
        ("de", 1_000_000 - 1, "neunhundertneunundneunzigtausendneunhundertneunundneunzig Minuten"),
        ("it", 21, "ventuno minuti"),  # by CLDR `ventun`
        ("it", 31, "trentuno minuti"),
        ("nl", 1, "één minuut"),  # by CLDR `een`, which is heard as "a minute"
    ],
)
def test_numbers_are_said_as_people_say_them(language: Language, number: int, words: str) -> None:
    """If this failed, CLDR's words, or the soft hyphens in them, would be heard or shown where they are wrong."""
    wording = wording_of(language)
    assert wording.count(number, wording.nouns["minute"]) == words


@pytest.mark.parametrize(("number", "words"), [(21, "ventuno ripetizioni"), (1, "una ripetizione")])
def test_italian_agrees_in_one_alone(number: int, words: str) -> None:
    """If this failed, CLDR's `ventuna ripetizioni` would be heard."""
    wording = wording_of("it")
    assert wording.repetitions(number) == words
