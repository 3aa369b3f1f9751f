# ruff: noqa: RUF001 - letters of other alphabets that look like Latin ones
"""How wide a text is, and how to break, shrink or cut it so that it fits.

No font is loaded for this: the widths are those of Roboto, the PNG's font, and both renderers keep to them.
"""

from dataclasses import dataclass
from itertools import takewhile
from typing import Final
from unicodedata import combining, east_asian_width, normalize

ELLIPSIS: Final = "…"
LEADING: Final = 1.15  # from one line to the next, in sizes
_FEWEST_LETTERS: Final = 3  # of a text that was cut; fewer say nothing

# Letters by their advance in thousandths of the font's size, regular or bold, whichever is wider, rounded up to 20.
_ADVANCES: Final = {
    180: "'",
    240: "‘’",
    260: " ,j|",
    280: "!;[]ilıі",
    300: ".:I¡ΙІ",
    320: '"·ł',
    340: "`t{}ι",
    360: "()f",
    380: "r",
    400: "-",
    420: "/“”г",
    440: "\\^",
    460: "*_",
    480: "ґ",
    500: "?¿",
    520: "<svxyzγζνзтух",
    540: ">cek×ξςτесэє",
    560: "FJLahuŁελυχΓГачьяҐ",
    580: "$+0123456789=EbdgnopqøþαδηορσΕΞΣЕбвиклнопр",
    600: "ðθκ",
    620: "#STYZβμΖΤΥЗТц",
    640: "BKXßđΒΚΧБВУХЬЯд",
    660: "&CDPRUV–πΛΡКРСъ",
    680: "A~ĐΑΩАЭЄ",
    700: "GOQØΘΟОЧ",
    720: "HNΗΝΠИЛНП",
    740: "%ΔΨф",
    760: "w…φψДЦм",
    780: "ΦЪ",
    800: "—",
    820: "Фю",
    840: "ωшы",
    860: "æж",
    880: "MmΜМЫ",
    900: "@W",
    920: "œщ",
    940: "Æ",
    960: "ШЮ",
    980: "Œ",
    1000: "Ж",
    1040: "Щ",
}
_ADVANCE_OF: Final = {letter: advance for advance, letters in _ADVANCES.items() for letter in letters}
_UNKNOWN: Final = 800  # wider than most letters of other alphabets
_WIDE: Final = 1000


def width_of(text: str, size: float) -> float:
    """Return the width of a text."""
    return sum(map(_advance, text)) * size / 1000


def _advance(letter: str) -> int:
    if combining(letter):
        return 0
    if east_asian_width(letter) in "FW":
        return _WIDE
    return _ADVANCE_OF.get(normalize("NFD", letter)[0], _UNKNOWN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lettering:
    """A text that fits: its lines, none where there is no room for any letters, and their size."""

    lines: tuple[str, ...]
    size: int


def fit(text: str, *, width: float, lines: int, largest: int, smallest: int) -> Lettering:
    """Return a text in at most so many lines, as large as possible; what does not fit at the smallest size is cut."""
    words = text.split()
    for size in range(largest, smallest - 1, -1):
        wrapped = _wrapped(words, width, size)
        if len(wrapped) <= lines and all(width_of(line, size) <= width for line in wrapped):
            return Lettering(lines=tuple(wrapped), size=size)
    wrapped = _wrapped(words, width, smallest)
    kept = [*wrapped[: lines - 1], " ".join(wrapped[lines - 1 :])]
    return Lettering(lines=tuple(takewhile(bool, (_cut(line, width, smallest) for line in kept))), size=smallest)


def whole(text: str, *, width: float, height: float, lines: int, sizes: range) -> Lettering | None:
    """Return a text in the first of some sizes in which all of it fits; None where it fits in none."""
    words = text.split()
    for size in sizes:
        wrapped = _wrapped(words, width, size)
        fits = len(wrapped) <= min(lines, height / (size * LEADING))
        if fits and all(width_of(each, size) <= width for each in wrapped):
            return Lettering(lines=tuple(wrapped), size=size)
    return None


def _wrapped(words: list[str], width: float, size: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _cut(line: str, width: float, size: int) -> str:
    if width_of(line, size) <= width:
        return line
    room = width - width_of(ELLIPSIS, size)
    while line and width_of(line, size) > room:
        line = line[:-1]
    line = line.rstrip()
    return f"{line}{ELLIPSIS}" if len(line) >= _FEWEST_LETTERS else ""
