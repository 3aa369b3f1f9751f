"""Files that mean harm: each is a row of a table, by the kind of file that it pretends to be."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from corpus.frames import FRAMES
from corpus.music import MUSIC
from corpus.tags import TAGS
from corpus.texts import ALBUMS, SESSIONS, SETTINGS, SHORTHAND, TRAINING

KINDS: Final[Mapping[str, Mapping[str, Callable[[], str | bytes]]]] = {
    "tags": TAGS,
    "frames": FRAMES,
    "music": MUSIC,
    "sessions": SESSIONS,
    "shorthand": SHORTHAND,
    "training": TRAINING,
    "settings": SETTINGS,
    "albums": ALBUMS,
}
MOST_BYTES: Final = 1_000_000


def make(folder: Path) -> int:
    """Write the whole corpus below a folder, and return how many files it has."""
    count = 0
    for kind, makers in KINDS.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for name, maker in makers.items():
            made = maker()
            content = made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made
            assert len(content) <= MOST_BYTES, f"{kind}/{name}: {len(content)} bytes"
            (folder / kind / name).write_bytes(content)
            count += 1
    return count
