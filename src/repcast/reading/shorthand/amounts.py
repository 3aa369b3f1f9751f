"""How long, how many, how often: the text of a phrase -> milliseconds and numbers."""

import re
from decimal import Decimal
from typing import Final

from repcast.reading.located import Unreadable
from repcast.reading.shorthand.text import Phrase
from repcast.units import HOUR_MS, MINUTE_MS, SECOND_MS

_NUMBER: Final = r"[0-9]+(?:\.[0-9]+)?[ \t]*-?"
_CLOCK: Final = r"(?<![0-9])[0-9]{0,3}(?::[0-5][0-9]){1,2}"
_HOURS: Final = rf"{_NUMBER}(?:hours?|hrs?|h)(?![^\W\d_])\.?"
_MINUTES: Final = rf"{_NUMBER}(?:(?:minutes?|mins?|m)(?![^\W\d_])\.?|['’′](?!'))"
_SECONDS: Final = rf"{_NUMBER}(?:(?:seconds?|secs?|s)(?![^\W\d_])\.?|[\"”″]|'')"
_UNITS: Final = (
    rf"(?P<hours>{_HOURS})?[ \t]*(?P<minutes>{_MINUTES})?(?:(?<=[m'’′n])(?P<bare>[0-9]{{2}})(?![\w.:])|"
    rf"[ \t]*(?P<seconds>{_SECONDS}))?"
)
_LENGTH: Final = re.compile(rf"(?P<clock>{_CLOCK})|(?=[0-9]){_UNITS}", re.IGNORECASE)
_UNITS_MS: Final = {"hours": HOUR_MS, "minutes": MINUTE_MS, "bare": SECOND_MS, "seconds": SECOND_MS}
_WORDS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_METRES: Final = re.compile(r"([0-9]+)[ \t]*m", re.IGNORECASE)
_SHORTEST_TRACK: Final = 50
_COVERED: Final = re.compile("carr(?:y|ies)|crawl|dash|shuttle|sprint|swim", re.IGNORECASE)  # by the metre


def lengths_ms(phrase: Phrase) -> tuple[int, ...]:
    """Return the times in a phrase, in the order of the text.

    Raises:
        Unreadable: one of them is not a whole number of seconds.
    """
    return tuple(_length_ms(found, phrase) for found in _LENGTH.finditer(phrase.text) if found[0])


def first_length(phrase: Phrase) -> tuple[int, str]:
    """Return the time that a phrase begins with, and what follows it."""
    found = _LENGTH.match(phrase.text)
    assert found
    return _length_ms(found, phrase), phrase.text[found.end() :]


def _length_ms(found: re.Match[str], phrase: Phrase) -> int:
    if found["clock"]:
        seconds = 0
        for part in found["clock"].split(":"):
            seconds = seconds * 60 + int(part or 0)
        return seconds * SECOND_MS
    total = sum((_quantity(found[unit]) * ms for unit, ms in _UNITS_MS.items()), Decimal(0))
    if total % SECOND_MS:
        message = f"{found[0].strip()} is not a whole number of seconds"
        raise Unreadable(phrase.at, message, "write whole seconds, such as 8s")
    return int(total)


def _quantity(text: str | None) -> Decimal:
    found = re.match(r"[0-9.]*[0-9]", text or "0")
    assert found
    return Decimal(found[0])


def amount_ms(phrase: Phrase, name: str) -> int:
    """Return the time of an exercise of a name.

    Raises:
        Unreadable: it may be a distance, or is not a whole number of seconds.
    """
    found = _METRES.fullmatch(phrase.text)
    if found and (int(found[1]) >= _SHORTEST_TRACK or _COVERED.search(name)):
        number = found[1]
        message = f"{number}m may be {number} metres or {number} minutes"
        raise Unreadable(phrase.at, message, f"write {number}min, or how long the distance takes you, such as 90s")
    return lengths_ms(phrase)[0]


def pace_ms(phrase: Phrase) -> tuple[int, int]:
    """Return the times of work and of rest in `20s/10s` or `20/10s`."""
    on = phrase.text.partition("/")[0].strip()
    if on.isdecimal():
        return int(on) * SECOND_MS, lengths_ms(phrase)[-1]
    [on_ms, off_ms] = lengths_ms(phrase)
    return on_ms, off_ms


def number(phrase: Phrase) -> int:
    """Return the first number of a phrase, in digits or in words up to ten.

    Raises:
        Unreadable: there is none.
    """
    if found := re.search(r"[0-9]+", phrase.text):
        return int(found[0])
    for word in re.findall(r"[a-z]+", phrase.text.lower()):
        if word in _WORDS:
            return _WORDS.index(word)
    raise Unreadable(phrase.at, f"'{phrase.text}' holds no number", "write one in digits, such as 8")


def tempo(phrase: Phrase) -> str:
    """Return the time for each rep as a session's YAML writes it: `1.5s`."""
    found = re.search(r"[0-9]+(?:\.[0-9]+)?", phrase.text)
    assert found
    return f"{found[0]}s"
