"""Music: files and folders -> one endless stream of samples, every track as loud as the others."""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import av
import numpy as np

from repcast.errors import UnreadableFile
from repcast.resources import user_path
from repcast.sound.levels import MUSIC_LUFS, Pcm, loudness_lufs, samples_of
from repcast.sound.untrusted import open_sound, resampled
from repcast.units import SAMPLE_RATE_HZ, db_to_gain

SUFFIXES: Final = frozenset(
    {".aac", ".aif", ".aiff", ".alac", ".flac", ".m4a", ".mka", ".mp3", ".mp4", ".oga", ".ogg", ".opus", ".wav", ".wma"}
)
"""What counts as music in a folder; a file that is named may have any name."""

_MOST_ENTRIES: Final = 20_000  # of a folder, and of all below it
_EXCERPT_S: Final = 15  # of a track, from its middle, tells how loud it is
_MOST_GAIN_DB: Final = 20.0
_MOST_NAMED: Final = 20


def tracks(paths: Iterable[str], shuffle: int | None) -> tuple[Path, ...]:
    """Return the files that are meant, those of a folder in the order of their names.

    Args:
        paths: of files and folders.
        shuffle: a seed; the same one gives the same order.

    Raises:
        UnreadableFile: there is no such file, or a folder has no music in it.
    """
    found = [track for path in paths for track in _tracks_at(user_path(path))]
    if shuffle is not None:
        random.Random(shuffle).shuffle(found)  # noqa: S311 - an order of songs is no secret
    return tuple(found)


def _tracks_at(path: Path) -> list[Path]:
    try:
        if path.is_file():
            return [path]
        if not path.is_dir():
            raise UnreadableFile(str(path), "it is no file and no folder" if path.exists() else "it does not exist")
        below = [*islice(path.rglob("*"), _MOST_ENTRIES + 1)]
        if len(below) > _MOST_ENTRIES:
            raise UnreadableFile(str(path), f"it holds more than {_MOST_ENTRIES:,} files; name a folder of music")
        inside = sorted(each for each in below if each.suffix.lower() in SUFFIXES and each.is_file())
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from None
    if not inside:
        raise UnreadableFile(str(path), "no music is in it")
    return inside


def check_playable(path: Path) -> None:
    """Make sure that a file, or each in a folder, begins with sound that can be decoded.

    Raises:
        UnreadableFile: one cannot be played; of several, each is named.
    """
    flaws = [flaw for track in tracks([str(path)], shuffle=None) if (flaw := _flaw(track))]
    if len(flaws) == 1:
        raise flaws[0]
    if flaws:
        raise UnreadableFile(str(path), "; ".join(f"{flaw.path}: {flaw.cause}" for flaw in flaws[:_MOST_NAMED]))


def _flaw(track: Path) -> UnreadableFile | None:
    try:
        silent = next(_decoded(track), None) is None
    except UnreadableFile as flaw:
        return flaw
    return UnreadableFile(str(track), "it has no sound") if silent else None


class Stream:
    """Tracks, one after another and again from the first, as stereo at 48 kHz; holds no more than a moment of it."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._blocks = (block for file in cycle(files) for block in levelled_track(file))
        self._left: Pcm = np.zeros((2, 0), dtype=np.float32)

    def read(self, count: int) -> Pcm:
        """Return the next samples, shape (2, count).

        Raises:
            UnreadableFile: the track that comes next cannot be played.
        """
        blocks = [self._left]
        ready = self._left.shape[1]
        while ready < count:
            blocks.append(next(self._blocks))
            ready += blocks[-1].shape[1]
        joined = np.concatenate(blocks, axis=1)
        self._left = joined[:, count:]
        return joined[:, :count]


def levelled_track(file: Path) -> Iterator[Pcm]:
    """Yield a track's samples, shape (2, n), at `MUSIC_LUFS`.

    Raises:
        UnreadableFile: it cannot be decoded, or has no sound.
    """
    gain = np.float32(db_to_gain(min(MUSIC_LUFS - track_lufs(file), _MOST_GAIN_DB)))
    for block in _decoded(file):
        yield block * gain


def track_lufs(file: Path) -> float:
    """Return how loud a track is, by an excerpt from its middle.

    Raises:
        UnreadableFile: it cannot be decoded, or has no sound.
    """
    for from_the_middle in (True, False):
        excerpt = _excerpt(file, from_the_middle=from_the_middle)
        if np.any(excerpt):
            return loudness_lufs(excerpt)
    if excerpt.size:
        return MUSIC_LUFS  # silence between two tracks, say
    raise UnreadableFile(str(file), "it has no sound")


def _excerpt(file: Path, *, from_the_middle: bool) -> Pcm:
    blocks: list[Pcm] = [np.zeros((2, 0), dtype=np.float32)]
    length = 0
    for block in _decoded(file, from_the_middle=from_the_middle):
        blocks.append(block)
        length += block.shape[1]
        if length >= _EXCERPT_S * SAMPLE_RATE_HZ:
            break
    return np.concatenate(blocks, axis=1)


def _decoded(file: Path, *, from_the_middle: bool = False) -> Iterator[Pcm]:
    try:
        with open_sound(file, any_format=True) as container:
            if from_the_middle and container.duration and container.duration > 2 * _EXCERPT_S * av.time_base:
                container.seek(container.duration // 2)
            yield from map(samples_of, resampled(container.decode(audio=0), "fltp", "stereo"))
    except (av.FFmpegError, IndexError, OSError, ValueError) as error:
        cause = getattr(error, "strerror", "it has no sound")
        raise UnreadableFile(str(file), f"it cannot be played: {cause}") from None
