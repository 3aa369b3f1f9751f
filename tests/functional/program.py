"""How the functional tests run repcast: as a user does, in a process of its own, in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

REPCAST = (sys.executable, "-m", "repcast")

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
    program: tuple[str, ...] = REPCAST,
    timeout_s: float = 60,
) -> Outcome:
    """Run repcast to its end."""
    ended = subprocess.run(
        [*program, *arguments],
        cwd=folder,
        input=stdin,
        env=environment(**(env or {})),
        capture_output=True,
        encoding="utf-8",
        timeout=timeout_s,
        check=False,
    )
    return Outcome(code=ended.returncode, out=ended.stdout, err=ended.stderr, files=tree(folder))


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
