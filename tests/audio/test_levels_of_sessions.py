"""How loud every built-in session is once it is an MP3, and how even, measured by tools that repcast does not use."""

import re
import subprocess
import sys
from pathlib import Path
from statistics import mean
from typing import Final

import numpy as np
import pytest
from built import Built, build
from metering import loudness_and_peak, own_loudness

from repcast.plan.timeline import ClipKey
from sessions import EACH_STRENGTH

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("natural_voice")]

RATE_HZ: Final = 48_000
MS: Final = 48
PROGRAMME_LUFS: Final = -19.0  # docs/sound.md
HIGHEST_DBTP: Final = -1.0
EVEN_LU: Final = 2.0  # measured: 0.5 to 1.5
SIGNAL_LU: Final = 6.0  # above the voice
SIGNALS_EVEN_LU: Final = 0.5


@pytest.fixture(scope="module", params=EACH_STRENGTH)
def built(request: pytest.FixtureRequest, cache_folder: Path) -> Built:
    """Return one of them."""
    return build(request.param, cache_folder)


@pytest.fixture(scope="module")
def measured(built: Built) -> dict[ClipKey, float]:
    """Return how loud each of its clips is."""
    return levels(built)


def levels(built: Built) -> dict[ClipKey, float]:
    """Return how loud each clip is in the decoded file, at the first place where nothing else sounds."""
    found: dict[ClipKey, float] = {}
    for event in built.timeline.events:
        if event.clip not in found and all(
            other is event or other.end_ms <= event.start_ms or event.end_ms <= other.start_ms
            for other in built.timeline.events
        ):
            sound = built.decoded[event.start_ms * MS : event.end_ms * MS].astype(np.float64) / 32_768
            found[event.clip] = own_loudness(sound)
    return found


def test_the_meter_is_calibrated() -> None:
    """All levels of clips below would be off: BS.1770-4 has a full-scale sine of 997 Hz at -3.01 LUFS."""
    sine = np.sin(2 * np.pi * 997 * np.arange(RATE_HZ) / RATE_HZ)
    assert own_loudness(sine) == pytest.approx(-3.01, abs=0.02)
    assert own_loudness(sine / 10) == pytest.approx(-23.01, abs=0.02)


def test_is_as_loud_as_it_should_be(built: Built) -> None:
    """The listener would reach for the volume between a workout and a podcast, or hear it distort.

    Measured: -19.4 to -19.1 LUFS, true peak -2.4 dBTP.
    """
    loudness, peak = loudness_and_peak(built.mp3)
    assert abs(loudness - PROGRAMME_LUFS) <= 1
    assert peak <= HIGHEST_DBTP


def render_planks(loudness: int, folder: Path) -> tuple[Path, str]:
    """Render the planks, and return the file and what was said about it."""
    path = folder / "planks.mp3"
    command = [sys.executable, "-m", "repcast", "render", "planks", "--quiet", "--loudness", str(loudness)]
    ran = subprocess.run([*command, "-o", str(path)], check=True, timeout=300, capture_output=True, text=True)
    return path, ran.stderr


@pytest.mark.parametrize("wanted", [-23, pytest.param(-16, marks=[pytest.mark.thorough]), -14])
def test_is_as_loud_as_asked(wanted: int, cache_folder: Path, tmp_path: Path) -> None:
    """If this failed, `--loudness` would not do what it says, or the louder file would distort.

    Measured: -23.1, -16.2 and -14.4 LUFS, true peak -6.3, -2.3 and -2.4 dBTP.
    """
    assert cache_folder
    path, said = render_planks(wanted, tmp_path)
    loudness, peak = loudness_and_peak(path)
    assert abs(loudness - wanted) <= 1
    assert peak <= HIGHEST_DBTP
    assert said == ""


@pytest.mark.parametrize("wanted", [pytest.param(-12, marks=[pytest.mark.thorough]), -8])
def test_is_as_loud_as_can_be_where_more_is_asked_and_says_so(wanted: int, cache_folder: Path, tmp_path: Path) -> None:
    """If this failed, a loudness would be adjusted in silence, or be reached by distortion.

    Measured: -14.1 and -13.9 LUFS, true peak -1.6 and -2.1 dBTP.
    """
    assert cache_folder
    path, said = render_planks(wanted, tmp_path)
    loudness, peak = loudness_and_peak(path)
    assert loudness >= -15
    assert peak <= HIGHEST_DBTP
    [deficit_lu] = re.findall(r"about ([0-9.]+) LU softer than was asked", said)
    assert float(deficit_lu) == pytest.approx(wanted - loudness, abs=0.5)


def test_no_word_shouts_and_none_is_lost(measured: dict[ClipKey, float]) -> None:
    """A "one" would shout, or an instruction be too soft to follow beside the others."""
    spoken = {clip: level for clip, level in measured.items() if clip[0] != "earcon"}
    assert len(spoken) >= 8
    assert max(spoken.values()) - min(spoken.values()) <= EVEN_LU, sorted(spoken.items(), key=lambda each: each[1])


def test_signals_stand_out_from_the_voice(measured: dict[ClipKey, float]) -> None:
    """If this failed, a signal would be lost in heavy breathing, or hurt the ear.

    Measured: 5.8 LU above the voice, each of them.
    """
    voice = mean(level for clip, level in measured.items() if clip[0] != "earcon")
    signals = {clip[1]: level - voice for clip, level in measured.items() if clip[0] == "earcon"}
    assert len(signals) >= 3
    assert max(signals.values()) - min(signals.values()) <= SIGNALS_EVEN_LU, signals
    assert all(abs(above - SIGNAL_LU) <= 1 for above in signals.values()), signals
