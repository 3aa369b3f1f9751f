"""The session model holds exactly what the author wrote, and its schema is the one that we publish."""

import json
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from repcast.resources import builtin_sessions
from repcast.session import Block, Hold, Max, Reps, Rest, Say, Session, Source, Work, json_schema, written_kinds

SessionOf = Callable[[str], Session]

EVERY_KIND = """\
title: All of it
description: Every kind of step.
credit: A coach.
lead_in: 20s
rounds: 2
rest_between_rounds: {default: 90s, min: 60s, max: 2m}
rest_between_steps: 15s
voice: {engine: pyttsx3, name: en-gb, rate_wpm: 170}
tips: [Breathe.]
steps:
- {hold: Side plank, for: 60s, sides: [left side, right side], switch: 8s, say: On one arm., tips: [Hips high.]}
- {work: Flutter kicks, for: {default: 30s, max: 1m}}
- {reps: High hops, count: 10, tempo: 1.5s}
- {max: Pull-ups, within: 60s}
- {rest: 30s}
- {say: Fetch your mat.}
- block: Finisher
  rounds: 3
  steps:
  - {hold: Plank, for: 1:30}
levels:
  easy: {scale: {holds: 0.5}, set: {rounds: 1, Side plank.for: 45s}}
"""


def test_everything_the_author_writes_is_kept(session_of: SessionOf) -> None:
    """If this failed, a part of the file would be read wrongly or forgotten."""
    session = session_of(EVERY_KIND)
    assert (session.name, session.description, session.credit) == ("All of it", "Every kind of step.", "A coach.")
    assert (session.rounds, session.tips) == (2, ("Breathe.",))
    assert session.lead_in.default_ms == 20_000
    rest = session.rest_between_rounds
    assert (rest.default_ms, rest.min_ms, rest.max_ms) == (90_000, 60_000, 120_000)
    assert session.rest_between_steps.default_ms == 15_000
    assert (session.voice.engine, session.voice.name, session.voice.rate_wpm) == ("pyttsx3", "en-gb", 170)
    assert session.levels["easy"].scale == {"holds": 0.5}
    assert session.levels["easy"].set == {"rounds": 1, "Side plank.for": "45s"}

    hold, work, reps, most, pause, say, block = session.steps
    assert isinstance(hold, Hold)
    assert (hold.name, hold.duration_ms, hold.sides) == ("Side plank", 60_000, ("left side", "right side"))
    assert (hold.switch.default_ms, hold.say, hold.tips) == (8_000, "On one arm.", ("Hips high.",))
    assert isinstance(work, Work)
    assert (work.span.default_ms, work.span.min_ms, work.span.max_ms) == (30_000, 1_000, 60_000)
    assert isinstance(reps, Reps)
    assert (reps.count, reps.tempo_ms, reps.duration_ms) == (10, 1_500, 15_000)
    assert isinstance(most, Max)
    assert (most.name, most.duration_ms) == ("Pull-ups", 60_000)
    assert isinstance(pause, Rest)
    assert (pause.name, pause.span.default_ms) == ("Rest", 30_000)
    assert isinstance(say, Say)
    assert say.text == "Fetch your mat."
    assert isinstance(block, Block)
    assert (block.name, block.rounds) == ("Finisher", 3)
    assert [step.duration_ms for step in block.steps if isinstance(step, Hold)] == [90_000]


def test_what_the_author_leaves_out_has_the_stated_defaults(session_of: SessionOf) -> None:
    """If this failed, a short file would not do what the documentation says."""
    session = session_of("title: T\nsteps: [{reps: Hops, count: 5}]\n")
    [hops] = session.steps
    assert isinstance(hops, Reps)
    assert (hops.tempo_ms, hops.switch.default_ms, hops.sides, hops.say) == (2_000, 5_000, (), "")
    assert (session.lead_in.default_ms, session.rounds) == (10_000, 1)
    assert (session.rest_between_rounds.default_ms, session.rest_between_steps.default_ms) == (0, 0)
    assert (session.voice.engine, session.voice.name, session.voice.rate_wpm) == ("pyttsx3", "", 150)
    assert (session.tips, session.levels) == ((), {})


def test_everything_remembers_its_line(session_of: SessionOf) -> None:
    """If this failed, a cue that was dropped could not be traced to the line that asked for it."""
    session = session_of(EVERY_KIND)
    lines = [step.source.line for step in session.walk()]
    assert lines == [11, 12, 13, 14, 15, 16, 17, 20]
    assert session.source == Source("test.yaml", 1)


def test_walking_meets_blocks_before_what_is_in_them(session_of: SessionOf) -> None:
    """If this failed, a customisation would miss the steps of a block."""
    names = [getattr(step, "name", "say") for step in session_of(EVERY_KIND).walk()]
    assert names == ["Side plank", "Flutter kicks", "High hops", "Pull-ups", "Rest", "say", "Finisher", "Plank"]


def test_a_session_is_frozen(session_of: SessionOf) -> None:
    """If this failed, customising one render could change the next."""
    session: BaseModel = session_of(EVERY_KIND)
    with pytest.raises(ValidationError, match="frozen"):
        session.__setattr__("rounds", 5)


@pytest.mark.parametrize(
    ("step", "kinds"),
    [
        ({"hold": 1, "for": 2}, ["hold"]),
        ({"say": 1}, ["say"]),
        ({"hold": 1, "say": 2}, ["hold"]),
        ({"hold": 1, "work": 2, "say": 3}, ["hold", "work"]),
        ({"for": 1}, []),
    ],
)
def test_say_is_a_kind_only_where_nothing_else_is(step: dict[str, object], kinds: list[str]) -> None:
    """If this failed, an exercise with an instruction would be taken for two steps."""
    assert written_kinds(step) == kinds


def test_the_schema_is_valid_and_says_what_it_describes() -> None:
    """If this failed, an editor would refuse our schema."""
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "repcast session, version 1"
    assert schema["required"] == ["title", "steps"]
    assert schema["additionalProperties"] is False


def test_every_key_of_a_session_is_described_in_the_schema() -> None:
    """If this failed, an editor would complete a key without telling what it is for."""
    schema = json_schema()
    described = {**schema["properties"], **schema["$defs"]["Hold"]["properties"]}
    assert [key for key, about in described.items() if not about.get("description")] == []


def test_the_published_schema_is_the_models() -> None:
    """If this failed, editors would check the built-in sessions against an old format."""
    published = builtin_sessions()["core"].with_name("session.schema.json")
    assert json.loads(published.read_text(encoding="utf-8")) == json_schema()
