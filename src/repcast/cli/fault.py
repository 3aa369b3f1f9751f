"""The log of a fault of ours, for the user to send."""

import os
import platform
import sys
import tempfile
import traceback
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import platformdirs


def write_log(error: Exception) -> str:
    """Keep what happened in the platform's folder for logs, else in the temporary one, and say where; or say it.

    Nobody can have it written elsewhere by a link that is laid there before: a new file is made under a name that
    cannot be guessed.
    """
    report = "\n".join(
        (
            f"repcast {version('repcast')}, Python {sys.version}, {platform.platform()}",
            f"command: {sys.argv[1:]}",
            "".join(traceback.format_exception(error)),
        )
    )
    with suppress(OSError):
        folder = platformdirs.user_log_path("repcast", appauthor=False)
        folder.mkdir(parents=True, exist_ok=True)
        return _please_send(_written(report, folder).replace(folder / "fault.log"))
    with suppress(OSError):
        return _please_send(_written(report, Path(tempfile.gettempdir())))
    *_, at, last = traceback.format_exception(error)
    return f"No log of it could be written. Please send us this: {at}{last}"


def _written(report: str, folder: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix="repcast-fault-", suffix=".log", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(report)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path


def _please_send(path: Path) -> str:
    return f"Please send us this log: {path}"
