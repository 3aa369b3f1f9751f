"""The cover that players show of a file: drawn once for all timelines that look alike on it, and kept."""

from importlib.metadata import version

from repcast.disk.cache import Cache
from repcast.picture import cover, to_png
from repcast.plan.timeline import Timeline


def cover_of(timeline: Timeline, kept: Cache) -> bytes:
    """Return a timeline's cover as a PNG. Pillow, which draws it, is loaded only where it was not kept."""
    drawing = cover(timeline)
    made_from = f"{version('pillow')} {drawing}".encode()
    if found := kept.get(made_from):
        return found
    drawn = to_png(drawing)
    kept.put(made_from, drawn)
    kept.tidy()
    return drawn
