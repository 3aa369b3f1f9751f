"""How long, how many, how often: a phrase's text -> milliseconds and numbers."""

import re
from decimal import Decimal
from typing import Final

from repcast.shorthand.text import Phrase, Unclear
from repcast.units import HOUR_MS, MINUTE_MS, SECOND_MS

_CLOCK: Final = re.compile(r"(?<![0-9])[0-9]{0,3}(?::[0-5][0-9]){1,2}")
_PART: Final = re.compile(
    r"([0-9]+(?:\.[0-9]+)?)[ \t]*-?(?:(hours?|hrs?|h)|(minutes?|mins?|m|['’′](?!'))|(seconds?|secs?|s|[\"”″]|'')|"
    r"(?<=['’′mn][0-9]{2}))(?![^\W\d_])\.?[ \t]*",
    re.IGNORECASE,
)
_LENGTH: Final = re.compile(f"{_CLOCK.pattern}|(?:{_PART.pattern})+", re.IGNORECASE)
_UNITS_MS: Final = (HOUR_MS, MINUTE_MS, SECOND_MS)
_WORDS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_METRES: Final = re.compile(r"([0-9]+)[ \t]*m", re.IGNORECASE)
_SHORTEST_TRACK: Final = 50
_COVERED: Final = re.compile("carr(?:y|ies)|crawl|dash|shuttle|sprint|swim", re.IGNORECASE)  # by the metre, as a rule


def lengths_ms(phrase: Phrase) -> tuple[int, ...]:
    """Return the times in a phrase, in the order in which they stand.

    Raises:
        Unclear: one is not of whole seconds.
    """
    return tuple(_length_ms(found[0], phrase) for found in _LENGTH.finditer(phrase.text))


def _length_ms(text: str, phrase: Phrase) -> int:
    if _CLOCK.fullmatch(text):
        seconds = 0
        for part in text.split(":"):
            seconds = seconds * 60 + int(part or 0)
        return seconds * SECOND_MS
    total = Decimal(0)
    for found in _PART.finditer(text):
        unit_ms = next((ms for ms, unit in zip(_UNITS_MS, found.groups()[1:], strict=True) if unit), SECOND_MS)
        total += Decimal(found[1]) * unit_ms
    if total % SECOND_MS:
        raise Unclear(phrase.at, f"{text.strip()} is not of whole seconds", "write whole seconds, such as 8s")
    return int(total)


def amount_ms(phrase: Phrase, name: str) -> int:
    """Return the time of an exercise of a name.

    Raises:
        Unclear: it may be a distance, or is not of whole seconds.
    """
    found = _METRES.fullmatch(phrase.text)
    if found and (int(found[1]) >= _SHORTEST_TRACK or _COVERED.search(name)):
        number = found[1]
        message = f"{number}m may be {number} metres or {number} minutes"
        raise Unclear(phrase.at, message, f"write {number}min, or how long the distance takes you, such as 90s")
    return lengths_ms(phrase)[0]


def pace_ms(phrase: Phrase) -> tuple[int, int]:
    """Return the time on and the time off of `20s/10s` or `20/10s`."""
    on = phrase.text.partition("/")[0].strip()
    if on.isdecimal():
        return int(on) * SECOND_MS, lengths_ms(phrase)[-1]
    [on_ms, off_ms] = lengths_ms(phrase)
    return on_ms, off_ms


def number(phrase: Phrase) -> int:
    """Return the first number of a phrase, in digits or in words up to ten."""
    if found := re.search(r"[0-9]+", phrase.text):
        return int(found[0])
    words = re.findall(r"[a-z]+", phrase.text.lower())
    return next(_WORDS.index(word) for word in words if word in _WORDS)


def tempo(phrase: Phrase) -> str:
    """Return the time of each rep as a session's YAML has it: `1.5s`."""
    found = re.search(r"[0-9]+(?:\.[0-9]+)?", phrase.text)
    assert found
    return f"{found[0]}s"
