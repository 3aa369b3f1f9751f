"""The programs that the browser tests drive, and what they share: a bus, and a display where there is none."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_SCREEN: Final = "1280x900x24"


def program(*names: str) -> str:
    """Return the path of the first of some programs that is here; fail where none is."""
    for name in names:
        if path := shutil.which(name):
            return path
    msg = f"{names[0]} is not here, and the browser tests need it. Install it: scripts/browsers"
    raise AssertionError(msg)


def mini_browser() -> str:
    """Return the path of WebKitGTK's own browser, which is on no PATH; fail where it is missing."""
    libraries = Path("/usr/lib")
    found = [*libraries.glob("*/webkit2gtk-4.*/MiniBrowser"), *libraries.glob("*/webkitgtk-6.*/MiniBrowser")]
    return str(found[0]) if found else program("MiniBrowser")


@contextmanager
def display() -> Iterator[str]:
    """Yield the name of a display: the one that is there, or one that nobody sees."""
    if there := os.environ.get("DISPLAY"):
        yield there
        return
    reading, writing = os.pipe()
    command = [program("Xvfb"), "-displayfd", str(writing), "-screen", "0", _SCREEN, "-nolisten", "tcp"]
    with _running(command, told_by=writing), os.fdopen(reading) as told:
        yield f":{told.readline().strip()}"


@contextmanager
def message_bus() -> Iterator[str]:
    """Yield the address of a session bus of its own: media keys go over it."""
    reading, writing = os.pipe()
    command = [program("dbus-daemon"), "--session", "--nofork", "--nosyslog", f"--print-address={writing}"]
    with _running(command, told_by=writing), os.fdopen(reading) as told:
        yield told.readline().strip()


@contextmanager
def _running(command: list[str], *, told_by: int) -> Iterator[None]:
    """Run a program that tells by a pipe when it is ready; end it with the context."""
    with subprocess.Popen(command, pass_fds=[told_by], stderr=subprocess.DEVNULL) as process:
        os.close(told_by)
        try:
            yield
        finally:
            process.terminate()
