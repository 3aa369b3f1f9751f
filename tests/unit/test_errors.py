"""Errors tell the user what is wrong and what to do, and end the program with the right code."""

import copy
import inspect
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from repcast import errors
from repcast.errors import InvalidSession, Problem, RepcastError, counted, did_you_mean


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            errors.UnknownSession("coer", ["core", "planks"]),
            (
                "no session 'coer'; did you mean 'core'?\n"
                "Give the path of a YAML file, or a built-in session: core, planks"
            ),
        ),
        (
            errors.NoTrainingPlanHere("plan.yaml", ["six-weeks"]),
            "there is no plan.yaml in this folder; write one, or name a training plan\nThe built-in ones: six-weeks",
        ),
        (
            errors.UnknownTrainingPlan("six-wekes", ["six-weeks"]),
            (
                "no training plan 'six-wekes'; did you mean 'six-weeks'?\n"
                "Give the path of a YAML file, or a built-in training plan: six-weeks"
            ),
        ),
        (
            errors.NoStart("Autumn"),
            "Autumn has no start; say when it begins, as in --start 2026-11-23, or write start: in it",
        ),
        (errors.UnreadableFile("a.yaml", "Permission denied"), "cannot read a.yaml: Permission denied"),
        (
            errors.UnknownStep("side plnk", ["Side plank", "Rest"]),
            "no step named 'side plnk'; did you mean 'Side plank'? (steps: Side plank, Rest)",
        ),
        (
            errors.UnknownSetting("four", "Side plank", ["name", "for"]),
            "Side plank has no setting 'four'; did you mean 'for'? (settings: name, for)",
        ),
        (errors.BadSetting("rounds", "two", "this is no number", "write 2"), "rounds=two: this is no number; write 2"),
        (errors.BadSetting("holds", "200", "the most is 100"), "holds=200: the most is 100"),
        (
            errors.BadVariable("REPCAST_MUSIC", "cannot use a.mp3: it does not exist"),
            "$REPCAST_MUSIC: cannot use a.mp3: it does not exist; correct the variable, or unset it",
        ),
        (
            errors.BadVariable("REPCAST_COUNTDOWN", "countdown=loud: 'loud' is not known here", "write 'ticks'"),
            "$REPCAST_COUNTDOWN: countdown=loud: 'loud' is not known here; write 'ticks', or unset the variable",
        ),
        (
            errors.OutOfRange("Plank.for", "5m", "30s to 2m"),
            "Plank.for=5m is outside the author's range 30s to 2m; choose a value inside it, or add --beyond-range",
        ),
        (
            errors.UnknownLevel("eazy", ["easy", "hard"]),
            "no level named 'eazy'; did you mean 'easy'? (levels: easy, hard)",
        ),
        (errors.UnknownLevel("easy", []), "no level named 'easy' (it has no levels)"),
        (
            errors.TooManySteps(10_000),
            "the session has more than 10,000 steps in all its rounds; take away rounds or steps",
        ),
        (errors.TooLong(24), "the session lasts more than 24 hours; take away rounds or time"),
        (
            errors.OutputExists(Path("a.mp3")),
            "a.mp3 exists and repcast did not write it; choose another name, or replace it with --force",
        ),
        (
            errors.OutputNotWritable(Path("a.mp3"), "No space left"),
            "cannot write a.mp3: No space left; choose another place",
        ),
        (
            errors.SpeechUnavailable("pyttsx3", "no library", "Install it."),
            "the speech engine pyttsx3 does not start: no library\nInstall it.",
        ),
        (
            errors.UnknownVoice("en-su", ["en-us", "de"]),
            "no voice 'en-su'; did you mean 'en-us'?\n`repcast voices` lists the ones on this machine",
        ),
        (
            errors.SpeechFailed("Plank.", "the recording is silent", 4),
            (
                "the speech engine could not say “Plank.”: the recording is silent (4 attempts)\nNothing was written."
                " Write the text in other words, or choose another voice, and render again."
            ),
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, RepcastError) else "",
)
def test_message_and_exit_code_of_the_users_errors(error: RepcastError, message: str) -> None:
    """If this failed, a user would not be told what to do, or a script would see the wrong exit code."""
    assert str(error) == message
    assert error.exit_code == 1


NAME = "Plank; choose A, then B"
_ARGUMENTS: dict[object, object] = {
    str: f"{NAME}\nnext; line",
    int: 3,
    bool: True,
    Path: Path("a; b.mp3"),
    Sequence[str]: [NAME, "Rest"],
    Sequence[Problem]: [Problem(file="a.yaml", line=3, column=7, message="wrong; here", hint="mend it", excerpt="x")],
    RepcastError: errors.OutOfRange(NAME, "5m", "30s to 2m"),
}
_CLASSES = [
    each
    for each in vars(errors).values()
    if isinstance(each, type)
    and issubclass(each, RepcastError)
    and each is not RepcastError
    and each is not errors.Fault
]


def _any_error(error: type[RepcastError]) -> RepcastError:
    """Return an error of a class, made of names that look like the end of a sentence."""
    build: Any = error
    parameters = inspect.signature(error).parameters.items()
    return build(**{name: _ARGUMENTS[parameter.annotation] for name, parameter in parameters})  # type: ignore[no-any-return]


_ERRORS = [*map(_any_error, _CLASSES)]


@pytest.mark.parametrize("error", _ERRORS, ids=lambda error: type(error).__name__)
def test_every_error_survives_a_pool_of_workers_and_a_copy(error: RepcastError) -> None:
    """If this failed, an error in a worker's process would kill the pool, or reach the user with another message."""
    error.add_note("a note")
    for other in (*(pickle.loads(pickle.dumps(error, protocol)) for protocol in range(6)), copy.deepcopy(error)):
        assert type(other) is type(error)
        assert str(other) == str(error)
        assert vars(other) == vars(error)
        assert (other.problem, other.hint, other.flag) == (error.problem, error.hint, error.flag)


@pytest.mark.parametrize("error", _ERRORS, ids=lambda error: type(error).__name__)
def test_every_error_says_its_problem_and_then_its_hint(error: RepcastError) -> None:
    """If this failed, what is wrong or what to do would be left out of what the user reads."""
    problem = error.problem if error.has_lines else errors.printable(error.problem)
    assert problem
    assert str(error).startswith(problem)
    hint = error.hint + (f", or {error.flag}" if error.flag else "")
    assert str(error)[len(problem) :].removeprefix(error.separator) in (hint, f" {hint[:1].upper()}{hint[1:]}")


@pytest.mark.parametrize(
    ("problem", "hint", "text"),
    [
        ("no key 'att'; did you mean 'at'?", "the keys are at", "no key 'att'; did you mean 'at'? The keys are at"),
        ("this is empty", "write something", "this is empty; write something"),
        ("did you mean 'at'?", "", "did you mean 'at'?"),
        ("", "write at", "write at"),
    ],
)
def test_after_a_question_a_sentence_begins(problem: str, hint: str, text: str) -> None:
    """If this failed, messages would have a semicolon behind a question mark."""
    assert errors.joined(problem, hint) == text
    assert str(errors.RepcastError(problem, hint)) == text


def test_a_line_end_in_a_name_is_not_printed() -> None:
    """If this failed, the name of a file could print a line that looks like one of ours."""
    assert str(errors.UnreadableFile("a\nb.yaml: ok", "no")) == "cannot read a b.yaml: ok: no"


def test_what_a_flag_can_do_is_apart_from_what_can_be_done_anywhere() -> None:
    """If this failed, the author of a file would be told to write a flag into it."""
    error = errors.OutOfRange("Plank.for", "5m", "30s to 2m")
    assert (error.hint, error.flag) == ("choose a value inside it", "add --beyond-range")
    assert str(error).endswith("; choose a value inside it, or add --beyond-range")


def test_a_misfit_keeps_the_hint_and_the_flag_of_its_reason() -> None:
    """If this failed, a customisation of several sessions would be refused without what to do about it."""
    error = errors.OutOfRange("Plank.for", "5m", "30s to 2m")
    assert str(errors.CustomisationDoesNotFit("core", error)) == f"core: {error}"
    assert errors.CustomisationDoesNotFit("core", error).flag == error.flag


def test_a_broken_timeline_is_our_fault() -> None:
    """If this failed, a bug of ours would be blamed on the user's file."""
    error = errors.BrokenTimeline("no two voice events overlap", "one and two")
    assert str(error) == "timeline: no two voice events overlap: one and two"
    assert isinstance(error, errors.Fault)
    assert error.exit_code == 3


@pytest.mark.parametrize(
    ("word", "suggestion"),
    [
        ("side plank", "; did you mean 'Side Plank'?"),
        ("SIDE PLNK", "; did you mean 'Side Plank'?"),
        ("rest", "; did you mean 'Rest'?"),
        ("burpees", ""),
        ("", ""),
    ],
)
def test_did_you_mean(word: str, suggestion: str) -> None:
    """If this failed, a typing slip would get no suggestion, or an absurd one."""
    assert did_you_mean(word, ["Rest", "Side Plank"]) == suggestion


def _problem(line: int, column: int = 1, file: str = "a.yaml") -> Problem:
    return Problem(file=file, line=line, column=column, message=f"wrong {line}", hint="mend it")


def test_a_problem_reads_as_editors_and_compilers_write_them() -> None:
    """If this failed, an editor could not jump from the message to the place."""
    assert str(_problem(3, 7)) == "a.yaml:3:7: wrong 3; mend it"


def test_a_problem_with_its_line_is_pointed_out_in_it() -> None:
    """If this failed, the caret would stand under the wrong character, or move when the line holds a tab."""
    problem = Problem(file="a", line=1, column=4, message="m", hint="h", excerpt="10\tx")
    assert str(InvalidSession([problem])).splitlines() == ["a:1:4: m; h", "  10 x", "     ^", "1 problem"]


def test_problems_are_told_all_at_once_in_the_order_of_the_file() -> None:
    """If this failed, a user would mend problems one by one, or jump about in the file."""
    error = InvalidSession([_problem(10), _problem(2, 9), _problem(2, 8), _problem(99, file="A.yaml")])
    assert str(error).splitlines() == [
        "A.yaml:99:1: wrong 99; mend it",
        "a.yaml:2:8: wrong 2; mend it",
        "a.yaml:2:9: wrong 2; mend it",
        "a.yaml:10:1: wrong 10; mend it",
        "4 problems",
    ]
    assert error.exit_code == 1


def test_a_single_problem_is_counted_in_the_singular() -> None:
    """If this failed, the user would read "1 problems"."""
    assert str(InvalidSession([_problem(1)])).splitlines()[-1] == "1 problem"


@pytest.mark.parametrize(("count", "text"), [(0, "0 cues"), (1, "1 cue"), (2, "2 cues")])
def test_things_are_counted_in_words(count: int, text: str) -> None:
    """If this failed, messages would speak of "1 cues"."""
    assert counted(count, "cue") == text
