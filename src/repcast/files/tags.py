"""What a file's tags say: title, chapters, text to read along, and the session that it was made from."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Final

from repcast.files.embedded import embed
from repcast.files.replay_gain import ReplayGain
from repcast.plan.captions import lyrics
from repcast.plan.chapters import Chapter, chapters
from repcast.plan.languages import wording_of
from repcast.plan.timeline import Timeline
from repcast.session.model import Session
from repcast.units import format_clock

WRITER: Final = "repcast"
GENRE: Final = "Workout"
_MOST_LYRICS: Final = 65_536  # characters
_MOST_EXERCISES: Final = 12  # named in the comment


@dataclass(frozen=True, kw_only=True, slots=True)
class Tags:
    """Everything that a file's tags say.

    Attributes:
        date: of the render, as 2026-11-24.
        cover: a picture, or empty.
        cards: pictures of chapters, by the index of the step that a chapter is named after.
        embedded: what `files.embedded` reads back, by name.
        language: of the lyrics, by its code in ISO 639-2.
        track: such as 3/17 in an album, else empty.
        gain: what players are told of its loudness; None until it is known, and for silence.
    """

    title: str
    artist: str
    album: str
    date: str
    comment: str
    lyrics: str
    duration_ms: int
    chapters: tuple[Chapter, ...] = ()
    cover: bytes = b""
    cards: Mapping[int, bytes] = field(default_factory=dict)
    embedded: Mapping[str, str] = field(default_factory=dict)
    track: str = ""
    genre: str = GENRE
    language: str = "eng"
    gain: ReplayGain | None = None

    @property
    def writer(self) -> str:
        """What wrote the file."""
        return f"{WRITER} {version('repcast')}"


def tags_of(session: Session, timeline: Timeline, *, cover: bytes, cards: Mapping[int, bytes], date: str) -> Tags:
    """Return the tags of a whole session in one file."""
    return Tags(
        title=timeline.title,
        artist=" ".join(session.credit.split()) or WRITER,
        album=WRITER,
        date=date,
        comment="\n".join(summary(session, timeline)),
        lyrics=lyrics(timeline)[:_MOST_LYRICS],
        duration_ms=timeline.duration_ms,
        chapters=chapters(timeline),
        cover=cover,
        cards=cards,
        embedded=embed(session, timeline),
        language=wording_of(timeline.language).iso_639_2,
    )


def summary(session: Session, timeline: Timeline) -> Iterator[str]:
    """Yield a plan in a few lines: what it is for, how long it takes, who speaks, and its exercises."""
    shown = wording_of(timeline.language).shown
    if session.description:
        yield " ".join(session.description.split())
    clock = format_clock(timeline.duration_ms)
    yield shown["spoken_by"].format(length=clock, voice=timeline.voice) if timeline.voice else clock
    work = [step for step in timeline.steps if step.facts.purpose == "work"]
    bouts = Counter((step.facts.name, step.length_ms) for step in work)
    for (name, length_ms), count in [*bouts.items()][:_MOST_EXERCISES]:
        yield shown["bouts"].format(n=count, name=name, length=format_clock(length_ms))
    if len(bouts) > _MOST_EXERCISES:
        yield shown["more"].format(n=len(bouts) - _MOST_EXERCISES)
