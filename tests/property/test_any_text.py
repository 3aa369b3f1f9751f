import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Document, Layout, as_yaml, examples, layouts
from wrong import (
    BUILTINS,
    Edit,
    aliased_texts,
    byte_edits,
    changed_documents,
    structures,
    token_edits,
    valid_texts,
    written_texts,
)

from repcast.doubts import doubts
from repcast.errors import InvalidSession, Problem
from repcast.reading.loader import SESSIONS, parse, validate
from repcast.resources import builtin_sessions

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of very long texts

FILE = "workout.yaml"
FOLDER = builtin_sessions()["core"].parent
# As YAML counts lines: https://yaml.org/spec/1.2.2/#54-line-break-characters, and in version 1.1 three more.
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
EDITS = 8


def check(text: bytes, path: Path | None = None) -> None:
    """Check that a text gives a session or problems, each of which stands inside the text and prints on one line."""
    source = SESSIONS.read(text, shown=FILE, path=path)
    parsed = validate(source)
    assert (parsed.session is None) == bool(parsed.problems)
    lines = _BREAK.split(text.decode("utf-8-sig", "replace"))
    for problem in (*parsed.problems, *(doubts(source, parsed.session) if parsed.session else ())):
        check_problem(problem, lines)
    assert len(str(InvalidSession(parsed.problems)).splitlines()) == len(parsed.problems) + 1


def check_problem(problem: Problem, lines: list[str]) -> None:
    """Check that a problem can be found and understood."""
    assert not _CONTROL.search(str(problem)), problem
    assert problem.message.strip(), problem
    assert problem.hint.strip(), problem
    if problem.file != FILE:
        assert problem.file in BUILTINS, problem
        lines = _BREAK.split(BUILTINS[problem.file])
    lines = [*lines, ""]  # the place just after the text may count as a line of its own
    assert 1 <= problem.line <= len(lines), problem
    assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem


def check_edited(text: str, edits: list[Edit]) -> None:
    """Check a text with each of the edits, and with every two that follow each other: so many texts as edits."""
    raw = text.encode()
    before = raw
    for number, edit in enumerate(edits):
        before = edit(before if number % 2 else raw)
        check(before, FOLDER / FILE)


@given(written_texts, st.lists(byte_edits, min_size=EDITS, max_size=EDITS))
@examples(100)
def test_a_file_with_wrong_bytes_gives_problems_and_no_traceback(text: str, edits: list[Edit]) -> None:
    """Otherwise a damaged file, or one in another encoding, would crash the program."""
    check_edited(text, edits)


@given(written_texts, st.lists(token_edits, min_size=EDITS, max_size=EDITS))
@examples(150)
def test_a_file_with_slips_of_the_pen_gives_problems_and_no_traceback(text: str, edits: list[Edit]) -> None:
    """Otherwise a forgotten colon or a wrong indentation would crash the program."""
    check_edited(text, edits)


@given(st.one_of(st.text(), st.text(st.sampled_from("-:?[]{},&*!|>'\"%#@` \n\tabc01"))))
@examples(1000)
def test_any_unicode_text_gives_problems_and_no_traceback(text: str) -> None:
    """Otherwise the wrong file, dropped on the program, would crash it."""
    check(text.encode("utf-8", "surrogatepass"))


@given(st.binary())
@examples(300)
def test_any_bytes_give_problems_and_no_traceback(raw: bytes) -> None:
    """Otherwise a picture, dropped on the program, would crash it."""
    check(raw)


@given(changed_documents(), layouts)
@examples(250)
def test_right_keys_with_wrong_values_give_problems_and_no_traceback(changed: list[Document], layout: Layout) -> None:
    """Otherwise a session with a mistake in it would crash the program."""
    for document in changed:
        check(as_yaml(document, layout).encode())


@given(structures, layouts)
@examples(500)
def test_any_structure_gives_problems_and_no_traceback(document: object, layout: Layout) -> None:
    """Otherwise another program's YAML or JSON file would crash this one."""
    check(as_yaml(document, layout).encode())


@given(aliased_texts)
@examples(500)
def test_alias_tricks_give_problems_and_no_traceback(text: str) -> None:
    """Otherwise a hostile file could hang or crash the program."""
    check(text.encode())


@given(
    valid_texts,
    st.integers(0, 4095),
    st.sampled_from((b"\xff", b"\xc3(", b"\x00", b"\x1b", b"\xc2\x80")),
    st.sampled_from((b"", b"\xef\xbb\xbf")),
)
@examples(300)
def test_a_character_that_no_file_may_hold_is_found_where_it_stands(
    text: str, at: int, wrong: bytes, bom: bytes
) -> None:
    """Otherwise the author would look for an invisible character in the wrong place."""
    at %= len(text) + 1
    raw = bom + text[:at].encode() + wrong + text[at:].encode()
    problem, *more = parse(raw, file=FILE).problems
    before = _BREAK.split(text[:at])
    assert (problem.line, problem.column, more) == (len(before), len(before[-1]) + 1, [])
