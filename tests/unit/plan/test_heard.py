"""What the listener has heard, and so need not hear again."""

import pytest

from repcast.plan.heard import Heard
from repcast.plan.languages.en import ENGLISH
from repcast.session.model import Exercise, Hold, Reps


def _hold(name: str = "Plank", seconds: int = 30, say: str = "") -> Exercise:
    words = {"say": say} if say else {}
    return Hold.model_validate({"hold": name, "for": f"{seconds}s", **words})


def _reps(name: str = "Hops", count: int = 10) -> Exercise:
    return Reps.model_validate({"reps": name, "count": count})


@pytest.mark.parametrize(
    ("later", "is_known"),
    [
        (_hold(say="Hips high."), True),
        (_hold("plank", 60, say="Hips high."), True),
        (_hold(say="Look down."), False),
        (_hold("Side plank", say="Hips high."), False),
    ],
)
def test_an_instruction_is_known_by_the_name_and_the_words(later: Exercise, *, is_known: bool) -> None:
    """If this failed, an exercise would be explained again for another case of its name, or not where it is harder."""
    heard = Heard()
    assert not heard.is_explained(later)
    heard.explain(_hold(say="Hips high."))
    assert heard.is_explained(later) == is_known


@pytest.mark.parametrize(
    ("later", "before", "is_known"),
    [
        (_hold(), None, True),
        (_hold(seconds=45), None, False),
        (_hold("PLANK"), None, True),
        (_hold("Bridge"), None, False),
        (_hold("Bridge"), _hold(), True),
        (_hold("Bridge", 45), _hold(), False),
        (_reps("Plank"), None, False),
        (_hold("Bridge"), _hold("Side plank"), False),
    ],
    ids=[
        *("the same", "longer", "another case", "new", "new, and as before", "new, and longer", "reps of it"),
        "new, and before it nothing was told",
    ],
)
def test_an_amount_is_known_where_it_is_as_it_was_told(
    later: Exercise, before: Exercise | None, *, is_known: bool
) -> None:
    """If this failed, each station of a circuit would say how long it is, or a change go by without a word."""
    heard = Heard()
    assert not heard.knows_amount(later, before, ENGLISH)
    heard.measure(_hold(), ENGLISH)
    assert heard.knows_amount(later, before, ENGLISH) == is_known


def test_an_amount_that_changed_is_known_as_it_is_now() -> None:
    """If this failed, a pyramid would tell the way up and not the way down."""
    heard = Heard()
    for seconds in (30, 45, 30):
        assert not heard.knows_amount(_hold(seconds=seconds), None, ENGLISH)
        heard.measure(_hold(seconds=seconds), ENGLISH)
    assert heard.knows_amount(_hold(seconds=30), None, ENGLISH)


def test_halfway_is_new_once() -> None:
    """If this failed, the word would be said each time, or never."""
    heard = Heard()
    assert [heard.first_halfway() for _ in range(3)] == [True, False, False]
