"""`repcast cache`, as a user runs it: after a render, before the next one, and during one."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from program import TINY, Outcome, run, started, write


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for a cache of this test's own, which is not there yet."""
    folder = tmp_path / "kept"
    monkeypatch.setenv("REPCAST_CACHE_DIR", str(folder))
    return folder


def rendered(folder: Path, name: str = "tiny.mp3") -> bytes:
    """Render the tiny session, and return the file."""
    write(folder, TINY)
    outcome = run("render", "tiny.yaml", "-o", name, folder=folder)
    assert outcome.code == 0, outcome.err
    return (folder / name).read_bytes()


def files(folder: Path) -> list[int]:
    """Return the sizes of all files below a folder, but for the tests' own logs."""
    return [path.stat().st_size for path in folder.glob("*s/**/*") if path.is_file()]


def document(outcome: Outcome) -> Any:
    """Return the JSON that a command printed, and nothing else."""
    assert (outcome.code, outcome.err) == (0, "")
    return json.loads(outcome.out)


def test_shows_all_that_is_kept_and_empties_it(kept: Path, tmp_path: Path) -> None:
    """A user would not know what fills the disk, or not get it free, or not be able to render afterwards."""
    before = rendered(tmp_path)
    shown = document(run("cache", "--json", folder=tmp_path))
    assert (shown["path"], shown["exists"]) == (str(kept), True)
    assert all(each["entries"]["count"] > 0 and each["unused"]["count"] == 0 for each in shown["caches"])
    assert all(each["entries"]["size_bytes"] < each["limit_bytes"] for each in shown["caches"])
    assert sum(each["entries"]["count"] for each in shown["caches"]) == len(files(kept)), "no kind is forgotten"
    assert sum(each["entries"]["size_bytes"] for each in shown["caches"]) == sum(files(kept))
    count, size_bytes = len(files(kept)), sum(files(kept))
    cleared = run("cache", "--clear", folder=tmp_path)
    assert (cleared.code, cleared.err) == (0, "")
    assert cleared.out == f"{kept}: {count} files deleted, {size_bytes / (1 << 20):.1f} MiB\n"
    assert files(kept) == []
    assert rendered(tmp_path) == before
    assert len(files(kept)) == count


def test_its_table(kept: Path, tmp_path: Path) -> None:
    """A user would have to read JSON."""
    empty = run("cache", folder=tmp_path)
    assert (empty.code, empty.err) == (0, "")
    assert empty.out.splitlines()[0] == f"{kept} (there is no such folder yet)"
    assert not kept.exists()
    rendered(tmp_path)
    place, heads, _, *rows = [" ".join(line.split()) for line in run("cache", folder=tmp_path).out.splitlines()]
    assert (place, heads) == (str(kept), "what is kept entries size no longer used at most")
    clips = len([*kept.glob("clips/*/*")])
    assert rows[0].startswith(f"spoken clips {clips} ")
    assert rows[0].endswith(" 0.0 MiB 256.0 MiB")
    assert rows[-1].startswith(f"in all {len(files(kept))} ")


def test_clearing_nothing_is_no_error(kept: Path, tmp_path: Path) -> None:
    """A script that clears twice, or on a new machine, would fail."""
    cleared = run("cache", "--clear", folder=tmp_path)
    assert (cleared.code, cleared.out, cleared.err) == (0, f"{kept}: 0 files deleted, 0.0 MiB\n", "")
    freed = document(run("cache", "--clear", "--json", folder=tmp_path))
    assert {each["count"] for each in freed["freed"]} == {0}


def test_leaves_other_files_alone(kept: Path, tmp_path: Path) -> None:
    """A user who names a folder of their own as the cache would lose what is in it."""
    rendered(tmp_path)
    entry = next(kept.glob("clips/*/*"))
    own = [kept / "song.mp3", entry.with_name("notes.txt"), entry.with_name(f"{'0' * 62}.clip")]
    for path in own:
        path.write_bytes(b"mine")
    assert run("cache", "--clear", folder=tmp_path).code == 0
    assert {path for path in kept.rglob("*") if path.is_file()} == {*own}


@pytest.mark.parametrize("options", [(), ("--json",), ("--clear",)])
def test_a_cache_that_is_no_folder_is_told(options: tuple[str, ...], tmp_path: Path) -> None:
    """A user would be told that all is well, or be shown a traceback."""
    (tmp_path / "kept").write_bytes(b"mine")
    outcome = run("cache", *options, folder=tmp_path, env={"REPCAST_CACHE_DIR": "kept"})
    assert outcome.code == 1
    assert outcome.err.startswith(f"cannot list or delete {tmp_path / 'kept' / 'clips'}: Not a directory (and ")
    assert "REPCAST_CACHE_DIR" in outcome.err


@pytest.mark.skipif(os.name == "nt", reason="folders are closed otherwise there")
def test_a_cache_that_cannot_be_emptied_is_told(kept: Path, tmp_path: Path) -> None:
    """A user would believe that the disk is free."""
    rendered(tmp_path)
    closed = next(kept.glob("clips/*"))
    closed.chmod(0o500)
    try:
        if os.access(closed, os.W_OK):
            pytest.skip("nothing is closed to this user")
        outcome = run("cache", "--clear", folder=tmp_path)
    finally:
        closed.chmod(0o700)
    assert outcome.code == 1
    assert outcome.err.startswith(f"cannot list or delete {closed}")
    assert [path.parent for path in kept.rglob("*") if path.is_file()] == [closed]


def test_a_render_goes_on_while_it_is_emptied(kept: Path, tmp_path: Path) -> None:
    """Whoever frees the disk would stop the renders under way."""
    write(tmp_path, TINY)
    with started("render", "tiny.yaml", "-o", "during.mp3", folder=tmp_path) as render:
        while render.poll() is None:
            assert run("cache", "--clear", folder=tmp_path).code == 0
        assert render.returncode == 0, render.stderr
    assert kept.exists()
    assert (tmp_path / "during.mp3").read_bytes() == rendered(tmp_path)
