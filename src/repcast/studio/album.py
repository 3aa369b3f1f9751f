"""The album of a file: the folder beside it that has the same steps, as one file to download."""

import zipfile
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from repcast.disk.untrusted import read_regular
from repcast.errors import UnreadableFile
from repcast.files.playlist import playlist_name, playlist_text, track_names
from repcast.plan.chapters import chapters
from repcast.plan.timeline import Timeline


def album_beside(path: Path, timeline: Timeline) -> Path | None:
    """Return the folder with a file's album, if its playlist is that of the timeline; None where there is none."""
    folder = path.with_suffix("")
    tracks = chapters(timeline, most=len(timeline.steps))
    expected = playlist_text(timeline.title, track_names(tracks), tracks).encode()
    try:
        found = read_regular(folder / playlist_name(timeline.title), len(expected))
    except UnreadableFile:
        return None
    return folder if found == expected else None


def zipped(folder: Path) -> IO[bytes]:
    """Return a folder's files in a ZIP file without compression, in a temporary file that is closed by who reads it.

    Raises:
        OSError: the folder cannot be read, or the temporary folder is full.
    """
    file = TemporaryFile()  # noqa: SIM115 - it is handed over
    try:
        with zipfile.ZipFile(file, "w") as archive:
            for path in sorted(folder.iterdir()):
                archive.write(path, f"{folder.name}/{path.name}")
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file
