"""`sound.shelf`: what is spoken waits on disk where there is much of it, and is the same when it is mixed."""

import gc
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from repcast.errors import SystemRefused
from repcast.sound.clips import Samples
from repcast.sound.shelf import Shelf


def noise(seed: int, length: int = 48_000) -> Samples:
    """Return some sound."""
    return np.random.default_rng(seed).integers(-30_000, 30_000, length, dtype=np.int16)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the temporary folder, which is not there yet."""
    path = tmp_path / "temporary"
    monkeypatch.setattr("tempfile.tempdir", str(path))
    return path


@pytest.mark.parametrize("memory_bytes", [0, 100_000, 1 << 30])
def test_samples_come_back_as_they_were(memory_bytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, another word would be heard than was spoken, or noise."""
    monkeypatch.setattr("repcast.sound.shelf.MEMORY_BYTES", memory_bytes)
    shelf = Shelf()
    lengths = [48_000, 1, 77, 4_801]
    clips = [shelf.clip(noise(seed, length)) for seed, length in enumerate(lengths)]
    for seed, length in reversed([*enumerate(lengths)]):
        assert clips[seed].samples.dtype == np.int16
        assert np.array_equal(clips[seed].samples, noise(seed, length))
        assert clips[seed].length_ms == -(-length // 48)


def test_samples_leave_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a session of a thousand names would take a gigabyte."""
    monkeypatch.setattr("repcast.sound.shelf.MEMORY_BYTES", 1 << 20)
    shelf = Shelf()
    tracemalloc.start()
    clips = [shelf.clip(noise(seed)) for seed in range(200)]
    gc.collect()
    held_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(clips) == 200
    assert held_bytes < 2 << 20, "of 19 MB"


def test_threads_read_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, one word would be heard in another's place, for tiles are mixed in several threads."""
    monkeypatch.setattr("repcast.sound.shelf.MEMORY_BYTES", 0)
    shelf = Shelf()
    clips = [shelf.clip(noise(seed, 4_800)) for seed in range(50)]
    with ThreadPoolExecutor(8) as threads:
        read = threads.map(lambda clip: clip.samples, clips * 20)
    assert all(np.array_equal(samples, noise(number % 50, 4_800)) for number, samples in enumerate(read))


def test_a_usual_session_needs_no_temporary_folder(folder: Path) -> None:
    """If this failed, what is spoken already could not be rendered where no temporary folder can be had."""
    shelf = Shelf()
    assert np.array_equal(shelf.clip(noise(1)).samples, noise(1))
    assert not folder.exists()


def test_nothing_is_left_in_the_temporary_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a run that is killed would leave hundreds of megabytes behind."""
    monkeypatch.setattr("repcast.sound.shelf.MEMORY_BYTES", 0)
    folder.mkdir()
    shelf = Shelf()
    clip = shelf.clip(noise(1))
    if Path("/proc").is_dir():
        assert list(folder.iterdir()) == [], "not even while it is in use"
    del shelf, clip
    assert list(folder.iterdir()) == []


def test_a_temporary_folder_that_cannot_be_had_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, the user would be told of a fault of ours, and not what to make room in."""
    monkeypatch.setattr("repcast.sound.shelf.MEMORY_BYTES", 0)
    with pytest.raises(SystemRefused, match="temporary"):
        Shelf().clip(noise(1))
    assert str(folder)
