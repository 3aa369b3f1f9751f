"""The scripts that prove what CI has no time for: they say how they are run, and they run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from program import environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="they fork, and send signals")
SCRIPTS = Path(__file__).parents[2] / "scripts"


def run(script: str, *arguments: str, path: str | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a script to its end."""
    env = environment(PATH=os.environ["PATH"] if path is None else path)
    command = [sys.executable, str(SCRIPTS / script), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize(
    ("script", "usage"),
    [
        ("make_hostile.py", "scripts/make_hostile.py FOLDER"),
        ("fuzz_files.py", "scripts/fuzz_files.py [--tags N] [--music N] [--seed S]"),
        ("inject_faults.py", "scripts/inject_faults.py [--faults N] [--kills N]"),
    ],
)
def test_say_how_they_are_run(script: str, usage: str) -> None:
    """If this failed, nobody would find out how to prove more than CI does."""
    shown = run(script, "--help")
    assert shown.returncode == 0
    assert usage in " ".join(shown.stdout.split())


def test_without_a_tracer_the_faults_are_not_tried(tmp_path: Path) -> None:
    """If this failed, a machine without `strace` would show a table of nothing, and all would seem well."""
    told = run("inject_faults.py", path=str(tmp_path))
    assert told.returncode == 1
    assert told.stderr.startswith("This needs strace")


@pytest.mark.slow
def test_changed_files_are_read(tmp_path: Path) -> None:
    """If this failed, the script could read nothing, or a file that was changed would break a promise."""
    told = run("fuzz_files.py", "--tags", "18", "--music", "18", "--seed", "3", "--keep", str(tmp_path / "kept"))
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.startswith("18 changed tags, 18 changed sound files, seed 3: ")
    assert "ended with 0" in told.stdout
    assert "ended with 1" in told.stdout
