"""`verify.cues`: which way a plan takes through a file."""

from dataclasses import replace

import numpy as np
import pytest

from builders import earcon, timeline
from repcast.sound.levels import Pcm
from repcast.verify.cues import AS_PLANNED, REACH, Cue, most_likely, other_ways, planned_cues
from repcast.verify.hearing import listen
from repcast.verify.written import Written

SECOND = 48_000
CLIP = np.random.default_rng(3).normal(scale=0.1, size=4_800).astype(np.float32)
MOMENTS_MS = (1_000, 3_100, 5_300, 8_200, 9_900)
PLAN = 12 * SECOND
PLANNED = timeline(*(earcon(at_ms, at_ms + 100) for at_ms in MOMENTS_MS))


def cues_in(pcm: Pcm) -> list[Cue]:
    """Return the cues as they are heard in a sound of any length."""
    ways = (AS_PLANNED, *other_ways(len(pcm), PLAN))
    return most_likely([listen([pcm[np.newaxis]], PLANNED, way, Written(signals={"go": CLIP})) for way in ways])


def kinds_in(pcm: Pcm) -> list[str]:
    """Return by which kind of map each cue is found."""
    return [cue.time_map.kind for cue in cues_in(pcm)]


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
    last = cues_in(cut)[-1]
    assert (last.time_map.offset_samples, last.late_ms) == (-900 * 48, 0.0)


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


@pytest.mark.parametrize("off", [0, REACH, -REACH])
def test_a_file_about_as_long_as_planned_has_one_way(off: int) -> None:
    """If this failed, a good file may be taken for a cut one."""
    assert not [*other_ways(PLAN + off, PLAN)]


def test_half_a_file_is_not_a_fast_one() -> None:
    """If this failed, a truncated file would be said to run at twice its speed."""
    assert [each.kind for each in other_ways(PLAN // 2, PLAN)] == ["moved"]


def test_cues_know_what_is_heard_with_them() -> None:
    """If this failed, a word under a signal would be compared with silence."""
    times_ms = ((0, 100), (160, 260), (500, 1_500), (1_000, 1_100), (1_540, 1_640), (1_561, 1_661))
    cues = planned_cues(timeline(*(earcon(*each) for each in times_ms)), AS_PLANNED)
    assert [each.is_alone for each in cues] == [True, True, False, False, False, False]


def test_of_a_signal_no_more_is_heard_than_a_signal_may_last() -> None:
    """If this failed, overlapping signals of an hour in a stranger's file would be decoded again and again."""
    [endless] = planned_cues(timeline(earcon(0, 3_600_000), duration_ms=3_600_000), AS_PLANNED)
    assert endless.length == 5 * 48_000


def test_a_cue_is_heard_softer_or_not_at_all() -> None:
    """If this failed, a cue that is hardly there would pass, or a softer one be missing."""
    pcm = sound()
    for at_ms, gain in zip(MOMENTS_MS, (1.0, 1.0, 0.5, 0.1, 0.0), strict=True):
        pcm[at_ms * 48 : at_ms * 48 + len(CLIP)] *= np.float32(gain)
    cues = cues_in(pcm)
    assert [cue.state for cue in cues] == ["heard", "heard", "heard", "heard", "missing"]
    assert [cue.level_db for cue in cues[:4]] == pytest.approx([0, 0, -6, -20], abs=0.1)


def test_a_cue_has_its_tolerance() -> None:
    """If this failed, a good file would have late cues, or a bad one none; over music a beep is found less exactly."""
    first = cues_in(sound())[0]
    assert not replace(first, late_ms=1.0).is_late(blurred=False)
    assert replace(first, late_ms=-1.1).is_late(blurred=False)
    assert not replace(first, late_ms=1.9).is_late(blurred=True)
    assert replace(first, late_ms=2.1).is_late(blurred=True)
    assert not replace(first, late_ms=None).is_late(blurred=False)


def test_in_a_file_as_written_what_is_not_heard_as_planned_is_not_timed() -> None:
    """If this failed, a file byte for byte as it was written would be said to have a late cue, or to lack one."""
    first = cues_in(sound())[0]
    assert first.unless_doubtful(over_music=False) is first
    for odd in (replace(first, late_ms=1.1), replace(first, state="missing"), replace(first, state="other")):
        doubtful = odd.unless_doubtful(over_music=False)
        assert (doubtful.state, doubtful.by, doubtful.late_ms) == ("not timed", "nothing", None)
