"""Phrases in an author's own words: what is filled in is checked, and the schema says the same."""

import re
from string import Formatter
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from builders import session
from repcast.session.explain import explain
from repcast.session.model import json_schema
from repcast.session.phrases import PLACEHOLDERS, OwnPhrases, Phrases

VALIDATOR: Final = Draft202012Validator(json_schema()["$defs"]["OwnPhrases"])
NAMES: Final = sorted({name for names in PLACEHOLDERS.values() for name in names})


def _refusal(phrase: str, text: object) -> tuple[str, str] | None:
    """Return what is wrong with a phrase, and what to write; None where it is accepted."""
    try:
        OwnPhrases.model_validate({phrase: text})
    except ValidationError as error:
        [only] = error.errors()
        return explain(only)
    return None


def test_every_phrase_can_be_worded_otherwise() -> None:
    """If this failed, a phrase that annoys somebody could not be changed."""
    assert {*OwnPhrases.model_fields} == {*Phrases.__annotations__} == {*PLACEHOLDERS}


@pytest.mark.parametrize("phrase", PLACEHOLDERS)
def test_a_phrase_with_all_that_is_filled_in_is_accepted(phrase: str) -> None:
    """If this failed, the very wording that the documentation shows would be refused."""
    text = "So: " + " and ".join(f"{{{name}}}" for name in PLACEHOLDERS[phrase])
    assert _refusal(phrase, text) is None
    assert VALIDATOR.is_valid({phrase: text})
    own = session(phrases={phrase: text}).phrases
    assert getattr(own, phrase) == text
    assert getattr(own, next(other for other in PLACEHOLDERS if other != phrase)) == ""


@pytest.mark.parametrize(
    ("phrase", "text", "problem", "hint"),
    [
        ("next", "Next!", "{name} is missing in 'next'", "put it where it is to be said; it takes {name}"),
        ("rest", "Rest.", "{duration} is missing in 'rest'", "put it where it is to be said; it takes {duration}"),
        (
            "with_side",
            "{name}",
            "{side} is missing in 'with_side'",
            "put it where it is to be said; it takes {name} and {side}",
        ),
        ("round", "Round {of}.", "{n} is missing in 'round'", "put it where it is to be said; it takes {n} and {of}"),
        ("next", "{nam}", "nothing is filled in for {nam} in 'next'", "it takes {name}"),
        ("next", "{name} {duration}", "nothing is filled in for {duration} in 'next'", "it takes {name}"),
        ("next", "{} {name}", "nothing is filled in for {} in 'next'", "it takes {name}"),
        ("next", "{name!r}", "nothing is filled in for {name!r} in 'next'", "it takes {name}"),
        ("next", "{name:>9999999}", "nothing is filled in for {name:>9999999} in 'next'", "it takes {name}"),
        ("next", "{name.__class__}", "nothing is filled in for {name.__class__} in 'next'", "it takes {name}"),
        ("halfway", "{name}", "nothing is filled in for {name} in 'halfway'", "it takes none: write it without braces"),
        ("next", "{name", "a brace without its partner stands in 'next'", "it takes {name}"),
        ("next", "{name}}", "a brace without its partner stands in 'next'", "it takes {name}"),
        ("next", "{{name}}", "a brace without its partner stands in 'next'", "it takes {name}"),
        (
            "complete",
            "Done :}",
            "a brace without its partner stands in 'complete'",
            "it takes none: write it without braces",
        ),
        ("complete", "", "this is empty", "write some words"),
        ("complete", " ", "this is blank, or holds a character that cannot be shown", "write plain words"),
        ("complete", "a\nb", "this is blank, or holds a character that cannot be shown", "write plain words"),
        ("complete", "x" * 101, "this text is too long", "the most is 100 characters"),
        ("complete", 3, "this must be text", "write words, in quotes if they look like a number or begin with a brace"),
    ],
)
def test_what_cannot_be_filled_in_is_refused_in_words(phrase: str, text: object, problem: str, hint: str) -> None:
    """If this failed, a render would end in a fault, or a rest be announced without its length."""
    assert _refusal(phrase, text) == (problem, hint)
    assert not VALIDATOR.is_valid({phrase: text})


@pytest.mark.parametrize("phrase", ["round", "set", "number"])
def test_of_how_many_may_be_left_out(phrase: str) -> None:
    """If this failed, "Round {n}." would be refused, although nothing that is needed is lost."""
    assert _refusal(phrase, "Number {n}") is None
    assert VALIDATOR.is_valid({phrase: "Number {n}"})


def test_a_phrase_that_there_is_not_is_refused() -> None:
    """If this failed, a slip in a phrase's name would be passed over."""
    with pytest.raises(ValidationError):
        session(phrases={"compleet": "All done."})
    assert not VALIDATOR.is_valid({"compleet": "All done."})


@given(
    st.sampled_from(sorted(PLACEHOLDERS)),
    st.lists(
        st.sampled_from(
            [*(f"{{{name}}}" for name in NAMES), "{", "}", "{{", "}}", "{x}", "Go", " ", "\n", "\x00", "é"]
        ),
        max_size=8,
    ).map("".join),
)
def test_the_schema_accepts_what_is_accepted_and_nothing_else(phrase: str, text: str) -> None:
    """If this failed, an editor would call a phrase right that a render refuses, or the other way round."""
    assert VALIDATOR.is_valid({phrase: text}) == (_refusal(phrase, text) is None)


@given(
    st.sampled_from(sorted(PLACEHOLDERS)),
    st.lists(st.sampled_from([*"{}!:.0[]> ", "name", "{name}", "{n}", "{of}", "{duration}"]), max_size=12).map("".join),
)
def test_whatever_is_accepted_can_be_filled_in(phrase: str, text: str) -> None:
    """If this failed, an author's phrase would end a render in a fault, or reach into the program."""
    if _refusal(phrase, text) is None:
        values: dict[str, Any] = dict.fromkeys(PLACEHOLDERS[phrase], "WORDS")
        assert [each for each in Formatter().parse(text) if each[2] or each[3]] == []
        assert text.format(**values) == re.sub(r"\{[^}]*\}", "WORDS", text)
