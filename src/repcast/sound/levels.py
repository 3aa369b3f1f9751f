"""Normalising to a loudness, limiting peaks, and metering what is long: with FFmpeg's limiter and meter.

Loudness is integrated loudness after ITU-R BS.1770-4, in LUFS, used as EBU R 128 recommends.
"""

import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from repcast.sound.loudness import NO_LOUDNESS_LUFS, loudness_lufs
from repcast.units import SAMPLE_RATE_HZ, db_to_gain, gain_to_db

if TYPE_CHECKING:
    import av

Pcm = npt.NDArray[np.float32]
"""Samples at 48 kHz, full scale 1.0: one channel of shape (n,), or several of shape (channels, n)."""

PROGRAMME_LUFS: Final = -19.0  # -16 for headphones and speakers alike, minus the 3 LU that one channel lacks
SPEECH_LUFS: Final = PROGRAMME_LUFS + 0.9  # the silence around a word lowers its first and last 400 ms
EARCON_LUFS: Final = PROGRAMME_LUFS + 6.5  # heard through heavy breathing; they are short
CADENCE_DB: Final = -12.0  # of its ticks, against those that are signals: felt more than heard
MUSIC_LUFS: Final = -16.5  # of two channels: as loud as the voice, before it is ducked
STEREO_LU: Final = 3.0  # two equal channels are louder than one by this much
DUCKED_LU: Final = 0.8  # a file is softer than its voice and its music, because the music is ducked at times
PEAK_DBFS: Final = -2.5  # before the encoder, which adds some tenths of a decibel
_INTEGRATED: Final = "lavfi.r128.I"  # FFmpeg's name for it
_TRUE_PEAK: Final = "lavfi.r128.true_peak"  # an amplitude
_BLOCK_SAMPLES: Final = SAMPLE_RATE_HZ
_PART_SAMPLES: Final = _BLOCK_SAMPLES // 8  # longer than the limiter looks ahead, and takes to recover
_MOST_GAIN_DB: Final = 30.0
_TOLERANCE_DB: Final = 0.05  # so that a limited sound, rounded to 16 bits, is not limited again
# What the encoder adds to the peaks grows with how dense a sound is: quickly where the limiter begins to work.
_LOWER_CEILING: Final = 0.2  # for each of the first decibels of gain
_LOWER_CEILING_BEYOND: Final = 0.08  # for each of the others
_FIRST_DB: Final = 6.7
_ATTACK_MS: Final = 2
_RELEASE_MS: Final = 40
_MOST_EXTRA_DB: Final = 12.0  # more than this makes a sound rougher, but hardly louder
_MOST_TRIES: Final = 8
_NEAR_LU: Final = 0.1
_STEP: Final = 2  # times the deficit: about half of any further gain is lost in the limiter


class Meter:
    """Measures a long sound as it passes.

    Attributes:
        length_samples: of what has passed.
    """

    def __init__(self) -> None:
        self.length_samples = 0
        self._latest: dict[str, str] = {}

    def watch(self, blocks: Iterable[Pcm]) -> Iterator[Pcm]:
        """Yield blocks as they are, shape (channels, n), each when it is measured."""
        waiting = deque[Pcm]()

        def taken() -> Iterator[Pcm]:
            for block in blocks:
                self.length_samples += block.shape[1]
                waiting.append(block)
                yield block

        for frame in _filtered(taken(), ("ebur128", "metadata=1:peak=true")):
            self._latest = frame.metadata or self._latest
            while waiting:
                yield waiting.popleft()
        yield from waiting

    @property
    def loudness_lufs(self) -> float | None:
        """The integrated loudness; None for silence, and for less than the 400 ms that the meter looks at."""
        loudness_lufs = float(self._latest.get(_INTEGRATED, NO_LOUDNESS_LUFS))
        return loudness_lufs if loudness_lufs > NO_LOUDNESS_LUFS else None

    @property
    def true_peak_dbtp(self) -> float | None:
        """The true peak; None as above."""
        peak = float(self._latest.get(_TRUE_PEAK, 0))
        return gain_to_db(peak) if peak > 0 else None


def normalise(pcm: Pcm, target_lufs: float) -> Pcm:
    """Return a sound at a loudness, its peaks limited; an empty or silent sound is returned as it is."""
    if not np.any(pcm):
        return pcm
    gain_db = min(target_lufs - loudness_lufs(pcm), _MOST_GAIN_DB)
    return limit_peaks(pcm * np.float32(db_to_gain(gain_db)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Gain:
    """The gain to apply before limiting; and how far the loudness then falls short of the target."""

    db: float
    loudness_deficit_lu: float


def gain_for_loudness(louder_db: float, pcm: Pcm) -> Gain:
    """Return the gain that makes a sound louder by `louder_db` even after it is limited.

    That is `louder_db` itself if no peak is limited; otherwise up to 12 dB more, found by trial.
    """
    if not _exceeds(pcm * np.float32(db_to_gain(louder_db)), ceiling_dbfs(louder_db)):
        return Gain(db=louder_db, loudness_deficit_lu=0.0)
    target_lufs = loudness_lufs(pcm) + louder_db
    db = louder_db
    for _ in range(_MOST_TRIES):
        limited = limit_peaks(pcm * np.float32(db_to_gain(db)), ceiling_dbfs(db))
        deficit_lu = target_lufs - loudness_lufs(limited)
        if abs(deficit_lu) <= _NEAR_LU or (deficit_lu > 0 and db == louder_db + _MOST_EXTRA_DB):
            break
        db = min(db + _STEP * deficit_lu, louder_db + _MOST_EXTRA_DB)
    return Gain(db=db, loudness_deficit_lu=deficit_lu)


def ceiling_dbfs(louder_db: float) -> float:
    """Return the ceiling for the peaks of a sound that is louder than usual by `louder_db`."""
    first_db = min(max(0.0, louder_db), _FIRST_DB)
    return PEAK_DBFS - _LOWER_CEILING * first_db - _LOWER_CEILING_BEYOND * max(0.0, louder_db - first_db)


def limit_peaks(pcm: Pcm, peak_dbfs: float = PEAK_DBFS) -> Pcm:
    """Return a sound with its peaks limited; the sound itself if none of them is too high."""
    if not _exceeds(pcm, peak_dbfs):
        return pcm
    return np.concatenate([*_limited([pcm], peak_dbfs)], axis=-1).reshape(pcm.shape)


def _exceeds(pcm: Pcm, peak_dbfs: float) -> bool:
    return bool(max(pcm.max(initial=0.0), -pcm.min(initial=0.0)) > db_to_gain(peak_dbfs + _TOLERANCE_DB))


def limit_blocks(blocks: Iterable[Pcm], peak_dbfs: float = PEAK_DBFS) -> Iterator[Pcm]:
    """Yield a long sound with its peaks limited, in blocks of about a second, shape (channels, n).

    Only the parts around such peaks go through the limiter, which leaves all else as it is.

    Args:
        blocks: of the sound, a second each, but for the last one; shape (channels, n).
        peak_dbfs: the ceiling.
    """
    starts = range(0, _BLOCK_SAMPLES, _PART_SAMPLES)
    parts = (block[:, at : at + _PART_SAMPLES] for block in blocks for at in starts if at < block.shape[1])
    limited: list[Pcm] = []
    for near_peak, run in itertools.groupby(_near_peaks(parts, peak_dbfs), key=lambda marked: marked[0]):
        sound = (part for _, part in run)
        for part in _limited(sound, peak_dbfs) if near_peak else sound:
            limited.append(part)
            if sum(each.shape[-1] for each in limited) >= _BLOCK_SAMPLES:
                yield np.concatenate(limited, axis=-1)
                limited.clear()
    if limited:
        yield np.concatenate(limited, axis=-1)


def _near_peaks(parts: Iterable[Pcm], peak_dbfs: float) -> Iterator[tuple[bool, Pcm]]:
    """Yield parts with whether they, or one beside them, have a peak that is too high."""
    was_high, waiting = False, None
    for part in parts:
        is_high = _exceeds(part, peak_dbfs)
        if waiting:
            yield was_high or waiting[0] or is_high, waiting[1]
            was_high = waiting[0]
        waiting = is_high, part
    if waiting:
        yield was_high or waiting[0], waiting[1]


def _limited(blocks: Iterable[Pcm], peak_dbfs: float) -> Iterator[Pcm]:
    settings = f"limit={db_to_gain(peak_dbfs):.6f}:attack={_ATTACK_MS}:release={_RELEASE_MS}:level=0:latency=1"
    for frame in _filtered(blocks, ("alimiter", settings), ("aformat", "sample_fmts=fltp")):
        yield samples_of(frame)


def samples_of(frame: "av.AudioFrame") -> Pcm:
    """Return the samples of a frame in FFmpeg's format fltp, shape (channels, n)."""
    return frame.to_ndarray().astype(np.float32, copy=False)


def _filtered(blocks: Iterable[Pcm], *filters: tuple[str, str]) -> "Iterator[av.AudioFrame]":
    import av  # noqa: PLC0415 - what is kept was measured and limited before

    graph: av.filter.Graph | None = None
    position_samples = 0
    for block in blocks:
        pcm = np.atleast_2d(block)
        layout = "mono" if len(pcm) == 1 else "stereo"
        graph = graph or _graph(layout, filters)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(pcm), format="fltp", layout=layout)
        frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, position_samples
        position_samples += pcm.shape[1]
        graph.push(frame)
        yield from _pulled(graph)
    if graph:
        graph.push(None)
        yield from _pulled(graph)


def _graph(layout: str, filters: Iterable[tuple[str, str]]) -> "av.filter.Graph":
    import av  # noqa: PLC0415

    graph = av.filter.Graph()
    graph.threads = 1  # it starts a thread for each core otherwise, and has nothing for them to do
    chain = [graph.add_abuffer(sample_rate=SAMPLE_RATE_HZ, format="fltp", layout=layout)]
    chain += [graph.add(name, settings) for name, settings in (*filters, ("abuffersink", ""))]
    for before, after in itertools.pairwise(chain):
        before.link_to(after)
    graph.configure()
    return graph


def _pulled(graph: "av.filter.Graph") -> "Iterator[av.AudioFrame]":
    import av  # noqa: PLC0415

    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        assert isinstance(frame, av.AudioFrame)
        yield frame
