"""Whether a file still is what repcast wrote: its tags, its digest and its sound, measured against its own plan."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from repcast.files.embedded import Embedded
from repcast.plan.timeline import Timeline
from repcast.progress import StageReport, no_report
from repcast.sound.clips import earcons
from repcast.sound.gains import louder_by_track_db
from repcast.sound.levels import Pcm, ceiling_dbfs, gain_for_loudness, limit_peaks
from repcast.units import MINUTE_MS, SAMPLE_RATE_HZ, SECOND_MS, db_to_gain, samples
from repcast.verify.agreement import contradictions
from repcast.verify.cues import Cue, Written, expected_cues, heard, hypotheses, most_likely, not_timed
from repcast.verify.findings import Finding, Verification, findings
from repcast.verify.stream import Measurement, Tell, blocks, measured, windows

__all__ = ["Cue", "Finding", "Measurement", "Verification", "verify"]

_MUSIC: Final = "music"  # as `files.embedded` names what it leaves out
_DIGEST_DIGITS: Final = 64
_LAME_DB: Final = -0.45  # libmp3lame encodes everything at 0.95 of its amplitude
_LOUD_DB: Final = 2.0  # louder than usual: of sounds heard together, the limiter leaves none as it was
_FAINT_DB: Final = -20.5  # softer than usual: the start of a word is lost in noise
_FAINT_OVER_MUSIC_DB: Final = -9.0  # against the music
_MARGIN_MS: Final = 60  # around a cue: what MP3 smears of it
_HEARD_DBFS: Final = -45.0  # the noise of `keep_awake` peaks at -57
_PIECE_MS: Final = 10 * SECOND_MS  # of a gap are listened to at once
_MOST_HEARD: Final = 2_000  # times that a cue is looked for, evenly chosen: an hour of training has fewer
_MOST_NAMED: Final = 100  # cues of which it is found out what is heard instead: as much work as seven others
_LONGER_PART: Final = 10  # a file is decoded to a tenth beyond its plan,
_LONGER_MS: Final = 10 * MINUTE_MS  # and ten minutes: what is put in is found, and a file of any length ends

_Search = tuple[tuple[int, int], Callable[[Pcm], None]]
"""A range of samples, and what takes the window there."""


def verify(path: Path, embedded: Embedded, report: StageReport = no_report) -> Verification:
    """Measure a file against what its tags hold.

    Args:
        path: of the file, which is decoded twice.
        embedded: what its tags hold.
        report: is called with the samples decoded so far, and in all.

    Raises:
        NoEmbeddedSession: there is no sound in it.
    """
    timeline, written, edits = embedded.timeline, _written(embedded), [*contradictions(embedded)]
    planned = samples(timeline.duration_ms)

    def telling(stage: str) -> Tell:
        return lambda done: report(stage, min(done, planned), planned)

    most = planned + planned // _LONGER_PART + samples(_LONGER_MS)
    sound = measured(path, most, telling("Measuring"))
    as_written = sound.digest == embedded.sound if embedded.sound else None
    if sound.format == "mp3" and len(embedded.sound) != _DIGEST_DIGITS:
        edits.append("they do not say what the sound was")
    is_certain = bool(as_written) and not edits
    is_quiet = sound.length == planned and not (is_certain or written.over_music)
    maps = hypotheses(sound.length, planned)[: 1 if is_certain else None]
    expected, unplanned_ms = [*expected_cues(timeline.events)], dict[int, int]()
    tried = [[not_timed(cue.event, time_map) for cue in expected] for time_map in maps]

    others = 0

    def hear(way: int, number: int, window: Pcm) -> None:
        nonlocal others
        cue = tried[way][number] = heard(expected[number], maps[way], window, written, names_other=others < _MOST_NAMED)
        others += cue.state == "other"

    chosen = range(0, len(expected), -(-len(expected) * len(maps) // _MOST_HEARD) or 1)
    searches: list[_Search] = [*_gaps(timeline, unplanned_ms)] if is_quiet else []
    for way, time_map in enumerate(maps):
        searches += [(expected[number].span(time_map), partial(hear, way, number)) for number in chosen]
    searches.sort(key=lambda search: search[0])
    passing = windows(blocks(path, most, telling("Comparing")), (span for span, _ in searches))
    for (_, take), window in zip(searches, passing, strict=True):
        take(window)
    cues = most_likely(tried)
    if is_certain:  # then what is not found at its time is there all the same, and only cannot be told from the rest
        doubtful = [cue.state != "heard" or cue.is_late(over_music=written.over_music) for cue in cues]
        cues = tuple(cue.untimed() if odd else cue for cue, odd in zip(cues, doubtful, strict=True))
    unjudged = Verification(sound=sound, planned_ms=timeline.duration_ms, as_written=as_written, cues=cues)
    found = findings(unjudged, edits, unplanned_ms.values(), over_music=written.over_music)
    return replace(unjudged, findings=found)


def _gaps(timeline: Timeline, unplanned_ms: dict[int, int]) -> Iterator[_Search]:
    """Yield where nothing is planned; what is heard there all the same goes into `unplanned_ms`, by the gap's end."""

    def take(start_ms: int, gap_ms: int, window: Pcm) -> None:
        loud = np.flatnonzero(np.abs(window) > db_to_gain(_HEARD_DBFS))
        if len(loud):
            unplanned_ms.setdefault(gap_ms, start_ms + int(loud[0]) // samples(1))

    quiet_from_ms = 0
    edges_ms = ((event.start_ms - _MARGIN_MS, event.end_ms + _MARGIN_MS) for event in timeline.events)
    for to_ms, quiet_again_ms in [*edges_ms, (timeline.duration_ms, 0)]:
        for at_ms in range(quiet_from_ms, to_ms, _PIECE_MS):
            span = samples(at_ms), samples(min(at_ms + _PIECE_MS, to_ms))
            yield span, partial(take, at_ms, to_ms)
        quiet_from_ms = max(quiet_from_ms, quiet_again_ms)


def _written(embedded: Embedded) -> Written:
    """Return how a file was written, with the music that it does not hold and the signals that are repcast's own."""
    over_music, mixing = _MUSIC in embedded.left_out, embedded.session.mix
    gains_db = louder_by_track_db(embedded.session, over_music=over_music)
    over_music_db = {"voice": mixing.voice_db - mixing.music_db, "earcon": mixing.earcons_db - mixing.music_db}
    own = {name for name in embedded.session.sounds if f"sounds.{name}" in embedded.left_out}
    signals = earcons(embedded.session.sounds)
    return Written(
        known={
            ("earcon", name): _as_written(clip.pcm, gains_db["earcon"])
            for name, clip in signals.items()
            if name not in own
        },
        over_music=over_music,
        is_loud=max(gains_db.values()) > _LOUD_DB,
        faint=frozenset(
            track
            for track, gain_db in gains_db.items()
            if gain_db < _FAINT_DB or (over_music and over_music_db[track] < _FAINT_OVER_MUSIC_DB)
        ),
    )


def _as_written(pcm: Pcm, gain_db: float) -> Pcm:
    """Return a signal as loud as it is written, and at most its first second, with its peaks limited."""
    settled_db = gain_for_loudness(gain_db, pcm).db
    limited = limit_peaks(pcm * np.float32(db_to_gain(settled_db)), ceiling_dbfs(settled_db))
    return limited[:SAMPLE_RATE_HZ] * np.float32(db_to_gain(_LAME_DB))
