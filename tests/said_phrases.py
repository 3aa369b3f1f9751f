"""What repcast says by itself in a language: each phrase, filled with examples, as a session would have it."""

from collections.abc import Iterator, Mapping
from typing import Final, get_args

from repcast.plan.wording import Wording
from repcast.session.phrases import PLACEHOLDERS
from repcast.session.settings import Language
from repcast.units import SECOND_MS

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

NAMES: Final[Mapping[Language, str]] = {
    "en": "Side plank",
    "de": "Seitstütz",
    "fr": "Planche latérale",
    "es": "Plancha lateral",
    "it": "Plank laterale",
    "pt": "Prancha lateral",
    "nl": "Zijplank",
    "pl": "Deska bokiem",
}
"""An exercise."""

_SECONDS: Final = (1, 1.5, 2, 5, 5.5, 10, 30, 60, 61, 90, 120, 150, 300, 1_260, 3_600, 3_660, 3_723, 7_200)
_PLACES: Final = ((1, 2), (2, 3), (3, 4), (5, 8), (12, 20), (21, 22), (22, 31))
_COUNTS: Final = (2, 3, 5, 12, 21, 22)


def filled(wording: Wording, language: Language, phrase: str) -> Iterator[str]:
    """Yield what is said with a phrase; once, if nothing is filled in."""
    pattern = dict(wording.phrases)[phrase]
    assert isinstance(pattern, str)
    for values in _values(wording, language, PLACEHOLDERS[phrase]):
        said = pattern.format(**values)
        yield said[:1].upper() + said[1:]


def _values(wording: Wording, language: Language, placeholders: tuple[str, ...]) -> Iterator[dict[str, str]]:
    match placeholders:
        case ("duration",):
            yield from ({"duration": wording.duration(int(seconds * SECOND_MS))} for seconds in _SECONDS)
        case ("n", "of"):
            yield from ({"n": wording.nth(n), "of": wording.of_number(of)} for n, of in _PLACES)
        case ("rounds",):
            yield from ({"rounds": wording.count(count, wording.nouns["round"])} for count in _COUNTS)
        case ("sets",):
            yield from ({"sets": wording.count(count, wording.nouns["set"])} for count in _COUNTS)
        case ("name",):
            yield from ({"name": wording.inside(name)} for name in (NAMES[language], "Arnold press"))
        case ("name", "side"):
            for side in ("left", "right leg"):
                yield {"name": NAMES[language], "side": wording.side(side)}
        case ():
            yield {}
        case _:
            message = f"no examples for {placeholders}"
            raise AssertionError(message)
