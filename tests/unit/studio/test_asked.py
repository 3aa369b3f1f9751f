"""`studio.asked`: what the page may ask, what it means, and what is refused before anything is done."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from repcast.errors import BadFlag
from repcast.session import adjust
from repcast.session.adjust import Adjustment
from repcast.session.customise import Customisation
from repcast.session.model import Session
from repcast.studio.asked import Asked, AskedToMove, AskedToRender, AskedToSave, Flags

TEXT = """\
title: Two
rounds: 2
rest_between_rounds: {default: 20s, min: 15s, max: 30s}
levels:
  long: {scale: {holds: 2}}
steps:
  - hold: Plank
    for: 30s
  - rest: 10s
"""


@pytest.fixture(name="session")
def _session(session_of: Callable[[str], Session]) -> Session:
    return session_of(TEXT)


def asked(**given: Any) -> Asked:
    """Return what a page asks of a session that is called `two`."""
    return Asked.model_validate({"session": "two", **given})


def pressed(session: Session, *presses: dict[str, Any]) -> Adjustment:
    """Return a session after some presses of the page."""
    now = adjust.begin(session, Customisation())
    for press in asked(presses=presses).presses:
        now = press.press()(now)
    return now


def test_flags_mean_what_they_mean_on_the_command_line() -> None:
    """An address would open another session than the command that it stands for."""
    given = {
        "level": ["long"],
        "scale": ["holds=1.5", "rests=0.8"],
        "set": ["rounds=3", "Side plank.for=45s"],
        "beyond-range": True,
        "fit": "20m",
    }
    assert Flags.model_validate(given).customisation() == Customisation(
        levels=("long",),
        scale={"holds": 1.5, "rests": 0.8},
        settings={"rounds": "3", "Side plank.for": "45s"},
        beyond_range=True,
        fit_ms=1_200_000,
    )
    assert Flags().customisation() == Customisation()


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ({"set": ["rounds"]}, "set: 'rounds' lacks a name or a value"),
        ({"scale": ["holds=0"]}, "scale: '0' is not a factor"),
        ({"scale": ["jumps=2"]}, "scale: "),
        ({"fit": "soon"}, "fit: write a duration such as 45s"),
    ],
)
def test_a_flag_that_means_nothing_is_named(flags: dict[str, Any], told: str) -> None:
    """Somebody with an address from elsewhere would not know what is wrong in it."""
    with pytest.raises(BadFlag) as refused:
        Flags.model_validate(flags).customisation()
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    ("press", "flags"),
    [
        ({"do": "value", "setting": "Plank.for", "value": 45_000}, Customisation(settings={"Plank.for": "45s"})),
        ({"do": "change", "setting": "rounds", "by": 2}, Customisation(settings={"rounds": "4"})),
        ({"do": "level", "name": "long"}, Customisation(levels=("long",))),
        ({"do": "talk", "level": "little"}, Customisation(settings={"talk": "little"})),
        ({"do": "scale", "quantity": "rests", "factor": 1.5}, Customisation(scale={"rests": 1.5})),
        ({"do": "set", "key": "Plank.for", "text": " 50s "}, Customisation(settings={"Plank.for": "50s"})),
        ({"do": "fit", "length": "3m"}, Customisation(fit_ms=180_000)),
        ({"do": "beyond-range"}, Customisation(beyond_range=True)),
    ],
)
def test_each_press_becomes_the_flag_that_does_the_same(
    session: Session, press: dict[str, Any], flags: Customisation
) -> None:
    """A slider, a list or a field of the page would do nothing, or something else."""
    assert pressed(session, press).customisation == flags


@pytest.mark.parametrize(
    "presses",
    [
        ({"do": "change", "setting": "rounds", "by": 1}, {"do": "reset", "setting": "rounds"}),
        ({"do": "level", "name": "long"}, {"do": "level", "name": ""}),
        ({"do": "set", "key": "talk", "text": "little"}, {"do": "set", "key": "talk", "text": ""}),
        ({"do": "fit", "length": "3m"}, {"do": "fit", "length": " "}),
        ({"do": "beyond-range"}, {"do": "beyond-range"}),
    ],
)
def test_each_press_can_be_taken_back(session: Session, presses: tuple[dict[str, Any], ...]) -> None:
    """What was tried once would stay in the session."""
    assert pressed(session, *presses).customisation == Customisation()


def test_a_press_is_on_its_own_row_whichever_was_selected_before(session: Session) -> None:
    """Two quick presses on two rows would both change the first."""
    now = pressed(
        session, {"do": "change", "setting": "rounds", "by": 1}, {"do": "change", "setting": "Plank.for", "by": 1}
    )
    assert now.customisation.settings == {"rounds": "3", "Plank.for": "35s"}


def test_a_length_that_is_none_is_refused_when_it_is_pressed() -> None:
    """The page would take anything for a length, and plan something."""
    (press,) = asked(presses=[{"do": "fit", "length": "soon"}]).presses
    with pytest.raises(BadFlag):
        press.press()


@pytest.mark.parametrize(
    "given",
    [
        {"session": "x" * 1_001},
        {"session": None},
        {"text": "x" * 1_000_001},
        {"secret": True},
        {"flags": {"output": "/etc/passwd"}},
        {"flags": {"set": ["a=1"] * 201}},
        {"presses": [{"do": "beyond-range"}] * 201},
        {"presses": [{"do": "erase"}]},
        {"presses": [{"do": "change", "setting": "rounds", "by": 1_001}]},
        {"presses": [{"do": "scale", "quantity": "holds", "factor": 0}]},
        {"presses": [{"do": "scale", "quantity": "holds", "factor": 101}]},
        {"presses": [{"do": "scale", "quantity": "jumps", "factor": 1}]},
        {"presses": [{"do": "talk", "level": "shouting"}]},
        {"presses": [{"do": "value", "setting": "rounds", "value": 1.5}]},
    ],
)
def test_whatever_no_page_of_ours_sends_is_refused(given: dict[str, Any]) -> None:
    """A request that was made by hand could reach what is behind, without end or with nonsense."""
    with pytest.raises(ValidationError):
        asked(**given)


def test_nothing_is_replaced_unless_it_is_said() -> None:
    """A file would be written over without a yes."""
    assert AskedToRender(session="two").replaces is False
    assert AskedToSave(session="two", name="mine").replaces is False


def test_a_step_goes_one_further_where_nothing_else_is_said() -> None:
    """A step would stay where it is."""
    assert AskedToMove.model_validate({"text": "", "line": 3, "do": "move"}).by == 1
