"""Tiles -> frames: each distinct tile is encoded once, in several threads, and kept in a cache for the next run."""

from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Final, Self

from repcast.disk.cache import Cache
from repcast.encode.frames import are_frames
from repcast.encode.lame import VERSION, encode_samples
from repcast.encode.tiles import Tile

THREADS: Final = 4  # where nobody says how many cores there are
_LEAST_AHEAD: Final = 8  # tiles that are encoded ahead of the one that is written
_REMEMBERED: Final = 64  # tiles; a sound of a workout repeats soon or not at all


class TileEncoder:
    """Encodes tiles in threads, because PyAV releases the interpreter while LAME works. A context manager."""

    def __init__(self, cache: Cache, threads: int = THREADS) -> None:
        """Look for tiles in `cache`, and keep new ones there."""
        self._cache = cache
        self._count = threads
        self._ahead = max(_LEAST_AHEAD, 2 * threads)
        self._recent: OrderedDict[Hashable, Future[bytes]] = OrderedDict()
        self._has_encoded = False

    def __enter__(self) -> Self:
        self._threads = ThreadPoolExecutor(self._count)
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        if self._has_encoded:
            self._cache.tidy()

    def frames(self, tile: Tile) -> bytes:
        """Return a tile's frames."""
        return self._submit(tile).result()

    def each(self, tiles: Iterator[Tile]) -> Iterator[tuple[Tile, bytes]]:
        """Yield tiles with their frames, in order, and encode some tiles ahead."""
        pending = deque((tile, self._submit(tile)) for tile in islice(tiles, self._ahead))
        while pending:
            tile, frames = pending.popleft()
            pending.extend((tile, self._submit(tile)) for tile in islice(tiles, 1))
            yield tile, frames.result()

    def _submit(self, tile: Tile) -> Future[bytes]:
        fingerprint = tile.fingerprint()
        frames = self._recent.pop(fingerprint, None) or self._threads.submit(self._find_or_encode, tile)
        self._recent[fingerprint] = frames
        if len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)
        return frames

    def _find_or_encode(self, tile: Tile) -> bytes:
        pcm, count = tile.pcm(), tile.frame_count
        cut = f"{VERSION}; {tile.guard_frames} + {count} frames of {pcm.shape}{' to the end' if tile.ends else ''}\n"
        made_from = cut.encode() + pcm.tobytes()
        kept = self._cache.get(made_from)
        if kept and are_frames(kept, frame_count=count, channels=1):
            return kept
        frames = encode_samples(pcm, skip_frames=tile.guard_frames, frame_count=count, to_the_end=tile.ends)
        self._cache.put(made_from, frames)
        self._has_encoded = True
        return frames
