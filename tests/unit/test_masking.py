"""`scripts/masking.py`: noise is heard the more the louder it is, and the less the more sound lies over it."""

import numpy as np
import numpy.typing as npt
import pytest

from masking import noise_to_mask_db

Sound = npt.NDArray[np.float32]


def tone(hz: float, amplitude: float) -> Sound:
    """Return a second of a tone."""
    return (amplitude * np.sin(np.arange(48_000) * 2 * np.pi * hz / 48_000)).astype(np.float32)


@pytest.mark.parametrize("louder_db", [6, 20])
def test_noise_that_is_louder_is_heard_by_so_much_more(louder_db: float) -> None:
    """If this failed, a worse codec would look as good as a better one."""
    usual, noise = tone(1_000, 0.3), tone(1_050, 0.001)
    more = noise_to_mask_db(usual, noise * np.float32(10 ** (louder_db / 20))) - noise_to_mask_db(usual, noise)
    assert more == pytest.approx(louder_db, abs=0.1)


def test_noise_beside_a_tone_is_masked_and_far_from_it_is_heard() -> None:
    """If this failed, noise that lies where nobody hears it would count as much as any other."""
    near, far = (noise_to_mask_db(tone(1_000, 0.3), tone(hz, 0.003)) for hz in (1_100, 4_000))
    assert near < far - 20


def test_noise_after_the_sound_does_not_count() -> None:
    """If this failed, the noise of silence would hide that of speech."""
    sound, noise = tone(1_000, 0.3), tone(1_050, 0.001)
    silence = np.zeros(48_000, dtype=np.float32)
    alone = noise_to_mask_db(np.concatenate([sound, silence]), np.concatenate([noise, silence]))
    late = np.concatenate([silence[:4_800], 100 * noise[4_800:]])
    followed = noise_to_mask_db(np.concatenate([sound, silence]), np.concatenate([noise, late]))
    assert followed == pytest.approx(alone, abs=0.1)
