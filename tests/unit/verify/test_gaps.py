"""`verify.gaps`: what is heard where a plan has nothing."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pytest

from repcast.plan.timeline import Timeline
from repcast.session.model import Session
from repcast.sound.levels import Pcm
from repcast.verify.gaps import unplanned_ms


@pytest.fixture
def timeline(session_of: Callable[[str], Session], plan: Callable[[Session], Timeline]) -> Timeline:
    """Return a timeline."""
    return plan(session_of("title: Tiny\nsteps:\n  - hold: Plank\n    for: 60s\n"))


def unplanned(timeline: Timeline, *heard_ms: int, level: float = 0.1) -> list[int]:
    """Return what is found in a file in which something is heard at some moments, and during every event."""
    pcm = np.zeros(timeline.duration_ms * 48, dtype=np.float32)
    for event in timeline.events:
        pcm[event.start_ms * 48 - 100 : event.end_ms * 48 + 100] = 0.5
    for at_ms in heard_ms:
        pcm[at_ms * 48 : at_ms * 48 + 480] = level

    def listen(spans: Iterable[tuple[int, int]]) -> Iterator[Pcm]:
        return (pcm[start:stop] for start, stop in spans)

    return [*unplanned_ms(timeline, listen)]


def test_cues_and_silence_are_as_planned(timeline: Timeline) -> None:
    """If this failed, the cues themselves would be called unplanned."""
    assert not unplanned(timeline)


def test_what_is_heard_between_two_cues_is_told_once(timeline: Timeline) -> None:
    """If this failed, a sound that was put in would pass, or be told for each of its pieces."""
    quiet_ms = max(event.end_ms for event in timeline.events if event.end_ms < timeline.duration_ms // 2) + 100
    assert unplanned(timeline, 100, 900) == [100]
    assert unplanned(timeline, 100, quiet_ms) == [100, quiet_ms]


def test_the_noise_that_keeps_earbuds_awake_is_nothing(timeline: Timeline) -> None:
    """If this failed, every file with it would be called wrong."""
    assert not unplanned(timeline, 100, level=10 ** (-57 / 20))
