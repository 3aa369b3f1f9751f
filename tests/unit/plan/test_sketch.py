"""`plan.sketch`: a session's steps before anything is spoken, for pictures of it."""

from collections.abc import Callable

from repcast.pipeline import outline
from repcast.plan.sketch import sketch
from repcast.session.model import Session


def test_a_sketch_has_the_steps_in_their_nominal_lengths(session_of: Callable[[str], Session]) -> None:
    """If this failed, the ring of a session in a list would show other parts than its cover does."""
    session = session_of("title: T\nrounds: 2\nsteps: [{hold: Plank, for: 30s}, {say: Breathe out.}, {rest: 10s}]")
    script = outline(session)
    drawn = sketch(script)
    assert 0 <= drawn.duration_ms - script.nominal_ms() <= 1  # the end, where nothing is said, is a millisecond
    assert [step.facts for step in drawn.steps] == [step.facts for step in script.steps]
    assert [step.length_ms for step in drawn.steps if step.facts.name == "Plank"] == [30_000, 30_000]
    assert (drawn.title, drawn.events) == ("T", ())
