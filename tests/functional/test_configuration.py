"""The user's own configuration, as a user has it: a file, and every command over it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import soundfile
from program import TINY, run, write

from builders import sine, write_sound


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file that `$REPCAST_CONFIG` names, with one setting."""
    path = tmp_path / "own" / "config.toml"
    path.parent.mkdir()
    path.write_text('countdown = "ticks"\n', encoding="utf-8")
    monkeypatch.setenv("REPCAST_CONFIG", str(path))
    return path


def planned(folder: Path, *more: str) -> list[dict[str, Any]]:
    """Return the events of the tiny session."""
    outcome = run("plan", "tiny.yaml", "--json", *more, folder=folder)
    assert outcome.code == 0, outcome.err
    events: list[dict[str, Any]] = json.loads(outcome.out)["events"]
    return events


def ticks(folder: Path, *more: str) -> int:
    """Return how many ticks the tiny session has."""
    return sum(event.get("sound") == "tick" for event in planned(folder, *more))


def test_command_line_before_session_before_configuration(own: Path, tmp_path: Path) -> None:
    """If this failed, a user's habit would overrule what they ask for now."""
    assert own.exists()
    write(tmp_path, TINY)
    assert ticks(tmp_path) == 6
    write(tmp_path, TINY + "countdown: spoken\n")
    assert ticks(tmp_path) == 3
    assert ticks(tmp_path, "--set", "countdown=off") == 0


def test_it_is_found_in_the_platform_s_folder(tmp_path: Path) -> None:
    """If this failed, the file that `repcast config` names would not be the one that is read."""
    folders = {"REPCAST_CONFIG": "", "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    folders |= {"APPDATA": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    before = json.loads(run("config", "--json", folder=tmp_path, env=folders).out)
    assert before["exists"] is False
    path = Path(before["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("countdown_from = 5\n", encoding="utf-8")
    after = json.loads(run("config", "--json", folder=tmp_path, env=folders).out)
    assert (after["exists"], Path(after["path"])) == (True, path)
    assert {
        "key": "countdown_from",
        "variable": "REPCAST_COUNTDOWN_FROM",
        "value": 5,
        "origin": "configuration",
    } in after["settings"]
    write(tmp_path, TINY)
    outcome = run("plan", "tiny.yaml", folder=tmp_path, env=folders)
    assert "“five”" in outcome.out


def test_config_lists_the_settings(own: Path, tmp_path: Path) -> None:
    """If this failed, a user could not find the file, or tell what it does."""
    outcome = run("config", folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    first, *rows = outcome.out.splitlines()
    assert first == str(own)
    cells = [row.split() for row in rows]
    assert ["countdown", "ticks", "configuration", "REPCAST_COUNTDOWN"] in cells
    assert ["keep_awake", "on", "default", "REPCAST_KEEP_AWAKE"] in cells


def test_a_wrong_configuration_is_told_by_every_command_that_reads_it(own: Path, tmp_path: Path) -> None:
    """If this failed, settings would be ignored in silence, or a slip be called a fault of repcast's."""
    own.write_text('countdown = "tick"\n[mix]\nvoice = 3\n', encoding="utf-8")
    write(tmp_path, TINY)
    for command in (("check", "tiny.yaml"), ("plan", "tiny.yaml"), ("render", "tiny.yaml"), ("sounds",), ("config",)):
        outcome = run(*command, folder=tmp_path)
        assert outcome.code == 1, command
        first, second, count = outcome.err.splitlines()
        assert first.startswith(f"{own}:1:1: 'tick' is not known here; write "), command
        assert second.startswith(f"{own}:3:1: unknown key 'voice'; did you mean 'voice_db'?"), command
        assert count == "2 problems"
        assert "tiny.mp3" not in outcome.files


def test_own_sounds_and_music_of_the_configuration_are_heard(own: Path, tmp_path: Path) -> None:
    """If this failed, a file would be sought beside the session, or accepted and not heard."""
    write_sound(own.parent / "whistle.wav", sine(1.5, 2_000))
    own.write_text('music = "whistle.wav"\n[sounds]\ngo = "whistle.wav"\n', encoding="utf-8")
    signals = {each["name"]: each for each in json.loads(run("sounds", "--json", folder=tmp_path).out)}
    assert Path(signals["go"]["file"]) == own.parent / "whistle.wav"
    assert signals["tick"]["file"] == ""
    write(tmp_path, TINY)
    assert run("render", "tiny.yaml", "-q", folder=tmp_path).code == 0
    assert soundfile.info(tmp_path / "tiny.mp3").channels == 2
    assert run("render", "tiny.yaml", "-q", "--music", "none", folder=tmp_path).code == 0
    assert soundfile.info(tmp_path / "tiny.mp3").channels == 1


def test_listing_the_built_in_sessions_needs_no_configuration(own: Path, tmp_path: Path) -> None:
    """If this failed, a slip in a file would hide what repcast can do."""
    own.write_text("wrong", encoding="utf-8")
    assert run("list", folder=tmp_path).code == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name there")
def test_a_pipe_is_refused(tmp_path: Path) -> None:
    """If this failed, repcast would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    outcome = run("config", folder=tmp_path, env={"REPCAST_CONFIG": "pipe"})
    assert (outcome.code, outcome.err) == (1, "cannot read pipe: it is a pipe, which may never end\n")
    assert run("config", folder=tmp_path, env={"REPCAST_CONFIG": os.devnull}).code == 0


def test_files_go_where_the_configuration_says(own: Path, tmp_path: Path) -> None:
    """If this failed, a user would have to name the same folder in every command."""
    own.write_text('output_folder = "out"\n', encoding="utf-8")
    write(tmp_path, TINY)
    assert "tiny.mp3" not in run("render", "tiny.yaml", "-q", folder=tmp_path).files
    assert (own.parent / "out" / "tiny.mp3").exists()
    assert "here.mp3" in run("render", "tiny.yaml", "-q", "-o", "here.mp3", folder=tmp_path).files
