"""A stranger's sound file as FFmpeg reads it: what it is about to make far more of is kept from it."""

from time import thread_time
from typing import BinaryIO, Final

from repcast.sound.inflation import TagWatch

_MOST_OPENING_S: Final = 3.0  # of the processor's time; thousands of tags take FFmpeg the square of that
_LONGEST_MARK: Final = 16  # bytes: so much before each read is looked at, too


class WatchedFile:
    """A file as FFmpeg reads it; it ends where FFmpeg would make far more of it than there is.

    PyAV prints what a file raises, so errors are kept, and a wrong place is refused by a number.

    Attributes:
        flaw: why the file is not to be read; found while it is opened.
        ends_early: whether such a thing was met later, and the file ended there.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.tell, self._file, self._tags = file.tell, file, TagWatch(file)
        self.flaw, self.ends_early = "", False
        self._open_until_s: float | None = thread_time() + _MOST_OPENING_S

    def opened(self) -> None:
        """Say that what is read from now on is sound."""
        self._open_until_s = None

    def read(self, length: int) -> bytes:
        """Return so many bytes; none where the file ends for FFmpeg."""
        try:
            at = self._file.tell()
            begin = max(0, at - _LONGEST_MARK)
            self._file.seek(begin)
            seen = self._file.read(at - begin + length)
            self._found(self._opening_flaw(seen) or self._tags.id3_flaw(begin, seen))
            self._file.seek(begin + len(seen))
        except OSError as error:
            self._found(error.strerror or str(error))
        return b"" if self.flaw or self.ends_early else seen[at - begin :]

    def _found(self, flaw: str) -> None:
        if flaw and self._open_until_s is None:
            self.ends_early = True
        else:
            self.flaw = self.flaw or flaw

    def _opening_flaw(self, seen: bytes) -> str:
        if self._open_until_s is None:
            return ""
        if thread_time() > self._open_until_s:
            return f"its metadata takes more than {_MOST_OPENING_S:g} s to read"
        return self._tags.comments_flaw(seen)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place, and return it; -1 for none."""
        try:
            return self._file.seek(offset, whence)
        except (OSError, ValueError):
            return -1
