"""Colours that people with colour blindness can tell apart.

From the palette of M. Okabe and K. Ito, "Color Universal Design" (2002, revised 2008), and a grey.
"""

from typing import Final

from repcast.session.model import Purpose

INK: Final = "#000000"
PAPER: Final = "#FFFFFF"
NIGHT: Final = "#14171C"

PURPOSES: Final[dict[Purpose, str]] = {
    "lead_in": "#999999",
    "work": "#D55E00",  # vermillion
    "rest": "#56B4E9",  # sky blue
    "switch": "#F0E442",  # yellow
    "speech": "#0072B2",  # blue
}
_LINEAR_UP_TO: Final = 0.04045


def channels(colour: str) -> tuple[int, int, int]:
    """Return the red, green and blue of `#RRGGBB`, from 0 to 255."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """Undo the transfer function of sRGB, IEC 61966-2-1."""
    return channel / 12.92 if channel <= _LINEAR_UP_TO else float(((channel + 0.055) / 1.055) ** 2.4)


def readable_on(colour: str) -> str:
    """Return black or white, whichever is easier to read on a colour."""
    return max((INK, PAPER), key=lambda letters: contrast(letters, colour))
