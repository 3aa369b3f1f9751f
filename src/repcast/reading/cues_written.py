"""The cues that a file's steps have: whether each lies in its step, with its place."""

from collections.abc import Iterator

from repcast.reading.located import Flaw, Map, Seq, steps_of
from repcast.session.cues import flaws
from repcast.session.model import Block, Covered, Exercise, Group, Idle
from repcast.session.pace import Pace


def flaws_of_cues(group: Group, written: Map, pace: Pace | None = None) -> Iterator[Flaw]:
    """Yield a flaw for each cue that lies outside of its step.

    Args:
        group: whose includes are not in place yet.
        written: the same, as it is written.
        pace: of what is around it, at which distances are covered.
    """
    pace = group.pace or pace
    for step, written_step in zip(group.steps, steps_of(written), strict=True):
        if isinstance(step, Block):
            yield from flaws_of_cues(step, written_step, pace)
        elif isinstance(step, Exercise | Idle):
            yield from _flaws_of_step(step.at_pace(pace) if isinstance(step, Covered) and pace else step, written_step)


def _flaws_of_step(step: Exercise | Idle, written: Map) -> Iterator[Flaw]:
    for index, problem, hint in flaws(step.cues, step.name, step.durations_ms):
        cues = written["cues"]
        assert isinstance(cues, Seq)
        cue = cues[index]
        assert isinstance(cue, Map)
        yield Flaw(cue.values_at["at" if "at" in cue else "every"], problem, hint)
