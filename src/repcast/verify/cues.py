"""Each cue of a timeline, as it is heard in a file: when, how loud, and whether at all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Final, Literal

from repcast.plan.timeline import ClipKey, Timeline, Track
from repcast.units import SAMPLES_PER_MS
from repcast.verify.course import Course
from repcast.verify.listener import MISSING_DB, By, Found, Listener
from repcast.verify.references import Reference, Written, heard_references
from repcast.verify.route import route_of
from repcast.verify.sought import Listen, Sought, hearings, sought_events

_SILENT_DB: Final = -30.0  # against what was written: what is so soft does not tell how loud a file is
_MOST_NAMED: Final = 12  # cues, of which it is told what is heard in their place

State = Literal["heard", "missing", "other"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """An event of the timeline, as it is heard.

    Attributes:
        at_ms: when it is planned, and with `end_ms` until when.
        state: `other` where another sound is heard in its place.
        by: what it was compared with: its clip; another hearing of it; what is audible; or, where it is heard once and
            together with other sound, its level alone, which tells no time.
        course: along which it was sought.
        late_ms: along that course; None where it could not be timed.
        level_db: against what was written; None where other cues are heard with it.
        instead: what is heard in its place, where that is known.
    """

    at_ms: int
    end_ms: int
    name: str
    track: Track
    step: int
    anchored: bool
    state: State
    by: By
    course: Course
    late_ms: float | None
    level_db: float | None
    instead: str = ""


def heard_cues(
    timeline: Timeline,
    known: Mapping[ClipKey, Reference],
    written: Written,
    ways: tuple[tuple[Course, ...], ...],
    listen: Listen,
) -> tuple[Cue, ...]:
    """Return every event of a timeline as it is heard.

    Args:
        timeline: what was planned.
        known: clips of which every sample is known.
        written: how loud they should be.
        ways: that the file may follow its plan.
        listen: to the file.
    """
    sought = [*sought_events(timeline.events)]
    route = route_of(sought, ways, Listener(known, written), listen)
    listener = Listener({**known, **heard_references(sought, known, written, route, listen)}, written)
    heard = hearings(zip(range(len(sought)), sought, route, strict=True), listen)
    found = sorted(((hearing.index, listener.found(hearing)) for hearing in heard), key=lambda pair: pair[0])
    usual_db = _usual_db([each for _, each in found])
    return _named(_rebased([_cue(each, usual_db) for _, each in found]), sought, listener, listen)


def _rebased(cues: list[Cue]) -> list[Cue]:
    """Return the cues with the distance by which some are moved as they say, not as the file's length does."""
    moved_ms = [cue.late_ms for cue in cues if cue.course.kind == "moved" and cue.late_ms is not None]
    off_ms = median(moved_ms or [0.0])
    if not off_ms:
        return cues
    return [
        replace(
            cue,
            course=replace(cue.course, offset=cue.course.offset + round(off_ms * SAMPLES_PER_MS)),
            late_ms=None if cue.late_ms is None else cue.late_ms - off_ms,
        )
        if cue.course.kind == "moved"
        else cue
        for cue in cues
    ]


def _named(cues: list[Cue], sought: list[Sought], listener: Listener, listen: Listen) -> tuple[Cue, ...]:
    """Return the cues with what is heard in their place."""
    others = [index for index, cue in enumerate(cues) if cue.state == "other"][:_MOST_NAMED]
    for hearing in hearings(((index, sought[index], cues[index].course) for index in others), listen):
        cues[hearing.index] = replace(cues[hearing.index], instead=listener.instead(hearing))
    return tuple(cues)


def _usual_db(several: list[Found]) -> float:
    """Return how loud the file's cues are, against what was written."""
    sure = (each for each in several if each.is_itself and each.sought.is_alone and each.by != "level")
    return median([each.gain_db for each in sure if each.gain_db > _SILENT_DB] or [0.0])


def _cue(found: Found, usual_db: float) -> Cue:
    is_heard = found.is_heard(usual_db)
    is_silent = found.power_db < usual_db - MISSING_DB
    event = found.sought.event
    return Cue(
        at_ms=event.start_ms,
        end_ms=event.end_ms,
        name=event.clip[1],
        track=event.track,
        step=event.step,
        anchored=event.anchored,
        state="heard" if is_heard else "missing" if is_silent or not found.sought.is_alone else "other",
        by=found.by,
        course=found.course,
        late_ms=found.late_ms if is_heard else None,
        level_db=found.gain_db if is_heard and found.sought.is_alone else None,
    )
