"""Earcons: the signals of a session, those that come along and the user's own."""

import wave
from collections.abc import Mapping
from pathlib import Path
from typing import Final, get_args

import numpy as np

from repcast.errors import UnreadableFile
from repcast.resources import builtin_sounds
from repcast.session.settings import NO_SOUND, Signal
from repcast.sound.clips import Clip
from repcast.sound.levels import EARCON_LUFS
from repcast.units import SECOND_MS

LONGEST_EARCON_MS: Final = 5_000
_MOST_DECODED_S: Final = 30  # of a file for a signal, with the silence around it


def earcons(own: Mapping[Signal, str]) -> dict[Signal, Clip]:
    """Return the earcons by name, without those that are switched off.

    Args:
        own: the user's files, by name; `NO_SOUND` switches one off.

    Raises:
        UnreadableFile: one of the files cannot be read as sound, is silent, or is too long.
    """
    files = {name: own.get(name, "") for name in get_args(Signal)}
    return {
        name: own_earcon(Path(file)) if file else _builtin_earcon(name)
        for name, file in files.items()
        if file != NO_SOUND
    }


def _builtin_earcon(name: Signal) -> Clip:
    """Return a sound that comes along: as `scripts/make_sounds.py` writes it, mono at 48 kHz and 16 bits."""
    with wave.open(str(builtin_sounds() / f"{name}.wav")) as file:
        return Clip(np.frombuffer(file.readframes(file.getnframes()), dtype="<i2"))


def own_earcon(path: Path) -> Clip:
    """Return a user's earcon, trimmed to what is audible, and as loud as the built-in ones.

    Raises:
        UnreadableFile: the file cannot be read as sound, is silent, or is too long.
    """
    from repcast.sound.segments import as_loud_as, decode, trim  # noqa: PLC0415 - most sessions have none

    at_most = f"a signal may last {LONGEST_EARCON_MS // SECOND_MS} s"
    recording = decode(path, most_s=_MOST_DECODED_S)
    if len(recording) > _MOST_DECODED_S * SECOND_MS:
        raise UnreadableFile(str(path), f"it lasts more than {_MOST_DECODED_S} s, and {at_most}")
    sound = trim(recording)
    if not len(sound):
        raise UnreadableFile(str(path), "nothing is heard in it")
    if len(sound) > LONGEST_EARCON_MS:
        raise UnreadableFile(str(path), f"it lasts {len(sound) / SECOND_MS:.1f} s, and {at_most}")
    return as_loud_as(sound, EARCON_LUFS)
