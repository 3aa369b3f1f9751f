"""How much the coach says, as a user turns it up and down; and what `check` asks about."""

import json
from pathlib import Path
from typing import Any

import pytest
from program import TINY, run, write
from terminal import opened

SESSION = """\
title: Both
rounds: 2
rest_between_rounds: 50s
tips: [Breathe.]
steps:
  - hold: Plank
    for: 60s
    say: Hips high.
  - rest: 15s
  - reps: Squats
    count: 6
  - say: Shake it out.
"""


def events_of(folder: Path, *arguments: str, **variables: str) -> list[dict[str, Any]]:
    """Return what is heard in the plan of `both.yaml`."""
    outcome = run("plan", "both.yaml", "--json", *arguments, folder=folder, env=variables)
    assert outcome.code == 0, outcome.err
    events: list[dict[str, Any]] = json.loads(outcome.out)["events"]
    return events


def kinds_of(folder: Path, *arguments: str, **variables: str) -> set[str]:
    """Return the kinds of what is said in it."""
    return {event["cue"] for event in events_of(folder, *arguments, **variables) if "text" in event}


ALWAYS = {"own"}
LITTLE = {"opening", "name", "round", "instruction", "count", "closing", "own"}
USUAL = LITTLE | {"length", "halfway", "ten_seconds", "tip"}
FULL = USUAL | {"encouragement"}


@pytest.mark.parametrize(("level", "kinds"), [("full", FULL), ("usual", USUAL), ("little", LITTLE), ("none", ALWAYS)])
def test_talk_says_as_much_as_is_asked_for(tmp_path: Path, level: str, kinds: set[str]) -> None:
    """If this failed, one could not turn the coach down."""
    write(tmp_path, SESSION, "both.yaml")
    assert kinds_of(tmp_path, "--talk", level) == kinds
    assert kinds_of(tmp_path, "--set", f"talk={level}") == kinds
    assert kinds_of(tmp_path, REPCAST_TALK=level) == kinds


def test_single_things_go_over_a_level_and_a_step_over_its_session(tmp_path: Path) -> None:
    """If this failed, whoever wants no tips would have to do without all else."""
    write(tmp_path, SESSION, "both.yaml")
    assert kinds_of(tmp_path, "--set", "talk.tips=off", "--talk", "usual") == USUAL - {"tip"}
    assert kinds_of(tmp_path, "--talk", "little", "--set", "talk.tips=on") == LITTLE | {"tip"}
    said = [event for event in events_of(tmp_path, "--set", "Plank.talk=none") if "text" in event]
    assert not [event for event in said if event["step"] == 1]
    assert "Plank" not in " ".join(event["text"] for event in said)


def test_a_users_own_level_is_beneath_what_a_session_says(tmp_path: Path) -> None:
    """If this failed, a session that needs its tips would lose them to somebody's settings."""
    write(tmp_path, SESSION + "talk: {tips: full}\n", "both.yaml")
    own = str(write(tmp_path, 'talk = "little"\n', "own.toml"))
    assert kinds_of(tmp_path, REPCAST_CONFIG=own) == LITTLE | {"tip"}
    assert kinds_of(tmp_path, "--talk", "full", REPCAST_CONFIG=own) == FULL


def test_beeps_only(tmp_path: Path) -> None:
    """If this failed, captions would tell what nobody hears, or a voice be started for nothing."""
    write(tmp_path, SESSION.replace("  - say: Shake it out.\n", ""), "both.yaml")
    outcome = run("render", "both.yaml", "--talk", "none", "--captions", "srt", folder=tmp_path)
    assert (outcome.code, outcome.files) == (0, {"both.yaml", "both.mp3", "both.srt"}), outcome.err
    lines = [line for line in (tmp_path / "both.srt").read_text().splitlines() if line and line[0].isascii()]
    assert {line for line in lines if line.startswith("(")} == {"(go)", "(tick)", "(rest)", "(finish)"}
    assert not [line for line in lines if line[0].isalpha()]


def test_a_level_that_there_is_not_names_those_that_there_are(tmp_path: Path) -> None:
    """If this failed, a slip would render another session than the one that was asked for."""
    write(tmp_path, SESSION, "both.yaml")
    outcome = run("render", "both.yaml", "--talk", "quiet", folder=tmp_path)
    problem = "talk=quiet: 'quiet' is not known here; write 'full', 'usual', 'little' or 'none'\n"
    assert (outcome.code, outcome.out, outcome.err, outcome.files) == (1, "", problem, {"both.yaml"})


def test_the_customiser_turns_it_down(tmp_path: Path) -> None:
    """If this failed, only those who know the grammar could have less said."""
    write(tmp_path, TINY)
    with opened("customise", "tiny.yaml", folder=tmp_path) as terminal:
        terminal.wait_for("talk: usual (t)")
        terminal.press("t")
        terminal.wait_for("talk: little (t)", "repcast render tiny.yaml --set talk=little")
        terminal.press("t", "t", "t")
        terminal.wait_for("talk: usual (t)")
        terminal.press("q")
        assert terminal.end() == 0


def test_own_phrases_are_heard(tmp_path: Path) -> None:
    """If this failed, a class would end with the words of a drill."""
    write(tmp_path, TINY + "phrases: {complete: Sleep well., first: 'Here comes {name}.'}\n", "both.yaml")
    texts = [event.get("text") for event in events_of(tmp_path, "--set", "phrases.get_ready=Breathe in.")]
    assert {"Sleep well.", "Here comes plank.", "Breathe in."} <= {*texts}
    assert "Session complete. Well done." not in texts


def test_lost_names_are_told_first_and_apart(tmp_path: Path) -> None:
    """If this failed, the one thing that a listener cannot do without would be buried among lost tips."""
    name = "An exercise whose name takes much longer to say than it takes to do"
    steps = f"- work: {name}\n  for: 1s\n- work: {name}, again\n  for: 1s\n"
    write(tmp_path, f"title: Fast\nsteps:\n{steps}- rest: 15s\n- {{work: Run, for: 10s, say: {name}}}\n")
    outcome = run("plan", "tiny.yaml", folder=tmp_path)
    assert outcome.code == 0
    first, line, *_ = outcome.err[outcome.err.index("1 step will start") :].splitlines()
    assert first == "1 step will start without its name, for there is no room to say it:"
    assert line.startswith(f"  tiny.yaml:5: “{name}, again.”: needs ")


def test_check_asks_about_what_is_hardly_meant_so_and_ends_with_0(tmp_path: Path) -> None:
    """If this failed, a torn tip or a rest that leads nowhere would be found while training."""
    text = "title: T\ntips: [Hard, but with good form.]\nsteps:\n  - {work: Jacks, for: 30s}\n  - rest: 20s\n"
    write(tmp_path, text, "both.yaml")
    outcome = run("check", "both.yaml", folder=tmp_path)
    assert outcome.code == 0
    assert outcome.out.startswith("both.yaml: ok, 4 steps")
    torn, rest = outcome.err.splitlines()
    assert torn == (
        "both.yaml:2:14: warning: a comma tears a tip in two here: 'Hard' and 'but with good form.'; "
        'if they are one, put it in quotes: "Hard, but with good form."'
    )
    assert rest.startswith("both.yaml:5:5: warning: this rest comes after everything")
