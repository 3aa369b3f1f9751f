"""Whether a file still is what repcast wrote: its tags, its digest and its sound, measured against its own plan."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from repcast.files.embedded import Embedded
from repcast.progress import StageReport, no_report
from repcast.sound.levels import Meter
from repcast.units import samples
from repcast.verify.agreement import contradictions
from repcast.verify.cues import AS_PLANNED, Cue, most_likely, other_ways
from repcast.verify.findings import Finding, Verification, findings
from repcast.verify.hearing import gaps_watched, listen
from repcast.verify.stream import Measurement, blocks, measured
from repcast.verify.written import how_written

__all__ = ["Cue", "Finding", "Measurement", "Verification", "verify"]

_DIGEST_DIGITS: Final = 64


def verify(path: Path, embedded: Embedded, report: StageReport = no_report) -> Verification:
    """Measure a file against what its tags hold.

    Args:
        path: of the file. It is decoded once, and again along each other way that its plan may take through it.
        embedded: what its tags hold.
        report: is called with the samples decoded so far, and in all.

    Raises:
        UnreadableFile: it cannot be read as sound.
    """
    written, timeline = how_written(embedded), embedded.timeline
    planned, meter, unplanned_ms = samples(timeline.duration_ms), Meter(), dict[int, int]()
    passing = gaps_watched(blocks(path, planned, partial(report, "Measuring")), timeline, unplanned_ms)
    cues = listen(meter.watch(passing), timeline, AS_PLANNED, written)
    sound = measured(path, planned, meter)
    as_written = sound.digest == embedded.sound if embedded.sound else None
    edits = [*_edits(embedded, sound)]
    if as_written and not edits:
        cues = [cue.unless_doubtful(over_music=written.over_music) for cue in cues]
    else:
        others = other_ways(sound.length, planned)
        again = partial(blocks, path, planned, partial(report, "Comparing"))
        cues = most_likely([cues, *(listen(again(), timeline, way, written) for way in others)])
    found = Verification(sound=sound, planned_ms=timeline.duration_ms, as_written=as_written, cues=tuple(cues))
    is_quiet = sound.length == planned and not written.over_music  # where the plan has nothing
    unplanned = unplanned_ms.values() if is_quiet else ()
    return replace(found, findings=findings(found, edits, unplanned, over_music=written.over_music))


def _edits(embedded: Embedded, sound: Measurement) -> Iterator[str]:
    """Yield what in a file's tags contradicts something else there, or the sound."""
    yield from contradictions(embedded)
    if sound.format == "mp3" and len(embedded.sound) != _DIGEST_DIGITS:
        yield "they do not say what the sound was"
    if sound.digest == embedded.sound and sound.length != samples(embedded.timeline.duration_ms):
        yield "the plan is that of another file"
