"""Music: files and folders -> an endless stream of samples, every track as loud as the others."""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.container import InputContainer

from repcast.errors import UnreadableFile
from repcast.formats import OTHER_SOUND_ENDINGS, SOUND_FORMATS
from repcast.resources import user_path
from repcast.sound.levels import MUSIC_LUFS, Pcm, loudness_lufs, samples_of
from repcast.sound.untrusted import SoundFile, open_file, open_sound, resampled
from repcast.units import SAMPLE_RATE_HZ, db_to_gain

SUFFIXES: Final = frozenset(f".{ending}" for ending in (*SOUND_FORMATS, *OTHER_SOUND_ENDINGS))
"""What counts as music in a folder; a file that a session names may have any name."""

_MOST_ENTRIES: Final = 20_000  # of a folder and all folders in it
_EXCERPT_S: Final = 15  # of a track is measured
_MOST_GAIN_DB: Final = 20.0
_MOST_KEPT_S: Final = 30  # of decoded tracks: 12 MB
_MOST_NAMED: Final = 20


def tracks(paths: Iterable[str], shuffle: int | None) -> tuple[Path, ...]:
    """Return the files that paths name; those in a folder come in the order of their names.

    Args:
        paths: of files and folders.
        shuffle: a seed; the same one gives the same order.

    Raises:
        UnreadableFile: a path does not exist, or a folder has no music in it.
    """
    found = [track for path in paths for track in _tracks_at(user_path(path))]
    if shuffle is not None:
        random.Random(shuffle).shuffle(found)  # noqa: S311 - the order of songs is no secret
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
    """Make sure that a file, or each file in a folder, begins with sound that can be decoded.

    Raises:
        UnreadableFile: one cannot be played; if several cannot, each is named.
    """
    flaws = [flaw for track in tracks([str(path)], shuffle=None) if (flaw := _flaw(track))]
    if len(flaws) == 1:
        raise flaws[0]
    if flaws:
        raise UnreadableFile(str(path), "; ".join(f"{flaw.path}: {flaw.cause}" for flaw in flaws[:_MOST_NAMED]))


def _flaw(track: Path) -> UnreadableFile | None:
    try:
        with open_sound(track, any_format=True) as container:
            is_empty = next(_blocks(container), None) is None
    except UnreadableFile as flaw:
        return flaw
    return UnreadableFile(str(track), "it has no sound") if is_empty else None


class TrackReader:
    """Reads tracks, normalised to `MUSIC_LUFS`; remembers their gains, and the samples of short ones."""

    def __init__(self) -> None:
        self._gains: dict[Path, np.float32] = {}
        self._kept: dict[Path, tuple[Pcm, ...]] = {}
        self._room_samples = _MOST_KEPT_S * SAMPLE_RATE_HZ

    def blocks(self, track: Path) -> Iterator[Pcm]:
        """Yield a track's samples, shape (2, n).

        Raises:
            UnreadableFile: it cannot be decoded, or has no sound.
        """
        if track in self._kept:
            yield from self._kept[track]
            return
        with open_file(track, any_format=True) as file:
            if track not in self._gains:
                gain_db = min(MUSIC_LUFS - track_lufs(file), _MOST_GAIN_DB)
                self._gains[track] = np.float32(db_to_gain(gain_db))
            with file.read() as container:
                is_short = 0 < (container.duration or 0) / av.time_base <= _MOST_KEPT_S
                room_samples = self._room_samples if is_short else 0
                kept: list[Pcm] = []
                for block in _blocks(container):
                    normalised = block * self._gains[track]
                    room_samples -= normalised.shape[1]
                    if room_samples < 0:
                        kept.clear()
                    else:
                        kept.append(normalised)
                    yield normalised
        if kept and track not in self._kept:
            self._kept[track] = tuple(kept)
            self._room_samples -= sum(block.shape[1] for block in kept)


class Stream:
    """Tracks, one after another and again from the first, as stereo at 48 kHz."""

    def __init__(self, files: Sequence[Path], reader: TrackReader) -> None:
        self._blocks = (block for file in cycle(files) for block in reader.blocks(file))
        self._left: Pcm = np.zeros((2, 0), dtype=np.float32)

    def read(self, length_samples: int) -> Pcm:
        """Return the next samples, shape (2, length_samples).

        Raises:
            UnreadableFile: the next track cannot be played.
        """
        blocks = [self._left]
        ready_samples = self._left.shape[1]
        while ready_samples < length_samples:
            blocks.append(next(self._blocks))
            ready_samples += blocks[-1].shape[1]
        joined = np.concatenate(blocks, axis=1)
        self._left = joined[:, length_samples:]
        return joined[:, :length_samples]


def track_lufs(file: SoundFile) -> float:
    """Return how loud a track is, measured on an excerpt from its middle.

    Raises:
        UnreadableFile: it has no sound.
    """
    for from_the_middle in (True, False):
        with file.read() as container:
            excerpt = _excerpt(container, from_the_middle=from_the_middle)
        if np.any(excerpt):
            return loudness_lufs(excerpt)
    if excerpt.size:
        return MUSIC_LUFS  # such as silence between two tracks
    raise UnreadableFile(str(file.path), "it has no sound")


def _excerpt(container: InputContainer, *, from_the_middle: bool) -> Pcm:
    if from_the_middle and container.duration and container.duration > 2 * _EXCERPT_S * av.time_base:
        container.seek(container.duration // 2)
    blocks: list[Pcm] = [np.zeros((2, 0), dtype=np.float32)]
    length_samples = 0
    for block in _blocks(container):
        blocks.append(block)
        length_samples += block.shape[1]
        if length_samples >= _EXCERPT_S * SAMPLE_RATE_HZ:
            break
    return np.concatenate(blocks, axis=1)


def _blocks(container: InputContainer) -> Iterator[Pcm]:
    return map(samples_of, resampled(container.decode(audio=0), "fltp", "stereo"))
