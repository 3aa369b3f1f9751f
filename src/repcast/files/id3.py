"""ID3v2.3 tags, as bytes: they stand before the sound in an MP3.

From the ID3v2.3.0 informal standard (clauses 3.1, 3.3 and 4) and the ID3v2 Chapter Frame Addendum 1.0. Written here,
and not by FFmpeg, which has no comment and no lyrics frames, and counts more than 255 chapters wrongly (decision 0007).
"""

import codecs
import struct
from collections.abc import Iterator, Mapping
from typing import Final

from repcast.files.tags import Tags
from repcast.plan.chapters import Chapter

_HEADER: Final = b"ID3\x03\x00\x00"
_LATIN_1, _UTF_16 = 0, 1
_FRONT_COVER: Final = 3
_JPEG: Final = b"\xff\xd8"
_TOP_LEVEL_AND_ORDERED: Final = 3
_NO_OFFSET: Final = 0xFFFF_FFFF  # players use the times instead
_TABLE: Final = b"toc\0"
_GAINS_BYTES: Final = 256  # the four that an album's track has take 4 * 43 at most
_NAMES: Final = {"TENC": "encoded_by", "TRCK": "track"}


def id3_tag(tags: Tags) -> bytes:
    """Return a whole tag, which is as long whatever gain is told; it must be smaller than 256 MB.

    What a gain leaves free is padding: clause 3.3.
    """
    frames, free_bytes = b"".join(_frames(tags)), _GAINS_BYTES
    gains = b"".join(_frame("TXXX", _strings(*text)) for text in _gains(tags).items())
    return _HEADER + _synchsafe(len(frames) + free_bytes) + frames + gains.ljust(free_bytes, b"\0")


def leading_texts(head: bytes) -> dict[str, str]:
    """Return what a tag like ours says of its encoder and its track, by FFmpeg's names; nothing of any other file.

    Args:
        head: the beginning of a file; the text frames come first in a tag of ours.
    """
    texts: dict[str, str] = {}
    at = 10 if head.startswith(_HEADER) else len(head)
    while (name := head[at : at + 4].decode("latin-1")).startswith("T") and name != "TXXX":
        size = int.from_bytes(head[at + 4 : at + 8])
        body = head[at + 10 : at + 10 + size]
        if name in _NAMES and body:
            texts[_NAMES[name]] = body[1:].decode("utf-16" if body[0] == _UTF_16 else "latin-1", "replace")
        at += 10 + size
    return texts


def _frames(tags: Tags) -> Iterator[bytes]:
    year, month, day = tags.date.split("-") if tags.date else ("", "", "")
    texts = {
        "TIT2": tags.title,
        "TPE1": tags.artist,
        "TALB": tags.album,
        "TYER": year,
        "TDAT": day + month,
        "TCON": tags.genre,
        "TRCK": tags.track,
        "TLEN": str(tags.duration_ms),
        "TENC": tags.writer,
    }
    yield from (_text(name, text) for name, text in texts.items() if text)
    yield from (_frame("TXXX", _strings(key, value)) for key, value in tags.embedded.items())
    for name, text in (("COMM", tags.comment), ("USLT", tags.lyrics)):
        if text:
            coding, *parts = _strings_in_parts("", text)
            yield _frame(name, coding + tags.language.encode() + b"".join(parts))
    if tags.chapters:
        yield from _chapters(tags.chapters, tags.cards)
    if tags.cover:
        yield _picture(tags.cover)


def _gains(tags: Tags) -> Mapping[str, str]:
    return tags.gain.texts(in_album=bool(tags.track)) if tags.gain else {}


def _chapters(chapters: tuple[Chapter, ...], cards: Mapping[int, bytes]) -> Iterator[bytes]:
    names = [f"ch{number}\0".encode() for number in range(len(chapters))]
    yield _frame("CTOC", _TABLE + bytes([_TOP_LEVEL_AND_ORDERED, len(names)]) + b"".join(names))
    for name, chapter in zip(names, chapters, strict=True):
        times = struct.pack(">4I", chapter.start_ms, chapter.end_ms, _NO_OFFSET, _NO_OFFSET)
        card = cards.get(chapter.step) if chapter.step is not None else None
        yield _frame("CHAP", name + times + _text("TIT2", chapter.title) + (_picture(card) if card else b""))


def _picture(picture: bytes) -> bytes:
    kind = b"image/jpeg" if picture.startswith(_JPEG) else b"image/png"
    return _frame("APIC", bytes([_LATIN_1]) + kind + b"\0" + bytes([_FRONT_COVER]) + b"\0" + picture)


def _text(name: str, text: str) -> bytes:
    coding, string = _strings_in_parts(text)
    return _frame(name, coding + string.removesuffix(b"\0\0" if coding[0] else b"\0"))


def _strings(*texts: str) -> bytes:
    return b"".join(_strings_in_parts(*texts))


def _strings_in_parts(*texts: str) -> tuple[bytes, ...]:
    """Return the byte that names the encoding, and each text with its terminator; a frame's last may lack it."""
    try:
        return bytes([_LATIN_1]), *(text.encode("latin-1") + b"\0" for text in texts)
    except UnicodeEncodeError:
        return bytes([_UTF_16]), *(codecs.BOM_UTF16_LE + text.encode("utf-16-le") + b"\0\0" for text in texts)


def _frame(name: str, body: bytes) -> bytes:
    return name.encode() + struct.pack(">IH", len(body), 0) + body


def _synchsafe(size: int) -> bytes:
    """Return a size in four bytes of seven bits each, so that no decoder takes it for the beginning of a frame."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
