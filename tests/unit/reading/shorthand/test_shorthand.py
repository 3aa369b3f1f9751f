"""What people write in shorthand, and what it becomes."""

import logging
import re
from pathlib import Path
from typing import Final

import pytest
from lark import Lark, logger

from repcast import durations
from repcast.errors import InvalidSession
from repcast.reading.loader import accept, load, parse, validate
from repcast.reading.located import Flaw, Position, Unreadable
from repcast.reading.serialise import serialise
from repcast.reading.shorthand.amounts import number
from repcast.reading.shorthand.explain import nearest_keyword
from repcast.reading.shorthand.parsing import grammar
from repcast.reading.shorthand.reading import read
from repcast.reading.shorthand.text import Phrase
from repcast.reading.source_file import shorthand_file
from repcast.session.model import Session, Timed
from shorthand_lines import ACCEPTED, REFUSED, WORKOUTS, Workout, brief

PAGE: Final = (Path(__file__).parents[4] / "docs" / "shorthand.md").read_text(encoding="utf-8")


def _session(text: str) -> Session:
    return accept(validate(shorthand_file(text.encode(), shown="quick")))


def _message(text: str) -> str:
    with pytest.raises(InvalidSession) as refused:
        _session(text)
    return str(refused.value)


@pytest.mark.parametrize(("line", "becomes"), ACCEPTED)
def test_a_line_becomes_what_its_writer_means(line: str, becomes: str) -> None:
    """If this failed, someone would train something else than they wrote."""
    assert brief(_session(line)) == becomes


@pytest.mark.parametrize(("line", "problem"), REFUSED)
def test_a_line_that_cannot_be_understood_is_refused_where_it_cannot(line: str, problem: str) -> None:
    """If this failed, a slip or a line with two readings would be guessed at, or be pointed out in the wrong place."""
    assert _message(line).startswith(f"quick:{problem}" + (" " if problem.endswith("?") else "; "))


@pytest.mark.parametrize("line", [line for line, _ in ACCEPTED])
def test_a_line_s_session_can_be_written_as_yaml(line: str) -> None:
    """If this failed, a line would mean what no session file can hold, and could not be saved."""
    session = _session(line)
    again = accept(parse(serialise(session).encode(), file="again.yaml"))
    assert again.model_dump(warnings="none") == session.model_dump(warnings="none")


@pytest.mark.parametrize("workout", WORKOUTS, ids=lambda workout: workout.text)
def test_a_workout_as_people_write_it_becomes_what_is_meant(workout: Workout) -> None:
    """If this failed, a workout off a gym's board or a therapist's sheet would be misread, or refused without help."""
    if workout.refused:
        assert _message(workout.text).splitlines()[0] == f"quick:{workout.refused}"
        assert _session(workout.mended).steps
    else:
        assert brief(_session(workout.text)) == workout.becomes


def test_workouts_are_seldom_refused() -> None:
    """If this failed, people would have to learn a language to write what they write on any board."""
    assert len(WORKOUTS) >= 120
    assert sum(bool(workout.refused) for workout in WORKOUTS) <= len(WORKOUTS) // 10


def test_the_tables_are_long_and_say_nothing_twice() -> None:
    """If this failed, lines would be counted that try nothing new."""
    lines = [line for line, _ in (*ACCEPTED, *REFUSED)]
    assert len(ACCEPTED) >= 150
    assert len(set(lines)) == len(lines)


def test_a_problem_is_shown_in_its_line() -> None:
    """If this failed, the user would count characters to find their slip."""
    assert _message("10 squats, 5 ronuds: 10 push-ups").splitlines() == [
        (
            "quick:1:14: 'ronuds' is no word of the shorthand; did you mean 'rounds'? "
            "Write 5 rounds; or put a name with that word into quotes"
        ),
        "  10 squats, 5 ronuds: 10 push-ups",
        "               ^",
        "1 problem",
    ]


def test_all_problems_are_told_at_once() -> None:
    """If this failed, a user would mend a long line slip by slip."""
    found = validate(shorthand_file(b"plank 30, 400m run\n3x(squats, 10 each lunges)", shown="quick")).problems
    assert [(problem.line, problem.column) for problem in found] == [(1, 7), (1, 11), (2, 4), (2, 15)]


def test_a_long_line_is_shown_around_the_problem() -> None:
    """If this failed, the caret under a long line would stand under the wrong word, where the terminal wraps it."""
    _, excerpt, caret, _ = _message("10 squats, " * 40 + "rset 90s" + ", 10 squats" * 40).splitlines()
    assert len(excerpt) == 102
    assert excerpt[len(caret) - 1 :].startswith("rset 90s")


def test_a_step_knows_its_line() -> None:
    """If this failed, a cue that is dropped would be reported without where it comes from."""
    session = _session("10 push-ups\n\n30s plank\n3x(10 squats,\n10 lunges)")
    assert [step.source.line for step in session.walk()] == [1, 3, 4, 4, 5]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("(" * 10_000, "1:9: parentheses are nested more than 8 deep"),
        ("a:" * 5_000, "1:9: more than 4 headings stand before one entry"),
        ("10 squats, " * 2_000, "1:1: the text has more than 20,000 characters"),
        ("10 squats, " * 1_001, "1:1: this holds too many"),
        ("1000x(1000x(10 squats))", "1:1: the session has more than 10,000 steps in all its rounds"),
        ("60h plank", "1:1: the session lasts more than 24 hours"),
        (f"10 {'squats ' * 20}", "1:4: this text is too long"),
        ("9" * 5_000, "1:1: this number cannot be read"),
    ],
)
def test_what_is_too_much_is_refused(text: str, problem: str) -> None:
    """If this failed, a hostile line could hang the program, or exhaust Python's stack."""
    assert _message(text).startswith(f"quick:{problem}")


def test_bytes_that_are_no_text_are_refused() -> None:
    """If this failed, a file of another encoding would be read as other words."""
    [flaw] = read(b"10 Liegest\xfctze").flaws
    assert (flaw.position.column, flaw.message) == (11, "this is not UTF-8 text")


@pytest.mark.parametrize(
    ("word", "keyword"),
    [
        ("ronuds", "rounds"),
        ("ruonds", "rounds"),
        ("ronds", "rounds"),
        ("rouunds", "rounds"),
        ("tabta", "tabata"),
        ("betwen", "between"),
        ("rset", "rest"),
        ("eahc", "each"),
        ("mxa", "max"),
        ("rounds", ""),
        ("press", ""),
        ("chest", ""),
        ("best", ""),
        ("around", ""),
        ("pounds", ""),
        ("reach", ""),
        ("sit", ""),
        ("step", ""),
        ("slide", ""),
    ],
)
def test_a_slip_is_known_from_a_word(word: str, keyword: str) -> None:
    """If this failed, a mistyped keyword would be taken for an exercise, or an exercise for a mistyped keyword."""
    assert nearest_keyword(word) == keyword


def test_a_phrase_without_a_number_has_none() -> None:
    """If this failed, a scheme that leaves its number out would end in a fault of ours."""
    with pytest.raises(Unreadable) as refused:
        number(Phrase(kind="COUNT", text="some rounds", at=Position(1, 4)))
    assert refused.value.flaw == Flaw(Position(1, 4), "'some rounds' holds no number", "write one in digits")


def test_a_text_file_is_a_session(tmp_path: Path) -> None:
    """If this failed, workouts kept as lines of text could not be rendered, checked or included."""
    lunch = tmp_path / "lunch.txt"
    lunch.write_text("title: Lunch\r\n3x10 push-ups\r\n", encoding="utf-8")
    assert brief(load(str(lunch))) == "Lunch: 3 x (reps Push-ups x10)"
    day = tmp_path / "day.yaml"
    day.write_text("title: Day\nsteps: [include: lunch.txt, rest: 5s]\n", encoding="utf-8")
    assert brief(load(str(day))) == "Day: Lunch (3 x (reps Push-ups x10)), rest 5s"


def test_a_problem_in_a_text_file_has_its_name_and_its_line(tmp_path: Path) -> None:
    """If this failed, an editor could not jump to a problem in a text file."""
    lunch = tmp_path / "lunch.txt"
    lunch.write_text("# Monday\n\n10 squats\nplank 30\n", encoding="utf-8")
    with pytest.raises(InvalidSession) as refused:
        load(str(lunch))
    problem, excerpt, caret, _ = str(refused.value).splitlines()
    assert problem.startswith(f"{lunch}:4:7: 30 of plank may be seconds or repetitions; ")
    assert (excerpt, caret) == ("  plank 30", "        ^")


def test_a_problem_in_a_yaml_file_stays_on_one_line() -> None:
    """If this failed, tools that read `repcast check` would meet lines that are no problems."""
    assert (
        len(str(InvalidSession(parse(b"title: 5\nsteps: [{work: A, for: 30}]", file="a.yaml").problems)).split("\n"))
        == 3
    )


def test_the_grammar_has_no_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    """If this failed, lark would choose one of two readings without a word."""
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(caplog.handler)
    try:
        Lark(grammar(), parser="lalr", lexer="basic", g_regex_flags=re.IGNORECASE, debug=True)
    finally:
        logger.setLevel(level)
        logger.removeHandler(caplog.handler)
    assert "onflict" not in caplog.text


def test_the_documented_grammar_is_the_one_that_is_used() -> None:
    """If this failed, someone would write by a grammar that does not hold."""
    assert f"```lark\n{grammar()}```\n" in PAGE


@pytest.mark.parametrize("line", re.findall(r"^\| `(.+?)` \|", PAGE.partition("## What is refused")[0], re.MULTILINE))
def test_a_documented_line_is_a_session(line: str) -> None:
    """If this failed, a line that readers copy would be refused."""
    assert _session(line).steps


@pytest.mark.parametrize("line", re.findall(r"^\| `(.+?)` \|", PAGE.partition("## What is refused")[2], re.MULTILINE))
def test_a_line_documented_as_refused_is(line: str) -> None:
    """If this failed, a line would be guessed at that the documentation promises to ask about."""
    assert _message(line).endswith("1 problem")


def test_a_time_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a time would be written out as text and read again, which can lose or refuse what was meant."""
    texts: list[str] = []
    read = durations._read

    def reading(text: str) -> int:
        texts.append(text)
        return read(text)

    monkeypatch.setattr(durations, "_read", reading)
    session = _session(
        "3x(30s plank, 1:30 side plank each side, max pull-ups) rest 90s; tabata squats; EMOM 5: 10 swings @2s"
    )
    assert set(texts) == {"2s"}, "a tempo alone is a text"
    spans_ms = [step.span.default_ms for step in session.walk() if isinstance(step, Timed)]
    assert spans_ms == [30_000, 90_000, 60_000, 20_000]
