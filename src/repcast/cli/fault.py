"""The log of a fault of ours, for the user to send."""

import platform
import sys
import tempfile
import traceback
from importlib.metadata import version
from pathlib import Path

import platformdirs


def write_log(error: Exception) -> Path:
    """Write what happened to a file in the platform's folder for logs, else in the temporary one, and return it."""
    report = "\n".join(
        (
            f"repcast {version('repcast')}, Python {sys.version}, {platform.platform()}",
            f"command: {sys.argv[1:]}",
            "".join(traceback.format_exception(error)),
        )
    )
    folder = platformdirs.user_log_path("repcast", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "fault.log"
        path.write_text(report, encoding="utf-8")
    except OSError:
        path = Path(tempfile.gettempdir()) / "repcast-fault.log"
        path.write_text(report, encoding="utf-8")
    return path
