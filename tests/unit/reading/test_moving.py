"""Steps moved, doubled and deleted by lines; what cannot be done is refused, and says why."""

from collections.abc import Callable

import pytest

from repcast.errors import NoStepOnLine, StepStays
from repcast.reading.moving import Edit, deleted, duplicated, moved

_TEXT = """\
steps:
  # first
  - hold: A  # a
    for: 3s

  # second
  - hold: 'B'

    for: "3s"
    # of B
  - hold: C
    for: 3s
# the end
"""


def test_a_step_moves_down_with_its_comments() -> None:
    """A comment would tell of another step than the one that it was written for."""
    assert moved(_TEXT, 3, 1) == Edit(
        text="""\
steps:
  # second
  - hold: 'B'

    for: "3s"
    # of B

  # first
  - hold: A  # a
    for: 3s
  - hold: C
    for: 3s
# the end
""",
        line=9,
    )


def test_a_step_moves_over_several_at_once() -> None:
    """A drag over many steps would need a request for each."""
    assert moved(_TEXT, 3, 2).text.index("hold: C") < moved(_TEXT, 3, 2).text.index("hold: A")
    assert moved(_TEXT, 11, -2).line == 2


def test_a_copy_stands_as_far_below_as_steps_do_here() -> None:
    """Copies would stick together in a file whose steps stand apart."""
    apart = "steps:\n- hold: A\n  for: 3s\n\n- hold: B\n  for: 3s\n"
    first = "steps:\n- hold: A\n  for: 3s\n\n- hold: A\n  for: 3s\n\n- hold: B\n  for: 3s\n"
    assert duplicated(apart, 2) == Edit(text=first, line=5)
    assert duplicated(apart, 5).text == f"{apart}\n- hold: B\n  for: 3s\n"
    together = "steps:\n- hold: A\n  for: 3s\n- hold: B\n  for: 3s"
    assert duplicated(together, 4).text == f"{together}\n- hold: B\n  for: 3s"


@pytest.mark.parametrize("name", ["A", "B", "C"])
def test_one_gap_stays_where_a_step_is_deleted(name: str) -> None:
    """Deleting would leave two blank lines where there was one, or none at all between what stood apart."""
    step = "- hold: {}\n  for: 3s\n"
    text = "title: T\nsteps:\n" + "\n".join(map(step.format, "ABC")) + "levels: {}\n"
    line = text[: text.index(f"hold: {name}")].count("\n") + 1
    left = [each for each in "ABC" if each != name]
    assert deleted(text, line).text == "title: T\nsteps:\n" + "\n".join(map(step.format, left)) + "levels: {}\n"


def test_the_innermost_step_of_a_line_moves() -> None:
    """The block around a step would move in its place."""
    text = "steps:\n- block: X\n  steps:\n  - hold: A\n    for: 3s\n  - hold: B\n    for: 3s\n- rest: 3s\n"
    assert moved(text, 5, 1).line == 6
    assert moved(text, 3, 1).line == 3
    assert moved(text, 3, 1).text.startswith("steps:\n- rest: 3s\n- block: X\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_line_ends_stay(end: str) -> None:
    """A file from another system would come back with two kinds of line ends, or two steps in one line."""
    text = end.join(["steps:", "- hold: A", "  for: 3s", "- hold: B", "  for: 3s"])
    assert moved(text, 2, 1).text == end.join(["steps:", "- hold: B", "  for: 3s", "- hold: A", "  for: 3s"])


_ANCHORED = "steps:\n- &a\n  hold: A\n  for: 3s\n- *a\n- rest: 3s\n"


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda: moved(_TEXT, 3, -1), "the step on line 3 stays as it is, for its list has no place 1 further"),
        (lambda: moved(_TEXT, 3, 3), "no place 3 further; move it within its list"),
        (lambda: deleted("steps:\n- rest: 3s\n", 2), "it is the only one of its list; write another one first"),
        (lambda: deleted(_ANCHORED, 2), r"line 2 would then be wrong: the alias \*a names no anchor before it"),
        (lambda: moved(_ANCHORED, 3, 1), r"line 2 would then be wrong: the alias \*a names no anchor before it"),
        (lambda: moved("steps: [", 1, 1), "line 2 cannot be read: this is not valid YAML"),
        (
            lambda: duplicated('steps:\n- say: "a\n# b"\n- rest: 3s\n', 2),
            "line 3 would then be wrong: this is not valid YAML",
        ),
    ],
)
def test_what_cannot_be_done_is_refused(edit: Callable[[], Edit], says: str) -> None:
    """An edit would change what a session means, without a word."""
    with pytest.raises(StepStays, match=says):
        edit()


@pytest.mark.parametrize("line", [0, 1, 5, 12, 99])
def test_a_line_of_no_step_is_refused(line: int) -> None:
    """A stray click would move a step far away."""
    text = "steps:\n  - rest: 3s\n  - rest: 3s\n\n\n\n  - {hold: A, for: 3s}\n"
    with pytest.raises(NoStepOnLine, match=f"no step with a dash stands on line {line}; give each step lines"):
        moved(text, line, 1)


def test_an_anchor_moves_with_its_step_where_no_alias_is_passed() -> None:
    """A file with anchors could not be edited at all."""
    assert moved(_ANCHORED, 5, 1).text == "steps:\n- &a\n  hold: A\n  for: 3s\n- rest: 3s\n- *a\n"
    assert deleted(_ANCHORED, 5).text == "steps:\n- &a\n  hold: A\n  for: 3s\n- rest: 3s\n"
