"""Sound to test with: clips, regions and mixes, and what a mix sounds like when it is summed at once."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from repcast.encode.lame import encode_samples
from repcast.files.tags import Tags
from repcast.sound.clips import Clip
from repcast.sound.levels import Pcm
from repcast.sound.mix import Mix
from repcast.sound.noise_floor import SILENCE
from repcast.sound.regions import Part, Region

RATE_HZ: Final = 48_000
PLAIN: Final = Tags(
    title="Test", artist="nobody", album="tests", date="2026-11-24", comment="", lyrics="", duration_ms=0
)
FRAME: Final = 1_152  # samples
FRAME_BYTES: Final = 192  # at 64 kbit/s
FULL_SCALE: Final = 32_768.0


def tone_pcm(length: int, step: float = 0.1) -> Pcm:
    """Return a tone, `step` radians a sample."""
    return np.asarray(0.3 * np.sin(np.arange(length) * step), dtype=np.float32)


@cache
def tone_clip(length: int, step: float = 0.1) -> Clip:
    """Return the one clip of a tone: clips are told apart by identity."""
    return Clip((tone_pcm(length, step) * FULL_SCALE).astype(np.int16))


def pcm_of(clip: Clip) -> Pcm:
    """Return a clip's samples, of full scale 1.0."""
    return np.asarray(clip.samples / FULL_SCALE, dtype=np.float32)


def tone(start: int, length: int, step: float = 0.1) -> Region:
    """Return a region of a tone."""
    return Region(start_sample=start, length_samples=length, parts=(Part(0, tone_clip(length, step), 0.0),))


def loud_floor(frames: int) -> Pcm:
    """Return a noise floor of so many frames that is soft, never silent, and nowhere the same."""
    return np.random.default_rng(frames).uniform(-0.05, 0.05, frames * FRAME).astype(np.float32)


def mix_of(
    length: int, regions: Iterable[Region], noise_floor: Pcm = SILENCE, *, over_music: Iterable[Pcm] | None = None
) -> Mix:
    """Return a mix."""
    return Mix(length_samples=length, noise_floor=noise_floor, regions=regions, over_music=over_music)


def summed(length: int, regions: Iterable[Region], floor: Pcm = SILENCE) -> Pcm:
    """Return every sample of a mix, the noise floor from its beginning."""
    pcm = np.resize(floor, length).astype(np.float32)
    for region in regions:
        sound = np.zeros(region.length_samples, dtype=np.float32)
        for part in region.parts:
            samples = part.clip.samples
            sound[part.offset_samples : part.offset_samples + len(samples)] += samples * np.float32(
                10 ** (part.gain_db / 20) / FULL_SCALE
            )
        pcm[region.start_sample : region.start_sample + region.length_samples] += sound
    return pcm.clip(-1.0, 1.0)


def decoded(path: Path) -> npt.NDArray[np.float64]:
    """Return the samples of an MP3, as a decoder that repcast does not use gives them."""
    samples, rate_hz = soundfile.read(path)
    assert rate_hz == RATE_HZ
    return np.asarray(samples)


def one_by_one(frames: bytes) -> list[bytes]:
    """Return frames of one channel, each by itself."""
    return [frames[at : at + FRAME_BYTES] for at in range(0, len(frames), FRAME_BYTES)]


def count_encodes(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the samples of every tile that is encoded from now on, as they come."""
    encoded: list[bytes] = []

    def counted(pcm: Pcm, *, skip_frames: int, frame_count: int, to_the_end: bool) -> bytes:
        encoded.append(pcm.tobytes())
        return encode_samples(pcm, skip_frames=skip_frames, frame_count=frame_count, to_the_end=to_the_end)

    monkeypatch.setattr("repcast.encode.distinct.encode_samples", counted)
    return encoded


def very_many(length: int) -> Iterator[Region]:
    """Yield thousands of touching regions of so many samples, each with a clip of its own."""
    for start in range(0, 5_000 * length, length):
        yield Region(
            start_sample=start, length_samples=length, parts=(Part(0, Clip(np.full(length, 99, dtype=np.int16)), 0.0),)
        )
