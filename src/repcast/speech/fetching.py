"""Voices that are fetched from the network, once, because the user asks for one; nothing else here opens it."""

import hashlib
import json
import re
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import quote

from repcast.disk.atomic import make_folder, replaced
from repcast.errors import NotFetched, UnknownVoice
from repcast.progress import Report
from repcast.speech.engines import Engines
from repcast.speech.hibari_engine import path_of, registry

PIPER: Final = "https://huggingface.co/rhasspy/piper-voices"
"""Where Piper's voices are published, with a list of them."""

_LIST: Final = "/resolve/main/voices.json"
_MOST_LIST: Final = 8 << 20  # bytes
_MOST_POINTER: Final = 1_000
_SHA256: Final = re.compile(rb"oid sha256:([0-9a-f]{64})")
_ENDINGS: Final = (".onnx", ".onnx.json")
_TIMEOUT_S: Final = 30
_BLOCK_BYTES: Final = 1 << 18


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoteFile:
    """A file of a voice: where it is, where it belongs, and what proves that it is whole."""

    url: str
    path: Path
    size_bytes: int
    algorithm: Literal["sha256", "md5"]
    digest: str

    @property
    def is_whole(self) -> bool:
        """Whether it is here as it should be."""
        if not (self.path.is_file() and self.path.stat().st_size == self.size_bytes):
            return False
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, self.algorithm).hexdigest() == self.digest


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoteVoice:
    """A voice that can be fetched."""

    name: str
    engine: str
    files: tuple[RemoteFile, ...]

    @property
    def size_bytes(self) -> int:
        """Of all its files."""
        return sum(file.size_bytes for file in self.files)

    @property
    def is_here(self) -> bool:
        """Whether it was fetched before, and is whole."""
        return all(file.is_whole for file in self.files)


def find(name: str, engines: Engines, folder: Path) -> RemoteVoice:
    """Return a voice that can be fetched, by its name.

    Args:
        name: of one of hibari's voices, or of Piper's: `en_GB-alba-medium`.
        engines: of this machine.
        folder: where Piper's voices belong.

    Raises:
        UnknownVoice: there is none of that name.
        NotFetched: Piper's list could not be fetched.
    """
    own = {} if engines["hibari"].missing() else registry()
    if name.lower() in own:
        return _hibari(name.lower(), own[name.lower()])
    listed = _piper_list(name)
    if name not in listed:
        raise UnknownVoice(name, [*own, *listed])
    return RemoteVoice(name=name, engine="piper", files=tuple(_piper_files(name, listed[name], folder)))


def fetch(voice: RemoteVoice, report: Report) -> None:
    """Fetch a voice: all of its files are written, or none.

    Args:
        voice: as `find` returns it.
        report: is called with the bytes so far, and in all.

    Raises:
        NotFetched: the network fails, or what came is not what was promised.
        OutputNotWritable: a file cannot be written.
    """
    done = 0
    with ExitStack() as files:
        for remote in voice.files:
            make_folder(remote.path.parent, parents=True)
            file = files.enter_context(replaced(remote.path))
            for block in _blocks(voice.name, remote):
                file.write(block)
                done += len(block)
                report(done, voice.size_bytes)


def _hibari(name: str, row: dict[str, Any]) -> RemoteVoice:
    from hibari.voices import BASE_URL  # noqa: PLC0415

    file = RemoteFile(
        url=BASE_URL + row["file"],
        path=path_of(name),
        size_bytes=row["bytes"],
        algorithm="sha256",
        digest=row["sha256"],
    )
    return RemoteVoice(name=name, engine="hibari", files=(file,))


def _piper_list(name: str) -> dict[str, Any]:
    try:
        listed = json.loads(_text(name, PIPER + _LIST, _MOST_LIST))
    except (ValueError, RecursionError):
        listed = None
    if not isinstance(listed, dict):
        raise NotFetched(name, "the list of Piper's voices cannot be read")
    return listed


def _piper_files(name: str, row: dict[str, Any], folder: Path) -> Iterator[RemoteFile]:
    """Yield a voice's files. The list has sizes and MD5; the SHA-256 of a large one stands in its pointer.

    Raises:
        NotFetched: the list lacks something.
    """
    try:
        by_ending = {ending: each for ending in _ENDINGS for each in row["files"] if str(each).endswith(ending)}
        for ending in _ENDINGS:
            path = by_ending[ending]
            told = row["files"][path]
            pointer = _text(name, f"{PIPER}/raw/main/{quote(path)}", _MOST_POINTER)
            sha256 = _SHA256.search(pointer)
            if ending == _ENDINGS[0] and not sha256:
                raise NotFetched(name, f"there is no SHA-256 for {path}")
            yield RemoteFile(
                url=f"{PIPER}/resolve/main/{quote(path)}",
                path=folder / f"{name}{ending}",
                size_bytes=int(told["size_bytes"]),
                algorithm="sha256" if sha256 else "md5",
                digest=sha256[1].decode() if sha256 else str(told["md5_digest"]),
            )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotFetched(name, "the list of Piper's voices does not say where its files are") from error


def _text(name: str, url: str, most_bytes: int) -> bytes:
    with _opened(name, url) as response:
        read: bytes = response.read(most_bytes)
    return read


def _blocks(name: str, remote: RemoteFile) -> Iterator[bytes]:
    """Yield a file as it comes.

    Raises:
        NotFetched: it is not what was promised.
    """
    digest, left = hashlib.new(remote.algorithm, usedforsecurity=False), remote.size_bytes
    with _opened(name, remote.url) as response:
        while left > 0 and (block := response.read(min(_BLOCK_BYTES, left))):
            digest.update(block)
            left -= len(block)
            yield block
        is_longer = bool(response.read(1))
    if left or is_longer or digest.hexdigest() != remote.digest:
        raise NotFetched(name, f"what came from {remote.url} is not what was promised (its {remote.algorithm} differs)")


@contextmanager
def _opened(name: str, url: str) -> Iterator[Any]:
    """Yield what is read from an address.

    Raises:
        NotFetched: the network fails, at any time in this context.
    """
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_S) as response:  # noqa: S310 - https, from the tables above
            yield response
    except (OSError, HTTPException) as error:
        raise NotFetched(name, f"{url}: {getattr(error, 'reason', '') or error}") from error
