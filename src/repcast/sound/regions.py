"""Regions: stretches of sound, with nothing but the noise floor between them, summed when they are asked for."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from repcast.sound.clips import FULL_SCALE, Clip
from repcast.sound.levels import Pcm, ceiling_dbfs, limit_peaks
from repcast.units import db_to_gain


@dataclass(frozen=True, slots=True)
class Part:
    """A clip in a region: how far after the region's start it begins, and its gain."""

    offset_samples: int
    clip: Clip
    gain_db: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """A stretch of sound, with nothing but the noise floor on both sides of it, or another region.

    Attributes:
        start_sample: counts from the first sample of the file.
        length_samples: covers all parts.
        parts: what is heard in it.
    """

    start_sample: int
    length_samples: int
    parts: tuple[Part, ...]

    @property
    def fingerprint(self) -> Hashable:
        """Return what is equal for two regions that sound the same, and for no others."""
        return self.length_samples, self.parts

    def pcm(self) -> Pcm:
        """Return the sum of the parts, its peaks limited, shape (length_samples,)."""
        pcm = np.zeros(self.length_samples, dtype=np.float32)
        for part in self.parts:
            clip = part.clip.samples
            heard = pcm[part.offset_samples : part.offset_samples + len(clip)]
            heard += clip * (np.float32(db_to_gain(part.gain_db)) / FULL_SCALE)
        return limit_peaks(pcm, ceiling_dbfs(max(part.gain_db for part in self.parts)))
