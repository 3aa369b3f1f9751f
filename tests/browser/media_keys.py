"""Media keys, as a headset or a lock screen sends them: over the session bus, by MPRIS.

Playwright's own media keys never reach a page.
"""

import re
import subprocess
from typing import Final

from browser.programs import program

_PREFIX: Final = "org.mpris.MediaPlayer2"


def press(bus: str, key: str) -> None:
    """Press a key of the only player on a bus: `Next`, `Previous`, `Play`, `Pause`, `PlayPause`, `Stop`."""
    _send(bus, player(bus), "/org/mpris/MediaPlayer2", f"{_PREFIX}.Player.{key}")


def metadata(bus: str) -> str:
    """Return what the only player on a bus says that it plays, as `dbus-send` prints it."""
    asked = (f"string:{_PREFIX}.Player", "string:Metadata")
    return _send(bus, player(bus), "/org/mpris/MediaPlayer2", "org.freedesktop.DBus.Properties.Get", *asked)


def player(bus: str) -> str:
    """Return the name of the only player on a bus; fail where there is none, or a second one."""
    names = _send(bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames")
    (name,) = re.findall(rf'"({re.escape(_PREFIX)}\.[^"]+)"', names)
    return str(name)


def _send(bus: str, destination: str, path: str, method: str, *arguments: str) -> str:
    command = [program("dbus-send"), f"--bus={bus}", "--print-reply", f"--dest={destination}", path, method, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=30).stdout
