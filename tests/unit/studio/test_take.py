"""`studio.take`: what the phone's page is told of a file."""

import json
from collections.abc import Callable

import pytest

from repcast.plan.timeline import Timeline
from repcast.session.model import Session
from repcast.studio.take import Place, exercises, listing, take

TEXT = """\
title: Ring
lead_in: 15s
steps:
  - block: Ring
    rounds: 2
    steps:
      - {hold: Side plank, for: 40s, sides: [left, right]}
      - {work: Run, distance: 400 m, pace: "1:40/400m"}
      - {recover: Walk, for: 30s}
      - rest: 20s
  - say: Well done, all of you.
"""
PLACE = Place(key="k", file="files/k.mp3", cover="covers/k.png", name="ring.mp3", size_bytes=1)


@pytest.fixture
def timeline(session_of: Callable[[str], Session], plan: Callable[..., Timeline]) -> Timeline:
    """Return a plan with every kind of step."""
    return plan(session_of(TEXT))


def test_all_is_told_of_each_step(timeline: Timeline) -> None:
    """The page would not say what to do, on which side, in which round."""
    told = take(timeline)
    left = told.steps[1]
    assert (left.name, left.side, left.kind, left.purpose) == ("Side plank", "left", "hold", "work")
    assert (left.rounds, left.start_ms, left.end_ms - left.start_ms) == (((1, 2),), told.steps[0].end_ms, 40_000)
    assert [(step.start_ms, step.end_ms) for step in told.steps] == [
        (step.start_ms, step.end_ms) for step in timeline.steps
    ]
    assert told.steps[4].name == "Run 400 m"
    assert (told.title, told.language, told.duration_ms) == ("Ring", "en", timeline.duration_ms)


def test_a_step_that_only_speaks_is_named_by_what_it_says(timeline: Timeline) -> None:
    """It would be called "Say"."""
    assert take(timeline).steps[-2].name == "Well done, all of you."


def test_one_skips_between_exercises_and_each_of_their_sides(timeline: Timeline) -> None:
    """With "next" a rest would begin, or the other side or the walk between runs be left out."""
    told = take(timeline)
    named = [(told.steps[at].name, told.steps[at].side) for at in told.exercises]
    once = [("Side plank", "left"), ("Side plank", "right"), ("Run 400 m", ""), ("Walk", "")]
    assert named == once * 2


def test_one_skips_between_all_steps_where_there_is_no_exercise(
    session_of: Callable[[str], Session], plan: Callable[..., Timeline]
) -> None:
    """The button would do nothing in a session of rests and words."""
    quiet = plan(session_of("title: Quiet\nsteps:\n  - rest: 1m\n  - say: Now open your eyes.\n"))
    assert exercises(quiet.steps) == tuple(range(len(quiet.steps)))


def test_the_transcript_is_all_that_is_said_at_its_time_but_for_counting(timeline: Timeline) -> None:
    """Whoever cannot hear would lack words, or have to read a thousand numbers."""
    told = [(line.at_ms, line.text) for line in take(timeline).transcript]
    assert told == [(event.start_ms, event.text) for event in timeline.events if event.text and event.cue != "count"]
    assert len(told) < sum(1 for event in timeline.events if event.text)


def test_the_listing_can_be_sent(timeline: Timeline) -> None:
    """The page could not read it."""
    document = json.loads(json.dumps(listing([(PLACE, take(timeline))])))
    [told] = document["takes"]
    assert (told["file"], told["cover"], told["name"]) == ("files/k.mp3", "covers/k.png", "ring.mp3")
    assert told["steps"][1]["rounds"] == [[1, 2]]
