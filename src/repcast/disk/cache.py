"""A cache of bytes on disk, so that what was made once is not made again.

Its files are named by a hash, written whole and renamed into place, so that processes can share them. They are checked
on every read. Their total size is bounded; the least recently used go first. Without a cache, work is only slower.
"""

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs

_DIGEST_BYTES: Final = 32


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
        self._magic = f"repcast {kind} {version}\n".encode()
        self._limit_bytes = limit_bytes

    def path(self, made_from: bytes) -> Path:
        """Return where an entry is kept."""
        key = hashlib.sha256(made_from).hexdigest()
        return self._folder / key[:2] / f"{key[2:]}{self._suffix}"

    def get(self, made_from: bytes) -> bytes | None:
        """Return an entry, or None if there is none, or it is damaged."""
        path = self.path(made_from)
        try:
            if not path.is_file():  # reading a pipe could wait for ever
                return None
            content = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):  # a cache that we cannot write can still be read
            os.utime(path)
        data_at = len(self._magic) + _DIGEST_BYTES
        digest, data = content[len(self._magic) : data_at], content[data_at:]
        if not content.startswith(self._magic) or not data or hashlib.sha256(data).digest() != digest:
            return None
        return data

    def put(self, made_from: bytes, data: bytes) -> None:
        """Keep an entry."""
        path = self.path(made_from)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            partial = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(self._magic + hashlib.sha256(data).digest() + data)
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)

    def prune(self) -> None:
        """Delete the least recently used entries beyond the bound, and what interrupted runs left."""
        kept = 0
        for modified_at, size, path in sorted(self._entries(), reverse=True):
            kept += size
            if kept > self._limit_bytes or (path.suffix == ".part" and modified_at < _an_hour_ago()):
                with suppress(OSError):
                    path.unlink()

    def _entries(self) -> list[tuple[float, int, Path]]:
        entries = []
        with suppress(OSError):  # in a folder that we cannot list there is nothing that we could delete
            for path in self._folder.glob("*/*"):
                with suppress(OSError):
                    status = path.stat()
                    entries.append((status.st_mtime, status.st_size, path))
        return entries


def _an_hour_ago() -> float:
    return time.time() - 3600
