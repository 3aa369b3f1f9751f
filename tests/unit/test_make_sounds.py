"""`scripts/make_sounds.py` makes the earcons that are shipped."""

import subprocess
import sys
import wave
from pathlib import Path
from typing import get_args

import pytest

from repcast.session.settings import Signal

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the script into a folder of its own."""
    folder = tmp_path_factory.mktemp("sounds")
    subprocess.run([sys.executable, str(ROOT / "scripts" / "make_sounds.py"), str(folder)], check=True, timeout=300)
    return folder


@pytest.mark.parametrize("name", get_args(Signal))
def test_makes_what_is_shipped(name: str, made: Path) -> None:
    """The shipped earcons could not be made again: a change to the script would not be heard, or heard by surprise."""
    assert (made / f"{name}.wav").read_bytes() == (ROOT / "sounds" / f"{name}.wav").read_bytes()


def test_makes_nothing_else(made: Path) -> None:
    """An earcon that nothing plays would be shipped, or one that is played would be missing."""
    expected = sorted(f"{name}.wav" for name in get_args(Signal))
    assert sorted(path.name for path in made.iterdir()) == expected
    assert sorted(path.name for path in (ROOT / "sounds").iterdir()) == expected


@pytest.mark.parametrize("name", get_args(Signal))
def test_they_are_in_the_mixer_s_format(name: str) -> None:
    """An earcon would play at another pitch, or be resampled off its sample."""
    with wave.open(str(ROOT / "sounds" / f"{name}.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 1, 2)
