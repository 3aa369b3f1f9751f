"""A studio as a user starts it, in a folder of its own."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import IO, Final

from program import REPCAST, environment

_STARTS_WITHIN_S: Final = 60
_ENDS_WITHIN_S: Final = 60


@dataclass(frozen=True, kw_only=True)
class Studio:
    """A studio that runs.

    Attributes:
        folder: where it was started, and saves.
        process: what was started; ^C is a SIGINT to it.
        origin: `http://127.0.0.1:PORT`.
        token: what its page sends along with every request.
    """

    folder: Path
    process: "subprocess.Popen[bytes]"
    origin: str
    token: str

    @property
    def address(self) -> str:
        """Return the address that the command prints, and opens."""
        return f"{self.origin}/#token={self.token}"

    def at(self, fragment: str) -> str:
        """Return the address that opens a session, with its flags: `core?set=rounds=2`."""
        return f"{self.address}/{fragment}"


@contextmanager
def studio_in(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None, program: tuple[str, ...] = REPCAST
) -> Iterator[Studio]:
    """Start a studio in a folder, with arguments besides; ^C ends it with the context, with exit code 130."""
    command = [*program, "studio", "--no-browser", "--port", "0", *arguments]
    log = folder.with_name(f"{folder.name}.log")
    with (
        log.open("wb") as stderr,
        subprocess.Popen(
            command, cwd=folder, env=environment(**(env or {})), stdout=subprocess.PIPE, stderr=stderr
        ) as process,
    ):
        try:
            assert process.stdout is not None
            origin, token = _address(process.stdout, log)
            yield Studio(folder=folder, process=process, origin=origin, token=token)
            process.send_signal(signal.SIGINT)
            assert process.wait(_ENDS_WITHIN_S) == 130, log.read_text(encoding="utf-8")
        finally:
            process.kill()


def _address(stdout: IO[bytes], log: Path) -> tuple[str, str]:
    with DefaultSelector() as selector:
        selector.register(stdout, EVENT_READ)
        printed = ""
        while not (found := re.search(r"(http://[\w.]+:\d+)/#token=([\w-]+)\S*\n", printed)):
            assert selector.select(_STARTS_WITHIN_S), f"no address in {printed!r}"
            more = os.read(stdout.fileno(), 4096).decode()
            assert more, f"ended with {printed!r}: {log.read_text(encoding='utf-8')}"
            printed += more
    return found[1], found[2]
