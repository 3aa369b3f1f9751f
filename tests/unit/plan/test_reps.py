"""Counted reps, on their phases."""

from collections.abc import Callable

import pytest

from heard import in_step, lost, signals
from placing import anchored
from repcast.plan.timeline import Timeline
from repcast.session.model import Session

Planned = Callable[..., Timeline]


@pytest.fixture(name="planned")
def _planned(session_of: Callable[[str], Session], plan: Callable[..., Timeline]) -> Planned:
    """Return the timeline of one step; other clips than those given last 60 ms a character, `go` 270 ms."""

    def planned(step: str, keys: str = "", **clip_ms: int) -> Timeline:
        return plan(session_of(f"title: T\nsteps: [{step}]\n{keys}"), clip_ms)

    return planned


def test_each_phase_is_told_on_its_beat_and_the_first_with_the_rep_that_starts(planned: Planned) -> None:
    """If this failed, who lowers for three seconds would not know when they are over, or which rep it is."""
    assert in_step(planned("{reps: Squats, count: 3, tempo: 3-1-2-0}"), 1) == [
        *((300, "Down."), (3_000, "Hold."), (4_000, "Up.")),
        *((6_000, "Two, down."), (9_000, "Hold."), (10_000, "Up.")),
        *((12_000, "Three, down."), (15_000, "Hold."), (16_000, "Up.")),
    ], "and the first one right after go"


def test_reps_that_are_counted_as_they_end_say_the_one_that_is_done(planned: Planned) -> None:
    """If this failed, "two" would be heard before the first rep is done, though its end was asked for."""
    said = in_step(planned("{reps: Squats, count: 3, tempo: 3-1-2-0, count_at: end}"), 1)
    assert [text for _, text in said][::3] == ["Down.", "One, down.", "Two, down."]


def test_an_author_s_phases_are_told_in_their_words(planned: Planned) -> None:
    """If this failed, who breathes in a box would be told to lift and lower."""
    step = "{reps: Box breathing, count: 2, phases: [{breathe in: 4s}, {Hold it!: 1.5s}, {breathe out: 4s}]}"
    assert in_step(planned(step), 1) == [
        *((300, "Breathe in."), (4_000, "Hold it!"), (5_500, "Breathe out.")),
        *((9_500, "Two, breathe in."), (13_500, "Hold it!"), (15_000, "Breathe out.")),
    ]


@pytest.mark.parametrize(
    ("clips_ms", "first_phase", "reported"),
    [
        ({}, ["Down.", "Two, down.", "Three, down."], []),
        ({"Three, down.": 851}, ["Down.", "two", "three"], [("count", "Down.")]),
        ({"Three, down.": 851, "two": 851}, ["Down.", "Down.", "Down."], [("count", "two, three")]),
        (dict.fromkeys(("Three, down.", "two", "Down."), 851), [], [("count", "Down.")]),
    ],
    ids=["with their number", "numbers alone", "names alone", "ticks"],
)
def test_what_has_no_room_in_its_phase_is_left_out_in_every_rep_and_reported(
    planned: Planned, clips_ms: dict[str, int], first_phase: list[str], reported: list[tuple[str, str]]
) -> None:
    """If this failed, a phase would be talked into the next one, or be told in one rep and not in another."""
    clips = {"Two, down.": 800, "Three, down.": 800, "Down.": 500, **clips_ms}
    timeline = planned("{reps: Squats, count: 3, tempo: 1-0-2-0}", **clips)
    assert [text for at_ms, text in in_step(timeline, 1) if text != "Up."] == first_phase
    assert lost(timeline) == reported
    ticks = [at_ms for at_ms, sound in signals(timeline, 1) if sound == "tick"]
    assert ticks == ([] if first_phase else [3_000, 6_000]), "the first one is the signal"


def test_without_numbers_each_phase_has_its_tick(planned: Planned) -> None:
    """If this failed, beeps only would say "down", or leave a tempo unheard."""
    timeline = planned("{reps: Squats, count: 2, tempo: 3-1-2-0}", "talk: none\n")
    assert in_step(timeline, 1) == []
    heard = [at_ms for at_ms, sound in signals(timeline, 1) if sound == "tick"]
    assert heard == [3_000, 4_000, 6_000, 9_000, 10_000]


def test_phases_in_german(planned: Planned) -> None:
    """If this failed, a German session would say "down"."""
    said = in_step(planned("{reps: Kniebeugen, count: 2, tempo: 3-1-2-0}", "language: de\n"), 1)
    assert [text for _, text in said] == ["Runter.", "Halten.", "Hoch.", "Zwei, runter.", "Halten.", "Hoch."]


def test_a_phase_is_said_on_its_beat_or_not_at_all(planned: Planned) -> None:
    """If this failed, a breath would be led late after a cue of the author's own."""
    reps = "{reps: Breathing, phases: [{in: 2s}], count: 3, cues: [{at: 1.9s, say: Go!}]}"
    timeline = planned(reps)
    assert anchored(timeline, 1)[1:-1] == [(300, "In."), (1_900, "Go!"), (4_000, "Three, in.")]
    assert lost(timeline) == [("count", "Two, in.")]
