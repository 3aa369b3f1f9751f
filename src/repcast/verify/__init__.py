"""Whether a file still is what repcast wrote: its sound measured against the plan that it carries."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final, get_args

from repcast.files.embedded import Embedded
from repcast.plan.timeline import ClipKey
from repcast.progress import StageReport, no_report
from repcast.sound.clips import earcons
from repcast.sound.gains import louder_by_track_db
from repcast.units import samples
from repcast.verify.agreement import contradictions
from repcast.verify.cues import By, Cue, Places, cue_windows, cues_of, gap_windows, most_likely_places
from repcast.verify.expected import PLANNED, ExpectedCue, expected_cues, hypotheses
from repcast.verify.findings import Finding, Timing, Verification, findings
from repcast.verify.listener import Heard, Listener, Variant, Written, known_variant
from repcast.verify.stream import Measurement, blocks, listen, measured, sound_digest

__all__ = ["Cue", "Finding", "Measurement", "Timing", "Verification", "verify"]

_MUSIC: Final = "music"  # as `files.embedded` names what it leaves out
_DIGEST_DIGITS: Final = 64
_FAINT_DB: Final = -20.5  # of a word that is written so much softer than usual, the beginning is lost in noise
_FAINT_OVER_MUSIC_DB: Final = -9.0  # against the music's own


def verify(path: Path, embedded: Embedded, report: StageReport = no_report) -> Verification:
    """Measure a file against what it carries.

    A file that is as written, its tags and its sound, is decoded once; any other again, to hear all of it with what was
    learned from it, and once more where its length is not the plan's.

    Args:
        path: of the file.
        embedded: what its tags say.
        report: told of samples, each time that it is decoded.

    Raises:
        NoEmbeddedSession: there is no sound in it.
    """
    timeline, written = embedded.timeline, _written(embedded)
    planned, digest, edited = samples(timeline.duration_ms), sound_digest(path), [*contradictions(embedded)]
    as_written = digest == embedded.sound if embedded.sound else None
    is_certain = bool(as_written) and not edited

    def telling(stage: str) -> Callable[[int], None]:
        return lambda done: report(stage, min(done, planned), planned)

    def hear_again(places: Places, listener: Listener) -> None:
        deque(listen(blocks(path), cue_windows(places, listener, heard), telling("Comparing")), maxlen=0)

    expected = [*expected_cues(timeline.events)]
    places: Places = [(cue, PLANNED) for cue in expected]
    listener, heard, unplanned_ms = _listener(embedded, written, expected), dict[int, Heard | None](), dict[int, int]()
    gaps = () if is_certain or written.over_music else gap_windows(timeline, unplanned_ms)
    windows = chain(cue_windows(places, listener, heard), gaps)
    sound = measured(path, digest, listen(blocks(path), windows, telling("Measuring")))
    if not is_certain:
        if len(maps := hypotheses(sound.length, planned)) > 1:
            tried = [(cue, each) for each in maps for cue in expected]
            hear_again(tried, _listener(embedded, written, expected, learns=False))
            places = most_likely_places(tried, heard, len(expected))
            listener = _listener(embedded, written, expected)
            hear_again(places, listener)
        listener.forget_counts()
        hear_again(places, listener)
    if sound.format == "mp3" and len(embedded.sound) != _DIGEST_DIGITS:
        edited.append("they do not say what the sound was")
    cues = cues_of(places, heard, listener)
    if is_certain:
        cues = tuple(cue.trusted(over_music=written.over_music) for cue in cues)
    edges_ms = {timeline.duration_ms, *(step.start_ms for step in timeline.steps)}
    signals = [cue for cue in cues if cue.track == "earcon" and cue.at_ms in edges_ms]
    unjudged = Verification(
        sound=sound,
        planned_ms=timeline.duration_ms,
        as_written=as_written,
        cues=cues,
        timings=tuple(_timing(by, cues) for by in get_args(By)),
        edges_timed=len({cue.at_ms for cue in signals if cue.late_ms is not None}),
        edges_silent=len(edges_ms - {cue.at_ms for cue in signals}),
    )
    heard_ms = unplanned_ms.values() if sound.length == planned else ()
    return replace(unjudged, findings=findings(unjudged, edited, heard_ms, over_music=written.over_music))


def _timing(by: By, cues: Sequence[Cue]) -> Timing:
    good = [cue for cue in cues if cue.by == by and cue.state in ("heard", "not timed")]
    late_ms = [abs(cue.late_ms) for cue in good if cue.late_ms is not None]
    return Timing(by=by, cues=len(good), off_ms=max(late_ms, default=None))


def _written(embedded: Embedded) -> Written:
    """Return how loud a file's cues were written, with the music that it does not carry."""
    over_music, mixing = _MUSIC in embedded.left_out, embedded.session.mix
    gains_db = louder_by_track_db(embedded.session, over_music=over_music)
    over_music_db = {"voice": mixing.voice_db - mixing.music_db, "earcon": mixing.earcons_db - mixing.music_db}
    faint = [
        track
        for track, gain_db in gains_db.items()
        if gain_db < _FAINT_DB or (over_music and over_music_db[track] < _FAINT_OVER_MUSIC_DB)
    ]
    return Written(gains_db=gains_db, over_music=over_music, faint=frozenset(faint))


def _listener(
    embedded: Embedded, written: Written, expected: Sequence[ExpectedCue], *, learns: bool = True
) -> Listener:
    """Return a listener that knows the signals that are repcast's own, and not the user's."""
    known: dict[ClipKey, Variant] = {
        ("earcon", name): known_variant(clip.pcm, written.gains_db["earcon"])
        for name, clip in earcons(embedded.session.sounds).items()
        if f"sounds.{name}" not in embedded.left_out
    }
    return Listener(known, written, expected, learns=learns)
