"""The author's own picture of a step: a PNG or a JPEG, from anywhere; made small, and kept.

Pillow reads it, and is loaded only where it was not kept.
"""

import warnings
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from repcast.disk.cache import Cache
from repcast.disk.untrusted import read_regular
from repcast.errors import UnreadableFile

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES: Final = 16 << 20
MOST_PIXELS: Final = 25_000_000
SIDE: Final = 320
_QUALITY: Final = 70  # of the JPEG, as libjpeg counts


def own_picture(path: Path, kept: Cache) -> bytes:
    """Return a file's picture as a JPEG whose longer side has at most 320 pixels; what is transparent becomes white.

    Raises:
        UnreadableFile: it is no PNG or JPEG, larger than 16 MiB, or has more than 25 million pixels.
    """
    content = read_regular(path, MOST_BYTES)
    if len(content) > MOST_BYTES:
        raise UnreadableFile(str(path), f"it is larger than {MOST_BYTES >> 20} MiB")
    made_from = f"{version('pillow')} picture ".encode() + content
    if found := kept.get(made_from):
        return found
    made = _small(content, path)
    kept.put(made_from, made)
    kept.tidy()
    return made


def _small(content: bytes, path: Path) -> bytes:
    from PIL import Image  # noqa: PLC0415 - loaded only for a picture

    file = BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Pillow has doubts about, such as a size that might be a bomb
            with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as image:
                _check_size(image, path)
                _shrunk(image).save(file, "JPEG", quality=_QUALITY, optimize=True)
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:  # a broken picture fails in Pillow in any way
        raise UnreadableFile(str(path), "it is no PNG or JPEG that can be read") from error
    return file.getvalue()


def _check_size(image: "Image", path: Path) -> None:
    """Make sure, before anything is decoded, that it fits into memory."""
    if image.width * image.height > MOST_PIXELS:
        raise UnreadableFile(str(path), f"it has more than {MOST_PIXELS // 1_000_000} million pixels")


def _shrunk(image: "Image") -> "Image":
    from PIL import Image, ImageOps  # noqa: PLC0415

    image.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded no larger than it needs
    turned = ImageOps.exif_transpose(image).convert("RGBA")
    turned.thumbnail((SIDE, SIDE))
    ground = Image.new("RGBA", turned.size, "white")
    return Image.alpha_composite(ground, turned).convert("RGB")
