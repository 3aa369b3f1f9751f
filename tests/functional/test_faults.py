"""A fault of ours ends as one too: exit code 3, a log to send, and no traceback in the user's face."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from program import TINY, environment, run, write

BROKEN = """\
import repcast.pipeline
def broken(*_, **__):
    raise {error}
repcast.pipeline.render = broken
from repcast.cli import main
main()
"""


def broken_with(error: str) -> tuple[str, ...]:
    """Return a repcast whose `render` fails."""
    return (sys.executable, "-c", BROKEN.format(error=error))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the folder for logs cannot be moved")
def test_a_fault_leaves_a_log_to_send(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A bug of ours would look like the user's mistake, or leave nothing that could be sent to us."""
    write(tmp_path, TINY)
    state = tmp_path_factory.mktemp("state")
    outcome = run(
        "render", "tiny.yaml", folder=tmp_path, env={"XDG_STATE_HOME": str(state)}, program=broken_with("ValueError(7)")
    )
    assert (outcome.code, outcome.out, outcome.files) == (3, "", {"tiny.yaml"})
    fault, send = outcome.err.splitlines()
    assert fault == "repcast has a fault: ValueError: 7"
    log = Path(send.removeprefix("Please send us this log: "))
    assert log.is_relative_to(state)
    written = log.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "ValueError: 7" in written
    assert "'render', 'tiny.yaml'" in written


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the folder for logs cannot be moved")
def test_a_fault_where_no_log_can_be_kept(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A closed home folder would turn a message into a traceback."""
    write(tmp_path, TINY)
    temporary = tmp_path_factory.mktemp("temporary")
    env = {"XDG_STATE_HOME": os.devnull, "TMPDIR": str(temporary)}
    outcome = run("render", "tiny.yaml", folder=tmp_path, env=env, program=broken_with("KeyError('x')"))
    assert outcome.code == 3
    assert Path(outcome.err.splitlines()[1].removeprefix("Please send us this log: ")).parent == temporary
    assert "Traceback" not in outcome.err


def test_the_user_s_error_is_no_fault(tmp_path: Path) -> None:
    """A problem of the user's would be presented as a bug of ours."""
    write(tmp_path, TINY)
    error = "__import__('repcast.errors').errors.UnknownLevel('hard', ['easy'])"
    outcome = run("render", "tiny.yaml", folder=tmp_path, program=broken_with(error))
    assert (outcome.code, outcome.err) == (1, "no level named 'hard' (levels: easy)\n")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_a_full_device_is_no_fault_of_ours(tmp_path: Path) -> None:
    """If this failed, a disk that is full would be reported to us, with an exit code that means nothing."""
    command = f"{sys.executable} -m repcast list > /dev/full"
    ended = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (1, "cannot write the output: No space left on device\n")


@pytest.mark.skipif(os.name == "nt", reason="there, a shell has no limits")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_document_that_has_no_room_is_told(unbuffered: str, tmp_path: Path) -> None:
    """If this failed, half a document would be called a whole one, where Python writes unbuffered."""
    command = f"ulimit -f 8; {sys.executable} -m repcast schema > schema.json"
    ended = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path,
        env=environment(PYTHONUNBUFFERED=unbuffered),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (1, "cannot write the output: File too large\n")


@pytest.mark.skipif(os.name == "nt", reason="there, a stream cannot be closed so")
@pytest.mark.parametrize("closed", ["2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_fault(closed: str, tmp_path: Path) -> None:
    """If this failed, a render that a timer starts would fail for having nobody to talk to."""
    write(tmp_path, TINY)
    command = f"{sys.executable} -m repcast render tiny.yaml {closed}"
    ended = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert ended.returncode == 0
    assert (tmp_path / "tiny.mp3").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_notes_that_cannot_be_written_stop_no_render(tmp_path: Path) -> None:
    """If this failed, a log that is full would keep a timer's renders from being made."""
    write(tmp_path, TINY)
    command = f"{sys.executable} -m repcast render tiny.yaml 2> /dev/full"
    ended = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout[:8]) == (0, "tiny.mp3")


@pytest.mark.skipif(os.name == "nt", reason="there, a shell has no limits")
@pytest.mark.parametrize("blocks", [8, 64, 150])
def test_an_mp3_that_has_no_room_is_told_in_one_line(blocks: int, tmp_path: Path) -> None:
    """If this failed, a full disk would print a traceback of the encoder's, or leave half a file."""
    write(tmp_path, TINY)
    run("render", "tiny.yaml", folder=tmp_path)  # so that all of it is spoken
    (tmp_path / "tiny.mp3").unlink()
    command = f"ulimit -f {blocks}; {sys.executable} -m repcast render -q tiny.yaml"
    ended = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "cannot write tiny.mp3: File too large; choose another place\n"
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="there, a shell has no limits")
def test_too_few_open_files_are_no_fault_of_ours(tmp_path: Path) -> None:
    """If this failed, the user would send us a log, and not raise the limit."""
    write(tmp_path, TINY)
    command = f"ulimit -n 6; {sys.executable} -m repcast render -q tiny.yaml"
    env = environment(REPCAST_CACHE_DIR=str(tmp_path / "empty"))  # the speech process takes some of them
    ended = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (1, "too many files are open at once; raise the limit with ulimit -n\n")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names have an encoding of their own")
def test_letters_that_names_cannot_have_are_no_fault_of_ours(tmp_path: Path) -> None:
    """If this failed, an album with accents would end as a bug under LC_ALL=C."""
    write(tmp_path, TINY.replace("Plank", "Plänk"))
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    outcome = run("render", "-q", "tiny.yaml", "--split", folder=tmp_path, env=env)
    assert outcome.code == 1
    assert "PYTHONUTF8=1" in outcome.err
    assert outcome.files == {"tiny.yaml"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names have no such letters")
def test_a_file_s_name_never_commands_the_terminal(tmp_path: Path) -> None:
    """If this failed, a downloaded file could rewrite the lines above it, or the title of the window."""
    write(tmp_path, TINY, "a\x1b[2J\u202e.yaml")
    outcome = run("check", "a\x1b[2J\u202e.yaml", "b\x1b[2J.yaml", folder=tmp_path)
    assert outcome.out == "a [2J .yaml: ok, 3 steps, about 0:21\n"
    assert all(line.isprintable() for line in outcome.err.splitlines())
