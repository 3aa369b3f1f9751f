"""How loud the music is at each moment: it fades at the file's ends, ducks under the voice, and changes with the step.

Times count in milliseconds from the file's start; between two points, an envelope is a straight line.
"""

from collections.abc import Collection
from itertools import groupby, pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from repcast.plan.timeline import Timeline
from repcast.units import SAMPLES_PER_MS

DUCKED_DB: Final = -12.0
DUCK_EARLY_MS: Final = 150  # before the word
DUCK_ATTACK_MS: Final = 250
DUCK_RELEASE_MS: Final = 800
DUCK_HOLD_MS: Final = 1_500  # the music stays ducked through a shorter gap between two words
FADE_IN_MS: Final = 2_000
FADE_OUT_MS: Final = 4_000
CROSS_FADE_MS: Final = 400

Points = tuple[tuple[int, float], ...]
Values = npt.NDArray[np.float32]


class Curve:
    """An envelope, as it is applied to samples."""

    def __init__(self, points: Points) -> None:
        times_ms, values = zip(*(points or ((0, 0.0),)), strict=True)
        self._at_samples = np.asarray(times_ms, dtype=np.int64) * SAMPLES_PER_MS
        self._values = np.asarray(values, dtype=np.float32)

    def between(self, start: int, end: int) -> Values:
        """Return its value at the samples `[start, end)`: shape (end - start,), or () where it does not change."""
        first = max(0, int(np.searchsorted(self._at_samples, start, side="right")) - 1)
        after = int(np.searchsorted(self._at_samples, end)) + 1
        at_samples, values = self._at_samples[first:after], self._values[first:after]
        if np.all(values == values[0]):
            return values[:1].reshape(())
        return np.asarray(np.interp(np.arange(start, end), at_samples, values), dtype=np.float32)


def ducking_db(timeline: Timeline) -> Points:
    """Return the gain of the music under the voice, in decibels."""
    points: list[tuple[int, float]] = []
    for start_ms, end_ms in _spoken(timeline):
        full_at_ms = start_ms - DUCK_EARLY_MS
        points += [
            (full_at_ms - DUCK_ATTACK_MS, 0.0),
            (full_at_ms, DUCKED_DB),
            (end_ms, DUCKED_DB),
            (end_ms + DUCK_RELEASE_MS, 0.0),
        ]
    return tuple(points)


def _spoken(timeline: Timeline) -> list[tuple[int, int]]:
    """Return the ranges with speech; those with only a short gap between them are one."""
    spoken: list[tuple[int, int]] = []
    for event in timeline.events:
        if event.track != "voice":
            continue
        if spoken and event.start_ms - spoken[-1][1] < DUCK_HOLD_MS:
            spoken[-1] = (spoken[-1][0], event.end_ms)
        else:
            spoken.append((event.start_ms, event.end_ms))
    return spoken


def fades(duration_ms: int) -> Points:
    """Return the share of the music at the file's ends, from 0 to 1."""
    half_ms = duration_ms // 2
    fade_in_ms, fade_out_ms = min(FADE_IN_MS, half_ms), min(FADE_OUT_MS, half_ms)
    return (0, 0.0), (fade_in_ms, 1.0), (duration_ms - fade_out_ms, 1.0), (duration_ms, 0.0)


def presence(timeline: Timeline, chosen: Collection[int]) -> Points:
    """Return the share, from 0 to 1, of the music that belongs to some steps, which are given by their indices.

    It changes within `CROSS_FADE_MS` around the edges of these steps.
    """
    by_presence = groupby(timeline.steps, lambda each: each.index in chosen)
    runs = [(is_heard, [*steps]) for is_heard, steps in by_presence]
    points: list[tuple[int, float]] = [(0, float(runs[0][0]))]
    for (before, ending), (after, starting) in pairwise(runs):
        edge_ms = starting[0].start_ms
        shorter_ms = min(edge_ms - ending[0].start_ms, starting[-1].end_ms - edge_ms)
        half_ms = min(CROSS_FADE_MS, shorter_ms) // 2
        points += [(edge_ms - half_ms, float(before)), (edge_ms + half_ms, float(after))]
    return (*points, (timeline.duration_ms, float(runs[-1][0])))
