"""Opening a sound file that may be a stranger's: as sound and nothing else, and no file that it names.

FFmpeg goes by what a file begins with. A playlist may call itself a.mp3, and names files and addresses to be opened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from av.container import InputContainer

_OPTIONS: Final = {
    "format_whitelist": "mp3,flac,ogg,wav,mov",
    "protocol_whitelist": "file",
}


@contextmanager
def open_sound(path: Path) -> Iterator["InputContainer"]:
    """Open a file of sound.

    Raises:
        av.FFmpegError, OSError, ValueError: it is none.
    """
    import av  # noqa: PLC0415 - most commands never read a sound file

    if not path.is_file():  # a pipe or a device may never end
        raise FileNotFoundError(2, "not a file")
    with av.open(str(path.absolute()), metadata_errors="replace", options=dict(_OPTIONS)) as container:
        yield container
