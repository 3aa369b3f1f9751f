"""The studio's page in WebKitGTK, the engine that Safari shares: its values, its player and media keys."""

import json
from typing import Any

import pytest
from program import run
from selenium.webdriver import Remote
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from browser import media_keys, webkit
from browser.programs import message_bus
from browser.studios import Studio
from browser.workbench import TWO, asked_by

pytestmark = pytest.mark.slow

STATE = "import('/static/studio/store.js').then(({{ state }}) => {})"
AUDIO = "import('/static/studio/player.js').then(({{ audio }}) => {})"
TOTALS = """
    window.totals = []
    import('/static/studio/store.js').then(({ state }) => {
        const total = document.querySelector('.total')
        const note = () => window.totals.push([total.innerText, state.progress === null])
        new MutationObserver(note).observe(total, { childList: true, subtree: true, characterData: true })
    })
"""
"""Notes each total that is shown, and whether the plan was there by then."""
PLAYED = """(async () => {
    const { audio } = await import('/static/studio/player.js')
    const [at, media] = [performance.now(), audio.currentTime]
    await new Promise((next) => setTimeout(next, 3000))
    return { wall: (performance.now() - at) / 1000, media: audio.currentTime - media, length: audio.duration }
})()"""
SLOW = """
    const { fetch } = window
    window.fetch = async (path, options) => {
        if (path === '/render') await new Promise((next) => setTimeout(next, 8000))
        return fetch(path, options)
    }
"""
"""Has a render take longer than WebKit remembers a press."""
PART = """fetch(`/sounds/{}`, {{ headers: {{ Range: 'bytes=1000-1999' }} }}).then(async (got) =>
    [got.status, got.headers.get('content-range'), (await got.arrayBuffer()).byteLength])"""


def told(driver: Remote, promise: str) -> Any:
    """Return what comes of a promise of JavaScript."""
    return driver.execute_async_script(f"const done = arguments[0]; {promise}.then(done)")


def until(driver: Remote, promise: str) -> None:
    """Wait until a promise of JavaScript comes true; fail after 30 s."""
    WebDriverWait(driver, 30).until(lambda driver: told(driver, promise))


def planned(driver: Remote) -> None:
    """Wait until the plan of what is shown is there."""
    until(driver, STATE.format("Boolean(state.plan) && !state.progress"))


@pytest.fixture(name="two")
def _two(studio: Studio, webkitgtk: Remote) -> Remote:
    """Show a session."""
    shown(webkitgtk, studio)
    return webkitgtk


def shown(driver: Remote, studio: Studio) -> None:
    """Show a session."""
    (studio.folder / "two.yaml").write_text(TWO, encoding="utf-8")
    driver.set_window_size(1280, 900)
    driver.get(studio.at("two.yaml"))
    planned(driver)


def playing(driver: Remote) -> None:
    """Press play, and wait until something is heard."""
    driver.find_element(By.CSS_SELECTOR, ".player .play").click()
    until(driver, AUDIO.format("!audio.paused && audio.currentTime > 0.2"))


def at(ms: int) -> str:
    """Return a promise of whether the player is at a moment, or less than two seconds behind it."""
    return AUDIO.format(f"(at => at >= {ms - 50} && at < {ms + 2_000})(audio.currentTime * 1000)")


def test_a_press_changes_the_total_before_the_plan_comes(two: Remote, studio: Studio) -> None:
    """If this failed, somebody with Safari would see nothing change, or another plan than the command makes."""
    two.execute_script(TOTALS)
    two.find_element(By.CSS_SELECTOR, '[data-setting="Squats.for"] input[type=range]').send_keys(Keys.ARROW_RIGHT)
    until(two, STATE.format("state.outline.rows.some((row) => row.changed)"))
    planned(two)
    first = two.execute_script("return window.totals[0]")
    assert first[0].startswith("about ")
    assert first[1] is False
    flags = asked_by(two.find_element(By.CSS_SELECTOR, ".command code").text)
    assert flags == ["two.yaml", "--set", "Squats.for=25s"]
    assert told(two, STATE.format("state.plan.timeline")) == json.loads(
        run("plan", *flags, "--json", folder=studio.folder).out
    )


def test_the_player_plays_the_plan_in_its_time(two: Remote) -> None:
    """If this failed, Safari would play nothing, something else, or at another pace."""
    playing(two)
    took = told(two, PLAYED)
    assert took["length"] == pytest.approx(told(two, STATE.format("state.plan.timeline.duration_ms")) / 1000, abs=0.05)
    assert took["media"] == pytest.approx(took["wall"], abs=0.2)
    status, part, size = told(two, PART.format(told(two, STATE.format("state.sound.id"))))
    assert (status, size) == (206, 1000)
    assert part.startswith("bytes 1000-1999/")


def test_one_press_is_enough_however_long_the_render_takes(two: Remote) -> None:
    """If this failed, Safari's users would press play, wait for the render, and hear nothing."""
    two.execute_script(SLOW)
    playing(two)


def test_a_click_on_a_block_goes_to_its_beginning(two: Remote) -> None:
    """If this failed, Safari's users could not find by the picture the part that they want to hear."""
    playing(two)
    two.find_element(By.CSS_SELECTOR, ".player .play").click()
    steps = told(two, STATE.format("state.plan.timeline.steps"))
    squats = next(step for step in steps if step["name"] == "Squats")
    block = two.find_element(By.CSS_SELECTOR, f'.picture [data-step="{squats["index"]}"]')
    ActionChains(two).move_to_element_with_offset(block, 3 - int(block.rect["width"] / 2), 0).click().perform()
    until(two, AUDIO.format(f"Math.abs(audio.currentTime - {squats['start_ms'] / 1000}) < 0.05"))
    assert two.execute_script("return document.querySelector('.player .here').innerText") == "Squats"


def test_media_keys_go_by_step_and_are_told_which(studio: Studio) -> None:
    """If this failed, a headset or a keyboard's media keys would do nothing in Safari, or skip ten seconds."""
    with message_bus() as bus, webkit.started(bus) as driver:  # a page that was left has a player on its bus, too
        shown(driver, studio)
        try_media_keys(driver, bus)


def try_media_keys(two: Remote, bus: str) -> None:
    """Press each of them."""
    playing(two)
    steps, labels = told(two, STATE.format("[state.plan.timeline.steps, state.plan.labels]"))
    for step in steps[1:3]:
        media_keys.press(bus, "Next")
        until(two, at(step["start_ms"]))
    media_keys.press(bus, "Previous")
    until(two, at(steps[1]["start_ms"]))
    # a driven WebKitGTK is private, and so tells the bus no titles
    until(two, f"Promise.resolve(navigator.mediaSession.metadata.title === {json.dumps(labels[1])})")
    assert two.execute_script("return navigator.mediaSession.metadata.artist") == "Two"
    media_keys.press(bus, "Pause")
    until(two, AUDIO.format("audio.paused"))
    media_keys.press(bus, "Play")
    until(two, AUDIO.format("!audio.paused"))
