"""The mix: every clip on its exact sample, at its level, and nothing computed before it is asked for."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from repcast.mix import SILENCE, Region, mix
from repcast.sounds import Clip
from repcast.timeline import ClipKey, Event, Step, Timeline

FULL: Final = 32_768.0
VOICE_GAIN: Final = 10 ** (-4.5 / 20)


def _clip(ms: int, value: int, *, samples: int = 0) -> Clip:
    return Clip(np.full(ms * 48 + samples, value, dtype=np.int16))


CLIPS: Final[dict[ClipKey, Clip]] = {
    ("voice", "one"): _clip(300, 16_384),
    ("voice", "odd"): _clip(299, 16_384, samples=7),
    ("earcon", "go"): _clip(270, 8_192),
    ("earcon", "tick"): _clip(60, 32_767),
}


def _voice(start_ms: int, text: str = "one") -> Event:
    end_ms = start_ms + CLIPS["voice", text].length_ms
    return Event(track="voice", start_ms=start_ms, end_ms=end_ms, text=text, step=0, anchored=True)


def _earcon(start_ms: int, sound: str = "go") -> Event:
    end_ms = start_ms + CLIPS["earcon", sound].length_ms
    return Event(track="earcon", start_ms=start_ms, end_ms=end_ms, sound=sound, step=0, anchored=True)


def _timeline(*events: Event) -> Timeline:
    step = Step(
        index=0,
        name="A",
        kind="hold",
        purpose="work",
        side="",
        round=1,
        start_ms=0,
        end_ms=86_400_000,
        line=1,
        file="a.yaml",
    )
    return Timeline(title="T", duration_ms=86_400_000, steps=(step,), events=events)


def _mixed(*events: Event) -> list[Region]:
    return list(mix(_timeline(*events), CLIPS).regions)


def _levels(pcm: npt.NDArray[np.float32]) -> list[tuple[int, float]]:
    """Return the runs of equal samples, as (how many, level)."""
    edges = [0, *(np.flatnonzero(np.diff(pcm)) + 1), len(pcm)]
    return [(int(end - start), round(float(pcm[start]), 4)) for start, end in itertools.pairwise(edges)]


def _spans(regions: Iterable[Region]) -> list[tuple[int, int]]:
    return [(region.start, region.length) for region in regions]


def test_a_clip_begins_on_its_exact_sample_at_its_tracks_level() -> None:
    """If this failed, a cue would be early, late, too loud or too soft."""
    voice, earcon = _mixed(_voice(1_001), _earcon(2_000))
    assert (voice.start, _levels(voice.pcm())) == (1_001 * 48, [(14_400, round(0.5 * VOICE_GAIN, 4))])
    assert (earcon.start, _levels(earcon.pcm())) == (2_000 * 48, [(12_960, 0.25)])
    assert voice.pcm().dtype == np.float32


def test_silence_is_not_computed() -> None:
    """If this failed, a workout that is mostly silence would take as long as one full of sound."""
    assert _spans(_mixed(_earcon(0), _earcon(10_000), _earcon(86_399_730))) == [
        *((0, 12_960), (480_000, 12_960), (86_399_730 * 48, 12_960)),
    ]


def test_events_that_overlap_or_touch_share_a_region() -> None:
    """If this failed, one sound would overwrite the other, or a click be heard between the two."""
    [region] = _mixed(_earcon(0), _voice(0), _earcon(300, "tick"))
    voice, earcon = 0.5 * VOICE_GAIN, 0.25
    assert region.start == 0
    assert _levels(region.pcm()) == [
        (270 * 48, round(voice + earcon, 4)),
        (30 * 48, round(voice, 4)),
        (60 * 48, round(32_767 / FULL, 4)),
    ]


def test_a_millisecond_of_silence_parts_two_regions() -> None:
    """If this failed, regions would grow together over a whole workout, and memory with them."""
    assert _spans(_mixed(_voice(0), _earcon(301))) == [(0, 14_400), (301 * 48, 12_960)]


def test_a_region_lasts_to_the_end_of_its_longest_event() -> None:
    """If this failed, a long word that starts before a short tick would be cut off."""
    assert _spans(_mixed(_voice(0), _earcon(100, "tick"), _earcon(290))) == [(0, 560 * 48)]


def test_a_clip_that_ends_inside_a_millisecond_is_filled_with_silence() -> None:
    """If this failed, a region would end between two milliseconds and shift what follows."""
    [region] = _mixed(_voice(0, "odd"))
    assert _levels(region.pcm()) == [(299 * 48 + 7, round(0.5 * VOICE_GAIN, 4)), (41, 0.0)]


def test_the_loudest_speech_and_signal_together_stay_within_full_scale() -> None:
    """If this failed, a number spoken on a signal would be distorted."""
    signal = 10 ** (-9 / 20)  # the earcons' peak
    assert VOICE_GAIN + signal <= 1.0


def test_an_empty_timeline_is_all_silence() -> None:
    """If this failed, a session without a sound would crash the mix."""
    assert _mixed() == []


class _Asked(Mapping[ClipKey, Clip]):
    """The clips, and which of them were asked for."""

    def __init__(self) -> None:
        self.keys_asked: list[ClipKey] = []

    def __getitem__(self, key: ClipKey) -> Clip:
        self.keys_asked.append(key)
        return CLIPS[key]

    def __iter__(self) -> Iterator[ClipKey]:
        return iter(CLIPS)

    def __len__(self) -> int:
        return len(CLIPS)


def test_regions_are_made_one_at_a_time() -> None:
    """If this failed, memory would grow with the session's length."""
    clips = _Asked()
    regions = mix(_timeline(_earcon(0), _voice(1_000)), clips).regions
    assert clips.keys_asked == []
    assert next(regions).start == 0
    assert clips.keys_asked == [("earcon", "go")]
    assert next(regions).start == 48_000
    assert next(regions, None) is None


def test_a_mix_is_as_long_as_its_timeline() -> None:
    """If this failed, the file would end before the workout does, or long after it."""
    assert mix(_timeline(_earcon(0)), CLIPS).length == 86_400_000 * 48


def test_the_bed_is_silence_of_whole_frames_or_the_one_given() -> None:
    """If this failed, hum or another sound would lie under the whole workout, or the bed's frames not fit together."""
    assert not mix(_timeline(), CLIPS).bed.any()
    assert len(SILENCE) % 1_152 == 0
    bed = np.full(2 * 1_152, 0.1, dtype=np.float32)
    assert mix(_timeline(), CLIPS, bed).bed is bed


def test_the_same_cues_at_another_time_are_the_same_but_for_their_start() -> None:
    """If this failed, a countdown that is heard a hundred times would be encoded a hundred times."""
    first, again, closer, other_way_round = _mixed(
        *(_earcon(0), _voice(200)),
        *(_earcon(10_000), _voice(10_200)),
        *(_earcon(20_000), _voice(20_199)),
        *(_voice(30_000), _earcon(30_200)),
    )
    assert (first.length, first.parts) == (again.length, again.parts)
    assert np.array_equal(first.pcm(), again.pcm())
    for other in (closer, other_way_round):
        assert (first.length, first.parts) != (other.length, other.parts)


def test_a_region_sounds_the_same_each_time_it_is_asked() -> None:
    """If this failed, whoever works on a region's samples would change what is heard the next time."""
    [region] = _mixed(_voice(0))
    before = region.pcm().copy()
    region.pcm()[:] = 0
    assert np.array_equal(region.pcm(), before)
