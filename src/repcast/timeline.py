"""The timeline: all that will be heard, as a value. Times are whole milliseconds from the file's first sample.

Ranges are half-open, `[start_ms, end_ms)`. A `Timeline` that breaks an invariant cannot be built.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from repcast.errors import BrokenTimeline
from repcast.session import Purpose, Signal
from repcast.units import SAMPLE_RATE_HZ

VERSION: Final = 1
Track = Literal["voice", "earcon"]
Sound = Signal
ClipKey = tuple[Literal["voice", "hurried", "earcon"], str]


_OPTIONAL: Final = frozenset({"text", "sound", "hurried"})  # of an event


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One interval of the session; together the steps tile the file.

    Attributes:
        side: empty where the step has no sides.
        round: of the innermost block that has several; counts from 1.
        line: of `file`, where the author wrote it; counts from 1.
    """

    index: int
    name: str
    kind: str
    purpose: Purpose
    side: str
    round: int
    start_ms: int
    end_ms: int
    line: int
    file: str

    @property
    def label(self) -> str:
        """The name, with the side where there is one."""
        return f"{self.name}, {self.side}" if self.side else self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One clip at its time: an utterance's `text` on the voice track, or a `sound` on the earcon track.

    Attributes:
        hurried: whether the text is spoken faster than usual, to fit.
    """

    track: Track
    start_ms: int
    end_ms: int
    text: str | None = None
    sound: str | None = None
    step: int
    anchored: bool
    hurried: bool = False

    @property
    def clip(self) -> ClipKey:
        """Which clip is heard."""
        return "hurried" if self.hurried else self.track, self.text or self.sound or ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Drop:
    """A cue that did not fit: why, in which step, and the line that asked for it."""

    text: str
    reason: str
    step: int
    line: int
    file: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """Everything that is heard in one file.

    Raises:
        BrokenTimeline: where steps do not tile the file, voice events overlap, or an event leaves the file.
    """

    title: str
    duration_ms: int
    steps: tuple[Step, ...]
    events: tuple[Event, ...]
    dropped: tuple[Drop, ...] = ()

    def __post_init__(self) -> None:
        for invariant, detail in self._broken():
            raise BrokenTimeline(invariant, detail)

    def _broken(self) -> Iterator[tuple[str, str]]:
        edges = [0, *(step.end_ms for step in self.steps)]
        if edges != [*(step.start_ms for step in self.steps), self.duration_ms]:
            yield "steps tile the file", f"{len(self.steps)} steps, {self.duration_ms} ms"
        if any(step.end_ms <= step.start_ms for step in self.steps):
            yield "every step has a length", self.title
        for event in self.events:
            if not 0 <= event.start_ms < event.end_ms <= self.duration_ms:
                yield "every event lies inside the file", str(event)
        if any(first.start_ms > second.start_ms for first, second in pairwise(self.events)):
            yield "events are in order of time", self.title
        for first, second in pairwise(event for event in self.events if event.track == "voice"):
            if second.start_ms < first.end_ms:
                yield "no two voice events overlap", f"{first} and {second}"

    def to_json(self) -> str:
        """Return the timeline as a JSON document."""
        events = [
            {key: value for key, value in asdict(event).items() if key not in _OPTIONAL or value}
            for event in self.events
        ]
        document = {
            "version": VERSION,
            "title": self.title,
            "duration_ms": self.duration_ms,
            "sample_rate_hz": SAMPLE_RATE_HZ,
            "steps": [asdict(step) for step in self.steps],
            "events": events,
            "dropped": [asdict(drop) for drop in self.dropped],
        }
        return json.dumps(document, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Timeline":
        """Return the timeline of a document that `to_json` wrote.

        Raises:
            BrokenTimeline: where it breaks an invariant, or is of another version.
        """
        document: dict[str, Any] = json.loads(text)
        if (document["version"], document["sample_rate_hz"]) != (VERSION, SAMPLE_RATE_HZ):
            raise BrokenTimeline("this is a timeline of version 1 at 48 kHz", str(document["version"]))
        return cls(
            title=document["title"],
            duration_ms=document["duration_ms"],
            steps=tuple(Step(**step) for step in document["steps"]),
            events=tuple(Event(**event) for event in document["events"]),
            dropped=tuple(Drop(**drop) for drop in document["dropped"]),
        )
