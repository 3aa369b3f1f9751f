"""Small sessions in which a listener did not know what to do, or heard too much; each stands for its kind.

Clips have pretend lengths (see `conftest.py`): 60 ms a character and at least 300 ms.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from heard import by_step, in_step, lost, signals, texts
from repcast.plan.coach import write_script
from repcast.plan.rules import CueKind
from repcast.plan.timeline import Timeline
from repcast.reading.loader import accept, parse
from repcast.session.model import Session
from repcast.session.unroll import unroll

Heard = Callable[..., Timeline]
OF_THE_TIME: tuple[CueKind, ...] = ("halfway", "time_left", "ten_seconds")


@pytest.fixture(name="heard")
def _heard(plan: Callable[..., Timeline]) -> Heard:
    """Return the timeline of a session's text: YAML, or shorthand where it has no title."""
    return lambda text: plan(_session(text))


def _session(text: str) -> Session:
    path = Path("test.yaml" if text.startswith("title:") else "test.txt")
    return accept(parse(text.encode(), file=path.name, path=path))


def _spoken(text: str) -> dict[str, str]:
    """Return what an engine is given to say, by what stands in the plan."""
    session = _session(text)
    return {each.text: each.spoken for each in write_script(session, unroll(session)).utterances()}


def test_each_hang_of_a_set_has_its_number(heard: Heard) -> None:
    """If this failed, "Hang." would be said twelve times, and the number, which is all that is new, never."""
    timeline = heard("""\
title: Repeaters
steps:
  - block: Half crimp
    rounds: 2
    rest_between_rounds: 3m
    steps:
      - block: Hangs
        rounds: 6
        rest_between_rounds: 3s
        steps:
          - hold: Hang
            for: 7s
""")
    numbers = ["Set two of six.", "Set three of six.", "Set four of six.", "Set five of six."]
    assert texts(timeline, "round") == [
        *("Half crimp.", "Round one of two.", "Set one of six.", *numbers, "Set six of six."),
        *("Last round.", "Set one of six.", *numbers, "Last set."),
    ]
    assert texts(timeline, "name") == ["First, hang.", "Next, hang.", "Hang."]
    assert timeline.dropped == ()
    assert all(timeline.steps[event.step].facts.purpose != "work" for event in timeline.events if event.cue == "round")


def test_a_switch_of_four_seconds_says_which_side(heard: Heard) -> None:
    """If this failed, the listener would change over without knowing to which side."""
    timeline = heard("""\
title: Default switch
steps:
  - hold: Side plank
    for: 30s
    switch: 4s
    sides: [left side, right side]
""")
    [(at_ms, text)] = in_step(timeline, 2)
    assert text == "Right side."
    assert 470 <= at_ms < 1_000, "after the signal that ends the first side"
    assert signals(timeline, 1)[-1] == (30_000, "done")
    assert timeline.dropped == ()


@pytest.mark.parametrize(
    ("count_at", "counted"),
    [
        ("start", [(3_000, "two"), (6_000, "three"), (9_000, "four"), (12_000, "five")]),
        ("end", [(3_000, "one"), (6_000, "two"), (9_000, "three"), (12_000, "four")]),
    ],
)
def test_the_first_rep_is_not_counted_under_go(heard: Heard, count_at: str, counted: list[tuple[int, str]]) -> None:
    """If this failed, "one" would lie under the signal, of which the listener hears more."""
    timeline = heard(f"""\
title: G
keep_awake: off
steps:
  - reps: Squats
    count: 5
    tempo: 3s
    count_at: {count_at}
""")
    assert in_step(timeline, 1) == counted
    assert signals(timeline, 1) == [(0, "go"), (15_000, "finish")]


def test_nothing_comes_after_the_finish_but_the_last_words(heard: Heard) -> None:
    """If this failed, the listener would be told to rest twenty seconds once all is done."""
    timeline = heard("""\
title: Work and rest
rounds: 3
steps:
  - work: Squats
    for: 40s
  - rest: 20s
""")
    finish_ms = next(event.start_ms for event in timeline.events if event.sound == "finish")
    assert finish_ms == timeline.steps[5].end_ms
    assert [event.text or event.sound for event in timeline.events if event.start_ms > finish_ms] == [
        "Session complete. Well done."
    ]
    assert texts(timeline, "length") == ["Forty seconds.", "Rest, twenty seconds."], "and equal rests are told once"


MEDITATION = """\
title: Meditation
countdown: off
sounds: {halfway: none}
steps:
  - hold: Sit
    for: 20m
"""


@pytest.mark.parametrize(
    ("talk", "told"),
    [
        (
            "",
            [
                *("Fifteen minutes left.", "Ten minutes left.", "Five minutes left."),
                *("Three minutes left.", "Two minutes left.", "One minute left.", "Ten seconds left."),
            ],
        ),
        ("talk: little\n", []),
        ("talk: none\n", []),
        ("talk: {time_left: off}\n", ["Halfway.", "Ten seconds left."]),
        ("talk: {time_left: off, halfway: off, ten_seconds: off}\n", []),
    ],
)
def test_minutes_left_are_few_and_can_be_switched_off(heard: Heard, talk: str, told: list[str]) -> None:
    """If this failed, a meditation would be broken nineteen times, whatever its author asks for."""
    assert texts(heard(MEDITATION + talk), *OF_THE_TIME) == told


def test_kilograms_are_spoken_as_people_say_them() -> None:
    """If this failed, the listener would hear "sixty kay gee"."""
    spoken = _spoken("3x5 squats @60kg rest 60s")
    assert [said for text, said in spoken.items() if "60" in text]
    assert {said for said in spoken.values() if "sixty kilos" in said}
    assert not [said for said in spoken.values() if any(character.isdigit() for character in said) or "kg" in said]


def test_breaths_are_named_on_the_breath_and_the_round_before_it(heard: Heard) -> None:
    """If this failed, each breath would be named before the last one ends, and after "Next, Round two of three."."""
    timeline = heard("""\
title: Box breathing
rounds: 3
countdown: off
steps:
  - work: Breathe in
    for: 4s
  - hold: Hold
    for: 4s
  - work: Breathe out
    for: 4s
  - hold: Hold
    for: 4s
""")
    names = ["Breathe in.", "Hold.", "Breathe out.", "Hold."]
    for step in range(2, 13):
        [(at_ms, name)] = in_step(timeline, step, "name")
        assert name == names[(step - 1) % 4]
        assert 420 <= at_ms < 470, "right after `go`"
    assert [(event.step, event.text) for event in timeline.events if event.cue == "round"] == [
        (4, "Round two of three."),
        (8, "Last round."),
    ]
    assert by_step(timeline)[0].endswith("First, breathe in. Four seconds. Get ready.")
    assert timeline.dropped == ()


def test_counted_steps_of_a_second_a_count_are_named(heard: Heard) -> None:
    """If this failed, four, seven and eight would be counted, and nobody hear of what."""
    timeline = heard("""\
title: Four seven eight
rounds: 4
steps:
  - reps: Breathe in
    count: 4
    tempo: 1s
  - reps: Hold
    count: 7
    tempo: 1s
  - reps: Breathe out
    count: 8
    tempo: 1s
""")
    names = ["Breathe in.", "Hold.", "Breathe out."]
    for step in range(2, 13):
        [(at_ms, name)] = in_step(timeline, step, "name")
        assert name == names[(step - 1) % 3]
        assert at_ms < 500
    assert {cue for cue, _ in lost(timeline)} <= {"count", "round", "length"}
    assert {text for cue, text in lost(timeline) if cue == "count"} == {"two"}, "a name takes the place of one number"


def test_a_rest_of_minutes_is_told_and_then_quiet_until_its_last_one(heard: Heard) -> None:
    """If this failed, nearly five minutes would pass without a word, or be talked through."""
    timeline = heard("""\
title: Dead hang
steps:
  - hold: Dead hang
    for: 90s
  - rest: 5m
  - hold: Dead hang
    for: 3m
""")
    assert [(at_ms // 1_000, text) for at_ms, text in in_step(timeline, 2)] == [
        *((0, "Rest, five minutes."), (240, "One minute left."), (280, "Next, dead hang."), (281, "Three minutes.")),
        (296, "Dead hang."),
    ]
    assert signals(timeline, 2) == [(0, "rest"), (297_000, "tick"), (298_000, "tick"), (299_000, "tick")]


FLOW = """\
title: Mobility flow
steps:
  - work: World's greatest stretch
    for: 15s
    sides: [left side, right side]
    switch: 3s
  - work: 90/90 hip switches
    for: 15s
  - work: Cat/cow
    for: 15s
  - work: T-spine rotation
    for: 10s
    sides: [left, right]
    switch: 2s
  - work: Inchworm
    for: 6s
  - work: Down dog to cobra
    for: 5s
"""


def test_slashes_are_not_read_out(heard: Heard) -> None:
    """If this failed, the listener would hear "ninety slash ninety"."""
    spoken = _spoken(FLOW)
    assert spoken["Next, 90/90 hip switches."] == "Next, ninety ninety hip switches."
    assert spoken["Next, cat/cow."] == "Next, cat, cow."
    assert not [said for said in spoken.values() if "/" in said]
    timeline = heard(FLOW)
    assert texts(timeline, "name", "side") == [
        *("First, world's greatest stretch, left side.", "Right side.", "Next, 90/90 hip switches.", "Next, cat/cow."),
        *("Next, T-spine rotation, left side.", "Right side.", "Next, inchworm.", "Down dog to cobra."),
    ]
    assert timeline.dropped == ()


def test_a_name_among_counted_reps_says_that_it_comes_next(heard: Heard) -> None:
    """If this failed, "eight – Squats. – nine" would have the listener squat amid the burpees."""
    timeline = heard("10 burpees @1.5s\n20s squats\n")
    told = in_step(timeline, 1, "name")
    assert [text for _, text in told] == ["Next, squats."]
    again = in_step(timeline, 2, "name")
    assert [text for _, text in again] == ["Squats."], "and once more as they start"
    assert again[0][0] < 500


def test_an_exercise_after_fast_reps_is_named_as_it_starts(heard: Heard) -> None:
    """If this failed, a plank after squats that leave no gap would start with a signal alone."""
    timeline = heard("""\
title: T
steps:
  - {reps: Squats, count: 15, tempo: 0.8s}
  - {hold: Plank, for: 30s}
""")
    assert in_step(timeline, 1, "name") == []
    [(at_ms, text)] = in_step(timeline, 2, "name")
    assert (text, 420 <= at_ms < 470) == ("Plank.", True)
    assert texts(timeline, "length")[-1] == "Thirty seconds."
    assert timeline.dropped == ()


def test_half_and_one_minute_left_are_not_told_in_one_breath(heard: Heard) -> None:
    """If this failed, "Halfway." and "One minute left." would be heard 0.7 s apart."""
    timeline = heard("""\
title: C
steps:
  - {work: Run, for: 2m}
  - {work: Walk, for: 90s}
""")
    assert [(at_ms // 1_000, text) for at_ms, text in in_step(timeline, 1, *OF_THE_TIME)] == [(60, "One minute left.")]
    assert "halfway" not in [sound for _, sound in signals(timeline, 1)]
    assert [text for _, text in in_step(timeline, 2, *OF_THE_TIME)] == ["Halfway.", "Ten seconds left."]


def test_every_stretch_is_named_in_a_rest_of_five_seconds(heard: Heard) -> None:
    """If this failed, three ticks would be heard, and not what to stretch."""
    timeline = heard("""\
title: Evening stretch
rest_between_steps: 5s
steps:
  - hold: Hamstring stretch
    for: 30s
    sides: [left leg, right leg]
    say: Heel on the floor, lean forward.
  - hold: Quad stretch
    for: 30s
    sides: [left leg, right leg]
  - hold: Calf stretch
    for: 30s
    sides: [left leg, right leg]
  - hold: Butterfly
    for: 30s
""")
    named = [
        (timeline.steps[event.step].facts.kind, event.text)
        for event in timeline.events
        if event.cue in ("name", "side")
    ]
    assert named == [
        ("lead_in", "First, hamstring stretch, left leg."),
        ("switch", "Right leg."),
        ("rest", "Next, quad stretch, left leg."),
        ("switch", "Right leg."),
        ("rest", "Next, calf stretch, left leg."),
        ("switch", "Right leg."),
        ("rest", "Next, butterfly."),
    ]
    assert timeline.dropped == ()
    assert len([sound for _, sound in signals(timeline, 12) if sound == "tick"]) == 3, "where the name leaves them room"


# Rests with words, and pauses


def test_what_is_said_in_a_rest_comes_after_its_length_and_takes_no_time(heard: Heard) -> None:
    """If this failed, what to do in a rest could only be said in a step of its own, which makes the session longer."""
    timeline = heard(
        "title: T\nsteps: [{hold: A, for: 30s}, {rest: 60s, say: Drink  some water.}, {hold: B, for: 30s}]"
    )
    assert [text for _, text in in_step(timeline, 2)][:3] == ["Rest, one minute.", "Drink some water.", "Next, B."]
    assert timeline.steps[2].length_ms == 60_000
    assert texts(timeline, "own") == ["Drink some water."]
    assert timeline.dropped == ()


@pytest.mark.parametrize("level", ["full", "little", "none"])
def test_what_is_said_in_a_rest_is_said_however_little_is_said(heard: Heard, level: str) -> None:
    """If this failed, words of the author's own would be taken for chatter."""
    steps = "[{rest: 30s, say: Drink.}, {hold: A, for: 30s}, {rest: 30s, say: Stretch.}]"
    timeline = heard(f"title: T\ntalk: {level}\nsteps: {steps}")
    assert texts(timeline, "own") == ["Drink.", "Stretch."]


def test_what_has_no_room_in_its_rest_is_reported_at_its_line(heard: Heard) -> None:
    """If this failed, the author's own words would be lost in silence."""
    words = "Walk around slowly and shake out both of your arms."
    timeline = heard(f"title: T\nsteps:\n- hold: A\n  for: 30s\n- rest: 5s\n  say: {words}\n- hold: B\n  for: 30s\n")
    assert lost(timeline) == [("own", words)]
    assert timeline.dropped[0].line == 5
    assert [text for _, text in in_step(timeline, 2)] == ["Next, B."]


def test_nothing_is_heard_in_a_pause(heard: Heard) -> None:
    """If this failed, a pause would be a rest: announced, with a signal and ticks."""
    for exercise in ("hold: B, for: 30s", "reps: B, count: 5", "reps: B, count: 5, count_at: end"):
        steps = f"[{{{exercise}, tips: [Breathe.]}}, {{pause: 150s}}, {{{exercise}}}, {{pause: 5s}}]"
        timeline = heard(f"title: T\ntalk: full\nsteps: {steps}")
        for pause in (timeline.steps[2], timeline.steps[4]):
            assert pause.facts.kind == "pause"
            assert all(not pause.start_ms <= event.start_ms < pause.end_ms for event in timeline.events)


def test_what_follows_a_short_pause_is_named_before_it(heard: Heard) -> None:
    """If this failed, the listener would come out of a pause without knowing what to do."""
    timeline = heard("title: T\nsteps: [{hold: A, for: 30s}, {pause: 10s}, {hold: B, for: 30s}]")
    assert [text for _, text in in_step(timeline, 1, "name")] == ["Next, B."]
    assert in_step(timeline, 3, "name") == []


def test_what_follows_a_long_pause_is_named_as_it_starts(heard: Heard) -> None:
    """If this failed, a name would be said so long before its step that it is forgotten, or in the silence."""
    steps = "[{hold: A, for: 30s}, {pause: 2m}, {hold: B, for: 30s, say: Slowly.}]"
    timeline = heard(f"title: T\nsteps: {steps}")
    assert [text for _, text in in_step(timeline, 3, "name", "instruction")] == ["B.", "Slowly."]


def test_a_step_too_short_for_its_name_is_named_before_a_long_pause(heard: Heard) -> None:
    """If this failed, the name of a step of two seconds would be lost where a pause stands before it."""
    timeline = heard("title: T\nsteps: [{hold: A, for: 30s}, {pause: 2m}, {hold: Clap, for: 2s}]")
    assert [text for _, text in in_step(timeline, 1, "name")] == ["Next, clap."]


def test_the_last_signal_waits_for_a_pause_to_end(heard: Heard) -> None:
    """If this failed, a session that ends with a pause would not be heard to end, or the pause be none."""
    timeline = heard("title: T\nsteps: [{hold: A, for: 30s}, {pause: 5s}, {pause: 5s}]")
    assert signals(timeline, 3) == [(5_000, "finish")]
    assert [each for step in (1, 2) for each in signals(timeline, step) if each[1] in ("done", "finish")] == []


def test_a_pause_takes_the_place_of_a_rest_between_steps(heard: Heard) -> None:
    """If this failed, a rest would follow the pause that the author wrote, or come before it."""
    steps = "[{hold: A, for: 30s}, {pause: 5s}, {hold: B, for: 30s}, {hold: C, for: 30s}]"
    timeline = heard(f"title: T\nrest_between_steps: 9s\nsteps: {steps}")
    assert [step.facts.kind for step in timeline.steps][1:-1] == ["hold", "pause", "hold", "rest", "hold"]


# The author's own cues

RUN = "title: T\ncountdown: off\nsteps:\n- work: Run\n  for: 2m\n"


def own(timeline: Timeline, step: int) -> list[tuple[int, str]]:
    """Return the author's own cues in a step, with their milliseconds from its start."""
    start_ms = timeline.steps[step].start_ms
    cues = (event for event in timeline.events if event.cue == "own" and event.step == step)
    return [(event.start_ms - start_ms, event.text or f"[{event.sound}]") for event in cues]


def test_cues_are_heard_at_their_moments(heard: Heard) -> None:
    """If this failed, "pick up the pace" after two minutes would need two steps that only look like one run."""
    cues = "[{at: 50s, say: Pick up the pace.}, {at: -30s, say: Sprint!}, {every: 45s, sound: tick}]"
    timeline = heard(f"{RUN}  cues: {cues}\n")
    assert own(timeline, 1) == [
        (45_000, "[tick]"),
        (50_000, "Pick up the pace."),
        (90_000, "[tick]"),
        (90_224, "Sprint!"),
    ]
    assert timeline.dropped == ()


def test_each_side_has_the_cues_of_its_step(heard: Heard) -> None:
    """If this failed, the second side would be done without them."""
    timeline = heard(f"{RUN}  sides: [left, right]\n  cues: [{{at: 50s, say: Faster.}}]\n")
    assert own(timeline, 1) == own(timeline, 3) == [(50_000, "Faster.")]


@pytest.mark.parametrize("step", ["rest: 60s", "pause: 60s"])
def test_rests_and_pauses_have_cues_at_every_level(heard: Heard, step: str) -> None:
    """If this failed, a bell in a meditation would need a step of its own."""
    cues = "[{at: 10s, say: Breathe.}, {every: 25s, sound: halfway}]"
    timeline = heard(f"title: T\ntalk: none\nsteps:\n- {step}\n  cues: {cues}\n")
    assert own(timeline, 1) == [(10_000, "Breathe."), (25_000, "[halfway]"), (50_000, "[halfway]")]


def test_what_we_say_gives_way_to_the_authors_cues(heard: Heard) -> None:
    """If this failed, words that the author put at a moment would come late, for the sake of ours."""
    timeline = heard("title: T\nsteps:\n- reps: Hops\n  count: 10\n  cues: [{at: 10s, say: Halfway there.}]\n")
    assert own(timeline, 1) == [(10_000, "Halfway there.")]
    assert lost(timeline) == [("count", "six")]


def test_a_name_without_another_place_takes_that_of_a_cue(heard: Heard) -> None:
    """If this failed, the listener would not know what to do, for a word of encouragement."""
    first = "- {hold: A, for: 3s, cues: [{at: 0s, say: Hold on to it and go on.}]}"
    timeline = heard(f"title: T\nsteps:\n- pause: 30s\n{first}\n")
    assert texts(timeline, "name") == ["A."]
    assert ("own", "Hold on to it and go on.") in lost(timeline)


def test_what_has_no_room_within_a_second_is_reported_at_the_line_of_its_cue(heard: Heard) -> None:
    """If this failed, nobody would find out which cue is not heard."""
    timeline = heard(
        f"{RUN}  cues:\n  - {{at: 50s, say: A long sentence about the pace.}}\n  - {{at: 51s, say: Faster.}}\n"
    )
    assert lost(timeline) == [("own", "Faster.")]
    assert timeline.dropped[0].line == 8


@pytest.mark.parametrize(
    ("cue", "message"),
    [
        ("{at: 2m, say: x}", "this cue comes at 2m, and 'Run' lasts 2m; write at: 1m59s or earlier"),
        ("{at: -3m, say: x}", "this cue comes 3m before the end, and 'Run' lasts 2m; write at: -2m or later"),
        ("{every: 2m, sound: tick}", "this cue comes every 2m, and 'Run' lasts 2m; write every: 1m or less"),
    ],
)
def test_a_cue_outside_of_its_step_is_told_what_fits(cue: str, message: str) -> None:
    """If this failed, a cue that is never heard would be lost in silence."""
    [problem] = parse(f"{RUN}  cues:\n  - {cue}\n".encode(), file="test.yaml").problems
    assert str(problem).endswith(message)
    assert (problem.line, problem.column) == (7, 6 + cue.index(":") + 1)
