"""How wide a text is, and how to break, shrink or cut it so that it fits.

No font is loaded for this: the widths are those of Aileron, the PNG's font, and both renderers keep to them.
"""

from dataclasses import dataclass
from itertools import takewhile
from typing import Final
from unicodedata import combining, east_asian_width, normalize

ELLIPSIS: Final = "…"
_FEWEST_LETTERS: Final = 3  # of a text that was cut; fewer say nothing

# Letters by their advance in thousandths of the font's size, rounded up to 20.
_ADVANCES: Final = {
    180: "'",
    220: " ,.:;",
    240: "ij",
    260: "!l|\u2018\u2019",
    280: "-I",
    300: "]`f",
    320: "()/[\\t{}",
    340: '"r',
    420: "“”",
    460: "s",
    480: "z",
    500: "?_x—",
    520: "vy",
    540: "ack",
    560: "*Je",
    580: "#$+0123456789<=>FL^~",
    600: "EPSYZhnou",
    620: "KRTbdgpq…",
    640: "ABVX",
    660: "&",
    700: "CU",
    720: "DGN",
    740: "%HOQ",
    800: "w",
    860: "@m",
    880: "M",
    960: "W",
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
