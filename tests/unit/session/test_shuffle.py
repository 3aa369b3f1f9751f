"""Rounds in another order each time, the same for the same seed."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from repcast.errors import InvalidSession
from repcast.session.model import Session
from repcast.session.shuffle import seeded
from repcast.session.unroll import unroll

SessionOf = Callable[[str], Session]

STEPS = "".join(f"- {{work: {name}, for: 20s}}\n" for name in "ABCDE")


def _order(session: Session) -> list[str]:
    return [each.facts.name or each.facts.kind for each in unroll(session)]


def _shuffled(session_of: SessionOf, keys: str, steps: str = STEPS) -> list[str]:
    return _order(session_of(f"title: T\n{keys}steps:\n{steps}"))


def test_a_seed_always_gives_this_order(session_of: SessionOf) -> None:
    """If this failed, a session with a seed would change with Python, the platform, or the version of repcast."""
    found = _shuffled(session_of, "seed: 7\nshuffle: on\nrounds: 3\n")
    assert "".join(found) == "CDBAEABDCECEADB"


def test_another_seed_gives_another_order(session_of: SessionOf) -> None:
    """If this failed, there would be one order for all."""
    orders = {tuple(_shuffled(session_of, f"seed: {seed}\nshuffle: on\n")) for seed in range(20)}
    assert len(orders) > 10


@pytest.mark.parametrize("keys", ["shuffle: on\n", "shuffle: on\npick: 2\n", "pick: 1\n", "pick: 3\n", "pick: 4\n"])
def test_no_step_is_done_twice_in_a_row(session_of: SessionOf, keys: str) -> None:
    """If this failed, the exercise that ends a round would begin the next one."""
    for seed in range(30):
        found = _shuffled(session_of, f"seed: {seed}\nrounds: 8\n{keys}")
        assert all(first != second for first, second in pairwise(found)), (seed, found)


def test_each_round_has_every_step_once(session_of: SessionOf) -> None:
    """If this failed, shuffling would lose an exercise."""
    found = _shuffled(session_of, "rounds: 6\nshuffle: on\n")
    assert all(sorted(found[at : at + 5]) == [*"ABCDE"] for at in range(0, 30, 5))


def test_so_many_are_picked_in_the_order_in_which_they_stand(session_of: SessionOf) -> None:
    """If this failed, a round would be longer or shorter than asked, or warm up last."""
    found = _shuffled(session_of, "rounds: 9\npick: 3\n")
    rounds = [found[at : at + 3] for at in range(0, 27, 3)]
    assert all(each == sorted(set(each)) for each in rounds)
    assert len({*map(tuple, rounds)}) > 2


def test_every_step_has_its_turn(session_of: SessionOf) -> None:
    """If this failed, some exercise would never, or hardly ever, be picked."""
    found = _shuffled(session_of, "rounds: 500\npick: 2\nshuffle: on\n")
    assert all(150 < found.count(name) < 250 for name in "ABCDE")


def test_rests_go_with_what_is_before_them_and_words_with_what_follows(session_of: SessionOf) -> None:
    """If this failed, a rest would come before anything is done, or an instruction after its exercise."""
    first = "- {rest: 9s}\n- {work: A, for: 9s}\n- {recover: Walk, for: 9s}\n"
    steps = first + "- {say: Now B.}\n- {work: B, for: 9s}\n- {say: x}\n"
    orders = {" ".join(_shuffled(session_of, f"seed: {seed}\nshuffle: on\n", steps)) for seed in range(9)}
    assert orders == {"rest A Walk say B say", "rest say B A Walk say"}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("every", "steps", "problem"),
    [
        ("60s", "- {work: A, for: 50s}\n- {work: B, for: [20s, 70s]}\n", "a round of 'T' takes 1m10s"),
        ("60s", "- {work: A, for: 50s}\n- {rest: 20s}\n- {work: B, for: 9s}\n", "a round of 'T' takes 1m10s"),
        ("2m", "- {work: A, for: 50s}\n- {say: x}\n- {work: B, for: 9s}\n", "'T' has a say step"),
        ("2m", "- {work: A, for: 50s}\n- {block: X, every: 5s, steps: [{rest: 9s}]}\n", "a round of 'X' takes 9s"),
    ],
)
def test_a_round_fits_whatever_is_picked(
    session_of: SessionOf, seed: int, every: str, steps: str, problem: str
) -> None:
    """If this failed, a session that was checked would fail on another day."""
    keys = f"title: T\nseed: {seed}\npick: 1\nevery: {every}\n"
    with pytest.raises(InvalidSession, match=problem):
        session_of(f"{keys}steps:\n{steps}")


def test_rounds_that_fit_whatever_is_picked_fill_their_time(session_of: SessionOf) -> None:
    """If this failed, picking would not be possible where rounds begin at set times."""
    session = session_of(f"title: T\nrounds: 4\npick: 2\nevery: 50s\nsteps:\n{STEPS}")
    assert [each.duration_ms for each in unroll(session)] == [20_000, 20_000, 10_000] * 3 + [20_000, 20_000]


def test_rests_alone_stay_as_they_are(session_of: SessionOf) -> None:
    """If this failed, a block that has no exercise yet could not be planned."""
    assert _shuffled(session_of, "shuffle: on\n", "- {rest: 9s}\n- {say: x}\n") == ["rest", "say"]


def test_a_draw_of_one_block_does_not_change_another(session_of: SessionOf) -> None:
    """If this failed, an exercise more in the warm-up would shuffle the finisher anew."""
    block = "- block: Finisher\n  shuffle: on\n  steps: [{work: X, for: 9s}, {work: Y, for: 9s}, {work: Z, for: 9s}]\n"
    alone = _shuffled(session_of, "seed: 3\n", block)
    assert _shuffled(session_of, "seed: 3\nshuffle: on\n", f"{STEPS}{block}") != alone
    before = "- block: Warm-up\n  shuffle: on\n  steps: [{work: A, for: 9s}, {work: B, for: 9s}]\n"
    assert _shuffled(session_of, "seed: 3\n", f"{before}{block}")[2:] == alone


@pytest.mark.parametrize(
    ("keys", "day", "seed"),
    [
        ("shuffle: on\n", "2026-11-28", 20261128),
        ("pick: 2\n", "2026-11-28", 20261128),
        ("shuffle: on\nseed: 7\n", "2026-11-28", 7),
        ("shuffle: on\n", "", None),
        ("", "2026-11-28", None),
    ],
)
def test_the_day_is_the_seed_where_one_is_needed(session_of: SessionOf, keys: str, day: str, seed: int | None) -> None:
    """If this failed, a shuffled session would be the same every day, or a written seed be of no use."""
    assert seeded(session_of(f"title: T\n{keys}steps:\n{STEPS}"), day).seed == seed
