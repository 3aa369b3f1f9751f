"""Durations as people write them: `45s`, `2 min`, `1m30s`, `1:30`, `5.5s`; and what to write for a wrong one."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from repcast.units import HOUR_MS, MINUTE_MS, SECOND_MS, format_duration

# These are valid in Python's and in ECMAScript's dialect.
_HOUR: Final = r"(?:h|hrs?|hours?)"
_MINUTE: Final = r"(?:m|mins?|minutes?)"
_SECOND: Final = r"(?:s|secs?|seconds?)"
_UNITS: Final = (
    rf"(?:[0-9]{{1,2}} ?{_HOUR})?(?: ?[0-9]{{1,4}} ?{_MINUTE})?(?: ?[0-9]{{1,5}}(?:\.[0-9]{{1,3}})? ?{_SECOND})?"
)
_CLOCK: Final = r"(?:[0-9]{1,2}:[0-5][0-9]|[0-9]{1,3}):[0-5][0-9]"
_ANY: Final = f"(?:{_UNITS}|{_CLOCK})"
_EXACT_END: Final = r"$(?!\n)"  # in Python `$` alone also stands before a last newline
# Tracks are run in 100 m and more, and who trains for 100 minutes writes 1h40m.
_METRES_OR_MINUTES: Final = r" ?0*([1-9][0-9]{2,3}) ?m"
_PLAIN: Final = f"(?!{_METRES_OR_MINUTES}$)"

DURATION_PATTERN: Final = f"^{_PLAIN}(?=[^.]*[1-9]){_ANY}{_EXACT_END}"
"""At least a second, to the millisecond."""
PAUSE_PATTERN: Final = f"^{_PLAIN}(?=[^.]*[1-9]|[^1-9]*$)(?=.*[0-9]){_ANY}{_EXACT_END}"
"""The same, or zero."""
TEMPO_PATTERN: Final = rf"^(?:(?:[1-9]|[1-5][0-9])(?:\.[0-9]{{1,3}})?|0\.[1-9][0-9]{{0,2}}) ?{_SECOND}{_EXACT_END}"
"""Seconds for each rep, from 0.1s to 59.999s."""

MOMENT_PATTERN: Final = rf"^(?:-(?=.*[1-9]))?{_PLAIN}(?=.*[0-9]){_ANY}{_EXACT_END}"
"""Any time, to the millisecond; with a minus, before the end of something."""

_PARTS: Final = re.compile(rf"(?:(\d+) ?{_HOUR})? ?(?:(\d+) ?{_MINUTE})? ?(?:(\d+(?:\.\d+)?) ?{_SECOND})?", re.ASCII)


def parse_duration(text: str) -> int:
    """Return the milliseconds of a duration of at least one second, such as `45s`, `1m30s` or `1:30`.

    Raises:
        ValueError: with what to write instead.
    """
    if not re.search(DURATION_PATTERN, text):
        raise ValueError(_instead(text))
    return _read(text)


def parse_pause(text: str) -> int:
    """Return the milliseconds of a duration that may be zero (`0s`).

    Raises:
        ValueError: with what to write instead.
    """
    if not re.search(PAUSE_PATTERN, text):
        is_zero = re.fullmatch(r"\s*0+(\.0*)?\s*", text)
        raise ValueError("a number needs its unit: write 0s" if is_zero else _instead(text))
    return _read(text)


def parse_moment(text: str) -> int:
    """Return the milliseconds of a moment in a step, such as `2m`; below zero for one before its end, such as `-30s`.

    Raises:
        ValueError: with what to write instead.
    """
    sign, time = ("-", text[1:]) if text.startswith("-") else ("", text)
    if not re.search(MOMENT_PATTERN, text):
        raise ValueError(re.sub(r"(?<![\w:.-])(?=\d)", sign, _instead(time)))
    return -_read(time) if sign else _read(time)


def parse_tempo(text: str) -> int:
    """Return the milliseconds of one rep, from `0.1s` to `59.999s`.

    Raises:
        ValueError: with what to write instead.
    """
    if re.search(TEMPO_PATTERN, text):
        return _read(text)
    if re.search(TEMPO_PATTERN, f"{text}s"):
        message = f"a number needs its unit: write {text}s"
        raise ValueError(message)
    message = "write the seconds for each rep, from 0.1s to 59.999s, such as 1.5s"
    raise ValueError(message)


def _read(text: str) -> int:
    if ":" in text:
        *hours, minutes, seconds = map(int, text.split(":"))
        return sum(hours) * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS
    found = _PARTS.fullmatch(text.strip())
    assert found, text
    return int(found[1] or 0) * HOUR_MS + int(found[2] or 0) * MINUTE_MS + int(Decimal(found[3] or 0) * SECOND_MS)


# What to write instead

_USUAL: Final = "write a duration such as 45s, 1m30s, 2m or 1:30"
_LEAST: Final = "write at least 1s"
_LONGEST: Final = 40  # of a text that may be a time in another form
_NUMBER: Final = r"\d{1,5}(?:[.,]\d{1,3})?"
_WORD: Final = r"h(?:rs?|ours?)?|m(?:ins?|inutes?)?|s(?:ecs?|econds?)?|['\"]"
_LOOSE_PART: Final = rf"({_NUMBER})\s*(?:({_WORD})(?![a-z])\.?)?"
_LOOSE: Final = re.compile(rf"\s*(?:{_LOOSE_PART}\s*(?:,|and\b)?\s*)+", re.ASCII)
_LOOSE_CLOCK: Final = re.compile(rf"\s*(\d{{1,3}}):([0-5]\d(?:[.,]\d{{1,3}})?)\s*({_WORD})?\.?\s*", re.ASCII)
_LOOSE_RANGE: Final = re.compile(rf"\s*({_NUMBER})\s*({_WORD})?\s*(?:-|–|to)\s*({_NUMBER})\s*({_WORD})\s*", re.ASCII)
_DISTANCE: Final = re.compile(rf"\s*({_NUMBER})\s*(km|kilomet(?:er|re)s?|met(?:er|re)s?|mi|miles?|yards?)\s*", re.ASCII)
_METRES: Final[Mapping[str, int]] = {"km": 1_000, "ki": 1_000, "mi": 1_609, "me": 1, "ya": 1}
_UNIT_MS: Final[Mapping[str, int]] = {"h": HOUR_MS, "m": MINUTE_MS, "'": MINUTE_MS, "s": SECOND_MS, '"': SECOND_MS}
_NEXT_MS: Final[Mapping[int, int]] = {HOUR_MS: MINUTE_MS, MINUTE_MS: SECOND_MS}


def _instead(text: str) -> str:
    """Return what to write in place of a text that is no duration."""
    text = text.lower()
    if len(text) > _LONGEST:
        return _USUAL
    if found := re.fullmatch(_METRES_OR_MINUTES, text):
        return _which_unit(int(found[1]))
    if found := _DISTANCE.fullmatch(text):
        jogged = _jogged(int(_decimal(found[1]) * _METRES[found[2][:2]]))
        return (
            f"a distance has no time of its own: write how long the {' '.join(found[0].split())} take, such as {jogged}"
        )
    if re.fullmatch(rf"\s*{_NUMBER}\s*", text, re.ASCII):
        return _with_unit(_decimal(text))
    if found := _LOOSE_RANGE.fullmatch(text):
        return _as_range(*found.groups())
    return _written(_meant_ms(text))


def _written(ms: int | None) -> str:
    if ms is not None and ms < SECOND_MS:
        return _LEAST
    right = "" if ms is None else format_duration(ms)
    return f"write {right}" if re.search(DURATION_PATTERN, right) else _USUAL


def _which_unit(number: int) -> str:
    metres = f"write how long the metres take, such as {_jogged(number)}"
    return f"{number} metres, or {number} minutes? {metres}, or {number}min"


def _jogged(metres: int) -> str:
    """Return how long a distance takes at five minutes a kilometre, as something to write."""
    return format_duration(max(1, metres * 3 // 10) * SECOND_MS)


def _with_unit(number: Decimal) -> str:
    if number < 1:
        return _LEAST
    seconds, minutes = f"{number.normalize():f}s for seconds", format_duration(int(number * MINUTE_MS))
    is_usual = re.search(DURATION_PATTERN, minutes)
    return f"a number needs its unit: write {seconds}" + (f" or {minutes} for minutes" if is_usual else "")


def _as_range(low: str, low_unit: str | None, high: str, unit: str) -> str:
    least_ms, most_ms = int(_decimal(low) * _UNIT_MS[(low_unit or unit)[0]]), int(_decimal(high) * _UNIT_MS[unit[0]])
    least, most = format_duration(least_ms), format_duration(most_ms)
    if least_ms > most_ms or not all(re.search(DURATION_PATTERN, each) for each in (least, most)):
        return _USUAL
    return f"write one time, such as {most}, or a range: {{default: {least}, min: {least}, max: {most}}}"


def _meant_ms(text: str) -> int | None:
    """Return what a time in another form most likely means: `1.5 min`, `1m30`, `1:30 min`; None for no time."""
    if clock := _LOOSE_CLOCK.fullmatch(text):
        unit_ms = HOUR_MS if clock[3] and clock[3].startswith("h") else MINUTE_MS
        return int(clock[1]) * unit_ms + int(_decimal(clock[2]) * _NEXT_MS[unit_ms])
    if not _LOOSE.fullmatch(text):
        return None
    total_ms, next_ms = 0, 0
    for number, unit in re.findall(_LOOSE_PART, text, re.ASCII):
        unit_ms = _UNIT_MS[unit[0]] if unit else next_ms
        if not unit_ms:
            return None
        total_ms += int(_decimal(number) * unit_ms)
        next_ms = _NEXT_MS.get(unit_ms, 0)
    return total_ms


def _decimal(text: str) -> Decimal:
    return Decimal(text.strip().replace(",", "."))
