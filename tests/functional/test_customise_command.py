"""`repcast customise` in a real terminal: keys go in, a screen comes out, and files are what the flags would make."""

import json
import os
import shlex
import signal
import sys
from pathlib import Path

import pytest
import yaml
from program import TINY, run, tree, write

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX's"),
    pytest.mark.usefixtures("interruptible"),
]
if sys.platform != "win32":
    from terminal import opened

SESSION = """\
title: Two things
rounds: 2
rest_between_rounds: {default: 20s, min: 15s, max: 30s}
steps:
  - hold: Side plank
    for: 10s
    sides: [left side, right side]
  - rest: 10s
levels:
  long: {set: {Side plank.for: 15s}}
"""
MANY = "title: Many\nsteps:\n" + "".join(f"  - hold: Hold {number}\n    for: 10s\n" for number in range(1, 41))
READY = "q leave"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a session."""
    write(tmp_path, SESSION, "two.yaml")
    return tmp_path


def row(lines: list[str], name: str) -> str:
    """Return the line of a row."""
    [line] = [line for line in lines if line[3:].startswith(name)]
    return line


def test_what_keys_change_is_on_the_screen_at_once(folder: Path) -> None:
    """If this failed, the user would press keys and see nothing of it."""
    with opened("customise", "two.yaml", folder=folder, columns=120) as terminal:
        lines = terminal.wait_for(READY)
        assert b"about 1:" in terminal.raw
        assert row(lines, "Rounds").split() == [">", "Rounds", "2"]
        assert row(lines, "Rest between rounds").split() == ["Rest", "between", "rounds", "20s", "15s", "to", "30s"]
        terminal.press("right", "down", "right", "down", "down", "left")
        lines = terminal.wait_for("Side plank.for=5s")
        assert row(lines, "Side plank").split() == [">*", "Side", "plank", "5s", "hold", "x2"]
        assert row(lines, "Rounds").split() == ["*", "Rounds", "3"]
        flags = '--set rounds=3 --set rest_between_rounds=25s --set "Side plank.for=5s"'
        assert f"repcast render two.yaml {flags}" in lines


def test_the_total_and_what_does_not_fit_follow(folder: Path) -> None:
    """If this failed, the user would stretch or shorten a session without knowing what it becomes."""
    say = "    say: Roll onto one forearm.\n"
    steps = f"  - hold: Plank\n    for: 40s\n  - reps: Other\n    count: 20\n    tempo: 2s\n{say}"
    write(folder, f"title: Talk\nsteps:\n{steps}", "talk.yaml")
    with opened("customise", "talk.yaml", folder=folder) as terminal:
        total = terminal.wait_for("every cue fits")[0].split()[-1]
        assert total.startswith("1:3")
        terminal.press("down", "down", *["left"] * 7)
        lines = terminal.wait_for("will not fit: ")
        assert "“Roll onto one forearm.”" in lines[2]
        assert lines[0].split()[-1] < total
        terminal.press("r")
        assert terminal.wait_for("every cue fits")[0].split()[-1] == total


def test_rendering_is_what_the_flags_render(folder: Path) -> None:
    """If this failed, the file would not be what the screen, or the command on it, promised."""
    with opened("customise", "two.yaml", folder=folder) as terminal:
        terminal.wait_for(READY)
        terminal.press("left", "l", "down", "down", "right")
        command = terminal.wait_for("level: long", "plank.for=20s")[-3:-1]
        terminal.press("enter")
        terminal.wait_for("render to: two.mp3")
        terminal.press("enter")
        assert terminal.end() == 0
        assert b"two.mp3  1:1" in terminal.raw
        assert terminal.is_sane()
    shown = shlex.split(" ".join(command))[shlex.split(" ".join(command)).index("render") :]
    assert shown == ["render", "two.yaml", "--level", "long", "--set", "rounds=1", "--set", "Side plank.for=20s"]
    assert run(*shown, "-o", "flags.mp3", folder=folder).code == 0
    assert (folder / "two.mp3").read_bytes() == (folder / "flags.mp3").read_bytes()


def test_saving_writes_a_session_that_renders_the_same(folder: Path) -> None:
    """If this failed, tomorrow's session would not be the one that was made today."""
    with opened("customise", "two.yaml", folder=folder) as terminal:
        terminal.wait_for(READY)
        terminal.press("right", "s")
        terminal.wait_for("save as: two-2.yaml")
        terminal.press("^u", "mine", "enter")
        terminal.wait_for("saved mine.yaml, without its levels")
        terminal.press("q")
        assert terminal.end() == 0
    assert yaml.safe_load((folder / "mine.yaml").read_text())["rounds"] == 3
    assert run("check", "mine.yaml", folder=folder).code == 0
    assert tree(folder) == {"two.yaml", "mine.yaml"}


def test_nothing_is_overwritten_unasked(folder: Path) -> None:
    """If this failed, a slip in a name would destroy another session."""
    old = write(folder, TINY, "old.yaml").read_text()
    with opened("customise", "two.yaml", folder=folder) as terminal:
        terminal.wait_for(READY)
        terminal.press("right", "s")
        terminal.wait_for("save as: ")
        terminal.press("^u", "old.yaml", "enter")
        terminal.wait_for("old.yaml exists; replace it? (y, n)")
        terminal.press("n")
        terminal.wait_for(READY)
        assert (folder / "old.yaml").read_text() == old
        terminal.press("s")
        terminal.wait_for("save as: ")
        terminal.press("^u", "old.yaml", "enter")
        terminal.wait_for("replace it?")
        terminal.press("y")
        terminal.wait_for("saved old.yaml")
    assert yaml.safe_load((folder / "old.yaml").read_text())["title"] == "Two things"


@pytest.mark.parametrize("key", ["q", "escape"])
def test_leaving_asks_where_something_would_be_lost(folder: Path, key: str) -> None:
    """If this failed, one key too many would lose all changes, or leaving would ask for nothing."""
    with opened("customise", "two.yaml", folder=folder) as terminal:
        terminal.wait_for(READY)
        terminal.press("right", key)
        terminal.wait_for("leave without saving?")
        terminal.press("n")
        terminal.wait_for(READY)
        terminal.press("u", key)
        assert terminal.end() == 0
        assert terminal.is_sane()
    assert tree(folder) == {"two.yaml"}


@pytest.mark.parametrize("way", ["key", "SIGINT", "SIGTERM"])
@pytest.mark.parametrize("keys", [(), ("right", "s"), ("right", "q"), ("?",)])
def test_an_interruption_leaves_no_mess(folder: Path, way: str, keys: tuple[str, ...]) -> None:
    """If this failed, ^C would leave a terminal that shows nothing, a file, or a traceback."""
    with opened("customise", "two.yaml", folder=folder) as terminal:
        terminal.wait_for(READY)
        terminal.press(*keys)
        terminal.wait_for(READY, "level") if not keys else terminal.wait_for("goes")
        if way == "key":
            terminal.press("^c")
        else:
            terminal.process.send_signal(signal.Signals[way])
        assert terminal.end() == 130
        assert terminal.raw.endswith(b"stopped\r\n")
        assert b"Traceback" not in terminal.raw
        assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")
        assert terminal.raw.rindex(b"\x1b[?25h") > terminal.raw.rindex(b"\x1b[?25l")
        assert terminal.is_sane()
    assert tree(folder) == {"two.yaml"}


def test_an_interrupted_render_leaves_no_file(folder: Path) -> None:
    """If this failed, ^C after the view would leave half an MP3."""
    write(folder, MANY, "many.yaml")
    with opened("customise", "many.yaml", folder=folder, env={"REPCAST_CACHE_DIR": str(folder / "cache")}) as terminal:
        terminal.wait_for(READY)
        terminal.press("w")
        terminal.wait_for("render to: many.mp3")
        terminal.press("enter")
        terminal.wait_for("Speaking")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.end() == 130
        assert b"Traceback" not in terminal.raw
    assert {path.name for path in folder.iterdir()} == {"two.yaml", "many.yaml", "cache"}


def test_a_small_window_scrolls_to_the_selected_row(folder: Path) -> None:
    """If this failed, most of a long session could not be seen in a small window."""
    write(folder, MANY, "many.yaml")
    with opened("customise", "many.yaml", folder=folder, columns=60, rows=20) as terminal:
        lines = terminal.wait_for(READY, "Hold 1 ")
        assert len(lines) == 20
        assert "Hold 30 " not in "\n".join(lines)
        terminal.press(*["down"] * 31)
        assert ">  Hold 30 " in "\n".join(terminal.wait_for(">  Hold 30 "))
        terminal.press(*["pageup"] * 4)
        terminal.wait_for(">  Rounds")


@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (40, 12), (140, 50)])
def test_a_resized_window_is_filled_anew(folder: Path, columns: int, rows: int) -> None:
    """If this failed, a window made smaller would hide the keys, the total or the selected row."""
    with opened("customise", "two.yaml", folder=folder, columns=100, rows=30) as terminal:
        terminal.wait_for(READY, "every cue fits")
        terminal.resize(columns, rows)
        terminal.press("down")
        lines = terminal.wait_for(">  Rest betw", "arrows change")
        assert len(lines) == rows
        assert lines[0].startswith("Two things ")
        assert len(lines[0]) == columns
        assert lines[-1].startswith("arrows change")


@pytest.mark.parametrize(("env", "is_coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_an_addition(folder: Path, env: dict[str, str], *, is_coloured: bool) -> None:
    """If this failed, a terminal without colours would get them all the same, or nobody could tell rows apart."""
    with opened("customise", "two.yaml", folder=folder, env=env) as terminal:
        terminal.wait_for(READY)
        terminal.press("right", "down")
        lines = terminal.wait_for("> ", " * Rounds")
        cells = [cell for line in terminal.screen.buffer.values() for cell in line.values()]
        assert any(cell.fg != "default" for cell in cells) == is_coloured
        selected = terminal.screen.buffer[lines.index(row(lines, "Rest between rounds"))]
        assert selected[3].reverse


def test_the_keys_are_shown(folder: Path) -> None:
    """If this failed, nobody would find out that u undoes."""
    with opened("customise", "two.yaml", folder=folder, columns=60, rows=20) as terminal:
        terminal.wait_for(READY)
        terminal.press("?")
        lines = terminal.wait_for("any key goes back")
        shown = "\n".join(lines)
        assert all(text in shown for text in ("undo", "reset the row", "save as a new", "render at once", "leave"))
        assert "…" not in shown
        terminal.press("x")
        terminal.wait_for("Side plank")


def test_a_plan_that_fails_leaves_the_view_alive(folder: Path) -> None:
    """If this failed, a machine without a voice could not change a session, or would lose what was changed."""
    write(folder, SESSION + "voice: {name: nobody}\n", "mute.yaml")
    with opened("customise", "mute.yaml", folder=folder) as terminal:
        terminal.wait_for("cannot tell what fits: no voice 'nobody'")
        terminal.press("right")
        terminal.wait_for("--set rounds=3")
        terminal.press("s", "enter")
        terminal.wait_for("saved mute-2.yaml")


def test_a_bad_name_is_asked_for_again(folder: Path) -> None:
    """If this failed, a slip in a name would end the view, and lose all changes."""
    (folder / "mine.mp3").write_text("not ours")
    with opened("customise", "two.yaml", folder=folder) as terminal:
        terminal.wait_for(READY)
        terminal.press("right", "w")
        terminal.wait_for("render to: two.mp3")
        terminal.press("^u", "nowhere/x.mp3", "enter")
        terminal.wait_for("its folder does not exist")
        terminal.press("^u", "x.ogg", "enter")
        terminal.wait_for("the name cannot end in .ogg here")
        terminal.press("^u", "mine.mp3", "enter")
        terminal.wait_for("mine.mp3 exists and repcast did not write it")
        terminal.press("escape")
        terminal.wait_for(READY, "rounds=3")


def test_an_mp3_is_customised_too(folder: Path) -> None:
    """If this failed, a file from elsewhere could not be made longer without its session."""
    assert run("render", "two.yaml", folder=folder).code == 0
    with opened("customise", "two.mp3", folder=folder) as terminal:
        terminal.wait_for(READY, "Side plank")
        terminal.press("left", "w")
        terminal.wait_for("render to: two-2.mp3")
        terminal.press("enter")
        assert terminal.end() == 0
    assert run("render", "two.mp3", "--set", "rounds=1", "-o", "flags.mp3", folder=folder).code == 0
    assert (folder / "two-2.mp3").read_bytes() == (folder / "flags.mp3").read_bytes()


@pytest.mark.parametrize("session", ["two.yaml", "-"])
def test_without_a_terminal_the_flags_are_named(folder: Path, session: str) -> None:
    """If this failed, a script would hang, or fill its log with a screen's codes."""
    outcome = run("customise", session, folder=folder)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("customise needs a terminal")
    assert "--set rounds=2" in outcome.err


def test_a_terminal_that_cannot_move_its_cursor_gets_the_flags(folder: Path) -> None:
    """If this failed, an editor's simple terminal would show codes in place of a view."""
    with opened("customise", "two.yaml", folder=folder, env={"TERM": "dumb"}) as terminal:
        assert terminal.end() == 1
        assert b"customise needs a terminal" in terminal.raw


def test_standard_input_is_the_keyboard(folder: Path) -> None:
    """If this failed, `-` would wait for a session that nobody can type."""
    with opened("customise", "-", folder=folder) as terminal:
        assert terminal.end() == 1
        assert b"customise needs a terminal" in terminal.raw


def test_a_session_with_problems_opens_no_view(folder: Path) -> None:
    """If this failed, problems would flash by under the view."""
    write(folder, "title: T\n", "bad.yaml")
    with opened("customise", "bad.yaml", folder=folder) as terminal:
        assert terminal.end() == 1
        assert b"bad.yaml:1:1: " in terminal.raw
        assert b"\x1b[?1049h" not in terminal.raw


def test_a_session_is_fitted_saved_and_rendered(folder: Path) -> None:
    """If this failed, somebody with little time would not get by keys what `--fit` gives, or not keep it."""
    with opened("customise", "two.yaml", folder=folder) as terminal:
        terminal.wait_for(READY, "every cue fits")
        terminal.press("f")
        terminal.wait_for("how long in all? 2m")
        terminal.press("^u", "10s", "enter")
        terminal.wait_for("cannot be made 10s long: it takes at least")
        terminal.press("^u", "1m30s", "enter")
        terminal.wait_for("fitted to 1m30s: holds and rests ×0.", "render two.yaml --fit 1m30s")
        lines = terminal.wait_for("every cue fits")
        assert lines[0].split()[-1] in {"1:28", "1:30", "1:32"}
        assert "was 10s" in row(lines, "Side plank")
        terminal.press("s")
        terminal.wait_for("save as: two-2.yaml")
        terminal.press("enter")
        terminal.wait_for("saved two-2.yaml")
        terminal.press("u")
        terminal.wait_for("undone", without="fitted to")
        terminal.press("q", "y")
        assert terminal.end() == 0
    saved, asked = (
        json.loads(run("plan", *arguments, "--json", folder=folder).out)
        for arguments in (["two-2.yaml"], ["two.yaml", "--fit", "1m30s"])
    )
    assert [step["start_ms"] for step in saved["steps"]] == [step["start_ms"] for step in asked["steps"]]


def test_a_length_may_be_asked_for_from_the_start(folder: Path) -> None:
    """If this failed, `--fit` would be an option of every command but of the one that shows what it does."""
    with opened("customise", "two.yaml", "--fit", "1m30s", folder=folder) as terminal:
        terminal.wait_for(READY, "fitted to 1m30s: holds and rests ×0.", "two.yaml --fit 1m30s")
        terminal.press("q")
        assert terminal.end() == 0
    refused = run("customise", "two.yaml", "--fit", "1m30", folder=folder)
    assert (refused.code, "--fit" in refused.err) == (2, True)
