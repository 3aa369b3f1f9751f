"""A podcast feed of what was rendered: a podcast app fetches each workout by itself, with its chapters and captions.

It is RSS 2.0 (rssboard.org) with Apple's podcast tags, and with those of the Podcast Namespace for chapters and
transcripts (podcastindex.org/namespace/1.0). A library of XML writes it, and puts no text together.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from urllib.parse import quote
from uuid import UUID, uuid5

from repcast.units import SECOND_MS

FEED_NAME: Final = "feed.xml"
FEED_KIND: Final = "application/rss+xml"
CHAPTERS_KIND: Final = "application/json+chapters"
CAPTIONS_KIND: Final = "text/vtt"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST: Final = "https://podcastindex.org/namespace/1.0"
for _prefix, _uri in (("atom", _ATOM), ("itunes", _ITUNES), ("podcast", _PODCAST)):
    ET.register_namespace(_prefix, _uri)
_EPISODES: Final = UUID("8e0c4a64-7f0d-5c1e-9d57-3b5f6f5c7a10")
"""Tells their identifiers from those of anyone else."""
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, clause 2.2


@dataclass(frozen=True, kw_only=True, slots=True)
class Show:
    """What a feed is of.

    Attributes:
        link: the page that one opens in a browser.
        language: such as `en`.
        image: the path of its cover, below the feed's folder; empty for none.
    """

    title: str
    description: str
    link: str
    language: str
    author: str
    image: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Episode:
    """A file that was rendered. Paths stand below the feed's folder, as a file system has them; empty for none.

    Attributes:
        name: which session it is; no other one has it on that day.
        published: when it was rendered, with its time zone.
        sound: the path of the MP3.
        size_bytes: of the MP3.
        image: the path of its cover.
        chapters: the path of what `plan.captions.podcast_chapters` writes.
        transcript: the path of its captions as WebVTT.
    """

    name: str
    title: str
    published: datetime
    sound: str
    size_bytes: int
    duration_ms: int
    description: str = ""
    image: str = ""
    chapters: str = ""
    transcript: str = ""

    @property
    def guid(self) -> str:
        """The identifier by which an app knows it again: the same for a session that is rendered again that day."""
        return str(uuid5(_EPISODES, f"{_in_xml(self.name)}\n{self.published.date().isoformat()}"))


def feed(show: Show, episodes: Iterable[Episode], folder_url: str) -> bytes:
    """Return a feed, the newest episode first.

    Args:
        show: what it is of.
        episodes: in any order.
        folder_url: where the feed and all that it names are served, such as `https://example.org/workouts/`.
    """
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    _add(channel, "title", show.title)
    _add(channel, "link", show.link)
    _add(channel, "description", show.description)
    _add(channel, "language", show.language)
    _add(channel, f"{{{_ATOM}}}link", href=_url(folder_url, FEED_NAME), rel="self", type=FEED_KIND)
    _add(channel, f"{{{_ITUNES}}}author", show.author)
    _add(channel, f"{{{_ITUNES}}}explicit", "false")
    _add(channel, f"{{{_ITUNES}}}block", "Yes")  # somebody's own workouts belong in no directory
    category = _add(channel, f"{{{_ITUNES}}}category", text="Health & Fitness")
    _add(category, f"{{{_ITUNES}}}category", text="Fitness")
    if show.image:
        _add_image(channel, _url(folder_url, show.image))
    for episode in sorted(episodes, key=lambda each: (each.published, each.name), reverse=True):
        _add_item(channel, episode, folder_url)
    ET.indent(rss)
    written: bytes = ET.tostring(rss, encoding="utf-8", xml_declaration=True)
    return written


def _add_item(channel: ET.Element, episode: Episode, folder_url: str) -> None:
    item = ET.SubElement(channel, "item")
    _add(item, "title", episode.title)
    _add(item, "description", episode.description or episode.title)
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(item, "pubDate", format_datetime(episode.published))
    sound = _url(folder_url, episode.sound)
    _add(item, "enclosure", url=sound, length=str(episode.size_bytes), type="audio/mpeg")
    _add(item, f"{{{_ITUNES}}}duration", str(round(episode.duration_ms / SECOND_MS)))
    if episode.image:
        _add_image(item, _url(folder_url, episode.image))
    if episode.chapters:
        _add(item, f"{{{_PODCAST}}}chapters", url=_url(folder_url, episode.chapters), type=CHAPTERS_KIND)
    if episode.transcript:
        _add(item, f"{{{_PODCAST}}}transcript", url=_url(folder_url, episode.transcript), type=CAPTIONS_KIND)


def _add_image(parent: ET.Element, url: str) -> None:
    _add(parent, f"{{{_ITUNES}}}image", href=url)


def _add(parent: ET.Element, tag: str, content: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, {name: _in_xml(text) for name, text in attributes.items()})
    element.text = _in_xml(content) or None
    return element


def _in_xml(text: str) -> str:
    """Return a text with a space for each character that XML cannot hold."""
    return _NOT_XML.sub(" ", text)


def _url(folder_url: str, path: str) -> str:
    return f"{folder_url.rstrip('/')}/{quote(path.encode('utf-8', 'surrogateescape'))}"
