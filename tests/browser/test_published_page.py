"""The published page: a phone installs it, plays it without a network, and takes a new version."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from browser import chromium
from browser.chromium import Noticed, until
from browser.phones import SHORT, SIDES, host_of, rendered, until_at
from repcast.plan.timeline import Timeline
from repcast.studio.publish import Site, site

PATIENCE_MS = 30_000
CACHED = "caches.keys().then((names) => names.join())"


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Return Playwright, for browsers that keep their profile."""
    with sync_playwright() as started:
        yield started


@pytest.fixture
def browser_of(playwright: Playwright, tmp_path: Path) -> Callable[[Noticed], Any]:
    """Return what starts a browser, and starts it anew, with one profile."""

    @contextmanager
    def started(noticed: Noticed) -> Iterator[Page]:
        context: BrowserContext = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium.path(), args=[*chromium.ARGUMENTS], env={**os.environ}
        )
        noticed.listen(context)
        yield context.pages[0]
        context.close()
        assert noticed.taken() == []

    return started


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two files of ours."""
    folder = tmp_path_factory.mktemp("sounds")
    rendered(SIDES, folder / "sides.mp3")
    rendered(SHORT, folder / "short.mp3")
    return folder


@pytest.fixture(scope="module")
def timeline(sounds: Path) -> Timeline:
    """Return what is in the first of them."""
    return rendered(SIDES, sounds / "sides.mp3")


def published(folder: Path, *sounds: Path, address: str = "") -> Path:
    """Publish files of ours."""
    making: Site
    with site(folder, address) as making:
        for sound in sounds:
            making.copy(sound)
    return folder


def test_without_a_feed_the_page_speaks_of_none(
    browser_of: Any, noticed: Noticed, sounds: Path, tmp_path: Path
) -> None:
    """A link would lead nowhere."""
    with host_of(published(tmp_path / "site", sounds / "short.mp3")) as port, browser_of(noticed) as page:
        page.goto(f"http://localhost:{port}/")
        expect(page.locator("#title")).to_have_text("Short")
        expect(page.locator("#subscribe")).to_be_hidden()


def test_a_phone_can_install_it(browser_of: Any, noticed: Noticed, sounds: Path, tmp_path: Path) -> None:
    """The page could not be put on the home screen."""
    folder = published(tmp_path / "site", sounds / "sides.mp3", sounds / "short.mp3")
    with host_of(folder) as port, browser_of(noticed) as page:
        page.goto(f"http://localhost:{port}/")
        expect(page.locator("#takes a")).to_have_count(2)
        devtools = page.context.new_cdp_session(page)
        manifest = devtools.send("Page.getAppManifest")
        assert (manifest["errors"], manifest["url"]) == ([], f"http://localhost:{port}/manifest.webmanifest")
        assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def test_it_plays_and_seeks_without_a_network(
    browser_of: Any, noticed: Noticed, sounds: Path, timeline: Timeline, tmp_path: Path
) -> None:
    """A gym in a cellar would be one without a coach."""
    starts = [step.start_ms for step in timeline.steps if step.facts.purpose == "work"]
    folder = published(tmp_path / "site", sounds / "sides.mp3")
    with host_of(folder) as port, browser_of(noticed) as page:
        page.goto(f"http://localhost:{port}/")
        expect(page.locator("#kept")).to_contain_text("Kept on this device")
    with browser_of(noticed) as page:
        page.goto(f"http://localhost:{port}/")
        expect(page.locator("#title")).to_have_text("Sides")
        page.click("#toggle")
        for start in starts:
            page.click("#following")
            until_at(page, start)
        page.click("#previous")
        until_at(page, starts[1])
        until(page, f"document.querySelector('#sound').currentTime > {starts[1] / 1000 + 0.5}")
        assert (
            page.evaluate(
                "fetch(document.querySelector('#download').href).then((got) => got.arrayBuffer())"
                ".then((got) => got.byteLength)"
            )
            == (sounds / "sides.mp3").stat().st_size
        )


def test_what_the_page_leads_to_is_not_the_page_again(
    browser_of: Any, noticed: Noticed, sounds: Path, tmp_path: Path
) -> None:
    """Once the page is kept, whoever opens its podcast feed would see the page."""
    folder = published(tmp_path / "site", sounds / "sides.mp3", address="https://example.org/")
    (folder / "favicon.ico").write_bytes(b"")  # Chromium asks for one beside what is no page
    with host_of(folder) as port, browser_of(noticed) as page:
        page.goto(f"http://localhost:{port}/")
        expect(page.locator("#kept")).to_contain_text("Kept on this device")
        page.reload()
        with page.expect_popup() as opened:
            page.get_by_role("link", name="Podcast feed").click()
        expect(opened.value.locator("rss")).to_have_count(1)
        page.goto(f"http://localhost:{port}/?from=home")
        expect(page.locator("#title")).to_have_text("Sides")


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("bytes=0-1", 206, "bytes 0-1/{size}"),
        ("bytes=100-", 206, "bytes 100-{last}/{size}"),
        ("bytes=-100", 206, "bytes {tail}-{last}/{size}"),
        ("bytes=100-99999999", 206, "bytes 100-{last}/{size}"),
        ("bytes=99999999-", 416, "bytes */{size}"),
        ("bytes=0-1,5-6", 200, None),
    ],
)
def test_players_get_the_parts_that_they_ask_for(
    kept: Page, sounds: Path, asked: str, status: int, told: str | None
) -> None:
    """Safari would not play at all, and no browser would seek."""
    whole = (sounds / "sides.mp3").read_bytes()
    got = kept.evaluate(
        """async (range) => {
            const got = await fetch(document.querySelector('#download').href, {headers: {Range: range}})
            const body = [...new Uint8Array(await got.arrayBuffer())]
            return [got.status, got.headers.get('Content-Range'), got.headers.get('Content-Type'), body.slice(0, 2),
                    body.length]
        }""",
        asked,
    )
    size = len(whole)
    expected = told and told.format(size=size, last=size - 1, tail=size - 100)
    assert got[:2] == [status, expected]
    if status == 206:
        first = int(str(expected).split()[1].partition("-")[0])
        last = int(str(expected).partition("-")[2].partition("/")[0])
        assert got[2:] == ["audio/mpeg", [*whole[first : first + 2]], last + 1 - first]
    if status == 200:
        assert got[2:] == ["audio/mpeg", [*whole[:2]], size]


@pytest.fixture(scope="module")
def kept(playwright: Playwright, sounds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Return a page that is kept, its host gone."""
    folder = published(tmp_path_factory.mktemp("kept") / "site", sounds / "sides.mp3")
    browser = playwright.chromium.launch(executable_path=chromium.path(), args=[*chromium.ARGUMENTS])
    page = browser.new_page()
    with host_of(folder) as port:
        page.goto(f"http://localhost:{port}/")
        expect(page.locator("#kept")).to_contain_text("Kept on this device")
        until(page, "Boolean(navigator.serviceWorker.controller)")
    yield page
    browser.close()


def test_a_new_version_replaces_the_old_one(browser_of: Any, noticed: Noticed, sounds: Path, tmp_path: Path) -> None:
    """Whoever publishes a better session would never hear it on the phone; or the phone would fill up with old ones."""
    folder = published(tmp_path / "site", sounds / "sides.mp3")
    with host_of(folder) as port, browser_of(noticed) as page:
        page.goto(f"http://localhost:{port}/")
        expect(page.locator("#kept")).to_contain_text("Kept on this device")
        old = page.evaluate(CACHED)
    published(folder, sounds / "short.mp3")
    with host_of(folder, port), browser_of(noticed) as page:
        page.goto(f"http://localhost:{port}/")
        expect(page.locator("#title")).to_have_text("Short", timeout=PATIENCE_MS)
        until(page, f"caches.keys().then((names) => names.length == 1 && names[0] != '{old}')")
        kept = page.evaluate(
            "caches.keys().then(([name]) => caches.open(name)).then((cache) => cache.keys())"
            ".then((all) => all.map((request) => request.url))"
        )
        assert not [url for url in kept if "sides" in url]
    with browser_of(noticed) as page:
        page.goto(f"http://localhost:{port}/")
        expect(page.locator("#title")).to_have_text("Short", timeout=PATIENCE_MS)


def test_a_new_version_waits_while_one_trains(
    browser_of: Any, noticed: Noticed, sounds: Path, timeline: Timeline, tmp_path: Path
) -> None:
    """A workout would break off in the middle of a plank, because somebody has published."""
    folder = published(tmp_path / "site", sounds / "sides.mp3")
    with host_of(folder) as port, browser_of(noticed) as page:
        page.goto(f"http://localhost:{port}/")
        expect(page.locator("#kept")).to_contain_text("Kept on this device")
        page.reload()
        expect(page.locator("#kept")).to_contain_text("Kept on this device")
        page.click("#toggle")
        until(page, "document.querySelector('#sound').currentTime > 0.5")
        published(folder, sounds / "short.mp3")
        page.evaluate("navigator.serviceWorker.getRegistration().then((own) => own.update())")
        expect(page.locator("#newer")).to_be_visible(timeout=PATIENCE_MS)
        assert page.inner_text("#title") == "Sides"
        page.click("#following")
        until_at(page, next(step.start_ms for step in timeline.steps if step.facts.purpose == "work"))
        page.click("#load-newer")
        expect(page.locator("#title")).to_have_text("Short", timeout=PATIENCE_MS)


def test_it_asks_for_a_file_that_did_not_change_only_once(
    browser_of: Any, noticed: Noticed, sounds: Path, tmp_path: Path
) -> None:
    """Each publication would load all sessions anew over a phone's network."""
    folder = published(tmp_path / "site", sounds / "sides.mp3")
    with host_of(folder) as port, browser_of(noticed) as page:
        page.goto(f"http://localhost:{port}/")
        expect(page.locator("#kept")).to_contain_text("Kept on this device")
        published(folder, sounds / "sides.mp3", sounds / "short.mp3")
        for stays in folder.glob("sides.*.mp3"):
            stays.unlink()  # a request for it would fail, and the new version with it
        page.reload()
        expect(page.locator("#takes a")).to_have_count(2, timeout=PATIENCE_MS)
        until(page, "caches.keys().then((names) => names.length == 1)")


def test_a_published_page_that_is_not_served_securely_plays_all_the_same(
    browser_of: Any, noticed: Noticed, sounds: Path, tmp_path: Path
) -> None:
    """A folder on a machine of one's own, over plain http, would show errors, or nothing."""
    folder = published(tmp_path / "site", sounds / "sides.mp3")
    with browser_of(noticed) as page:
        with host_of(folder) as port:
            page.goto(f"http://studio.test:{port}/")
            expect(page.locator("#kept")).to_contain_text("as long as it stays open")
        page.click("#toggle")
        until(page, "document.querySelector('#sound').currentTime > 0.5")
        assert all("icon-192.png" in trouble for trouble in noticed.taken())  # the tab's, which the browser asks for
