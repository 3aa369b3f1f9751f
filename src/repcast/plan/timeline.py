"""The timeline: all that will be heard, as a value. Times are whole milliseconds from the file's first sample.

Ranges are half-open, `[start_ms, end_ms)`. A `Timeline` that breaks an invariant cannot be built.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import chain, pairwise
from typing import Annotated, ClassVar, Final, Literal

from pydantic import ConfigDict, FailFast, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import to_json

from repcast.errors import BrokenTimeline, counted
from repcast.plan.rules import CueKind
from repcast.session.fields import MOST_A_MINUTE, SHOWN, Source
from repcast.session.model import Purpose
from repcast.session.settings import Language, Signal
from repcast.session.unroll import MAX_STEPS, StepFacts
from repcast.units import SAMPLE_RATE_HZ

VERSION: Final = 2
MOST_CUES: Final = 100_000
"""Of a timeline, heard and left out: one in each second of a day."""

MOST_BYTES: Final = 24 << 20
"""Of a timeline as JSON: 10,000 steps with as many cues as there may be, and all that can be said in a day."""

_MOST_STEPS: Final = 2 * MAX_STEPS  # with those that nobody wrote
_MOST_OUTER: Final = 20  # rounds around a step: more than blocks can stand in each other
# Strings, commas and brackets: three for each of an event's nine keys, a step's fifteen, and the rounds around it.
_MOST_PARTS: Final = 3 * (10 * MOST_CUES + (16 + _MOST_OUTER) * _MOST_STEPS)
_MOST_AT_ONCE: Final = 100  # events that are heard together: a signal of 5 s for each repetition of 0.1 s makes 50
_MOST_KEYS: Final = 15  # of an object
_FORM: Final = f"a timeline of version {VERSION} at 48 kHz"
_MOST_ROWS: Final = MOST_CUES + (2 + _MOST_OUTER) * _MOST_STEPS + 4  # objects and lists
_ROWS: Final = (b"{", b"[")
_PART: Final = re.compile(
    rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[,{[]', re.DOTALL
)  # a string, whole or cut off, or a mark
Shown = Annotated[str, StringConstraints(pattern=SHOWN, max_length=5_000)]
Track = Literal["voice", "earcon"]
ClipKey = tuple[Literal["voice", "hurried", "earcon"], str]
_STRICT: Final = ConfigDict(strict=True, extra="forbid")
_FACTS: Final = tuple(each.name for each in fields(StepFacts) if each.name != "source")


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One interval of the session; together the steps tile the file."""

    index: int
    facts: StepFacts
    start_ms: int
    end_ms: int

    @property
    def length_ms(self) -> int:
        """How long it lasts."""
        return self.end_ms - self.start_ms


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One clip at its time: an utterance's `text` on the voice track, or a `sound` on the earcon track.

    Attributes:
        cue: what it is for.
        hurried: whether the text is spoken faster than usual, to fit.
        voice: who speaks it, if that is not the timeline's voice.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    track: Track
    cue: CueKind
    start_ms: int
    end_ms: int
    text: Shown | None = None
    sound: Signal | None = None
    step: int
    anchored: bool
    hurried: bool = False
    voice: Shown = ""

    @property
    def clip(self) -> ClipKey:
        """Which clip is heard."""
        return "hurried" if self.hurried else self.track, self.text or self.sound or ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Drop:
    """A cue that did not fit: why, in which step, and the line that asked for it."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    cue: CueKind
    text: Shown
    reason: Shown
    step: int
    line: int
    file: Shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """Everything that is heard in one file.

    Attributes:
        voice: who speaks, as `heart (hibari)`; empty where nobody was asked yet.
        language: that is spoken, such as `en`.

    Raises:
        BrokenTimeline: where steps do not tile the file, voice events overlap, or an event leaves the file.
    """

    title: Shown
    duration_ms: int
    steps: tuple[Step, ...]
    events: tuple[Event, ...]
    dropped: tuple[Drop, ...] = ()
    voice: Shown = ""
    language: Language = "en"

    def __post_init__(self) -> None:
        for invariant, detail in chain(self._broken_steps(), self._broken_events()):
            raise BrokenTimeline(invariant, detail)

    def _broken_steps(self) -> Iterator[tuple[str, str]]:
        edges = [0, *(step.end_ms for step in self.steps)]
        if edges != [*(step.start_ms for step in self.steps), self.duration_ms]:
            yield "steps tile the file", f"{len(self.steps)} steps, {self.duration_ms} ms"
        if not self.steps:
            yield "there are steps", self.title
        if any(step.end_ms <= step.start_ms for step in self.steps):
            yield "every step has a length", self.title
        if [step.index for step in self.steps] != [*range(len(self.steps))]:
            yield "steps are numbered", self.title

    def _broken_events(self) -> Iterator[tuple[str, str]]:
        for event in self.events:
            if (event.text is None) != (event.track == "earcon") or (event.sound is None) != (event.track == "voice"):
                yield "the voice track has texts, the other sounds", str(event)
            if not 0 <= event.step < len(self.steps):
                yield "every event belongs to a step", str(event)
            if not 0 <= event.start_ms < event.end_ms <= self.duration_ms:
                yield "every event lies inside the file", str(event)
        if any(first.start_ms > second.start_ms for first, second in pairwise(self.events)):
            yield "events are in order of time", self.title
        for first, second in pairwise(event for event in self.events if event.track == "voice"):
            if second.start_ms < first.end_ms:
                yield "no two voice events overlap", f"{first} and {second}"
        yield from self._talked_over()

    def _talked_over(self) -> Iterator[tuple[str, str]]:
        """Yield the words that lie under a signal."""
        sounding: Event | None = None  # the signal that ends last
        speaking: Event | None = None
        for event in self.events:
            other = sounding if event.track == "voice" else speaking
            if other and event.start_ms < other.end_ms:
                yield "no word lies under a signal", f"{other} and {event}"
            if event.track == "voice":
                speaking = event
            elif sounding is None or event.end_ms > sounding.end_ms:
                sounding = event

    def spoken_by(self, voice: str, others: Mapping[str, str]) -> "Timeline":
        """Return the same with those who speak.

        Args:
            voice: of all texts that `others` does not have.
            others: who else speaks some texts.
        """
        events = tuple(replace(event, voice=others.get(event.text or "", "")) for event in self.events)
        return replace(self, voice=voice, events=events)

    def to_json(self) -> str:
        """Return the timeline as a JSON document."""
        document = _Document(
            version=VERSION,
            title=self.title,
            duration_ms=self.duration_ms,
            sample_rate_hz=SAMPLE_RATE_HZ,
            steps=tuple(_StepRow.of(step) for step in self.steps),
            events=self.events,
            dropped=self.dropped,
            voice=self.voice,
            language=self.language,
        )
        return _document().dump_json(document, indent=1, exclude_defaults=True).decode()

    @classmethod
    def from_json(cls, text: bytes) -> "Timeline":
        """Return the timeline of a document that `to_json` wrote; whoever wrote this one is not trusted.

        Raises:
            BrokenTimeline: where it breaks an invariant, is beyond a bound, or is no such document.
        """
        if _is_too_large(text):
            raise BrokenTimeline("it is no larger than one that is made", f"{len(text)} bytes")
        try:
            # Written anew, for a key that stands there twice, or a million times, is one here, and each an error there.
            document = _document().validate_json(to_json(_within_bounds(json.loads(text.decode()))))
        except ValidationError as error:
            raise BrokenTimeline(_FORM, counted(error.error_count(), "error")) from None
        except (ValueError, RecursionError) as error:
            raise BrokenTimeline(_FORM, str(error)) from None
        if _most_at_once(document.events) > _MOST_AT_ONCE:
            raise BrokenTimeline(f"at most {_MOST_AT_ONCE} events are heard at once", document.title)
        return cls(
            title=document.title,
            duration_ms=document.duration_ms,
            steps=tuple(row.step() for row in document.steps),
            events=document.events,
            dropped=document.dropped,
            voice=document.voice,
            language=document.language,
        )


def _is_too_large(text: bytes) -> bool:
    """Tell whether a document has more in it than one that is made, before it is parsed and takes memory."""
    if len(text) > MOST_BYTES:
        return True
    rows = 0
    for count, found in enumerate(_PART.finditer(text)):
        rows += found[0] in _ROWS
        if count > _MOST_PARTS or rows > _MOST_ROWS:
            return True
    return False


def _within_bounds(parsed: object) -> object:
    """Return a parsed document whose objects have few keys: each that is wrong would be kept as an error.

    Raises:
        ValueError: it has more.
    """
    lists = [each for each in parsed.values() if isinstance(each, list)] if isinstance(parsed, dict) else []
    if not all(isinstance(row, dict) and len(row) <= _MOST_KEYS for row in chain([parsed], *lists)):
        message = "its objects have few keys"
        raise ValueError(message)
    return parsed


def _most_at_once(events: tuple[Event, ...]) -> int:
    ends_ms = sorted(event.end_ms for event in events)
    starts_ms = sorted(event.start_ms for event in events)
    begun = enumerate(starts_ms, start=1)
    return max((count - bisect_right(ends_ms, start_ms) for count, start_ms in begun), default=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class _StepRow:
    """A step in the JSON form, where its facts stand beside its times."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    index: int
    name: Shown
    kind: Shown
    purpose: Purpose
    side: Shown
    round: int
    rounds: int
    start_ms: int
    end_ms: int
    line: int
    file: Shown
    cadence: Annotated[int, Field(ge=0, le=MOST_A_MINUTE)] = 0
    count: Annotated[int, Field(ge=0)] = 0
    outer: Annotated[tuple[tuple[int, int], ...], Field(max_length=_MOST_OUTER)] = ()
    distance: Shown = ""

    @classmethod
    def of(cls, step: Step) -> "_StepRow":
        facts = {name: getattr(step.facts, name) for name in _FACTS}
        line, file = step.facts.source.line, step.facts.source.file
        return cls(index=step.index, start_ms=step.start_ms, end_ms=step.end_ms, line=line, file=file, **facts)

    def step(self) -> Step:
        facts = StepFacts(source=Source(self.file, self.line), **{name: getattr(self, name) for name in _FACTS})
        return Step(index=self.index, facts=facts, start_ms=self.start_ms, end_ms=self.end_ms)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Document:
    """The JSON form."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    version: Literal[2]
    title: Shown
    duration_ms: int
    sample_rate_hz: Literal[48_000]
    steps: Annotated[tuple[_StepRow, ...], FailFast(), Field(max_length=_MOST_STEPS)]
    events: Annotated[tuple[Event, ...], FailFast(), Field(max_length=MOST_CUES)]
    dropped: Annotated[tuple[Drop, ...], FailFast(), Field(max_length=MOST_CUES)]
    voice: Shown = ""
    language: Language = "en"


@cache
def _document() -> TypeAdapter[_Document]:
    """Return what checks and writes documents; made only where one is read or written, for that takes long."""
    return TypeAdapter(_Document)
