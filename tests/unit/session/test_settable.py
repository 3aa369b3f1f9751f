"""`--set` reaches every key that a file can have: walked over the model, so that a new key cannot be forgotten."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from pydantic import BaseModel

from repcast.errors import BadSetting, OutOfRange, OwnSetting
from repcast.reading.serialise import serialise
from repcast.session.customise import Customisation, customise
from repcast.session.model import STEPS, Session
from repcast.session.settable import settings_of

SessionOf = Callable[[str], Session]

VALUES: Final = {  # for each key one that its kind of step, or the session, does not have yet
    "cadence": "60",
    "count": "12",
    "count_at": "end",
    "countdown": "ticks",
    "countdown_from": "10",
    "credit": "Mine",
    "cues": "[{at: 5s, say: Go}, {at: -5s, sound: tick}]",
    "description": "A try",
    "encouragement": "[Well done, Go on]",
    "every": "10m",
    "for": "40s",
    "in_rounds": "last",
    "keep_awake": "off",
    "language": "de",
    "lead_in": "20s",
    "mix": "{voice_db: 3, music_db: -2.5}",
    "image": "plank.jpg",
    "music": "[fast.mp3, slow.mp3]",
    "name": "Another",
    "distance": "300m",
    "pace": "4:45/km",
    "phases": "[{in: 4s}, {out: 4s}]",
    "phrases": "{complete: All done.}",
    "pick": "1",
    "pronounce": "{chaturanga: chat-oo-ranga}",
    "rest_between_rounds": "30s",
    "rest_between_steps": "10s",
    "rounds": "2",
    "say": "Slowly",
    "seed": "8",
    "shuffle": "on",
    "sides": "left; right",
    "sounds": "{go: go.wav, tick: none}",
    "switch": "9s",
    "talk": "{level: little, tips: off}",
    "tempo": "3-1-2-0",
    "tips": "Breathe in, and out; Relax",
    "title": "Another",
    "voice": "{name: male, rate_wpm: 150}",
    "within": "50s",
}
WRITTEN: Final = {
    "hold": "{hold: Step, for: 30s}",
    "work": "{work: Step, for: 30s}",
    "reps": "{reps: Step, count: 10}",
    "max": "{max: Step, within: 30s}",
    "recover": "{recover: Step, for: 30s}",
    "rest": "{rest: 30s}",
    "pause": "{pause: 30s}",
    "work over a distance": "{work: Step, distance: 200m, pace: 5:00/km}",
    "recover over a distance": "{recover: Step, distance: 200m, pace: 5:00/km}",
    "block": "{block: Step, steps: [{hold: Low, for: 20s}, {hold: High, for: 20s}]}",
}
WITHOUT_SETTINGS: Final = {
    "say": "nobody can name it: what it says is all that it is",
    "include": "it is the block of what it includes before anything is set, and set as that",
}
NOT_SETTABLE: Final = {
    "steps": "they are what settings are of",
    "levels": "they are settings themselves, which --level applies",
}
NAMES: Final = {"rest": "Rest", "pause": "Pause"}


def _keys(model: type[BaseModel], kind: str) -> Iterator[str]:
    """Yield the keys of a kind of step as settings call them: the one that makes it of its kind by what it says."""
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key == kind.removesuffix(" over a distance"):
            key = "for" if kind in NAMES else "name"
        if key not in NOT_SETTABLE:
            yield key


KEYS: Final = [
    *((kind, key) for kind, model in STEPS.items() if kind not in WITHOUT_SETTINGS for key in _keys(model, kind)),
    *(("session", key) for key in _keys(Session, "session")),
]


def _session(session_of: SessionOf, kind: str, key: str = "") -> tuple[Session, str]:
    """Return a session that has a kind of step, and what stands before a setting of it."""
    owner = "" if kind == "session" else f"{NAMES.get(kind, 'Step')}."
    other = "{work: Other, for: 20s}" if key != "pace" else "{work: Other, distance: 100m}"
    steps = f"steps:\n- {WRITTEN.get(kind, WRITTEN['hold'])}\n- {other}\n"
    rounds = "" if kind == "session" else "rounds: 2\n"
    return session_of(f"title: T\n{rounds}{steps}"), owner


@pytest.fixture(name="_files")
def _files_that_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("fast.mp3", "slow.mp3", "go.wav", "plank.jpg"):
        Path(name).touch()


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize(("kind", "key"), KEYS)
def test_every_key_of_every_kind_is_set_as_if_it_stood_in_the_file(session_of: SessionOf, kind: str, key: str) -> None:
    """If this failed, `--set` would not reach what a file can say, or set it to what no file can."""
    session, owner = _session(session_of, kind, key)
    rounds = {f"{owner}rounds": "2"} if key == "rest_between_rounds" else {}
    customised = customise(session, Customisation(settings={**rounds, f"{owner}{key}": VALUES[key]}))
    text = serialise(customised)
    assert text != serialise(customise(session, Customisation(settings=rounds)))
    assert serialise(session_of(text)) == text


@pytest.mark.parametrize("kind", [*WRITTEN, "session"])
def test_the_list_of_settings_is_the_true_one(session_of: SessionOf, kind: str) -> None:
    """If this failed, a message would offer what cannot be set, or keep silent on what can."""
    session, _ = _session(session_of, kind)
    listed = {name.removesuffix(".…") for name in settings_of(session if kind == "session" else session.steps[0])}
    assert listed == {key for of, key in KEYS if of == kind}


def test_no_kind_of_step_is_left_out() -> None:
    """If this failed, a new kind of step would not be tried above."""
    assert STEPS.keys() == WRITTEN.keys() | WITHOUT_SETTINGS.keys()


RICH: Final = """\
title: T
steps:
- {work: Run, for: {default: 2m, min: 1m, max: 5m}, cues: [{at: 90s, say: Faster}], cadence: 170, tips: [Tall.]}
- {reps: Breath, count: 4, phases: [{in: 4s}, {out: 4s}]}
- {reps: Squats, count: 4, tempo: 3-1-2-0, say: Down.}
"""


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        ({"Run.cues": "none", "Run.cadence": "none"}, {"cadence: 170", "- at: 1m30s", "say: Faster", "cues:"}),
        ({"Squats.say": "none"}, {"say: Down."}),
        ({"Breath.tempo": "2s"}, {"phases:", "- in: 4s", "- out: 4s"}),
        ({"Breath.phases": "none"}, {"phases:", "- in: 4s", "- out: 4s"}),
        ({"Squats.phases": "[in: 4s, out: 4s]"}, {"tempo: 3-1-2-0"}),
    ],
)
def test_what_need_not_be_there_can_be_taken_away(
    session_of: SessionOf, settings: dict[str, str], lines: set[str]
) -> None:
    """If this failed, a file would keep what was taken away, or have a tempo beside phases, which no file may."""
    session = session_of(RICH)
    text = serialise(customise(session, Customisation(settings=settings)))
    before, after = ({line.strip() for line in each.splitlines()} for each in (serialise(session), text))
    assert before - after == lines
    assert serialise(session_of(text)) == text


def test_cues_are_judged_by_the_time_that_the_step_has_in_the_end(session_of: SessionOf) -> None:
    """If this failed, it would depend on the order of two flags whether they fit together."""
    settings = {"Run.cues": "[{at: 4m, say: Go}]", "Run.for": "5m"}
    for each in (settings, dict(reversed(settings.items()))):
        run = customise(session_of(RICH), Customisation(settings=each)).steps[0]
        assert [cue.at_ms for cue in run.cues] == [240_000]  # type: ignore[union-attr]


def test_what_a_level_sets_is_judged_together(session_of: SessionOf) -> None:
    """If this failed, a level could not give a step more time and a cue in it."""
    level = "levels: {long: {set: {Run.cues: [{at: 4m, say: Go}], Run.for: 5m}}}\n"
    run = customise(session_of(RICH + level), Customisation(levels=("long",))).steps[0]
    assert [cue.at_ms for cue in run.cues] == [240_000]  # type: ignore[union-attr]


def test_a_range_may_be_set_within_that_of_the_author(session_of: SessionOf) -> None:
    """If this failed, a range on the command line would be passed over, or the author's would not hold."""
    session = session_of(RICH)
    narrower = customise(session, Customisation(settings={"Run.for": "{default: 3m, min: 2m}"}))
    assert "default: 3m\n    min: 2m\n    max: 5m\n" in serialise(narrower)
    wider = {"Run.for": "{default: 3m, max: 9m}"}
    with pytest.raises(OutOfRange, match=r"^Run\.for=9m is outside the author's range 1m to 5m"):
        customise(session, Customisation(settings=wider))
    assert "max: 9m" in serialise(customise(session, Customisation(settings=wider, beyond_range=True)))


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        (
            "Run.cues",
            "at 2m say go",
            'this must be a list; write "Run.cues=[{at: 30s, say: Halfway}, {at: -10s, sound: tick}]", or Run.cues=',
        ),
        ("Run.cues", "[{at: 2m}]", "in item 1, nothing is heard at this cue; add say: with words, or "),
        (
            "Run.cues",
            "[{at: 5s, say: Go}, {every: 9s, sond: tick}]",
            "in item 2, 'sond' is no key here; did you mean 'sound'? The keys are at, every, say, sound",
        ),
        ("Run.cues", "[{at: 9m, say: Go}]", "this cue comes at 9m, and 'Run' lasts 2m; write at: 1m59s or earlier"),
        ("Run.cues", "[{at 1m, say: Go}]", "'at 1m' has no value; write at: 1m"),
        ("Run.cues", "[{at: 1m, say: Go}", "the bracket [ is never closed; write ] at its end"),
        ("Run.tips", "no", "this does not take it away; write Run.tips=none"),
        ("Run.in_rounds", "1 3", "'1 3' is no round; write first, last, not last, or numbers, such as [1, 3]"),
        (
            "Breath.phases",
            "4-4",
            'this must be a list; write "Breath.phases=[{in: 4s}, {out: 4s}]", or Breath.phases=none',
        ),
        ("Run.cues", "{at: 2s, say: Hi}", 'this must be a list; write "Run.cues=[{at: 2s, say: Hi}]"'),
        ("Breath.phases", "{in: 4s, out: 2s}", 'this must be a list; write "Breath.phases=[{in: 4s}, {out: 2s}]"'),
        ("Run.sides", "left", 'this must be a list of at least 2; write "Run.sides=left; right", or Run.sides=none'),
        ("Run.for", "{min: 2m}", "the key 'default' is missing; add default:"),
        ("mix", "{voic_db: 3}", "'voic_db' is no key here; did you mean 'voice_db'? The keys are loudness_lufs, "),
        ("Run.music", "{shuffel: 3}", "'shuffel' is no key here; did you mean 'shuffle'? The keys are files, shuffle"),
    ],
)
def test_what_is_no_list_says_what_to_write(session_of: SessionOf, setting: str, value: str, message: str) -> None:
    """If this failed, somebody who writes YAML on a command line would not know what is wrong with it."""
    with pytest.raises(BadSetting) as caught:
        customise(session_of(RICH), Customisation(settings={setting: value}))
    assert str(caught.value).startswith(f"{setting}={value}: {message}")


def test_a_level_sets_what_a_flag_sets(session_of: SessionOf) -> None:
    """If this failed, lists and numbers would have to be written as texts in a level, or be torn at their commas."""
    level = (
        "levels:\n  a:\n    set:\n      Run.cues: [{at: 30s, say: Go}]\n      mix.voice_db: -3.5\n"
        '      Run.tips: ["Breathe in, and out", Relax]\n      Run.sides: [left, right]\n      mix: {music_db: 2}\n'
    )
    session = session_of(RICH + level)
    flags = {
        "Run.cues": "[{at: 30s, say: Go}]",
        "mix.voice_db": "-3.5",
        "Run.tips": "Breathe in, and out; Relax",
        "Run.sides": "left; right",
        "mix": "{music_db: 2}",
    }
    by_level, by_flags = Customisation(levels=("a",)), Customisation(settings=flags)
    assert serialise(customise(session, by_level)) == serialise(customise(session, by_flags))
    assert serialise(session_of(serialise(session))) == serialise(session)


def test_the_sessions_own_name_is_no_step(session_of: SessionOf) -> None:
    """If this failed, who writes the session's name before its setting would be told of some step instead."""
    with pytest.raises(OwnSetting, match="'T' is the session, and no step in it; write rounds without a name before"):
        customise(session_of(RICH), Customisation(settings={"T.rounds": "2"}))
