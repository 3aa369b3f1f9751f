"""MP3s whose tags are fine, or missing, and whose frames are not."""

import random
import struct
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from corpus.music import encoded
from corpus.pieces import SILENT_FRAME, carried, mp3, silence, sound, tag, user_text

_FREE_FORMAT: Final = b"\xff\xfb\x04\xc4"
_LAYER_2: Final = b"\xff\xfd\x14\xc4"
_SLOWEST: Final = b"\xff\xe3\x18\xc4"  # MPEG 2.5, 8 kbit/s, 8 kHz: 72 bytes last 72 ms
_RESERVED: Final = b"\xff\xfb\xfc\xc4"
_STEREO: Final = b"\xff\xfb\x14\x04"
# Side information (ISO/IEC 11172-3, clause 2.4.1.7) that begins in frames that never were.
_BEFORE_THE_BEGINNING: Final = SILENT_FRAME[:4] + b"\xff\x80" + bytes(90)


@cache
def _music() -> bytes:
    """Return three seconds of a real MP3: tones and noise."""
    return encoded("mp3", "libmp3lame", seconds=3)


def _spoilt(at: float, length: int, value: bytes) -> bytes:
    """Return music with one bad spot."""
    music, start = _music(), int(len(_music()) * at)
    return music[:start] + value * length + music[start + length :]


def _scattered(seed: int, each: int) -> bytes:
    """Return music of which one byte in so many is another one."""
    chance, music = random.Random(seed), bytearray(_music())
    for _ in range(len(music) // each):
        music[chance.randrange(len(music))] = chance.randrange(256)
    return bytes(music)


def _tagged(frames: bytes) -> bytes:
    return tag(*(user_text(name, text) for name, text in carried().items())) + frames


def _info(*, frames: int, size: int, delay: int, padding: int) -> bytes:
    """Return an Info frame that says what it likes (Xing's and LAME's header)."""
    told = b"Xing" + struct.pack(">3I", 3, frames, size) + b"LAME3.100" + bytes(12)
    told += (delay << 12 | padding).to_bytes(3, "big") + bytes(12)
    body = SILENT_FRAME[:4] + bytes(17) + told  # 17 bytes of side information, of one channel
    return body.ljust(len(SILENT_FRAME), b"\0") + silence(3_000)


def _alternating(*headers: bytes) -> bytes:
    return b"".join((header + bytes(92)) for header in headers) * 500


def _lyrics3() -> bytes:
    """Return music with a Lyrics3 tag, and an ID3v1 tag, at its end."""
    lyrics = b"LYRICSBEGIN" + b"IND00002" + b"11" + b"LYR99999" + b"x" * 99_999
    return _music() + lyrics + b"%06d" % len(lyrics) + b"LYRICS200" + b"TAG" + b"x" * 125


def _ape(items: int) -> bytes:
    """Return music with an APE tag at its end that says to hold very many items (APEv2)."""
    return _music() + b"APETAGEX" + struct.pack("<4I", 2_000, 0xFFFF_FF00, items, 0x8000_0000) + bytes(8)


FRAMES: Final[Mapping[str, Callable[[], bytes]]] = {
    "one-frame.mp3": lambda: SILENT_FRAME,
    "half-a-frame.mp3": lambda: SILENT_FRAME[:40],
    "headers-only.mp3": lambda: SILENT_FRAME[:4] * 100_000,
    "free-format.mp3": lambda: (_FREE_FORMAT + bytes(300)) * 1_000,
    "free-format-tagged.mp3": lambda: _tagged((_FREE_FORMAT + bytes(300)) * 1_000),
    "layer-2.mp3": lambda: (_LAYER_2 + bytes(92)) * 1_000,
    "slowest.mp3": lambda: (_SLOWEST + bytes(68)) * 12_000,
    "reserved-values.mp3": lambda: (_RESERVED + bytes(92)) * 1_000,
    "rates-change.mp3": lambda: _alternating(SILENT_FRAME[:4], b"\xff\xfb\x18\xc4", b"\xff\xf3\x18\xc4", _SLOWEST),
    "channels-change.mp3": lambda: _alternating(SILENT_FRAME[:4], _STEREO),
    "layers-change.mp3": lambda: _alternating(SILENT_FRAME[:4], _LAYER_2, b"\xff\xff\x14\xc4"),
    "before-the-beginning.mp3": lambda: _BEFORE_THE_BEGINNING * 1_000,
    "ones.mp3": lambda: (SILENT_FRAME[:4] + b"\xff" * 92) * 1_000,
    "info-delay-and-padding-4095.mp3": lambda: _info(frames=125, size=12_000, delay=4_095, padding=4_095),
    "info-padding-of-all.mp3": lambda: _info(frames=1, size=96, delay=4_095, padding=4_095),
    "info-4-billion-frames.mp3": lambda: _info(frames=0xFFFF_FFFF, size=0xFFFF_FFFF, delay=1_105, padding=600),
    "info-4-billion-frames-tagged.mp3": lambda: _tagged(
        _info(frames=0xFFFF_FFFF, size=0xFFFF_FFFF, delay=0, padding=0)
    ),
    "info-no-frames.mp3": lambda: _info(frames=0, size=0, delay=0, padding=0),
    "one-broken-frame.mp3": lambda: _spoilt(0.5, 100, b"\xff"),
    "a-hole.mp3": lambda: _spoilt(0.5, 8_000, b"\0"),
    "html-within.mp3": lambda: _spoilt(0.5, 500, b"<html>"),
    "scattered.mp3": lambda: _scattered(1, each=500),
    "scattered-much.mp3": lambda: _scattered(2, each=10),
    "zeros-at-the-end.mp3": lambda: _music() + bytes(500_000),
    "html-at-the-end.mp3": lambda: _music() + b"<html><body>Not found</body></html>\n" * 1_000,
    "lyrics3-at-the-end.mp3": _lyrics3,
    "ape-at-the-end.mp3": lambda: _ape(0xFFFF_FFFF),
    "cut.mp3": lambda: _music()[: len(_music()) * 2 // 3 + 37],
    "frames-of-others.mp3": lambda: _tagged(_music()),
    "sound-cut.mp3": lambda: mp3()[: -len(sound()) // 2],
    "tag-alone.mp3": lambda: _tagged(b""),
}
