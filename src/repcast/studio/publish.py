"""The phone's page as a folder of static files, for any host that serves https: installable, and kept by the phone.

The folder is flat. What is in a sound or a cover stands in its name, so a host and a phone keep it for as long as it
is the same.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from repcast.disk.atomic import replaced_folder
from repcast.disk.cache import default_folder
from repcast.disk.caches import cover_cache
from repcast.disk.untrusted import read_regular
from repcast.errors import UnreadableFile
from repcast.files.cover import cover_of
from repcast.files.embedded import Embedded, read_embedded
from repcast.files.feed import FEED_NAME
from repcast.files.outputs import slug
from repcast.files.ownership import check_folder, is_our_sound
from repcast.picture.colours import DARK
from repcast.plan.captions import captions, podcast_chapters
from repcast.resources import user_path
from repcast.studio.colours import SHEET, style_sheet
from repcast.studio.guard import POLICY
from repcast.studio.icons import SIDES, icon
from repcast.studio.phone import ASSETS, PAGE, assets, page
from repcast.studio.podcast import ABOUT, FEED_LINK, podcast
from repcast.studio.take import Place, listing, take

LISTING: Final = "sessions.json"
WORKER: Final = "sw.js"
MANIFEST: Final = "manifest.webmanifest"
KIND: Final = "a folder that repcast published"
_DIGEST_LENGTH: Final = 16  # hexadecimal digits
_MOST_LISTED_BYTES: Final = 64 << 20


class Site:
    """A folder that is being published, beside the one that it will replace.

    Attributes:
        target: the folder's name once it is whole.
    """

    def __init__(self, made: Path, target: Path, address: str) -> None:
        self.target = target
        self._made = made
        self._address = address
        self._sounds: dict[str, tuple[Place, Embedded]] = {}

    def place_for(self, reference: str) -> Path:
        """Return where a session may be rendered; `add` takes it in."""
        return self._made / f"{slug(Path(reference).stem)}.mp3"

    def copy(self, sound: Path) -> Path:
        """Take in a file of ours that stands elsewhere; return its path once the folder is whole.

        Raises:
            NoEmbeddedSession: it is none of ours.
        """
        return self.add(Path(shutil.copyfile(sound, self.place_for(str(sound)))))

    def add(self, sound: Path) -> Path:
        """Take in a file of ours that stands in the folder; return its path once the folder is whole.

        Raises:
            NoEmbeddedSession: it is none of ours.
        """
        embedded = read_embedded(sound)
        timeline = embedded.timeline
        file = self._kept(sound.stem, "mp3", sound.read_bytes())
        cover = self._kept(sound.stem, "png", cover_of(timeline, cover_cache(default_folder())))
        place = Place(
            key=file.stem.rpartition(".")[2],
            file=file.name,
            cover=cover.name,
            name=sound.name,
            size_bytes=file.stat().st_size,
        )
        if self._address:
            chapters = self._kept(sound.stem, "json", podcast_chapters(timeline).encode())
            heard = self._kept(sound.stem, "vtt", captions(timeline, "vtt").encode())
            place = replace(place, chapters=chapters.name, captions=heard.name)
        sound.unlink()
        self._sounds[file.name] = place, embedded
        return self.target / file.name

    def finish(self) -> None:
        """Write the page around what was added."""
        for name, path in assets().items():
            (self._made / name).write_bytes(path.read_bytes())
        self._write(PAGE, page(_only_published() + (FEED_LINK if self._address else "")))
        if self._address:
            (self._made / FEED_NAME).write_bytes(podcast([*self._sounds.values()], self._address))
        for side in SIDES:
            (self._made / f"icon-{side}.png").write_bytes(icon(side))
        (self._made / _masked(SIDES[-1])).write_bytes(icon(SIDES[-1], masked=True))
        self._write(SHEET, style_sheet())
        self._write(MANIFEST, json.dumps(_manifest(), indent=1))
        self._write(LISTING, json.dumps(self._listing(), ensure_ascii=False, indent=1))
        self._write(WORKER, f"const PUBLISHED = {json.dumps(self._published())};\n{_worker()}")

    def _listing(self) -> dict[str, object]:
        """Return what the page reads; and, for the next time, which files are ours."""
        names = sorted([LISTING, WORKER, *(path.name for path in self._made.iterdir())])
        takes = [(place, take(embedded.timeline)) for place, embedded in self._sounds.values()]
        return {**listing(takes), "published": names}

    def _published(self) -> dict[str, object]:
        """Return what the service worker keeps, and a name for just that."""
        kept = sorted(self._made.iterdir())
        digest = hashlib.sha256(_worker().encode())
        for path in kept:
            digest.update(f"{path.name}\0".encode() + path.read_bytes())
        return {"version": digest.hexdigest()[:_DIGEST_LENGTH], "files": ["./", *(path.name for path in kept)]}

    def _kept(self, stem: str, ending: str, content: bytes) -> Path:
        """Write a file under a name that is another as soon as its content is."""
        digest = hashlib.sha256(content).hexdigest()[:_DIGEST_LENGTH]
        path = self._made / f"{stem}.{digest}.{ending}"
        path.write_bytes(content)
        return path

    def _write(self, name: str, text: str) -> None:
        (self._made / name).write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def site(folder: Path, address: str = "") -> Iterator[Site]:
    """Yield a folder to add to; on success it replaces the one that stands there, whole, else nothing is changed.

    Args:
        folder: to be published.
        address: where it will be served, with its last slash, for a podcast feed; empty for none.

    Raises:
        FolderExists: something that repcast did not publish is in it.
        OutputNotWritable: the system does not let us.
    """
    check(folder)
    with replaced_folder(folder, check) as made:
        making = Site(made, folder, address)
        yield making
        making.finish()


def is_ready_made(reference: str) -> bool:
    """Tell whether a reference means an MP3 that repcast wrote, which needs no rendering."""
    path = user_path(reference)
    return path.suffix.lower() == ".mp3" and path.is_file() and is_our_sound(path)


def check(folder: Path) -> None:
    """Make sure that a folder may be published: nothing stands there, or what was published there, and nothing else.

    Raises:
        FolderExists, OutputNotWritable: it may not.
    """
    check_folder(folder, _stranger_in, KIND)


def _stranger_in(folder: Path) -> Path | None:
    files = sorted(folder.iterdir())
    ours = _listed(folder / LISTING) if files else frozenset()
    return next((path for path in files if path.name not in ours or path.is_dir()), None)


def _listed(path: Path) -> frozenset[str]:
    """Return the names of the files that were published; none where the list is none of ours."""
    try:
        document = json.loads(read_regular(path, _MOST_LISTED_BYTES))
        return frozenset(str(name) for name in document["published"])
    except (UnreadableFile, ValueError, KeyError, TypeError, RecursionError):
        return frozenset()


def _only_published() -> str:
    """Return what a page says that no program serves: its policy, and what makes it installable."""
    in_pages = [each for each in POLICY.split("; ") if not each.startswith("frame-ancestors")]  # which is for headers
    return (
        f'  <meta http-equiv="Content-Security-Policy" content="{"; ".join(in_pages)}">\n'
        '  <meta name="referrer" content="no-referrer">\n'
        f'  <meta name="theme-color" content="{DARK.ground}">\n'
        f'  <link rel="manifest" href="{MANIFEST}">\n'
    )


def _manifest() -> dict[str, object]:
    """Return the manifest, as W3C's Web Application Manifest has it."""
    plain = [{"src": f"icon-{side}.png", "sizes": f"{side}x{side}", "type": "image/png"} for side in SIDES]
    masked = {"src": _masked(SIDES[-1]), "sizes": f"{SIDES[-1]}x{SIDES[-1]}", "type": "image/png"}
    return {
        "id": "./",
        "name": "repcast",
        "short_name": "repcast",
        "description": ABOUT,
        "lang": "en",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": DARK.ground,
        "theme_color": DARK.ground,
        "icons": [*plain, masked | {"purpose": "maskable"}],
    }


def _masked(side: int) -> str:
    return f"icon-{side}-masked.png"


def _worker() -> str:
    return (ASSETS / WORKER).read_text(encoding="utf-8")
