"""The pictures' colours as a style sheet, so that pages look like one thing with them, on light and on dark grounds."""

from typing import Final

from repcast.picture.colours import DARK, LIGHT, Palette, readable_on

SHEET: Final = "colours.css"


def style_sheet() -> str:
    """Return custom properties, as W3C's CSS Custom Properties has them.

    `--page`, `--raised`, `--letters` and `--soft` are for the page itself. For each part of a session, as `work`, there
    is its colour, `--work`, and that of letters on it, `--on-work`. `--cover` is the ground of covers.
    """
    return f"{_root(LIGHT)}@media (prefers-color-scheme: dark) {{\n{_root(DARK)}}}\n"


def _root(palette: Palette) -> str:
    properties: dict[str, str] = {
        "page": palette.ground,
        "raised": palette.track,
        "letters": palette.ink,
        "soft": palette.quiet,
        "cover": DARK.ground,
    }
    for part, colour in palette.parts.items():
        properties |= {part: colour, f"on-{part}": readable_on(colour)}
    return ":root {\n" + "".join(f"  --{name}: {colour};\n" for name, colour in properties.items()) + "}\n"
