"""Earbuds that sleep in digital silence: the noise that keeps them awake, in the decoded file, and true silence."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from built import Built, build
from listening import FRAME_SAMPLES, db

from repcast.plan.timeline import Timeline
from sessions import EACH_STRENGTH

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("natural_voice")]

MS: Final = 48
WINDOW: Final = 100 * MS
FLOOR_DBFS: Final = -70.0  # docs/sound.md
LEAD_MS: Final = 1_500
FULL_SCALE: Final = 32_768.0


@pytest.fixture(params=EACH_STRENGTH)
def built(request: pytest.FixtureRequest, cache_folder: Path) -> Built:
    """Return one of them."""
    return build(request.param, cache_folder)


def away_from_cues(timeline: Timeline, length: int) -> npt.NDArray[np.bool_]:
    """Return which samples are four MP3 frames away from all that is said and sounded."""
    away = np.ones(length, dtype=bool)
    for event in timeline.events:
        away[max(0, event.start_ms * MS - 4 * FRAME_SAMPLES) : event.end_ms * MS + 4 * FRAME_SAMPLES] = False
    return away


def asleep(decoded: npt.NDArray[np.int16]) -> list[int]:
    """Return where a window of 100 ms that holds nothing but zeros begins, on a grid of 10 ms."""
    step = WINDOW // 10
    zeros = ~decoded[: len(decoded) // step * step].reshape(-1, step).any(axis=1)
    run = np.convolve(zeros, np.ones(10, dtype=int), mode="valid")
    return [int(at) * step for at in np.flatnonzero(run == 10)]


def test_no_tenth_of_a_second_is_digital_silence(built: Built) -> None:
    """Bluetooth earbuds would fall asleep, and swallow the next cue's beginning."""
    assert asleep(built.decoded) == []


def test_the_floor_is_as_faint_as_designed(built: Built) -> None:
    """The noise would be heard between the cues, or be too faint for an earbud to notice.

    Measured: -70.4 dBFS in each session.
    """
    decoded = np.asarray(built.decoded)
    floor = decoded[away_from_cues(built.timeline, len(decoded))]
    assert len(floor) > 30 * 1_000 * MS
    square = sum(float(np.square(part, dtype=np.float64).sum()) for part in np.array_split(floor, 100))
    assert abs(db((square / len(floor)) ** 0.5 / FULL_SCALE) - FLOOR_DBFS) <= 1


def test_nothing_is_said_before_earbuds_are_awake(built: Built) -> None:
    """The first word would be swallowed while the earbuds wake up."""
    assert built.timeline.events[0].start_ms >= LEAD_MS
    lead = np.abs(built.decoded[: LEAD_MS * MS - 2 * FRAME_SAMPLES].astype(np.float64)) / FULL_SCALE
    assert db(float(lead.max())) < FLOOR_DBFS + 20, "a noise's peak, nothing louder"
    first = built.timeline.events[0]
    word = built.decoded[first.start_ms * MS : first.end_ms * MS].astype(np.float64) / FULL_SCALE
    assert db(float(np.abs(word).max())) > -20, "and the first cue is there"


def test_off_is_silence(cache_folder: Path, tmp_path: Path, every_quiet_cue: Timeline) -> None:
    """Someone with wired headphones who wants true silence would still have noise."""
    assert cache_folder
    path = tmp_path / "planks.mp3"
    command = [sys.executable, "-m", "repcast", "render", "planks", "--quiet", "--set", "keep_awake=off"]
    subprocess.run([*command, "-o", str(path)], check=True, timeout=300)
    decoded, _ = soundfile.read(path, dtype="int16")
    away = away_from_cues(every_quiet_cue, len(decoded))
    assert away.mean() > 0.3
    assert not decoded[away].any()
    assert asleep(decoded), "else the test above could not fail"


@pytest.fixture
def every_quiet_cue(cache_folder: Path) -> Timeline:
    """Return when something sounds in the planks."""
    return build("planks", cache_folder).timeline
