"""Cues at their places: how lines follow each other, what gives way, and what is reported of the rest."""

from collections.abc import Mapping

import pytest

from placing import GAP_MS, GRID_MS
from repcast.plan.placing import Placing, Spoken, in_seconds
from repcast.plan.rules import CLOSE, CRAMPED, ROOMY, Pauses
from repcast.plan.script import Line
from repcast.plan.timeline import ClipKey
from repcast.session.fields import Source
from repcast.units import ceil_to_frame

HERE = Source("a.yaml", 3)
NAME, AMOUNT, HOW = Line("Plank.", "name"), Line("Thirty seconds.", "length"), Line("Hips high.", "instruction")
TWO = Line("two", "count")
LENGTHS: Mapping[ClipKey, int] = {
    **{("voice", line.text): 1_000 for line in (NAME, AMOUNT, HOW)},
    ("voice", "two"): 300,
    ("earcon", "tick"): 60,
    ("earcon", "go"): 270,
}


def _placing(start_ms: int = 10_000, end_ms: int = 20_000, **more: int) -> Placing:
    """Return a step from one moment to another, the second after one that starts at 0; with further lengths."""
    extra: dict[ClipKey, int] = {("hurried", text): length_ms for text, length_ms in more.items()}
    placing = Placing({**LENGTHS, **extra})
    placing.end_ms = start_ms
    placing.go_on(1, 3_000)
    placing.end_ms = end_ms
    return placing


def _places(spoken: Spoken | None) -> list[tuple[int, str]] | None:
    return None if spoken is None else [(at_ms, line.text) for at_ms, line in spoken.lines]


@pytest.mark.parametrize(
    ("pauses", "between", "before_how"), [(ROOMY, 375, 1_200), (CLOSE, 375, 375), (CRAMPED, 150, 150)]
)
def test_lines_follow_each_other_after_a_pause(pauses: Pauses, between: int, before_how: int) -> None:
    """If this failed, sentences would run together, or the room for them be reckoned wrongly."""
    placing = _placing()
    told = (NAME, AMOUNT, HOW)
    second = 10_000 + 1_000 + GRID_MS + between
    third = second + 1_000 + GRID_MS + before_how
    row = placing.in_a_row(told, 10_000, pauses)
    assert [at_ms for at_ms, _ in row.lines] == [10_000, second, third]
    assert placing.spoken_ms(told, pauses) == third + 1_000 - 10_000
    ends_ms = placing.say(row)
    assert ends_ms == third + 1_000 + GRID_MS
    starts_ms = [event.start_ms for event in placing.events]
    assert starts_ms == [ceil_to_frame(at_ms) for at_ms, _ in row.lines]


def test_late_is_before_the_last_seconds_or_else_in_them() -> None:
    """If this failed, what comes next would be told into the countdown, or not at all in a crowded step."""
    placing = _placing()
    at_ms = 20_000 - GAP_MS - 3_000 - 1_000 - GRID_MS
    assert _places(placing.late((NAME,))) == [(at_ms, "Plank.")]
    placing.sound("go", 10_000, "signal")
    for blocked_ms in range(10_300, 17_000, 300):
        placing.sound("go", blocked_ms, "signal")
    at_ms = 20_000 - GAP_MS - 1_000 - GRID_MS
    assert _places(placing.late((NAME,))) == [(at_ms, "Plank.")]
    assert placing.late((NAME,), is_urgent=False) is None


def test_late_is_not_too_early() -> None:
    """If this failed, the next exercise would be told in the middle of this one."""
    placing = _placing(10_000, 60_000)
    opens_ms = 60_000 - GAP_MS - 3_000 - 1_000 - GRID_MS - 5_000
    for blocked_ms in range(opens_ms + 1_000, 60_000, 300):
        placing.sound("go", blocked_ms, "signal")
    assert placing.late((NAME,)) is None
    assert _places(placing.late((NAME,), CRAMPED, 10_000)) is not None, "unless it may be"


# What gives way


def test_a_name_takes_the_place_of_ticks_and_numbers_and_numbers_are_reported() -> None:
    """If this failed, a name would be spoken under ticks, or a number be missing without a word."""
    placing = _placing()
    for at_ms in (10_500, 11_000, 11_500):
        placing.sound("tick", at_ms, "count")
    placing.voice(TWO, 12_000, anchored=True, is_soft=True)
    placing.end_ms = 12_500
    spoken = placing.over_soft((NAME,), 11_100, GAP_MS, HERE)
    assert _places(spoken) == [(11_100, "Plank.")]
    assert [event.start_ms for event in placing.heard()] == [10_500]
    assert [(drop.text, drop.step, drop.line) for drop in placing.dropped] == [("two", 1, 3)]
    assert placing.dropped[0].reason == "“Plank.” is said there"


def test_what_gave_way_leaves_its_room() -> None:
    """If this failed, the next name would find no place where nothing is heard any more."""
    placing = _placing(10_000, 12_000)
    placing.sound("tick", 11_000, "count")
    assert placing.alone(NAME, 10_000, 11_850) is None
    assert placing.over_soft((NAME,), 10_000, GAP_MS, HERE)
    assert _places(placing.alone(NAME, 10_000, 11_850)) == [(10_000, "Plank.")]


def test_no_number_of_a_countdown_and_no_signal_gives_way() -> None:
    """If this failed, a name would cost the listener "three, two, one"."""
    placing = _placing(10_000, 11_500)
    placing.voice(TWO, 10_500, anchored=True)
    placing.sound("go", 11_200, "signal")
    assert placing.over_soft((NAME,), 10_000, GAP_MS, HERE) is None
    assert len(placing.heard()) == 2


@pytest.mark.parametrize(("tick_ms", "steps_ago"), [(5_000, 2), (60, 0)])
def test_a_tick_gives_way_however_long_ago_it_began(tick_ms: int, steps_ago: int) -> None:
    """If this failed, a word would lie under a user's long tick of two steps ago, and the render stop."""
    placing = Placing({**LENGTHS, ("earcon", "tick"): tick_ms})
    placing.end_ms = 1_000
    placing.go_on(0, 0)
    for index in range(1, 4):
        placing.end_ms = 1_000 * (index + 1)
        if index == 3 - steps_ago:
            placing.sound("tick", placing.start_ms + 300, "count")
        placing.go_on(index, 0)
    placing.end_ms = placing.start_ms + 1_500
    if steps_ago == 0:
        placing.sound("tick", placing.start_ms + 300, "count")
    spoken = placing.over_soft((NAME,), placing.start_ms, GAP_MS, HERE)
    assert spoken is not None
    assert [event.sound for event in placing.heard() if event.end_ms > placing.start_ms] == []


# Faster


@pytest.mark.parametrize(("to_ms", "is_noted"), [(10_823, True), (10_822, False)])
def test_what_would_fit_faster_is_noted(to_ms: int, *, is_noted: bool) -> None:
    """If this failed, a name would not be spoken faster where that helps, or be for nothing."""
    placing = _placing()
    assert not placing.can_hurry(NAME, 10_000, to_ms)
    assert (NAME.text in placing.cramped) == is_noted


def test_what_is_known_faster_can_be_hurried() -> None:
    """If this failed, the second try would find as little room as the first."""
    placing = _placing(**{"Plank.": 800})
    assert placing.can_hurry(NAME, 10_000, 10_001)
    assert _places(placing.alone(NAME, 10_000, 10_823, hurried=True)) == [(10_000, "Plank.")]
    assert placing.alone(NAME, 10_000, 10_823) is None


# What is reported


def test_a_line_in_the_step_before_belongs_to_it() -> None:
    """If this failed, a plan would list a name under a step in which it is not heard."""
    placing = _placing()
    placing.voice(NAME, 8_000, anchored=False)
    placing.voice(AMOUNT, 10_000, anchored=False)
    assert [event.step for event in placing.events] == [0, 1]


def test_a_signal_that_nobody_wants_takes_no_room() -> None:
    """If this failed, speech would wait for a sound that does not come."""
    placing = _placing()
    placing.sound("rest", 10_000, "signal")
    assert (placing.events, placing.room.taken) == ([], [])


@pytest.mark.parametrize(
    ("window", "reason"),
    [
        ((10_000, 10_900), "needs 1.0 s, and the longest free time in its window is 0.9 s"),
        ((10_000, 11_022), "needs 1.0 s, and the longest free time in its window is 1.0 s"),
        ((10_000, 11_023), "needs 1.0 s together with what is said there"),
    ],
)
def test_a_reason_is_true(window: tuple[int, int], reason: str) -> None:
    """If this failed, a report would say that a second does not fit into two."""
    placing = _placing()
    placing.drop_unfitting(NAME, window, HERE)
    [drop] = placing.dropped
    assert (drop.cue, drop.text, drop.reason, drop.step, drop.line, drop.file) == (
        *("name", "Plank.", reason, 1, 3, "a.yaml"),
    )


@pytest.mark.parametrize(("ms", "shown"), [(1_000, "1.0 s"), (1_001, "1.1 s"), (99, "0.1 s"), (60_000, "60.0 s")])
def test_lengths_are_shown_rounded_up(ms: int, shown: str) -> None:
    """If this failed, a line that needs more than there is would seem to need less."""
    assert in_seconds(ms) == shown
