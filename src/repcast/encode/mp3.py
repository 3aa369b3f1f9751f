"""A mix -> MP3: 48 kHz, constant bit rate, ID3v2.3, an Info frame with delay and padding.

The work grows with distinct sound, not with minutes: each distinct tile is encoded once, and so is the noise floor.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedRandom
from itertools import count
from typing import Final

import av

from repcast.encode.distinct import TileEncoder
from repcast.encode.lame import LAYOUTS, Frame
from repcast.encode.recording import Recording
from repcast.encode.sink import Sink
from repcast.encode.tiles import DELAY_SAMPLES, noise_floor_tile, tiles_of
from repcast.files.embedded import SOUND, SOUND_UNKNOWN
from repcast.files.id3 import id3_tag
from repcast.files.tags import Tags
from repcast.formats import MP3
from repcast.progress import Report
from repcast.sound.mix import Mix
from repcast.units import FRAME_SAMPLES, SAMPLE_RATE_HZ

_REPORT_EVERY: Final = 500  # frames

Mux = Callable[[Frame], None]


def write_mp3(recording: Recording, file: BufferedRandom, encoder: TileEncoder, report: Report) -> None:
    """Write an MP3 that decodes to exactly as many samples as the recording has, where the decoder is gapless."""
    with mp3_file(file, recording.tags, recording.mix.channels) as mux:
        for frame in frames_of(recording.mix, encoder, report):
            mux(frame)


def frames_of(mix: Mix, encoder: TileEncoder, report: Report) -> Iterator[Frame]:
    """Yield every frame of the file; those of the noise floor are the same few, repeated."""
    with encoder:
        for number, frame in enumerate(_frames(mix, encoder)):
            yield frame
            if number % _REPORT_EVERY == 0:
                report(min(number * FRAME_SAMPLES, mix.length_samples), mix.length_samples)
    report(mix.length_samples, mix.length_samples)


def _frames(mix: Mix, encoder: TileEncoder) -> Iterator[Frame]:
    floor_tile = noise_floor_tile(mix)
    floor = encoder.frames(floor_tile)
    next_frame = 0
    for tile, frames in encoder.each(tiles_of(mix)):
        for number in range(next_frame, tile.first_frame):
            yield floor[(number - floor_tile.first_frame) % len(floor)]
        yield from frames
        next_frame = tile.end_frame


@contextmanager
def mp3_file(file: BufferedRandom, tags: Tags, channels: int) -> Iterator[Mux]:
    """Write an MP3's frames into an empty file, in order; at the end its tags are given the digest of the sound."""
    head = id3_tag(tags)
    file.write(head)
    sink = Sink(file, len(head))
    with sink, av.open(sink, "w", format=MP3.muxer, options=dict(MP3.options)) as mp3:
        mp3.add_stream(MP3.codec, rate=SAMPLE_RATE_HZ, layout=LAYOUTS[channels], bit_rate=MP3.bit_rates[channels])
        numbers = count()

        def mux(frame: Frame) -> None:
            frame.pts = frame.dts = next(numbers) * FRAME_SAMPLES - DELAY_SAMPLES
            mp3.mux_one(frame)
            sink.check()

        yield mux
    _write_digest(file, head)


def _write_digest(file: BufferedRandom, head: bytes) -> None:
    """Write the SHA-256 of the sound into the tag before it."""
    blank = f"{SOUND}\0{SOUND_UNKNOWN}".encode()
    at = head.find(blank)
    if at >= 0:
        file.seek(len(head))
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(at + len(blank) - len(SOUND_UNKNOWN))
        file.write(digest.encode())
