"""How a page looks and reads: in each size and colour scheme, and for people who see little or nothing of it."""

from collections.abc import Iterator
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_SIZES: Final = ((390, 844), (1280, 800))


def in_every_look(page: Page) -> Iterator[str]:
    """Show a page on a phone and on a desk, light and dark; yield the name of each look, such as `390-dark`."""
    for width, height in _SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="light")
        yield f"{width}-light"
        page.emulate_media(color_scheme="dark")
        yield f"{width}-dark"


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong with a page: a rule, what it asks for, and where it is broken.

    The page's policy does not hold back what the test evaluates in it.
    """
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {node['html']}" for rule in found for node in rule["nodes"]]
