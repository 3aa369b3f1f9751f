"""`repcast publish`, as a user runs it."""

import json
import signal
from pathlib import Path
from typing import Any

import feedparser
import pytest
from program import LONG, TINY, run, started, tree, write

from repcast.files.embedded import read_embedded


def takes(folder: Path) -> list[dict[str, Any]]:
    """Return what the page in a folder offers."""
    found: list[dict[str, Any]] = json.loads((folder / "site" / "sessions.json").read_text())["takes"]
    return found


def test_sessions_are_rendered_into_a_folder(tmp_path: Path) -> None:
    """There would be no page, or nobody would know what is on it."""
    write(tmp_path, TINY)
    write(tmp_path, TINY.replace("Tiny", "Other"), "other.yaml")
    outcome = run("publish", "site", "tiny.yaml", "other.yaml", folder=tmp_path)
    assert outcome.code == 0, outcome.err
    first, second, last, how = outcome.out.splitlines()
    told = takes(tmp_path)
    assert [take["title"] for take in told] == ["Tiny", "Other"]
    for line, take in zip((first, second), told, strict=True):
        assert line.startswith(f"{Path('site') / take['file']}  0:2")
        assert read_embedded(tmp_path / "site" / take["file"]).timeline.title == take["title"]
    assert last == "site  2 sessions; put it on a host that serves https"
    assert how == "for a podcast feed, too, name that place: --address URL"
    assert outcome.err.splitlines() == ["Speaking...", "Encoding..."] * 2


@pytest.mark.parametrize("address", ["https://example.org/workouts/", "https://example.org/workouts"])
def test_with_the_hosts_address_there_is_a_podcast_feed(tmp_path: Path, address: str) -> None:
    """Nobody could follow it in a podcast player, or know by which address."""
    write(tmp_path, TINY)
    outcome = run("publish", "site", "tiny.yaml", "--address", address, folder=tmp_path)
    assert (outcome.code, outcome.out.splitlines()[1:]) == (
        0,
        [
            "site  1 session; put it at https://example.org/workouts/",
            "podcast feed: https://example.org/workouts/feed.xml",
        ],
    )
    [entry] = feedparser.parse((tmp_path / "site" / "feed.xml").read_bytes()).entries
    [take] = takes(tmp_path)
    assert entry.enclosures[0].href == f"https://example.org/workouts/{take['file']}"


@pytest.mark.parametrize("address", ["example.org", "https://", "ftp://example.org/", "https://example.org/?a=1", "/x"])
def test_what_is_no_address_is_refused(tmp_path: Path, address: str) -> None:
    """A feed would name places that are nowhere."""
    write(tmp_path, TINY)
    outcome = run("publish", "site", "tiny.yaml", "--address", address, folder=tmp_path)
    assert (outcome.code, outcome.files) == (2, {"tiny.yaml"})
    assert f"'{address}' is not where a folder is served; write it as in https://example.org/" in outcome.err


def test_a_file_that_was_rendered_is_copied_as_it_is(tmp_path: Path) -> None:
    """What was customised, or has music, would be lost."""
    write(tmp_path, TINY)
    run("render", "tiny.yaml", "--set", "Plank.for=12s", folder=tmp_path)
    outcome = run("publish", "site", "tiny.mp3", folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    [take] = takes(tmp_path)
    assert (tmp_path / "site" / take["file"]).read_bytes() == (tmp_path / "tiny.mp3").read_bytes()


@pytest.mark.parametrize("reference", ["tiny.yaml", "tiny.mp3"])
def test_how_much_is_said_can_be_chosen(tmp_path: Path, reference: str) -> None:
    """The option would do nothing."""
    write(tmp_path, TINY)
    run("render", "tiny.yaml", folder=tmp_path)
    outcome = run("publish", "site", reference, "--talk", "none", "-q", folder=tmp_path)
    assert (outcome.code, outcome.out) == (0, "")
    [take] = takes(tmp_path)
    assert take["transcript"] == []
    assert any(event.text for event in read_embedded(tmp_path / "tiny.mp3").timeline.events)


def test_a_folder_with_other_things_is_refused_before_anything_is_rendered(tmp_path: Path) -> None:
    """One would wait for a render, and then be refused; or lose one's own files."""
    write(tmp_path, TINY)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "notes.txt").write_text("mine")
    outcome = run("publish", "site", "tiny.yaml", folder=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "site holds notes.txt, which is not part of a folder that repcast published; "
        "take it away, or choose another folder\n"
    )
    assert outcome.files == {"tiny.yaml", "site", "site/notes.txt"}


def test_a_session_with_a_problem_changes_nothing(tmp_path: Path) -> None:
    """Half of a page would be published."""
    write(tmp_path, TINY)
    write(tmp_path, "title: Wrong\n", "wrong.yaml")
    outcome = run("publish", "site", "tiny.yaml", "wrong.yaml", folder=tmp_path)
    assert outcome.code == 1
    assert "wrong.yaml:1" in outcome.err
    assert outcome.files == {"tiny.yaml", "wrong.yaml"}


def test_an_interruption_leaves_the_old_page(tmp_path: Path, interruptible: None) -> None:
    """A page that is on the network would be half, or gone."""
    del interruptible
    write(tmp_path, TINY)
    write(tmp_path, LONG, "long.yaml")
    assert run("publish", "site", "tiny.yaml", folder=tmp_path).code == 0
    before = tree(tmp_path)
    with started("publish", "site", "long.yaml", folder=tmp_path) as process:
        assert process.stderr
        assert process.stderr.readline() == b"Speaking...\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    assert tree(tmp_path) == before


def test_something_to_publish_is_asked_for(tmp_path: Path) -> None:
    """An empty page would be published."""
    outcome = run("publish", "site", folder=tmp_path)
    assert (outcome.code, outcome.files) == (2, set())
