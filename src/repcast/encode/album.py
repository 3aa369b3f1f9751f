"""A mix -> an album: an MP3 for each track, and a playlist. Played without gaps, they sound like the single file.

The tracks are made of the single file's own frames. A frame depends on those before it: half of its transform overlaps
the last one (ISO/IEC 11172-3 clause 2.4.3.4), and the synthesis filter bank remembers 480 samples. So each track starts
up to three frames early, and its Info frame tells the player how many samples to skip.

Each track also goes on into the next one, for players that take the decoder's delay into account twice: Android's
decoders take it out themselves, and Media3 1.11 does so again (docs/decisions/0020-players-of-today.md). They leave out
the first 529 samples of a track, and play so many more at its end: then the two must be the same.

Over music frames borrow from each other, and cannot be dealt out. There each track is encoded by itself, with a little
of what stands before and behind it.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from repcast.encode.continuous import encode_continuously
from repcast.encode.distinct import TileEncoder
from repcast.encode.frames import DECODER_DELAY_SAMPLES, DELAY_SAMPLES, LOUDER_DB, frame_bytes, frame_count
from repcast.encode.metering import FileMeter
from repcast.encode.mp3 import Encoded, frames_of, write_frames, write_tags
from repcast.encode.recording import Recording
from repcast.files.playlist import playlist_name, playlist_text, track_names
from repcast.files.tags import Tags
from repcast.plan.chapters import Chapter
from repcast.progress import Report
from repcast.sound.mix import Mix, summed
from repcast.units import FRAME_SAMPLES, samples

_RUN_UP_SAMPLES: Final = FRAME_SAMPLES + 528  # that a decoder needs before the first correct one
_RUN_OUT_SAMPLES: Final = DECODER_DELAY_SAMPLES  # of the next track
_SHARED_FRAMES: Final = 5  # a track starts at most four before the end of the previous one
_AROUND_SAMPLES: Final = 2 * FRAME_SAMPLES  # of a track that is encoded by itself: what an encoder needs on each side

_Array = npt.NDArray[Any]


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
    mix, meter = recording.mix, FileMeter()
    names = track_names(tracks)
    spans = [(samples(track.start_ms), samples(track.end_ms)) for track in tracks]
    texts = [_tags(recording.tags, track, f"{number}/{len(tracks)}") for number, track in enumerate(tracks, start=1)]
    sounds = _dealt(mix, spans, encoder, meter) if mix.over_music is None else _encoded_apart(mix, spans, meter)
    for name, track, tags, sound in zip(names, tracks, texts, sounds, strict=True):
        with (folder / name).open("x+b") as file:
            write_frames(sound, tags, file, _from(track, mix, report))
    gain = meter.gain(LOUDER_DB)
    for name, tags in zip(names, texts, strict=True):
        with (folder / name).open("r+b") as file:
            write_tags(replace(tags, gain=gain), file)
    title = recording.tags.title
    (folder / playlist_name(title)).write_bytes(playlist_text(title, names, tracks).encode())


def _tags(whole: Tags, track: Chapter, number: str) -> Tags:
    return replace(
        whole,
        title=track.title,
        album=whole.title,
        track=number,
        duration_ms=track.length_ms,
        comment="",
        lyrics="",
        chapters=(),
        embedded={},
        cover=_cover(whole, track),
        cards={},
    )


def _cover(whole: Tags, track: Chapter) -> bytes:
    """Return what a player shows of a track: its card; of the first, which stands for the album, the whole cover."""
    return whole.cards.get(track.step, whole.cover) if track.start_ms and track.step is not None else whole.cover


def _from(track: Chapter, mix: Mix, report: Report) -> Report:
    return lambda done, _: report(samples(track.start_ms) + done, mix.length_samples)


def _dealt(mix: Mix, spans: Iterable[tuple[int, int]], encoder: TileEncoder, meter: FileMeter) -> Iterator[Encoded]:
    """Yield the tracks' sound, which is dealt out of the single file's frames; each is read before the next."""
    size_bytes = frame_bytes(mix.channels)
    runs = (np.frombuffer(run, dtype=np.uint8) for run in frames_of(mix, encoder, meter))
    passing = _Passing(runs, overlap=_SHARED_FRAMES * size_bytes)
    for start, end in spans:
        starts_at = start + DELAY_SAMPLES  # in the decoder's output
        first_frame = max(0, (starts_at - _RUN_UP_SAMPLES) // FRAME_SAMPLES)
        end_frame = frame_count(min(end + _RUN_OUT_SAMPLES, mix.length_samples))
        dealt = passing.between(first_frame * size_bytes, end_frame * size_bytes)
        yield Encoded(
            pieces=(run.tobytes() for run in dealt),
            channels=mix.channels,
            skip_samples=starts_at - first_frame * FRAME_SAMPLES,
            length_samples=end - start,
        )
    passing.finish()


def _encoded_apart(mix: Mix, spans: Iterable[tuple[int, int]], meter: FileMeter) -> Iterator[Encoded]:
    """Yield the tracks' sound, each encoded by itself; each is read before the next."""
    passing = _Passing(meter.watch(summed(mix)), overlap=2 * _AROUND_SAMPLES)
    for start, end in spans:
        first, last = max(0, start - _AROUND_SAMPLES), min(end + _AROUND_SAMPLES, mix.length_samples)
        run_out = min(end + _RUN_OUT_SAMPLES, mix.length_samples)
        yield Encoded(
            pieces=encode_continuously(passing.between(first, last), frame_count(run_out - first)),
            channels=mix.channels,
            skip_samples=start - first + DELAY_SAMPLES,
            length_samples=end - start,
        )
    passing.finish()


class _Passing:
    """A stream of arrays, along their last axis; stretches of it are taken in order, and may overlap."""

    def __init__(self, arrays: Iterator[_Array], overlap: int) -> None:
        """Take nothing yet; a stretch begins at most `overlap` before the end of the one before."""
        self._arrays, self._overlap = arrays, overlap
        self._kept = next(arrays)
        self._end = self._kept.shape[-1]

    def between(self, start: int, end: int) -> Iterator[_Array]:
        """Yield what stands in a range."""
        at = start
        while at < end:
            while self._end <= at:
                array = next(self._arrays)
                self._kept = np.concatenate([self._kept[..., -self._overlap :], array], axis=-1)
                self._end += array.shape[-1]
            begin = at - self._end + self._kept.shape[-1]
            part = self._kept[..., begin : begin + end - at]
            yield part
            at += part.shape[-1]

    def finish(self) -> None:
        """Take the rest, so that whoever makes it finishes."""
        deque(self._arrays, maxlen=0)
