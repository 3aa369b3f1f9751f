"""The mix: every clip on its exact sample, at its level, and nothing computed before it is asked for."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest

from builders import earcon, session, timeline, voice
from repcast.plan.timeline import ClipKey, Event, Timeline
from repcast.session.settings import Signal
from repcast.sound.clips import Clip
from repcast.sound.levels import PEAK_DBFS
from repcast.sound.mix import mix
from repcast.sound.noise_floor import SILENCE, pink_noise
from repcast.sound.regions import Region

VOICE: Final = 0.375
GO: Final = 0.25
TICK: Final = 0.3125


def _clip(ms: int, value: int, *, samples: int = 0) -> Clip:
    return Clip(np.full(ms * 48 + samples, value, dtype=np.int16))


CLIPS: Final[dict[ClipKey, Clip]] = {
    ("voice", "one"): _clip(300, 12_288),
    ("voice", "odd"): _clip(299, 12_288, samples=7),
    ("earcon", "go"): _clip(270, 8_192),
    ("earcon", "tick"): _clip(60, 10_240),
}


def _voice(start_ms: int, text: str = "one") -> Event:
    end_ms = start_ms + CLIPS["voice", text].length_ms
    return voice(start_ms, end_ms, text, anchored=True)


def _earcon(start_ms: int, sound: Signal = "go") -> Event:
    end_ms = start_ms + CLIPS["earcon", sound].length_ms
    return earcon(start_ms, end_ms, sound)


def _timeline(*events: Event) -> Timeline:
    return timeline(*events, duration_ms=86_400_000)


def _mixed(*events: Event, **keys: Any) -> list[Region]:
    regions = list(mix(_timeline(*events), CLIPS, session(**keys)).regions)
    assert all(isinstance(region, Region) for region in regions)
    return [region for region in regions if isinstance(region, Region)]


def _levels(pcm: npt.NDArray[np.float32]) -> list[tuple[int, float]]:
    """Return the runs of equal samples, as (how many, level)."""
    edges = [0, *(np.flatnonzero(np.diff(pcm)) + 1), len(pcm)]
    return [(int(end - start), round(float(pcm[start]), 4)) for start, end in itertools.pairwise(edges)]


def _spans(regions: Iterable[Region]) -> list[tuple[int, int]]:
    return [(region.start_sample, region.length_samples) for region in regions]


def test_a_clip_begins_on_its_exact_sample_at_its_tracks_level() -> None:
    """If this failed, a cue would be early, late, too loud or too soft."""
    voice, earcon = _mixed(_voice(1_001), _earcon(2_000))
    assert (voice.start_sample, _levels(voice.pcm())) == (1_001 * 48, [(14_400, VOICE)])
    assert (earcon.start_sample, _levels(earcon.pcm())) == (2_000 * 48, [(12_960, GO)])
    assert voice.pcm().dtype == np.float32


def test_silence_is_not_computed() -> None:
    """If this failed, a workout that is mostly silence would take as long as one full of sound."""
    assert _spans(_mixed(_earcon(0), _earcon(10_000), _earcon(86_399_730))) == [
        *((0, 12_960), (480_000, 12_960), (86_399_730 * 48, 12_960)),
    ]


def test_events_that_overlap_or_touch_share_a_region() -> None:
    """If this failed, one sound would overwrite the other, or a click be heard between the two."""
    [region] = _mixed(_earcon(0), _earcon(190, "tick"), _voice(270), _earcon(570, "tick"))
    assert region.start_sample == 0
    assert _levels(region.pcm()) == [
        (190 * 48, GO),
        (60 * 48, GO + TICK),
        (20 * 48, GO),
        (300 * 48, VOICE),
        (60 * 48, TICK),
    ]


def test_a_millisecond_of_silence_parts_two_regions() -> None:
    """If this failed, regions would grow together over a whole workout, and memory with them."""
    assert _spans(_mixed(_voice(0), _earcon(301))) == [(0, 14_400), (301 * 48, 12_960)]


def test_a_region_lasts_to_the_end_of_its_longest_event() -> None:
    """If this failed, a long signal that starts before a short tick would be cut off."""
    assert _spans(_mixed(_earcon(0), _earcon(100, "tick"), _earcon(260))) == [(0, 530 * 48)]


def test_a_clip_that_ends_inside_a_millisecond_is_filled_with_silence() -> None:
    """If this failed, a region would end between two milliseconds and shift what follows."""
    [region] = _mixed(_voice(0, "odd"))
    assert _levels(region.pcm()) == [(299 * 48 + 7, VOICE), (41, 0.0)]


def test_the_loudest_signals_together_stay_within_the_limit() -> None:
    """If this failed, a tick that sounds while a long signal does would be distorted."""
    limit = 10 ** (PEAK_DBFS / 20)
    [region] = _mixed(_earcon(0), _earcon(0, "tick"), mix={"earcons_db": 9})
    assert (TICK + GO) * 10 ** (9 / 20) > 1.5
    assert np.abs(region.pcm()).max() <= limit + 1e-4
    assert len(region.pcm()) == region.length_samples


def test_a_volume_is_heard_in_the_samples() -> None:
    """If this failed, `--set mix.voice_db=-6` would be accepted and change nothing."""
    voice, earcon = _mixed(_voice(0), _earcon(1_000), mix={"voice_db": -6, "earcons_db": 3})
    assert voice.pcm().max() == pytest.approx(VOICE * 10 ** (-6 / 20), rel=1e-4)
    assert earcon.pcm().max() == pytest.approx(GO * 10 ** (3 / 20), rel=1e-4)


def test_a_hurried_text_has_a_clip_of_its_own() -> None:
    """If this failed, a hurried announcement would be heard at its usual speed, cut off or into the next cue."""
    hurried = replace(voice(0, 250, "one"), hurried=True)
    clips = {**CLIPS, ("hurried", "one"): _clip(250, 4_096)}
    [region] = mix(_timeline(hurried), clips, session(mix={"voice_db": 6})).regions
    [(count, level)] = _levels(region.pcm())
    assert count == 250 * 48
    assert level == pytest.approx(0.125 * 10 ** (6 / 20), abs=1e-4)


def test_an_empty_timeline_is_all_silence() -> None:
    """If this failed, a session without a sound would crash the mix."""
    assert _mixed() == []


def test_a_mix_is_read_again_from_its_beginning() -> None:
    """If this failed, whoever reads a mix a second time would find silence, and write it without an error."""
    mixed = mix(_timeline(_earcon(0), _voice(1_000)), CLIPS, session())
    assert [region.start_sample for region in mixed.regions] == [0, 48_000]
    assert [region.start_sample for region in mixed.regions] == [0, 48_000]


def test_a_mix_is_as_long_as_its_timeline() -> None:
    """If this failed, the file would end before the workout does, or long after it."""
    assert mix(_timeline(_earcon(0)), CLIPS, session()).length_samples == 86_400_000 * 48


@pytest.mark.parametrize(
    ("keys", "floor"),
    [({}, pink_noise()), ({"keep_awake": "on"}, pink_noise()), ({"keep_awake": "off"}, SILENCE)],
)
def test_a_noise_keeps_earbuds_awake_unless_it_is_off(keys: dict[str, Any], floor: npt.NDArray[np.float32]) -> None:
    """If this failed, earbuds would swallow the first word after a silence, or `off` leave a hiss."""
    assert np.array_equal(mix(_timeline(), CLIPS, session(**keys)).noise_floor, floor)


def test_the_same_cues_at_another_time_are_the_same_but_for_their_start() -> None:
    """If this failed, a countdown that is heard a hundred times would be encoded a hundred times."""
    first, again, closer, other_way_round = _mixed(
        *(_earcon(0), _earcon(200, "tick")),
        *(_earcon(10_000), _earcon(10_200, "tick")),
        *(_earcon(20_000), _earcon(20_199, "tick")),
        *(_earcon(30_000, "tick"), _earcon(30_060)),
    )
    assert (first.length_samples, first.parts) == (again.length_samples, again.parts)
    assert np.array_equal(first.pcm(), again.pcm())
    for other in (closer, other_way_round):
        assert (first.length_samples, first.parts) != (other.length_samples, other.parts)


def test_a_region_sounds_the_same_each_time_it_is_asked() -> None:
    """If this failed, whoever works on a region's samples would change what is heard the next time."""
    [region] = _mixed(_voice(0))
    before = region.pcm().copy()
    region.pcm()[:] = 0
    assert np.array_equal(region.pcm(), before)
