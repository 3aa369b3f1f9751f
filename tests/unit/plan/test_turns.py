"""Whose turn it is."""

from repcast.plan.turns import Turns


def _taken(turns: Turns, *wanted: tuple[str, str]) -> str:
    return "".join(turns.take(exercise, texts) for exercise, texts in wanted)


def test_an_exercise_goes_through_its_texts() -> None:
    """If this failed, the same words would be heard twice in a row."""
    assert _taken(Turns(), *[("Row", "abc")] * 5) == "abcab"


def test_each_exercise_has_its_own_turn() -> None:
    """If this failed, with three texts the first of three exercises would hear the same one in each round."""
    heard = _taken(Turns(), *[("Row", "abc"), ("Ski", "abc"), ("Bike", "abc")] * 3)
    for exercise in range(3):
        assert sorted(heard[exercise::3]) == ["a", "b", "c"]


def test_an_exercise_is_the_same_in_another_case() -> None:
    """If this failed, a name that is written in two ways would hear its texts twice as often."""
    assert _taken(Turns(), ("Row", "ab"), ("row", "ab")) == "ab"


def test_of_texts_that_were_heard_as_often_the_one_that_rests_longest_is_next() -> None:
    """If this failed, two exercises in a row would hear the same words."""
    assert _taken(Turns(), ("Row", "ab"), ("Ski", "ab"), ("Row", "ab"), ("Ski", "ab")) == "abba"
