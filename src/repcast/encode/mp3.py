"""A mix -> MP3: 48 kHz, constant bit rate, ID3v2.3, an Info frame with delay and padding.

The work grows with distinct sound, not with minutes: each distinct tile is encoded once, and so is the noise floor.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedRandom
from itertools import count
from pathlib import Path
from typing import Final, Self

import av

from repcast.disk.cache import Cache
from repcast.encode.distinct import TileEncoder
from repcast.encode.lame import LAYOUTS, Frame
from repcast.encode.recording import Recording
from repcast.encode.tiles import DELAY_SAMPLES, noise_floor_tile, tiles_of
from repcast.files.embedded import SOUND, SOUND_UNKNOWN
from repcast.files.id3 import id3_tag
from repcast.files.tags import Tags
from repcast.formats import MP3
from repcast.progress import Report
from repcast.sound.mix import Mix
from repcast.units import FRAME_SAMPLES, SAMPLE_RATE_HZ

_LIMIT_BYTES: Final = 64 << 20
_CACHE_VERSION: Final = 1  # raise it whenever tiles are cut or stored in another way
_REPORT_EVERY: Final = 500  # frames

Mux = Callable[[Frame], None]


def tile_cache(folder: Path) -> Cache:
    """Return the cache of encoded tiles in a folder."""
    return Cache(folder, "tile", version=_CACHE_VERSION, limit_bytes=_LIMIT_BYTES)


def write_mp3(recording: Recording, path: Path, encoder: TileEncoder, report: Report) -> None:
    """Write an MP3 that decodes to exactly as many samples as the recording has, where the decoder is gapless."""
    with mp3_file(path, recording.tags, recording.mix.channels) as mux:
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
def mp3_file(path: Path, tags: Tags, channels: int) -> Iterator[Mux]:
    """Open an MP3 to write its frames in order; the digest of the sound in its tags is filled in at the end."""
    head = id3_tag(tags)
    with path.open("w+b") as file:
        file.write(head)
        sound = _OffsetFile(file, len(head))
        with sound, av.open(sound, "w", format=MP3.muxer, options=dict(MP3.options)) as mp3:
            mp3.add_stream(MP3.codec, rate=SAMPLE_RATE_HZ, layout=LAYOUTS[channels], bit_rate=MP3.bit_rates[channels])
            numbers = count()

            def mux(frame: Frame) -> None:
                frame.pts = frame.dts = next(numbers) * FRAME_SAMPLES - DELAY_SAMPLES
                mp3.mux_one(frame)
                sound.check()

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


class _OffsetFile:
    """A file as the muxer sees it: it starts after our tag.

    PyAV prints an error that is raised while it writes, and goes on. So the error is kept, and raised afterwards.
    """

    def __init__(self, file: BufferedRandom, offset_bytes: int) -> None:
        self._file = file
        self._offset_bytes = offset_bytes
        self._error: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:  # otherwise another error came first
            self.check()

    def check(self) -> None:
        if self._error:
            raise self._error

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except BaseException as error:  # noqa: BLE001 - ^C as well
            self._error = self._error or error
            return len(data)

    def tell(self) -> int:
        return self._file.tell() - self._offset_bytes

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset + (0 if whence else self._offset_bytes), whence) - self._offset_bytes
