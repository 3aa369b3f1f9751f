"""Clips: the decoded samples of an utterance or an earcon."""

import warnings
import wave
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, get_args

import numpy as np
import numpy.typing as npt

from repcast.errors import UnreadableFile
from repcast.resources import builtin_sounds
from repcast.session.settings import NO_SOUND, Signal
from repcast.sound.levels import EARCON_LUFS, Pcm, normalise
from repcast.sound.untrusted import decoded, open_sound, resampled
from repcast.units import SAMPLE_RATE_HZ, SAMPLES_PER_MS, SECOND_MS, db_to_gain

with warnings.catch_warnings():
    # pydub warns that it finds no ffmpeg program, which repcast never needs, and that audioop is leaving Python.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

if TYPE_CHECKING:
    from av import AudioFrame

FULL_SCALE: Final = np.float32(32_768)  # of 16 bits
_SAMPLE_BYTES: Final = 2

Samples = npt.NDArray[np.int16]

ONSET_DB: Final = -40.0  # relative to a recording's peak: it is audible from here
RELEASE_DB: Final = -50.0  # relative to a recording's peak: it has died away here
FLOOR_DBFS: Final = -60.0  # nothing below this is audible, even in a quiet recording
FADE_MS: Final = 3
LONGEST_EARCON_MS: Final = 5_000
_MOST_DECODED_S: Final = 30  # of a file for a signal, with the silence around it


class Stored(Protocol):
    """Samples that are not in memory."""

    def __len__(self) -> int: ...

    def read(self) -> Samples:
        """Return them, shape (n,)."""


@dataclass(frozen=True, eq=False)
class Clip:
    """Mono sound at 48 kHz and 16 bits: its samples, or where they are read when they are asked for."""

    held: Samples | Stored

    @property
    def samples(self) -> Samples:
        """The samples, shape (n,)."""
        return self.held if isinstance(self.held, np.ndarray) else self.held.read()

    @property
    def length_ms(self) -> int:
        """The length, rounded up to whole milliseconds."""
        return -(-len(self.held) // SAMPLES_PER_MS)

    @property
    def pcm(self) -> Pcm:
        """The samples at full scale 1.0."""
        return self.samples.astype(np.float32) / FULL_SCALE


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


def decode(path: Path, most_s: int | None = None) -> AudioSegment:
    """Return the sound of a file in any format that repcast plays, as mono at 48 kHz and 16 bits.

    Args:
        path: of the file.
        most_s: of a longer sound, a little more than so many seconds are returned; None for all of it.

    Raises:
        UnreadableFile: the file cannot be read as sound.
    """
    with open_sound(path, any_format=True) as container:
        return joined(resampled(decoded(container), "s16", "mono"), most_s)


def joined(frames: "Iterable[AudioFrame]", most_s: int | None = None) -> AudioSegment:
    """Return frames of mono at 48 kHz and 16 bits as one sound; `most_s` as for `decode`."""
    data = bytearray()
    most_bytes = None if most_s is None else most_s * SAMPLE_RATE_HZ * _SAMPLE_BYTES
    for frame in frames:
        data += frame.to_ndarray().tobytes()
        if most_bytes is not None and len(data) > most_bytes:
            break
    return AudioSegment(data=bytes(data), sample_width=_SAMPLE_BYTES, frame_rate=SAMPLE_RATE_HZ, channels=1)


def trim(sound: AudioSegment) -> AudioSegment:
    """Return a sound from its audible onset to its audible end, to the millisecond; empty if nothing is audible."""
    loudest_dbfs = sound.max_dBFS
    if loudest_dbfs <= FLOOR_DBFS:
        return sound[:0]
    samples = as_clip(sound).samples
    onset_ms = _silent_ms(samples, max(FLOOR_DBFS, loudest_dbfs + ONSET_DB))
    release_ms = _silent_ms(samples[::-1], max(FLOOR_DBFS, loudest_dbfs + RELEASE_DB))
    return sound[onset_ms : len(sound) - release_ms].fade_out(FADE_MS)


def _silent_ms(samples: Samples, audible_dbfs: float) -> int:
    """Return how many milliseconds pass before one is audible; to the last one what pydub's silence detection finds."""
    audible = ceil(FULL_SCALE * db_to_gain(audible_dbfs))  # pydub's levels are whole numbers, rounded down
    whole = samples[: len(samples) // SAMPLES_PER_MS * SAMPLES_PER_MS].reshape(-1, SAMPLES_PER_MS)
    is_audible = np.square(whole, dtype=np.float64).mean(axis=1) >= audible**2
    return int(is_audible.argmax()) if is_audible.any() else len(is_audible)


def as_clip(sound: AudioSegment) -> Clip:
    """Return a sound's samples."""
    return Clip(np.frombuffer(sound.raw_data, dtype="<i2"))


def as_loud_as(sound: AudioSegment, loudness_lufs: float) -> Clip:
    """Return a sound's samples, normalised to a loudness."""
    return Clip((normalise(as_clip(sound).pcm, loudness_lufs) * FULL_SCALE).round().astype("<i2"))
