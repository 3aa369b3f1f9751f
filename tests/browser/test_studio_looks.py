"""How the studio's pages look and read: in each size and colour scheme, by keyboard alone, with any text in them."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from program import tree
from zxingcpp import read_barcodes

from browser.chromium import until
from browser.looks import in_every_look, violations
from browser.studios import Studio
from browser.workbench import STATE, TWO, opened, planned, state

pytestmark = pytest.mark.slow

NASTY: Final = (
    "<script>document.title = 'run'</script>",
    "</svg><img src=x onerror=alert(1)>",
    "تمرين البلانك الجانبي",
    "🏋️‍♀️ Kniebeugen – ćwiczenie 平板支撑",
    "Extraordinarily-long-name-without-any-space-" + "o" * 56,
)


def pages_of(page: Page, studio: Studio) -> Iterator[str]:
    """Show each page and dialog of the studio, and yield its name."""
    (studio.folder / "two.yaml").write_text(TWO, encoding="utf-8")
    page.goto(studio.address)
    until(
        page,
        STATE.format("state.choices.length > 10 && state.choices.every((each) => each.title || each.kind === 'line')"),
    )
    yield "choose"
    opened(page, studio, "two.yaml?set=rounds=3")
    yield "studio"
    page.get_by_text("Factors, voice, music").click()
    page.get_by_role("tab", name="Steps").click()
    expect(page.locator(".steps .name")).to_have_count(3)
    yield "steps"
    page.get_by_role("tab", name="Text").click()
    page.get_by_label("The session's text").fill(TWO.replace("10s", "10x"))
    expect(page.locator(".problems button").first).to_be_visible()
    yield "text"
    page.get_by_label("The session's text").fill(TWO)
    planned(page)
    page.get_by_role("tab", name="Values").click()
    for name in ("Save …", "Phone …", "keys"):
        page.get_by_role("button", name=name).click()
        if name == "Phone …":
            expect(page.locator(".qr svg")).to_be_visible()
        yield name.strip(" …").lower()
        page.get_by_role("button", name="Close").click()


def test_no_page_has_a_barrier_or_scrolls_sideways(studio: Studio, page: Page) -> None:
    """If this failed, somebody with a small screen, weak eyes or a screen reader could not use the studio."""
    for name in pages_of(page, studio):
        for look in in_every_look(page):
            assert (name, look, violations(page)) == (name, look, [])
            scrolls = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            assert (name, look, scrolls) == (name, look, False)


def test_what_is_pressed_is_large_enough_for_a_thumb(studio: Studio, page: Page) -> None:
    """If this failed, one would press the neighbour on a phone."""
    page.set_viewport_size({"width": 390, "height": 844})
    for name in pages_of(page, studio):
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, select, input, summary, a.card, .handle")]
                .filter((each) => each.checkVisibility() && !each.matches("[type=checkbox]"))
                .filter((each) => each.getBoundingClientRect().height < 44)
                .map((each) => each.outerHTML.slice(0, 100))"""
        )
        assert (name, small) == (name, [])


def test_any_name_is_shown_as_text(studio: Studio, page: Page) -> None:
    """If this failed, a session from a stranger could run a script here, or break the page."""
    page.set_viewport_size({"width": 390, "height": 844})
    for number, name in enumerate(NASTY):
        quoted = json.dumps(name, ensure_ascii=False)
        text = f"title: {quoted}\nsteps:\n  - hold: {quoted}\n    for: 20s\n    say: {quoted}\n"
        (studio.folder / f"nasty-{number}.yaml").write_text(text, encoding="utf-8")
        opened(page, studio, f"nasty-{number}.yaml")
        assert state(page, "state.refused") is None
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        assert page.title() == f"{name} – repcast"
        expect(page.locator(".row label").filter(has_text=name)).to_be_visible()
        expect(page.locator(".picture svg")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.goto(studio.address)
    for name in NASTY:
        expect(page.get_by_text(name).first).to_be_visible()


def test_all_can_be_done_by_keyboard_alone(studio: Studio, page: Page) -> None:
    """If this failed, who uses no mouse could not get from a list to a file."""
    (studio.folder / "two.yaml").write_text(TWO, encoding="utf-8")
    page.goto(studio.address)
    expect(page.locator(".card").first).to_be_visible()
    reach(page, lambda: "two.yaml" in focused(page))
    page.keyboard.press("Enter")
    until(page, STATE.format("state.plan && !state.progress"))
    reach(page, lambda: 'id="row-Squats.for"' in focused(page))
    page.keyboard.press("ArrowRight")
    planned(page)
    assert "Squats.for=25s" in page.url
    reach(page, lambda: 'aria-label="play"' in focused(page))
    reach(page, lambda: 'class="main"' in focused(page))
    page.keyboard.press("Enter")
    expect(page.locator(".made a")).to_have_text("two.mp3", timeout=60_000)
    assert tree(studio.folder) == {"two.yaml", "two.mp3"}


def focused(page: Page) -> str:
    """Return the element that has the focus."""
    return str(page.evaluate("document.activeElement.cloneNode(false).outerHTML"))


def reach(page: Page, is_there: Callable[[], bool]) -> None:
    """Press Tab until something has the focus; what has it on the way is seen to have it."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if is_there():
            return
    pytest.fail("Tab never reaches it")


def test_what_is_said_stands_on_the_page_too(studio: Studio, page: Page) -> None:
    """If this failed, who cannot hear would not know what is said (WCAG 1.2.1)."""
    (studio.folder / "two.yaml").write_text(TWO, encoding="utf-8")
    opened(page, studio, "two.yaml")
    said = [event["text"] for event in state(page, "state.plan.timeline.events") if event.get("text")]
    assert page.locator(".said .words").all_inner_texts() == said


def test_keys_do_what_the_page_says_and_nothing_while_one_types(studio: Studio, page: Page) -> None:
    """If this failed, a letter in a name would play, skip or lift the author's ranges."""
    (studio.folder / "two.yaml").write_text(TWO, encoding="utf-8")
    opened(page, studio, "two.yaml")
    page.keyboard.press("/")
    expect(page.get_by_label("find a row or a cue")).to_be_focused()
    page.keyboard.type("squat b")
    assert "beyond-range" not in page.url
    page.get_by_label("find a row or a cue").fill("squat")
    expect(page.locator(".row")).to_have_count(1)
    page.get_by_label("find a row or a cue").fill("")
    page.locator("h1").click()
    page.keyboard.press("b")
    planned(page)
    assert page.url.endswith("beyond-range")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def is_open(address: str) -> bool:
    """Tell whether somebody answers at an address."""
    parts = urlsplit(address)
    with socket.socket() as asking:
        return asking.connect_ex((parts.hostname, parts.port)) == 0


def test_the_phone_is_served_only_once_it_is_asked_for(studio: Studio, page: Page, tmp_path: Path) -> None:
    """If this failed, a phone could not find its page, or the page would be there for everybody all the time."""
    (studio.folder / "two.yaml").write_text(TWO, encoding="utf-8")
    opened(page, studio, "two.yaml")
    page.get_by_role("button", name="Phone …").click()
    shown = page.locator("dialog a").inner_text()
    page.locator(".qr").screenshot(path=tmp_path / "code.png")
    with Image.open(tmp_path / "code.png") as picture:
        assert [code.text for code in read_barcodes(picture)] == [shown]
    assert page.request.get(shown).status == 200
    assert page.request.get(f"{shown}sessions.json").json()["takes"] == []
    page.get_by_role("button", name="Stop").click()
    until(page, STATE.format("state.phone === null"))
    given_up = time.monotonic() + 10
    while is_open(shown):
        assert time.monotonic() < given_up
        time.sleep(0.05)
