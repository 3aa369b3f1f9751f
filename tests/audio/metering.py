"""Loudness, measured without repcast and without its libraries: by an ffmpeg program, and by ITU-R BS.1770-4 itself."""

import re
import subprocess
from pathlib import Path
from typing import Final

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt

RATE_HZ: Final = 48_000
LEAST_SAMPLES: Final = 3 * RATE_HZ

# ITU-R BS.1770-4, annex 1, tables 1 and 2: the two stages of the K weighting at 48 kHz.
K_STAGES: Final = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)

Sound = npt.NDArray[np.float64]


def loudness_and_peak(path: Path) -> tuple[float, float]:
    """Return a file's integrated loudness in LUFS and its true peak in dBTP, as FFmpeg's program prints them."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", "-hide_banner", "-i", str(path)]
    command += ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    summary = ran.stderr[ran.stderr.rindex("Summary:") :]
    loudness = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    assert loudness
    assert peak
    return float(loudness[1]), float(peak[1])


def exact_loudness(path: Path) -> float:
    """Return a file's integrated loudness in LUFS, as FFmpeg's program measures it, to the thousandth."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", "-hide_banner", "-i", str(path)]
    command += [
        "-af",
        "ebur128=metadata=1:framelog=quiet,ametadata=mode=print:key=lavfi.r128.I:file=-",
        "-f",
        "null",
        "-",
    ]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    return float(ran.stdout[ran.stdout.rindex("=") + 1 :])


def own_loudness(sound: Sound) -> float:
    """Return the gated loudness of one channel in LUFS, as if it were heard again and again for three seconds."""
    again = np.tile(sound, -(-LEAST_SAMPLES // len(sound)))
    turn = np.exp(-2j * np.pi * np.arange(len(again) // 2 + 1) / len(again))
    response = np.ones(len(turn), dtype=np.complex128)
    for above, below in K_STAGES:
        response *= np.polyval(above[::-1], turn) / np.polyval(below[::-1], turn)
    power = np.concatenate([[0.0], np.cumsum(np.fft.irfft(np.fft.rfft(again) * response, len(again)) ** 2)])
    block, hop = RATE_HZ * 4 // 10, RATE_HZ // 10  # annex 1: 400 ms, overlapping by three quarters
    starts = np.arange(0, len(again) - block + 1, hop)
    blocks = (power[starts + block] - power[starts]) / block
    blocks = blocks[_lufs(blocks) > -70]
    return float(_lufs(blocks[_lufs(blocks) > _lufs(blocks.mean()) - 10].mean()))


def _lufs(power: npt.ArrayLike) -> Sound:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-20)))
