"""`verify.hearing`: whether a cue is heard in its window, and what is heard where nothing is planned."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

import builders
from builders import earcon, voice
from repcast.plan.timeline import Timeline
from repcast.session.model import Session
from repcast.sound.levels import Pcm
from repcast.verify.cues import AS_PLANNED, REACH, planned_cues
from repcast.verify.hearing import _audible_range, _match, gaps_watched, heard
from repcast.verify.written import Written

CLIP, OTHER, THIRD = (
    np.random.default_rng(seed).normal(scale=0.1, size=4_800).astype(np.float32) for seed in (3, 4, 5)
)
[WORD] = planned_cues(builders.timeline(voice(0, 100, "three")), AS_PLANNED)
[SIGNAL] = planned_cues(builders.timeline(earcon(0, 100)), AS_PLANNED)
PLAIN = Written(signals={"go": CLIP, "done": OTHER})


def around(clip: Pcm, late: int = 0) -> Pcm:
    """Return a window with a clip in its place, or later."""
    return np.pad(clip, (REACH + late, REACH - late))


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
    late = heard(WORD, around(CLIP, 480), PLAIN)
    assert (late.state, late.by, late.level_db) == ("heard", "onset", None)
    assert late.late_ms == pytest.approx(10, abs=0.6)
    assert heard(WORD, around(np.pad(CLIP[:2_400], (0, 2_400))), PLAIN).state == "other"
    assert heard(WORD, around(CLIP * 0), PLAIN).state == "missing"


def test_an_offset_that_opus_leaves_after_a_word_is_none_of_it() -> None:
    """If this failed, an Opus file whose engine ends a word beside zero would be said to lack that word."""
    window = around(CLIP)
    end = REACH + len(CLIP)
    window[end:] += np.float32(0.01) * np.exp(-np.arange(REACH, dtype=np.float32) / 3_000)
    assert heard(WORD, window, PLAIN).state == "heard"
    assert abs(_audible_range(window)[1] - end) <= 48
    window[end:] = 0.05 * np.sin(np.arange(REACH) * 2 * np.pi * 200 / 48_000)
    assert heard(WORD, window, PLAIN).state == "other"


def test_what_is_heard_in_place_of_a_signal_is_named() -> None:
    """If this failed, the user would learn that a cue is wrong, and not what is heard there."""
    found = heard(SIGNAL, around(OTHER), PLAIN)
    assert (found.state, found.instead) == ("other", "done")
    assert heard(SIGNAL, around(THIRD), PLAIN).instead == ""
    assert heard(SIGNAL, around(CLIP * 0), PLAIN).state == "missing"


def test_what_is_too_faint_is_not_looked_for() -> None:
    """If this failed, a voice that is mixed too softly to be found would be called missing."""
    written = replace(PLAIN, faint=frozenset(["voice"]))
    assert heard(WORD, around(CLIP), written).state == "not timed"


def test_over_music_a_word_has_no_time() -> None:
    """If this failed, the music before a word would be taken for its beginning."""
    found = heard(WORD, around(CLIP), replace(PLAIN, over_music=True))
    assert (found.state, found.by, found.late_ms) == ("heard", "nothing", None)


def test_a_cue_among_others_is_found_and_never_missed() -> None:
    """If this failed, a signal under a word would be called missing, or a word under a signal be timed by it."""
    among = replace(SIGNAL, is_alone=False)
    found = heard(among, around(CLIP + OTHER), PLAIN)
    assert (found.state, found.by, found.late_ms, found.level_db) == ("heard", "clip", 0.0, None)
    assert (heard(among, around(THIRD), PLAIN).state, heard(among, around(THIRD), PLAIN).by) == ("heard", "nothing")
    assert heard(replace(WORD, is_alone=False), around(CLIP), PLAIN).by == "nothing"
    assert heard(among, around(CLIP * 0), PLAIN).state == "missing"


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
    blocks = [pcm[np.newaxis, at : at + 48_000] for at in range(0, len(pcm), 48_000)]
    assert sum(block.shape[1] for block in gaps_watched(blocks, timeline, found)) == len(pcm)
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


def test_ticks_of_a_cadence_are_planned(
    session_of: Callable[[str], Session], plan: Callable[[Session], Timeline]
) -> None:
    """If this failed, a run with a cadence would be called changed, and words over its ticks late."""
    beaten = plan(session_of("title: Tiny\nsteps:\n  - {work: Run, for: 60s, cadence: 170}\n"))
    run = beaten.steps[1]
    ticks_ms = range(run.start_ms, run.end_ms, 353)
    assert not unplanned(beaten, *ticks_ms)
    assert all(not cue.is_alone for cue in planned_cues(beaten, AS_PLANNED) if cue.step == 1)
