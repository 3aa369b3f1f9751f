"""What the tests of pictures share: timelines of any steps, and looking at a PNG."""

from io import BytesIO

from PIL import Image

import builders
from repcast.picture.colours import channels
from repcast.plan.timeline import Drop, Event, Timeline
from repcast.session.model import Purpose


def timeline_of(
    *steps: tuple[Purpose, int],
    title: str = "Core circuit",
    name: str = "Plank",
    events: tuple[Event, ...] = (),
    dropped: tuple[Drop, ...] = (),
) -> Timeline:
    """Return a timeline of steps that are given as purpose and length in ms, named `Plank 0`, `Plank 1`..."""
    return builders.timeline(*events, steps=builders.steps(*steps, name=name), title=title, dropped=dropped)


def seen(png: bytes) -> Image.Image:
    """Return what a PNG shows."""
    return Image.open(BytesIO(png)).convert("RGB")


def is_near(pixel: object, colour: str, most: int = 24) -> bool:
    """Tell whether each channel of a pixel is near a colour's."""
    assert isinstance(pixel, tuple)
    return all(abs(one - other) <= most for one, other in zip(pixel, channels(colour), strict=True))
