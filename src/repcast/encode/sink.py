"""An open file as FFmpeg writes it.

PyAV prints an error that is raised while it writes or seeks, and goes on. So the error is kept, and raised afterwards.
"""

from collections.abc import Callable
from typing import BinaryIO, Self


class Sink:
    """A file that starts some bytes after its real beginning. A context manager, which raises what went wrong."""

    def __init__(self, file: BinaryIO, offset_bytes: int = 0) -> None:
        self._file = file
        self._offset_bytes = offset_bytes
        self._error: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None or issubclass(kind, Exception):  # FFmpeg, told that all is written, may fail for that reason
            self.check()

    def check(self) -> None:
        """Raise the first error, if there was one."""
        if self._error:
            raise self._error

    def write(self, data: bytes) -> int:
        """Write bytes, and return how many."""
        return self._kept(lambda: self._file.write(data), otherwise=len(data))

    def tell(self) -> int:
        """Return the place, from the start that FFmpeg knows."""
        return self._kept(self._file.tell, otherwise=self._offset_bytes) - self._offset_bytes

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place, and return it."""
        at = offset + (0 if whence else self._offset_bytes)
        return self._kept(lambda: self._file.seek(at, whence), otherwise=self._offset_bytes) - self._offset_bytes

    def _kept(self, call: Callable[[], int], otherwise: int) -> int:
        """Return what a call returns; once one has failed, nothing more is done to the file."""
        if self._error is None:
            try:
                return call()
            except BaseException as error:  # noqa: BLE001 - ^C as well
                self._error = error
        return otherwise
