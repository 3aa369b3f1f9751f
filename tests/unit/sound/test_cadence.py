"""The cadence: ticks at their exact samples, none where something else is heard, and made only as they are read."""

from itertools import islice, pairwise

import numpy as np
import pytest

from builders import earcon, session, step, timeline, voice
from repcast.plan.timeline import ClipKey, Event, Timeline
from repcast.sound.cadence import beats
from repcast.sound.clips import Clip
from repcast.sound.mix import mix
from repcast.sound.regions import Region

MS = 48
CLIPS: dict[ClipKey, Clip] = {
    ("voice", "Halfway."): Clip(np.full(300 * MS, 9_000, dtype=np.int16)),
    ("earcon", "go"): Clip(np.full(270 * MS, 8_000, dtype=np.int16)),
    ("earcon", "tick"): Clip(np.full(60 * MS, 10_000, dtype=np.int16)),
}


def run(*events: Event, cadence: int = 170, length_ms: int = 60_000) -> Timeline:
    """Return a run with a cadence, and a second after it."""
    steps = (step(0, 0, length_ms, cadence=cadence), step(1, length_ms, length_ms + 1_000))
    return timeline(*events, steps=steps)


def ticks(placed: Timeline) -> list[Region]:
    """Return the ticks between all else."""
    tick = CLIPS["earcon", "tick"].samples
    regions = (each for each in mix(placed, CLIPS, session()).regions if isinstance(each, Region))
    return [each for each in regions if np.array_equal(each.parts[0].clip.samples, tick)]


@pytest.mark.parametrize("cadence", [10, 165, 167, 170, 180, 300])
def test_a_minute_has_so_many_ticks_each_at_its_sample(cadence: int) -> None:
    """If this failed, the beat would drift, or be another one."""
    placed = run(cadence=cadence)
    starts = [region.start_sample for region in ticks(placed)]
    assert starts == [beat * 2_880_000 // cadence for beat in range(cadence)]
    assert starts == [*beats(placed.steps[0])]


def test_the_beat_begins_with_its_step() -> None:
    """If this failed, the first step would be off the beat."""
    placed = timeline(steps=(step(0, 0, 1_001), step(1, 1_001, 9_000, cadence=60)))
    assert [region.start_sample for region in ticks(placed)] == [(1_001 + second * 1_000) * MS for second in range(8)]


@pytest.mark.parametrize("event", [voice(10_000, 10_300), earcon(10_000, 10_270)])
def test_a_tick_gives_way_to_what_else_is_heard(event: Event) -> None:
    """If this failed, a word would lie under a tick, or a signal be another one than it is."""
    placed = run(event, cadence=300)
    starts_ms = [region.start_sample // MS for region in ticks(placed)]
    assert 9_800 in starts_ms
    assert all(at_ms + 60 + 50 <= event.start_ms or event.end_ms + 50 <= at_ms for at_ms in starts_ms)
    assert 10_400 in starts_ms, "and the beat goes on"


def test_regions_are_in_order_and_do_not_overlap() -> None:
    """If this failed, a region would be lost as the file is encoded."""
    regions = mix(run(voice(10_000, 10_300), earcon(20_000, 20_270)), CLIPS, session()).regions
    for first, second in pairwise(regions):
        assert first.start_sample + first.length_samples <= second.start_sample


def test_ticks_are_softer_than_signals() -> None:
    """If this failed, nobody could stand an hour of them."""
    [signal] = ticks(timeline(earcon(0, 60, "tick")))
    assert {tick.parts[0].gain_db for tick in ticks(run())} == {signal.parts[0].gain_db - 12}


def test_a_session_without_a_tick_has_no_cadence() -> None:
    """If this failed, `sounds: {tick: none}` would not be kept."""
    silent = {key: clip for key, clip in CLIPS.items() if key != ("earcon", "tick")}
    assert [*mix(run(), silent, session()).regions] == []


def test_a_tick_that_is_longer_than_a_beat_is_cut() -> None:
    """If this failed, a long sound of one's own would be heard many times at once."""
    long = CLIPS | {("earcon", "tick"): Clip(np.full(5_000 * MS, 10_000, dtype=np.int16))}
    regions = [*mix(run(cadence=300), long, session()).regions]
    assert {region.length_samples for region in regions} == {200 * MS}


def test_a_day_of_ticks_takes_no_memory_before_it_is_read() -> None:
    """If this failed, a long session would hold hundreds of thousands of values."""
    regions = mix(run(cadence=300, length_ms=86_400_000), CLIPS, session()).regions
    assert [region.start_sample for region in islice(regions, 3)] == [0, 9_600, 19_200]
    assert [region.start_sample for region in islice(regions, 3)] == [0, 9_600, 19_200], "and again"
