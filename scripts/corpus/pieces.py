"""What hostile files are made of: bombs, silent MP3 frames, ID3 tags, and what a tag of repcast's own holds."""

import base64
import hashlib
import json
import struct
import zlib
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, get_args

from repcast.files.embedded import embed
from repcast.plan.coach import write_script
from repcast.plan.schedule import schedule
from repcast.plan.timeline import ClipKey
from repcast.reading.loader import accept, parse
from repcast.session.settings import Signal
from repcast.session.unroll import unroll

TINY: Final = """\
title: Tiny
lead_in: 0s
steps:
  - hold: Plank
    for: 3s
"""
CLIP_MS: Final = 500  # what every clip pretends to last: nothing is spoken for the corpus
PNG_SIDE: Final = 25_000
_SIZES_ARE_SYNCHSAFE: Final = 4  # in this version, those of frames, too
_CHUNK: Final = 1 << 24

# MPEG 1, layer III, 32 kbit/s, 48 kHz, mono (ISO/IEC 11172-3, clause 2.4.1.3); no bits for sound: silence.
SILENT_FRAME: Final = b"\xff\xfb\x14\xc4" + bytes(92)
FRAME_MS: Final = 24


def silence(ms: int) -> bytes:
    """Return MP3 frames that are silent for about so long."""
    return SILENT_FRAME * -(-ms // FRAME_MS)


@cache
def deflated_zeros(size: int) -> bytes:
    """Return a zlib stream that inflates to so many zero bytes."""
    return deflated(b"", bytes(_CHUNK), size // _CHUNK, b"")


def deflated(head: bytes, repeated: bytes, times: int, tail: bytes) -> bytes:
    """Return a zlib stream (RFC 1950) of a beginning, of something repeated, and of an end.

    What is repeated is compressed once: after a full flush, a block needs nothing of what stands before it.
    """
    compressor = zlib.compressobj(9, wbits=-15)
    first = compressor.compress(head) + compressor.flush(zlib.Z_FULL_FLUSH)
    block = compressor.compress(repeated) + compressor.flush(zlib.Z_FULL_FLUSH)
    last = compressor.compress(tail) + compressor.flush()
    checksum = zlib.adler32(head)
    for _ in range(times):
        checksum = zlib.adler32(repeated, checksum)
    return b"\x78\xda" + first + block * times + last + struct.pack(">I", zlib.adler32(tail, checksum))


@cache
def png_bomb() -> bytes:
    """Return a small PNG of 800 million black pixels (PNG specification, clauses 5.3 and 11.2.2)."""
    header = struct.pack(">2I5B", PNG_SIDE, PNG_SIDE, 8, 0, 0, 0, 0)
    rows = deflated(b"", bytes((PNG_SIDE + 1) * PNG_SIDE // 50), 50, b"")
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def picture_block() -> bytes:
    """Return that PNG as a block of FLAC's metadata (RFC 9639, clause 8.8)."""
    png = png_bomb()
    sizes = struct.pack(">6I", 0, PNG_SIDE, PNG_SIDE, 8, 0, len(png))
    return struct.pack(">II", 3, 9) + b"image/png" + sizes + png


@cache
def timeline() -> Mapping[str, Any]:
    """Return the timeline of the tiny session as a document."""
    packed = carried()["repcast_timeline"]
    document: Mapping[str, Any] = json.loads(zlib.decompress(base64.b64decode(packed)))
    return document


@cache
def carried() -> Mapping[str, str]:
    """Return the texts that repcast writes into the tags of the tiny session's MP3, the sound's digest among them."""
    session = accept(parse(TINY.encode(), file="tiny.yaml"))
    script = write_script(session, unroll(session))
    lengths: dict[ClipKey, int] = {("voice", utterance.text): CLIP_MS for utterance in script.utterances()}
    lengths |= {("earcon", name): CLIP_MS for name in get_args(Signal)}
    planned = schedule(script, lengths).timeline
    digest = hashlib.sha256(silence(planned.duration_ms)).hexdigest()
    return {**embed(session, planned), "repcast_sound": digest}


@cache
def sound() -> bytes:
    """Return the silent sound of the tiny session's MP3, whose digest is the one in its tags."""
    return silence(timeline()["duration_ms"])


def packed(document: bytes) -> str:
    """Return a timeline's JSON as a tag has it."""
    return as_tag(zlib.compress(document, 9))


def as_tag(compressed: bytes) -> str:
    """Return a zlib stream as a tag has it."""
    return base64.b64encode(compressed).decode()


def mp3(**texts: str) -> bytes:
    """Return an MP3 as repcast writes it, with other texts in its tags."""
    return tag(*(user_text(name, text) for name, text in {**carried(), **texts}.items())) + sound()


def tag(*frames: bytes, version: int = 3, flags: int = 0, size: int | None = None) -> bytes:
    """Return an ID3v2 tag (ID3v2.4.0, clause 3.1), which may lie about its size."""
    body = b"".join((frame("TENC", b"\0repcast 0.1.0", version=version), *frames))
    return b"ID3" + bytes([version, 0, flags]) + synchsafe(len(body) if size is None else size) + body


def user_text(name: str, text: str, *, version: int = 3) -> bytes:
    """Return a frame with a text of one's own: Latin-1 where that has its characters, else UTF-16."""
    try:
        body = b"\0" + name.encode() + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:
        body = b"\1" + f"\ufeff{name}\0\ufeff{text}".encode("utf-16-le", "surrogatepass")
    return frame("TXXX", body, version=version)


def frame(name: str, body: bytes, *, version: int = 3, flags: int = 0, size: int | None = None) -> bytes:
    """Return a frame of an ID3v2 tag (ID3v2.4.0, clause 4), which may lie about its size."""
    length = len(body) if size is None else size
    return (
        name.encode()
        + (synchsafe(length) if version == _SIZES_ARE_SYNCHSAFE else struct.pack(">I", length))
        + struct.pack(">H", flags)
        + body
    )


def synchsafe(size: int) -> bytes:
    """Return a size as four bytes of seven bits."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
