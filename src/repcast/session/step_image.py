"""The pictures of steps, changed all at once."""

from collections.abc import Callable
from typing import TypeVar

from repcast.session.model import Block, Group, Measured, WrittenStep

G = TypeVar("G", bound=Group)


def with_images(group: G, change: Callable[[str], str | None]) -> G:
    """Return a group in which each picture that a step below it has is changed."""
    return group.model_copy(update={"steps": tuple(_changed(step, change) for step in group.steps)})


def _changed(step: WrittenStep, change: Callable[[str], str | None]) -> WrittenStep:
    if isinstance(step, Block):
        return with_images(step, change)
    if isinstance(step, Measured) and step.image:
        return step.model_copy(update={"image": change(step.image)})
    return step


def images_of(group: Group) -> tuple[str, ...]:
    """Return the pictures that steps below a group have, each once."""
    steps = (step for step in group.walk() if isinstance(step, Measured))
    return tuple(dict.fromkeys(step.image for step in steps if step.image))
