"""What is wrong in a file, in words for the person who wrote it; the golden files hold the full list of messages."""

import pytest

from repcast.reading.loader import parse


def _problems(text: str) -> list[str]:
    """Return what is wrong with a text, each as `line:column: message; hint`."""
    return [str(problem).removeprefix("a.yaml:") for problem in parse(text.encode(), file="a.yaml").problems]


def _step(step: str) -> str:
    return f"title: T\nsteps:\n- {step}\n"


EXERCISE_KEYS = "sides, switch, say, tips, encouragement, talk"
STEP_KEYS = "in_rounds, music, cues, image"


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ("{hold: P, for: 1m, x: 1}", f"the keys here are hold, {EXERCISE_KEYS}, for, cadence, {STEP_KEYS}"),
        ("{work: P, for: 1m, x: 1}", f"the keys here are work, {EXERCISE_KEYS}, for, cadence, {STEP_KEYS}"),
        (
            "{reps: P, count: 1, x: 1}",
            f"the keys here are reps, {EXERCISE_KEYS}, count, tempo, phases, count_at, {STEP_KEYS}",
        ),
        ("{max: P, within: 1m, x: 1}", f"the keys here are max, {EXERCISE_KEYS}, within, cadence, {STEP_KEYS}"),
        ("{rest: 1m, x: 1}", f"the keys here are rest, say, talk, {STEP_KEYS}"),
        ("{pause: 1m, x: 1}", f"the keys here are pause, {STEP_KEYS}"),
        ("{rest: 1m, cues: [{at: 1s, say: x, x: 1}]}", "the keys here are at, every, say, sound"),
        ("{say: P, x: 1}", "the keys here are say, in_rounds, music"),
        ("{include: core, x: 1}", "the keys here are include, in_rounds, music"),
        (
            "{block: P, steps: [{rest: 1m}], x: 1}",
            (
                "the keys here are block, rounds, rest_between_rounds, rest_between_steps, every, shuffle, pick, tips, "
                "encouragement, talk, pace, steps, sides, switch, in_rounds, music"
            ),
        ),
    ],
)
def test_an_unknown_key_of_a_step_lists_the_keys_of_its_kind(step: str, problem: str) -> None:
    """If this failed, an author would be offered keys that this kind of step does not take."""
    column = _step(step).splitlines()[2].index("x: 1") + 1
    assert _problems(_step(step)) == [f"3:{column}: unknown key 'x'; {problem}"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (_step("{hold: P, four: 1m, for: 1m}"), "3:13: unknown key 'four'; did you mean 'for'? The keys"),
        (_step("{hold: P, For: 1m, for: 1m}"), "3:13: unknown key 'For'; did you mean 'for'? The keys"),
        (_step("{block: B, steps: [{rest: 1m, rset: 1}]}"), "3:33: unknown key 'rset'; did you mean 'rest'? The keys"),
        (_step("{rest: {default: 1m, mx: 2m}}"), "3:24: unknown key 'mx'; did you mean 'max'? The keys"),
        ("voice: {rate: 1}\n" + _step("{rest: 1m}"), "1:9: unknown key 'rate'; did you mean 'rate_wpm'? The keys"),
        ("levels: {a: {sets: {}}}\n" + _step("{rest: 1m}"), "1:14: unknown key 'sets'; did you mean 'set'? The keys"),
        (
            "levels: {voice: {sets: {}}}\n" + _step("{rest: 1m}"),
            "1:18: unknown key 'sets'; did you mean 'set'? The keys",
        ),
        ("lead-in: 5s\n" + _step("{rest: 1m}"), "1:1: unknown key 'lead-in'; write lead_in:"),
        (_step("{holds: P, for: 1m}"), "3:3: this step has no kind; did you mean 'hold'? Begin"),
    ],
)
def test_a_slip_in_a_key_gets_a_suggestion_that_fits_its_place(text: str, problem: str) -> None:
    """If this failed, a typing slip would send the author to the documentation."""
    [found] = _problems(text)
    assert found.startswith(problem)


@pytest.mark.parametrize(
    ("step", "messages"),
    [
        ("{hold: P}", ["3:3: the key 'for' is missing; add for:"]),
        ("{reps: P}", ["3:3: the key 'count' is missing; add count:"]),
        ("{max: P}", ["3:3: the key 'within' is missing; add within:"]),
        ("{block: P}", ["3:3: the key 'steps' is missing; add steps:"]),
        ("{hold: P, for: {min: 5s}}", ["3:18: the key 'default' is missing; add default:"]),
    ],
)
def test_a_missing_key_is_named_where_it_should_stand(step: str, messages: list[str]) -> None:
    """If this failed, an author would not see which key a step lacks."""
    assert _problems(_step(step)) == messages


def test_every_missing_key_is_named() -> None:
    """If this failed, an author would hear of one missing key, add it, and only then hear of the other."""
    assert _problems("description: x\n") == [
        "1:1: the key 'steps' is missing; add steps:",
        "1:1: the key 'title' is missing; add title:",
    ]


def test_a_list_with_a_wrong_item_is_not_called_too_short_as_well() -> None:
    """If this failed, one slip would be reported twice, the second time falsely."""
    assert _problems(_step("{hold: P, for: 1m, sides: [left, 2]}")) == [
        "3:36: this must be text; write words, in quotes if they look like a number or begin with a brace"
    ]


def test_a_required_list_that_is_empty_is_not_told_to_go_away() -> None:
    """If this failed, an author would follow the hint and meet the next error."""
    [problem] = _problems("title: T\nsteps: []\n")
    assert problem.startswith("2:8: this list is too short (items: 0); write at least 1")
    assert "take the key away" not in problem


@pytest.mark.parametrize("hours", ["25h", "99h", "24h1s"])
def test_a_time_beyond_a_day_is_not_called_a_range_out_of_order(hours: str) -> None:
    """If this failed, an author who wrote no range would be told to mend one."""
    [problem] = _problems(_step(f"{{hold: P, for: {hours}}}"))
    assert problem == "1:1: the session lasts more than 24 hours; take away rounds or time"


@pytest.mark.parametrize("rest", ["0", "0.0"])
def test_a_bare_zero_rest_is_told_its_unit(rest: str) -> None:
    """If this failed, an author who wants no rest would be told to rest a second."""
    [problem] = _problems(f"rest_between_steps: {rest}\n" + _step("{rest: 1m}"))
    assert "1s" not in problem
    assert "0s" in problem


def test_a_comma_in_a_flow_mapping_is_told() -> None:
    """If this failed, an author would look for a key that they never wrote."""
    assert _problems("title: x\nsteps: [{hold: A, for: 5s, say: Knees bent, arms up.}]") == [
        "2:45: unknown key 'arms up.'; put a text that holds a comma in quotes"
    ]
