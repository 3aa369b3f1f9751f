"""Tiles -> frames, each distinct tile once: side by side on the cores there are, remembered, and kept between runs."""

import os
from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Final, Self

import av

from repcast.cache import Cache
from repcast.encode.lame import VERSION, Frames, encode_samples
from repcast.encode.tiles import Tile
from repcast.sound.levels import Pcm

_LEAST_IN_HAND: Final = 8  # tiles whose frames are asked for, but not yet written
_REMEMBERED: Final = 64  # tiles; a workout's sounds come again soon or not at all


class TileEncoder:
    """Encodes tiles, in threads: PyAV lets go of the interpreter while LAME works. A context manager."""

    def __init__(self, cache: Cache) -> None:
        """Look for tiles in `cache`, and keep them there."""
        self._cache = cache
        cores = os.cpu_count() or 1
        self._cores = ThreadPoolExecutor(cores)
        self._in_hand = max(_LEAST_IN_HAND, 2 * cores)
        self._known: OrderedDict[Hashable, Future[Frames]] = OrderedDict()
        self._has_encoded = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._cores.shutdown(cancel_futures=True)
        if self._has_encoded:
            self._cache.prune()

    def frames(self, tile: Tile) -> Frames:
        """Return a tile's frames."""
        return self._promised(tile).result()

    def each(self, tiles: Iterator[Tile]) -> Iterator[tuple[Tile, Frames]]:
        """Yield tiles with their frames, in order, working some tiles ahead."""
        in_hand = deque((tile, self._promised(tile)) for tile in islice(tiles, self._in_hand))
        while in_hand:
            tile, frames = in_hand.popleft()
            in_hand.extend((tile, self._promised(tile)) for tile in islice(tiles, 1))
            yield tile, frames.result()

    def _promised(self, tile: Tile) -> "Future[Frames]":
        if tile.passes:
            return self._cores.submit(self._made, tile)
        content = tile.content()
        frames = self._known.pop(content, None) or self._cores.submit(self._made, tile)
        self._known[content] = frames
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return frames

    def _made(self, tile: Tile) -> Frames:
        pcm, count = tile.pcm(), tile.last - tile.first
        # The packets of the file's ends tell the muxer what a player must skip, which their bytes do not.
        if tile.passes or tile.begins or tile.ends:
            return _encoded(tile, pcm)
        made_from = f"{VERSION}; {tile.guards} + {count} frames of {pcm.shape}\n".encode() + pcm.tobytes()
        if kept := self._cache.get(made_from):
            size = len(kept) // count
            return tuple(av.Packet(kept[at : at + size]) for at in range(0, len(kept), size))
        frames = _encoded(tile, pcm)
        self._cache.put(made_from, b"".join(map(bytes, frames)))
        self._has_encoded = True
        return frames


def _encoded(tile: Tile, pcm: Pcm) -> Frames:
    return encode_samples(pcm, skip=tile.guards, count=tile.last - tile.first, to_the_end=tile.ends)
