"""What of a sound file would become far larger inside FFmpeg than it is in the file.

FFmpeg inflates tags and indexes that are compressed, and lays out tables of samples by the counts that a file gives,
whatever the file has. What looks here returns why a file is not to be read; an empty text if it may be.
"""

import os
import re
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO, Final

_MOST_TAG_BYTES: Final = 64 << 20  # of an ID3v2 tag: a session of the longest kind, and a large cover
_MOST_PARTS: Final = 5_000  # of all tags: FFmpeg looks each up among all others; repcast's own has 300
_TOO_MANY: Final = f"its tags have more than {_MOST_PARTS:,} parts"
_COMMENT: Final = re.compile(rb"\0\0\0[ -<>-}]+=")  # Vorbis comments: the length, below 256, then name=text
_ID3: Final = re.compile(rb"ID3[\x02-\x04][^\xff].[\x00-\x7f]{4}", re.DOTALL)
_HEADER_BYTES: Final = 10  # of a tag, and of a frame in it
_V2_3: Final = 3  # FFmpeg itself refuses a compressed ID3v2.2
_V2_4: Final = 4
_EXTENDED: Final = 0x40  # ID3v2.3.0 and ID3v2.4.0, clause 3.1: an extended header follows
_FOOTER: Final = 0x10  # ID3v2.4.0, clause 3.1
_COMPRESSED: Final = 0x88  # ID3v2.3.0, clause 3.3.1: 0x80; ID3v2.4.0, clause 4.1.2: 0x08, which FFmpeg takes in both
_SHORT: Final = 0x7F  # a size that is the same whether its bytes have 7 bits or 8
_FRAME_NAME: Final = re.compile(rb"[A-Z0-9]{4}|\0{4}")

_MOST_SAMPLES: Final = 2_000_000  # that an index may list beyond the file's own bytes: 80 MB inside FFmpeg
_REFUSED_SAMPLES: Final = (1 << 32) // 24  # FFmpeg lists no more by itself
_MOST_INDEX_BYTES: Final = 64 << 20  # a day of frames takes 16 MB
_ATOM: Final = struct.Struct(">I4s")
_LONG_SIZE: Final = struct.Struct(">Q")
_ATOMS: Final = re.compile(rb"ftyp|moov|mdat|free|skip|wide|pnot|udta|uuid|junk|prfl")  # with which a file may begin
_PADDING: Final = frozenset({b"free", b"skip", b"wide", b"uuid"})
_COMPRESSED_INDEX: Final = re.compile(
    rb"cmov.{4}dcomzlib", re.DOTALL
)  # QuickTime File Format: compressed movie resources
# ISO/IEC 14496-12, clauses 8.7.3.2, 8.8.8.2, 8.7.4.2 and 8.7.5.2: four bytes of version and flags stand before a count.
_COUNTS: Final = re.compile(
    rb"(?=stsz.{4}(?!\0{4}).{4}(?P<sizes>.{4})|trun.{4}(?P<run>.{4})|stsc.{4}(?P<runs>.{4})|(?:stco|co64).{4}(?P<chunks>.{4}))",
    re.DOTALL,
)
_RUN: Final = struct.Struct(">II4x")  # a chunk's number, and the samples in each from there on


class TagWatch:
    """Looks at the tags in what FFmpeg is about to read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._parts = file, 0

    def comments_flaw(self, seen: bytes) -> str:
        """Return what is wrong with Vorbis comments in `seen`: there are too many."""
        self._parts += sum(1 for _ in _COMMENT.finditer(seen))
        return _TOO_MANY if self._parts > _MOST_PARTS else ""

    def id3_flaw(self, begin: int, seen: bytes) -> str:
        """Return what is wrong with an ID3v2 tag that begins in `seen`, bytes of the file from `begin` on.

        Such a tag may stand anywhere in a file: within a chunk, or between two frames.
        """
        for found in _ID3.finditer(seen):
            at, version, flags, size = begin + found.start(), found[0][3], found[0][5], from_7_bits(found[0][6:])
            if not at and size > _MOST_TAG_BYTES:
                return f"its tag has more than {_MOST_TAG_BYTES >> 20} MB"
            self._file.seek(at + _HEADER_BYTES)
            for frame_flags in self._flags(version, flags, size) if version >= _V2_3 else ():
                self._parts += 1
                if frame_flags & _COMPRESSED:
                    return "it has a compressed tag, which repcast does not read"
                if self._parts > _MOST_PARTS:
                    return _TOO_MANY
        return ""

    def _flags(self, version: int, flags: int, left: int) -> Iterator[int]:
        """Yield the second byte of flags of each frame, as far as FFmpeg's own reader follows them."""
        file = self._file
        if flags & _EXTENDED:
            length = from_7_bits(file.read(4)) - (4 if version == _V2_4 else 0)
            file.seek(max(0, length), os.SEEK_CUR)
            left -= length + 4
        while left >= _HEADER_BYTES and len(header := file.read(_HEADER_BYTES)) == _HEADER_BYTES:
            at, size = file.tell(), int.from_bytes(header[4:8], "big")
            if version == _V2_4 and size > _SHORT:
                size = self._size_in_4(at, header[4:8], left)
            left -= _HEADER_BYTES + size
            if left < 0 or size < 0:
                return
            if size and (header[:1] == b"T" or _FRAME_NAME.fullmatch(header[:4])):
                yield header[9]
            file.seek(at + size)

    def _size_in_4(self, at: int, written: bytes, left: int) -> int:
        """Return a frame's size in ID3v2.4; some write it as in 2.3, and what comes behind it tells. -1 for neither."""
        plain, shortened = int.from_bytes(written, "big"), from_7_bits(written)
        if plain >= left:
            return shortened
        for size in (shortened, plain):
            self._file.seek(at + size)
            if _FRAME_NAME.fullmatch(self._file.read(4)):
                return size
        return -1


def from_7_bits(size: bytes) -> int:
    """Return a number of which each byte holds 7 bits (ID3v2.3.0, clause 3.1)."""
    return sum((byte & 0x7F) << 7 * index for index, byte in enumerate(reversed(size)))


def index_flaw(file: BinaryIO) -> str:
    """Return what is wrong with a QuickTime or MPEG-4 file's index: it inflates, or lists more than can be there."""
    whole = file.seek(0, os.SEEK_END)
    promised = 0
    for name, begin, end in _atoms(file, _behind_tags(file), whole):
        if end - begin > _MOST_INDEX_BYTES:
            if name in _PADDING:
                continue
            return f"its index has more than {_MOST_INDEX_BYTES >> 20} MB"
        file.seek(begin)
        content = file.read(end - begin)
        if _COMPRESSED_INDEX.search(content):
            return "its index is compressed, which repcast does not read"
        promised += sum(map(_samples_in, content.split(b"trak")))
        if promised > max(whole, _MOST_SAMPLES):
            return f"its index lists {promised:,} samples, more than the file has bytes"
    return ""


def _behind_tags(file: BinaryIO) -> int:
    """Return where a file goes on behind the ID3v2 tags at its beginning."""
    at = 0
    file.seek(0)
    while found := _ID3.match(file.read(_HEADER_BYTES)):
        has_footer = bool(found[0][5] & _FOOTER)
        at += _HEADER_BYTES * (1 + has_footer) + from_7_bits(found[0][6:])
        file.seek(at)
    return at


def _atoms(file: BinaryIO, at: int, whole: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the outermost atoms by name, begin and end, without those of the sound itself; none of another file."""
    file.seek(at)
    if not _ATOMS.fullmatch(file.read(_ATOM.size)[4:]):
        return
    while at + _ATOM.size <= whole:
        file.seek(at)
        size, name = _ATOM.unpack(file.read(_ATOM.size))
        begin = at + _ATOM.size
        if size == 1 and begin + _LONG_SIZE.size <= whole:
            [size] = _LONG_SIZE.unpack(file.read(_LONG_SIZE.size))
        end = min(at + size, whole) if size else whole
        if end < begin:
            return
        if name != b"mdat":
            yield name, begin, end
        at = end


def _samples_in(track: bytes) -> int:
    """Return how many samples a track's tables promise without listing them one by one."""
    promised, chunks, tables = 0, 0, list[list[tuple[int, int]]]()
    for found in _COUNTS.finditer(track):
        counts = {name: int.from_bytes(count, "big") for name, count in found.groupdict().items() if count is not None}
        listed = counts.get("sizes", 0) + counts.get("run", 0)
        promised += listed if listed < _REFUSED_SAMPLES else 0
        chunks = max(chunks, counts.get("chunks", 0))
        begin = found.start() + len(b"stsc") + 8
        rows = track[begin : begin + counts.get("runs", 0) * _RUN.size]
        tables.append([*_RUN.iter_unpack(rows[: len(rows) // _RUN.size * _RUN.size])])
    laid_out = (
        sum(max(0, after - first) * count for (first, count), (after, _) in pairwise([*table, (chunks + 1, 0)]))
        for table in tables
    )
    return promised + max(laid_out, default=0)
