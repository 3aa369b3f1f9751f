"""A cache of bytes on disk, so that what was made once is not made again.

Its files are named by a hash of what they are made from, which their digest covers, too, and written whole, so that
processes can share them. They are checked on every read. Their total size is bounded; the least recently used go first,
but none that the run in hand needs. Without a cache, work is only slower.
"""

import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs

from repcast.disk.atomic import made_for, make_folder, replaced
from repcast.disk.untrusted import open_regular, read_regular
from repcast.errors import RepcastError

_DIGEST_BYTES: Final = 32
_FOLDER: Final = re.compile("[0-9a-f]{2}")
_SLACK: Final = 1 / 8  # of the bound: so much is put, on the average, before it is looked at again
_LEFT_OVER_S: Final = 3_600  # after which an unfinished entry is deleted: writing one takes no second


def default_folder() -> Path:
    """Return `$REPCAST_CACHE_DIR`, or the platform's folder for caches."""
    chosen = os.environ.get("REPCAST_CACHE_DIR")
    return Path(chosen) if chosen else platformdirs.user_cache_path("repcast", appauthor=False)


class Cache:
    """Entries of one kind, each found by the hash of what it is made from."""

    def __init__(self, folder: Path, kind: str, *, version: int, limit_bytes: int) -> None:
        """Keep entries below `folder`, and ignore those of another `version` of their format."""
        self._folder = folder / f"{kind}s"
        self._suffix = f".{kind}"
        self._beginning = f"repcast {kind} ".encode()
        self._magic = self._beginning + f"{version}\n".encode()
        self._limit_bytes = limit_bytes
        self._in_use: set[Path] = set()
        self._is_untidy = False
        self._entry = re.compile(rf"[0-9a-f]{{62}}\.{kind}")

    def path(self, made_from: bytes) -> Path:
        """Return where an entry is kept."""
        key = hashlib.sha256(made_from).hexdigest()
        return self._folder / key[:2] / f"{key[2:]}{self._suffix}"

    def get(self, made_from: bytes) -> bytes | None:
        """Return an entry, or None if there is none, or it is damaged or another's."""
        path = self.path(made_from)
        try:
            content = read_regular(path, self._limit_bytes)
        except RepcastError:
            return None
        data_at = len(self._magic) + _DIGEST_BYTES
        digest, data = content[len(self._magic) : data_at], content[data_at:]
        if not content.startswith(self._magic) or not data or _digest(made_from, data) != digest:
            return None
        self._in_use.add(path)
        with suppress(OSError):  # a cache that we cannot write can still be read
            os.utime(path)
        return data

    def put(self, made_from: bytes, data: bytes) -> None:
        """Keep an entry."""
        path = self.path(made_from)
        with suppress(RepcastError):
            make_folder(path.parent, parents=True)
            with replaced(path, lasting=False) as file:
                size_bytes = file.write(self._magic + _digest(made_from, data) + data)
            self._in_use.add(path)
            self._is_untidy |= _lot(path) * self._limit_bytes * _SLACK <= size_bytes

    def tidy(self) -> None:
        """Prune if what was put calls for it: seldom, and by lot, so that no run needs to know what others have put."""
        if self._is_untidy:
            self.prune()
            self._is_untidy = False

    def prune(self) -> None:
        """Delete the least recently used entries beyond the bound, and what interrupted runs left; nothing else."""
        kept_bytes = 0
        for modified_at, size_bytes, path in sorted(self._files(), reverse=True):
            if made_for(path.name):
                is_needed = modified_at > time.time() - _LEFT_OVER_S
            else:
                kept_bytes += size_bytes
                is_needed = path in self._in_use or kept_bytes <= self._limit_bytes or not self._is_ours(path)
            if not is_needed:
                with suppress(OSError):
                    path.unlink()

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Yield when each file that is named like ours was used, how large it is, and where."""
        with suppress(OSError):  # in a folder that we cannot list there is nothing that we could delete
            for folder in os.scandir(self._folder):
                if _FOLDER.fullmatch(folder.name) and folder.is_dir(follow_symlinks=False):
                    yield from self._files_in(folder)

    def _files_in(self, folder: "os.DirEntry[str]") -> Iterator[tuple[float, int, Path]]:
        with suppress(OSError):
            for entry in os.scandir(folder):
                if self._entry.fullmatch(made_for(entry.name) or entry.name) and entry.is_file(follow_symlinks=False):
                    status = entry.stat()
                    yield status.st_mtime, status.st_size, Path(entry)

    def _is_ours(self, path: Path) -> bool:
        try:
            with open_regular(path) as file:
                return file.read(len(self._beginning)) == self._beginning
        except (RepcastError, OSError):
            return False


def _lot(path: Path) -> float:
    """Return a number from 0 to 1 that an entry draws, the same one each time."""
    return int(path.stem[:8], 16) / 0xFFFFFFFF


def _digest(made_from: bytes, data: bytes) -> bytes:
    """Return what proves that an entry is whole, and that it is the one of this key."""
    return hashlib.sha256(hashlib.sha256(made_from).digest() + data).digest()
