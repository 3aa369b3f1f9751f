"""A step of YAML that is written in shorthand -> the steps that it means."""

from typing import Any

from pydantic import ValidationError

from repcast.reading.located_yaml import read
from repcast.reading.serialise import serialise
from repcast.session.model import Session

_SETTINGS = frozenset({"title", "steps"})


def steps_of_shorthand(text: str) -> list[dict[str, Any]]:
    """Return the steps that a line such as `3x10 squats rest 60s` means; none where it is no shorthand."""
    from repcast.reading.shorthand.reading import read as read_shorthand  # noqa: PLC0415 - loads a grammar

    root = read_shorthand(text.encode()).root
    if root is None:
        return []
    try:
        written: Any = read(serialise(Session.model_validate(root)).encode()).root
    except ValidationError:
        return []
    settings = {key: value for key, value in written.items() if key not in _SETTINGS}
    return [{"block": written["title"], **settings, "steps": written["steps"]}] if settings else written["steps"]
