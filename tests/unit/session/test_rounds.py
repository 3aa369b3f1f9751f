"""Steps that are done in some rounds, and lists with a value for each round."""

from collections.abc import Callable, Mapping

import pytest

from repcast.errors import RepcastError
from repcast.session.customise import Customisation, customise
from repcast.session.model import Session
from repcast.session.unroll import unroll

SessionOf = Callable[[str], Session]

LADDER = """\
title: Ladder
steps:
- block: Ladder
  steps:
  - {reps: Thrusters, count: [21, 15, 9]}
  - {work: Row, for: [20s, {default: 30s, min: 20s, max: 40s}, 40s]}
  - {rest: [30s, 20s, 10s]}
  - {hold: Plank, for: 60s, in_rounds: last}
"""


def _amounts(session: Session) -> str:
    """Return each interval's name, and its reps or seconds."""
    words = []
    for interval in unroll(session):
        amount = interval.exercise.amounts[0] if interval.exercise else None
        count = amount if isinstance(amount, int) else (interval.duration_ms or 0) // 1000
        words.append(f"{interval.facts.name or interval.facts.kind}{count}")
    return " ".join(words)


def test_each_round_has_its_value(session_of: SessionOf) -> None:
    """If this failed, a ladder would not go down."""
    found = _amounts(session_of(LADDER))
    assert found == "Thrusters21 Row20 rest30 Thrusters15 Row30 rest20 Thrusters9 Row40 rest10 Plank60"


def test_a_pause_has_its_value_too(session_of: SessionOf) -> None:
    """If this failed, a rest could get shorter from round to round, and a pause could not."""
    session = session_of("title: T\nsteps: [{work: B, for: 10s}, {pause: [30s, 20s]}]\n")
    assert _amounts(session) == "B10 pause30 B10 pause20"
    fewer = customise(session, Customisation(settings={"Pause.for": "5s, 4s"}, scale={"rests": 0.5}))
    assert _amounts(fewer) == "B10 pause5 B10 pause4"


def test_a_step_of_a_later_round_is_still_the_same_step(session_of: SessionOf) -> None:
    """If this failed, each round of a ladder would be announced as an exercise that was not done before."""
    thrusters = [each.exercise for each in unroll(session_of(LADDER)) if each.facts.name == "Thrusters"]
    assert len({id(exercise.whole) for exercise in thrusters if exercise}) == 1


@pytest.mark.parametrize(
    ("in_rounds", "done"),
    [("first", [1]), ("last", [4]), ("not last", [1, 2, 3]), ("2", [2]), ("[1, 3]", [1, 3]), ("[4, 4]", [4])],
)
def test_a_step_is_done_in_its_rounds(session_of: SessionOf, in_rounds: str, done: list[int]) -> None:
    """If this failed, a hold at the end of the last set would come in every set, or in none."""
    step = f"{{hold: A, for: 10s, in_rounds: {in_rounds}}}"
    session = session_of(f"title: T\nrounds: 4\nsteps: [{{work: B, for: 10s}}, {step}]\n")
    assert [each.facts.round for each in unroll(session) if each.facts.name == "A"] == done


@pytest.mark.parametrize(
    ("change", "amounts"),
    [
        (Customisation(scale={"reps": 2}), "Thrusters42 Thrusters30 Thrusters18"),
        (Customisation(scale={"work": 0.5}, beyond_range=True), "Row10 Row15 Row20"),
        (Customisation(scale={"rests": 2}), "rest60 rest40 rest20"),
        (Customisation(settings={"Thrusters.count": "10"}), "Thrusters10 Thrusters10 Thrusters10"),
        (Customisation(settings={"Thrusters.count": "[5, 4, 3]"}), "Thrusters5 Thrusters4 Thrusters3"),
        (Customisation(settings={"Rest.for": "5s, 6s,7s"}), "rest5 rest6 rest7"),
        (Customisation(settings={"Row.for": "30s"}), "Row30 Row30 Row30"),
        (
            Customisation(
                settings={"Ladder.rounds": "2", "Thrusters.count": "7, 5", "Row.for": "20s, 21s", "Rest.for": "9s"}
            ),
            "Thrusters7 Thrusters5",
        ),
    ],
)
def test_lists_are_customised_value_by_value(session_of: SessionOf, change: Customisation, amounts: str) -> None:
    """If this failed, a level would make every round of a ladder alike, or change only the first."""
    found = _amounts(customise(session_of(LADDER), change)).split()
    assert [each for each in found if each.startswith(amounts[:3])] == amounts.split()


@pytest.mark.parametrize(
    ("settings", "problem", "hint"),
    [
        (
            {"Ladder.rounds": "2"},
            "Thrusters.count has 3 values, and 'Ladder' has 2 rounds",
            'set "Thrusters.count=21, 15", or Ladder.rounds=3',
        ),
        (
            {"Thrusters.count": "21, 15, 9, 3"},
            "Thrusters.count has 4 values, and 'Ladder' has 3 rounds",
            'set "Thrusters.count=21, 15, 9", or Ladder.rounds=4',
        ),
        ({"Row.for": "50s"}, "Row.for=50s is outside the author's range 20s to 40s", "choose a value inside it"),
        ({"Thrusters.count": "5, 0, 3"}, "Thrusters.count=5, 0, 3: 0 is too small", "the least is 1"),
    ],
)
def test_a_list_that_does_not_fit_says_what_does(
    session_of: SessionOf, settings: Mapping[str, str], problem: str, hint: str
) -> None:
    """If this failed, a round would have no value, or a user not learn which text to write."""
    with pytest.raises(RepcastError) as caught:
        customise(session_of(LADDER), Customisation(settings=settings))
    assert (caught.value.problem, caught.value.hint) == (problem, hint)


def test_no_more_is_picked_than_there_is(session_of: SessionOf) -> None:
    """If this failed, a session would be saved that is refused as a file."""
    with pytest.raises(
        RepcastError, match="pick is 5, and 'Ladder' has 3 exercises to pick from; write pick: 3 or less"
    ):
        customise(session_of(LADDER), Customisation(settings={"Ladder.pick": "5"}))


def test_a_round_is_not_emptied_by_a_setting(session_of: SessionOf) -> None:
    """If this failed, a listener would hear "Round three of three." and nothing after it."""
    session = session_of("title: T\nrounds: 2\nsteps: [{hold: A, for: 10s, in_rounds: [1, 2]}]\n")
    with pytest.raises(RepcastError, match="nothing is done in round 3 of 'T'"):
        customise(session, Customisation(settings={"rounds": "3"}))


@pytest.mark.parametrize(
    ("in_rounds", "mend"),
    [("[1, 3]", "A.in_rounds=[1]"), ("3", "A.in_rounds=last")],
)
def test_a_round_that_is_set_away_is_missed(session_of: SessionOf, in_rounds: str, mend: str) -> None:
    """If this failed, a step would be left out in silence, and a session that is saved be refused as a file."""
    step = f"{{hold: A, for: 10s, in_rounds: {in_rounds}}}"
    session = session_of(f"title: T\nrounds: 3\nsteps: [{{work: B, for: 10s}}, {step}]\n")
    with pytest.raises(RepcastError) as caught:
        customise(session, Customisation(settings={"rounds": "2"}))
    assert caught.value.problem == "a step of 'T' is done in round 3, and there are 2"
    assert caught.value.hint == f'set "{mend}", too, or rounds=3'
    key, value = mend.split("=")
    assert "A10" in _amounts(customise(session, Customisation(settings={"rounds": "2", key: value})))


def test_what_is_not_done_in_the_last_round_is_not_done_in_the_only_one(session_of: SessionOf) -> None:
    """If this failed, nobody could do one round of a session that rests between its rounds."""
    session = session_of("title: T\nrounds: 3\nsteps: [{work: B, for: 10s}, {rest: 20s, in_rounds: not last}]\n")
    assert _amounts(customise(session, Customisation(settings={"rounds": "1"}))) == "B10"
