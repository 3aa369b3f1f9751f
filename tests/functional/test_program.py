"""What the functional tests run is what a user runs: a fork of a loaded repcast does as a process of its own does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from program import REPCAST, TINY, Outcome, run, write

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there, each run is a process of its own")

Commands = tuple[tuple[tuple[str, ...], str], ...]
# Arguments, and a text for standard input.
SOON: Commands = (
    (("render", "tiny.yaml"), ""),
    (("plan", "-", "--png", "tiny.png"), TINY.replace("Plank", "Plänk")),
    (("verify", "tiny.mp3"), ""),
    (("check", "tiny.yaml", "wrong.yaml", "nowhere.yaml"), ""),
    (("quick", "3x5 squats, rest 20s", "--plan"), ""),
    (("week", "plan.yaml", "--date", "2026-11-23", "--ics", "week.ics"), ""),
    ((), ""),
)
COMMANDS: Commands = (
    *SOON,
    (("render", "-", "-o", "read.flac", "--captions", "vtt"), TINY.replace("Plank", "Plänk")),
    (("render", "tiny.yaml", "--split", "-o", "album"), ""),
    (("plan", "tiny.yaml", "--json"), ""),
    (("show", "tiny.mp3"), ""),
    (("list",), ""),
    (("schema",), ""),
    (("render", "--help"), ""),
)


def outcomes(
    folder: Path, commands: Commands, program: tuple[str, ...] | None
) -> tuple[list[Outcome], dict[str, bytes]]:
    """Return what commands do in a folder, one after another, and every file that is then there."""
    folder.mkdir()
    write(folder, TINY)
    write(folder, TINY.replace("10s", "10"), "wrong.yaml")
    write(folder, "title: P\nstart: 2026-11-23\nweeks: 1\ndays:\n  monday: tiny.yaml\n", "plan.yaml")
    told = [run(*arguments, folder=folder, stdin=stdin, program=program) for arguments, stdin in commands]
    return told, {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    "commands", [SOON, pytest.param(COMMANDS, marks=[pytest.mark.slow, pytest.mark.thorough])], ids=["some", "all"]
)
def test_a_fork_does_as_a_process_does(commands: Commands, tmp_path: Path) -> None:
    """If this failed, what the tests of the commands prove would not hold for the program that a user starts."""
    forked, started = (outcomes(tmp_path / str(program is None), commands, program) for program in (None, REPCAST))
    for (arguments, _), by_fork, by_process in zip(commands, forked[0], started[0], strict=True):
        assert by_fork == by_process, arguments
    assert forked[1] == started[1]
    assert {outcome.code for outcome in started[0]} == {0, 1, 2}


def test_a_variable_that_is_gone_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a test that takes a variable away would take away nothing."""
    write(tmp_path, TINY)
    monkeypatch.setenv("REPCAST_MUSIC", "nowhere.mp3")
    assert run("check", "tiny.yaml", folder=tmp_path).code == 1
    monkeypatch.delenv("REPCAST_MUSIC")
    assert run("check", "tiny.yaml", folder=tmp_path).code == 0


def test_python_reads_its_own_variables(tmp_path: Path) -> None:
    """If this failed, a test of a terminal's encoding, or of another time zone, would try neither."""
    plain = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    assert run("sounds", folder=tmp_path, env=plain).out.isascii()
    assert not run("sounds", folder=tmp_path).out.isascii()


@pytest.mark.parametrize("program", [None, (sys.executable, "-c", "import time; time.sleep(60)")])
def test_what_takes_too_long_fails(program: tuple[str, ...] | None, tmp_path: Path) -> None:
    """If this failed, a command that waits for ever would have the tests wait, or pass."""
    write(tmp_path, TINY)
    with pytest.raises(subprocess.TimeoutExpired):
        run("render", "tiny.yaml", "-o", "tiny.wav", folder=tmp_path, program=program, timeout_s=0.02)
