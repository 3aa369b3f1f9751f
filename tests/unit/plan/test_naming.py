"""Where what comes next is said: in a rest, in other work, as its own step starts; and what gives way to it.

Clips have pretend lengths (see `conftest.py`): 60 ms a character and at least 300 ms; `go` 270, `done` 320, `rest` 480,
`tick` 60 ms. Where a test gives lengths itself, all other clips last 300 ms, and all other signals 200.
"""

from collections.abc import Callable
from dataclasses import replace
from time import process_time
from typing import Final, get_args

import pytest

from builders import script, script_step
from heard import in_step, lost, signals
from placing import FRAME_MS, GAP_MS, anchored, events_of, floating, frame, is_true, lengths_of, placed
from repcast.plan.placing import Lengths
from repcast.plan.schedule import schedule
from repcast.plan.script import Announcement, Earcon, Line
from repcast.plan.timeline import ClipKey, Timeline
from repcast.session.fields import Source
from repcast.session.model import Session
from repcast.session.settings import Signal

A = "{hold: A, for: 10s}"
B = "{hold: B, for: 20s}"
REST = "{rest: 30s}"
SIGNALS: Final[tuple[Signal, ...]] = get_args(Signal)
NEXT, BARE = "Next, B.", "B."  # the ways to name B in a rest

Planned = Callable[..., Timeline]


@pytest.fixture(name="planned")
def _planned(session_of: Callable[[str], Session], plan: Callable[..., Timeline]) -> Planned:
    """Return the timeline of some steps: step `i` stands on line `i + 2`, and is step `i + 1` of the timeline."""

    def planned(*steps: str, keys: str = "", **clip_ms: int) -> Timeline:
        text = "title: Test\nsteps:\n" + "".join(f"- {step}\n" for step in steps) + keys
        return plan(session_of(text), clip_ms)

    return planned


# What comes next, in a rest


def test_a_rest_tells_how_long_it_is_and_after_a_breath_what_comes_next(planned: Planned) -> None:
    """If this failed, the listener would be talked at while they catch their breath, or sentences run together."""
    timeline = planned(A, "{rest: 20s}", "{hold: B, for: 30s, say: Hips high.}")
    rest, name, amount, instruction = floating(timeline, 2)
    assert rest[0] == frame(timeline, 2, 480 + GAP_MS), "once the `rest` has sounded"
    assert [each[2] for each in (rest, name, amount, instruction)] == [
        *("Rest, twenty seconds.", "Next, B.", "Thirty seconds.", "Hips high."),
    ]
    assert 2_500 <= name[0] - rest[1] <= 2_500 + 2 * FRAME_MS
    assert 375 <= amount[0] - name[1] <= 375 + 2 * FRAME_MS
    assert 1_200 <= instruction[0] - amount[1] <= 1_200 + 2 * FRAME_MS, "a moment to take it in"


def test_a_rest_without_a_sound_at_its_start_speaks_at_once(session_of: Callable[[str], Session]) -> None:
    """If this failed, speech would start later than it could."""
    session = session_of(f"title: T\nsounds: {{rest: none}}\nsteps: [{A}, {REST}, {B}]\n")
    timeline = placed(session, {}, {"rest": 0})
    assert floating(timeline, 2)[0][0] == frame(timeline, 2, 0)


ALL = ["Rest, twenty seconds.", "Round two of three.", "Next, B.", "Twenty seconds.", "Hips high."]


@pytest.mark.parametrize(
    ("instruction_ms", "said", "pause_ms"),
    [
        # Free from 630 to 16,850 ms; every line but the instruction lasts a second.
        (7_655, ALL, 2_500),
        (7_656, ALL, 375),
        (10_605, ALL, 375),
        (10_606, ALL, 150),
        (11_505, ALL, 150),
        (11_506, ALL[1:], 375),
        (12_678, ALL[1:], 150),
        (12_679, ALL[2:], 0),
        (13_851, ALL[2:], 0),
        (13_852, [ALL[2], ALL[4]], 0),
        (15_024, [ALL[2], ALL[4]], 0),
        (15_025, ALL[:4], 2_500),
    ],
)
def test_in_a_rest_pauses_give_way_first_and_then_what_is_worth_least(
    session_of: Callable[[str], Session], instruction_ms: int, said: list[str], pause_ms: int
) -> None:
    """If this failed, the length of a rest would cost the listener how to do what comes, or all of it the name."""
    steps = "{hold: B, for: 20s, say: Hips high.}, {hold: C, for: 25s}"
    session = session_of(f"title: T\ntalk: full\nrounds: 3\nrest_between_rounds: 20s\nsteps: [{steps}]\n")
    clip_ms = dict.fromkeys(ALL[:4], 1_000) | {ALL[4]: instruction_ms}
    timeline = placed(session, clip_ms, {"rest": 480, "tick": 60})
    heard = floating(timeline, 3)
    assert [text for _, _, text in heard] == said
    if pause_ms:
        before = next(end_ms for _, end_ms, text in reversed(heard) if text in ALL[:2])
        after = next(at_ms for at_ms, _, text in heard if text == "Next, B.")
        assert pause_ms <= after - before <= pause_ms + 2 * FRAME_MS
    later = [text for _, text in in_step(timeline, 4) if text in ALL]
    dropped = [drop.text for drop in timeline.dropped if drop.step in (3, 4)]
    assert sorted((*said, *later, *dropped)) == sorted(ALL), "the amount may be told once more as B starts"
    assert all(is_true(drop) for drop in timeline.dropped)


@pytest.mark.parametrize("rest_s", [20, 30, 44])
def test_a_name_in_a_rest_is_said_once(planned: Planned, rest_s: int) -> None:
    """If this failed, every rest would name twice what comes next."""
    assert len(in_step(planned(A, f"{{rest: {rest_s}s}}", B), 2, "name")) == 1


@pytest.mark.parametrize(("say_ms", "again"), [(1_000, ["B."]), (2_500, ["B."]), (3_500, [])])
def test_a_name_that_a_long_quiet_follows_is_said_once_more(planned: Planned, say_ms: int, again: list[str]) -> None:
    """If this failed, a name would be forgotten in a long rest, or be said twice within fifteen seconds."""
    timeline = planned(A, "{rest: 45s}", "{hold: B, for: 10s, say: Slowly.}", **{"Slowly.": say_ms})
    said = in_step(timeline, 2, "name", "instruction")
    assert [text for _, text in said] == ["Next, B.", "Slowly.", *again]
    assert all(at_ms > 45_000 - 5_000 for at_ms, _ in said[2:]), "right before the count"


@pytest.mark.parametrize(
    ("name", "count_from"),
    [("B", 3), ("B", 5), ("B", 10), ("Side plank", 5), ("Side plank, elbow under the shoulder", 3)],
)
def test_a_name_that_was_heard_before_a_long_rest_ended_is_not_said_as_its_step_starts(
    planned: Planned, name: str, count_from: int
) -> None:
    """If this failed, a name would be said over the exercise that everybody is doing already."""
    step = f"{{hold: '{name}', for: 20s}}"
    timeline = planned("{hold: A, for: 20s}", "{rest: 60s}", step, keys=f"countdown_from: {count_from}\n")
    assert in_step(timeline, 2, "name")
    assert in_step(timeline, 3, "name") == []


def test_a_name_that_had_to_be_said_early_is_said_once_more(planned: Planned) -> None:
    """If this failed, a name that was heard a minute ago, before a long explanation, would be forgotten."""
    timeline = planned(A, "{rest: 60s}", "{hold: B, for: 20s, say: Slowly.}", **{"Slowly.": 40_000})
    said = in_step(timeline, 2, "name", "instruction")
    assert [text for _, text in said] == ["Next, B.", "Slowly."]
    assert 10_000 < said[0][0] < 20_000, "so late that all of it ends right before the ticks"
    assert in_step(timeline, 3, "name") == [(424, "B.")]


# What comes next, in other work


def test_without_a_rest_the_next_exercise_is_told_just_before_the_countdown(planned: Planned) -> None:
    """If this failed, the next exercise would be told too early, or into the countdown."""
    timeline = planned("{hold: A, for: 30s}", "{hold: B, for: 20s, say: Hips high.}")
    told = floating(timeline, 1)[-3:]
    assert [text for *_, text in told] == ["Next, B.", "Twenty seconds.", "Hips high."]
    free_until = 30_000 - 3_000 - GAP_MS
    assert free_until - FRAME_MS < told[-1][1] <= free_until
    assert told[0][0] > 20_000


@pytest.mark.parametrize("seconds", [8, 9, 10, 15, 30, 45, 60, 300])
@pytest.mark.parametrize("count_from", [3, 5])
def test_the_next_name_ends_three_to_nine_seconds_before_the_change(
    planned: Planned, seconds: int, count_from: int
) -> None:
    """If this failed, the listener would have no time to think of what comes, or too much of it."""
    timeline = planned(f"{{hold: A, for: {seconds}s}}", B, keys=f"countdown_from: {count_from}\n")
    [ends_ms] = [end_ms for _, end_ms, text in floating(timeline, 1) if text == "Next, B."]
    assert 3_000 <= seconds * 1_000 - ends_ms <= 9_000


def test_between_reps_the_next_exercise_is_told_clear_of_the_numbers(planned: Planned) -> None:
    """If this failed, the announcement would be spoken over the count."""
    timeline = planned("{reps: Hops, count: 6, tempo: 3s}", "{reps: B, count: 9}")
    [name, amount] = floating(timeline, 1)
    assert (name[2], amount[2]) == ("Next, B.", "Nine reps.")
    assert 12_300 + GAP_MS <= name[0] < amount[1] <= 15_000 - GAP_MS, "between five and six"


@pytest.mark.parametrize(("seconds", "told"), [(9, ["B."]), (20, ["B.", "Twenty seconds."])])
def test_no_time_is_told_among_counted_numbers(planned: Planned, seconds: int, told: list[str]) -> None:
    """If this failed, "four – Next, B. Five seconds. – five" would be heard."""
    timeline = planned("{reps: Hops, count: 6, tempo: 3s}", f"{{hold: B, for: {seconds}s}}")
    assert [text for _, _, text in floating(timeline, 1)] == ["Next, B."]
    assert [text for _, _, text in floating(timeline, 2)][: len(told)] == told
    assert timeline.dropped == ()


def test_a_rest_too_short_for_the_name_tells_what_else_has_room_in_it(session_of: Callable[[str], Session]) -> None:
    """If this failed, a rest would be silent, and what has room in it would be left out."""
    session = session_of(
        "title: T\ntalk: full\nrest_between_steps: 1s\nsounds: none\ncountdown: off\n"
        "steps: [{hold: A, for: 5s}, {hold: B, for: 5s}]\n"
    )
    timeline = placed(session, {"Next, B.": 1_500, "B.": 1_400, "Five seconds.": 700}, dict.fromkeys(SIGNALS, 0))
    assert [text for _, _, text in floating(timeline, 1)] == ["Next, B."]
    assert [text for _, _, text in floating(timeline, 2)] == ["Five seconds."]


@pytest.mark.parametrize(("blocked_from_ms", "begins_ms"), [(52_000, [50_832]), (51_999, [])])
def test_what_comes_next_is_told_five_seconds_before_its_usual_place_at_most(
    blocked_from_ms: int, begins_ms: list[int]
) -> None:
    """If this failed, the next exercise would be told in the middle of this one, or not although there is room."""
    names = (Line("Next, B.", "name"),)
    name = Announcement(names=names, late=True, source=Source(line=1, file="a.yaml"))
    blocked = Earcon(sound="finish", at_ms=blocked_from_ms)
    lengths: dict[ClipKey, int] = {("voice", "Next, B."): 1_000, ("earcon", "finish"): 7_000}
    timeline = schedule(script(script_step(cues=(name, blocked))), lengths).timeline
    # It usually ends 3 s and a gap before the step's end, at 56.85 s, and begins a second and a frame before: at
    # 55.827 s. Five seconds sooner are 50.827 s.
    assert [event.start_ms for event in timeline.events if event.text] == begins_ms
    assert lost(timeline) == ([] if begins_ms else [("name", "Next, B.")])


@pytest.mark.parametrize(("count_from", "clear_ms"), [(3, 3_000), (5, 5_000), (10, 10_000)])
def test_what_comes_next_is_told_before_the_longer_countdown(planned: Planned, count_from: int, clear_ms: int) -> None:
    """If this failed, the next exercise would be named between "nine" and "eight"."""
    timeline = planned("{hold: A, for: 29s}", B, keys=f"countdown_from: {count_from}\n")
    ends_ms = floating(timeline, 1)[-1][1]
    free_until = 29_000 - clear_ms - GAP_MS
    assert free_until - FRAME_MS < ends_ms <= free_until


@pytest.mark.parametrize(("long_ms", "before"), [(6_000, True), (6_001, False)])
def test_a_long_explanation_is_given_in_its_own_step_and_not_right_before_a_change(
    planned: Planned,
    long_ms: int,
    before: bool,  # noqa: FBT001 - a parameter
) -> None:
    """If this failed, the listener would be told for half a minute how to do what they do not do yet."""
    timeline = planned("{hold: A, for: 60s}", "{hold: B, for: 40s, say: Slowly.}", **{"Slowly.": long_ms})
    assert bool(in_step(timeline, 1, "instruction")) == before
    later = in_step(timeline, 2, "instruction")
    assert bool(later) != before
    assert all(at_ms >= 270 + GAP_MS and at_ms + long_ms <= 20_000 for at_ms, _ in later), "and in its first half"
    assert timeline.dropped == ()


def test_counted_reps_have_no_room_for_their_explanation_so_it_comes_before(planned: Planned) -> None:
    """If this failed, how to do counted reps would never be heard where it is long."""
    timeline = planned("{hold: A, for: 60s}", "{reps: Hops, count: 9, say: Slowly.}", **{"Slowly.": 9_000})
    assert len(in_step(timeline, 1, "instruction")) == 1


def test_what_had_no_room_before_is_told_in_the_step_itself(planned: Planned) -> None:
    """If this failed, how to do an exercise would be lost although there is half a minute of it."""
    steps = ("{reps: Hops, count: 12, tempo: 1s}", "{hold: B, for: 40s, say: Hips high.}")
    timeline = planned(*steps, **{"Next, B.": 370})
    assert [text for _, text in in_step(timeline, 1, "name", "length", "instruction")] == ["Next, B."]
    assert [text for _, text in in_step(timeline, 2, "name", "length", "instruction")] == [
        *("B.", "Forty seconds.", "Hips high."),
    ]
    assert timeline.dropped == ()


def test_what_has_no_room_anywhere_is_dropped_with_its_reason_and_its_line(planned: Planned) -> None:
    """If this failed, a cue would be missing and nobody would know which or why."""
    timeline = planned(A, "{rest: 20s}", "{hold: B, for: 20s, say: Slowly.}", **{"Slowly.": 36_000})
    assert lost(timeline) == [("instruction", "Slowly.")]
    [drop] = timeline.dropped
    assert (drop.step, drop.line, drop.file) == (3, 5, "test.yaml")
    assert is_true(drop)


# A name is never lost: each way to say it, in order

LONG = 99_000


@pytest.mark.parametrize(
    ("clips_ms", "hurried_ms", "said", "ticks"),
    [
        # A rest of 5 s: free from 630 to 1,850 ms, and over its ticks to 4,850 ms. A step of 10 s before it: free from
        # 1,000 to 6,850 ms.
        ((1_197, LONG), (LONG, LONG), "Next, B. in the rest", 3),
        ((1_198, 1_197), (100, 100), "B. in the rest", 3),
        ((1_198, 1_198), (1_197, 100), "Next, B. hurried in the rest", 3),
        ((1_198, 1_198), (1_198, 1_197), "B. hurried in the rest", 3),
        ((1_198, 1_198), (1_198, 1_198), "Next, B. in the rest", 2),
        ((4_197, 4_197), (4_197, 4_197), "Next, B. in the rest", 0),
        ((4_198, 4_197), (4_197, 4_197), "B. in the rest", 0),
        ((4_198, 4_198), (4_197, 4_197), "Next, B. hurried in the rest", 0),
        ((4_198, 4_198), (4_198, 4_197), "B. hurried in the rest", 0),
        ((4_198, 4_198), (4_198, 4_198), "Next, B. in the step before", 3),
        ((5_827, 5_827), (5_827, 5_827), "Next, B. in the step before", 3),
        ((5_828, 5_828), (5_828, 5_828), "B. as it starts", 3),
        ((LONG, 16_407), (LONG, LONG), "B. as it starts", 3),
    ],
)
def test_a_name_is_said_in_full_or_alone_or_faster_or_over_ticks_or_in_the_step_before_or_as_its_own_starts(
    session_of: Callable[[str], Session],
    clips_ms: tuple[int, int],
    hurried_ms: tuple[int, int],
    said: str,
    ticks: int,
) -> None:
    """If this failed, a name would be lost where there is a way to say it, or be rushed where there is time for it."""
    session = session_of(f"title: T\ntalk: {{length: off}}\nsteps: [{A}, {{rest: 5s}}, {B}]\n")
    usual, faster = (dict(zip((NEXT, BARE), each, strict=True)) for each in (clips_ms, hurried_ms))
    timeline = placed(session, usual, {"rest": 480, "tick": 60, "go": 270}, faster)
    [event] = [event for event in timeline.events if event.cue == "name" and event.step > 0]
    place = {1: "in the step before", 2: "in the rest", 3: "as it starts"}[event.step]
    assert f"{event.text}{' hurried' * event.hurried} {place}" == said
    assert len([sound for _, sound in signals(timeline, 2) if sound == "tick"]) == ticks
    assert timeline.dropped == ()


def test_a_name_over_ticks_takes_those_alone_that_it_needs(planned: Planned) -> None:
    """If this failed, all ticks before a start would be missing for one word."""
    timeline = planned(A, "{rest: 4s}", "{hold: Bulgarian split squats, for: 20s}")
    begin = frame(timeline, 2, 480 + GAP_MS)
    assert floating(timeline, 2) == [(begin, begin + 29 * 60, "Next, Bulgarian split squats.")]
    assert signals(timeline, 2) == [(0, "rest"), (3_000, "tick")]
    assert timeline.dropped == (), "a tick is no loss to report"


@pytest.mark.parametrize(
    ("step", "heard", "left_out"),
    [
        ("{hold: Plank, for: 3s, cues: [{at: 0s, say: Go!}]}", [(1_000, "[tick]"), (2_000, "[tick]")], ["Go!"]),
        ("{work: Plank, for: 3s, cues: [{at: 0s, say: Go!}, {at: 0.2s, say: Now!}]}", [(2_000, "[tick]")], ["Go!"]),
        (
            "{reps: Plank, count: 6, tempo: 1s, cues: [{at: 0s, say: Go!}]}",
            [(1_000, "two"), *((1_000 * rep, word) for rep, word in enumerate(("three", "four", "five", "six"), 2))],
            ["Go!"],
        ),
        (
            "{reps: Plank, phases: [{in: 1s}, {out: 1s}], count: 2, cues: [{at: 0s, say: Go!}]}",
            [(1_000, "Out."), (2_000, "Two, in."), (3_000, "Out.")],
            ["In.", "Go!"],
        ),
    ],
    ids=["ticks", "another cue", "numbers", "phases"],
)
def test_what_kept_away_from_a_cue_of_the_author_s_is_heard_where_that_gives_way(
    planned: Planned, step: str, heard: list[tuple[int, str]], left_out: list[str]
) -> None:
    """If this failed, beats would be missing beside a cue that nobody hears."""
    clips_ms = {"Go!": 700, "Out.": 300, "two": 300, "Now!": 300}
    timeline = planned("{rest: 1s}", "{hold: Plank, for: 1s}", step, keys="countdown: ticks\n", **clips_ms)
    assert [each for each in anchored(timeline, 3) if each[1] not in ("[go]", "[finish]")] == heard
    assert [text for cue, text in lost(timeline) if cue in ("own", "count")] == left_out


def test_a_number_longer_than_its_rep_takes_no_tick_with_it_where_it_gives_way(planned: Planned) -> None:
    """If this failed, the beat would be missing beside a number that nobody hears."""
    clips_ms = {"Plank.": 7_700, "five": 3_000, "Six reps.": 4_000}
    timeline = planned("{rest: 1s}", "{reps: Plank, count: 6}", **clips_ms)
    assert floating(timeline, 2)[0][2] == "Plank."
    assert lost(timeline) == [("count", "five"), ("length", "Six reps.")]
    assert [at_ms for at_ms, sound in signals(timeline, 2) if sound == "tick"] == [10_000]


def test_a_name_that_is_lost_with_its_side_is_reported_with_it(planned: Planned) -> None:
    """If this failed, the report would tell of a side, and not that the exercise is named nowhere."""
    sided = "{recover: Bulgarian split squats, for: 1s, sides: [left, right], switch: 5s}"
    timeline = planned("{rest: 1s}", "{rest: 1s}", sided, **{"Left side.": 700})
    assert ("name", "Bulgarian split squats, left side.") in lost(timeline)
    assert ("side", "Left side.") not in lost(timeline)


def test_a_name_is_said_faster_rather_than_left_out_for_its_side(session_of: Callable[[str], Session]) -> None:
    """If this failed, "left side" would be heard of an exercise that nobody has named."""
    name, side = "Split squat, left side.", "Left side."
    sided = "{hold: Split squat, for: 2s, sides: [left, right]}"
    session = session_of(f"title: T\nsteps: [{A}, {{hold: B, for: 1s}}, {sided}]\n")
    timeline = placed(
        session, {"Next, split squat, left side.": 2_000, name: 2_000, side: 600}, {"go": 270}, {name: 1_600}
    )
    assert [(text, event.hurried) for event in events_of(timeline, 3) if (text := event.text)] == [(name, True)]


def test_what_was_named_before_a_long_silence_is_named_once_more(planned: Planned) -> None:
    """If this failed, the name of a step of a second would have been heard more than a minute before."""
    timeline = planned(A, "{pause: 75s}", "{work: Run, for: 1s}")
    assert [text for _, text in in_step(timeline, 1, "name")] == ["Next, run."]
    assert [text for _, text in in_step(timeline, 3)] == ["Run."]


def test_a_rest_has_room_beside_a_short_name(session_of: Callable[[str], Session]) -> None:
    """If this failed, an instruction would be left out beside a name that was cut short for nothing."""
    reps = "{reps: Jacks, count: 2, count_at: end, sides: [left, right], say: Hips high.}"
    keys = "rounds: 3\nrest_between_rounds: 2s\nsounds: none\ntalk: full\n"
    clips_ms = {
        "Left side.": 600,
        "Hips high.": 600,
        "Set two of three, left side.": 1_700,
        "Two of three, left side.": 1_440,
    }
    timeline = placed(session_of(f"title: T\n{keys}steps: [{reps}]\n"), clips_ms, dict.fromkeys(SIGNALS, 0))
    assert [drop for drop in lost(timeline) if drop[0] == "instruction"] == []


def test_a_name_in_the_step_before_is_spoken_late_in_it(planned: Planned) -> None:
    """If this failed, what comes after a rest of a second would be named at the start of the exercise before it."""
    timeline = planned(A, "{rest: 1s}", "{hold: Bulgarian split squats, for: 20s}")
    assert in_step(timeline, 2) == []
    [(_, end, text)] = floating(timeline, 1)
    assert text == "Next, Bulgarian split squats."
    assert 7_000 - GAP_MS - FRAME_MS < end <= 7_000 - GAP_MS


BEFORE = Announcement(
    names=(Line("Next, B.", "name"), Line("B.", "name")),
    ahead=(Line("Next, B.", "name"),),
    at_start=(Line("B.", "name"),),
    source=Source("a.yaml", 1),
)


@pytest.mark.parametrize(
    ("next_ms", "hurried_ms", "is_before_short", "said_in"),
    [
        # The step before, of 3 s, is free to 2,850 ms: from 1,000 on, or from its start, if what comes is short.
        (1_827, 99_000, False, 0),
        (1_828, 99_000, False, 2),
        (1_828, 99_000, True, 0),
        (2_827, 99_000, True, 0),
        (2_828, 2_827, False, 2),
        (2_828, 2_827, True, 0),
        (2_828, 2_828, True, 2),
    ],
)
def test_before_a_short_step_a_name_may_fill_the_step_before(
    next_ms: int,
    hurried_ms: int,
    is_before_short: bool,  # noqa: FBT001 - a parameter
    said_in: int,
) -> None:
    """If this failed, a jump would be named in the middle of itself, or each step be talked through from its start."""
    cue = replace(BEFORE, is_before_short=is_before_short)
    steps = (script_step(0, 3_000), script_step(1, 1_000, cues=(cue,)), script_step(2, 20_000))
    lengths: dict[ClipKey, int] = {("voice", "Next, B."): next_ms, ("voice", "B."): 900, ("hurried", "B."): 900}
    timeline = schedule(script(*steps), {**lengths, ("hurried", "Next, B."): hurried_ms}).timeline
    assert [event.step for event in timeline.events] == [said_in]
    assert timeline.dropped == ()


@pytest.mark.parametrize(("blocked_ms", "said_in"), [(17_927, 0), (17_928, 2)])
def test_a_name_in_the_step_before_is_no_earlier_than_in_a_rest(blocked_ms: int, said_in: int) -> None:
    """If this failed, what comes next would be named half a minute before it starts, in the middle of other work."""
    blocked = Earcon(sound="finish", at_ms=60_000 - blocked_ms)
    steps = (script_step(0, 60_000, cues=(blocked,)), script_step(1, 1_000, cues=(BEFORE,)), script_step(2, 20_000))
    lengths: dict[ClipKey, int] = {("voice", "Next, B."): 900, ("voice", "B."): 900, ("earcon", "finish"): blocked_ms}
    timeline = schedule(script(*steps), lengths).timeline
    assert [event.step for event in timeline.events if event.text] == [said_in]


# The name as its step starts


def test_after_reps_too_fast_for_it_a_name_is_said_right_after_go(planned: Planned) -> None:
    """If this failed, a plank after fast squats would start without a name."""
    timeline = planned("{reps: Squats, count: 15, tempo: 0.8s}", "{hold: Plank, for: 30s, say: Hips high.}")
    name, amount, instruction = floating(timeline, 2)[:3]
    assert (name[0], name[2]) == (frame(timeline, 2, 270 + GAP_MS), "Plank.")
    assert (amount[2], instruction[2]) == ("Thirty seconds.", "Hips high.")


@pytest.mark.parametrize(("go_ms", "again"), [(1_827, True), (1_828, False)])
def test_a_name_is_said_once_more_within_two_seconds_or_not_at_all(
    session_of: Callable[[str], Session],
    go_ms: int,
    again: bool,  # noqa: FBT001 - a parameter
) -> None:
    """If this failed, a name would be heard again when the listener has long begun."""
    steps = "{reps: Hops, count: 8, tempo: 3s}, {hold: Plank, for: 30s}"
    timeline = placed(session_of(f"title: T\ntalk: {{length: off}}\nsteps: [{steps}]\n"), {}, {"go": go_ms})
    assert [text for _, text in in_step(timeline, 1, "name")] == ["Next, plank."]
    assert [text for _, text in in_step(timeline, 2, "name")] == ["Plank."] * again


@pytest.mark.parametrize(("seconds", "in_step_before"), [(7, False), (8, True)])
def test_a_step_too_short_to_look_ahead_in_leaves_the_name_to_the_next_one(
    planned: Planned,
    seconds: int,
    in_step_before: bool,  # noqa: FBT001 - a parameter
) -> None:
    """If this failed, breaths of four seconds would be named before the one that is being drawn has ended."""
    timeline = planned(f"{{work: A, for: {seconds}s}}", B)
    assert bool(in_step(timeline, 1, "name")) == in_step_before
    assert bool(in_step(timeline, 2, "name")) != in_step_before


def test_a_round_is_told_before_the_breath_that_begins_it_and_its_name_on_it(planned: Planned) -> None:
    """If this failed, "Round two of three. Breathe in." would be heard when half of the breath is over."""
    timeline = planned("{work: In, for: 4s}", "{work: Out, for: 4s}", keys="rounds: 3\ncountdown: off\n")
    assert [text for *_, text in floating(timeline, 2)] == ["Out.", "Round two of three."]
    assert [text for *_, text in floating(timeline, 3)] == ["In."]
    assert [text for *_, text in floating(timeline, 4)] == ["Out.", "Last round."]


@pytest.mark.parametrize(
    ("name_ms", "at_ms", "ticks"),
    [
        # A step of 3 s: free from 420 to 850 and from 1,210 to 1,850 ms; over its ticks, and close to `go`, from 300.
        (407, 420, [1_000, 2_000]),
        (408, 300, [1_000, 2_000]),
        (527, 300, [1_000, 2_000]),
        (528, 300, [2_000]),
        (648, 300, [2_000]),
        (2_647, 300, []),
    ],
)
def test_in_a_short_step_a_name_squeezes_in_between_ticks_or_takes_their_place(
    session_of: Callable[[str], Session], name_ms: int, at_ms: int, ticks: list[int]
) -> None:
    """If this failed, a step of three seconds after one of four would have its ticks and no name."""
    session = session_of("title: T\ntalk: {length: off}\nsteps: [{work: A, for: 4s}, {work: B, for: 3s}, {rest: 9s}]\n")
    timeline = placed(session, {"B.": name_ms}, {"go": 270, "tick": 60})
    assert [(at, text) for at, text in in_step(timeline, 2)] == [(frame(timeline, 2, at_ms), "B.")]
    assert [at for at, sound in signals(timeline, 2) if sound == "tick"] == ticks
    assert timeline.dropped == ()


def test_a_counted_number_gives_way_to_a_name_and_is_reported(planned: Planned) -> None:
    """If this failed, four breaths of a second would be counted, and nobody know whether in or out."""
    timeline = planned("{reps: In, count: 4, tempo: 1s}", "{reps: Breathe out, count: 4, tempo: 1s}")
    assert [text for _, text in in_step(timeline, 2)] == ["Breathe out.", "three", "four"]
    assert lost(timeline) == [("count", "two")]
    [drop] = timeline.dropped
    assert (drop.step, drop.line, drop.reason) == (2, 4, "“Breathe out.” is said there")


@pytest.mark.parametrize(
    ("name_ms", "said_in", "ticks"),
    [
        # Over their ticks, the step of 2 s has room from 300 to 1,970 ms, and that of 5 s from 420 to 4,850 ms.
        (1_648, [1], (2, 1)),
        (3_000, [1], (1, 1)),
        (4_407, [1], (0, 1)),
        (4_408, [], (3, 1)),
    ],
)
def test_a_name_longer_than_its_step_is_said_in_the_step_before(
    session_of: Callable[[str], Session], name_ms: int, said_in: list[int], ticks: tuple[int, int]
) -> None:
    """If this failed, a jump of two seconds after a hold of five would come without a name."""
    session = session_of("title: T\ntalk: {length: off}\nsteps: [{hold: A, for: 5s}, {work: B, for: 2s}, {rest: 9s}]\n")
    timeline = placed(session, {"B.": name_ms, "Next, B.": name_ms}, {"go": 270, "tick": 60})
    assert [event.step for event in timeline.events if event.text in ("B.", "Next, B.")] == said_in
    assert tuple([sound for _, sound in signals(timeline, step)].count("tick") for step in (1, 2)) == ticks
    assert lost(timeline) == ([] if said_in else [("name", "B.")])


@pytest.mark.slow
def test_a_day_of_short_steps_is_named_in_a_moment(session_of: Callable[[str], Session]) -> None:
    """If this failed, each name that takes the place of ticks would be looked for among all cues of the session."""
    steps = ", ".join(["{work: Bulgarian split squats, for: 3s}", "{rest: 2s}"] * 5)
    names = dict.fromkeys(("Next, Bulgarian split squats.", "Bulgarian split squats."), 1_400)
    script, lengths = lengths_of(session_of(f"title: T\nrounds: 1000\nsteps: [{steps}]\n"), names)
    took_s = -process_time()
    timeline = schedule(script, lengths).timeline
    took_s += process_time()
    assert [sound for _, sound in signals(timeline, 5_000)] == ["rest"], "its tick gave way"
    assert took_s < 10, "ten times what it takes"


@pytest.mark.parametrize("before", ["{hold: A, for: 5s}", "{reps: Hops, count: 29, tempo: 0.4s}, {rest: 1s}"])
def test_what_has_no_room_beside_the_name_is_told_after_it(session_of: Callable[[str], Session], before: str) -> None:
    """If this failed, how to do counted reps would be lost where they begin with their name."""
    step = "{reps: Squats, count: 8, tempo: 3s, say: Softly.}"
    session = session_of(f"title: T\nsteps: [{before}, {step}]\n")
    timeline = placed(session, {"Softly.": 2_000}, {"go": 270, "rest": 480, "tick": 60})
    at = len(timeline.steps) - 2
    told = [(at_ms // 1_000, text) for at_ms, text in in_step(timeline, at, "name", "length", "instruction")]
    assert told == [(0, "Squats."), (1, "Eight reps."), (3, "Softly.")]
    assert lost(timeline) == []


def test_a_round_that_had_no_room_is_told_in_its_first_step(planned: Planned) -> None:
    """If this failed, a round would begin, and nobody know which, for a rest of a second."""
    steps = ("{reps: Squats, count: 6, tempo: 3s}", "{hold: B, for: 20s}")
    timeline = planned(*steps, keys="rounds: 3\nrest_between_rounds: 1s\n")
    assert [(event.step, event.text) for event in timeline.events if event.cue == "round"] == [
        (4, "Round two of three."),
        (7, "Last round."),
    ]
    assert timeline.dropped == ()


def test_an_instruction_that_had_no_sure_room_is_given_where_it_has(planned: Planned) -> None:
    """If this failed, how to do it would never be heard, because it had no room the first time."""
    hops = "{reps: Hops, count: 5, tempo: 1s, say: Land softly on both feet.}"
    timeline = planned("{hold: A, for: 5s}", hops, REST, hops, REST, hops)
    assert [event.step for event in timeline.events if event.cue == "instruction"] == [3]
    assert [(drop.cue, drop.step) for drop in timeline.dropped if drop.cue == "instruction"] == [("instruction", 2)]


# In every round alike


@pytest.mark.parametrize(
    "steps",
    [
        ("{reps: Contract, count: 3, tempo: 2.3s}", "{rest: 2s}", "{work: Relax, for: 5s}", "{rest: 2s}"),
        ("{reps: Squats, count: 7, tempo: 1.7s}", "{work: Mountain climbers, for: 11s}", "{rest: 3s}"),
        (
            "{reps: Hops, count: 5, tempo: 0.701s, say: Softly.}",
            "{hold: Side plank, for: 9s, sides: [l, r], switch: 1s}",
        ),
        ("{reps: Row, count: 3, tempo: 1.901s}", "{work: A, for: 4s}", "{work: B, for: 3s}", "{rest: 4s}"),
    ],
)
@pytest.mark.parametrize("shift_ms", [0, 7, 11, 13])
def test_the_same_situation_is_coached_alike_in_every_round(
    planned: Planned, steps: tuple[str, ...], shift_ms: int
) -> None:
    """If this failed, "Contract." would be said in rounds one and three, and not in two, for the frames of the file."""
    listed = ", ".join(steps)
    block = f"{{block: X, rounds: 24, steps: [{listed}]}}"
    timeline = planned(block, keys="talk: {round: off}\n", **{"Contract.": 590 + shift_ms, "Relax.": 600 + shift_ms})
    in_round = (len(timeline.steps) - 2) // 24
    rounds = []
    for first in range(1 + in_round, len(timeline.steps) - 1 - in_round, in_round):
        start_ms = timeline.steps[first].start_ms
        end_ms = timeline.steps[first + in_round - 1].end_ms
        heard = [event for event in timeline.events if start_ms <= event.start_ms < end_ms]
        rounds.append([(event.text or event.sound, event.hurried, event.step - first) for event in heard])
    assert len({timeline.steps[first].start_ms % FRAME_MS for first in range(1, len(timeline.steps), in_round)}) > 1
    assert [heard for heard in rounds if heard != rounds[0]] == []


# Names that are spoken faster, to fit

FREE_MS = 1_477  # of a rest of 5 s, from its signal of 200 ms to its first tick


@pytest.fixture(name="resting")
def _resting(session_of: Callable[[str], Session]) -> Session:
    """Return a session with a rest of five seconds, in which what comes next is named."""
    return session_of(f"title: T\ntalk: {{length: off}}\nsteps: [{A}, {{rest: 5s}}, {B}]\n")


@pytest.mark.parametrize(
    ("next_ms", "bare_ms", "asked"),
    [
        (FREE_MS, FREE_MS, ()),
        (FREE_MS + 1, FREE_MS, ()),
        (FREE_MS + 1, FREE_MS + 1, (NEXT, BARE)),
        (1_847, 1_847, (NEXT, BARE)),
        (1_848, 1_847, (BARE,)),
        (1_848, 1_848, ()),
        (99_000, 99_000, ()),
    ],
)
def test_only_what_fits_if_it_is_faster_is_asked_for_again(
    resting: Session, next_ms: int, bare_ms: int, asked: tuple[str, ...]
) -> None:
    """If this failed, a render would speak everything twice, wait for what is thrown away, or rush for nothing."""
    assert schedule(*lengths_of(resting, {NEXT: next_ms, BARE: bare_ms})).cramped == asked


def test_what_is_hurried_is_a_clip_of_its_own(resting: Session) -> None:
    """If this failed, the usual clip would be heard where there is no room for it."""
    script, lengths = lengths_of(resting, {NEXT: FREE_MS + 1, BARE: FREE_MS + 1})
    timeline = schedule(script, {**lengths, ("hurried", NEXT): FREE_MS}).timeline
    [event] = [event for event in events_of(timeline, 2) if event.text]
    assert (event.clip, event.hurried, event.end_ms - event.start_ms) == (("hurried", NEXT), True, FREE_MS)


def test_what_fits_is_never_hurried(resting: Session) -> None:
    """If this failed, the coach would rush without need."""
    script, lengths = lengths_of(resting, {NEXT: FREE_MS})
    timeline = schedule(script, {**lengths, ("hurried", NEXT): 100, ("hurried", BARE): 100}).timeline
    assert [(event.text, event.hurried) for event in events_of(timeline, 2) if event.text] == [(NEXT, False)]


@pytest.mark.parametrize("hurried_ms", [None, FREE_MS + 1])
def test_a_hurried_name_that_is_still_too_long_gives_way_to_the_usual_one_over_ticks(
    resting: Session, hurried_ms: int | None
) -> None:
    """If this failed, an engine that does not speak as fast as asked would talk into the ticks."""
    script, lengths = lengths_of(resting, {NEXT: FREE_MS + 1, BARE: FREE_MS + 1})
    extra: Lengths = {} if hurried_ms is None else {("hurried", NEXT): hurried_ms, ("hurried", BARE): hurried_ms}
    timeline = schedule(script, {**lengths, **extra}).timeline
    assert [(event.text, event.hurried) for event in events_of(timeline, 2) if event.text] == [(NEXT, False)]
    assert [at for at, sound in signals(timeline, 2) if sound == "tick"] == [3_000, 4_000]
