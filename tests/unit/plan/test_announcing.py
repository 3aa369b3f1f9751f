"""What comes next, in words: rounds and sets, the name and the side, how long, and how to do it."""

from collections.abc import Callable

import pytest

from heard import by_step, in_step, texts
from repcast.plan.timeline import Timeline
from repcast.session.model import Session

Planned = Callable[..., Timeline]
A = "{hold: Plank, for: 30s}"
B = "{work: Run, for: 30s}"
REST = "{rest: 20s}"


@pytest.fixture(name="planned")
def _planned(session_of: Callable[[str], Session], plan: Callable[..., Timeline]) -> Planned:
    """Return the timeline of some steps, and of other keys, without what is told of the time."""

    def planned(*steps: str, keys: str = "", **clip_ms: int) -> Timeline:
        talk = "" if "talk:" in keys else "talk: {halfway: off, ten_seconds: off}\n"
        listed = "".join(f"- {step}\n" for step in steps)
        return plan(session_of(f"title: T\n{keys}{talk}steps:\n{listed}"), clip_ms)

    return planned


def _coming(timeline: Timeline) -> list[str]:
    """Return what is said of what comes next, step by step, without the lead-in's and the last words."""
    return by_step(timeline, "opening", "closing")


# The name, by where it is said


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("{hold: Plank, for: 30s}", "First, plank. Thirty seconds."),
        ("{work: Run, for: 1m30s}", "First, run. Ninety seconds."),
        ("{work: Run, for: 1m1s}", "First, run. One minute one second."),
        ("{reps: Hops, count: 1}", "First, hops. One rep."),
        ("{reps: Hops, count: 21}", "First, hops. Twenty-one reps."),
        (
            "{max: Pull-ups, within: 60s}",
            "First, pull-ups. As many as you can, in one minute. When you are done, rest.",
        ),
        (
            "{max: Dead hang, within: 90s}",
            "First, dead hang. As long as you can, up to ninety seconds. When you are done, rest.",
        ),
        ("{hold: Still going?, for: 30s}", "First, still going? Thirty seconds."),
        ("{hold: ' plank ', for: 30s}", "First, plank. Thirty seconds."),
        ("{hold: ' side  plank ', for: 30s, sides: [' left ', top]}", "First, side plank, left side. Thirty seconds."),
        ("{hold: T-spine rotation, for: 30s}", "First, T-spine rotation. Thirty seconds."),
        ('{hold: P, for: 30s, say: "Hips high.\\nLook\\tdown."}', "First, P. Thirty seconds. Hips high. Look down."),
    ],
)
def test_each_kind_of_exercise_is_announced_with_its_amount(planned: Planned, step: str, words: str) -> None:
    """If this failed, the listener would not hear how long or how often, or what to do once they can no more."""
    assert _coming(planned(step))[0] == words


@pytest.mark.parametrize(
    ("steps", "step", "words"),
    [
        ((A, B), 0, "First, plank."),
        (("{hold: '💪', for: 30s}",), 0, "First, flexed biceps."),
        ((A, B), 1, "Next, run."),
        ((A, REST, B), 2, "Next, run."),
        ((A, "{say: Breathe.}", B), 2, "Next, run."),
        (("{hold: Plank, for: 7s}", B), 2, "Run."),
        (("{hold: Side plank, for: 30s, sides: [left, right]}",), 0, "First, side plank, left side."),
        ((A, "{hold: Lunge, for: 30s, sides: [left leg, right leg]}"), 1, "Next, lunge, left leg."),
        ((REST, A), 0, ""),
    ],
    ids=["lead-in", "a picture", "work", "rest", "say", "short step", "lead-in, side", "work, side", "nothing comes"],
)
def test_a_name_says_that_it_comes_next_and_not_that_it_is_now(
    planned: Planned, steps: tuple[str, ...], step: int, words: str
) -> None:
    """If this failed, a name amid counted numbers would be taken for what to do now."""
    assert " ".join(text for _, text in in_step(planned(*steps), step, "name")) == words


@pytest.mark.parametrize(
    ("sides", "switch", "said"),
    [
        ("[left side, right side]", "5s", ["Right side."]),
        ("[left, right]", "5s", ["Right side."]),
        ("[left leg, right leg]", "5s", ["Right leg."]),
        ("[left, right]", "0s", ["Next, right side."]),
        ("[left, right]", "2s", ["Right side."]),
        ("[left, right]", "1s", ["Next, right side."]),
        ("[front, left, back]", "5s", ["Left side.", "Back."]),
    ],
)
def test_of_another_side_the_side_alone_is_said(planned: Planned, sides: str, switch: str, said: list[str]) -> None:
    """If this failed, the listener would not change sides, or hear "switch", the name and the time once more."""
    timeline = planned(f"{{hold: Plank, for: 30s, sides: {sides}, switch: {switch}}}")
    assert texts(timeline, "side") == said
    assert len(texts(timeline, "name")) == 1
    assert timeline.dropped == ()


# The name once more, as its step starts


@pytest.mark.parametrize(
    ("steps", "keys", "again"),
    [
        ((A, B), "", []),
        ((A, B), "talk: full\n", ["Run."]),
        ((A, REST, B), "talk: full\n", []),
        (("{reps: Hops, count: 8, tempo: 3s}", B), "", ["Run."]),
        (("{reps: Hops, count: 8, tempo: 3s}", "{work: Run up a hill now, for: 30s}"), "", []),
        (("{hold: Plank, for: 30s, sides: [left, right], switch: 0s}",), "talk: full\n", ["Right side."]),
    ],
    ids=["usual", "full", "full, after a rest", "after counted reps", "too long a name", "full, a side"],
)
def test_a_short_name_is_said_once_more_as_its_step_starts_where_it_may_be_missed(
    planned: Planned, steps: tuple[str, ...], keys: str, again: list[str]
) -> None:
    """If this failed, a name among numbers would be missed, or each name be said twice."""
    timeline = planned(*steps, keys=keys)
    last = len(timeline.steps) - 2
    assert [text for _, text in in_step(timeline, last, "name", "side")] == again
    assert all(270 <= at_ms <= 2_000 for at_ms, _ in in_step(timeline, last, "name", "side"))


# Rounds and sets


def test_several_exercises_are_rounds_and_one_exercise_is_sets(planned: Planned) -> None:
    """If this failed, eight sets of squats would be called eight rounds, or a circuit's rounds sets."""
    keys = "rounds: 3\nrest_between_rounds: 20s\n"
    assert texts(planned(A, B, keys=keys), "round") == ["Round two of three.", "Last round."]
    assert texts(planned(A, keys=keys), "round") == ["Set two of three.", "Last set."]
    sides = "{hold: Plank, for: 30s, sides: [left, right]}"
    sets = ["Right side.", "Set two of three, left side.", "Right side.", "Last set, left side.", "Right side."]
    assert texts(planned(sides, keys=keys), "side") == sets


def test_the_number_of_a_set_takes_the_place_of_the_name(planned: Planned) -> None:
    """If this failed, each set would be named in full, and its number, which is all that is new, be lost."""
    timeline = planned("{work: Squats, for: 30s}", keys="rounds: 4\nrest_between_rounds: 20s\n")
    assert _coming(timeline)[1:] == ["Rest, twenty seconds. Set two of four.", "Set three of four.", "Last set."]


def test_a_set_is_told_after_the_name_of_an_exercise_that_is_new(planned: Planned) -> None:
    """If this failed, "Set one of three." would be heard before anybody knows of what."""
    block = "{block: Strength, rounds: 3, steps: [{work: Squats, for: 20s}]}"
    told = _coming(planned(A, REST, block))[1]
    assert told == "Rest, twenty seconds. Next, squats. Set one of three. Twenty seconds."


def test_in_a_short_rest_a_set_has_its_number_alone(planned: Planned) -> None:
    """If this failed, hangs of seven seconds with three of rest would be counted by nobody."""
    timeline = planned("{hold: Hang, for: 7s}", keys="rounds: 6\nrest_between_rounds: 3s\n")
    said = texts(timeline, "round")
    assert said == ["Set two of six.", "Set three of six.", "Set four of six.", "Set five of six.", "Last set."]
    too_long = dict.fromkeys(said, 1_300)
    timeline = planned("{hold: Hang, for: 7s}", keys="rounds: 6\nrest_between_rounds: 2s\n", **too_long)
    assert texts(timeline, "round") == [
        "Two of six.",
        "Three of six.",
        "Four of six.",
        "Five of six.",
        "Next, last set.",
    ]
    assert timeline.dropped == ()


def test_of_a_set_with_sides_the_set_and_the_first_side_are_told(planned: Planned) -> None:
    """If this failed, the listener would begin the second set on the side on which they ended the first."""
    step = "{hold: Side plank, for: 30s, sides: [left, right]}"
    timeline = planned(step, keys="rounds: 2\nrest_between_rounds: 20s\n")
    assert _coming(timeline)[1:] == ["Right side.", "Rest, twenty seconds. Last set, left side.", "Right side."]


def test_of_a_set_with_sides_the_number_is_told_in_its_step_where_a_rest_has_room_for_the_side_alone(
    planned: Planned,
) -> None:
    """If this failed, nobody would say that it is the last set, nor that this was left out."""
    step = "{hold: Side plank, for: 15s, sides: [left, right]}"
    timeline = planned(step, keys="rounds: 2\nrest_between_rounds: 2s\n")
    assert texts(timeline, "side") == ["Right side.", "Left side.", "Right side."]
    assert in_step(timeline, 5, "round") == [(424, "Last set.")]


def test_a_block_of_one_exercise_that_comes_again_has_its_side_alone(planned: Planned) -> None:
    """If this failed, an exercise that goes on would be told as if it were new."""
    block = "{block: Core, steps: [{hold: Plank, for: 30s, sides: [left, right]}]}"
    timeline = planned(block, keys="rounds: 2\n")
    assert [*texts(timeline, "name"), *texts(timeline, "side")][1:] == [
        "Right side.",
        "Next, left side.",
        "Right side.",
    ]


@pytest.mark.parametrize(
    ("talk", "said"),
    [
        ("full", ["Main part.", "Round one of two.", "Last round.", "Cool-down."]),
        ("usual", ["Main part.", "Round one of two.", "Last round."]),
        ("little", ["Last round."]),
        ("{round: off}", []),
    ],
)
def test_a_block_is_named_where_it_is_done_several_times(planned: Planned, talk: str, said: list[str]) -> None:
    """If this failed, each of ten blocks that only keep a file in order would be called out, or no round be known."""
    main = f"{{block: Main part, rounds: 2, rest_between_rounds: 20s, steps: [{A}, {B}]}}"
    cool_down = "{block: Cool-down, steps: [{work: Walk, for: 40s}, {hold: Stretch, for: 40s}]}"
    assert texts(planned(B, REST, main, REST, cool_down, keys=f"talk: {talk}\n"), "round") == said


@pytest.mark.parametrize("block", ["Run", "run", "Intervals"])
def test_a_block_of_one_exercise_has_no_name_of_its_own(planned: Planned, block: str) -> None:
    """If this failed, the listener would hear "Run. Next, run."."""
    steps = f"{{block: {block}, rounds: 2, rest_between_rounds: 20s, steps: [{B}]}}"
    timeline = planned(A, REST, steps, keys="talk: full\n")
    assert texts(timeline, "round") == ["Set one of two.", "Last set."]


@pytest.mark.parametrize(("block", "said"), [("run", []), ("Intervals", ["Intervals."])])
def test_a_block_named_as_its_first_exercise_is_not_named_beside_it(
    planned: Planned, block: str, said: list[str]
) -> None:
    """If this failed, the listener would hear "Run. Round one of two. Next, run."."""
    steps = f"{{block: {block}, rounds: 2, steps: [{B}, {A}]}}"
    assert texts(planned(A, REST, steps), "round") == [*said, "Round one of two.", "Last round."]


def test_rounds_of_blocks_in_blocks_are_told_from_the_outside_in(planned: Planned) -> None:
    """If this failed, a listener would hear that round one begins, and not of what."""
    inner = f"{{block: Finisher, rounds: 2, steps: [{A}, {B}]}}"
    timeline = planned(inner, keys="rounds: 2\nrest_between_rounds: 60s\n")
    assert texts(timeline, "round") == [
        *("Finisher.", "Round one of two.", "Round two of two."),
        *("Round two of two.", "Finisher.", "Round one of two.", "Last round."),
    ], "and the last round is the one after which none is left"


def test_a_round_that_begins_with_a_rest_is_told_before_its_first_exercise(planned: Planned) -> None:
    """If this failed, a round that its author began with a rest would never be told."""
    assert texts(planned(REST, A, B, keys="rounds: 3\n"), "round") == ["Round two of three.", "Last round."]


# The whole of it


def test_what_is_told_in_a_rest_comes_in_the_order_in_which_it_is_of_use(planned: Planned) -> None:
    """If this failed, the listener would hear how to do something before hearing what."""
    block = "{block: Strength, rounds: 2, steps: [{work: Squats, for: 20s, say: Knees out.}, {work: Row, for: 20s}]}"
    [told] = [words for words in _coming(planned(A, "{rest: 30s}", block)) if words.startswith("Rest")]
    assert told == "Rest, thirty seconds. Strength. Round one of two. Next, squats. Twenty seconds. Knees out."
