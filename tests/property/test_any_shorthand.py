"""Whatever is typed in shorthand is a session, or has a problem that points into it."""

import re
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from repcast.errors import InvalidSession
from repcast.reading.loader import accept, parse, validate
from repcast.reading.serialise import serialise
from repcast.reading.source_file import shorthand_file
from shorthand_lines import ACCEPTED, REFUSED, WORKOUTS

_LINES: Final = (*(line for line, _ in (*ACCEPTED, *REFUSED)), *(workout.text for workout in WORKOUTS))
_WORDS: Final = sorted({word for line in _LINES for word in line.split()})
_VOCABULARY: Final = (
    ("every", "emom", "amrap", "tabata", "max", "alternating", "odd:", "A1:", "A2:", "for time"),
    ("1m", "2 min", "30s", "1:30", "1m30", "20/10s", "@2s", "400m", "@4:45/km", "in 90s", "8 breaths"),
    (
        "8",
        "x8",
        "3x",
        "rounds",
        "two",
        "reps",
        "8-12",
        "21-15-9",
        "@3-1-1-0",
        "4-7-8",
        "20-30-40s",
        "repeat",
        "repeat x3",
    ),
    ("shuffle", "shuffled", "pick 2", "in random order"),
    ("alternate", "alternating", "run", "jog and", "for a total of 20 minutes", "/", "run/walk 1:1"),
    ("on 1:00", "@ 1:40", "100 free", "50m kick", "3 min rounds", "3 min each", "(2 min jog)", "5k pace"),
    ("hold", "hold 5 seconds", "(hold 5s)", "3 times a day", "breathe in 4", "out 6", "4 in", "exhale", "\n"),
    (
        "@170spm",
        "EMOM 2:",
        "rest",
        "between sets",
        "on",
        "each side",
        "for",
        "then",
        ":",
        "jog recovery",
        "walk",
        "breathing",
        ",",
    ),
)
_CHARACTERS: Final = "0123456789:;,.x×@()'\"+-–/#\n \tmsr%&!“”é"
_PIECES: Final = re.compile(r"\w+|\s+|[^\w\s]")

lines = st.sampled_from(_LINES)
places = st.floats(0, 1, exclude_max=True)
vocabulary = st.sampled_from(_VOCABULARY).flatmap(st.sampled_from)  # no kind of word is rarer for having fewer
kinds = st.sampled_from(("insert", "delete", "replace", "duplicate", "swap"))
edits = st.tuples(kinds, places, places, st.booleans(), st.sampled_from(_CHARACTERS), st.sampled_from(_WORDS))


def edited(line: str, edit: tuple[str, float, float, bool, str, str]) -> str:
    """Return a line with one of its characters, or of its words, inserted, deleted, replaced, duplicated or swapped."""
    kind, one, other, by_words, character, word = edit
    pieces = _PIECES.findall(line) if by_words else list(line)
    new = f" {word} " if by_words else character
    if not pieces:
        return new
    at, to = int(one * len(pieces)), int(other * len(pieces))
    match kind:
        case "insert":
            pieces.insert(at, new)
        case "delete":
            del pieces[at]
        case "replace":
            pieces[at] = new
        case "duplicate":
            pieces.insert(to, pieces[at])
        case _:
            pieces[at], pieces[to] = pieces[to], pieces[at]
    return "".join(pieces)


def check(text: str) -> None:
    """Check that a text gives a session which YAML can hold, or problems that point into the text."""
    parsed = validate(shorthand_file(text.encode(), shown="quick"))
    assert (parsed.session is None) == bool(parsed.problems)
    if parsed.session:
        again = accept(parse(serialise(parsed.session).encode(), file="again"))
        assert again.model_dump(warnings="none") == parsed.session.model_dump(warnings="none")
        return
    written = re.split("\r\n|[\r\n]", text)
    for problem in parsed.problems:
        assert 1 <= problem.line <= len(written), problem
        assert 1 <= problem.column <= max(1, len(written[problem.line - 1])), problem
        assert problem.message.strip(), problem
        assert problem.hint.strip(), problem
        if problem.excerpt:
            _, excerpt, caret = str(InvalidSession([problem])).splitlines()[:3]
            character = written[problem.line - 1][problem.column - 1]
            assert excerpt[len(caret) - 1] == (character if character.isprintable() else " "), problem


@given(lines, st.lists(edits, min_size=1, max_size=3))
@examples(1500)
def test_a_slip_of_the_pen_gives_a_session_or_a_problem_in_its_place(
    line: str, changes: list[tuple[str, float, float, bool, str, str]]
) -> None:
    """If this failed, a mistyped line would end in a fault, or in a message that points nowhere."""
    for change in changes:
        line = edited(line, change)
    check(line)


@given(st.lists(lines, min_size=2, max_size=4), st.sampled_from((", ", "; ", "\n", "\n\n", " then ", " ")))
@examples(500)
def test_lines_together_give_a_session_or_a_problem_in_its_place(several: list[str], separator: str) -> None:
    """If this failed, two workouts that are fine alone would crash the program together."""
    check(separator.join(several))


@given(st.lists(vocabulary, min_size=1, max_size=4), st.sampled_from(("", " squats", ": 10 squats")))
@examples(1500)
def test_keywords_together_give_a_session_or_a_problem_in_its_place(words: list[str], end: str) -> None:
    """If this failed, words that each mean something would end in a fault where they stand beside each other."""
    check(" ".join(words) + end)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"))))
@examples(500)
def test_any_text_gives_a_session_or_a_problem_in_its_place(text: str) -> None:
    """If this failed, a line in another alphabet would crash the program."""
    check(text)
