"""The studio's text: a session is written, and its steps put in another order, with all that its author noted."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from program import run, tree

from browser.chromium import until
from browser.studios import Studio
from browser.workbench import STATE, TWO, planned, shows, state, total
from repcast.reading.loader import load

pytestmark = pytest.mark.slow


def save(page: Page, name: str) -> None:
    """Save under a name."""
    page.get_by_role("button", name="Save …").click()
    page.get_by_label("Name, in the folder").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()


def test_what_is_written_is_planned_and_saved_as_it_is(two: Page, studio: Studio) -> None:
    """If this failed, the text would be another session than the one that is heard, or lose its comments."""
    before = total(two)
    two.get_by_role("tab", name="Text").click()
    text = two.get_by_label("The session's text")
    expect(text).to_have_value(TWO)
    text.fill(TWO.replace("for: 20s", "for: 1m"))
    until(two, STATE.format("state.outline.rows.some((row) => row.text === '1m')"))
    planned(two)
    assert total(two) > before
    save(two, "mine")
    expect(two.locator("dialog [role=status]")).to_contain_text("Saved mine.yaml.")
    assert (studio.folder / "mine.yaml").read_text(encoding="utf-8") == TWO.replace("for: 20s", "for: 1m")
    two.get_by_role("link", name="Open it").click()
    until(two, STATE.format("state.name === 'mine.yaml' && state.plan && !state.progress"))
    assert run("check", "mine.yaml", folder=studio.folder).code == 0


def test_what_is_changed_by_values_is_saved_and_nothing_replaced_unasked(two: Page, studio: Studio) -> None:
    """If this failed, today's changes would be lost, or another session with them."""
    two.get_by_label("more: Rounds", exact=True).click()
    planned(two)
    save(two, "two.yaml")
    expect(two.locator("dialog [role=status]")).to_have_text("two.yaml exists")
    assert (studio.folder / "two.yaml").read_text(encoding="utf-8") == TWO
    two.get_by_role("button", name="Replace two.yaml").click()
    expect(two.locator("dialog [role=status]")).to_contain_text("Saved two.yaml.")
    assert load(str(studio.folder / "two.yaml")).rounds == 3
    assert tree(studio.folder) == {"two.yaml"}


def test_a_slip_is_told_at_its_line_and_the_last_plan_stays(two: Page) -> None:
    """If this failed, a slip in typing would empty the page, or give no hint where it is."""
    before = total(two)
    two.get_by_role("tab", name="Text").click()
    text = two.get_by_label("The session's text")
    text.fill(TWO.replace("- rest: 10s", "- rest: 10x"))
    problem = two.locator(".problems button")
    expect(problem).to_contain_text("Line 10: '10x' is not a time repcast can use")
    problem.click()
    expect(text).to_be_focused()
    caret = text.evaluate("area => area.value.slice(0, area.selectionStart).split('\\n').length")
    assert caret == 10
    text.fill(TWO)
    expect(problem).to_have_count(0)
    planned(two)
    assert total(two) == before


def names(page: Page) -> list[str]:
    """Return the steps that are shown, in their order."""
    return [text.split(" line ")[0] for text in page.locator(".steps .name").all_inner_texts()]


def test_steps_are_moved_by_keys_by_buttons_and_by_hand_with_their_comments(two: Page) -> None:
    """If this failed, a session could not be put in order, or its author's notes would be lost on the way."""
    two.get_by_role("tab", name="Steps").click()
    expect(two.locator(".steps .name")).to_have_count(3)
    assert names(two) == ["hold: Side plank", "rest: 10s", "work: Squats # they burn"]
    two.locator(".steps .name").first.focus()
    two.keyboard.press("Alt+ArrowDown")
    expect(two.locator(".steps .name").first).to_contain_text("rest: 10s")
    expect(two.locator(".steps .name").nth(1)).to_be_focused()
    two.keyboard.press("Alt+ArrowDown")
    expect(two.locator(".steps .name").nth(2)).to_contain_text("Side plank")
    moved = state(two, "state.text")
    assert "  - work: Squats  # they burn\n    for: 20s\n  - hold: Side plank\n" in moved
    two.get_by_label("move up: hold: Side plank").click()
    expect(two.locator(".steps .name").nth(1)).to_contain_text("Side plank")
    handle, above = (two.locator(".steps .handle").nth(place).bounding_box() for place in (1, 0))
    assert handle
    assert above
    two.mouse.move(handle["x"] + 5, handle["y"] + 5)
    two.mouse.down()
    two.mouse.move(above["x"] + 5, above["y"] + 2, steps=4)
    two.mouse.up()
    expect(two.locator(".steps .name").first).to_contain_text("Side plank")
    planned(two)
    assert state(two, "state.text") == TWO
    two.get_by_label("duplicate: rest: 10s").click()
    expect(two.locator(".steps .name")).to_have_count(4)
    two.get_by_label("delete: rest: 10s").first.click()
    expect(two.locator(".steps .name")).to_have_count(3)
    assert state(two, "state.text") == TWO


def test_undo_takes_changes_of_the_text_back_too(two: Page) -> None:
    """If this failed, a step that was deleted by a slip would be gone."""
    two.get_by_role("tab", name="Steps").click()
    two.get_by_label("delete: rest: 10s").click()
    expect(two.locator(".steps .name")).to_have_count(2)
    planned(two)
    two.get_by_role("button", name="undo").click()
    expect(two.locator(".steps .name")).to_have_count(3)
    planned(two)
    assert state(two, "state.text") == TWO


def test_a_line_of_shorthand_becomes_a_session(studio: Studio, page: Page) -> None:
    """If this failed, whoever knows no YAML could only take what is there."""
    page.goto(studio.address)
    page.get_by_label("Write a line").fill("title: Lunch; 2 rounds: 10 squats, 20s plank, rest 15s")
    page.get_by_role("button", name="Open").click()
    until(page, STATE.format("state.plan && !state.progress"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Lunch")
    page.get_by_label("more: Plank", exact=True).click()
    planned(page)
    save(page, "lunch")
    expect(page.locator("dialog [role=status]")).to_contain_text("Saved lunch.yaml.")
    assert load(str(studio.folder / "lunch.yaml")).name == "Lunch"


def test_a_file_that_was_rendered_opens_again_when_it_is_dropped(studio: Studio, page: Page, tmp_path: Path) -> None:
    """If this failed, an MP3 that a friend sent could be heard, but not changed."""
    (tmp_path / "two.yaml").write_text(TWO, encoding="utf-8")
    assert run("render", "two.yaml", "--set", "rounds=3", folder=tmp_path).code == 0
    page.goto(studio.address)
    page.get_by_label("Drop an MP3").set_input_files(tmp_path / "two.mp3")
    until(page, STATE.format("state.plan && !state.progress"))
    assert state(page, "state.outline.rows[0].value") == 3
    page.goto(studio.address)
    (tmp_path / "no.mp3").write_bytes(b"ID3 and nothing")
    page.get_by_label("Drop an MP3").set_input_files(tmp_path / "no.mp3")
    expect(page.get_by_role("alert")).to_contain_text("no.mp3")


def test_the_command_is_copied_and_a_message_says_so(two: Page) -> None:
    """If this failed, the way back to the command line would have to be typed off."""
    two.context.grant_permissions(["clipboard-read", "clipboard-write"])
    two.get_by_label("copy the command").click()
    shows(two, "The command is copied.")
    assert two.evaluate("navigator.clipboard.readText()") == "repcast render two.yaml"
