"""Segments: decoded sound as pydub has it, trimmed to what is audible, and levelled."""

import warnings
from collections.abc import Iterable
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from repcast.sound.clips import FULL_SCALE, Clip, Samples
from repcast.sound.levels import normalise
from repcast.sound.untrusted import decoded, open_sound, resampled
from repcast.units import SAMPLE_RATE_HZ, SAMPLES_PER_MS, db_to_gain

with warnings.catch_warnings():
    # pydub warns that it finds no ffmpeg program, which repcast never needs, and that audioop is leaving Python.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

if TYPE_CHECKING:
    from av import AudioFrame

ONSET_DB: Final = -40.0  # relative to a recording's peak: it is audible from here
RELEASE_DB: Final = -50.0  # relative to a recording's peak: it has died away here
FLOOR_DBFS: Final = -60.0  # nothing below this is audible, even in a quiet recording
FADE_MS: Final = 3
_SAMPLE_BYTES: Final = 2


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
