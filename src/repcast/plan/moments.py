"""Which times are told: in a step halfway, minutes and ten seconds left; in a long session its half and its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

from repcast.plan.rules import (
    EACH_MINUTE_UP_TO_MS,
    LAST_MINUTES,
    LONGEST_QUIET_REST_MS,
    MILESTONE_WAITS_MS,
    MINUTES_APART,
    SESSION_LEFT_MS,
    SETTLED_MS,
    SHORTEST_HALFWAY_MS,
    SHORTEST_LONG_SESSION_MS,
    SHORTEST_TEN_SECONDS_MS,
    SHORTEST_TIME_LEFT_MS,
    TIMES_APART_MS,
    Said,
)
from repcast.session.model import Reps
from repcast.session.unroll import Interval
from repcast.units import MINUTE_MS, SECOND_MS

_TEN_SECONDS_MS: Final = 10 * SECOND_MS


@dataclass(frozen=True, slots=True)
class Moment:
    """Something to tell of a step's time, so long after its start."""

    kind: Literal["halfway", "time_left", "ten_seconds"]
    at_ms: int
    left_ms: int


def moments(duration_ms: int, said: Said, counted_s: int, *, leads_on: bool) -> tuple[Moment, ...]:
    """Return what is told of a timed step, in order of time; no two within ten seconds.

    Args:
        duration_ms: of the step.
        said: what is said in it.
        counted_s: how many seconds are counted at its end.
        leads_on: whether the next exercise is named in it, shortly before its end.
    """
    kept: list[Moment] = []
    last = _last(duration_ms, said, counted_s) if not (leads_on and said.ten_seconds == "long") else ()
    for moment in (*_minutes_left(duration_ms, said), *_half(duration_ms, said), *last):
        if is_apart(moment.at_ms, kept):
            kept.append(moment)
    return tuple(sorted(kept, key=lambda moment: moment.at_ms))


def moments_of_rest(duration_ms: int, said: Said) -> tuple[Moment, ...]:
    """Return what is told of a long rest's time: its last minute."""
    if said.time_left == "off" or duration_ms <= LONGEST_QUIET_REST_MS:
        return ()
    return (Moment("time_left", duration_ms - MINUTE_MS, MINUTE_MS),)


def is_apart(at_ms: int, others: Sequence[Moment]) -> bool:
    """Tell whether nothing else of the time is told around a moment."""
    return all(abs(at_ms - other.at_ms) >= TIMES_APART_MS for other in others)


def _minutes_left(duration_ms: int, said: Said) -> Iterator[Moment]:
    if said.time_left == "off" or duration_ms < SHORTEST_TIME_LEFT_MS[said.time_left]:
        return
    for minutes in range((duration_ms - SETTLED_MS) // MINUTE_MS, 0, -1):
        is_told = minutes in LAST_MINUTES or minutes % MINUTES_APART == 0
        if is_told or said.time_left == "each" or duration_ms <= EACH_MINUTE_UP_TO_MS:
            yield Moment("time_left", duration_ms - minutes * MINUTE_MS, minutes * MINUTE_MS)


def _half(duration_ms: int, said: Said) -> Iterator[Moment]:
    if said.halfway != "off" and duration_ms >= SHORTEST_HALFWAY_MS:
        yield Moment("halfway", duration_ms // 2, duration_ms - duration_ms // 2)


def _last(duration_ms: int, said: Said, counted_s: int) -> Iterator[Moment]:
    if said.ten_seconds == "off" or counted_s * SECOND_MS >= _TEN_SECONDS_MS:
        return
    if duration_ms >= SHORTEST_TEN_SECONDS_MS[said.ten_seconds]:
        yield Moment("ten_seconds", duration_ms - _TEN_SECONDS_MS, _TEN_SECONDS_MS)


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something to tell of the whole session: in which interval, and so long after its start."""

    kind: Literal["halfway", "time_left"]
    index: int
    at_ms: int
    left_ms: int


def milestones(
    lengths_ms: Sequence[int], intervals: Sequence[Interval], told: Sequence[tuple[Moment, ...]]
) -> Iterator[Milestone]:
    """Yield the half of a long session, and its last minutes, where there is room for them.

    Args:
        lengths_ms: of the intervals; where speech takes its time, about.
        intervals: of the session, from the lead-in on.
        told: what is told of each of them.
    """
    total_ms = sum(lengths_ms)
    if total_ms < SHORTEST_LONG_SESSION_MS:
        return
    last_work = max((index for index, each in enumerate(intervals) if each.exercise), default=0)
    starts_ms = [*accumulate(lengths_ms, initial=0)]
    wished: tuple[tuple[Literal["halfway", "time_left"], int], ...] = (
        ("halfway", total_ms // 2),
        ("time_left", total_ms - SESSION_LEFT_MS),
    )
    for kind, wished_ms in wished:
        for index, interval in enumerate(intervals[:last_work]):
            end_ms = starts_ms[index + 1]
            if end_ms <= wished_ms or wished_ms + MILESTONE_WAITS_MS <= starts_ms[index]:
                continue
            opens_ms = max(wished_ms - starts_ms[index], SETTLED_MS)
            at_ms = _free_moment(interval, opens_ms, told[index])
            if at_ms is not None:
                yield Milestone(kind, index, at_ms, total_ms - starts_ms[index] - at_ms)
                break


def _free_moment(interval: Interval, opens_ms: int, told: tuple[Moment, ...]) -> int | None:
    """Return when something may be told in an interval: away from all else of its time, and from its end."""
    duration_ms = interval.duration_ms
    if duration_ms is None or isinstance(interval.exercise, Reps) or interval.facts.purpose not in ("work", "rest"):
        return None
    if interval.facts.is_silent:
        return None
    for at_ms in range(opens_ms, duration_ms - 2 * SETTLED_MS, SECOND_MS):
        if is_apart(at_ms, told):
            return at_ms
    return None
