"""The timeline: its invariants, and its JSON form both ways."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import pytest

from builders import changed, drop, earcon, step, timeline, voice
from repcast.errors import BrokenTimeline
from repcast.plan.rules import CueKind
from repcast.plan.timeline import Event, Step, Timeline
from repcast.session.model import Session

SessionOf = Callable[[str], Session]


def _step(index: int, start_ms: int, end_ms: int) -> Step:
    return step(index, start_ms, end_ms, side="left", round=2, rounds=3, line=4)


GOOD = timeline(
    *(earcon(0, 270), voice(300, 500), voice(500, 800), earcon(1_730, 2_000)),
    title="Tést",
    steps=(_step(0, 0, 1_000), _step(1, 1_000, 2_000)),
    dropped=(drop("Relax.", 1, line=4),),
)


def test_an_event_names_its_clip() -> None:
    """If this failed, the mix would look for the wrong sound."""
    assert [event.clip for event in GOOD.events[:2]] == [("earcon", "go"), ("voice", "Halfway.")]


def test_a_step_is_called_by_its_name_and_its_side() -> None:
    """If this failed, both sides of an exercise would be called the same, or every step end in a comma."""
    assert GOOD.steps[0].facts.label == "Plank, left"
    assert changed(GOOD.steps[0], side="").facts.label == "Plank"


def test_a_hurried_text_is_another_clip_than_the_usual_one() -> None:
    """If this failed, a sentence would be heard at its usual speed where there is no room for it."""
    assert replace(GOOD.events[1], hurried=True).clip == ("hurried", "Halfway.")


def test_json_tells_what_is_hurried_and_of_nothing_else_that_it_is_not() -> None:
    """If this failed, a saved plan would sound otherwise, or all plans have another form than documented."""
    hurried = replace(GOOD, events=(GOOD.events[0], replace(GOOD.events[1], hurried=True), *GOOD.events[2:]))
    assert [event.get("hurried") for event in json.loads(hurried.to_json())["events"]] == [None, True, None, None]
    assert Timeline.from_json(hurried.to_json().encode()) == hurried


@pytest.mark.parametrize(
    ("change", "invariant"),
    [
        ({"steps": (_step(0, 0, 900), _step(1, 1_000, 2_000))}, "steps tile the file"),
        ({"steps": (_step(0, 0, 1_100), _step(1, 1_000, 2_000))}, "steps tile the file"),
        ({"steps": (_step(0, 100, 2_000),)}, "steps tile the file"),
        ({"duration_ms": 2_001}, "steps tile the file"),
        ({"steps": (_step(0, 0, 0), _step(1, 0, 2_000))}, "every step has a length"),
        ({"events": (voice(1_900, 2_001),)}, "every event lies inside the file"),
        ({"events": (voice(-1, 10),)}, "every event lies inside the file"),
        ({"events": (voice(10, 10),)}, "every event lies inside the file"),
        ({"events": (voice(500, 600), earcon(499, 600))}, "events are in order of time"),
        ({"events": (voice(0, 500), voice(499, 600))}, "no two voice events overlap"),
        ({"events": (voice(0, 500), earcon(100, 200), voice(499, 600))}, "no two voice events overlap"),
        ({"events": (earcon(0, 270), voice(269, 400))}, "no word lies under a signal"),
        ({"events": (voice(0, 300), earcon(299, 400))}, "no word lies under a signal"),
        ({"events": (earcon(0, 900), earcon(100, 160), voice(500, 600))}, "no word lies under a signal"),
        ({"events": (voice(0, 900), earcon(950, 990), voice(991, 1_200), earcon(1_100, 1_200))}, "no word lies under"),
    ],
)
def test_a_timeline_that_breaks_an_invariant_cannot_be_built(change: dict[str, object], invariant: str) -> None:
    """If this failed, a bug would be heard in a workout instead of stopping the render."""
    with pytest.raises(BrokenTimeline, match=f"^timeline: {invariant}"):
        replace(GOOD, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "events",
    [
        (earcon(0, 270), voice(270, 500), voice(500, 700), earcon(700, 900)),
        (earcon(0, 270), earcon(100, 160), earcon(200, 900), voice(900, 1_000)),
    ],
    ids=["touching", "signals together"],
)
def test_what_only_touches_is_heard_apart(events: tuple[Event, ...]) -> None:
    """If this failed, a word that ends where a signal begins would stop a render; so would two signals at once."""
    assert replace(GOOD, events=events).events == events


def test_the_json_form_is_the_documented_one() -> None:
    """If this failed, programs that read `plan --json` would break."""
    document = json.loads(GOOD.to_json())
    assert list(document) == [
        *("version", "title", "duration_ms", "sample_rate_hz", "steps", "events", "dropped"),
    ]
    assert (document["version"], document["title"]) == (2, "Tést")
    assert (document["duration_ms"], document["sample_rate_hz"]) == (2_000, 48_000)
    assert document["steps"][1] == {
        "index": 1,
        "name": "Plank",
        "kind": "hold",
        "purpose": "work",
        "side": "left",
        "round": 2,
        "rounds": 3,
        "start_ms": 1_000,
        "end_ms": 2_000,
        "line": 4,
        "file": "a.yaml",
    }
    assert document["events"][:2] == [
        {
            "track": "earcon",
            "cue": "signal",
            "start_ms": 0,
            "end_ms": 270,
            "sound": "go",
            "step": 0,
            "anchored": True,
        },
        {
            "track": "voice",
            "cue": "halfway",
            "start_ms": 300,
            "end_ms": 500,
            "text": "Halfway.",
            "step": 0,
            "anchored": False,
        },
    ]
    assert document["dropped"] == [
        {"cue": "tip", "text": "Relax.", "reason": "needs 2.0 s", "step": 1, "line": 4, "file": "a.yaml"},
    ]


def test_json_is_read_back_to_the_same_timeline() -> None:
    """If this failed, a saved plan would not be what was planned."""
    assert Timeline.from_json(GOOD.to_json().encode()) == GOOD


@pytest.mark.parametrize(("key", "value"), [("version", 1), ("version", 3), ("sample_rate_hz", 44_100)])
def test_json_of_another_version_is_refused(key: str, value: int) -> None:
    """If this failed, a plan of another version would be read with a wrong meaning."""
    document = json.loads(GOOD.to_json()) | {key: value}
    with pytest.raises(BrokenTimeline, match="version 2 at 48 kHz"):
        Timeline.from_json(json.dumps(document).encode())


def test_json_that_breaks_an_invariant_is_refused() -> None:
    """If this failed, a plan edited by hand could overlap speech."""
    document = json.loads(GOOD.to_json())
    document["steps"][0]["end_ms"] = 900
    with pytest.raises(BrokenTimeline, match="steps tile the file"):
        Timeline.from_json(json.dumps(document).encode())


def test_an_event_that_is_not_one_stops_the_reading() -> None:
    """If this failed, a list of zeros would be made as many errors, and those gigabytes."""
    document = json.loads(GOOD.to_json()) | {"events": [0] * 10_000}
    with pytest.raises(BrokenTimeline, match="few keys"):
        Timeline.from_json(json.dumps(document).encode())
    document = json.loads(GOOD.to_json()) | {"events": [{}] * 10_000, "dropped": [{}] * 10_000, "steps": [{}] * 10_000}
    with pytest.raises(BrokenTimeline, match=r"\b23 errors"):
        Timeline.from_json(json.dumps(document).encode())


@pytest.mark.parametrize(
    "text", [b"[" + b"0," * 6_000_000 + b"0]", b'"' + b"a" * (24 << 20) + b'"'], ids=["values", "bytes"]
)
def test_json_that_is_larger_than_any_that_is_made_is_not_parsed(text: bytes) -> None:
    """If this failed, 16 kB of a tag would be unpacked to gigabytes."""
    with pytest.raises(BrokenTimeline, match="no larger than one that is made"):
        Timeline.from_json(text)


@pytest.mark.parametrize("place", [(), ("events", 0), ("steps", 1), ("dropped", 0)])
def test_json_holds_nothing_else(place: tuple[str | int, ...]) -> None:
    """If this failed, what this version does not know would be read as if it were not there."""
    document = json.loads(GOOD.to_json())
    within = document
    for key in place:
        within = within[key]
    within["more"] = "a, b"
    with pytest.raises(BrokenTimeline, match="version 2 at 48 kHz"):
        Timeline.from_json(json.dumps(document).encode())


def test_commas_in_texts_are_no_values() -> None:
    """If this failed, a session with many commas in its texts could not be read back."""
    wordy = replace(GOOD, title=', "' * 1_000)
    assert Timeline.from_json(wordy.to_json().encode()) == wordy


def test_only_so_much_is_heard_at_once() -> None:
    """If this failed, a stranger's plan could have each moment listened to a thousand times."""
    crowded = replace(GOOD, events=tuple(earcon(at_ms, 1_000 + at_ms) for at_ms in range(101)))
    with pytest.raises(BrokenTimeline, match="at most 100 events are heard at once"):
        Timeline.from_json(crowded.to_json().encode())
    one_less = replace(crowded, events=crowded.events[1:])
    assert Timeline.from_json(one_less.to_json().encode()) == one_less


def test_a_timeline_has_steps() -> None:
    """If this failed, a stranger's file of no length would be divided by."""
    with pytest.raises(BrokenTimeline, match="there are steps"):
        Timeline(title="Nothing", duration_ms=0, steps=(), events=())


def test_who_speaks_is_part_of_it() -> None:
    """If this failed, a file could not say whose voice is heard in it, or which words are another's."""
    plain = timeline(voice(0, 500, "one"), voice(600, 900, "日本語"))
    spoken = plain.spoken_by("heart (hibari)", {"日本語": "en-us (pyttsx3)"})
    assert [event.voice for event in spoken.events] == ["", "en-us (pyttsx3)"]
    assert Timeline.from_json(spoken.to_json().encode()) == spoken
    assert "voice" not in {**json.loads(plain.to_json())}


@pytest.mark.parametrize("cue", get_args(CueKind))
def test_each_kind_of_cue_is_read_back(cue: CueKind) -> None:
    """If this failed, a plan with a tip, or a set's number, in it could not be shown from its file."""
    kinds = replace(GOOD, events=(replace(voice(0, 500), cue=cue),), dropped=(drop(cue=cue),))
    assert Timeline.from_json(kinds.to_json().encode()) == kinds


@pytest.mark.parametrize("place", ["events", "dropped"])
def test_a_cue_of_another_kind_is_refused(place: str) -> None:
    """If this failed, a stranger's plan could say of a cue that it is anything."""
    document = json.loads(GOOD.to_json())
    document[place][0]["cue"] = "advertisement"
    with pytest.raises(BrokenTimeline, match="version 2 at 48 kHz"):
        Timeline.from_json(json.dumps(document).encode())


def test_the_language_is_part_of_it() -> None:
    """If this failed, a file's chapters, made anew from its plan, would be named in English."""
    german = replace(GOOD, language="de")
    assert json.loads(german.to_json())["language"] == "de"
    assert Timeline.from_json(german.to_json().encode()) == german
    assert "language" not in json.loads(GOOD.to_json()), "as documented: the usual one is not written"
    with pytest.raises(BrokenTimeline, match="version 2 at 48 kHz"):
        Timeline.from_json(json.dumps(json.loads(GOOD.to_json()) | {"language": "xx"}).encode())
