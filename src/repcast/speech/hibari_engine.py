"""Natural voices for English: hibari, which comes with one and needs no network."""

import json
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from repcast.errors import UnknownVoice, VoiceNotHere
from repcast.plan.script import Utterance
from repcast.speech.engine import VoiceInfo, by_language
from repcast.speech.host import Host, worker_command
from repcast.speech.installed import installed

WORKER: Final = worker_command("hibari_worker")
USUAL: Final = "heart"
_LANGUAGE: Final = "en"
_NEEDS: Final = ("hibari", "onnxruntime")
_HINT: Final = "`pip install hibari-tts` brings it; or choose another voice: `repcast voices` lists them"


class HibariEngine:
    """A `SpeechEngine`."""

    def __init__(self, most: int = 1, worker: Sequence[str] = WORKER) -> None:
        self.most = most
        self._host = Host("hibari", worker, _HINT, most, shared=True)

    def missing(self) -> str:
        """Return which package is not installed."""
        return next((f"{name} is not installed" for name in _NEEDS if find_spec(name) is None), "")

    def version(self, voice: str) -> str:
        """Return the versions of all that its sound is computed with."""
        del voice
        return installed("hibari-tts", "onnxruntime", "numpy", "av")

    def usual_voice(self, language: str) -> str | None:
        """Return the voice that comes with it, for English."""
        return USUAL if language == _LANGUAGE else None

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voice that comes with it, and those that were fetched."""
        if self.missing():
            return ()
        return by_language(_info(name, row) for name, row in registry().items() if path_of(name).is_file())

    def record(self, utterance: Utterance, path: Path) -> None:
        """Speak an utterance into a file.

        Raises:
            VoiceNotHere: the voice was not fetched yet.
        """
        if missing := self.missing() or ("" if registry() else "its package cannot be loaded"):
            raise self._host.unavailable(missing)
        name = utterance.voice.name
        if name not in registry():
            raise UnknownVoice(name, [voice.name for voice in self.voices()])
        if not path_of(name).is_file():
            raise VoiceNotHere(name)
        self._host.record(utterance, path)

    def close(self) -> None:
        """End its processes."""
        self._host.close()


def registry() -> dict[str, dict[str, Any]]:
    """Return all voices that hibari knows, here or not, by name: the file, its bytes and SHA-256, the language.

    They are read where they stand, for the package loads much else.
    """
    try:
        return _read(_assets() / "voices.json")
    except (OSError, ValueError):  # a package without them is none
        return {}


@cache
def _read(path: Path) -> dict[str, dict[str, Any]]:
    voices: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return voices


def _assets() -> Path:
    spec = find_spec("hibari")
    return Path(spec.origin or "" if spec else "").parent / "assets"


def path_of(name: str) -> Path:
    """Return where a voice of the registry is, or would be once it is fetched."""
    row = registry()[name]
    if row.get("bundled"):
        return _assets() / str(row["file"])
    from hibari.voices import cache_dir  # noqa: PLC0415

    return Path(cache_dir(), row["file"])


def _info(name: str, row: dict[str, Any]) -> VoiceInfo:
    label = f"{name.capitalize()}, {row['accent']}, {row['gender']}"
    return VoiceInfo(name=name, language=row["language"].lower(), label=label, is_natural=True)
