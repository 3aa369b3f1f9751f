"""`inflation`: what would become far larger inside FFmpeg than it is in the file is refused before FFmpeg sees it."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from builders import sine
from repcast.errors import UnreadableFile
from repcast.sound.inflation import TagWatch, index_flaw
from repcast.sound.untrusted import decoded, open_sound

RATE_HZ = 48_000


def of_7_bits(size: int) -> bytes:
    """Return a size as ID3v2 writes it."""
    return bytes(size >> 7 * index & 0x7F for index in (3, 2, 1, 0))


def tag(version: int, *frames: bytes) -> bytes:
    """Return an ID3v2 tag."""
    content = b"".join(frames)
    return b"ID3" + bytes([version, 0, 0]) + of_7_bits(len(content)) + content


def frame(version: int, content: bytes, flags: int = 0, name: bytes = b"TIT2") -> bytes:
    """Return a frame of a tag."""
    size = of_7_bits(len(content)) if version == 4 else struct.pack(">I", len(content))
    return name + size + bytes([0, flags]) + content


def compressed(version: int) -> bytes:
    """Return a tag of which one frame is compressed."""
    text = b"\0" + b"a" * 5_000
    length = of_7_bits(len(text)) if version == 4 else struct.pack(">I", len(text))
    flags = 0x09 if version == 4 else 0x80
    return tag(version, frame(version, b"\0short"), frame(version, length + zlib.compress(text), flags))


def written(path: Path, seconds: float = 1.5) -> bytes:
    """Return a file of sound."""
    soundfile.write(path, sine(seconds), RATE_HZ)
    return path.read_bytes()


def in_wav(folder: Path, id3: bytes) -> bytes:
    """Return a WAV with a tag behind its sound."""
    wav, id3 = written(folder / "x.wav"), id3 + bytes(len(id3) % 2)
    return wav[:4] + struct.pack("<I", len(wav) + len(id3)) + wav[8:] + b"id3 " + struct.pack("<I", len(id3)) + id3


def in_aiff(folder: Path, id3: bytes) -> bytes:
    """Return an AIFF with a tag behind its sound."""
    aiff, id3 = written(folder / "x.aiff"), id3 + bytes(len(id3) % 2)
    return aiff[:4] + struct.pack(">I", len(aiff) + len(id3)) + aiff[8:] + b"ID3 " + struct.pack(">I", len(id3)) + id3


PLACES: dict[str, Callable[[Path, bytes], bytes]] = {
    "mp3": lambda folder, id3: id3 + written(folder / "x.mp3"),
    "second.mp3": lambda folder, id3: tag(3, frame(3, b"\0a")) + id3 + written(folder / "x.mp3"),
    "flac": lambda folder, id3: id3 + written(folder / "x.flac"),
    "wav": in_wav,
    "aiff": in_aiff,
}


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize("place", PLACES)
def test_a_compressed_tag_is_refused_wherever_it_stands(place: str, version: int, tmp_path: Path) -> None:
    """If this failed, 300 kB could be made hundreds of megabytes of memory."""
    path = tmp_path / f"a.{place}"
    path.write_bytes(PLACES[place](tmp_path, compressed(version)))
    with pytest.raises(UnreadableFile, match="it has a compressed tag"), open_sound(path, any_format=True):
        pass


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize("place", PLACES)
def test_any_other_tag_is_read(place: str, version: int, tmp_path: Path) -> None:
    """If this failed, music with plain tags would be refused."""
    path = tmp_path / f"a.{place}"
    plain = tag(version, frame(version, b"\0Song"), frame(version, b"\0" * 50_000, name=b"PRIV"))
    path.write_bytes(PLACES[place](tmp_path, plain))
    with open_sound(path, any_format=True) as container:
        assert sum(each.samples for each in decoded(container)) >= 1.4 * RATE_HZ


def test_a_tag_is_found_wherever_a_read_ends() -> None:
    """If this failed, a tag could hide across two reads."""
    content = bytes(100) + compressed(4)
    for end in range(101, 116):
        watch = TagWatch(io.BytesIO(content))
        flaws = [watch.id3_flaw(0, content[:end]), watch.id3_flaw(end - 16, content[end - 16 :])]
        assert any(flaws)


def test_a_frame_whose_size_is_written_as_in_2_3_does_not_hide_the_next() -> None:
    """If this failed, a compressed frame could stand behind one whose size FFmpeg reads in another way."""
    as_in_3 = b"TIT1" + struct.pack(">I", 300) + b"\0\0" + b"\1" * 300
    hidden = tag(4, as_in_3, frame(4, of_7_bits(9) + zlib.compress(b"a" * 9), 0x09))
    assert TagWatch(io.BytesIO(hidden)).id3_flaw(0, hidden)


def test_tags_have_a_bound_on_their_parts(tmp_path: Path) -> None:
    """If this failed, a megabyte of tags would take FFmpeg a minute to read."""
    path = tmp_path / "a.mp3"
    path.write_bytes(tag(3, *(frame(3, b"\0k%d\0v" % number, name=b"TXXX") for number in range(6_000))))
    with pytest.raises(UnreadableFile, match="more than 5,000 parts"), open_sound(path):
        pass


def test_comments_have_a_bound_on_their_number(tmp_path: Path) -> None:
    """If this failed, a megabyte of a FLAC's comments would take FFmpeg a minute to read."""
    flac = written(tmp_path / "x.flac")
    comments = [b"%x=a" % number for number in range(20_000)]
    block = struct.pack("<II", 0, len(comments)) + b"".join(struct.pack("<I", len(each)) + each for each in comments)
    head = flac[:4] + bytes([0]) + flac[5:42]  # the stream's own block is no more the last one, if it was
    path = tmp_path / "a.flac"
    path.write_bytes(head + b"\x04" + len(block).to_bytes(3, "big") + block + flac[42:])
    with pytest.raises(UnreadableFile, match="more than 5,000 parts"), open_sound(path):
        pass


def atom(name: bytes, content: bytes) -> bytes:
    """Return an atom of a QuickTime file."""
    return struct.pack(">I4s", 8 + len(content), name) + content


def counts(name: bytes, *numbers: int) -> bytes:
    """Return a table of a QuickTime file."""
    return atom(name, bytes(4) + struct.pack(f">{len(numbers)}I", *numbers))


BEGINNING = atom(b"ftyp", b"M4A \0\0\0\0")
INDEXES = {
    "one size for all": counts(b"stsz", 1, 80_000_000),
    "a run": counts(b"trun", 60_000_000),
    "two runs": counts(b"trun", 1_500_000) + counts(b"trun", 1_500_000),
    "chunks": counts(b"stsc", 1, 1, 2**31 - 1, 1) + counts(b"stco", 1, 40),
    "chunks, the table of places first": counts(b"stco", 1, 40) + counts(b"stsc", 1, 1, 2**31 - 1, 1),
}


@pytest.mark.parametrize("before", [b"", tag(3, frame(3, b"\0a"))])
@pytest.mark.parametrize("index", INDEXES)
def test_an_index_lists_no_more_than_the_file_can_have(index: str, before: bytes) -> None:
    """If this failed, 50 kB could make FFmpeg lay out an index of gigabytes."""
    content = before + BEGINNING + atom(b"moov", atom(b"trak", INDEXES[index]))
    assert "its index lists" in index_flaw(io.BytesIO(content))


def test_a_compressed_index_is_refused() -> None:
    """If this failed, 300 kB could be made hundreds of megabytes of memory."""
    content = atom(b"cmov", atom(b"dcom", b"zlib") + atom(b"cmvd", b"\x0f\0\0\0" + zlib.compress(b"a" * 100)))
    assert "its index is compressed" in index_flaw(io.BytesIO(BEGINNING + atom(b"moov", content)))


@pytest.mark.parametrize("name", ["x.wav", "x.flac", "x.mp3"])
def test_another_file_has_no_such_index(name: str, tmp_path: Path) -> None:
    """If this failed, a WAV whose sound holds the name of an atom would be refused."""
    path = tmp_path / name
    path.write_bytes(written(path) + INDEXES["a run"])
    with path.open("rb") as file:
        assert index_flaw(file) == ""


def test_the_sound_of_a_film_is_no_index() -> None:
    """If this failed, music whose samples happen to spell the name of a table would be refused."""
    content = BEGINNING + atom(b"mdat", INDEXES["a run"] + np.zeros(1_000).tobytes()) + atom(b"moov", bytes(100))
    assert index_flaw(io.BytesIO(content)) == ""
