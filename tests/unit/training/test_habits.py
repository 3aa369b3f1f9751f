"""What people write by habit in training plans, and what they are told to write."""

import pytest

from repcast.training.loader import TRAINING_PLANS, validate

HEAD = "title: P\nweeks: 4\n"


def _problems(text: str) -> list[str]:
    found = validate(TRAINING_PLANS.read(text.encode(), shown="a.yaml", path=None)).problems
    return [str(problem).removeprefix("a.yaml:") for problem in found]


@pytest.mark.parametrize(
    ("written", "place", "instead"),
    [
        ("monday: core", "3:1", "days: {monday: core}"),
        ("days: [{monday: core}, {friday: planks}]", "3:1", "days: {monday: core, friday: planks}"),
        ("schedule: {monday: core}", "3:1", "days: {monday: core}"),
        ("days: {Monday: core}", "3:8", "monday: core"),
        ("days: {mon/wed: planks}", "3:8", "monday: planks, wednesday: planks"),
        ("days: {weekend: planks}", "3:8", "saturday: planks, sunday: planks"),
        ("days: {monday: core + planks}", "3:16", "monday: [core, planks]"),
        ('days: {monday: "core, planks"}', "3:16", "monday: [core, planks]"),
        ("each_week: {holds: 1.1}\ndays: {monday: core}", "3:1", "each_week: {scale: {holds: 1.1}}"),
        ("each_week: {scale: {holds: 10%}}\ndays: {monday: core}", "3:1", "each_week: {scale: {holds: 1.1}}"),
        ("each_week: -5%\ndays: {monday: core}", "3:1", "each_week: {scale: {holds: 0.95}}"),
        ("deload: 4\ndays: {monday: core}", "3:1", "deload: {every: 4, scale: {holds: 0.6}}"),
    ],
)
def test_a_habit_is_answered_with_what_is_meant(written: str, place: str, instead: str) -> None:
    """If this failed, somebody would read about a mapping, and not what to write in place of their own words."""
    [problem] = _problems(HEAD + written)
    assert problem.startswith(f"{place}: ")
    assert problem.endswith(f"; write {instead}")
    is_within = written.startswith("days: {")
    mended = f"days: {{{instead}}}" if is_within else written.replace(written.partition("\n")[0], instead, 1)
    assert _problems(HEAD + mended) == []


def test_weeks_by_another_word_are_no_missing_weeks() -> None:
    """If this failed, one slip would be told twice."""
    assert _problems("title: P\nduration: 6 weeks\ndays: {monday: core}\n") == [
        "2:1: 'duration' is called weeks; write weeks: 6"
    ]


@pytest.mark.parametrize("value", ["off", "Rest", "rest day", "none"])
def test_a_day_off_is_a_day_of_rest(value: str) -> None:
    """If this failed, a day of rest would be looked for among the sessions."""
    [problem] = _problems(HEAD + f"days: {{monday: core, sunday: {value}}}\n")
    assert problem == "3:30: a day without a session is a day of rest; write sunday: rest, or leave it away"


def test_a_workout_in_place_of_a_session_s_name_goes_into_a_file() -> None:
    """If this failed, shorthand would be called an unknown session, with thirty names of others."""
    [problem] = _problems(HEAD + "days: {monday: 3x10 squats}\n")
    assert problem.endswith("; write it into monday.txt, and here monday: monday.txt")


def test_what_is_right_is_no_habit() -> None:
    """If this failed, a plan that works would be refused."""
    assert _problems(HEAD + "days: {mon: core, sunday: rest}\neach_week: {scale: {holds: 1.1}}\n") == []
