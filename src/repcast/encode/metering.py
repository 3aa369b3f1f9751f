"""How loud a file is, and its highest peak, measured while its sound passes on its way to the encoder.

Each tile brings its own level along, from the cache too, so that what repeats is measured once, and a second render
measures nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from repcast.files.replay_gain import ReplayGain
from repcast.sound.levels import Pcm
from repcast.sound.loudness import NO_LOUDNESS_LUFS
from repcast.sound.passing_loudness import STEP_SAMPLES, PassingLoudness, Powers, step_powers
from repcast.units import FRAME_SAMPLES, db_to_gain

STEPS: Final = FRAME_SAMPLES // STEP_SAMPLES
"""In each frame."""
_MOST_AT_ONCE: Final = 1 << 12  # frames


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Level:
    """How loud the steps of some frames are, and the highest peak of their samples, full scale 1.0."""

    powers: Powers
    peak: float

    @property
    def is_plausible(self) -> bool:
        """Whether a sound can have it: what comes from a cache may be damaged."""
        return bool(np.all((self.powers >= 0) & (self.powers < np.inf)) and 0 <= self.peak < np.inf)


def level_of(pcm: Pcm, frames: int) -> Level:
    """Return the level of so many frames of one channel, shape (n,); at a file's end there may be fewer samples."""
    whole = np.pad(pcm, (0, frames * FRAME_SAMPLES - len(pcm)))
    return Level(powers=step_powers(whole), peak=_peak(pcm))


class FileMeter:
    """Measures one file, by the levels of its frames or by its samples, from its first to its last."""

    def __init__(self) -> None:
        self._loudness = PassingLoudness()
        self._peak = 0.0

    def add(self, level: Level) -> None:
        """Take the next frames."""
        self._loudness.add(level.powers)
        self._peak = max(self._peak, level.peak)

    def add_repeated(self, level: Level, begin: int, count: int) -> None:
        """Take the next frames, so many of a loop; `begin` is the first one's number, counted on."""
        for at in range(begin, begin + count, _MOST_AT_ONCE):
            loop, frames = np.roll(level.powers, -at * STEPS), min(_MOST_AT_ONCE, begin + count - at)
            self.add(Level(powers=np.resize(loop, frames * STEPS), peak=level.peak))

    def watch(self, blocks: Iterable[Pcm]) -> Iterator[Pcm]:
        """Yield blocks as they are, shape (channels, n), each when it is measured."""
        rest: Pcm | None = None
        for block in blocks:
            pcm = block if rest is None else np.concatenate([rest, block], axis=1)
            self.add(Level(powers=step_powers(pcm), peak=_peak(block)))
            rest = pcm[:, pcm.shape[1] // STEP_SAMPLES * STEP_SAMPLES :]
            yield block

    def gain(self, louder_db: float = 0.0) -> ReplayGain | None:
        """Return what players are told of all that has passed; None for silence.

        Args:
            louder_db: what the encoder adds.
        """
        lufs = self._loudness.lufs()
        if lufs <= NO_LOUDNESS_LUFS:
            return None
        return ReplayGain.of(lufs + louder_db, self._peak * db_to_gain(louder_db))


def _peak(pcm: Pcm) -> float:
    return float(max(pcm.max(initial=0.0), -pcm.min(initial=0.0)))
