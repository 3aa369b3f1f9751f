"""A mix -> MP3: 48 kHz, CBR, mono at 64 kbit/s or stereo at 128, ID3v2.3, an Info frame with delay and padding.

Time goes with distinct sound, not with minutes: each tile of sound is encoded once, and the bed between them once.
"""

from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import av

from repcast.cache import Cache
from repcast.encode.distinct import TileEncoder
from repcast.encode.lame import BIT_RATES, CODEC, LAYOUTS, Frame
from repcast.encode.target import WRITER, check_target, replaced
from repcast.encode.tiles import DELAY, bed_tile, tiles_of
from repcast.mix import Mix
from repcast.units import FRAME_SAMPLES, SAMPLE_RATE_HZ

__all__ = ["check_target", "encode", "tile_cache"]

_LIMIT_BYTES: Final = 64 << 20
_CACHE_VERSION: Final = 1  # a new one whenever tiles are cut or kept otherwise
_REPORT_EVERY: Final = 500  # frames

Report = Callable[[int, int], None]


def tile_cache(folder: Path) -> Cache:
    """Return the cache of encoded tiles in a folder."""
    return Cache(folder, "tile", version=_CACHE_VERSION, limit_bytes=_LIMIT_BYTES)


def encode(mix: Mix, cache: Cache, target: Path, *, title: str, report: Report) -> None:
    """Write an MP3 of exactly `mix.length` samples, as any gapless-aware decoder counts them.

    Args:
        mix: a whole number of milliseconds.
        cache: of encoded tiles.
        target: replaced in one step, once all is written.
        title: the ID3 title.
        report: told the samples written so far, and in all.

    Raises:
        OutputNotWritable: the system does not let us write there.
    """
    with (
        replaced(target) as partial,
        av.open(str(partial.absolute()), "w", format="mp3", options={"id3v2_version": "3"}) as mp3,
        TileEncoder(cache) as encoder,
    ):
        mp3.metadata.update({"title": title, "encoded_by": f"{WRITER} {version('repcast')}"})
        layout, bit_rate = LAYOUTS[mix.channels], BIT_RATES[mix.channels]
        mp3.add_stream(CODEC, rate=SAMPLE_RATE_HZ, layout=layout, bit_rate=bit_rate)
        for number, frame in enumerate(_frames(mix, encoder)):
            frame.pts = frame.dts = number * FRAME_SAMPLES - DELAY
            mp3.mux_one(frame)
            if number % _REPORT_EVERY == 0:
                report(min(number * FRAME_SAMPLES, mix.length), mix.length)
        report(mix.length, mix.length)


def _frames(mix: Mix, encoder: TileEncoder) -> Iterator[Frame]:
    """Yield every frame of the file; those of the bed are the same few, again and again."""
    bed_from = bed_tile(mix)
    bed = encoder.frames(bed_from)
    at = 0
    for tile, frames in encoder.each(tiles_of(mix)):
        for number in range(at, tile.first):
            yield bed[(number - bed_from.first) % len(bed)]
        yield from frames
        at = tile.last
