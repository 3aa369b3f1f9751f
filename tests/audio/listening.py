"""What the tests of sound share: encoding at once, decoding with two decoders, and measuring what is heard."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt
import soundfile

from repcast.encode.lame import QUALITY
from repcast.sound.mix import Mix

RATE_HZ: Final = 48_000
FRAME_SAMPLES: Final = 1_152
FRAME_BYTES: Final = 192  # ISO/IEC 11172-3 clause 2.4.3.1: 144 * 64,000 / 48,000
DECODER_DELAY: Final = 1_105  # samples by which a frame is heard before its number says: LAME's 576, a decoder's 529
BLOCK_SAMPLES: Final = 100 * FRAME_SAMPLES

# ISO/IEC 11172-3 clause 2.4.2.7: block types; annex C.1.5.3: which may follow which. Any other pair leaves aliasing.
LONG, START, SHORT, STOP = range(4)
MAY_FOLLOW: Final = {LONG: (LONG, START), START: (SHORT,), SHORT: (SHORT, STOP), STOP: (LONG, START)}

Pcm = npt.NDArray[np.float32]


def whole(mix: Mix) -> Pcm:
    """Return all of a mix's samples, summed here independently of how tiles are cut; its regions are used up."""
    assert mix.channels == 1
    pcm = np.tile(mix.noise_floor, -(-mix.length_samples // len(mix.noise_floor)))[: mix.length_samples].copy()
    for region in mix.regions:
        pcm[region.start_sample : region.start_sample + region.length_samples] += region.pcm()
    return np.clip(pcm, -1.0, 1.0)


def encode_at_once(pcm: Pcm, path: Path) -> None:
    """Write an MP3 by one encoder that is shown everything, from the first sample to the last."""
    with av.open(str(path), "w", format="mp3") as mp3:
        options = {"reservoir": "0", "compression_level": str(QUALITY)}
        stream = mp3.add_stream("libmp3lame", rate=RATE_HZ, layout="mono", options=options, bit_rate=64_000)
        for at in range(0, len(pcm), BLOCK_SAMPLES):
            frame = av.AudioFrame.from_ndarray(
                pcm[at : at + BLOCK_SAMPLES].reshape(1, -1), format="fltp", layout="mono"
            )
            frame.sample_rate, frame.pts = RATE_HZ, at
            mp3.mux(stream.encode(frame))
        mp3.mux(stream.encode(None))


def decode(path: Path) -> Pcm:
    """Return what libsndfile, and with it mpg123, makes of an MP3."""
    pcm, rate_hz = soundfile.read(path, dtype="float32")
    assert (rate_hz, pcm.ndim) == (RATE_HZ, 1)
    return np.asarray(pcm, dtype=np.float32)


def decode_with_ffmpeg(path: Path) -> Iterator[Pcm]:
    """Yield what FFmpeg makes of an MP3, frame by frame; it skips what the Info frame says."""
    with av.open(str(path)) as mp3:
        for frame in mp3.decode(audio=0):
            yield frame.to_ndarray().reshape(-1).astype(np.float32)


def mp3_frames(path: Path) -> tuple[bytes, ...]:
    """Return an MP3's frames after its ID3 tag and its Info frame, cut by their constant size."""
    content = path.read_bytes()
    assert content[:3] == b"ID3"
    size = 10 + sum(byte << 7 * (3 - index) for index, byte in enumerate(content[6:10]))  # ID3v2.3 clause 3.1
    assert (len(content) - size) % FRAME_BYTES == 0
    return tuple(content[at : at + FRAME_BYTES] for at in range(size + FRAME_BYTES, len(content), FRAME_BYTES))


def sound_of(frames: tuple[bytes, ...]) -> Pcm:
    """Return what a decoder that has heard nothing before makes of some frames, shape (1,152 * len(frames),)."""
    decoder = av.CodecContext.create("mp3float", "r")
    assert isinstance(decoder, av.AudioCodecContext)
    decoded = [sound for frame in frames for sound in decoder.decode(av.Packet(frame))]
    return np.concatenate([sound.to_ndarray().reshape(-1) for sound in decoded]).astype(np.float32)


@dataclass(frozen=True, kw_only=True)
class SideInformation:
    """Of a mono frame, ISO/IEC 11172-3 clause 2.4.1.7.

    Attributes:
        main_data_begin: how many bytes of the frames before it this one needs.
        block_types: of its two granules.
    """

    main_data_begin: int
    block_types: tuple[int, int]


def side_information(frame: bytes) -> SideInformation:
    """Read it: 9 bits, 5 private and 4 of scfsi, then 59 for each granule, whose 34th opens its window's 23."""
    bits = int.from_bytes(frame[4:21])

    def read(at: int, count: int) -> int:
        return bits >> (136 - at - count) & ((1 << count) - 1)

    granules = (18, 18 + 59)
    first, second = (read(at + 34, 2) if read(at + 33, 1) else LONG for at in granules)
    return SideInformation(main_data_begin=read(0, 9), block_types=(first, second))


def broken_windows(frames: tuple[bytes, ...]) -> list[float]:
    """Return which frames' granules (`.0`, `.5`) have a block type that may not follow the one before it."""
    types = [block_type for frame in frames for block_type in side_information(frame).block_types]
    return [number / 2 for number, pair in enumerate(pairwise(types), start=1) if pair[1] not in MAY_FOLLOW[pair[0]]]


def frames_around(frame: int, before: int, after: int) -> slice:
    """Return the samples of `before` frames before a frame begins, and of `after` from there on."""
    return slice(
        max(0, (frame - before) * FRAME_SAMPLES - DECODER_DELAY),
        max(0, (frame + after) * FRAME_SAMPLES - DECODER_DELAY),
    )


def displacement(found: Pcm, sought: Pcm) -> int:
    """Return by how many samples `sought` stands off the middle of `found`, which is longer on both sides alike."""
    size = 1 << (len(found) + len(sought)).bit_length()
    spectrum = np.fft.rfft(found, size) * np.conj(np.fft.rfft(sought, size))
    reach = (len(found) - len(sought)) // 2
    return int(np.argmax(np.fft.irfft(spectrum, size)[: 2 * reach + 1])) - reach


def rms(sound: Pcm) -> float:
    """Return the root mean square; 0 of nothing."""
    return float(np.sqrt(np.mean(np.square(sound), dtype=np.float64))) if len(sound) else 0.0


def largest(sound: Pcm) -> float:
    """Return the largest absolute value."""
    return float(np.abs(sound).max(initial=0))


def largest_step(sound: Pcm) -> float:
    """Return the largest difference between a sample and the next."""
    return float(np.abs(np.diff(sound)).max(initial=0))


def db(ratio: float) -> float:
    """Return an amplitude ratio in decibels; -200 of nothing."""
    return float(20 * np.log10(max(ratio, 1e-10)))


def snr_db(decoded: Pcm, original: Pcm) -> float:
    """Return the signal-to-noise ratio of a decoded sound."""
    return db(rms(original) / rms(decoded - original))
