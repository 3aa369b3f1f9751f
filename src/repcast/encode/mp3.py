"""A mix -> MP3: 48 kHz, constant bit rate, ID3v2.3, an Info frame with delay and padding.

The work grows with distinct sound, not with minutes: each distinct tile is encoded once, and so is the noise floor.
Only with music under it everything is encoded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BufferedRandom
from typing import Final

from repcast.encode.continuous import encode_continuously
from repcast.encode.distinct import TileEncoder
from repcast.encode.frames import DELAY_SAMPLES, LOUDER_DB, frame_bytes, frame_count
from repcast.encode.info_frame import info_frame
from repcast.encode.metering import FileMeter
from repcast.encode.recording import Recording
from repcast.encode.tiles import noise_floor_tile, tiles_of
from repcast.files.embedded import SOUND
from repcast.files.id3 import id3_tag
from repcast.files.sound_digest import sound_digest
from repcast.files.tags import Tags
from repcast.progress import Report
from repcast.sound.mix import Mix, summed
from repcast.units import FRAME_SAMPLES

_LEAST_RUN_FRAMES: Final = 125  # of a loop, written at a time


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoded:
    """The sound of one file.

    Attributes:
        pieces: its frames, in order; a piece may end within a frame.
        channels: one or two.
        skip_samples: that a player leaves out at the start, of what its decoder gives.
        length_samples: that it plays then.
    """

    pieces: Iterable[bytes]
    channels: int
    skip_samples: int
    length_samples: int


def write_mp3(recording: Recording, file: BufferedRandom, encoder: TileEncoder, report: Report) -> None:
    """Write an MP3 that decodes to exactly as many samples as the recording has, where the decoder is gapless."""
    mix, length, meter = recording.mix, recording.mix.length_samples, FileMeter()
    sound = Encoded(
        pieces=frames_of(mix, encoder, meter)
        if mix.over_music is None
        else encode_continuously(meter.watch(summed(mix)), frame_count(length)),
        channels=mix.channels,
        skip_samples=DELAY_SAMPLES,
        length_samples=length,
    )
    write_frames(sound, recording.tags, file, report)
    write_tags(replace(recording.tags, gain=meter.gain(LOUDER_DB)), file)


def write_frames(sound: Encoded, tags: Tags, file: BufferedRandom, report: Report) -> None:
    """Write frames into an empty file, with an Info frame before them, and tags that do not know the sound yet."""
    head, size_bytes, length = id3_tag(tags), frame_bytes(sound.channels), sound.length_samples
    file.write(head + bytes(size_bytes))
    written_bytes = 0
    for piece in sound.pieces:
        file.write(piece)
        written_bytes += len(piece)
        report(min(written_bytes // size_bytes * FRAME_SAMPLES, length), length)
    report(length, length)
    file.seek(len(head))
    file.write(
        info_frame(
            sound.channels,
            frames=written_bytes // size_bytes,
            skip_samples=sound.skip_samples,
            length_samples=length,
        )
    )


def write_tags(tags: Tags, file: BufferedRandom) -> None:
    """Write tags in place of those that `write_frames` wrote, with the digest of the sound behind them."""
    if SOUND in tags.embedded:
        tags = replace(tags, embedded={**tags.embedded, SOUND: sound_digest(file)})
    file.seek(0)
    file.write(id3_tag(tags))


def frames_of(mix: Mix, encoder: TileEncoder, meter: FileMeter) -> Iterator[bytes]:
    """Yield every frame of a file, in runs; those of the noise floor are the same few, repeated."""
    with encoder:
        floor_tile = noise_floor_tile(mix)
        floor = encoder.encoded(floor_tile)
        next_frame = 0
        for tile, encoded in encoder.each(tiles_of(mix)):
            begin, count = next_frame - floor_tile.first_frame, tile.first_frame - next_frame
            meter.add_repeated(floor.level, begin, count)
            meter.add(encoded.level)
            yield from _repeated(floor.frames, begin, count)
            yield encoded.frames
            next_frame = tile.end_frame


def _repeated(loop: bytes, begin: int, count: int) -> Iterator[bytes]:
    """Yield so many frames of a loop, in runs of a few seconds; `begin` is the first one's number, counted on."""
    size_bytes = frame_bytes(1)
    loop *= -(-_LEAST_RUN_FRAMES * size_bytes // len(loop))
    at, missing_bytes = begin * size_bytes % len(loop), count * size_bytes
    while missing_bytes:
        run = loop[at : at + missing_bytes]
        yield run
        at, missing_bytes = 0, missing_bytes - len(run)
