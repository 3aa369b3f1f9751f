"""A step as it is written, right or not: its kind, its times, other keys in the place of some."""

import re
from collections.abc import Mapping
from typing import Any, Final

from repcast.session.model import KINDS

Step = dict[str, Any]
Ruled = tuple[str, str, Step]
"""What is wrong, the key to blame, and the step without it."""

REPEATS: Final = frozenset({"repeat", "repeats", "rounds", "sets", "times"})
"""Keys that people have for rounds."""


def kind_of(step: Step) -> str:
    """Return the one kind that a step has; empty for none or several."""
    kinds = [kind for kind in KINDS if kind in step and kind != "say"]
    return kinds[0] if len(kinds) == 1 else ""


def as_time(value: object) -> object:
    """Return a bare number as seconds, and anything else as it is."""
    return f"{value}s" if re.fullmatch(r"[1-9]\d{0,4}(\.\d{1,3})?", str(value)) else value


def swapped(step: Step, swaps: Mapping[str, Step]) -> Step:
    """Return the step with other keys in place of some, in their order."""
    return {new: item for key, value in step.items() for new, item in swaps.get(key, {key: value}).items()}
