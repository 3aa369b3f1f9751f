"""A cache of bytes on disk, so that what was made once is not made again.

Its files are named by a hash of what they are made from, which their digest covers, too, and written whole, so that
processes can share them. They are checked on every read. Their total size is bounded; the least recently used go first,
but none that the run in hand needs. Without a cache, work is only slower.
"""

import hashlib
import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
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

Told = Callable[[OSError], None]
"""Is told what the system does not let us do; what is gone meanwhile, another run has deleted, and is no trouble."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """How many entries, and how large they are in all."""

    count: int
    size_bytes: int

    @classmethod
    def of(cls, sizes_bytes: Iterable[int]) -> "Amount":
        """Return how much entries of these sizes are."""
        sizes = [*sizes_bytes]
        return cls(count=len(sizes), size_bytes=sum(sizes))


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """What a cache holds.

    Attributes:
        entries: that can be found.
        unused: those of another version of their format, and unfinished ones, which nobody finds.
        limit_bytes: how large all of them may become.
    """

    entries: Amount
    unused: Amount
    limit_bytes: int


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
        for modified_at, size_bytes, path in sorted(self._files(_ignored), reverse=True):
            if made_for(path.name):
                is_needed = _is_being_written(modified_at)
            else:
                kept_bytes += size_bytes
                is_needed = path in self._in_use or kept_bytes <= self._limit_bytes or not self._is_ours(path)
            if not is_needed:
                _delete(path, _ignored)

    def contents(self, told: Told) -> Contents:
        """Return how much is kept; what is only named like an entry does not count."""
        usable, unused = [], []
        for _, size_bytes, path in self._files(told):
            if self._begins(path, self._magic):
                usable.append(size_bytes)
            elif made_for(path.name) or self._is_ours(path):
                unused.append(size_bytes)
        return Contents(entries=Amount.of(usable), unused=Amount.of(unused), limit_bytes=self._limit_bytes)

    def clear(self, told: Told) -> Amount:
        """Delete all entries, and what interrupted runs left, nothing else; return how much that was.

        What other runs are writing stays, and what they miss they make again.
        """
        return Amount.of(
            size_bytes
            for modified_at, size_bytes, path in self._files(told)
            if (not _is_being_written(modified_at) if made_for(path.name) else self._is_ours(path))
            and _delete(path, told)
        )

    def _files(self, told: Told) -> Iterator[tuple[float, int, Path]]:
        """Yield when each file that is named like ours was used, how large it is, and where."""
        for folder, of_folder in _listed(self._folder, told):
            if _FOLDER.fullmatch(folder.name) and stat.S_ISDIR(of_folder.st_mode):
                for path, status in _listed(folder, told):
                    if self._entry.fullmatch(made_for(path.name) or path.name) and stat.S_ISREG(status.st_mode):
                        yield status.st_mtime, status.st_size, path

    def _is_ours(self, path: Path) -> bool:
        return self._begins(path, self._beginning)

    def _begins(self, path: Path, beginning: bytes) -> bool:
        try:
            with open_regular(path) as file:
                return file.read(len(beginning)) == beginning
        except (RepcastError, OSError):
            return False


def _listed(folder: Path, told: Told) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield what is in a folder, with its status; no link is followed, and there need be no such folder."""
    try:
        with os.scandir(folder) as entries:
            found = [*entries]
    except FileNotFoundError:
        return
    except OSError as error:
        told(error)
        return
    for entry in found:
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        except OSError as error:
            told(error)
        else:
            yield Path(entry), status


def _delete(path: Path, told: Told) -> bool:
    """Delete a file, and return whether it was we who did."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        told(error)
        return False
    return True


def _ignored(_error: OSError) -> None:
    """Take no notice: what cannot be listed or deleted only stays."""


def _is_being_written(modified_at: float) -> bool:
    """Tell whether an unfinished entry is another run's, and not left over."""
    return modified_at > time.time() - _LEFT_OVER_S


def _lot(path: Path) -> float:
    """Return a number from 0 to 1 that an entry draws, the same one each time."""
    return int(path.stem[:8], 16) / 0xFFFFFFFF


def _digest(made_from: bytes, data: bytes) -> bytes:
    """Return what proves that an entry is whole, and that it is the one of this key."""
    return hashlib.sha256(hashlib.sha256(made_from).digest() + data).digest()
