"""`studio.choices`: what can be opened, and that nothing else can."""

from datetime import date
from pathlib import Path

import pytest

from repcast import opening, pipeline
from repcast.errors import InvalidSession, NoSuchChoice, UnreadableFile
from repcast.files.outputs import OutputRequest
from repcast.opening import QUICK
from repcast.resources import builtin_sessions
from repcast.session.customise import Customisation
from repcast.studio.choices import Choices

TODAY = date(2026, 11, 24)
TEXT = "title: Two\nsteps:\n  - hold: Plank  # low\n    for: 30s\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def named(choices: Choices, kind: str) -> list[str]:
    """Return the names of a kind."""
    return [choice.name for choice in choices.all() if choice.kind == kind]


def test_an_empty_folder_has_what_is_built_in_and_a_line() -> None:
    """A newcomer would see an empty page."""
    choices = Choices("", TODAY)
    assert named(choices, "builtin") == [*builtin_sessions()]
    assert named(choices, "line") == [QUICK]
    assert named(choices, "here") == []


def test_sessions_of_the_folder_are_there_and_nothing_else(folder: Path) -> None:
    """The list would be full of what cannot be opened, or lack one's own."""
    texts = {
        "two.yaml": TEXT,
        "slip.yaml": TEXT.replace("30s", "30x"),
        "line.txt": "3 rounds: 12 squats, 30s plank",
        "letter.txt": "Dear all, see you on Monday; I bring the mats!",
        "plan.yaml": "weeks: 2\nstart: 2027-01-04\ndays: {monday: core}\n",
        "compose.yaml": "services: {web: {image: x}}\n",
        ".hidden.yaml": TEXT,
        "notes.md": TEXT,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "folder.yaml").mkdir()
    assert named(Choices("", TODAY), "here") == ["line.txt", "slip.yaml", "two.yaml"]


def test_what_was_named_on_the_command_line_comes_first(folder: Path) -> None:
    """One would look for the session that one has just typed, or could not open it for it is elsewhere."""
    (folder / "sub").mkdir()
    (folder / "sub" / "two.yaml").write_text(TEXT, encoding="utf-8")
    choices = Choices("sub/two.yaml", TODAY)
    assert choices.all()[0].name == "sub/two.yaml"
    assert choices.opened("sub/two.yaml").session.name == "Two"


@pytest.mark.parametrize("name", ["../two.yaml", "/etc/passwd", "sub/two.yaml", "two", "", "core\0", "core.yaml"])
def test_what_is_not_in_the_table_cannot_be_opened(folder: Path, name: str) -> None:
    """A page could read any file of this machine."""
    (folder / "sub").mkdir()
    (folder / "sub" / "two.yaml").write_text(TEXT, encoding="utf-8")
    (folder.parent / "two.yaml").write_text(TEXT, encoding="utf-8")
    with pytest.raises(NoSuchChoice):
        Choices("", TODAY)[name]


def test_a_file_that_is_new_is_found(folder: Path) -> None:
    """What was saved just now could not be opened."""
    choices = Choices("", TODAY)
    (folder / "two.yaml").write_text(TEXT, encoding="utf-8")
    assert choices.opened("two.yaml").session.name == "Two"


def test_a_file_is_read_again_once_it_has_changed(folder: Path) -> None:
    """An editor's work would not be seen."""
    path = folder / "two.yaml"
    path.write_text(TEXT, encoding="utf-8")
    choices = Choices("", TODAY)
    first = choices.opened("two.yaml")
    assert choices.opened("two.yaml") is first
    path.write_text(TEXT.replace("Two", "Three"), encoding="utf-8")
    assert choices.opened("two.yaml").session.name == "Three"
    path.unlink()
    with pytest.raises(UnreadableFile, match="it is not there any more"):
        choices.opened("two.yaml")
    assert choices.opened("two.yaml", TEXT).session.name == "Two"


def test_a_text_in_a_file_s_place_is_that_file_to_what_it_names(folder: Path) -> None:
    """Problems would name another file, and what is included would not be found."""
    (folder / "two.yaml").write_text(TEXT, encoding="utf-8")
    (folder / "all.yaml").write_text("steps:\n  - include: two.yaml\n", encoding="utf-8")
    choices = Choices("", TODAY)
    twice = "title: Twice\nsteps:\n  - include: two.yaml\n  - include: two.yaml\n"
    assert choices.opened("all.yaml", twice).session.name == "Twice"
    with pytest.raises(InvalidSession) as refused:
        choices.opened("all.yaml", "title: All\nsteps:\n  - rest: 1x\n")
    assert [(problem.file, problem.line) for problem in refused.value.problems] == [("all.yaml", 3)]


def test_a_line_is_shorthand_and_its_text_too() -> None:
    """Whoever knows no YAML could not write a session."""
    choices = Choices("", TODAY)
    assert choices.opened(QUICK, "title: Lunch; 2 rounds: 10 squats").session.name == "Lunch"


def test_the_text_is_the_file_s_own_with_comments_and_slips(folder: Path) -> None:
    """An author's notes would be gone, or a slip could not be mended."""
    slip = TEXT.replace("30s", "30x")
    (folder / "slip.yaml").write_text(slip, encoding="utf-8")
    assert Choices("", TODAY)["slip.yaml"].text() == slip


@pytest.mark.parametrize("name", ["core", "planks", "runner-strength"])
def test_a_built_in_text_can_be_saved_anywhere(name: str) -> None:
    """A copy would name files that are in another folder."""
    choices = Choices("", TODAY)
    text = choices[name].text()
    assert "include:" not in text
    copy = opening.of_text(text, "copy.yaml").session
    assert pipeline.outline(copy).nominal_ms() == pipeline.outline(choices.opened(name).session).nominal_ms()


def test_a_sound_of_ours_has_the_text_that_it_carries_and_is_not_written_over(folder: Path) -> None:
    """An MP3 in the folder could not be changed, or would be lost."""
    session = opening.of_text(TEXT, "two.yaml").session
    output = OutputRequest(name=str(folder / "two.mp3")).output("two.yaml")
    pipeline.render(session, Customisation(), output, lambda *_: None)
    choice = Choices("", TODAY)["two.mp3"]
    assert opening.of_text(choice.text(), "copy.yaml").session.name == "Two"
    assert (choice.file_name, choice.command(Customisation())) == ("two-2", "")


def test_what_was_dropped_is_opened_by_its_name_and_has_no_command() -> None:
    """A file that a friend sent could not be opened; or a command would open another of that name."""
    choices = Choices("", TODAY)
    dropped = choices.drop("friend.mp3", opening.of_text(TEXT, "friend.yaml"))
    assert (dropped.kind, dropped.file_name, dropped.command(Customisation())) == ("dropped", "friend", "")
    assert choices.opened("friend.mp3").session.name == "Two"
    assert named(choices, "dropped") == ["friend.mp3"]


def test_what_is_due_today_comes_first_with_its_day(folder: Path) -> None:
    """Who follows a training plan would have to look up which session it is."""
    (folder / "plan.yaml").write_text(
        "title: My\nweeks: 1\nstart: 2026-11-23\ndays: {tuesday: planks}\n", encoding="utf-8"
    )
    due, *_ = Choices("", TODAY).all()
    assert (due.kind, due.name, due.training_day) == ("due", "2026-11-24-planks", (1, 1))
    assert due.command(Customisation()).startswith("repcast today")
    assert named(Choices("", date(2026, 11, 25)), "due") == []
