"""`files.own_picture`: a picture from anywhere becomes a small one, or is refused."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from repcast.disk.caches import cover_cache
from repcast.errors import UnreadableFile
from repcast.files import own_picture as room
from repcast.files.own_picture import own_picture


def saved(path: Path, image: Image.Image, **how: object) -> Path:
    """Write a picture in the format that its name tells."""
    image.save(path, **how)  # type: ignore[arg-type]
    return path


def photo(width: int, height: int) -> Image.Image:
    """Return a picture of noise, which compresses badly."""
    return Image.fromarray(np.random.default_rng(1).integers(0, 255, (height, width, 3), dtype=np.uint8))


@pytest.mark.parametrize("name", ["x.png", "x.jpg", "picture"])
def test_a_photo_becomes_a_small_jpeg(name: str, tmp_path: Path) -> None:
    """If this failed, a file would carry megabytes of pictures, once for each round."""
    source = saved(tmp_path / name, photo(2_000, 1_000), format="PNG" if name == "x.png" else "JPEG")
    made = own_picture(source, cover_cache(tmp_path))
    image = Image.open(BytesIO(made))
    assert (image.format, image.size, image.mode) == ("JPEG", (320, 160), "RGB")
    assert len(made) < 60_000


def test_what_is_transparent_is_white_and_small_pictures_stay_small(tmp_path: Path) -> None:
    """If this failed, a drawing on nothing would be black on black, or blown up."""
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 64, 20))
    made = Image.open(BytesIO(own_picture(saved(tmp_path / "x.png", image), cover_cache(tmp_path))))
    assert made.size == (64, 64)
    drawn, empty = (made.convert("L").getpixel((32, y)) for y in (8, 50))
    assert (drawn, empty) == pytest.approx((0, 255), abs=3)


def test_a_photo_stands_as_the_camera_was_held(tmp_path: Path) -> None:
    """If this failed, pictures from a phone would lie on their side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # EXIF 2.3, orientation: turned by a quarter
    source = saved(tmp_path / "x.jpg", photo(200, 100), exif=exif)
    assert Image.open(BytesIO(own_picture(source, cover_cache(tmp_path)))).size == (100, 200)


def test_what_was_kept_is_not_read_by_pillow_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, each render would decode all pictures."""
    source = saved(tmp_path / "x.png", photo(400, 400))
    made = own_picture(source, cover_cache(tmp_path))
    monkeypatch.delattr(room, "_small")
    assert own_picture(source, cover_cache(tmp_path)) == made


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a" + bytes(100),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, tmp_path: Path) -> None:
    """If this failed, a slip in a name would end in a traceback."""
    (tmp_path / "x.png").write_bytes(content)
    with pytest.raises(UnreadableFile) as error:
        own_picture(tmp_path / "x.png", cover_cache(tmp_path))
    assert error.value.cause == "it is no PNG or JPEG that can be read"


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_a_picture_that_was_cut_off_is_refused(suffix: str, tmp_path: Path) -> None:
    """If this failed, half of a picture would be shown, or a traceback."""
    source = saved(tmp_path / f"x.{suffix}", photo(300, 300))
    source.write_bytes(source.read_bytes()[:9_000])
    with pytest.raises(UnreadableFile):
        own_picture(source, cover_cache(tmp_path))


@pytest.mark.parametrize("side", [5_001, 20_000])
def test_a_bomb_is_refused_before_it_is_decoded(side: int, tmp_path: Path) -> None:
    """If this failed, a stranger's picture of a few bytes would take all memory."""
    source = saved(tmp_path / "x.png", Image.new("1", (side, side)))
    assert source.stat().st_size < 100_000
    with pytest.raises(UnreadableFile):
        own_picture(source, cover_cache(tmp_path))


def test_more_bytes_than_any_picture_needs_are_not_read(tmp_path: Path) -> None:
    """If this failed, a film that is called .png would be read into memory."""
    (tmp_path / "x.png").touch()
    with (tmp_path / "x.png").open("r+b") as file:
        file.truncate(1 << 34)
    with pytest.raises(UnreadableFile) as error:
        own_picture(tmp_path / "x.png", cover_cache(tmp_path))
    assert error.value.cause == "it is larger than 16 MiB"
