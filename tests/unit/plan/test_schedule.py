"""What the listener hears, and when: each rule of placement.

Clips have pretend lengths (see `conftest.py`): 60 ms a character and at least 300 ms; `go` 270, `done` 320, `rest` 480,
`tick` 60 ms. Where a test gives lengths itself, all other clips last 300 ms, and all other signals 200.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import get_args

import pytest

from builders import script, script_step
from heard import in_step, lost, signals
from placing import FRAME_MS, GAP_MS, anchored, events_of, floating, frame, is_true, lengths_of, placed
from repcast.errors import TooLong, TooManyCues
from repcast.plan.schedule import schedule
from repcast.plan.script import Earcon, Line, Remark
from repcast.plan.timeline import ClipKey, Timeline
from repcast.session.fields import Source
from repcast.session.model import Session
from repcast.session.settings import Signal

Heard = list[tuple[int, str]]
Spoken = list[tuple[int, int, str]]

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


def _durations_s(timeline: Timeline) -> list[float]:
    return [(step.end_ms - step.start_ms) / 1000 for step in timeline.steps]


Planned = Callable[..., Timeline]


# Anchored cues


def test_a_timed_step_has_go_and_countdown_at_their_exact_moments(planned: Planned) -> None:
    """If this failed, the listener would start, count or stop at the wrong moment."""
    timeline = planned(A, REST, B)
    assert anchored(timeline, 1) == [(0, "[go]"), (7_000, "three"), (8_000, "two"), (9_000, "one")]
    assert anchored(timeline, 2)[0] == (0, "[rest]"), "it tells the end of the step, too"


def test_finish_replaces_the_last_done(planned: Planned) -> None:
    """If this failed, the end of the workout would sound like the end of any step."""
    timeline = planned(A, REST, B, "{rest: 5s}", "{say: Stretch.}")
    assert anchored(timeline, 3)[-1] == (20_000, "[finish]")
    assert [event.sound for event in timeline.events if event.sound in ("done", "finish")] == ["finish"]


def test_go_stands_for_the_done_of_the_step_that_ends_there(planned: Planned) -> None:
    """If this failed, two sounds would fall together where exercises follow each other."""
    timeline = planned(A, B)
    assert anchored(timeline, 1)[-1] == (9_000, "one")
    assert anchored(timeline, 2)[0] == (0, "[go]")
    assert [event.sound for event in timeline.events if event.start_ms == timeline.steps[2].start_ms] == ["go"]


def test_an_easy_step_begins_with_a_signal_of_its_own_and_is_led_through_like_work(planned: Planned) -> None:
    """If this failed, a walk would begin like a run, or its end come as a surprise."""
    timeline = planned(A, "{recover: Walk, for: 40s}", B)
    assert anchored(timeline, 2) == [
        *((0, "[recover]"), (20_000, "[halfway]"), (37_000, "three"), (38_000, "two"), (39_000, "one")),
    ]
    assert [event.sound for event in timeline.events if event.start_ms == timeline.steps[3].start_ms] == ["go"]
    assert [text for *_, text in floating(timeline, 1)] == ["Next, walk.", "Forty seconds."]


def test_a_session_that_ends_with_an_easy_step_is_finished_after_it(planned: Planned) -> None:
    """If this failed, the workout would be called done before its cool-down."""
    timeline = planned(A, "{recover: Walk, for: 40s}")
    assert anchored(timeline, 2)[-1] == (40_000, "[finish]")
    assert [event.sound for event in timeline.events if event.sound in ("done", "finish")] == ["finish"]


def test_done_sounds_before_a_say(planned: Planned) -> None:
    """If this failed, the end of a step would be silent where speech follows."""
    assert anchored(planned(A, "{say: Fetch your mat.}", B), 1)[-1] == (10_000, "[done]")


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
    heard = anchored(planned(f"{{work: A, for: {seconds}s}}"), 1)
    assert heard == [(0, "[go]"), *last, (seconds * 1_000, "[finish]")]


def test_a_countdown_too_slow_for_a_second_becomes_ticks_and_is_reported(planned: Planned) -> None:
    """If this failed, the words of a slow voice would run into each other, or be lost without a word."""
    fits, too_slow = planned(A, three=850), planned(A, three=1_100)
    assert [text for _, text in anchored(fits, 1)] == ["[go]", "three", "two", "one", "[finish]"]
    assert fits.dropped == ()
    assert anchored(too_slow, 1) == [
        *((0, "[go]"), (7_000, "[tick]"), (8_000, "[tick]"), (9_000, "[tick]"), (10_000, "[finish]")),
    ]
    [drop] = too_slow.dropped
    assert (drop.text, drop.step, drop.line, drop.file) == ("three, two, one", 1, 3, "test.yaml")
    assert drop.reason == "a word does not fit into 1.0 s; ticks instead"


NUMBERS = ["one", "two", "three", "four", "five", "six"]


def test_reps_are_counted_aloud_on_their_beats(planned: Planned) -> None:
    """If this failed, the listener would move off the beat."""
    timeline = planned("{reps: Hops, count: 6, tempo: 1.5s}", REST, A)
    assert anchored(timeline, 1) == [
        *((0, "[go]"), (1_500, "two"), (3_000, "three"), (4_500, "four"), (6_000, "five"), (7_500, "six")),
    ]


@pytest.mark.parametrize(
    ("keys", "go_ms", "counted"),
    [
        ("", 270, [(1_500, "two"), (3_000, "three")]),
        ("count_at: start", 270, [(1_500, "two"), (3_000, "three")]),
        ("count_at: end", 270, [(1_500, "one"), (3_000, "two")]),
        ("", 0, [(0, "one"), (1_500, "two"), (3_000, "three")]),
        ("count_at: end", 0, [(1_500, "one"), (3_000, "two")]),
    ],
)
def test_the_signal_that_starts_the_reps_is_the_first_of_them_or_the_one_that_ends_them_the_last(
    session_of: Callable[[str], Session], keys: str, go_ms: int, counted: Heard
) -> None:
    """If this failed, "one" would lie under `go`, or the last number under the signal that ends the reps."""
    text = f"title: T\nsteps: [{{reps: Hops, count: 3, tempo: 1.5s, {keys}}}, {REST}, {A}]\n"
    timeline = placed(session_of(text + ("" if go_ms else "sounds: {go: none}\n")), {}, {"go": go_ms})
    assert [each for each in anchored(timeline, 1) if each[1] != "[go]"] == counted
    assert timeline.dropped == ()


def test_the_last_rep_is_counted_where_no_signal_ends_it(session_of: Callable[[str], Session]) -> None:
    """If this failed, reps that are counted at their ends would end without a sound."""
    text = f"title: T\nsounds: {{rest: none}}\nsteps: [{{reps: Hops, count: 3, count_at: end}}, {REST}, {A}]\n"
    timeline = placed(session_of(text), {}, {"rest": 0})
    assert anchored(timeline, 1) == [(0, "[go]"), (2_000, "one"), (4_000, "two"), (6_000, "three")]


@pytest.mark.parametrize(
    ("keys", "ticks"), [("", [1_500, 3_000]), ("count_at: start", [1_500, 3_000]), ("count_at: end", [1_500, 3_000])]
)
@pytest.mark.parametrize("after", [A, REST, "{say: Hello.}"])
def test_reps_that_are_not_counted_aloud_tick(planned: Planned, keys: str, ticks: list[int], after: str) -> None:
    """If this failed, "beeps only" would have no beat, or a tick lie under the signal of what comes next."""
    timeline = planned(f"{{reps: Hops, count: 3, tempo: 1.5s, {keys}}}", after, A, keys="talk: {count: off}\n")
    assert [at for at, sound in signals(timeline, 1) if sound == "tick"] == ticks


def test_reps_too_fast_to_count_tick_and_say_each_fifth_number(planned: Planned) -> None:
    """If this failed, fast reps would be a jumble of words, or could not be followed."""
    timeline = planned("{reps: Hops, count: 12, tempo: 0.4s}")
    assert [at for at, text in anchored(timeline, 1) if text == "[tick]"] == [
        400 * rep for rep in range(1, 12) if rep not in (4, 9)
    ]
    assert [(at, text) for at, text in anchored(timeline, 1) if "[" not in text] == [(1_600, "five"), (3_600, "ten")]


@pytest.mark.parametrize(("tempo", "aloud"), [("0.45s", NUMBERS[1:]), ("0.449s", ["five"])])
def test_reps_are_counted_aloud_where_every_word_and_its_gap_fit(
    planned: Planned, tempo: str, aloud: list[str]
) -> None:
    """If this failed, words would touch, or be left out where there is room."""
    heard = anchored(planned(f"{{reps: Hops, count: 6, tempo: {tempo}}}"), 1)
    assert [text for _, text in heard if "[" not in text] == aloud


def test_a_fifth_number_that_does_not_fit_is_dropped_and_reported(planned: Planned) -> None:
    """If this failed, a number would be spoken into the next step, or be missing without a word."""
    timeline = planned(A, "{reps: Hops, count: 5, tempo: 0.3s}")
    assert "five" not in [text for _, text in anchored(timeline, 2)]
    assert [(drop.text, drop.line) for drop in timeline.dropped if drop.step == 2] == [("five", 4)]


def test_no_tick_sounds_under_a_last_number_that_reaches_into_the_next_step(
    session_of: Callable[[str], Session],
) -> None:
    """If this failed, a short change of sides after reps that are counted as they end could not be planned."""
    reps = "{reps: Hops, count: 3, count_at: end, sides: [left, right], switch: 2.25s}"
    timeline = placed(session_of(f"title: T\nsounds: {{done: none}}\nsteps: [{reps}]\n"), {"three": 700}, {"done": 0})
    assert anchored(timeline, 1)[-1] == (6_000, "three")
    assert anchored(timeline, 2) == [(1_250, "[tick]")]


def test_a_signal_that_is_not_wanted_is_not_missed(session_of: Callable[[str], Session]) -> None:
    """If this failed, a report would tell of a signal, under a number, that the author has switched off."""
    reps = "{reps: Hops, count: 3, count_at: end}, {work: Run, for: 20s, cues: [{at: 0.4s, sound: go}]}"
    timeline = placed(session_of(f"title: T\nsounds: {{go: none}}\nsteps: [{reps}]\n"), {"three": 700}, {"go": 0})
    assert anchored(timeline, 1)[-1] == (6_000, "three")
    assert lost(timeline) == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("count_at", ["start", "end"])
def test_a_few_fast_reps_only_tick(planned: Planned, count: int, count_at: str) -> None:
    """If this failed, four jumps in a second would stop the render, or be counted in a jumble."""
    timeline = planned(f"{{reps: Hops, count: {count}, tempo: 0.3s, count_at: {count_at}}}", REST, A)
    ticks = [at for at, sound in signals(timeline, 1) if sound == "tick"]
    assert ticks == [300 * rep for rep in range(1, count)]
    assert [text for _, text in in_step(timeline, 1)] == []


@pytest.mark.parametrize(("seconds", "ticks"), [(30, [27, 28, 29]), (4, [1, 2, 3]), (2, [1]), (1, [])], ids=str)
def test_a_rest_before_work_ends_in_three_ticks(planned: Planned, seconds: int, ticks: list[int]) -> None:
    """If this failed, `go` would come by surprise."""
    timeline = planned(A, f"{{rest: {seconds}s}}", B)
    assert anchored(timeline, 2) == [(0, "[rest]"), *((1_000 * tick, "[tick]") for tick in ticks)]


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
    """If this failed, a rest would begin in silence, or sound under `finish`."""
    timeline = planned(*steps)
    rests = [event for event in timeline.events if event.sound == "rest"]
    assert [event.step for event in rests] == resting
    assert all(event.start_ms == timeline.steps[event.step].start_ms for event in rests)


def test_changing_sides_ends_in_three_ticks(planned: Planned) -> None:
    """If this failed, the second side would start by surprise."""
    timeline = planned("{hold: A, for: 10s, sides: [left, right], switch: 5s}")
    assert anchored(timeline, 2) == [(2_000, "[tick]"), (3_000, "[tick]"), (4_000, "[tick]")]


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


# How far it is


@pytest.mark.parametrize("seconds", [30, 31, 60])
def test_halfway_is_sounded_on_its_moment_and_told_after_it(planned: Planned, seconds: int) -> None:
    """If this failed, half the time would be marked at a wrong moment, or the word lie under the signal."""
    timeline = planned(f"{{hold: A, for: {seconds}s}}")
    half_ms = seconds * 500
    assert (half_ms, "halfway") in signals(timeline, 1)
    assert in_step(timeline, 1, "halfway") == [(frame(timeline, 1, half_ms + 220 + GAP_MS), "Halfway.")]


def test_rests_have_no_halfway_and_no_last_ten_seconds(planned: Planned) -> None:
    """If this failed, a rest would sound like work."""
    timeline = planned(A, "{rest: 60s}", A, keys="talk: full\n")
    assert [event.cue for event in events_of(timeline, 2) if event.cue in ("halfway", "ten_seconds")] == []


@pytest.mark.parametrize(("blocked_ms", "begins_ms"), [(0, 20_016), (500, 20_664), (850, 21_000), (851, None)])
def test_ten_seconds_is_told_within_a_second_or_not_at_all(blocked_ms: int, begins_ms: int | None) -> None:
    """If this failed, the listener would hear "ten seconds" with seven left."""
    line = Line("Ten seconds left.", "ten_seconds")
    cue = Remark(line=line, opens_ms=20_000, latest_ms=21_000, source=Source("a.yaml", 1))
    blocked = (Earcon(sound="halfway", at_ms=20_000),) if blocked_ms else ()
    lengths: dict[ClipKey, int] = {("voice", line.text): 1_000, ("earcon", "halfway"): blocked_ms}
    timeline = schedule(script(script_step(0, 30_000, cues=(cue, *blocked))), lengths).timeline
    assert [event.start_ms for event in timeline.events if event.text] == ([begins_ms] if begins_ms else [])
    assert lost(timeline) == ([] if begins_ms else [("ten_seconds", line.text)])
    assert all(is_true(drop) for drop in timeline.dropped)


def test_an_announcement_goes_before_what_is_told_of_the_time_which_is_dropped_with_its_line(planned: Planned) -> None:
    """If this failed, "ten seconds" would be told late, when it is not true any more."""
    words = "x" * 95
    steps = ("{hold: A, for: 45s}", f"{{reps: B, count: 9, say: {words}}}")
    timeline = planned(*steps, keys="talk: full\n")
    assert [text for _, text in in_step(timeline, 1, "name", "instruction")] == ["Next, B.", f"X{words[1:]}."]
    drop = next(drop for drop in timeline.dropped if drop.cue == "ten_seconds")
    assert (drop.text, drop.step, drop.line) == ("Ten seconds left.", 1, 3)
    assert is_true(drop)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("countdown_from: 10\n", 0),
        ("countdown: ticks\ncountdown_from: 10\n", 0),
        ("countdown: off\ncountdown_from: 10\n", 1),
        ("countdown_from: 5\n", 1),
    ],
)
def test_ten_seconds_is_not_told_where_ten_is_counted(planned: Planned, keys: str, told: int) -> None:
    """If this failed, "ten seconds" would be spoken over "ten", or be missing where nothing else tells of the end."""
    timeline = planned("{hold: A, for: 50s}", REST, A, keys=keys)
    assert len(in_step(timeline, 1, "ten_seconds")) == told
    assert timeline.dropped == ()


# Steps that take the length of their speech


def test_the_lead_in_tells_title_rounds_total_and_the_first_step(planned: Planned) -> None:
    """If this failed, the listener would not know what the file holds, or how to start."""
    timeline = planned("{hold: A, for: 60s, say: Hips high.}", B, keys="rounds: 3\nrest_between_rounds: 60s\n")
    told = floating(timeline, 0)
    assert told[0][0] == 1_512, "the first frame after a second and a half: earbuds wake up"
    assert [text for *_, text in told] == [
        *("Test.", "Three rounds.", "About six minutes.", "First, A.", "One minute.", "Hips high.", "Get ready."),
    ]
    pauses_ms = [second[0] - first[1] for first, second in pairwise(told)]
    for pause_ms, least_ms in zip(pauses_ms, (375, 375, 2_500, 375, 1_200, 1_200), strict=True):
        assert least_ms <= pause_ms < least_ms + 1_000, "the step ends on a whole second"


@pytest.mark.parametrize(("lead_in", "seconds"), [("0s", None), ("5s", None), ("1m", 60), ("90s", 90)])
def test_the_lead_in_lasts_as_asked_or_as_long_as_its_speech(
    planned: Planned, lead_in: str, seconds: int | None
) -> None:
    """If this failed, the first step would begin while the listener is still told about it."""
    timeline = planned(A, keys=f"lead_in: {lead_in}\n")
    end_ms = timeline.steps[0].end_ms
    assert end_ms == (seconds or 13) * 1_000
    assert anchored(timeline, 0) == [(end_ms - left_ms, "[tick]") for left_ms in (3_000, 2_000, 1_000)]
    assert 0 <= end_ms - 3_000 - GAP_MS - floating(timeline, 0)[-1][1] <= FRAME_MS, "the last words are the latest"


@pytest.mark.parametrize("keys", ["", "countdown: off\n"])
@pytest.mark.parametrize(("long_ms", "reminded"), [(5_000, False), (12_000, True)])
def test_after_a_long_explanation_the_lead_in_says_the_name_once_more(
    planned: Planned,
    long_ms: int,
    reminded: bool,  # noqa: FBT001 - a parameter
    keys: str,
) -> None:
    """If this failed, what to begin with would be forgotten once it is explained."""
    timeline = planned("{hold: Plank, for: 60s, say: Slowly.}", keys=keys, **{"Slowly.": long_ms})
    told = [text for *_, text in floating(timeline, 0)][-4:]
    assert ("Plank." in told) == reminded
    assert told[-2:] == ["Plank.", "Get ready."] if reminded else ["Slowly.", "Get ready."]


@pytest.mark.parametrize(("spoken_ms", "ends_ms"), [(1_477, 12_000), (1_478, 13_000)])
def test_half_a_second_follows_what_is_said_in_a_step_of_its_own(spoken_ms: int, ends_ms: int) -> None:
    """If this failed, the next signal would come upon the last word, or after a pause that nobody asked for."""
    said = (Line("Lie down.", "own"),)  # it may have to wait for a frame: 23 ms
    steps = script_step(0, 10_000), script_step(1, None, speech=said)
    timeline = schedule(script(*steps), {("voice", "Lie down."): spoken_ms}).timeline
    assert timeline.duration_ms == ends_ms


def test_a_say_takes_as_long_as_its_speech(planned: Planned) -> None:
    """If this failed, speech would be cut off, or be followed by a long silence."""
    timeline = planned(A, "{say: Fetch your mat.}", REST)
    begin = frame(timeline, 2, 760 + GAP_MS)
    assert floating(timeline, 2) == [(begin, begin + 900, "Fetch your mat.")]
    assert _durations_s(timeline)[2] == 3  # to the whole second, and half a second of silence at least


def test_a_say_before_work_also_tells_what_comes_and_leaves_room_for_the_ticks(planned: Planned) -> None:
    """If this failed, the step after a `say` would begin unannounced."""
    timeline = planned("{say: Fetch your mat.}", "{hold: A, for: 10s, say: Hips high.}")
    told = floating(timeline, 1)
    assert [text for *_, text in told] == ["Fetch your mat.", "Next, A.", "Ten seconds.", "Hips high."]
    assert told[0][0] == frame(timeline, 1, 0)
    assert told[1][0] - told[0][1] >= 2_500, "a breath between what was said and what comes"
    length_ms = timeline.steps[1].length_ms
    assert [at - length_ms for at, _ in anchored(timeline, 1)] == [-3_000, -2_000, -1_000]
    assert 0 <= length_ms - 3_000 - GAP_MS - told[-1][1] <= FRAME_MS


def test_closing_words_follow_the_finish(planned: Planned) -> None:
    """If this failed, the file would end in the middle of a sound, or without a word."""
    timeline = planned(A)
    begin = frame(timeline, 2, 760 + GAP_MS)
    assert floating(timeline, 2) == [(begin, begin + 28 * 60, "Session complete. Well done.")]
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
    starts_ms = [timeline.steps[event.step].start_ms for event in counted]
    assert {(event.start_ms - start_ms) % 500 for event, start_ms in zip(counted, starts_ms, strict=True)} == {0}
    assert any(event.start_ms % FRAME_MS for event in counted), "most seconds are no whole frames"


def test_texts_that_follow_each_other_wait_for_a_pause_and_no_longer_than_to_the_next_frame(planned: Planned) -> None:
    """If this failed, sentences would run into each other, or each word be followed by a silence."""
    waits = set()
    for length_ms in range(600, 600 + FRAME_MS):
        timeline = planned(A, REST, B, **{"Next, B.": length_ms})
        name, amount = floating(timeline, 2)[1:]
        assert (name[2], amount[2]) == ("Next, B.", "Twenty seconds.")
        waits.add(amount[0] - name[1])
    assert waits <= {*range(375, 375 + 2 * FRAME_MS)}
    assert len(waits) > 10


def test_the_same_session_gives_the_same_timeline(planned: Planned) -> None:
    """If this failed, two renders of one file would differ."""
    first, second = (planned(*EVERYTHING, keys=KEYS) for _ in range(2))
    assert first.to_json() == second.to_json()


def test_every_drop_has_a_true_reason_and_a_line(planned: Planned) -> None:
    """If this failed, a report would send the author to the wrong place, or tell a wrong reason."""
    drops = planned(*EVERYTHING, keys=KEYS).dropped
    assert drops
    assert [drop for drop in drops if not 3 <= drop.line <= 10] == []
    assert [drop for drop in drops if not is_true(drop)] == []


# How the end is counted


def _names(count: int) -> list[str]:
    numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return numbers[:count][::-1]


def _last(timeline: Timeline, step: int) -> Heard:
    """Return what is counted in a step: seconds left, and words or [tick]."""
    length_ms = timeline.steps[step].end_ms - timeline.steps[step].start_ms
    counted = {"[tick]", *_names(10)}
    return [(length_ms - at, text) for at, text in anchored(timeline, step) if text in counted]


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
    waits_ms = timeline.steps[1].length_ms - floating(timeline, 1)[-1][1]
    least_ms = GAP_MS + 1_000 * ticks if ticks else 500
    assert least_ms <= waits_ms <= least_ms + FRAME_MS


# Signals that are not wanted


@pytest.mark.parametrize("without", [("tick",), ("go", "rest"), get_args(Signal)])
def test_a_signal_that_is_not_wanted_leaves_its_moment_free(
    session_of: Callable[[str], Session], without: tuple[str, ...]
) -> None:
    """If this failed, `sounds: none` would end in a fault, or speech wait for a sound that does not come."""
    session = session_of(f"title: T\nsteps: [{A}, {REST}, {B}, {{reps: C, count: 12, tempo: 0.3s}}]\n")
    script, lengths = lengths_of(session, {}, without)
    timeline = schedule(script, lengths).timeline
    assert not {event.sound for event in timeline.events} & {*without}
    assert {event.sound for event in timeline.events if event.sound} == {"go", "tick", "rest", "finish"} - {*without}
    if "rest" in without:
        assert floating(timeline, 2)[0][0] == frame(timeline, 2, 0)


def test_speech_keeps_its_distance_from_a_sound_that_ends_with_the_step_before(
    session_of: Callable[[str], Session],
) -> None:
    """If this failed, what comes next would be told right on the tick of a fast last rep."""
    steps = f"{{reps: C, count: 1, tempo: 0.2s}}, {REST}, {B}"
    session = session_of(f"title: T\nsounds: {{go: none, rest: none}}\nsteps: [{steps}]\n")
    timeline = schedule(*lengths_of(session, {}, ("go", "rest"))).timeline
    [tick] = [event for event in events_of(timeline, 1) if event.sound == "tick"]
    assert tick.end_ms == timeline.steps[2].start_ms
    assert 0 <= floating(timeline, 2)[0][0] - GAP_MS < FRAME_MS


# Signals that are long


@pytest.mark.parametrize("signal", get_args(Signal))
@pytest.mark.parametrize("length_ms", [60, 900, 1_500, 5_000])
def test_no_word_lies_under_a_signal_however_long_it_is(
    session_of: Callable[[str], Session], signal: Signal, length_ms: int
) -> None:
    """If this failed, a user's own gong would drown what is said; a timeline with such a word cannot be built."""
    session = session_of("title: T\n" + KEYS + "steps:\n" + "".join(f"- {step}\n" for step in EVERYTHING))
    timeline = placed(session, {}, {signal: length_ms})
    voice = [event for event in timeline.events if event.track == "voice"]
    sounds = [event for event in timeline.events if event.track == "earcon"]
    under = [
        (word.text, sound.sound)
        for word in voice
        for sound in sounds
        if word.start_ms < sound.end_ms and sound.start_ms < word.end_ms
    ]
    assert under == []
    assert all(is_true(drop) for drop in timeline.dropped)


def test_a_number_under_a_long_signal_is_left_out_and_reported(session_of: Callable[[str], Session]) -> None:
    """If this failed, "two" would be drowned by a gong, or be missing without a word."""
    session = session_of("title: T\nsteps: [{reps: Hops, count: 5, tempo: 1s}]\n")
    timeline = placed(session, {}, {"go": 2_300})
    assert [text for _, text in in_step(timeline, 1)] == ["four", "five"]
    assert [(drop.text, drop.reason) for drop in timeline.dropped] == [
        ("two", "a signal sounds at its moment"),
        ("three", "a signal sounds at its moment"),
    ]


def test_a_name_waits_for_a_long_signal_to_end(session_of: Callable[[str], Session]) -> None:
    """If this failed, a rest that begins with a gong would be silent about what comes."""
    session = session_of(f"title: T\ntalk: {{length: off}}\nsteps: [{A}, {{rest: 10s}}, {B}]\n")
    timeline = placed(session, {}, {"rest": 4_990})
    [(at_ms, text)] = in_step(timeline, 2)
    assert (at_ms, text) == (frame(timeline, 2, 4_990 + GAP_MS), "Next, B.")


def test_counts_and_remarks_are_never_asked_for_faster(session_of: Callable[[str], Session]) -> None:
    """If this failed, "three" would be said in haste, or a tip be rattled off."""
    text = f"title: T\ntips: [TIP]\nsteps: [{{hold: A, for: 50s, say: Slowly.}}, {REST}, {{hold: A, for: 50s}}]\n"
    too_long = {"TIP.": 60_000, "three": 1_100, "Halfway.": 50_000, "Ten seconds left.": 20_000}
    assert schedule(*lengths_of(session_of(text), {**too_long, "Rest, thirty seconds.": 29_000})).cramped == ()
