"""`show`, rendering from a rendered file, albums, captions and other formats, as a user runs them."""

import json
from pathlib import Path

import pytest
import soundfile
import srt
import yaml
from mutagen.id3 import ID3
from program import TINY, run, write

from repcast.plan.timeline import Timeline

OWN_SOUND = "title: Own\nsounds: {go: go.wav}\nsteps: [{hold: Plank, for: 10s}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a session and its MP3."""
    write(tmp_path, TINY)
    assert run("render", "tiny.yaml", "-q", folder=tmp_path).code == 0
    return tmp_path


def test_a_file_shows_its_own_plan(folder: Path) -> None:
    """If this failed, nobody could tell what is in an MP3 without listening to it."""
    planned = run("plan", "tiny.yaml", folder=folder)
    (folder / "tiny.yaml").unlink()
    shown = run("show", "tiny.mp3", folder=folder)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(planned.out)
    assert shown.out.splitlines()[-1] == "repcast 0.1.0 wrote tiny.mp3"


def test_a_file_gives_its_timeline_and_its_session_back(folder: Path) -> None:
    """If this failed, a session whose YAML is lost would be lost, though its MP3 is there."""
    timeline = run("show", "tiny.mp3", "--json", folder=folder).out
    assert timeline == run("plan", "tiny.yaml", "--json", folder=folder).out
    assert Timeline.from_json(timeline.encode()).title == "Tiny"
    session = run("show", "tiny.mp3", "--session", folder=folder).out
    assert yaml.safe_load(session) == {
        "title": "Tiny",
        "steps": [{"hold": "Plank", "for": "10s"}],
        "voice": {"engine": "pyttsx3", "rate_wpm": 150},  # from the tests' own settings
    }


def test_a_file_is_rendered_again_with_a_change(folder: Path) -> None:
    """If this failed, "a bit longer today" would need the session's YAML."""
    before = (folder / "tiny.mp3").read_bytes()
    again = run("render", "tiny.mp3", "--set", "Plank.for=20s", folder=folder)
    assert (again.code, again.files) == (0, {"tiny.yaml", "tiny.mp3", "tiny-2.mp3"})
    assert (folder / "tiny.mp3").read_bytes() == before
    timeline = Timeline.from_json(run("show", "tiny-2.mp3", "--json", folder=folder).out.encode())
    assert [step.length_ms for step in timeline.steps if step.facts.purpose == "work"] == [20_000]
    assert soundfile.info(folder / "tiny-2.mp3").frames == timeline.duration_ms * 48


def test_a_file_rendered_again_unchanged_is_the_same_file(folder: Path) -> None:
    """If this failed, what a file carries would be another session than the one it was made from."""
    assert run("render", "tiny.mp3", "-q", folder=folder).code == 0
    first, second = ((folder / name).read_bytes() for name in ("tiny.mp3", "tiny-2.mp3"))
    sound = [content[content.index(b"\xff\xfb") :] for content in (first, second)]
    assert sound[0] == sound[1]
    sessions = [str(ID3(folder / name)["TXXX:repcast_session"]) for name in ("tiny.mp3", "tiny-2.mp3")]
    assert sessions[0] == sessions[1]


def test_what_a_file_does_not_carry_is_said(folder: Path) -> None:
    """If this failed, a whistle or the music would be missing from a second render without a word."""
    write(folder, OWN_SOUND, "own.yaml")
    soundfile.write(folder / "go.wav", [0.5, -0.5] * 4_800, 48_000)
    assert run("render", "own.yaml", "-q", folder=folder).code == 0
    again = run("render", "own.mp3", "-q", folder=folder)
    assert (again.code, again.err) == (0, "not in own.mp3, and so not in this file: sounds.go\n")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.mp3", None, "cannot read x.mp3: it does not exist"),
        ("x.mp3", b"ID3 nothing", "x.mp3 carries no session: it cannot be read as sound"),
        ("x.yaml", TINY.encode(), "x.yaml carries no session: it cannot be read as sound"),
        ("x.mp3", b"", "x.mp3 carries no session: it cannot be read as sound"),
    ],
)
def test_a_file_of_somebody_else_is_told(name: str, content: bytes | None, message: str, tmp_path: Path) -> None:
    """If this failed, a wrong file would end in a fault of ours."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    shown = run("show", name, folder=tmp_path)
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.startswith(message)


def test_an_mp3_without_its_tags_cannot_be_rendered_again(folder: Path) -> None:
    """If this failed, a stripped file would be read as YAML, with a hundred problems."""
    ID3(folder / "tiny.mp3").delete(folder / "tiny.mp3")
    again = run("render", "tiny.mp3", folder=folder)
    assert again.code == 1
    assert again.err.startswith("tiny.mp3 carries no session: repcast did not write it, its tags were removed")
    assert again.files == {"tiny.yaml", "tiny.mp3"}


def test_captions_and_chapters_stand_beside_the_file(folder: Path) -> None:
    """If this failed, there would be no text to read along."""
    options = [f"--captions={form}" for form in ("vtt", "srt", "lrc")]
    rendered = run("render", "tiny.yaml", "--chapters", *options, folder=folder)
    assert rendered.code == 0
    beside = {"tiny.vtt", "tiny.srt", "tiny.lrc", "tiny.chapters.json"}
    assert rendered.files == {"tiny.yaml", "tiny.mp3", *beside}
    assert {*rendered.out.splitlines()[1:]} == beside
    spoken = [each.content for each in srt.parse((folder / "tiny.srt").read_text(encoding="utf-8"))]
    assert spoken[-3:] == ["one", "(finish)", "Session complete. Well done."]
    chapters = json.loads((folder / "tiny.chapters.json").read_text(encoding="utf-8"))["chapters"]
    assert [each["title"] for each in chapters] == ["Get ready · 0:14", "Plank · 0:10", "Finish · 0:04"]


def test_a_text_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    """If this failed, notes called like the session would be lost."""
    write(tmp_path, TINY)
    write(tmp_path, "mine", "tiny.srt")
    refused = run("render", "tiny.yaml", "--captions=srt", folder=tmp_path)
    assert (refused.code, refused.files) == (1, {"tiny.yaml", "tiny.srt"})
    assert refused.err.startswith("tiny.srt exists and repcast did not write it")
    assert run("render", "tiny.yaml", "--captions=srt", "--force", "-q", folder=tmp_path).code == 0
    assert run("render", "tiny.yaml", "--captions=srt", "-q", folder=tmp_path).code == 0


def test_an_album_is_a_folder_of_tracks(folder: Path) -> None:
    """If this failed, a player without chapters could not skip to the next exercise."""
    rendered = run("render", "tiny.yaml", "--split", folder=folder)
    assert rendered.code == 0
    assert rendered.files == {
        *("tiny.yaml", "tiny.mp3", "tiny"),
        *("tiny/01 Get ready.mp3", "tiny/02 Plank.mp3", "tiny/03 Finish.mp3", "tiny/Tiny.m3u8"),
    }
    assert rendered.out.split()[:2] == ["tiny", "0:28"]
    write(folder, "mine", "tiny/notes.txt")
    refused = run("render", "tiny.yaml", "--split", "--force", folder=folder)
    assert refused.code == 1
    assert refused.err.startswith("tiny holds notes.txt, which is not part of a repcast album; take it away")


@pytest.mark.parametrize("form", ["m4a", "opus", "flac", "wav"])
def test_other_formats_go_by_name_or_by_option(form: str, tmp_path: Path) -> None:
    """If this failed, a player that knows no MP3 would get none."""
    write(tmp_path, TINY)
    assert run("render", "tiny.yaml", "-q", f"--format={form}", folder=tmp_path).code == 0
    assert run("render", "tiny.yaml", "-q", "-o", f"named.{form}", folder=tmp_path).code == 0
    contents = [(tmp_path / name).read_bytes() for name in (f"tiny.{form}", f"named.{form}")]
    assert len(contents[0]) == len(contents[1])
    again = run("render", "tiny.yaml", "-q", f"--format={form}", folder=tmp_path)
    assert again.code == 0, again.err


def test_the_date_is_that_of_the_render(folder: Path) -> None:
    """If this failed, a player could not sort by date, or two renders of a day would differ."""
    assert str(ID3(folder / "tiny.mp3")["TDRC"]) == "2026-11-24"
    run("render", "tiny.yaml", "-q", folder=folder, env={"SOURCE_DATE_EPOCH": "0"})
    assert str(ID3(folder / "tiny.mp3")["TDRC"]) == "1970-01-01"


@pytest.mark.parametrize("form", ["flac", "opus"])
def test_other_formats_that_carry_a_session_are_verified(form: str, tmp_path: Path) -> None:
    """If this failed, a file as it was written would be called tampered with."""
    write(tmp_path, TINY)
    assert run("render", "tiny.yaml", "-q", f"--format={form}", folder=tmp_path).code == 0
    verified = run("verify", f"tiny.{form}", folder=tmp_path)
    assert (verified.code, verified.err) == (0, "Measuring...\n")


def test_an_album_goes_where_a_link_leads(folder: Path) -> None:
    """If this failed, a link to a synchronised folder would be cut, and the album be called a failure."""
    (folder / "phone").mkdir()
    (folder / "album").symlink_to("phone")
    assert run("render", "tiny.yaml", "-q", "--split", "-o", "album", folder=folder).code == 0
    assert (folder / "album").is_symlink()
    assert (folder / "phone" / "02 Plank.mp3").exists()
    assert not list(folder.rglob(".*"))


def test_what_is_named_like_sound_and_is_none_is_told(tmp_path: Path) -> None:
    """If this failed, a broken MP3 would be read as YAML, with advice on that."""
    (tmp_path / "x.mp3").write_bytes(b"nothing")
    refused = run("render", "x.mp3", folder=tmp_path)
    assert refused.code == 1
    assert refused.err.startswith("x.mp3 carries no session: it cannot be read as sound")
