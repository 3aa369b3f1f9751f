"""`verify.cues`: where in a file each cue is heard, and how."""

from dataclasses import replace

import numpy as np
import pytest

from builders import earcon, voice
from repcast.sound.levels import Pcm
from repcast.verify.cues import (
    REACH,
    Cue,
    ExpectedCue,
    TimeMap,
    Written,
    _audible_range,
    _match,
    expected_cues,
    heard,
    hypotheses,
    most_likely,
)
from repcast.verify.stream import windows

SECOND = 48_000
CLIP, OTHER, THIRD = (
    np.random.default_rng(seed).normal(scale=0.1, size=4_800).astype(np.float32) for seed in (3, 4, 5)
)
MOMENTS_MS = (1_000, 3_100, 5_300, 8_200, 9_900)
PLAN = 12 * SECOND
EXPECTED = [*expected_cues(tuple(earcon(at_ms, at_ms + 100) for at_ms in MOMENTS_MS))]
WORD = ExpectedCue(event=voice(0, 100, "three"), is_alone=True, begins_alone=True)
SIGNAL = ExpectedCue(event=earcon(0, 100), is_alone=True, begins_alone=True)
PLAIN = Written(known={("earcon", "go"): CLIP, ("earcon", "done"): OTHER})


def around(clip: Pcm, late: int = 0) -> Pcm:
    """Return a window with a clip in its place, or later."""
    return np.pad(clip, (REACH + late, REACH - late))


def along(pcm: Pcm, time_map: TimeMap) -> list[Cue]:
    """Return the cues as they are heard in a sound along one map."""
    spans = [cue.span(time_map) for cue in EXPECTED]
    passing = windows([pcm[np.newaxis]], spans)
    return [heard(cue, time_map, window, PLAIN) for cue, window in zip(EXPECTED, passing, strict=True)]


def cues_in(pcm: Pcm) -> tuple[Cue, ...]:
    """Return the cues as they are heard in a sound of any length."""
    return most_likely([along(pcm, time_map) for time_map in hypotheses(len(pcm), PLAN)])


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


@pytest.mark.parametrize("late", [-REACH, -480, -1, 0, 1, 480, REACH])
@pytest.mark.parametrize("gain", [0.1, 1.0, 3.0])
def test_a_clip_is_found_at_its_very_sample(late: int, gain: float) -> None:
    """If this failed, a cue would be called late that is not, or in time where it is late."""
    late_ms, gain_db, likeness = _match(around(CLIP * np.float32(gain), late), CLIP)
    assert late_ms == pytest.approx(late / 48)
    assert gain_db == pytest.approx(20 * np.log10(gain), abs=0.01)
    assert likeness == pytest.approx(1, abs=1e-3)


def test_another_sound_is_not_alike_and_silence_like_nothing() -> None:
    """If this failed, a signal in place of another would pass for it, or a missing one be a division by zero."""
    assert _match(around(OTHER), CLIP)[2] < 0.2
    assert _match(around(CLIP * 0), CLIP)[2] == 0


def test_what_is_audible_begins_and_ends_to_the_millisecond() -> None:
    """If this failed, a word would be at another time than it is."""
    begin, end = _audible_range(around(CLIP))
    assert abs(begin - REACH) <= 48
    assert abs(end - REACH - len(CLIP)) <= 48
    assert _audible_range(around(CLIP * 0)) == (0, 0)


def test_a_word_is_found_by_where_it_begins_and_how_long_it_lasts() -> None:
    """If this failed, a word cut short, or another one, would pass, or one in its place be missing."""
    late = heard(WORD, TimeMap(), around(CLIP, 480), PLAIN)
    assert (late.state, late.by, late.level_db) == ("heard", "onset", None)
    assert late.late_ms == pytest.approx(10, abs=0.6)
    assert heard(WORD, TimeMap(), around(np.pad(CLIP[:2_400], (0, 2_400))), PLAIN).state == "other"
    assert heard(WORD, TimeMap(), around(CLIP * 0), PLAIN).state == "missing"


def test_what_is_heard_in_place_of_a_signal_is_named() -> None:
    """If this failed, the user would learn that a cue is wrong, and not what is heard there."""
    found = heard(SIGNAL, TimeMap(), around(OTHER), PLAIN)
    assert (found.state, found.instead) == ("other", "done")
    assert heard(SIGNAL, TimeMap(), around(THIRD), PLAIN).instead == ""
    assert heard(SIGNAL, TimeMap(), around(CLIP * 0), PLAIN).state == "missing"


def test_what_is_too_faint_is_not_looked_for() -> None:
    """If this failed, a voice that is mixed too softly to be found would be called missing."""
    written = replace(PLAIN, faint=frozenset(["voice"]))
    assert heard(WORD, TimeMap(), around(CLIP), written).state == "not timed"


def test_over_music_a_word_has_no_time() -> None:
    """If this failed, the music before a word would be taken for its beginning."""
    found = heard(WORD, TimeMap(), around(CLIP), replace(PLAIN, over_music=True))
    assert (found.state, found.by, found.late_ms) == ("heard", "nothing", None)


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
    assert hypotheses(PLAN + off, PLAN) == (TimeMap(),)


def test_half_a_file_is_not_a_fast_one() -> None:
    """If this failed, a truncated file would be said to run at twice its speed."""
    assert [each.kind for each in hypotheses(PLAN // 2, PLAN)] == ["planned", "moved"]


def test_cues_know_what_is_heard_with_them() -> None:
    """If this failed, a word under a signal would be compared with silence."""
    times_ms = ((0, 100), (160, 260), (500, 1_500), (1_000, 1_100), (1_540, 1_640), (1_561, 1_661))
    cues = [*expected_cues(tuple(earcon(*each) for each in times_ms))]
    assert [each.is_alone for each in cues] == [True, True, False, False, False, False]
    assert [each.begins_alone for each in cues] == [True, True, True, False, False, False]


def test_of_a_signal_no_more_is_heard_than_a_signal_may_last() -> None:
    """If this failed, overlapping signals of an hour in a stranger's file would be decoded again and again."""
    endless = ExpectedCue(event=earcon(0, 3_600_000), is_alone=False, begins_alone=True)
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
    assert not replace(first, late_ms=1.0).is_late(over_music=False)
    assert replace(first, late_ms=-1.1).is_late(over_music=False)
    assert not replace(first, late_ms=1.9).is_late(over_music=True)
    assert not replace(first, late_ms=None).is_late(over_music=False)
