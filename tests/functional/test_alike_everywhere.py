"""One request, whatever the command that it is made of: the same rules for names, music and settings in all of them."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from program import LONG, REPCAST, TINY, environment, run, started, tree, write

PLAN = "title: P\nstart: 2026-11-23\nweeks: 1\ndays:\n  monday: tiny.yaml\n"
MONDAY = ("--date", "2026-11-23")
TOO_LONG = "x" * 300


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a session and a training plan, which is the user's home."""
    write(tmp_path, TINY)
    write(tmp_path, PLAN, "plan.yaml")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ("check", "~/tiny.yaml"),
        ("check", "~/plan.yaml"),
        ("plan", "~/tiny.yaml"),
        ("week", "~/plan.yaml"),
        ("today", "~/plan.yaml", *MONDAY),
        ("render", "~/tiny.yaml", "-o", "~/a.mp3"),
        ("render", "tiny.yaml", "-o", "~/"),
    ],
    ids=" ".join,
)
def test_a_tilde_is_the_user_s_home(command: tuple[str, ...], folder: Path, tmp_path: Path) -> None:
    """If this failed, a name would be found by one command and not by another, where no shell has replaced its ~."""
    outcome = run(*command, folder=folder, env={"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)})
    assert outcome.code == 0, outcome.err
    assert not any("~" in name for name in outcome.files)


def test_the_output_folder_of_a_variable_may_have_a_tilde(folder: Path, tmp_path: Path) -> None:
    """If this failed, the same text would work in the configuration alone."""
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "REPCAST_OUTPUT_FOLDER": "~/phone"}
    outcome = run("render", "tiny.yaml", "-q", folder=folder, env=home)
    assert (outcome.code, "phone/tiny.mp3" in outcome.files) == (0, True), outcome.err


@pytest.mark.parametrize("command", [("check", "tiny.yaml"), ("plan", "tiny.yaml"), ("today", *MONDAY)], ids=" ".join)
def test_music_of_a_variable_is_looked_at_before_anything_is_spoken(command: tuple[str, ...], folder: Path) -> None:
    """If this failed, `check` would be content, and the render end in an error after all is spoken."""
    outcome = run(*command, folder=folder, env={"REPCAST_MUSIC": "nowhere.mp3"})
    assert (outcome.code, outcome.out) == (1, "")
    assert "$REPCAST_MUSIC: cannot use nowhere.mp3: it does not exist; correct the variable, or unset it" in outcome.err
    assert "Speaking" not in outcome.err


@pytest.mark.parametrize("command", [("plan", "tiny.yaml"), ("render", "tiny.yaml"), ("today", *MONDAY)], ids=" ".join)
def test_music_of_a_command_is_looked_at_before_anything_is_spoken(command: tuple[str, ...], folder: Path) -> None:
    """If this failed, the user would wait for speech before they learn of a slip."""
    before = tree(folder)
    outcome = run(*command, "--music", "nowhere.mp3", folder=folder)
    assert (outcome.code, outcome.files) == (1, before)
    assert "cannot read nowhere.mp3: it does not exist" in outcome.err
    assert "Speaking" not in outcome.err


@pytest.mark.parametrize(
    "command",
    [("render", "tiny.yaml"), ("today", *MONDAY), ("week", "--render", *MONDAY), ("quick", "10 squats")],
    ids=" ".join,
)
def test_what_is_not_reached_is_told_also_quietly(command: tuple[str, ...], folder: Path) -> None:
    """If this failed, a file softer than was asked for would come without a word."""
    outcome = run(*command, "-q", "--loudness", "-8", folder=folder)
    assert outcome.code == 0
    assert "LU softer than was asked" in outcome.err


@pytest.mark.parametrize(
    "command",
    [
        ("render", "tiny.yaml", "-o", f"{TOO_LONG}.mp3"),
        ("render", "tiny.yaml", "--split", "-o", TOO_LONG),
        ("render", TOO_LONG),
        ("plan", "tiny.yaml", "--svg", f"{TOO_LONG}.svg"),
        ("new", f"{TOO_LONG}.yaml"),
        ("init", TOO_LONG),
        ("quick", "10 squats", "--save", f"{TOO_LONG}.yaml"),
        ("sounds", "--demo", f"{TOO_LONG}.mp3"),
        ("show", f"{TOO_LONG}.mp3"),
        ("today", TOO_LONG),
    ],
    ids=lambda command: " ".join(command)[:20],
)
def test_a_name_that_is_too_long_is_told(command: tuple[str, ...], folder: Path) -> None:
    """If this failed, a text pasted in place of a name would end in a fault of ours, or in work for nothing."""
    before = tree(folder)
    outcome = run(*command, folder=folder)
    assert (outcome.code, outcome.files) == (1, before), outcome.err
    assert "Speaking" not in outcome.err


@pytest.mark.parametrize("variable", ["REPCAST_CONFIG", "REPCAST_OUTPUT_FOLDER"])
def test_a_name_that_is_too_long_is_told_of_a_variable_too(variable: str, folder: Path) -> None:
    """If this failed, a slip in a variable would end in a fault of ours."""
    outcome = run("render", "tiny.yaml", folder=folder, env={variable: TOO_LONG})
    assert outcome.code == 1
    assert "File name too long" in outcome.err


@pytest.mark.parametrize("moment", ["99999999999999", "-", "soon"])
def test_a_moment_that_there_is_not_is_told(moment: str, folder: Path) -> None:
    """If this failed, a slip in a build's own variable would end in a fault of ours."""
    outcome = run("render", "tiny.yaml", folder=folder, env={"SOURCE_DATE_EPOCH": moment})
    assert outcome.code == 1
    assert f"$SOURCE_DATE_EPOCH: '{moment}' is not a time in seconds since 1970" in outcome.err


@pytest.mark.skipif(os.name == "nt", reason="shells are POSIX's")
@pytest.mark.parametrize("command", [("render", "-"), ("quick", "-"), ("check", "-")], ids=" ".join)
def test_standard_input_that_is_closed_is_told(command: tuple[str, ...], folder: Path) -> None:
    """If this failed, a service that starts repcast would read of a fault of ours."""
    closed = ["sh", "-c", 'exec "$@" <&-', "sh", *REPCAST, *command]
    ended = subprocess.run(
        closed, cwd=folder, env=environment(), capture_output=True, text=True, timeout=300, check=False
    )
    assert ended.returncode == 1
    assert "cannot read standard input: it is closed" in ended.stderr


def test_a_session_that_is_not_found_makes_no_folder(folder: Path) -> None:
    """If this failed, a slip in a name would leave an empty folder."""
    before = tree(folder)
    outcome = run("render", "nowhere.yaml", folder=folder, env={"REPCAST_OUTPUT_FOLDER": "phone"})
    assert (outcome.code, outcome.files) == (1, before)


@pytest.mark.parametrize("ending", ["yaml", "txt", "svg", "ogg"])
def test_sound_is_not_written_under_the_name_of_something_else(ending: str, folder: Path) -> None:
    """If this failed, a file called x.yaml would hold an MP3."""
    before = tree(folder)
    outcome = run("render", "tiny.yaml", "-o", f"new.{ending}", folder=folder)
    assert (outcome.code, outcome.files) == (2, before)
    assert f"the name cannot end in .{ending} here" in outcome.err


def test_the_album_of_a_built_in_is_replaced(tmp_path: Path) -> None:
    """If this failed, each render would make another folder, or call the album what it is made from."""
    for options in ((), ("-o", "planks"), ()):
        outcome = run("render", "planks", "--split", "-q", *options, folder=tmp_path)
        assert outcome.code == 0, outcome.err
        assert {name for name in outcome.files if "/" not in name} == {"planks"}


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.usefixtures("interruptible")
def test_a_terminal_that_is_closed_leaves_nothing_half_written(tmp_path: Path) -> None:
    """If this failed, closing the window would leave a hidden file."""
    write(tmp_path, LONG, "long.yaml")
    with started("render", "long.yaml", "-o", "long.flac", folder=tmp_path) as process:
        assert process.stderr
        for line in process.stderr:
            if line.strip() == b"Encoding...":
                break
        process.send_signal(signal.SIGHUP)
        assert process.wait(60) == 130
    assert tree(tmp_path) == {"long.yaml"}


def test_music_given_anew_is_not_called_missing(folder: Path) -> None:
    """If this failed, a render would say that the music is missing which plays in it."""
    assert run("render", "tiny.yaml", "-q", "-o", "beep.mp3", folder=folder).code == 0
    write(folder, TINY + "music: beep.mp3\n", "own.yaml")
    assert run("render", "own.yaml", "-q", folder=folder).code == 0
    assert "not in this file: music" in run("render", "own.mp3", "-q", "-o", "x.mp3", folder=folder).err
    assert run("render", "own.mp3", "-q", "-o", "x.mp3", "--music", "beep.mp3", folder=folder).err == ""
