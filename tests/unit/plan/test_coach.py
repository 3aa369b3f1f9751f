"""What the coach says: few words that read well aloud, in the steps where they belong."""

from collections.abc import Callable

import pytest

from heard import by_step, in_step, signals, texts
from repcast.plan.coach import write_script
from repcast.plan.rules import CueKind
from repcast.plan.script import Script
from repcast.plan.timeline import Timeline
from repcast.session.fields import Source
from repcast.session.model import Session
from repcast.session.unroll import unroll

SessionOf = Callable[[str], Session]
Planned = Callable[..., Timeline]
PLANK = "{hold: side plank, for: 60s, sides: [left side, right side], say: On one arm.}"
OF_THE_TIME: tuple[CueKind, ...] = ("halfway", "time_left", "ten_seconds")
END = "Session complete. Well done."


@pytest.fixture(name="planned")
def _planned(session_of: SessionOf, plan: Callable[..., Timeline]) -> Planned:
    """Return the timeline of some steps, and of other keys."""

    def planned(*steps: str, keys: str = "") -> Timeline:
        return plan(session_of("title: core circuit\n" + keys + "steps:\n" + "".join(f"- {step}\n" for step in steps)))

    return planned


def test_a_session_reads_well_aloud(planned: Planned) -> None:
    """If this failed, the coach would not speak as a coach does."""
    keys = "rounds: 2\nrest_between_rounds: 90s\n"
    timeline = planned(PLANK, "{rest: 20s}", "{reps: High hops, count: 10, tempo: 3s}", keys=keys)
    assert by_step(timeline) == [
        (
            "Core circuit. Two rounds. About seven minutes. "
            "First, side plank, left side. One minute. On one arm. Get ready."
        ),
        "Halfway. Ten seconds left.",
        "Right side.",
        "Ten more seconds.",
        "Rest, twenty seconds. Next, high hops. Ten reps.",
        "Rest, ninety seconds. Last round. Next, side plank, left side. Side plank, left side.",
        "The last ten seconds.",
        "Right side.",
        "Ten seconds left.",
        "Next, high hops.",
        END,
    ]
    assert timeline.dropped == ()


def test_at_full_everything_is_said_each_time(planned: Planned) -> None:
    """If this failed, who wants a voice at their side all the time could not have one."""
    keys = "rounds: 2\nrest_between_rounds: 20s\ntalk: full\n"
    timeline = planned("{hold: Bridge, for: 30s, say: Squeeze.}", "{work: Run, for: 2m}", keys=keys)
    assert by_step(timeline) == [
        "Core circuit. Two rounds. About five minutes. First, bridge. Thirty seconds. Squeeze. Get ready.",
        "Halfway. Nearly there. Next, run. Two minutes.",
        "Run. One minute left. Keep going. Ten seconds left.",
        "Rest, twenty seconds. Last round. Next, bridge. Thirty seconds. Squeeze.",
        "Halfway. Nearly there. Next, run. Two minutes.",
        "Run. One minute left. Keep going. Ten more seconds.",
        END,
    ]


def test_at_full_a_second_side_is_its_side_and_no_more(planned: Planned) -> None:
    """If this failed, how long and how would be said once more for each side."""
    timeline = planned(PLANK, keys="rounds: 2\nrest_between_rounds: 20s\ntalk: full\n")
    assert texts(timeline, "instruction") == ["On one arm."] * 2
    assert texts(timeline, "length") == ["One minute.", "Rest, twenty seconds.", "One minute."]
    assert texts(timeline, "side").count("Right side.") == 2


def test_at_little_it_is_said_what_to_do_and_hardly_more(planned: Planned) -> None:
    """If this failed, who knows the session would be told again how long, how far, and how."""
    keys = "rounds: 2\nrest_between_rounds: 20s\ntalk: little\ntips: [Breathe.]\n"
    timeline = planned("{hold: Bridge, for: 3m, say: Squeeze.}", "{work: Run, for: 2m}", keys=keys)
    assert by_step(timeline) == [
        "Core circuit. First, bridge. Squeeze. Get ready.",
        "Next, run.",
        "Last round. Next, bridge.",
        "Next, run.",
        END,
    ]
    assert (90_000, "halfway") in signals(timeline, 1)
    assert texts(timeline, "count")[:3] == ["three", "two", "one"]


def test_at_none_there_are_signals_alone(planned: Planned) -> None:
    """If this failed, beeps only could not be had."""
    keys = "rounds: 2\nrest_between_rounds: 20s\ntalk: none\ntips: [Breathe.]\n"
    timeline = planned(PLANK, "{reps: Hops, count: 3}", keys=keys)
    assert texts(timeline) == []
    assert timeline.dropped == ()
    assert signals(timeline, 1) == [(0, "go"), (57_000, "tick"), (58_000, "tick"), (59_000, "tick"), (60_000, "done")]
    assert signals(timeline, 4) == [(0, "go"), (2_000, "tick"), (4_000, "tick")], "a rep each; the first is `go`"
    assert signals(timeline, 5)[0] == (0, "rest")


def test_what_an_author_says_in_a_step_of_its_own_is_always_said(planned: Planned) -> None:
    """If this failed, `talk: none` would leave out what the author wrote to be heard."""
    timeline = planned("{say: Fetch your mat.}", "{hold: A, for: 10s}", keys="talk: none\n")
    assert texts(timeline) == ["Fetch your mat."]


@pytest.mark.parametrize(
    ("steps", "keys", "opening"),
    [
        (("{hold: A, for: 44s}",), "", "Core circuit. About forty seconds."),
        (("{hold: A, for: 50m}", "{rest: 12m}"), "", "Core circuit. About one hour."),
        (
            ("{say: one two three four}", "{pause: 2m}"),
            "voice: {rate_wpm: 80}\nrounds: 4\n",
            "Core circuit. Four rounds. About eight",
        ),
        (
            ("{say: one two three four}", "{pause: 1s}"),
            "voice: {rate_wpm: 80}\nrounds: 60\n",
            "Core circuit. Sixty rounds. About four",
        ),
        (("{hold: A, for: 30s}", "{hold: B, for: 30s}"), "rounds: 3\n", "Core circuit. Three rounds. About three"),
        (("{hold: A, for: 30s}",), "rounds: 8\n", "Core circuit. Eight sets. About four minutes."),
        (("{say: Hello.}",), "", "Core circuit. About ten seconds."),
        (("{hold: A, for: 44s}",), "talk: little\n", "Core circuit. First, A."),
        (("{hold: A, for: 44s}",), "talk: {opening: off}\n", "First, A. Forty-four seconds."),
    ],
)
def test_the_opening_tells_title_rounds_and_about_how_long(
    planned: Planned, steps: tuple[str, ...], keys: str, opening: str
) -> None:
    """If this failed, the listener would not know what they are in for."""
    assert by_step(planned(*steps, keys=keys))[0].startswith(opening)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("", ["Next, last set."]),
        ("talk: full\n", ["Next, last set.", "Last set."]),
        ("talk: {opening: little}\n", ["Set one of two.", "Next, last set."]),
        ("talk: {opening: off}\n", ["Set one of two.", "Next, last set."]),
    ],
)
def test_the_first_round_is_told_unless_the_opening_told_the_rounds(
    planned: Planned, keys: str, told: list[str]
) -> None:
    """If this failed, "Two rounds." would be followed by "Round one of two.", or nobody know that there are two."""
    assert texts(planned("{hold: A, for: 30s}", keys=keys + "rounds: 2\n"), "round") == told


def test_get_ready_are_the_last_words_before_the_first_count(planned: Planned) -> None:
    """If this failed, "get ready" would be said, and then a quarter of a minute go by."""
    timeline = planned("{hold: A, for: 30s, say: Hips high.}", keys="lead_in: 1m\n")
    assert in_step(timeline, 0)[-1][1] == "Get ready."
    ends_ms = next(event.end_ms for event in timeline.events if event.text == "Get ready.")
    assert 57_000 - 200 <= ends_ms <= 57_000 - 150


@pytest.mark.parametrize("first", ["{rest: 10s}", "{say: Fetch your mat.}"])
def test_nobody_is_told_to_get_ready_for_a_rest(planned: Planned, first: str) -> None:
    """If this failed, "get ready" would be said, and then the listener would wait."""
    assert "Get ready." not in texts(planned(first, "{hold: A, for: 30s}"))


# Instructions, once


def test_an_instruction_is_given_the_first_time_alone(planned: Planned) -> None:
    """If this failed, the listener would hear the same instruction in each of ten rounds, and for each side."""
    timeline = planned(PLANK, "{rest: 20s}", keys="rounds: 3\nrest_between_rounds: 60s\n")
    assert texts(timeline, "instruction") == ["On one arm."]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("{hold: bridge, for: 30s, say: Squeeze.}", ["Squeeze."]),
        ("{hold: Bridge, for: 30s, say: On one leg.}", ["Squeeze.", "On one leg."]),
        ("{hold: Plank, for: 30s, say: Squeeze.}", ["Squeeze.", "Squeeze."]),
    ],
    ids=["the same, written twice", "the same, done otherwise", "another"],
)
def test_an_instruction_is_known_by_its_exercise_and_its_words(planned: Planned, second: str, said: list[str]) -> None:
    """If this failed, an exercise that is written twice would be explained twice, or a harder one not at all."""
    timeline = planned("{hold: Bridge, for: 30s, say: Squeeze.}", "{rest: 20s}", second)
    assert texts(timeline, "instruction") == said


def test_an_instruction_that_was_kept_quiet_is_not_known(planned: Planned) -> None:
    """If this failed, an instruction that one block does not want would be missing in the next, which wants it."""
    step = "{hold: Bridge, for: 30s, say: Squeeze.}"
    quiet = f"{{block: Quiet, talk: {{instruction: off, length: off}}, steps: [{step}, {{rest: 30s}}]}}"
    timeline = planned(quiet, step, "{rest: 30s}", step)
    assert texts(timeline, "instruction") == ["Squeeze."]
    assert in_step(timeline, 2, "instruction"), "in the rest before it is wanted"
    assert texts(timeline, "length") == ["Thirty seconds.", "Rest, thirty seconds."]


def test_another_side_explains_nothing(planned: Planned) -> None:
    """If this failed, an instruction that had no room on the first side would count as given on the second."""
    steps = "[{hold: Bridge, for: 6s, say: Squeeze.}, {rest: 20s}]"
    timeline = planned(
        "{work: Run, for: 5s}", f"{{block: B, rounds: 2, sides: [left, right], switch: 0s, steps: {steps}}}"
    )
    second_round = [step.index for step in timeline.steps if step.facts.round == 2]
    assert [text for _, text in in_step(timeline, second_round[0] - 1, "instruction")] == ["Squeeze."]


# How long


@pytest.mark.parametrize(
    ("talk", "said"),
    [
        ("usual", ["Thirty seconds.", "Ten seconds.", "Five reps."]),
        ("full", ["Thirty seconds.", "Thirty seconds.", "Ten seconds.", "Thirty seconds.", "Five reps."]),
        ("little", []),
    ],
)
def test_how_long_a_step_is_is_told_where_it_is_not_as_before(planned: Planned, talk: str, said: list[str]) -> None:
    """If this failed, a circuit would be told at each station what it told at the first, or a change be kept."""
    steps = (
        *("{work: A, for: 30s}", "{rest: 9s}", "{work: B, for: 30s}", "{rest: 9s}", "{work: C, for: 10s}"),
        *("{rest: 9s}", "{work: A, for: 30s}", "{rest: 9s}", "{reps: D, count: 5}"),
    )
    assert texts(planned(*steps, keys=f"talk: {talk}\n"), "length") == said


@pytest.mark.parametrize(
    ("talk", "rests", "said"),
    [
        ("usual", ("14s",), []),
        ("usual", ("15s",), ["Rest, fifteen seconds."]),
        ("usual", ("20s", "20s", "30s", "20s"), ["Rest, twenty seconds.", "Rest, thirty seconds."]),
        ("usual", ("44s", "44s"), ["Rest, forty-four seconds."]),
        ("usual", ("45s", "45s"), ["Rest, forty-five seconds."] * 2),
        ("full", ("9s",), []),
        ("full", ("10s", "10s"), ["Rest, ten seconds."] * 2),
        ("little", ("90s",), []),
    ],
)
def test_how_long_a_rest_is_is_told_where_it_is_long_or_new(
    planned: Planned, talk: str, rests: tuple[str, ...], said: list[str]
) -> None:
    """If this failed, each of twenty equal rests would say how long it is, or none, or a short one be talked away."""
    steps = ["{work: A, for: 30s}"]
    for rest in rests:
        steps += [f"{{rest: {rest}}}", "{work: A, for: 30s}"]
    told = [text for text in texts(planned(*steps, keys=f"talk: {talk}\n"), "length") if text.startswith("Rest")]
    assert told == said


# Rests


@pytest.mark.parametrize("after", [("{rest: 30s}", PLANK), ("{say: Stand up.}", "{hold: A, for: 10s}")])
def test_a_rest_that_no_exercise_follows_says_only_how_long(planned: Planned, after: tuple[str, ...]) -> None:
    """If this failed, a rest would announce what does not come next."""
    assert by_step(planned("{hold: A, for: 10s}", "{rest: 45s}", *after))[1] == "Rest, forty-five seconds."


@pytest.mark.parametrize("rest", ["20s", "5m"])
def test_nothing_is_said_of_a_rest_after_the_last_exercise(planned: Planned, rest: str) -> None:
    """If this failed, the listener would be told to rest after the signal that all is done."""
    timeline = planned("{hold: A, for: 10s}", f"{{rest: {rest}}}", keys="tips: [Breathe.]\ntalk: full\n")
    assert ([text for _, text in in_step(timeline, 2)], signals(timeline, 2)) == ([END], [])
    assert by_step(timeline)[-1] == END, "and not once more when the rest is over"


@pytest.mark.parametrize(
    ("rest_s", "named_ms"),
    [(10, 632), (20, 4_400), (30, 10_000), (44, 24_000), (45, 25_000), (90, 70_000), (300, 280_000)],
)
def test_what_comes_next_is_named_twenty_seconds_before_and_not_sooner(
    planned: Planned, rest_s: int, named_ms: int
) -> None:
    """If this failed, a name would be heard minutes before it is needed, or a short rest be quiet until its end."""
    timeline = planned("{hold: A, for: 10s}", f"{{rest: {rest_s}s}}", "{hold: B, for: 12s}")
    at_ms, text = in_step(timeline, 2, "name")[0]
    assert text == "Next, B."
    assert at_ms == pytest.approx(named_ms, abs=48)


def test_a_long_rest_is_told_now_and_then_quiet(planned: Planned) -> None:
    """If this failed, all would be said in one burst while the listener gasps, and be forgotten when it is needed."""
    keys = "rounds: 3\nrest_between_rounds: 90s\n"
    timeline = planned("{hold: A, for: 10s}", "{hold: B, for: 9s, say: Hips high.}", keys=keys)
    heard = in_step(timeline, 3)
    assert [text for _, text in heard] == ["Rest, ninety seconds.", "Round two of three.", "Next, A.", "A."]
    ends_ms = [event.end_ms - timeline.steps[3].start_ms for event in timeline.events if event.step == 3 and event.text]
    assert ends_ms[1] < 4_000
    assert heard[2][0] >= 70_000


@pytest.mark.parametrize(("rest", "told"), [("120s", []), ("121s", ["One minute left."]), ("5m", ["One minute left."])])
def test_the_last_minute_of_a_very_long_rest_is_told(planned: Planned, rest: str, told: list[str]) -> None:
    """If this failed, five minutes would pass without a word, and nobody know whether the file still plays."""
    timeline = planned("{hold: A, for: 10s}", f"{{rest: {rest}}}", "{hold: B, for: 12s}")
    assert texts(timeline, "time_left") == told
    if told:
        [(at_ms, _)] = in_step(timeline, 2, "time_left")
        assert 0 <= timeline.steps[2].length_ms - 60_000 - at_ms + 24 <= 24


def test_a_say_is_spoken_with_what_comes_next(planned: Planned) -> None:
    """If this failed, an exercise after a `say` would come unannounced."""
    timeline = planned("{say: Fetch your mat.}", "{hold: A, for: 10s}")
    assert by_step(timeline)[1] == "Fetch your mat. Next, A. Ten seconds."


# Half, and the last ten seconds, without saying the same all the time


def test_the_word_halfway_explains_its_tone_once(planned: Planned) -> None:
    """If this failed, "Halfway." would be said in each step, or the tone never be explained."""
    timeline = planned("{work: A, for: 40s}", "{work: B, for: 40s}", keys="rounds: 2\n")
    assert texts(timeline, "halfway") == ["Halfway."]
    assert [event.step for event in timeline.events if event.sound == "halfway"] == [1, 2, 3, 4]


def test_without_its_tone_halfway_is_said_each_time(session_of: SessionOf) -> None:
    """If this failed, nothing would tell of the half where the signal is switched off."""
    steps = "{work: A, for: 40s}, {work: B, for: 40s}"
    script = _script(session_of, steps, "sounds: {halfway: none}\n")
    assert [text for step in script.steps for text in step.texts() if text == "Halfway."] == ["Halfway."] * 2
    assert not [cue for step in script.steps for cue in step.cues if getattr(cue, "sound", "") == "halfway"]


def test_the_last_ten_seconds_are_told_in_other_words_than_before(planned: Planned) -> None:
    """If this failed, the same sentence would be heard at the end of each step."""
    assert texts(planned("{work: A, for: 50s}", "{rest: 20s}", keys="rounds: 4\n"), "ten_seconds") == [
        *("Ten seconds left.", "Ten more seconds.", "The last ten seconds.", "Ten seconds left."),
    ]


def test_encouragement_comes_late_in_a_hard_step_in_other_words_than_before(planned: Planned) -> None:
    """If this failed, "Keep going." would be heard as a step begins, in a short one, or over and over."""
    steps = ("{work: A, for: 20s}", "{work: B, for: 19s}", "{work: C, for: 100s}", "{recover: D, for: 60s}")
    timeline = planned(*steps, keys="talk: {encouragement: on}\n")
    assert texts(timeline, "encouragement") == ["Nearly there.", "Keep going."], "with 7 and with 35 seconds left"
    assert [13_000 <= at <= 17_000 for at, _ in in_step(timeline, 1, "encouragement")] == [True]
    assert [65_000 <= at <= 85_000 for at, _ in in_step(timeline, 3, "encouragement")] == [True]


@pytest.mark.parametrize(
    "steps",
    [
        ("{reps: Hops, count: 6}", "{hold: Boat, for: 9s}", "{rest: 30s}", "{hold: Boat, for: 9s}"),
        ("{hold: A, for: 5s}", "{hold: Boat, for: 9s}", "{rest: 30s}", "{hold: Bridge, for: 9s}"),
    ],
    ids=["named among reps", "named as it starts"],
)
def test_a_length_that_was_not_told_is_not_known(planned: Planned, steps: tuple[str, ...]) -> None:
    """If this failed, the listener would never hear how long an exercise takes."""
    assert texts(planned(*steps), "length")[-1] == "Nine seconds."


def test_an_author_s_encouragement_is_said_in_turn_and_a_step_s_own_goes_first(planned: Planned) -> None:
    """If this failed, an author's words would never be heard, or the same ones each time."""
    climb, own = "{work: Climb, for: 30s}", "{work: Sprint, for: 40s, encouragement: [Last hill!]}"
    block = f"{{block: Hills, rounds: 2, rest_between_rounds: 20s, steps: [{climb}, {own}]}}"
    keys = "talk: full\nencouragement: [Strong arms!, Eyes up.]\n"
    assert texts(planned(block, climb, keys=keys), "encouragement") == [
        *("Strong arms!", "Last hill!", "Eyes up.", "Last hill!", "Strong arms!")
    ]


# How much is said, in parts of a session


def test_a_block_and_a_step_may_be_talked_in_less(planned: Planned) -> None:
    """If this failed, a warm-up could not be quieter than the rest, nor one exercise talked through."""
    steps = (
        "{block: Warm-up, talk: none, steps: [{work: A, for: 40s}, {work: B, for: 40s, talk: little}]}",
        *("{rest: 20s}", "{work: C, for: 40s}"),
    )
    timeline = planned(*steps)
    assert [by_step(timeline, *OF_THE_TIME)[1:-1]] == [["Next, B.", "Rest, twenty seconds. Next, C. Forty seconds."]]
    assert in_step(timeline, 0) != []
    assert in_step(timeline, 1, "count") == [], "the numbers of A are as its block says"
    assert [text for _, text in in_step(timeline, 2, "count")] == ["three", "two", "one"]


@pytest.mark.parametrize(
    ("talk", "kind"),
    [
        *(("{name: off}", "name"), ("{name: off}", "side"), ("{round: off}", "round")),
        *(("{instruction: off}", "instruction"), ("{length: off}", "length"), ("{halfway: off}", "halfway")),
        *(("{time_left: off}", "time_left"), ("{ten_seconds: off}", "ten_seconds"), ("{tips: off}", "tip")),
        *(("{encouragement: off}", "encouragement"), ("{opening: off}", "opening"), ("{closing: off}", "closing")),
        ("{count: off}", "count"),
    ],
)
def test_each_thing_can_be_switched_off_by_itself(planned: Planned, talk: str, kind: CueKind) -> None:
    """If this failed, who is annoyed by one thing would have to do without others."""
    steps = (
        "{hold: Plank, for: 3m, sides: [left, right], say: On one arm.}",
        "{rest: 20s}",
        "{reps: Hops, count: 4}",
        "{rest: 60s}",
        "{work: Run, for: 50s}",
    )
    keys = "rounds: 2\nrest_between_rounds: 60s\ntips: [Breathe.]\n"
    everything = {event.cue for event in planned(*steps, keys=keys + "talk: full\n").events if event.text}
    assert kind in everything
    less = f"{keys}talk: {{level: full, {talk[1:]}\n"
    without = {event.cue for event in planned(*steps, keys=less).events if event.text}
    gone = {kind} | ({"name", "side"} if talk == "{name: off}" else set())
    assert without == everything - gone


def test_without_names_all_else_is_still_said(planned: Planned) -> None:
    """If this failed, `name: off` would also switch off rounds, and how an exercise is done."""
    timeline = planned(
        "{hold: A, for: 20s, say: Hips high.}",
        "{rest: 20s}",
        "{hold: B, for: 20s, say: Look down.}",
        keys="rounds: 2\nrest_between_rounds: 60s\ntalk: {name: off}\n",
    )
    assert by_step(timeline)[1:-1] == ["Rest, twenty seconds. Look down.", "Rest, one minute. Last round."]
    assert by_step(timeline)[0].endswith("Hips high. Get ready.")


@pytest.mark.parametrize("rest", ["1s", "2s", "20s"])
def test_what_has_no_room_where_no_name_is_said_is_left_out(planned: Planned, rest: str) -> None:
    """If this failed, a long instruction without a name in a short rest would end in a fault."""
    step = "{reps: Hops, count: 3, say: " + "Softly. " * 40 + "}"
    timeline = planned("{hold: A, for: 20s}", f"{{rest: {rest}}}", step, keys="talk: {name: off, length: off}\n")
    assert in_step(timeline, 2) == []
    assert [drop.cue for drop in timeline.dropped] == ["instruction"]


# The script


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


def test_phrases_of_one_s_own_are_said(planned: Planned) -> None:
    """If this failed, `phrases` would be read and never heard."""
    timeline = planned(
        *("{hold: Plank, for: 20s}", "{rest: 20s}", "{hold: Bridge, for: 20s}"),
        keys="phrases: {next: 'Up next: {name}!', rest: 'Breathe for {duration}.', complete: All done.}\n",
    )
    assert by_step(timeline)[1:] == ["Breathe for twenty seconds. Up next: bridge!", "All done."]


def test_each_step_knows_how_many_seconds_are_counted_at_its_end(session_of: SessionOf) -> None:
    """If this failed, what comes next would be told into the countdown."""
    steps = "{hold: A, for: 30s}, {rest: 9s}, {reps: B, count: 20}, {say: Hello.}, {hold: C, for: 12s}, {say: Bye.}"
    script = _script(session_of, steps, "countdown_from: 10\n")
    counted = {step.facts.name: step.countdown_s for step in script.steps if step.facts.kind not in ("say", "finish")}
    assert counted == {"Get ready": 10, "A": 10, "Rest": 3, "B": 0, "C": 3}
    assert [step.countdown_s for step in script.steps if step.facts.kind in ("say", "finish")] == [10, 0, 0]
