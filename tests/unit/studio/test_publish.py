"""`studio.publish`: a folder of static files, whole or not at all, in no one's way."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import feedparser
import pytest
from PIL import Image

from repcast import pipeline
from repcast.errors import FolderExists, NoEmbeddedSession, OutputNotWritable
from repcast.files.outputs import Output
from repcast.picture.colours import DARK, channels
from repcast.reading.loader import accept, parse
from repcast.session.customise import Customisation
from repcast.studio.icons import SIDES
from repcast.studio.publish import is_ready_made, site

SHORT = "title: Short\nlead_in: 10s\nsteps:\n  - {hold: Plank, for: 10s}\n"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of ours."""
    path = tmp_path_factory.mktemp("files") / "Kräftig & short.mp3"
    pipeline.render(accept(parse(SHORT.encode(), file="a.yaml")), Customisation(), Output(path=path))
    return path


@pytest.fixture
def folder(tmp_path: Path, sound: Path) -> Path:
    """Return a folder in which that file is published."""
    publish(tmp_path / "site", sound)
    return tmp_path / "site"


def publish(folder: Path, *sounds: Path, address: str = "") -> None:
    """Publish files of ours."""
    with site(folder, address) as making:
        for each in sounds:
            making.copy(each)


def names(folder: Path) -> set[str]:
    """Return the names of all that is in a folder, hidden files too."""
    return {path.name for path in folder.iterdir()}


def test_every_address_is_that_of_a_file_beside_the_page(folder: Path, sound: Path) -> None:
    """On a host where the page is not at the root, it would be empty, or lack its sound."""
    [take] = json.loads((folder / "sessions.json").read_text())["takes"]
    assert (folder / take["file"]).read_bytes() == sound.read_bytes()
    assert take["file"].startswith("kräftig-short.")
    assert (folder / take["cover"]).read_bytes().startswith(b"\x89PNG")
    assert take["name"] == "kräftig-short.mp3"
    page = (folder / "index.html").read_text()
    for address in re.findall(r'(?:src|href)="([^"#]+)"', page):
        assert (folder / address).is_file()
    modules = [path.read_text() for path in folder.glob("*.js")]
    assert all((folder / name).is_file() for text in modules for name in re.findall(r'from "\./(.+?)"', text))


def test_a_feed_names_files_of_the_folder_by_their_whole_addresses(tmp_path: Path, sound: Path) -> None:
    """A podcast player would find nothing of what it is told, or no feed at all."""
    address = "https://example.org/workouts/"
    publish(tmp_path / "site", sound, address=address)
    found: Any = feedparser.parse((tmp_path / "site" / "feed.xml").read_bytes())
    [entry] = found.entries
    named = [entry.enclosures[0].href, entry.image.href, entry.podcast_chapters["url"], entry.podcast_transcript["url"]]
    for each, ending in zip(named, ("mp3", "png", "json", "vtt"), strict=True):
        assert each.startswith(address)
        assert (tmp_path / "site" / unquote(each.removeprefix(address))).suffix == f".{ending}"
        assert (tmp_path / "site" / unquote(each.removeprefix(address))).is_file()
    assert 'href="feed.xml"' in (tmp_path / "site" / "index.html").read_text()
    publish(tmp_path / "site", sound)
    assert not {name for name in names(tmp_path / "site") if name.endswith((".xml", ".vtt"))}


def test_without_an_address_no_feed_is_spoken_of(folder: Path) -> None:
    """The page would lead to a feed that is not there."""
    assert "feed.xml" not in names(folder)
    assert "rss" not in (folder / "index.html").read_text()


def test_the_page_brings_its_policy_along(folder: Path) -> None:
    """A host of static files sends none."""
    page = (folder / "index.html").read_text()
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "frame-ancestors" not in policy  # browsers complain: it is for headers
    assert page.index("<meta charset") < 1024  # HTML, clause 13.2.3.2


def test_the_worker_keeps_everything_but_itself(folder: Path) -> None:
    """Without a network something would be missing."""
    first = (folder / "sw.js").read_text().splitlines()[0]
    published = json.loads(first.removeprefix("const PUBLISHED = ").removesuffix(";"))
    assert {*published["files"]} == names(folder) - {"sw.js"} | {"./"}


def test_the_worker_is_another_one_where_anything_changed_and_the_same_where_nothing_did(
    folder: Path, sound: Path, tmp_path: Path
) -> None:
    """Phones would go on with the old version; or load everything anew for nothing."""
    before = (folder / "sw.js").read_bytes()
    publish(folder, sound)
    assert (folder / "sw.js").read_bytes() == before
    (tmp_path / sound.name).write_bytes(sound.read_bytes() + bytes(1))
    publish(folder, tmp_path / sound.name)
    assert (folder / "sw.js").read_bytes() != before


def test_the_manifest_names_icons_as_they_are(folder: Path) -> None:
    """Browsers would not offer to install the page."""
    manifest = json.loads((folder / "manifest.webmanifest").read_text())
    for each in manifest["icons"]:
        with Image.open(folder / each["src"]) as icon:
            assert f"{icon.width}x{icon.height}" == each["sizes"]
    assert {each["sizes"] for each in manifest["icons"] if "purpose" not in each} == {
        f"{side}x{side}" for side in SIDES
    }
    assert manifest["start_url"] == manifest["scope"] == "./"


def test_a_maskable_icon_may_be_cut_to_a_circle(folder: Path) -> None:
    """A phone would cut off the ring: W3C's manifest promises a circle of 80 % alone."""
    with Image.open(folder / "icon-512-masked.png") as icon:
        pixels = icon.convert("RGB")
    outside = [
        (x, y) for x in range(0, 512, 4) for y in range(0, 512, 4) if (x - 256) ** 2 + (y - 256) ** 2 > (0.4 * 512) ** 2
    ]
    assert {pixels.getpixel(at) for at in outside} == {channels(DARK.ground)}
    assert pixels.getpixel((256 + 160, 256)) != channels(DARK.ground)


def test_what_was_published_is_replaced_whole(folder: Path, sound: Path, tmp_path: Path) -> None:
    """Old sessions would be left over, and kept by phones."""
    (tmp_path / "other.mp3").write_bytes(sound.read_bytes() + bytes(1))
    publish(folder, tmp_path / "other.mp3")
    assert [name.partition(".")[0] for name in sorted(names(folder)) if name.endswith(".mp3")] == ["other"]
    assert names(tmp_path) == {"site", "other.mp3"}


@pytest.mark.parametrize("stranger", ["CNAME", ".git", "z.txt"])
def test_a_folder_with_other_things_in_it_is_left_alone(folder: Path, sound: Path, stranger: str) -> None:
    """Somebody's repository, or notes, would be gone."""
    (folder / stranger).mkdir() if stranger == ".git" else (folder / stranger).write_text("mine")
    before = names(folder)
    with pytest.raises(FolderExists, match=rf"holds {re.escape(stranger)}, which is not part of a folder that repcast"):
        publish(folder, sound)
    assert names(folder) == before


@pytest.mark.parametrize("listing", ["{}", "[]", '{"published": 3}', "no JSON", '{"published": ["x"]}', "[" * 100_000])
def test_a_folder_with_a_list_of_somebody_else_is_left_alone(tmp_path: Path, sound: Path, listing: str) -> None:
    """Any folder with a file of that name would be taken for ours."""
    (tmp_path / "sessions.json").write_text(listing)
    with pytest.raises(FolderExists, match=r"holds sessions\.json"):
        publish(tmp_path, sound)


def test_an_empty_folder_may_be_published_to(tmp_path: Path, sound: Path) -> None:
    """Whoever made the folder beforehand would be refused."""
    (tmp_path / "site").mkdir()
    publish(tmp_path / "site", sound)
    assert (tmp_path / "site" / "index.html").is_file()


def test_a_file_or_nothing_in_the_way_is_refused(tmp_path: Path, sound: Path) -> None:
    """A file would be replaced by a folder."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputNotWritable, match="it is not a folder"):
        publish(tmp_path / "file", sound)
    with pytest.raises(OutputNotWritable, match="its folder does not exist"):
        publish(tmp_path / "no" / "site", sound)


def test_what_fails_leaves_the_old_folder_and_nothing_else(folder: Path, sound: Path, tmp_path: Path) -> None:
    """A page that is on the network would be half, or gone."""
    (tmp_path / "strange.mp3").write_bytes(b"ID3" + bytes(100))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(NoEmbeddedSession):
        publish(folder, sound, tmp_path / "strange.mp3")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert names(tmp_path) == {"site", "strange.mp3"}


def test_what_is_put_there_meanwhile_is_left_alone(folder: Path, sound: Path) -> None:
    """A file that somebody saves there during a long render would be gone."""
    making = site(folder)
    making.__enter__().copy(sound)
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(FolderExists, match=r"holds notes\.txt"):
        making.__exit__(None, None, None)
    assert (folder / "notes.txt").read_text() == "mine"


def test_two_sessions_of_one_name_are_both_there(tmp_path: Path, sound: Path) -> None:
    """One would replace the other."""
    (tmp_path / sound.name).write_bytes(sound.read_bytes() + bytes(1))
    publish(tmp_path / "site", sound, tmp_path / sound.name)
    takes = json.loads((tmp_path / "site" / "sessions.json").read_text())["takes"]
    assert len({take["key"] for take in takes}) == len({take["file"] for take in takes}) == 2


def test_only_an_mp3_of_ours_needs_no_rendering(sound: Path, tmp_path: Path) -> None:
    """A stranger's MP3, or a session's name, would be copied as it is."""
    (tmp_path / "strange.mp3").write_bytes(b"ID3" + bytes(100))
    (tmp_path / "a.yaml").write_text(SHORT)
    answers = [is_ready_made(str(path)) for path in (sound, tmp_path / "strange.mp3", tmp_path / "a.yaml", "core")]
    assert answers == [True, False, False, False]
