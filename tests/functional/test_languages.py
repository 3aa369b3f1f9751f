"""A session in another language, as its listener and its player get it."""

import json
from pathlib import Path
from typing import get_args

import pytest
from mutagen.id3 import ID3
from program import run, write

from repcast.plan.languages import wording_of
from repcast.session.settings import Language

GERMAN = """\
title: Morgenrunde
voice: {name: de}
steps:
  - hold: Seitstütz
    for: 10s
    sides: [links, rechts]
  - rest: 5s
  - hold: Brett
    for: 8s
"""
LANGUAGES = get_args(Language)


def test_a_named_voice_brings_its_language_into_all_that_is_heard_and_shown(tmp_path: Path) -> None:
    """If this failed, a German voice would read English, and the player show it."""
    write(tmp_path, GERMAN)
    outcome = run("render", "tiny.yaml", "--captions", "srt", folder=tmp_path)
    assert (outcome.code, outcome.err.replace("Speaking...\n", "").replace("Encoding...\n", "")) == (0, "")
    captions = (tmp_path / "tiny.srt").read_text(encoding="utf-8")
    for text in ("Zuerst Seitstütz, linke Seite.", "Rechte Seite.", "Mach dich bereit.", "drei", "zwei", "eins"):
        assert text in captions.splitlines(), text
    assert "Ready" not in captions
    tags = ID3(tmp_path / "tiny.mp3")
    assert [tag.lang for name, tag in tags.items() if name.startswith(("USLT", "COMM"))] == ["deu", "deu"]
    titles = [tag.sub_frames["TIT2"].text[0] for name, tag in tags.items() if name.startswith("CHAP")]
    assert [title.partition(" · ")[0] for title in titles] == [
        "Mach dich bereit",
        "Seitstütz, links",
        "Seitenwechsel",
        "Seitstütz, rechts",
        "Pause",
        "Brett",
        "Ende",
    ]
    assert run("verify", "tiny.mp3", folder=tmp_path).code == 0


def test_the_picture_speaks_the_language(tmp_path: Path) -> None:
    """If this failed, a German plan would have an English legend."""
    write(tmp_path, GERMAN)
    assert run("plan", "tiny.yaml", "--svg", "tiny.svg", folder=tmp_path).code == 0
    picture = (tmp_path / "tiny.svg").read_text(encoding="utf-8")
    wording = wording_of("de")
    for word in (wording.shown["work"], wording.shown["voice"], wording.step_names["rest"]):
        assert f">{word}</text>" in picture, word
    assert ">work</text>" not in picture


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_coaches_the_same_session(tmp_path: Path, language: Language) -> None:
    """If this failed, a language would stand in the list and not be spoken."""
    write(tmp_path, GERMAN.replace("voice: {name: de}", f"voice: {{engine: pyttsx3}}\nlanguage: {language}"))
    outcome = run("plan", "tiny.yaml", "--json", folder=tmp_path)
    assert outcome.code == 0, outcome.err
    timeline = json.loads(outcome.out)
    wording = wording_of(language)
    texts = {event.get("text") for event in timeline["events"]}
    assert timeline.get("language", "en") == language
    assert {wording.phrases["complete"], wording.phrases["get_ready"], wording.number(3)} <= texts
    assert timeline["steps"][0]["name"] == wording.step_names["lead_in"]
    assert "dropped" not in timeline or not timeline["dropped"]


def test_what_the_user_chose_for_all_sessions(tmp_path: Path) -> None:
    """If this failed, each session would have to say its language again."""
    write(tmp_path, GERMAN.replace("voice: {name: de}\n", ""))
    env = {"REPCAST_LANGUAGE": "fr"}
    texts = [
        event.get("text")
        for event in json.loads(run("plan", "tiny.yaml", "--json", folder=tmp_path, env=env).out)["events"]
    ]
    assert wording_of("fr").phrases["complete"] in texts


def test_a_voice_of_another_language_is_told(tmp_path: Path) -> None:
    """If this failed, whoever mixes a language and a voice by mistake would hear it while training."""
    write(tmp_path, GERMAN + "language: fr\n")
    outcome = run("plan", "tiny.yaml", folder=tmp_path)
    assert outcome.code == 0
    assert "speaks “de”, and the session is in “fr”" in outcome.err


def test_a_language_that_there_is_not(tmp_path: Path) -> None:
    """If this failed, a slip would be coached in English."""
    write(tmp_path, GERMAN + "language: german\n")
    outcome = run("check", "tiny.yaml", folder=tmp_path)
    assert outcome.code == 1
    known = "'en', 'de', 'fr', 'es', 'it', 'pt', 'nl' or 'pl'"
    assert outcome.err == f"tiny.yaml:10:11: 'german' is not known here; write {known}\n1 problem\n"
