"""Loading training plans: the sessions that they name, and all their problems at once, of every week."""

from pathlib import Path

import pytest

from repcast.errors import InvalidTrainingPlan, UnknownTrainingPlan, joined
from repcast.resources import builtin_training_plans
from repcast.training.library import TRAINING_PLANS, is_training_plan
from repcast.training.loader import ParsedTrainingPlan, load, validate

PLANKS = "title: Planks\nsteps:\n- {hold: Plank, for: {default: 30s, max: 60s}}\n"
HEAD = "title: T\nweeks: 4\n"
DAYS = HEAD + "days:\n  monday: planks\n"


def _parse(text: str, path: Path | None = None) -> ParsedTrainingPlan:
    return validate(TRAINING_PLANS.read(text.encode(), shown="a.yaml", path=path))


def _problems(text: str) -> list[str]:
    """Return what is wrong with a text, each as `line:column: message; hint`."""
    return [str(problem).removeprefix("a.yaml:") for problem in _parse(text).problems]


def test_a_plan_comes_with_its_sessions(tmp_path: Path) -> None:
    """If this failed, a plan could not name the user's own sessions, or not the built-in ones."""
    (tmp_path / "mine.yaml").write_text(PLANKS, encoding="utf-8")
    path = tmp_path / "plan.yaml"
    path.write_text(HEAD + "cycle: [mine.yaml, rest, [planks, mine.yaml]]\n", encoding="utf-8")
    programme = load(str(path))
    assert {name: session.name for name, session in programme.sessions.items()} == {
        "mine.yaml": "Planks",
        "planks": "Planks",
    }
    assert programme.sessions["mine.yaml"] != programme.sessions["planks"]


def test_a_pace_may_stand_in_the_users_settings(tmp_path: Path) -> None:
    """If this failed, a plan of runs by distance would be refused for what it does not know yet."""
    run = "title: Run\nsteps: [{work: Run, distance: 1km}, {rest: 1m}]\n"
    (tmp_path / "run.yaml").write_text(run, encoding="utf-8")
    changed = HEAD + "cycle:\n- {session: run.yaml, set: {Run.distance: 2km}}\n- {session: run.yaml, fit: 10m}\n"
    assert _parse(changed, tmp_path / "plan.yaml").problems == ()


def test_a_file_goes_before_a_builtin_of_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a user's own file would be passed over without a word."""
    (tmp_path / "runner-strength-6-weeks").write_text(DAYS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load("runner-strength-6-weeks").training_plan.title == "T"


def test_a_problem_on_a_day_with_a_short_name_stands_where_it_is_written() -> None:
    """If this failed, the author would be sent to another line than that of the day."""
    assert _problems(HEAD + "days:\n  mon: core\n  wed: {session: planks, level: hard}\n") == [
        "5:33: in week 1, planks: no level named 'hard' (levels: double holds); correct it here"
    ]


def test_a_length_that_cannot_be_reached_stands_where_it_is_written() -> None:
    """If this failed, a plan would fail on the day, or its author not learn which length there is."""
    [problem] = _problems(HEAD + "days:\n  mon: {session: core, fit: 25m}\n  wed: {session: core, fit: 10s}\n")
    assert problem.startswith("5:24: in week 1, core: 'Core circuit' cannot be made 10s long: it takes at least ")


@pytest.mark.parametrize("name", list(builtin_training_plans()))
def test_every_builtin_plan_is_right_and_tells_editors_its_schema(name: str) -> None:
    """If this failed, a training plan that we ship could not be followed, or not be completed in an editor."""
    assert load(name).count > 0
    first, *_ = TRAINING_PLANS.find(name).read_text(encoding="utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=../plan.schema.json"


def test_what_is_neither_is_an_error_that_lists_the_builtins() -> None:
    """If this failed, a slip in a name would end in a traceback."""
    with pytest.raises(UnknownTrainingPlan) as caught:
        TRAINING_PLANS.find("runner-strength-6-week")
    assert str(caught.value) == (
        "no training plan 'runner-strength-6-week'; did you mean 'runner-strength-6-weeks'?\n"
        "Give the path of a YAML file, or a built-in training plan: runner-strength-6-weeks"
    )


@pytest.mark.parametrize(
    ("text", "training_plan"),
    [
        (DAYS, True),
        ("title: T\ncycle: [core]\n", True),
        ("start: 2026-11-23\n", True),
        (PLANKS, False),
        ("title: T\nweeks: 3\nsteps: []\n", False),
        ("[days]\n", False),
        ("\x00", False),
    ],
)
def test_a_plan_is_told_from_a_session(text: str, training_plan: bool) -> None:  # noqa: FBT001 - what is expected
    """If this failed, `repcast check` would read a training plan as a session with unknown keys."""
    assert is_training_plan(TRAINING_PLANS.read(text.encode(), shown="a.yaml")) == training_plan


def test_the_error_of_a_plan_holds_all_its_problems(tmp_path: Path) -> None:
    """If this failed, the user would mend one problem and meet the next."""
    path = tmp_path / "plan.yaml"
    path.write_text(DAYS.replace("planks", "plnks").replace("4", "0"), encoding="utf-8")
    with pytest.raises(InvalidTrainingPlan) as caught:
        load(str(path))
    assert [problem.line for problem in caught.value.problems] == [2, 4]
    assert str(caught.value).endswith("\n2 problems")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["1:1: the file is empty; begin with title:, weeks: and days:"]),
        ("[]\n", ["1:1: a training plan is a mapping; begin with title:, weeks: and days: above this list"]),
        (HEAD, ["1:1: no day has a session; write days: or cycle:, such as days: {monday: core}"]),
        (DAYS + "cycle: [core]\n", ["1:1: days and cycle cannot both be given; keep one of them"]),
        (
            "start: 2026-02-30\n" + DAYS,
            ["1:8: '2026-02-30' is not a day repcast can use; the calendar has no such day; write one that it has"],
        ),
        (
            "start: 23.11.2026\n" + DAYS,
            ["1:8: '23.11.2026' is not a day repcast can use; write year, month and day, such as 2026-11-23"],
        ),
        (
            HEAD + "days: {monday: []}\n",
            ["3:16: this list is empty; write a session, or rest"],
        ),
        (
            HEAD + "days: {mnday: core, friday: core}\n",
            [
                (
                    "3:8: unknown key 'mnday'; did you mean 'monday'? The keys here are "
                    "monday, tuesday, wednesday, thursday, friday, saturday, sunday"
                )
            ],
        ),
        (
            HEAD + "days:\n  monday: {session: core, lvl: x}\n",
            [
                (
                    "4:27: unknown key 'lvl'; did you mean 'level'? The keys here are "
                    "each_week, in_weeks, scale, set, level, fit, session"
                )
            ],
        ),
        (
            HEAD + "days:\n  monday: {level: x}\n",
            ["4:11: the key 'session' is missing; add session:"],
        ),
        (
            DAYS + "each_week: {scale: {}}\n",
            ["5:20: this is empty; write something here, or take the key away"],
        ),
        (
            DAYS + "in_weeks: {1-: unchanged}\n",
            ["5:12: these are not weeks; write the first and the last, such as 1-2, or one, such as 3"],
        ),
        (
            DAYS + "each_week: {scale: {holds: 1.1}, until: {holds: 0.5}}\n",
            [
                (
                    "5:12: the growth of holds never reaches that end; "
                    "write an end above 1 for a factor above 1, or below 1 for a factor below 1"
                )
            ],
        ),
        (
            DAYS + "each_week: {scale: {holds: 1.1}, until: {reps: 2}}\n",
            ["5:12: reps have an end here, but no growth; write scale: {reps: 1.1} beside it, or take it away"],
        ),
    ],
)
def test_a_flaw_of_the_plan_alone_is_told_of_where_it_stands(text: str, problems: list[str]) -> None:
    """If this failed, the author would not find what is wrong, or not know what to write instead."""
    assert _problems(text) == problems


def test_sessions_that_do_not_exist_are_all_told_of() -> None:
    """If this failed, an unknown session would be met on its day only."""
    text = HEAD + "weks: 3\ndays:\n  monday: coer\n  friday: [core, {session: plnks}]\n"
    assert [problem.partition("\n")[0].partition("?")[0] for problem in _problems(text)] == [
        "3:1: unknown key 'weks'; did you mean 'weeks'",
        "5:11: no session 'coer'; did you mean 'core'",
        "6:28: no session 'plnks'; did you mean 'planks'",
    ]


@pytest.mark.parametrize("day", ["[core, rest]", "{session: rest}", '"no\u00a0such"'])
def test_only_a_whole_day_is_a_day_of_rest(day: str) -> None:
    """If this failed, a plan would be called right, and be without a session on the day."""
    [problem] = _problems(HEAD + f"days:\n  monday: {day}\n")
    assert "no session '" in problem


def test_the_problems_of_a_session_are_told_of_in_its_own_file(tmp_path: Path) -> None:
    """If this failed, a plan with a broken session would be called right, or the problem look like the plan's."""
    (tmp_path / "mine.yaml").write_text(PLANKS.replace("30s", "30"), encoding="utf-8")
    path = tmp_path / "plan.yaml"
    text = HEAD + "days:\n  monday: mine.yaml\n  friday: mine.yaml\n"
    [problem] = _parse(text, path).problems
    assert problem.file == str(tmp_path / "mine.yaml")
    assert (problem.line, problem.column) == (3, 32)


@pytest.mark.parametrize(
    ("weeks", "problem"),
    [
        (
            "1-2: unchanged, 2-4: unchanged",
            "5:28: week 2 stands here a second time (first in 1-2); name each week once",
        ),
        ("1-2: unchanged, 4-3: unchanged", "5:28: these weeks are the wrong way round; write 3-4"),
        ("1-5: unchanged", "5:12: the training plan has 4 weeks; name weeks that it has, or raise weeks:"),
        (
            "1-2: unchanged, 4: unchanged",
            "5:1: nothing is said here for week 3; add 3: unchanged, or what is changed then",
        ),
        ("2: unchanged", "5:1: nothing is said here for week 1, 3, 4; add 1: unchanged, or what is changed then"),
    ],
)
def test_weeks_that_overlap_or_are_missing_are_told_of(weeks: str, problem: str) -> None:
    """If this failed, a week would have two rules, or none, and nobody would say so."""
    assert _problems(DAYS + f"in_weeks: {{{weeks}}}\n") == [problem]


def test_weeks_of_a_single_session_are_checked_too() -> None:
    """If this failed, a session's own weeks could have a hole."""
    text = HEAD + "cycle:\n- rest\n- - core\n  - session: planks\n    in_weeks: {1-3: unchanged}\n"
    assert _problems(text) == ["7:5: nothing is said here for week 4; add 4: unchanged, or what is changed then"]


def test_a_day_of_the_cycle_that_never_comes_is_told_of() -> None:
    """If this failed, a session would stand in the plan and never be due."""
    text = "title: T\nweeks: 1\ncycle: [core, rest, rest, rest, rest, rest, rest, planks]\n"
    assert _problems(text) == [
        "3:51: the training plan is over before this day of the cycle: it has 7 days; take days away, or raise weeks:"
    ]


@pytest.mark.parametrize(
    ("entry", "problems"),
    [
        (
            "{session: planks, level: dubble holds}",
            [
                (
                    "4:36: in week 1, planks: no level named 'dubble holds'; did you mean 'double holds'? "
                    "(levels: double holds); correct it here"
                )
            ],
        ),
        (
            "{session: planks, level: [double holds, x], set: {Plank.for: 9s, rounds: two}, scale: {reps: 2}}",
            [
                "4:51: in week 1, planks: no level named 'x' (levels: double holds); correct it here",
                (
                    "4:61: in week 1, planks: no step named 'Plank'; did you mean 'Side plank'? "
                    "(steps: Front plank, Side plank); correct it here"
                ),
                ("4:76: in week 1, planks: rounds=two: this must be a whole number; write digits alone, such as 3"),
                "4:98: in week 1, planks: there is nothing to scale: this session has no reps; correct it here",
            ],
        ),
        (
            "{session: core, in_weeks: {1-3: unchanged, 4: {set: {rest_between_rounds: 3m}}}}",
            [
                (
                    "4:64: in week 4, core: rest_between_rounds=3m is outside the author's range 1m to 2m; "
                    "choose a value inside it"
                )
            ],
        ),
        (
            "{session: core, each_week: {scale: {rests: 1.2}}}",
            [
                (
                    "4:47: in week 3, core: scale rests=1.44 makes rest_between_rounds 2m10s, outside the "
                    "author's range 1m to 2m; grow less, or end it with until:"
                )
            ],
        ),
        (
            "{session: core, set: {rounds: 1000}}",
            ["4:33: in week 1, core: the session lasts more than 24 hours; take away rounds or time"],
        ),
        (
            "{session: planks, scale: {holds: 100}, each_week: {scale: {holds: 2}, until: {holds: 4}}}",
            ["4:70: in week 2, planks: holds=200: the most is 100; grow less, or end it with until:"],
        ),
    ],
)
def test_a_change_that_does_not_fit_its_session_is_told_of_for_its_first_week(entry: str, problems: list[str]) -> None:
    """If this failed, a plan would be called right and fail in its sixth week."""
    assert _problems(HEAD + f"days:\n  monday: {entry}\n") == problems


@pytest.mark.parametrize(
    ("shared", "problem"),
    [
        ("each_week: {scale: {reps: 1.1}}", "5:21: no session of this training plan has reps"),
        (
            "deload: {every: 2, level: dubble holds}",
            "5:27: no session of this training plan has a level 'dubble holds'; did you mean 'double holds'?",
        ),
        (
            "in_weeks: {1-4: {set: {Side plnk.for: 9s}}}",
            "5:24: no session of this training plan has a step named 'Side plnk'; did you mean 'Side plank'?",
        ),
    ],
)
def test_what_the_plan_asks_for_and_no_session_has_is_told_of(shared: str, problem: str) -> None:
    """If this failed, a slip in what holds for all sessions would change none of them without a word."""
    hint = "correct it here, or take it away"
    assert _problems(DAYS + shared + "\n") == [joined(problem, hint)]


def test_an_easier_week_may_bring_a_value_back_into_its_range() -> None:
    """If this failed, a plan would be refused for a value that is never heard."""
    text = "title: T\nweeks: 2\ndays:\n  monday: {session: core, in_weeks: {1: unchanged, 2: {scale: {rests: 2}}}}\n"
    assert len(_problems(text)) == 1
    assert _problems(text + "deload: {every: 2, scale: {rests: 0.5}}\n") == []


def test_growth_without_an_end_does_not_overflow() -> None:
    """If this failed, a plan of two years with a large factor would end in a traceback."""
    days = "title: T\nweeks: 104\ndays:\n  monday: {session: planks, each_week: {scale: {holds: 100}}}\n"
    assert [problem.partition(";")[0] for problem in _problems(days + "each_week: {scale: {holds: 100}}\n")] == [
        "4:49: in week 2, planks: holds=10000: the most is 100",
        "5:21: in week 3, planks: holds=10000: the most is 100",
    ]


def test_a_change_names_its_step_and_its_session_in_full(tmp_path: Path) -> None:
    """If this failed, a name that reads like the end of a sentence would cut the message, or its hint, short."""
    name = "Plank; take away A, or add --beyond-range"
    session = "a; choose b.yaml"
    steps = f"steps: [{{hold: '{name}', for: {{default: 1m, min: 30s, max: 2m}}}}]\n"
    (tmp_path / session).write_text(f"title: T\n{steps}", encoding="utf-8")
    entry = f"{{session: '{session}', set: {{'{name}.for': 5m}}}}"
    path = tmp_path / "plan.yaml"
    text = f"title: T\nweeks: 1\ndays: {{monday: {entry}}}\n"
    [problem] = _parse(text, path).problems
    assert problem.message == f"in week 1, {session}: {name}.for=5m is outside the author's range 30s to 2m"
    assert problem.hint == "choose a value inside it"
