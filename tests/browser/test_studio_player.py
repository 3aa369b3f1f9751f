"""The studio's player and its render: what is heard is the plan, cue by cue, and the file is the command's."""

import io
import json
import wave
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from program import run

from browser import media_keys
from browser.chromium import until
from browser.studios import Studio
from browser.workbench import flags, planned, row, state

pytestmark = pytest.mark.slow

AUDIO = "import('/static/studio/player.js').then(({{ audio }}) => {})"


def test_what_is_rendered_is_the_file_that_the_shown_command_makes(two: Page, studio: Studio, tmp_path: Path) -> None:
    """If this failed, the studio would make another file than it says, or than anybody can make again."""
    row(two, "Squats.for").get_by_label("more: Squats").click()
    planned(two)
    two.get_by_role("button", name="Render").click()
    link = two.locator(".made a")
    expect(link).to_have_text("two.mp3", timeout=60_000)
    asked = flags(two)
    assert asked == ["two.yaml", "--set", "Squats.for=25s"]
    assert run("render", *asked, "-o", str(tmp_path / "again.mp3"), folder=studio.folder).code == 0
    made = (studio.folder / "two.mp3").read_bytes()
    assert made == (tmp_path / "again.mp3").read_bytes()
    with two.expect_download() as downloading:
        link.click()
    assert downloading.value.suggested_filename == "two.mp3"
    assert Path(downloading.value.path()).read_bytes() == made


def test_each_cue_is_heard_alone_as_long_as_it_is_in_the_plan(two: Page, studio: Studio) -> None:
    """If this failed, what one hears of a cue would be another than what is rendered."""
    events = state(two, "state.plan.timeline.events")
    plan = state(two, "state.plan.id")
    for index in (0, len(events) // 2, len(events) - 1):
        with two.expect_response(f"**/clips/{index}.wav") as heard:
            two.locator(f'[data-event="{index}"]').click()
        assert heard.value.ok
        answer = two.request.get(f"{studio.origin}/plans/{plan}/clips/{index}.wav")
        with wave.open(io.BytesIO(answer.body())) as wav:
            length_ms = wav.getnframes() * 1000 / wav.getframerate()
            assert (wav.getnchannels(), wav.getsampwidth(), wav.getframerate()) == (1, 2, 48_000)
        assert length_ms == pytest.approx(events[index]["end_ms"] - events[index]["start_ms"], abs=1)


def test_the_player_plays_the_plan_in_its_time(two: Page, studio: Studio) -> None:
    """If this failed, somebody would hear something else than what is rendered, or at another time."""
    two.get_by_role("button", name="play", exact=True).click()
    until(two, AUDIO.format("audio.currentTime > 0.2"))
    took = two.evaluate(
        """async () => {
            const { audio } = await import("/static/studio/player.js");
            const [at, media] = [performance.now(), audio.currentTime];
            await new Promise((next) => setTimeout(next, 3000));
            return { wall: (performance.now() - at) / 1000, media: audio.currentTime - media, length: audio.duration };
        }"""
    )
    assert took["length"] == pytest.approx(state(two, "state.plan.timeline.duration_ms") / 1000, abs=0.05)
    assert took["media"] == pytest.approx(took["wall"], abs=0.2)
    sound = state(two, "state.sound.id")
    part = two.request.get(f"{studio.origin}/sounds/{sound}", headers={"Range": "bytes=1000-1999"})
    assert (part.status, len(part.body())) == (206, 1000)
    assert part.headers["content-range"].startswith("bytes 1000-1999/")
    two.keyboard.press("Space")
    until(two, AUDIO.format("audio.paused"))


def test_a_click_on_a_block_goes_to_its_beginning(two: Page) -> None:
    """If this failed, the picture would be no way to find the part that one wants to hear."""
    two.get_by_role("button", name="play", exact=True).click()
    until(two, AUDIO.format("!audio.paused && audio.currentTime > 0"))
    two.get_by_role("button", name="pause").click()
    steps = state(two, "state.plan.timeline.steps")
    squats = next(step for step in steps if step["name"] == "Squats")
    block = two.locator(f'.picture [data-step="{squats["index"]}"]').first
    box = block.bounding_box()
    assert box
    two.mouse.click(box["x"] + 3, box["y"] + box["height"] / 2)
    until(two, AUDIO.format(f"Math.abs(audio.currentTime - {squats['start_ms'] / 1000}) < 0.05"))
    expect(two.locator(".player .here")).to_have_text("Squats")
    two.keyboard.press("]")
    until(two, AUDIO.format(f"Math.abs(audio.currentTime - {squats['end_ms'] / 1000}) < 0.05"))
    two.keyboard.press("[")
    until(two, AUDIO.format(f"Math.abs(audio.currentTime - {squats['start_ms'] / 1000}) < 0.05"))


def test_media_keys_go_by_step_and_are_told_which(two: Page, bus: str) -> None:
    """If this failed, a headset or a keyboard's media keys would do nothing here, or say nothing of the step."""
    two.get_by_role("button", name="play", exact=True).click()
    until(two, AUDIO.format("!audio.paused && audio.currentTime > 0.2"))
    steps, labels = state(two, "[state.plan.timeline.steps, state.plan.labels]")
    for step in steps[1:3]:
        media_keys.press(bus, "Next")
        until_at(two, step["start_ms"])
    until(two, f"navigator.mediaSession.metadata.title === {json.dumps(labels[2])}")
    shown = media_keys.metadata(bus)
    assert all(text in shown for text in (labels[2], "Two", "repcast"))
    media_keys.press(bus, "Previous")
    until_at(two, steps[1]["start_ms"])
    media_keys.press(bus, "Pause")
    until(two, AUDIO.format("audio.paused"))
    media_keys.press(bus, "Play")
    until(two, AUDIO.format("!audio.paused"))


def until_at(page: Page, ms: int) -> None:
    """Wait until the player has gone on from a moment by less than a second."""
    until(page, AUDIO.format(f"(at => at >= {ms - 1} && at < {ms + 1_000})(audio.currentTime * 1000)"))


def test_what_was_changed_is_heard_and_not_what_was_before(two: Page, studio: Studio) -> None:
    """If this failed, the player would go on with a session that is no longer shown."""
    two.get_by_role("button", name="play", exact=True).click()
    until(two, AUDIO.format("!audio.paused && audio.currentTime > 0"))
    before = state(two, "state.sound.id")
    row(two, "rounds").get_by_label("more: Rounds").click()
    planned(two)
    until(two, AUDIO.format("audio.paused"))
    two.get_by_role("button", name="play", exact=True).click()
    until(two, AUDIO.format("!audio.paused && audio.duration > 0"))
    assert state(two, "state.sound.id") != before
    length = two.evaluate(AUDIO.format("audio.duration"))
    assert length == pytest.approx(state(two, "state.plan.timeline.duration_ms") / 1000, abs=0.05)
    assert two.request.get(f"{studio.origin}/sounds/{before}").status == 404


def test_an_album_is_a_folder_of_its_steps(two: Page, studio: Studio) -> None:
    """If this failed, who wants the headset's next to work in any player would have to find the command for it."""
    two.get_by_role("button", name="Album").click()
    expect(two.locator(".made")).to_contain_text("two/", timeout=60_000)
    assert len([*(studio.folder / "two").glob("*.mp3")]) == len(state(two, "state.plan.timeline.steps"))
