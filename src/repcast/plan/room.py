"""What is taken of the time, and the room that is left. Times are milliseconds from the file's first sample.

Floating cues start on whole MP3 frames: nobody hears a difference within 24 ms, and a cue that repeats is encoded only
once. So each keeps the room that it would need wherever a frame begins: otherwise the same situation would be coached
differently in another round, for no audible reason.
"""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from repcast.plan.rules import GAP_MS, CueKind
from repcast.units import FRAME_MS

GRID_MS: Final = FRAME_MS - 1
"""The longest that a floating cue waits for the next frame."""


@dataclass(frozen=True, order=True, slots=True)
class Taken:
    """A range in which something is heard.

    Attributes:
        is_soft: whether it gives way to a name that has no other place.
        is_spoken: whether it is speech; other speech is never squeezed in beside it.
        is_floating: whether it has no exact moment; what has one keeps away from it.
    """

    start_ms: int
    end_ms: int
    cue: CueKind
    is_soft: bool = False
    is_spoken: bool = False
    is_floating: bool = False


@dataclass(slots=True)
class Room:
    """The ranges that are taken, in order of time."""

    taken: list[Taken] = field(default_factory=list)

    def forget(self, before_ms: int) -> None:
        """Forget what ends before a moment."""
        self.taken = [each for each in self.taken if each.end_ms + GAP_MS > before_ms]

    def take(self, taken: Taken) -> None:
        """Take a range."""
        insort(self.taken, taken)

    def give_way(self, start_ms: int, end_ms: int) -> list[Taken]:
        """Free what is soft in a range, or close to it, and return it."""
        freed = [each for each in self.around(start_ms, end_ms, GAP_MS) if each.is_soft]
        self.taken = [each for each in self.taken if each not in freed]
        return freed

    def is_free(self, start_ms: int, end_ms: int) -> bool:
        """Tell whether nothing is heard in a range, and no floating speech close to it."""
        return not (any(self.around(start_ms, end_ms)) or self.is_beside_speech(start_ms, end_ms))

    def is_beside_speech(self, start_ms: int, end_ms: int, gap_ms: int = GAP_MS) -> bool:
        """Tell whether floating speech is heard in a range, or so close to it."""
        return any(each.is_floating for each in self.around(start_ms, end_ms, gap_ms))

    def is_right_after_speech(self, at_ms: int) -> bool:
        """Tell whether a moment is the first at which more may be said after some speech."""
        return any(each.is_spoken and each.end_ms + GAP_MS == at_ms for each in self.taken)

    def earliest(
        self, length_ms: int, from_ms: int, to_ms: int, *, gap_ms: int = GAP_MS, over_soft: bool = False
    ) -> int | None:
        """Return the first moment of a window at which a floating cue of this length fits; None for none."""
        for start_ms, end_ms in self.free(from_ms, to_ms, gap_ms=gap_ms, over_soft=over_soft):
            if end_ms - start_ms >= length_ms + GRID_MS:
                return start_ms
        return None

    def latest(self, length_ms: int, from_ms: int, to_ms: int) -> int | None:
        """Return the last moment of a window at which a floating cue of this length fits; None for none."""
        for start_ms, end_ms in reversed([*self.free(from_ms, to_ms)]):
            if end_ms - start_ms >= length_ms + GRID_MS:
                return end_ms - length_ms - GRID_MS
        return None

    def free(
        self, from_ms: int, to_ms: int, *, gap_ms: int = GAP_MS, over_soft: bool = False
    ) -> Iterator[tuple[int, int]]:
        """Yield the free ranges of a window in order of time."""
        for each in self.taken:
            apart_ms = max(gap_ms, GAP_MS) if each.is_spoken else gap_ms
            if each.end_ms + apart_ms <= from_ms or (over_soft and each.is_soft):
                continue
            if each.start_ms - max(gap_ms, GAP_MS) >= to_ms:
                break
            if each.start_ms - apart_ms > from_ms:
                yield from_ms, min(to_ms, each.start_ms - apart_ms)
            from_ms = max(from_ms, each.end_ms + apart_ms)
        if from_ms < to_ms:
            yield from_ms, to_ms

    def longest_free_ms(self, from_ms: int, to_ms: int) -> int:
        """Return the length of the longest free range of a window."""
        return max((end_ms - start_ms for start_ms, end_ms in self.free(from_ms, to_ms)), default=0)

    def around(self, start_ms: int, end_ms: int, gap_ms: int = 0) -> Iterator[Taken]:
        """Yield what is heard in a range, or so close to it."""
        for each in self.taken:
            if each.start_ms - gap_ms < end_ms and start_ms < each.end_ms + gap_ms:
                yield each
