"""The clip cache, so that what was spoken once is not spoken again."""

import json
from pathlib import Path
from typing import Final

import numpy as np

from repcast.disk.caches import clip_cache
from repcast.plan.script import Utterance
from repcast.sound.clips import Clip
from repcast.sound.shelf import Shelf
from repcast.speech.engine import Unpronounceable

_UNPRONOUNCEABLE: Final = b"\0"  # no clip has an odd number of bytes


class ClipCache:
    """Clips in a folder, by utterance and engine version. What it returns waits on a shelf, and not all in memory."""

    def __init__(self, folder: Path) -> None:
        self._cache = clip_cache(folder)
        self._shelf = Shelf()

    def get(self, utterance: Utterance, version: str) -> Clip | None:
        """Return the clip of an utterance, or None if there is none, or it is damaged.

        Raises:
            Unpronounceable: its voice is known not to say it.
        """
        data = self._cache.get(_made_from(utterance, version))
        if data == _UNPRONOUNCEABLE:
            raise Unpronounceable
        return None if data is None else self._shelf.clip(np.frombuffer(data, dtype="<i2"))

    def put(self, utterance: Utterance, version: str, clip: Clip) -> Clip:
        """Keep a clip, and return it as `get` does."""
        self._cache.put(_made_from(utterance, version), clip.samples.astype("<i2").tobytes())
        return self._shelf.clip(clip.samples)

    def put_unpronounceable(self, utterance: Utterance, version: str) -> None:
        """Keep in mind that this voice cannot say an utterance."""
        self._cache.put(_made_from(utterance, version), _UNPRONOUNCEABLE)

    def tidy(self) -> None:
        """Keep the cache about within its bound."""
        self._cache.tidy()


def _made_from(utterance: Utterance, version: str) -> bytes:
    voice = utterance.voice
    parts = [voice.engine, version, voice.name, utterance.language, voice.rate_wpm, utterance.spoken]
    return json.dumps(parts).encode()
