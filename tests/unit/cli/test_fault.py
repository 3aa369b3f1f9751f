"""`cli.fault`: the log of a fault, written where nobody else decides what is overwritten."""

import os
from pathlib import Path

import pytest

from repcast.cli.fault import write_log


def failed() -> Exception:
    """Return an error with a traceback."""
    try:
        "\udcff".encode()
    except UnicodeEncodeError as error:
        return error
    raise AssertionError


@pytest.fixture(name="folders")
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Return the folder for logs, which is not there yet, and the temporary folder."""
    logs, temporary = tmp_path / "logs", tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: logs)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    return logs, temporary


def test_a_new_log_replaces_the_last_one(folders: tuple[Path, Path]) -> None:
    """If this failed, the folder for logs would fill up, or hold half a log."""
    logs, _ = folders
    for _ in range(2):
        assert write_log(failed()) == f"Please send us this log: {logs / 'fault.log'}"
    assert [path.name for path in logs.iterdir()] == ["fault.log"]
    assert "UnicodeEncodeError" in (logs / "fault.log").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="there, links need a right of their own")
def test_a_link_is_not_followed(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """If this failed, whoever lays a link could have repcast overwrite a file of the user's."""
    logs, temporary = folders
    precious = tmp_path / "precious"
    precious.write_text("mine")
    logs.mkdir()
    (logs / "fault.log").symlink_to(precious)
    (temporary / "repcast-fault.log").symlink_to(precious)
    write_log(failed())
    assert not (logs / "fault.log").is_symlink()
    (logs / "fault.log").unlink()
    logs.rmdir()
    logs.touch()  # no folder can be made there
    assert write_log(failed()) == f"Please send us this log: {temporary / 'repcast-fault.log'}"
    assert not (temporary / "repcast-fault.log").is_symlink()
    assert precious.read_text() == "mine"


def test_where_nothing_can_be_written_the_message_has_the_cause(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, a full disk would turn the message into a traceback, or keep the cause from us."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.open", full)
    told = write_log(failed())
    assert "test_fault.py" in told
    assert "UnicodeEncodeError: 'utf-8' codec" in told
    assert not list(folders[1].iterdir())
