"""The clip cache: what was spoken once is not spoken again.

Content-addressed files, written whole and renamed into place, so processes may share them; checked on every read;
bounded in size, the least recently used going first. A cache that cannot be written is only slower.
"""

import hashlib
import json
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np
import platformdirs

from repcast.script import Utterance
from repcast.sounds import Clip

LIMIT_BYTES: Final = 256 << 20
_MAGIC: Final = b"repcast clip 1\n"  # a new number whenever trimming or the sample format changes
_DIGEST_BYTES: Final = 32


def default_folder() -> Path:
    """Return `$REPCAST_CACHE_DIR`, or the platform's folder for caches."""
    chosen = os.environ.get("REPCAST_CACHE_DIR")
    return Path(chosen) if chosen else platformdirs.user_cache_path("repcast", appauthor=False)


class ClipCache:
    """Clips by utterance and engine version, in a folder."""

    def __init__(self, folder: Path, engine_version: str, *, limit_bytes: int = LIMIT_BYTES) -> None:
        self._folder = folder / "clips"
        self._engine_version = engine_version
        self._limit_bytes = limit_bytes

    def path(self, utterance: Utterance) -> Path:
        """Return where an utterance's clip is kept."""
        voice = utterance.voice
        parts = [
            voice.engine,
            self._engine_version,
            voice.name,
            utterance.language,
            voice.rate_wpm,
            utterance.text,
        ]
        key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        return self._folder / key[:2] / f"{key[2:]}.clip"

    def get(self, utterance: Utterance) -> Clip | None:
        """Return an utterance's clip, or None where there is none, or none that is whole."""
        path = self.path(utterance)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):  # a cache that is not ours to write can still be read
            os.utime(path)
        digest, data = (
            content[len(_MAGIC) : len(_MAGIC) + _DIGEST_BYTES],
            content[len(_MAGIC) + _DIGEST_BYTES :],
        )
        if not content.startswith(_MAGIC) or not data or hashlib.sha256(data).digest() != digest:
            return None
        return Clip(np.frombuffer(data, dtype="<i2"))

    def put(self, utterance: Utterance, clip: Clip) -> None:
        """Keep a clip."""
        path = self.path(utterance)
        data = clip.samples.astype("<i2").tobytes()
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(_MAGIC + hashlib.sha256(data).digest() + data)
            Path(partial).replace(path)

    def prune(self) -> None:
        """Delete the least recently used clips, and what an interrupted run left, until the cache is in its bound."""
        kept = 0
        for modified_at, size, path in sorted(self._entries(), reverse=True):
            kept += size
            if kept > self._limit_bytes or (path.suffix == ".part" and modified_at < _an_hour_ago()):
                with suppress(OSError):
                    path.unlink()

    def _entries(self) -> list[tuple[float, int, Path]]:
        entries = []
        for path in self._folder.glob("*/*"):
            with suppress(OSError):
                status = path.stat()
                entries.append((status.st_mtime, status.st_size, path))
        return entries


def _an_hour_ago() -> float:
    return time.time() - 3600
