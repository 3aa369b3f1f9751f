"""What is heard between the cues, where a plan has nothing."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from repcast.plan.timeline import Timeline
from repcast.units import SECOND_MS, db_to_gain, samples
from repcast.verify.sought import Listen

_MARGIN_MS: Final = 60  # around a cue: what MP3 smears of it
_HEARD_DBFS: Final = -45.0  # the noise of `keep_awake` peaks at -57
_PIECE_MS: Final = 10 * SECOND_MS  # of a gap that are listened to at once


def unplanned_ms(timeline: Timeline, listen: Listen) -> Iterator[int]:
    """Yield, for each gap between cues in which something is heard, when."""
    loudest = db_to_gain(_HEARD_DBFS)
    pieces = [*_pieces(timeline)]
    last_gap = -1
    for (gap, start_ms, _), window in zip(pieces, listen(map(_span, pieces)), strict=True):
        heard = np.flatnonzero(np.abs(window) > loudest)
        if len(heard) and gap != last_gap:
            last_gap = gap
            yield start_ms + int(heard[0]) // samples(1)


def _span(piece: tuple[int, int, int]) -> tuple[int, int]:
    _, start_ms, end_ms = piece
    return samples(start_ms), samples(end_ms)


def _pieces(timeline: Timeline) -> Iterator[tuple[int, int, int]]:
    """Yield each gap's number and, piece by piece, where it begins and ends."""
    for gap, (from_ms, to_ms) in enumerate(_gaps(timeline)):
        for start_ms in range(from_ms, to_ms, _PIECE_MS):
            yield gap, start_ms, min(start_ms + _PIECE_MS, to_ms)


def _gaps(timeline: Timeline) -> Iterator[tuple[int, int]]:
    quiet_from_ms = 0
    for event in timeline.events:
        yield quiet_from_ms, event.start_ms - _MARGIN_MS
        quiet_from_ms = max(quiet_from_ms, event.end_ms + _MARGIN_MS)
    yield quiet_from_ms, timeline.duration_ms
