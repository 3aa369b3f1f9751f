"""Each cue of a timeline as it is heard in a file: whether, when, and how loud.

A built-in signal is known sample by sample, and is found by cross-correlation: noise of the codec does not correlate
with it, so the peak stands at its very sample. Of speech only the text is known: it is found by where it becomes
audible and how long it lasts, which is less exact.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median
from typing import Final, Literal

import numpy as np

from repcast.plan.timeline import ClipKey, Event, Track
from repcast.sound.clips import FLOOR_DBFS, LONGEST_EARCON_MS, ONSET_DB
from repcast.sound.levels import Pcm
from repcast.units import MINUTE_MS, SAMPLE_RATE_HZ, SAMPLES_PER_MS, db_to_gain, gain_to_db, samples

REACH: Final = 50 * SAMPLES_PER_MS  # how far around its place a cue is looked for: two MP3 frames, a lost encoder delay
_ALONE_MS: Final = 60  # without any other cue: longer than two MP3 frames, and than `REACH`
_LONGEST_MS: Final[Mapping[Track, int]] = {"voice": MINUTE_MS, "earcon": LONGEST_EARCON_MS}  # of a cue that is heard
_NEVER_MS: Final = 1 << 62
_MOST_STRETCH: Final = 0.05
_ONSET_MS: Final = 0.5  # a sound's start is known to the millisecond: this is its middle
_END_MS: Final = 20.0  # so much longer or shorter a text may be than planned: MP3 smears its end by up to 5 ms
_ALIKE: Final = 0.7  # correlation: the same sound at 32 kbit/s has 0.98; two signals have less than 0.55
_ALIKE_AMONG_OTHERS: Final = 0.25  # where another sound is heard with the cue
_WORST_MS: Final = 100.0  # that a cue may be late and still speak for a time map
_FAINTEST: Final = 1e-6
# MP3 alone shifts a signal by no sample, but music can resemble a beep. The start of a text is found by a threshold:
# MP3's pre-echo reaches it early, and a limiter lifts what comes before a peak: 5.4 ms at -14 LUFS.
_TOLERANCES_MS: Final = {"clip": 1.0, "onset": 8.0}
_OVER_MUSIC_MS: Final = {"clip": 2.0}

By = Literal["clip", "onset", "nothing"]


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeMap:
    """Where a plan's moments stand in a file: a planned sample `at` at `at * factor + offset_samples`."""

    kind: Literal["planned", "moved", "stretched"] = "planned"
    factor: float = 1.0
    offset_samples: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """How a file was written.

    Attributes:
        known: signals of which every sample is known, as loud as they were written.
        over_music: whether there is music under all of it.
        is_loud: whether the limiter changes sounds that are heard together.
        faint: the tracks that are too soft to be found for certain.
    """

    known: Mapping[ClipKey, Pcm]
    over_music: bool = False
    is_loud: bool = False
    faint: frozenset[Track] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpectedCue:
    """An event of a timeline; whether no other one is heard with it, and none when it begins."""

    event: Event
    is_alone: bool
    begins_alone: bool

    @property
    def length(self) -> int:
        """In samples."""
        return samples(min(self.event.end_ms - self.event.start_ms, _LONGEST_MS[self.event.track]))

    def span(self, time_map: TimeMap) -> tuple[int, int]:
        """Return the samples in which it should be heard, and `REACH` on both sides."""
        start = round(samples(self.event.start_ms) * time_map.factor) + time_map.offset_samples - REACH
        return start, start + self.length + 2 * REACH


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """An event of a timeline, as it is heard.

    Attributes:
        at_ms: when it is planned, and with `end_ms` until when.
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
    time_map: TimeMap = TimeMap()
    state: Literal["heard", "missing", "other", "not timed"] = "not timed"
    by: By = "nothing"
    late_ms: float | None = None
    level_db: float | None = None
    instead: str = ""

    def is_late(self, *, over_music: bool) -> bool:
        """Tell whether it is further off its time than it can be in a file as written."""
        tolerances_ms = _OVER_MUSIC_MS if over_music else _TOLERANCES_MS
        return self.late_ms is not None and abs(self.late_ms) > tolerances_ms[self.by]

    def untimed(self) -> "Cue":
        """Return it without what is heard of it."""
        return replace(self, state="not timed", by="nothing", late_ms=None, level_db=None, instead="")


def expected_cues(events: Sequence[Event]) -> Iterator[ExpectedCue]:
    """Yield a timeline's events."""
    quiet_from_ms = -_NEVER_MS
    for event, after in pairwise((*events, None)):
        assert event is not None
        next_ms = after.start_ms if after else _NEVER_MS
        is_first = quiet_from_ms + _ALONE_MS <= event.start_ms
        yield ExpectedCue(
            event=event,
            is_alone=is_first and event.end_ms + _ALONE_MS <= next_ms,
            begins_alone=is_first and event.start_ms + _ALONE_MS <= next_ms,
        )
        quiet_from_ms = max(quiet_from_ms, event.end_ms)


def hypotheses(length: int, planned: int) -> tuple[TimeMap, ...]:
    """Return how a file of another length may follow its plan; the first is as planned.

    Either everything from some cue on is moved, or all of it is stretched.
    """
    if abs(length - planned) <= REACH:
        return (TimeMap(),)
    moved, stretch = TimeMap(kind="moved", offset_samples=length - planned), length / planned
    stretched = (TimeMap(kind="stretched", factor=stretch),) if abs(stretch - 1) <= _MOST_STRETCH else ()
    return (TimeMap(), moved, *stretched)


def not_timed(event: Event, time_map: TimeMap) -> Cue:
    """Return a cue that is not looked for along a map."""
    return Cue(
        at_ms=event.start_ms,
        end_ms=event.end_ms,
        name=event.clip[1],
        track=event.track,
        step=event.step,
        anchored=event.anchored,
        time_map=time_map,
    )


def heard(cue: ExpectedCue, time_map: TimeMap, window: Pcm, written: Written, *, names_other: bool = True) -> Cue:
    """Return a cue as it is heard in a window.

    Args:
        cue: what is looked for.
        time_map: where.
        window: from `REACH` before its place to `REACH` after its end.
        written: how the file was written.
        names_other: whether to find out which signal is heard in its place.
    """
    event, found = cue.event, not_timed(cue.event, time_map)
    if event.track in written.faint:
        return found
    begin, end = _audible_range(window)
    clip = written.known.get(event.clip) if cue.is_alone or not written.is_loud else None
    if not end:
        return replace(found, state="missing", by="nothing" if clip is None else "clip")
    if clip is not None:
        late_ms, gain_db, likeness = _match(window, clip)
        if likeness >= (_ALIKE if cue.is_alone and not written.over_music else _ALIKE_AMONG_OTHERS):
            level_db = gain_db if cue.is_alone else None
            return replace(found, state="heard", by="clip", late_ms=late_ms, level_db=level_db)
        if not cue.is_alone:
            return replace(found, state="missing", by="clip")
        return replace(found, state="other", by="clip", instead=_instead(window, written) if names_other else "")
    if not cue.begins_alone or written.over_music:
        return replace(found, state="heard")
    is_whole = not cue.is_alone or abs(end - begin - cue.length) <= _END_MS * SAMPLES_PER_MS
    if begin and is_whole:  # else something is heard before it, or not all of it
        late_ms = (begin - REACH) / SAMPLES_PER_MS + _ONSET_MS
        return replace(found, state="heard", by="onset", late_ms=late_ms)
    return replace(found, state="other" if cue.is_alone else "missing", by="onset")


def _instead(window: Pcm, written: Written) -> str:
    """Return which known signal is heard; empty for none."""
    window = np.pad(window, (0, SAMPLE_RATE_HZ))  # as long as the longest of them
    return next((name for (_, name), clip in written.known.items() if _match(window, clip)[2] >= _ALIKE), "")


def most_likely(tried: Sequence[Sequence[Cue]]) -> tuple[Cue, ...]:
    """Return the cues as they are heard along the maps that fit best: as planned up to some cue, then along one map.

    Args:
        tried: all cues along each map, as planned first.
    """
    before = [*accumulate(map(_score, tried[0]), initial=0.0)]
    after = [[*accumulate(map(_score, reversed(cues)), initial=0.0)][::-1] for cues in tried]
    choices = ((at, way) for way in range(len(tried)) for at in range(len(before)))
    at, way = max(choices, key=lambda choice: (before[choice[0]] + after[choice[1]][choice[0]], choice[0]))
    rest = tried[way][at:]
    off_ms = median([cue.late_ms for cue in rest if cue.by == "clip" and cue.late_ms is not None] or [0.0])
    if way and rest[0].time_map.kind == "moved":  # the cues tell by how much, better than the file's length does
        offset_samples = rest[0].time_map.offset_samples + round(off_ms * SAMPLES_PER_MS)
        moved = replace(rest[0].time_map, offset_samples=offset_samples)
        rest = [replace(cue, time_map=moved, late_ms=cue.late_ms and cue.late_ms - off_ms) for cue in rest]
    return (*tried[0][:at], *rest)


def _score(cue: Cue) -> float:
    """Return how well a cue is heard: 1 exactly at its time, 0 not at all."""
    return 0.0 if cue.late_ms is None else 1.0 - abs(cue.late_ms) / _WORST_MS


def _match(window: Pcm, clip: Pcm) -> tuple[float, float, float]:
    """Return where in a window a clip is found: how late in ms, how loud in dB, and how alike (1 for the same)."""
    window = window[: len(clip) + 2 * REACH]
    size = 1 << (len(window) - 1).bit_length()  # what goes round lies beyond what is looked at
    correlation = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(clip, size)), size)[: 2 * REACH + 1]
    at = int(np.argmax(correlation))
    there = window[at : at + len(clip)]
    own, theirs = float(np.dot(clip, clip)), float(np.dot(there, there))
    peak = max(0.0, float(correlation[at]))
    gain_db = gain_to_db(max(peak / own, _FAINTEST))
    return (at - REACH) / SAMPLES_PER_MS, gain_db, peak / max((own * theirs) ** 0.5, own * _FAINTEST)


def _audible_range(window: Pcm) -> tuple[int, int]:
    """Return the first sample and the end of what is audible, to the millisecond at its end; twice 0 of silence."""
    peak, floor = float(np.abs(window).max(initial=0)), db_to_gain(FLOOR_DBFS)
    if peak < floor:
        return 0, 0
    threshold = max(peak * db_to_gain(ONSET_DB), floor)
    sums = np.concatenate([[0.0], np.cumsum(window.astype(np.float64) ** 2)])
    power = (sums[SAMPLES_PER_MS:] - sums[:-SAMPLES_PER_MS]) / SAMPLES_PER_MS
    reached = np.flatnonzero(power >= threshold**2)
    return (int(reached[0]), int(reached[-1]) + SAMPLES_PER_MS) if len(reached) else (0, 0)
