"""`picture.colours`: everybody can tell them apart, and read what stands on them."""

from itertools import combinations
from typing import Final

import numpy as np
import pytest

from repcast.picture.colours import INK, NIGHT, PAPER, PURPOSES, channels, contrast, readable_on

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


@pytest.mark.parametrize("vision", VISION)
def test_any_two_purposes_differ(vision: str) -> None:
    """If this failed, someone would take work for rest, or any purpose for another: CIE76 wants 2.3 to be noticed."""
    for one, other in combinations(PURPOSES.values(), 2):
        assert np.linalg.norm(lab(one, vision) - lab(other, vision)) > 20, (one, other)


@pytest.mark.parametrize("vision", VISION)
def test_work_and_rest_differ_most_of_all(vision: str) -> None:
    """If this failed, the one thing that a small cover shows would be hard to see."""
    assert np.linalg.norm(lab(PURPOSES["work"], vision) - lab(PURPOSES["rest"], vision)) > 60


def test_any_two_purposes_differ_without_colour() -> None:
    """If this failed, a black and white print would show one grey for two purposes: L* differs by 6 at least."""
    for one, other in combinations(PURPOSES.values(), 2):
        assert abs(lab(one, "usual")[0] - lab(other, "usual")[0]) > 6, (one, other)


def test_contrast_is_that_of_wcag() -> None:
    """If this failed, the bounds below would mean nothing."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#777777") == pytest.approx(4.48, abs=0.005)
    assert contrast("#123456", "#123456") == 1


def test_letters_are_read_on_every_block() -> None:
    """If this failed, names would be hard to read: WCAG 2.2, 1.4.3, wants 4.5 to 1."""
    assert min(contrast(readable_on(colour), colour) for colour in PURPOSES.values()) >= 4.5
    assert contrast(INK, PAPER) >= 4.5


def test_the_ring_stands_out_on_the_cover() -> None:
    """If this failed, parts of the ring would be lost in the dark: WCAG 2.2, 1.4.11, wants 3 to 1."""
    assert min(contrast(colour, NIGHT) for colour in PURPOSES.values()) >= 3
