"""The studio where something is wrong or changes under it: slips, other files, editors, a studio that ended."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from program import run

from browser.chromium import Noticed, until
from browser.studios import Studio, studio_in
from browser.workbench import STATE, TWO, flags, opened, planned, row, shows, total
from repcast.opening import read_back

pytestmark = pytest.mark.slow


def text_of(page: Page) -> str:
    """Show the session's text, and return it."""
    page.get_by_role("tab", name="Text").click()
    return page.get_by_label("The session's text").input_value()


def test_what_is_refused_says_why_once_and_the_next_press_counts(two: Page) -> None:
    """If this failed, one slip in a field would have the page plan for ever, and take nothing any more."""
    two.get_by_label("Fit to").fill("soon")
    two.get_by_label("Fit to").press("Enter")
    expect(two.get_by_role("alert")).to_have_text("fit: write a duration such as 45s, 1m30s, 2m or 1:30")
    until(two, STATE.format("!state.progress"))
    two.get_by_label("more: Rounds", exact=True).click()
    planned(two)
    expect(two.get_by_role("alert")).to_have_count(0)
    assert flags(two) == ["two.yaml", "--set", "rounds=3"]


def test_a_session_with_problems_shows_its_text_to_mend(studio: Studio, page: Page) -> None:
    """If this failed, a file with a slip would be an empty page."""
    (studio.folder / "two.yaml").write_text(TWO.replace("20s\n", "20x\n"), encoding="utf-8")
    page.goto(studio.at("two.yaml"))
    text = page.get_by_label("The session's text")
    expect(text).to_have_value(TWO.replace("20s\n", "20x\n"))
    expect(page.locator(".problems button").first).to_contain_text("'20x' is not a time repcast can use")
    text.fill(TWO)
    until(page, STATE.format("state.plan && !state.progress"))
    expect(page.locator(".problems")).to_have_count(0)


def test_a_file_that_an_editor_changed_is_shown_as_it_is(two: Page, studio: Studio) -> None:
    """If this failed, the text that is shown would not be the one that is planned, and undo the editor's work."""
    assert text_of(two) == TWO
    changed = TWO.replace("title: Two", "title: Three")
    (studio.folder / "two.yaml").write_text(changed, encoding="utf-8")
    two.evaluate("dispatchEvent(new Event('focus'))")
    expect(two.get_by_label("The session's text")).to_have_value(changed)
    expect(two.get_by_role("heading", level=1)).to_have_text("Three")
    two.get_by_label("The session's text").fill(changed.replace("Three", "Four"))
    expect(two.get_by_role("heading", level=1)).to_have_text("Four")
    (studio.folder / "two.yaml").write_text(TWO, encoding="utf-8")
    two.evaluate("dispatchEvent(new Event('focus'))")
    shows(two, "The file was changed meanwhile; the text that is written here holds.")
    assert "title: Four" in text_of(two)


def test_a_file_that_is_gone_says_so_and_its_text_stays(two: Page, studio: Studio) -> None:
    """If this failed, a file that was moved would cost what is on the page, or tell of something else."""
    until(two, STATE.format("state.text"))
    (studio.folder / "two.yaml").unlink()
    two.get_by_label("more: Rounds", exact=True).click()
    expect(two.get_by_role("alert")).to_have_text("cannot read two.yaml: it is not there any more")
    assert text_of(two) == TWO


def test_what_is_being_typed_belongs_to_its_session(two: Page, studio: Studio) -> None:
    """If this failed, leaving a session in the midst of a word would write its text into the next one."""
    (studio.folder / "other.yaml").write_text(TWO.replace("Two", "Other"), encoding="utf-8")
    text_of(two)
    two.get_by_label("The session's text").fill(TWO.replace("title: Two", "title: Halfway"))
    two.evaluate(
        """import("/static/studio/store.js").then(({ takeTyped }) => {
            location.hash = "#other.yaml";
            takeTyped(); // as an answer for the first session does that comes just now
        })"""
    )
    until(two, STATE.format("state.name === 'other.yaml' && state.plan && !state.progress"))
    two.wait_for_timeout(500)
    planned(two)
    assert text_of(two) == TWO.replace("Two", "Other")
    two.go_back()
    until(two, STATE.format("state.name === 'two.yaml' && state.plan && !state.progress"))
    assert "title: Halfway" in text_of(two)


def test_a_strangers_file_is_replaced_only_after_a_yes(two: Page, studio: Studio) -> None:
    """If this failed, a song would be lost, or the page would speak of a flag that it has not."""
    song = studio.folder / "two.mp3"
    song.write_bytes(b"ID3 a song" * 100)
    two.get_by_role("button", name="Render").click()
    expect(two.get_by_role("alert")).to_have_text("two.mp3 exists and repcast did not write it")
    assert song.read_bytes() == b"ID3 a song" * 100
    two.get_by_role("button", name="Replace it").click()
    expect(two.locator(".made a")).to_have_text("two.mp3", timeout=60_000)
    assert read_back(song).session.name == "Two"


def test_a_file_of_ours_is_rendered_beside_itself_and_no_command_is_shown_that_would_not(
    studio: Studio, page: Page
) -> None:
    """If this failed, an MP3 in the folder could be heard and changed, but never rendered; or a command would lie."""
    (studio.folder / "two.yaml").write_text(TWO, encoding="utf-8")
    assert run("render", "two.yaml", folder=studio.folder).code == 0
    opened(page, studio, "two.mp3")
    expect(page.locator(".command")).to_have_count(0)
    expect(page.locator(".after")).to_contain_text("Save it to have a command that does the same.")
    page.get_by_label("more: Rounds", exact=True).click()
    planned(page)
    page.get_by_role("button", name="Render").click()
    expect(page.locator(".made a")).to_have_text("two-2.mp3", timeout=60_000)
    assert read_back(studio.folder / "two-2.mp3").session.rounds == 3
    assert read_back(studio.folder / "two.mp3").session.rounds == 2


def test_a_render_is_given_up_by_its_button(studio: Studio, page: Page) -> None:
    """If this failed, a render of the wrong session would have to be waited for."""
    steps = "".join(f"  - work: Exercise {number}\n    for: 20s\n" for number in range(60))
    (studio.folder / "long.yaml").write_text(f"title: Long\nsteps:\n{steps}", encoding="utf-8")
    opened(page, studio, "long.yaml")
    page.get_by_role("button", name="Render").dblclick()  # as people do; it begins one render, and stops none
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Render")).to_be_enabled()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert not [*studio.folder.glob("*.mp3")]


def test_a_built_in_session_is_saved_with_all_that_it_includes(studio: Studio, page: Page) -> None:
    """If this failed, a copy of `core` would name files that are in another folder."""
    opened(page, studio, "core")
    page.get_by_role("tab", name="Text").click()
    text = page.get_by_label("The session's text")
    text.fill(text.input_value().replace("title: Core circuit", "title: My core"))
    expect(page.get_by_role("heading", level=1)).to_have_text("My core")
    page.get_by_role("button", name="Save …").click()
    page.get_by_label("Name, in the folder").fill("mine")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("dialog [role=status]")).to_contain_text("Saved mine.yaml.")
    assert run("check", "mine.yaml", folder=studio.folder).code == 0


def test_the_way_back_leads_to_the_list_and_again_to_the_session(studio: Studio, page: Page) -> None:
    """If this failed, each press of a slider would be a step of the way back, or what was changed would be lost."""
    (studio.folder / "two.yaml").write_text(TWO, encoding="utf-8")
    page.goto(studio.address)
    page.locator("a.card").filter(has_text="Two").first.click()
    until(page, STATE.format("state.name && state.plan && !state.progress"))
    for _ in range(2):
        page.get_by_label("more: Rounds", exact=True).click()
        planned(page)
    page.go_back()
    expect(page.locator(".choose")).to_be_visible()
    page.go_forward()
    until(page, STATE.format("state.name && state.plan && !state.progress"))
    assert flags(page) == ["two.yaml", "--set", "rounds=4"]
    expect(page.get_by_role("button", name="undo")).to_be_enabled()


def test_a_studio_that_ended_says_so_and_one_that_began_anew_too(
    tmp_path: Path, interruptible: None, page: Page, noticed: Noticed
) -> None:
    """If this failed, the page would wait for ever, and nobody would know why."""
    del interruptible
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "two.yaml").write_text(TWO, encoding="utf-8")
    with studio_in(folder) as ended:
        opened(page, ended, "two.yaml")
        before = total(page)
    row(page, "rounds").get_by_label("more: Rounds", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("the studio does not answer; start it again: repcast studio")
    until(page, STATE.format("!state.progress"))
    assert total(page) == before
    port = ended.origin.rpartition(":")[2]
    with studio_in(folder, "--port", port):
        page.get_by_label("more: Rounds", exact=True).click()
        expect(page.get_by_role("alert")).to_have_text(
            "this page belongs to an earlier run of the studio; open the address that repcast studio has printed"
        )
    assert len(noticed.taken()) == 2
