"""What the cues of a file are compared with: clips that are known, and hearings of what comes again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

import numpy as np

from repcast.plan.timeline import ClipKey, Track
from repcast.session.model import Signal
from repcast.sound.clips import Clip
from repcast.sound.levels import (
    EARCON_LUFS,
    SPEECH_LUFS,
    Pcm,
    ceiling_dbfs,
    gain_for_loudness,
    limit_peaks,
    loudness_lufs,
)
from repcast.units import SAMPLE_RATE_HZ, SAMPLES_PER_MS, db_to_gain, gain_to_db
from repcast.verify.course import REACH, Course
from repcast.verify.likeness import audible_range, match
from repcast.verify.sought import Hearing, Listen, Sought, hearings

LAME_DB: Final = -0.45  # libmp3lame encodes everything at 0.95 of its amplitude
ALIKE: Final = 0.7  # correlation: of the same sound 0.98 at 32 kbit/s; of two words or signals below 0.55
ONSET_MS: Final = 0.5  # where a sound begins is known to the millisecond: this is its middle
EXACT_MS: Final = 8.0  # a threshold is no more exact: MP3's pre-echo, and what a limiter lifts: 5.4 at -14 LUFS
_SAMPLES: Final = SAMPLE_RATE_HZ  # so much of a hearing is compared with others
_MOST_CLIPS: Final = 200  # whose hearings are compared, so that memory is bounded: to some 100 MB
_LIMITED_DB: Final = 1.0  # a peak so near to the limit was limited
_HELD_DB: Final = 2.0  # louder than usual
_SILENT_DB: Final = -100.0

By = Literal["clip", "again"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """What a cue is compared with: its clip, or another hearing of it.

    Attributes:
        pcm: shape (n,): at most its first second.
        level_db: how loud it is, against what was written; 0 where that cannot be told.
        late_ms: by how much it is late itself.
    """

    by: By
    pcm: Pcm
    level_db: float = 0.0
    late_ms: float = 0.0


def known_references(clips: Mapping[Signal, Clip], gain_db: float) -> dict[ClipKey, Reference]:
    """Return signals whose every sample is known, as loud as they are written."""
    return {("earcon", name): _known(clip, gain_db) for name, clip in clips.items()}


def _known(clip: Clip, gain_db: float) -> Reference:
    settled_db = gain_for_loudness(gain_db, clip.pcm).db
    pcm = limit_peaks(clip.pcm * np.float32(db_to_gain(settled_db)), ceiling_dbfs(settled_db))
    return Reference(by="clip", pcm=pcm[:_SAMPLES] * np.float32(db_to_gain(LAME_DB)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """How loud sounds were written.

    Attributes:
        gains_db: of each track, added to what its clips have.
        over_music: whether there is music under all of it.
        faint: the tracks that are too soft to be found for certain.
    """

    gains_db: Mapping[Track, float]
    over_music: bool
    faint: frozenset[Track] = frozenset()

    @property
    def is_held(self) -> bool:
        """Whether it is so loud that, of sounds heard together, the limiter leaves none as it was."""
        return max(self.gains_db.values()) > _HELD_DB

    def level_db(self, pcm: Pcm, track: Track) -> float:
        """Return how loud a whole event is heard, against what was written."""
        if not np.any(pcm):
            return _SILENT_DB
        usual_lufs = SPEECH_LUFS if track == "voice" else EARCON_LUFS
        gain_db = self.gains_db[track] + LAME_DB
        level_db = loudness_lufs(pcm) - usual_lufs - gain_db
        limit_db = ceiling_dbfs(self.gains_db[track]) + min(0.0, self.gains_db[track]) + LAME_DB
        was_limited = gain_to_db(float(np.abs(pcm).max())) >= limit_db - _LIMITED_DB
        return 0.0 if was_limited and level_db < 0 else level_db


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    """A hearing, of which only the beginning is kept: shape of its window (`REACH` + n + `REACH`,)."""

    window: Pcm
    level_db: float
    late_ms: float

    @property
    def own(self) -> Pcm:
        return self.window[REACH:-REACH]


def heard_references(
    sought: Sequence[Sought],
    known: Mapping[ClipKey, Reference],
    written: Written,
    route: Sequence[Course],
    listen: Listen,
) -> dict[ClipKey, Reference]:
    """Return one hearing of each text, or unknown signal, that comes again: the one that is most like the others.

    Args:
        sought: every event.
        known: clips that need no hearing.
        written: how loud they should be.
        route: along which course each event is sought.
        listen: to the file.
    """
    found: dict[ClipKey, list[_Candidate]] = defaultdict(list)
    picked = ((index, each, route[index]) for index, each in _picked(sought, known))
    for hearing in hearings(picked, listen):
        if np.any(hearing.own):
            found[hearing.sought.event.clip].append(_candidate(hearing, written))
    return {clip: _most_alike(several) for clip, several in found.items()}


def _picked(sought: Sequence[Sought], known: Mapping[ClipKey, Reference]) -> Iterator[tuple[int, Sought]]:
    """Yield the first, the middle and the last event of each clip: of those heard alone, where there are some."""
    by_clip: dict[ClipKey, list[tuple[int, Sought]]] = defaultdict(list)
    for pair in enumerate(sought):
        by_clip[pair[1].event.clip].append(pair)
    coming_again = (several for clip, several in by_clip.items() if clip not in known and len(several) > 1)
    for several in islice(coming_again, _MOST_CLIPS):
        alone = [pair for pair in several if pair[1].is_alone] or several
        yield from {at: alone[at] for at in (0, len(alone) // 2, len(alone) - 1)}.values()


def _candidate(hearing: Hearing, written: Written) -> _Candidate:
    sought = hearing.sought
    late_ms = onset_ms(hearing.window) if sought.begins_alone and not written.over_music else None
    return _Candidate(
        window=hearing.window[: _SAMPLES + 2 * REACH].copy(),
        level_db=written.level_db(hearing.own, sought.event.track) if sought.is_alone else 0.0,
        late_ms=late_ms if late_ms and abs(late_ms) > EXACT_MS else 0.0,
    )


def _most_alike(several: list[_Candidate]) -> Reference:
    best = max(several, key=lambda each: (_likeness(each, several), -abs(each.level_db)))
    return Reference(by="again", pcm=best.own, level_db=best.level_db, late_ms=best.late_ms)


def _likeness(candidate: _Candidate, several: list[_Candidate]) -> float:
    """Return how like all others a hearing is; one to which it is not alike at all counts nothing."""
    found = (match(other.window, candidate.own, REACH).likeness for other in several if other is not candidate)
    return sum(likeness for likeness in found if likeness >= ALIKE)


def onset_ms(window: Pcm) -> float | None:
    """Return how late a sound begins in a window that reaches `REACH` before its place.

    None where nothing is heard, or something is heard before.
    """
    audible = audible_range(window)
    return (audible[0] - REACH) / SAMPLES_PER_MS + ONSET_MS if audible and audible[0] else None
