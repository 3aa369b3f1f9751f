"""How the functional tests run repcast: as a user does, in a folder of its own.

Half a second of each run would be Python that loads repcast. So most runs are forks of a process that has loaded it;
`test_program.py` compares them with what a user starts.
"""

import atexit
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from preforked import Preforked

REPCAST = (sys.executable, "-m", "repcast")
# What Python, a C library or a library of Python's reads when it is loaded: a change needs a process of its own.
_READ_ONCE: Final = ("PYTHON", "LC_", "LANG", "TZ", "LD_", "OPENBLAS_", "OMP_")

# Short, and every kind of cue that takes little time: a spoken lead-in, go, ticks, a countdown, finish.
TINY = """\
title: Tiny
steps:
  - hold: Plank
    for: 10s
"""

# Long enough that something can happen while it is written, also where its sound is in the cache.
LONG = """\
title: Long
steps:
  - hold: Plank
    for: 2m30s
  - rest: 1h
  - hold: Plank
    for: 10s
"""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run did, all of it.

    Attributes:
        files: everything below the folder afterwards, hidden files too.
    """

    code: int
    out: str
    err: str
    files: set[str]


def environment(**changes: str) -> dict[str, str]:
    """Return the environment for a run; the clip cache is the test session's."""
    assert "REPCAST_CACHE_DIR" in os.environ, "tests never touch the user's cache"
    # Rich wraps by COLUMNS and LINES where somebody has set them.
    plain = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "FORCE_COLOR")}
    logs = str(Path(os.environ["REPCAST_CACHE_DIR"]) / "state")
    return {**plain, "PYTHONUTF8": "1", "XDG_STATE_HOME": logs, **changes}


def run(
    *arguments: str,
    folder: Path,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
    program: tuple[str, ...] | None = None,
    timeout_s: float = 300,
) -> Outcome:
    """Run repcast to its end.

    Args:
        arguments: those of the command line.
        folder: where it runs.
        stdin: what it may read.
        env: changes of the environment.
        program: is started for it, in place of a repcast that is loaded already.
        timeout_s: fail where it takes longer.
    """
    whole = environment(**(env or {}))
    if program is None and hasattr(os, "fork") and _read_once(whole) == _loaded()[1]:
        return _forked(arguments, folder, stdin, whole, timeout_s)
    ended = subprocess.run(
        [*(program or REPCAST), *arguments],
        cwd=folder,
        input=stdin,
        env=whole,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout_s,
        check=False,
    )
    return Outcome(code=ended.returncode, out=ended.stdout, err=ended.stderr, files=tree(folder))


def _forked(arguments: tuple[str, ...], folder: Path, stdin: str, env: dict[str, str], timeout_s: float) -> Outcome:
    from preforked import Bounds  # noqa: PLC0415 - nor can it be loaded where no process can fork

    bounds = Bounds(cpu_s=None, wall_s=timeout_s, memory_mb=None, told_bytes=None)
    ran = _loaded()[0].run(*arguments, folder=folder, stdin=stdin.encode(), env=env, bounds=bounds)
    if ran.wall_s >= timeout_s:
        raise subprocess.TimeoutExpired([*REPCAST, *arguments], timeout_s, ran.stdout, ran.stderr)
    out, err = (io.TextIOWrapper(io.BytesIO(printed), encoding="utf-8").read() for printed in (ran.stdout, ran.stderr))
    return Outcome(code=ran.code, out=out, err=err, files=tree(folder))


@cache
def _loaded() -> tuple["Preforked", dict[str, str]]:
    """Return what runs repcast, for as long as this process goes on, and what it has read of the environment."""
    from preforked import Preforked  # noqa: PLC0415

    preforked = Preforked()
    atexit.register(preforked.close)
    return preforked, _read_once(environment())


def _read_once(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(_READ_ONCE)}


@contextmanager
def started(
    *arguments: str, folder: Path, env: Mapping[str, str] | None = None, stderr: int | IO[bytes] = subprocess.PIPE
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start repcast in the background; it is gone when the context ends."""
    process = subprocess.Popen(
        [*REPCAST, *arguments],
        cwd=folder,
        env=environment(**(env or {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def tree(folder: Path) -> set[str]:
    """Return the paths of all that is below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def write(folder: Path, text: str, name: str = "tiny.yaml") -> Path:
    """Write a session file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def signals_as_usual() -> Iterator[None]:
    """Within this context, have signals do what they do in a program that a user starts."""
    usual: dict[str, Any] = {"SIGINT": signal.default_int_handler, "SIGHUP": signal.SIG_DFL, "SIGTERM": signal.SIG_DFL}
    before = {name: signal.signal(getattr(signal, name), handler) for name, handler in usual.items()}
    yield
    for name, handler in before.items():
        signal.signal(getattr(signal, name), handler)
