"""Sessions made as long as somebody has time."""

from collections.abc import Callable

import pytest

from repcast.durations import parse_duration
from repcast.errors import CannotFit
from repcast.session.customise import Customisation
from repcast.session.fit import Fitted, estimated_speech_ms, fit, timed_ms
from repcast.session.model import Session
from repcast.session.unroll import unroll

SessionOf = Callable[[str], Session]

CIRCUIT = """\
title: Circuit
lead_in: 10s
rounds: 2
rest_between_rounds: 40s
steps:
- {work: Squats, for: 40s}
- {rest: 20s}
- {reps: Push-ups, count: 10, tempo: 2s}
- {hold: Plank, for: [30s, {default: 60s, max: 70s}], sides: [left, right], switch: 5s}
"""


def _fitted(session: Session, asked: int, *, beyond_range: bool = False) -> Fitted:
    change = Customisation(fit_ms=asked * 1_000, beyond_range=beyond_range)
    return fit(session, change, speech_ms=estimated_speech_ms(session))


def _seconds(session: Session) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for each in unroll(session):
        found.setdefault(each.facts.name or each.facts.kind, []).append((each.duration_ms or 0) // 1_000)
    return found


def test_all_is_scaled_alike_to_whole_seconds(session_of: SessionOf) -> None:
    """If this failed, a shorter session would have another balance of work and rest."""
    found = _fitted(session_of(CIRCUIT), 210)
    assert found.factor == pytest.approx(0.5, abs=0.01)
    assert _seconds(found.session) == {
        "Squats": [20, 20],
        "rest": [10, 20, 10],
        "Push-ups": [10, 10],
        "Plank": [15, 15, 30, 30],
        "switch": [5, 5],
    }
    assert found.length_ms == 210_000


@pytest.mark.parametrize("asked", [60, 100, 153, 300, 389, 391, 600, 3_600])
def test_it_comes_as_near_as_one_factor_can(session_of: SessionOf, asked: int) -> None:
    """If this failed, a session would end early or late though another factor were nearer."""
    found = _fitted(session_of(CIRCUIT), asked)
    assert found.length_ms == timed_ms(found.session) + 10_000
    assert abs(found.length_ms - asked * 1_000) <= 8_000  # nine times and both counts may change at once


def test_what_fits_is_left_as_it_is(session_of: SessionOf) -> None:
    """If this failed, asking for the length that a session has would change it."""
    session = session_of(CIRCUIT)
    found = _fitted(session, (timed_ms(session) + 10_000) // 1_000)
    assert (found.factor, found.session) == (1, session)


def test_ranges_hold_unless_they_are_lifted(session_of: SessionOf) -> None:
    """If this failed, a hold would become longer than its author lets anybody hold it."""
    assert _seconds(_fitted(session_of(CIRCUIT), 900).session)["Plank"][2:] == [70, 70]
    assert _seconds(_fitted(session_of(CIRCUIT), 900, beyond_range=True).session)["Plank"][2] > 70


def test_what_begins_at_set_times_keeps_them(session_of: SessionOf) -> None:
    """If this failed, an EMOM would no longer be one, or its work no longer fit into its minute."""
    emom = "- block: EMOM\n  every: 1m\n  rounds: 3\n  steps: [{reps: Swings, count: 20}]\n"
    found = _seconds(_fitted(session_of(f"{CIRCUIT}{emom}"), 900).session)
    assert found["Swings"] == [40] * 6
    assert found["Squats"] != [40, 40]


@pytest.mark.parametrize(
    ("text", "asked", "message"),
    [
        (CIRCUIT, 20, "'Circuit' cannot be made 20s long: it takes at least 33s; write 33s instead"),
        (
            "title: T\nsteps: [{hold: A, for: {default: 30s, min: 20s, max: 50s}}]\n",
            120,
            "'T' cannot be made 2m long: it takes at most 1m; write 1m instead, or add --beyond-range",
        ),
        (
            "title: T\nevery: 1m\nsteps: [{hold: A, for: 30s}]\n",
            120,
            "'T' cannot be made 2m long: it always takes 40s; write 40s instead",
        ),
    ],
)
def test_what_cannot_be_reached_says_what_can(session_of: SessionOf, text: str, asked: int, message: str) -> None:
    """If this failed, a user would be given another length than asked, or have to guess which one there is."""
    with pytest.raises(CannotFit) as caught:
        _fitted(session_of(text), asked)
    assert str(caught.value) == message
    nearest_ms = parse_duration(message.partition("write ")[2].split()[0])
    assert _fitted(session_of(text), nearest_ms // 1_000).length_ms == nearest_ms
