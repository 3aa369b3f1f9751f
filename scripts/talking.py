"""Measure how much is said in sessions: python scripts/talking.py [--talk LEVEL] [SESSION | TIMELINE.json]...

For each session: seconds of speech for each minute of work and of rest, cues a minute, the longest burst of speech, the
share of floating speech that repeats word for word (all of it; and with names, sides and rounds left aside), and what
is left out. A burst ends where nothing is said for a second. Counted numbers are no floating speech.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from repcast import opening, pipeline
from repcast.cli import surroundings
from repcast.plan.timeline import Event, Timeline
from repcast.resources import builtin_sessions
from repcast.session.customise import Customisation
from repcast.units import MINUTE_MS, SECOND_MS

_QUIET_MS: Final = SECOND_MS
_NAMING: Final = ("name", "side", "round")
_HEADINGS: Final = (
    "session",
    "min",
    "s/min work",
    "s/min rest",
    "cues/min",
    "burst",
    "in rest",
    "repeats",
    "unnamed",
    "lost",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """How much is said in a session.

    Attributes:
        work_share, rest_share: of the time, in which something is said; counted numbers are left aside.
        burst_ms, rest_burst_ms: the longest, anywhere and in rests.
        repeats: the share of floating speech, by time, whose very words were said before.
        repeats_unnamed: the same of what is neither name, side nor round.
    """

    name: str
    duration_ms: int
    work_share: float
    rest_share: float
    cues_a_minute: float
    burst_ms: int
    rest_burst_ms: int
    repeats: float
    repeats_unnamed: float
    lost: int


def talk_of(name: str, timeline: Timeline) -> Talk:
    """Measure a timeline."""
    said = [event for event in timeline.events if event.text and not event.anchored]
    bursts = [*_bursts(said)]
    purposes = [step.facts.purpose for step in timeline.steps]
    return Talk(
        name=name,
        duration_ms=timeline.duration_ms,
        work_share=_share(timeline, said, "work"),
        rest_share=_share(timeline, said, "rest"),
        cues_a_minute=len(timeline.events) * MINUTE_MS / timeline.duration_ms,
        burst_ms=max(map(_length, bursts), default=0),
        rest_burst_ms=max((_length(each) for each in bursts if purposes[each[0].step] == "rest"), default=0),
        repeats=_repeated(said, said),
        repeats_unnamed=_repeated(said, [event for event in said if event.cue not in _NAMING]),
        lost=len(timeline.dropped),
    )


def _share(timeline: Timeline, said: Sequence[Event], purpose: str) -> float:
    steps = {step.index for step in timeline.steps if step.facts.purpose == purpose}
    time_ms = sum(step.length_ms for step in timeline.steps if step.index in steps)
    return sum(event.end_ms - event.start_ms for event in said if event.step in steps) / max(time_ms, 1)


def _bursts(said: Sequence[Event]) -> Iterator[list[Event]]:
    burst: list[Event] = [*said[:1]]
    for before, event in pairwise(said):
        if event.start_ms - before.end_ms >= _QUIET_MS:
            yield burst
            burst = []
        burst.append(event)
    if burst:
        yield burst


def _length(burst: Sequence[Event]) -> int:
    return burst[-1].end_ms - burst[0].start_ms


def _repeated(said: Iterable[Event], of: Sequence[Event]) -> float:
    """Return the share of some speech whose words were said before."""
    known: set[str] = set()
    repeated_ms = total_ms = 0
    wanted = set(map(id, of))
    for event in said:
        text = (event.text or "").casefold()
        if id(event) in wanted:
            total_ms += event.end_ms - event.start_ms
            repeated_ms += event.end_ms - event.start_ms if text in known else 0
        known.add(text)
    return repeated_ms / max(total_ms, 1)


def planned(names: Iterable[str], talk: str) -> Iterator[tuple[str, Timeline]]:
    """Yield the timelines of sessions, each with its name."""
    for name in names:
        if name.endswith(".json"):
            yield Path(name).stem, Timeline.from_json(Path(name).read_bytes())
            continue
        opened = opening.opened(name)
        settings = {"talk": talk} if talk else {}
        with surroundings.here(opened.settings, dated=False) as environment:
            plan = pipeline.plan(opened.session, Customisation(settings=settings), surroundings=environment)
        yield name, plan.timeline


def row(talk: Talk) -> tuple[str, ...]:
    """Return a row of the table."""
    return (
        talk.name,
        f"{talk.duration_ms / MINUTE_MS:.1f}",
        f"{60 * talk.work_share:.1f}",
        f"{60 * talk.rest_share:.1f}",
        f"{talk.cues_a_minute:.1f}",
        f"{talk.burst_ms / SECOND_MS:.1f}",
        f"{talk.rest_burst_ms / SECOND_MS:.1f}",
        f"{talk.repeats:.0%}",
        f"{talk.repeats_unnamed:.0%}",
        str(talk.lost),
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sessions", nargs="*", help="built-in sessions, files or timelines; default all built-in ones")
    parser.add_argument("--talk", default="", help="a level")
    asked = parser.parse_args()
    print("\t".join(_HEADINGS))
    for name, timeline in planned(asked.sessions or builtin_sessions(), asked.talk):
        print("\t".join(row(talk_of(name, timeline))))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
