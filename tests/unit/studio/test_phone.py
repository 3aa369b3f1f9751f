"""`studio.phone`: what is on the network while the phone's page is served, and what is not."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import feedparser
import pytest
import webvtt

from asking import Answer, ask
from repcast import pipeline
from repcast.files.embedded import read_embedded
from repcast.files.outputs import Output
from repcast.plan.chapters import chapters
from repcast.reading.loader import accept, parse
from repcast.session.customise import Customisation
from repcast.studio.phone import ASSETS, assets, phone_app

HOST = "192.168.1.20:8766"
TOKEN = "mNq3zX"
SHORT = "title: Short\nlead_in: 10s\nsteps:\n  - {hold: Plank, for: 10s}\n"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of ours."""
    path = tmp_path_factory.mktemp("files") / "kräftig & short.mp3"
    pipeline.render(accept(parse(SHORT.encode(), file="a.yaml")), Customisation(), Output(path=path))
    return path


def asked(
    path: str, *files: Path, method: str = "GET", host: str = HOST, headers: dict[str, str] | None = None
) -> Answer:
    """Return what the application answers."""
    return ask(phone_app(lambda: files, TOKEN, HOST), path, method, host=host, headers=headers or {})


def listed(*files: Path) -> list[dict[str, str]]:
    """Return the takes that the page is told of."""
    found: list[dict[str, str]] = json.loads(asked(f"/{TOKEN}/sessions.json", *files).body)["takes"]
    return found


def test_the_page_and_all_that_it_is_made_of_is_there(sound: Path) -> None:
    """The phone would show nothing."""
    page = asked(f"/{TOKEN}/", sound)
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    for name in assets():
        assert asked(f"/{TOKEN}/{name}", sound).status == 200
    icon = asked(f"/{TOKEN}/icon-192.png", sound)
    assert icon.body.startswith(b"\x89PNG")


def test_the_address_without_its_last_slash_leads_to_the_page(sound: Path) -> None:
    """Whoever types it would find nothing, and scripts would be looked for in the wrong place."""
    assert asked(f"/{TOKEN}", sound).headers["location"] == f"/{TOKEN}/"


@pytest.mark.parametrize(
    "path",
    [
        "/", "/index.html", "/sessions.json", f"/{TOKEN[:-1]}/", f"/{TOKEN}x/", f"/{TOKEN.lower()}/", f"//{TOKEN}/",
        "/é/", f"/{TOKEN}/sw.js", f"/{TOKEN}/../phone.py", f"/{TOKEN}/..%2fphone.py", f"/{TOKEN}/%2e%2e/phone.py",
        f"/{TOKEN}//etc/passwd", f"/{TOKEN}/phone.css\0", f"/{TOKEN}/files/..mp3", f"/{TOKEN}/files/nothing.mp3",
        f"/{TOKEN}/covers/nothing.png", f"/{TOKEN}/chapters/nothing.json", f"/{TOKEN}/captions/nothing.vtt",
        f"/{TOKEN}/files/../index.html.mp3",
    ],
)  # fmt: skip
def test_nothing_else_is_there(sound: Path, path: str) -> None:
    """Anyone on the same network could read what nobody offered."""
    answer = asked(path, sound)
    assert answer.status == 404
    assert "passwd" not in answer.text
    assert str(sound.parent) not in answer.text


def test_a_file_is_found_by_its_key_alone(sound: Path) -> None:
    """A request could name a path."""
    [take] = listed(sound)
    got = asked(f"/{TOKEN}/{take['file']}", sound)
    assert (got.status, got.headers["content-type"], got.body) == (200, "audio/mpeg", sound.read_bytes())
    assert asked(f"/{TOKEN}/files/{sound.stem}.mp3", sound).status == 404
    assert asked(f"/{TOKEN}/{take['cover']}", sound).body.startswith(b"\x89PNG")


def test_a_file_that_is_no_longer_offered_is_gone(sound: Path) -> None:
    """What somebody took back could still be read."""
    [take] = listed(sound)
    assert asked(f"/{TOKEN}/{take['file']}").status == 404


def test_a_file_rendered_anew_has_another_key(sound: Path, tmp_path: Path) -> None:
    """A phone could put together half of each."""
    copy = tmp_path / "copy.mp3"
    copy.write_bytes(sound.read_bytes())
    [before] = listed(copy)
    copy.write_bytes(sound.read_bytes() + bytes(1))
    [after] = listed(copy)
    assert before["key"] != after["key"]


def test_what_is_none_of_ours_or_gone_is_left_out(sound: Path, tmp_path: Path) -> None:
    """One strange file would hide all others."""
    (tmp_path / "strange.mp3").write_bytes(b"ID3")
    assert [take["name"] for take in listed(tmp_path / "strange.mp3", tmp_path / "gone.mp3", sound)] == [sound.name]


def in_feed(*files: Path) -> Any:
    """Return the feed as a stranger's reader has it."""
    answer = asked(f"/{TOKEN}/feed.xml", *files)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/rss+xml")
    found = feedparser.parse(answer.body)
    assert not found.bozo
    return found


def test_a_podcast_player_gets_all_that_the_feed_names(sound: Path) -> None:
    """A player would show an episode that it cannot load, or without picture, chapters and words."""
    [entry] = in_feed(sound).entries
    named = [entry.enclosures[0].href, entry.image.href, entry.podcast_chapters["url"], entry.podcast_transcript["url"]]
    assert all(address.startswith(f"http://{HOST}/{TOKEN}/") for address in named)
    played, cover, steps, words = (asked(address.removeprefix(f"http://{HOST}"), sound) for address in named)
    assert (played.body, entry.enclosures[0].length) == (sound.read_bytes(), str(sound.stat().st_size))
    assert cover.body.startswith(b"\x89PNG")
    timeline = read_embedded(sound).timeline
    assert (steps.headers["content-type"], words.headers["content-type"]) == (
        "application/json+chapters",
        "text/vtt; charset=utf-8",
    )
    titles = [chapter["title"] for chapter in json.loads(steps.body)["chapters"]]
    assert titles == [chapter.title for chapter in chapters(timeline)]
    assert len(webvtt.from_string(words.text).captions) == len(timeline.events)


def test_the_feed_says_where_it_is_and_the_page_where_the_feed_is(sound: Path) -> None:
    """A player that is given the page's address would find no podcast there."""
    assert in_feed(sound).feed.link == f"http://{HOST}/{TOKEN}/"
    [head] = re.findall(r"<head>(.+)</head>", asked(f"/{TOKEN}/", sound).text, re.DOTALL)
    assert '<link rel="alternate" type="application/rss+xml" title="repcast" href="feed.xml">' in head


def test_an_episode_is_of_the_day_of_its_render(tmp_path: Path) -> None:
    """A player would put a new workout below all others."""
    session = accept(parse(SHORT.encode(), file="a.yaml"))
    surroundings = pipeline.Surroundings(date="2026-11-28")
    pipeline.render(session, Customisation(), Output(path=tmp_path / "a.mp3"), surroundings=surroundings)
    [entry] = in_feed(tmp_path / "a.mp3").entries
    assert entry.published_parsed[:3] == (2026, 11, 28)


@pytest.mark.parametrize(
    ("asked_for", "status", "told"),
    [
        ("bytes=0-1", 206, "bytes 0-1/{size}"),
        ("bytes=-10", 206, "bytes {tail}-{last}/{size}"),
        ("bytes=5-", 206, "bytes 5-{last}/{size}"),
        ("bytes=99999999-", 416, "bytes */{size}"),
    ],
)
def test_players_get_the_parts_that_they_ask_for(sound: Path, asked_for: str, status: int, told: str) -> None:
    """Safari would not play, and no browser would seek."""
    [take] = listed(sound)
    size = sound.stat().st_size
    got = asked(f"/{TOKEN}/{take['file']}", sound, headers={"Range": asked_for})
    told = told.format(size=size, last=size - 1, tail=size - 10)
    assert (got.status, got.headers["content-range"]) == (status, told)
    if status == 206:
        first, last = (int(edge) for edge in told.split()[1].partition("/")[0].split("-"))
        assert got.body == sound.read_bytes()[first : last + 1]


def test_a_player_may_ask_how_large_a_file_is(sound: Path) -> None:
    """Some ask so before they play."""
    [take] = listed(sound)
    got = asked(f"/{TOKEN}/{take['file']}", sound, method="HEAD")
    assert (got.status, got.headers["content-length"]) == (200, str(sound.stat().st_size))
    assert got.headers["accept-ranges"] == "bytes"
    assert got.body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_written(sound: Path, method: str) -> None:
    """Anyone on the network could change something."""
    assert asked(f"/{TOKEN}/sessions.json", sound, method=method).status == 405


@pytest.mark.parametrize(
    "host", ["evil.test", "evil.test:8766", "192.168.1.20", "192.168.1.20:80", f"{HOST}.evil.test"]
)
def test_another_host_is_misdirected(sound: Path, host: str) -> None:
    """A page of a stranger could read it, by giving its own name this address."""
    assert asked(f"/{TOKEN}/", sound, host=host).status == 421


@pytest.mark.parametrize("path", ["", "sessions.json", "feed.xml", "main.js"])
def test_what_may_change_is_asked_for_each_time(sound: Path, path: str) -> None:
    """The phone would show yesterday's sessions."""
    assert asked(f"/{TOKEN}/{path}", sound).headers["cache-control"] == "no-store"


def test_every_answer_carries_the_policy(sound: Path) -> None:
    """The page could be framed, or run what is not ours."""
    for path in (f"/{TOKEN}/", "/", f"/{TOKEN}/sessions.json"):
        headers = asked(path, sound).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"


def test_every_colour_that_the_page_uses_is_there(sound: Path) -> None:
    """A part of the page would have no colour."""
    used = {*re.findall(r"var\(--([\w-]+)\)", (ASSETS / "phone.css").read_text())}
    made = (ASSETS / "phone.css").read_text() + asked(f"/{TOKEN}/colours.css", sound).text
    assert used == used & {*re.findall(r"--([\w-]+):", made)}


def test_no_script_and_no_style_stands_inside_the_page() -> None:
    """The policy would keep it from running."""
    page = (ASSETS / "index.html").read_text()
    assert "style=" not in page
    assert page.count("<script") == page.count('<script type="module" src=')


def test_an_album_of_the_same_steps_is_offered_as_one_file(tmp_path: Path) -> None:
    """Whose player knows no chapters would have no other way to skip, or get the album of yesterday's session."""
    session, path = accept(parse(SHORT.encode(), file="a.yaml")), tmp_path / "short.mp3"
    pipeline.render(session, Customisation(), Output(path=path))
    assert listed(path)[0]["album"] == ""
    pipeline.render(session, Customisation(), Output(path=tmp_path / "short", split=True))
    address = listed(path)[0]["album"]
    answer = asked(f"/{TOKEN}/{address}", path)
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''short.zip"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"short/{track.name}": track.read_bytes() for track in (tmp_path / "short").iterdir()
        }
    pipeline.render(session, Customisation(settings={"Plank.for": "15s"}), Output(path=path))
    assert listed(path)[0]["album"] == ""
    assert asked(f"/{TOKEN}/{address}", path).status == 404
