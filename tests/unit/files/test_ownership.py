"""`files.ownership`: what repcast wrote may be replaced, and nothing else."""

import os
from pathlib import Path

import pytest

from repcast.errors import OutputExists, OutputNotWritable
from repcast.files.ownership import check_target


def test_a_new_name_may_be_written(tmp_path: Path) -> None:
    """No session could be rendered."""
    check_target(tmp_path / "x.mp3", force=False)


@pytest.mark.parametrize("content", [b"", b"text", b"ID3", bytes(1_000), b"\xff\xfb\x54\xc4" * 200])
def test_a_foreign_file_needs_force(content: bytes, tmp_path: Path) -> None:
    """A user's own file would be lost."""
    (tmp_path / "x.mp3").write_bytes(content)
    with pytest.raises(OutputExists):
        check_target(tmp_path / "x.mp3", force=False)
    check_target(tmp_path / "x.mp3", force=True)


def test_whoever_asks_says_what_is_ours(tmp_path: Path) -> None:
    """If this failed, a picture would be refused as no MP3, or a stranger's be replaced."""
    (tmp_path / "x.svg").write_bytes(b"picture")
    check_target(tmp_path / "x.svg", force=False, is_ours=lambda path: path.read_bytes() == b"picture")
    with pytest.raises(OutputExists):
        check_target(tmp_path / "x.svg", force=False, is_ours=lambda _path: False)


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_in_its_place_is_found_before_any_work(force: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter
    """The user would wait for the whole render to learn that a folder has the MP3's name."""
    (tmp_path / "x.mp3").mkdir()
    with pytest.raises(OutputNotWritable, match="it is not a file"):
        check_target(tmp_path / "x.mp3", force=force)


@pytest.mark.parametrize("force", [False, True])
def test_a_missing_folder_is_found_before_any_work(force: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter
    """The user would wait for the whole render to learn of a mistyped folder."""
    with pytest.raises(OutputNotWritable, match="its folder does not exist"):
        check_target(tmp_path / "missing" / "x.mp3", force=force)


def test_a_closed_folder_is_found_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user would wait for the whole render to learn of a closed folder."""
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(OutputNotWritable, match="its folder is closed to writing"):
        check_target(tmp_path / "x.mp3", force=False)
