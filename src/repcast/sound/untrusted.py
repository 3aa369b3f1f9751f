"""Opening a sound file that may come from a stranger: as sound only, and without any other file that it names.

FFmpeg goes by how a file begins. A playlist may be called a.mp3, and name files and addresses to be opened.
"""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from repcast.errors import UnreadableFile
from repcast.formats import FORMATS
from repcast.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from av import AudioFrame
    from av.container import InputContainer

_LISTS: Final = frozenset({"applehttp", "concat", "dash", "hls", "imf", "sdp", "vobsub"})  # they name what to open
_REFUSED: Final = "a playlist, damaged, or of a kind that is not opened"


class _Seekable:
    """A file as FFmpeg reads it: PyAV prints what a file raises, so a wrong place is refused by a number."""

    def __init__(self, file: BinaryIO) -> None:
        self.read, self.tell, self._file = file.read, file.tell, file

    def seek(self, offset: int, whence: int = 0) -> int:
        try:
            return self._file.seek(offset, whence)
        except (OSError, ValueError):
            return -1


class SoundFile:
    """An open sound file, which may be read several times."""

    def __init__(self, path: Path, file: BinaryIO, formats: Iterable[str]) -> None:
        self.path = path
        self._file = file
        self._options = {"format_whitelist": ",".join(formats), "protocol_whitelist": "file"}

    @contextmanager
    def read(self) -> Iterator["InputContainer"]:
        """Read the file from its start.

        Raises:
            UnreadableFile: there is no sound in it.
            av.FFmpegError, OSError, ValueError: it cannot be read as sound.
        """
        import av  # noqa: PLC0415 - most commands never read a sound file

        self._file.seek(0)
        try:
            container = av.open(_Seekable(self._file), "r", metadata_errors="replace", options=self._options)
        except av.ArgumentError:  # FFmpeg says no more about a format that is not on the list
            raise OSError(errno.EINVAL, _REFUSED) from None
        with container:
            if not container.streams.audio:
                raise UnreadableFile(str(self.path), "it has no sound")
            yield container


@contextmanager
def open_file(path: Path, *, any_format: bool = False) -> Iterator[SoundFile]:
    """Open a sound file; whatever goes wrong while it is open is one error.

    Args:
        path: of the file.
        any_format: whether any format that FFmpeg reads will do, and not only those that repcast writes.

    Raises:
        UnreadableFile: it cannot be read as sound.
    """
    from av import FFmpegError  # noqa: PLC0415

    try:
        if not path.is_file():  # a pipe or a device may never end
            raise FileNotFoundError(errno.ENOENT, "not a file" if path.exists() else os.strerror(errno.ENOENT))
        with path.absolute().open("rb") as file:
            yield SoundFile(path, file, _any() if any_format else (ours.demuxer for ours in FORMATS.values()))
    except (FFmpegError, OSError, ValueError) as error:
        cause = getattr(error, "strerror", error)
        raise UnreadableFile(str(path), f"it cannot be read as sound ({cause})") from None


@contextmanager
def open_sound(path: Path, *, any_format: bool = False) -> Iterator["InputContainer"]:
    """Open a sound file, and read it once; arguments and errors as for `open_file`."""
    with open_file(path, any_format=any_format) as file, file.read() as container:
        yield container


def _any() -> Iterator[str]:
    from av.format import formats_available  # noqa: PLC0415

    return (names for names in formats_available if _LISTS.isdisjoint(names.split(",")))


def resampled(frames: Iterable["AudioFrame"], sample_format: str, layout: str) -> Iterator["AudioFrame"]:
    """Yield the sound of frames at 48 kHz, in a sample format and a channel layout that FFmpeg knows by these names."""
    from av import AudioResampler  # noqa: PLC0415

    resampler = AudioResampler(format=sample_format, layout=layout, rate=SAMPLE_RATE_HZ)
    for frame in frames:
        yield from resampler.resample(frame)
    yield from resampler.resample(None)
