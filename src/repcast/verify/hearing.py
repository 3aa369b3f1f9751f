"""What is heard in a file: whether each cue is, when, and how loud; and what else is, where nothing is planned.

A built-in signal is known sample by sample, and is found by cross-correlation: noise of the codec does not correlate
with it, so the peak stands at its very sample. Of speech only the text is known: it is found by where it becomes
audible and how long it lasts, which is less exact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from repcast.plan.timeline import Timeline
from repcast.sound.levels import Pcm
from repcast.sound.segments import FLOOR_DBFS, ONSET_DB, RELEASE_DB
from repcast.units import SAMPLES_PER_MS, SECOND_MS, db_to_gain, gain_to_db
from repcast.verify.cues import AS_PLANNED, REACH, Cue, TimeMap, planned_cues
from repcast.verify.stream import windows
from repcast.verify.written import Written

_MOST_HEARD: Final = 2_000  # cues that are looked for, evenly chosen: an hour of training has fewer
_UNPLANNED_DBFS: Final = -45.0  # the noise of `keep_awake` peaks at -57
_MARGIN_MS: Final = 60  # around a cue: what MP3 smears of it
_ONSET_MS: Final = 0.5  # a sound's start is known to the millisecond: this is its middle
_END_MS: Final = 20.0  # so much longer or shorter a text may be than planned: MP3 smears its end by up to 5 ms
_ALIKE: Final = 0.7  # correlation: the same sound at 32 kbit/s has 0.98; two signals have less than 0.55
_ALIKE_AMONG_OTHERS: Final = 0.25  # where another sound is heard with the cue
_FAINTEST: Final = 1e-6
_OFFSET: Final = 10 * SAMPLES_PER_MS  # longer than the period of any voice


def listen(passing: Iterable[Pcm], timeline: Timeline, way: TimeMap, written: Written) -> list[Cue]:
    """Return a timeline's events as they are heard along a way through a file, whose blocks pass to the last one."""
    cues = [*planned_cues(timeline, way)]
    chosen = range(0, len(cues), -(-len(cues) // _MOST_HEARD) or 1)
    spans = [cues[number].span for number in chosen]
    for number, window in zip(chosen, windows(passing, spans), strict=True):
        cues[number] = heard(cues[number], window, written)
    return cues


def gaps_watched(blocks: Iterable[Pcm], timeline: Timeline, unplanned_ms: dict[int, int]) -> Iterator[Pcm]:
    """Yield blocks as they are, and note what is heard that is not planned.

    Args:
        blocks: of a file, a second each, shape (channels, n).
        timeline: all that is planned.
        unplanned_ms: takes for each gap in which something is heard when it begins.
    """
    planned = [(event.start_ms, event.end_ms) for event in timeline.events]
    planned += [(step.start_ms, step.end_ms) for step in timeline.steps if step.facts.cadence]
    starts_ms = sorted(start_ms - _MARGIN_MS for start_ms, _ in planned)
    ends_ms = sorted(end_ms + _MARGIN_MS for _, end_ms in planned)
    for second, block in enumerate(blocks):
        of_each_ms = np.arange(0, block.shape[1], SAMPLES_PER_MS)
        peaks = np.maximum.reduceat(np.abs(block).max(axis=0), of_each_ms)
        at_ms = second * SECOND_MS + np.flatnonzero(peaks > db_to_gain(_UNPLANNED_DBFS))
        begun, over = (np.searchsorted(edges_ms, at_ms, side="right") for edges_ms in (starts_ms, ends_ms))
        for gap, moment_ms in zip(begun[begun == over], at_ms[begun == over], strict=True):
            unplanned_ms.setdefault(int(gap), int(moment_ms))
        yield block


def heard(cue: Cue, window: Pcm, written: Written) -> Cue:
    """Return a cue as it is heard in its window."""
    begin, end = _audible_range(window)
    clip = written.signals.get(cue.name) if cue.track == "earcon" else None
    if cue.track in written.faint:
        return cue
    if not end:
        return replace(cue, state="missing")
    if clip is not None:
        return _compared(cue, window, clip, written)
    if written.over_music or not cue.is_alone:
        return replace(cue, state="heard")
    if not begin or abs(end - begin - cue.length) > _END_MS * SAMPLES_PER_MS:  # something before it, or not all of it
        return replace(cue, state="other", by="onset")
    return replace(cue, state="heard", by="onset", late_ms=(begin - REACH) / SAMPLES_PER_MS + _ONSET_MS)


def _compared(cue: Cue, window: Pcm, clip: Pcm, written: Written) -> Cue:
    """Return a signal as it is heard, compared with its clip; one among other cues is never missed."""
    late_ms, level_db, likeness = _match(window, clip)
    if likeness >= (_ALIKE if cue.is_alone and not written.over_music else _ALIKE_AMONG_OTHERS):
        return replace(cue, state="heard", by="clip", late_ms=late_ms, level_db=level_db if cue.is_alone else None)
    if not cue.is_alone:
        return replace(cue, state="heard")
    is_named = cue.time_map is AS_PLANNED  # finding the name is as much work as five cues
    return replace(cue, state="other", by="clip", instead=_instead(window, written) if is_named else "")


def _instead(window: Pcm, written: Written) -> str:
    """Return which built-in signal is heard; empty for none."""
    alike = (name for name, clip in written.signals.items() if _match(window, clip)[-1] >= _ALIKE)
    return next(alike, "")


def _match(window: Pcm, clip: Pcm) -> tuple[float, float, float]:
    """Return where in a window a clip is found: how late in ms, how loud in dB, and how alike (1 for the same)."""
    size = len(clip) + 2 * REACH  # what goes round lies beyond what is looked at
    window = window[:size]
    correlation = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(clip, size)), size)[: 2 * REACH + 1]
    at = int(np.argmax(correlation))
    there = window[at : at + len(clip)]
    own, theirs = float(np.dot(clip, clip)), float(np.dot(there, there))
    peak = max(0.0, float(correlation[at]))
    level_db = gain_to_db(max(peak / own, _FAINTEST))
    return (at - REACH) / SAMPLES_PER_MS, level_db, peak / max((own * theirs) ** 0.5, own * _FAINTEST)


def _audible_range(window: Pcm) -> tuple[int, int]:
    """Return the first sample and the end of what is audible, to the millisecond at its end; twice 0 of silence."""
    peak, floor = float(np.abs(window).max(initial=0)), db_to_gain(FLOOR_DBFS)
    if peak < floor:
        return 0, 0
    begun, lasting = (
        np.flatnonzero(_power(sound) >= max(peak * db_to_gain(level_db), floor) ** 2)
        for sound, level_db in ((window, ONSET_DB), (_without_offset(window), RELEASE_DB))
    )
    return (int(begun[0]), int(lasting[-1]) + SAMPLES_PER_MS) if len(begun) and len(lasting) else (0, 0)


def _power(sound: Pcm) -> npt.NDArray[np.float64]:
    """Return the power of the millisecond from each sample on."""
    sums = np.concatenate([[0.0], np.cumsum(sound.astype(np.float64) ** 2)])
    return np.asarray((sums[SAMPLES_PER_MS:] - sums[:-SAMPLES_PER_MS]) / SAMPLES_PER_MS)


def _without_offset(window: Pcm) -> Pcm:
    """Return a sound without what is constant from each sample on.

    A word that an engine ends beside zero goes on in Opus as an offset that nobody hears, and that fades over 100 ms.
    """
    padded = np.concatenate([window, np.full(_OFFSET, window[-1])]).astype(np.float64)
    sums = np.concatenate([[0.0], np.cumsum(padded)])
    return np.asarray(window - (sums[_OFFSET:-1] - sums[: -_OFFSET - 1]) / _OFFSET, dtype=np.float32)
