"""The built-in sessions, as the tests know them."""

from typing import Final

import pytest

STRENGTH: Final = ("ab-circuit", "core", "planks", "plyometrics", "pull-pushes", "sprint-lunges")
"""These have every kind of step and cue: what takes long is measured with them alone."""

MEASURED: Final = ("ab-circuit", "planks", "pull-pushes", "sprint-lunges")
"""In these four is every kind of step and cue already."""

EACH_STRENGTH: Final = tuple(
    pytest.param(name, marks=[] if name in MEASURED else [pytest.mark.thorough]) for name in STRENGTH
)
"""For a test that measures each of them: the others are measured where that is asked for."""

LONGEST: Final = "runner-strength"
"""All of those in turn. What it adds is its length, which `test_verifies_as_what_was_written` looks at."""

OTHERS: Final = (
    *(f"couch-to-5k-week-{week}" for week in (1, 2, 3, 4, "5-run-1", "5-run-2", "5-run-3")),
    *(f"couch-to-5k-week-{week}" for week in ("6-run-1", "6-run-2", "6-run-3", 7, 8, 9)),
    *("breathing-4-7-8", "hangboard-repeaters", "hundred-push-ups", "kettlebell-emom", "knee-stretches", "meditation"),
    *("one-minute", "pyramid-run", "resonant-breathing", "seven-minute-circuit", "slow-mobility", "tabata"),
    *("tempo-strength", "track-400s", "yoga-holds"),
)
ALL: Final = tuple(sorted((*STRENGTH, LONGEST, *OTHERS)))
