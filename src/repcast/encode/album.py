"""A mix -> an album: an MP3 for each track, and a playlist. Played without gaps, they sound like the single file.

The tracks are made of the single file's own frames. A frame depends on those before it: half of its transform overlaps
the last one (ISO/IEC 11172-3 clause 2.4.3.4), and the synthesis filter bank remembers 480 samples. So each track starts
up to three frames early, and its Info frame tells the player how many samples to skip.
"""

import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import av

from repcast.encode.distinct import TileEncoder
from repcast.encode.lame import Frame
from repcast.encode.mp3 import frames_of, mp3_file
from repcast.encode.recording import Recording
from repcast.encode.tiles import DELAY_SAMPLES
from repcast.files.playlist import playlist_name, playlist_text, track_name
from repcast.files.tags import Tags
from repcast.plan.chapters import Chapter
from repcast.progress import Report
from repcast.units import FRAME_SAMPLES, samples

_RUN_UP_SAMPLES: Final = FRAME_SAMPLES + 528  # that a decoder needs before the first correct one
_REMEMBERED: Final = 8  # frames; a track starts at most four before the end of the previous one


@dataclass(frozen=True, kw_only=True, slots=True)
class _Track:
    """One file of the album.

    Attributes:
        first_frame, end_frame: which frames of the single file, `[first_frame, end_frame)`.
        skip_samples, padding_samples: how many samples of these frames are not heard, at the start and at the end.
    """

    path: Path
    tags: Tags
    first_frame: int
    end_frame: int
    skip_samples: int
    padding_samples: int


def write_album(
    recording: Recording, folder: Path, tracks: tuple[Chapter, ...], encoder: TileEncoder, report: Report
) -> None:
    """Write an album into an empty folder.

    Args:
        recording: the whole; each track gets its own title and number.
        folder: exists.
        tracks: cover the recording without gap or overlap.
        encoder: of tiles.
        report: is called with the samples written so far, and in all.
    """
    mix, tags = recording.mix, recording.tags
    names = [track_name(number, track, len(tracks)) for number, track in enumerate(tracks, start=1)]
    frames = _Frames(frames_of(mix, encoder, report))
    for number, (name, track) in enumerate(zip(names, tracks, strict=True), start=1):
        _write(_track(folder / name, track, replace(tags, track=f"{number}/{len(tracks)}")), frames, mix.channels)
    frames.finish()
    (folder / playlist_name(tags.title)).write_bytes(playlist_text(tags.title, names, tracks).encode())


def _track(path: Path, chapter: Chapter, tags: Tags) -> _Track:
    start, end = (samples(ms) + DELAY_SAMPLES for ms in (chapter.start_ms, chapter.end_ms))  # in the decoder's output
    first_frame = max(0, (start - _RUN_UP_SAMPLES) // FRAME_SAMPLES)
    end_frame = -(-end // FRAME_SAMPLES)
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
        first_frame=first_frame,
        end_frame=end_frame,
        skip_samples=start - first_frame * FRAME_SAMPLES,
        padding_samples=end_frame * FRAME_SAMPLES - end,
    )


def _write(track: _Track, frames: "_Frames", channels: int) -> None:
    with track.path.open("x+b") as file, mp3_file(file, track.tags, channels) as mux:
        for number in range(track.first_frame, track.end_frame):
            skip_samples = track.skip_samples if number == track.first_frame else 0
            padding_samples = track.padding_samples if number == track.end_frame - 1 else 0
            mux(frames.copy(number, skip_samples, padding_samples))


class _Frames:
    """The single file's frames by number; remembers the last few, because the next track needs them too."""

    def __init__(self, frames: Iterator[Frame]) -> None:
        self._frames = enumerate(frames)
        self._recent: deque[tuple[int, Frame]] = deque(maxlen=_REMEMBERED)
        self._take()
        # PyAV cannot make side data; the file's first packet has some from the encoder.
        self._side_data = self._recent[0][1].get_sidedata("skip_samples")

    def copy(self, number: int, skip_samples: int, padding_samples: int) -> Frame:
        """Return a frame that tells how many samples at its start and at its end are not to be heard."""
        while self._recent[-1][0] < number:
            self._take()
        frame: Frame = av.Packet(bytes(self._recent[number - self._recent[0][0]][1]))
        if skip_samples or padding_samples:
            # FFmpeg's AV_PKT_DATA_SKIP_SAMPLES
            self._side_data.update(struct.pack("<IIBB", skip_samples, padding_samples, 0, 0))
            frame.set_sidedata(self._side_data)
        return frame

    def finish(self) -> None:
        """Take the frames that no track needs, so that their generator finishes."""
        for _ in self._frames:
            pass

    def _take(self) -> None:
        self._recent.append(next(self._frames))
