"""The coach's rules as data: how much is said at which level, and what gives way first."""

from dataclasses import fields
from typing import Any, Final, get_args

import pytest

from repcast.plan.rules import CLOSE, CRAMPED, FULL, LEVELS, LOST_FIRST, ROOMY, CueKind, Said, said, worth
from repcast.session.talk import Talk, TalkLevel

ROWS: Final[dict[str, tuple[object, object, object, object]]] = {
    # full, usual, little, none
    "opening": ("whole", "whole", "title", "off"),
    "name": ("twice", "once", "once", "off"),
    "round": ("all", "each", "last", "off"),
    "instruction": ("each", "first", "first", "off"),
    "length": ("each", "new", "off", "off"),
    "halfway": ("word", "first word", "tone", "off"),
    "time_left": ("each", "some", "off", "off"),
    "ten_seconds": ("short", "long", "off", "off"),
    "tips": (True, True, False, False),
    "encouragement": (True, False, False, False),
    "count": (True, True, True, False),
    "closing": (True, True, True, False),
}
"""The table of the documentation, row by row."""

KEYS: Final = tuple(each.name for each in fields(Said))


@pytest.mark.parametrize("key", KEYS)
def test_each_row_of_the_table_is_so_at_each_level(key: str) -> None:
    """If this failed, a level would say more, or less, than its users were promised."""
    assert tuple(getattr(said(Talk(level=level)), key) for level in get_args(TalkLevel)) == ROWS[key]


def test_every_key_of_talk_has_a_row_and_every_row_a_key() -> None:
    """If this failed, a key could be written that changes nothing, or something never be switched off."""
    assert {*KEYS} == {*Talk.model_fields} - {"level"} == {*ROWS}
    assert tuple(LEVELS) == get_args(TalkLevel) == ("full", "usual", "little", "none")


def test_nothing_asked_for_is_the_usual() -> None:
    """If this failed, a session without `talk` would be silent, or chatter."""
    assert said(Talk()) == LEVELS["usual"]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    ("how_much", "as_at"),
    [("on", "full"), ("full", "full"), ("usual", "usual"), ("little", "little"), ("none", "none"), ("off", "none")],
)
def test_a_single_key_goes_over_the_level_and_changes_nothing_else(key: str, how_much: str, as_at: TalkLevel) -> None:
    """If this failed, `talk: {level: little, halfway: on}` would not do as it says, or change something else."""
    for level in get_args(TalkLevel):
        row: dict[str, Any] = {"level": level, key: how_much}
        mixed = said(Talk.model_validate(row))
        assert getattr(mixed, key) == getattr(LEVELS[as_at], key)
        others = [other for other in KEYS if other != key]
        assert [getattr(mixed, other) for other in others] == [getattr(LEVELS[level], other) for other in others]


def test_each_level_says_no_more_than_the_one_above() -> None:
    """If this failed, who turns talk down would hear something new."""
    most_first: Final[dict[str, tuple[object, ...]]] = {
        "opening": ("whole", "title", "off"),
        "name": ("twice", "once", "off"),
        "round": ("all", "each", "last", "off"),
        "instruction": ("each", "first", "off"),
        "length": ("each", "new", "off"),
        "halfway": ("word", "first word", "tone", "off"),
        "time_left": ("each", "some", "off"),
        "ten_seconds": ("short", "long", "off"),
    }
    for key in KEYS:
        order = most_first.get(key, (True, False))
        places = [order.index(getattr(level, key)) for level in LEVELS.values()]
        assert places == sorted(places), key
    assert LEVELS["full"] == FULL


@pytest.mark.parametrize(
    ("lost", "kept"),
    [
        ("tip", "encouragement"),
        ("encouragement", "ten_seconds"),
        ("ten_seconds", "halfway"),
        ("halfway", "time_left"),
        ("time_left", "length"),
        ("length", "round"),
        ("round", "instruction"),
        ("instruction", "name"),
        ("instruction", "side"),
    ],
)
def test_what_a_person_needs_is_worth_more(lost: CueKind, kept: CueKind) -> None:
    """If this failed, a tip could push out a time, or all of it a name."""
    assert worth(lost) < worth(kept)


def test_names_and_sides_are_in_no_order_of_what_is_lost() -> None:
    """If this failed, a name or a side could give way to something."""
    assert {"name", "side", "own"}.isdisjoint(LOST_FIRST)
    assert {*LOST_FIRST} < {*get_args(CueKind)}


def test_pauses_are_roomy_first_and_never_less_than_a_gap() -> None:
    """If this failed, sentences would be hurried along where there is all the time in the world."""
    assert 350 <= ROOMY.before("name") <= 400
    assert ROOMY.before("instruction") > ROOMY.before("name"), "a moment to take in what it is"
    assert ROOMY.breath_ms > ROOMY.before("instruction")
    kinds: tuple[CueKind, ...] = get_args(CueKind)
    assert {CLOSE.breath_ms, *map(CLOSE.before, kinds)} == {ROOMY.usual_ms}
    assert {CRAMPED.breath_ms, *map(CRAMPED.before, kinds)} == {150}
