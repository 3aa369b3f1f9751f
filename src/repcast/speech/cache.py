"""The clip cache, so that what was spoken once is not spoken again."""

import json
from pathlib import Path
from typing import Final

import numpy as np

from repcast.disk.cache import Cache
from repcast.plan.script import Utterance
from repcast.sound.clips import Clip
from repcast.sound.shelf import Shelf

LIMIT_BYTES: Final = 256 << 20
_VERSION: Final = 4  # raise it whenever trimming, normalising or the sample format changes


class ClipCache:
    """Clips in a folder, by utterance and engine version. What it returns waits on a shelf, and not all in memory."""

    def __init__(self, folder: Path, engine_version: str) -> None:
        self._cache = Cache(folder, "clip", version=_VERSION, limit_bytes=LIMIT_BYTES)
        self._engine_version = engine_version
        self._shelf = Shelf()

    def get(self, utterance: Utterance) -> Clip | None:
        """Return the clip of an utterance, or None if there is none, or it is damaged."""
        data = self._cache.get(self._made_from(utterance))
        return None if data is None else self._shelf.clip(np.frombuffer(data, dtype="<i2"))

    def put(self, utterance: Utterance, clip: Clip) -> Clip:
        """Keep a clip, and return it as `get` does."""
        self._cache.put(self._made_from(utterance), clip.samples.astype("<i2").tobytes())
        return self._shelf.clip(clip.samples)

    def prune(self) -> None:
        """Keep the cache within its bound."""
        self._cache.prune()

    def _made_from(self, utterance: Utterance) -> bytes:
        voice = utterance.voice
        parts = [voice.engine, self._engine_version, voice.name, utterance.language, voice.rate_wpm, utterance.spoken]
        return json.dumps(parts).encode()
