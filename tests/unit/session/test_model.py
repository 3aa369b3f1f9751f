"""The session model holds exactly what the author wrote, and its schema is the one that we publish."""

import json
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

import builders
from repcast.bounds import QUANTITIES
from repcast.resources import builtin_sessions
from repcast.session.fields import Pause, Source
from repcast.session.model import (
    EXERCISES,
    KINDS,
    STEPS,
    Block,
    Exercise,
    Hold,
    Max,
    Recover,
    Reps,
    Rest,
    Say,
    Session,
    Work,
    json_schema,
    written_kinds,
)
from repcast.session.settings import Mixing
from repcast.units import Milliseconds

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
- {recover: Walk, for: {default: 90s, max: 2m}, say: Shake your arms out.}
- {rest: 30s}
- {say: Fetch your mat.}
- block: Finisher
  rounds: 3
  steps:
  - {hold: Plank, for: 1:30}
levels:
  easy: {scale: {holds: 0.5}, set: {rounds: 1, Side plank.for: 45s}}
"""


def test_every_kind_of_step_has_a_model_and_every_table_knows_it() -> None:
    """A new kind would be refused, never scaled, or have no row in the customiser."""
    assert tuple(tag for tag in STEPS if tag in KINDS) == KINDS
    assert all(model.kind in KINDS for model in STEPS.values())  # type: ignore[attr-defined]
    for kind in EXERCISES:
        model = STEPS[kind]
        assert issubclass(model, Exercise)
        assert model.kind == kind
        assert model.quantity in QUANTITIES
        assert model.amount_key in {info.alias or name for name, info in model.model_fields.items()}


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

    hold, work, reps, most, walk, pause, say, block = session.steps
    assert isinstance(hold, Hold)
    assert (hold.name, hold.duration_ms, hold.sides) == ("Side plank", 60_000, ("left side", "right side"))
    assert (hold.switch.default_ms, hold.say, hold.tips) == (8_000, "On one arm.", ("Hips high.",))
    assert isinstance(work, Work)
    assert (work.span.default_ms, work.span.min_ms, work.span.max_ms) == (30_000, 1_000, 60_000)
    assert isinstance(reps, Reps)
    assert (reps.count, reps.rep_ms, reps.duration_ms) == (10, 1_500, 15_000)
    assert isinstance(most, Max)
    assert (most.name, most.duration_ms) == ("Pull-ups", 60_000)
    assert isinstance(walk, Recover)
    assert (walk.name, walk.duration_ms, walk.span.max_ms) == ("Walk", 90_000, 120_000)
    assert walk.say == "Shake your arms out."
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
    assert (hops.rep_ms, hops.switch.default_ms, hops.sides, hops.say) == (2_000, 5_000, (), "")
    assert (session.lead_in.default_ms, session.rounds) == (10_000, 1)
    assert (session.rest_between_rounds.default_ms, session.rest_between_steps.default_ms) == (0, 0)
    assert (session.voice.engine, session.voice.name, session.voice.rate_wpm) == ("auto", "", 165)
    assert (session.tips, session.levels) == ((), {})


def test_everything_remembers_its_line(session_of: SessionOf) -> None:
    """If this failed, a cue that was dropped could not be traced to the line that asked for it."""
    session = session_of(EVERY_KIND)
    lines = [step.source.line for step in session.walk()]
    assert lines == [11, 12, 13, 14, 15, 16, 17, 18, 21]
    assert session.source == Source("test.yaml", 1)


def test_walking_meets_blocks_before_what_is_in_them(session_of: SessionOf) -> None:
    """If this failed, a customisation would miss the steps of a block."""
    names = [getattr(step, "name", "say") for step in session_of(EVERY_KIND).walk()]
    assert names == ["Side plank", "Flutter kicks", "High hops", "Pull-ups", "Walk", "Rest", "say", "Finisher", "Plank"]


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


# What it sounds like


def test_what_it_sounds_like_has_defaults() -> None:
    """If this failed, a session of a few lines would need a dozen more."""
    session = builders.session()
    assert (session.countdown, session.countdown_from, session.keep_awake, session.sounds) == ("spoken", 3, "on", {})
    assert session.mix == Mixing(loudness_lufs=None, voice_db=0, earcons_db=0, music_db=0)
    assert not session.music.is_wanted


@pytest.mark.parametrize(
    ("written", "files", "work", "rest"),
    [
        ("a.mp3", ("a.mp3",), (), ()),
        (["a.mp3", "b/"], ("a.mp3", "b/"), (), ()),
        ("none", (), (), ()),
        ([], (), (), ()),
        ({"files": "a.mp3"}, ("a.mp3",), (), ()),
        ({"files": ["a.mp3", "b/"]}, ("a.mp3", "b/"), (), ()),
        ({"work": "fast/", "rest": ["calm.mp3", "quiet.flac"]}, (), ("fast/",), ("calm.mp3", "quiet.flac")),
        ({"files": "all/", "work": {"files": "fast/"}, "rest": "none"}, ("all/",), ("fast/",), ()),
        ({}, (), (), ()),
    ],
)
def test_music_is_a_file_a_list_or_a_mapping(
    written: object, files: tuple[str, ...], work: tuple[str, ...], rest: tuple[str, ...]
) -> None:
    """If this failed, music would play under the wrong steps, or not at all."""
    music = builders.session(music=written).music
    assert (music.files, music.work.files, music.rest.files) == (files, work, rest)
    assert music.is_wanted == bool(files or work or rest)


def test_each_kind_of_music_has_its_own_shuffle() -> None:
    """If this failed, one seed would reorder the other music, too."""
    music = builders.session(
        music={"files": "a/", "shuffle": 7, "work": {"files": "b/", "shuffle": 8}, "rest": "c/"}
    ).music
    assert (music.shuffle, music.work.shuffle, music.rest.shuffle) == (7, 8, None)


@pytest.mark.parametrize(
    "written",
    [
        *(5, None, "", ["a", ""], [5], [["a"]], "a\nb", "x" * 1001, ["x"] * 1001, {"shuffle": -1}, {"shuffle": "7"}),
        *({"shuffle": 1_000_001}, {"shuffle": True}, {"work": {"work": "a"}}, {"play": "a"}),
    ],
)
def test_what_is_no_music_is_refused(written: object) -> None:
    """If this failed, a slip would give a file without music, and no word about it."""
    with pytest.raises(ValidationError):
        builders.session(music=written)


def test_no_sounds_at_all_and_none_of_some() -> None:
    """If this failed, `sounds: none` would still beep."""
    signals = ("go", "recover", "tick", "halfway", "done", "rest", "finish")
    assert builders.session(sounds="none").sounds == dict.fromkeys(signals, "none")
    assert builders.session(sounds={"tick": "none", "go": "whistle.wav"}).sounds == {
        "tick": "none",
        "go": "whistle.wav",
    }


@pytest.mark.parametrize(
    "keys",
    [
        *({"sounds": "x.wav"}, {"sounds": ["x.wav"]}, {"sounds": {"bell": "x.wav"}}, {"sounds": {"go": ""}}),
        *({"countdown": "loud"}, {"countdown_from": 4}, {"countdown_from": "5"}, {"keep_awake": "yes"}),
        *({"mix": {"voice_db": -60.5}}, {"mix": {"music_db": 21}}, {"mix": {"loudness_lufs": -7}}),
        *(
            {"mix": {"loudness_lufs": -41}},
            {"mix": {"voice": 3}},
            {"mix": {"voice_db": "3"}},
            {"mix": {"voice_db": True}},
        ),
    ],
)
def test_settings_of_the_sound_out_of_their_bounds_are_refused(keys: dict[str, object]) -> None:
    """If this failed, a file could be made that hurts the ear, or a slip would be passed over."""
    with pytest.raises(ValidationError):
        builders.session(**keys)


@pytest.mark.parametrize("value", [-60, 20, 0, -3.5, 20.0])
def test_volumes_are_whole_or_broken_numbers(value: float) -> None:
    """If this failed, `voice_db: -3` or `voice_db: -3.5` would be refused."""
    assert builders.session(mix={"voice_db": value}).mix.voice_db == value


def test_a_time_may_be_given_in_milliseconds_by_a_reader_and_not_by_a_file() -> None:
    """If this failed, what a reader has understood would be refused, or a bare number in a file be taken for a time."""
    assert Hold.model_validate({"hold": "Plank", "for": Milliseconds(45_000)}).duration_ms == 45_000
    assert Pause.model_validate(Milliseconds(0)).default_ms == 0
    for time, problem in ((45_000, "'45000' is not a time"), (Milliseconds(0), "'0s' is not a time")):
        with pytest.raises(ValidationError, match=problem):
            Hold.model_validate({"hold": "Plank", "for": time})
