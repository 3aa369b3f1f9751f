"""The files that the phone may have: found by keys from a table, never by a path that a request names."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from repcast.disk.cache import default_folder
from repcast.disk.caches import cover_cache
from repcast.errors import RepcastError
from repcast.files.cover import cover_of
from repcast.files.embedded import Embedded, read_embedded
from repcast.studio.album import album_beside
from repcast.studio.take import Place, Take, take

_KEY_LENGTH: Final = 12  # hexadecimal digits, of a table with some dozens of files


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A file of ours on the shelf."""

    path: Path
    embedded: Embedded
    take: Take
    place: Place

    def cover(self) -> bytes:
        """Return its cover, as a PNG."""
        return cover_of(self.embedded.timeline, cover_cache(default_folder()))

    def album(self) -> Path | None:
        """Return the folder with its album; None where there is none."""
        return album_beside(self.path, self.embedded.timeline)


class Shelf:
    """What is rendered now. A file that is rendered anew has another key, so nobody gets half of each.

    Args:
        files: returns the files that are offered, each time anew.
    """

    def __init__(self, files: Callable[[], Sequence[Path]]) -> None:
        self._files = files

    def all(self) -> tuple[Kept, ...]:
        """Return the files that are there and are ours."""
        found = []
        for path in self._files():
            with suppress(RepcastError, OSError):
                status = path.stat()
                found.append(_kept(path, status.st_mtime_ns, status.st_size))
        return tuple(found)

    def find(self, key: str) -> Kept | None:
        """Return the file of a key; None where there is none."""
        return next((kept for kept in self.all() if kept.place.key == key), None)


@lru_cache(maxsize=256)
def _kept(path: Path, changed_ns: int, size_bytes: int) -> Kept:
    """Read a file once, for as long as it stays as it is."""
    embedded = read_embedded(path)
    key = hashlib.sha256(f"{path.resolve()}\0{changed_ns}\0{size_bytes}".encode()).hexdigest()[:_KEY_LENGTH]
    place = Place(
        key=key,
        file=f"files/{key}.mp3",
        cover=f"covers/{key}.png",
        name=path.name,
        size_bytes=size_bytes,
        chapters=f"chapters/{key}.json",
        captions=f"captions/{key}.vtt",
    )
    return Kept(path=path, embedded=embedded, take=take(embedded.timeline), place=place)
