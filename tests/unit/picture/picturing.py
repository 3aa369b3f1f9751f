"""What the tests of pictures share: timelines of any steps, and looking at a PNG."""

from io import BytesIO
from typing import Final

from PIL import Image

import builders
from repcast.picture.colours import channels
from repcast.plan.timeline import Drop, Event, Step, Timeline
from repcast.session.model import Purpose

CORE: Final[tuple[tuple[Purpose, int], ...]] = (
    ("lead_in", 19_000),
    ("work", 240_000),
    ("switch", 20_000),
    ("rest", 90_000),
    ("work", 120_000),
    ("speech", 30_000),
)


def timeline_of(
    *steps: tuple[Purpose, int],
    title: str = "Core circuit",
    name: str = "Plank",
    events: tuple[Event, ...] = (),
    dropped: tuple[Drop, ...] = (),
) -> Timeline:
    """Return a timeline of steps that are given as purpose and length in ms, named `Plank 0`, `Plank 1`..."""
    return builders.timeline(*events, steps=builders.steps(*steps, name=name), title=title, dropped=dropped)


def in_rounds(count: int, *of_round: tuple[Purpose, int], lead_in_ms: int = 0, outer: int = 1) -> tuple[Step, ...]:
    """Return the steps of so many rounds, all of them so often, after a lead-in."""
    lead_in: tuple[tuple[Purpose, int], ...] = (("lead_in", lead_in_ms),) if lead_in_ms else ()
    steps = builders.steps(*lead_in, *(of_round * count * outer))
    facts = [{"round": number, "rounds": count} for number in range(1, count + 1) for _ in of_round] * outer
    around = [((number, outer),) for number in range(1, outer + 1) for _ in range(count * len(of_round))]
    done = steps[len(lead_in) :]
    return (
        *steps[: len(lead_in)],
        *(
            builders.changed(step, **each, outer=outside if outer > 1 else ())
            for step, each, outside in zip(done, facts, around, strict=True)
        ),
    )


def seen(png: bytes) -> Image.Image:
    """Return what a PNG shows."""
    return Image.open(BytesIO(png)).convert("RGB")


def is_near(pixel: object, colour: str, most: int = 24) -> bool:
    """Tell whether each channel of a pixel is near a colour's."""
    assert isinstance(pixel, tuple)
    return all(abs(one - other) <= most for one, other in zip(pixel, channels(colour), strict=True))
