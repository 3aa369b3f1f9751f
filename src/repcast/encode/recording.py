"""What a file holds."""

from dataclasses import dataclass

from repcast.mix import Mix
from repcast.tags import Tags


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Recording:
    """Sound, a whole number of milliseconds of it, and what is said about it."""

    mix: Mix
    tags: Tags
