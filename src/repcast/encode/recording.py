"""What a file holds."""

from dataclasses import dataclass

from repcast.files.tags import Tags
from repcast.sound.mix import Mix


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Recording:
    """Sound, a whole number of milliseconds of it, and what is said about it."""

    mix: Mix
    tags: Tags
