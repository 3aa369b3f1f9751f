"""For workers: speech at another rate, at the same pitch."""

import wave
from itertools import pairwise
from typing import Any, Final

import av
import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.float32]

_PADDING_MS: Final = 100  # FFmpeg's atempo loses what is in its last window, 25 ms
_SLOWEST, _FASTEST = 0.5, 2.0  # beyond, one atempo refuses, or leaves samples out


def write_at_tempo(path: str, pcm: Pcm, rate_hz: int, tempo: float) -> None:
    """Write speech into a WAV file, with a little silence after it.

    Args:
        path: of the file.
        pcm: full scale 1.0, shape (n,).
        rate_hz: of its samples.
        tempo: 2.0 is twice as fast.
    """
    padded = np.concatenate([pcm, np.zeros(rate_hz * _PADDING_MS // 1000, np.float32)])
    samples = (np.clip(_at_tempo(padded, rate_hz, tempo), -1, 1) * 32_767).round().astype("<i2")
    with wave.open(path, "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(samples.tobytes())


def _at_tempo(pcm: Pcm, rate_hz: int, tempo: float) -> Pcm:
    if tempo == 1:
        return pcm
    steps = [tempo] if _SLOWEST <= tempo <= _FASTEST else [tempo**0.5] * 2
    graph = av.filter.Graph()
    graph.threads = 1  # as in `sound.levels`: it has nothing for others to do
    chain: list[Any] = [graph.add_abuffer(sample_rate=rate_hz, format="flt", layout="mono")]
    chain += [graph.add("atempo", f"{step:.6f}") for step in steps]
    chain += [graph.add("aformat", "sample_fmts=flt"), graph.add("abuffersink")]
    for before, after in pairwise(chain):
        before.link_to(after)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate, frame.pts = rate_hz, 0
    graph.push(frame)
    graph.push(None)
    parts: list[Pcm] = []
    while True:
        try:
            part = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return np.concatenate(parts)
        assert isinstance(part, av.AudioFrame)
        parts.append(part.to_ndarray().reshape(-1).astype(np.float32, copy=False))
