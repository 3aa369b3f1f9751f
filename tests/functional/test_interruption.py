"""Whatever stops a render, the old MP3 stays whole, and the next render works."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest
import soundfile
from program import LONG, REPCAST, TINY, Outcome, environment, run, started, tree, write

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's"),
    pytest.mark.usefixtures("interruptible"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a long session, and the MP3 of a shorter one in its place."""
    write(tmp_path, TINY)
    assert run("render", "tiny.yaml", "-o", "long.mp3", folder=tmp_path).code == 0
    write(tmp_path, LONG, "long.yaml")
    return tmp_path


@pytest.fixture
def old(folder: Path) -> bytes:
    """Return the MP3 that stands there before."""
    return (folder / "long.mp3").read_bytes()


def wait_for(stream: IO[bytes] | None, line: bytes) -> None:
    """Read a stream up to a line."""
    assert stream
    for seen in stream:
        if seen.strip() == line:
            return
    raise AssertionError(f"it never printed {line!r}")


def eventually(condition: Callable[[], bool], timeout_s: float = 60) -> bool:
    """Wait until a condition holds."""
    give_up_at = time.monotonic() + timeout_s
    while not (holds := condition()) and time.monotonic() < give_up_at:
        time.sleep(0.002)
    return holds


def has_partial(folder: Path) -> bool:
    """Tell whether a half-written file is there."""
    return any(name.endswith(".part") for name in tree(folder))


def test_interrupt_while_writing(folder: Path, old: bytes) -> None:
    """^C would leave half an MP3, lose the old one, or print a traceback."""
    with started("render", "long.yaml", folder=folder) as process:
        wait_for(process.stderr, b"Encoding...")
        assert eventually(lambda: has_partial(folder))
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=120)
        assert process.stderr
        assert (code, process.stderr.read().strip()) == (130, b"stopped")
    assert (folder / "long.mp3").read_bytes() == old
    assert tree(folder) == {"tiny.yaml", "long.yaml", "long.mp3"}


def test_interrupt_while_speaking(folder: Path, old: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """^C while a session is spoken for the first time would print a traceback, or leave files or processes behind."""
    many = "\n".join(f"  - hold: Exercise number {number}\n    for: 30s" for number in range(300))
    write(folder, f"title: Many\nsteps:\n{many}\n", "many.yaml")
    cache, temporary = tmp_path_factory.mktemp("cache"), tmp_path_factory.mktemp("temporary")
    env = {"REPCAST_CACHE_DIR": str(cache), "TMPDIR": str(temporary)}
    with started("render", "many.yaml", "-o", "long.mp3", folder=folder, env=env) as process:
        wait_for(process.stderr, b"Speaking...")
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=120)
        assert process.stderr
        assert (code, process.stderr.read().strip()) == (130, b"stopped")
    assert (folder / "long.mp3").read_bytes() == old
    assert tree(folder) == {"tiny.yaml", "long.yaml", "many.yaml", "long.mp3"}
    assert tree(temporary) == set()
    assert not [name for name in tree(cache) if name.endswith(".part")]
    assert eventually(lambda: not speaking_processes(cache))


def speaking_processes(cache: Path) -> list[str]:
    """Return the processes of a cache's renders that still run; Linux only, elsewhere none is seen."""
    mark = f"REPCAST_CACHE_DIR={cache}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (process / "environ").read_bytes():
                found.append(process.name)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_killed_while_speaking_leaves_no_process(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A killed render would leave its speech process running for ever."""
    many = "\n".join(f"  - hold: Exercise number {number}\n    for: 30s" for number in range(300))
    write(tmp_path, f"title: Many\nsteps:\n{many}\n", "many.yaml")
    cache = tmp_path_factory.mktemp("cache")
    env = {"REPCAST_CACHE_DIR": str(cache), "TMPDIR": str(tmp_path_factory.mktemp("temporary"))}
    with started("render", "many.yaml", folder=tmp_path, env=env) as process:
        wait_for(process.stderr, b"Speaking...")
        assert len(speaking_processes(cache)) >= 2
        process.kill()
        process.wait()
    assert eventually(lambda: not speaking_processes(cache))


@pytest.mark.slow
def test_killed_at_random_moments(folder: Path, old: bytes) -> None:
    """A power cut or `kill -9` would leave a broken MP3, or stop the next render."""
    assert run("render", "long.yaml", "-o", "other.mp3", folder=folder).code == 0  # what comes now has a full cache
    began_at = time.monotonic()
    with started("render", "long.yaml", "-o", "other.mp3", folder=folder, stderr=subprocess.DEVNULL) as process:
        assert eventually(lambda: has_partial(folder), timeout_s=120)
        writing_after_s = time.monotonic() - began_at
        assert process.wait(timeout=300) == 0
    whole_s = time.monotonic() - began_at
    new = (folder / "other.mp3").read_bytes()
    moments = random.Random(2)  # two of a whole run, and two of the time in which the file is written
    broken, interrupted = [], 0
    for number in range(4):
        (folder / "long.mp3").write_bytes(old)
        with started("render", "long.yaml", folder=folder, stderr=subprocess.DEVNULL) as process:
            if number % 2:
                eventually(lambda: has_partial(folder), timeout_s=120)
                time.sleep((whole_s - writing_after_s) * moments.random())
            else:
                time.sleep(whole_s * moments.random())
            process.kill()
        interrupted += has_partial(folder)
        if (folder / "long.mp3").read_bytes() not in (old, new):
            broken.append(f"{number}: the old file is neither whole nor replaced")
        following = run("render", "tiny.yaml", "-o", "long.mp3", folder=folder)
        if following.code or has_partial(folder) or (folder / "long.mp3").read_bytes() != old:
            broken.append(f"{number}: the next render: {following.err}")
    assert not broken
    assert interrupted >= 1, "some of the moments should fall while the file is written"


def test_renders_to_one_target_at_the_same_time(tmp_path: Path) -> None:
    """Two renders to one name would spoil each other's file, or one would fail."""
    write(tmp_path, TINY)
    expected = run("render", "tiny.yaml", "-o", "expected.mp3", folder=tmp_path)
    assert expected.code == 0
    command = [*REPCAST, "render", "tiny.yaml", "-o", "same.mp3"]
    racing = [
        subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    told = [process.communicate(timeout=300) for process in racing]
    assert [process.returncode for process in racing] == [0] * 4, told
    assert (tmp_path / "same.mp3").read_bytes() == (tmp_path / "expected.mp3").read_bytes()
    assert tree(tmp_path) == {"tiny.yaml", "expected.mp3", "same.mp3"}


LIMITED = """\
import resource, sys
size = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
from repcast.cli import main
main()
"""


@pytest.mark.parametrize("room", [100, 60_000])
def test_a_full_disk(room: int, folder: Path, old: bytes) -> None:
    """A disk that fills up while rendering would leave half an MP3 and exit 0."""
    outcome: Outcome = run(str(room), "render", "long.yaml", folder=folder, program=(sys.executable, "-c", LIMITED))
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.splitlines()[-1].startswith("cannot write long.mp3: ")
    assert (folder / "long.mp3").read_bytes() == old
    assert outcome.files == {"tiny.yaml", "long.yaml", "long.mp3"}


def test_two_renders_have_the_same_bytes(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same session would give another file each time: nothing could be compared, and speech would vary."""
    write(tmp_path, TINY + "    say: Hold on tight.\n  - reps: High hops\n    count: 6\n    tempo: 1.5s\n")
    for number in (1, 2):
        env = {"REPCAST_CACHE_DIR": str(tmp_path_factory.mktemp("empty")), "PYTHONHASHSEED": str(number)}
        assert run("render", "tiny.yaml", "-o", f"{number}.mp3", folder=tmp_path, env=env).code == 0
    assert (tmp_path / "1.mp3").read_bytes() == (tmp_path / "2.mp3").read_bytes()
    assert soundfile.info(tmp_path / "1.mp3").frames > 20 * 48_000
