"""Text that is not YAML, and the line that is told instead; the golden files `slip-…` hold the messages."""

import pytest

from repcast.reading.located import Position
from repcast.reading.located_yaml import read
from repcast.reading.yaml_slips import slip


def _told(text: str) -> tuple[int, int, str]:
    """Return the place, and the hint, of the one flaw of a text."""
    [flaw] = read(text.encode()).flaws
    assert "YAML" not in flaw.message
    return flaw.position.line, flaw.position.column, flaw.hint


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("-hold: Plank\n  for: 30s", (3, 1, "write - hold: Plank")),
        ("- hold:Plank\n  for: 30s", (3, 1, "write - hold: Plank")),
        ("- hold: Plank\n  for:30s\n  say: x", (4, 3, "write for: 30s")),
        ("- hold Plank\n  for: 30s", (3, 1, "write - hold: Plank")),
        ("- hold: Plank\n  say Hips high\n  for: 30s", (4, 3, "write say: Hips high")),
        ("* hold: Plank\n  for: 30s", (3, 1, "write - hold: Plank")),
        ("- work: Run, for: 5m", (3, 1, "write - {work: Run, for: 5m}")),
        ("- {work: Run for: 5m}", (3, 1, "write - {work: Run, for: 5m}")),
        ("- say: Now: go", (3, 1, 'put it in quotes: say: "Now: go"')),
        ('- say: "Now" we go', (3, 1, "write say: '\"Now\" we go'")),
        ("- say: @home", (3, 1, 'write say: "@home"')),
        ("  - rest: 9s\n - rest: 8s", (4, 2, "write 2 spaces before - rest:")),
        ("- hold: Plank\n   for: 30s", (4, 4, "write 2 spaces before for:")),
        ("- hold: Plank\n for: 30s", (4, 2, "write 2 spaces before for:")),
        ("- block: Core\n  - rest: 9s", (4, 3, "write steps: between it and the block's name")),
        ("- say: 'Now", (3, 8, "write ' at the end of the text")),
        ("- hold: Plank\n  tips: [a, b", (4, 9, "write ] at its end, and commas")),
    ],
)
def test_a_slip_is_told_with_the_line_to_write(steps: str, told: tuple[int, int, str]) -> None:
    """If this failed, a missing colon would be told in the words of a library, and at the line below."""
    assert _told(f"title: T\nsteps:\n{steps}\n") == told


def test_a_place_outside_of_the_text_is_no_slip() -> None:
    """If this failed, a parser that stumbles after the last line would end in a traceback."""
    assert slip("", Position(1, 1)) is None
    assert slip("a: 1", Position(2, 1)) is None
    assert slip("x" * 200 + ": [", Position(1, 9)) is None
