"""MP3s that repcast could have written, whose tags were edited."""

import json
import struct
from collections.abc import Callable, Mapping
from typing import Final

from corpus.pieces import (
    TINY,
    as_tag,
    carried,
    deflated,
    deflated_zeros,
    frame,
    mp3,
    packed,
    png_bomb,
    silence,
    sound,
    synchsafe,
    tag,
    timeline,
    user_text,
)

_COMPRESSED_V3: Final = 0x0080
_COMPRESSED_V4: Final = 0x0009  # with a data length indicator
_UNSYNCHRONISED: Final = 0x80
_LARGEST: Final = (1 << 28) - 1
_INFLATED: Final = 800 << 20
_INFLATED_V4: Final = 255 << 20  # what fits into a size of this version


def _timeline(document: bytes) -> bytes:
    return mp3(repcast_timeline=packed(document))


def _edited(**changes: object) -> bytes:
    return _timeline(json.dumps({**timeline(), **changes}).encode())


def _filled(key: str, item: bytes, times: int) -> bytes:
    """Return the tiny session's MP3 with a list in its timeline that has one item very often."""
    document = json.dumps({**timeline(), key: [None]}).encode()
    head, _, tail = document.partition(b"[null]")
    return mp3(
        repcast_timeline=as_tag(deflated(head + b"[", (item + b",") * 1_000, times // 1_000, item + b"]" + tail))
    )


def _list_of(item: bytes, times: int) -> bytes:
    return mp3(repcast_timeline=as_tag(deflated(b"[", (item + b",") * 1_000, times // 1_000, item + b"]")))


def _events(count: int, *, length_ms: int) -> bytes:
    tick = {"track": "earcon", "start_ms": 0, "end_ms": length_ms, "sound": "tick", "step": 0, "anchored": True}
    return _filled("events", json.dumps(tick).encode(), count)


def _object(keys: int) -> bytes:
    return _timeline(b"{" + b",".join(b'"%x":0' % number for number in range(keys)) + b"}")


def _deep_object() -> bytes:
    return _timeline(b'{"a":' * 1_000_000 + b"0" + b"}" * 1_000_000)


def _session(text: str) -> bytes:
    return mp3(repcast_session=text)


def _aliases() -> str:
    """Return a session whose aliases stand for 10^9 values."""
    lines = ["x0: &x0 [a, a, a, a, a, a, a, a, a, a]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]" for n in range(1, 9)]
    return TINY + "\n".join(lines) + "\n"


def _version_4(*frames: bytes) -> bytes:
    texts = (user_text(name, text, version=4) for name, text in carried().items())
    return tag(*texts, *frames, version=4) + sound()


def _compressed_frame(name: str) -> bytes:
    body = synchsafe(_INFLATED_V4) + deflated(b"", bytes(1 << 20), 255, b"")
    return _version_4(frame(name, body, version=4, flags=_COMPRESSED_V4))


def _many_compressed_frames() -> bytes:
    """Return a tag with forty frames, each of which inflates to 20 MB."""
    inflated = 20 << 20
    body = synchsafe(inflated) + deflated(b"\0x\0", b"a" * (1 << 20), 20, b"")
    return _version_4(*[frame("TXXX", body, version=4, flags=_COMPRESSED_V4)] * 40)


def _compressed_frame_v3() -> bytes:
    body = struct.pack(">I", _INFLATED) + deflated_zeros(_INFLATED)
    return tag(frame("TXXX", body, flags=_COMPRESSED_V3)) + sound()


def _chapters(count: int) -> bytes:
    chapter = frame("CHAP", b"\0" + struct.pack(">4I", 0, 1, 0xFFFF_FFFF, 0xFFFF_FFFF))
    return tag(chapter * count) + silence(1_000)


def _chapters_in_chapters(depth: int) -> bytes:
    """Return a chapter in a chapter, and so on: frames may hold frames (ID3v2 Chapter Frame Addendum, clause 3.1)."""
    body = b""
    for _ in range(depth):
        body = frame("CHAP", b"\0" + bytes(16) + body)
    return tag(body) + silence(1_000)


TAGS: Final[Mapping[str, Callable[[], bytes]]] = {
    "as-written.mp3": mp3,
    "timeline-zeros.mp3": lambda: _list_of(b"0", 8_000_000),
    "timeline-pairs.mp3": lambda: _list_of(b"[]", 5_000_000),
    "timeline-nested.mp3": lambda: _timeline(b"[" * 5_000_000),
    "timeline-nested-objects.mp3": _deep_object,
    "timeline-of-nests.mp3": lambda: _list_of(b"[[[[[[[[[]]]]]]]]]", 1_200_000),
    "timeline-in-utf-16.mp3": lambda: _timeline(
        '["\u2200", '.encode("utf-16-le") + "0, ".encode("utf-16-le") * 3_000_000
    ),
    "timeline-keys.mp3": lambda: _object(200_000),
    "timeline-same-key.mp3": lambda: mp3(repcast_timeline=as_tag(deflated(b"{", b'"a":0,' * 1_000, 1_000, b'"a":0}'))),
    "steps-zeros.mp3": lambda: _filled("steps", b"0", 8_000_000),
    "steps-objects.mp3": lambda: _filled("steps", b"{}", 5_000_000),
    "events-zeros.mp3": lambda: _filled("events", b"0", 8_000_000),
    "dropped-zeros.mp3": lambda: _filled("dropped", b"0", 8_000_000),
    "events-200000.mp3": lambda: _events(200_000, length_ms=60),
    "events-20000-overlapping.mp3": lambda: _events(20_000, length_ms=timeline()["duration_ms"]),
    "events-2000-overlapping.mp3": lambda: _events(2_000, length_ms=timeline()["duration_ms"]),
    "number-of-10000-digits.mp3": lambda: _timeline(
        json.dumps({**timeline(), "duration_ms": None}).replace("null", "9" * 10_000).encode()
    ),
    "number-of-a-million-digits.mp3": lambda: _timeline(b'{"version": ' + b"9" * 1_000_000 + b"}"),
    "title-of-16-mb.mp3": lambda: _edited(title="x" * (16 << 20)),
    "title-of-escapes.mp3": lambda: _edited(title="\x1b[2J\x1b]0;owned\x07\u202e"),
    "timeline-60-mb-of-spaces.mp3": lambda: mp3(repcast_timeline=as_tag(deflated(b"[", b" " * (1 << 20), 60, b"]"))),
    "timeline-inflates-to-600-mb.mp3": lambda: mp3(repcast_timeline=as_tag(deflated_zeros(600 << 20))),
    "timeline-of-a-day.mp3": lambda: _edited(
        duration_ms=90_000_000, steps=[{**timeline()["steps"][0], "end_ms": 90_000_000}], events=[]
    ),
    "session-aliases.mp3": lambda: _session(_aliases()),
    "session-keys.mp3": lambda: _session(TINY + "".join(f"k{n}: 0\n" for n in range(60_000))),
    "session-nested.mp3": lambda: _session(TINY + "tips: " + "[" * 400_000),
    "session-one-line.mp3": lambda: _session("title: " + "x" * 900_000),
    "session-names-files.mp3": lambda: _session(TINY + "music: /etc/passwd\nsounds: {go: ../../secret.wav}\n"),
    "session-lone-surrogates.mp3": lambda: _session(TINY + "description: \ud800\n"),
    "version-of-escapes.mp3": lambda: mp3(repcast_version="\x1b[2J\x1b]0;owned\x07", repcast_left_out="\x1b[31m\u202e"),
    "digest-of-escapes.mp3": lambda: mp3(repcast_sound="\x1b[2J" + "\u202e" * 300_000),
    "frame-inflates-to-255-mb.mp3": lambda: _compressed_frame("TXXX"),
    "picture-inflates-to-255-mb.mp3": lambda: _compressed_frame("APIC"),
    "forty-frames-inflate.mp3": _many_compressed_frames,
    "frame-of-version-3-inflates.mp3": _compressed_frame_v3,
    "tag-says-256-mb.mp3": lambda: tag(size=_LARGEST) + sound(),
    "frame-says-256-mb.mp3": lambda: tag(frame("TXXX", b"\0x\0", size=_LARGEST)) + sound(),
    "frame-says-4-gb.mp3": lambda: tag(frame("TXXX", b"\0x\0", size=0xFFFF_FFFF)) + sound(),
    "tags-in-a-row.mp3": lambda: (b"ID3\3\0\0" + bytes(4)) * 60_000 + sound(),
    "tag-in-a-tag.mp3": lambda: tag(*[tag()] * 20_000) + sound(),
    "tag-unsynchronised.mp3": lambda: tag(user_text("x", "\xff\0" * 200_000), flags=_UNSYNCHRONISED) + sound(),
    "texts-60000.mp3": lambda: tag(*[user_text("", "")] * 60_000) + sound(),
    "texts-of-60000-names.mp3": lambda: tag(*(user_text(f"{n}", "") for n in range(50_000))) + sound(),
    "chapters-36000.mp3": lambda: _chapters(36_000),
    "chapters-nested.mp3": lambda: _chapters_in_chapters(8_000),
    "picture-bomb.mp3": lambda: tag(frame("APIC", b"\0image/png\0\3\0" + png_bomb())) + sound(),
}
