"""What may happen to an MP3 between repcast and the listener: each way gives another file, its tags kept or not."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import av
import imageio_ffmpeg
import numpy as np
from listening import FRAME_BYTES, RATE_HZ, Pcm, decode

HEADER_BYTES: Final = 10
BIT_RATE: Final = 64_000

Change = Callable[[Pcm], Pcm]


def tag_and_sound(mp3: Path) -> tuple[bytes, bytes]:
    """Return an MP3's ID3 tag, and what stands behind it (ID3v2.3.0, clause 3.1)."""
    content = mp3.read_bytes()
    assert content[:3] == b"ID3"
    size = HEADER_BYTES + sum(byte << 7 * (3 - index) for index, byte in enumerate(content[6:HEADER_BYTES]))
    return content[:size], content[size:]


def edited(mp3: Path, target: Path, change: Change, *, bit_rate: int = BIT_RATE) -> Path:
    """Decode an MP3, change its samples, encode it again, and give it its tags back."""
    tag, _ = tag_and_sound(mp3)
    pcm = np.ascontiguousarray(np.clip(change(decode(mp3).copy()), -1, 1), dtype=np.float32)
    with av.open(str(target), "w", format="mp3", options={"id3v2_version": "0"}) as out:
        stream = out.add_stream("libmp3lame", rate=RATE_HZ, layout="mono", bit_rate=bit_rate)
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="fltp", layout="mono")
        frame.sample_rate, frame.pts = RATE_HZ, 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    target.write_bytes(tag + target.read_bytes())
    return target


def silenced(start_ms: int, end_ms: int) -> Change:
    """Return a change that leaves a range without sound."""

    def change(pcm: Pcm) -> Pcm:
        pcm[start_ms * 48 : end_ms * 48] = 0
        return pcm

    return change


def swapped(first_ms: int, second_ms: int, length_ms: int) -> Change:
    """Return a change that has two ranges of one length change places."""

    def change(pcm: Pcm) -> Pcm:
        first, second = (slice(at * 48, (at + length_ms) * 48) for at in (first_ms, second_ms))
        pcm[first], pcm[second] = pcm[second].copy(), pcm[first].copy()
        return pcm

    return change


def copied(from_ms: int, to_ms: int, length_ms: int) -> Change:
    """Return a change that puts a copy of one range in place of another."""

    def change(pcm: Pcm) -> Pcm:
        pcm[to_ms * 48 : (to_ms + length_ms) * 48] = pcm[from_ms * 48 : (from_ms + length_ms) * 48].copy()
        return pcm

    return change


def cut(start_ms: int, end_ms: int) -> Change:
    """Return a change that takes a range away."""
    return lambda pcm: np.delete(pcm, slice(start_ms * 48, end_ms * 48))


def put_in(at_ms: int, length_ms: int) -> Change:
    """Return a change that puts silence in."""
    return lambda pcm: np.insert(pcm, at_ms * 48, np.zeros(length_ms * 48, dtype=np.float32))


def later(at_ms: int, length_ms: int, by_ms: int) -> Change:
    """Return a change that moves a range, and leaves silence where it was."""

    def change(pcm: Pcm) -> Pcm:
        moved = pcm[at_ms * 48 : (at_ms + length_ms) * 48].copy()
        pcm[at_ms * 48 : (at_ms + length_ms) * 48] = 0
        pcm[(at_ms + by_ms) * 48 : (at_ms + by_ms + length_ms) * 48] += moved
        return pcm

    return change


def louder(gain_db: float) -> Change:
    """Return a change of level."""
    return lambda pcm: pcm * np.float32(10 ** (gain_db / 20))


def stretched(factor: float) -> Change:
    """Return a change of speed."""

    def change(pcm: Pcm) -> Pcm:
        at = np.arange(round(len(pcm) * factor)) / factor
        return np.interp(at, np.arange(len(pcm)), pcm).astype(np.float32)

    return change


def without_frames(mp3: Path, target: Path, first: int, count: int) -> Path:
    """Take whole frames out of an MP3."""
    tag, sound = tag_and_sound(mp3)
    at = (1 + first) * FRAME_BYTES  # the Info frame comes first
    target.write_bytes(tag + sound[:at] + sound[at + count * FRAME_BYTES :])
    return target


def shortened(mp3: Path, target: Path, share: float) -> Path:
    """Leave the end of an MP3 away, as a download that broke off."""
    tag, sound = tag_and_sound(mp3)
    target.write_bytes(tag + sound[: int(len(sound) * share)])
    return target


def with_byte_flipped(mp3: Path, target: Path, share: float) -> Path:
    """Change one byte of the sound."""
    tag, sound = tag_and_sound(mp3)
    at = int(len(sound) * share)
    target.write_bytes(tag + sound[:at] + bytes([sound[at] ^ 0xFF]) + sound[at + 1 :])
    return target


def with_tags(mp3: Path, target: Path, change: Callable[[bytes], bytes]) -> Path:
    """Change an MP3's tags, and nothing else."""
    tag, sound = tag_and_sound(mp3)
    target.write_bytes(change(tag) + sound)
    return target


def with_text(mp3: Path, target: Path, **texts: str) -> Path:
    """Replace texts that an MP3 carries, by a program that keeps the sound as it is."""
    options = [option for name, text in texts.items() for option in ("-metadata", f"{name}={text}")]
    return by_ffmpeg(mp3, target, "-c", "copy", *options)


def by_ffmpeg(mp3: Path, target: Path, *options: str) -> Path:
    """Make another file of an MP3 with an ffmpeg program, which keeps its tags unless told otherwise."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(mp3), "-id3v2_version", "3"]
    subprocess.run([*command, *options, str(target)], check=True, timeout=300)
    return target
