"""`sound.clips`: samples, and how long they are."""

import numpy as np
import pytest

from repcast.sound.clips import Clip


@pytest.mark.parametrize(("count", "ms"), [(0, 0), (1, 1), (48, 1), (49, 2), (48_000, 1_000)])
def test_a_clips_length_rounds_up_to_whole_milliseconds(count: int, ms: int) -> None:
    """If this failed, the last samples of a word could overlap the next cue."""
    assert Clip(np.zeros(count, dtype=np.int16)).length_ms == ms
