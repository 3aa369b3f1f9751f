"""The published page in WebKitGTK, the engine that iPhones share."""

from pathlib import Path

from selenium.webdriver import Remote
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from browser.phones import SIDES, host_of, rendered, until_at_in_webkit
from repcast.studio.publish import site


def test_it_plays_and_seeks_without_a_network(webkitgtk: Remote, tmp_path: Path) -> None:
    """Safari takes no sound from a service worker that does not answer with the parts that it asks for."""
    timeline = rendered(SIDES, tmp_path / "sides.mp3")
    starts = [step.start_ms for step in timeline.steps if step.facts.purpose == "work"]
    with site(tmp_path / "site") as making:
        making.copy(tmp_path / "sides.mp3")
    waiting = WebDriverWait(webkitgtk, 30)
    with host_of(tmp_path / "site") as port:
        address = f"http://localhost:{port}/"
        webkitgtk.get(address)
        waiting.until(lambda driver: "Kept on this device" in driver.find_element(By.ID, "kept").text)
    webkitgtk.get(address)
    waiting.until(lambda driver: driver.find_element(By.ID, "title").text == "Sides")
    webkitgtk.find_element(By.ID, "toggle").click()
    until_at_in_webkit(webkitgtk, 0)
    for start in starts:
        webkitgtk.find_element(By.ID, "following").click()
        until_at_in_webkit(webkitgtk, start)
    until_at_in_webkit(webkitgtk, starts[-1] + 500)
