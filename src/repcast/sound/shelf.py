"""Where clips wait until they are mixed: the first of them in memory, the others in one file without a name."""

import errno
import os
import weakref
from dataclasses import dataclass
from io import FileIO
from threading import Lock
from typing import Final

import numpy as np

from repcast.disk.temporary import temporary_file, temporary_folder_errors
from repcast.sound.clips import Clip, Samples

MEMORY_BYTES: Final = 16 << 20  # nearly three minutes of speech: few sessions need the file
_SAMPLE_BYTES: Final = 2


class Shelf:
    """Keeps samples for as long as a clip of them is in use."""

    def __init__(self) -> None:
        self._free_bytes = MEMORY_BYTES
        self._file: FileIO | None = None
        self._end_bytes = 0
        self._lock = Lock()  # tiles are mixed in several threads, and a file has one position

    def clip(self, samples: Samples) -> Clip:
        """Return a clip of samples.

        Raises:
            SystemRefused: the temporary folder has no room for them.
        """
        if samples.nbytes > self._free_bytes:
            return Clip(self._written(samples.astype("<i2", copy=False)))
        self._free_bytes -= samples.nbytes
        return Clip(samples)

    def read(self, at_bytes: int, length_samples: int) -> Samples:
        """Return samples of the file.

        Raises:
            SystemRefused: the temporary folder does not give them back.
        """
        assert self._file
        samples = np.empty(length_samples, dtype="<i2")
        left = samples.view(np.uint8).data
        with self._lock, temporary_folder_errors():
            self._file.seek(at_bytes)
            while left:
                if not (count := self._file.readinto(left)):
                    raise OSError(errno.EIO, os.strerror(errno.EIO))
                left = left[count:]
        return samples

    def _written(self, samples: Samples) -> "_Place":
        if self._file is None:
            self._file = temporary_file()
            weakref.finalize(self, self._file.close)
        at_bytes, left = self._end_bytes, samples.view(np.uint8).data
        self._end_bytes += samples.nbytes
        with self._lock, temporary_folder_errors():
            self._file.seek(at_bytes)
            while left:
                left = left[self._file.write(left) :]
        return _Place(shelf=self, at_bytes=at_bytes, length_samples=len(samples))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """Where a clip's samples stand in a shelf's file."""

    shelf: Shelf
    at_bytes: int
    length_samples: int

    def __len__(self) -> int:
        return self.length_samples

    def read(self) -> Samples:
        return self.shelf.read(self.at_bytes, self.length_samples)
