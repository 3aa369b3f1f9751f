"""What is right in a session's file, but hardly meant so."""

import pytest

from repcast.doubts import doubts
from repcast.reading.loader import SESSIONS, accept, validate

LONG = "Walk forward in deep lunges, a rep for each. Drive the back knee up high, like a sprinter, and swing both arms."


def _doubts(text: str) -> list[str]:
    source = SESSIONS.read(text.encode(), shown="mine.yaml")
    return [str(each) for each in doubts(source, accept(validate(source)))]


def test_a_tip_that_a_comma_tears_in_two() -> None:
    """If this failed, the coach would say half a sentence now, and the other half in two minutes."""
    text = "title: T\ntips: [Hard, but with good form.]\nsteps:\n- {work: Jacks, for: 30s}\n"
    assert _doubts(text) == [
        (
            "mine.yaml:2:14: a comma tears a tip in two here: 'Hard' and 'but with good form.'; "
            'if they are one, put it in quotes: "Hard, but with good form."'
        )
    ]


@pytest.mark.parametrize(
    "tips",
    [
        "[Breathe., Hips high.]",
        "[Breathe, Look up]",
        "['Hard, but with good form.']",
        "\n- hips high\n- eyes down",
        "[Breathe out., and in.]",
        "[hips high, chest up, eyes forward]",
    ],
)
def test_tips_that_are_whole(tips: str) -> None:
    """If this failed, an author would be asked about each list of tips."""
    assert _doubts(f"title: T\nsteps:\n- {{work: Jacks, for: 30s}}\ntips: {tips}\n") == []


def test_a_torn_tip_in_a_step_of_a_block() -> None:
    """If this failed, only the session's own tips would be looked at."""
    text = "title: T\nsteps:\n- block: B\n  steps:\n  - {work: Jacks, for: 30s, tips: [Fast, yet soft.]}\n"
    assert [each.partition(": ")[0] for each in _doubts(text)] == ["mine.yaml:5:42"]


def test_torn_encouragement() -> None:
    """If this failed, half a sentence would be shouted now, and the other half in the next step."""
    text = "title: T\ntalk: full\nencouragement: [Strong, and smooth.]\nsteps:\n- {work: Jacks, for: 30s}\n"
    assert _doubts(text) == [
        (
            "mine.yaml:3:25: a comma tears a sentence in two here: 'Strong' and 'and smooth.'; "
            'if they are one, put it in quotes: "Strong, and smooth."'
        )
    ]


WORK = "{work: Jacks, for: 30s}"
WHERE = {
    "encouragement": "encouragement comes in work and holds of 20 s or more",
    "tips": "tips come in timed steps of 20 s or more, and in a rest of 20 s or more before counted reps",
}


@pytest.mark.parametrize("key", ["encouragement", "tips"])
@pytest.mark.parametrize(
    ("talk", "steps", "is_heard"),
    [
        ("full", WORK, True),
        ("full", "{hold: Plank, for: 19s}\n- {reps: Squats, count: 30}", False),
        ("full", f"{{hold: Plank, for: 19s}}\n- {WORK}", True),
        ("full", "{work: Jacks, for: 30s, talk: little}", None),
        ("little", WORK, None),
        ("little", "{work: Jacks, for: 30s, talk: full}", True),
    ],
    ids=["heard", "too short, and counted", "once", "silenced in the step", "silenced", "turned on in the step"],
)
def test_a_list_that_nobody_hears(key: str, talk: str, steps: str, *, is_heard: bool | None) -> None:
    """If this failed, an author would write words, hear none of them, and not know why."""
    hint = f"write talk: {{{key}: on}} in its steps, or beside it" if is_heard is None else WHERE[key]
    told = [] if is_heard else [f"mine.yaml:2:{len(key) + 3}: none of this is ever said; {hint}"]
    assert _doubts(f"title: T\n{key}: [Strong arms!]\ntalk: {talk}\nsteps:\n- {steps}\n") == told


@pytest.mark.parametrize("key", ["encouragement", "tips"])
def test_a_list_in_whose_place_each_step_has_one_of_its_own(key: str) -> None:
    """If this failed, an author would be told to turn on what is on."""
    text = f"title: T\n{key}: [Strong arms!]\ntalk: full\nsteps:\n- {{work: Jacks, for: 30s, {key}: [Up!]}}\n"
    hint = f"each step has {key} of its own, or of its block: take these away, or those"
    assert _doubts(text) == [f"mine.yaml:2:{len(key) + 3}: none of this is ever said; {hint}"]


def test_each_list_that_nobody_hears() -> None:
    """If this failed, one list that is heard would hide another that is not."""
    short = "{work: Sprint, for: 9s, encouragement: [Go!]}"
    text = f"title: T\ntalk: full\nencouragement: [Strong arms!]\nsteps:\n- {WORK}\n- {short}\n"
    assert [each.partition(": ")[0] for each in _doubts(text)] == ["mine.yaml:6:42"]


@pytest.mark.parametrize("talk", ["none", "{instruction: off}"])
def test_a_long_instruction_that_is_not_said(talk: str) -> None:
    """If this failed, who wants beeps only would be asked to shorten what nobody hears."""
    assert _doubts(f"title: T\ntalk: {talk}\nsteps:\n- {WORK}\n- {{work: Lunges, for: 9s, say: '{LONG}'}}\n") == []


def test_a_rest_after_everything() -> None:
    """If this failed, the listener would wait in silence for an exercise that never comes."""
    text = "title: T\nrounds: 3\nsteps:\n- {work: Squats, for: 40s}\n- {rest: 20s}\n"
    assert _doubts(text) == [
        (
            "mine.yaml:5:3: this rest comes after everything, and only the last words are said in it; "
            "for a rest between rounds, write rest_between_rounds: 20s beside rounds in its place"
        )
    ]


@pytest.mark.parametrize(
    ("steps", "hint"),
    [
        ("- {work: A, for: 40s}\n- {rest: 20s}", "take it away"),
        ("- {work: A, for: 40s}\n- block: B\n  steps:\n  - {work: A, for: 9s}\n  - {rest: 20s}", "take it away"),
        (
            "- {rest: 9s}\n- block: B\n  rounds: 2\n  steps:\n  - {work: A, for: 9s}\n  - {rest: {default: 5s}}",
            "for a rest between rounds, write rest_between_rounds: 5s beside rounds in its place",
        ),
        (
            "- block: A\n  steps:\n  - {reps: Squats, count: [9, 6]}\n  - {rest: 20s}\n",
            "for a rest between rounds, write rest_between_rounds: 20s beside rounds in its place",
        ),
        (
            "- block: A\n  steps:\n  - {work: Squats, for: 40s}\n  - {rest: [20s, 10s]}\n",
            "for rests between rounds alone, write in_rounds: not last beside it",
        ),
    ],
)
def test_the_mend_for_a_last_rest(steps: str, hint: str) -> None:
    """If this failed, the author would be told to rest between rounds that there are not."""
    assert [each.partition("said in it; ")[2] for each in _doubts(f"title: T\nsteps:\n{steps}\n")] == [hint]


@pytest.mark.parametrize(
    "steps",
    [
        "- {rest: 20s}",
        "- {rest: 20s}\n- {work: A, for: 40s}",
        "- {rest: 20s}\n- {say: Stretch.}",
        "- block: B\n  rounds: 2\n  steps:\n  - {work: A, for: 9s}\n  - {rest: 5s, in_rounds: not last}",
        "- block: B\n  pick: 1\n  steps:\n  - {work: A, for: 9s}\n  - {work: C, for: 9s}\n  - {rest: 5s}",
    ],
)
def test_rests_that_something_follows_or_that_are_all(steps: str) -> None:
    """If this failed, a good session would be doubted."""
    assert _doubts(f"title: T\nsteps:\n{steps}\n") == []


def test_an_instruction_that_is_too_long_for_its_place() -> None:
    """If this failed, a long explanation would be cut, or given right before a change."""
    text = f"title: T\nsteps:\n- {{work: Jacks, for: 30s}}\n- {{reps: Lunges, count: 9, say: '{LONG}'}}\n"
    assert _doubts(text) == [
        (
            "mine.yaml:4:33: this takes about 8s to say, and there are 6s for it before the step; "
            "shorten it, put a rest before the step, or say it in a step of its own: - say: …"
        )
    ]


@pytest.mark.parametrize("before", ["", "- {rest: 30s}\n", "- {say: And now:}\n"])
def test_long_instructions_that_have_their_time(before: str) -> None:
    """If this failed, whoever leaves room for an instruction would be told to shorten it."""
    before = before.replace("now:", "now")
    assert _doubts(f"title: T\nsteps:\n{before}- {{reps: Lunges, count: 9, say: '{LONG}'}}\n") == []


def test_an_instruction_is_told_once_for_all_rounds_and_sides() -> None:
    """If this failed, one line would be reported as often as its step is done."""
    step = f"- {{hold: Lunge, for: 20s, switch: 0s, sides: [left, right], say: '{LONG}'}}\n"
    assert len(_doubts(f"title: T\nrounds: 3\nsteps:\n- {{work: Jacks, for: 30s}}\n{step}")) == 1


@pytest.mark.parametrize(
    ("reps", "cadence"),
    [
        ("count: 165, tempo: 0.364s", "for: 1m, cadence: 165"),
        ("count: 1000, tempo: 0.35s", "for: 5m50s, cadence: 171"),
        ("count: 20, tempo: 0.35s", ""),
        ("count: [20, 100], tempo: 0.35s", "for: [7s, 35s], cadence: 171"),
        ("count: [20, 30], tempo: 0.35s", ""),
        ("count: 100, tempo: 1s", ""),
    ],
)
def test_reps_that_are_a_beat(reps: str, cadence: str) -> None:
    """If this failed, who wants a beat to run to would not learn that there is one."""
    found = _doubts(f"title: T\nsteps:\n- {{reps: Run, {reps}}}\n")
    assert [each.rpartition("work: Run, ")[-1] for each in found] == [cadence] * bool(cadence)
    assert all(each.startswith("mine.yaml:3:3: ") for each in found)


def test_a_last_rest_with_words_is_meant() -> None:
    """If this failed, "stretch now" in a last rest would be called a mistake."""
    assert _doubts("title: T\nsteps:\n- {work: Jacks, for: 30s}\n- {rest: 60s, say: Stretch now.}\n") == []
