"""Rounds, sides and rests unrolled into what happens, in order."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from repcast.errors import RoundTooLong, TooLong, TooManySteps
from repcast.reading.loader import load
from repcast.session.model import Session
from repcast.session.unroll import Heading, unroll

SessionOf = Callable[[str], Session]

A = "{hold: A, for: 30s}"
B = "{work: B, for: 20s}"
EASY = "{recover: Walk, for: 60s}"
SIDES = "{hold: S, for: 30s, sides: [left, right]}"
REST = "{rest: 10s}"
SAY = "{say: Fetch your mat.}"


def _text(*steps: str, keys: str = "") -> str:
    return "title: T\n" + keys + "steps:\n" + "".join(f"- {step}\n" for step in steps)


def _short(session: Session) -> str:
    """Return the intervals as words: names with sides, rests and switches with their seconds."""
    words = []
    for interval in unroll(session):
        seconds = (interval.duration_ms or 0) // 1000
        recovery = {"rest": f"rest{seconds}", "switch": f"switch{seconds}", "speech": "say"}
        words.append(recovery.get(interval.facts.purpose, f"{interval.facts.name}{interval.facts.side[:1]}"))
    return " ".join(words)


@pytest.mark.parametrize(
    ("steps", "keys", "unrolled"),
    [
        ((A, B), "", "A B"),
        ((A, EASY, B), "", "A Walk B"),
        ((A, EASY, B), "rest_between_steps: 15s\n", "A Walk B"),
        ((A, B), "rest_between_steps: 15s\n", "A rest15 B"),
        ((A, REST, B), "rest_between_steps: 15s\n", "A rest10 B"),
        ((A, SAY, B), "rest_between_steps: 15s\n", "A rest15 say B"),
        ((A, SAY, REST, B), "rest_between_steps: 15s\n", "A say rest10 B"),
        ((SAY, A), "rest_between_steps: 15s\n", "say A"),
        ((A, REST), "rest_between_steps: 15s\n", "A rest10"),
        ((A, B), "rounds: 2\n", "A B A B"),
        ((A, B), "rounds: 2\nrest_between_rounds: 90s\n", "A B rest90 A B"),
        ((A, B), "rounds: 2\nrest_between_rounds: 90s\nrest_between_steps: 5s\n", "A rest5 B rest90 A rest5 B"),
        ((SIDES,), "", "Sl switch5 Sr"),
        (("{hold: S, for: 30s, sides: [left, right], switch: 0s}",), "", "Sl Sr"),
        (("{hold: S, for: 30s, sides: [x, y, z], switch: 8s}",), "", "Sx switch8 Sy switch8 Sz"),
        ((SIDES, A), "rest_between_steps: 15s\n", "Sl switch5 Sr rest15 A"),
        ((f"{{block: X, rounds: 2, rest_between_rounds: 7s, steps: [{A}, {B}]}}",), "", "A B rest7 A B"),
        ((A, f"{{block: X, steps: [{B}, {B}]}}", A), "rest_between_steps: 15s\n", "A rest15 B B rest15 A"),
        ((f"{{block: X, rounds: 2, steps: [{A}]}}",), "rounds: 2\nrest_between_rounds: 9s\n", "A A rest9 A A"),
    ],
)
def test_rounds_sides_and_rests_come_in_order(
    session_of: SessionOf, steps: tuple[str, ...], keys: str, unrolled: str
) -> None:
    """If this failed, the workout would not be the one that the author wrote."""
    assert _short(session_of(_text(*steps, keys=keys))) == unrolled


@pytest.mark.parametrize(
    ("block", "unrolled"),
    [
        (f"rounds: 2, rest_between_rounds: 7s, steps: [{A}, {B}]", "Al Bl switch5 Ar Br rest7 Al Bl switch5 Ar Br"),
        (f"rest_between_steps: 3s, steps: [{A}, {B}]", "Al rest3 Bl switch5 Ar rest3 Br"),
        (f"switch: 0s, steps: [{A}]", "Al Ar"),
        (f"steps: [{REST}, {{block: Y, rounds: 2, steps: [{A}]}}]", "rest10 Al Al switch5 rest10 Ar Ar"),
        (f"every: 2m, steps: [{A}]", "Al switch5 Ar rest55"),
    ],
)
def test_a_block_is_done_on_each_side_in_each_round(session_of: SessionOf, block: str, unrolled: str) -> None:
    """If this failed, one side would be trained more than the other, or all of it before the other begins."""
    assert _short(session_of(_text(f"{{block: X, sides: [left, right], {block}}}", B))) == f"{unrolled} B"


def test_the_side_of_a_block_is_told_with_its_first_exercise_and_shown_with_all(session_of: SessionOf) -> None:
    """If this failed, a listener would not know which side begins, or hear it before every exercise."""
    session = session_of(_text(f"{{block: X, sides: [front, back], switch: 0s, steps: [{A}, {SIDES}]}}"))
    work = [each for each in unroll(session) if each.exercise]
    assert [each.facts.side for each in work] == [
        *("front", "front, left", "front, right"),
        *("back", "back, left", "back, right"),
    ]
    assert [each.told_side for each in work] == ["front", "left", "right", "back", "left", "right"]


def test_one_exercise_on_each_side_of_a_block_goes_on(session_of: SessionOf) -> None:
    """If this failed, its name would be said again where the side alone is news."""
    one = session_of(_text(f"{{block: X, sides: [left, right], steps: [{A}]}}"))
    two = session_of(_text(f"{{block: X, sides: [left, right], steps: [{A}, {B}]}}"))
    assert [each.continues for each in unroll(one)] == [False, False, True]
    assert not any(each.continues for each in unroll(two))


def test_the_rounds_around_the_innermost_are_known(session_of: SessionOf) -> None:
    """If this failed, a chapter of one round would be called like those of all others."""
    inner = f"{{block: Y, rounds: 2, steps: [{A}]}}"
    session = session_of(_text(f"{{block: X, rounds: 3, steps: [{inner}, {B}]}}", keys="rounds: 4\n"))
    first, second, *_ = (each.facts for each in unroll(session))
    assert (first.round, first.rounds, first.outer) == (1, 2, ((1, 4), (1, 3)))
    third, fourth = [each.facts for each in unroll(session)][2:4]
    assert (third.name, third.round, third.rounds, third.outer) == ("B", 1, 3, ((1, 4),))
    assert fourth.outer == ((1, 4), (2, 3))
    assert second.round == 2


def test_a_recovery_is_an_exercise_in_which_one_takes_it_easy(session_of: SessionOf) -> None:
    """If this failed, a walk would have no name, or start and sound like a run."""
    session = session_of(_text(B, EASY, REST))
    facts = [each.facts for each in unroll(session)]
    assert [(each.purpose, each.kind, each.effort) for each in facts] == [
        ("work", "work", "work"),
        ("work", "recover", "rest"),
        ("rest", "rest", "rest"),
    ]


def test_core_is_three_times_the_ab_circuit_and_the_planks() -> None:
    """If this failed, the built-in core circuit would not be the runner's."""
    once = "Flutter kicks Bicycle kicks Hello dollys Six inches Front plank Side plankl switch5 Side plankr"
    assert _short(load("core")).split(" rest90 ") == [once] * 3


def test_every_interval_knows_its_round(session_of: SessionOf) -> None:
    """If this failed, the plan would show steps in the wrong round."""
    block = f"{{block: X, rounds: 2, rest_between_rounds: 7s, steps: [{A}]}}"
    session = session_of(_text(B, block, keys="rounds: 2\nrest_between_rounds: 9s\n"))
    assert [(each.facts.name, each.facts.round) for each in unroll(session)] == [
        *(("B", 1), ("A", 1), ("", 1), ("A", 2), ("", 1)),
        *(("B", 2), ("A", 1), ("", 1), ("A", 2)),
    ]


def test_headings_tell_where_blocks_and_rounds_begin(session_of: SessionOf) -> None:
    """If this failed, "round two of two" would be spoken at the wrong step, or a block would go unnamed."""
    block = f"{{block: X, rounds: 2, steps: [{A}, {B}]}}"
    session = session_of(_text(block, f"{{block: Y, steps: [{B}]}}", keys="rounds: 2\n"))
    rounds = [Heading(round=number, of=2, is_final=False) for number in (1, 2)]
    inner = [Heading(name="X", of=2), Heading(round=2, of=2), Heading(name="Y", is_set=True)]
    early = [replace(each, is_final=False) for each in inner]
    assert [each.headings for each in unroll(session)] == [
        *((rounds[0], early[0]), (), (early[1],), (), (early[2],)),
        *((rounds[1], inner[0]), (), (inner[1],), (), (inner[2],)),
    ], "and the last round is none as long as one is left around it, or in it"


@pytest.mark.parametrize(
    ("steps", "is_set"),
    [
        ([A], True),
        ([SIDES], True),
        ([A, REST], True),
        ([SAY, REST, A], True),
        ([EASY], True),
        ([A, A], False),
        ([A, B], False),
        ([f"{{block: X, steps: [{A}]}}"], False),
        ([A, f"{{block: X, steps: [{A}]}}"], False),
        ([REST], False),
        ([SAY], False),
    ],
)
def test_rounds_of_one_exercise_are_sets_of_it(session_of: SessionOf, steps: list[str], is_set: bool) -> None:  # noqa: FBT001
    """If this failed, eight sets of squats would be called eight rounds, or two exercises in turn sets."""
    first = unroll(session_of(_text(*steps, keys="rounds: 2\n")))[0]
    assert first.headings[0] == Heading(round=1, of=2, is_set=is_set)


def test_steps_that_nobody_named_have_no_name(session_of: SessionOf) -> None:
    """If this failed, a German session would have rests of an English name."""
    session = session_of(_text(SIDES, SAY, B, keys="rounds: 2\nrest_between_rounds: 9s\nrest_between_steps: 5s\n"))
    names = {each.facts.kind: each.facts.name for each in unroll(session)}
    assert names == {"hold": "S", "switch": "", "rest": "", "say": "", "work": "B"}


def test_how_much_is_said_is_as_at_the_step_else_the_block_else_the_session(session_of: SessionOf) -> None:
    """If this failed, a block could not be quieter than its session, or a step not be talked through in it."""
    own = "{hold: A, for: 30s, sides: [l, r], talk: {tips: off}}"
    talk = "{level: none, halfway: on}"
    session = session_of(
        _text(
            *(A, "{hold: A, for: 30s, talk: full}", "{rest: 10s, talk: none}", SAY),
            f"{{block: X, talk: {talk}, rounds: 2, rest_between_rounds: 7s, steps: [{A}, {own}]}}",
            f"{{block: Y, talk: {{name: off}}, steps: [{A}]}}",
            keys="talk: little\n",
        )
    )
    found = [str(each.talk) for each in unroll(session)]
    assert found[:4] == ["little", "full", "none", "little"]
    one_round = ["none, halfway: on", *["none, halfway: on, tips: off"] * 3]  # a side, the change of sides, and a side
    assert found[4:-1] == [*one_round, "none, halfway: on", *one_round]
    assert found[-1] == "little, name: off"


def test_tips_are_the_steps_own_or_those_of_the_nearest_group_that_has_some(session_of: SessionOf) -> None:
    """If this failed, the hint for one exercise would be spoken in another."""
    own = "{hold: A, for: 30s, tips: [own]}"
    session = session_of(
        _text(
            *(own, A),
            f"{{block: X, tips: [block], steps: [{own}, {A}]}}",
            f"{{block: Y, steps: [{A}]}}",
            keys="tips: [all]\n",
        )
    )
    assert [each.tips for each in unroll(session)] == [("own",), ("all",), ("own",), ("block",), ("all",)]


def test_later_sides_continue_the_first(session_of: SessionOf) -> None:
    """If this failed, the instruction would be spoken again for each side."""
    assert [(each.facts.side, each.continues) for each in unroll(session_of(_text(SIDES)))] == [
        *(("left", False), ("", False), ("right", True)),
    ]


def test_ten_thousand_steps_are_allowed_and_one_more_is_not(session_of: SessionOf) -> None:
    """If this failed, a few nested rounds could keep the program busy for ever."""
    hundred = "{block: X, rounds: 100, steps: [{work: A, for: 1s}]}"
    session = session_of(_text(hundred, keys="rounds: 100\n"))
    assert len(unroll(session)) == 10_000
    with pytest.raises(TooManySteps, match="more than 10,000 steps"):
        unroll(session.model_copy(update={"rounds": 101}))


def test_24_hours_are_allowed_and_more_are_not(session_of: SessionOf) -> None:
    """If this failed, a slip in a number of rounds could fill the disk."""
    session = session_of(_text("{work: A, for: 24m}", keys="lead_in: 0s\nrounds: 60\n"))
    assert sum(each.duration_ms or 0 for each in unroll(session)) == 24 * 3_600_000
    with pytest.raises(TooLong, match="more than 24 hours"):
        unroll(session.model_copy(update={"rounds": 61}))
    with pytest.raises(TooLong, match="more than 24 hours"):
        unroll(session.model_copy(update={"lead_in": session_of(_text("{rest: 1s}")).lead_in}))


@pytest.mark.parametrize(("every", "rests"), [("30s", []), ("31s", [1_000]), ("1m", [30_000])])
def test_a_round_that_begins_every_so_often_is_filled_with_rest(
    every: str, rests: list[int], session_of: Callable[[str], Session]
) -> None:
    """If this failed, "every minute on the minute" would drift by what its steps leave."""
    session = session_of(f"title: x\nrounds: 2\nevery: {every}\nsteps: [{{hold: A, for: 10s}}, {{hold: B, for: 20s}}]")
    intervals = unroll(session)
    assert [each.duration_ms for each in intervals if each.facts.purpose == "rest"] == rests
    seconds = [each.facts.round for each in intervals if each.facts.purpose == "work"]
    assert seconds == [1, 1, 2, 2]


def _every(every: str, *steps: str, rounds: int = 1) -> str:
    return f"{{block: X, every: {every}, rounds: {rounds}, steps: [{', '.join(steps)}]}}"


EMOM = _every("1m", B, rounds=2)


@pytest.mark.parametrize(
    ("steps", "keys", "unrolled"),
    [
        ((EMOM,), "", "B rest40 B"),
        ((EMOM, A), "", "B rest40 B rest40 A"),
        ((EMOM, EASY), "", "B rest40 B rest40 Walk"),
        ((EMOM, REST), "", "B rest40 B rest10"),
        ((EMOM, SAY), "", "B rest40 B say"),
        ((EMOM, REST, SAY, A), "", "B rest40 B rest40 rest10 say A"),
        ((EMOM, f"{{block: Y, steps: [{REST}]}}"), "", "B rest40 B rest10"),
        ((EMOM, f"{{block: Y, steps: [{REST}, {A}]}}"), "", "B rest40 B rest40 rest10 A"),
        ((f"{{block: Y, steps: [{EMOM}]}}", A), "", "B rest40 B rest40 A"),
        ((A, EMOM), "rounds: 2\n", "A B rest40 B rest40 A B rest40 B"),
        ((EMOM,), "rounds: 2\nrest_between_rounds: 9s\n", "B rest40 B rest40 rest9 B rest40 B"),
        ((_every("1m", A), _every("1m", B)), "rounds: 2\nevery: 2m\n", "A rest30 B rest40 A rest30 B"),
        ((_every("1m", A), _every("1m", B)), "rounds: 2\nevery: 3m\n", "A rest30 B rest40 rest60 A rest30 B"),
        ((REST,), "rounds: 2\nevery: 1m\n", "rest10 rest50 rest10"),
    ],
)
def test_the_last_round_is_filled_where_the_listener_has_something_to_do_after_it(
    session_of: SessionOf, steps: tuple[str, ...], keys: str, unrolled: str
) -> None:
    """If this failed, what follows the last minute of an EMOM would begin early, or the session end with a wait."""
    assert _short(session_of(_text(*steps, keys=keys))) == unrolled


def test_alternating_minutes_are_each_kept(session_of: SessionOf) -> None:
    """If this failed, squats of the even minutes would follow right upon the swings of the odd ones."""
    odd = _every("1m", "{reps: Swings, count: 12}")
    even = _every("1m", "{reps: Squats, count: 5}")
    starts, now_s = [], 0
    for interval in unroll(session_of(_text(odd, even, keys="rounds: 5\nevery: 2m\n"))):
        if interval.facts.purpose == "work":
            starts.append(now_s)
        now_s += (interval.duration_ms or 0) // 1_000
    assert starts == [60 * minute for minute in range(10)]


def test_a_block_whose_minutes_are_kept_may_be_too_long_for_what_is_around_it(session_of: SessionOf) -> None:
    """If this failed, a round would quietly begin later than its author wrote."""
    session = session_of(_text(EMOM, A))
    with pytest.raises(RoundTooLong, match=r"takes 2m30s, and begins every 2m; write every: 2m30s or more"):
        unroll(session.model_copy(update={"every": session_of(_text(A, keys="every: 2m\n")).every}))


def test_a_round_that_is_too_long_by_less_than_a_second_says_so(session_of: Callable[[str], Session]) -> None:
    """If this failed, the message would say that a round takes 10s, and begins every 10s."""
    session = session_of("title: x\nrounds: 2\nevery: 11s\nsteps: [{reps: A, count: 5, tempo: 2.1s}]")
    with pytest.raises(RoundTooLong, match=r"takes 10\.5s, and begins every 10s; write every: 10\.5s or more"):
        unroll(session.model_copy(update={"every": session.every.model_copy(update={"default_ms": 10_000})}))
