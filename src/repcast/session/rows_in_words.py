"""A row of what can be changed, in words: what it is called, its values, and what else is to be known of it."""

from collections.abc import Mapping
from typing import Final

from repcast.session.adjustable import Quality, Row
from repcast.session.fields import UNLIMITED_MS

_QUALITIES: Final[Mapping[Quality, str]] = {
    "rounds": "rounds",
    "every": "a round begins every",
    "rest_between_rounds": "rest between rounds",
    "rest_between_steps": "rest between steps",
    "pace": "pace",
}


def label(row: Row) -> str:
    """Return what a row is called: the name of its steps, what of them it changes, or both."""
    quality = _QUALITIES.get(row.quality, "")
    return f"{row.name}: {quality}" if row.name and quality else row.name or quality.capitalize()


def amount(row: Row) -> str:
    """Return what is heard, with its quality where the label does not say it."""
    sides = f" x{row.sides}" if row.sides > 1 else ""
    values = texts(row, row.heard)
    return values if row.quality in (*_QUALITIES, "rest", "pause") else f"{values} {row.quality}{sides}"


def texts(row: Row, values: tuple[int, ...]) -> str:
    """Return some values of a row, each once."""
    return "/".join(row.text(value) for value in dict.fromkeys(values))


def note(row: Row) -> str:
    """Return what it was where the whole is fitted, the range that the author allows, or in how many places it is."""
    if row.heard != row.values:
        return f"was {texts(row, row.values)}"
    if row.author != row.format:
        return _range(row)
    return f"in {len(row.values)} places" if len(row.values) > 1 else ""


def _range(row: Row) -> str:
    if row.author.most == UNLIMITED_MS:
        return f"from {row.text(row.author.least)}"
    return f"{row.text(row.author.least)} to {row.text(row.author.most)}"
