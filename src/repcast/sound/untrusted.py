"""Opening a sound file that may be a stranger's: as sound and nothing else, and no file that it names.

FFmpeg goes by what a file begins with. A playlist may call itself a.mp3, and names files and addresses to be opened.
"""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from repcast.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from av import AudioFrame
    from av.container import InputContainer

_OURS: Final = frozenset({"mp3", "flac", "ogg", "wav", "mov"})  # that repcast writes, as FFmpeg names them
_LISTS: Final = frozenset({"applehttp", "concat", "dash", "hls", "imf", "sdp", "vobsub"})  # that name what to open
_REFUSED: Final = "a playlist, damaged, or of a kind that is not opened"


@contextmanager
def open_sound(path: Path, *, any_format: bool = False) -> Iterator["InputContainer"]:
    """Open a file of sound.

    Args:
        path: of the file.
        any_format: whether it may be of any that FFmpeg reads, and not only of those that repcast writes.

    Raises:
        av.FFmpegError, OSError, ValueError: it is none.
    """
    import av  # noqa: PLC0415 - most commands never read a sound file

    if not path.is_file():  # a pipe or a device may never end
        raise FileNotFoundError(errno.ENOENT, "not a file" if path.exists() else os.strerror(errno.ENOENT))
    options = {"format_whitelist": ",".join(_any() if any_format else _OURS), "protocol_whitelist": "file"}
    try:
        container = av.open(str(path.absolute()), metadata_errors="replace", options=options)
    except av.ArgumentError:  # FFmpeg says no more of a format that is not on the list
        raise OSError(errno.EINVAL, _REFUSED) from None
    with container:
        yield container


def _any() -> Iterator[str]:
    from av.format import formats_available  # noqa: PLC0415

    return (names for names in formats_available if _LISTS.isdisjoint(names.split(",")))


def resampled(frames: Iterable["AudioFrame"], sample_format: str, layout: str) -> Iterator["AudioFrame"]:
    """Yield the sound of frames at 48 kHz, in FFmpeg's sample format and layout of such names."""
    from av import AudioResampler  # noqa: PLC0415

    resampler = AudioResampler(format=sample_format, layout=layout, rate=SAMPLE_RATE_HZ)
    for frame in frames:
        yield from resampler.resample(frame)
    yield from resampler.resample(None)
