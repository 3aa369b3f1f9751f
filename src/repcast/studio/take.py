"""A take: what the phone's page is told of one file that repcast rendered, as it stands in `sessions.json`.

Times are whole milliseconds from the file's first sample; ranges are half-open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from repcast.picture.colours import Part, part_of
from repcast.picture.laps import rounds_around
from repcast.plan.captions import heard
from repcast.plan.timeline import Step, Timeline

VERSION: Final = 1
_COUNTING: Final = "count"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A step, as the page shows it.

    Attributes:
        name: large; of a step that only speaks, what it says.
        side: empty where it has none.
        kind: of the session's format, such as `hold`.
        rounds: which round it is, and of how many, of each block around it, the outermost first.
    """

    name: str
    side: str
    kind: str
    purpose: Part
    rounds: tuple[tuple[int, int], ...]
    start_ms: int
    end_ms: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """What is said at a time."""

    at_ms: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Take:
    """What one file holds.

    Attributes:
        exercises: the steps that "previous" and "next" go to, by their index.
        transcript: all that is said, but for counting: what is counted down to stands beside the steps.
    """

    title: str
    language: str
    voice: str
    duration_ms: int
    steps: tuple[Stretch, ...]
    exercises: tuple[int, ...]
    transcript: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a take's files are, as addresses from the page on.

    Attributes:
        key: tells it from other takes; it stands in the page's address.
        name: of the file once it is downloaded.
        chapters: as JSON, for podcast players; empty for none.
        captions: as WebVTT; empty for none.
        album: an MP3 for each step, in a ZIP file; empty for none.
    """

    key: str
    file: str
    cover: str
    name: str
    size_bytes: int
    chapters: str = ""
    captions: str = ""
    album: str = ""


def take(timeline: Timeline) -> Take:
    """Return what the page is told of a timeline."""
    return Take(
        title=timeline.title,
        language=timeline.language,
        voice=timeline.voice,
        duration_ms=timeline.duration_ms,
        steps=tuple(_stretches(timeline)),
        exercises=exercises(timeline.steps),
        transcript=tuple(
            Line(at_ms=event.start_ms, text=heard(event))
            for event in timeline.events
            if event.text and event.cue != _COUNTING
        ),
    )


def exercises(steps: Sequence[Step]) -> tuple[int, ...]:
    """Return the steps that one skips between: each side of each exercise, easy ones with a name, such as "Walk", too.

    A rest or a switch belongs to the exercise before it, so "next" in a rest begins the next exercise at once, and
    "previous" does the last one again. Where nothing is done but breathe and listen, every step is one.
    """
    work = tuple(step.index for step in steps if step.facts.purpose == "work")
    return work or tuple(step.index for step in steps)


def listing(takes: Sequence[tuple[Place, Take]]) -> dict[str, object]:
    """Return the document `sessions.json`."""
    return {"version": VERSION, "takes": [asdict(place) | asdict(each) for place, each in takes]}


def _stretches(timeline: Timeline) -> Iterator[Stretch]:
    said = {event.step: event.text for event in reversed(timeline.events) if event.text}
    for step in timeline.steps:
        facts = step.facts
        only_says = facts.kind == "say"
        name = said.get(step.index, "") if only_says else " ".join(filter(None, (facts.name, facts.distance)))
        yield Stretch(
            name=name or facts.name,
            side=facts.side,
            kind=facts.kind,
            purpose=part_of(facts),
            rounds=rounds_around(facts),
            start_ms=step.start_ms,
            end_ms=step.end_ms,
        )
