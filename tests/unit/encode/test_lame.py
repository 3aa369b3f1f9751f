"""`encode.lame`: frames that can stand wherever they are put, and the same ones each time."""

import numpy as np
import pytest

from repcast.encode.frames import frame_count
from repcast.encode.lame import VERSION, encode_samples
from repcast.sound.levels import Pcm
from sound import FRAME, FRAME_BYTES, one_by_one, tone_pcm

SHOWN = 12  # frames of samples


def bursts(frames: int) -> Pcm:
    """Return loud noise and silence by turns, which an encoder would like to give more and fewer bytes."""
    noise = np.random.default_rng(1).uniform(-0.9, 0.9, frames * FRAME).astype(np.float32)
    return np.where(np.arange(frames * FRAME) // FRAME % 3 == 2, noise, np.float32(0))


def encoded(pcm: Pcm, skip_frames: int, count: int, *, to_the_end: bool = False) -> list[bytes]:
    """Return frames."""
    return one_by_one(encode_samples(pcm, skip_frames=skip_frames, frame_count=count, to_the_end=to_the_end))


def test_gives_the_frames_after_those_to_skip() -> None:
    """A sound would be heard some frames off its place."""
    pcm = bursts(SHOWN)
    whole = encoded(pcm, 0, SHOWN - 1)
    assert len(set(whole)) > SHOWN // 2
    for skip, count in ((0, 1), (3, 1), (3, 8), (10, 1)):
        assert encoded(pcm, skip, count) == whole[skip : skip + count]


def test_a_frame_more_of_samples_is_enough() -> None:
    """A tile's last frame would not come out of the encoder, and the render end in a fault."""
    assert len(encoded(tone_pcm(SHOWN * FRAME), 3, SHOWN - 4)) == SHOWN - 4


def test_too_few_samples_are_not_passed_over() -> None:
    """A tile cut wrongly would shift all that comes after it, and nobody notice."""
    with pytest.raises(AssertionError, match=rf"frames of {SHOWN * FRAME} samples, not 3 \+ {SHOWN - 3}"):
        encoded(tone_pcm(SHOWN * FRAME), 3, SHOWN - 3)


@pytest.mark.parametrize("length", [1, 47, 48, 1_104, 1_152, 1_199, 1_200, 2_351, 2_352, 48_000, 115_200])
def test_at_the_end_all_frames_come_out(length: int) -> None:
    """The last word of a file would be cut off."""
    frames = encoded(tone_pcm(length), 0, frame_count(length), to_the_end=True)
    assert [len(frame) for frame in frames] == [FRAME_BYTES] * frame_count(length)


def test_every_frame_has_its_own_bytes_and_borrows_none() -> None:
    """A frame that is put beside another one would be decoded with that one's bytes: a click, or silence."""
    for frame in encoded(bursts(40), 0, 39):
        assert len(frame) == FRAME_BYTES
        # ISO/IEC 11172-3 clause 2.4.1.7: the first nine bits after the header, `main_data_begin`.
        assert int.from_bytes(frame[4:6]) >> 7 == 0


def test_the_same_samples_give_the_same_frames() -> None:
    """Two renders of a session could not be compared, and the cache would change what is heard."""
    pcm = bursts(SHOWN)
    assert encoded(pcm, 3, 8) == encoded(pcm.copy(), 3, 8)


def test_leaves_the_samples_as_they_are() -> None:
    """A noise floor that is used again would be another one."""
    pcm = bursts(SHOWN)
    before = pcm.copy()
    encoded(pcm, 3, 8)
    assert np.array_equal(pcm, before)


def test_its_version_names_all_that_changes_its_frames() -> None:
    """After an update of the encoder, frames of the last one would come out of the cache between its own."""
    for named in ("PyAV ", "64000", "reservoir", "compression_level"):
        assert named in VERSION


def test_has_one_channel() -> None:
    """Speech would take twice the room, or play at half its speed."""
    # ISO/IEC 11172-3 clause 2.4.2.3: the header's last byte begins with the mode; 3 is one channel.
    assert {frame[3] >> 6 for frame in encoded(tone_pcm(SHOWN * FRAME), 3, 4)} == {3}
