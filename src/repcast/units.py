"""Units and their conversions: milliseconds, and how they are shown; samples, decibels.

Times are whole milliseconds. At 48 kHz one millisecond is 48 samples, so the two convert exactly.
"""

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

SAMPLE_RATE_HZ: Final = 48_000
SAMPLES_PER_MS: Final = SAMPLE_RATE_HZ // 1000
FRAME_SAMPLES: Final = 1_152  # of one MPEG-1 layer III frame, ISO/IEC 11172-3 clause 2.4.2.1
FRAME_MS: Final = FRAME_SAMPLES // SAMPLES_PER_MS
SECOND_MS: Final = 1_000
MINUTE_MS: Final = 60 * SECOND_MS
HOUR_MS: Final = 60 * MINUTE_MS


class Milliseconds(int):
    """A time that needs no reading, where a text such as `45s` may stand, too."""

    def __str__(self) -> str:
        return format_duration(self)


def format_duration(ms: int) -> str:
    """Return a time as `1h2m3s` or `19.5s`, leaving out what is zero and cutting nothing.

    That is a form that `parse_pause` reads, and `parse_tempo` what is less than a minute.
    """
    parts = ((ms // HOUR_MS, "h"), (ms // MINUTE_MS % 60, "m"), (ms % MINUTE_MS / SECOND_MS, "s"))
    return "".join(f"{count:g}{unit}" for count, unit in parts if count) or "0s"


def format_clock(ms: int) -> str:
    """Return a position or a length as a player shows it: `0:45`, `12:00`, `1:02:03`; parts of a second are cut."""
    minutes, seconds = divmod(ms // SECOND_MS, 60)
    return f"{minutes}:{seconds:02}" if ms < HOUR_MS else f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def format_length(ms: int) -> str:
    """Return a length as a player shows it, with its part of a second if it has one: `0:45`, `0:05.5`."""
    part = f".{ms % SECOND_MS:03}".rstrip("0") if ms % SECOND_MS else ""
    return format_clock(ms) + part


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
