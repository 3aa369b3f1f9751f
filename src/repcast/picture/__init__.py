"""A plan as a picture, drawn from its timeline alone: a cover for players to show."""

from repcast.picture.png import to_png
from repcast.picture.ring import cover

__all__ = ["cover", "to_png"]
