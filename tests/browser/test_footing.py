"""What the browser tests stand on: troubles of a page are noticed, in engines that really show it."""

import io
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from selenium.webdriver import Remote
from selenium.webdriver.common.by import By

from browser import media_keys, programs
from browser.chromium import Noticed, until
from browser.looks import in_every_look, violations
from browser.served import served

_GOOD = (
    "<!doctype html><html lang=en><title>Good</title><link rel=icon href='data:,'><main><h1>Plank</h1>{}</main></html>"
)


def test_a_good_page_has_no_troubles(page: Page, tmp_path: Path) -> None:
    """Every browser test would fail, if troubles were noticed where there are none."""
    with served({"index.html": _GOOD.format("<button>Play</button>")}) as origin:
        page.goto(origin)
        for look in in_every_look(page):
            assert violations(page) == []
            assert page.screenshot(path=tmp_path / f"{look}.png").startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("<script>document.title = 'run'</script>", "Content Security Policy"),
        ("<p style='color: red'>red</p>", "Content Security Policy"),
        ("<img src='http://evil.test/x.png' alt=''>", "Content Security Policy"),
        ("<script src='missing.js'></script>", "404"),
        ("<script src='throws.js'></script>", "script: thrown"),
        ("<script src='tells.js'></script>", "console: told"),
    ],
)
def test_what_a_page_does_wrong_is_noticed(page: Page, noticed: Noticed, body: str, trouble: str) -> None:
    """A page that breaks its own policy, misses a file or throws would pass all tests, if nobody listened to it."""
    scripts = {"throws.js": "throw new Error('thrown')", "tells.js": "console.error('told')"}
    with served({"index.html": _GOOD.format(body), **scripts}) as origin:
        page.goto(origin)
        assert page.title() == "Good"
    assert any(trouble in each for each in noticed.taken())


def test_a_request_to_another_origin_is_noticed(page: Page, noticed: Noticed) -> None:
    """A page that asks a stranger would pass as long as the stranger answers, if origins were not looked at."""
    link = _GOOD.format("<a href='{}'>away</a>")
    with served({"index.html": _GOOD}) as other, served({"index.html": link.format(other)}) as origin:
        page.goto(origin)
        page.click("a")
        page.wait_for_url(f"{other}/")
        assert noticed.taken() == [f"asked another origin: {other}/"]
        noticed.allow(other)
        page.reload()


def test_axe_finds_what_a_screen_reader_would_miss(page: Page) -> None:
    """A page that nobody can use without seeing it would pass, if axe did not run under its policy."""
    with served({"index.html": _GOOD.format("<input>")}) as origin:
        page.goto(origin)
        assert [each.partition(":")[0] for each in violations(page)] == ["label"]


def test_names_of_the_tests_lead_to_this_machine(page: Page) -> None:
    """Hostile and insecure origins could not be tried without a network, if their names were asked of one."""
    with served({"index.html": _GOOD, "secure.js": ""}) as origin:
        page.goto(origin.replace("127.0.0.1", "studio.test"))
        assert page.evaluate("isSecureContext") is False


def test_a_media_key_reaches_a_page(page: Page, bus: str) -> None:
    """`Next` on a headset would be tried by calling the page's own code, if no real key reached Chromium."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as written:
        written.setparams((1, 2, 8000, 0, "NONE", ""))
        written.writeframes(bytes(2 * 8000 * 20))
    script = """
        navigator.mediaSession.metadata = new MediaMetadata({title: "Side plank"})
        navigator.mediaSession.setActionHandler("nexttrack", () => { document.title = "next" })
        document.querySelector("button").onclick = () => document.querySelector("audio").play()
    """
    body = "<button>Play</button><audio src='sound.wav'></audio><script src='keys.js'></script>"
    files: dict[str, str | bytes] = {"index.html": _GOOD.format(body), "keys.js": script, "sound.wav": sound.getvalue()}
    with served(files) as origin:
        page.goto(origin)
        page.click("button")
        until(page, "document.querySelector('audio').currentTime > 0.2")
        assert "Side plank" in media_keys.metadata(bus)
        media_keys.press(bus, "Next")
        expect(page).to_have_title("next")


def test_webkitgtk_shows_a_page(webkitgtk: Remote) -> None:
    """A page that Safari's engine does not show would pass, if WebKitGTK were not really driven."""
    files = {"index.html": _GOOD.format("<script src='run.js'></script>"), "run.js": "document.title = 'run'"}
    with served(files) as origin:
        webkitgtk.get(origin)
        assert webkitgtk.title == "run"
        assert webkitgtk.find_element(By.TAG_NAME, "h1").text == "Plank"
        assert "AppleWebKit" in webkitgtk.execute_script("return navigator.userAgent")


@pytest.mark.parametrize("missing", [lambda: programs.program("no-such-browser"), programs.mini_browser])
def test_a_missing_browser_fails_with_what_installs_it(
    missing: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests would be skipped unseen, or fail without a word of help, where a browser is missing."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    with pytest.raises(AssertionError, match="scripts/browsers"):
        missing()
