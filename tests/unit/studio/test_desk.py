"""`studio.desk`: what is told of sessions, what is taken in, and where things are saved."""

import base64
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from repcast import opening, pipeline
from repcast.errors import HidesBuiltin, InvalidSession, NoEmbeddedSession, NoSuchChoice, OutsideTheFolder, TextExists
from repcast.files.outputs import OutputRequest
from repcast.opening import QUICK
from repcast.pipeline import Surroundings
from repcast.reading.loader import load
from repcast.session.customise import Customisation
from repcast.studio.asked import AskedToSave, Dropped
from repcast.studio.choices import Choices
from repcast.studio.desk import Desk

TEXT = "title: Two\nrounds: 2\nsteps:\n  - hold: Plank  # low\n    for: 30s\n"


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start in a folder with one session."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "two.yaml").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(name="desk")
def _desk(folder: Path) -> Iterator[Desk]:
    del folder
    with Desk(Choices("", date(2026, 11, 24)), Surroundings()) as desk:
        yield desk


def save(desk: Desk, name: str, **given: Any) -> str:
    """Save a session, and return what the file is called."""
    asked = AskedToSave.model_validate({"session": "two.yaml", "name": name, **given})
    return str(desk.save(asked)["name"])


def dropped(name: str, head: bytes) -> Dropped:
    """Return a file as the page sends it."""
    return Dropped(name=name, head=base64.b64encode(head).decode())


def test_a_session_is_described_without_being_spoken(desk: Desk) -> None:
    """The list would have no titles and lengths, or come late."""
    described = desk.described("two.yaml")
    assert (described["title"], described["about"]) == ("Two", "1:11")
    assert desk.sketched("two.yaml").steps


def test_the_text_says_whether_its_steps_can_be_moved(desk: Desk, folder: Path) -> None:
    """Steps of shorthand would be offered to be moved by lines, which it has not."""
    (folder / "line.txt").write_text("3 rounds: 12 squats", encoding="utf-8")
    assert desk.text("two.yaml") == {"text": TEXT, "is_yaml": True}
    assert desk.text("line.txt")["is_yaml"] is False
    assert desk.text(QUICK) == {"text": "", "is_yaml": False}


def test_a_text_is_saved_as_it_stands(desk: Desk, folder: Path) -> None:
    """An author's notes would be lost."""
    text = TEXT.replace("Two", "Mine")
    assert save(desk, " mine ", text=text) == "mine.yaml"
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == text


def test_what_is_changed_is_saved_too(desk: Desk, folder: Path) -> None:
    """Today's changes would be lost."""
    save(desk, "mine.yaml", flags={"set": ["rounds=5"]})
    assert load(str(folder / "mine.yaml")).rounds == 5
    save(desk, "text.yaml", text=TEXT.replace("Two", "Mine"), flags={"set": ["rounds=4"]})
    assert (load(str(folder / "text.yaml")).name, load(str(folder / "text.yaml")).rounds) == ("Mine", 4)


def test_a_line_is_saved_as_a_session(desk: Desk, folder: Path) -> None:
    """A file that ends in .yaml would hold shorthand."""
    save(desk, "lunch", session=QUICK, text="title: Lunch; 2 rounds: 10 squats")
    assert load(str(folder / "lunch.yaml")).name == "Lunch"


def test_nothing_is_replaced_without_a_yes(desk: Desk, folder: Path) -> None:
    """A session would be lost by a name that is taken."""
    with pytest.raises(TextExists):
        save(desk, "two.yaml", flags={"set": ["rounds=5"]})
    assert (folder / "two.yaml").read_text(encoding="utf-8") == TEXT
    save(desk, "two.yaml", flags={"set": ["rounds=5"]}, replaces=True)
    assert load(str(folder / "two.yaml")).rounds == 5


@pytest.mark.parametrize("name", ["../x", "sub/x", "/tmp/x", "..", ".x", "~x", "a\\b", "a\0b", "", " ", "C:\\x"])
def test_nothing_is_saved_elsewhere(desk: Desk, folder: Path, name: str) -> None:
    """A page could write over any file of this user."""
    before = sorted(folder.parent.rglob("*"))
    with pytest.raises(OutsideTheFolder):
        save(desk, name, text=TEXT, replaces=True)
    assert sorted(folder.parent.rglob("*")) == before


def test_a_text_with_problems_is_not_saved(desk: Desk, folder: Path) -> None:
    """A session would be replaced by one that does not open."""
    with pytest.raises(InvalidSession):
        save(desk, "two.yaml", text=TEXT.replace("30s", "30x"), replaces=True)
    assert (folder / "two.yaml").read_text(encoding="utf-8") == TEXT


def test_a_dropped_text_is_a_session(desk: Desk) -> None:
    """A session that a friend sent could not be opened."""
    name = desk.drop(dropped("friend's.yaml", TEXT.encode("utf-8-sig")))["name"]
    assert desk.described(name)["title"] == "Two"


@pytest.mark.parametrize("name", ["../../etc/x.yaml", "C:\\Users\\x.yaml", "/x.yaml"])
def test_a_dropped_file_is_called_by_its_name_alone(desk: Desk, name: str) -> None:
    """A render of it would be written elsewhere."""
    assert desk.drop(dropped(name, TEXT.encode())) == {"name": "x.yaml"}


def test_a_dropped_sound_is_opened_from_its_beginning(desk: Desk, folder: Path) -> None:
    """An MP3 of half an hour would have to be sent whole."""
    output = OutputRequest(name=str(folder / "two.mp3")).output("two.yaml")
    pipeline.render(opening.opened("two.yaml").session, Customisation(), output, lambda *_: None)
    head = (folder / "two.mp3").read_bytes()[:100_000]
    (folder / "two.mp3").unlink()
    assert desk.drop(dropped("two.mp3", head)) == {"name": "two.mp3"}
    assert "Plank" in desk.text("two.mp3")["text"]


def test_what_is_no_session_is_refused_and_leaves_nothing(desk: Desk) -> None:
    """The list would grow by what cannot be opened."""
    before = desk.listed()
    with pytest.raises(NoEmbeddedSession, match=r"song\.mp3"):
        desk.drop(dropped("song.mp3", b"ID3\x03\x00" + bytes(200)))
    with pytest.raises(InvalidSession):
        desk.drop(dropped("x.yaml", b"title: 1\n"))
    with pytest.raises(NoSuchChoice):
        desk.drop(Dropped(name="x.yaml", head="this is no base64"))
    assert desk.listed() == before


def test_no_name_hides_what_is_built_in(desk: Desk, folder: Path) -> None:
    """`core` would mean another session from then on."""
    try:
        assert save(desk, "core", text=TEXT) == "core.yaml"
    except HidesBuiltin:
        pytest.fail("an ending makes it another name")
    assert not (folder / "core").exists()
    assert "core" in [each["name"] for each in desk.listed() if each["kind"] == "builtin"]
