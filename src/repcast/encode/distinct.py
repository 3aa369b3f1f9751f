"""Tiles -> frames: each distinct tile is encoded and measured once, in several threads, and kept for the next run."""

from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Final, Self

import numpy as np

from repcast.disk.cache import Cache
from repcast.encode.frames import are_frames, frame_bytes
from repcast.encode.lame import VERSION, encode_samples
from repcast.encode.metering import STEPS, Level, level_of
from repcast.encode.tiles import Tile
from repcast.units import FRAME_SAMPLES

THREADS: Final = 4  # where nobody says how many cores there are
_LEAST_AHEAD: Final = 8  # tiles that are encoded ahead of the one that is written
_REMEMBERED: Final = 64  # tiles; a sound of a workout repeats soon or not at all


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class EncodedTile:
    """A tile's frames, and how loud the samples are that belong to it."""

    frames: bytes
    level: Level

    def packed(self) -> bytes:
        """Return what a cache keeps of it."""
        return self.frames + np.append(self.level.powers, np.float32(self.level.peak)).astype("<f4").tobytes()

    @classmethod
    def unpacked(cls, kept: bytes, count: int) -> "EncodedTile | None":
        """Return the tile of so many frames that is kept; None where it is not one."""
        size_bytes = count * frame_bytes(1)
        if len(kept) != size_bytes + (count * STEPS + 1) * np.dtype("<f4").itemsize:
            return None
        numbers = np.frombuffer(kept, "<f4", offset=size_bytes).copy()  # else they would keep all that was kept
        tile = cls(frames=kept[:size_bytes], level=Level(powers=numbers[:-1], peak=float(numbers[-1])))
        is_whole = tile.level.is_plausible and are_frames(tile.frames, frame_count=count, channels=1)
        return tile if is_whole else None


class TileEncoder:
    """Encodes tiles in threads, because PyAV releases the interpreter while LAME works. A context manager."""

    def __init__(self, cache: Cache, threads: int = THREADS) -> None:
        """Look for tiles in `cache`, and keep new ones there."""
        self._cache = cache
        self._count = threads
        self._ahead = max(_LEAST_AHEAD, 2 * threads)
        self._recent: OrderedDict[Hashable, Future[EncodedTile]] = OrderedDict()
        self._has_encoded = False

    def __enter__(self) -> Self:
        self._threads = ThreadPoolExecutor(self._count)
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        if self._has_encoded:
            self._cache.tidy()

    def encoded(self, tile: Tile) -> EncodedTile:
        """Return a tile as it is encoded."""
        return self._submit(tile).result()

    def each(self, tiles: Iterator[Tile]) -> Iterator[tuple[Tile, EncodedTile]]:
        """Yield tiles as they are encoded, in order, and encode some tiles ahead."""
        pending = deque((tile, self._submit(tile)) for tile in islice(tiles, self._ahead))
        while pending:
            tile, encoded = pending.popleft()
            pending.extend((tile, self._submit(tile)) for tile in islice(tiles, 1))
            yield tile, encoded.result()

    def _submit(self, tile: Tile) -> Future[EncodedTile]:
        fingerprint = tile.fingerprint()
        encoded = self._recent.pop(fingerprint, None) or self._threads.submit(self._find_or_encode, tile)
        self._recent[fingerprint] = encoded
        if len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)
        return encoded

    def _find_or_encode(self, tile: Tile) -> EncodedTile:
        pcm, count = tile.pcm(), tile.frame_count
        cut = f"{VERSION}; {tile.guard_frames} + {count} frames of {pcm.shape}{' to the end' if tile.ends else ''}\n"
        made_from = cut.encode() + pcm.tobytes()
        kept = self._cache.get(made_from)
        if kept and (found := EncodedTile.unpacked(kept, count)):
            return found
        own = slice(tile.guard_frames * FRAME_SAMPLES, (tile.guard_frames + count) * FRAME_SAMPLES)
        encoded = EncodedTile(
            frames=encode_samples(pcm, skip_frames=tile.guard_frames, frame_count=count, to_the_end=tile.ends),
            level=level_of(pcm[own], count),
        )
        self._cache.put(made_from, encoded.packed())
        self._has_encoded = True
        return encoded
