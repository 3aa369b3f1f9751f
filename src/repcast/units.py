"""Units and their conversions: durations as text, milliseconds, samples, decibels.

Times are whole milliseconds. At 48 kHz one millisecond is 48 samples, so the two convert exactly.
"""

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

SAMPLE_RATE_HZ: Final = 48_000
SAMPLES_PER_MS: Final = SAMPLE_RATE_HZ // 1000
FRAME_SAMPLES: Final = 1_152  # of one MPEG-1 layer III frame, ISO/IEC 11172-3 clause 2.4.2.1
FRAME_MS: Final = FRAME_SAMPLES // SAMPLES_PER_MS
SECOND_MS: Final = 1_000
MINUTE_MS: Final = 60 * SECOND_MS
HOUR_MS: Final = 60 * MINUTE_MS

# Whole seconds, as `1h30m`, `1m30s`, `90s` or `1:30`, `1:02:03`. Valid in Python's and in ECMAScript's dialect.
_UNITS: Final = r"(?:[0-9]{1,2}h)?(?: ?[0-9]{1,4}m)?(?: ?[0-9]{1,5}s)?"
_CLOCK: Final = r"(?:[0-9]{1,2}:[0-5][0-9]|[0-9]{1,3}):[0-5][0-9]"
_ANY: Final = f"(?:{_UNITS}|{_CLOCK})"
_EXACT_END: Final = r"$(?!\n)"  # in Python `$` alone also stands before a last newline

DURATION_PATTERN: Final = f"^(?=.*[1-9]){_ANY}{_EXACT_END}"
PAUSE_PATTERN: Final = f"^(?=.*[0-9]){_ANY}{_EXACT_END}"
# Seconds for each rep, to the millisecond, from 0.1s to 59.999s.
TEMPO_PATTERN: Final = rf"^(?:(?:[1-9]|[1-5][0-9])(?:\.[0-9]{{1,3}})?|0\.[1-9][0-9]{{0,2}})s{_EXACT_END}"

_PARTS: Final = re.compile(r"(?:(\d+)h)? ?(?:(\d+)m)? ?(?:(\d+)s)?", re.ASCII)
_LOOSE: Final = re.compile(
    r"\s*(\d{1,5})\s*(s|sec|secs|seconds?|m|min|mins|minutes?|h|hrs?|hours?)\.?\s*", re.IGNORECASE | re.ASCII
)


class Milliseconds(int):
    """A time that needs no reading, where a text such as `45s` may stand, too."""

    def __str__(self) -> str:
        return format_duration(self)


def parse_duration(text: str) -> int:
    """Return the milliseconds of a duration of at least one second, such as `45s`, `1m30s` or `1:30`.

    Raises:
        ValueError: with what to write instead.
    """
    return _parse(text, DURATION_PATTERN)


def parse_pause(text: str) -> int:
    """Return the milliseconds of a duration that may be zero (`0s`).

    Raises:
        ValueError: with what to write instead.
    """
    return _parse(text, PAUSE_PATTERN)


def parse_tempo(text: str) -> int:
    """Return the milliseconds of one rep, from `0.1s` to `59.999s`.

    Raises:
        ValueError: with what to write instead.
    """
    if not re.search(TEMPO_PATTERN, text):
        message = "write the seconds for each rep, from 0.1s to 59.999s, such as 1.5s"
        raise ValueError(message)
    whole, _, fraction = text.removesuffix("s").partition(".")
    return int(whole) * SECOND_MS + int(f"{fraction:0<3}")


def _parse(text: str, pattern: str) -> int:
    if not re.search(pattern, text):
        is_bare_zero = pattern == PAUSE_PATTERN and re.fullmatch(r"0+(\.0*)?", text)
        raise ValueError("a number needs its unit: write 0s" if is_bare_zero else _hint(text))
    if ":" in text:
        *hours, minutes, seconds = map(int, text.split(":"))
    else:
        found = _PARTS.fullmatch(text.strip())
        assert found, text
        hours = [int(found[1] or 0)]
        minutes, seconds = int(found[2] or 0), int(found[3] or 0)
    return sum(hours) * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS


def _hint(text: str) -> str:
    if re.fullmatch(r"\s*[0-9]{1,4}\s*", text) and int(text):
        number = int(text)
        return f"a number needs its unit: write {number}s for seconds or {number}m for minutes"
    if loose := _LOOSE.fullmatch(text):
        right = f"{int(loose[1])}{loose[2][0].lower()}"
        if right != text and re.search(DURATION_PATTERN, right):
            return f"write {right}"
    if re.fullmatch(r"[\d.]+\s*[smh]", text, re.ASCII) and "." in text:
        return "write whole seconds, such as 7s (only a tempo takes a fraction)"
    if re.search(r"[0-9]", text) and not re.search(r"[1-9]", text):
        return "write at least 1s"
    return "write a duration such as 45s, 1m30s, 2m or 1:30"


def format_duration(ms: int) -> str:
    """Return a time as `1h2m3s` or `19.5s`, leaving out what is zero and cutting nothing.

    Whole seconds are in the form that `parse_pause` reads, and what is less than a minute in that of `parse_tempo`.
    """
    parts = ((ms // HOUR_MS, "h"), (ms // MINUTE_MS % 60, "m"), (ms % MINUTE_MS / SECOND_MS, "s"))
    return "".join(f"{count:g}{unit}" for count, unit in parts if count) or "0s"


def format_clock(ms: int) -> str:
    """Return a position or a length as a player shows it: `0:45`, `12:00`, `1:02:03`; parts of a second are cut."""
    minutes, seconds = divmod(ms // SECOND_MS, 60)
    return f"{minutes}:{seconds:02}" if ms < HOUR_MS else f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def format_moment(ms: int) -> str:
    """Return a position to the tenth of a second, `3:12.0`; what is less is cut."""
    return f"{format_clock(ms)}.{ms % SECOND_MS // 100}"


def format_timestamp(ms: int, point: str = ".") -> str:
    """Return a position to the millisecond, as captions and chapters write it: `00:03:12.040`."""
    return f"{ms // HOUR_MS:02}:{ms // MINUTE_MS % 60:02}:{ms // SECOND_MS % 60:02}{point}{ms % SECOND_MS:03}"


def samples(ms: int) -> int:
    """Return the number of samples in so many milliseconds; exact."""
    return ms * SAMPLES_PER_MS


def times(count: int, factor: float) -> int:
    """Return a whole number times a factor, read as the decimal it was written as: halves upwards, never below 1."""
    product = Decimal(count) * Decimal(repr(factor))
    return max(1, int(product.to_integral_value(ROUND_HALF_UP)))


def ceil_to_second(ms: int) -> int:
    """Return the next whole second at or after `ms`."""
    return -(-ms // SECOND_MS) * SECOND_MS


def ceil_to_frame(ms: int) -> int:
    """Return the start of the next whole MP3 frame at or after `ms`, as frames of 24 ms count from the file's start."""
    return -(-ms // FRAME_MS) * FRAME_MS


def db_to_gain(db: float) -> float:
    """Return the amplitude ratio of a level difference in decibels: 10^(dB/20)."""
    return float(10 ** (db / 20))


def gain_to_db(gain: float) -> float:
    """Return the level difference in decibels of an amplitude ratio above 0: 20 log10."""
    return 20 * math.log10(gain)
