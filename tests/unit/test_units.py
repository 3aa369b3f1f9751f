"""Milliseconds as they are shown, and the conversions of time and level."""

import pytest

from repcast import units
from repcast.durations import parse_pause


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


@pytest.mark.parametrize(
    ("ms", "text"), [(45_000, "0:45"), (5_500, "0:05.5"), (60_250, "1:00.25"), (1_001, "0:01.001")]
)
def test_lengths_are_shown_with_their_parts(ms: int, text: str) -> None:
    """If this failed, breaths of five and a half seconds would be shown as five."""
    assert units.format_length(ms) == text


@pytest.mark.parametrize(("ms", "text"), [(0, "0:00.0"), (192_099, "3:12.0"), (3_723_999, "1:02:03.9")])
def test_moments_are_shown_to_the_tenth_of_a_second(ms: int, text: str) -> None:
    """If this failed, a plan or a finding would name another moment than a player shows."""
    assert units.format_moment(ms) == text
