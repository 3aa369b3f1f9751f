"""`studio.colours`: the page has the colours of the pictures."""

import re

import pytest

from repcast.picture.colours import DARK, LIGHT, Palette, contrast
from repcast.studio.colours import style_sheet

READABLE = 4.5  # WCAG 2.2, 1.4.3


def properties(palette: Palette) -> dict[str, str]:
    """Return the custom properties on a ground."""
    light, dark = style_sheet().split("@media (prefers-color-scheme: dark)")
    return dict(re.findall(r"--([\w-]+): (#\w+);", light if palette is LIGHT else dark))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_page_has_the_colours_of_the_pictures(palette: Palette) -> None:
    """It would not look like one thing with the covers on it."""
    found = properties(palette)
    assert (found["page"], found["letters"], found["cover"]) == (palette.ground, palette.ink, DARK.ground)
    assert {part: found[part] for part in palette.parts} == palette.parts


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_letters_are_readable_on_the_page_and_on_every_part(palette: Palette) -> None:
    """The step's name could not be read from the floor."""
    found = properties(palette)
    grounds = [(found[part], found[f"on-{part}"]) for part in palette.parts]
    pages = [(found[ground], found[ink]) for ground in ("page", "raised") for ink in ("letters", "soft")]
    assert all(contrast(ground, ink) >= READABLE for ground, ink in (*grounds, *pages))
