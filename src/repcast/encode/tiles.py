"""Where a file's frames come from: tiles of sound, and the bed between them, which repeats.

An MP3 frame depends on the samples that it carries and on a little of what came before. So a tile is encoded on its
own, from a few guard frames earlier on, and its frames are as good as those of one encode of the whole file
(docs/decisions/0004-tiles.md).
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from repcast.sound.levels import Pcm
from repcast.sound.mix import Mix, Region, Sounding
from repcast.units import FRAME_SAMPLES

DELAY: Final = 1_105  # samples by which LAME's frames run late: its 576, and the decoder's 529
GUARD_FRAMES: Final = 3  # encoded before a tile and thrown away: the encoder's own beginning, and what overlaps
LONGEST_FRAMES: Final = 125  # of one tile: three seconds; what sounds for longer is cut into several


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """Frames that are encoded together.

    Attributes:
        first, last: which frames of the file, `[first, last)`.
        start, stop: the samples of the file that the encoder is shown, `[start, stop)`; starts on a whole frame.
        mix: of the file.
        regions: those that are heard among the samples.
    """

    first: int
    last: int
    start: int
    stop: int
    mix: Mix
    regions: tuple[Sounding, ...]

    @property
    def guards(self) -> int:
        """How many frames are encoded before the first that counts."""
        return self.first - self.start // FRAME_SAMPLES

    @property
    def begins(self) -> bool:
        """Whether they include the file's first frame."""
        return self.first == 0

    @property
    def ends(self) -> bool:
        """Whether the encoder is shown the file's last sample."""
        return self.stop == self.mix.length

    @property
    def passes(self) -> bool:
        """Whether something is heard in them that does not come again."""
        return any(region.content is None for region in self.regions)

    def content(self) -> Hashable:
        """Return a value that two tiles of one file share only where they sound the same."""
        heard = tuple((region.start - self.start, region.content) for region in self.regions)
        return self.stop - self.start, self.guards, self.last - self.first, heard

    def pcm(self) -> Pcm:
        """Return the samples that the encoder is shown, shape (channels, stop - start)."""
        pcm = np.resize(self.mix.bed, self.stop - self.start)[np.newaxis].repeat(self.mix.channels, axis=0)
        for region in self.regions:
            begin, end = max(region.start, self.start), min(region.start + region.length, self.stop)
            if begin < end:
                heard = region.pcm()[..., begin - region.start : end - region.start]
                pcm[:, begin - self.start : end - self.start] += heard
        return np.clip(pcm, -1.0, 1.0, out=pcm)


def frame_count(length: int) -> int:
    """Return how many frames so many samples take, with the encoder's delay."""
    return -(-(length + DELAY) // FRAME_SAMPLES)


def bed_tile(mix: Mix) -> Tile:
    """Return the tile of the bed alone, as it is once the file is on its way."""
    frames = len(mix.bed) // FRAME_SAMPLES
    first = -(-GUARD_FRAMES // frames) * frames
    return Tile(
        first=first,
        last=first + frames,
        start=(first - GUARD_FRAMES) * FRAME_SAMPLES,
        stop=(first + frames + 1) * FRAME_SAMPLES,
        mix=mix,
        regions=(),
    )


def tiles_of(mix: Mix) -> Iterator[Tile]:
    """Yield the tiles of a file in order: its first and last frames, and all that carry more than the bed."""
    edges: list[Sounding] = [Region(start=at, length=0, parts=()) for at in (0, mix.length)]
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


def _opens(region: Sounding) -> int:
    """Return the first frame that a region's sound changes.

    The frame in which it begins overlaps the one before; and for a sharp onset LAME changes to short blocks by way of a
    start block (the window switching of ISO/IEC 11172-3), which may fall into the frame before that.
    """
    return (region.start + DELAY) // FRAME_SAMPLES - 2


class _Run:
    """Regions so near to each other that the same tiles, or neighbouring ones, carry them."""

    def __init__(self, mix: Mix, first: Sounding) -> None:
        self._mix = mix
        self._frames = frame_count(mix.length)
        self._at = max(0, _opens(first))
        self._end = 0
        self._regions: list[Sounding] = []

    @property
    def _last(self) -> int:
        return min((self._end + DELAY) // FRAME_SAMPLES + 2, self._frames)

    def reaches(self, region: Sounding) -> bool:
        """Tell whether a region is heard in what the run's encoder is shown, or the run in what the region's is."""
        shown_from = (_opens(region) - GUARD_FRAMES) * FRAME_SAMPLES
        return region.start < (self._last + 1) * FRAME_SAMPLES or shown_from < self._end

    def add(self, region: Sounding) -> None:
        self._regions.append(region)
        self._end = max(self._end, region.start + region.length)

    def whole(self) -> Iterator[Tile]:
        """Yield the longest tiles that no further region can change."""
        while (self._at + LONGEST_FRAMES + 1) * FRAME_SAMPLES <= self._end:
            yield self._tile(self._at + LONGEST_FRAMES)

    def rest(self) -> Iterator[Tile]:
        """Yield what is left."""
        while self._at < self._last:
            yield self._tile(min(self._at + LONGEST_FRAMES, self._last))

    def _tile(self, last: int) -> Tile:
        start = max(0, self._at - GUARD_FRAMES) * FRAME_SAMPLES
        stop = min((last + 1) * FRAME_SAMPLES, self._mix.length)
        tile = Tile(
            first=self._at,
            last=last,
            start=start,
            stop=stop,
            mix=self._mix,
            regions=tuple(each for each in self._regions if each.start <= stop and each.start + each.length >= start),
        )
        self._at = last
        coming = (last - GUARD_FRAMES) * FRAME_SAMPLES
        self._regions = [each for each in self._regions if each.start + each.length >= coming]
        return tile
