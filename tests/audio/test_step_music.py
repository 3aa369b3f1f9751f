"""The music of a step, measured in the decoded MP3: each tone is heard in its own steps, and nowhere else."""

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pytest

from builders import sine, write_sound
from repcast import pipeline
from repcast.files.outputs import Output
from repcast.plan.timeline import Timeline
from repcast.reading.loader import load
from repcast.session.customise import Customisation
from sound import decoded

pytestmark = pytest.mark.slow

MS: Final = 48
TONES_HZ: Final = {"usual": 11_500, "water": 12_700, "block": 13_900}  # above all that eSpeak's voice has
PLAYS: Final = ("usual", "water", "block", "", "block", "block", "block", "usual", "usual")
TEXT: Final = """\
title: Music
music: usual.wav
sounds: none
steps:
  - {work: Run, for: 10s}
  - {rest: 10s, music: water.wav}
  - block: Core
    rounds: 1
    music: [block.wav]
    steps:
      - {hold: Plank, for: 10s}
      - {pause: 10s, music: none}
      - {hold: Bridge, for: 10s, sides: [left, right]}
  - {work: Walk, for: 10s}
"""


@pytest.fixture(scope="module")
def heard(cache_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[npt.NDArray[np.float64], Timeline]:
    """Return the session's sound, one of its channels, and its plan."""
    assert cache_folder
    folder = tmp_path_factory.mktemp("music")
    for name, hz in TONES_HZ.items():
        write_sound(folder / f"{name}.wav", sine(2, hz, 0.2))
    (folder / "music.yaml").write_text(TEXT)
    rendered = pipeline.render(load("music.yaml", folder=folder), Customisation(), Output(path=folder / "music.mp3"))
    return decoded(folder / "music.mp3")[:, 0], rendered.timeline


def level_db(sound: npt.NDArray[np.float64], hz: int) -> float:
    """Return how loud a tone is."""
    turns = np.exp(-2j * np.pi * hz * np.arange(len(sound)) / 48_000)
    return float(20 * np.log10(2 * np.abs(np.mean(sound * np.hanning(len(sound)) * turns)) / 0.5 + 1e-9))


def test_each_step_has_its_own_music(heard: tuple[npt.NDArray[np.float64], Timeline]) -> None:
    """If this failed, music would play in another step, or two at once, or go on through a pause without any."""
    sound, timeline = heard
    steps = timeline.steps[1:-1]
    plays = dict(zip((step.index for step in steps), PLAYS, strict=False))
    for step in steps:
        middle = sound[(step.start_ms + 1_000) * MS : (step.end_ms - 1_000) * MS]
        for name, hz in TONES_HZ.items():
            is_heard = level_db(middle, hz) > -45
            assert is_heard == (plays[step.index] == name), (step.facts.label, name)
