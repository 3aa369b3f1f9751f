"""`repcast plan`, `check`, `list`, `voices`, `schema`, help and completion, as a user runs them."""

import json
import os
import subprocess
from pathlib import Path

import jsonschema
import pytest
import yaml
from program import REPCAST, TINY, environment, run, write

from sessions import ALL

DROPPING = """\
title: Dropping
steps:
  - hold: Plank
    for: 3s
  - hold: Side plank
    for: 3s
    say: Far more words than three seconds can ever hold.
  - hold: Bridge
    for: 3s
    say: And as many words again as three seconds cannot hold.
"""


def test_plan_shows_every_step_and_cue(tmp_path: Path) -> None:
    """The user could not see what will be heard, and when, before rendering."""
    write(tmp_path, TINY)
    outcome = run("plan", "tiny.yaml", folder=tmp_path)
    assert (outcome.code, outcome.err, outcome.files) == (0, "Speaking...\n", {"tiny.yaml"})
    rows = [" ".join(line.split()) for line in outcome.out.splitlines()]
    assert rows[0] == "at length step and what is heard"
    assert rows[2:] == [
        "0:00.0 0:14 Get ready",
        "0:01.5 “Tiny.”",
        *rows[4:8],  # each as soon as the engine has ended what comes before it
        "0:11.0 [tick]",
        "0:12.0 [tick]",
        "0:13.0 [tick]",
        "0:14.0 0:10 Plank",
        "0:14.0 [go]",
        "0:21.0 “three”",
        "0:22.0 “two”",
        "0:23.0 “one”",
        "0:24.0 [finish]",
        "0:24.0 0:04 Finish",
        rows[18],
        "Tiny: 0:28, 3 steps, spoken by en-us (pyttsx3)",
    ]
    said = [row.split(" ", 1)[1] for row in rows[4:8]]
    assert said == ["“About ten seconds.”", "“First, plank.”", "“Ten seconds.”", "“Get ready.”"]
    assert rows[18].endswith(" “Session complete. Well done.”")


def test_plan_tells_what_does_not_fit(tmp_path: Path) -> None:
    """The user would hear of a missing instruction only while training."""
    write(tmp_path, DROPPING)
    outcome = run("plan", "tiny.yaml", folder=tmp_path)
    assert outcome.code == 0
    first, *drops = outcome.err.removeprefix("Speaking...\n").splitlines()
    assert first == "2 cues did not fit and will not be heard:"
    assert [drop.partition("needs ")[0] for drop in drops] == [
        "  tiny.yaml:5: “Far more words than three seconds can ever hold.”: ",
        "  tiny.yaml:8: “And as many words again as three seconds cannot hold.”: ",
    ]


def test_plan_as_json_keeps_its_contract(tmp_path: Path) -> None:
    """A program that reads `plan --json` would break."""
    write(tmp_path, DROPPING)
    outcome = run("plan", "tiny.yaml", "--json", folder=tmp_path)
    assert outcome.code == 0
    timeline = json.loads(outcome.out)
    assert timeline.keys() >= {"version", "title", "duration_ms", "sample_rate_hz", "steps", "events", "dropped"}
    assert (timeline["version"], timeline["title"], timeline["sample_rate_hz"]) == (2, "Dropping", 48_000)
    step_keys = {"index", "name", "kind", "purpose", "side", "round", "start_ms", "end_ms", "line"}
    assert all(step.keys() >= step_keys for step in timeline["steps"])
    event_keys = {"track", "cue", "start_ms", "end_ms", "step", "anchored"}
    assert all(event.keys() - {"text", "sound"} >= event_keys for event in timeline["events"])
    assert all(("text" in event) != ("sound" in event) for event in timeline["events"])
    assert all(drop.keys() >= {"cue", "text", "reason", "step", "line"} for drop in timeline["dropped"])
    assert timeline["dropped"]
    assert timeline["steps"][-1]["end_ms"] == timeline["duration_ms"]
    assert [step["line"] for step in timeline["steps"] if step["purpose"] == "work"] == [3, 5, 8]


def test_plan_as_json_prints_nothing_else(tmp_path: Path) -> None:
    """`repcast plan x --json > x.json` would clutter the terminal or spoil the document."""
    write(tmp_path, TINY)
    outcome = run("plan", "tiny.yaml", "--json", folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    assert json.loads(outcome.out)["dropped"] == []


def test_plan_agrees_with_render(tmp_path: Path) -> None:
    """The plan would promise another length than the MP3 has."""
    write(tmp_path, TINY)
    planned = json.loads(run("plan", "tiny.yaml", "--json", folder=tmp_path).out)["duration_ms"]
    rendered = run("render", "tiny.yaml", folder=tmp_path).out.split()[1]
    assert rendered == f"{planned // 60_000}:{planned // 1000 % 60:02}"


def test_plan_names_the_seed_of_a_shuffled_session(tmp_path: Path) -> None:
    """Nobody could have today's order again, or know that another day has another."""
    write(tmp_path, TINY.replace("steps:", "shuffle: on\nsteps:"))
    day, other = (run("plan", "tiny.yaml", folder=tmp_path, env={"SOURCE_DATE_EPOCH": at}) for at in ("0", "86400"))
    assert "shuffled with seed 19700101; write seed: 19700101 to keep it\n" in day.err
    assert "shuffled with seed 19700102; " in other.err
    own = run("plan", "tiny.yaml", "--set", "seed=19700101", folder=tmp_path)
    assert (own.out, "seed" in own.err) == (day.out, False)


def test_plan_fits_a_session_or_says_what_can_be_had(tmp_path: Path) -> None:
    """A user would wait for a render, and find a session of another length than was asked for."""
    write(tmp_path, TINY.replace("10s", "{default: 10s, max: 60s}"))
    outcome = run("plan", "tiny.yaml", "--fit", "40s", folder=tmp_path)
    assert outcome.code == 0
    assert "fitted to 40s: holds ×" in outcome.err
    refused = run("plan", "tiny.yaml", "--fit", "10m", folder=tmp_path)
    assert (refused.code, refused.out) == (1, "")
    assert "cannot be made 10m long: it takes at most" in refused.err
    assert refused.err.endswith(" instead, or add --beyond-range\n")


def test_check_tells_of_every_file(tmp_path: Path) -> None:
    """One bad file would hide the others' state, or the exit code would not tell."""
    write(tmp_path, TINY, "good.yaml")
    write(tmp_path, TINY.replace("10s", "10"), "bad.yaml")
    outcome = run("check", "good.yaml", "bad.yaml", "missing.yaml", "core", folder=tmp_path)
    assert outcome.code == 1
    assert [line.split(",")[0] for line in outcome.out.splitlines()] == ["good.yaml: ok", "core: ok"]
    assert "bad.yaml:4:10: " in outcome.err
    assert "missing.yaml" in outcome.err
    assert outcome.files == {"good.yaml", "bad.yaml"}


def test_check_of_good_files(tmp_path: Path) -> None:
    """Good files would not be told from bad ones by a script."""
    write(tmp_path, TINY, "good.yaml")
    outcome = run("check", "good.yaml", folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("good.yaml: ok, 3 steps, about 0:2")


def test_list(tmp_path: Path) -> None:
    """The user could not find out what can be rendered without writing anything."""
    outcome = run("list", folder=tmp_path)
    assert (outcome.code, outcome.err, outcome.files) == (0, "", set())
    heading, _, *rows = outcome.out.partition("\n\n")[0].splitlines()
    assert heading.split() == ["session", "about", "levels", "what", "it", "is"]
    assert [row.split()[0] for row in rows] == list(ALL)


def test_list_as_json(tmp_path: Path) -> None:
    """A program could not offer the built-in sessions and their levels."""
    outcome = run("list", "--json", folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    sessions = [each for each in json.loads(outcome.out) if each["kind"] == "session"]
    assert [session["name"] for session in sessions] == list(ALL)
    assert all(session.keys() >= {"title", "description", "about_ms", "levels"} for session in sessions)
    assert all(session["about_ms"] > 50_000 for session in sessions)
    assert next(session["levels"] for session in sessions if session["name"] == "planks") == ["double holds"]


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise there")
@pytest.mark.parametrize(
    "command", [("list",), ("list", "--json"), ("schema",), ("voices",), ("sounds",), ("plan", "planks")]
)
def test_quiet_when_the_reader_has_gone(command: tuple[str, ...], tmp_path: Path) -> None:
    """`repcast list | head -1` would end with a traceback or Python's complaint about the broken pipe."""
    with subprocess.Popen(
        [*REPCAST, *command], cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        err = process.stderr.read().decode()
    assert err.replace("Speaking...\n", "").replace("Hurrying...\n", "") == ""
    assert process.returncode in (0, 1)


@pytest.mark.skipif(os.name == "nt", reason="there is no head there")
def test_list_piped_into_head(tmp_path: Path) -> None:
    """The pipe that everybody types would not show the first line, and only that."""
    listing = " ".join(f"'{part}'" for part in (*REPCAST, "list"))
    ended = subprocess.run(
        f"{listing} | head -1",
        shell=True,
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert (ended.stdout.split()[:2], ended.stderr) == (["session", "about"], "")
    assert len(ended.stdout.splitlines()) == 1


def test_voices(tmp_path: Path) -> None:
    """The user could not find a voice's name to write into a session."""
    outcome = run("voices", folder=tmp_path)
    assert (outcome.code, outcome.err, outcome.files) == (0, "", set())
    heading, _, *rows = outcome.out.splitlines()
    assert heading.split() == ["language", "name", "voice", "engine"]
    languages = [row.split()[0].partition("-")[0] for row in rows]
    assert languages == sorted(languages)
    assert len(rows) >= 1


def test_voices_of_one_language(tmp_path: Path) -> None:
    """The user would have to search more than a hundred voices for the English ones."""
    outcome = run("voices", "en", "--json", folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    found = json.loads(outcome.out)
    assert found
    assert all(voice["language"].partition("-")[0] == "en" for voice in found)
    assert all(voice.keys() == {"name", "language", "label", "engine", "natural", "usual", "flaw"} for voice in found)


def test_voices_of_a_language_nobody_speaks(tmp_path: Path) -> None:
    """A mistyped language would print an empty list and exit 0."""
    outcome = run("voices", "qx", folder=tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert "no voice speaks 'qx'; `repcast voices` lists them all" in outcome.err


def test_a_listed_voice_can_be_used(tmp_path: Path) -> None:
    """`repcast voices` would list names that a session cannot use."""
    name = json.loads(run("voices", "en", "--json", folder=tmp_path).out)[-1]["name"]
    write(tmp_path, TINY + f"voice: {{name: {name}}}\n")
    written = run("plan", "tiny.yaml", folder=tmp_path)
    assert written.code == 0, written.err
    write(tmp_path, TINY)
    chosen = run("plan", "tiny.yaml", "--set", f"voice.name={name}", folder=tmp_path)
    assert (chosen.code, chosen.out) == (0, written.out), chosen.err


def test_schema_accepts_the_built_in_sessions(tmp_path: Path) -> None:
    """An editor would mark correct sessions as wrong."""
    outcome = run("schema", folder=tmp_path)
    assert (outcome.code, outcome.err, outcome.files) == (0, "", set())
    schema = json.loads(outcome.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.safe_load(TINY), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(TINY.replace("for:", "fro:")), schema)


@pytest.mark.parametrize(
    "command", [(), *((name,) for name in ("render", "plan", "check", "list", "voices", "schema", "today", "week"))]
)
def test_help_shows_examples(command: tuple[str, ...], tmp_path: Path) -> None:
    """Help would be missing, or its examples run together into a paragraph that cannot be copied."""
    outcome = run(*command, "--help", folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    examples = [line for line in outcome.out.splitlines() if line.startswith("    repcast ")]
    assert examples, outcome.out
    assert all(line.count("repcast ") == 1 for line in examples)
    assert "\\b" not in outcome.out
    assert "\b" not in outcome.out


def test_version(tmp_path: Path) -> None:
    """A bug report could not say which repcast it is about."""
    outcome = run("--version", folder=tmp_path)
    assert (outcome.code, outcome.out.split()[0], outcome.err) == (0, "repcast", "")


def test_an_unknown_command(tmp_path: Path) -> None:
    """A mistyped command would not be told apart from a problem in a session."""
    outcome = run("rendr", "core", folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (2, "", set())
    assert "No such command 'rendr'" in outcome.err


def test_no_command(tmp_path: Path) -> None:
    """Typing only `repcast` would say nothing about what it can do."""
    outcome = run(folder=tmp_path)
    assert outcome.code in (0, 2)
    assert "Commands:" in outcome.out + outcome.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str, tmp_path: Path) -> None:
    """Shell completion could not be set up."""
    outcome = run(folder=tmp_path, env={"_REPCAST_COMPLETE": f"{shell}_source"})
    assert (outcome.code, outcome.err) == (0, "")
    assert f"_REPCAST_COMPLETE={shell}_complete" in outcome.out


def test_completes_built_in_names(tmp_path: Path) -> None:
    """Tab after `repcast render pl` would not offer the built-in sessions."""
    wanted = {"_REPCAST_COMPLETE": "bash_complete", "COMP_WORDS": "repcast render pl", "COMP_CWORD": "2"}
    outcome = run(folder=tmp_path, env=wanted)
    assert (outcome.code, outcome.err) == (0, "")
    assert {"plain,planks", "plain,plyometrics"} <= set(outcome.out.split())


def test_new_writes_a_session_to_begin_from(tmp_path: Path) -> None:
    """A newcomer would face an empty page, or lose the file they had begun."""
    assert run("new", "lunch.yaml", folder=tmp_path).out == "lunch.yaml\n"
    assert run("check", "lunch.yaml", folder=tmp_path).code == 0
    planned = run("plan", "lunch.yaml", folder=tmp_path)
    assert (planned.code, planned.err) == (0, "Speaking...\n"), "nothing of it is dropped"
    (tmp_path / "lunch.yaml").write_text("mine")
    again = run("new", "lunch.yaml", folder=tmp_path)
    assert (again.code, (tmp_path / "lunch.yaml").read_text()) == (1, "mine")
    assert again.err.startswith("lunch.yaml exists")
    assert run("new", "lunch.yaml", "--force", folder=tmp_path).code == 0
    assert (tmp_path / "lunch.yaml").read_text(encoding="utf-8") == run("new", "-", folder=tmp_path).out
