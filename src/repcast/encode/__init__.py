"""A mix -> a file of sound, written whole or not at all."""

from pathlib import Path

from repcast.cache import Cache
from repcast.encode.mp3 import tile_cache, write_mp3
from repcast.encode.target import check_target, replaced
from repcast.mix import Mix
from repcast.progress import Report
from repcast.tags import Tags

__all__ = ["check_target", "encode", "tile_cache"]


def encode(mix: Mix, cache: Cache, target: Path, *, tags: Tags, report: Report) -> None:
    """Write a file of exactly `mix.length` samples.

    Args:
        mix: a whole number of milliseconds.
        cache: of encoded tiles.
        target: replaced in one step, once all is written.
        tags: what the file says about itself.
        report: told the samples written so far, and in all.

    Raises:
        OutputNotWritable: the system does not let us write there.
    """
    with replaced(target) as partial:
        write_mp3(mix, partial, tags=tags, cache=cache, report=report)
