"""Where a plan's moments may stand in a file: as planned, all moved by one distance, or all stretched alike.

Which of these holds is seen from the cues. A file of the planned length has but the first to try.
"""

from dataclasses import dataclass
from typing import Final, Literal

from repcast.units import SAMPLES_PER_MS

REACH: Final = 50 * SAMPLES_PER_MS  # how far around its place a cue is sought: two MP3 frames, a lost encoder delay
_MOST_STRETCH: Final = 0.05

Kind = Literal["planned", "moved", "stretched"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """A planned sample `at` stands at `at * factor + offset` of the file."""

    kind: Kind
    factor: float = 1.0
    offset: int = 0

    def place(self, at: int) -> int:
        """Return where in the file a planned sample stands."""
        return round(at * self.factor) + self.offset


PLANNED: Final = Course(kind="planned")


def ways(length: int, planned: int) -> tuple[tuple[Course, ...], ...]:
    """Return the ways in which a file of so many samples may follow a plan of so many.

    A way is one course, or two: as planned up to some moment, and moved from there on.
    """
    if abs(length - planned) <= REACH:
        return ((PLANNED,),)
    cut = (PLANNED, Course(kind="moved", offset=length - planned))
    stretch = length / planned
    return (cut, (Course(kind="stretched", factor=stretch),)) if abs(stretch - 1) <= _MOST_STRETCH else (cut,)
