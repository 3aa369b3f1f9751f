"""`verify.agreement`: a timeline that is not of its session is told from one that is."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.metadata import version

import pytest

from builders import changed
from placing import lengths_of, placed
from repcast.files.embedded import Embedded
from repcast.plan.timeline import Event, Step, Timeline
from repcast.session.model import Session
from repcast.verify.agreement import contradictions

VERSION = version("repcast")
TEXT = """\
title: Tiny
steps:
  - hold: Plank
    for: 30s
    sides: [left side, right side]
  - reps: Hops
    count: 3
    tempo: 1.5s
"""

SessionOf = Callable[[str], Session]
Plan = Callable[[Session], Timeline]


@pytest.fixture
def carried(session_of: SessionOf, plan: Plan) -> Embedded:
    """Return what a file as written carries."""
    session = session_of(TEXT)
    return Embedded(
        session=session,
        timeline=plan(session),
        version=VERSION,
        writer=f"repcast {VERSION}",
        left_out=(),
        sound="0" * 64,
    )


def with_step(carried: Embedded, number: int, change: Callable[[Step], Step]) -> Embedded:
    """Return it with one step changed."""
    steps = list(carried.timeline.steps)
    steps[number] = change(steps[number])
    return replace(carried, timeline=replace(carried.timeline, steps=tuple(steps)))


def with_event(carried: Embedded, name: str, change: Callable[[Event], Event]) -> Embedded:
    """Return it with the first event of a text or a signal changed."""
    events = list(carried.timeline.events)
    at = next(index for index, event in enumerate(events) if event.clip[1] == name)
    events[at] = change(events[at])
    return replace(carried, timeline=replace(carried.timeline, events=tuple(events)))


def with_events(carried: Embedded, events: Iterable[Event]) -> Embedded:
    """Return it with other events."""
    return replace(carried, timeline=replace(carried.timeline, events=tuple(events)))


def without(carried: Embedded, name: str, count: int) -> Embedded:
    """Return it without the first so many events of a text or a signal."""
    leave = [event for event in carried.timeline.events if event.clip[1] == name][:count]
    return with_events(carried, (event for event in carried.timeline.events if event not in leave))


def moved(carried: Embedded, name: str, by_ms: int) -> Embedded:
    """Return it with the first event of a text earlier or later."""
    return with_event(
        carried, name, lambda event: replace(event, start_ms=event.start_ms + by_ms, end_ms=event.end_ms + by_ms)
    )


def lasting(carried: Embedded, name: str, length_ms: int) -> Embedded:
    """Return it with another length of a clip, and a last step that has room for it."""
    *before, last = carried.timeline.steps
    longer = (*before, replace(last, end_ms=last.end_ms + 60_000))
    timeline = replace(carried.timeline, steps=longer, duration_ms=longer[-1].end_ms)
    events = (
        replace(event, end_ms=event.start_ms + length_ms) if event.clip[1] == name else event
        for event in timeline.events
    )
    return with_events(replace(carried, timeline=timeline), events)


@pytest.mark.parametrize(
    "text", [TEXT, TEXT + "sounds: none\n", TEXT + "countdown: ticks\n", TEXT.replace("1.5s", "0.4s")]
)
def test_what_was_written_agrees(text: str, carried: Embedded, session_of: SessionOf, plan: Plan) -> None:
    """If this failed, every file would be called edited."""
    session = session_of(text)
    if "none" not in text:  # the pretend plan has signals in any case
        assert not [*contradictions(replace(carried, session=session, timeline=plan(session)))]
    assert not [*contradictions(carried)]


@pytest.mark.parametrize(
    "steps",
    [
        "{work: A, for: 5s}, {reps: Breathe out, count: 4, tempo: 1s}",
        "{work: A, for: 5s}, {reps: Breathe out, count: 2, tempo: 1s}",
        "{reps: Hops, count: 12, tempo: 0.3s}, {reps: Jumps, count: 4, tempo: 0.3s}",
        "{hold: Side plank, for: 4s}, {work: Bulgarian split squats, for: 2s}, {rest: 3s}",
        "{work: Bulgarian split squats, for: 30s}, {rest: 2s}, {hold: Side plank, for: 30s}, {rest: 1s}",
        "{hold: Plank, for: 7s}, {rest: 3s}",
        "{reps: Squats, count: 15, tempo: 0.8s}, {max: Plank, within: 50s}, {rest: 60s}",
    ],
)
@pytest.mark.parametrize("go_ms", [270, 2_300])
@pytest.mark.parametrize("is_hurried", [False, True])
def test_what_had_to_give_way_agrees(
    steps: str,
    go_ms: int,
    is_hurried: bool,  # noqa: FBT001 - a parameter
    carried: Embedded,
    session_of: SessionOf,
) -> None:
    """If this failed, a file would be called edited because a name, or a number, found no place in it."""
    session = session_of(f"title: T\nrounds: 3\ntips: [Breathe.]\nsteps: [{steps}]\n")
    script, _ = lengths_of(session, {})
    clip_ms = {each.text: max(300, 60 * len(each.text)) for each in script.utterances()}
    faster_ms = {text: length_ms * 4 // 5 for text, length_ms in clip_ms.items()} if is_hurried else {}
    timeline = placed(session, clip_ms, {"go": go_ms, "rest": 480, "tick": 60}, faster_ms)
    assert [*contradictions(replace(carried, session=session, timeline=timeline))] == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda it: with_step(it, 1, lambda step: changed(step, name="Bridge")), "the plan has step 2, “Bridge” (hold"),
        (lambda it: with_step(it, 1, lambda step: changed(step, side="top")), "step 2, “Plank” (hold, work, top, "),
        (lambda it: with_step(it, 1, lambda step: changed(step, rounds=2)), "left side, round 1 of 2, 30s), and the"),
        (lambda it: with_step(it, 2, lambda step: changed(step, purpose="rest")), "step 3, “Switch” (switch, rest, "),
        (lambda it: replace(it, timeline=replace(it.timeline, title="Other")), "the plan has the title “Other”"),
        (lambda it: with_event(it, "three", lambda event: replace(event, text="four")), "the plan has “four” at 00:"),
        (
            lambda it: with_event(it, "go", lambda event: replace(event, end_ms=event.end_ms + 1)),
            "the plan has [go] at 00:00:15.000 to 00:00:15.271 (step 2, anchored), and the session has not",
        ),
        (lambda it: with_event(it, "go", lambda event: replace(event, sound="done")), "the plan has [done] at"),
        (lambda it: with_event(it, "go", lambda event: replace(event, anchored=False)), "the plan has [go] at"),
        (lambda it: without(it, "go", 1), "the session has [go] at"),
        (lambda it: without(it, "go", 9), "the session has [go] at"),
        (lambda it: without(it, "three", 1), "the session has “three” at"),
        (lambda it: without(it, "Right side.", 1), "the session has “Right side.” left out of step 4"),
        (lambda it: without(it, "Session complete. Well done.", 1), "the session has “Session complete. Well done.”"),
        (lambda it: moved(it, "Right side.", 24), "the plan has “Right side.” at 00:00:45.504"),
        (lambda it: moved(it, "Right side.", -24), "the plan has “Right side.” at"),
        (lambda it: lasting(it, "Session complete. Well done.", 3_000), "the plan has step 6 until 00:02:28.500"),
        (lambda it: lasting(it, "tick", 5_001), "the signal [tick] lasts longer than a signal may"),
        (lambda it: replace(it, version="2.0"), "they name version “2.0” of repcast, and “repcast"),
        (lambda it: replace(it, version="", writer="repcast "), "they name version “”"),
    ],
)
def test_what_was_edited_is_named(change: Callable[[Embedded], Embedded], says: str, carried: Embedded) -> None:
    """If this failed, edited tags would pass, and the file be measured against a plan that is not its own."""
    assert any(says in text for text in contradictions(change(carried))), [*contradictions(change(carried))]


def test_the_plan_of_another_version_is_not_made_again(carried: Embedded) -> None:
    """If this failed, a file would be called edited as soon as a new version coaches in other words."""
    other = replace(without(carried, "three", 1), version="0.1", writer="repcast 0.1")
    assert not [*contradictions(other)]


def test_signals_that_pile_up_do_not_take_for_ever(carried: Embedded) -> None:
    """If this failed, a small file of a stranger could keep the machine busy."""
    event = next(event for event in carried.timeline.events if event.sound == "tick")
    many = (replace(event, start_ms=at_ms, end_ms=at_ms + 1_000) for at_ms in range(20_000))
    assert [*contradictions(with_events(carried, many))]
