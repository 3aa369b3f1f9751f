"""The training plan's model holds exactly what the author wrote, and its schema is the one that we publish."""

import json
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from repcast.resources import builtin_training_plans
from repcast.session.explain import explain
from repcast.training.model import TrainingPlan, first_and_last, json_schema, keys_at, parse_date

VALIDATOR = Draft202012Validator(json_schema())
ENDLESS = "the growth of {} never reaches that end"


def _plan(**keys: object) -> dict[str, object]:
    return {"title": "T", "weeks": 4, "days": {"monday": "core"}, **keys}


def _read(document: object) -> TrainingPlan:
    return TrainingPlan.model_validate(document)


def test_a_day_may_be_written_in_every_form() -> None:
    """If this failed, an author could not write a day as short as it is."""
    days = {
        "monday": "core",
        "tuesday": "rest",
        "thursday": {"session": "planks"},
        "sunday": ["core", {"session": "a"}],
    }
    training_plan = _read(_plan(days=days))
    written = {location[-1]: [entry.session for entry in entries] for location, entries in training_plan.written_days()}
    assert written == {
        "monday": ["core"],
        "tuesday": [],
        "wednesday": [],
        "thursday": ["planks"],
        "friday": [],
        "saturday": [],
        "sunday": ["core", "a"],
    }


def test_a_day_may_be_written_short() -> None:
    """If this failed, `mon` would be no Monday, or hide the Monday beside it."""
    days = _read(_plan(days={"mon": "core", "sun": "rest", "friday": "planks"})).days
    assert [entry.session for entry in (*days.monday, *days.friday)] == ["core", "planks"]
    both = _plan(days={"mon": "core", "monday": "planks"})
    assert not VALIDATOR.is_valid(both)
    with pytest.raises(ValidationError, match=r"days\.mon\n"):
        _read(both)


def test_a_cycle_has_its_own_days() -> None:
    """If this failed, a plan that repeats every four days would repeat every seven."""
    training_plan = _read({"title": "T", "weeks": 1, "cycle": ["core", "rest", ["a", "b"]]})
    assert [len(entries) for _, entries in training_plan.written_days()] == [1, 0, 2]
    assert [location for location, _ in training_plan.written_days()] == [("cycle", 0), ("cycle", 1), ("cycle", 2)]


def test_one_level_is_a_list_of_one() -> None:
    """If this failed, a single level would have to be written in brackets."""
    [entry] = _read(_plan(days={"monday": {"session": "a", "level": "hard"}})).days.monday
    assert entry.level == ("hard",)


def test_unchanged_changes_nothing() -> None:
    """If this failed, a plan could not say that its first weeks are as the session is written."""
    training_plan = _read(_plan(in_weeks={"1-4": "unchanged"}))
    assert (
        training_plan.in_weeks["1-4"].level,
        training_plan.in_weeks["1-4"].scale,
        training_plan.in_weeks["1-4"].set,
    ) == ((), {}, {})


@pytest.mark.parametrize(("text", "weeks"), [("3", (3, 3)), ("1-2", (1, 2)), ("10-104", (10, 104))])
def test_weeks_are_read(text: str, weeks: tuple[int, int]) -> None:
    """If this failed, a change would hold in other weeks than those it is written for."""
    assert first_and_last(text) == weeks


def test_a_date_is_read() -> None:
    """If this failed, a training plan would begin on another day."""
    assert parse_date("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["2026-2-3", "23.11.2026", "2026-11-23\n", "20261123", "", "0999-01-01", "3000-01-01"])
def test_what_is_no_date_is_told_how_to_write_one(text: str) -> None:
    """If this failed, a date in another notation would be taken for a different day."""
    with pytest.raises(ValueError, match="write year, month and day, such as 2026-11-23"):
        parse_date(text)


@pytest.mark.parametrize("text", ["2026-02-30", "2027-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31"])
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    """If this failed, a training plan would begin on a day that never comes."""
    with pytest.raises(ValueError, match="the calendar has no such day"):
        parse_date(text)


GOOD: list[dict[str, Any]] = [
    _plan(),
    _plan(start="2026-11-23", description="D", credit="C"),
    _plan(weeks=4.0),
    _plan(in_weeks={"1-2": "unchanged", "3": {"level": ["a", "b"], "scale": {"rests": 0.5}, "set": {"rounds": 2}}}),
    _plan(each_week={"scale": {"holds": 1.1, "rests": 0.9}, "until": {"holds": 2, "rests": 0.5}}),
    _plan(deload={"every": 4, "scale": {"holds": 0.6}}),
    _plan(days={"monday": [{"session": "a", "each_week": {"scale": {"reps": 2}}, "in_weeks": {"1-4": "unchanged"}}]}),
    {"title": "T", "weeks": 1, "cycle": ["core", "rest", ["a", {"session": "b", "level": "c"}]]},
]
BAD: list[Any] = [
    [],
    _plan(weeks=0),
    _plan(weeks=105),
    _plan(weeks="4"),
    _plan(title=" "),
    _plan(extra=1),
    _plan(start="26-11-23"),
    _plan(start=2026),
    _plan(days={"monday": []}),
    _plan(days={"monday": ["a"] * 6}),
    _plan(days={"monday": ""}),
    _plan(days={"monday": "x" * 1001}),
    _plan(days={"monday": "a\nb"}),
    _plan(days={"monday": None}),
    _plan(days={"monday": {"level": "a"}}),
    _plan(days={"monday": {"session": "a", "lvl": "b"}}),
    _plan(days={"monday": {"session": "a", "level": []}}),
    _plan(days={"monday": {"session": "a", "level": ""}}),
    _plan(days={"monday": {"session": "a", "level": " "}}),
    _plan(days={"monday": {"session": "a", "level": ["b"] * 11}}),
    _plan(days={"mnday": "core"}),
    _plan(in_weeks={"0": "unchanged"}),
    _plan(in_weeks={"1-": "unchanged"}),
    _plan(in_weeks={"1\n": "unchanged"}),
    _plan(in_weeks={"1": "changed"}),
    _plan(in_weeks={"1": None}),
    _plan(each_week={}),
    _plan(each_week={"scale": {}}),
    _plan(each_week={"scale": {"hold": 2}}),
    _plan(each_week={"scale": {"holds": 0}}),
    _plan(each_week={"scale": {"holds": 101}}),
    _plan(each_week={"scale": {"holds": True}}),
    _plan(deload={"scale": {"holds": 0.6}}),
    _plan(deload={"every": 1}),
    _plan(deload=None),
    {"title": "T", "weeks": 1, "cycle": []},
    {"title": "T", "weeks": 1, "cycle": ["a"] * 57},
    {"title": "T", "weeks": 1, "cycle": "core"},
]


@pytest.mark.parametrize("document", GOOD)
def test_the_schema_and_the_model_accept_what_is_right(document: object) -> None:
    """If this failed, an editor would mark a good training plan as wrong, or the program refuse it."""
    assert VALIDATOR.is_valid(document)
    assert _read(document).title == "T"


@pytest.mark.parametrize("document", BAD)
def test_the_schema_and_the_model_refuse_what_is_wrong(document: object) -> None:
    """If this failed, an editor would find nothing wrong with what the program refuses, or the other way round."""
    assert not VALIDATOR.is_valid(document)
    with pytest.raises(ValidationError):
        _read(document)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (_plan(cycle=["core"]), "days and cycle cannot both be given"),
        (_plan(days={"monday": "rest"}), "no day has a session"),
        ({"title": "T", "weeks": 1}, "no day has a session"),
        (_plan(each_week={"scale": {"holds": 1.1}, "until": {"reps": 2}}), "reps have an end here, but no growth"),
        (_plan(each_week={"scale": {"holds": 1.1}, "until": {"holds": 0.9}}), ENDLESS.format("holds")),
        (_plan(each_week={"scale": {"rests": 0.9}, "until": {"rests": 1.1}}), ENDLESS.format("rests")),
        (_plan(each_week={"scale": {"rests": 0.9}, "until": {"rests": 1}}), ENDLESS.format("rests")),
        (_plan(each_week={"scale": {"holds": 1}, "until": {"holds": 2}}), ENDLESS.format("holds")),
        (_plan(start="2026-02-30"), "'2026-02-30' is not a day repcast can use"),
    ],
)
def test_the_model_refuses_what_no_schema_can_say(document: object, problem: str) -> None:
    """If this failed, a plan that contradicts itself would be taken at one of its two words."""
    with pytest.raises(ValidationError) as refused:
        _read(document)
    assert [explain(error)[0] for error in refused.value.errors()] == [problem]


def test_the_schema_is_valid_and_describes_every_key() -> None:
    """If this failed, an editor would refuse our schema, or complete a key without telling what it is for."""
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == "repcast training plan, version 1"
    parts = [schema, *schema["$defs"].values()]
    assert [key for part in parts for key, about in part["properties"].items() if not about.get("description")] == []


def test_the_published_schema_is_the_models() -> None:
    """If this failed, editors would check the built-in training plans against an old format."""
    [*paths] = builtin_training_plans().values()
    published = paths[0].parent.parent / "plan.schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize(
    ("location", "key"),
    [
        ((), "weeks"),
        (("days",), "monday"),
        (("deload",), "every"),
        (("each_week",), "until"),
        (("days", "monday", 0), "session"),
        (("cycle", 1, 0, "each_week"), "until"),
        (("cycle", 1, 0, "in_weeks", "1-2"), "level"),
        (("in_weeks", "3"), "set"),
    ],
)
def test_the_keys_of_a_place_are_those_of_its_model(location: tuple[int | str, ...], key: str) -> None:
    """If this failed, a slip would be answered with keys that may not stand there."""
    assert key in keys_at(location)
