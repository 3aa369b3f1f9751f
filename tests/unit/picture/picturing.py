"""What the tests of pictures share: timelines of any steps, and looking at a PNG."""

from io import BytesIO
from itertools import accumulate, pairwise

from PIL import Image

from repcast.picture.colours import channels
from repcast.plan.timeline import Drop, Event, Step, Timeline
from repcast.session.model import Purpose


def timeline_of(
    *steps: tuple[Purpose, int],
    title: str = "Core circuit",
    name: str = "Plank",
    events: tuple[Event, ...] = (),
    dropped: tuple[Drop, ...] = (),
) -> Timeline:
    """Return a timeline of steps that are given as purpose and length in ms, named `Plank 0`, `Plank 1`..."""
    edges_ms = pairwise(accumulate((length_ms for _, length_ms in steps), initial=0))
    return Timeline(
        title=title,
        duration_ms=sum(length_ms for _, length_ms in steps),
        steps=tuple(
            Step(
                index=index,
                name=f"{name} {index}",
                kind="hold",
                purpose=purpose,
                side="",
                round=1,
                rounds=1,
                start_ms=start_ms,
                end_ms=end_ms,
                line=1,
                file="a.yaml",
            )
            for index, ((purpose, _), (start_ms, end_ms)) in enumerate(zip(steps, edges_ms, strict=True))
        ),
        events=events,
        dropped=dropped,
    )


def seen(png: bytes) -> Image.Image:
    """Return what a PNG shows."""
    return Image.open(BytesIO(png)).convert("RGB")


def is_near(pixel: object, colour: str, most: int = 24) -> bool:
    """Tell whether each channel of a pixel is near a colour's."""
    assert isinstance(pixel, tuple)
    return all(abs(one - other) <= most for one, other in zip(pixel, channels(colour), strict=True))
