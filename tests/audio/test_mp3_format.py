"""The bytes of an MP3, read here by hand: what players go by."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
import soundfile

# ISO/IEC 11172-3 clause 2.4.2.3: MPEG-1 layer III without CRC; 64 kbit/s, 48 kHz, no padding; mono.
SYNC: Final = b"\xff\xfb"
FRAME_BYTES: Final = 144 * 64_000 // 48_000
FRAME_SAMPLES: Final = 1_152
SIDE_INFORMATION_BYTES: Final = 17  # of a mono frame

TITLE: Final = "Kräftig: 腹筋 “core”"
SESSION: Final = f"title: '{TITLE}'\nsteps:\n  - hold: Plank\n    for: 11s\n"


@dataclass(frozen=True, kw_only=True)
class Mp3:
    """A file, taken apart.

    Attributes:
        version: of its ID3 tag.
        tags: the ID3 text frames.
        frames: the MPEG frames; the first holds no sound but tells of the others.
        decoded_samples: as libsndfile counts them.
    """

    version: tuple[int, int]
    tags: dict[str, str]
    frames: tuple[bytes, ...]
    decoded_samples: int


def _syncsafe(data: bytes) -> int:
    """ID3v2.3 clause 3.1: seven bits of each byte."""
    return int.from_bytes(bytes(4)) + sum(byte << 7 * (3 - index) for index, byte in enumerate(data))


def _text(content: bytes) -> str:
    """ID3v2.3 clause 3.3: the first byte is the encoding, 0 Latin-1 or 1 UTF-16 with a byte order mark."""
    return content[1:].decode({0: "latin-1", 1: "utf-16"}[content[0]]).rstrip("\0")


def _tags(content: bytes) -> dict[str, str]:
    tags = {}
    at = 0
    while at + 10 <= len(content) and content[at]:
        name, size = content[at : at + 4].decode(), int.from_bytes(content[at + 4 : at + 8])
        if name.startswith("T") and name != "TXXX":
            tags[name] = _text(content[at + 10 : at + 10 + size])
        at += 10 + size
    return tags


@pytest.fixture(scope="module")
def mp3(cache_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Mp3:
    """Render a session, and take the file apart."""
    assert cache_folder
    path = tmp_path_factory.mktemp("format") / "session.mp3"
    command = [sys.executable, "-m", "repcast", "render", "-", "--quiet", "-o", str(path)]
    subprocess.run(command, input=SESSION.encode(), check=True, timeout=300)
    content = path.read_bytes()
    assert content[:3] == b"ID3"
    sound_at = 10 + _syncsafe(content[6:10])
    sound = content[sound_at:]
    return Mp3(
        version=(content[3], content[4]),
        tags=_tags(content[10:sound_at]),
        frames=tuple(sound[at : at + FRAME_BYTES] for at in range(0, len(sound), FRAME_BYTES)),
        decoded_samples=soundfile.info(path).frames,
    )


def test_its_title_is_shown(mp3: Mp3) -> None:
    """A player would show a file name, or signs that nobody can read."""
    assert mp3.version == (3, 0)
    assert mp3.tags["TIT2"] == TITLE
    assert mp3.tags["TENC"].startswith("repcast ")


def test_every_frame_has_the_same_rate(mp3: Mp3) -> None:
    """Players would seek to the wrong place: they reckon with a constant bit rate."""
    assert {len(frame) for frame in mp3.frames} == {FRAME_BYTES}
    for frame in mp3.frames:
        assert frame[:2] == SYNC
        assert frame[2] >> 4 == 0b0101, "64 kbit/s"
        assert frame[2] >> 2 & 0b11 == 0b01, "48 kHz"
        assert frame[2] >> 1 & 1 == 0, "no padding"
        assert frame[3] >> 6 == 0b11, "mono"


def test_its_info_frame_tells_what_to_skip(mp3: Mp3) -> None:
    """Players would play the encoder's delay: every cue late by it, and the file longer than planned."""
    info = mp3.frames[0][4 + SIDE_INFORMATION_BYTES :]
    assert info[:4] == b"Info", "Info, not Xing: a constant bit rate"
    flags = int.from_bytes(info[4:8])
    assert flags & 0b11 == 0b11, "frames and bytes are told"
    sounding = mp3.frames[1:]
    assert int.from_bytes(info[8:12]) == len(sounding)
    assert int.from_bytes(info[12:16]) == FRAME_BYTES * len(mp3.frames)
    # The LAME tag follows the frames, bytes, 100 bytes of contents and quality; delay and padding are its bytes 21-23.
    lame = info[8 + 4 + 4 + 100 + 4 :] if flags == 0b1111 else pytest.fail(f"unexpected flags {flags:b}")
    skipped = int.from_bytes(lame[21:24])
    delay, padding = skipped >> 12, skipped & 0xFFF
    assert delay + padding + mp3.decoded_samples == len(sounding) * FRAME_SAMPLES
    assert mp3.decoded_samples % 48_000 == 0
    # Any encoder's filter bank and look-ahead need at least one granule, which a decoder cannot guess.
    assert delay >= 576
