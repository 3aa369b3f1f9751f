"""What a training plan has due today, in the studio: it stands first, and is rendered as `repcast today` does."""

import shlex
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from program import run

from browser.studios import Studio
from browser.workbench import TWO, planned, state

pytestmark = pytest.mark.slow

PLAN = f"""\
title: Two a week
start: {date.today() - timedelta(days=8)}
weeks: 2
cycle: [{{session: two.yaml, fit: 3m}}]
each_week: {{scale: {{holds: 1.01}}}}
"""  # noqa: DTZ011 - the day that it is for the user


def test_what_is_due_is_rendered_as_the_command_does(studio: Studio, page: Page, tmp_path: Path) -> None:
    """If this failed, who trains by a plan would have to look up in a terminal what is due, or get another session."""
    (studio.folder / "two.yaml").write_text(TWO, encoding="utf-8")
    (studio.folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    page.goto(studio.address)
    expect(page.get_by_role("heading", level=2).first).to_have_text("Due today")
    page.locator(".card").first.click()
    planned(page)
    assert state(page, "state.outline.fit").startswith("fitted to 3m")
    page.get_by_label("more: Squats", exact=True).click()
    planned(page)
    page.get_by_role("button", name="Render").click()
    link = page.locator(".made a")
    expect(link).to_be_visible(timeout=60_000)
    command = shlex.split(page.locator(".command code").inner_text())
    assert command == ["repcast", "today", "--set", "Squats.for=25s", "--fit", "3m"]
    made = (studio.folder / link.inner_text()).read_bytes()
    told = run(*command[1:], "-o", f"{tmp_path}/", folder=studio.folder)
    assert told.code == 0, told.err
    assert (tmp_path / link.inner_text()).read_bytes() == made


def test_a_training_plan_with_problems_says_so(studio: Studio, page: Page) -> None:
    """If this failed, a slip in the plan would look like a day of rest."""
    (studio.folder / "plan.yaml").write_text(PLAN.replace("two.yaml", "none.yaml"), encoding="utf-8")
    page.goto(studio.address)
    card = page.locator(".card").first
    expect(card).to_contain_text("plan.yaml")
    expect(card).to_contain_text("has problems")
    card.click()
    expect(page.get_by_role("alert")).to_contain_text("plan.yaml:4")
