"""Clips: decoded samples of an utterance or a sound; and the earcons."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

import numpy as np
import numpy.typing as npt

from repcast.errors import UnreadableFile
from repcast.resources import builtin_sounds
from repcast.timeline import Sound
from repcast.units import SAMPLE_RATE_HZ, SAMPLES_PER_MS

with warnings.catch_warnings():
    # pydub warns that it found no ffmpeg program, which repcast never needs, and of audioop's leaving Python.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.silence import detect_leading_silence


Samples = npt.NDArray[np.int16]

ONSET_DB: Final = -40.0  # below a recording's peak: where it becomes audible
RELEASE_DB: Final = -50.0  # below a recording's peak: where it has died away
FLOOR_DBFS: Final = -60.0  # nothing under this is audible, however quiet the recording
FADE_MS: Final = 3


@dataclass(frozen=True, eq=False)
class Clip:
    """Mono samples at 48 kHz, shape (n,)."""

    samples: Samples

    @property
    def length_ms(self) -> int:
        """The length, rounded up to whole milliseconds."""
        return -(-len(self.samples) // SAMPLES_PER_MS)


def builtin_earcons() -> dict[Sound, Clip]:
    """Return every earcon by its name."""
    folder = builtin_sounds()
    return {name: as_clip(decode(folder / f"{name}.wav")) for name in get_args(Sound)}


def decode(path: Path) -> AudioSegment:
    """Return the sound of a file in any format that PyAV decodes, as 48 kHz mono of 16 bit.

    Raises:
        UnreadableFile: it cannot be decoded.
    """
    import av  # noqa: PLC0415 - a warm render of a session decodes nothing but earcons

    try:
        with av.open(str(path.absolute())) as container:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
            frames = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
            frames += resampler.resample(None)
    except (av.FFmpegError, IndexError) as error:
        raise UnreadableFile(str(path), f"it is not audio ({error})") from None
    data = b"".join(frame.to_ndarray().tobytes() for frame in frames)
    return AudioSegment(data=data, sample_width=2, frame_rate=SAMPLE_RATE_HZ, channels=1)


def trim(sound: AudioSegment) -> AudioSegment:
    """Return the sound from its audible onset to its end, to the millisecond; empty where nothing is audible."""
    if sound.max_dBFS <= FLOOR_DBFS:
        return sound[:0]
    onset_ms = detect_leading_silence(sound, max(FLOOR_DBFS, sound.max_dBFS + ONSET_DB), chunk_size=1)
    reverse = sound.reverse()
    release_ms = detect_leading_silence(reverse, max(FLOOR_DBFS, sound.max_dBFS + RELEASE_DB), chunk_size=1)
    return sound[onset_ms : len(sound) - release_ms].fade_out(FADE_MS)


def as_clip(sound: AudioSegment) -> Clip:
    """Return a sound's samples."""
    return Clip(np.frombuffer(sound.raw_data, dtype="<i2"))
