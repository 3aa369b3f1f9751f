"""Requests that cannot be fulfilled as they were meant, or look as if they could not."""

import json
from pathlib import Path

import pytest
from program import TINY, run


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--scale", "reps=2"), "there is nothing to scale: this session has no reps"),
        (("--set", "rest_between_rounds=60s"), "the session has one round; set rounds, too"),
        (("--set", "Plank=45s"), "'Plank' has settings of its own; say what to set of it, such as Plank.for=45s"),
        (("--set", "sets=3"), "did you mean 'rounds'?"),
    ],
)
def test_a_request_that_would_change_nothing_is_refused(options: tuple[str, ...], message: str, tmp_path: Path) -> None:
    """The user would train without the change they asked for."""
    (tmp_path / "tiny.yaml").write_text(TINY)
    outcome = run("render", "tiny.yaml", *options, folder=tmp_path)
    assert (outcome.code, outcome.files) == (1, {"tiny.yaml"})
    assert message in outcome.err


def test_a_rest_between_rounds_names_the_blocks_that_have_some(tmp_path: Path) -> None:
    """The user would not find out how to rest longer in a session of sessions."""
    outcome = run("plan", "runner-strength", "--set", "rest_between_rounds=60s", folder=tmp_path)
    assert outcome.code == 1
    assert "Plyometrics.rest_between_rounds, Sprint-form lunges.rest_between_rounds" in outcome.err


@pytest.mark.parametrize("name", ["10:30.mp3", "pipe:1.mp3", "http:x.mp3"])
def test_a_name_with_a_colon_is_a_name(name: str, tmp_path: Path) -> None:
    """A file named after a time of day would end in a fault, or be taken for an address."""
    (tmp_path / "tiny.yaml").write_text(TINY)
    for _ in range(2):
        outcome = run("render", "tiny.yaml", "-o", name, folder=tmp_path)
        assert (outcome.code, outcome.files) == (0, {"tiny.yaml", name}), outcome.err


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [("tiny.yaml", 2, "the name cannot end in .yaml here"), ("tiny", 1, "is what this is made from")],
)
def test_the_session_itself_is_never_replaced(name: str, code: int, says: str, tmp_path: Path) -> None:
    """A slip with -o and --force would cost the user their session."""
    (tmp_path / name).write_text(TINY)
    outcome = run("render", name, "-o", name, "--force", folder=tmp_path)
    assert outcome.code == code
    assert says in outcome.err
    assert (tmp_path / name).read_text() == TINY


def test_standard_output_is_no_file_named_dash(tmp_path: Path) -> None:
    """A pipe would wait for ever, and a strangely named file stay behind."""
    (tmp_path / "tiny.yaml").write_text(TINY)
    outcome = run("render", "tiny.yaml", "-o", "-", folder=tmp_path)
    assert (outcome.code, outcome.files) == (2, {"tiny.yaml"})


@pytest.mark.parametrize("arguments", [("check",), ("plan",), ("plan", "--json")])
def test_a_title_that_the_terminal_cannot_show(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """On a terminal of another encoding, a title in one's own language would end in a fault."""
    (tmp_path / "squat.yaml").write_text(TINY.replace("Tiny", "Tiny \N{FLEXED BICEPS}"), encoding="utf-8")
    plain = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    outcome = run(*arguments, "squat.yaml", folder=tmp_path, env=plain)
    assert outcome.code == 0, outcome.err
    assert "fault" not in outcome.err
    if "--json" in arguments:
        assert json.loads(outcome.out)["title"] == "Tiny \N{FLEXED BICEPS}"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (TINY + "lead_in: 24h\n", "1:1: the session lasts more than 24 hours"),
        (
            "title: T\nsteps: [" + "{work: A, for: 1m}, " * 11 + "]\nlevels: {long: {set: {rounds: 1000}}}\n",
            "3:10: with this level, the session has more than 10,000 steps in all its rounds",
        ),
        (TINY.replace("Tiny", '"\\x9b31mred"'), "1:8: this is blank, or holds a character that cannot be shown"),
        (TINY.replace("Tiny", '"\\u202eyniT"'), "1:8: this is blank, or holds a character that cannot be shown"),
    ],
)
def test_what_a_check_finds_before_anything_is_spoken(text: str, problem: str, tmp_path: Path) -> None:
    """The user would hear of it only after all was spoken, or see their terminal change colour."""
    (tmp_path / "wrong.yaml").write_text(text)
    outcome = run("check", "wrong.yaml", folder=tmp_path)
    assert outcome.code == 1
    assert outcome.err.startswith(f"wrong.yaml:{problem}")
