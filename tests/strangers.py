"""Files as other programs read them."""

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt


@dataclass
class Metadata:
    """What an ffmpeg program says of a file: its tags, and its chapters as (start in ms, end in ms, title)."""

    tags: dict[str, str] = field(default_factory=dict)
    chapters: list[tuple[int, int, str]] = field(default_factory=list)


def ffmetadata(path: Path) -> Metadata:
    """Return what an ffmpeg program reads, by its own text format for metadata."""
    # Without -copyts the program moves chapters by the encoder's delay, which it takes for the file's beginning.
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-copyts", "-i", str(path)]
    command += ["-map_metadata", "0:s:a:0"] if path.suffix == ".opus" else []  # Ogg has tags for each stream
    command += ["-f", "ffmetadata", "-"]
    ran = subprocess.run(command, check=True, capture_output=True, timeout=300)
    metadata = Metadata()
    for section in re.split(r"^(?=\[)", ran.stdout.decode(), flags=re.MULTILINE):
        pairs = re.findall(r"^((?:[^=\\\n]|\\.)+)=((?:[^\\\n]|\\[\s\S])*)$", section, flags=re.MULTILINE)
        values = {_unescaped(key): _unescaped(value) for key, value in pairs}
        if not section.startswith("[CHAPTER]"):
            metadata.tags |= values
            continue
        per_second = int(values["TIMEBASE"].removeprefix("1/"))
        start_ms, end_ms = (int(values[key]) * 1_000 // per_second for key in ("START", "END"))
        metadata.chapters.append((start_ms, end_ms, values.get("title", "")))
    return metadata


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\s\S])", r"\1", text)


def decode(path: Path, channels: int = 1) -> npt.NDArray[np.float32]:
    """Return what an ffmpeg program decodes, at 48 kHz, shape (channels, n)."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-map", "0:a", "-f", "f32le"]
    command += ["-ar", "48000", "-ac", str(channels), "-"]
    ran = subprocess.run(command, check=True, capture_output=True, timeout=300)
    return np.frombuffer(ran.stdout, dtype="<f4").reshape(-1, channels).T
