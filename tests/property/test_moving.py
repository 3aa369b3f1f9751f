"""Steps of any session can be moved, doubled and deleted as lines, and nothing else of its text changes."""

from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import examples, workouts

from repcast.reading.located_yaml import read
from repcast.reading.moving import deleted, duplicated, moved
from repcast.reading.step_lines import StepLines, lines_of, steps_in

_ROOT: Final = Path(__file__).parents[2]
_WRITTEN: Final = [
    path.read_text(encoding="utf-8")
    for folder in ("sessions", "tests/golden")
    for path in sorted((_ROOT / folder).glob("*.yaml"))
    if folder == "sessions" or path.with_suffix(".timeline.json").exists()
]


@st.composite
def _texts(draw: st.DrawFn) -> str:
    """Return a session's text, with comments and blank lines wherever they change nothing, and any line ends."""
    text = draw(st.one_of(st.sampled_from(_WRITTEN), workouts.map(lambda workout: workout.text)))
    meant = read(text.encode()).root
    lines = lines_of(text)
    for line in draw(
        st.lists(st.sampled_from(("\n", "# here\n", "  # there\n", "      # far in\n", " \n")), max_size=12)
    ):
        at = draw(st.integers(0, len(lines)))
        more = [*lines[:at], line, *lines[at:]]
        if read("".join(more).encode()).root == meant:
            lines = more
    text = draw(st.sampled_from(("", "\ufeff"))) + "".join(lines)
    changed = draw(st.sampled_from((text, text.replace("\n", "\r\n"), text.removesuffix("\n"))))
    return changed if read(changed.encode()).root == meant else text


def _step(draw: st.DrawFn, text: str) -> StepLines:
    steps = [step for step in steps_in(text) if step.siblings > 1]
    assume(steps)
    return draw(st.sampled_from(steps))


def _document(text: str) -> Any:
    document = read(text.encode())
    assert not document.flaws
    return document.root


def _list(root: Any, step: StepLines) -> Any:
    for key in step.list_at:
        root = root[key]
    return root


@given(st.data())
@examples(400)
def test_a_step_moves_with_all_its_lines_and_back_again(data: st.DataObject) -> None:
    """If this failed, moving a step would change another one, or lose a comment, a blank line or a quote."""
    text = data.draw(_texts())
    step = data.draw(st.composite(_step)(text))
    target = data.draw(st.integers(0, step.siblings - 1))
    by = target - step.number
    after = moved(text, step.line, by)
    expected = deepcopy(_document(text))
    order = _list(expected, step)
    order.insert(target, order.pop(step.number))
    assert _document(after.text) == expected
    assert sorted(map(str.strip, lines_of(after.text))) == sorted(map(str.strip, lines_of(text)))
    assert moved(after.text, after.line, -by).text == text


@given(st.data())
@examples(400)
def test_a_step_is_doubled_and_its_copy_deleted(data: st.DataObject) -> None:
    """If this failed, undoing a copy by deleting it would leave a trace, or a copy would be another step."""
    text = data.draw(_texts())
    step = data.draw(st.composite(_step)(text))
    doubled = duplicated(text, step.line)
    expected = deepcopy(_document(text))
    order = _list(expected, step)
    order.insert(step.number, order[step.number])
    assert _document(doubled.text) == expected
    assert deleted(doubled.text, doubled.line).text == text


@given(st.data())
@examples(400)
def test_a_step_is_deleted_alone(data: st.DataObject) -> None:
    """If this failed, deleting a step would take a line of another one along."""
    text = data.draw(_texts())
    step = data.draw(st.composite(_step)(text))
    after = deleted(text, step.line)
    expected = deepcopy(_document(text))
    del _list(expected, step)[step.number]
    assert _document(after.text) == expected
    kept = [line for number, line in enumerate(lines_of(text), 1) if not step.first_line <= number <= step.last_line]
    assert [line.strip() for line in lines_of(after.text) if line.strip()] == [
        line.strip() for line in kept if line.strip()
    ]
