"""`encode.continuous`: one encode from the first sample to the last, beside whoever mixes it."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from repcast.encode.continuous import encode_continuously
from repcast.encode.frames import are_frames, frame_count
from repcast.sound.levels import Pcm

RATE_HZ = 48_000


def music(seconds: int) -> Iterator[Pcm]:
    """Yield seconds of noise, no two of which are the same."""
    for second in range(seconds):
        yield np.random.default_rng(second).uniform(-0.1, 0.1, (2, RATE_HZ)).astype(np.float32)


@pytest.mark.parametrize("length", [1, 48, 1_104, 1_152, 1_199, 1_200, 2_351, 2_352, 48_000, 115_200])
def test_all_frames_come_out_and_no_more(length: int) -> None:
    """If this failed, a file over music would be cut off, or be longer than its plan."""
    frames = b"".join(encode_continuously([np.zeros((2, length), dtype=np.float32)], frame_count(length)))
    assert are_frames(frames, frame_count=frame_count(length), channels=2)


def test_how_it_is_cut_into_blocks_changes_nothing() -> None:
    """If this failed, the same session would be another file whenever music is read in other blocks."""
    whole = np.concatenate([*music(4)], axis=1)
    count = frame_count(whole.shape[1])
    parts = (whole[:, at : at + 7_777] for at in range(0, whole.shape[1], 7_777))
    assert b"".join(encode_continuously(parts, count)) == b"".join(encode_continuously([whole], count))


def test_it_takes_blocks_only_a_little_ahead() -> None:
    """If this failed, an hour of music would have to be in memory before the first of it is written."""
    taken = 0

    def followed() -> Iterator[Pcm]:
        nonlocal taken
        for block in music(60):
            taken += 1
            yield block

    for number, _ in enumerate(encode_continuously(followed(), frame_count(60 * RATE_HZ)), start=1):
        assert taken <= number + 4


def test_an_error_of_the_music_comes_out_and_all_work_ends() -> None:
    """If this failed, a song that cannot be read on would leave a thread, or a file with a piece missing."""

    def failing() -> Iterator[Pcm]:
        yield from music(6)
        raise RuntimeError("no more")

    before = {*threading.enumerate()}
    with pytest.raises(RuntimeError, match="no more"):
        b"".join(encode_continuously(failing(), frame_count(60 * RATE_HZ)))
    assert {*threading.enumerate()} <= before
