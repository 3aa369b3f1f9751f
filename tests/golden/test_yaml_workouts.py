"""Whole workouts as people write them in YAML, and what each becomes."""

import pytest

from repcast.errors import InvalidSession
from repcast.reading.loader import accept, parse
from repcast.session.model import Session
from shorthand_lines import Workout
from yaml_workouts import WORKOUTS, heard


def _session(text: str) -> Session:
    return accept(parse(text.encode(), file="workout.yaml"))


@pytest.mark.parametrize("workout", WORKOUTS, ids=lambda workout: workout.text.partition("\n")[0])
def test_a_workout_as_people_write_it_becomes_what_is_meant(workout: Workout) -> None:
    """If this failed, a workout would be trained with other steps or times than written, or refused without help."""
    if not workout.refused:
        assert heard(_session(workout.text)) == workout.becomes
        return
    with pytest.raises(InvalidSession) as refused:
        _session(workout.text)
    assert str(refused.value).splitlines() == [f"workout.yaml:{workout.refused}", "1 problem"]
    assert _session(workout.mended).steps


def test_workouts_are_seldom_refused() -> None:
    """If this failed, people would have to learn a language to write down what they do."""
    titles = {workout.text.partition("\n")[0] for workout in WORKOUTS}
    assert len(titles) == len(WORKOUTS) >= 60
    assert sum(bool(workout.refused) for workout in WORKOUTS) <= 6
