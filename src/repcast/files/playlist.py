"""An album's playlist, as text and back; and what the album's files are called."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from unicodedata import normalize

from repcast.disk.untrusted import read_regular
from repcast.errors import UnreadableFile
from repcast.plan.chapters import Chapter
from repcast.units import SECOND_MS

PLAYLIST: Final = ".m3u8"
_LONGEST_NAME: Final = 80  # characters of up to three bytes each; file systems bound a name's bytes
_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')  # on Windows
_TEXT: Final = re.compile(r"#EXTM3U\n#PLAYLIST:(?P<title>.*)\n(?P<tracks>(?:#EXTINF:.*\n.*\n)+)")
_MOST_BYTES: Final = 16 << 20  # an album has at most 10,000 tracks


def track_names(tracks: Sequence[Chapter]) -> list[str]:
    """Return what the files of an album's tracks are called."""
    digits = max(2, len(str(len(tracks))))
    return [f"{number:0{digits}} {_safe(track.name)}.mp3" for number, track in enumerate(tracks, start=1)]


def playlist_name(title: str) -> str:
    """Return what the playlist of an album is called."""
    return f"{_safe(title)}{PLAYLIST}"


def playlist_text(title: str, names: list[str], tracks: tuple[Chapter, ...]) -> str:
    """Return an extended M3U; lengths are seconds."""
    lines = ["#EXTM3U", f"#PLAYLIST:{title}"]
    for name, track in zip(names, tracks, strict=True):
        lines += [f"#EXTINF:{track.length_ms / SECOND_MS:g},{track.title}", name]
    return "\n".join([*lines, ""])


def tracks_in(playlist: Path) -> dict[str, str]:
    """Return the numbers of an album's tracks, such as 3/17, by file, from its playlist; none for any other file."""
    found = _TEXT.fullmatch(_read(playlist))
    if not found or composed(playlist.name) != composed(playlist_name(found["title"])):
        return {}
    names = found["tracks"].split("\n")[1::2]
    return {composed(name): f"{number}/{len(names)}" for number, name in enumerate(names, start=1)}


def composed(name: str) -> str:
    """Return a file's name in one form of Unicode; some file systems change it to another."""
    return normalize("NFC", name)


def _read(playlist: Path) -> str:
    try:
        return read_regular(playlist, _MOST_BYTES).decode()
    except (UnreadableFile, UnicodeDecodeError):
        return ""


def _safe(name: str) -> str:
    """Return a name that every file system accepts."""
    return _NOT_IN_NAMES.sub("_", name)[:_LONGEST_NAME].strip(" .") or "_"
