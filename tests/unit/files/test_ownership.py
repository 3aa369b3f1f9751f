"""`encode.target`: the MP3 stands in one piece or not at all, and replaces only ours."""

import os
from pathlib import Path

import pytest

from repcast.errors import OutputExists, OutputNotWritable
from repcast.files.atomic import replaced
from repcast.files.ownership import check_target


def write(target: Path, content: bytes = b"new") -> None:
    """Write a file in one step."""
    with replaced(target) as partial:
        partial.write_bytes(content)


def fail(target: Path, error: BaseException) -> None:
    """Write half a file."""
    with replaced(target) as partial:
        partial.write_bytes(b"half")
        raise error


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    """Whoever opens the MP3 while it is rendered would get half of it."""
    target = tmp_path / "x.mp3"
    target.write_bytes(b"old")
    with replaced(target) as partial:
        assert partial.parent == target.parent, "renaming is one step only within a folder"
        partial.write_bytes(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["x.mp3"]


@pytest.mark.parametrize("error", [RuntimeError("no more"), KeyboardInterrupt(), MemoryError()], ids=repr)
def test_an_error_leaves_the_old_file_and_nothing_else(error: BaseException, tmp_path: Path) -> None:
    """A render that fails, or is stopped, would destroy the MP3 of last time, or leave half of a new one."""
    target = tmp_path / "x.mp3"
    target.write_bytes(b"old")
    with pytest.raises(type(error)):
        fail(target, error)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.mp3"]


def test_a_full_disk_is_told_in_its_words(tmp_path: Path) -> None:
    """A full disk would end in a traceback, or leave half a file on it."""
    with pytest.raises(OutputNotWritable, match=r"x\.mp3: .*No space left on device; choose another place$"):
        fail(tmp_path / "x.mp3", OSError(28, "No space left on device"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_target_s_place(tmp_path: Path) -> None:
    """A folder named like the MP3 would be replaced, or end in a traceback."""
    (tmp_path / "x.mp3").mkdir()
    with pytest.raises(OutputNotWritable):
        write(tmp_path / "x.mp3")
    assert [path.name for path in tmp_path.iterdir()] == ["x.mp3"]
    assert (tmp_path / "x.mp3").is_dir()


@pytest.mark.skipif(os.name == "nt", reason="whether a process runs is not asked there")
def test_clears_up_after_a_killed_render_only(tmp_path: Path) -> None:
    """Halves of killed renders would gather; or a render that still runs would lose its file, or a stranger's go."""
    dead, alive = tmp_path / ".x.mp3.999999999.part", tmp_path / f".x.mp3.{os.getppid()}.part"
    strangers = {tmp_path / name for name in (".y.mp3.999999999.part", ".x.mp3.part", "x.mp3.999999999.part")}
    for path in (dead, alive, *strangers):
        path.touch()
    write(tmp_path / "x.mp3")
    assert {*tmp_path.iterdir()} == {tmp_path / "x.mp3", alive, *strangers}


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
