"""What is kept between renders: a cache for each kind of thing that takes long to make."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from repcast.disk.cache import Cache


def clip_cache(folder: Path) -> Cache:
    """Return the cache of spoken clips in a folder."""
    version = 7  # raise it whenever a worker speaks otherwise, or trimming, normalising or the sample format changes
    return Cache(folder, "clip", version=version, limit_bytes=256 << 20)


def tile_cache(folder: Path) -> Cache:
    """Return the cache of encoded tiles in a folder."""
    version = 4  # raise it whenever tiles are cut or stored in another way
    return Cache(folder, "tile", version=version, limit_bytes=64 << 20)


def cover_cache(folder: Path) -> Cache:
    """Return the cache of covers in a folder."""
    version = 2  # raise it whenever the same drawing gives another PNG
    return Cache(folder, "cover", version=version, limit_bytes=8 << 20)


CACHES: Final[Mapping[str, Callable[[Path], Cache]]] = {
    "spoken clips": clip_cache,
    "encoded sound": tile_cache,
    "covers": cover_cache,
}
"""Every kind, by what it keeps, as users are told."""
