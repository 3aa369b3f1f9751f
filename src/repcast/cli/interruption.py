"""^C, and a polite request to end: heard once, and heeded for certain.

A library's compiled code may swallow a `KeyboardInterrupt` that reaches it at a bad moment (PyAV 18 does while it hands
over packets). So the request is remembered, and whoever reports progress asks again.
"""

import signal
import threading
from types import FrameType
from typing import Final

_REQUESTED: Final = threading.Event()


def listen() -> None:
    """From now on, have SIGINT and SIGTERM raise `KeyboardInterrupt`, unless whoever started us had them ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _request)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _request)


def heed() -> None:
    """Raise the `KeyboardInterrupt` that was asked for, if it was."""
    if _REQUESTED.is_set():
        raise KeyboardInterrupt


def _request(number: int, frame: FrameType | None) -> None:
    del number, frame
    _REQUESTED.set()
    raise KeyboardInterrupt
