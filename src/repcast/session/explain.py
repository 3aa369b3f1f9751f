"""Validation errors in words for the person who wrote the file: what is wrong, and what to write instead."""

import re
from collections.abc import Mapping
from typing import Final

from pydantic_core import ErrorDetails, PydanticCustomError

_TYPES: Final = {
    "string_type": ("this must be text", "write words, in quotes if they look like a number or begin with a brace"),
    "int_type": ("this must be a whole number", "write digits alone, such as 3"),
    "int_parsing": ("this must be a whole number", "write digits alone, such as 3"),
    "float_type": ("this must be a number", "write digits, such as 1.5"),
    "tuple_type": ("this must be a list", "write [one, two], or one item a line after a dash"),
    "dict_type": ("this must be a mapping", "give it keys, each with a value"),
    "model_type": ("this must be a mapping", "give it keys, each with a value"),
    "string_too_short": ("this is empty", "write some words"),
    "too_short": ("this is empty", "write something here, or take the key away"),
}
_OURS: Final = "repcast"
_NUMBER: Final = re.compile(r"[x×\s]*([0-9]{1,9})[a-z×.\s]*", re.ASCII)  # with a word that says of what


def invalid(problem: str, hint: str, *, at: tuple[int | str, ...] = ()) -> PydanticCustomError:
    """Return the error to raise for a rule of a model's own; `explain` returns its problem and hint.

    Args:
        problem: what is wrong.
        hint: what to write instead.
        at: the key to blame, from the mapping on that breaks the rule; empty for the mapping as a whole.
    """
    return PydanticCustomError(_OURS, "{problem}; {hint}", {"problem": problem, "hint": hint, "at": at})


def key_to_blame(error: ErrorDetails) -> tuple[int | str, ...]:
    """Return where the key is that breaks a rule of a model's own; an empty tuple where it is the value as a whole."""
    return tuple(error.get("ctx", {}).get("at", ())) if error["type"] == _OURS else ()


def explain(error: ErrorDetails) -> tuple[str, str]:
    """Return what is wrong and what to do, for one validation error."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == _OURS:
        return context["problem"], context["hint"]
    if kind in _TYPES:
        return _of_type(kind, error["input"])
    match kind:
        case "less_than_equal" | "greater_than_equal" | "greater_than":
            return _out_of_bounds(kind, error["input"], context)
        case "string_too_long":
            return "this text is too long", f"the most is {context['max_length']} characters"
        case "too_long":
            return "this holds too many", f"the most is {context['max_length']}"
        case "literal_error":
            return f"{shown(error['input'])} is not known here", f"write {context['expected']}"
        case _:
            return error["msg"][:1].lower() + error["msg"][1:], "see the session format"


def _of_type(kind: str, value: object) -> tuple[str, str]:
    if kind == "int_type" and isinstance(value, str) and (found := _NUMBER.fullmatch(value)):
        quotes = ", without quotes" if value == found[1] else ""
        return f"{shown(value)} must be a whole number", f"write {found[1]}{quotes}"
    return _TYPES[kind]


def _out_of_bounds(kind: str, value: float, context: Mapping[str, float]) -> tuple[str, str]:
    if kind == "greater_than_equal":
        return f"{value} is too small", f"the least is {context['ge']:g}"
    if kind == "greater_than":
        return f"{value} is too small", f"write a number above {context['gt']:g}"
    most = context["le"]
    if most < 0 < value:
        return f"{value} is too large", f"it is below 0: write -{value}, or at most {most:g}"
    return f"{value} is too large", f"the most is {most:g}"


def text_of(value: object) -> str:
    """Return a text or a number as a text; an empty one for anything else, which no pattern takes."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def shown(value: object) -> str:
    """Return a value as a message shows it: short, and never in Python's notation."""
    return f"'{value:.40}'" if isinstance(value, str) else f"'{value}'" if type(value) in (int, float) else "this"
