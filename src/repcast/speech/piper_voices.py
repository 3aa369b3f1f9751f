"""Piper's voices in a folder of the user's: each a model, `NAME.onnx`, and beside it what it is, `NAME.onnx.json`."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import platformdirs

from repcast.disk.untrusted import open_regular, read_regular
from repcast.errors import RepcastError

MODEL: Final = ".onnx"
DESCRIPTION: Final = ".onnx.json"
SPEAKER_MARK: Final = "#"
"""Stands between a voice's name and one of its speakers: `en_US-libritts-high#p3922`."""

_READ_ALOUD: Final = ("espeak", "text")  # how Piper finds phonemes without further packages
_MOST_DESCRIPTION: Final = 4 << 20  # bytes
_MOST_MODEL: Final = 512 << 20
_MOST_FILES: Final = 1_000
_RATES_HZ: Final = range(4_000, 192_001)  # as of all sound files


@dataclass(frozen=True, kw_only=True, slots=True)
class PiperVoice:
    """A voice that was found.

    Attributes:
        language: such as `en-gb`.
        speakers: their numbers by name; empty where there is one.
        flaw: why it cannot be used, and what to do; empty if it can.
    """

    name: str
    model: Path
    language: str = ""
    speakers: Mapping[str, int]
    flaw: str = ""


def voices_folder(setting: str = "") -> Path:
    """Return `$REPCAST_VOICES_DIR`, else the folder that is set, else the platform's for a program's data."""
    chosen = os.environ.get("REPCAST_VOICES_DIR") or setting
    return Path(chosen) if chosen else platformdirs.user_data_path("repcast", appauthor=False) / "voices"


def found_in(folder: Path) -> tuple[PiperVoice, ...]:
    """Return the voices in a folder, by name; none where there is no such folder."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return ()
    stems = dict.fromkeys(_stem(name) for name in names if name.endswith((MODEL, DESCRIPTION)))
    return tuple(_found(folder / f"{stem}{MODEL}", stem) for stem in [*stems][:_MOST_FILES])


@cache
def sha256_of(voice: Path) -> str:
    """Return a digest of a voice's two files, once in the life of a program.

    Raises:
        UnreadableFile: one cannot be read.
    """
    digest = hashlib.sha256()
    for path in (voice, _description_of(voice)):
        with open_regular(path) as file:
            hashlib.file_digest(file, lambda: digest)
        digest.update(b"\0")
    return digest.hexdigest()


def _stem(name: str) -> str:
    return name.removesuffix(DESCRIPTION).removesuffix(MODEL)


def _description_of(model: Path) -> Path:
    return model.with_name(model.name + ".json")


def _found(model: Path, name: str) -> PiperVoice:
    try:
        described = _described(model)
    except RepcastError as error:
        return PiperVoice(name=name, model=model, speakers={}, flaw=error.problem)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        flaw = f"{_description_of(model)} does not describe a voice of Piper's ({type(error).__name__}); fetch it again"
        return PiperVoice(name=name, model=model, speakers={}, flaw=flaw)
    return PiperVoice(name=name, model=model, **described)


def _described(model: Path) -> dict[str, Any]:
    """Return what the file beside a model says of it.

    Raises:
        UnreadableFile: it cannot be read.
        ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError: it is no description of a voice.
    """
    if not model.is_file():
        return {"speakers": {}, "flaw": f"{model} is missing; put it there, or delete {_description_of(model).name}"}
    if not _description_of(model).exists():
        return {"speakers": {}, "flaw": f"{_description_of(model)} is missing; it comes with {model.name}"}
    if model.stat().st_size > _MOST_MODEL:
        return {"speakers": {}, "flaw": f"{model} is larger than {_MOST_MODEL >> 20} MB"}
    told = json.loads(read_regular(_description_of(model), _MOST_DESCRIPTION))
    kind = told.get("phoneme_type", _READ_ALOUD[0])
    speakers = {str(name): int(number) for name, number in (told.get("speaker_id_map") or {}).items()}
    code = (told.get("language") or {}).get("code") or told["espeak"]["voice"]
    rate_hz = int(told["audio"]["sample_rate"])
    if not (told["phoneme_id_map"] and rate_hz in _RATES_HZ):
        raise ValueError(rate_hz)
    flaw = "" if kind in _READ_ALOUD else f"{model} reads by “{kind}”, and repcast plays voices of espeak and text only"
    return {"language": str(code).replace("_", "-").lower(), "speakers": speakers, "flaw": flaw}
