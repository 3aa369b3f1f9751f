"""What is taken of the time, and the room that is left."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repcast.plan.room import GRID_MS, Room, Taken
from repcast.plan.rules import GAP_MS
from repcast.units import FRAME_MS

FROM_MS, TO_MS = 10_000, 20_000


def _room(*ranges: tuple[int, int], soft: Iterable[tuple[int, int]] = ()) -> Room:
    """Return a room in which some ranges are taken, and some of them softly."""
    room = Room()
    for start_ms, end_ms in ranges:
        room.take(Taken(start_ms, end_ms, "name"))
    for start_ms, end_ms in soft:
        room.take(Taken(start_ms, end_ms, "count", is_soft=True))
    return room


def test_an_empty_window_is_free_from_end_to_end() -> None:
    """If this failed, the first and the last moments of a step could not be spoken in."""
    room = _room()
    assert room.earliest(9_977, FROM_MS, TO_MS) == FROM_MS
    assert room.latest(9_977, FROM_MS, TO_MS) == FROM_MS
    assert room.earliest(9_978, FROM_MS, TO_MS) is None
    assert room.latest(1_000, FROM_MS, TO_MS) == TO_MS - 1_000 - GRID_MS
    assert room.earliest(1, TO_MS, TO_MS) is None


@pytest.mark.parametrize(
    ("length_ms", "earliest_ms", "latest_ms"),
    [
        # Free: 10,000 to 10,850; 12,150 to 14,850; 16,150 to 20,000.
        (827, 10_000, 19_150),
        (828, 12_150, 19_149),
        (2_677, 12_150, 17_300),
        (2_678, 16_150, 17_299),
        (3_827, 16_150, 16_150),
        (3_828, None, None),
    ],
)
def test_a_cue_keeps_its_gap_and_what_it_may_wait_for_the_next_frame(
    length_ms: int, earliest_ms: int | None, latest_ms: int | None
) -> None:
    """If this failed, words would run into each other, or be left out where they just fit."""
    room = _room((11_000, 12_000), (15_000, 16_000))
    assert room.earliest(length_ms, FROM_MS, TO_MS) == earliest_ms
    assert room.latest(length_ms, FROM_MS, TO_MS) == latest_ms


def test_what_is_taken_around_a_window_keeps_its_gap_into_it() -> None:
    """If this failed, speech would begin right on the last word of the step before."""
    room = _room((8_000, 9_900), (20_100, 21_000))
    assert [*room.free(FROM_MS, TO_MS)] == [(10_050, 19_950)]
    assert [*room.free(FROM_MS, TO_MS, gap_ms=0)] == [(FROM_MS, TO_MS)]
    assert [*room.free(FROM_MS, TO_MS, gap_ms=110)] == [(10_010, 19_990)]


def test_ranges_that_overlap_leave_no_room_between_them() -> None:
    """If this failed, a word would be placed under a signal that began before another one ended."""
    room = _room((11_000, 15_000), (12_000, 13_000), (14_000, 16_000))
    assert [*room.free(FROM_MS, TO_MS)] == [(FROM_MS, 10_850), (16_150, TO_MS)]


def test_the_order_in_which_ranges_are_taken_makes_no_difference() -> None:
    """If this failed, what was placed last would be overlooked."""
    forwards, backwards = _room((11_000, 12_000), (15_000, 16_000)), _room((15_000, 16_000), (11_000, 12_000))
    assert [*forwards.free(FROM_MS, TO_MS)] == [*backwards.free(FROM_MS, TO_MS)]


def test_what_is_soft_counts_until_it_is_asked_to_give_way() -> None:
    """If this failed, a name would be spoken under ticks, or find no place over them."""
    room = _room((10_000, 10_300), soft=[(11_000, 11_060), (12_000, 12_060)])
    assert room.earliest(1_500, FROM_MS, 12_500) is None
    assert room.earliest(1_500, FROM_MS, 12_500, over_soft=True) == 10_450
    assert room.earliest(3_000, FROM_MS, 12_500, over_soft=True) is None, "what is not soft counts all the same"


def test_only_what_lies_in_the_way_gives_way() -> None:
    """If this failed, a name would cost all three ticks before a start, or a word that is no tick."""
    room = _room((10_000, 10_300), soft=[(11_000, 11_060), (12_000, 12_060), (13_000, 13_060)])
    freed = room.give_way(11_200, 12_900)
    assert [each.start_ms for each in freed] == [11_000, 12_000, 13_000], "with the gaps before and after it"
    room = _room((10_000, 10_300), soft=[(11_000, 11_060), (12_000, 12_060), (13_000, 13_060)])
    freed = room.give_way(11_210, 12_850)
    assert [each.start_ms for each in freed] == [12_000]
    assert [each.start_ms for each in room.taken] == [10_000, 11_000, 13_000]
    assert room.give_way(10_000, 10_300) == []


def test_a_moment_is_free_where_nothing_is_heard() -> None:
    """If this failed, a number would be dropped for a signal that it only touches, or be said under one."""
    room = _room((11_000, 12_000))
    assert room.is_free(10_500, 11_000)
    assert room.is_free(12_000, 12_100)
    assert not room.is_free(10_500, 11_001)
    assert not room.is_free(11_999, 12_100)
    assert not room.is_free(11_300, 11_400)
    assert not room.is_free(10_000, 13_000)


def test_what_is_forgotten_is_what_cannot_matter_any_more() -> None:
    """If this failed, a long session would slow down with each step, or a signal that still sounds be talked over."""
    room = _room((1_000, 2_000), (1_000, 9_850), (1_000, 9_851), (11_000, 12_000))
    room.forget(FROM_MS)
    assert [(each.start_ms, each.end_ms) for each in room.taken] == [(1_000, 9_851), (11_000, 12_000)]


def test_the_longest_free_time_is_what_a_report_tells() -> None:
    """If this failed, a report would say that three seconds do not fit into four."""
    room = _room((11_000, 12_000), (15_000, 16_000))
    assert room.longest_free_ms(FROM_MS, TO_MS) == 3_850
    assert room.longest_free_ms(11_200, 11_800) == 0


@given(
    st.lists(st.tuples(st.integers(0, 8_000), st.integers(1, 900)), max_size=8),
    st.integers(1, 3_000),
    st.integers(0, FRAME_MS),
)
def test_what_fits_does_not_depend_on_where_a_frame_begins(
    ranges: list[tuple[int, int]], length_ms: int, shift_ms: int
) -> None:
    """If this failed, "Contract." would be said in rounds one and three, and not in two."""
    here = _room(*((start_ms, start_ms + lasts_ms) for start_ms, lasts_ms in ranges))
    there = _room(*((start_ms + shift_ms, start_ms + lasts_ms + shift_ms) for start_ms, lasts_ms in ranges))
    for find in (Room.earliest, Room.latest):
        found, shifted = find(here, length_ms, 0, 10_000), find(there, length_ms, shift_ms, 10_000 + shift_ms)
        assert shifted == (None if found is None else found + shift_ms)


@given(
    st.lists(st.tuples(st.integers(0, 8_000), st.integers(1, 900)), max_size=8),
    st.integers(1, 3_000),
    st.integers(0, FRAME_MS - 1),
)
def test_wherever_its_frame_begins_a_cue_is_clear_of_all_else(
    ranges: list[tuple[int, int]], length_ms: int, waits_ms: int
) -> None:
    """If this failed, a cue that waits for its frame would run into the next one."""
    room = _room(*((start_ms, start_ms + lasts_ms) for start_ms, lasts_ms in ranges))
    for at_ms in (room.earliest(length_ms, 0, 10_000), room.latest(length_ms, 0, 10_000)):
        if at_ms is not None:
            assert at_ms >= 0
            assert at_ms + waits_ms + length_ms <= 10_000
            assert room.is_free(at_ms + waits_ms - GAP_MS, at_ms + waits_ms + length_ms + GAP_MS)


def test_speech_is_not_squeezed_in_beside_other_speech() -> None:
    """If this failed, a name that has no other place would touch the first number of a countdown."""
    room = Room([Taken(11_000, 12_000, "count", is_spoken=True), Taken(15_000, 16_000, "signal")])
    assert [*room.free(FROM_MS, TO_MS, gap_ms=30)] == [(FROM_MS, 10_850), (12_150, 14_970), (16_030, TO_MS)]
    assert [*room.free(FROM_MS, 10_900, gap_ms=30)] == [(FROM_MS, 10_850)]
    assert [*room.free(FROM_MS, 10_840, gap_ms=30)] == [(FROM_MS, 10_840)]


def test_what_has_its_moment_keeps_away_from_floating_speech() -> None:
    """If this failed, a tick that finds its room again would sound right beside the name that gave it back."""
    room = Room([Taken(11_000, 12_000, "name", is_spoken=True, is_floating=True), Taken(15_000, 16_000, "count")])
    assert not room.is_free(12_149, 12_200)
    assert room.is_free(12_150, 12_200)
    assert not room.is_free(10_800, 10_851)
    assert room.is_free(16_000, 16_100)
