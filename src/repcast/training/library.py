"""Where training plans are found, and what tells them from sessions. What reads one is loaded later."""

from typing import Final

from repcast.errors import UnknownTrainingPlan
from repcast.reading.source_file import Library, SourceFile
from repcast.resources import builtin_training_plans

TRAINING_PLANS: Final = Library(
    kind="training plan",
    opening="title:, weeks: and days:",
    builtins=builtin_training_plans,
    unknown=UnknownTrainingPlan,
)
_OWN_KEYS: Final = frozenset({"start", "weeks", "days", "cycle"})


def is_training_plan(source: SourceFile) -> bool:
    """Tell whether a file is meant as a training plan, and not as a session."""
    return source.root is not None and bool(_OWN_KEYS & source.root.keys()) and "steps" not in source.root
