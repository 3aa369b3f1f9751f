"""A mix -> an album: an MP3 for each of its tracks, and a playlist. Played without gaps, they are the single file.

The tracks are made of the single file's own frames. A frame needs those before it: the half that its transform shares
with the last one (ISO/IEC 11172-3 clause 2.4.3.4), and 480 samples in the synthesis filter bank. So each track begins
up to three frames early, and its Info frame tells the player how many samples to skip.
"""

import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import av

from repcast.cache import Cache
from repcast.encode.lame import Frame
from repcast.encode.mp3 import frames_of, mp3_file
from repcast.encode.recording import Recording
from repcast.encode.tiles import DELAY
from repcast.files.playlist import playlist_name, playlist_text, track_name
from repcast.files.tags import Tags
from repcast.plan.chapters import Chapter
from repcast.progress import Report
from repcast.units import FRAME_SAMPLES, samples

_RUN_UP: Final = FRAME_SAMPLES + 528  # samples that a decoder needs before the first that is right
_REMEMBERED: Final = 8  # frames; a track begins at most four before the end of the one before it


@dataclass(frozen=True, kw_only=True, slots=True)
class _Track:
    """One file of the album.

    Attributes:
        first, last: which frames of the single file, `[first, last)`.
        skip, padding: samples of these frames that are not heard, at the beginning and at the end.
    """

    path: Path
    tags: Tags
    first: int
    last: int
    skip: int
    padding: int


def write_album(recording: Recording, folder: Path, tracks: tuple[Chapter, ...], cache: Cache, report: Report) -> None:
    """Write an album into an empty folder.

    Args:
        recording: the whole; each track has a title and a number of its own.
        folder: exists.
        tracks: partition the recording.
        cache: of encoded tiles.
        report: told the samples written so far, and in all.
    """
    mix, tags = recording.mix, recording.tags
    names = [track_name(number, track, len(tracks)) for number, track in enumerate(tracks, start=1)]
    frames = _Frames(frames_of(mix, cache, report))
    for number, (name, track) in enumerate(zip(names, tracks, strict=True), start=1):
        _write(_track(folder / name, track, replace(tags, track=f"{number}/{len(tracks)}")), frames, mix.channels)
    frames.finish()
    (folder / playlist_name(tags.title)).write_text(playlist_text(tags.title, names, tracks), encoding="utf-8")


def _track(path: Path, chapter: Chapter, tags: Tags) -> _Track:
    start, stop = (
        samples(chapter.start_ms) + DELAY,
        samples(chapter.end_ms) + DELAY,
    )  # as the single file's decoder counts
    first = max(0, (start - _RUN_UP) // FRAME_SAMPLES)
    last = -(-stop // FRAME_SAMPLES)
    return _Track(
        path=path,
        tags=replace(
            tags,
            title=chapter.title,
            album=tags.title,
            duration_ms=chapter.length_ms,
            comment="",
            lyrics="",
            chapters=(),
            embedded={},
        ),
        first=first,
        last=last,
        skip=start - first * FRAME_SAMPLES,
        padding=last * FRAME_SAMPLES - stop,
    )


def _write(track: _Track, frames: "_Frames", channels: int) -> None:
    with mp3_file(track.path, track.tags, channels) as mux:
        for number in range(track.first, track.last):
            is_first, is_last = number == track.first, number == track.last - 1
            mux(frames.copy(number, track.skip if is_first else 0, track.padding if is_last else 0))


class _Frames:
    """The single file's frames, by number; remembers the last few, which the next track needs, too."""

    def __init__(self, frames: Iterator[Frame]) -> None:
        self._frames = enumerate(frames)
        self._recent: deque[tuple[int, Frame]] = deque(maxlen=_REMEMBERED)
        self._take()
        # PyAV makes no side data of its own; the file's first packet has some, from the encoder.
        self._skipping = self._recent[0][1].get_sidedata("skip_samples")

    def copy(self, number: int, skip: int, padding: int) -> Frame:
        """Return a frame, marked with the samples that are not to be heard at its beginning and at its end."""
        while self._recent[-1][0] < number:
            self._take()
        frame: Frame = av.Packet(bytes(self._recent[number - self._recent[0][0]][1]))
        if skip or padding:
            self._skipping.update(struct.pack("<IIBB", skip, padding, 0, 0))  # FFmpeg's AV_PKT_DATA_SKIP_SAMPLES
            frame.set_sidedata(self._skipping)
        return frame

    def finish(self) -> None:
        """Take what no track needed, so that what yields the frames can end."""
        for _ in self._frames:
            pass

    def _take(self) -> None:
        self._recent.append(next(self._frames))
