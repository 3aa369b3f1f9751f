"""`speech.cache`: clips are kept between runs, shared between processes, and never trusted blindly."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from repcast.script import Utterance
from repcast.session import Voice
from repcast.sounds import Clip
from repcast.speech.cache import ClipCache, default_folder

VERSION = "engine 1"
ONE = Utterance(text="one", voice=Voice(), language="en")


def clip(seed: int = 1, length: int = 4_800) -> Clip:
    """Return some sound."""
    return Clip(np.random.default_rng(seed).integers(-30_000, 30_000, length, dtype=np.int16))


def utterance(text: str) -> Utterance:
    """Return an utterance of the usual voice."""
    return Utterance(text=text, voice=Voice(), language="en")


def same(first: Clip | None, second: Clip) -> bool:
    """Tell whether two clips have the same samples."""
    return first is not None and np.array_equal(first.samples, second.samples)


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    """Return an empty cache."""
    return ClipCache(tmp_path / "cache", VERSION)


def test_a_clip_is_found_again(cache: ClipCache, tmp_path: Path) -> None:
    """Every render would speak everything again."""
    assert cache.get(ONE) is None
    cache.put(ONE, clip())
    assert same(cache.get(ONE), clip())
    assert same(ClipCache(tmp_path / "cache", VERSION).get(ONE), clip()), "in the next run, too"


@pytest.mark.parametrize(
    ("other", "version"),
    [
        (Utterance(text="One", voice=Voice(), language="en"), VERSION),
        (Utterance(text="one ", voice=Voice(), language="en"), VERSION),
        (Utterance(text="one", voice=Voice(name="en-gb"), language="en"), VERSION),
        (Utterance(text="one", voice=Voice(rate_wpm=151), language="en"), VERSION),
        (Utterance(text="one", voice=Voice(), language="de"), VERSION),
        (ONE, "engine 2"),
    ],
)
def test_every_difference_that_is_heard_is_kept_apart(other: Utterance, version: str, tmp_path: Path) -> None:
    """The wrong voice, speed, text or an old engine's sound would be heard."""
    ClipCache(tmp_path, VERSION).put(ONE, clip())
    assert ClipCache(tmp_path, version).get(other) is None


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"x",
        b"repcast clip 1\n",
        b"repcast clip 1\n" + bytes(32),
        b"repcast clip 1\n" + bytes(33),
        b"RIFF" + bytes(1_000),
    ],
)
def test_a_foreign_entry_is_no_hit(damage: bytes, cache: ClipCache) -> None:
    """A damaged cache would be heard, or end in a traceback, until the user finds and deletes it."""
    cache.put(ONE, clip())
    cache.path(ONE).write_bytes(damage)
    assert cache.get(ONE) is None
    cache.put(ONE, clip(2))
    assert same(cache.get(ONE), clip(2)), "it is made again"


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_truncated_entry_is_no_hit(kept: float, cache: ClipCache) -> None:
    """Half a word would be heard after a full disk or a power cut."""
    cache.put(ONE, clip())
    content = cache.path(ONE).read_bytes()
    cache.path(ONE).write_bytes(content[: int(len(content) * kept)])
    assert cache.get(ONE) is None


@pytest.mark.parametrize("at", [3, 20, 60, -1])
def test_a_flipped_bit_is_no_hit(at: int, cache: ClipCache) -> None:
    """A click would be heard from a failing disk."""
    cache.put(ONE, clip())
    content = bytearray(cache.path(ONE).read_bytes())
    content[at] ^= 1
    cache.path(ONE).write_bytes(content)
    assert cache.get(ONE) is None


def test_a_folder_in_an_entry_s_place_is_no_hit(cache: ClipCache) -> None:
    """A strange cache would end in a traceback."""
    cache.path(ONE).mkdir(parents=True)
    assert cache.get(ONE) is None
    cache.put(ONE, clip())
    cache.prune()


def test_a_cache_that_cannot_be_written_only_forgets(tmp_path: Path) -> None:
    """A closed or full home folder would stop every render."""
    (tmp_path / "file").touch()
    cache = ClipCache(tmp_path / "file", VERSION)
    cache.put(ONE, clip())
    assert cache.get(ONE) is None
    cache.prune()


@pytest.mark.skipif(os.name == "nt", reason="folders are closed otherwise there")
def test_a_closed_cache_only_forgets(tmp_path: Path) -> None:
    """A cache that belongs to another user would stop every render."""
    cache = ClipCache(tmp_path, VERSION)
    cache.put(ONE, clip())
    closed = cache.path(ONE).parent
    closed.chmod(0o500)
    try:
        if os.access(closed, os.W_OK):
            pytest.skip("nothing is closed to this user")
        cache.put(ONE, clip(2))
        assert same(cache.get(ONE), clip())
        ClipCache(tmp_path, VERSION, limit_bytes=0).prune()
    finally:
        closed.chmod(0o700)


def test_a_closed_folder_does_not_stop_pruning(cache: ClipCache, monkeypatch: pytest.MonkeyPatch) -> None:
    """A render that succeeded would end in a fault, because an old clip could not be deleted."""

    def refused(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path), missing_ok)

    cache.put(ONE, clip())
    monkeypatch.setattr(Path, "unlink", refused)
    ClipCache(cache.path(ONE).parents[2], VERSION, limit_bytes=0).prune()


def test_leaves_nothing_half_written(cache: ClipCache, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader would see half a clip, or the cache fill up with halves."""

    def full(path: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(path), target)

    monkeypatch.setattr(Path, "replace", full)
    cache.put(ONE, clip())
    assert cache.get(ONE) is None
    assert [path for path in cache.path(ONE).parent.iterdir() if path.suffix != ".part"] == []


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    """The cache would grow for ever, or forget the words that every session needs."""
    texts = ["oldest", "old", "used again", "newest"]
    cache = ClipCache(tmp_path, VERSION)
    for age, text in enumerate(reversed(texts), start=1):
        cache.put(utterance(text), clip())
        then = time.time() - age * 1_000
        os.utime(cache.path(utterance(text)), (then, then))
    size = cache.path(ONE).stat().st_size if cache.path(ONE).exists() else cache.path(utterance("old")).stat().st_size
    assert cache.get(utterance("oldest")) is not None, "which makes it the newest"
    bounded = ClipCache(tmp_path, VERSION, limit_bytes=2 * size)
    bounded.prune()
    kept = [text for text in texts if bounded.path(utterance(text)).exists()]
    assert kept == ["oldest", "newest"]


def test_a_cache_within_its_bound_is_left_alone(cache: ClipCache) -> None:
    """Clips would be spoken again for no reason."""
    cache.put(ONE, clip())
    cache.prune()
    assert same(cache.get(ONE), clip())


def test_what_an_interrupted_run_left_goes_in_the_end(cache: ClipCache) -> None:
    """Half-written clips would fill the disk, or a running render lose the one that it is writing."""
    cache.put(ONE, clip())
    folder = cache.path(ONE).parent
    (folder / "old.part").touch()
    os.utime(folder / "old.part", (time.time() - 7_200,) * 2)
    (folder / "new.part").touch()
    cache.prune()
    assert {path.name for path in folder.iterdir()} == {cache.path(ONE).name, "new.part"}


# Each process writes all clips over and over, and reads them back: it may see an old clip or none, never a broken one.
_SHARING = """
import sys
from pathlib import Path
import numpy as np
from repcast.script import Utterance
from repcast.session import Voice
from repcast.sounds import Clip
from repcast.speech.cache import ClipCache
cache = ClipCache(Path(sys.argv[1]), "engine 1", limit_bytes=int(sys.argv[2]))
for turn in range(60):
    for number in range(4):
        utterance = Utterance(text=str(number), voice=Voice(), language="en")
        found = cache.get(utterance)
        if found is not None and not (found.samples == number).all():
            sys.exit(f"a broken clip of {number}")
        if found is not None and len(found.samples) != 50_000:
            sys.exit(f"half a clip of {number}")
        cache.put(utterance, Clip(np.full(50_000, number, dtype=np.int16)))
    cache.prune()
"""


@pytest.mark.parametrize("limit_bytes", [1 << 20, 250_000])
def test_processes_share_it(limit_bytes: int, tmp_path: Path) -> None:
    """Two renders at once would break each other's clips, or one would fail."""
    command = [sys.executable, "-c", _SHARING, str(tmp_path), str(limit_bytes)]
    sharing = [subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(3)]
    told = [process.communicate(timeout=60)[1] for process in sharing]
    assert [process.returncode for process in sharing] == [0] * 3, told
    assert list(tmp_path.rglob("*.part")) == []


def test_its_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user with a small home folder could not move the cache."""
    monkeypatch.setenv("REPCAST_CACHE_DIR", str(tmp_path))
    assert default_folder() == tmp_path


@pytest.mark.parametrize("value", [None, ""])
def test_its_folder_is_the_platform_s(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clips would lie about in the folder where the user happens to stand."""
    monkeypatch.delenv("REPCAST_CACHE_DIR")
    if value is not None:
        monkeypatch.setenv("REPCAST_CACHE_DIR", value)
    assert default_folder() == platformdirs.user_cache_path("repcast", appauthor=False)
