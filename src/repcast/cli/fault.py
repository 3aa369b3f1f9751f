"""The log of a fault of ours, for the user to send."""

import platform
import sys
import tempfile
import traceback
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import platformdirs

from repcast.disk.atomic import make_folder, write_text
from repcast.errors import RepcastError


def write_log(error: Exception) -> str:
    """Keep what happened in the platform's folder for logs, else in the temporary one, and say where; or say it."""
    report = "\n".join(
        (
            f"repcast {version('repcast')}, Python {sys.version}, {platform.platform()}",
            f"command: {sys.argv[1:]}",
            "".join(traceback.format_exception(error)),
        )
    )
    with suppress(OSError, RepcastError):
        folder = platformdirs.user_log_path("repcast", appauthor=False)
        make_folder(folder, parents=True)
        return _please_send(report, folder / "fault.log")
    with suppress(OSError, RepcastError):
        return _please_send(report, Path(tempfile.gettempdir(), "repcast-fault.log"))
    *_, at, last = traceback.format_exception(error)
    return f"No log of it could be written. Please send us this: {at}{last}"


def _please_send(report: str, path: Path) -> str:
    write_text(report.encode(errors="backslashreplace").decode(), path)
    return f"Please send us this log: {path}"
