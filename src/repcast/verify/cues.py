"""The cues of a timeline, and the way that they take through a file: as planned, or from some cue on another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from statistics import median
from typing import Final, Literal

from repcast.plan.timeline import Timeline, Track
from repcast.sound.earcons import LONGEST_EARCON_MS
from repcast.units import MINUTE_MS, SAMPLES_PER_MS, samples

REACH: Final = 50 * SAMPLES_PER_MS  # how far around its place a cue is looked for: two MP3 frames, a lost encoder delay
_ALONE_MS: Final = 60  # without any other cue: longer than two MP3 frames, and than `REACH`
_NEVER_MS: Final = 1 << 62
_LONGEST_MS: Final[Mapping[Track, int]] = {"voice": MINUTE_MS, "earcon": LONGEST_EARCON_MS}  # of a cue that is heard
_MOST_STRETCH: Final = 0.05
_WORST_MS: Final = 100.0  # that a cue may be late and still speak for a time map
# MP3 alone shifts a signal by no sample, but music can resemble a beep, and in Opus one of a single pitch can be most
# alike one period off, which is 1.7 ms at the most. The start of a text is found by a threshold: MP3's pre-echo
# reaches it early, and a limiter lifts what comes before a peak: 5.4 ms at -14 LUFS.
_TOLERANCES_MS: Final = {"clip": 1.0, "onset": 8.0}
_BLURRED_MS: Final = _TOLERANCES_MS | {"clip": 2.0}


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeMap:
    """Where a plan's moments stand in a file: a planned sample `at` at `at * factor + offset_samples`."""

    kind: Literal["planned", "moved", "stretched"] = "planned"
    factor: float = 1.0
    offset_samples: int = 0


AS_PLANNED: Final = TimeMap()


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """An event of a timeline, as it is heard.

    Attributes:
        at_ms: when it is planned, and with `end_ms` until when.
        is_alone: whether no other one is heard with it.
        state: `other` if another sound is heard in its place; `not timed` if it is too faint, or not among those
            that are looked for, or if it is not found although the sound is as written.
        by: what it was compared with: its clip, the silence before it, or nothing.
        time_map: where it was looked for.
        late_ms: against that; None if it has no time.
        level_db: against what was written; None if it is not known, or other cues are heard with it.
        instead: the signal that is heard in its place, if it is known.
    """

    at_ms: int
    end_ms: int
    name: str
    track: Track
    step: int
    anchored: bool
    is_alone: bool = True
    time_map: TimeMap = AS_PLANNED
    state: Literal["heard", "missing", "other", "not timed"] = "not timed"
    by: Literal["clip", "onset", "nothing"] = "nothing"
    late_ms: float | None = None
    level_db: float | None = None
    instead: str = ""

    @property
    def length(self) -> int:
        """In samples."""
        return samples(min(self.end_ms - self.at_ms, _LONGEST_MS[self.track]))

    @property
    def span(self) -> tuple[int, int]:
        """The samples in which it should be heard, and `REACH` on both sides."""
        start = round(samples(self.at_ms) * self.time_map.factor) + self.time_map.offset_samples - REACH
        return start, start + self.length + 2 * REACH

    def is_late(self, *, blurred: bool) -> bool:
        """Tell whether it is further off its time than it can be in a file as written; over music and in Opus, more."""
        tolerances_ms = _BLURRED_MS if blurred else _TOLERANCES_MS
        return self.late_ms is not None and abs(self.late_ms) > tolerances_ms[self.by]

    def unless_doubtful(self, *, over_music: bool) -> "Cue":
        """Return it as it is heard; if that is not as planned, as not timed: too much else is heard in its place."""
        if self.state == "heard" and not self.is_late(blurred=over_music):
            return self
        return replace(self, state="not timed", by="nothing", late_ms=None, level_db=None, instead="")


def planned_cues(timeline: Timeline, way: TimeMap) -> Iterator[Cue]:
    """Yield a timeline's events as cues that are not looked for yet, along a way through a file."""
    events = timeline.events
    quiet_from_ms = accumulate((event.end_ms for event in events), max, initial=-_NEVER_MS)
    next_ms = (*(event.start_ms for event in events[1:]), _NEVER_MS)
    for event, before_ms, after_ms in zip(events, quiet_from_ms, next_ms, strict=False):
        yield Cue(
            at_ms=event.start_ms,
            end_ms=event.end_ms,
            name=event.clip[1],
            track=event.track,
            step=event.step,
            anchored=event.anchored,
            time_map=way,
            is_alone=before_ms + _ALONE_MS <= event.start_ms
            and event.end_ms + _ALONE_MS <= after_ms
            and not timeline.steps[event.step].facts.cadence,
        )


def other_ways(length: int, planned: int) -> Iterator[TimeMap]:
    """Yield how a file of another length may follow its plan, if not as planned.

    Either everything from some cue on is moved, or all of it is stretched.
    """
    stretch = length / planned
    if abs(length - planned) > REACH:
        yield TimeMap(kind="moved", offset_samples=length - planned)
        if abs(stretch - 1) <= _MOST_STRETCH:
            yield TimeMap(kind="stretched", factor=stretch)


def most_likely(tried: Sequence[Sequence[Cue]]) -> list[Cue]:
    """Return the cues as they are heard along the maps that fit best: as planned up to some cue, then along one map.

    Args:
        tried: all cues along each map, as planned first.
    """
    before = [*accumulate(map(_score, tried[0]), initial=0.0)]
    choices = []
    for way, cues in enumerate(tried):
        after = [*accumulate(map(_score, reversed(cues)), initial=0.0)][::-1]
        choices += [(sum(scores), at, way) for at, scores in enumerate(zip(before, after, strict=True))]
    _, at, way = max(choices)
    return [*tried[0][:at], *_moved_as_heard(tried[way][at:])]


def _score(cue: Cue) -> float:
    """Return how well a cue is heard: 1 exactly at its time, 0 not at all."""
    return 0.0 if cue.late_ms is None else 1.0 - abs(cue.late_ms) / _WORST_MS


def _moved_as_heard(cues: Sequence[Cue]) -> Sequence[Cue]:
    """Return moved cues by as much as they say themselves: it is more exact than what the file's length says."""
    if not cues or cues[0].time_map.kind != "moved":
        return cues
    off_ms = median([cue.late_ms for cue in cues if cue.by == "clip" and cue.late_ms is not None] or [0.0])
    offset_samples = cues[0].time_map.offset_samples + round(off_ms * SAMPLES_PER_MS)
    moved = replace(cues[0].time_map, offset_samples=offset_samples)
    return [replace(cue, time_map=moved, late_ms=cue.late_ms and cue.late_ms - off_ms) for cue in cues]
