"""How long, how many, how often, how far: the text of a phrase -> milliseconds and numbers."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from repcast.reading.located import Position, Unreadable
from repcast.reading.shorthand.text import Phrase
from repcast.session.pace import Distance, Pace, Unit
from repcast.units import HOUR_MS, MINUTE_MS, SECOND_MS, format_duration

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
_EMOM: Final = re.compile(r"e([0-9]{0,2})mot?m", re.IGNORECASE)
_SHORT: Final = re.compile(r"e([0-9]{1,3}(?:s|sec|m|min)(?!\w))", re.IGNORECASE)
_EVERY: Final = re.compile(r"every[ \t]+(minute)?", re.IGNORECASE)
_WORDS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TENS: Final = {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90}
_SPELT: Final = re.compile(rf"\b({'|'.join((*_WORDS[1:], *_TENS))})[ \t-]+(?=min|sec)", re.IGNORECASE)
_METRES: Final = re.compile(r"([0-9]+)[ \t]*m", re.IGNORECASE)
_SHORTEST_TRACK: Final = 50
_COVERED: Final = re.compile("carr(?:y|ies)|crawl|dash|shuttle|sprint|swim", re.IGNORECASE)  # by the metre

_SWUM: Final = re.compile(r"sw[aiu]m(?:ming)?|freestyle|(?:back|breast)stroke|im", re.IGNORECASE)
_SWUM_ALONE: Final = re.compile(  # a swim where no other word makes it something else, such as back squats
    r"free|back|breast|(?:butter)?fly|kick|pull|drill|choice|easy|fast|hard|sprint|w/|with|fins|board|paddles|buoy",
    re.IGNORECASE,
)

_FAST: Final = "x"  # as fast as one can: a second
_LIFTING: Final = 2  # the phase of a tempo that may be as fast as one can

_MEASURES: Final = {
    "k": ("kilometre", "kilometres"),
    "mi": ("mile", "miles"),
    "m": ("metre", "metres"),
    "y": ("yard", "yards"),
    "f": ("foot", "feet"),
    "c": ("calorie", "calories"),
}
_UNITS_OF_DISTANCE: Final[Mapping[str, Unit]] = {"k": "km", "mi": "mi", "m": "m", "y": "yd"}


def lengths_ms(phrase: Phrase) -> tuple[int, ...]:
    """Return the times in a phrase, in the order of the text.

    Raises:
        Unreadable: one of them is not a whole number of seconds.
    """
    return tuple(_length_ms(found, phrase) for found in _LENGTH.finditer(_in_digits(phrase.text)) if found[0])


def _in_digits(words: str) -> str:
    """Return `five-minute` as `5 minute`."""
    numbers = {**_TENS, **{word: at for at, word in enumerate(_WORDS)}}
    return _SPELT.sub(lambda found: f"{numbers[found[1].lower()]} ", words)


def first_length(phrase: Phrase) -> tuple[int, str]:
    """Return the time that a phrase begins with, and what follows it."""
    words = _in_digits(phrase.text)
    found = _LENGTH.match(words)
    assert found
    return _length_ms(found, phrase), words[found.end() :]


def _length_ms(found: re.Match[str], phrase: Phrase) -> int:
    if found["clock"]:
        seconds = 0
        for part in found["clock"].split(":"):
            seconds = seconds * 60 + int(part or 0)
        return seconds * SECOND_MS
    total = sum((_quantity(found[unit]) * ms for unit, ms in _UNITS_MS.items()), Decimal(0))
    if total % SECOND_MS:
        message = f"{found[0].strip()} is not a whole number of seconds"
        whole = int(total) // SECOND_MS
        raise Unreadable(phrase.at, message, f"write whole seconds: {whole}s or {whole + 1}s")
    return int(total)


def _quantity(text: str | None) -> Decimal:
    found = re.match(r"[0-9.]*[0-9]", text or "0")
    assert found
    return Decimal(found[0])


def is_far(phrase: Phrase, name: str = "") -> bool:
    """Tell whether a time such as `400m` may well be metres."""
    found = _METRES.fullmatch(phrase.text)
    return bool(found and (int(found[1]) >= _SHORTEST_TRACK or _COVERED.search(name)))


def is_swum(name: str, *, surely: bool = False) -> bool:
    """Tell whether a name is that of a stroke; `back` may be one, and `back squats` are none."""
    words = name.split()
    if surely or any(_SWUM.fullmatch(word) for word in words):
        return any(_SWUM.fullmatch(word) for word in words)
    strokes = [
        word for word in words if re.match("free|back|breast|(?:butter)?fly|kick|pull|drill", word, re.IGNORECASE)
    ]
    return bool(strokes) and all(_SWUM_ALONE.fullmatch(word) for word in words)


def pace_ms(phrase: Phrase) -> tuple[int, int]:
    """Return the times of work and of rest in `20s/10s`, `20/10s` or, before a colon, `20/10`."""
    on, _, off = (part.strip() for part in phrase.text.partition("/"))
    if off.isdecimal():
        return int(on) * SECOND_MS, int(off) * SECOND_MS
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
    raise Unreadable(phrase.at, f"'{phrase.text}' holds no number", "write one in digits")


def run(phrase: Phrase) -> tuple[Decimal, ...]:
    """Return the numbers of `21-15-9` or `8 to 12`."""
    return tuple(Decimal(each) for each in re.findall(r"[0-9]+(?:\.[0-9]+)?", phrase.text))


def is_timed(numbers: Phrase) -> bool:
    """Tell whether `20-30-40s` are times, which `21-15-9` and `21-15-9 reps` are not."""
    return not re.search(r"(?:[0-9]|reps?|of)$", numbers.text, re.IGNORECASE)


def each_length(numbers: Phrase) -> tuple[Phrase, ...]:
    """Return the times of `20-30-40s`, each with its unit: its own, or that of the last."""
    found = re.findall(
        r"([0-9.]*[0-9])[ \t]*([a-z]*)(?=[^a-z0-9.]|$)", re.sub(r"[ \t]to[ \t]", "-", numbers.text), re.IGNORECASE
    )
    unit = found[-1][1]
    return tuple(Phrase(kind="TIME", text=f"{each}{own or unit}", at=numbers.at) for each, own in found)


def beat(phrase: Phrase) -> Decimal:
    """Return the seconds of one repetition: of `@1.5s`; of `3-1-1-0`, `3010` and `4-7-8` all phases together."""
    phases = seconds_of(phrase)
    return sum(phases, Decimal(0)) if phases else run(phrase)[0]


def tempo(phrase: Phrase) -> str:
    """Return the tempo of a repetition as a session writes it: `1.5s`; `3-0-x-0` of `30X0`."""
    phases = () if phrase.kind == "PHASES" else phases_of(phrase)  # a breath goes neither up nor down
    if not phases:
        return f"{beat(phrase).normalize():f}s"
    return "-".join(each if at == _LIFTING else each.replace(_FAST, "1") for at, each in enumerate(phases))


def phases_of(phrase: Phrase) -> tuple[str, ...]:
    """Return the phases of a repetition, each its seconds, or an `x` (as fast as you can); none for `@1.5s`."""
    text = re.sub("tempo", "", phrase.text, flags=re.IGNORECASE).lower()
    if found := re.search(r"[0-9x]{1,2}(?:[-–—./][0-9x]{1,2}){2,3}", text):
        return tuple(re.split("[-–—./]", found[0]))
    found = re.search(r"(?<![\w.])[0-9x][0-9][0-9x]{2}(?!\w)", text)
    return tuple(found[0]) if found else ()


def seconds_of(phrase: Phrase) -> tuple[Decimal, ...]:
    """Return the seconds of each phase of a repetition, or of a breath, an `x` for one; none for `@1.5s`."""
    if phrase.kind == "PHASES":
        return run(phrase)
    return tuple(Decimal(each.replace(_FAST, "1")) for each in phases_of(phrase))


def distance(phrase: Phrase) -> tuple[Decimal, str]:
    """Return how far, and the unit's word: of `400m` 400 and `metres`, of `1 mi` 1 and `mile`."""
    found = re.match(r"([0-9]+(?:\.[0-9]+)?)[ \t-]*([a-z]+)", phrase.text, re.IGNORECASE)
    assert found
    far, unit = Decimal(found[1]), found[2].lower()
    one, other = next(words for start, words in _MEASURES.items() if unit.startswith(start))
    return far, one if far == 1 else other


def metric(far: Phrase) -> Distance | None:
    """Return a distance as a session writes it; None of what it has no unit for, such as calories."""
    amount, word = distance(far)
    unit = next((unit for start, unit in _UNITS_OF_DISTANCE.items() if word.startswith(start)), None)
    return Distance(amount, unit) if unit else None


def speed(phrase: Phrase) -> Pace:
    """Return the pace of `4:45/km` or `2:05 per 500m`.

    Raises:
        Unreadable: it is for no distance.
    """
    found = re.search(r"(?:/|per)[ \t]*([0-9.]*[ \t]*[a-z]+)$", phrase.text, re.IGNORECASE)
    assert found
    each = found[1] if found[1][0].isdecimal() else f"1{found[1]}"
    per = metric(Phrase(kind="DISTANCE", text=each, at=phrase.at))
    if per is None:
        raise Unreadable(phrase.at, f"'{phrase.text}' is no pace", "write it per km, mile or 500m: 4:45/km")
    return Pace(lengths_ms(phrase)[0], per)


def emom(phrase: Phrase) -> tuple[int, int]:
    """Return how often a round begins, in milliseconds, and how many there are, of `EMOM 10` or `every 90s x8`.

    Raises:
        Unreadable: the total time is missing, as in `every 1m 30s`, or is not a whole number of rounds.
    """
    every_ms, rest = _every(phrase)
    if not re.search("[0-9]", rest):
        message = f"'{phrase.text}' says how often, or how often and for how long"
        hint = f"write how many rounds, too: every {format_duration(every_ms)} x and a number"
        raise Unreadable(phrase.at, message, hint)
    if re.search(r"[x×*]|round", rest, re.IGNORECASE):
        return every_ms, number(Phrase(kind="COUNT", text=rest, at=phrase.at))
    whole_ms = _minutes_ms(rest, phrase.at)
    if not every_ms or whole_ms % every_ms:
        message = f"{format_duration(whole_ms)} are not a whole number of rounds of {format_duration(every_ms)}"
        raise Unreadable(phrase.at, message, _whole_rounds(every_ms, whole_ms))
    return every_ms, whole_ms // every_ms


def _whole_rounds(every_ms: int, whole_ms: int) -> str:
    if not every_ms:
        return "write the minutes of one round before MOM, or leave them out for one minute"
    few = max(1, whole_ms // every_ms)
    every = format_duration(every_ms)
    return f"write every {every} x{few} or every {every} x{few + 1}"


def is_alternating(phrase: Phrase) -> bool:
    """Tell whether the exercises of an EMOM take turns, one in each round."""
    return "alternating" in phrase.text.lower()


def _every(phrase: Phrase) -> tuple[int, str]:
    """Return how often a round of an EMOM begins, and the rest of its phrase."""
    phrase = replace(phrase, text=re.sub("[ \t]*,?[ \t]*alternating[ \t]*", "", phrase.text, flags=re.IGNORECASE))
    if found := _EMOM.search(phrase.text):
        return int(found[1] or 1) * MINUTE_MS, phrase.text[: found.start()] + phrase.text[found.end() :]
    if found := _SHORT.match(phrase.text):
        return first_length(replace(phrase, text=found[1]))[0], phrase.text[found.end() :]
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
