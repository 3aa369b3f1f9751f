"""A script: what the coach says and sounds in each step, as values.

It knows every text and every rule of when it belongs, but no speech length yet: `schedule` places the cues once
the clips are measured. Moments are milliseconds from the start of their step.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from repcast.session.model import FASTEST_WPM, Signal, Source, Voice
from repcast.session.unroll import StepFacts
from repcast.units import MINUTE_MS

HURRY: Final = 1.25  # how much faster an announcement may be spoken, to fit


@dataclass(frozen=True, kw_only=True, slots=True)
class Earcon:
    """Anchored: a sound at an exact moment."""

    sound: Signal
    at_ms: int

    def texts(self) -> tuple[str, ...]:
        """Return nothing: it has no words."""
        return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """Anchored: words spoken at exact, equal distances.

    Where a word is longer than the distance allows, a tick falls on each moment; of the words, every fifth is then
    spoken (`every_fifth`), or none is.
    """

    words: tuple[str, ...]
    first_ms: int
    every_ms: int
    every_fifth: bool
    source: Source

    def texts(self) -> tuple[str, ...]:
        """Return its words."""
        return self.words


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """Floating, before all others: what comes next, and then how to do it.

    Spoken as early as can be; or `late`, where it is heard during other work: ended before that work's countdown.
    Its sentences are utterances of their own, so that those which repeat are spoken, and kept, once.

    Attributes:
        opening: how long the rest is, where that is worth saying; one sentence or none.
        headings: the blocks and rounds that begin; a sentence each.
        name: what comes next, with its length or count.
        short: the name alone.
        instruction: how to do it; one text or none.
    """

    opening: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    name: str
    short: str
    instruction: tuple[str, ...] = ()
    late: bool = False
    source: Source

    def texts(self) -> tuple[str, ...]:
        """Return every sentence that it may be spoken with."""
        return (*self.opening, *self.headings, self.name, self.short, *self.instruction)

    def variants(self) -> Iterator[tuple[str, ...]]:
        """Yield what may be said of it, the best first.

        Given up first is the opening, then the instruction, then the headings, then the name's length or count.
        """
        parts = ((self.name, self.short), (self.headings, ()), (self.instruction, ()), (self.opening, ()))
        for name, headings, instruction, opening in product(*parts):
            yield (*opening, *headings, str(name), *instruction)


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """Floating: something worth saying from `opens_ms` on, if it can start by `latest_ms`."""

    text: str
    priority: int
    opens_ms: int
    latest_ms: int
    source: Source

    def texts(self) -> tuple[str, ...]:
        """Return its text."""
        return (self.text,)


Cue = Earcon | Count | Announcement | Remark


@dataclass(frozen=True, kw_only=True, slots=True)
class ScriptStep:
    """One interval with its cues.

    Attributes:
        duration_ms: None where the step takes the length of its `speech`, and at least `floor_ms`.
        speech: the texts of such a step, one after another.
        countdown_s: how many seconds are counted at its end; of a step that takes the length of its speech, with ticks.
    """

    index: int
    facts: StepFacts
    duration_ms: int | None = None
    floor_ms: int = 0
    speech: tuple[str, ...] = ()
    countdown_s: int = 0
    cues: tuple[Cue, ...] = ()

    def texts(self) -> Iterator[str]:
        """Yield everything that may have to be spoken in it."""
        yield from self.speech
        for cue in self.cues:
            yield from cue.texts()


@dataclass(frozen=True, kw_only=True, slots=True)
class Utterance:
    """An exact text in a voice, a language and a rate: what a clip is cached under."""

    text: str
    voice: Voice
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """All steps of a session in order, lead-in first, closing words last."""

    title: str
    voice: Voice
    language: str
    steps: tuple[ScriptStep, ...]

    def utterances(self) -> tuple[Utterance, ...]:
        """Return every distinct thing that may have to be spoken, in order of first need."""
        texts = dict.fromkeys(text for step in self.steps for text in step.texts())
        return tuple(Utterance(text=text, voice=self.voice, language=self.language) for text in texts)

    def hurried(self, texts: Iterable[str]) -> tuple[Utterance, ...]:
        """Return the utterances of texts spoken `HURRY` times as fast as usual."""
        rate_wpm = min(int(self.voice.rate_wpm * HURRY), FASTEST_WPM)
        voice = self.voice.model_copy(update={"rate_wpm": rate_wpm})
        return tuple(Utterance(text=text, voice=voice, language=self.language) for text in texts)

    def nominal_ms(self) -> int:
        """Return the length before anything is spoken: steps that take the length of their speech are estimated."""
        return sum(
            max(step.floor_ms, sum(map(self._estimate, step.speech))) if step.duration_ms is None else step.duration_ms
            for step in self.steps
        )

    def _estimate(self, text: str) -> int:
        return len(text.split()) * MINUTE_MS // self.voice.rate_wpm
