"""What people write by habit in training plans, and what they are told to write."""

import re
from pathlib import Path
from typing import Any

import pytest

from repcast.errors import Problem
from repcast.reading.habits import plain
from repcast.reading.located_yaml import dump, read
from repcast.training.library import TRAINING_PLANS
from repcast.training.loader import validate

HEAD = "title: P\nweeks: 4\n"
WITH_A_SESSION = "days: {monday: core}\n"


def _found(text: str, folder: Path = Path()) -> tuple[Problem, ...]:
    return validate(TRAINING_PLANS.read(text.encode(), shown="a.yaml", path=folder / "a.yaml")).problems


def _problems(text: str) -> list[str]:
    return [str(problem).removeprefix("a.yaml:") for problem in _found(text)]


def _pasted(text: str, problems: tuple[Problem, ...], folder: Path) -> str:
    """Return a training plan as somebody has it who follows every advice to the letter."""
    root: dict[str, Any] = plain(read(text.encode()).root)
    for problem in problems:
        *parents, key = re.findall(r"[^.\[\]]+", problem.path)
        part: Any = root
        for parent in parents:
            part = part[int(parent) if isinstance(part, list) else parent]
        part.pop(key, None)
        for workout, file in re.findall(r"'([^']+)' into (\S+\.txt)", problem.hint):
            (folder / file).write_text(workout, encoding="utf-8")
        if into := re.search(r"write it into (\S+\.txt)", problem.hint):
            (folder / into[1]).write_text(problem.message.split("'")[1], encoding="utf-8")
        if problem.hint.startswith("take it away"):
            continue
        advice = re.sub(r".*and here |^write ", "", problem.hint)
        alone, in_braces = read(advice.encode()), read(f"{{{advice}}}".encode())
        assert alone.flaws == in_braces.flaws == []
        assert alone.root == in_braces.root
        assert isinstance(alone.root, dict)
        part.update(plain(alone.root))
    return dump(root)


@pytest.mark.parametrize(
    ("written", "place", "instead"),
    [
        ("monday: core", "3:1", "days: {monday: core}"),
        ("days: [{monday: core}, {Fri: planks}]", "3:1", "days: {monday: core, friday: planks}"),
        ("schedule: {mon: core}", "3:1", "days: {monday: core}"),
        ("schedule: {day 1: core}", "3:1", "cycle: [core]"),
        ("days: {Monday: core}", "3:8", "monday: core"),
        ("days: {mon/wed: planks}", "3:8", "days: {monday: planks, wednesday: planks}"),
        ("days: {mon/wed: core, wed: planks}", "3:8", "days: {monday: core, wednesday: [core, planks]}"),
        (
            "days: {mon/wed: core + planks}",
            "3:17",
            "days: {monday: [core, planks], wednesday: [core, planks]}",
        ),
        ("days: {weekend: planks, monday: core}", "3:8", "days: {saturday: planks, sunday: planks, monday: core}"),
        ("days: {weekend: off, monday: core}", "3:17", "days: {saturday: rest, sunday: rest, monday: core}"),
        ("days: {mon/fri: 3x10 squats}", "3:17", "days: {monday: monday.txt, friday: monday.txt}"),
        ("days: {monday: core + planks}", "3:16", "monday: [core, planks]"),
        ('days: {monday: "core, planks"}', "3:16", "monday: [core, planks]"),
        ("days: {Mon: core + planks}", "3:13", "monday: [core, planks]"),
        ("days: {Mon: 10x400m @4:45/km}", "3:13", "monday: monday.txt"),
        ("Mon: 10x400m @4:45/km", "3:1", "days: {monday: monday.txt}"),
        ("days: {day 1: core, day 3: planks}", "3:1", "cycle: [core, rest, planks]"),
        ("days: {1: core, 2: planks}", "3:1", "cycle: [core, planks]"),
        ("days: [core, off, planks]", "3:1", "cycle: [core, rest, planks]"),
        ("cycle: [core, off]", "3:15", "cycle: [core, rest]"),
        ("each_week: {holds: 1.1}", "3:1", "each_week: {scale: {holds: 1.1}}"),
        ("each_week: {scale: {holds: 10%}}", "3:1", "each_week: {scale: {holds: 1.1}}"),
        ("each_week: {scale: +10%}", "3:1", "each_week: {scale: {holds: 1.1}}"),
        ("each_week: {holds: 105%}", "3:1", "each_week: {scale: {holds: 1.05}}"),
        ("each_week: -5%", "3:1", "each_week: {scale: {holds: 0.95}}"),
        ("each_week: 1.1", "3:1", "each_week: {scale: {holds: 1.1}}"),
        ("days: {monday: {session: core, each_week: 5%}}", "3:32", "each_week: {scale: {holds: 1.05}}"),
        ("deload: 4", "3:1", "deload: {every: 4, scale: {holds: 0.6}}"),
        ("deload: every 4th week", "3:1", "deload: {every: 4, scale: {holds: 0.6}}"),
    ],
)
def test_a_habit_is_answered_with_what_is_meant(written: str, place: str, instead: str, tmp_path: Path) -> None:
    """If this failed, somebody would read about a mapping, or would copy what is no training plan either."""
    text = HEAD + written + "\n"
    if re.match("each_week|deload", written):
        text += WITH_A_SESSION
    [problem] = _found(text, tmp_path)
    assert f"{problem.line}:{problem.column}" == place
    assert re.sub(r".*and here |^write ", "", problem.hint) == instead
    assert _found(_pasted(text, (problem,), tmp_path), tmp_path) == ()


@pytest.mark.parametrize(
    "written",
    [
        "monday: core\nwednesday: planks",
        "monday: core\ndays: {monday: planks}",
        "Mon: Rest\nTue: core",
        "day 1: core\nday 2: planks",
        "days: {Monday: core, Tue: off, Wed: 3x10 squats}",
        "days: {mon/wed: core, tue/thu: planks, fri: off, weekend: off}",
        "days: {mon/wed: 3x10 squats, fri: 4x10 lunges, sun: core + planks}",
        "days: {day 1: core, day 2: 3x10 squats, day 4: off}",
        "cycle: [core, off, 3x10 squats, core + planks]",
    ],
)
def test_who_follows_every_advice_has_a_training_plan(written: str, tmp_path: Path) -> None:
    """If this failed, one advice would undo another, or would be no YAML."""
    text = f"{HEAD}{written}\n"
    problems = _found(text, tmp_path)
    assert problems
    assert _found(_pasted(text, problems, tmp_path), tmp_path) == ()


@pytest.mark.parametrize("written", ["{reps: +1}", "{reps: 10}", "{scale: {reps: 100%}}", "+1", "{scale: +2}"])
def test_growth_that_is_added_is_answered_with_a_factor(written: str) -> None:
    """If this failed, `+1` would be called a factor of 1, which never grows, and 10 would be ten times as many."""
    [problem] = _problems(f"{HEAD}{WITH_A_SESSION}each_week: {written}\n")
    what = "reps" if "reps" in written else "holds"
    assert problem == (
        "4:1: growth is a factor, such as 1.1 for a tenth more, and no number that is added; "
        f"write each_week: {{scale: {{{what}: 1.1}}}}"
    )


def test_weeks_by_another_word_are_no_missing_weeks() -> None:
    """If this failed, one slip would be told twice."""
    assert _problems("title: P\nduration: 6 weeks\ndays: {monday: core}\n") == [
        "2:1: 'duration' is called weeks; write weeks: 6"
    ]


@pytest.mark.parametrize("value", ["off", "Rest", "rest day", "none"])
def test_a_day_off_is_a_day_of_rest(value: str) -> None:
    """If this failed, a day of rest would be looked for among the sessions."""
    [problem] = _problems(HEAD + f"days: {{monday: core, sunday: {value}}}\n")
    assert problem == "3:30: a day without a session is called rest, or left away; write sunday: rest"


def test_a_workout_in_place_of_a_session_s_name_goes_into_a_file() -> None:
    """If this failed, shorthand would be called an unknown session, with thirty names of others."""
    [problem] = _problems(HEAD + "days: {monday: 3x10 squats}\n")
    assert problem.endswith("; write it into monday.txt, and here monday: monday.txt")


def test_what_is_right_is_no_habit() -> None:
    """If this failed, a plan that works would be refused."""
    assert _problems(HEAD + "days: {mon: core, sunday: rest}\neach_week: {scale: {holds: 1.1}}\n") == []
