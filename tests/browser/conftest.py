"""What the browser tests share: two engines, a page that is watched, and a studio that runs.

A browser lasts for one file of tests: Playwright leaves an event loop running in its thread, which tests in other
rooms of this process could not live with.
"""

import shutil
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page
from program import signals_as_usual
from selenium.webdriver import Remote

from browser import chromium, webkit
from browser.chromium import Noticed
from browser.programs import message_bus
from browser.studios import Studio, studio_in
from browser.workbench import TWO, opened


class OpensPages(Protocol):
    """What opens an empty page in a profile of its own."""

    def __call__(self, **options: Any) -> Page:
        """Take what Playwright's `new_context` takes, such as `user_agent`."""
        ...


@pytest.fixture(scope="module")
def bus() -> Iterator[str]:
    """Return the address of a session bus, for `browser.media_keys`."""
    with message_bus() as address:
        yield address


@pytest.fixture(scope="module")
def browser(bus: str) -> Iterator[Browser]:
    """Return a Chromium."""
    with chromium.started(bus) as started:
        yield started


@pytest.fixture(scope="module")
def webkitgtk(bus: str) -> Iterator[Remote]:
    """Return a WebKitGTK."""
    with webkit.started(bus) as started:
        yield started


@pytest.fixture
def noticed() -> Noticed:
    """Return what the pages of a test report."""
    return Noticed()


@pytest.fixture
def new_page(browser: Browser, noticed: Noticed) -> Iterator[OpensPages]:
    """Return what opens watched pages; the test fails where they reported what it did not take from `noticed`."""
    contexts = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        noticed.listen(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert noticed.taken() == []


@pytest.fixture
def page(new_page: OpensPages) -> Page:
    """Return a watched, empty page."""
    return new_page()


@pytest.fixture
def two(studio: Studio, page: Page) -> Page:
    """Return a page of the studio that shows a session with every kind of row, and its plan."""
    (studio.folder / "two.yaml").write_text(TWO, encoding="utf-8")
    opened(page, studio, "two.yaml")
    return page


@pytest.fixture(scope="module")
def studio_of_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """Return a studio that runs as long as a file's tests do."""
    folder = tmp_path_factory.mktemp("studio") / "here"
    folder.mkdir()
    with signals_as_usual(), studio_in(folder) as running:
        yield running


@pytest.fixture
def studio(studio_of_module: Studio) -> Studio:
    """Return a studio that runs in an empty folder."""
    for path in studio_of_module.folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return studio_of_module
