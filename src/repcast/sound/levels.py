"""How loud a sound is, and making it as loud as it should be: FFmpeg's own meter and limiter.

Loudness is that of ITU-R BS.1770-4, in LUFS; EBU R 128 has the practice.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import av
import numpy as np
import numpy.typing as npt

from repcast.units import SAMPLE_RATE_HZ, db_to_gain, gain_to_db

Pcm = npt.NDArray[np.float32]
"""48 kHz, of full scale 1.0: one channel of shape (n,), or several of shape (channels, n)."""

PROGRAMME_LUFS: Final = -19.0  # EBU R 128's -16 for headphones and speakers alike, less the 3 LU that one channel lacks
SPEECH_LUFS: Final = PROGRAMME_LUFS + 0.9  # a word's first and last 400 ms count, too, with the silence around them
EARCON_LUFS: Final = PROGRAMME_LUFS + 6.5  # through heavy breathing; they are short
MUSIC_LUFS: Final = -16.5  # with two channels: as loud as the voice, under which it is ducked
STEREO_LU: Final = 3.0  # that two equal channels are louder than one
DUCKED_LU: Final = 0.8  # that a file is softer than its voice and its music are, for its music is lowered now and then
PEAK_DBFS: Final = -2.5  # of what goes into the encoder, which adds some tenths of a decibel
_METER_SAMPLES: Final = 3 * SAMPLE_RATE_HZ  # at least so much is shown to the meter, which looks at 400 ms at a time
_INTEGRATED: Final = "lavfi.r128.I"  # as FFmpeg's meter names it
_TRUE_PEAK: Final = "lavfi.r128.true_peak"  # an amplitude
_NO_LOUDNESS_LUFS: Final = -70.0  # what the meter says where nothing passed its gate
_BLOCK_SAMPLES: Final = SAMPLE_RATE_HZ
_MOST_GAIN_DB: Final = 30.0
_TOLERANCE_DB: Final = 0.05  # a limited sound, rounded to 16 bit, is not limited again
_LOWER_PEAK: Final = 0.08  # for each decibel of gain: the denser a sound, the more the encoder adds
_ATTACK_MS: Final = 2
_RELEASE_MS: Final = 40
_MOST_EXTRA_DB: Final = 12.0  # beyond that, more gain makes a sound rougher, and hardly louder
_MOST_TRIES: Final = 8
_NEAR_LU: Final = 0.1
_STEP: Final = 2  # of what is missing: a limiter gives about half of what it is given


def loudness_lufs(pcm: Pcm) -> float:
    """Return the integrated loudness of a sound, however short: as if it were heard again and again.

    Args:
        pcm: not empty.
    """
    length = pcm.shape[-1]
    again = itertools.repeat(pcm, max(1, -(-_METER_SAMPLES // length)))
    blocks = (each[..., at : at + _BLOCK_SAMPLES] for each in again for at in range(0, length, _BLOCK_SAMPLES))
    measured = [frame.metadata for frame in _filtered(blocks, ("ebur128", "metadata=1"))]
    return float(next(each[_INTEGRATED] for each in reversed(measured) if _INTEGRATED in each))


def metered(blocks: Iterable[Pcm]) -> tuple[float | None, float | None]:
    """Return the integrated loudness of a long sound in LUFS, and its true peak in dBTP.

    Args:
        blocks: shape (channels, n); none is kept. The meter looks at 400 ms at a time: less has neither figure.
    """
    latest: dict[str, str] = {}
    for frame in _filtered(blocks, ("ebur128", "metadata=1:peak=true")):
        latest = frame.metadata or latest
    loudness_lufs = float(latest.get(_INTEGRATED, _NO_LOUDNESS_LUFS))
    peak = float(latest.get(_TRUE_PEAK, 0))
    return loudness_lufs if loudness_lufs > _NO_LOUDNESS_LUFS else None, gain_to_db(peak) if peak > 0 else None


def levelled(pcm: Pcm, target_lufs: float) -> Pcm:
    """Return a sound as loud as it should be; empty or silent sounds stay as they are."""
    if not np.any(pcm):
        return pcm
    gain_db = min(target_lufs - loudness_lufs(pcm), _MOST_GAIN_DB)
    return limited(pcm * np.float32(db_to_gain(gain_db)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Gain:
    """By how much a sound is amplified before it is limited, and by how much it is still softer than was asked."""

    db: float
    short_lu: float


def gain_that_gives(louder_db: float, pcm: Pcm) -> Gain:
    """Return the gain with which a limited sound is so much louder than the sound is now.

    That is `louder_db` itself where no peak is held; else more, found by trying, up to 12 dB.
    """
    if not _is_held(pcm * np.float32(db_to_gain(louder_db)), held_at_dbfs(louder_db)):
        return Gain(db=louder_db, short_lu=0.0)
    wanted_lufs = loudness_lufs(pcm) + louder_db
    db = louder_db
    for _ in range(_MOST_TRIES):
        short_lu = wanted_lufs - loudness_lufs(limited(pcm * np.float32(db_to_gain(db)), held_at_dbfs(db)))
        if abs(short_lu) <= _NEAR_LU or (short_lu > 0 and db == louder_db + _MOST_EXTRA_DB):
            break
        db = min(db + _STEP * short_lu, louder_db + _MOST_EXTRA_DB)
    return Gain(db=db, short_lu=short_lu)


def held_at_dbfs(louder_db: float) -> float:
    """Return under which level to hold the peaks of a sound that is so much louder than usual."""
    return PEAK_DBFS - _LOWER_PEAK * max(0.0, louder_db)


def limited(pcm: Pcm, peak_dbfs: float = PEAK_DBFS) -> Pcm:
    """Return a sound with its peaks held under a level; as it is where they are."""
    if not _is_held(pcm, peak_dbfs):
        return pcm
    return np.concatenate([*limited_blocks([pcm], peak_dbfs)], axis=-1).reshape(pcm.shape)


def _is_held(pcm: Pcm, peak_dbfs: float) -> bool:
    return bool(np.any(np.abs(pcm) > db_to_gain(peak_dbfs + _TOLERANCE_DB)))


def limited_blocks(blocks: Iterable[Pcm], peak_dbfs: float = PEAK_DBFS) -> Iterator[Pcm]:
    """Yield a long sound with its peaks held under a level, in blocks of other lengths, shape (channels, n)."""
    settings = f"limit={db_to_gain(peak_dbfs):.6f}:attack={_ATTACK_MS}:release={_RELEASE_MS}:level=0:latency=1"
    for frame in _filtered(blocks, ("alimiter", settings), ("aformat", "sample_fmts=fltp")):
        yield samples_of(frame)


def samples_of(frame: av.AudioFrame) -> Pcm:
    """Return the samples of a frame in FFmpeg's format fltp, shape (channels, n)."""
    return frame.to_ndarray().astype(np.float32, copy=False)


def _filtered(blocks: Iterable[Pcm], *filters: tuple[str, str]) -> Iterator[av.AudioFrame]:
    graph: av.filter.Graph | None = None
    at = 0
    for block in blocks:
        pcm = np.atleast_2d(block)
        layout = "mono" if len(pcm) == 1 else "stereo"
        graph = graph or _graph(layout, filters)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(pcm), format="fltp", layout=layout)
        frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, at
        at += pcm.shape[1]
        graph.push(frame)
        yield from _pulled(graph)
    if graph:
        graph.push(None)
        yield from _pulled(graph)


def _graph(layout: str, filters: Iterable[tuple[str, str]]) -> av.filter.Graph:
    graph = av.filter.Graph()
    chain = [graph.add_abuffer(sample_rate=SAMPLE_RATE_HZ, format="fltp", layout=layout)]
    chain += [graph.add(name, settings) for name, settings in (*filters, ("abuffersink", ""))]
    for before, after in itertools.pairwise(chain):
        before.link_to(after)
    graph.configure()
    return graph


def _pulled(graph: av.filter.Graph) -> Iterator[av.AudioFrame]:
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        assert isinstance(frame, av.AudioFrame)
        yield frame
