"""How much is said: a level, or single things over it, and what holds where nothing is said of it."""

from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from builders import session
from repcast.session.explain import explain
from repcast.session.model import json_schema
from repcast.session.talk import USUAL, HowMuch, Talk, TalkLevel

KEYS = tuple(key for key in Talk.model_fields if key != "level")


def _talk(written: object) -> Talk:
    return Talk.model_validate(written)


@pytest.mark.parametrize("level", get_args(TalkLevel))
def test_a_word_alone_is_the_level_of_everything(level: TalkLevel) -> None:
    """If this failed, `talk: little` would have to be written as a mapping."""
    talk = session(talk=level).talk
    assert talk.level == level
    assert {getattr(talk, key) for key in KEYS} == {None}


@pytest.mark.parametrize("key", KEYS)
def test_each_key_takes_on_off_and_the_levels(key: str) -> None:
    """If this failed, a key of the documentation would be refused, or the schema refuse what is read."""
    for how_much in get_args(HowMuch):
        written = {"level": "little", key: how_much}
        assert getattr(session(talk=written).talk, key) == how_much
        assert _accepts({"talk": written})


@pytest.mark.parametrize(
    ("written", "problem", "hint"),
    [
        ("loud", "'loud' is not known here", "write 'full', 'usual', 'little' or 'none'"),
        ("on", "'on' is not known here", "write 'full', 'usual', 'little' or 'none'"),
        ({"level": "off"}, "'off' is not known here", "write 'full', 'usual', 'little' or 'none'"),
        (
            {"tips": "yes"},
            "'yes' is not known here",
            "write 'full', 'usual', 'little', 'none', 'on' or 'off'",
        ),
        (3, "'3' is not known here", "write 'full', 'usual', 'little' or 'none'"),
        ({"tip": "on"}, "extra inputs are not permitted", "see the session format"),
    ],
)
def test_what_is_no_level_is_refused_in_words(written: object, problem: str, hint: str) -> None:
    """If this failed, a slip would be read as something else, or be told of without what would be right."""
    with pytest.raises(ValidationError) as caught:
        session(talk=written)
    [error] = caught.value.errors()
    assert explain(error) == (problem, hint)
    assert not _accepts({"talk": written})


def _accepts(keys: dict[str, Any]) -> bool:
    """Tell whether the published schema accepts a session with such keys."""
    document = {"title": "T", "steps": [{"rest": "1s"}], **keys}
    return Draft202012Validator(json_schema()).is_valid(document)


@pytest.mark.parametrize("where", ["session", "block", "hold", "work", "reps", "max", "recover", "rest"])
def test_it_stands_at_a_session_a_block_and_every_step_but_a_say(where: str) -> None:
    """If this failed, a part of a session could not be quieter than the whole."""
    steps: dict[str, dict[str, Any]] = {
        "block": {"block": "X", "steps": [{"rest": "1s"}]},
        "hold": {"hold": "A", "for": "9s"},
        "work": {"work": "A", "for": "9s"},
        "reps": {"reps": "A", "count": 3},
        "max": {"max": "A", "within": "9s"},
        "recover": {"recover": "A", "for": "9s"},
        "rest": {"rest": "9s"},
    }
    written = {"level": "little", "halfway": "on"}
    if where == "session":
        found = session(talk=written)
    else:
        step = {**steps[where], "talk": written}
        [found] = session(steps=[step]).steps  # type: ignore[assignment]
        assert _accepts({"steps": [step]})
    assert str(found.talk) == "little, halfway: on"


def test_a_say_has_none_for_it_is_always_said() -> None:
    """If this failed, an author would write `talk: none` at a `say`, and hear it all the same."""
    step = {"say": "Hello.", "talk": "none"}
    with pytest.raises(ValidationError):
        session(steps=[step])
    assert not _accepts({"steps": [step]})


@pytest.mark.parametrize(
    ("here", "around", "holds"),
    [
        ({}, {}, "usual"),
        ({}, "little", "little"),
        ({}, {"level": "little", "tips": "on"}, "little, tips: on"),
        ("full", {"level": "little", "tips": "off"}, "full"),
        ({"level": "full", "tips": "on"}, {"level": "little", "halfway": "off"}, "full, tips: on"),
        ({"tips": "on"}, "little", "little, tips: on"),
        ({"tips": "on"}, {"level": "little", "tips": "off", "halfway": "on"}, "little, halfway: on, tips: on"),
        ({"tips": "off"}, {}, "usual, tips: off"),
    ],
)
def test_what_is_said_here_goes_over_what_is_said_around(here: object, around: object, holds: str) -> None:
    """If this failed, one key at a step would throw away its session's level, or a level leave old keys standing."""
    assert str(_talk(here).over(_talk(around))) == holds


def test_without_it_everything_is_as_usual() -> None:
    """If this failed, a session of a few lines would chatter, or be silent."""
    assert session().talk == USUAL
    assert str(USUAL) == "usual"
