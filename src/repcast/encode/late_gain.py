"""Gains in files whose tags FFmpeg writes before the sound: room is left, and filled when the sound is known.

A value in a Vorbis comment is as long as the room for it: a gain has a third decimal where one digit stands before the
point, and an R128 gain leading zeros, which RFC 7845 clause 5.2.1 allows.
"""

from collections.abc import Mapping
from typing import BinaryIO, Final

from repcast.files.replay_gain import ReplayGain
from repcast.formats import Format

_NO_GAIN: Final = ReplayGain(gain_db=0.0, peak=0.0)
_HEAD_BYTES: Final = 1 << 16  # the gains are the first tags
_GAIN_CHARACTERS: Final = len("+0.000")
_OGG: Final = b"OggS"
_CRC_AT: Final = 22  # in an Ogg page: RFC 3533 clause 6
_SEGMENTS_AT: Final = 26
_CRC_POLYNOMIAL: Final = 0x04C1_1DB7


def gain_texts(coding: Format, gain: ReplayGain = _NO_GAIN) -> Mapping[str, str]:
    """Return a format's tags for a gain; for none, those that leave the room, and change nothing."""
    if coding.gains == "r128":
        return {"R128_TRACK_GAIN": gain.r128_text()}
    texts = gain.texts() if coding.gains == "replay gain" else {}
    return {name: _in_full(text) for name, text in texts.items()}


def tell_gain(file: BinaryIO, coding: Format, gain: ReplayGain) -> None:
    """Write a gain into the room that a file has for it."""
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    for name, text in gain_texts(coding, gain).items():
        at = head.index(f"{name}=".encode()) + len(name) + 1
        head = head[:at] + text.encode() + head[at + len(text) :]
    if head.startswith(_OGG):
        head = _checked_pages(head)
    file.seek(0)
    file.write(head)


def _in_full(text: str) -> str:
    number, space, unit = text.partition(" ")
    return f"{number.ljust(_GAIN_CHARACTERS, '0') if unit else number}{space}{unit}"


def _checked_pages(head: bytes) -> bytes:
    """Return the beginning of an Ogg file with right checksums in its whole pages."""
    pages, at = bytearray(head), 0
    while (end := _end_of_page(head, at)) <= len(head):
        pages[at + _CRC_AT : at + _CRC_AT + 4] = bytes(4)
        pages[at + _CRC_AT : at + _CRC_AT + 4] = _crc_32(bytes(pages[at:end])).to_bytes(4, "little")
        at = end
    return bytes(pages)


def _end_of_page(head: bytes, at: int) -> int:
    segments = head[at + _SEGMENTS_AT] if at + _SEGMENTS_AT < len(head) else len(head)
    lengths = head[at + _SEGMENTS_AT + 1 : at + _SEGMENTS_AT + 1 + segments]
    return at + _SEGMENTS_AT + 1 + segments + sum(lengths)


def _crc_32(data: bytes) -> int:
    """Return an Ogg page's checksum: the highest bit first, from 0."""
    crc = 0
    for byte in data:
        crc = crc << 8 & 0xFFFF_FFFF ^ _CRC_TABLE[crc >> 24 ^ byte]
    return crc


def _crc_entry(index: int) -> int:
    crc = index << 24
    for _ in range(8):
        crc = crc << 1 ^ (_CRC_POLYNOMIAL if crc & 1 << 31 else 0)
    return crc & 0xFFFF_FFFF


_CRC_TABLE: Final = tuple(map(_crc_entry, range(256)))
