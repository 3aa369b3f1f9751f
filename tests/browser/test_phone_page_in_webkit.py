"""The phone's page in WebKitGTK, the engine that iPhones share."""

from pathlib import Path
from threading import Event

from selenium.webdriver import Remote
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from browser import media_keys
from browser.phones import SIDES, phone_of, rendered, second_sound_after, until_at_in_webkit

# A driven WebKitGTK is private, and so tells the bus no titles.
TOLD = "return navigator.mediaSession.metadata.title"


def test_it_plays_and_skips_and_goes_on_without_the_computer(webkitgtk: Remote, bus: str, tmp_path: Path) -> None:
    """An iPhone would not play it, or its headset would not skip."""
    timeline = rendered(SIDES, tmp_path / "sides.mp3")
    starts = [step.start_ms for step in timeline.steps if step.facts.purpose == "work"]
    waiting = WebDriverWait(webkitgtk, 30)
    with phone_of(tmp_path / "sides.mp3") as address:
        webkitgtk.get(address)
        waiting.until(lambda driver: "as long as it stays open" in driver.find_element(By.ID, "kept").text)
    webkitgtk.find_element(By.ID, "toggle").click()
    until_at_in_webkit(webkitgtk, 100)
    for start, name in zip(starts, ("Side plank, left", "Side plank, right", "Squats"), strict=True):
        media_keys.press(bus, "Next")
        until_at_in_webkit(webkitgtk, start)
        assert webkitgtk.execute_script(TOLD) == name
    media_keys.press(bus, "Pause")
    waiting.until(lambda driver: driver.execute_script("return document.querySelector('#sound').paused"))


def test_the_sound_goes_on_at_the_same_moment_when_it_is_in_memory(webkitgtk: Remote, tmp_path: Path) -> None:
    """A workout would begin anew when the page has loaded: WebKit forgets where a file was to begin."""
    timeline = rendered(SIDES, tmp_path / "sides.mp3")
    start = next(step.start_ms for step in timeline.steps if step.facts.purpose == "work")
    go_on = Event()
    with phone_of(tmp_path / "sides.mp3", around=second_sound_after(go_on)) as address:
        webkitgtk.get(address)
        WebDriverWait(webkitgtk, 30).until(lambda driver: driver.find_element(By.ID, "title").text == "Sides")
        webkitgtk.find_element(By.ID, "toggle").click()
        webkitgtk.find_element(By.ID, "following").click()
        go_on.set()
        WebDriverWait(webkitgtk, 30).until(lambda driver: driver.find_element(By.ID, "kept").text)
        until_at_in_webkit(webkitgtk, start)
        until_at_in_webkit(webkitgtk, start + 1_000)
        assert webkitgtk.find_element(By.ID, "name").text == "Side plank"
