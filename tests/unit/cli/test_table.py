"""`cli.table`: rows fitted to a terminal, whatever stands in them; nothing is cut off."""

import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from repcast.cli.table import fitted

HEADINGS = ("at", "length", "step and what is heard")
ROWS = (
    HEADINGS,
    ("0:00.0", "1:00", "Plank, left side"),
    ("10:00.1", "", "    “Halfway [red]. Three, two, one: and hips high.”"),
    ("", "", "日本語 日本語 日本語日本語 日本語"),
)
TEXTS = st.text(st.sampled_from("ab 日-é "), max_size=30)


def by_rich(rows: tuple[tuple[str, ...], ...], width: int) -> list[str]:
    """Return a table as rich draws it, without the line under its headings."""
    drawn = Table(*rows[0], box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for row in rows[1:]:
        drawn.add_row(*map(Text, row))
    printed = io.StringIO()
    Console(width=width, file=printed).print(drawn)
    return [line for line in printed.getvalue().splitlines() if not line.startswith("──")]


@pytest.mark.parametrize("width", [200, 70, 50])
def test_it_looks_as_rich_draws_it(width: int) -> None:
    """If this failed, tables would look other than all that rich draws: its columns, its gaps, its line breaks."""
    assert [line for lines in fitted(ROWS, width) for line in lines] == by_rich(ROWS, width)


@given(
    st.integers(1, 4).flatmap(lambda count: st.lists(st.lists(TEXTS, min_size=count, max_size=count), min_size=1)),
    st.integers(20, 60),
)
def test_nothing_is_lost_and_nothing_is_too_wide(rows: list[list[str]], width: int) -> None:
    """If this failed, the end of a name would not be shown, or a line break apart on the terminal."""
    for row, lines in zip(rows, fitted(rows, width), strict=True):
        assert all(cell_len(line) <= width for line in lines)
        assert len({cell_len(line) for line in lines}) == 1
        assert sorted("".join(lines).replace(" ", "")) == sorted("".join(row).replace(" ", ""))


def test_a_file_has_a_line_for_each_row() -> None:
    """If this failed, `repcast plan core > plan.txt` would wrap long cues."""
    assert [len(lines) for lines in fitted([("a",), ("word " * 3_000,)], None)] == [1, 1]


def test_ten_thousand_rows_take_no_time() -> None:
    """If this failed, the plan of a long session would keep its reader waiting for ten seconds."""
    begun = time.process_time()
    assert sum(map(len, fitted([*ROWS, *ROWS[1:] * 3_334], 80))) > 10_000
    assert time.process_time() - begun < 2
