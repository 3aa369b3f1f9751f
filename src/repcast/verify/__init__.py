"""Whether a file still is what repcast wrote: its sound measured against the plan that it carries."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from repcast.files.embedded import Embedded
from repcast.plan.timeline import ClipKey, Track
from repcast.progress import StageReport, no_report
from repcast.session.model import Mixing
from repcast.sound.clips import earcons
from repcast.sound.gains import louder_by_track_db
from repcast.sound.levels import Pcm
from repcast.units import samples
from repcast.verify.agreement import contradictions
from repcast.verify.course import ways
from repcast.verify.cues import Cue, heard_cues
from repcast.verify.findings import Evidence, Finding, findings
from repcast.verify.gaps import unplanned_ms
from repcast.verify.listener import By
from repcast.verify.references import Reference, Written, known_references
from repcast.verify.stream import Passing, Sound, blocks, sound_of, windows

__all__ = ["Cue", "Finding", "Sound", "Timing", "Verification", "verify"]

_MUSIC: Final = "music"  # as `files.embedded` names what it leaves out
_FAINT_DB: Final = -20.5  # of a word that is written so much softer than usual, the beginning is lost in noise
_FAINT_OVER_MUSIC_DB: Final = -9.0  # against the music's own


@dataclass(frozen=True, kw_only=True, slots=True)
class Timing:
    """How many cues are heard that were compared with the same thing, and the largest distance from their time.

    Attributes:
        off_ms: None where they have no time.
    """

    by: By
    cues: int
    off_ms: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What a file was found to be.

    Attributes:
        planned_ms: how long it should be.
        as_written: whether all behind its tags is byte for byte what repcast wrote; None where they do not say.
        cues: every event of its timeline, as it is heard.
        timings: how they were timed.
        edges_timed: how many of the steps' starts and of the file's end have a signal that was timed.
        edges_silent: how many have none.
        findings: what is wrong with it, most important first.
    """

    sound: Sound
    planned_ms: int
    as_written: bool | None
    cues: tuple[Cue, ...]
    timings: tuple[Timing, ...]
    edges_timed: int
    edges_silent: int
    findings: tuple[Finding, ...]


def verify(path: Path, carried: Embedded, report: StageReport = no_report) -> Verification:
    """Measure a file against what it carries.

    Args:
        path: of the file, which is decoded several times.
        carried: what its tags say.
        report: told of samples, each time that it is decoded.

    Raises:
        NoEmbeddedSession: there is no sound in it.
    """
    timeline = carried.timeline
    planned = samples(timeline.duration_ms)

    def told(stage: str) -> Callable[[int], None]:
        return lambda done: report(stage, min(done, planned), planned)

    sound = sound_of(path, told("Measuring"))

    def listen(spans: Iterable[tuple[int, int]]) -> Iterator[Pcm]:
        return windows(Passing(told("Comparing")).counted(blocks(path)), spans)

    written = _written(carried)
    cues = heard_cues(timeline, _known(carried, written), written, ways(sound.length, planned), listen)
    edges_ms = {timeline.duration_ms, *(step.start_ms for step in timeline.steps)}
    signals = [cue for cue in cues if cue.track == "earcon" and cue.at_ms in edges_ms]
    as_written = sound.digest == carried.sound if carried.sound else None
    is_quiet = sound.length == planned and not written.over_music
    return Verification(
        sound=sound,
        planned_ms=timeline.duration_ms,
        as_written=as_written,
        cues=cues,
        timings=tuple(_timing(by, cues) for by in get_args(By)),
        edges_timed=len({cue.at_ms for cue in signals if cue.late_ms is not None}),
        edges_silent=len(edges_ms - {cue.at_ms for cue in signals}),
        findings=findings(
            Evidence(
                sound=sound,
                planned=planned,
                as_written=as_written,
                contradictions=tuple(contradictions(carried, is_signed=sound.format == "mp3")),
                cues=cues,
                unplanned_ms=tuple(unplanned_ms(timeline, listen)) if is_quiet else (),
                over_music=written.over_music,
                faint=written.faint,
            )
        ),
    )


def _timing(by: By, cues: tuple[Cue, ...]) -> Timing:
    late_ms = [abs(cue.late_ms) for cue in cues if cue.by == by and cue.late_ms is not None]
    count = sum(cue.by == by and cue.state == "heard" for cue in cues)
    return Timing(by=by, cues=count, off_ms=max(late_ms, default=None))


def _written(carried: Embedded) -> Written:
    """Return how loud a file's cues were written, with the music that it does not carry."""
    over_music = _MUSIC in carried.left_out
    gains_db = louder_by_track_db(carried.session, over_music=over_music)
    return Written(
        gains_db=gains_db, over_music=over_music, faint=_faint(carried.session.mix, gains_db, over_music=over_music)
    )


def _faint(mixing: Mixing, gains_db: Mapping[Track, float], *, over_music: bool) -> frozenset[Track]:
    """Return the tracks of which too little is left, beside the noise of MP3 or beside the music."""
    over_music_db = {"voice": mixing.voice_db - mixing.music_db, "earcon": mixing.earcons_db - mixing.music_db}
    return frozenset(
        track
        for track, gain_db in gains_db.items()
        if gain_db < _FAINT_DB or (over_music and over_music_db[track] < _FAINT_OVER_MUSIC_DB)
    )


def _known(carried: Embedded, written: Written) -> dict[ClipKey, Reference]:
    """Return the signals that are repcast's own, and not the user's."""
    ours = {
        name: clip for name, clip in earcons(carried.session.sounds).items() if f"sounds.{name}" not in carried.left_out
    }
    return known_references(ours, written.gains_db["earcon"])
