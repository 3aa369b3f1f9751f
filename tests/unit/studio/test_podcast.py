"""`studio.podcast`: what was rendered, as strangers' readers of podcasts see it."""

from collections.abc import Callable
from typing import Any

import feedparser
import pytest

from repcast.files.embedded import Embedded
from repcast.plan.timeline import Timeline
from repcast.session.model import Session
from repcast.studio.podcast import podcast
from repcast.studio.take import Place

ADDRESS = "https://example.org/workouts/"
TEXT = """\
title: Ring
description: For the floor.
steps:
  - {hold: Side plank, for: 40s, sides: [left, right]}
"""
PLACE = Place(
    key="k",
    file="ring.0123.mp3",
    cover="ring.4567.png",
    name="ring.mp3",
    size_bytes=1000,
    chapters="ring.89ab.json",
    captions="ring.cdef.vtt",
)


@pytest.fixture(name="held")
def _held(session_of: Callable[[str], Session], plan: Callable[..., Timeline]) -> Callable[[str], Embedded]:
    """Return what makes what a file of a day holds."""
    session = session_of(TEXT)
    timeline = plan(session)
    return lambda day: Embedded(
        session=session, timeline=timeline, version="", writer="", left_out=(), sound="", date=day
    )


def read(*sounds: tuple[Place, Embedded]) -> Any:
    """Return a feed as a stranger's reader has it."""
    found = feedparser.parse(podcast(sounds, ADDRESS))
    assert not found.bozo
    return found


def test_each_file_is_an_episode_with_all_that_it_has(held: Callable[[str], Embedded]) -> None:
    """If this failed, a player would show an episode without its picture, its day or what it is for."""
    found = read((PLACE, held("2026-11-24")))
    assert (found.feed.title, found.feed.link, found.feed.language) == ("repcast", ADDRESS, "en")
    [entry] = found.entries
    assert (entry.title, entry.published) == ("Ring", "Tue, 24 Nov 2026 12:00:00 +0000")
    assert entry.summary.startswith("For the floor.\n")
    assert "Side plank" in entry.summary
    assert (entry.enclosures[0].href, entry.enclosures[0].length) == (f"{ADDRESS}ring.0123.mp3", "1000")
    assert entry.image.href == found.feed.image.href == f"{ADDRESS}ring.4567.png"
    assert entry.podcast_chapters["url"] == f"{ADDRESS}ring.89ab.json"
    assert entry.podcast_transcript["url"] == f"{ADDRESS}ring.cdef.vtt"


def test_the_newest_comes_first_and_gives_the_show_its_picture(held: Callable[[str], Embedded]) -> None:
    """If this failed, today's workout would stand below those of last week."""
    old = Place(key="o", file="old.mp3", cover="old.png", name="old.mp3", size_bytes=1)
    found = read((PLACE, held("2026-11-24")), (old, held("2026-11-17")))
    assert [entry.enclosures[0].href for entry in found.entries] == [f"{ADDRESS}ring.0123.mp3", f"{ADDRESS}old.mp3"]
    assert found.feed.image.href == f"{ADDRESS}ring.4567.png"


def test_two_files_of_one_name_and_day_are_two_episodes(held: Callable[[str], Embedded]) -> None:
    """If this failed, a player would show one of them alone."""
    found = read((PLACE, held("2026-11-24")), (PLACE, held("2026-11-24")), (PLACE, held("2026-11-25")))
    assert len({entry.id for entry in found.entries}) == 3


@pytest.mark.parametrize("day", ["", "no day", "2026-13-40", "20261124T1200"])
def test_a_file_without_a_day_is_there_all_the_same(held: Callable[[str], Embedded], day: str) -> None:
    """If this failed, one odd file would leave everybody without a feed."""
    [entry] = read((PLACE, held(day))).entries
    assert entry.published_parsed.tm_year == 1970


def test_a_feed_of_nothing_is_a_feed() -> None:
    """If this failed, a player would complain until the first session is rendered."""
    assert read().entries == []
