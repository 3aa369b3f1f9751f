"""What the listener hears, and when: each rule of placement.

Clips have pretend lengths (see `conftest.py`): 60 ms a character and at least 300 ms; `go` 270,
`done` 320, `rest` 480 ms.
"""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import get_args

import pytest

from builders import script, script_step
from repcast.errors import TooLong, TooManyCues
from repcast.plan.coach import write_script
from repcast.plan.schedule import Lengths, schedule
from repcast.plan.script import Announcement, Earcon, Script
from repcast.plan.timeline import ClipKey, Drop, Event, Timeline
from repcast.session.fields import Source
from repcast.session.model import Session
from repcast.session.settings import Signal
from repcast.session.unroll import unroll

Heard = list[tuple[int, str]]
Spoken = list[tuple[int, int, str]]

GAP_MS = 150
FRAME_MS = 24  # of an MP3: floating speech begins on a whole one, counted from the file's start
A = "{hold: A, for: 10s}"
B = "{hold: B, for: 20s}"
REST = "{rest: 30s}"


@pytest.fixture(name="planned")
def _planned(session_of: Callable[[str], Session], plan: Callable[..., Timeline]) -> Callable[..., Timeline]:
    """Return the timeline of some steps: step `i` stands on line `i + 2`, and is step `i + 1` of the timeline."""

    def planned(*steps: str, keys: str = "", **clip_ms: int) -> Timeline:
        text = "title: Test\nsteps:\n" + "".join(f"- {step}\n" for step in steps) + keys
        return plan(session_of(text), clip_ms)

    return planned


def _events(timeline: Timeline, step: int) -> list[Event]:
    return [event for event in timeline.events if event.step == step]


def _anchored(timeline: Timeline, step: int) -> Heard:
    """Return what is heard at exact moments: milliseconds from the step's start, and words or [sound]."""
    start_ms = timeline.steps[step].start_ms
    return [
        (event.start_ms - start_ms, event.text or f"[{event.sound}]")
        for event in _events(timeline, step)
        if event.anchored
    ]


def _spoken(timeline: Timeline, step: int) -> Spoken:
    """Return the floating speech as (start, end, words); what follows on the first frame after a gap is one stretch."""
    start_ms = timeline.steps[step].start_ms
    stretches: Spoken = []
    for event in _events(timeline, step):
        if event.anchored or not event.text:
            continue
        begin, end, text = event.start_ms - start_ms, event.end_ms - start_ms, event.text
        if stretches and begin == _frame(timeline, step, stretches[-1][1] + GAP_MS):
            begin, _, before = stretches.pop()
            text = f"{before} {text}"
        stretches.append((begin, end, text))
    return stretches


def _frame(timeline: Timeline, step: int, ms: int) -> int:
    """Return the first whole frame at or after a moment; both in milliseconds from the step's start."""
    start_ms = timeline.steps[step].start_ms
    return -(-(start_ms + ms) // FRAME_MS) * FRAME_MS - start_ms


def _frame_before(timeline: Timeline, step: int, ms: int) -> int:
    """Return the last whole frame at or before a moment; both in milliseconds from the step's start."""
    return _frame(timeline, step, ms - FRAME_MS + 1)


def _starts(timeline: Timeline, step: int, text: str) -> list[int]:
    start_ms = timeline.steps[step].start_ms
    return [event.start_ms - start_ms for event in _events(timeline, step) if event.text == text]


def _durations_s(timeline: Timeline) -> list[float]:
    return [(step.end_ms - step.start_ms) / 1000 for step in timeline.steps]


Planned = Callable[..., Timeline]


# Anchored cues


def test_a_timed_step_has_go_and_countdown_at_their_exact_moments(planned: Planned) -> None:
    """If this failed, the listener would start, count or stop at the wrong moment."""
    timeline = planned(A, REST, B)
    assert _anchored(timeline, 1) == [(0, "[go]"), (7_000, "three"), (8_000, "two"), (9_000, "one")]
    assert _anchored(timeline, 2)[0] == (0, "[rest]"), "it tells the end of the step, too"


def test_finish_replaces_the_last_done(planned: Planned) -> None:
    """If this failed, the end of the workout would sound like the end of any step."""
    timeline = planned(A, REST, B, "{rest: 5s}", "{say: Stretch.}")
    assert _anchored(timeline, 3)[-1] == (20_000, "[finish]")
    assert [event.sound for event in timeline.events if event.sound in ("done", "finish")] == ["finish"]


def test_go_stands_for_the_done_of_the_step_that_ends_there(planned: Planned) -> None:
    """If this failed, two sounds would fall together where exercises follow each other."""
    timeline = planned(A, B)
    assert _anchored(timeline, 1)[-1] == (9_000, "one")
    assert _anchored(timeline, 2)[0] == (0, "[go]")
    assert [event.sound for event in timeline.events if event.start_ms == timeline.steps[2].start_ms] == ["go"]


def test_done_sounds_before_a_say(planned: Planned) -> None:
    """If this failed, the end of a step would be silent where speech follows."""
    assert _anchored(planned(A, "{say: Fetch your mat.}", B), 1)[-1] == (10_000, "[done]")


@pytest.mark.parametrize(
    ("seconds", "last"),
    [
        (1, []),
        (2, [(1_000, "[tick]")]),
        (3, [(1_000, "[tick]"), (2_000, "[tick]")]),
        (7, [(4_000, "[tick]"), (5_000, "[tick]"), (6_000, "[tick]")]),
        (8, [(5_000, "three"), (6_000, "two"), (7_000, "one")]),
    ],
)
def test_steps_under_eight_seconds_get_ticks_only(planned: Planned, seconds: int, last: Heard) -> None:
    """If this failed, a short step would be talked over, or end by surprise."""
    heard = _anchored(planned(f"{{work: A, for: {seconds}s}}"), 1)
    assert heard == [(0, "[go]"), *last, (seconds * 1_000, "[finish]")]


def test_a_countdown_too_slow_for_a_second_becomes_ticks_and_is_reported(planned: Planned) -> None:
    """If this failed, the words of a slow voice would run into each other, or be lost without a word."""
    fits, too_slow = planned(A, three=850), planned(A, three=1_100)
    assert [text for _, text in _anchored(fits, 1)] == ["[go]", "three", "two", "one", "[finish]"]
    assert fits.dropped == ()
    assert _anchored(too_slow, 1) == [
        *((0, "[go]"), (7_000, "[tick]"), (8_000, "[tick]"), (9_000, "[tick]"), (10_000, "[finish]")),
    ]
    [drop] = too_slow.dropped
    assert (drop.text, drop.step, drop.line, drop.file) == ("three, two, one", 1, 3, "test.yaml")
    assert drop.reason == "a word does not fit into 1.0 s; ticks instead"


NUMBERS = ["one", "two", "three", "four", "five", "six"]


def test_reps_are_counted_aloud_on_their_beats(planned: Planned) -> None:
    """If this failed, the listener would move off the beat."""
    timeline = planned("{reps: Hops, count: 6, tempo: 1.5s}", REST, A)
    assert _anchored(timeline, 1) == [
        *((0, "[go]"), (0, "one"), (1_500, "two"), (3_000, "three"), (4_500, "four"), (6_000, "five")),
        (7_500, "six"),
    ]


def test_reps_too_fast_to_count_tick_and_say_each_fifth_number(planned: Planned) -> None:
    """If this failed, fast reps would be a jumble of words, or could not be followed."""
    timeline = planned("{reps: Hops, count: 12, tempo: 0.4s}")
    assert [at for at, text in _anchored(timeline, 1) if text == "[tick]"] == [400 * rep for rep in range(12)]
    assert [(at, text) for at, text in _anchored(timeline, 1) if "[" not in text] == [(1_600, "five"), (3_600, "ten")]


@pytest.mark.parametrize(("tempo", "aloud"), [("0.45s", NUMBERS), ("0.449s", ["five"])])
def test_reps_are_counted_aloud_where_every_word_and_its_gap_fit(
    planned: Planned, tempo: str, aloud: list[str]
) -> None:
    """If this failed, words would touch, or be left out where there is room."""
    heard = _anchored(planned(f"{{reps: Hops, count: 6, tempo: {tempo}}}"), 1)
    assert [text for _, text in heard if "[" not in text] == aloud


def test_a_fifth_number_that_does_not_fit_is_dropped_and_reported(planned: Planned) -> None:
    """If this failed, a number would be spoken into the next step, or be missing without a word."""
    timeline = planned(A, "{reps: Hops, count: 5, tempo: 0.3s}")
    assert "five" not in [text for _, text in _anchored(timeline, 2)]
    assert [(drop.text, drop.line) for drop in timeline.dropped if drop.step == 2] == [("five", 4)]


@pytest.mark.parametrize(("seconds", "ticks"), [(30, [27, 28, 29]), (4, [1, 2, 3]), (2, [1]), (1, [])], ids=str)
def test_a_rest_before_work_ends_in_three_ticks(planned: Planned, seconds: int, ticks: list[int]) -> None:
    """If this failed, `go` would come by surprise."""
    timeline = planned(A, f"{{rest: {seconds}s}}", B)
    assert _anchored(timeline, 2) == [(0, "[rest]"), *((1_000 * tick, "[tick]") for tick in ticks)]


@pytest.mark.parametrize(
    ("steps", "resting"),
    [
        ((A, REST, B, REST), [2]),
        ((REST, A, "{say: Breathe.}", REST, B), [1, 4]),
        ((A, REST, "{rest: 5s}", B), [2, 3]),
        (("{hold: A, for: 10s, sides: [l, r]}", "{say: Done.}", REST), []),
    ],
)
def test_each_rest_begins_with_its_signal_until_all_exercises_are_done(
    planned: Planned, steps: tuple[str, ...], resting: list[int]
) -> None:
    """If this failed, a rest would begin no_report, or sound under `finish`."""
    timeline = planned(*steps)
    rests = [event for event in timeline.events if event.sound == "rest"]
    assert [event.step for event in rests] == resting
    assert all(event.start_ms == timeline.steps[event.step].start_ms for event in rests)


def test_changing_sides_ends_in_three_ticks(planned: Planned) -> None:
    """If this failed, the second side would start by surprise."""
    timeline = planned("{hold: A, for: 10s, sides: [left, right], switch: 5s}")
    assert _anchored(timeline, 2) == [(2_000, "[tick]"), (3_000, "[tick]"), (4_000, "[tick]")]


def test_no_go_is_a_surprise(planned: Planned) -> None:
    """If this failed, some step would begin without ticks or a countdown before it."""
    timeline = planned(
        *("{say: Fetch your mat.}", A, REST, B, "{say: Now the hard part.}", A, "{work: C, for: 8s, sides: [l, r]}"),
        keys="rounds: 2\nrest_between_rounds: 20s\nrest_between_steps: 9s\n",
    )
    starts = {event.start_ms for event in timeline.events if event.sound == "tick" or event.text in NUMBERS}
    goes = [event.start_ms for event in timeline.events if event.sound == "go"]
    assert len(goes) == 10
    assert [at for at in goes if not {at - 3_000, at - 2_000, at - 1_000} <= starts] == []


# What comes next


def test_what_comes_next_is_told_at_the_start_of_a_rest(planned: Planned) -> None:
    """If this failed, the listener would rest without knowing what to get ready for."""
    timeline = planned(A, REST, "{hold: B, for: 20s, say: Hips high.}")
    announced, *_ = _spoken(timeline, 2)
    assert announced[0] == _frame(timeline, 2, 480 + GAP_MS)  # once the `rest` has sounded
    assert announced[2] == "Rest, thirty seconds. Next, B. Twenty seconds. Hips high."


def test_a_rest_without_a_sound_at_its_start_speaks_at_once(planned: Planned) -> None:
    """If this failed, speech would start later than it could."""
    timeline = planned(B, "{say: Breathe.}", REST, "{say: Stand up.}")
    assert _spoken(timeline, 3)[0][0] == _frame(timeline, 3, 0)


def test_without_a_rest_the_next_exercise_is_told_just_before_the_countdown(planned: Planned) -> None:
    """If this failed, the next exercise would be told too early, or into the countdown."""
    timeline = planned("{hold: A, for: 30s}", "{hold: B, for: 20s, say: Hips high.}")
    begin, end, text = _spoken(timeline, 1)[-1]
    free_until = 30_000 - 3_000 - GAP_MS
    assert free_until - FRAME_MS < end <= free_until
    assert begin > 20_000
    assert text == "Next, B. Twenty seconds. Hips high."


def test_between_reps_the_next_exercise_is_told_clear_of_the_numbers(planned: Planned) -> None:
    """If this failed, the announcement would be spoken over the count."""
    timeline = planned("{reps: Hops, count: 6, tempo: 3s}", "{hold: B, for: 9s}")
    [(begin, end, text)] = _spoken(timeline, 1)
    assert text == "Next, B. Nine seconds."
    assert begin == _frame_before(timeline, 1, 15_000 - GAP_MS - 22 * 60)
    assert end == begin + 22 * 60


@pytest.mark.parametrize(("blocked_from_ms", "begins_ms"), [(52_006, [50_856]), (52_005, [])])
def test_what_comes_next_is_told_five_seconds_before_its_usual_place_at_most(
    blocked_from_ms: int, begins_ms: list[int]
) -> None:
    """If this failed, the next exercise would be told in the middle of this one, or not although there is room."""
    source = Source(line=1, file="a.yaml")
    name = Announcement(name="Next, B.", short="B.", late=True, source=source)
    blocked = Earcon(sound="finish", at_ms=blocked_from_ms)
    lengths: dict[ClipKey, int] = {("voice", "Next, B."): 1_000, ("voice", "B."): 1_000, ("earcon", "finish"): 7_990}
    timeline = schedule(script(script_step(cues=(name, blocked))), lengths).timeline
    # It usually ends 3 s and a gap before the step's end: here at 56.85 s, and not before 51.85 s.
    assert [event.start_ms for event in timeline.events if event.text] == begins_ms
    assert [drop.text for drop in timeline.dropped] == ([] if begins_ms else ["Next, B."])


@pytest.mark.parametrize(("spoken_ms", "ends_ms"), [(1_492, 12_000), (1_493, 13_000)])
def test_half_a_second_follows_what_is_said_in_a_step_of_its_own(spoken_ms: int, ends_ms: int) -> None:
    """If this failed, the next signal would come upon the last word, or after a pause that nobody asked for."""
    steps = script_step(0, 10_000), script_step(1, None, speech=("Lie down.",))  # which begins on a frame: at 10,008 ms
    timeline = schedule(script(*steps), {("voice", "Lie down."): spoken_ms}).timeline
    assert timeline.duration_ms == ends_ms


@pytest.mark.parametrize(("too_long_ms", "text"), [(0, "Next, right."), (1, "Right.")])
def test_an_announcement_ends_before_the_countdown_or_is_shortened(
    planned: Planned, too_long_ms: int, text: str
) -> None:
    """If this failed, a name would be heard between "three" and "two", or be lost where it just fits."""
    side = "{hold: A, for: 8s, sides: [left, right], switch: 0s}"
    free_from, free_to = _frame(planned(side), 1, 270 + GAP_MS), 8_000 - 3_000 - GAP_MS
    spoken_ms = {"Next, right.": free_to - free_from + too_long_ms, "Right.": 400}
    timeline = planned(side, **spoken_ms)
    begin = _frame_before(timeline, 1, free_to - spoken_ms[text])
    assert _spoken(timeline, 1) == [(begin, begin + spoken_ms[text], text)]
    assert timeline.dropped == ()


def test_an_announcement_that_does_not_fit_is_told_by_the_name_alone(planned: Planned) -> None:
    """If this failed, a short rest would be silent about what comes."""
    timeline = planned(A, "{rest: 4s}", "{hold: Burpees, for: 20s}")
    begin = _frame(timeline, 2, 1_060 + GAP_MS)  # between the first two ticks
    assert _spoken(timeline, 2) == [(begin, begin + 480, "Burpees.")]
    assert timeline.dropped == ()


def test_an_announcement_without_any_room_is_dropped_with_reason_and_line(planned: Planned) -> None:
    """If this failed, a cue would be missing and nobody would know which or why."""
    timeline = planned(A, "{rest: 1s}", "{hold: Burpees, for: 20s, say: Jump high.}")
    assert _spoken(timeline, 2) == []
    assert [(drop.text, drop.step, drop.line, drop.file) for drop in timeline.dropped] == [
        ("Next, Burpees. Twenty seconds.", 2, 5, "test.yaml"),
        ("Jump high.", 2, 5, "test.yaml"),
    ]
    assert all(_is_true(drop) for drop in timeline.dropped)


def _is_true(drop: Drop) -> bool:
    """Tell whether the reason of a drop can be one: that it needs more time than there is."""
    found = re.search(r"needs ([\d.]+) s.* longest free time .* ([\d.]+) s", drop.reason)
    return float(found[1]) >= float(found[2]) if found else bool(drop.reason)


def test_an_instruction_goes_before_the_name_does(planned: Planned) -> None:
    """If this failed, a long instruction would cost the listener the name of what comes."""
    timeline = planned(A, REST, "{hold: B, for: 20s, say: " + "x" * 600 + "}")
    assert _spoken(timeline, 2)[0][2] == "Rest, thirty seconds. Next, B. Twenty seconds."
    assert [(drop.text, drop.line) for drop in timeline.dropped] == [("x" * 600, 5)]


def test_a_dropped_instruction_gives_a_true_reason(planned: Planned) -> None:
    """If this failed, the report would say that three tenths of a second do not fit into a whole one."""
    timeline = planned("{reps: Hops, count: 10, tempo: 2s}", "{hold: B, for: 9s, say: Go.}", **{"Go.": 400})
    assert [(drop.text, drop.line) for drop in timeline.dropped] == [("Go.", 4)]
    assert _is_true(timeline.dropped[0])


# How far it is


@pytest.mark.parametrize(("step", "index"), [("{{hold: A, for: {}s}}", 1), ("{{rest: {}s}}", 1)])
@pytest.mark.parametrize(("seconds", "moments"), [(24, []), (25, [15_000]), (40, [30_000])])
def test_ten_seconds_is_told_in_steps_of_25_seconds_and_more(
    planned: Planned, step: str, index: int, seconds: int, moments: list[int]
) -> None:
    """If this failed, the listener would not know that the end is near, or hear it in a short step."""
    timeline = planned(step.format(seconds), A)
    assert _starts(timeline, index, "Ten seconds.") == [_frame(timeline, index, moment) for moment in moments]


@pytest.mark.parametrize(("seconds", "half_ms"), [(29, None), (30, 15_000), (31, 15_500), (60, 30_000)])
def test_halfway_is_sounded_and_told_in_steps_of_30_seconds_and_more(
    planned: Planned, seconds: int, half_ms: int | None
) -> None:
    """If this failed, half the time would be marked at a wrong moment, or in a short step."""
    timeline = planned(f"{{hold: A, for: {seconds}s}}")
    sounds = [at for at, sound in _anchored(timeline, 1) if sound == "[halfway]"]
    assert sounds == ([] if half_ms is None else [half_ms])
    told = [] if half_ms is None else [_frame(timeline, 1, half_ms + 220 + GAP_MS)]
    assert _starts(timeline, 1, "Halfway.") == told


def test_rests_have_no_halfway(planned: Planned) -> None:
    """If this failed, a rest would sound like work."""
    timeline = planned(A, "{rest: 60s}", A)
    assert "[halfway]" not in [sound for _, sound in _anchored(timeline, 2)]
    assert _starts(timeline, 2, "Halfway.") == []


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (89, []),
        (90, [("One minute left.", 30_000)]),
        (150, [("Two minutes left.", 30_000), ("One minute left.", 90_000)]),
        (200, [("Three minutes left.", 20_000), ("Two minutes left.", 80_000), ("One minute left.", 140_000)]),
    ],
)
def test_each_whole_minute_left_is_told(planned: Planned, seconds: int, told: list[tuple[str, int]]) -> None:
    """If this failed, the listener would lose track in a long hold."""
    timeline = planned(f"{{hold: A, for: {seconds}s}}")
    remaining = [(text, begin) for begin, _, text in _spoken(timeline, 1) if text.endswith("left.")]
    assert remaining == [(text, _frame(timeline, 1, moment)) for text, moment in told]


def test_halfway_goes_before_the_minute_that_falls_on_it(planned: Planned) -> None:
    """If this failed, two cues of one moment would be spoken at once, or one be lost."""
    timeline = planned("{hold: A, for: 2m}")
    halfway_ms = _frame(timeline, 1, 60_000 + 220 + GAP_MS)
    assert _starts(timeline, 1, "Halfway.") == [halfway_ms]
    assert _starts(timeline, 1, "One minute left.") == [_frame(timeline, 1, halfway_ms + 8 * 60 + GAP_MS)]


def test_an_announcement_goes_before_ten_seconds_which_is_dropped_with_its_line(planned: Planned) -> None:
    """If this failed, "ten seconds" would be told late, when it is not true any more."""
    timeline = planned("{hold: A, for: 25s}", "{hold: B, for: 9s, say: " + "x" * 160 + "}")
    [(begin, end, _)] = _spoken(timeline, 1)
    heading_ms = _frame(timeline, 1, begin + 22 * 60 + GAP_MS) - begin
    assert begin == _frame_before(timeline, 1, 21_850 - 9_600 - heading_ms)
    assert end == begin + heading_ms + 9_600
    [drop] = timeline.dropped
    assert (drop.text, drop.step, drop.line) == ("Ten seconds.", 1, 3)
    assert _is_true(drop)


@pytest.mark.parametrize("too_long_ms", [0, 1])
def test_ten_seconds_is_told_within_a_second_or_not_at_all(planned: Planned, too_long_ms: int) -> None:
    """If this failed, the listener would hear "ten seconds" with seven left."""
    steps = (A, REST, "{hold: B, for: 20s, say: Go.}")
    timeline = planned(*steps, **{"Go.": 1_000})
    latest_ms = _frame_before(timeline, 2, 21_000)
    spoken_ms = latest_ms - GAP_MS - _starts(timeline, 2, "Go.")[0] + too_long_ms
    timeline = planned(*steps, **{"Go.": spoken_ms})
    assert _starts(timeline, 2, "Ten seconds.") == ([] if too_long_ms else [latest_ms])
    assert [(drop.text, drop.line) for drop in timeline.dropped] == ([("Ten seconds.", 4)] if too_long_ms else [])


# Tips


def _tips(timeline: Timeline) -> list[tuple[int, str]]:
    """Return the step and the text of every tip; tips are in capitals."""
    return [(event.step, event.text) for event in timeline.events if event.text and event.text.isupper()]


def test_tips_take_turns_and_pause_before_they_start_again(planned: Planned) -> None:
    """If this failed, the listener would hear the same hint over and over."""
    timeline = planned(B, keys="rounds: 7\ntips: [ONE, TWO]\n")
    assert _tips(timeline) == [(1, "ONE"), (2, "TWO"), (4, "ONE"), (5, "TWO"), (7, "ONE")]


def test_a_tip_comes_after_the_first_quarter(planned: Planned) -> None:
    """If this failed, a hint would be spoken before the listener is in position."""
    timeline = planned(B, keys="tips: [TIP]\n")
    assert _starts(timeline, 1, "TIP") == [_frame(timeline, 1, 5_000)]


@pytest.mark.parametrize(("seconds", "tips"), [(19, []), (20, [(1, "TIP")]), (600, [(1, "TIP")])])
def test_a_step_has_one_tip_at_most_and_a_short_one_none(
    planned: Planned, seconds: int, tips: list[tuple[int, str]]
) -> None:
    """If this failed, a step would be chattered through."""
    assert _tips(planned(f"{{hold: A, for: {seconds}s}}", keys="tips: [TIP]\n")) == tips


def test_the_tip_of_counted_reps_is_spoken_in_the_rest_before_them(planned: Planned) -> None:
    """If this failed, hints for counted exercises could never be heard."""
    timeline = planned(A, "{rest: 20s}", "{reps: Hops, count: 10, tips: [TIP]}")
    assert _tips(timeline) == [(2, "TIP")]


def test_tips_come_last_and_give_way(planned: Planned) -> None:
    """If this failed, a hint could push out a cue that matters more."""
    timeline = planned("{hold: A, for: 30s}", keys="tips: [TIP]\n", TIP=8_000)
    assert _starts(timeline, 1, "Halfway.") == [_frame(timeline, 1, 15_000 + 220 + GAP_MS)]
    assert _tips(timeline) == []
    [drop] = timeline.dropped
    assert (drop.text, drop.line) == ("TIP", 3)
    assert _is_true(drop)


# Steps that take the length of their speech


def test_the_lead_in_tells_title_rounds_total_and_the_first_step(planned: Planned) -> None:
    """If this failed, the listener would not know what the file holds, or how to start."""
    timeline = planned("{hold: A, for: 60s, say: Hips high.}", keys="rounds: 3\nrest_between_rounds: 60s\n")
    [(begin, _, text)] = _spoken(timeline, 0)
    assert begin == 1_512, "the first frame after a second and a half: earbuds wake up"
    assert text == ("Test. Three rounds. About five minutes. Get ready. Round one of three. A. One minute. Hips high.")


@pytest.mark.parametrize(("lead_in", "seconds"), [("0s", None), ("10s", 10), ("1m", 60)])
def test_the_lead_in_lasts_as_asked_or_as_long_as_its_speech(
    planned: Planned, lead_in: str, seconds: int | None
) -> None:
    """If this failed, the first step would begin while the listener is still told about it."""
    timeline = planned(A, keys=f"lead_in: {lead_in}\n")
    [(_, spoken_ms, _)] = _spoken(timeline, 0)
    end_ms = timeline.steps[0].end_ms
    assert end_ms == (seconds * 1_000 if seconds else -(-(spoken_ms + GAP_MS + 3_000) // 1_000) * 1_000)
    assert _anchored(timeline, 0) == [(end_ms - left_ms, "[tick]") for left_ms in (3_000, 2_000, 1_000)]


def test_a_say_takes_as_long_as_its_speech(planned: Planned) -> None:
    """If this failed, speech would be cut off, or be followed by a long silence."""
    timeline = planned(A, "{say: Fetch your mat.}", REST)
    begin = _frame(timeline, 2, 760 + GAP_MS)
    assert _spoken(timeline, 2) == [(begin, begin + 900, "Fetch your mat.")]
    assert _durations_s(timeline)[2] == 3  # to the whole second, and half a second of silence at least


def test_a_say_before_work_also_tells_what_comes_and_leaves_room_for_the_ticks(planned: Planned) -> None:
    """If this failed, the step after a `say` would begin unannounced."""
    timeline = planned("{say: Fetch your mat.}", "{hold: A, for: 10s, say: Hips high.}")
    [(begin, end, text)] = _spoken(timeline, 1)
    assert (begin, text) == (_frame(timeline, 1, 0), "Fetch your mat. Next, A. Ten seconds. Hips high.")
    length_ms = timeline.steps[1].end_ms - timeline.steps[1].start_ms
    assert length_ms == -(-(end + GAP_MS + 3_000) // 1_000) * 1_000
    assert [at - length_ms for at, _ in _anchored(timeline, 1)] == [-3_000, -2_000, -1_000]


def test_closing_words_follow_the_finish(planned: Planned) -> None:
    """If this failed, the file would end in the middle of a sound, or without a word."""
    timeline = planned(A)
    begin = _frame(timeline, 2, 760 + GAP_MS)
    assert _spoken(timeline, 2) == [(begin, begin + 28 * 60, "Session complete. Well done.")]
    assert timeline.duration_ms == timeline.steps[1].end_ms + 4_000


def test_speech_that_never_ends_is_refused(planned: Planned) -> None:
    """If this failed, a session could grow beyond its bound by speech alone."""
    with pytest.raises(TooLong, match="more than 24 hours"):
        planned("{say: Talk.}", A, **{"Talk.": 25 * 3_600_000})


def test_more_cues_than_can_be_read_back_are_refused(planned: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a file would be written whose own plan `show` refuses."""
    monkeypatch.setattr("repcast.plan.schedule.MOST_CUES", 8)
    with pytest.raises(TooManyCues, match="more than 8 cues, heard and left out"):
        planned("{reps: Jacks, count: 12, tempo: 1s}")


# The whole


EVERYTHING = (
    "{hold: Side plank, for: 2m, sides: [left side, right side], say: On one arm.}",
    "{work: Kicks, for: 30s, say: " + "Legs low. " * 50 + "}",
    "{reps: Hops, count: 12, tempo: 1.5s, sides: [left, right], switch: 0s}",
    "{reps: Jacks, count: 12, tempo: 0.3s}",
    "{say: Nearly there.}",
    "{max: Pull-ups, within: 45s}",
    "{rest: 3s}",
    "{block: Finisher, rounds: 3, rest_between_rounds: 8s, steps: [{hold: Plank, for: 5s}, {work: Run, for: 9s}]}",
)
KEYS = "tips: [Breathe., Relax., Keep your form to the very last second of it.]\n"


def test_author_given_times_never_stretch(planned: Planned) -> None:
    """If this failed, the workout would not take the time that the author gave."""
    seconds = _durations_s(planned(*EVERYTHING, keys=KEYS))
    del seconds[8]  # the `say`
    assert seconds[1:-1] == [120, 5, 120, 30, 18, 18, 3.6, 45, 3, 5, 9, 8, 5, 9, 8, 5, 9]


def test_rounds_are_so_many_times_one_round_and_the_rests(planned: Planned) -> None:
    """If this failed, time would drift from round to round."""
    keys = "rest_between_rounds: 90s\nrounds: "
    once = planned(A, "{say: Breathe.}", "{rest: 7s}", B, keys=keys + "1\n")
    thrice = planned(A, "{say: Breathe.}", "{rest: 7s}", B, keys=keys + "3\n")
    one_round = _durations_s(once)[1:-1]
    assert _durations_s(thrice)[1:-1] == [*one_round, 90, *one_round, 90, *one_round]
    starts = [step.start_ms for step in thrice.steps if step.facts.name == "A"]
    assert {later - earlier for earlier, later in pairwise(starts)} == {int(1_000 * (sum(one_round) + 90))}


def test_floating_speech_is_150_ms_clear_of_everything(planned: Planned) -> None:
    """If this failed, words would run into each other or into a signal."""
    events = planned(*EVERYTHING, keys=KEYS + "rounds: 3\nrest_between_rounds: 20s\n").events
    close = [
        (first, second)
        for index, first in enumerate(events)
        for second in events[index + 1 :]
        if not (first.anchored and second.anchored) and second.start_ms < first.end_ms + GAP_MS
    ]
    assert close == []


def test_floating_speech_begins_on_whole_frames_and_anchored_cues_on_their_moments(planned: Planned) -> None:
    """If this failed, a sentence would be encoded anew each time it is heard, or a count fall beside its second."""
    timeline = planned(*EVERYTHING, keys=KEYS + "rounds: 3\nrest_between_rounds: 20s\n")
    floating = [event for event in timeline.events if not event.anchored]
    assert len(floating) > 50
    assert [event for event in floating if event.start_ms % FRAME_MS] == []
    counted = [event for event in timeline.events if event.anchored and event.text in NUMBERS[:3]]
    assert len(counted) > 50
    assert {event.start_ms % 500 for event in counted} == {0}
    assert any(event.start_ms % FRAME_MS for event in counted), "most seconds are no whole frames"


def test_texts_that_follow_each_other_wait_for_a_gap_and_no_longer_than_to_the_next_frame(planned: Planned) -> None:
    """If this failed, sentences would run into each other, or each word be followed by a silence."""
    waits = set()
    for length_ms in range(600, 600 + FRAME_MS):
        heading = "Next, B. Twenty seconds."
        timeline = planned(A, REST, "{hold: B, for: 20s, say: Go.}", **{heading: length_ms})
        told = [event for event in timeline.events if event.step == 2 and not event.anchored][:3]
        assert [event.text for event in told] == ["Rest, thirty seconds.", heading, "Go."]
        waits |= {second.start_ms - first.end_ms for first, second in pairwise(told)}
    assert waits == {*range(GAP_MS, GAP_MS + FRAME_MS)}


def test_the_same_session_gives_the_same_timeline(planned: Planned) -> None:
    """If this failed, two renders of one file would differ."""
    first, second = (planned(*EVERYTHING, keys=KEYS) for _ in range(2))
    assert first.to_json() == second.to_json()


def test_every_drop_has_a_true_reason_and_a_line(planned: Planned) -> None:
    """If this failed, a report would send the author to the wrong place, or tell a wrong reason."""
    drops = planned(*EVERYTHING, keys=KEYS).dropped
    assert drops
    assert [drop for drop in drops if not 3 <= drop.line <= 10] == []
    assert [drop for drop in drops if not _is_true(drop)] == []


# How the end is counted


def _names(count: int) -> list[str]:
    numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return numbers[:count][::-1]


def _last(timeline: Timeline, step: int) -> Heard:
    """Return what is counted in a step: seconds left, and words or [tick]."""
    length_ms = timeline.steps[step].end_ms - timeline.steps[step].start_ms
    counted = {"[tick]", *_names(10)}
    return [(length_ms - at, text) for at, text in _anchored(timeline, step) if text in counted]


@pytest.mark.parametrize(
    ("keys", "seconds", "words", "ticks"),
    [
        ("", 30, 3, 0),
        ("countdown: spoken\n", 8, 3, 0),
        ("countdown_from: 5\n", 7, 0, 3),
        ("countdown_from: 5\n", 9, 3, 0),
        ("countdown_from: 5\n", 10, 5, 0),
        ("countdown_from: 10\n", 14, 3, 0),
        ("countdown_from: 10\n", 15, 10, 0),
        ("countdown: ticks\n", 30, 0, 3),
        ("countdown: ticks\ncountdown_from: 5\n", 9, 0, 3),
        ("countdown: ticks\ncountdown_from: 5\n", 10, 0, 5),
        ("countdown: ticks\ncountdown_from: 10\n", 15, 0, 10),
        ("countdown: off\n", 7, 0, 0),
        ("countdown: off\ncountdown_from: 10\n", 30, 0, 0),
    ],
)
def test_the_end_of_an_exercise_is_counted_as_the_session_says(
    planned: Planned, keys: str, seconds: int, words: int, ticks: int
) -> None:
    """If this failed, a user who wants ten, or beeps, or nothing, would hear "three, two, one"."""
    timeline = planned(f"{{hold: A, for: {seconds}s}}", keys=keys)
    texts = _names(words) if words else ["[tick]"] * ticks
    assert _last(timeline, 1) == [(1_000 * (len(texts) - at), text) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("keys", "seconds", "ticks"),
    [
        ("", 30, 3),
        ("countdown: ticks\n", 30, 3),
        ("countdown_from: 5\n", 9, 3),
        ("countdown_from: 5\n", 10, 5),
        ("countdown_from: 10\n", 14, 3),
        ("countdown_from: 10\n", 15, 10),
        ("countdown: off\n", 30, 0),
    ],
)
def test_the_end_of_a_rest_is_ticked_as_the_session_says(planned: Planned, keys: str, seconds: int, ticks: int) -> None:
    """If this failed, `go` would come by surprise, or `countdown: off` leave ticks in the rests."""
    timeline = planned(A, f"{{rest: {seconds}s}}", B, keys=keys)
    assert _last(timeline, 2) == [(1_000 * left, "[tick]") for left in range(ticks, 0, -1)]


@pytest.mark.parametrize(("keys", "ticks"), [("", 3), ("countdown_from: 10\n", 10), ("countdown: off\n", 0)])
def test_spoken_steps_leave_room_for_their_ticks(planned: Planned, keys: str, ticks: int) -> None:
    """If this failed, ticks would be heard under the words of the lead-in, or a silence of ten seconds follow them."""
    timeline = planned("{say: Fetch your mat.}", A, keys=keys + "lead_in: 0s\n")
    assert _last(timeline, 1) == [(1_000 * left, "[tick]") for left in range(ticks, 0, -1)]
    [(_, spoken_ms, _)] = _spoken(timeline, 1)
    waits_ms = timeline.steps[1].end_ms - timeline.steps[1].start_ms - spoken_ms
    least_ms = GAP_MS + 1_000 * ticks if ticks else 500
    assert least_ms <= waits_ms < least_ms + 1_000


@pytest.mark.parametrize("step", ["{hold: A, for: 30s}", "{rest: 30s}"])
@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("countdown_from: 10\n", 0),
        ("countdown: ticks\ncountdown_from: 10\n", 0),
        ("countdown: off\ncountdown_from: 10\n", 1),
        ("countdown_from: 5\n", 1),
    ],
)
def test_ten_seconds_is_not_told_where_ten_is_counted(planned: Planned, step: str, keys: str, told: int) -> None:
    """If this failed, "ten seconds" would be spoken over "ten", or be missing where nothing else tells of the end."""
    timeline = planned(step, A, keys=keys)
    assert len(_starts(timeline, 1, "Ten seconds.")) == told
    assert timeline.dropped == ()


@pytest.mark.parametrize(("count_from", "clear_ms"), [(3, 3_000), (5, 5_000), (10, 10_000)])
def test_what_comes_next_is_told_before_the_longer_countdown(planned: Planned, count_from: int, clear_ms: int) -> None:
    """If this failed, the next exercise would be named between "nine" and "eight"."""
    timeline = planned("{hold: A, for: 29s}", B, keys=f"countdown_from: {count_from}\n")
    [end] = [end for _, end, text in _spoken(timeline, 1) if text == "Next, B. Twenty seconds."]
    free_until = 29_000 - clear_ms - GAP_MS
    assert free_until - FRAME_MS < end <= free_until


# Signals that are not wanted


def _lengths(session: Session, clip_ms: dict[str, int], without: tuple[str, ...] = ()) -> tuple[Script, Lengths]:
    """Return a session's script, and how long its clips are; a clip that is not given lasts 300 ms."""
    script = write_script(session, unroll(session))
    lengths: dict[ClipKey, int] = {("voice", each.text): clip_ms.get(each.text, 300) for each in script.utterances()}
    earcons: dict[ClipKey, int] = {("earcon", sound): 200 for sound in get_args(Signal) if sound not in without}
    return script, lengths | earcons


@pytest.mark.parametrize("without", [("tick",), ("go", "rest"), get_args(Signal)])
def test_a_signal_that_is_not_wanted_leaves_its_moment_free(
    session_of: Callable[[str], Session], without: tuple[str, ...]
) -> None:
    """If this failed, `sounds: none` would end in a fault, or speech wait for a sound that does not come."""
    session = session_of(f"title: T\nsteps: [{A}, {REST}, {B}, {{reps: C, count: 12, tempo: 0.3s}}]\n")
    script, lengths = _lengths(session, {}, without)
    timeline = schedule(script, lengths).timeline
    assert not {event.sound for event in timeline.events} & {*without}
    assert {event.sound for event in timeline.events if event.sound} == {"go", "tick", "rest", "finish"} - {*without}
    if "rest" in without:
        assert _spoken(timeline, 2)[0][0] == _frame(timeline, 2, 0)


def test_speech_keeps_its_distance_from_a_sound_that_ends_with_the_step_before(
    session_of: Callable[[str], Session],
) -> None:
    """If this failed, what comes next would be told right on the tick of a fast last rep."""
    session = session_of(f"title: T\nsteps: [{{reps: C, count: 1, tempo: 0.2s}}, {REST}, {B}]\n")
    timeline = schedule(*_lengths(session, {}, ("go", "rest"))).timeline
    [tick] = [event for event in _events(timeline, 1) if event.sound == "tick"]
    assert tick.end_ms == timeline.steps[2].start_ms
    assert 0 <= _spoken(timeline, 2)[0][0] - GAP_MS < FRAME_MS


# Announcements that are spoken faster, to fit

NEXT = "Next, B. Twenty seconds."


@pytest.fixture(name="resting")
def _resting(session_of: Callable[[str], Session]) -> Session:
    """Return a session with a rest of ten seconds, in which what comes next is told."""
    return session_of(f"title: T\nsteps: [{A}, {{rest: 10s}}, {B}]\n")


def _free_ms(session: Session) -> int:
    """Return how long an announcement may be in that rest: from the signal at its start to its ticks."""
    script, lengths = _lengths(session, {})
    return 7_000 - GAP_MS - _frame(schedule(script, lengths).timeline, 2, 200 + GAP_MS)


@pytest.mark.parametrize(
    ("too_long", "texts"),
    [(lambda free: free, ()), (lambda free: free + 1, (NEXT,)), (lambda free: free * 5 // 4, (NEXT,))],
)
def test_only_what_does_not_fit_is_asked_for_again(
    resting: Session, too_long: Callable[[int], int], texts: tuple[str, ...]
) -> None:
    """If this failed, a render would speak everything twice, or drop what could have been said."""
    assert schedule(*_lengths(resting, {NEXT: too_long(_free_ms(resting))})).cramped == texts


def test_what_no_hurry_can_make_fit_is_not_asked_for(resting: Session) -> None:
    """If this failed, a render would wait for speech that is thrown away."""
    free_ms = _free_ms(resting)
    assert schedule(*_lengths(resting, {NEXT: free_ms * 5 // 4 + 2})).cramped == ()
    assert schedule(*_lengths(resting, {NEXT: 3 * free_ms})).cramped == ()


def test_a_hurried_announcement_stands_where_the_usual_one_does_not_fit(resting: Session) -> None:
    """If this failed, the listener would hear a name alone where all of it could have been said."""
    free_ms = _free_ms(resting)
    script, lengths = _lengths(resting, {NEXT: free_ms + 1})
    timeline = schedule(script, {**lengths, ("hurried", NEXT): free_ms}).timeline
    [event] = [event for event in _events(timeline, 2) if event.track == "voice"]
    assert (event.text, event.hurried, event.end_ms - event.start_ms) == (NEXT, True, free_ms)
    assert event.clip == ("hurried", NEXT)
    assert timeline.dropped == ()


def test_what_fits_is_never_hurried(resting: Session) -> None:
    """If this failed, the coach would rush without need."""
    script, lengths = _lengths(resting, {NEXT: _free_ms(resting)})
    timeline = schedule(script, {**lengths, ("hurried", NEXT): 100}).timeline
    assert [event.hurried for event in _events(timeline, 2)] == [False] * len(_events(timeline, 2))


@pytest.mark.parametrize("hurried_ms", [None, 1])
def test_a_hurried_announcement_that_is_still_too_long_gives_way_to_its_short_form(
    resting: Session, hurried_ms: int | None
) -> None:
    """If this failed, an engine that does not speak as fast as asked would talk into the ticks."""
    free_ms = _free_ms(resting)
    script, lengths = _lengths(resting, {NEXT: free_ms + 1})
    extra: Lengths = {} if hurried_ms is None else {("hurried", NEXT): free_ms + hurried_ms}
    timeline = schedule(script, {**lengths, **extra}).timeline
    assert [(event.text, event.hurried) for event in _events(timeline, 2) if event.text] == [("B.", False)]


def test_all_of_an_announcement_is_hurried_or_nothing(session_of: Callable[[str], Session]) -> None:
    """If this failed, the coach would change its speed in the middle of a sentence."""
    session = session_of(f"title: T\nsteps: [{A}, {{rest: 10s}}, {{hold: B, for: 20s, say: Hips high.}}]\n")
    script, lengths = _lengths(session, {NEXT: 4_000, "Hips high.": 2_500})
    assert schedule(script, lengths).cramped == (NEXT, "Hips high.")
    both: Lengths = {("hurried", NEXT): 3_200, ("hurried", "Hips high."): 2_000}
    spoken = [event for event in _events(schedule(script, {**lengths, **both}).timeline, 2) if event.text]
    assert [(event.text, event.hurried) for event in spoken] == [(NEXT, True), ("Hips high.", True)]
    assert spoken[1].start_ms >= spoken[0].end_ms + GAP_MS
    one: Lengths = {("hurried", NEXT): 3_200}
    spoken = [event for event in _events(schedule(script, {**lengths, **one}).timeline, 2) if event.text]
    assert [(event.text, event.hurried) for event in spoken] == [(NEXT, False)]


def test_counts_and_remarks_are_never_asked_for_faster(planned: Planned, session_of: Callable[[str], Session]) -> None:
    """If this failed, "three" would be said in haste, or a tip be rattled off."""
    text = "title: T\ntips: [TIP]\nsteps: [{hold: A, for: 30s}]\n"
    script, lengths = _lengths(session_of(text), {"TIP": 30_000, "three": 1_100, "Halfway.": 20_000})
    assert schedule(script, lengths).cramped == ()
    assert planned("{hold: A, for: 30s}", keys="tips: [TIP]\n", TIP=30_000).dropped
