"""What a stranger may hand over: pipes that never end, names that command a terminal, tags that take gigabytes."""

import base64
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from mutagen.id3 import ID3, TXXX
from program import REPCAST, TINY, environment, run, write

from repcast.files.embedded import TIMELINE

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name there")

NAMES = (
    "a\tb.yaml",
    "a\x1b[31mb.yaml",
    "a\u202eb.yaml",
    "a\nb.yaml",
    "ä\u00a0ö.yaml",
    b"a\xffb.yaml".decode(errors="surrogateescape"),
)


@pytest.mark.parametrize("command", ["check", "plan", "render", "show", "verify", "today", "week", "customise"])
@pytest.mark.parametrize("name", ["pipe", "pipe.mp3", "plan.yaml"])
def test_no_command_waits_for_a_pipe(command: str, name: str, tmp_path: Path) -> None:
    """If this failed, repcast would wait for ever for someone to write into the pipe."""
    os.mkfifo(tmp_path / name)
    outcome = run(command, name, folder=tmp_path, timeout_s=120)
    assert (outcome.code, outcome.out) == (1, "")
    assert command == "customise" or "it is a pipe, which may never end" in outcome.err


@pytest.mark.parametrize("key", ["music: pipe", "sounds: {go: pipe}", "  - include: pipe"])
def test_nothing_that_a_session_names_is_waited_for(key: str, tmp_path: Path) -> None:
    """If this failed, a session from a stranger could have repcast wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path, f"{TINY}{key}\n")
    for command in ("check", "render"):
        outcome = run(command, "tiny.yaml", folder=tmp_path, timeout_s=120)
        assert outcome.code == 1
        assert "it is a pipe, which may never end" in outcome.err


def test_a_pipe_as_configuration_is_not_waited_for(tmp_path: Path) -> None:
    """If this failed, no command would begin."""
    os.mkfifo(tmp_path / "repcast.toml")
    write(tmp_path, TINY)
    outcome = run("check", "tiny.yaml", folder=tmp_path, env={"REPCAST_CONFIG": "repcast.toml"}, timeout_s=120)
    assert outcome.code == 1
    assert "it is a pipe, which may never end" in outcome.err


@pytest.mark.parametrize("name", NAMES)
def test_a_session_of_any_name_is_read_back_from_its_file(name: str, tmp_path: Path) -> None:
    """If this failed, `show` and `verify` would call the tags of an untouched file edited."""
    write(tmp_path, f"{TINY}tips: [x]\n", name)
    assert run("render", name, "-q", "-o", "a.mp3", folder=tmp_path).code == 0
    shown = run("show", "a.mp3", folder=tmp_path)
    assert shown.code == 0, shown.err
    assert "\x1b" not in shown.out
    assert run("verify", "a.mp3", folder=tmp_path).code == 0
    again = "\x1b[1m\u202e.mp3"
    (tmp_path / "a.mp3").rename(tmp_path / again)
    assert run("render", again, "-q", "-o", "b.mp3", folder=tmp_path).code == 0
    assert run("show", "b.mp3", folder=tmp_path).code == 0


# A process begins with the memory of the one that starts it: so a small one does.
MEASURED = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(ended.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_mb(*arguments: str, folder: Path) -> float:
    """Return how much memory a run takes, which ends as it should for a file of a stranger."""
    command = [sys.executable, "-c", MEASURED, *REPCAST, *arguments]
    measured = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=True)
    code, peak_kb = map(int, measured.stdout.split())
    assert code == 1
    return peak_kb / 1_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "document", [b"[" + b"0," * 16_000_000 + b"0]", b"{" + b'"a":0,' * 900_000 + b'"a":0}'], ids=["zeros", "keys"]
)
def test_a_tag_takes_no_gigabytes(document: bytes, tmp_path: Path) -> None:
    """If this failed, 40 kB from a stranger would fill the memory of whoever looks at it."""
    write(tmp_path, TINY)
    assert run("render", "tiny.yaml", "-q", folder=tmp_path).code == 0
    tags = ID3(tmp_path / "tiny.mp3")
    tags.add(TXXX(encoding=3, desc=TIMELINE, text=[base64.b64encode(zlib.compress(document, 9)).decode()]))
    tags.save()
    for command in ("show", "verify", "render"):
        assert peak_mb(command, "tiny.mp3", folder=tmp_path) < 300
