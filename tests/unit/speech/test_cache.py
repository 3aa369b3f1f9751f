"""`speech.cache`: clips are found again by all that makes them sound as they do; `test_cache.py` tests the keeping."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from repcast.disk.cache import Cache
from repcast.plan.script import Utterance
from repcast.session.settings import Voice
from repcast.sound.clips import Clip
from repcast.speech.cache import ClipCache
from repcast.speech.engine import Unpronounceable

VERSION = "engine 1"
ONE = Utterance(text="one", voice=Voice(), language="en")


def clip(seed: int = 1, length: int = 4_800) -> Clip:
    """Return some sound."""
    return Clip(np.random.default_rng(seed).integers(-30_000, 30_000, length, dtype=np.int16))


def same(first: Clip | None, second: Clip) -> bool:
    """Tell whether two clips have the same samples."""
    return first is not None and first.samples.dtype == np.int16 and np.array_equal(first.samples, second.samples)


def test_a_clip_is_found_again(tmp_path: Path) -> None:
    """Every render would speak everything again, or other samples be heard than were spoken."""
    cache = ClipCache(tmp_path / "cache")
    assert cache.get(ONE, VERSION) is None
    cache.put(ONE, VERSION, clip())
    assert same(cache.get(ONE, VERSION), clip())
    assert same(ClipCache(tmp_path / "cache").get(ONE, VERSION), clip()), "in the next run, too"


@pytest.mark.parametrize(
    ("other", "version"),
    [
        (Utterance(text="One", voice=Voice(), language="en"), VERSION),
        (Utterance(text="one ", voice=Voice(), language="en"), VERSION),
        (Utterance(text="one", voice=Voice(name="en-gb"), language="en"), VERSION),
        (Utterance(text="one", voice=Voice(engine="piper"), language="en"), VERSION),
        (Utterance(text="one", voice=Voice(rate_wpm=151), language="en"), VERSION),
        (Utterance(text="one", voice=Voice(), language="de"), VERSION),
        (ONE, "engine 2"),
    ],
)
def test_every_difference_that_is_heard_is_kept_apart(other: Utterance, version: str, tmp_path: Path) -> None:
    """The wrong voice, speed, text or an old engine's sound would be heard."""
    ClipCache(tmp_path).put(ONE, VERSION, clip())
    assert ClipCache(tmp_path).get(other, version) is None


def test_a_damaged_clip_is_spoken_again(tmp_path: Path) -> None:
    """Noise would be heard in place of a word, or a render end in a traceback."""
    cache = ClipCache(tmp_path)
    cache.put(ONE, VERSION, clip())
    [entry] = (path for path in tmp_path.rglob("*") if path.is_file())
    entry.write_bytes(entry.read_bytes()[:-1])
    assert cache.get(ONE, VERSION) is None
    cache.put(ONE, VERSION, clip(2))
    assert same(cache.get(ONE, VERSION), clip(2))


@pytest.mark.parametrize(("limit_bytes", "kept"), [(0, False), (100_000, True)])
def test_clips_are_kept_within_their_bound(
    limit_bytes: int,
    kept: bool,  # noqa: FBT001 - a parameter
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Clips of sessions that are long gone would fill the disk, or those in use be spoken again."""
    bounded = partial(Cache, kind="clip", version=1, limit_bytes=limit_bytes)
    monkeypatch.setattr("repcast.speech.cache.clip_cache", bounded)
    cache = ClipCache(tmp_path)
    cache.put(ONE, VERSION, clip())
    cache.tidy()
    assert same(cache.get(ONE, VERSION), clip()) == kept


def test_clips_wait_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a session of a thousand names would take a gigabyte of memory, spoken before or not."""
    monkeypatch.setattr("repcast.sound.shelf.MEMORY_BYTES", 1 << 20)
    names = [Utterance(text=f"name {number}", voice=Voice(), language="en") for number in range(200)]
    for seldom in ("spoken now", "spoken before"):
        cache = ClipCache(tmp_path)
        clips = [
            cache.get(name, VERSION) or cache.put(name, VERSION, clip(seed, 48_000)) for seed, name in enumerate(names)
        ]
        held_bytes = sum(each.held.nbytes for each in clips if isinstance(each.held, np.ndarray))
        assert held_bytes <= 1 << 20, f"of 19 MB, {seldom}"
        assert all(same(found, clip(seed, 48_000)) for seed, found in enumerate(clips))


def test_what_a_voice_cannot_say_is_kept_in_mind(tmp_path: Path) -> None:
    """If this failed, a natural voice would be started each time, only to find that it cannot say a name."""
    ClipCache(tmp_path).put_unpronounceable(ONE, VERSION)
    with pytest.raises(Unpronounceable):
        ClipCache(tmp_path).get(ONE, VERSION)
    assert ClipCache(tmp_path).get(ONE, "engine 2") is None, "another version may say it"
