"""A podcast feed, as strangers' readers understand it."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from repcast.files.feed import Episode, Show, feed

FOLDER = "https://example.org/workouts/"
SHOW = Show(
    title="Workouts of Ada",
    description="What I train.",
    link="https://example.org/workouts/",
    language="en",
    author="Ada",
    image="cover.png",
)
CORE = Episode(
    name="core",
    title="Core circuit",
    published=datetime(2026, 11, 28, 7, 30, tzinfo=timezone(timedelta(hours=1))),
    sound="core.mp3",
    size_bytes=8_295_357,
    duration_ms=1_031_400,
    description="17:11, three rounds.",
    image="core.png",
    chapters="core.chapters.json",
    transcript="core.vtt",
)
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


def _items(*episodes: Episode) -> list[ET.Element]:
    return ET.fromstring(feed(SHOW, episodes, FOLDER)).findall("channel/item")


def test_a_stranger_reads_all_of_it() -> None:
    """A podcast app would show an empty show, or an episode that it cannot play."""
    read: Any = feedparser.parse(feed(SHOW, [CORE], FOLDER))
    assert not read.bozo
    assert read.version == "rss20"
    shown = {key: read.feed[key] for key in ("title", "subtitle", "link", "language", "author")}
    assert shown == {
        "title": "Workouts of Ada",
        "subtitle": "What I train.",
        "link": "https://example.org/workouts/",
        "language": "en",
        "author": "Ada",
    }
    assert read.feed.image.href == "https://example.org/workouts/cover.png"
    [entry] = read.entries
    assert (entry.title, entry.summary, entry.itunes_duration) == ("Core circuit", "17:11, three rounds.", "1031")
    assert entry.published_parsed[:6] == (2026, 11, 28, 6, 30, 0)
    assert (entry.id, entry.guidislink) == (CORE.guid, False)
    assert entry.image.href == "https://example.org/workouts/core.png"
    [sound] = entry.enclosures
    assert (sound.href, sound.length, sound.type) == ("https://example.org/workouts/core.mp3", "8295357", "audio/mpeg")


def test_chapters_and_captions_are_named() -> None:
    """An app would show neither the steps nor what is said."""
    [item] = _items(CORE)
    [chapters], [transcript] = item.findall(f"{PODCAST}chapters"), item.findall(f"{PODCAST}transcript")
    assert chapters.attrib == {"url": f"{FOLDER}core.chapters.json", "type": "application/json+chapters"}
    assert transcript.attrib == {"url": f"{FOLDER}core.vtt", "type": "text/vtt"}


def test_what_is_not_there_is_not_named() -> None:
    """An app would ask for files that nobody serves."""
    [item] = _items(replace(CORE, image="", chapters="", transcript="", description=""))
    assert {child.tag for child in item} == {
        *("title", "description", "guid", "pubDate", "enclosure"),
        f"{ITUNES}duration",
    }


def test_prefixes_are_those_that_apps_look_for() -> None:
    """An app that looks for `itunes:` and `podcast:` as texts would find nothing."""
    text = feed(SHOW, [CORE], FOLDER).decode()
    assert text.startswith("<?xml version='1.0' encoding='utf-8'?>\n<rss ")
    for start in ("<itunes:image ", "<itunes:duration>", "<podcast:chapters ", "<podcast:transcript ", "<atom:link "):
        assert start in text


def test_an_episode_keeps_its_identifier_for_a_day() -> None:
    """An app would show a session twice that was rendered again, or only once in its life."""
    again = replace(CORE, size_bytes=1, title="Core, shorter", published=CORE.published.replace(hour=19))
    assert again.guid == CORE.guid
    others = [replace(CORE, name="planks"), replace(CORE, published=datetime(2026, 11, 29, tzinfo=UTC))]
    assert len({CORE.guid, *(other.guid for other in others)}) == 3


def test_the_newest_is_first() -> None:
    """An app that looks at the first episodes alone would never see today's."""
    days = [replace(CORE, published=datetime(2026, 11, day, tzinfo=UTC), title=str(day)) for day in (3, 28, 14)]
    assert [item.findtext("title") for item in _items(*days)] == ["28", "14", "3"]


@pytest.mark.parametrize("url", ["https://example.org/w", "https://example.org/w/"])
def test_names_of_files_become_addresses(url: str) -> None:
    """An app would ask for another file than the one that is there."""
    episode = replace(CORE, sound="Übung 1/50 % & more?#.mp3", transcript="b\udc80.vtt")
    [item] = ET.fromstring(feed(SHOW, [episode], url)).findall("channel/item")
    [sound], [transcript] = item.findall("enclosure"), item.findall(f"{PODCAST}transcript")
    assert sound.attrib["url"] == "https://example.org/w/%C3%9Cbung%201/50%20%25%20%26%20more%3F%23.mp3"
    assert unquote_to_bytes(transcript.attrib["url"]).endswith(b"/b\x80.vtt")


@pytest.mark.parametrize(
    "title", ["<b>&amp;</b> ]]>", "腹筋 🏃🏽 é", "\u202eright to left", "\"quoted\" 'too'", "x" * 5_000]
)
def test_titles_are_texts(title: str) -> None:
    """A title would end the feed early, or be shown as another one."""
    [item] = _items(replace(CORE, title=title))
    assert item.findtext("title") == title


def test_what_xml_cannot_hold_becomes_a_space() -> None:
    """One odd character in a title would make the whole feed unreadable."""
    [item] = _items(replace(CORE, title="a\x00b\x1bc\udc80d\ufffee\ud800f", name="\x00"))
    assert item.findtext("title") == "a b c d e f"


@given(st.text(), st.text(min_size=1))
@examples(200)
def test_any_text_gives_a_feed_that_can_be_read(text: str, path: str) -> None:
    """A session with some name would leave everybody without a feed."""
    path = path.encode("utf-8", "ignore").decode() or "x"
    episode = replace(CORE, name=text, title=text, description=text, sound=path)
    show = replace(SHOW, title=text, author=text, description=text)
    channel = ET.fromstring(feed(show, [episode], FOLDER))
    [sound] = channel.findall("channel/item/enclosure")
    parts = urlsplit(sound.attrib["url"])
    assert (parts.netloc, parts.query, parts.fragment) == ("example.org", "", "")
    assert unquote_to_bytes(parts.path) == f"/workouts/{path}".encode()
