"""`studio.clip`: a clip as the page plays it."""

import io
import wave

import numpy as np
import pytest

from repcast.sound.clips import Clip
from repcast.studio.clip import to_wav


@pytest.mark.parametrize("count", [0, 1, 48, 4_801])
def test_every_sample_is_in_the_file_as_it_is(count: int) -> None:
    """A cue would be heard at another pitch or level than in the render, or cut."""
    samples = np.linspace(-32_768, 32_767, count).astype(np.int16)
    with wave.open(io.BytesIO(to_wav(Clip(samples)))) as wav:
        assert (wav.getnchannels(), wav.getsampwidth(), wav.getframerate()) == (1, 2, 48_000)
        read = np.frombuffer(wav.readframes(wav.getnframes()), dtype="<i2")
    assert np.array_equal(read, samples)
