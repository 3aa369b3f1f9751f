"""What all processes that speak have in common: a line of JSON for each request and each reply, until the input ends.

An engine has a process of its own because it may hang or crash, print to stdout or take much memory, and none of that
can be stopped from inside. Beyond this module a worker imports nothing from repcast, so that it starts fast.
"""

import errno
import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, Final

Request = dict[str, Any]
Reply = dict[str, Any]

_LIMITS: Final = (errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOMEM)
_NETWORK: Final = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.sendto",
    "socket.sendmsg",
)


def serve(prepared: Callable[[], Callable[[Request], Reply]], *, side_by_side: bool = False) -> None:
    """Serve requests from stdin. Replies go to the original stdout; whatever else is printed goes to stderr.

    Args:
        prepared: loads what speaks, and returns what answers a request.
        side_by_side: whether each request is answered as soon as it comes, in a thread of its own.
    """
    sys.addaudithook(_refuse_network)
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    sending = threading.Lock()

    def send(reply: Reply) -> None:
        with sending:
            replies.write(json.dumps(reply) + "\n")
            replies.flush()

    try:
        answer = prepared()
    except Exception as error:  # noqa: BLE001 - any error is reported by the other process
        send(failure("engine", error))
        return

    def reply_to(request: Request) -> None:
        send({**answered(answer, request), "number": request["number"]})

    send({"ok": True})
    for line in sys.stdin:
        if side_by_side:
            threading.Thread(target=reply_to, args=(json.loads(line),)).start()
        else:
            reply_to(json.loads(line))


def answered(answer: Callable[[Request], Reply], request: Request) -> Reply:
    """Return the reply to a request; if answering fails, how."""
    try:
        return answer(request)
    except Exception as error:  # noqa: BLE001 - the other process decides what to do
        return failure("trouble", error)


def failure(kind: str, error: BaseException) -> Reply:
    """Return a reply: which limit of the system was met, or else a failure of some kind."""
    number = errno.ENOMEM if isinstance(error, MemoryError) else getattr(error, "errno", None)
    if number in _LIMITS:
        return {"error": "limit", "errno": number}
    return {"error": kind, "cause": described(error)}


def described(error: BaseException) -> str:
    """Return an error as a line of text."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _refuse_network(event: str, _: object) -> None:
    """Raise an error when a library reaches for the network: a render works without."""
    if event in _NETWORK:
        message = "speaking never opens the network"
        raise PermissionError(message)
