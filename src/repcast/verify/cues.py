"""Each cue of a timeline, as it is heard in a file: when, how loud, and whether at all."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from statistics import median
from typing import Final, Literal

import numpy as np

from repcast.plan.timeline import Timeline, Track
from repcast.sound.levels import Pcm
from repcast.units import SAMPLES_PER_MS, SECOND_MS, db_to_gain, samples
from repcast.verify.expected import ExpectedCue, TimeMap
from repcast.verify.listener import ONSET_EXACT_MS, Heard, Listener, Variant
from repcast.verify.stream import Window

By = Literal["clip", "again", "onset", "nothing"]
Places = Sequence[tuple[ExpectedCue, TimeMap]]
"""Cues, and along which map each is looked for."""

_MISSING_DB: Final = 8.0  # below the file's other cues: all speech is equally loud to 2 dB, all signals exactly
_MOST_NAMED: Final = 12  # cues, of which it is told what is heard in their place
_WORST_MS: Final = 100.0  # that a cue may be late, and still speak for a hypothesis
_MARGIN_MS: Final = 60  # around a cue: what MP3 smears of it
_HEARD_DBFS: Final = -45.0  # the noise of `keep_awake` peaks at -57
_PIECE_MS: Final = 10 * SECOND_MS  # of a gap that are listened to at once
# Off its time: MP3 alone moves what is compared by no sample; but in music a beep has likenesses, and another
# hearing of a cue has other music in it.
_TOLERANCES_MS: Final = {"clip": 1.0, "again": 1.0, "onset": ONSET_EXACT_MS}
_OVER_MUSIC_MS: Final = {"clip": 2.0, "again": 10.0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """An event of the timeline, as it is heard.

    Attributes:
        at_ms: when it is planned, and with `end_ms` until when.
        state: `other` where another sound is heard in its place; `not timed` where it is too faint to be looked for, or
            is not found in a sound that is as written all the same.
        by: what it was compared with: its clip; another hearing of it; the silence around it; or nothing.
        time_map: where it was looked for.
        late_ms: against that; None where it could not be timed.
        level_db: against what was written, or against other hearings; None where other cues are heard with it.
        instead: what is heard in its place, where that is known.
    """

    at_ms: int
    end_ms: int
    name: str
    track: Track
    step: int
    anchored: bool
    state: Literal["heard", "missing", "other", "not timed"]
    by: By
    time_map: TimeMap
    late_ms: float | None = None
    level_db: float | None = None
    instead: str = ""

    def is_late(self, *, over_music: bool) -> bool:
        """Tell whether it is further off its time than it can be in a file as written."""
        tolerances_ms = _OVER_MUSIC_MS if over_music else _TOLERANCES_MS
        return self.late_ms is not None and abs(self.late_ms) > tolerances_ms[self.by]

    def trusted(self, *, over_music: bool) -> "Cue":
        """Return it as it is in a sound that is as written: not timed, where it is not found at its time."""
        if self.state == "heard" and not self.is_late(over_music=over_music):
            return self
        return replace(self, state="not timed", by="nothing", late_ms=None, level_db=None)


def cue_windows(places: Places, listener: Listener, heard: dict[int, Heard | None]) -> list[Window]:
    """Return where to listen for cues; what is heard goes into `heard`, by its place in `places`."""

    def taking(index: int) -> Callable[[Pcm], None]:
        return lambda pcm: heard.update({index: listener.hear(places[index][0], pcm)})

    return [Window(*cue.span(time_map), taking(index)) for index, (cue, time_map) in enumerate(places)]


def gap_windows(timeline: Timeline, heard_ms: dict[int, int]) -> Iterator[Window]:
    """Yield where nothing is planned; when first something is heard in a gap goes into `heard_ms`, by the gap's end."""

    def taking(start_ms: int, gap_ms: int) -> Callable[[Pcm], None]:
        def take(pcm: Pcm) -> None:
            loud = np.flatnonzero(np.abs(pcm) > db_to_gain(_HEARD_DBFS))
            if len(loud):
                heard_ms.setdefault(gap_ms, start_ms + int(loud[0]) // samples(1))

        return take

    quiet_from_ms = 0
    edges_ms = ((event.start_ms - _MARGIN_MS, event.end_ms + _MARGIN_MS) for event in timeline.events)
    for to_ms, quiet_again_ms in [*edges_ms, (timeline.duration_ms, 0)]:
        for at_ms in range(quiet_from_ms, to_ms, _PIECE_MS):
            yield Window(samples(at_ms), samples(min(at_ms + _PIECE_MS, to_ms)), taking(at_ms, to_ms))
        quiet_from_ms = max(quiet_from_ms, quiet_again_ms)


def most_likely_places(tried: Places, heard: Mapping[int, Heard | None], count: int) -> Places:
    """Return where most cues are heard: as planned up to some cue, and along another map from there on.

    Args:
        tried: all cues along each map that the file may follow, as planned first.
        heard: by a listener that does not learn, by the place in `tried`.
        count: of the cues.
    """
    ways = [range(start, start + count) for start in range(0, len(tried), count)]
    before = [*accumulate((_score(heard[index]) for index in ways[0]), initial=0.0)]
    after = [[*accumulate((_score(heard[index]) for index in reversed(way)), initial=0.0)][::-1] for way in ways]
    choices = ((at, way) for way in range(len(ways)) for at in range(count + 1))
    at, way = max(choices, key=lambda choice: (before[choice[0]] + after[choice[1]][choice[0]], choice[0]))
    chosen = ways[way][at:]
    rest = [tried[index] for index in chosen]
    late_ms = median([found.late_ms for index in chosen if (found := heard[index]) and found.variant] or [0.0])
    if rest and rest[0][1].kind == "moved":  # the cues tell by how much, better than the file's length does
        moved = replace(rest[0][1], offset_samples=rest[0][1].offset_samples + round(late_ms * SAMPLES_PER_MS))
        rest = [(cue, moved) for cue, _ in rest]
    return [*tried[:at], *rest]


def _score(heard: Heard | None) -> float:
    """Return how well a cue is heard: 1 exactly at its time, 0 not at all."""
    if not heard or not heard.is_whole:
        return 0.0
    late_ms = heard.late_ms if heard.variant else heard.onset_ms if heard.level_db is None else None
    return 0.0 if late_ms is None else 1.0 - abs(late_ms) / _WORST_MS


def cues_of(places: Places, heard: Mapping[int, Heard | None], listener: Listener) -> tuple[Cue, ...]:
    """Return the cues as they are heard; arguments as `cue_windows` has them."""
    usual_db = _usual_db(places, heard)
    cues = [_cue(*place, heard[index], listener, usual_db) for index, place in enumerate(places)]
    for index in [index for index, cue in enumerate(cues) if cue.state == "other"][:_MOST_NAMED]:
        if (found := heard[index]) and found.variant:
            cues[index] = replace(cues[index], instead=listener.name_of(found.variant))
    return tuple(cues)


def _usual_db(places: Places, heard: Mapping[int, Heard | None]) -> dict[Variant | None, float]:
    """Return how loud each variant is usually heard: the known ones, as None, all together."""
    levels_db = defaultdict[Variant | None, list[float]](list)
    for index, (cue, _) in enumerate(places):
        found = heard[index]
        if found and found.variant and found.level_db is not None and cue.is_alone:
            levels_db[None if found.variant.is_known else found.variant].append(found.level_db)
    return {variant: median(levels) for variant, levels in levels_db.items()}


def _cue(
    cue: ExpectedCue,
    time_map: TimeMap,
    heard: Heard | None,
    listener: Listener,
    usual_db: Mapping[Variant | None, float],
) -> Cue:
    event, usual = cue.event, listener.usual(cue.event.clip)
    planned = Cue(
        at_ms=event.start_ms,
        end_ms=event.end_ms,
        name=event.clip[1],
        track=event.track,
        step=event.step,
        anchored=event.anchored,
        state="not timed",
        by="nothing",
        time_map=time_map,
    )
    if heard is None:
        return planned
    by: By = "onset" if cue.begins_alone and not listener.written.over_music else "nothing"
    is_itself, late_ms, level_db, is_soft = heard.is_whole, heard.onset_ms, None, False
    if usual and heard.level_db is not None:
        by, is_itself = ("clip" if usual.is_known else "again"), heard.variant is usual
        off_ms = usual.onset_ms or 0.0
        late_ms = heard.late_ms + (off_ms if abs(off_ms) > ONSET_EXACT_MS else 0.0)
        floor_db = usual_db.get(None if usual.is_known else usual, 0.0)
        is_soft = heard.level_db < floor_db - _MISSING_DB
        level_db = heard.level_db - (0.0 if usual.is_known else floor_db)
    if not heard.is_audible or is_soft or not (is_itself or cue.is_alone):
        return replace(planned, by=by, state="missing")
    if not is_itself:
        return replace(planned, by=by, state="other")
    return replace(planned, by=by, state="heard", late_ms=late_ms, level_db=level_db if cue.is_alone else None)
