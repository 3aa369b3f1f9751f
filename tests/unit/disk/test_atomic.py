"""`disk.atomic`: a file stands there in one piece or not at all."""

import os
from pathlib import Path

import pytest

from repcast.disk.atomic import replaced
from repcast.errors import OutputNotWritable


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
