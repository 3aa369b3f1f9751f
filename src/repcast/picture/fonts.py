"""The fonts of PNGs: Roboto, which comes along, and for other letters a font of the system, where there is one.

Roboto (SIL Open Font License 1.1) has the letters of Latin, Greek and Cyrillic alphabets, with all their accents.
"""

import os
import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import category, normalize

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_OWN: Final = "files/Roboto[wdth,wght].ttf"
_WEIGHTS: Final = {False: 400, True: 700}
_WIDTH: Final = 100
_SUFFIXES: Final = (".ttf", ".otf", ".ttc")
# Fonts with many letters, in lower case, as they are called on Linux, Windows and macOS; they are tried first.
_LIKELY: Final = (
    "notosans",
    "dejavusans",
    "segoeui",
    "arialuni",
    "arial unicode",
    "msyh",
    "pingfang",
    "hiragino",
    "arial",
)
_MOST_FILES: Final = 4_000  # that are looked at by name,
_MOST_TRIED: Final = 60  # and opened
_UNASSIGNED: Final = "\U0010fffe"
_TRIAL_SIZE: Final = 24
_LEFT_OUT: Final = frozenset({"So", "Sk", "Cf", "Mn", "Me"})  # pictures and what joins them, where no font has them


def writable(text: str) -> str:
    """Return a text as a picture can show it: composed, without emoji; empty where no font has all of its letters."""
    composed = " ".join(normalize("NFC", text).split())
    if _covers(None, composed):
        return composed
    left = " ".join(
        "".join(each for each in composed if category(each) not in _LEFT_OUT or _covers(None, each)).split()
    )
    return left if _covers(None, left) or found_for(left) else ""


@lru_cache(maxsize=128)
def font(path: Path | None, size: int, *, bold: bool) -> "FreeTypeFont":
    """Return a font in a size; without a path our own, which alone has bold letters."""
    from PIL import ImageFont  # noqa: PLC0415 - loaded only for a picture

    if path:
        return ImageFont.truetype(path, size)
    found = ImageFont.truetype(_own(), size, layout_engine=ImageFont.Layout.BASIC)
    found.set_variation_by_axes([_WEIGHTS[bold], _WIDTH])
    return found


def font_for(text: str, size: int, *, bold: bool) -> "FreeTypeFont":
    """Return a font for a text that `writable` returned."""
    return font(None if _covers(None, text) else found_for(text), size, bold=bold)


def is_own(text: str) -> bool:
    """Tell whether our own font has all letters of a text."""
    return _covers(None, text)


@lru_cache(maxsize=64)
def found_for(text: str) -> Path | None:
    """Return a font of the system's with all letters of a text; None if there is none among the likely ones."""
    return next((path for path in _system_fonts() if _covers(path, text)), None)


def _own() -> Path:
    return Path(str(files("fontpkg_roboto"))) / _OWN


def _covers(path: Path | None, text: str) -> bool:
    return all(_has(path, letter) for letter in text if letter != " ")


@cache
def _has(path: Path | None, letter: str) -> bool:
    try:
        return _shape(path, letter) != _shape(path, _UNASSIGNED)
    except OSError:  # no font, or one that FreeType does not read
        return False


def _shape(path: Path | None, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font(path, _TRIAL_SIZE, bold=False).getmask(letter)
    return mask.size, bytes(mask)


@cache
def _system_fonts() -> tuple[Path, ...]:
    """Return the system's fonts, those with many letters first."""
    found = islice(chain.from_iterable(map(_files, _folders())), _MOST_FILES)
    return tuple(sorted(found, key=_rank)[:_MOST_TRIED])


def _rank(path: Path) -> tuple[int, int]:
    """Return what sorts likely fonts first, and of these the plain ones, which have the shortest names."""
    name = path.name.casefold().replace("-", "")
    place = next((number for number, likely in enumerate(_LIKELY) if name.startswith(likely)), len(_LIKELY))
    return place, len(name)


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(parent, name) for name in sorted(names) if name.lower().endswith(_SUFFIXES))


def _folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", home)
        return Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"), Path(local, "Microsoft/Windows/Fonts")
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or home / ".local/share"
    return *(Path(folder, "fonts") for folder in shared.split(":")), Path(own, "fonts"), home / ".fonts"
