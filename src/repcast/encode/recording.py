"""A recording: a mix, and the tags of the file that it goes into."""

from dataclasses import dataclass

from repcast.files.tags import Tags
from repcast.sound.mix import Mix


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Recording:
    """Sound of a whole number of milliseconds, and what the file says about it."""

    mix: Mix
    tags: Tags
