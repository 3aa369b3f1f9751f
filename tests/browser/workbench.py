"""The studio's page as a test has it in hand: what its state is, what is shown, what is pressed."""

import shlex
from typing import Any, Final

from playwright.sync_api import Locator, Page, expect

from browser.chromium import until
from browser.studios import Studio

STATE: Final = "import('/static/studio/store.js').then(({{ state }}) => {})"

TWO: Final = """\
title: Two
rounds: 2
rest_between_rounds: {default: 20s, min: 15s, max: 30s}
levels:
  long: {scale: {holds: 2}}
steps:
  - hold: Side plank
    for: {default: 10s, min: 5s, max: 60s}
    sides: [left, right]
  - rest: 10s
  - work: Squats  # they burn
    for: 20s
"""


def opened(page: Page, studio: Studio, fragment: str) -> None:
    """Open a session in the studio, and wait for its plan."""
    page.goto(studio.at(fragment))
    planned(page)


def planned(page: Page) -> None:
    """Wait until the plan of what is shown is there, or why there is none."""
    until(page, STATE.format("(state.plan || state.refused) && !state.progress"))


def state(page: Page, expression: str) -> Any:
    """Return a part of the page's state, such as `state.plan.total`."""
    return page.evaluate(STATE.format(expression))


def row(page: Page, setting: str) -> Locator:
    """Return a row, by its setting."""
    return page.locator(f'[data-setting="{setting}"]')


def slider(page: Page, setting: str) -> Locator:
    """Return a row's slider."""
    return row(page, setting).locator("input[type=range]")


def total(page: Page) -> str:
    """Return the length that is shown."""
    return page.locator(".total").inner_text()


def flags(page: Page) -> list[str]:
    """Return the arguments of the command that is shown, from the session on."""
    return asked_by(page.locator(".command code").inner_text())


def asked_by(command: str) -> list[str]:
    """Return the arguments of a command that renders, from the session on."""
    words = shlex.split(command)
    assert words[:2] == ["repcast", "render"]
    return words[2:]


def shows(page: Page, text: str) -> None:
    """Wait until the page's message holds a text."""
    expect(page.locator(".message")).to_contain_text(text)
