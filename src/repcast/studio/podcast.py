"""What was rendered, as a podcast that any player of podcasts can follow."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Final

from repcast.files.embedded import Embedded
from repcast.files.feed import FEED_KIND, FEED_NAME, Episode, Show, feed
from repcast.files.tags import WRITER, summary
from repcast.studio.take import Place

FEED_LINK: Final = f'  <link rel="alternate" type="{FEED_KIND}" title="{WRITER}" href="{FEED_NAME}">\n'
"""By which players find the feed of a page (rssboard.org/rss-autodiscovery), and the page knows that it has one."""

ABOUT: Final = "Workouts that coach by ear."
_LANGUAGE: Final = "en"
_NOON: Final = time(12, tzinfo=UTC)
"""Tags know the day alone; at noon in Greenwich it is that day nearly everywhere."""

Sounds = Sequence[tuple[Place, Embedded]]


def podcast(sounds: Sounds, address: str) -> bytes:
    """Return the feed of some files of ours.

    Args:
        sounds: where each is, and what it holds.
        address: of the page whose addresses these are, with its last slash.
    """
    episodes = sorted(_episodes(sounds), key=lambda each: each.published)
    show = Show(
        title=WRITER,
        description=ABOUT,
        link=address,
        language=sounds[0][1].timeline.language if sounds else _LANGUAGE,
        author=WRITER,
        image=episodes[-1].image if episodes else "",
    )
    return feed(show, episodes, address)


def _episodes(sounds: Sounds) -> Iterator[Episode]:
    seen: Counter[str] = Counter()
    for place, embedded in sounds:
        seen[place.name] += 1
        yield Episode(
            name=f"{place.name} {seen[place.name]}" if seen[place.name] > 1 else place.name,
            title=embedded.timeline.title,
            published=_published(embedded.date),
            sound=place.file,
            size_bytes=place.size_bytes,
            duration_ms=embedded.timeline.duration_ms,
            description="\n".join(summary(embedded.session, embedded.timeline)),
            image=place.cover,
            chapters=place.chapters,
            transcript=place.captions,
        )


def _published(day: str) -> datetime:
    """Return when a file was rendered, by the day in its tags; where they say none, the beginning of 1970."""
    with suppress(ValueError):
        return datetime.combine(date.fromisoformat(day), _NOON)
    return datetime.fromtimestamp(0, UTC)
