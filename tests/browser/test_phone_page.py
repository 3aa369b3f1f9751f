"""The phone's page in real browsers: it plays, skips by exercise, and goes on without the computer."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from browser import media_keys
from browser.chromium import Noticed, until
from browser.conftest import OpensPages
from browser.looks import in_every_look, violations
from browser.phones import SHORT, SIDES, at_ms, phone_of, rendered, until_at, until_held
from repcast.files.embedded import read_embedded
from repcast.plan.timeline import Timeline
from repcast.units import format_clock

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
IPAD = IPHONE.replace("iPhone; CPU iPhone OS", "iPad; CPU OS")
HANDLERS = """
    const set = MediaSession.prototype.setActionHandler
    window.handlers = {}
    MediaSession.prototype.setActionHandler = function (action, does) {
        window.handlers[action] = Boolean(does)
        return set.call(this, action, does)
    }
"""
ODD = "<script>alert(1)</script> </svg> & مرحبا 💪"
LONG = " ".join(["Longname"] * 11)
ODD_SESSION = f"""\
title: "{ODD}"
lead_in: 10s
steps:
  - {{hold: "{ODD}", for: 10s}}
  - {{work: "{LONG}", for: 10s}}
  - say: "{ODD}"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for files."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def sound(folder: Path) -> Path:
    """Return a file of ours: a lead-in, an exercise with two sides, a rest, another exercise."""
    rendered(SIDES, folder / "sides.mp3")
    return folder / "sides.mp3"


@pytest.fixture(scope="module")
def other(folder: Path) -> Path:
    """Return another file of ours."""
    rendered(SHORT, folder / "short.mp3")
    return folder / "short.mp3"


@pytest.fixture(scope="module")
def timeline(sound: Path) -> Timeline:
    """Return what is in the first file."""
    return rendered(SIDES, sound)


@pytest.fixture(scope="module")
def starts(timeline: Timeline) -> list[int]:
    """Return when its exercises begin: left side, right side, squats."""
    return [step.start_ms for step in timeline.steps if step.facts.purpose == "work"]


def shown(page: Page) -> tuple[str, str]:
    """Return the step that the page names, with its side."""
    return page.inner_text("#name"), page.inner_text("#side")


def test_one_chooses_a_session_and_comes_back(page: Page, sound: Path, other: Path, timeline: Timeline) -> None:
    """Only one of the rendered sessions could be played."""
    with phone_of(sound, other) as address:
        page.goto(address)
        lengths = [format_clock(each.duration_ms) for each in (timeline, read_embedded(other).timeline)]
        expect(page.locator("#takes a")).to_have_text([f"Sides{lengths[0]}", f"Short{lengths[1]}"])
        page.click("text=Short")
        expect(page.locator("#title")).to_have_text("Short")
        expect(page.locator("#total")).to_have_text(lengths[1])
        page.reload()
        expect(page.locator("#title")).to_have_text("Short")
        page.click("#back")
        expect(page.locator("#choose h1")).to_be_focused()
        assert page.evaluate("document.querySelector('#sound').paused")


def test_it_counts_each_step_down_and_says_what_comes_next(page: Page, sound: Path, starts: list[int]) -> None:
    """Whoever looks at the phone from the floor would not know what to do, for how long, and what then."""
    with phone_of(sound) as address:
        page.goto(address)
        page.click("#toggle")
        until(page, "document.querySelector('#sound').currentTime > 0.5")
        assert shown(page) == ("Get ready", "")
        assert page.inner_text("#next") == "Next: Side plank, left · 0:12"
        page.click("#following")
        until_at(page, starts[0])
        expect(page.locator("#name")).to_have_text("Side plank")
        assert shown(page) == ("Side plank", "left")
        assert page.inner_text("#left") in {"0:12", "0:11"}
        expect(page.locator("#left")).to_have_text("0:10")
        page.click("#toggle")
        assert page.evaluate("document.querySelector('#sound').paused")
        expect(page.locator("#toggle")).to_have_attribute("aria-label", "Play")


def test_the_steps_follow_by_themselves(page: Page, sound: Path, timeline: Timeline) -> None:
    """The page would name an exercise that is over."""
    with phone_of(sound) as address:
        page.goto(address)
        rest = next(step for step in timeline.steps if step.facts.purpose == "rest")
        page.evaluate(f"document.querySelector('#sound').currentTime = {rest.end_ms / 1000 - 1.2}")
        expect(page.locator("#name")).to_have_text("Rest")
        page.click("#toggle")
        expect(page.locator("#name")).to_have_text("Squats")
        expect(page.locator("#steps [aria-current=step]")).to_contain_text("Squats")


def test_next_and_previous_of_a_headset_land_on_exercises(
    page: Page, bus: str, sound: Path, timeline: Timeline, starts: list[int]
) -> None:
    """A headset would skip nothing, or ten seconds, or to the next file."""
    with phone_of(sound) as address:
        page.goto(address)
        page.click("#toggle")
        until(page, "document.querySelector('#sound').currentTime > 0.2")
        for start in starts:
            media_keys.press(bus, "Next")
            until_at(page, start)
        assert "Squats" in media_keys.metadata(bus)
        assert "Sides" in media_keys.metadata(bus)
        media_keys.press(bus, "Previous")  # within three seconds: the exercise before
        until_at(page, starts[1])
        expect(page.locator("#side")).to_have_text("right")
        assert "Side plank, right" in media_keys.metadata(bus)
        rest = next(step for step in timeline.steps if step.facts.purpose == "rest")
        page.evaluate(f"document.querySelector('#sound').currentTime = {rest.start_ms / 1000 + 1}")
        media_keys.press(bus, "Previous")  # from a rest: the exercise before it, again
        until_at(page, starts[1])
        media_keys.press(bus, "Pause")
        until(page, "document.querySelector('#sound').paused")
        media_keys.press(bus, "Play")
        until(page, "!document.querySelector('#sound').paused")


@pytest.mark.parametrize(
    ("agent", "seeks"), [(IPHONE, False), (IPAD, False), (None, True)], ids=["iphone", "ipad", "here"]
)
def test_an_iphone_is_not_offered_seeking(new_page: OpensPages, sound: Path, agent: str | None, *, seeks: bool) -> None:
    """Its lock screen would show ten seconds forward in the place of next."""
    page = new_page(**({"user_agent": agent} if agent else {}))
    page.add_init_script(HANDLERS)
    with phone_of(sound) as address:
        page.goto(address)
        page.click("#toggle")
        until(page, "'nexttrack' in handlers")
        expected = dict.fromkeys(("play", "pause", "previoustrack", "nexttrack"), True)
        expected |= dict.fromkeys(("seekto", "seekbackward", "seekforward"), seeks)
        assert page.evaluate("handlers") == expected


def test_it_goes_on_when_the_computer_is_gone(new_page: OpensPages, sound: Path, starts: list[int]) -> None:
    """On a local network, where nothing else keeps a page, training would end as soon as the laptop sleeps."""
    page = new_page(accept_downloads=True)
    page.add_init_script("window.offered = 'serviceWorker' in navigator")
    with phone_of(sound, name="studio.test") as address:
        page.goto(address)
        assert not page.evaluate("isSecureContext")
        until_held(page)
        expect(page.locator("#kept")).to_contain_text("as long as it stays open")
        with page.expect_download() as download:
            page.click("#download")
    assert download.value.path().read_bytes() == sound.read_bytes()
    assert download.value.suggested_filename == "sides.mp3"
    page.click("#toggle")
    for start in starts:
        page.click("#following")
        until_at(page, start)
    page.locator("#steps button").nth(1).click()
    until_at(page, starts[0])
    until(page, f"document.querySelector('#sound').currentTime > {starts[0] / 1000 + 0.5}")
    assert shown(page) == ("Side plank", "left")


def test_the_sound_goes_on_at_the_same_moment_when_it_is_in_memory(page: Page, sound: Path, starts: list[int]) -> None:
    """Whoever presses play at once would hear the beginning twice, or nothing."""
    waiting: list[Route] = []
    page.route(
        "**/*.mp3",
        lambda route: waiting.append(route) if route.request.resource_type == "fetch" else route.continue_(),
    )
    with phone_of(sound) as address:
        page.goto(address)
        page.click("#toggle")
        page.click("#following")
        until_at(page, starts[0])
        while not waiting:
            page.wait_for_timeout(20)
        waiting[0].continue_()
        until_held(page)
        until(page, f"document.querySelector('#sound').currentTime > {starts[0] / 1000 + 0.3}")
        assert not page.evaluate("document.querySelector('#sound').paused")
        assert at_ms(page) < starts[0] + 12_000


def test_a_page_without_its_computer_says_so(page: Page, noticed: Noticed, sound: Path) -> None:
    """An empty page would leave one wondering."""
    page.route("**/sessions.json", lambda route: route.abort())
    with phone_of(sound) as address:
        page.goto(address)
        expect(page.locator("#trouble")).to_contain_text("cannot be loaded")
        assert all("ERR_FAILED" in trouble for trouble in noticed.taken())


def test_a_sound_that_cannot_be_loaded_is_said(page: Page, noticed: Noticed, sound: Path) -> None:
    """One would press play, and nothing would happen."""
    page.route("**/*.mp3", lambda route: route.abort())
    with phone_of(sound) as address:
        page.goto(address)
        expect(page.locator("#trouble")).to_contain_text("sound cannot be loaded")
        assert all("ERR_FAILED" in trouble for trouble in noticed.taken())


def test_the_bar_the_steps_and_the_words_seek(page: Page, sound: Path, timeline: Timeline, starts: list[int]) -> None:
    """One could only listen from the beginning to the end."""
    with phone_of(sound) as address:
        page.goto(address)
        until_held(page)
        page.locator("#steps button", has_text="Squats").click()
        until_at(page, starts[2])
        page.click("text=What is said")
        line = next(event for event in timeline.events if event.text and "quats" in event.text)
        page.locator("#transcript button", has_text=line.text).first.click()
        until_at(page, line.start_ms)
        box = page.locator("#bar").bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 5)
        until(page, f"Math.abs(document.querySelector('#sound').currentTime - {timeline.duration_ms / 2000}) < 1.5")


def test_what_is_said_can_be_read(page: Page, sound: Path, timeline: Timeline) -> None:
    """Whoever cannot hear it would have no text of it (WCAG 2.2, 1.2.1)."""
    with phone_of(sound) as address:
        page.goto(address)
        page.click("text=What is said")
        texts = page.locator("#transcript button > span").all_inner_texts()
        assert texts == [event.text for event in timeline.events if event.text and event.cue != "count"]


def test_the_keyboard_alone_does_it_all(page: Page, sound: Path, other: Path, starts: list[int]) -> None:
    """Whoever has no mouse, or cannot use a touch screen, could not train with it."""
    with phone_of(sound, other) as address:
        page.goto(address)
        expect(page.locator("#takes a")).to_have_count(2)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#title")).to_be_focused()
        until_held(page)
        page.keyboard.press("Space")
        until(page, "!document.querySelector('#sound').paused")
        page.keyboard.press("]")
        until_at(page, starts[0])
        page.keyboard.press("]")
        until_at(page, starts[1])
        page.keyboard.press("[")
        until_at(page, starts[0])
        page.keyboard.press("Space")
        until(page, "document.querySelector('#sound').paused")
        order = []
        for _ in range(7):
            page.keyboard.press("Tab")
            order.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
        assert order == ["position", "previous", "toggle", "following", "download", "Steps", order[-1]]
        assert order[-1].startswith("0:00Get ready")
        page.keyboard.press("Enter")
        until_at(page, 0)


def test_a_step_is_read_out_only_when_one_goes_there(page: Page, sound: Path, timeline: Timeline) -> None:
    """A screen reader would talk over the coach at every step, or not say where one has landed."""
    with phone_of(sound) as address:
        page.goto(address)
        rest = next(step for step in timeline.steps if step.facts.purpose == "rest")
        page.evaluate(f"document.querySelector('#sound').currentTime = {rest.end_ms / 1000 - 1}")
        page.click("#toggle")
        expect(page.locator("#name")).to_have_text("Squats")
        assert page.inner_text("#moved") == ""
        page.click("#previous")
        expect(page.locator("#moved")).to_have_text("Side plank, right")


def test_the_page_leads_to_its_podcast_feed(page: Page, sound: Path) -> None:
    """Nobody would know that a podcast player can fetch what is rendered."""
    with phone_of(sound) as address:
        page.goto(address)
        link = page.get_by_role("link", name="Podcast feed")
        expect(link).to_be_visible()
        assert page.evaluate("document.querySelector('#feed').href") == f"{address}feed.xml"
        expect(link).to_have_attribute("target", "_blank")  # the sound plays on


@pytest.fixture(scope="module")
def odd(folder: Path) -> Path:
    """Return a file whose texts are hard to show."""
    rendered(ODD_SESSION, folder / "odd & <b> ü.mp3")
    return folder / "odd & <b> ü.mp3"


@pytest.fixture
def files(sound: Path, other: Path, odd: Path) -> tuple[Path, ...]:
    """Return all files; the one that is hardest to show is the first."""
    return odd, sound, other


def test_any_text_is_shown_as_text(page: Page, odd: Path) -> None:
    """A session of a stranger could run a script here, or tear the page."""
    with phone_of(odd) as address:
        page.goto(address)
        expect(page.locator("#title")).to_have_text(ODD)
        steps = page.locator("#steps button > span").all_inner_texts()
        assert steps[1:4] == [ODD, LONG, ODD]
        page.click("#following")
        assert page.inner_text("#name") == ODD
        page.click("#following")
        assert page.inner_text("#name") == LONG
        assert page.get_attribute("#download", "download") == odd.name


@pytest.mark.parametrize(("which", "count"), [("choose", 3), ("play", 1)])
def test_it_can_be_read_and_used_in_every_look(page: Page, files: tuple[Path, ...], which: str, count: int) -> None:
    """People who see little, or in the dark, or on a small phone, could not use it."""
    with phone_of(*files[:count]) as address:
        page.goto(address)
        expect(page.locator(f"#{which}")).to_be_visible()
        for look in in_every_look(page):
            assert (look, violations(page)) == (look, [])
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.set_viewport_size({"width": 320, "height": 568})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert small_targets(page) == []


def small_targets(page: Page) -> Any:
    """Return what is too small to press: below 44 pixels each way."""
    return page.evaluate("""
        [...document.querySelectorAll('a, button, input, summary')]
            .filter((element) => element.checkVisibility())
            .map((element) => [element.id || element.textContent, element.getBoundingClientRect()])
            .filter(([, box]) => box.width < 44 || box.height < 44)
            .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)
    """)
