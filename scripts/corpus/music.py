"""Files that may be music or a signal, in any format that FFmpeg reads: their headers lie, or what they hold is cut."""

import base64
import io
import struct
import zlib
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Final

import av
import numpy as np
from av.audio.stream import AudioStream

from corpus.pieces import deflated_zeros, picture_block, png_bomb, silence

_RATE_HZ: Final = 48_000
_DAY_S: Final = 24 * 3_600
_LARGEST: Final = 0xFFFF_FFFF
_LAST_PAGE: Final = 4
_POLYNOMIALS: Final = {1: 0x07, 2: 0x8005, 4: 0x04C11DB7}


@cache
def encoded(form: str, codec: str, *, seconds: float, rate_hz: int = _RATE_HZ) -> bytes:
    """Return a sound file by FFmpeg's own encoders: a tone and some noise, always the same."""
    count = int(seconds * rate_hz)
    noise = np.random.default_rng(1).uniform(-0.1, 0.1, count)
    samples = (0.3 * np.sin(np.arange(count) * 2 * np.pi * 440 / rate_hz) + noise) * 32_767
    file = io.BytesIO()
    with av.open(file, "w", format=form, options={"fflags": "+bitexact"}) as out:
        stream = out.add_stream(codec, rate=rate_hz, layout="mono")
        assert isinstance(stream, AudioStream)
        whole = av.AudioFrame.from_ndarray(samples.astype(np.int16).reshape(1, -1), format="s16", layout="mono")
        whole.sample_rate, whole.time_base, whole.pts = rate_hz, Fraction(1, rate_hz), 0
        resampler = av.AudioResampler(stream.format.name, "mono", rate_hz, stream.codec_context.frame_size or None)
        for frame in (*resampler.resample(whole), *resampler.resample(None)):
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()


def _wav(  # noqa: PLR0913 - a header has so many fields
    data: bytes = bytes(18_000),
    *,
    kind: int = 1,
    rate_hz: int = _RATE_HZ,
    channels: int = 1,
    bits: int = 16,
    size: int | None = None,
) -> bytes:
    """Return a WAV whose header says what it likes."""
    aligned = channels * bits // 8 & 0xFFFF
    header = struct.pack("<HHIIHH", kind, channels, rate_hz, rate_hz * aligned & _LARGEST, aligned, bits)
    length = len(data) if size is None else size
    chunks = b"WAVEfmt " + struct.pack("<I", len(header)) + header + b"data" + struct.pack("<I", length) + data
    return b"RIFF" + struct.pack("<I", (len(chunks) if size is None else size) & _LARGEST) + chunks


def _checksum(data: bytes, size: int) -> int:
    """Return a CRC of so many bytes, the highest bit first, as FLAC and Ogg have it."""
    table, shift, mask, value = _table(size), size * 8 - 8, (1 << size * 8) - 1, 0
    for byte in data:
        value = (value << 8 & mask) ^ table[value >> shift ^ byte]
    return value


@cache
def _table(size: int) -> tuple[int, ...]:
    """Return the CRC of each byte alone."""
    values = []
    for byte in range(256):
        value = byte << size * 8 - 8
        for _ in range(8):
            value = (value << 1) ^ (_POLYNOMIALS[size] if value >> size * 8 - 1 else 0)
            value &= (1 << size * 8) - 1
        values.append(value)
    return tuple(values)


def _flac(*, rate_hz: int, frames: int, blocks: bytes = b"", total: int | None = None) -> bytes:
    """Return a FLAC of silence: each frame of 14 bytes stands for 65,535 samples (RFC 9639, clauses 8.2 and 9)."""
    samples = frames * 65_535 if total is None else total
    packed = rate_hz << 44 | 0 << 41 | 15 << 36 | samples
    info = struct.pack(">HH", 65_535, 65_535) + bytes(6) + packed.to_bytes(8, "big") + bytes(16)
    head = b"fLaC" + bytes([0 if blocks else 0x80]) + len(info).to_bytes(3, "big") + info + blocks
    return head + b"".join(map(_flac_frame, range(frames)))


def _flac_frame(number: int) -> bytes:
    """Return a frame whose one subframe is constant; its rate is the one that the file's header has."""
    head = b"\xff\xf8\x70\x08" + chr(number).encode("utf-8", "surrogatepass") + struct.pack(">H", 65_534)
    frame = head + bytes([_checksum(head, 1)]) + b"\0\0\0"
    return frame + struct.pack(">H", _checksum(frame, 2))


def _flac_picture() -> bytes:
    """Return a FLAC's last block of metadata, with a picture of very many pixels."""
    body = picture_block()
    return b"\x86" + len(body).to_bytes(3, "big") + body


def _atom(name: bytes, *parts: bytes, size: int | None = None) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body) if size is None else size) + name + body


_FTYP: Final = _atom(b"ftyp", b"M4A \0\0\2\0M4A isomiso2")


def _mp4(*, samples: int = 48_000, sample_size: int = 2, kind: bytes = b"sowt", more: bytes = b"") -> bytes:
    """Return an MP4 with a track of PCM, whose tables may name more samples than there are (ISO/IEC 14496-12)."""
    entry = bytes(6) + struct.pack(">HQHHHHI", 1, 0, 1, 16, 0, 0, _RATE_HZ << 16)
    tables = _atom(
        b"stbl",
        _atom(b"stsd", struct.pack(">II", 0, 1), _atom(kind, entry)),
        _atom(b"stts", struct.pack(">IIII", 0, 1, samples, 1)),
        _atom(b"stsc", struct.pack(">IIIII", 0, 1, 1, samples, 1)),
        _atom(b"stsz", struct.pack(">III", 0, sample_size, samples)),
        _atom(b"stco", struct.pack(">III", 0, 1, len(_FTYP) + 8)),
    )
    minf = _atom(b"minf", _atom(b"smhd", bytes(8)), tables)
    handler = _atom(b"hdlr", bytes(8), b"soun", bytes(13))
    mdhd = _atom(b"mdhd", struct.pack(">IIIIII", 0, 0, 0, _RATE_HZ, samples, 0))
    tkhd = _atom(b"tkhd", struct.pack(">IIIII", 7, 0, 0, 1, 0), bytes(64))
    mvhd = _atom(b"mvhd", struct.pack(">IIIII", 0, 0, 0, _RATE_HZ, samples), bytes(80))
    trak = _atom(b"trak", tkhd, _atom(b"mdia", mdhd, handler, minf))
    return _FTYP + _atom(b"mdat", bytes(96_000)) + _atom(b"moov", mvhd, trak, more)


def _cover() -> bytes:
    data = _atom(b"data", struct.pack(">II", 14, 0), png_bomb())
    items = _atom(b"ilst", _atom(b"covr", data))
    return _atom(b"udta", _atom(b"meta", bytes(4), _atom(b"hdlr", bytes(8), b"mdirappl", bytes(9)), items))


def _compressed_moov() -> bytes:
    """Return an MP4 whose table of contents inflates to 800 MB, as QuickTime once had it."""
    inflated = 800 << 20
    body = _atom(b"dcom", b"zlib") + _atom(b"cmvd", struct.pack(">I", inflated), deflated_zeros(inflated))
    return _FTYP + _atom(b"moov", _atom(b"cmov", body))


def _nested_atoms(name: bytes, depth: int) -> bytes:
    return _FTYP + b"".join(struct.pack(">I", 8 * (depth - at)) + name for at in range(depth))


def _page(data: bytes, *, number: int, flags: int, position: int) -> bytes:
    """Return Ogg pages for one packet (RFC 3533, clause 6)."""
    pages = []
    sizes = [255] * (len(data) // 255) + [len(data) % 255]
    for at in range(0, len(sizes), 255):
        part = sizes[at : at + 255]
        kind = flags if at == 0 else flags & ~2 | 1
        header = struct.pack("<BBqIIIB", 0, kind, position, 1, number + at // 255, 0, len(part)) + bytes(part)
        page = bytearray(b"OggS" + header + data[at * 255 : at * 255 + sum(part)])
        page[22:26] = struct.pack("<I", _checksum(bytes(page), 4))
        pages.append(bytes(page))
    return b"".join(pages)


def _opus(comments: bytes) -> bytes:
    """Return an Opus file of two seconds of silence, with whatever comments (RFC 7845, clause 5)."""
    last = 100
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 312, _RATE_HZ, 0, 0)
    pages = [_page(head, number=0, flags=2, position=0), _page(b"OpusTags" + comments, number=1, flags=0, position=0)]
    pages += [
        _page(b"\xf8\xff\xfe", number=at, flags=0 if at < last else _LAST_PAGE, position=960 * at)
        for at in range(2, last + 1)
    ]
    return b"".join(pages)


def _comments(*texts: bytes, count: int | None = None) -> bytes:
    told = struct.pack("<I", len(texts) if count is None else count)
    return struct.pack("<I", 0) + told + b"".join(struct.pack("<I", len(text)) + text for text in texts)


def _opus_picture() -> bytes:
    return _comments(b"METADATA_BLOCK_PICTURE=" + base64.b64encode(picture_block()))


def _aiff(rate: bytes) -> bytes:
    """Return an AIFF whose sample rate, a float of ten bytes, is whatever it says."""
    common = struct.pack(">hIh", 1, 9_000, 16) + rate
    sound = struct.pack(">II", 0, 0) + bytes(18_000)
    body = b"AIFFCOMM" + struct.pack(">I", len(common)) + common + b"SSND" + struct.pack(">I", len(sound)) + sound
    return b"FORM" + struct.pack(">I", len(body)) + body


def _with_rate(flac: bytes, rate_hz: int) -> bytes:
    """Return a FLAC whose header has another rate than its frames."""
    return flac[:18] + struct.pack(">I", rate_hz << 12 | flac[20] << 8 & 0xF00 | flac[21])[:4] + flac[22:]


def _cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3 + 11]


def _frames_of_a_day(rate_hz: int) -> int:
    return -(-_DAY_S * rate_hz // 65_535)


def _matroska(depth: int) -> bytes:
    """Return a Matroska file of elements of unknown length, one in another (RFC 8794, clause 6.2)."""
    head = b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska"
    return head + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" + b"\x12\x54\xc3\x67\x01" + b"\xff" * 7 * depth


_SCRIPTED: Final = b"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n"

MUSIC: Final[Mapping[str, Callable[[], bytes]]] = {
    "of-1-hz.wav": lambda: _wav(rate_hz=1),
    "of-1-hz-long.wav": lambda: _wav(bytes(900_000), rate_hz=1, bits=8),
    "of-0-hz.wav": lambda: _wav(rate_hz=0),
    "of-4-ghz.wav": lambda: _wav(rate_hz=4_000_000_000),
    "of-2-ghz.wav": lambda: _wav(bytes(900_000), rate_hz=2_000_000_000),
    "of-65535-channels.wav": lambda: _wav(bytes(900_000), channels=65_535),
    "of-1000-channels.wav": lambda: _wav(bytes(900_000), channels=1_000),
    "of-no-channels.wav": lambda: _wav(channels=0),
    "of-no-bits.wav": lambda: _wav(bits=0),
    "of-65535-bits.wav": lambda: _wav(bits=65_535),
    "size-lies.wav": lambda: _wav(size=_LARGEST),
    "size-is-none.wav": lambda: _wav(size=0),
    "of-an-odd-codec.wav": lambda: _wav(kind=0x55),
    "a-millisecond.wav": lambda: _wav(b"\x10\x27" * 48),
    "a-sample.wav": lambda: _wav(b"\x10\x27"),
    "no-sample.wav": lambda: _wav(b""),
    "a-quarter-of-an-hour.wav": lambda: _wav(bytes(range(256)) * 3_900, rate_hz=1_100, bits=8),
    "of-1-hz.flac": lambda: _flac(rate_hz=1, frames=1),
    "of-1-hz-long.flac": lambda: _flac(rate_hz=1, frames=1_000),
    "of-0-hz.flac": lambda: _flac(rate_hz=0, frames=100),
    "of-655-khz.flac": lambda: _flac(rate_hz=655_350, frames=1_000),
    "a-day-of-silence-8-khz.flac": lambda: _flac(rate_hz=8_000, frames=_frames_of_a_day(8_000)),
    "a-day-of-silence.flac": lambda: _flac(rate_hz=_RATE_HZ, frames=_frames_of_a_day(_RATE_HZ)),
    "length-lies.flac": lambda: _flac(rate_hz=_RATE_HZ, frames=2, total=(1 << 36) - 1),
    "picture-bomb.flac": lambda: _flac(rate_hz=_RATE_HZ, frames=2, blocks=_flac_picture()),
    "rate-lies.flac": lambda: _with_rate(encoded("flac", "flac", seconds=2), 1),
    "cut.flac": lambda: _cut(encoded("flac", "flac", seconds=2)),
    "cut.aac": lambda: _cut(encoded("adts", "aac", seconds=3)),
    "cut.opus": lambda: _cut(encoded("opus", "libopus", seconds=8)),
    "cut.m4a": lambda: _cut(encoded("ipod", "aac", seconds=3)),
    "compressed-contents.m4a": _compressed_moov,
    "atoms-nested.m4a": lambda: _nested_atoms(b"moov", 100_000),
    "boxes-nested.m4a": lambda: _nested_atoms(b"udta", 100_000),
    "as-it-should-be.m4a": _mp4,
    "samples-80-million.m4a": lambda: _mp4(samples=80_000_000, sample_size=1, kind=b".mp3"),
    "samples-4-billion.m4a": lambda: _mp4(samples=_LARGEST, sample_size=1, kind=b".mp3"),
    "samples-of-4-gb.m4a": lambda: _mp4(sample_size=_LARGEST, kind=b"alac"),
    "picture-bomb.m4a": lambda: _mp4(more=_cover()),
    "comments-900-kb.opus": lambda: _opus(_comments(b"repcast_session=" + b"x" * 900_000)),
    "comments-80000.opus": lambda: _opus(_comments(*[b"a=b"] * 80_000)),
    "comments-4-billion.opus": lambda: _opus(_comments(b"a=b", count=_LARGEST)),
    "comment-of-4-gb.opus": lambda: _opus(struct.pack("<III", _LARGEST, _LARGEST, _LARGEST)),
    "picture-bomb.opus": lambda: _opus(_opus_picture()),
    "of-infinite-rate.aiff": lambda: _aiff(b"\x7f\xff" + b"\x80" + bytes(7)),
    "of-1-hz.aiff": lambda: _aiff(b"\x3f\xff\x80" + bytes(7)),
    "elements-nested.mka": lambda: _matroska(60_000),
    "nothing.mp3": lambda: b"",
    "zeros.mp3": lambda: bytes(100_000),
    "page.mp3": lambda: b"<!DOCTYPE html><html><body>404</body></html>\n",
    "list.mp3": lambda: b"#EXTM3U\n/etc/passwd\nhttp://127.0.0.1:9/a.mp3\n",
    "live.mp3": lambda: _SCRIPTED + b"#EXTINF:10,\nfile:///etc/passwd\n" * 10_000 + b"#EXT-X-ENDLIST\n",
    "joined.mp3": lambda: b"ffconcat version 1.0\nfile /etc/passwd\nfile list.mp3\n",
    "session-description.mp3": lambda: b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
    "manifest.mp3": lambda: b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>',
    "picture.mp3": png_bomb,
    "two-in-one.mp3": lambda: silence(1_000) + encoded("flac", "flac", seconds=1),
    "deflated.mp3": lambda: zlib.compress(bytes(100_000_000), 9),
}
