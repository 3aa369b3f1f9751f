"""The phone's page as a browser gets it: from its own application, or from any host of static files."""

import socket
from asyncio import to_thread
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Final

import uvicorn
from playwright.sync_api import Page
from selenium.webdriver import Remote
from selenium.webdriver.support.wait import WebDriverWait
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from browser.chromium import until
from repcast import pipeline
from repcast.files.embedded import read_embedded
from repcast.files.outputs import Output
from repcast.plan.timeline import Timeline
from repcast.reading.loader import accept, parse
from repcast.session.customise import Customisation
from repcast.studio.phone import phone_app

TOKEN: Final = "a-token-of-this-run"
SIDES: Final = """\
title: Sides
lead_in: 10s
steps:
  - {hold: Side plank, for: 12s, sides: [left, right]}
  - rest: 10s
  - {work: Squats, for: 12s}
"""
_PADDING_MS: Final = 50
SHORT: Final = "title: Short\nlead_in: 10s\nsteps:\n  - {hold: Plank, for: 10s}\n"


def rendered(text: str, path: Path) -> Timeline:
    """Render a session to a path, and return what is in the file."""
    session = accept(parse(text.encode(), file="a.yaml"))
    pipeline.render(session, Customisation(), Output(path=path, force=True))
    return read_embedded(path).timeline


@contextmanager
def phone_of(
    *files: Path, name: str = "127.0.0.1", around: Callable[[ASGIApp], ASGIApp] = lambda app: app
) -> Iterator[str]:
    """Serve files to a phone that knows this machine by a name; yield the page's address.

    Args:
        files: the sessions on the page.
        name: of this machine.
        around: puts something before the application.
    """
    with serving(lambda port: around(phone_app(lambda: files, TOKEN, f"{name}:{port}"))) as port:
        yield f"http://{name}:{port}/{TOKEN}/"


def second_sound_after(go_on: Event) -> Callable[[ASGIApp], ASGIApp]:
    """Return what has the second request for a sound, the one that loads it into memory, wait until it may go on."""

    def around(app: ASGIApp) -> ASGIApp:
        sounds: list[Scope] = []

        async def waiting(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"].endswith(".mp3"):
                sounds.append(scope)
                if len(sounds) == 2:
                    await to_thread(go_on.wait)
            await app(scope, receive, send)

        return waiting

    return around


@contextmanager
def host_of(folder: Path, port: int = 0) -> Iterator[int]:
    """Serve a folder as any host of static files does; yield the port."""
    with serving(lambda _port: StaticFiles(directory=folder, html=True), port) as bound:
        yield bound


@contextmanager
def serving(app_at: Callable[[int], ASGIApp], port: int = 0) -> Iterator[int]:
    """Serve an application at a port of this machine, a free one unless it is given, until the context ends."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        bound: int = listening.getsockname()[1]
        config = uvicorn.Config(
            app_at(bound), lifespan="off", ws="none", log_config=None, timeout_graceful_shutdown=1, http="h11"
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield bound
        finally:
            server.should_exit = True
            thread.join()


def at_ms(page: Page) -> float:
    """Return where the page's sound is."""
    return float(page.evaluate("document.querySelector('#sound').currentTime * 1000"))


def until_at(page: Page, ms: int) -> None:
    """Wait until the page's sound has gone on from a moment by less than a second."""
    until(page, f"(at => at >= {ms - 1} && at < {ms + 1000})(document.querySelector('#sound').currentTime * 1000)")


def until_at_in_webkit(driver: Remote, ms: int) -> None:
    """Wait until the sound of a page in WebKitGTK has gone on from a moment by less than two seconds.

    WebKitGTK plays what encoders put before the first sample, so it may be a little before the moment.
    """

    def has_come(driver: Remote) -> bool:
        at: float = driver.execute_script("return document.querySelector('#sound').currentTime * 1000")
        return ms - _PADDING_MS <= at < ms + 2_000

    WebDriverWait(driver, 30).until(has_come)


def until_held(page: Page) -> None:
    """Wait until the page has the whole sound in memory."""
    until(page, "document.querySelector('#sound').src.startsWith('blob:')")
