"""Durations as people write them, and what a message says to write in place of a wrong one."""

import re
from collections.abc import Callable

import pytest

from repcast.durations import parse_duration, parse_moment, parse_pause, parse_tempo


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("45s", 45_000),
        ("90s", 90_000),
        ("1m30s", 90_000),
        ("1m 30s", 90_000),
        ("2m", 120_000),
        ("1h", 3_600_000),
        ("1h1m1s", 3_661_000),
        ("1h30s", 3_630_000),
        ("1:30", 90_000),
        ("0:45", 45_000),
        ("90:00", 5_400_000),
        ("1:02:03", 3_723_000),
        ("24h", 86_400_000),
        ("45 s", 45_000),
        ("45sec", 45_000),
        ("30 secs", 30_000),
        ("20 seconds", 20_000),
        ("2 min", 120_000),
        ("1 hour 1 minute", 3_660_000),
        ("1 min 30 sec", 90_000),
        ("5.5s", 5_500),
        ("1.25 s", 1_250),
        ("1m0.5s", 60_500),
        ("1.001s", 1_001),
        ("90m", 5_400_000),
        ("400min", 24_000_000),
        ("1h400m", 27_600_000),
    ],
)
def test_durations_are_read(text: str, ms: int) -> None:
    """If this failed, a step would last another time than the author wrote."""
    assert parse_duration(text) == ms
    assert parse_pause(text) == ms


@pytest.mark.parametrize("text", ["0s", "0m", "0:00", "0h0m0s", "0.0s", "0 sec"])
def test_a_pause_may_be_zero_and_a_duration_not(text: str) -> None:
    """If this failed, a rest could not be switched off, or a step could have no length."""
    assert parse_pause(text) == 0
    with pytest.raises(ValueError, match=r"^write at least 1s$"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["0.5s", "0.001s"])
def test_a_pause_is_zero_or_at_least_a_second(text: str) -> None:
    """If this failed, a signal would be longer than the rest that it starts."""
    with pytest.raises(ValueError, match=r"^write at least 1s$"):
        parse_pause(text)


@pytest.mark.parametrize(
    ("text", "ms"), [("2s", 2000), ("1.5s", 1500), ("0.1s", 100), ("59.999s", 59_999), ("1.5 sec", 1500)]
)
def test_tempos_are_read_to_the_millisecond(text: str, ms: int) -> None:
    """If this failed, every rep of a set would drift."""
    assert parse_tempo(text) == ms


USUAL = "write a duration such as 45s, 1m30s, 2m or 1:30"


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("45", "a number needs its unit: write 45s for seconds or 45m for minutes"),
        ("400", "a number needs its unit: write 400s for seconds or 6h40m for minutes"),
        ("5.5", "a number needs its unit: write 5.5s for seconds or 5m30s for minutes"),
        ("99999", "a number needs its unit: write 99999s for seconds"),
        ("45  sec", "write 45s"),
        ("45 Seconds", "write 45s"),
        ("2 min.", "write 2m"),
        ("1 Hour", "write 1h"),
        ("007S", "write 7s"),
        ("1.5m", "write 1m30s"),
        ("1.5 min", "write 1m30s"),
        ("1,5s", "write 1.5s"),
        ("1m30", "write 1m30s"),
        ("1 h 30", "write 1h30m"),
        ("1m  30s", "write 1m30s"),
        ("1 min and 30 sec", "write 1m30s"),
        ("1:30 min", "write 1m30s"),
        ("1:30h", "write 1h30m"),
        ("1:30.5", "write 1m30.5s"),
        ("1'30\"", "write 1m30s"),
        ("30s1m", "write 1m30s"),
        ("30-45s", "write one time, such as 45s, or a range: {default: 30s, min: 30s, max: 45s}"),
        ("45-30s", USUAL),
        ("0-30s", USUAL),
        ("400m", "400 metres, or 400 minutes? write how long the metres take, such as 2m, or 400min"),
        ("100 m", "100 metres, or 100 minutes? write how long the metres take, such as 30s, or 100min"),
        ("5 km", "a distance has no time of its own: write how long the 5 km take, such as 25m"),
        ("0.5s", "write at least 1s"),
        ("0.999s", "write at least 1s"),
        ("0.5", "write at least 1s"),
        ("0", "write at least 1s"),
        ("0:00", "write at least 1s"),
        ("", USUAL),
        ("soon", USUAL),
        ("1:75", USUAL),
        ("300ms", USUAL),
        ("99h99h", USUAL),
        ("45s 30", USUAL),
        ("-5s", USUAL),
        ("45s\n", "write 45s"),
        ("\N{ARABIC-INDIC DIGIT FOUR}s", USUAL),
    ],
)
def test_a_wrong_duration_says_what_to_write(text: str, mend: str) -> None:
    """If this failed, an author would have to guess the format of a time."""
    with pytest.raises(ValueError, match=r".") as caught:
        parse_duration(text)
    assert str(caught.value) == mend


def test_a_bare_zero_for_a_pause_is_told_to_write_0s() -> None:
    """If this failed, an author who wants no rest would be told to write one of a second."""
    with pytest.raises(ValueError, match=r"write 0s"):
        parse_pause("0")


def test_a_bare_number_for_a_tempo_is_told_its_unit() -> None:
    """If this failed, an author would look for what is wrong with the number."""
    with pytest.raises(ValueError, match=r"^a number needs its unit: write 1\.5s$"):
        parse_tempo("1.5")


@pytest.mark.parametrize("text", ["0s", "0.05s", "60s", "1.2345s", "1m", "-1s", "01s", "1.s"])
def test_a_wrong_tempo_says_what_to_write(text: str) -> None:
    """If this failed, a tempo that cannot be kept would be taken, or turned down without a reason."""
    with pytest.raises(ValueError, match=r"^write the seconds for each rep, from 0.1s to 59.999s, such as 1.5s$"):
        parse_tempo(text)


@pytest.mark.parametrize("parse", [parse_duration, parse_pause, parse_tempo])
@pytest.mark.parametrize("text", ["1s\n", "9" * 5000, "1:" * 2000, " " * 5000 + "s"])
def test_odd_texts_are_turned_down_and_never_crash(parse: Callable[[str], int], text: str) -> None:
    """If this failed, a strange value in a file would end in a traceback."""
    with pytest.raises(ValueError, match=r"^write|^a number needs its unit"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "ms"),
    [("0s", 0), ("2m", 120_000), ("0.5s", 500), ("-30s", -30_000), ("-1:30", -90_000), ("-0.001s", -1)],
)
def test_moments_are_read_from_both_ends(text: str, ms: int) -> None:
    """If this failed, a cue would be heard at the other end of its step."""
    assert parse_moment(text) == ms


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("30", "write 30s for seconds or 30m for minutes"),
        ("-30", "write -30s for seconds or -30m for minutes"),
        ("-1.5 min", "write -1m30s"),
        ("-0s", "write at least -1s"),
        ("--5s", "write a duration such as -45s, -1m30s, -2m or -1:30"),
        ("", "write a duration such as 45s, 1m30s, 2m or 1:30"),
    ],
)
def test_a_wrong_moment_says_what_to_write(text: str, mend: str) -> None:
    """If this failed, who writes a moment before the end would be told to write one after the start."""
    with pytest.raises(ValueError, match=re.escape(mend)):
        parse_moment(text)
