"""Regions of sound -> MP3: mono, 48 kHz, CBR 64 kbit/s, ID3v2.3, an Info frame with the encoder's delay and padding.

The file appears under its name only when it is whole: it is written beside it, and renamed into place.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt

from repcast.errors import OutputExists, OutputNotWritable
from repcast.mix import Region
from repcast.units import SAMPLE_RATE_HZ

BIT_RATE: Final = 64_000
FRAME_SAMPLES: Final = 1_152  # of one MPEG-1 layer III frame, ISO/IEC 11172-3 clause 2.4.2.1
_BLOCK_SAMPLES: Final = 100 * FRAME_SAMPLES
_WRITER: Final = "repcast"

Report = Callable[[int, int], None]


def encode(regions: Iterable[Region], total_samples: int, target: Path, *, title: str, report: Report) -> None:
    """Write an MP3 of exactly `total_samples` samples, as any gapless-aware decoder counts them.

    Args:
        regions: in order of time, not overlapping.
        total_samples: the length of the whole file: a whole number of milliseconds.
        target: replaced in one step, once all is written.
        title: the ID3 title.
        report: told the samples written so far, and in all.

    Raises:
        OutputNotWritable: the system does not let us write there.
    """
    with (
        _replaced(target) as partial,
        av.open(str(partial.absolute()), "w", format="mp3", options={"id3v2_version": "3"}) as mp3,
    ):
        mp3.metadata.update({"title": title, "encoded_by": f"{_WRITER} {version('repcast')}"})
        stream = mp3.add_stream("libmp3lame", rate=SAMPLE_RATE_HZ, layout="mono")
        stream.bit_rate = BIT_RATE
        written = 0
        for block in _blocks(regions, total_samples):
            frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="fltp", layout="mono")
            frame.sample_rate = SAMPLE_RATE_HZ
            frame.pts = written
            mp3.mux(stream.encode(frame))
            written += len(block)
            report(written, total_samples)
        mp3.mux(stream.encode(None))


def check_target(target: Path, *, force: bool) -> None:
    """Make sure that the MP3 may be written there, before any work is done for it.

    Raises:
        OutputExists: a file stands there that repcast did not write, and `force` does not allow replacing it.
        OutputNotWritable: its folder does not exist or is closed to us, or it is no file.
    """
    if not target.parent.is_dir():
        raise OutputNotWritable(target, "its folder does not exist")
    if not os.access(target.parent, os.W_OK):
        raise OutputNotWritable(target, "its folder is closed to writing")
    if target.exists() and not target.is_file():
        raise OutputNotWritable(target, "it is not a file")
    if target.exists() and not force and not _is_ours(target):
        raise OutputExists(target)


def _is_ours(path: Path) -> bool:
    try:
        with av.open(str(path.absolute())) as container:
            return container.metadata.get("encoded_by", "").startswith(_WRITER)
    except (av.FFmpegError, OSError):
        return False


def _blocks(regions: Iterable[Region], total_samples: int) -> Iterator[npt.NDArray[np.float32]]:
    """Yield the whole file's samples, silence included, in blocks."""
    at = 0
    for region in regions:
        yield from _silence(region.start - at)
        yield region.pcm
        at = region.start + len(region.pcm)
    yield from _silence(total_samples - at)


def _silence(length: int) -> Iterator[npt.NDArray[np.float32]]:
    block = np.zeros(min(length, _BLOCK_SAMPLES), dtype=np.float32)
    for start in range(0, length, _BLOCK_SAMPLES):
        yield block[: length - start]


@contextmanager
def _replaced(target: Path) -> Iterator[Path]:
    """Yield a path to write to, beside the target; on success it takes the target's place, else it goes away."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.(\d{{1,9}})\.part", re.ASCII)
    for left_over in target.parent.glob(".*.part"):
        found = ours.fullmatch(left_over.name)
        if found and not _is_running(int(found[1])):
            left_over.unlink(missing_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield partial
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    except (OSError, av.FFmpegError) as error:
        raise OutputNotWritable(target, error.strerror or str(error)) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    if os.name == "nt":  # there, signal 0 is not a question
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
