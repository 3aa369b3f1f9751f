"""Colours that people with colour blindness can tell apart, on paper and on a dark screen.

From the palette of M. Okabe and K. Ito, "Color Universal Design" (2002, revised 2008), and greys. On paper most are
darker than there, so that each stands out from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from repcast.session.model import Recover
from repcast.session.unroll import StepFacts

Part = Literal["lead_in", "work", "recover", "rest", "switch", "speech"]
"""What a step is to the listener: its purpose, and easy movement apart from hard."""

BLACK: Final = "#000000"
WHITE: Final = "#FFFFFF"
_LINEAR_UP_TO: Final = 0.04045


@dataclass(frozen=True, kw_only=True, slots=True)
class Palette:
    """The colours of a picture, as `#RRGGBB`.

    Attributes:
        ground: behind everything.
        track: behind a row of blocks; faint.
        ink: of titles, and of what is heard.
        quiet: of what matters less: clocks, brackets.
        parts: of a step.
    """

    ground: str
    track: str
    ink: str
    quiet: str
    parts: Mapping[Part, str]


LIGHT: Final = Palette(
    ground=WHITE,
    track="#F1F3F5",
    ink="#14171C",
    quiet="#565C64",
    parts={
        "lead_in": "#363636",
        "work": "#CA5900",  # vermillion, darker
        "recover": "#007E5C",  # bluish green, darker
        "rest": "#4590BA",  # sky blue, darker
        "switch": "#5C4000",  # orange, much darker
        "speech": "#005B8E",  # blue, darker
    },
)
DARK: Final = Palette(
    ground="#14171C",
    track="#1F242B",
    ink="#F2F4F6",
    quiet="#A9B0B8",
    parts={
        "lead_in": "#C2C2C2",
        "work": "#D55E00",  # vermillion
        "recover": "#1AA881",  # bluish green, lighter
        "rest": "#56B4E9",  # sky blue
        "switch": "#F0E442",  # yellow
        "speech": "#0072B2",  # blue
    },
)


def part_of(facts: StepFacts) -> Part:
    """Return what a step is to the listener."""
    return "recover" if facts.kind == Recover.kind else facts.purpose


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
    return max((BLACK, WHITE), key=lambda letters: contrast(letters, colour))
