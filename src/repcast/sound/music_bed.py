"""The music bed: each lane of music in its own steps, faded, ducked, with speech and signals over it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from repcast.plan.timeline import Timeline
from repcast.session.model import Effort, Session
from repcast.session.settings import Music, Playlist
from repcast.sound.envelope import Curve, Points, Values, ducking_db, fades, presence
from repcast.sound.gains import loudness_moved_db
from repcast.sound.levels import PEAK_DBFS, Pcm, limit_blocks
from repcast.sound.mix import Mix, Overlay
from repcast.sound.music import Stream, TrackReader, tracks
from repcast.sound.regions import Region
from repcast.units import SAMPLE_RATE_HZ, samples

_BLOCK_SAMPLES: Final = SAMPLE_RATE_HZ
_LOWER_CEILING: Final = 0.15  # for each decibel by which music is louder than the voice: limited noise is the densest


@dataclass(frozen=True, slots=True)
class Lane:
    """The files that play, one after another, and their share of what is heard: from 0 to 1."""

    files: tuple[Path, ...]
    presence: Points


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class _MusicBed:
    """The regions of a mix with music under them; all music plays from its start each time it is iterated."""

    regions: Iterable[Region]
    lanes: tuple[Lane, ...]
    timeline: Timeline
    gain_db: float
    ceiling_dbfs: float
    reader: TrackReader

    def __iter__(self) -> Iterator[Pcm]:
        return limit_blocks(self._summed(), self.ceiling_dbfs)

    def _summed(self) -> Iterator[Pcm]:
        duration_ms = self.timeline.duration_ms
        length_samples = samples(duration_ms)
        ducking, ends = Curve(ducking_db(self.timeline)), Curve(fades(duration_ms))
        streams = [(Stream(lane.files, self.reader), Curve(lane.presence)) for lane in self.lanes]
        overlay = Overlay(self.regions)
        for start in range(0, length_samples, _BLOCK_SAMPLES):
            end = min(start + _BLOCK_SAMPLES, length_samples)
            pcm = np.zeros((2, end - start), dtype=np.float32)
            for stream, share in streams:
                _add(stream, share.between(start, end), pcm)
            pcm *= 10 ** ((ducking.between(start, end) + np.float32(self.gain_db)) / np.float32(20))
            pcm *= ends.between(start, end)
            overlay.add_to(pcm, start)
            yield pcm


def over_music(
    mixed: Mix, session: Session, timeline: Timeline, reader: TrackReader, musics: Sequence[Playlist | None] = ()
) -> Mix:
    """Return a mix with its session's music under it, decoded as the regions are read; without music, the mix itself.

    Args:
        mixed: what is heard over the music.
        session: says which music.
        timeline: of the mix.
        reader: knows afterwards what was skipped of the music.
        musics: as for `lanes`.

    Raises:
        UnreadableFile: a file is not there, or a folder has no music in it; while the regions are read, a track cannot
            be played.
    """
    if not session.has_music:
        return mixed
    music_db = session.mix.music_db
    bed = _MusicBed(
        regions=mixed.regions,
        lanes=lanes(session.music, timeline, musics),
        timeline=timeline,
        gain_db=loudness_moved_db(session) + music_db,
        ceiling_dbfs=PEAK_DBFS - _LOWER_CEILING * max(0.0, music_db),
        reader=reader,
    )
    return replace(mixed, over_music=bed)


def lanes(music: Music, timeline: Timeline, musics: Sequence[Playlist | None] = ()) -> tuple[Lane, ...]:
    """Return what plays in which steps; each lane goes on where it was left.

    Args:
        music: of the session: for all steps, or for work and for everything else.
        timeline: has the steps.
        musics: what each of them has in place of that; None for nothing else. Empty where no step has.

    Raises:
        UnreadableFile: a file is not there, or a folder has no music in it.
    """
    chosen: dict[tuple[str, tuple[str, ...], int | None], set[int]] = {}
    for step, own in zip(timeline.steps, musics or (None,) * len(timeline.steps), strict=True):
        whose, playlist = _around(music, step.facts.effort) if own is None else ("own", own)
        chosen.setdefault((whose, playlist.files, playlist.shuffle), set()).add(step.index)
    return tuple(
        Lane(tracks(files, shuffle), presence(timeline, steps))
        for (_, files, shuffle), steps in chosen.items()
        if files
    )


def _around(music: Music, effort: Effort) -> tuple[str, Playlist]:
    """Return which of a session's musics plays in steps of an effort: that of the effort, else that of all."""
    of_effort = music.work if effort == "work" else music.rest
    return (effort, of_effort) if of_effort.files else ("all", music)


def _add(stream: Stream, share: Values, pcm: Pcm) -> None:
    """Add music to a block by its share of each sample; where the share is 0, the music waits."""
    [heard] = np.nonzero(np.broadcast_to(share, pcm.shape[1]))
    if len(heard):
        begin, end = heard[0], heard[-1] + 1
        amplitude = np.sin(share * np.float32(np.pi / 2))  # keeps the power where two lanes cross
        pcm[:, begin:end] += stream.read(int(end - begin)) * (amplitude[begin:end] if amplitude.ndim else amplitude)
