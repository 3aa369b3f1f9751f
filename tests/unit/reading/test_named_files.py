"""`named_files`: what a file names relative to itself."""

from pathlib import Path

from repcast.reading.located import Map, Position
from repcast.reading.located_yaml import read
from repcast.reading.named_files import Use, flaws, moved
from repcast.session.settings import Settings

TEXT = b"sounds: {go: a.wav, tick: none}\nmusic: {files: [b.mp3], work: c}\n"


def root() -> Map:
    """Return what the text holds."""
    values = read(TEXT).root
    assert isinstance(values, Map)
    return values


def test_each_file_is_looked_at_for_its_use_and_where_it_really_is() -> None:
    """If this failed, a song would be refused for being longer than a signal, or a file be sought elsewhere."""
    looked_at: list[tuple[Path, Use]] = []

    def probe(path: Path, use: Use) -> str:
        looked_at.append((path, use))
        return "it is broken" if path.name == "b.mp3" else ""

    found = [*flaws(root(), Path("/there").joinpath, probe)]
    assert looked_at == [
        (Path("/there/a.wav"), "sound"),
        (Path("/there/b.mp3"), "music"),
        (Path("/there/c"), "music"),
    ]
    [flaw] = found
    assert (flaw.path, flaw.position, flaw.message) == ("music", Position(2, 17), "cannot use b.mp3: it is broken")


def test_files_are_moved_and_what_was_not_written_stays_unwritten() -> None:
    """If this failed, a session that names no music would silence the user's own."""
    there = moved(Settings.model_validate(root()), Path("/there").joinpath)
    assert there.sounds == {"go": str(Path("/there/a.wav")), "tick": "none"}
    assert there.music.files == (str(Path("/there/b.mp3")),)
    assert there.music.work.files == (str(Path("/there/c")),)
    assert there.music.rest.files == ()
    assert there.music.model_fields_set == {"files", "work"}
    assert moved(Settings(), Path("/there").joinpath).model_fields_set == set()
