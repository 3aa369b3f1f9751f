"""`verify.cues`: where in a file each cue is heard, and what is heard between them."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pytest

from builders import earcon
from repcast.plan.timeline import Timeline
from repcast.session.model import Session
from repcast.sound.levels import Pcm
from repcast.verify.cues import Cue, Places, cue_windows, cues_of, gap_windows, most_likely_places
from repcast.verify.expected import PLANNED, expected_cues, hypotheses
from repcast.verify.listener import Heard, Listener, Variant, Written
from repcast.verify.stream import Window, listen

SECOND = 48_000
CLIP = np.random.default_rng(3).normal(scale=0.1, size=4_800).astype(np.float32)
MOMENTS_MS = (1_000, 3_100, 5_300, 8_200, 9_900)
PLAN = 12 * SECOND
EXPECTED = [*expected_cues(tuple(earcon(at_ms, at_ms + 100) for at_ms in MOMENTS_MS))]
AS_PLANNED = [(cue, PLANNED) for cue in EXPECTED]


def listener(*, learns: bool = True) -> Listener:
    """Return a listener that knows the signal."""
    written = Written(gains_db={"voice": 0.0, "earcon": 0.0}, over_music=False)
    return Listener({("earcon", "go"): Variant(pcm=CLIP, is_known=True)}, written, EXPECTED, learns=learns)


def hear(pcm: Pcm, windows: Iterable[Window]) -> None:
    """Have windows of a sound taken."""
    passing = (pcm[np.newaxis, at : at + SECOND] for at in range(0, len(pcm), SECOND))
    assert [*listen(passing, windows, lambda _done: None)]


def places_in(pcm: Pcm) -> Places:
    """Return where the cues are in a sound."""
    tried = [(cue, each) for each in hypotheses(len(pcm), PLAN) for cue in EXPECTED]
    heard: dict[int, Heard | None] = {}
    hear(pcm, cue_windows(tried, listener(learns=False), heard))
    return most_likely_places(tried, heard, len(EXPECTED))


def kinds_in(pcm: Pcm) -> list[str]:
    """Return by which kind of map each cue is found."""
    return [time_map.kind for _, time_map in places_in(pcm)]


def cues_in(pcm: Pcm) -> tuple[Cue, ...]:
    """Return the cues as they are heard in a sound that is as long as planned."""
    ear, heard = listener(), dict[int, Heard | None]()
    hear(pcm, cue_windows(AS_PLANNED, ear, heard))
    return cues_of(AS_PLANNED, heard, ear)


def sound(stretch: float = 1.0) -> Pcm:
    """Return a sound with every event at its time, or stretched."""
    pcm = np.zeros(round(PLAN * stretch), dtype=np.float32)
    for at_ms in MOMENTS_MS:
        at = round(at_ms * 48 * stretch)
        pcm[at : at + len(CLIP)] = CLIP
    return pcm


@pytest.mark.parametrize("at_ms", [0, 2_000, 4_000, 6_500])
def test_a_cut_is_found_where_it_is(at_ms: int) -> None:
    """If this failed, all cues after a cut would be missing."""
    cut = np.delete(sound(), slice(at_ms * 48, at_ms * 48 + 900 * 48))
    assert [kind == "moved" for kind in kinds_in(cut)] == [planned_ms > at_ms for planned_ms in MOMENTS_MS]


def test_a_cut_is_as_long_as_the_cues_say() -> None:
    """If this failed, a few samples lost at the end would have each cue after a cut be off its time."""
    cut = np.delete(sound(), slice(2_000 * 48, 2_900 * 48))[:-20]
    assert places_in(cut)[-1][1].offset_samples == -900 * 48


def test_what_was_put_in_is_found() -> None:
    """If this failed, all cues after a pause that was put in would be missing."""
    longer = np.insert(sound(), 4 * SECOND, np.zeros(SECOND, dtype=np.float32))
    assert kinds_in(longer) == ["planned", "planned", "moved", "moved", "moved"]


@pytest.mark.parametrize("stretch", [0.98, 1.03])
def test_a_stretch_is_found(stretch: float) -> None:
    """If this failed, a file that runs fast would be a list of missing cues."""
    assert kinds_in(sound(stretch))[-1] == "stretched"


def test_a_lost_end_moves_nothing() -> None:
    """If this failed, a truncated file would be said to have been cut elsewhere."""
    assert set(kinds_in(sound()[: 7 * SECOND])) == {"planned"}


def test_a_cue_is_heard_softer_or_not_at_all() -> None:
    """If this failed, a cue that is hardly there would pass, or a softer one be missing."""
    pcm = sound()
    for at_ms, gain in zip(MOMENTS_MS, (1.0, 1.0, 0.5, 0.1, 0.0), strict=True):
        pcm[at_ms * 48 : at_ms * 48 + len(CLIP)] *= np.float32(gain)
    cues = cues_in(pcm)
    assert [cue.state for cue in cues] == ["heard", "heard", "heard", "missing", "missing"]
    assert cues[2].level_db == pytest.approx(-6, abs=0.1)


def test_a_cue_that_is_not_found_in_a_sound_as_written_is_not_timed() -> None:
    """If this failed, a beep lost in loud music would be missing in a file that nobody touched."""
    first, *_, last = cues_in(np.pad(sound()[: 9 * SECOND], (0, 3 * SECOND)))
    assert first.trusted(over_music=False) is first
    assert (last.state, last.trusted(over_music=False).state) == ("missing", "not timed")
    late = replace(first, late_ms=40.0)
    assert (late.trusted(over_music=True).state, late.trusted(over_music=True).late_ms) == ("not timed", None)


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
    found: dict[int, int] = {}
    hear(pcm, gap_windows(timeline, found))
    return [*found.values()]


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
