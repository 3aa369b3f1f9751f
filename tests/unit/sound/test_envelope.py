"""`envelope`: the music's gain at each moment, worked out from the timeline alone."""

from collections.abc import Collection, Sequence
from itertools import starmap
from typing import Final

import numpy as np
import pytest

import builders
from repcast.plan.timeline import Timeline
from repcast.session.model import Effort, Purpose
from repcast.sound import envelope
from repcast.sound.envelope import Points, ducking_db, fades


def timeline(
    words: Sequence[tuple[int, int]] = (),
    sounds: Sequence[tuple[int, int]] = (),
    steps: Sequence[tuple[Purpose, int]] = (),
) -> Timeline:
    """Return a timeline of words and sounds from one moment to another, and of steps of some length."""
    steps = steps or [("work", 600_000)]
    events = [*starmap(builders.voice, words), *starmap(builders.earcon, sounds)]
    ordered = sorted(events, key=lambda event: event.start_ms)
    return builders.timeline(*ordered, steps=builders.steps(*steps))


def presence(placed: Timeline, efforts: Collection[Effort]) -> Points:
    """Return the share of the music that belongs to steps of some efforts."""
    return envelope.presence(placed, {step.index for step in placed.steps if step.facts.effort in efforts})


def at(points: Points, ms: float) -> float:
    """Return an envelope's value at a moment."""
    times_ms, values = zip(*points, strict=True)
    assert list(times_ms) == sorted(times_ms), "it goes forward in time"
    return float(np.interp(ms, times_ms, values))


# Ducking


@pytest.mark.parametrize(
    ("ms", "gain_db"),
    [
        (0, 0),
        (9_600, 0),  # 250 ms before it is down
        (9_725, -6),
        (9_850, -12),  # 150 ms before the word
        (10_000, -12),
        (11_000, -12),
        (11_400, -6),
        (11_800, 0),  # 800 ms after it
        (600_000, 0),
    ],
)
def test_music_is_down_before_the_word_and_comes_back_after_it(ms: int, gain_db: float) -> None:
    """If this failed, the first syllable would be lost in the music, or the music jump."""
    assert at(ducking_db(timeline([(10_000, 11_000)])), ms) == pytest.approx(gain_db)


@pytest.mark.parametrize(("gap_ms", "is_held"), [(0, True), (150, True), (1_499, True), (1_500, False), (5_000, False)])
def test_it_stays_down_across_short_gaps(gap_ms: int, is_held: bool) -> None:  # noqa: FBT001 - a parameter
    """If this failed, the music would pump up and down between "three", "two" and "one"."""
    curve = ducking_db(timeline([(10_000, 11_000), (11_000 + gap_ms, 13_000 + gap_ms)]))
    between = [at(curve, ms) for ms in range(10_000, 13_000 + gap_ms, 10)]
    assert (max(between) == -12) == is_held
    assert at(curve, 13_000 + gap_ms + 800) == 0


def test_each_of_many_words_is_clear_of_music() -> None:
    """If this failed, some word in a dense stretch would be drowned."""
    rng = np.random.default_rng(3)
    starts = np.cumsum(rng.integers(300, 6_000, 60)) + 1_000
    words = [(int(start), int(start) + int(rng.integers(200, 300))) for start in starts]
    curve = ducking_db(timeline(words))
    for start_ms, end_ms in words:
        assert {at(curve, ms) for ms in (start_ms - 150, start_ms, end_ms)} == {-12.0}
    assert max(value for _, value in curve) == 0


def test_a_gap_just_too_long_to_be_held_lets_the_music_up_and_down_again_in_time() -> None:
    """If this failed, the second of two words would be spoken while the music still falls."""
    curve = ducking_db(timeline([(10_000, 11_000), (12_500, 13_000)]))
    assert at(curve, 11_800) == 0
    assert at(curve, 12_100) == 0
    assert at(curve, 12_350) == -12


def test_signals_do_not_duck_the_music() -> None:
    """If this failed, the music would go down for each tick."""
    assert ducking_db(timeline(sounds=[(10_000, 10_060)])) == ()
    held = ducking_db(timeline([(10_000, 10_500), (12_400, 12_900)], sounds=[(10_500, 12_400)]))
    assert max(at(held, ms) for ms in range(10_500, 12_400, 100)) == 0


def test_without_words_there_is_no_ducking() -> None:
    """If this failed, a session without speech would end in a fault."""
    assert ducking_db(timeline()) == ()


# Fades


def test_music_fades_in_over_two_seconds_and_out_over_four() -> None:
    """If this failed, the file would begin with a jolt, or break off."""
    curve = fades(60_000)
    moments = (0, 1_000, 2_000, 30_000, 56_000, 58_000, 60_000)
    assert [at(curve, ms) for ms in moments] == [0, 0.5, 1, 1, 1, 0.5, 0]


@pytest.mark.parametrize("duration_ms", [1_000, 3_001, 3_999, 4_000, 5_999, 6_000, 7_999, 8_000])
def test_the_fades_of_a_very_short_file_fit_into_it(duration_ms: int) -> None:
    """If this failed, a file of a few seconds would begin loud, end loud, or end in a fault."""
    curve = fades(duration_ms)
    assert (at(curve, 0), at(curve, duration_ms)) == (0, 0)
    assert max(value for _, value in curve) == 1
    assert [ms for ms, _ in curve] == sorted(ms for ms, _ in curve)
    assert all(0 <= ms <= duration_ms for ms, _ in curve)


# Presence

STEPS: Final[list[tuple[Purpose, int]]] = [
    ("lead_in", 10_000),
    ("work", 30_000),
    ("work", 10_000),
    ("rest", 20_000),
    ("work", 30_000),
    ("speech", 5_000),
]


@pytest.mark.parametrize(
    ("ms", "share"),
    [
        (0, 0),
        (9_800, 0),
        (9_900, 0.25),
        (10_000, 0.5),
        (10_200, 1),
        (40_000, 1),  # from exercise to exercise
        (49_800, 1),
        (50_000, 0.5),
        (50_200, 0),
        (69_800, 0),
        (70_200, 1),
        (99_800, 1),
        (100_200, 0),
        (105_000, 0),
    ],
)
def test_music_belongs_to_its_steps_and_crosses_at_their_edges(ms: int, share: float) -> None:
    """If this failed, the music for exercises would play in the rests, or change with a click."""
    assert at(presence(timeline(steps=STEPS), {"work"}), ms) == pytest.approx(share)


def test_two_that_share_all_steps_make_up_the_whole() -> None:
    """If this failed, a hole would be heard where one music goes over into the other."""
    one = presence(timeline(steps=STEPS), {"work"})
    other = presence(timeline(steps=STEPS), {"rest"})
    for ms in range(0, 105_001, 50):
        assert at(one, ms) + at(other, ms) == pytest.approx(1)


@pytest.mark.parametrize(("efforts", "share"), [({"work", "rest"}, 1), (set(), 0)])
def test_what_belongs_to_all_or_to_none_never_changes(efforts: set[Effort], share: int) -> None:
    """If this failed, music for the whole session would dip at each step."""
    curve = presence(timeline(steps=STEPS), efforts)
    assert {value for _, value in curve} == {share}
    assert (curve[0][0], curve[-1][0]) == (0, 105_000)


def test_a_recovery_has_the_music_of_rests() -> None:
    """If this failed, the music of the run would drive on the walk."""
    run, walk, again = builders.steps(("work", 30_000), ("work", 20_000), ("work", 30_000))
    placed = builders.timeline(steps=(run, builders.changed(walk, kind="recover"), again))
    moments = (15_000, 30_000, 40_000, 50_000, 65_000)
    assert [at(presence(placed, {"work"}), ms) for ms in moments] == [1, 0.5, 0, 0.5, 1]
    assert [at(presence(placed, {"rest"}), ms) for ms in moments] == [0, 0.5, 1, 0.5, 0]


def test_steps_shorter_than_the_cross_fade_do_not_turn_time_back() -> None:
    """If this failed, one quick rep between two rests would make the music jump, or its gain be nonsense."""
    curve = presence(timeline(steps=[("lead_in", 5_000), ("work", 100), ("rest", 5_000), ("speech", 2_000)]), {"work"})
    times_ms = [ms for ms, _ in curve]
    assert times_ms == sorted(times_ms)
    assert all(0 <= ms <= 12_100 for ms in times_ms)
