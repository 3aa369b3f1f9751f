"""^C, and a polite request to end: heard once, and heeded for certain.

A library's compiled code may swallow a `KeyboardInterrupt` that reaches it at a bad moment (PyAV 18 does while it hands
over packets). So the request is remembered, and whoever reports progress asks again. An event loop is worse off: an
exception that comes between any two of its steps leaves tasks that never end. So a loop is told of the request, and
ends by itself.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_REQUESTED: Final = threading.Event()
_LISTENERS: Final[list[Callable[[], object]]] = []


def listen() -> None:
    """From now on, have SIGINT, SIGTERM and SIGHUP raise `KeyboardInterrupt`, but for those that we began ignoring."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _request)
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no second one
        if (number := getattr(signal, name, None)) and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _request)


def raise_if_requested() -> None:
    """Raise the `KeyboardInterrupt` that was asked for, if it was."""
    if _REQUESTED.is_set():
        raise KeyboardInterrupt


@contextmanager
def redirected_to(listener: Callable[[], object]) -> Iterator[None]:
    """Within this context have signals call a listener, between any two steps of the main thread, and raise nothing.

    Raises:
        KeyboardInterrupt: at once, if it was asked for before; when the context ends, if it was meanwhile.
    """
    _LISTENERS.append(listener)
    try:
        raise_if_requested()
        yield
    finally:
        _LISTENERS.pop()
    raise_if_requested()


def _request(number: int, frame: FrameType | None) -> None:
    del number, frame
    _REQUESTED.set()
    if not _LISTENERS:
        raise KeyboardInterrupt
    _LISTENERS[-1]()
