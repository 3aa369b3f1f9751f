"""Whether what a file's tags say agrees: the timeline is one of its session, and one version wrote both."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, get_args

from repcast.files.embedded import Embedded
from repcast.files.tags import WRITER
from repcast.plan.coach import write_script
from repcast.plan.script import Announcement, Count, Earcon, Remark, Script, ScriptStep
from repcast.plan.timeline import ClipKey, Step, Timeline
from repcast.session.model import NO_SOUND, Session, Signal
from repcast.session.unroll import StepFacts, unroll
from repcast.units import format_moment

_DIGEST_DIGITS: Final = 64


def contradictions(carried: Embedded, *, is_signed: bool = True) -> Iterator[str]:
    """Yield what in a file's tags contradicts something else there, the weightiest first.

    Args:
        carried: what they hold.
        is_signed: whether a file of this kind says what its sound is.
    """
    script = write_script(carried.session, unroll(carried.session))
    yield from _of_steps(carried.timeline, script)
    yield from _of_cues(carried.timeline, script, carried.session)
    if not carried.version or carried.writer != f"{WRITER} {carried.version}":
        yield f"they name version “{carried.version}” of repcast, and “{carried.writer}” as the writer"
    if is_signed and len(carried.sound) != _DIGEST_DIGITS:
        yield "they do not say what the sound was"


def _of_steps(timeline: Timeline, script: Script) -> Iterator[str]:
    if timeline.title != script.title:
        yield f"the plan is of “{timeline.title}”, and the session is “{script.title}”"
    if len(timeline.steps) != len(script.steps):
        yield f"the plan has {len(timeline.steps)} steps, and the session {len(script.steps)}"
    for planned, written in zip(timeline.steps, script.steps, strict=False):
        step, facts = planned.index + 1, planned.facts
        if replace(facts, source=written.facts.source) != written.facts:
            yield f"step {step} of the plan, {_said(facts)}, is the session's {_said(written.facts)}"
            return
        if not _lasts(planned, written):
            yield f"step {step}, {_said(facts)}, does not last as long in the plan as in the session"
            return


def _said(facts: StepFacts) -> str:
    return f"“{facts.name}” ({facts.purpose}{f', {facts.side}' if facts.side else ''})"


def _lasts(planned: Step, written: ScriptStep) -> bool:
    length_ms = planned.end_ms - planned.start_ms
    return length_ms >= written.floor_ms if written.duration_ms is None else length_ms == written.duration_ms


def _of_cues(timeline: Timeline, script: Script, session: Session) -> Iterator[str]:
    known = {utterance.text for utterance in script.utterances()}
    for event in timeline.events:
        if event.text and event.text not in known:
            yield f"the session does not say “{event.text}”, which the plan has at {format_moment(event.start_ms)}"
            return
    heard = {(event.start_ms, event.clip[1]) for event in timeline.events}
    wanted = frozenset[str](get_args(Signal)) - {signal for signal, file in session.sounds.items() if file == NO_SOUND}
    for planned, written in zip(timeline.steps, script.steps, strict=False):
        for at_ms, names in _anchored(planned, written):
            if names <= wanted | known and not any((at_ms, name) in heard for name in names):
                yield f"the session has [{min(names)}] at {format_moment(at_ms)}, and the plan has not"
                return
    yield from _of_lengths(timeline)


def _anchored(planned: Step, written: ScriptStep) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the moments on which a signal must fall, or on each count its word or a tick."""
    for cue in written.cues:
        match cue:
            case Earcon():
                yield planned.start_ms + cue.at_ms, frozenset([cue.sound])
            case Count():
                for number, word in enumerate(cue.words):
                    yield planned.start_ms + cue.first_ms + number * cue.every_ms, frozenset([word, "tick"])
            case Announcement() | Remark():
                pass


def _of_lengths(timeline: Timeline) -> Iterator[str]:
    lengths_ms: dict[ClipKey, int] = {}
    for event in timeline.events:
        length_ms = event.end_ms - event.start_ms
        if lengths_ms.setdefault(event.clip, length_ms) != length_ms:
            yield f"“{event.clip[1]}” has another length at {format_moment(event.start_ms)} than elsewhere in the plan"
            return
