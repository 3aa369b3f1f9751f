"""Whether a file's tags agree: its timeline is the one that its session gives, and one version wrote both.

A timeline follows from a session and the lengths of its clips, and holds those lengths: so it can be made again.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import islice
from typing import Final, get_args

from repcast.errors import BrokenTimeline, TooLong, TooManyCues
from repcast.files.embedded import Embedded
from repcast.files.tags import WRITER
from repcast.plan.coach import write_script
from repcast.plan.schedule import schedule
from repcast.plan.timeline import ClipKey, Timeline
from repcast.session.model import LONGEST_MS, NO_SOUND, Session, Signal
from repcast.session.unroll import StepFacts, unroll
from repcast.sound.clips import LONGEST_EARCON_MS
from repcast.units import format_moment

_VERSION: Final = version("repcast")


def contradictions(embedded: Embedded) -> Iterator[str]:
    """Yield what in a file's tags contradicts something else there, the weightiest first.

    The plan is compared with the session only if this version of repcast wrote both: another one has other rules.
    """
    if embedded.version == _VERSION:
        yield from islice(_differences(embedded.timeline, embedded.session), 1)
    if not embedded.version or embedded.writer != f"{WRITER} {embedded.version}":
        yield f"they name version “{embedded.version}” of repcast, and “{embedded.writer}” as the writer"


def _differences(planned: Timeline, session: Session) -> Iterator[str]:
    """Yield the differences between a timeline and the one that its session and its clips' lengths give."""
    lengths_ms: dict[ClipKey, int] = {}
    for event in planned.events:
        length_ms, at = event.end_ms - event.start_ms, format_moment(event.start_ms)
        if lengths_ms.setdefault(event.clip, length_ms) != length_ms:
            yield f"“{event.clip[1]}” has another length at {at} than elsewhere in the plan"
        if event.track == "earcon" and length_ms > LONGEST_EARCON_MS:
            yield f"the signal [{event.sound}] lasts longer than a signal may"
    script = write_script(session, unroll(session))
    yield from _in_steps(planned, [(step.facts, step.duration_ms) for step in script.steps])
    if unsaid := next((text for step in script.steps for text in step.speech if ("voice", text) not in lengths_ms), ""):
        yield f"the session says “{unsaid}”, and the plan does not"
    never_heard: dict[ClipKey, int] = {("voice", each.text): LONGEST_MS for each in script.utterances()}  # fits nowhere
    never_heard |= {("earcon", signal): 1 for signal in get_args(Signal) if session.sounds.get(signal) != NO_SOUND}
    try:
        given = schedule(script, never_heard | lengths_ms).timeline
    except (BrokenTimeline, TooLong, TooManyCues):
        yield "the plan is none that repcast makes of the session"
        return
    if planned.title != given.title:
        yield f"the plan is of “{planned.title}”, and the session is “{given.title}”"
    in_plan, in_session = Counter(planned.events), Counter(given.events)
    if odd := [*(in_plan - in_session), *(in_session - in_plan)]:
        event = min(odd, key=lambda each: each.start_ms)
        has, has_not = ("plan", "session") if event in in_plan else ("session", "plan")
        name = f"[{event.sound}]" if event.sound else f"“{event.text}”"
        yield f"the {has} has {name} at {format_moment(event.start_ms)}, and the {has_not} has not"
    if [(drop.text, drop.step) for drop in planned.dropped] != [(drop.text, drop.step) for drop in given.dropped]:
        yield "the plan leaves out other cues than those that do not fit into the session"
    yield from _in_steps(planned, [(step.facts, step.length_ms) for step in given.steps])


def _in_steps(planned: Timeline, given: Sequence[tuple[StepFacts, int | None]]) -> Iterator[str]:
    if len(planned.steps) != len(given):
        yield f"the plan has {len(planned.steps)} steps, and the session {len(given)}"
    for step, (facts, length_ms) in zip(planned.steps, given, strict=False):
        name = f"step {step.index + 1}"
        if replace(step.facts, source=facts.source) != facts:
            yield f"{name} of the plan, {_described(step.facts)}, is the session's {_described(facts)}"
        if length_ms not in (None, step.length_ms):
            yield f"{name}, {_described(step.facts)}, does not last as long in the plan as in the session"


def _described(facts: StepFacts) -> str:
    return f"“{facts.name}” ({facts.purpose}{f', {facts.side}' if facts.side else ''})"
