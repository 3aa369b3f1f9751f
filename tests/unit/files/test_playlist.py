"""`encode.playlist`: an album's playlist is read as it was written, and no other is taken for one."""

import os
from pathlib import Path

import pytest

from repcast.files.playlist import playlist_name, playlist_text, track_names, tracks_in
from repcast.plan.chapters import Chapter


def _written(folder: Path, title: str, count: int) -> Path:
    tracks = tuple(
        Chapter(start_ms=at, end_ms=at + 1, name=f"#{at}: squats", title=f"{at}, squats · 0:00") for at in range(count)
    )
    names = track_names(tracks)
    path = folder / playlist_name(title)
    path.write_text(playlist_text(title, names, tracks), encoding="utf-8")
    return path


@pytest.mark.parametrize("title", ["Core", 'A/B: "c"?', "Version 1.5 …", "." * 9, "Ü" * 200])
def test_a_playlist_says_which_track_each_file_is(title: str, tmp_path: Path) -> None:
    """If this failed, an album would not be known again, and could not be replaced."""
    assert tracks_in(_written(tmp_path, title, 2)) == {"01 #0_ squats.mp3": "1/2", "02 #1_ squats.mp3": "2/2"}


def test_a_hundred_tracks_are_numbered_with_three_digits(tmp_path: Path) -> None:
    """If this failed, a player that sorts by name would play track 100 after track 10."""
    tracks = tracks_in(_written(tmp_path, "Core", 100))
    assert [*tracks.items()][::99] == [("001 #0_ squats.mp3", "1/100"), ("100 #99_ squats.mp3", "100/100")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"#EXTM3U\n#PLAYLIST:Core\n",
        b"#EXTM3U\n#PLAYLIST:Other\n#EXTINF:1,Song\nsong.mp3\n",
        b"#EXTM3U\n#PLAYLIST:Core\nsong.mp3\n",
        b"#EXTM3U\n#EXTINF:1,Song\nsong.mp3\n",
        b"#EXTM3U\n#PLAYLIST:Core\n#EXTINF:1,Song\nsong.mp3\n#EXTINF:1,Song\n",
    ],
)
def test_another_playlist_names_no_tracks(content: bytes, tmp_path: Path) -> None:
    """If this failed, somebody's playlist would be taken for an album's, and deleted with it."""
    (tmp_path / "Core.m3u8").write_bytes(content)
    assert tracks_in(tmp_path / "Core.m3u8") == {}


@pytest.mark.skipif(os.name == "nt", reason="has no pipes in its file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """If this failed, repcast would wait for ever for a playlist that never ends."""
    os.mkfifo(tmp_path / "Core.m3u8")
    assert tracks_in(tmp_path / "Core.m3u8") == {}
