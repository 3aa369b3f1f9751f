"""What is heard where an event is sought, compared with what is known of it.

A built-in signal is known, and found by correlation. What is said is not known, only its text: a text that comes again
is compared with another hearing of it, and one that is heard once is found by where it begins and how long it lasts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from repcast.plan.timeline import ClipKey
from repcast.units import SAMPLES_PER_MS, gain_to_db
from repcast.verify.course import REACH, Course
from repcast.verify.likeness import audible_range, match, rms
from repcast.verify.references import ALIKE, Reference, Written, onset_ms
from repcast.verify.sought import Hearing, Sought

MISSING_DB: Final = 8.0  # below the file's other cues: all speech is equally loud to 2 dB, all signals exactly
ALIKE_AMONG_OTHERS: Final = 0.25  # where other sound is heard with a cue
END_MS: Final = 20.0  # so much a text may be longer or shorter than planned: MP3 smears its end by up to 5 ms
_FAINTEST: Final = 1e-6

By = Literal["clip", "again", "onset", "level"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What is heard where an event was sought along a course.

    Attributes:
        gain_db: of what is like the reference, against what was written.
        power_db: of all that is heard in its place, against what was written.
        is_itself: whether it sounds, begins and ends as it should, whatever its level.
    """

    sought: Sought
    course: Course
    by: By
    late_ms: float | None
    gain_db: float
    power_db: float
    is_itself: bool

    def is_heard(self, usual_db: float) -> bool:
        """Tell whether it is there, in a file whose cues are so loud, against what was written."""
        return self.is_itself and self.gain_db >= usual_db - MISSING_DB


@dataclass(frozen=True, slots=True)
class Listener:
    """Compares what is heard with what is known of it."""

    references: Mapping[ClipKey, Reference]
    written: Written

    def found(self, hearing: Hearing) -> Found:
        """Return what a hearing amounts to."""
        reference = self.references.get(hearing.sought.event.clip)
        if reference and (hearing.sought.is_alone or not self.written.is_held):
            return self._compared(hearing, reference)
        if hearing.sought.begins_alone and not self.written.over_music:
            return self._by_onset(hearing)
        level_db = self.written.level_db(hearing.own, hearing.sought.event.track)
        return Found(
            sought=hearing.sought,
            course=hearing.course,
            by="level",
            late_ms=None,
            gain_db=level_db,
            power_db=level_db,
            is_itself=True,
        )

    def _compared(self, hearing: Hearing, reference: Reference) -> Found:
        found = match(hearing.window, reference.pcm, REACH)
        is_pure = hearing.sought.is_alone and not self.written.over_music
        is_itself = found.likeness >= (ALIKE if is_pure else ALIKE_AMONG_OTHERS)
        own = hearing.own[: len(reference.pcm)]
        return Found(
            sought=hearing.sought,
            course=hearing.course,
            by=reference.by,
            late_ms=found.late / SAMPLES_PER_MS + reference.late_ms,
            gain_db=_db(found.gain) + reference.level_db,
            power_db=_db(rms(own) / max(rms(reference.pcm), _FAINTEST)) + reference.level_db,
            is_itself=is_itself,
        )

    def instead(self, hearing: Hearing) -> str:
        """Return what is heard where something else was to be, if it is heard elsewhere, too."""
        for clip, reference in self.references.items():
            window = np.pad(hearing.window, (0, max(0, len(reference.pcm) + 2 * REACH - len(hearing.window))))
            if match(window, reference.pcm, REACH).likeness >= ALIKE:
                return clip[1]
        return ""

    def _by_onset(self, hearing: Hearing) -> Found:
        late_ms = onset_ms(hearing.window)
        level_db = self.written.level_db(hearing.own, hearing.sought.event.track)
        return Found(
            sought=hearing.sought,
            course=hearing.course,
            by="onset",
            late_ms=late_ms,
            gain_db=level_db,
            power_db=level_db,
            is_itself=late_ms is not None and (not hearing.sought.is_alone or _lasts(hearing)),
        )


def _lasts(hearing: Hearing) -> bool:
    """Tell whether what is heard is as long as the event."""
    audible = audible_range(hearing.window)
    return audible is not None and abs(audible[1] - audible[0] - hearing.sought.length) <= END_MS * SAMPLES_PER_MS


def _db(gain: float) -> float:
    return gain_to_db(max(gain, _FAINTEST))
