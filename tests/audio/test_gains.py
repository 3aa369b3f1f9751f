"""What a file tells players of its loudness, against an ffmpeg program that measures what is heard of it."""

from pathlib import Path

import mutagen.id3
import numpy as np
import pytest
import soundfile
from built import RATE_HZ, rendered
from metering import exact_loudness, loudness_and_peak
from program import REPCAST, run, write

pytestmark = pytest.mark.slow

WITHIN_LU = 0.1
OVER_MUSIC = """\
title: Over music
music: music.wav
steps:
  - hold: Plank
    for: 40s
  - rest: 20s
  - work: Jumps
    for: 30s
"""


def told(path: Path) -> tuple[float, float]:
    """Return the gain and the peak of an MP3's tag."""
    tags = mutagen.id3.ID3(path)
    gain, unit = str(tags["TXXX:REPLAYGAIN_TRACK_GAIN"]).split()
    assert unit == "dB"
    return float(gain), float(str(tags["TXXX:REPLAYGAIN_TRACK_PEAK"]))


@pytest.mark.usefixtures("natural_voice")
def test_a_session_is_as_loud_as_it_says(cache_folder: Path) -> None:
    """A player that levels its files would play the workout louder or softer than what comes before it."""
    path = rendered("core", cache_folder)
    _, true_peak = loudness_and_peak(path)
    gain_db, peak = told(path)
    assert -18 - gain_db == pytest.approx(exact_loudness(path), abs=WITHIN_LU)
    assert 20 * np.log10(peak) == pytest.approx(true_peak, abs=0.5)


def test_a_session_over_music_is_as_loud_as_it_says(tmp_path: Path) -> None:
    """The same, where one encode with two channels makes the file."""
    seconds = np.arange(30 * RATE_HZ) / RATE_HZ
    chords = np.sum([np.sin(2 * np.pi * hz * seconds) for hz in (220, 277, 330, 4_400)], axis=0)
    white = np.random.default_rng(3).normal(0, 1.5, (len(seconds) + 4, 2))
    noise = np.mean([white[at : len(white) - 4 + at] for at in range(5)], axis=0)  # little above 10 kHz, as in music
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * seconds / 7)
    soundfile.write(tmp_path / "music.wav", 0.08 * (chords[:, np.newaxis] + noise) * swell[:, np.newaxis], RATE_HZ)
    write(tmp_path, OVER_MUSIC, "x.yaml")
    assert run("render", "x.yaml", folder=tmp_path, program=REPCAST).code == 0
    _, true_peak = loudness_and_peak(tmp_path / "x.mp3")
    gain_db, peak = told(tmp_path / "x.mp3")
    assert -18 - gain_db == pytest.approx(exact_loudness(tmp_path / "x.mp3"), abs=WITHIN_LU)
    assert 20 * np.log10(peak) == pytest.approx(true_peak, abs=0.5)
