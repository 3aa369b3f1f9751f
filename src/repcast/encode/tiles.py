"""Where a file's frames come from: tiles of sound, and the noise floor between them, which repeats.

An MP3 frame depends on the samples that it carries and on a little of what comes before. So a tile is encoded on its
own, from a few guard frames earlier on, and its frames are as good as those of one encode of the whole file
(docs/decisions/0004-tiles.md).
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from repcast.encode.frames import DELAY_SAMPLES, frame_count
from repcast.sound.levels import Pcm
from repcast.sound.mix import Mix
from repcast.sound.regions import Region
from repcast.units import FRAME_SAMPLES

GUARD_FRAMES: Final = 3  # encoded before a tile and thrown away: the encoder's start, and what overlaps
LONGEST_FRAMES: Final = 125  # of one tile: three seconds; a longer sound is cut into several


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """Frames that are encoded together.

    Attributes:
        first_frame, end_frame: which frames of the file, `[first_frame, end_frame)`.
        start_sample, end_sample: which samples of the file the encoder gets, `[start_sample, end_sample)`; they start
            on a whole frame.
        mix: of the file.
        regions: those that are heard in these samples.
    """

    first_frame: int
    end_frame: int
    start_sample: int
    end_sample: int
    mix: Mix
    regions: tuple[Region, ...]

    @property
    def frame_count(self) -> int:
        """How many frames it has."""
        return self.end_frame - self.first_frame

    @property
    def guard_frames(self) -> int:
        """How many frames are encoded and thrown away before its first one."""
        return self.first_frame - self.start_sample // FRAME_SAMPLES

    @property
    def begins(self) -> bool:
        """Whether it has the file's first frame."""
        return self.first_frame == 0

    @property
    def ends(self) -> bool:
        """Whether the encoder gets the file's last sample."""
        return self.end_sample == self.mix.length_samples

    def fingerprint(self) -> Hashable:
        """Return a value that is equal only for tiles of one file that sound the same."""
        heard = tuple((region.start_sample - self.start_sample, region.fingerprint) for region in self.regions)
        return self.end_sample - self.start_sample, self.guard_frames, self.frame_count, heard

    def pcm(self) -> Pcm:
        """Return the samples that the encoder gets, shape (end_sample - start_sample,)."""
        start, end = self.start_sample, self.end_sample
        pcm = np.resize(self.mix.noise_floor, end - start)
        for region in self.regions:
            at = region.start_sample
            first, stop = max(at, start), min(at + region.length_samples, end)
            if first < stop:
                pcm[first - start : stop - start] += region.pcm()[first - at : stop - at]
        return np.clip(pcm, -1.0, 1.0, out=pcm)


def noise_floor_tile(mix: Mix) -> Tile:
    """Return the tile of the noise floor alone, as it sounds in the middle of the file."""
    frames = len(mix.noise_floor) // FRAME_SAMPLES
    first_frame = -(-GUARD_FRAMES // frames) * frames
    return Tile(
        first_frame=first_frame,
        end_frame=first_frame + frames,
        start_sample=(first_frame - GUARD_FRAMES) * FRAME_SAMPLES,
        end_sample=(first_frame + frames + 1) * FRAME_SAMPLES,
        mix=mix,
        regions=(),
    )


def tiles_of(mix: Mix) -> Iterator[Tile]:
    """Yield the tiles of a file in order: its first and last frames, and all that carry more than the noise floor."""
    edges = [Region(start_sample=at, length_samples=0, parts=()) for at in (0, mix.length_samples)]
    run: _Run | None = None
    for region in chain(edges[:1], mix.regions, edges[1:]):
        if run and not run.reaches(region):
            yield from run.rest()
            run = None
        run = run or _Run(mix, region)
        run.add(region)
        yield from run.whole()
    assert run
    yield from run.rest()


def _first_changed_frame(region: Region) -> int:
    """Return the first frame that a region's sound changes.

    The frame in which it begins overlaps the one before; and for a sharp onset LAME changes to short blocks by way of a
    start block (the window switching of ISO/IEC 11172-3), which may fall into the frame before that.
    """
    return (region.start_sample + DELAY_SAMPLES) // FRAME_SAMPLES - 2


def _end_sample(region: Region) -> int:
    return region.start_sample + region.length_samples


class _Run:
    """Regions that are close enough to each other to share tiles, or to have neighbouring ones."""

    def __init__(self, mix: Mix, first: Region) -> None:
        self._mix = mix
        self._frame_count = frame_count(mix.length_samples)
        self._next_frame = max(0, _first_changed_frame(first))
        self._end_sample = 0
        self._regions: list[Region] = []

    @property
    def _end_frame(self) -> int:
        return min((self._end_sample + DELAY_SAMPLES) // FRAME_SAMPLES + 2, self._frame_count)

    def reaches(self, region: Region) -> bool:
        """Tell whether a region is heard in the samples that the run's encoder gets, or the run in the region's."""
        encoded_from = (_first_changed_frame(region) - GUARD_FRAMES) * FRAME_SAMPLES
        return region.start_sample < (self._end_frame + 1) * FRAME_SAMPLES or encoded_from < self._end_sample

    def add(self, region: Region) -> None:
        self._regions.append(region)
        self._end_sample = max(self._end_sample, _end_sample(region))

    def whole(self) -> Iterator[Tile]:
        """Yield the longest tiles that no further region can change."""
        while (self._next_frame + LONGEST_FRAMES + 1) * FRAME_SAMPLES <= self._end_sample:
            yield self._tile(self._next_frame + LONGEST_FRAMES)

    def rest(self) -> Iterator[Tile]:
        """Yield what is left."""
        while self._next_frame < self._end_frame:
            yield self._tile(min(self._next_frame + LONGEST_FRAMES, self._end_frame))

    def _tile(self, end_frame: int) -> Tile:
        start_sample = max(0, self._next_frame - GUARD_FRAMES) * FRAME_SAMPLES
        end_sample = min((end_frame + 1) * FRAME_SAMPLES, self._mix.length_samples)
        heard = (each for each in self._regions if each.start_sample <= end_sample)
        tile = Tile(
            first_frame=self._next_frame,
            end_frame=end_frame,
            start_sample=start_sample,
            end_sample=end_sample,
            mix=self._mix,
            regions=tuple(each for each in heard if _end_sample(each) >= start_sample),
        )
        self._next_frame = end_frame
        next_start_sample = (end_frame - GUARD_FRAMES) * FRAME_SAMPLES
        self._regions = [each for each in self._regions if _end_sample(each) >= next_start_sample]
        return tile
