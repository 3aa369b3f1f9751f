"""The schemes that coaches have names for: paces of work and rest, EMOM, AMRAP, Tabata."""

import re
from dataclasses import dataclass
from typing import Final

from repcast.reading.located import Position, Unreadable
from repcast.reading.shorthand.amounts import first_length, lengths_ms, number, pace_ms
from repcast.reading.shorthand.phrases import Phrases
from repcast.reading.shorthand.text import Phrase
from repcast.units import MINUTE_MS, SECOND_MS, format_duration

TABATA_ROUNDS: Final = 8  # of 20 s of work and 10 s of rest: Tabata et al., Med Sci Sports Exerc 28(10), 1996
_EMOM: Final = re.compile(r"e([0-9]{0,2})mom", re.IGNORECASE)
_EVERY: Final = re.compile(r"every[ \t]+(minute)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """Work and rest in turn."""

    on_ms: int
    off_ms: int
    at: Position


def pace_of(phrases: Phrases) -> Pace | None:
    """Return the pace that an entry or a heading sets.

    Raises:
        Unreadable: one half of it is missing.
    """
    if phrases.scheme and phrases.scheme.kind == "TABATA":
        return Pace(on_ms=20 * SECOND_MS, off_ms=10 * SECOND_MS, at=phrases.scheme.at)
    if phrases.on and phrases.on.kind == "PACE":
        on_ms, off_ms = pace_ms(phrases.on)
        return Pace(on_ms=on_ms, off_ms=off_ms, at=phrases.on.at)
    if phrases.on and phrases.on.text.lower().endswith("each"):
        return Pace(on_ms=lengths_ms(phrases.on)[0], off_ms=0, at=phrases.on.at)
    off = phrases.off or phrases.pause
    if phrases.on and off:
        return Pace(on_ms=lengths_ms(phrases.on)[0], off_ms=lengths_ms(off)[0], at=phrases.on.at)
    if half := phrases.on or phrases.off:
        raise Unreadable(half.at, f"'{half.text}' is half of a pace", "write both, such as 30s on 10s off")
    return None


def is_part_of_pace(phrases: Phrases) -> bool:
    """Tell whether an entry's rest is the other half of a pace, as in `40s work 20s rest`."""
    return bool(phrases.on and phrases.on.kind == "ON" and not phrases.off and phrases.pause)


def emom(phrase: Phrase) -> tuple[int, int]:
    """Return how often a round begins, in milliseconds, and how many there are, of `EMOM 10` or `every 90s x8`.

    Raises:
        Unreadable: the total time is missing, as in `every 1m 30s`, or is not a whole number of rounds.
    """
    every_ms, rest = _every(phrase)
    if not re.search("[0-9]", rest):
        message = f"'{phrase.text}' says how often, or how often and for how long"
        raise Unreadable(
            phrase.at, message, f"write how many rounds, too, such as every {format_duration(every_ms)} x8"
        )
    if re.search(r"[x×*]|round", rest, re.IGNORECASE):
        return every_ms, number(Phrase(kind="COUNT", text=rest, at=phrase.at))
    whole_ms = _minutes_ms(rest, phrase.at)
    if not every_ms or whole_ms % every_ms:
        message = f"{format_duration(whole_ms)} are not a whole number of rounds of {format_duration(every_ms)}"
        raise Unreadable(phrase.at, message, "write how many rounds, such as E2MOM x5")
    return every_ms, whole_ms // every_ms


def _every(phrase: Phrase) -> tuple[int, str]:
    """Return how often a round of an EMOM begins, and the rest of its phrase."""
    if found := _EMOM.search(phrase.text):
        return int(found[1] or 1) * MINUTE_MS, phrase.text[: found.start()] + phrase.text[found.end() :]
    found = _EVERY.match(phrase.text)
    assert found
    after = phrase.text[found.end() :]
    return (MINUTE_MS, after) if found[1] else first_length(Phrase(kind="TIME", text=after, at=phrase.at))


def amrap_ms(phrase: Phrase) -> int:
    """Return the time of `AMRAP 5m`; a bare number is minutes."""
    return _minutes_ms(re.sub("amrap", "", phrase.text, flags=re.IGNORECASE).strip(), phrase.at)


def _minutes_ms(text: str, at: Position) -> int:
    phrase = Phrase(kind="TIME", text=text, at=at)
    return lengths_ms(phrase)[0] if lengths_ms(phrase) else number(phrase) * MINUTE_MS
