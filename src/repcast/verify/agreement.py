"""Whether a file's tags agree: its timeline is the one that its session gives, and one version wrote both.

A timeline follows from a session and the lengths of its clips, and holds those lengths: so it can be made again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from itertools import islice
from typing import Final, get_args

from repcast.errors import BrokenTimeline, TooLong, TooManyCues
from repcast.files.embedded import Embedded
from repcast.files.tags import WRITER
from repcast.plan.coach import write_script
from repcast.plan.rules import GAP_MS
from repcast.plan.schedule import schedule
from repcast.plan.script import Count, Phased, Script
from repcast.plan.timeline import ClipKey, Timeline
from repcast.session.model import LONGEST_MS, Session
from repcast.session.settings import NO_SOUND, Signal
from repcast.session.unroll import unroll
from repcast.sound.earcons import LONGEST_EARCON_MS
from repcast.units import format_duration, format_timestamp

_VERSION: Final = version("repcast")
_SPEECH: Final = ("lead_in", "speech")  # purposes of steps that last as long as what is said in them


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
    lengths_ms = {event.clip: event.end_ms - event.start_ms for event in planned.events}
    for (track, name), length_ms in lengths_ms.items():
        if track == "earcon" and length_ms > LONGEST_EARCON_MS:
            yield f"the signal [{name}] lasts longer than a signal may"
    try:
        given = _made_again(planned, session, lengths_ms)
    except (BrokenTimeline, TooLong, TooManyCues):
        yield "the plan is none that repcast makes of the session"
        return
    for told in (_steps, _cues, _ends):
        in_plan, in_session = Counter(told(planned)), Counter(told(given))
        yield from (f"the plan has {line}, and the session has not" for line in in_plan - in_session)
        yield from (f"the session has {line}, and the plan has not" for line in in_session - in_plan)


def _made_again(planned: Timeline, session: Session, lengths_ms: Mapping[ClipKey, int]) -> Timeline:
    """Return the timeline that a session gives with clips of such lengths.

    A text that is never heard did not fit, so it has a length that fits nowhere; but a step of speech leaves none out,
    and a number may have given way to a name or a signal.
    """
    script = write_script(session, unroll(session), planned.language)
    never_heard: dict[ClipKey, int] = {("voice", each.text): LONGEST_MS for each in script.utterances()}
    never_heard |= _counted_ms(script, planned) | _phased_ms(script, planned)
    for step in script.steps:
        never_heard |= {("voice", line.text): 1 for line in (*step.speech, *step.announced, *step.last)}
    never_heard |= {("earcon", signal): 1 for signal in get_args(Signal) if session.sounds.get(signal) != NO_SOUND}
    return schedule(script, {**never_heard, **lengths_ms}).timeline


def _counted_ms(script: Script, planned: Timeline) -> dict[ClipKey, int]:
    """Return the most that numbers can last which are counted one by one: not by ticks, with each fifth spoken."""
    told = {(event.step, event.text) for event in planned.events} | {(drop.step, drop.text) for drop in planned.dropped}
    most_ms: dict[ClipKey, int] = {}
    counts = ((each.index, cue) for each in script.steps for cue in each.cues if isinstance(cue, Count))
    for index, cue in counts:
        if any((index, word) in told for number, word in enumerate(cue.words, start=1) if word and number % 5):
            fits_ms = cue.every_ms - GAP_MS
            most_ms |= {("voice", word): min(fits_ms, most_ms.get(("voice", word), fits_ms)) for word in cue.words}
    return most_ms


def _phased_ms(script: Script, planned: Timeline) -> dict[ClipKey, int]:
    """Return the most that the words of a phase can last, all of which fit if one of them is heard."""
    heard = {(event.step, event.text) for event in planned.events}
    most_ms: dict[ClipKey, int] = {}
    phases = ((each.index, cue) for each in script.steps for cue in each.cues if isinstance(cue, Phased))
    for index, cue in phases:
        name = cue.ways[-1][0]
        numbered = (way for way in cue.ways[:-1] if any((index, text) in heard for text in way if text != name))
        for text in next(numbered, (name,) if (index, name) in heard else ()):
            fits_ms = cue.lasts_ms - GAP_MS
            most_ms["voice", text] = min(fits_ms, most_ms.get(("voice", text), fits_ms))
    return most_ms


def _steps(timeline: Timeline) -> Iterator[str]:
    """Yield what is done, and how long, but for steps that last as long as what is said in them."""
    yield f"the title “{timeline.title}”"
    for step in timeline.steps:
        facts = step.facts
        lasts = "" if facts.purpose in _SPEECH else format_duration(step.length_ms)
        outer = (f"in round {number} of {count}" for number, count in reversed(facts.outer))
        details = (facts.kind, facts.purpose, facts.side, f"round {facts.round} of {facts.rounds}", *outer, lasts)
        yield f"step {step.index + 1}, “{facts.name}” ({', '.join(filter(None, details))})"


def _cues(timeline: Timeline) -> Iterator[str]:
    """Yield what is heard, and what is left out."""
    for event in timeline.events:
        name = f"[{event.sound}]" if event.sound else f"“{event.text}”"
        details = (f"step {event.step + 1}", "anchored" if event.anchored else "", "faster" if event.hurried else "")
        at = f"{format_timestamp(event.start_ms)} to {format_timestamp(event.end_ms)}"
        yield f"{name} at {at} ({', '.join(filter(None, details))})"
    yield from (f"“{drop.text}” left out of step {drop.step + 1}" for drop in timeline.dropped)


def _ends(timeline: Timeline) -> Iterator[str]:
    """Yield when each step ends, which follows from all the rest."""
    yield from (f"step {step.index + 1} until {format_timestamp(step.end_ms)}" for step in timeline.steps)
