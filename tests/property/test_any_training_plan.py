"""Any text gives a training plan or problems, each in its place; and the schema agrees with the model."""

import re
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from strategies import Document, Layout, as_yaml, examples, layouts
from wrong import SCALARS, Edit, byte_edits, structures, token_edits

from repcast.session.explain import explain
from repcast.training.library import TRAINING_PLANS
from repcast.training.loader import validate
from repcast.training.model import TrainingPlan, json_schema
from repcast.training.programme import days_from

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of very long texts

VALIDATOR: Final = Draft202012Validator(json_schema())
PLANS: Final[tuple[Document, ...]] = (
    {
        "title": "Autumn",
        "start": "2026-11-23",
        "weeks": 4,
        "days": {
            "monday": "core",
            "tuesday": "rest",
            "friday": ["planks", {"session": "sprint-lunges", "level": "thirty", "set": {"rounds": 2}}],
            "sunday": {"session": "core", "in_weeks": {"1-3": "unchanged", "4": {"scale": {"rests": 0.8}}}},
        },
        "each_week": {"scale": {"holds": 1.1}, "until": {"holds": 2}},
        "deload": {"every": 4, "scale": {"holds": 0.6}, "level": ["double planks"]},
    },
    {
        "title": "Cycle",
        "description": "D",
        "weeks": 2,
        "cycle": ["planks", "rest", ["core"], {"session": "plyometrics", "each_week": {"scale": {"reps": 1.2}}}],
        "in_weeks": {"1": "unchanged", "2": {"level": "double planks"}},
    },
)
_WORDS: Final[tuple[object, ...]] = (
    *(
        "rest",
        "core\u00a0",
        "unchanged",
        "core",
        "planks",
        "2026-02-30",
        "2026-11-23",
        "2026-11-23\n",
        "1-2",
        "0-1",
        "9",
        "2-1",
    ),
    *("double planks", "monday", "holds", 0.5, 1, 2, 4, 104, 105, 57, 4.0, 0, -1, True, None, "", " ", [], {}),
    *({"session": "core"}, {"level": "x"}, ["core", "rest"], {"scale": {"holds": 2}}, {"holds": 2}, {"holds": 101}),
)
_KEYS: Final = (
    *(
        "title",
        "start",
        "weeks",
        "days",
        "cycle",
        "each_week",
        "in_weeks",
        "deload",
        "monday",
        "mon",
        "sun",
        "sunday",
        "session",
    ),
    *("level", "scale", "set", "until", "every", "holds", "reps", "1-2", "3", "4-4", "1-", "", "steps", "[key]"),
)
START: Final = date(2026, 11, 23)
values: Final = st.one_of(st.sampled_from(_WORDS), st.sampled_from(_WORDS), SCALARS)


def _places(value: object) -> list[Any]:
    """Return every mapping and every list in a document."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [place for each in inner for place in _places(each)]
    return [value, *found] if isinstance(value, dict | list) else found


@st.composite
def changed_plans(draw: st.DrawFn) -> Document:
    """Return a plan with one to three changes: a value replaced, taken away or put in."""
    training_plan = deepcopy(draw(st.sampled_from(PLANS)))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(_places(training_plan)))
        keys = [*place] if isinstance(place, dict) else [*range(len(place))]
        match draw(st.sampled_from(("replace", "take", "put"))):
            case "replace" if keys:
                place[draw(st.sampled_from(keys))] = deepcopy(draw(values))
            case "take" if keys:
                del place[draw(st.sampled_from(keys))]
            case _ if isinstance(place, dict):
                place[draw(st.sampled_from(_KEYS))] = deepcopy(draw(values))
            case _:
                place.append(deepcopy(draw(values)))
    return training_plan


def check(text: bytes) -> None:
    """Check that a text gives a programme or problems, each of which stands inside the text and prints on one line."""
    parsed = validate(TRAINING_PLANS.read(text, shown="plan.yaml"))
    assert (parsed.programme is None) == bool(parsed.problems)
    if parsed.programme:  # of which every day can be had
        training_plan = parsed.programme.training_plan.model_copy(update={"start": START})
        days_from(replace(parsed.programme, training_plan=training_plan), START, training_plan.weeks * 7)
    lines = [*re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text.decode("utf-8-sig", "replace")), ""]
    for problem in parsed.problems:
        assert str(problem).isprintable(), problem
        assert problem.message.strip(), problem
        assert problem.hint.strip(), problem
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem


@given(changed_plans(), layouts)
@examples(600)
def test_right_keys_with_wrong_values_give_problems_and_no_traceback(document: Document, layout: Layout) -> None:
    """If this failed, a training plan with a mistake in it would crash the program."""
    check(as_yaml(document, layout).encode())


@given(structures, layouts)
@examples(300)
def test_any_structure_gives_problems_and_no_traceback(document: object, layout: Layout) -> None:
    """If this failed, another program's YAML or JSON file would crash this one."""
    check(as_yaml(document, layout).encode())


@given(st.sampled_from(PLANS), layouts, st.lists(st.one_of(byte_edits, token_edits), min_size=1, max_size=3))
@examples(300)
def test_slips_of_the_pen_give_problems_and_no_traceback(
    training_plan: Document, layout: Layout, edits: list[Edit]
) -> None:
    """If this failed, a forgotten colon, or a damaged file, would crash the program."""
    raw = as_yaml(training_plan, layout).encode()
    for edit in edits:
        raw = edit(raw)
    check(raw)


_BEYOND_A_SCHEMA: Final = re.compile(
    "^(days and cycle cannot both be given|no day has a session|.*(reaches that end|no growth))$"
)
_NO_SUCH_DAY: Final = "the calendar has no such day; write one that it has"


def flaws_in(document: object) -> set[str]:
    """Return what the model finds wrong with a document, and a schema could find."""
    try:
        TrainingPlan.model_validate(document)
    except ValidationError as error:
        found = [(detail["type"], *explain(detail)) for detail in error.errors()]
        return {
            f"{kind}: {problem}"
            for kind, problem, hint in found
            if not _BEYOND_A_SCHEMA.search(problem) and hint != _NO_SUCH_DAY
        }
    return set()


@given(st.one_of(changed_plans(), structures))
@example(PLANS[0])
@example(PLANS[1])
@examples(1000)
def test_the_schema_and_the_model_agree(document: object) -> None:
    """If this failed, an editor would find nothing wrong with what the program refuses, or the other way round."""
    assert VALIDATOR.is_valid(document) == (not flaws_in(document)), flaws_in(document)
