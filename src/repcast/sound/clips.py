"""Clips: the decoded samples of an utterance or an earcon."""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from repcast.sound.levels import Pcm
from repcast.units import SAMPLES_PER_MS

FULL_SCALE: Final = np.float32(32_768)  # of 16 bits

Samples = npt.NDArray[np.int16]


class Stored(Protocol):
    """Samples that are not in memory."""

    def __len__(self) -> int: ...

    def read(self) -> Samples:
        """Return them, shape (n,)."""


@dataclass(frozen=True, eq=False)
class Clip:
    """Mono sound at 48 kHz and 16 bits: its samples, or where they are read when they are asked for."""

    held: Samples | Stored

    @property
    def samples(self) -> Samples:
        """The samples, shape (n,)."""
        return self.held if isinstance(self.held, np.ndarray) else self.held.read()

    @property
    def length_ms(self) -> int:
        """The length, rounded up to whole milliseconds."""
        return -(-len(self.held) // SAMPLES_PER_MS)

    @property
    def pcm(self) -> Pcm:
        """The samples at full scale 1.0."""
        return self.samples.astype(np.float32) / FULL_SCALE
