"""A timeline before anything is spoken: its steps alone, in about their lengths. Pictures are drawn from it."""

from itertools import accumulate, pairwise

from repcast.plan.script import Script
from repcast.plan.timeline import Step, Timeline


def sketch(script: Script) -> Timeline:
    """Return a script's steps, one after another in their nominal lengths, with nothing heard in them."""
    ends_ms = accumulate((max(1, script.step_nominal_ms(step)) for step in script.steps), initial=0)
    steps = tuple(
        Step(index=step.index, facts=step.facts, start_ms=start_ms, end_ms=end_ms)
        for step, (start_ms, end_ms) in zip(script.steps, pairwise(ends_ms), strict=True)
    )
    return Timeline(title=script.title, duration_ms=steps[-1].end_ms, steps=steps, events=(), language=script.language)
