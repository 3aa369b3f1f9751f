"""^C and other requests to stop: none of them is lost.

Compiled code may swallow a `KeyboardInterrupt` that reaches it at a bad moment (PyAV 18 does while it hands over
packets). So the request is remembered, and every report of progress raises it again. While our code reads or writes for
compiled code nothing can be raised at all: PyAV would print it and go on, and Python print a line twice. So the request
comes again a little later. In an event loop, an exception between any two steps leaves tasks that never end. So a loop
is told of the request, and ends by itself.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_CALLED_BACK: Final = frozenset({"repcast.cli.streams", "repcast.encode.sink", "repcast.sound.watched"})
_AGAIN_S: Final = 0.01  # a callback takes less
_REQUESTED: Final = threading.Event()
_LISTENERS: Final[list[Callable[[], object]]] = []


def listen() -> None:
    """From now on, have SIGINT, SIGTERM and SIGHUP raise `KeyboardInterrupt`, unless they are ignored already."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _request)
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        if (number := getattr(signal, name, None)) and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _request)


def ignore() -> None:
    """From now on, ignore these signals: how the program ends is settled."""
    for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        if signal.getsignal(number) is _request:
            signal.signal(number, signal.SIG_IGN)


def raise_if_requested() -> None:
    """Raise `KeyboardInterrupt` if a stop was requested."""
    if _REQUESTED.is_set():
        raise KeyboardInterrupt


@contextmanager
def redirected_to(listener: Callable[[], object]) -> Iterator[None]:
    """Within this context, signals call a listener, between any two steps of the main thread, and raise nothing.

    Raises:
        KeyboardInterrupt: at once, if a stop was requested before; at the context's end, if it was requested within.
    """
    _LISTENERS.append(listener)
    try:
        raise_if_requested()
        yield
    finally:
        _LISTENERS.pop()
    raise_if_requested()


def _request(number: int, frame: FrameType | None) -> None:
    _REQUESTED.set()
    if _LISTENERS:
        _LISTENERS[-1]()
    elif _is_called_back(frame):
        again = threading.Timer(_AGAIN_S, _send, (number,))
        again.daemon = True  # the program may end before
        again.start()
    else:
        raise KeyboardInterrupt


def _send(number: int) -> None:
    """Send a signal to the main thread, and wake it if it waits."""
    if hasattr(signal, "pthread_kill"):  # not on Windows
        signal.pthread_kill(threading.main_thread().ident or 0, number)
    else:
        signal.raise_signal(number)


def _is_called_back(frame: FrameType | None) -> bool:
    while frame and frame.f_globals.get("__name__") not in _CALLED_BACK:
        frame = frame.f_back
    return frame is not None
