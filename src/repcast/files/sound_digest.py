"""The digest of a file's sound: of all that stands behind an MP3's tag and its Info frame.

Programs that copy the sound and change a tag write both anew. What the Info frame says, how long the sound is and where
it begins, is measured elsewhere.
"""

import hashlib
from io import BufferedIOBase
from typing import Final

from repcast.sound.inflation import from_7_bits

_ID3_HEADER_BYTES: Final = 10  # ID3v2.3.0, clause 3.1
_MARKS: Final = (b"Info", b"Xing")
_MARK_AT: Final = (36, 21)  # with two channels, and with one: behind the header and the side information
_RATES_HZ: Final = (44_100, 48_000, 32_000)  # of MPEG-1 layer III, ISO/IEC 11172-3 clause 2.4.2.3
_KILOBITS: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_MOST_FRAME_BYTES: Final = 1_441


def sound_digest(file: BufferedIOBase) -> str:
    """Return the SHA-256 of an open file's sound, in hexadecimal."""
    file.seek(0)
    head = file.read(_ID3_HEADER_BYTES)
    at = _ID3_HEADER_BYTES + from_7_bits(head[6:]) if head.startswith(b"ID3") else 0
    file.seek(at)
    file.seek(at + _info_frame_bytes(file.read(_MOST_FRAME_BYTES)))
    return hashlib.file_digest(file, "sha256").hexdigest()


def _info_frame_bytes(sound: bytes) -> int:
    """Return the size of the Info frame that a sound begins with; 0 if it begins with another, or is no MP3."""
    if not sound.startswith(b"\xff\xfb") or not any(sound.startswith(_MARKS, at) for at in _MARK_AT):
        return 0
    rate, kilobits = sound[2] >> 2 & 3, _KILOBITS[sound[2] >> 4]
    return 144_000 * kilobits // _RATES_HZ[rate] + (sound[2] >> 1 & 1) if rate < len(_RATES_HZ) else 0
