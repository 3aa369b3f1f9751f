"""`verify.agreement`: a timeline that is not of its session is told from one that is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from builders import changed
from repcast.files.embedded import Embedded
from repcast.plan.timeline import Event, Step, Timeline
from repcast.session.model import Session
from repcast.verify.agreement import contradictions

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
        version="1.0",
        writer="repcast 1.0",
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
    ("change", "says"),
    [
        (lambda it: with_step(it, 1, lambda step: changed(step, name="Bridge")), "step 2 of the plan, “Bridge” (work"),
        (
            lambda it: with_step(it, 1, lambda step: changed(step, side="top")),
            "step 2 of the plan, “Plank” (work, top)",
        ),
        (lambda it: with_step(it, 2, lambda step: changed(step, purpose="rest")), "“Switch” (rest), is the session's"),
        (lambda it: replace(it, timeline=replace(it.timeline, title="Other")), "the plan is of “Other”"),
        (lambda it: with_event(it, "three", lambda event: replace(event, text="four")), "does not say “four”"),
        (
            lambda it: with_event(it, "go", lambda event: replace(event, end_ms=event.end_ms + 1)),
            "“go” has another length",
        ),
        (
            lambda it: with_event(it, "go", lambda event: replace(event, sound="done")),
            "the session has [go] at",
        ),
        (lambda it: replace(it, version="2.0"), "they name version “2.0” of repcast, and “repcast 1.0” as the writer"),
        (lambda it: replace(it, version="", writer="repcast "), "they name version “”"),
        (lambda it: replace(it, sound=""), "they do not say what the sound was"),
    ],
)
def test_what_was_edited_is_named(change: Callable[[Embedded], Embedded], says: str, carried: Embedded) -> None:
    """If this failed, edited tags would pass, and the file be measured against a plan that is not its own."""
    assert any(says in text for text in contradictions(change(carried))), [*contradictions(change(carried))]
