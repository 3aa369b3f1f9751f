"""`disk.cache`: what was made is kept between runs, shared between processes, and never trusted blindly."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from repcast.disk.cache import Amount, Cache, default_folder

PLENTY = 1 << 20
ONE = b"all that one is made from"


def thing(seed: int = 1, length: int = 9_600) -> bytes:
    """Return some bytes."""
    return np.random.default_rng(seed).bytes(length)


def things(folder: Path, *, kind: str = "thing", version: int = 1, limit_bytes: int = PLENTY) -> Cache:
    """Return a cache."""
    return Cache(folder, kind, version=version, limit_bytes=limit_bytes)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """Return an empty cache."""
    return things(tmp_path / "cache")


def test_an_entry_is_found_again(cache: Cache, tmp_path: Path) -> None:
    """Every render would make everything again."""
    assert cache.get(ONE) is None
    cache.put(ONE, thing())
    assert cache.get(ONE) == thing()
    assert things(tmp_path / "cache").get(ONE) == thing(), "in the next run, too"


def test_the_latest_entry_is_found(cache: Cache) -> None:
    """What was mended would stay broken in the cache."""
    cache.put(ONE, thing())
    cache.put(ONE, thing(2, 100))
    assert cache.get(ONE) == thing(2, 100)


@pytest.mark.parametrize("other", [b"", ONE[:-1], ONE + b"\n", ONE.upper()])
def test_what_is_made_from_something_else_is_something_else(other: bytes, cache: Cache) -> None:
    """A wrong word, or a wrong piece of sound, would be heard."""
    cache.put(ONE, thing())
    assert cache.get(other) is None
    cache.put(other, thing(2))
    assert (cache.get(ONE), cache.get(other)) == (thing(), thing(2))


def test_another_version_s_entries_are_no_hits_and_give_way(tmp_path: Path) -> None:
    """After an update, sound in the format of the last version would be heard as noise."""
    old, new = things(tmp_path, version=1), things(tmp_path, version=11)
    old.put(ONE, thing())
    assert new.get(ONE) is None
    new.put(ONE, thing(2))
    assert new.get(ONE) == thing(2)
    assert old.get(ONE) is None


def test_kinds_are_kept_apart(tmp_path: Path) -> None:
    """Clips would be taken for tiles, or one kind push out the other."""
    clips, tiles = things(tmp_path, kind="clip"), things(tmp_path, kind="tile")
    clips.put(ONE, thing())
    assert tiles.get(ONE) is None
    tiles.put(ONE, thing(2))
    assert clips.get(ONE) == thing()
    things(tmp_path, kind="clip", limit_bytes=0).prune()
    assert (clips.get(ONE), tiles.get(ONE)) == (None, thing(2))


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"x",
        b"repcast thing 1\n",
        b"repcast thing 1\n" + bytes(32),
        b"repcast thing 1\n" + bytes(33),
        b"RIFF" + bytes(1_000),
    ],
)
def test_a_foreign_entry_is_no_hit(damage: bytes, cache: Cache) -> None:
    """A damaged cache would be heard, or end in a traceback, until the user finds and deletes it."""
    cache.put(ONE, thing())
    cache.path(ONE).write_bytes(damage)
    assert cache.get(ONE) is None
    cache.put(ONE, thing(2))
    assert cache.get(ONE) == thing(2), "it is made again"


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_truncated_entry_is_no_hit(kept: float, cache: Cache) -> None:
    """Half a word would be heard after a full disk or a power cut."""
    cache.put(ONE, thing())
    content = cache.path(ONE).read_bytes()
    cache.path(ONE).write_bytes(content[: int(len(content) * kept)])
    assert cache.get(ONE) is None


@pytest.mark.parametrize("at", [3, 20, 60, -1])
def test_a_flipped_bit_is_no_hit(at: int, cache: Cache) -> None:
    """A click would be heard from a failing disk."""
    cache.put(ONE, thing())
    content = bytearray(cache.path(ONE).read_bytes())
    content[at] ^= 1
    cache.path(ONE).write_bytes(content)
    assert cache.get(ONE) is None


def test_a_folder_in_an_entry_s_place_is_no_hit(cache: Cache) -> None:
    """A strange cache would end in a traceback."""
    cache.path(ONE).mkdir(parents=True)
    assert cache.get(ONE) is None
    cache.put(ONE, thing())
    cache.prune()


def test_a_cache_that_cannot_be_written_only_forgets(tmp_path: Path) -> None:
    """A closed or full home folder would stop every render."""
    (tmp_path / "file").touch()
    cache = things(tmp_path / "file")
    cache.put(ONE, thing())
    assert cache.get(ONE) is None
    cache.prune()


@pytest.mark.skipif(os.name == "nt", reason="folders are closed otherwise there")
def test_a_closed_cache_only_forgets(tmp_path: Path) -> None:
    """A cache that belongs to another user would stop every render."""
    cache = things(tmp_path)
    cache.put(ONE, thing())
    closed = cache.path(ONE).parent
    closed.chmod(0o500)
    try:
        if os.access(closed, os.W_OK):
            pytest.skip("nothing is closed to this user")
        cache.put(ONE, thing(2))
        assert cache.get(ONE) == thing()
        things(tmp_path, limit_bytes=0).prune()
    finally:
        closed.chmod(0o700)


def test_a_closed_folder_does_not_stop_pruning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A render that succeeded would end in a fault, because an old entry could not be deleted."""

    def refused(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path), missing_ok)

    cache = things(tmp_path)
    cache.put(ONE, thing())
    monkeypatch.setattr(Path, "unlink", refused)
    things(tmp_path, limit_bytes=0).prune()
    assert cache.get(ONE) == thing()


def test_leaves_nothing_half_written(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader would see half an entry, or the cache fill up with halves."""

    def full(path: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(path), target)

    monkeypatch.setattr(Path, "replace", full)
    cache.put(ONE, thing())
    assert cache.get(ONE) is None
    assert [*cache.path(ONE).parent.iterdir()] == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files there")
def test_a_pipe_in_an_entry_s_place_is_no_hit(cache: Cache) -> None:
    """A render would wait for ever, and not even heed ^C."""
    cache.path(ONE).parent.mkdir(parents=True)
    os.mkfifo(cache.path(ONE))
    assert cache.get(ONE) is None


def test_a_folder_that_cannot_be_walked_does_not_stop_pruning(tmp_path: Path) -> None:
    """A render that succeeded would be called a file that cannot be written."""
    (tmp_path / "things").symlink_to("a" * 250 + "/" + "b" * 300)
    Cache(tmp_path, "thing", version=1, limit_bytes=0).prune()


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    """The cache would grow for ever, or forget what every session needs."""
    keys = [b"oldest", b"old", b"newer", b"newest"]
    cache = things(tmp_path)
    for age, key in enumerate(reversed(keys), start=1):
        cache.put(key, thing())
        then = time.time() - age * 1_000
        os.utime(cache.path(key), (then, then))
    assert cache.get(b"oldest") is not None, "which makes it the newest"
    things(tmp_path, limit_bytes=2 * cache.path(b"old").stat().st_size).prune()
    assert [key for key in keys if cache.path(key).exists()] == [b"oldest", b"newest"]


def test_a_cache_within_its_bound_is_left_alone(cache: Cache) -> None:
    """Sounds would be made again for no reason."""
    cache.put(ONE, thing())
    cache.prune()
    assert cache.get(ONE) == thing()


def test_runs_that_put_little_are_spared_looking_at_all_that_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each render would walk the whole cache; or none, and the disk be full one day."""
    looked: list[Cache] = []
    limit_bytes, sizes, prune = 40 * 9_700, [], Cache.prune

    def counted(cache: Cache) -> None:
        looked.append(cache)
        prune(cache)

    monkeypatch.setattr(Cache, "prune", counted)
    for number in range(400):
        cache = things(tmp_path, limit_bytes=limit_bytes)
        cache.put(b"%d" % number, thing())
        cache.tidy()
        cache.tidy()
        sizes.append(sum(path.stat().st_size for path in tmp_path.rglob("*.thing")))
    assert len(looked) == pytest.approx(80, abs=20), "once for each eighth of the bound"
    assert max(sizes) < 2 * limit_bytes
    assert np.mean(sizes[40:]) < 1.2 * limit_bytes


def test_a_run_that_puts_nothing_leaves_the_cache_alone(tmp_path: Path) -> None:
    """A render of what is kept would take time to look at it all."""
    things(tmp_path).put(ONE, thing())
    warm = things(tmp_path, limit_bytes=0)
    warm.tidy()
    assert things(tmp_path).get(ONE) == thing()


def test_what_an_interrupted_run_left_goes_in_the_end(cache: Cache) -> None:
    """Half-written entries would fill the disk, or a running render lose the one that it is writing."""
    cache.put(ONE, thing())
    entry = cache.path(ONE)
    left = {age_s: entry.with_name(f".{entry.name}.{age_s:020x}.part") for age_s in (3_610, 3_500, 0)}
    for age_s, path in left.items():
        path.touch()
        os.utime(path, (time.time() - age_s,) * 2)
    cache.prune()
    assert {*entry.parent.iterdir()} == {entry, left[3_500], left[0]}


def test_only_files_of_its_own_form_are_deleted(tmp_path: Path) -> None:
    """A user who names a folder with other things in it as the cache would lose them."""
    cache = things(tmp_path)
    cache.put(ONE, thing())
    entry = cache.path(ONE)
    named_alike = entry.with_name(f"{'0' * 62}.thing")
    strangers = [named_alike, entry.with_name("song.mp3"), entry.with_name("old.part"), tmp_path / "things/ab/x.thing"]
    for path in strangers:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"precious")
        os.utime(path, (0, 0))
    things(tmp_path, limit_bytes=0).prune()
    assert not entry.exists()
    assert [path for path in strangers if not path.exists()] == []


def test_what_the_run_in_hand_needs_is_kept_beyond_the_bound(tmp_path: Path) -> None:
    """A session with more words than fit would speak them all again, each time it is rendered."""
    keys = [bytes([number]) for number in range(8)]
    first = things(tmp_path, limit_bytes=2 * 9_600)
    for key in keys:
        first.put(key, thing())
    first.prune()
    second = things(tmp_path, limit_bytes=2 * 9_600)
    assert [second.get(key) for key in keys[:6]] == [thing()] * 6
    second.prune()
    assert [key for key in keys if second.path(key).exists()] == keys[:6]
    things(tmp_path, limit_bytes=2 * 9_600).prune()
    assert sum(second.path(key).exists() for key in keys) <= 2


def test_a_limit_of_the_system_only_makes_it_forget(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """A render would end because of a cache that it could do without."""

    def refused(*_: object, **__: object) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    cache.put(ONE, thing())
    with monkeypatch.context() as limited:
        limited.setattr(os, "open", refused)
        assert cache.get(ONE) is None
        cache.put(b"another", thing())
        cache.prune()
    assert cache.get(ONE) == thing()


def test_an_entry_copied_over_another_is_no_hit(cache: Cache) -> None:
    """One word would be spoken in place of another, and nobody be told."""
    other = b"what another is made from"
    cache.put(ONE, thing(1))
    cache.put(other, thing(2))
    cache.path(ONE).write_bytes(cache.path(other).read_bytes())
    assert cache.get(ONE) is None


# Each process writes all entries over and over, and reads them back: it may see an old one or none, never a broken one.
_SHARING = """
import sys
from pathlib import Path
from repcast.disk.cache import Cache
cache = Cache(Path(sys.argv[1]), "thing", version=1, limit_bytes=int(sys.argv[2]))
for turn in range(60):
    for number in range(4):
        whole = bytes([number]) * 100_000
        if cache.get(bytes([number])) not in (None, whole):
            sys.exit(f"a broken entry of {number}")
        cache.put(bytes([number]), whole)
    cache.prune()
"""


@pytest.mark.parametrize("limit_bytes", [1 << 20, 250_000])
def test_processes_share_it(limit_bytes: int, tmp_path: Path) -> None:
    """Two renders at once would break each other's entries, or one would fail."""
    command = [sys.executable, "-c", _SHARING, str(tmp_path), str(limit_bytes)]
    sharing = [subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(3)]
    told = [process.communicate(timeout=300)[1] for process in sharing]
    assert [process.returncode for process in sharing] == [0] * 3, told
    assert list(tmp_path.rglob("*.part")) == []


def test_its_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user with a small home folder could not move the cache."""
    monkeypatch.setenv("REPCAST_CACHE_DIR", str(tmp_path))
    assert default_folder() == tmp_path


@pytest.mark.parametrize("value", [None, ""])
def test_its_folder_is_the_platform_s(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept would lie about in the folder where the user happens to stand."""
    monkeypatch.delenv("REPCAST_CACHE_DIR")
    if value is not None:
        monkeypatch.setenv("REPCAST_CACHE_DIR", value)
    assert default_folder() == platformdirs.user_cache_path("repcast", appauthor=False)


def total(amount: Amount) -> tuple[int, int]:
    """Return an amount's count and size."""
    return amount.count, amount.size_bytes


def left_beside(entry: Path, age_s: float) -> Path:
    """Return a file that a run left unfinished beside an entry, so long ago."""
    path = entry.with_name(f".{entry.name}.{int(age_s):020x}.part")
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age_s,) * 2)
    return path


def refuse(error: OSError) -> None:
    """Fail where nothing should be refused."""
    raise error


def test_tells_what_it_holds(tmp_path: Path) -> None:
    """A user would not know what fills the disk, or be told of files that are not the cache's."""
    cache = things(tmp_path)
    things(tmp_path, version=2).put(b"of another version", thing(3, 500))
    for number in range(3):
        cache.put(bytes([number]), thing(length=1_000))
    left_beside(cache.path(b"\0"), 10)
    cache.path(b"\0").with_name(f"{'0' * 62}.thing").write_bytes(b"precious")
    head = cache.path(b"\0").stat().st_size - 1_000
    contents = cache.contents(refuse)
    assert total(contents.entries) == (3, 3 * (head + 1_000))
    assert total(contents.unused) == (2, head + 500 + len(b"half"))
    assert contents.limit_bytes == PLENTY


@pytest.mark.parametrize("missing", ["cache", "cache/deeper"])
def test_a_cache_that_is_not_there_holds_nothing(missing: str, tmp_path: Path) -> None:
    """Asking before the first render would end in an error, or make the folder."""
    cache = things(tmp_path / missing)
    assert total(cache.contents(refuse).entries) == total(cache.clear(refuse)) == (0, 0)
    assert [*tmp_path.iterdir()] == []


def test_clearing_deletes_what_is_ours_and_nothing_else(tmp_path: Path) -> None:
    """A user's own files would be lost, or the disk stay full, or a running render lose what it is writing."""
    cache = things(tmp_path)
    cache.put(ONE, thing())
    entry = cache.path(ONE)
    things(tmp_path, version=2).put(b"of another version", thing())
    things(tmp_path, kind="other").put(ONE, thing())
    left_beside(entry, 4_000)
    strangers = [
        left_beside(entry, 10),
        entry.with_name(f"{'0' * 62}.thing"),
        entry.with_name("song.mp3"),
        tmp_path / "things" / "notes" / entry.name,
        tmp_path / "elsewhere" / entry.name,
    ]
    for path in strangers[1:]:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"precious")
    moved = tmp_path / "elsewhere" / ("1" * 62 + ".thing")
    moved.write_bytes(entry.read_bytes())
    (tmp_path / "things" / "00").symlink_to(tmp_path / "elsewhere")
    size_bytes = 2 * entry.stat().st_size + len(b"half")
    assert total(cache.clear(refuse)) == (3, size_bytes)
    assert [path for path in [*strangers, moved] if not path.exists()] == []
    assert things(tmp_path, kind="other").get(ONE) == thing()
    assert cache.get(ONE) is None
    cache.put(ONE, thing())
    assert cache.get(ONE) == thing(), "it is used as before"


def test_what_cannot_be_deleted_is_told_and_the_rest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user would believe that the disk is free, or keep everything for one file's sake."""
    cache = things(tmp_path)
    for number in range(3):
        cache.put(bytes([number]), thing())
    unlink = Path.unlink

    def refused(path: Path) -> None:
        if path == cache.path(b"\1"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        unlink(path)

    monkeypatch.setattr(Path, "unlink", refused)
    told: list[OSError] = []
    assert cache.clear(told.append).count == 2
    assert [error.filename for error in told] == [str(cache.path(b"\1"))]
    assert total(cache.contents(refuse).entries)[0] == 1


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    """A user would be told that the cache is empty."""
    (tmp_path / "things").write_bytes(b"no folder")
    told: list[OSError] = []
    cache = things(tmp_path)
    cache.contents(told.append)
    cache.clear(told.append)
    assert [error.filename for error in told] == [str(tmp_path / "things")] * 2


def test_what_vanishes_meanwhile_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who clear at once, or one who clears while a render prunes, would be told of an error."""
    cache = things(tmp_path)
    cache.put(ONE, thing())
    unlink = Path.unlink

    def overtaken(path: Path) -> None:
        unlink(path)
        unlink(path)

    monkeypatch.setattr(Path, "unlink", overtaken)
    assert total(cache.clear(refuse)) == (0, 0), "another deleted it"


def test_is_cleared_while_processes_use_it(tmp_path: Path) -> None:
    """A render would fail, or a broken entry be heard, because somebody cleared the cache."""
    command = [sys.executable, "-c", _SHARING, str(tmp_path), str(PLENTY)]
    sharing = [subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    cache, cleared = things(tmp_path), 0
    while any(process.poll() is None for process in sharing):
        cache.contents(refuse)
        cleared += cache.clear(refuse).count
    told = [process.communicate(timeout=300)[1] for process in sharing]
    assert [process.returncode for process in sharing] == [0] * 2, told
    assert cleared
