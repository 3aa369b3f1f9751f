"""Steps as people write them by habit, and what is told instead; the golden files `slip-…` hold the messages."""

import re

import pytest

from repcast.reading.habits import mend
from repcast.reading.located_yaml import read
from repcast.session.model import Session


@pytest.mark.parametrize(
    ("written", "key", "instead"),
    [
        ("rest 15", "", "- rest: 15s"),
        ("rest 1:30", "", "- rest: '1:30'"),
        ("hold Plank", "", "- {hold: Plank, for: 30s}"),
        ("hold Plank 45s", "", "- {hold: Plank, for: 45s}"),
        ("max Pull-ups", "", "- {max: Pull-ups, within: 60s}"),
        ("10 squats", "", "- {reps: Squats, count: 10}"),
        ("side plank 45 sec", "", "- {hold: Side plank, for: 45s}"),
        ("stretch", "", "- {work: Stretch, for: 30s}"),
        ("10 lunges each leg", "", "- {reps: Lunges, sides: [left leg, right leg], count: 10}"),
        ({"reps": 10, "name": "Squats"}, "reps", "- {reps: Squats, count: 10}"),
        ({"hold": "45s", "name": "Plank"}, "hold", "- {hold: Plank, for: 45s}"),
        ({"reps": "12 Squats"}, "reps", "- {reps: Squats, count: 12}"),
        ({"walk": "2m"}, "walk", "- {recover: Walk, for: 2m}"),
        ({"squats": 10}, "squats", "- {reps: Squats, count: 10}"),
        ({"move": "Squats", "reps": 10}, "reps", ""),
        ({"exercise": "Squats", "count": 10}, "exercise", "- {reps: Squats, count: 10}"),
        ({"work": "Squats", "seconds": 40}, "seconds", "- {work: Squats, for: 40s}"),
        (
            {"work": "Lunges", "for": "30s", "sides": "left/right"},
            "sides",
            "- {work: Lunges, for: 30s, sides: [left, right]}",
        ),
        (
            {"reps": "Curls", "count": "3 sets of 8"},
            "count",
            "- {block: Curls, rounds: 3, steps: [{reps: Curls, count: 8}]}",
        ),
        (
            {"repeat": 6, "steps": [{"work": "Run", "for": "2m"}]},
            "repeat",
            "- {block: Circuit, rounds: 6, steps: [{work: Run, for: 2m}]}",
        ),
        (
            {"rounds": 3, "rest_between_rounds": "1m", "steps": [{"work": "Run", "for": "2m"}]},
            "rounds",
            "- {block: Circuit, rounds: 3, rest_between_rounds: 1m, steps: [{work: Run, for: 2m}]}",
        ),
        (
            {"block": "Hills", "sets": 4, "steps": [{"work": "Run", "for": "2m"}]},
            "sets",
            "- {block: Hills, rounds: 4, steps: [{work: Run, for: 2m}]}",
        ),
        ({"block": "Hills", "rounds": 2, "sets": 4, "steps": [{"work": "Run", "for": "2m"}]}, "sets", ""),
        ({"hold": "Plank", "for": 40, "sides": "both"}, "sides", ""),
        ({"reps": "Squats", "count": 12, "10": None, "8": None}, "count", "- {reps: Squats, count: [12, 10, 8]}"),
        ({"hold": "Plank", "for": "20s-30s-40s"}, "for", "- {hold: Plank, for: [20s, 30s, 40s]}"),
        (
            {"tabata": ["Squats", "Lunges", "Planks"]},
            "tabata",
            (
                "- {block: Tabata, rounds: 8, rest_between_rounds: 10s, rest_between_steps: 10s, steps: "
                "[{work: Squats, for: 20s}, {work: Lunges, for: 20s}, {work: Planks, for: 20s}]}"
            ),
        ),
        (
            {"Tabata": "Squats", "rounds": 4},
            "Tabata",
            "- {block: Squats, rounds: 4, rest_between_rounds: 10s, steps: [{work: Squats, for: 20s}]}",
        ),
        (
            {"sides": ["left", "right"], "steps": [{"hold": "Plank", "for": "20s"}]},
            "steps",
            "- {block: Circuit, sides: [left, right], steps: [{hold: Plank, for: 20s}]}",
        ),
        ({"work": "Squats", "on": 40}, "on", "- {work: Squats, for: 40s}"),
        ("emom squats", "", ""),
    ],
)
def test_a_habit_is_known(written: object, key: str, instead: str) -> None:
    """If this failed, whoever writes so would be told of missing and unknown keys, and not what to write."""
    found = mend(written)
    if not instead:
        assert found is None
        return
    assert found is not None
    assert (found.hint, found.key) == (f"write {instead}", key)
    [step] = re.findall(r"- (.+)", found.hint)
    document = read(f"title: T\nsteps:\n- {step}\n".encode())
    assert document.flaws == []
    assert Session.model_validate(document.root)


@pytest.mark.parametrize(
    "written",
    [
        *(None, 5, "", "stretch: it", "x " * 500, [], {}, {"hold": "P"}, {"rest": 5}, {"for": "30s"}, {"say": 3}),
        *({"hold": "P", "for": "soon"}, {"rest": "30s", "x": 1}, {"squats": True}, {"work": "P", "time": "x" * 500}),
    ],
)
def test_what_no_habit_explains_is_left_to_its_own_messages(written: object) -> None:
    """If this failed, an author would be told to write something else than they mean."""
    assert mend(written) is None
