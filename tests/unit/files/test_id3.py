import io
from dataclasses import replace
from pathlib import Path

import mutagen.id3
import pytest

from repcast.disk.caches import tile_cache
from repcast.encode import Recording, TileEncoder, encode
from repcast.files.id3 import id3_tag, leading_texts
from repcast.files.tags import Tags
from repcast.plan.chapters import Chapter
from sound import mix_of
from strangers import ffmetadata

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400
TITLES = ("Get ready · 0:19", "Round 2 · 腹筋 “core”, left side · 1:00", "Rest · 0:30")


def _tags(**more: object) -> Tags:
    values: dict[str, object] = {
        "title": "Kräftig",
        "artist": "Somebody",
        "album": "repcast",
        "date": "2026-11-24",
        "comment": "Plank\n3 x 腹筋",
        "lyrics": "[Get ready]\nFirst, 腹筋.\n",
        "duration_ms": 79_000,
    }
    return Tags(**(values | more))  # type: ignore[arg-type]


def _chapters(count: int) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(start_ms=at * 1_001, end_ms=(at + 1) * 1_001, name=TITLES[at % 3], title=TITLES[at % 3])
        for at in range(count)
    )


def _read(tags: Tags) -> mutagen.id3.ID3:
    return mutagen.id3.ID3(io.BytesIO(id3_tag(tags) + bytes(10)))


def test_a_stranger_reads_every_text() -> None:
    """If this failed, a player would show nothing, or signs that nobody can read."""
    read = _read(_tags(track="3/17"))
    assert read.version == (2, 3, 0)
    shown = {key: str(read[key]) for key in ("TIT2", "TPE1", "TALB", "TDRC", "TCON", "TRCK", "TLEN")}
    assert shown == {
        "TIT2": "Kräftig",
        "TPE1": "Somebody",
        "TALB": "repcast",
        "TDRC": "2026-11-24",
        "TCON": "Workout",
        "TRCK": "3/17",
        "TLEN": "79000",
    }
    assert str(read["TENC"]).startswith("repcast ")
    assert str(read["COMM::eng"]) == "Plank\n3 x 腹筋"
    assert str(read["USLT::eng"]) == "[Get ready]\nFirst, 腹筋.\n"


def test_what_is_empty_is_left_out() -> None:
    """If this failed, a player would show empty lines."""
    assert {*_read(_tags(comment="", lyrics=""))} == {"TIT2", "TPE1", "TALB", "TDRC", "TCON", "TLEN", "TENC"}


@pytest.mark.parametrize("text", ["title: x\nsteps: []\n", "title: 腹筋\n", "0" * 70_000])
def test_carried_texts_are_read_back_to_the_letter(text: str) -> None:
    """If this failed, a session would come out of its file as another one."""
    assert _read(_tags(embedded={"repcast_session": text}))["TXXX:repcast_session"].text == [text]


def test_the_cover_is_the_front_cover() -> None:
    """If this failed, a phone would show no picture."""
    [picture] = _read(_tags(cover=PNG)).getall("APIC")
    assert (picture.type, picture.mime, picture.data) == (3, "image/png", PNG)


@pytest.mark.parametrize(("card", "mime"), [(PNG, "image/png"), (b"\xff\xd8\xff" + PNG, "image/jpeg")])
def test_a_chapter_carries_its_card_beside_its_title(card: bytes, mime: str) -> None:
    """If this failed, a player would show the cover all the time, or lose its chapters."""
    one, other = (replace(chapter, step=number) for number, chapter in enumerate(_chapters(2), start=4))
    read = _read(_tags(chapters=(one, other), cards={5: card}, cover=PNG))
    bare, pictured = (read[f"CHAP:ch{number}"] for number in range(2))
    assert [*bare.sub_frames] == ["TIT2"]
    assert {*pictured.sub_frames} == {"TIT2", "APIC:"}
    assert str(pictured.sub_frames["TIT2"]) == other.title
    picture = pictured.sub_frames["APIC:"]
    assert (picture.mime, picture.type, picture.data) == (mime, 3, card)
    assert len(read.getall("APIC")) == 1


@pytest.mark.parametrize("count", [1, 3, 254, 255])
def test_every_chapter_stands_in_the_table(count: int) -> None:
    """If this failed, "next" would jump to the wrong place, or a table of more than 255 would wrap around."""
    read = _read(_tags(chapters=_chapters(count)))
    [table] = read.getall("CTOC")
    assert table.flags == 3
    assert table.child_element_ids == [f"ch{number}" for number in range(count)]
    found = [read[f"CHAP:ch{number}"] for number in range(count)]
    assert [(each.start_time, each.end_time) for each in found] == [
        (at * 1_001, (at + 1) * 1_001) for at in range(count)
    ]
    assert [str(each.sub_frames["TIT2"]) for each in found] == [TITLES[at % 3] for at in range(count)]


@pytest.mark.parametrize("size", [0, 1, 127, 128, 16_383, 16_384, 2_097_152])
def test_the_size_is_read_whatever_it_is(size: int) -> None:
    """If this failed, a decoder would take a part of the tag for sound: the size has seven bits in each byte."""
    tag = id3_tag(_tags(embedded={"x": "y" * size}))
    told = 0
    for byte in tag[6:10]:
        assert byte < 128
        told = told << 7 | byte
    assert told == len(tag) - 10


def test_ffmpeg_reads_the_same(tmp_path: Path) -> None:
    """If this failed, the half of all players that are built on FFmpeg would show something else."""
    path = tmp_path / "x.mp3"
    tags = _tags(chapters=_chapters(255), embedded={"repcast_version": "1"})
    encode(
        Recording(mix=mix_of(96_000, []), tags=tags), "mp3", TileEncoder(tile_cache(tmp_path)), path, lambda *_: None
    )
    read = ffmetadata(path)
    assert (
        read.tags.items()
        >= {
            "title": "Kräftig",
            "artist": "Somebody",
            "album": "repcast",
            "date": "2026-11-24",
            "genre": "Workout",
            "comment": "Plank\n3 x 腹筋",
            "repcast_version": "1",
        }.items()
    )
    assert read.chapters == [(at * 1_001, (at + 1) * 1_001, TITLES[at % 3]) for at in range(255)]


@pytest.mark.parametrize("title", ["Kräftig", "腹筋 “core”", "x" * 5_000])
def test_its_writer_is_read_back_without_ffmpeg(title: str) -> None:
    """If this failed, each render over an older file would load FFmpeg to see whose it is."""
    told = leading_texts(id3_tag(_tags(title=title, track="3/17"))[:40_000])
    assert told["track"] == "3/17"
    assert told["encoded_by"].startswith("repcast ")


@pytest.mark.parametrize("head", [b"", b"ID3", b"ID3\x04\x00\x00" + bytes(100), b"\xff\xfb\x54\xc0" * 10])
def test_of_another_file_nothing_is_read(head: bytes) -> None:
    """If this failed, somebody's song would be taken for a file of ours, and overwritten."""
    assert leading_texts(head) == {}


def test_a_tag_that_is_cut_off_or_broken_ends_there() -> None:
    """If this failed, a damaged file in the place of a new one would end in a fault."""
    tag = id3_tag(_tags())
    for end in range(len(tag[:400])):
        leading_texts(tag[:end])
    assert leading_texts(tag[:14] + b"\xff" * 400) == {}
