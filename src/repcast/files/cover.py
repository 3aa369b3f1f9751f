"""The cover that players show of a file: drawn once for all timelines that look alike on it, and kept."""

from importlib.metadata import version
from pathlib import Path
from typing import Final

from repcast.disk.cache import Cache
from repcast.picture import cover, to_png
from repcast.plan.timeline import Timeline

_VERSION: Final = 1  # raise it whenever the same drawing gives another PNG
_LIMIT_BYTES: Final = 8 << 20


def cover_cache(folder: Path) -> Cache:
    """Return the cache of covers in a folder."""
    return Cache(folder, "cover", version=_VERSION, limit_bytes=_LIMIT_BYTES)


def cover_of(timeline: Timeline, kept: Cache) -> bytes:
    """Return a timeline's cover as a PNG. Pillow, which draws it, is loaded only where it was not kept."""
    drawing = cover(timeline)
    made_from = f"{version('pillow')} {drawing}".encode()
    if found := kept.get(made_from):
        return found
    drawn = to_png(drawing)
    kept.put(made_from, drawn)
    kept.prune()
    return drawn
