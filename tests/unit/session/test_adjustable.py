"""`adjustable`: which rows a session has, with which values and ranges."""

from collections.abc import Callable

import pytest

from repcast.session.adjustable import Limits, Row, rows
from repcast.session.customise import Customisation, customise
from repcast.session.fields import UNLIMITED_MS
from repcast.session.model import Session

SessionOf = Callable[[str], Session]

TEXT = """\
title: Circuit
rounds: 2
rest_between_rounds: {default: 90s, min: 60s, max: 120s}
steps:
- {hold: Side plank, for: {default: 60s, min: 30s, max: 2m}, sides: [left, right]}
- {work: Kicks, for: 30s}
- {reps: Hops, count: 10, sides: [left, right, both]}
- {max: Pull-ups, within: {default: 60s, max: 90s}}
- {recover: Walk, for: {default: 90s, min: 60s}}
- {rest: 45s}
- {say: Fetch your mat.}
- block: Finisher
  steps:
  - {hold: side plank, for: {default: 40s, min: 35s}}
  - {rest: {default: 50s, max: 80s}}
- block: EMOM
  rounds: 3
  every: 1m
  steps:
  - {work: Swings, for: 20s}
"""


@pytest.fixture(name="circuit")
def _circuit(session_of: SessionOf) -> Session:
    return session_of(TEXT)


def _found(session: Session, **settings: str) -> dict[str, Row]:
    return {row.setting: row for row in rows(session, customise(session, Customisation(settings=settings)))}


def test_each_name_has_its_rows_once_in_the_session_s_order(circuit: Session) -> None:
    """If this failed, a step could not be reached, would stand twice, or stand where nobody looks for it."""
    assert [*_found(circuit)] == [
        *("rounds", "rest_between_rounds", "rest_between_steps", "Side plank.for", "Kicks.for", "Hops.count"),
        *("Pull-ups.within", "Walk.for", "Rest.for", "Finisher.rounds", "Finisher.rest_between_steps", "EMOM.rounds"),
        *("EMOM.every", "Swings.for"),
    ]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("rounds", ("rounds", (2,), Limits(least=1, most=1_000), 1)),
        ("rest_between_rounds", ("rest_between_rounds", (90_000,), Limits(least=60_000, most=120_000), 1)),
        ("Side plank.for", ("hold", (60_000, 40_000), Limits(least=35_000, most=120_000), 2)),
        ("Kicks.for", ("work", (30_000,), Limits(least=1_000, most=UNLIMITED_MS), 1)),
        ("Hops.count", ("reps", (10,), Limits(least=1, most=1_000), 3)),
        ("Pull-ups.within", ("max", (60_000,), Limits(least=1_000, most=90_000), 1)),
        ("Walk.for", ("recover", (90_000,), Limits(least=60_000, most=UNLIMITED_MS), 1)),
        ("Rest.for", ("rest", (45_000, 50_000), Limits(least=1_000, most=80_000), 1)),
        ("Finisher.rest_between_steps", ("rest_between_steps", (0,), Limits(least=0, most=UNLIMITED_MS), 1)),
        ("EMOM.every", ("every", (60_000,), Limits(least=0, most=UNLIMITED_MS), 1)),
    ],
)
def test_a_row_has_the_values_of_all_its_steps_and_the_range_of_all_their_authors(
    circuit: Session, setting: str, expected: tuple[object, ...]
) -> None:
    """If this failed, a row would show another value than is heard, or allow what an author does not."""
    row = _found(circuit)[setting]
    assert (row.quality, row.values, row.author, row.sides) == expected
    assert not row.is_changed


def test_a_row_tells_what_is_from_what_was_written(circuit: Session) -> None:
    """If this failed, a changed row could not be told from others, nor be reset."""
    row = _found(circuit, **{"Rest.for": "45s"})["Rest.for"]
    assert (row.written, row.values, row.is_changed) == ((45_000, 50_000), (45_000, 45_000), True)


@pytest.mark.parametrize(
    ("settings", "setting", "is_there"),
    [
        ({}, "rest_between_rounds", True),
        ({}, "Finisher.rest_between_rounds", False),
        ({"Finisher.rounds": "2"}, "Finisher.rest_between_rounds", True),
        ({"EMOM.rounds": "1"}, "EMOM.every", False),
        ({}, "EMOM.rest_between_rounds", False),
        ({}, "EMOM.rest_between_steps", False),
        ({}, "Finisher.every", False),
    ],
)
def test_a_row_that_nobody_would_hear_is_not_there(
    circuit: Session, settings: dict[str, str], setting: str, *, is_there: bool
) -> None:
    """If this failed, keys would change a rest that is never taken, or give a round two ways to end."""
    assert (setting in _found(circuit, **settings)) == is_there


@pytest.mark.parametrize(
    ("now", "presses", "value"),
    [("47s", 1, 52), ("47s", -1, 42), ("60s", 1, 62), ("60s", -1, 57), ("1s", 1, 2), ("47s", -3, 32), ("46s", 2, 52)],
)
def test_a_time_moves_by_five_seconds_on_its_author_s_grid(
    session_of: SessionOf, now: str, presses: int, value: int
) -> None:
    """If this failed, a press would be another than five seconds, or a limit push all later values off the grid."""
    session = session_of("title: T\nsteps: [{hold: P, for: 47s}]\n")
    assert _found(session, **{"P.for": now})["P.for"].after(presses) == value * 1_000


def test_values_are_written_as_settings_are_read(circuit: Session) -> None:
    """If this failed, the flags that a key stands for would be refused."""
    found = _found(circuit)
    assert (found["Kicks.for"].text(65_000), found["Hops.count"].text(12)) == ("1m5s", "12")


def test_distances_and_paces_have_rows_in_their_authors_units(session_of: SessionOf) -> None:
    """If this failed, a runner could not shorten a lap by keys, or would be given another unit than is meant."""
    session = session_of(
        "title: T\npace: 5:00/km\nsteps:\n- {work: Run, distance: [400m, 0.5km], pace: 2:00/400m}\n"
        "- {work: run, distance: 300m, pace: 5:00/km}\n- {recover: Jog, distance: 1.5 mi}\n"
    )
    found = _found(session)
    of_session = ("rounds", "rest_between_rounds", "rest_between_steps", "pace")
    assert [*found] == [*of_session, "Run.distance", "Run.pace", "Jog.distance"]
    run, pace, jog = found["Run.distance"], found["Run.pace"], found["Jog.distance"]
    assert [run.text(value) for value in run.values] == ["400m", "500m", "300m"]
    assert [pace.text(value) for value in pace.values] == ["2:00/400m", "2:00/400m"]
    assert (run.text(run.after(1)), pace.text(pace.after(-1)), jog.text(jog.after(-1))) == (
        "450m",
        "1:55/400m",
        "1.4mi",
    )
    assert found["pace"].text(found["pace"].after(2)) == "5:10/km"
    changed = _found(session, **{"Run.distance": "450m", "pace": "4:00/km"})
    assert (changed["Run.distance"].values, changed["pace"].values) == ((450_000,) * 2, (240_000,))


@pytest.mark.parametrize(
    ("distance", "presses", "text"),
    [
        ("400m", -1, "350m"),
        ("25m", 1, "35m"),
        ("25m", -2, "10m"),
        ("0.5km", -1, "0.4km"),
        ("0.25mi", 1, "0.35mi"),
        ("10km", 1, "10.5km"),
        ("5m", -1, "5m"),
    ],
)
def test_a_press_makes_a_distance_longer_or_shorter(
    session_of: SessionOf, distance: str, presses: int, text: str
) -> None:
    """If this failed, a press to the left would make a short distance longer."""
    row = _found(session_of(f"title: T\npace: 5:00/km\nsteps: [{{work: Run, distance: {distance}}}]\n"))["Run.distance"]
    limits = row.limits(beyond_range=False)
    assert row.text(limits.nearest(row.after(presses))) == text


def test_a_pace_that_nobody_takes_has_no_row(session_of: SessionOf) -> None:
    """If this failed, keys would change what nobody hears."""
    plain = "title: T\npace: 5:00/km\nsteps: [{hold: Plank, for: 30s}]\n"
    nearer = "title: T\npace: 5:00/km\nsteps: [{work: Run, distance: 1km, pace: 4:00/km}]\n"
    assert [key for text in (plain, nearer) for key in _found(session_of(text)) if "pace" in key] == ["Run.pace"]
