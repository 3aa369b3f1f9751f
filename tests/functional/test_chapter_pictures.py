"""Pictures of chapters, as a user renders and a phone reads them."""

from io import BytesIO
from pathlib import Path

import mutagen.id3
import pytest
from PIL import Image
from program import TINY, run, write

PICTURED = TINY.replace("hold: Plank\n", "hold: Plank\n    image: plank.png\n")


def cards(path: Path) -> list[bytes]:
    """Return the pictures of a file's chapters, in order."""
    tags = mutagen.id3.ID3(path)
    names = tags.getall("CTOC")[0].child_element_ids
    return [tags[f"CHAP:{name}"].sub_frames["APIC:"].data for name in names]


@pytest.mark.parametrize("session", ["core", "tabata"])
def test_pictures_are_about_one_percent_of_a_file(session: str, tmp_path: Path) -> None:
    """If this failed, pictures that few players show would cost everybody's space."""
    outcome = run("render", session, "-o", "x.mp3", folder=tmp_path)
    assert outcome.code == 0, outcome.err
    assert sum(map(len, cards(tmp_path / "x.mp3"))) <= 0.0115 * (tmp_path / "x.mp3").stat().st_size


def test_the_author_s_own_picture_is_its_step_s(tmp_path: Path) -> None:
    """If this failed, an author could not show how an exercise is done."""
    write(tmp_path, PICTURED)
    Image.new("RGB", (900, 900), "#123456").save(tmp_path / "plank.png")
    assert PICTURED != TINY
    outcome = run("render", "tiny.yaml", folder=tmp_path)
    assert outcome.code == 0, outcome.err
    first, second = (Image.open(BytesIO(card)) for card in cards(tmp_path / "tiny.mp3")[:2])
    assert (first.format, first.size) == ("PNG", (240, 240))
    assert (second.format, second.size) == ("JPEG", (320, 320))
    again = run("render", "tiny.mp3", "-o", "again.mp3", folder=tmp_path)
    assert again.code == 0, again.err
    assert "image" in again.err, "what is left out is told"
    assert Image.open(BytesIO(cards(tmp_path / "again.mp3")[1])).format == "PNG"


def test_a_picture_that_a_flag_names_is_looked_for_before_anything_is_spoken(tmp_path: Path) -> None:
    """If this failed, a slip in a flag would be told after minutes, or end in a traceback."""
    write(tmp_path, TINY)
    outcome = run("render", "tiny.yaml", "--set", "Plank.image=missing.png", folder=tmp_path)
    assert (outcome.code, outcome.files) == (1, {"tiny.yaml"})
    assert "missing.png" in outcome.err
    Image.new("RGB", (30, 30)).save(tmp_path / "plank.jpg")
    outcome = run("render", "tiny.yaml", "--set", "Plank.image=plank.jpg", folder=tmp_path)
    assert outcome.code == 0, outcome.err
    assert Image.open(BytesIO(cards(tmp_path / "tiny.mp3")[1])).format == "JPEG"


def test_a_picture_that_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    """If this failed, a slip in a name would be found only when the phone shows nothing."""
    write(tmp_path, PICTURED)
    line = PICTURED[: PICTURED.index("image:")].count("\n") + 1
    missing = run("check", "tiny.yaml", folder=tmp_path)
    assert missing.code == 1
    assert f"tiny.yaml:{line}:" in missing.err + missing.out
    assert "cannot use plank.png: " in missing.err + missing.out
    (tmp_path / "plank.png").write_bytes(b"text")
    broken = run("render", "tiny.yaml", folder=tmp_path)
    assert (broken.code, broken.files) == (1, {"tiny.yaml", "plank.png"})
    assert "cannot use plank.png: it is no PNG or JPEG that can be read" in broken.err
