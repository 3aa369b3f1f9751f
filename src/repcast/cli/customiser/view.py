"""What the view for customising shows, as styled text that fits its width. Reads values; knows no key and no screen."""

import textwrap
from collections.abc import Mapping
from typing import Final

from rich.cells import cell_len, set_cell_size

from repcast.cli.customiser.dialogue import Keys, Question
from repcast.errors import counted
from repcast.forecast import Forecast
from repcast.session.adjust import Adjustment
from repcast.session.adjustable import Row
from repcast.session.flags import command
from repcast.session.rows_in_words import amount, label, note
from repcast.units import format_clock

Styled = list[tuple[str, str]]
"""Pieces of text, each after the name of its style."""

STYLES: Final[Mapping[str, str]] = {
    "title": "bold",
    "selected": "reverse",
    "changed": "bold ansigreen",
    "dropped": "bold ansiyellow",
    "said": "bold ansicyan",
    "quiet": "",
}
KEYS: Final = (
    ("up, down", "select a row; page up and page down, ten"),
    ("left, right", "less, more: times by 5 s, numbers by 1"),
    ("l", "the session's next level"),
    ("t", "talk: usual, little, none, full"),
    ("f", "fit: the whole as long as you have time"),
    ("r", "reset the row"),
    ("u", "undo"),
    ("b", "lift the author's ranges, or restore them"),
    ("s", "save as a new session file"),
    ("Enter, w", "render at once"),
    ("q, Esc", "leave"),
    ("?", "these keys"),
)
SHORT_KEYS: Final = "arrows change  u undo  s save  Enter render  ? keys  q leave"

_MOST_LINES: Final = 3
_MOST_LABEL_CELLS: Final = 40  # a value farther from its label is hard to read
_VALUE_CELLS: Final = 13
_NOTE_CELLS: Final = 12


def heading(now: Adjustment, forecast: Forecast, width: int) -> Styled:
    """Return the title with the total time; below it the level, how long it is to be, and what does not fit."""
    total = _total(forecast)
    title = _cut(now.session.name, width - cell_len(total) - 1)
    beyond = ", beyond the author's ranges" if now.customisation.beyond_range else ""
    level = f"level: {now.level or 'none'} (l)" if now.original.levels else "no levels"
    level += f", talk: {now.talk} (t)"
    style, fits = _fit(forecast)
    return [
        ("class:title", f"{title} {total}\n"),
        ("class:quiet", f"{_cut(level + beyond, width).rstrip()}\n"),
        *([("class:changed", f"{_cut(_length(now), width).rstrip()}\n")] if now.fit else []),
        (style, _cut(fits, width).rstrip()),
    ]


def _length(now: Adjustment) -> str:
    """Return how long the whole is to be, by which factor, and how many rows could not go all the way."""
    held = sum(any(map(row.is_held, row.heard)) for row in now.rows if row.heard != row.values)
    limits = f"; {counted(held, 'row')} at a limit" if held else ""
    return f"{now.fit}{limits} (f)"


def _total(forecast: Forecast) -> str:
    if forecast.timeline:
        return format_clock(forecast.timeline.duration_ms)
    return f"about {format_clock(forecast.nominal_ms)}"


def _fit(forecast: Forecast) -> tuple[str, str]:
    if forecast.problem:
        return "class:dropped", f"cannot tell what fits: {forecast.problem}"
    if forecast.timeline is None:
        return "class:quiet", "checking what fits ..."
    dropped = forecast.timeline.dropped
    if not dropped:
        return "class:quiet", "every cue fits"
    texts = dict.fromkeys(f"“{drop.text}”" for drop in dropped)
    return "class:dropped", f"{counted(len(dropped), 'cue')} will not fit: {', '.join(texts)}"


def body(now: Adjustment, width: int) -> Styled:
    """Return a line for each row; the selected one and those that are changed are marked without colour, too."""
    lines: Styled = []
    for index, row in enumerate(now.rows):
        selected, changed = index == now.selected, row.is_changed
        mark = f"{'>' if selected else ' '}{'*' if changed else ' '} "
        style = "class:selected" if selected else "class:changed" if changed else ""
        lines.append((style, mark + _line(row, width - len(mark)) + "\n"))
    return lines


def _line(row: Row, width: int) -> str:
    label_cells = min(width - _VALUE_CELLS - _NOTE_CELLS - 2, _MOST_LABEL_CELLS)
    cells = (_cut(label(row), label_cells), _cut(amount(row), _VALUE_CELLS), _cut(note(row), _NOTE_CELLS))
    return _cut(" ".join(cells), width)


def footing(now: Adjustment, session: str, width: int) -> Styled:
    """Return the message of the last key, and the command that does the same."""
    said = _wrapped(now.message, width)
    return [("class:said", f"{said}\n"), ("class:quiet", _wrapped(command(session, now.customisation), width))]


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, width, break_on_hyphens=False, max_lines=_MOST_LINES, placeholder=" …")


def keys(width: int) -> Styled:
    """Return every key and what it does."""
    return [("", f"{_cut(f'  {names:<12} {use}', width).rstrip()}\n") for names, use in KEYS]


def hint(asked: object, width: int) -> Styled:
    """Return the keys that work now."""
    text = {type(None): SHORT_KEYS, Keys: "any key goes back", Question: "Enter goes on  Esc goes back"}.get(
        type(asked)
    )
    return [("class:quiet", _cut(text or "y goes on  any other key goes back", width).rstrip())]


def _cut(text: str, cells: int) -> str:
    """Return a text in exactly so many cells of the terminal; an ellipsis ends what was cut."""
    if cell_len(text) <= cells:
        return set_cell_size(text, max(cells, 0))
    return set_cell_size(text, max(cells - 1, 0)) + "…"[: max(cells, 0)]
