"""The cadence under a step, measured in the decoded MP3."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pytest

from repcast import pipeline
from repcast.files.outputs import Output
from repcast.plan.timeline import Timeline
from repcast.reading.loader import accept, parse
from repcast.session.customise import Customisation
from repcast.sound.earcons import earcons
from sound import decoded, pcm_of

pytestmark = pytest.mark.slow

MS: Final = 48
A_MINUTE: Final = 170
REACH: Final = 20 * MS
CLEAR: Final = 110 * MS  # from all else: MP3 smears what is beside a tick
TEXT: Final = f"""\
title: Cadence
keep_awake: off
steps:
  - work: Run
    for: 70s
    cadence: {A_MINUTE}
    cues: [{{at: 20s, say: Light feet.}}]
  - rest: 20s
  - work: Walk
    for: 20s
"""


@dataclass(frozen=True, kw_only=True, eq=False)
class Heard:
    """A run as it is heard, and its plan."""

    sound: npt.NDArray[np.float64]
    timeline: Timeline

    def beats(self) -> npt.NDArray[np.int64]:
        """Return the samples at which the beats of the run fall, worked out from its cadence alone."""
        run = self.timeline.steps[1]
        beats = np.arange((run.end_ms - run.start_ms) * A_MINUTE // 60_000)
        return run.start_ms * MS + beats * 60 * 48_000 // A_MINUTE

    def is_quiet_around(self, at: int) -> bool:
        """Tell whether nothing else is planned close to a tick."""
        end = at + 60 * MS
        return all(
            event.end_ms * MS + CLEAR < at or end + CLEAR < event.start_ms * MS for event in self.timeline.events
        )

    def likeness(self, tick: npt.NDArray[np.float32], at: int) -> tuple[int, float]:
        """Return how far from a sample a tick stands, and how loud it is against its clip."""
        window = self.sound[at - REACH : at + len(tick) + REACH]
        products = np.correlate(window, tick, mode="valid")
        best = int(np.argmax(products))
        return best - REACH, float(products[best] / np.dot(tick, tick))


@pytest.fixture(scope="module")
def heard(cache_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """Return the run."""
    assert cache_folder
    path = tmp_path_factory.mktemp("cadence") / "run.mp3"
    session = accept(parse(TEXT.encode(), file="run.yaml"))
    rendered = pipeline.render(session, Customisation(), Output(path=path))
    return Heard(sound=decoded(path), timeline=rendered.timeline)


@pytest.fixture(scope="module")
def tick() -> npt.NDArray[np.float32]:
    """Return the signal's clip."""
    return pcm_of(earcons({})["tick"])


def test_each_tick_stands_at_its_very_sample(heard: Heard, tick: npt.NDArray[np.float32]) -> None:
    """If this failed, a runner's feet would be led off the beat, more so from minute to minute."""
    quiet = [int(at) for at in heard.beats() if heard.is_quiet_around(int(at))]
    assert len(quiet) > 120
    assert {heard.likeness(tick, at)[0] for at in quiet} == {0}


def test_ticks_are_twelve_decibels_softer_than_signals(heard: Heard, tick: npt.NDArray[np.float32]) -> None:
    """If this failed, ten thousand ticks would be as loud as the three that count."""
    quiet = [int(at) for at in heard.beats() if heard.is_quiet_around(int(at))]
    levels_db = [20 * np.log10(heard.likeness(tick, at)[1]) for at in quiet]
    signal = next(event for event in heard.timeline.events if event.sound == "tick")
    signal_db = 20 * np.log10(heard.likeness(tick, signal.start_ms * MS)[1])
    assert np.allclose(levels_db, signal_db - 12, atol=0.5)


def test_the_beat_is_heard_in_its_step_alone(heard: Heard) -> None:
    """If this failed, it would go on in the rest."""
    rest, walk = heard.timeline.steps[2], heard.timeline.steps[3]
    silent = np.ones(len(heard.sound), dtype=bool)
    for event in heard.timeline.events:
        silent[event.start_ms * MS - CLEAR : event.end_ms * MS + CLEAR] = False
    for step in (rest, walk):
        quiet = heard.sound[step.start_ms * MS : step.end_ms * MS][silent[step.start_ms * MS : step.end_ms * MS]]
        assert len(quiet) > 5_000 * MS
        assert np.abs(quiet).max() < 1e-3


def test_words_have_no_tick_under_them(heard: Heard, tick: npt.NDArray[np.float32]) -> None:
    """If this failed, words would be harder to understand."""
    words = [event for event in heard.timeline.events if event.text and event.step == 1]
    covered = [int(at) for at in heard.beats() if any(e.start_ms * MS - 50 * MS < at < e.end_ms * MS for e in words)]
    assert len(covered) > 10
    quiet_levels = [heard.likeness(tick, int(at))[1] for at in heard.beats() if heard.is_quiet_around(int(at))]
    at_its_place = [heard.likeness(tick, at)[0] == 0 for at in covered]
    assert min(quiet_levels) > 0.1
    assert sum(at_its_place) < len(covered) / 4, "a word correlates with a tick somewhere, not at its sample"
