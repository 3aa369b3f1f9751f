"""Durations as people write them, and the conversions of time and level."""

from collections.abc import Callable

import pytest

from repcast import units
from repcast.units import parse_duration, parse_pause, parse_tempo


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
    ],
)
def test_durations_are_read(text: str, ms: int) -> None:
    """If this failed, a step would last another time than the author wrote."""
    assert parse_duration(text) == ms
    assert parse_pause(text) == ms


@pytest.mark.parametrize("text", ["0s", "0m", "0:00", "0h0m0s"])
def test_a_pause_may_be_zero_and_a_duration_not(text: str) -> None:
    """If this failed, a rest could not be switched off, or a step could have no length."""
    assert parse_pause(text) == 0
    with pytest.raises(ValueError, match=r"^write at least 1s$"):
        parse_duration(text)


@pytest.mark.parametrize(("text", "ms"), [("2s", 2000), ("1.5s", 1500), ("0.1s", 100), ("59.999s", 59_999)])
def test_tempos_are_read_to_the_millisecond(text: str, ms: int) -> None:
    """If this failed, every rep of a set would drift."""
    assert parse_tempo(text) == ms


USUAL = "write a duration such as 45s, 1m30s, 2m or 1:30"


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("45", "a number needs its unit: write 45s for seconds or 45m for minutes"),
        ("45 s", "write 45s"),
        ("45 sec", "write 45s"),
        ("45 Seconds", "write 45s"),
        ("2 min.", "write 2m"),
        ("1 hour", "write 1h"),
        ("007S", "write 7s"),
        ("1.5m", "write whole seconds, such as 7s (only a tempo takes a fraction)"),
        ("0.5 s", "write whole seconds, such as 7s (only a tempo takes a fraction)"),
        ("0", "write at least 1s"),
        ("0:00", "write at least 1s"),
        ("", USUAL),
        ("soon", USUAL),
        ("1:75", USUAL),
        ("30s1m", USUAL),
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


@pytest.mark.parametrize("text", ["0s", "0.05s", "1.5", "60s", "1.2345s", "1m", "-1s", "01s", "1.s"])
def test_a_wrong_tempo_says_what_to_write(text: str) -> None:
    """If this failed, a tempo that cannot be kept would be taken, or turned down without a reason."""
    with pytest.raises(ValueError, match=r"^write the seconds for each rep, from 0.1s to 59.999s, such as 1.5s$"):
        parse_tempo(text)


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0, "0s"), (45_000, "45s"), (60_000, "1m"), (90_000, "1m30s"), (3_600_000, "1h"), (3_661_000, "1h1m1s")],
)
def test_durations_are_shown_as_an_author_would_write_them(ms: int, text: str) -> None:
    """If this failed, an error would name a range that cannot be typed back in."""
    assert units.format_duration(ms) == text
    assert parse_pause(text) == ms


@pytest.mark.parametrize(("ms", "text"), [(19_500, "19.5s"), (1, "0.001s"), (90_050, "1m30.05s")])
def test_parts_of_a_second_are_shown(ms: int, text: str) -> None:
    """If this failed, a message would say that a round takes 10s, and is too long for one of 10s."""
    assert units.format_duration(ms) == text


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "0:00"),
        (999, "0:00"),
        (45_000, "0:45"),
        (600_000, "10:00"),
        (3_599_999, "59:59"),
        (3_600_000, "1:00:00"),
        (36_061_000, "10:01:01"),
        (86_400_000, "24:00:00"),
        (86_461_000, "24:01:01"),
    ],
)
def test_clock_times_look_like_a_players(ms: int, text: str) -> None:
    """If this failed, the plan's times could not be found in a player."""
    assert units.format_clock(ms) == text


def test_a_millisecond_is_48_samples() -> None:
    """If this failed, time would drift between the plan and the sound."""
    assert [units.samples(ms) for ms in (0, 1, 3_000, 86_400_000)] == [0, 48, 144_000, 4_147_200_000]


@pytest.mark.parametrize(
    ("count", "factor", "product"),
    [
        (45, 1.5, 68),
        (5, 0.5, 3),
        (35, 0.7, 25),
        (50, 1.15, 58),
        (90, 1.15, 104),
        (7, 1.0, 7),
        (1, 0.4, 1),
        (10, 0.01, 1),
    ],
)
def test_scaled_numbers_round_halves_upwards_and_stay_at_least_one(count: int, factor: float, product: int) -> None:
    """If this failed, a scaled time or count would not be the one that the rule states."""
    assert units.times(count, factor) == product


@pytest.mark.parametrize(("ms", "rounded_ms"), [(0, 0), (1, 1000), (1000, 1000), (1001, 2000)])
def test_speech_is_given_whole_seconds(ms: int, rounded_ms: int) -> None:
    """If this failed, a step that takes its speech's length would cut it off."""
    assert units.ceil_to_second(ms) == rounded_ms


@pytest.mark.parametrize(("ms", "rounded_ms"), [(0, 0), (1, 24), (24, 24), (25, 48), (1_000, 1_008), (3_000, 3_000)])
def test_frames_of_an_mp3_are_24_ms_from_its_start(ms: int, rounded_ms: int) -> None:
    """If this failed, a sentence that is heard again would be encoded again, or begin before its time."""
    assert units.ceil_to_frame(ms) == rounded_ms
    assert units.samples(units.FRAME_MS) == units.FRAME_SAMPLES == 1_152


@pytest.mark.parametrize(("db", "gain"), [(0.0, 1.0), (-20.0, 0.1), (20.0, 10.0), (-6.0, 0.501187)])
def test_decibels_become_amplitude_ratios(db: float, gain: float) -> None:
    """If this failed, a track would play too loud or too soft."""
    assert units.db_to_gain(db) == pytest.approx(gain, rel=1e-6)
    assert units.gain_to_db(gain) == pytest.approx(db, abs=1e-5)


@pytest.mark.parametrize(("ms", "text"), [(0, "0:00.0"), (192_099, "3:12.0"), (3_723_999, "1:02:03.9")])
def test_moments_are_shown_to_the_tenth_of_a_second(ms: int, text: str) -> None:
    """If this failed, a plan or a finding would name another moment than a player shows."""
    assert units.format_moment(ms) == text


@pytest.mark.parametrize("parse", [parse_duration, parse_pause, parse_tempo])
@pytest.mark.parametrize("text", ["1s\n", "9" * 5000, "1:" * 2000, " " * 5000 + "s"])
def test_odd_texts_are_turned_down_and_never_crash(parse: Callable[[str], int], text: str) -> None:
    """If this failed, a strange value in a file would end in a traceback."""
    with pytest.raises(ValueError, match=r"^write|^a number needs its unit"):
        parse(text)
