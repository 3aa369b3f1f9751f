"""`disk.atomic`: a file or a folder stands there in one piece or not at all."""

import multiprocessing
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from repcast.disk import atomic
from repcast.disk.atomic import replaced, replaced_folder, restore, write_text
from repcast.errors import OutputNotWritable

DEAD = "0123456789abcdef0123"
OTHER = "fedcba98765432100123"


def write(target: Path, content: bytes = b"new") -> None:
    """Write a file in one step."""
    with replaced(target) as file:
        file.write(content)


def fail(target: Path, error: BaseException) -> None:
    """Write half a file."""
    with replaced(target) as file:
        file.write(b"half")
        raise error


def write_folder(target: Path, content: str = "new") -> None:
    """Write a folder with two files in one step."""
    with replaced_folder(target, lambda _: None) as folder:
        for name in ("a", "b"):
            (folder / name).write_text(content)


def contents(folder: Path) -> dict[str, str]:
    """Return what is in a folder's files."""
    return {path.name: path.read_text() for path in folder.iterdir()}


def names(folder: Path) -> list[str]:
    """Return the names in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    """Whoever opens the MP3 while it is rendered would get half of it."""
    target = tmp_path / "x.mp3"
    target.write_bytes(b"old")
    with replaced(target) as file:
        file.write(b"new")
        assert target.read_bytes() == b"old"
        assert len(names(tmp_path)) == 2, "renaming is one step only within a folder"
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["x.mp3"]


@pytest.mark.parametrize("error", [RuntimeError("no more"), KeyboardInterrupt(), MemoryError()], ids=repr)
def test_an_error_leaves_the_old_file_and_nothing_else(error: BaseException, tmp_path: Path) -> None:
    """A render that fails, or is stopped, would destroy the MP3 of last time, or leave half of a new one."""
    target = tmp_path / "x.mp3"
    target.write_bytes(b"old")
    with pytest.raises(type(error)):
        fail(target, error)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["x.mp3"]


def test_a_full_disk_is_told_in_its_words(tmp_path: Path) -> None:
    """A full disk would end in a traceback, or leave half a file on it."""
    with pytest.raises(OutputNotWritable, match=r"x\.mp3: .*No space left on device; choose another place$"):
        fail(tmp_path / "x.mp3", OSError(28, "No space left on device"))
    assert names(tmp_path) == []


def test_a_folder_in_the_target_s_place(tmp_path: Path) -> None:
    """A folder named like the MP3 would be replaced, or end in a traceback."""
    (tmp_path / "x.mp3").mkdir()
    with pytest.raises(OutputNotWritable):
        write(tmp_path / "x.mp3")
    assert names(tmp_path) == ["x.mp3"]
    assert (tmp_path / "x.mp3").is_dir()


def test_a_name_that_just_fits_is_written(tmp_path: Path) -> None:
    """A long title in Thai would not be written, because the name of its partial is longer than its own."""
    target = tmp_path / f"{'ก' * 83}.mp3"
    write(target)
    assert target.read_bytes() == b"new"


# Names that others cannot foresee


def test_each_partial_has_a_name_of_its_own(tmp_path: Path) -> None:
    """Two containers with one process id would write into each other's file, and both call the torn one done."""
    seen = set()
    for _ in range(20):
        with replaced(tmp_path / "x.mp3"):
            seen |= {*names(tmp_path)} - {"x.mp3"}
    assert len(seen) == 20
    assert all(re.fullmatch(r"\.x\.mp3\.[0-9a-f]{20}\.part", name) for name in seen)


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
@pytest.mark.parametrize("leads_to", ["victim", "nowhere"])
def test_a_link_laid_in_the_way_is_not_followed(leads_to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that others can write, repcast would overwrite a file of the user's that a link leads to."""
    victim = tmp_path / "victim"
    victim.write_text("precious")
    monkeypatch.setattr("secrets.token_hex", lambda _: DEAD)
    (tmp_path / f".x.mp3.{DEAD}.part").symlink_to(tmp_path / leads_to)
    with pytest.raises(OutputNotWritable):
        write(tmp_path / "x.mp3")
    assert victim.read_text() == "precious"
    assert not (tmp_path / "nowhere").exists()
    assert not (tmp_path / "x.mp3").exists()


def test_a_partial_that_stands_there_already_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs that draw the same name would write into one file."""
    (tmp_path / f".x.mp3.{DEAD}.part").write_text("another's")
    monkeypatch.setattr("secrets.token_hex", lambda _: DEAD)
    monkeypatch.setattr(atomic, "_clear", lambda _: None)
    with pytest.raises(OutputNotWritable):
        write(tmp_path / "x.mp3")


# What is left over


@pytest.mark.skipif(os.name == "nt", reason="no locks are asked there")
def test_clears_up_after_a_killed_run_only(tmp_path: Path) -> None:
    """Halves of killed renders would gather; or a render that still runs would lose its file, or a stranger's go."""
    dead = [tmp_path / f".x.mp3.{DEAD}.part", tmp_path / f".x.mp3.{OTHER}.part"]
    dead[0].touch()
    dead[1].mkdir()
    strangers = {f".y.mp3.{DEAD}.part", ".x.mp3.part", f"x.mp3.{DEAD}.part", ".x.mp3.12.part", f".x.mp3.{DEAD}.party"}
    for name in strangers:
        (tmp_path / name).touch()
    with replaced(tmp_path / "x.mp3") as file:
        [alive] = [name for name in {*names(tmp_path)} - strangers if name.endswith(".part")]
        write(tmp_path / "x.mp3", b"second")
        assert alive in names(tmp_path)
        file.write(b"first")
    assert {*names(tmp_path)} == {"x.mp3"} | strangers
    assert (tmp_path / "x.mp3").read_bytes() == b"first"


@pytest.mark.parametrize("age_h", [23, 25])
def test_where_no_locks_are_age_tells(age_h: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without locks, a render that runs would lose its file, or halves gather for ever."""
    left = tmp_path / f".x.mp3.{DEAD}.part"
    left.touch()
    os.utime(left, (time.time() - 3_600 * age_h,) * 2)
    monkeypatch.setattr(atomic, "_lock", lambda _: None)
    write(tmp_path / "x.mp3")
    assert left.exists() == (age_h < 24)


_RACING = """
import sys
from pathlib import Path
from repcast.disk.atomic import replaced, replaced_folder
own = sys.argv[2]
for turn in range(60):
    with replaced(Path(sys.argv[1], "x.mp3")) as file:
        for _ in range(10):
            file.write(own.encode() * 1_000)
            file.flush()
    with replaced_folder(Path(sys.argv[1], "album"), lambda _: None) as folder:
        for name in ("1", "2", "3"):
            (folder / name).write_text(own * 1_000)
"""


def test_runs_that_write_to_one_target_do_not_meet(tmp_path: Path) -> None:
    """Two renders at once would tear each other's file, or take each other's for left over."""
    racing = [
        subprocess.Popen([sys.executable, "-c", _RACING, str(tmp_path), own], stderr=subprocess.PIPE, encoding="utf-8")
        for own in "abc"
    ]
    told = [process.communicate(timeout=300)[1].splitlines()[-1:] for process in racing]
    # An album that was put there meanwhile may be in the way: that is told.
    assert [line for lines in told for line in lines if "Directory not empty" not in line] == []
    assert names(tmp_path) == ["album", "x.mp3"]
    assert (tmp_path / "x.mp3").read_text() in {own * 10_000 for own in "abc"}
    assert {*contents(tmp_path / "album").values()} <= {own * 1_000 for own in "abc"}
    assert len({*contents(tmp_path / "album").values()}) == 1


# Folders


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_folder_takes_the_other_s_place_when_it_is_whole(
    *, can_exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An album would be seen half old and half new."""
    if not can_exchange:
        monkeypatch.setattr(atomic, "_exchanged", lambda *_: False)
    target = tmp_path / "album"
    for content in ("old", "new"):
        write_folder(target, content)
        assert contents(target) == {"a": content, "b": content}
        assert names(tmp_path) == ["album"]


@pytest.mark.parametrize("failing", [1, 2])
def test_a_folder_is_put_back_if_the_other_cannot_take_its_place(
    failing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An album that stood would be gone after an error of the disk between two steps."""
    target = tmp_path / "album"
    write_folder(target, "old")
    monkeypatch.setattr(atomic, "_exchanged", lambda *_: False)
    rename, count = Path.rename, 0

    def failing_rename(path: Path, to: Path) -> Path:
        nonlocal count
        count += 1
        if count == failing:
            raise OSError(5, "Input/output error")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", failing_rename)
    with pytest.raises(OutputNotWritable, match="Input/output error"):
        write_folder(target)
    assert contents(target) == {"a": "old", "b": "old"}
    assert names(tmp_path) == ["album"]


@pytest.mark.skipif(os.name == "nt", reason="no such signals there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_between_the_two_steps_waits(
    number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An album that stood would be gone after ^C in a bad moment."""
    target = tmp_path / "album"
    write_folder(target, "old")
    monkeypatch.setattr(atomic, "_exchanged", lambda *_: False)
    came = []
    before = signal.signal(number, lambda *_: came.append(number))
    rename = Path.rename

    def interrupted_rename(path: Path, to: Path) -> Path:
        renamed = rename(path, to)
        os.kill(os.getpid(), number)
        assert not came
        return renamed

    monkeypatch.setattr(Path, "rename", interrupted_rename)
    try:
        write_folder(target)
    finally:
        signal.signal(number, before)
    assert came, "it is not lost"
    assert contents(target) == {"a": "new", "b": "new"}
    assert names(tmp_path) == ["album"]


def _killed(target: Path, step: Callable[[], None]) -> None:
    """Write a folder in two steps in a process of its own, which is killed after the first of them."""

    def killing_rename(path: Path, to: Path) -> Path:
        os.rename(path, to)  # noqa: PTH104 - `Path.rename` is this function
        step()
        return to

    atomic._exchanged = lambda *_: False
    Path.rename = killing_rename  # type: ignore[assignment,method-assign]
    write_folder(target)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no SIGKILL")
def test_an_orphan_is_put_back_first(tmp_path: Path) -> None:
    """An album that a killed run had moved aside would be gone, although it lies beside its place."""
    target = tmp_path / "album"
    write_folder(target, "old")
    process = multiprocessing.get_context("fork").Process(target=_killed, args=(target, _kill))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert not target.exists()
    restore(target)
    assert contents(target) == {"a": "old", "b": "old"}
    write_folder(target)
    assert contents(target) == {"a": "new", "b": "new"}
    assert names(tmp_path) == ["album"], "and what it was killed at is cleared"


def test_an_orphan_whose_place_is_taken_goes(tmp_path: Path) -> None:
    """Each killed run would leave an album behind for ever."""
    target = tmp_path / "album"
    write_folder(target)
    (tmp_path / f".album.{DEAD}.old").mkdir()
    restore(target)
    assert names(tmp_path) == ["album"]
    assert contents(target) == {"a": "new", "b": "new"}


def test_what_is_written_may_be_read_by_others(tmp_path: Path) -> None:
    """A phone that fetches the MP3 over the network could not read it."""
    usual = tmp_path / "usual"
    usual.touch()
    write_text("x", tmp_path / "x")
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)
