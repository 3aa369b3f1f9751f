import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from builders import changed
from repcast.errors import NoEmbeddedSession, PlanTooLarge
from repcast.files.embedded import LEFT_OUT, SESSION, SOUND, TIMELINE, embed, read_embedded, unpack
from repcast.plan.timeline import Timeline
from repcast.session.model import Session

TEXT = "title: Kräftig\nsteps:\n  - hold: Plank\n    for: 30s\n    say: Hips high.\n"
FILE = Path("x.mp3")
GO = {"track": "earcon", "cue": "signal", "sound": "go", "start_ms": 0, "end_ms": 1, "step": 0, "anchored": True}


@pytest.fixture
def session(session_of: Callable[[str], Session]) -> Session:
    """Return a session."""
    return session_of(TEXT)


@pytest.fixture
def timeline(session: Session, plan: Callable[..., Timeline]) -> Timeline:
    """Return its plan."""
    return plan(session)


@pytest.fixture
def texts(session: Session, timeline: Timeline) -> dict[str, str]:
    """Return what a file carries of it."""
    return embed(session, timeline)


def test_what_is_carried_is_read_back(session: Session, timeline: Timeline, texts: dict[str, str]) -> None:
    """If this failed, a file would be shown, or rendered again, as another one than it is."""
    found = unpack(texts, FILE)
    assert found.session.model_dump(warnings="none") == session.model_dump(warnings="none")
    assert found.timeline == timeline
    assert (found.left_out, found.sound) == ((), "0" * 64)


def test_folders_are_not_carried(session: Session, timeline: Timeline) -> None:
    """If this failed, whoever is given an MP3 would learn how its author's folders are called."""
    steps = tuple(changed(step, file="/home/somebody/secret/x.yaml") for step in timeline.steps)
    found = unpack(embed(session, replace(timeline, steps=steps)), FILE)
    assert {step.facts.source.file for step in found.timeline.steps} == {"x.yaml"}


def test_what_names_files_is_left_out_and_said(session: Session, timeline: Timeline) -> None:
    """If this failed, a render from an MP3 would lack its music without a word."""
    named = session.model_copy(update={"sounds": {"go": "/a/whistle.wav", "tick": "none"}})
    texts = embed(named, timeline)
    assert texts[LEFT_OUT] == "sounds.go"
    assert "whistle" not in texts[SESSION]
    assert unpack(texts, FILE).session.sounds == {"tick": "none"}


def test_what_could_not_be_read_back_is_not_written(
    session: Session, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, a file would be written whose own plan `show` refuses."""
    monkeypatch.setattr("repcast.files.embedded.MOST_BYTES", 100)
    with pytest.raises(PlanTooLarge, match="the session's plan takes more than"):
        embed(session, timeline)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        (SESSION, "title: x", "the session in its tags was edited: the key 'steps' is missing"),
        (SESSION, "title: x\nsteps: [{include: core}]", "cannot include core: this session must stand alone"),
        (SESSION, "title: x\nsteps: [{include: /etc/passwd}]", "this session must stand alone"),
        (SESSION, "title: x\nmusic: /etc\nsteps: [{rest: 5s}]", "cannot use /etc: this session must stand alone"),
        (SESSION, "title: x\nsounds: {go: a.wav}\nsteps: [{rest: 5s}]", "cannot use a.wav"),
        (SESSION, "\ud800", "is not text"),
        (TIMELINE, "", "the timeline in its tags"),
        (TIMELINE, "not base64!", "the timeline in its tags was edited"),
        (TIMELINE, base64.b64encode(b"not deflated").decode(), "the timeline in its tags was edited"),
        (TIMELINE, base64.b64encode(zlib.compress(b"[]")).decode(), "the timeline in its tags was edited"),
        (TIMELINE, base64.b64encode(zlib.compress(b"[" * 100_000)).decode(), "the timeline in its tags was edited"),
        (TIMELINE, base64.b64encode(zlib.compress(b"{}")[:-3]).decode(), "cut off, or too large"),
        (TIMELINE, base64.b64encode(zlib.compress(bytes(80 << 20))).decode(), "cut off, or too large"),
        (TIMELINE, "A" * (17 << 20), "its tags are larger"),
    ],
)
def test_what_a_stranger_writes_is_refused(name: str, text: str, why: str, texts: dict[str, str]) -> None:
    """If this failed, a stranger's MP3 could have a file of ours read, or fill the memory."""
    with pytest.raises(NoEmbeddedSession) as refused:
        unpack(texts | {name: text}, FILE)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    "edit",
    [
        {"duration_ms": 1},
        {"duration_ms": 10**9},
        {"duration_ms": 1.5},
        {"title": "\x1b[2J"},
        {"title": "x" * 6_000},
        {"version": 1},
        {"more": 1},
        {"steps": []},
        {"events": [{**GO, "track": "voice"}]},
        {"events": [{**GO, "sound": "x"}]},
        {"events": [{**GO, "cue": "x"}]},
        {"events": [{**GO, "step": 9}]},
        {"events": [{**GO, "anchored": 1}]},
        {"language": "xx"},
    ],
)
def test_an_edited_timeline_is_refused(edit: dict[str, object], timeline: Timeline, texts: dict[str, str]) -> None:
    """If this failed, a file would be judged by a plan that cannot be, or a terminal be taken over by a title."""
    document = json.dumps(json.loads(timeline.to_json()) | edit)
    packed = base64.b64encode(zlib.compress(document.encode())).decode()
    with pytest.raises(NoEmbeddedSession, match="the timeline in its tags was edited"):
        unpack(texts | {TIMELINE: packed}, FILE)


@pytest.mark.parametrize("name", [SESSION, TIMELINE])
def test_a_file_without_it_says_so(name: str, texts: dict[str, str]) -> None:
    """If this failed, somebody's song would end in a fault of ours."""
    del texts[name]
    with pytest.raises(NoEmbeddedSession, match="repcast did not write it, its tags were removed"):
        unpack(texts, FILE)


def test_unprintable_signs_are_taken_out(texts: dict[str, str]) -> None:
    """If this failed, a tag could reorder or colour what a terminal shows."""
    found = unpack(texts | {SOUND: "\x1b[31mabc", LEFT_OUT: "mu\x07sic"}, FILE)
    assert (found.sound, found.left_out) == ("[31mabc", ("music",))


def test_a_text_carries_nothing(tmp_path: Path) -> None:
    """If this failed, showing a text file would end in a fault of ours."""
    path = tmp_path / "x.mp3"
    path.write_text(TEXT)
    with pytest.raises(NoEmbeddedSession, match="it cannot be read as sound"):
        read_embedded(path)
