"""Chromium, as the tests start it, and what it reports about the pages that it shows."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError, sync_playwright

from browser.programs import program

ARGUMENTS: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP studio.test 127.0.0.1,MAP evil.test 127.0.0.1",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),  # Chromium has no sandbox for root
)
"""For `launch`, and for a test that starts a Chromium which keeps its profile."""
_PATIENCE_S: Final = 30
_AGAIN_MS: Final = 20


def path() -> str:
    """Return the path of Chromium; fail where it is missing."""
    return program("chromium", "chromium-browser", "google-chrome")


@contextmanager
def started(bus: str) -> Iterator[Browser]:
    """Start Chromium, with media keys over a session bus."""
    with sync_playwright() as playwright:
        environment: dict[str, str | float | bool] = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus}
        browser = playwright.chromium.launch(executable_path=path(), args=list(ARGUMENTS), env=environment)
        yield browser
        browser.close()


def until(page: Page, expression: str) -> None:
    """Wait until an expression of JavaScript is true in a page; fail after 30 s.

    Playwright's `wait_for_function` evaluates in the page by itself, which a strict policy forbids.
    """
    given_up = time.monotonic() + _PATIENCE_S
    while not page.evaluate(expression):
        assert time.monotonic() < given_up, f"never came true: {expression}"
        page.wait_for_timeout(_AGAIN_MS)


class Noticed:
    """What a browser reports while a test runs: a test fails for whatever is left here at its end.

    Pages may ask the origin of the first one that their profile opened; `allow` names others.
    """

    def __init__(self) -> None:
        self._troubles: list[str] = []
        self._origins: set[str] = set()

    def listen(self, context: BrowserContext) -> None:
        """Notice errors in the console (a breach of the page's policy is one), errors of scripts, and other origins."""
        own: list[str] = []
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", lambda request: self._request(request, own))

    def allow(self, *origins: str) -> None:
        """Let pages ask other origins, too, such as `http://127.0.0.1:8000`."""
        self._origins.update(origins)

    def taken(self) -> list[str]:
        """Return what was noticed up to now, which the test expected, and forget it."""
        troubles, self._troubles = self._troubles, []
        return troubles

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._troubles.append(f"console: {message.text} ({message.location['url']})")

    def _error(self, error: WebError) -> None:
        self._troubles.append(f"script: {error.error}")

    def _request(self, request: Request, own: list[str]) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("blob", "data", "about"):
            return
        origin = f"{parts.scheme}://{parts.netloc}"
        own[:] = own or [origin]
        if origin not in {*own, *self._origins}:
            self._troubles.append(f"asked another origin: {request.url}")
