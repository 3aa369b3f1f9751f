import shlex
from collections.abc import Callable
from functools import reduce
from typing import Final

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Workout, examples, shallow_workouts, workouts

from repcast.cli.options import customising
from repcast.reading.loader import accept, parse
from repcast.reading.serialise import serialise, without_files
from repcast.session.adjust import Adjustment, Press, begin, change, move, next_level, reset, toggle_beyond_range, undo
from repcast.session.customise import Customisation, customise
from repcast.session.flags import command
from repcast.session.model import Session
from repcast.session.unroll import unroll

pytestmark = pytest.mark.slow

_presses: Final = st.one_of(
    st.integers(-12, 12).map(move),
    st.sampled_from((change(-1), change(1))),
    st.sampled_from((change(-1), change(1), change(20), change(-20))),
    st.sampled_from((next_level, reset, undo, toggle_beyond_range)),
)
sequences: Final = st.lists(_presses, max_size=25)


def pressed(session: Session, presses: list[Press]) -> Adjustment:
    """Return a session after some key presses."""
    return reduce(lambda now, press: press(now), presses, begin(session))


def read(options: list[str]) -> Customisation:
    """Return what the options of a command line ask for."""
    asked: list[Customisation] = []

    @click.command()
    @customising
    def command(customisation: Customisation) -> None:
        asked.append(customisation)

    command.main(options, standalone_mode=False)
    [customisation] = asked
    return customisation


@given(workouts, sequences)
@examples(200)
def test_any_keys_leave_a_session_that_can_be_rendered_and_saved(workout: Workout, presses: list[Press]) -> None:
    """If this failed, some sequence of keys would end in a session that repcast itself refuses."""
    now = pressed(workout.session(), presses)
    assert unroll(now.session)
    bare, _ = without_files(now.session)
    again = accept(parse(serialise(bare).encode(), file="again"))
    assert unroll(again)
    assert serialise(again) == serialise(bare)


@given(workouts, sequences)
@examples(200)
def test_the_flags_that_are_shown_give_the_same_session(workout: Workout, presses: list[Press]) -> None:
    """If this failed, keys could do what no flag can, or the command that is shown would do something else."""
    session = workout.session()
    now = pressed(session, presses)
    assert customise(session, read(shlex.split(command("it", now.customisation))[3:])) == now.session


# Each undo is a session anew, and rounds of rounds of rounds have thousands of steps: two of these are enough.
@given(shallow_workouts, sequences)
@examples(100)
def test_as_many_undos_as_there_were_changes_lead_back(workout: Workout, presses: list[Press]) -> None:
    """If this failed, there would be changes that undo forgets."""
    now = pressed(workout.session(), presses)
    back = pressed_on(now, undo, len(now.past))
    assert (back.customisation, back.session, back.past) == (Customisation(), now.original, ())


def pressed_on(now: Adjustment, press: Callable[[Adjustment], Adjustment], count: int) -> Adjustment:
    """Press one key so many times."""
    return reduce(lambda before, _: press(before), range(count), now)


@given(workouts, sequences)
@examples(200)
def test_values_stay_in_the_author_s_range_until_it_is_lifted(workout: Workout, presses: list[Press]) -> None:
    """If this failed, keys would break the author's limits in silence."""
    now = pressed(workout.session(), [press for press in presses if press is not toggle_beyond_range])
    for row in now.rows:
        assert not row.is_changed or all(row.author.least <= value <= row.author.most for value in row.values)
