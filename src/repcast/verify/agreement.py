"""Whether a file's tags agree: its timeline is the one that its session gives, and one version wrote both.

A timeline follows from a session and the lengths of its clips, and holds those lengths: so it can be made again.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from typing import Final, get_args

from repcast.errors import BrokenTimeline, TooLong
from repcast.files.embedded import Embedded
from repcast.files.tags import WRITER
from repcast.plan.coach import write_script
from repcast.plan.schedule import schedule
from repcast.plan.script import Script
from repcast.plan.timeline import ClipKey, Event, Step, Timeline
from repcast.session.model import LONGEST_MS, NO_SOUND, Session, Signal
from repcast.session.unroll import StepFacts, unroll
from repcast.sound.clips import LONGEST_EARCON_MS
from repcast.units import format_moment

_VERSION: Final = version("repcast")


def contradictions(embedded: Embedded) -> Iterator[str]:
    """Yield what in a file's tags contradicts something else there, the weightiest first.

    The plan is compared with the session only where this version of repcast wrote both: another has other rules.
    """
    if embedded.version == _VERSION:
        script = write_script(embedded.session, unroll(embedded.session))
        yield from _in_steps(embedded.timeline, script)
        yield from _in_events(embedded.timeline, script, embedded.session)
    if not embedded.version or embedded.writer != f"{WRITER} {embedded.version}":
        yield f"they name version “{embedded.version}” of repcast, and “{embedded.writer}” as the writer"


def _in_steps(timeline: Timeline, script: Script) -> Iterator[str]:
    if timeline.title != script.title:
        yield f"the plan is of “{timeline.title}”, and the session is “{script.title}”"
    if len(timeline.steps) != len(script.steps):
        yield f"the plan has {len(timeline.steps)} steps, and the session {len(script.steps)}"
    for planned, written in zip(timeline.steps, script.steps, strict=False):
        if replace(planned.facts, source=written.facts.source) != written.facts:
            step = f"step {planned.index + 1} of the plan, {_described(planned.facts)}"
            yield f"{step}, is the session's {_described(written.facts)}"
            return
        if written.duration_ms not in (None, planned.end_ms - planned.start_ms):
            yield _other_length(planned)
            return


def _described(facts: StepFacts) -> str:
    return f"“{facts.name}” ({facts.purpose}{f', {facts.side}' if facts.side else ''})"


def _other_length(step: Step) -> str:
    return f"step {step.index + 1}, {_described(step.facts)}, does not last as long in the plan as in the session"


def _in_events(timeline: Timeline, script: Script, session: Session) -> Iterator[str]:
    """Yield the first difference between a timeline and the one that its session and its clips' lengths give."""
    lengths_ms: dict[ClipKey, int] = {}
    for event in timeline.events:
        length_ms = event.end_ms - event.start_ms
        if lengths_ms.setdefault(event.clip, length_ms) != length_ms:
            yield f"“{event.clip[1]}” has another length at {format_moment(event.start_ms)} than elsewhere in the plan"
            return
        if event.track == "earcon" and length_ms > LONGEST_EARCON_MS:
            yield f"the signal [{event.sound}] lasts longer than a signal may"
            return
    for text in (text for step in script.steps for text in step.speech):
        if ("voice", text) not in lengths_ms:
            yield f"the session says “{text}”, and the plan does not"
            return
    wanted = [signal for signal in get_args(Signal) if session.sounds.get(signal) != NO_SOUND]
    never_heard: dict[ClipKey, int] = {("earcon", signal): 1 for signal in wanted}
    never_heard |= {("voice", utterance.text): LONGEST_MS for utterance in script.utterances()}  # it fits nowhere
    try:
        given = schedule(script, never_heard | lengths_ms).timeline
    except (BrokenTimeline, TooLong):
        yield "the plan is none that repcast makes of the session"
        return
    yield from _differences(timeline, given)


def _differences(planned: Timeline, given: Timeline) -> Iterator[str]:
    in_plan, in_session = Counter(planned.events), Counter(given.events)
    extra, lacking = in_plan - in_session, in_session - in_plan
    if extra or lacking:
        event = min((*extra, *lacking), key=_start_ms)
        has, has_not = ("plan", "session") if event in extra else ("session", "plan")
        name = f"[{event.sound}]" if event.sound else f"“{event.text}”"
        yield f"the {has} has {name} at {format_moment(event.start_ms)}, and the {has_not} has not"
    elif [(drop.text, drop.step) for drop in planned.dropped] != [(drop.text, drop.step) for drop in given.dropped]:
        yield "the plan leaves out other cues than those that do not fit into the session"
    else:
        pairs = zip(planned.steps, given.steps, strict=False)
        yield from [_other_length(step) for step, other in pairs if step.end_ms != other.end_ms][:1]


def _start_ms(event: Event) -> int:
    return event.start_ms
