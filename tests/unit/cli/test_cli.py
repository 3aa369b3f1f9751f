"""`cli.main`: whatever a command ends with becomes an exit code and a message, never a traceback."""

import errno
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import pytest

from repcast import cli
from repcast.errors import BrokenTimeline, OneOutputForMany, UnknownLevel


def ending(error: BaseException | None, monkeypatch: pytest.MonkeyPatch, returned: int | None = None) -> int:
    """Return the exit code of a program whose command ends in an error."""

    @click.command()
    def command() -> int | None:
        if error:
            raise error
        return returned

    monkeypatch.setattr(sys, "argv", ["repcast"])
    monkeypatch.setattr("repcast.cli.commands.cli", command)
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (UnknownLevel("hard", ["easy"]), 1, "no level named 'hard' (levels: easy)\n"),
        (
            OneOutputForMany(2),
            2,
            "2 sessions would be written there; name a folder that exists, or leave the option out\n",
        ),
        (click.UsageError("what?"), 2, "Error: what?\n"),
        (click.BadParameter("no"), 2, "Error: Invalid value: no\n"),
        (KeyboardInterrupt(), 130, "stopped\n"),
        (click.Abort(), 130, "stopped\n"),
    ],
)
def test_an_expected_end(
    error: BaseException,
    code: int,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A script could not tell a bad session from a mistyped command or ^C."""
    assert ending(error, monkeypatch) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith(message)
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (MemoryError(), "there is not enough memory; close other programs, or raise the limit with ulimit -v"),
        (OSError(errno.EMFILE, "x"), "too many files are open at once; raise the limit with ulimit -n"),
        (
            RuntimeError("can't start new thread"),
            "the system allows no more processes or threads; raise the limit with ulimit -u, or close other programs",
        ),
        (OSError(errno.EROFS, "x"), "the disk can only be read"),
        (PermissionError(errno.EACCES, "Permission denied", "a\x1b[2J"), "a [2J: Permission denied"),
        (
            ImportError("libav.so: cannot map", path="/x/av.abi3.so"),
            "a library cannot be loaded: libav.so: cannot map; free memory, or install repcast again",
        ),
    ],
)
def test_what_the_system_refuses(
    error: Exception, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """If this failed, the user would send us a log, and not learn which limit it was."""
    assert ending(error, monkeypatch) == 1
    assert capsys.readouterr() == ("", f"{message}\n")


def test_what_the_system_refuses_to_a_thread(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """If this failed, the same refusal would be our fault when it happens to one of the threads that encode."""

    def fail() -> None:
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))

    with ThreadPoolExecutor() as threads:
        error = threads.submit(fail).exception()
    assert ending(error, monkeypatch) == 1
    assert capsys.readouterr().err.startswith("there is not enough memory")


@pytest.mark.parametrize(
    "error", [UnknownLevel("a\x1b[2Jb", ["c\u202ed"]), click.UsageError("a\x1b[2Jb"), ValueError("a\x1b[2Jb\n")]
)
def test_messages_never_command_the_terminal(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """If this failed, a name in a stranger's file, or in a command that was copied, could rewrite what is read."""
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path / "log")
    ending(error, monkeypatch)
    printed = capsys.readouterr().err
    assert "b" in printed
    assert printed.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        BrokenTimeline("steps tile the file", "3 steps"),
        OSError(errno.EINVAL, "x"),
        RuntimeError("x"),
        ImportError("cannot import name 'x' from 'av'", path="/x/av.abi3.so"),
    ],
)
def test_a_fault_of_ours(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A bug would look like the user's mistake, or leave nothing to send."""
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path / "log")
    assert ending(error, monkeypatch) == 3
    first, second = capsys.readouterr().err.splitlines()
    assert first == f"repcast has a fault: {type(error).__name__}: {error}"
    assert second == f"Please send us this log: {tmp_path / 'log' / 'fault.log'}"
    log = (tmp_path / "log" / "fault.log").read_text(encoding="utf-8")
    assert log.startswith("repcast ")
    assert type(error).__name__ in log
    assert "Traceback" in log


@pytest.mark.parametrize(("returned", "code"), [(None, 0), (0, 0), (1, 1)])
def test_what_a_command_returns(returned: int | None, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """`repcast check` would exit 0 for a bad file."""
    assert ending(None, monkeypatch, returned) == code
