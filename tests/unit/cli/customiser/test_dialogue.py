"""`cli.customiser`: what each key does, what it asks, and how it ends."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from repcast import opening, pipeline
from repcast.cli.customiser.dialogue import PRESSES, Confirmation, Customiser, Keys, Outcome, Question
from repcast.forecast import Forecast
from repcast.reading.loader import load
from repcast.session.customise import Customisation
from repcast.session.model import Session
from repcast.session.unroll import unroll

TEXT = "title: T\nrounds: 2\nsteps: [{hold: P, for: 30s}]\nlevels: {hard: {set: {P.for: 40s}}}\n"
A = TypeVar("A", Question, Confirmation, Keys)


class Ends(list[Outcome]):
    """How a dialogue was left."""


@pytest.fixture(name="ends")
def _ends() -> Ends:
    return Ends()


@pytest.fixture(name="changes")
def _changes() -> list[str]:
    return []


@pytest.fixture(name="dialogue")
def _dialogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: Ends, changes: list[str]) -> Customiser:
    monkeypatch.chdir(tmp_path)
    Path("t.yaml").write_text(TEXT, encoding="utf-8")
    opened = opening.opened("t.yaml")
    return Customiser("t.yaml", opened, Customisation(), changed=lambda: changes.append("changed"), leave=ends.append)


def press(dialogue: Customiser, *keys: str) -> None:
    """Press keys."""
    for key in keys:
        dialogue.press(key)


def asked(dialogue: Customiser, kind: type[A]) -> A:
    """Return what is asked, which is of some kind."""
    now = dialogue.asked
    assert isinstance(now, kind)
    return now


def answer(dialogue: Customiser, text: str) -> None:
    """Answer the question that stands."""
    asked(dialogue, Question)
    dialogue.answer(text)


@pytest.mark.parametrize("key", PRESSES)
def test_every_key_is_the_press_that_its_name_says(dialogue: Customiser, key: str) -> None:
    """If this failed, a key would do what another one should."""
    press(dialogue, "down", "right")
    before = dialogue.now
    dialogue.press(key)
    assert dialogue.now == PRESSES[key](before)


def test_only_what_changes_the_session_is_told(dialogue: Customiser, changes: list[str]) -> None:
    """If this failed, moving about would have the session planned again, or changing it would not."""
    press(dialogue, "down", "up", "b", "left")
    assert changes == ["changed"]
    press(dialogue, "left", "x", "u")
    assert changes == ["changed", "changed"]


def test_saving_proposes_a_free_name_and_says_what_it_left_out(dialogue: Customiser, ends: Ends) -> None:
    """If this failed, saving would propose to overwrite, or lose the levels in silence."""
    press(dialogue, "right", "s")
    assert asked(dialogue, Question).default == "t-2.yaml"
    answer(dialogue, " mine ")
    assert (dialogue.asked, dialogue.now.message) == (None, "saved mine.yaml, without its levels")
    assert load("mine.yaml").rounds == 3
    press(dialogue, "q")
    assert ends == [Outcome(customisation=Customisation(settings={"rounds": "3"}))]


@pytest.mark.parametrize(("key", "rounds"), [("y", 3), ("n", 2), ("escape", 2), ("enter", 2)])
def test_a_file_is_replaced_only_by_a_yes(dialogue: Customiser, key: str, rounds: int) -> None:
    """If this failed, a session would be overwritten unasked, or not even when it should be."""
    press(dialogue, "right", "s")
    answer(dialogue, "t.yaml")
    asked(dialogue, Confirmation)
    press(dialogue, key)
    assert dialogue.asked is None
    assert load("t.yaml").rounds == rounds


@pytest.mark.parametrize("length", ["", "50s"])
@pytest.mark.parametrize(
    ("name", "message"),
    [("nowhere/x.yaml", "cannot write nowhere/x.yaml"), (" ", "type a name"), ("x" * 300, "File name too long")],
)
def test_what_cannot_be_saved_is_said_and_asked_again(
    dialogue: Customiser, name: str, message: str, length: str
) -> None:
    """If this failed, a bad name would end the view, or the question."""
    if length:
        press(dialogue, "f")
        answer(dialogue, length)
    press(dialogue, "s")
    answer(dialogue, name)
    asked(dialogue, Question)
    assert message in dialogue.now.message
    press(dialogue, "escape")
    assert (dialogue.asked, dialogue.now.message) == (None, "")


@pytest.mark.parametrize("key", ["enter", "w"])
@pytest.mark.parametrize(("name", "written"), [("", ("t.mp3", "mp3")), ("x.flac", ("x.flac", "flac"))])
def test_rendering_leaves_with_what_is_to_be_written(
    dialogue: Customiser, ends: Ends, key: str, name: str, written: tuple[str, str]
) -> None:
    """If this failed, a render would be of another session, or to another file, than was asked for."""
    press(dialogue, "right", key)
    assert asked(dialogue, Question).default == "t.mp3"
    answer(dialogue, name)
    [left] = ends
    assert left.output
    assert left.customisation.settings == {"rounds": "3"}
    assert (str(left.output.path), left.output.form) == written


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("-", "sound cannot be written to standard output"),
        ("x.ogg", "the name cannot end in .ogg here"),
        ("t.yaml", "the name cannot end in .yaml here"),
        ("other.mp3", "repcast did not write it"),
        ("nowhere/x.mp3", "its folder does not exist"),
    ],
)
def test_what_cannot_be_rendered_to_is_said_before_anything_is_left(
    dialogue: Customiser, ends: Ends, name: str, message: str
) -> None:
    """If this failed, a slip in a name would lose all that was changed, or destroy a file."""
    Path("other.mp3").write_text("a stranger's", encoding="utf-8")
    press(dialogue, "w")
    answer(dialogue, name)
    asked(dialogue, Question)
    assert message in dialogue.now.message
    assert ends == []


@pytest.mark.parametrize("key", ["q", "escape"])
@pytest.mark.parametrize(
    ("keys", "asks"), [((), False), (("right",), True), (("right", "left"), False), (("l",), True)]
)
def test_leaving_asks_only_where_something_would_be_lost(
    dialogue: Customiser, ends: Ends, key: str, keys: tuple[str, ...], *, asks: bool
) -> None:
    """If this failed, changes would be lost by one key, or leaving would ask for nothing."""
    press(dialogue, *keys, key)
    assert (isinstance(dialogue.asked, Confirmation), ends == []) == (asks, asks)
    press(dialogue, *(["n", key, "y"] if asks else []))
    assert len(ends) == 1


def test_any_key_puts_the_list_of_keys_away(dialogue: Customiser) -> None:
    """If this failed, whoever asks for help would not find back, or change something on the way."""
    press(dialogue, "?")
    asked(dialogue, Keys)
    press(dialogue, "right")
    assert (dialogue.asked, dialogue.now.customisation) == (None, Customisation())


def test_a_voice_that_is_asked_for_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: Ends) -> None:
    """If this failed, `customise --voice` would lose the voice with the next level, or ask to save what nobody did."""
    monkeypatch.chdir(tmp_path)
    Path("t.yaml").write_text(TEXT, encoding="utf-8")
    wanted = Customisation(settings={"voice.name": "en-gb"})
    dialogue = Customiser("t.yaml", opening.opened("t.yaml"), wanted, changed=lambda: None, leave=ends.append)
    press(dialogue, "l")
    assert (dialogue.now.level, dialogue.now.customisation.settings) == ("hard", {"voice.name": "en-gb"})
    press(dialogue, "u", "q")
    assert [(outcome.changes, outcome.customisation) for outcome in ends] == [(True, wanted)]


def test_a_length_is_asked_for_and_the_question_stays_until_it_can_be_had(dialogue: Customiser) -> None:
    """If this failed, somebody who asks for too little would have to begin anew, without knowing what can be had."""
    press(dialogue, "f")
    assert asked(dialogue, Question).default == "1m"
    answer(dialogue, "soon")
    assert dialogue.now.message.startswith("'soon' is not a length: ")
    answer(dialogue, "5s")
    assert dialogue.now.message == "'T' cannot be made 5s long: it takes at least 12s; write 12s instead"
    answer(dialogue, "50s")
    assert (dialogue.asked, dialogue.now.customisation) == (None, Customisation(fit_ms=50_000))
    press(dialogue, "f")
    assert asked(dialogue, Question).label == "how long in all? none is as long as it takes: "
    answer(dialogue, "for ever")
    assert dialogue.now.message.endswith(", or none for as long as it takes")
    answer(dialogue, "none")
    assert dialogue.now.customisation == Customisation()


@pytest.mark.parametrize("text", ["none", " None", "NONE", "off", "no", "Nothing"])
def test_a_length_is_lifted_by_any_word_for_nothing(dialogue: Customiser, text: str) -> None:
    """If this failed, somebody who types off would be told to write a duration."""
    press(dialogue, "f")
    answer(dialogue, "50s")
    press(dialogue, "f")
    answer(dialogue, text)
    assert (dialogue.asked, dialogue.now.customisation) == (None, Customisation())


def _lengths_ms(session: Session) -> list[int | None]:
    return [interval.duration_ms for interval in unroll(session)]


def _known(dialogue: Customiser, factor: float = 1) -> Forecast:
    planned = pipeline.plan(dialogue.now.original, dialogue.now.customisation)
    return Forecast(nominal_ms=50_000, plan=replace(planned, factor=planned.factor * factor))


@pytest.mark.parametrize("is_known_before", [True, False])
def test_what_is_saved_is_what_its_speech_leaves_room_for(
    dialogue: Customiser, changes: list[str], *, is_known_before: bool
) -> None:
    """If this failed, the file would have other times than the screen, and than what is rendered of it."""
    press(dialogue, "f")
    answer(dialogue, "50s")
    assert changes == ["changed"]
    known = _known(dialogue)
    if is_known_before:
        dialogue.learn(known)
    press(dialogue, "s")
    answer(dialogue, "mine")
    if not is_known_before:
        assert dialogue.asked is None
        assert dialogue.now.message == "mine.yaml is saved as soon as its speech is known ..."
        dialogue.learn(Forecast(nominal_ms=50_000))
        assert not Path("mine.yaml").exists()
        dialogue.learn(known)
    assert dialogue.now.message == "saved mine.yaml, without its levels"
    rendered = _lengths_ms(pipeline.plan(dialogue.now.original, dialogue.now.customisation).session)
    assert _lengths_ms(dialogue.now.session) == _lengths_ms(load("mine.yaml")) == rendered


def test_a_length_that_only_an_estimate_gives_is_told(dialogue: Customiser) -> None:
    """If this failed, nobody without a voice could save, or would know that the length may be another."""
    press(dialogue, "f")
    answer(dialogue, "50s")
    press(dialogue, "s")
    answer(dialogue, "mine")
    dialogue.learn(Forecast(nominal_ms=50_000, problem="no voice"))
    assert dialogue.now.message == (
        "saved mine.yaml, without its levels; its length is an estimate, since there is no plan"
    )
    assert load("mine.yaml")


@pytest.mark.parametrize(("keys", "name"), [(("q",), ""), (("w",), "x.mp3")])
def test_leaving_before_it_is_saved_asks(dialogue: Customiser, ends: Ends, keys: tuple[str, ...], name: str) -> None:
    """If this failed, a file that was to be saved would never be written, without a word."""
    press(dialogue, "f")
    answer(dialogue, "50s")
    press(dialogue, "s")
    answer(dialogue, "mine")
    press(dialogue, *keys)
    if name:
        answer(dialogue, name)
    assert asked(dialogue, Confirmation).label == "mine.yaml is not saved yet; leave without it? (y, n)"
    press(dialogue, "n")
    assert ends == []
    dialogue.learn(_known(dialogue))
    assert Path("mine.yaml").exists()
    press(dialogue, "q")
    assert len(ends) == 1


def test_a_change_before_it_is_saved_calls_that_off(dialogue: Customiser) -> None:
    """If this failed, the file would hold what was changed after it was saved."""
    press(dialogue, "f")
    answer(dialogue, "50s")
    press(dialogue, "s")
    answer(dialogue, "mine")
    press(dialogue, "right")
    assert dialogue.now.message.endswith("; mine.yaml is not saved, since this came first: press s again")
    dialogue.learn(_known(dialogue))
    assert not Path("mine.yaml").exists()


def test_what_is_known_of_its_speech_is_no_change_of_the_users(dialogue: Customiser, ends: Ends) -> None:
    """If this failed, leaving would ask about changes that nobody made."""
    press(dialogue, "f")
    answer(dialogue, "50s")
    press(dialogue, "s")
    answer(dialogue, "mine")
    planned = pipeline.plan(dialogue.now.original, dialogue.now.customisation)
    dialogue.learn(Forecast(nominal_ms=50_000, plan=replace(planned, factor=planned.factor * 1.1)))
    press(dialogue, "q")
    assert len(ends) == 1
