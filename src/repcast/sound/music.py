"""Music: files and folders -> an endless stream of samples, every track as loud as the others."""

import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from repcast.errors import UnreadableFile
from repcast.formats import OTHER_SOUND_ENDINGS, SOUND_FORMATS
from repcast.resources import user_path
from repcast.sound.levels import MUSIC_LUFS, Pcm, samples_of
from repcast.sound.loudness import loudness_lufs
from repcast.sound.untrusted import DamageReport, SoundFile, decoded, no_damage_report, open_file, open_sound, resampled
from repcast.units import SAMPLE_RATE_HZ, SECOND_MS, db_to_gain

if TYPE_CHECKING:
    from av.container import InputContainer

SUFFIXES: Final = frozenset(f".{ending}" for ending in (*SOUND_FORMATS, *OTHER_SOUND_ENDINGS))
"""What counts as music in a folder; a file that a session names may have any name."""

_MOST_ENTRIES: Final = 20_000  # of a folder and all folders in it
_EXCERPT_S: Final = 15  # of a track is measured
_MOST_GAIN_DB: Final = 20.0
_MOST_KEPT_S: Final = 30  # of decoded tracks: 12 MB
_LEAST_S: Final = 1  # of a track: less would be opened and measured all the time
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
        if not path.is_dir():
            path.stat()  # what else it may be, opening it tells
            return [path]
        below = [*islice(path.rglob("*"), _MOST_ENTRIES + 1)]
        if len(below) > _MOST_ENTRIES:
            raise UnreadableFile(str(path), f"it holds more than {_MOST_ENTRIES:,} files; name a folder of music")
        inside = sorted(each for each in below if each.suffix.lower() in SUFFIXES and each.is_file())
    except FileNotFoundError:
        raise UnreadableFile(str(path), "it does not exist") from None
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from None
    if not inside:
        raise UnreadableFile(str(path), "no music is in it")
    return inside


def check_playable(path: Path) -> None:
    """Make sure that of a file, or of each file in a folder, enough can be decoded to be played.

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
            _check_length(track, _joined(_blocks(container), _LEAST_S))
    except UnreadableFile as flaw:
        return flaw
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """The first damaged spot of a track that was played, and how much of the track was heard before it."""

    track: Path
    at_ms: int


class TrackReader:
    """Reads tracks, normalised to `MUSIC_LUFS`; remembers their gains, and the samples of short ones."""

    def __init__(self) -> None:
        self._gains: dict[Path, np.float32] = {}
        self._kept: dict[Path, Pcm] = {}
        self._room_samples = _MOST_KEPT_S * SAMPLE_RATE_HZ
        self._damaged_ms: dict[Path, int] = {}

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """What was skipped of the tracks that were read so far."""
        return tuple(Skipped(track=track, at_ms=at_ms) for track, at_ms in self._damaged_ms.items())

    def blocks(self, track: Path) -> Iterator[Pcm]:
        """Yield a track's samples, shape (2, n); what is damaged is skipped.

        Raises:
            UnreadableFile: it cannot be decoded, or less than a second of it.
        """
        if track in self._kept:
            yield self._kept[track]
            return
        with open_file(track, any_format=True) as file:
            if track not in self._gains:
                self._measure(track, file)
            if track in self._kept:
                yield self._kept[track]
                return
            heard_samples = 0
            with file.read() as container:
                for block in _blocks(container, partial(self._damaged, track)):
                    yield block * self._gains[track]
                    heard_samples += block.shape[1]
            if file.ends_early:
                self._damaged(track, heard_samples / SAMPLE_RATE_HZ)

    def _measure(self, track: Path, file: SoundFile) -> None:
        """Remember a track's gain; and its samples, if they are few, however long it says that it is."""
        lufs, whole = track_lufs(file, partial(self._damaged, track))
        gain = self._gains[track] = np.float32(db_to_gain(min(MUSIC_LUFS - lufs, _MOST_GAIN_DB)))
        if whole is not None and whole.shape[1] <= self._room_samples:
            self._kept[track] = whole * gain
            self._room_samples -= whole.shape[1]

    def _damaged(self, track: Path, heard_s: float) -> None:
        self._damaged_ms.setdefault(track, round(heard_s * SECOND_MS))


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


def track_lufs(file: SoundFile, tell: DamageReport = no_damage_report) -> tuple[float, Pcm | None]:
    """Return how loud a track is, by 15 s of its middle, or of its beginning; and all of a track that has no more.

    Args:
        file: with the track.
        tell: is called where it is damaged, with the seconds that were heard before.

    Raises:
        UnreadableFile: less than a second of it can be decoded.
    """
    from av import FFmpegError, time_base  # noqa: PLC0415 - most sessions have no music

    with file.read() as container:
        if container.duration and container.duration > 2 * _EXCERPT_S * time_base:
            with suppress(FFmpegError):  # then it is read from where it stands
                container.seek(container.duration // 2)
            middle = _joined(_blocks(container), _EXCERPT_S)
            if np.any(middle):
                return loudness_lufs(middle[:, : _EXCERPT_S * SAMPLE_RATE_HZ]), None
    with file.read() as container:
        beginning = _joined(_blocks(container, tell), _EXCERPT_S)
    _check_length(file.path, beginning)
    lufs = loudness_lufs(beginning) if np.any(beginning) else MUSIC_LUFS  # such as silence between two tracks
    return lufs, beginning if beginning.shape[1] < _EXCERPT_S * SAMPLE_RATE_HZ else None


def _check_length(track: Path, beginning: Pcm) -> None:
    length_s = beginning.shape[1] / SAMPLE_RATE_HZ
    if not length_s:
        raise UnreadableFile(str(track), "it has no sound")
    if length_s < _LEAST_S:
        raise UnreadableFile(str(track), f"it has {length_s:.3f} s of sound, and music needs at least {_LEAST_S} s")


def _joined(blocks: Iterable[Pcm], least_s: int) -> Pcm:
    """Return blocks as one, up to that in which so many seconds are reached."""
    taken: list[Pcm] = [np.zeros((2, 0), dtype=np.float32)]
    missing_samples = least_s * SAMPLE_RATE_HZ
    for block in blocks:
        taken.append(block)
        missing_samples -= block.shape[1]
        if missing_samples <= 0:
            break
    return np.concatenate(taken, axis=1)


def _blocks(container: "InputContainer", tell: DamageReport = no_damage_report) -> Iterator[Pcm]:
    return map(samples_of, resampled(decoded(container, tell), "fltp", "stereo"))
