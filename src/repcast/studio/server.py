"""The studio's sockets: one on this machine for its page, and one on the network for the phone, while it is wanted."""

import asyncio
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from repcast.errors import PortTaken
from repcast.studio.app import studio_app
from repcast.studio.desk import Desk
from repcast.studio.phone import phone_app
from repcast.studio.qr import to_svg
from repcast.studio.told import Told

LOOPBACK: Final = "127.0.0.1"
USUAL_PORT: Final = 8420
_ENDING_S: Final = 2
"""How long answers that are under way may take when the studio ends."""

Ending = Callable[[Callable[[], object]], AbstractContextManager[None]]


class _Quiet(uvicorn.Server):
    """A server that leaves the signals to the command line."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Studio:
    """One run of the studio.

    Args:
        desk: what does the work.
        port: on this machine; None for the usual one, or any that is free.

    Raises:
        PortTaken: another program has it.
    """

    def __init__(self, desk: Desk, port: int | None) -> None:
        self._token = secrets.token_urlsafe(16)
        self._socket = _bound(LOOPBACK, port)
        self._desk = desk
        self._phone: _Phone | None = None
        host = _host(self._socket)
        self.address = f"http://{host}/#token={self._token}"
        self._server = _server(studio_app(desk, self.phone, host=host, token=self._token))

    def run(self, ending: Ending, started: Callable[[str], None], *, with_phone: bool = False) -> None:
        """Serve until it is told to end.

        Args:
            ending: makes a context in which a request to end the program calls its argument.
            started: told the phone's address, or an empty text, once requests are answered.
            with_phone: whether the phone's page is served from the start.
        """
        asyncio.run(self._run(ending, started, with_phone=with_phone))

    async def _run(self, ending: Ending, started: Callable[[str], None], *, with_phone: bool) -> None:
        loop = asyncio.get_running_loop()
        with ending(lambda: loop.call_soon_threadsafe(self._end)):
            serving = loop.create_task(self._server.serve([self._socket]))
            started((await self.phone(on=True))["address"] if with_phone else "")
            await serving
            if self._phone:
                await self._phone.ended()

    def _end(self) -> None:
        self._desk.give_up()
        self._server.should_exit = True

    async def phone(self, *, on: bool) -> Told:
        """Serve the phone's page, or end that, and return where it is, with a QR code."""
        if on and self._phone is None:
            self._phone = _Phone(self._desk)
        if not on and self._phone:
            self._phone.end()
            self._phone = None
        address = self._phone.address if self._phone else ""
        return {"address": address, "qr": to_svg(address) if address else ""}


class _Phone:
    """The phone's page on the network: reading only, behind an address that nobody can guess."""

    def __init__(self, desk: Desk) -> None:
        token = secrets.token_urlsafe(12)
        listening = _bound(_address_here(), None)
        host = _host(listening)
        self.address = f"http://{host}/{token}/"
        self._server = _server(phone_app(desk.rendering.files, token, host))
        self._serving = asyncio.get_running_loop().create_task(self._server.serve([listening]))

    def end(self) -> None:
        """Answer nobody any more."""
        self._server.should_exit = True

    async def ended(self) -> None:
        """Wait until nobody is answered any more."""
        self.end()
        await self._serving


def _server(app: ASGIApp) -> _Quiet:
    return _Quiet(
        uvicorn.Config(
            app,
            lifespan="off",
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_ENDING_S,
        )
    )


def _bound(address: str, port: int | None) -> socket.socket:
    """Return a socket that listens: at a port, or at the usual one, or at any that is free."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, USUAL_PORT if port is None else port))
    except OSError as error:
        if port is not None:
            raise PortTaken(port, error.strerror or str(error)) from None
        listening.bind((address, 0))
    listening.listen()  # who comes before the server waits for it
    return listening


def _host(listening: socket.socket) -> str:
    address, port = listening.getsockname()
    return f"{address}:{port}"


def _address_here() -> str:
    """Return this machine's address on its network, or its own where it is in none; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # TEST-NET-1 of RFC 5737: nobody is there
        except OSError:
            return LOOPBACK
        return str(asking.getsockname()[0])
