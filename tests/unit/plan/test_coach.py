"""What the coach says: wording that reads well aloud, in the steps where it belongs."""

from collections.abc import Callable
from typing import Any

import pytest

from repcast.plan.coach import Countdown, write_script
from repcast.plan.script import Script
from repcast.plan.timeline import Timeline
from repcast.session.fields import Source
from repcast.session.model import Session
from repcast.session.unroll import unroll

SessionOf = Callable[[str], Session]
PLANK = "{hold: side plank, for: 60s, sides: [left side, right side], say: On one arm.}"


@pytest.fixture(name="coach")
def _coach(session_of: SessionOf, plan: Callable[..., Timeline]) -> Callable[..., list[str]]:
    """Return what is said besides countdowns, numbers and progress: one text for each step that has some."""

    def said(*steps: str, keys: str = "") -> list[str]:
        text = "title: core circuit\n" + keys + "steps:\n" + "".join(f"- {step}\n" for step in steps)
        timeline = plan(session_of(text))
        by_step: dict[int, list[str]] = {}
        for event in timeline.events:
            if event.text and not event.anchored and event.text not in ("Ten seconds.", "Halfway."):
                by_step.setdefault(event.step, []).append(event.text)
        return [" ".join(texts) for texts in by_step.values()]

    return said


Coach = Callable[..., list[str]]
END = "Session complete. Well done."


def test_a_session_reads_well_aloud(coach: Coach) -> None:
    """If this failed, the coach would not speak as a coach does."""
    keys = "rounds: 2\nrest_between_rounds: 90s\n"
    assert coach(PLANK, "{rest: 20s}", "{reps: High hops, count: 10, tempo: 3s}", keys=keys) == [
        (
            "Core circuit. Two rounds. About seven minutes. Get ready. "
            "Round one of two. Side plank, left side. One minute. On one arm."
        ),
        "Switch, right side.",
        "Rest, twenty seconds. Next, High hops. Ten reps.",
        "Rest, ninety seconds. Round two of two. Side plank, left side. One minute. On one arm. Side plank, left side.",
        "Switch, right side.",
        "Rest, twenty seconds. Next, High hops. Ten reps.",
        END,
    ]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("{hold: Plank, for: 30s}", "First, Plank. Thirty seconds."),
        ("{work: Run, for: 1m30s}", "First, Run. Ninety seconds."),
        ("{work: Run, for: 1m1s}", "First, Run. One minute one second."),
        ("{reps: Hops, count: 1}", "First, Hops. One rep."),
        ("{reps: Hops, count: 21}", "First, Hops. Twenty-one reps."),
        ("{max: Pull-ups, within: 60s}", "First, Pull-ups. Your maximum, within one minute."),
        ("{hold: Still going?, for: 30s}", "First, Still going? Thirty seconds."),
        ("{hold: ' plank ', for: 30s}", "First, Plank. Thirty seconds."),
        ('{hold: P, for: 30s, say: "Hips high.\\nLook\\tdown."}', "First, P. Thirty seconds. Hips high. Look down."),
    ],
)
def test_each_kind_of_exercise_is_announced_with_its_amount(coach: Coach, step: str, words: str) -> None:
    """If this failed, the listener would not hear how long or how often."""
    assert coach(step)[0].partition("Get ready. ")[2] == words


@pytest.mark.parametrize(
    ("steps", "keys", "opening"),
    [
        (("{hold: A, for: 44s}",), "", "Core circuit. About forty seconds. Get ready."),
        (("{hold: A, for: 50m}", "{rest: 12m}"), "", "Core circuit. About one hour two minutes. Get ready."),
        (("{hold: A, for: 30s}",), "rounds: 3\n", "Core circuit. Three rounds. About two minutes. Get ready."),
        (("{say: Hello.}",), "", "Core circuit. Get ready."),
    ],
)
def test_the_opening_tells_title_rounds_and_about_how_long(
    coach: Coach, steps: tuple[str, ...], keys: str, opening: str
) -> None:
    """If this failed, the listener would not know what they are in for."""
    assert coach(*steps, keys=keys)[0].startswith(opening)


def test_blocks_and_their_rounds_are_announced_where_they_begin(coach: Coach) -> None:
    """If this failed, the listener would lose count of the rounds of a block."""
    block = "{block: finisher, rounds: 2, rest_between_rounds: 20s, steps: [{work: Run, for: 30s}]}"
    assert coach("{hold: Plank, for: 30s}", "{rest: 30s}", block)[1:] == [
        "Rest, thirty seconds. Finisher. Round one of two. Run. Thirty seconds.",
        "Rest, twenty seconds. Round two of two. Run. Thirty seconds.",
        END,
    ]


def test_a_block_named_as_its_only_step_is_not_named_twice(coach: Coach) -> None:
    """If this failed, the listener would hear "Lunges. Lunges."."""
    block = "{block: Lunges, steps: [{work: lunges, for: 30s}]}"
    assert coach("{rest: 30s}", block)[1] == "Rest, thirty seconds. Next, Lunges. Thirty seconds."


def test_an_instruction_is_given_before_the_first_side_only(coach: Coach) -> None:
    """If this failed, the listener would hear the same instruction for each side."""
    assert sum("On one arm." in said for said in coach(PLANK)) == 1


def test_sides_without_a_switch_are_told_ahead(coach: Coach) -> None:
    """If this failed, the listener would not change sides."""
    steps = coach("{hold: Plank, for: 30s, sides: [left side, right side], switch: 0s}")
    assert steps[1] == "Next, right side."


@pytest.mark.parametrize("after", [("{rest: 30s}", PLANK), ("{say: Stand up.}",), ()])
def test_a_rest_that_no_exercise_follows_says_only_how_long(coach: Coach, after: tuple[str, ...]) -> None:
    """If this failed, a rest would announce what does not come next."""
    assert coach("{hold: A, for: 10s}", "{rest: 45s}", *after)[1] == "Rest, forty-five seconds."


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ("14s", "Next, A. Twelve seconds."),
        ("15s", "Rest, fifteen seconds. Next, A. Twelve seconds."),
        ("44s", "Rest, forty-four seconds. Next, A. Twelve seconds."),
        ("45s", "Rest, forty-five seconds. Next, A. Twelve seconds. A."),
    ],
)
def test_a_longer_rest_says_how_long_and_a_long_one_reminds_of_what_comes_next(
    coach: Coach, rest: str, words: str
) -> None:
    """If this failed, a short rest would be talked away, or the next exercise forgotten in a long one."""
    assert coach("{hold: A, for: 10s}", f"{{rest: {rest}}}", "{hold: A, for: 12s}")[1] == words


def test_a_say_is_spoken_with_what_comes_next(coach: Coach) -> None:
    """If this failed, an exercise after a `say` would come unannounced."""
    assert coach("{say: Fetch your mat.}", "{hold: A, for: 10s}")[1] == "Fetch your mat. Next, A. Ten seconds."


def _script(session_of: SessionOf, steps: str, keys: str = "") -> Script:
    session = session_of(f"title: T\nsteps: [{steps}]\n{keys}")
    return write_script(session, unroll(session))


def test_the_script_has_a_step_for_each_interval_and_one_at_either_end(session_of: SessionOf) -> None:
    """If this failed, the plan would list other steps than are heard."""
    steps = _script(
        session_of, "{hold: A, for: 9s, sides: [l, r]}, {rest: 9s}, {say: Hello.}, {reps: B, count: 3}"
    ).steps
    assert [(step.index, step.facts.name, step.facts.kind, step.facts.purpose, step.facts.side) for step in steps] == [
        (0, "Get ready", "lead_in", "lead_in", ""),
        (1, "A", "hold", "work", "l"),
        (2, "Switch", "switch", "switch", ""),
        (3, "A", "hold", "work", "r"),
        (4, "Rest", "rest", "rest", ""),
        (5, "Say", "say", "speech", ""),
        (6, "B", "reps", "work", ""),
        (7, "Finish", "finish", "speech", ""),
    ]
    assert [step.duration_ms for step in steps] == [None, 9_000, 5_000, 9_000, 9_000, None, 6_000, None]
    assert {step.facts.source for step in steps[1:-1]} == {Source("test.yaml", 2)}


# How the end of a step is counted


@pytest.mark.parametrize(
    ("keys", "duration_s", "seconds", "is_spoken"),
    [
        ({}, 7, 3, False),
        ({}, 8, 3, True),
        ({"count_from": 5}, 9, 3, True),
        ({"count_from": 5}, 10, 5, True),
        ({"count_from": 10}, 14, 3, True),
        ({"count_from": 10}, 15, 10, True),
        ({"counting": "ticks", "count_from": 10}, 15, 10, False),
        ({"counting": "ticks"}, 60, 3, False),
        ({"counting": "off", "count_from": 10}, 60, 0, False),
    ],
)
def test_a_countdown_knows_where_it_has_room(
    keys: dict[str, Any],
    duration_s: int,
    seconds: int,
    is_spoken: bool,  # noqa: FBT001 - a parameter
) -> None:
    """If this failed, ten seconds would be counted in a step of nine, or words run over its start."""
    countdown = Countdown(**keys)
    assert countdown.seconds(duration_s * 1_000) == seconds
    assert countdown.is_spoken(duration_s * 1_000) == is_spoken


def test_each_step_knows_how_many_seconds_are_counted_at_its_end(session_of: SessionOf) -> None:
    """If this failed, what comes next would be told into the countdown."""
    steps = "{hold: A, for: 30s}, {rest: 9s}, {reps: B, count: 20}, {say: Hello.}, {hold: C, for: 12s}, {say: Bye.}"
    script = _script(session_of, steps, "countdown_from: 10\n")
    counted = {step.facts.name: step.countdown_s for step in script.steps if step.facts.kind not in ("say", "finish")}
    assert counted == {"Get ready": 10, "A": 10, "Rest": 3, "B": 0, "C": 3}
    assert [step.countdown_s for step in script.steps if step.facts.kind in ("say", "finish")] == [10, 0, 0]
