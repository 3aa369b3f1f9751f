"""`picture.laps`: rounds as stretches of time."""

from picturing import in_rounds

from repcast.picture.laps import groups, laps

STEPS = in_rounds(2, ("work", 20_000), ("rest", 10_000), lead_in_ms=5_000, outer=3)


def test_rounds_are_told_at_each_depth_with_what_stands_between() -> None:
    """If this failed, a bracket would stand over another time than its round's, or time would be lost."""
    outer = list(laps(STEPS, 0))
    assert [(lap.number, lap.of, lap.start_ms, lap.end_ms) for lap in outer] == [
        (0, 0, 0, 5_000),
        *((number, 3, 5_000 + (number - 1) * 60_000, 5_000 + number * 60_000) for number in (1, 2, 3)),
    ]
    inner = list(laps(STEPS, 1))
    assert [(lap.number, lap.of) for lap in inner] == [(0, 0), *((1, 2), (2, 2)) * 3]
    assert [lap.end_ms for lap in inner][:-1] == [lap.start_ms for lap in inner][1:]


def test_rounds_of_one_block_are_together_and_those_of_the_next_are_not() -> None:
    """If this failed, rows would begin in the middle of a block, or two blocks be laid out as one."""
    assert [len(group) for group in groups(STEPS, 0)] == [1, 3]
    assert [len(group) for group in groups(STEPS, 1)] == [1, 2, 2, 2]
