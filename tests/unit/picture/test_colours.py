"""`picture.colours`: everybody can tell them apart, and read what stands on them."""

from itertools import combinations
from typing import Final

import numpy as np
import pytest

from builders import step_facts
from repcast.picture.colours import DARK, LIGHT, Palette, channels, contrast, part_of, readable_on

# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE TVCG 15 (2009), at severity 1.0; they apply to linear RGB.
VISION: Final = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
# Linear sRGB -> CIE XYZ over the white point D65: IEC 61966-2-1.
XYZ: Final = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
) / [[0.95047], [1.0], [1.08883]]


def lab(colour: str, vision: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return CIE L*a*b* of a colour as somebody sees it."""
    encoded = np.array(channels(colour)) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    ratio = XYZ @ np.clip(VISION[vision] @ linear, 0, 1)
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def palette(request: pytest.FixtureRequest) -> Palette:
    """Return each palette in turn."""
    assert isinstance(request.param, Palette)
    return request.param


@pytest.mark.parametrize("vision", VISION)
def test_any_two_parts_differ(palette: Palette, vision: str) -> None:
    """If this failed, someone would take one part for another: CIE76 wants 2.3 to be noticed."""
    for one, other in combinations(palette.parts.values(), 2):
        assert np.linalg.norm(lab(one, vision) - lab(other, vision)) > 19, (one, other)


@pytest.mark.parametrize("vision", VISION)
def test_work_differs_most_of_all(palette: Palette, vision: str) -> None:
    """If this failed, the one thing that a small cover shows would be hard to see."""
    work, rest, easy = (lab(palette.parts[part], vision) for part in ("work", "rest", "recover"))
    assert np.linalg.norm(work - rest) > 60
    assert np.linalg.norm(work - easy) > 30


def test_any_two_parts_differ_without_colour(palette: Palette) -> None:
    """If this failed, a black and white print would show one grey for two parts: L* differs by 4 at least."""
    for one, other in combinations(palette.parts.values(), 2):
        assert abs(lab(one, "usual")[0] - lab(other, "usual")[0]) > 4, (one, other)


def test_contrast_is_that_of_wcag() -> None:
    """If this failed, the bounds below would mean nothing."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#777777") == pytest.approx(4.48, abs=0.005)
    assert contrast("#123456", "#123456") == 1


def test_letters_are_read_on_every_block_and_on_the_ground(palette: Palette) -> None:
    """If this failed, names would be hard to read: WCAG 2.2, 1.4.3, wants 4.5 to 1."""
    assert min(contrast(readable_on(colour), colour) for colour in palette.parts.values()) >= 4.5
    assert min(contrast(letters, palette.ground) for letters in (palette.ink, palette.quiet)) >= 4.5


def test_every_part_stands_out_from_what_is_beside_it(palette: Palette) -> None:
    """If this failed, blocks would be lost in their ground: WCAG 2.2, 1.4.11, wants 3 to 1."""
    for ground in (palette.ground, palette.track):
        assert min(contrast(colour, ground) for colour in palette.parts.values()) >= 3


def test_easy_movement_is_told_from_work() -> None:
    """If this failed, a picture would show a walk between runs as a run."""
    assert part_of(step_facts(kind="recover")) == "recover"
    assert part_of(step_facts(kind="hold")) == "work"
    assert part_of(step_facts(kind="pause", purpose="rest")) == "rest"
