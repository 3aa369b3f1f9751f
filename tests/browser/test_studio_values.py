"""The studio's values: what a slider does to the plan, how ranges stop it, undo and redo, what does not fit."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from program import run

from browser.chromium import until
from browser.studios import Studio
from browser.workbench import STATE, flags, opened, planned, row, shows, slider, state, total

pytestmark = pytest.mark.slow


def plan_of_command(page: Page, folder: Path) -> object:
    """Return what the command line plans by the flags that the page shows."""
    return json.loads(run("plan", *flags(page), "--json", folder=folder).out)


def test_a_press_changes_the_total_at_once_and_the_plan_is_that_of_its_flags(two: Page, studio: Studio) -> None:
    """If this failed, somebody who draws a slider would see nothing, or another plan than the command makes."""
    before = total(two)
    slider(two, "Squats.for").press("ArrowRight")
    until(two, STATE.format("state.outline.rows.some((row) => row.changed)"))
    assert total(two) != before
    planned(two)
    assert flags(two) == ["two.yaml", "--set", "Squats.for=25s"]
    assert state(two, "state.plan.timeline") == plan_of_command(two, studio.folder)
    assert two.url.endswith("#two.yaml?set=Squats.for=25s")


def test_every_setting_of_the_form_is_a_flag(two: Page, studio: Studio) -> None:
    """If this failed, the form could do what no command can, or show a plan that is not its own."""
    two.get_by_label("Level").select_option("long")
    two.get_by_label("Talk").select_option("little")
    two.get_by_text("Factors, voice, music").click()
    two.get_by_label("rests ×").fill("0.8")
    until(two, STATE.format("state.outline.scale.rests === 0.8"))
    two.get_by_label("Squats, typed").fill("40s")
    two.get_by_label("Squats, typed").press("Enter")
    two.get_by_label("Fit to").fill("4m")
    two.get_by_label("Fit to").press("Enter")
    until(two, STATE.format("state.outline.fit"))
    planned(two)
    asked = [
        "--level",
        "long",
        "--scale",
        "rests=0.8",
        "--set",
        "talk=little",
        "--set",
        "Squats.for=40s",
        "--fit",
        "4m",
    ]
    assert flags(two) == ["two.yaml", *asked]
    assert state(two, "state.plan.timeline") == plan_of_command(two, studio.folder)


def test_drawing_a_slider_over_many_values_plans_few_of_them(studio: Studio, page: Page) -> None:
    """If this failed, a slider would lag for seconds behind the hand, or end on another value."""
    steps = "".join(f"  - work: Exercise number {number}\n    for: 20s\n" for number in range(12))
    (studio.folder / "many.yaml").write_text(f"title: Many\nsteps:\n{steps}", encoding="utf-8")
    opened(page, studio, "many.yaml")
    plans: list[str] = []
    page.on("response", lambda response: plans.append(response.url) if response.url.endswith("/follow") else None)
    setting = "Exercise number 3.for"
    took_ms = page.evaluate(
        """async (id) => {
            const slider = document.getElementById(id);
            const begun = performance.now();
            for (let at = 0; at < 47; at += 1) {
                slider.value = String(5000 + 1000 * 5 * (at % 12));
                slider.dispatchEvent(new Event("input", { bubbles: true }));
                await new Promise((next) => setTimeout(next, 16));
            }
            const drawn = performance.now();
            const { state } = await import("/static/studio/store.js");
            while (state.progress || !state.outline.rows.find((row) => row.setting === id.slice(4)).changed)
                await new Promise((next) => setTimeout(next, 10));
            return performance.now() - drawn;
        }""",
        f"row-{setting}",
    )
    assert flags(page) == ["many.yaml", "--set", f"{setting}=55s"]
    assert state(page, "state.plan.timeline") == plan_of_command(page, studio.folder)
    assert len(plans) < 47, f"settled in {took_ms} ms"
    print(f"settled {took_ms:.0f} ms after the last of 47 values, {len(plans)} requests")  # noqa: T201 - a figure to read


def test_an_authors_range_stops_a_slider_in_words_until_it_is_lifted(two: Page) -> None:
    """If this failed, a slider would go where the author forbids, or stop without a reason."""
    two.get_by_label("Rest between rounds, typed").press("Tab")
    rest = slider(two, "rest_between_rounds")
    for _ in range(4):
        rest.press("ArrowRight")
        planned(two)
    shows(two, "30s is the most that the author allows; b goes beyond")
    assert flags(two) == ["two.yaml", "--set", "rest_between_rounds=30s"]
    two.get_by_role("button", name="Lift the author's ranges").click()
    shows(two, "the author's ranges are lifted")
    rest.press("ArrowRight")
    planned(two)
    assert flags(two) == ["two.yaml", "--set", "rest_between_rounds=35s", "--beyond-range"]


def test_undo_redo_and_a_reload_keep_every_state(two: Page) -> None:
    """If this failed, a slip, or a page that is loaded anew, would cost what was done before."""
    first = flags(two)
    row(two, "rounds").get_by_label("more: Rounds").click()
    planned(two)
    row(two, "Squats.for").get_by_label("less: Squats").click()
    planned(two)
    last = flags(two)
    assert last == ["two.yaml", "--set", "rounds=3", "--set", "Squats.for=15s"]
    for _ in range(2):
        two.keyboard.press("Control+z")
        planned(two)
    assert flags(two) == first
    expect(two.get_by_role("button", name="undo")).to_be_disabled()
    for _ in range(2):
        two.keyboard.press("Control+Shift+z")
        planned(two)
    assert flags(two) == last
    expect(two.get_by_role("button", name="redo")).to_be_disabled()
    two.reload()
    planned(two)
    assert flags(two) == last
    two.keyboard.press("Control+z")
    planned(two)
    assert flags(two) == ["two.yaml", "--set", "rounds=3"]


def test_what_does_not_fit_leads_to_its_row_and_goes_once_there_is_room(studio: Studio, page: Page) -> None:
    """If this failed, a cue would be lost without a word, or nobody would know what to change for it."""
    tip = "Keep your hips high, your shoulders away from your ears, and breathe slowly and deeply."
    step = f"  - hold: Plank\n    for: 6s\n    cues:\n      - at: 3s\n        say: {tip}\n"
    text = f"title: Tight\ntalk: none\nsteps:\n{step}"
    (studio.folder / "tight.yaml").write_text(text, encoding="utf-8")
    opened(page, studio, "tight.yaml")
    dropped = page.locator(".dropped button")
    expect(dropped).to_have_count(1)
    expect(dropped).to_contain_text("Keep your hips high")
    expect(dropped).to_contain_text("line 7")
    dropped.click()
    expect(row(page, "Plank.for")).to_have_class("row is-selected")
    expect(slider(page, "Plank.for")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        planned(page)
    expect(page.locator(".fits")).to_have_text("Every cue fits.")


def test_a_link_with_a_flag_that_means_nothing_says_so(studio: Studio, page: Page) -> None:
    """If this failed, an address that somebody wrote by hand would open another session than it says."""
    page.goto(studio.at("core?scale=holds=lots"))
    expect(page.get_by_role("alert")).to_have_text(
        "scale: 'lots' is not a factor; write a number above 0 and up to 100, such as 1.5"
    )


def test_the_picture_is_there_before_the_first_word_is_spoken(studio: Studio, page: Page) -> None:
    """If this failed, who opens a session for the first time would look at nothing until all of it is spoken."""
    steps = "".join(f"  - work: Never yet spoken {number}\n    for: 20s\n" for number in range(40))
    (studio.folder / "new.yaml").write_text(f"title: New\nsteps:\n{steps}", encoding="utf-8")
    page.goto(studio.at("new.yaml"))
    expect(page.locator('.picture [data-step="1"]')).to_be_visible()
    assert state(page, "state.plan") is None
    planned(page)
    assert state(page, "state.plan.labels[1]") == "Never yet spoken 0"
