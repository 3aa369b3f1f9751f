"""`verify.route` and `verify.sought`: where in a file of another length each event is looked for."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import pytest

from builders import earcon
from repcast.plan.timeline import Event
from repcast.sound.levels import Pcm
from repcast.verify.course import Course, ways
from repcast.verify.listener import Listener
from repcast.verify.references import Reference, Written
from repcast.verify.route import route_of
from repcast.verify.sought import Sought, sought_events

SECOND = 48_000
CLIP = np.random.default_rng(3).normal(scale=0.1, size=4_800).astype(np.float32)
LISTENER = Listener(
    {("earcon", "go"): Reference(by="clip", pcm=CLIP)},
    Written(gains_db={"voice": 0.0, "earcon": 0.0}, over_music=False),
)
MOMENTS_MS = (1_000, 3_100, 5_300, 8_200, 9_900)
PLAN = 12 * SECOND


def event(start_ms: int, length_ms: int = 100) -> Event:
    """Return a signal's event."""
    return earcon(start_ms, start_ms + length_ms)


def route_in(pcm: Pcm) -> tuple[Course, ...]:
    """Return the courses that events take in a sound."""
    sought: list[Sought] = [*sought_events(tuple(map(event, MOMENTS_MS)))]

    def listen(spans: Iterable[tuple[int, int]]) -> Iterator[Pcm]:
        padded = np.pad(pcm, SECOND)
        return (padded[start + SECOND : stop + SECOND] for start, stop in _in_order(spans))

    return route_of(sought, ways(len(pcm), PLAN), LISTENER, listen)


def _in_order(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    listed = [*spans]
    assert all(before[0] <= after[0] for before, after in pairwise(listed)), "a stream does not go back"
    return listed


def sound(stretch: float = 1.0) -> Pcm:
    """Return a sound with every event at its time, or stretched."""
    pcm = np.zeros(round(PLAN * stretch), dtype=np.float32)
    for at_ms in MOMENTS_MS:
        at = round(at_ms * 48 * stretch)
        pcm[at : at + len(CLIP)] = CLIP
    return pcm


def test_a_file_as_long_as_planned_is_as_planned() -> None:
    """If this failed, a good file would be measured against a plan of our making."""
    assert {course.kind for course in route_in(sound())} == {"planned"}


@pytest.mark.parametrize("at_ms", [0, 2_000, 4_000, 6_500])
def test_a_cut_is_found_where_it_is(at_ms: int) -> None:
    """If this failed, all cues after a cut would be missing."""
    cut = np.delete(sound(), slice(at_ms * 48, at_ms * 48 + 900 * 48))
    moved = [course.kind == "moved" for course in route_in(cut)]
    assert moved == [planned_ms > at_ms for planned_ms in MOMENTS_MS]


def test_what_was_put_in_is_found() -> None:
    """If this failed, all cues after a pause that was put in would be missing."""
    kinds = [course.kind for course in route_in(np.insert(sound(), 4 * SECOND, np.zeros(SECOND, dtype=np.float32)))]
    assert kinds == ["planned", "planned", "moved", "moved", "moved"]


@pytest.mark.parametrize("stretch", [0.98, 1.03])
def test_a_stretch_is_found(stretch: float) -> None:
    """If this failed, a file that runs fast would be a list of missing cues."""
    assert {course.kind for course in route_in(sound(stretch))} == {"stretched"}


def test_a_lost_end_moves_nothing() -> None:
    """If this failed, a truncated file would be said to have been cut elsewhere."""
    assert {course.kind for course in route_in(sound()[: 7 * SECOND])} == {"planned"}


def test_events_know_what_is_heard_with_them() -> None:
    """If this failed, a word under a signal would be compared with silence."""
    events = (event(0), event(160), event(500, 1_000), event(1_000), event(1_540), event(1_561))
    sought = [*sought_events(events)]
    assert [each.is_alone for each in sought] == [True, True, False, False, False, False]
    assert [each.begins_alone for each in sought] == [True, True, True, False, False, False]
