"""Which tip is spoken where: each exercise goes through its tips in its own turn, and none is said again too soon."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from repcast.plan.rules import (
    LONG_REST_MS,
    NAMED_BEFORE_MS,
    SHORTEST_TIP_MS,
    TIP_AFRESH_IN_LONG_STEP_MS,
    TIP_AFRESH_MS,
    TIPS_APART_MS,
)
from repcast.plan.turns import Turns
from repcast.session.model import Reps
from repcast.session.unroll import Interval


@dataclass(frozen=True, slots=True)
class Tip:
    """A tip, and the window in which it may begin, from the start of its interval."""

    text: str
    opens_ms: int
    latest_ms: int


def tips(intervals: Sequence[Interval], starts_ms: Sequence[int]) -> dict[int, tuple[Tip, ...]]:
    """Return the tips of each interval that has some, by its index.

    Counted reps leave no room for a tip; theirs is spoken in the rest before them, if there is one.

    Args:
        intervals: of the session, from the lead-in on.
        starts_ms: when each of them starts; where speech takes its time, about.
    """
    found: dict[int, tuple[Tip, ...]] = {}
    so_far = _Told()
    for index, (before, interval) in enumerate(pairwise(intervals), start=1):
        if not interval.tips or not interval.exercise:
            continue
        is_counted = isinstance(interval.exercise, Reps)
        host, host_index = (before, index - 1) if is_counted else (interval, index)
        if is_counted and (before.facts.purpose != "rest" or before.facts.is_silent):
            continue
        told = []
        for opens_ms, latest_ms in _windows(host):
            text = so_far.next(interval, starts_ms[host_index] + opens_ms)
            if text:
                told.append(Tip(text, opens_ms, latest_ms))
        if told:
            found[host_index] = tuple(told)
    return found


def _windows(host: Interval) -> Iterator[tuple[int, int]]:
    """Yield the windows in which a tip may begin: one, or in a long step one every few minutes."""
    duration_ms = host.duration_ms or 0
    if duration_ms < SHORTEST_TIP_MS:
        return
    if host.facts.purpose == "rest":
        is_parted = duration_ms >= LONG_REST_MS
        yield (duration_ms // 3, duration_ms - NAMED_BEFORE_MS) if is_parted else (duration_ms // 2, duration_ms)
        return
    first_ms = min(duration_ms // 4, TIPS_APART_MS // 4)
    for opens_ms in range(first_ms, duration_ms, TIPS_APART_MS):
        if opens_ms == first_ms or duration_ms - opens_ms >= TIPS_APART_MS // 2:
            yield opens_ms, min(opens_ms + TIPS_APART_MS // 2, duration_ms)


@dataclass(slots=True)
class _Told:
    """The tips so far: whose turn it is, and when each was said."""

    turns: Turns = field(default_factory=Turns)
    said_ms: dict[str, int] = field(default_factory=dict)

    def next(self, interval: Interval, at_ms: int) -> str:
        """Return the next tip of an exercise, or none where that was said a short while ago, here or in another one."""
        name, is_long = interval.facts.name, (interval.duration_ms or 0) > TIP_AFRESH_IN_LONG_STEP_MS
        afresh_ms = TIP_AFRESH_IN_LONG_STEP_MS if is_long else TIP_AFRESH_MS
        text = self.turns.next(name, interval.tips)
        if at_ms - self.said_ms.get(text, -afresh_ms) < afresh_ms:
            return ""
        self.said_ms[text] = at_ms
        return self.turns.take(name, interval.tips)
