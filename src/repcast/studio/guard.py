"""What stands before every page that is served: it lets in only who may come in, and tells browsers what to keep out.

A page of a stranger in the same browser can send requests here, too. So the Host is compared whole, against DNS
rebinding, and whatever may change something needs this run's token, from a page of its own origin.
"""

from collections.abc import Mapping
from hmac import compare_digest
from http import HTTPStatus
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY_BYTES: Final = 1 << 20
TOKEN_HEADER: Final = "X-Repcast-Token"  # noqa: S105 - the header's name
READING: Final = frozenset({"GET", "HEAD"})
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self' blob:; "
    "img-src 'self' data:; worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"
)
"""Content-Security-Policy, level 3: nothing but what comes from here; no scripts and no styles inside a page."""

_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_ON_THIS_MACHINE: Final = {"Cross-Origin-Opener-Policy": "same-origin"}
"""Browsers heed it on a trustworthy origin alone; on any other they write an error to their console."""

_LOOPBACK: Final = ("127.0.0.1:", "localhost:")


class Guard:
    """An ASGI application around another, which gets only requests that may pass, with their body in one piece.

    Args:
        app: the one inside.
        hosts: who it answers as: names or addresses, each with its port, such as `127.0.0.1:8765`.
        methods: that it answers.
        policy: the Content-Security-Policy of its pages.
        token: that whatever does not only read must bring along in `TOKEN_HEADER`.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: frozenset[str], methods: frozenset[str], policy: str = POLICY, token: str = ""
    ) -> None:
        assert token or methods <= READING, "what changes something is never without a token"
        self._app = app
        self._hosts = hosts
        self._methods = methods
        self._policy = policy
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI 3 has it: with a refusal, or as the application inside does."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, self._with_headers(scope, send))
        else:  # nothing here takes a socket
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if refusal := self._refusal(scope):
            await self._refuse(refusal, scope, receive, send)
            return
        body = await _body(receive)
        if body is None:
            await self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, scope, receive, send)
            return
        await self._app(scope, _handing_over(body, receive), send)

    def _refusal(self, scope: Scope) -> HTTPStatus | None:
        """Return why a request may not pass, before its body is read; None where it may."""
        host = _only(scope, "Host")
        if host not in self._hosts:
            return HTTPStatus.MISDIRECTED_REQUEST
        if scope["method"] not in self._methods:
            return HTTPStatus.METHOD_NOT_ALLOWED
        if _announced_bytes(scope) > MOST_BODY_BYTES:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return None if scope["method"] in READING else self._refusal_to_write(scope, host)

    def _refusal_to_write(self, scope: Scope, host: str) -> HTTPStatus | None:
        if _only(scope, "Content-Type").partition(";")[0].strip().lower() != "application/json":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        is_own = _only(scope, "Origin") == f"http://{host}"
        has_token = compare_digest(_only(scope, TOKEN_HEADER).encode(), self._token.encode())
        return None if is_own and has_token else HTTPStatus.FORBIDDEN

    async def _refuse(self, status: HTTPStatus, scope: Scope, receive: Receive, send: Send) -> None:
        allowed = {"Allow": ", ".join(sorted(self._methods))} if status == HTTPStatus.METHOD_NOT_ALLOWED else None
        await PlainTextResponse(f"{status.phrase}\n", status, headers=allowed)(scope, receive, send)

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        """Return what sends a response with the headers that every response has."""
        is_here = _only(scope, "Host").startswith(_LOOPBACK)
        headers = {"Content-Security-Policy": self._policy, **_ALWAYS, **(_ON_THIS_MACHINE if is_here else {})}
        added = _encoded(headers)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in added]
                message = {**message, "headers": [*own, *added.items()]}
            await send(message)

        return send_with_headers


def _encoded(headers: Mapping[str, str]) -> dict[bytes, bytes]:
    return {name.lower().encode(): value.encode() for name, value in headers.items()}


def _only(scope: Scope, name: str) -> str:
    """Return a header's value; empty where it is missing, or stands there more than once."""
    wanted = name.lower().encode()
    found = [value for key, value in scope["headers"] if key.lower() == wanted]
    return found[0].decode("latin-1") if len(found) == 1 else ""


def _announced_bytes(scope: Scope) -> int:
    length = _only(scope, "Content-Length")
    return int(length) if length.isascii() and length.isdigit() else 0


async def _body(receive: Receive) -> bytes | None:
    """Return a request's body; None where it is too large, whatever was announced, or breaks off."""
    body = bytearray()
    while (message := await receive())["type"] == "http.request":
        body += message.get("body", b"")
        if len(body) > MOST_BODY_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(body)
    return None


def _handing_over(body: bytes, receive: Receive) -> Receive:
    """Return what receives a body that was read already, and then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again
