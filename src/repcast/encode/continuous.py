"""Sound that never repeats -> MP3 frames: one encode from its first sample to its last, beside whoever mixes it.

With music under it no sound comes twice, and tiles would spare nothing. One long encode may use LAME's bit reservoir,
which tiles cannot, and lameenc's LAME takes a third of the time of that in PyAV's wheels.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from typing import Final

import lameenc

from repcast.encode.frames import frame_bytes
from repcast.encode.lame import QUALITY
from repcast.formats import MP3
from repcast.sound.levels import Pcm
from repcast.sound.mix import interleaved
from repcast.units import SAMPLE_RATE_HZ

_CHANNELS: Final = 2
_AHEAD: Final = 4  # blocks that are mixed ahead of the one that is encoded


def encode_continuously(blocks: Iterable[Pcm], frame_count: int) -> Iterator[bytes]:
    """Yield the first so many frames of a sound; in pieces that need not be whole frames.

    Args:
        blocks: of the sound, shape (2, n), within full scale; taken in the caller's thread.
        frame_count: at most as many as the sound has, with the encoder's delay.
    """
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(MP3.bit_rates[_CHANNELS] // 1_000)
    encoder.set_in_sample_rate(SAMPLE_RATE_HZ)
    encoder.set_channels(_CHANNELS)
    encoder.set_quality(QUALITY)
    missing_bytes = frame_count * frame_bytes(_CHANNELS)
    with ThreadPoolExecutor(1) as beside:  # one, so that blocks keep their order; lameenc releases the interpreter
        encoded = (beside.submit(encoder.encode, interleaved(pcm).tobytes()) for pcm in blocks)
        flushed = (beside.submit(flush) for flush in (encoder.flush,))
        for each in _some_ahead(chain(encoded, flushed)):
            piece = bytes(each.result())[:missing_bytes]
            missing_bytes -= len(piece)
            yield piece
    assert not missing_bytes, f"LAME gave {missing_bytes} bytes less than {frame_count} frames"


def _some_ahead(asked: Iterator[Future[bytearray]]) -> Iterator[Future[bytearray]]:
    pending: deque[Future[bytearray]] = deque()
    for each in asked:
        pending.append(each)
        if len(pending) > _AHEAD:
            yield pending.popleft()
    yield from pending
