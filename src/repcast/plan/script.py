"""The script: what is said and sounded in each step, as values.

It has every text, and when each may be heard, but no lengths: `schedule` places the cues once the clips are measured.
Moments are milliseconds from the start of their step.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from repcast.plan.languages.en import ENGLISH
from repcast.plan.spoken import written_out
from repcast.plan.wording import Wording
from repcast.session.fields import Source
from repcast.session.model import Session
from repcast.session.settings import FASTEST_WPM, Signal, Voice
from repcast.session.unroll import StepFacts
from repcast.units import MINUTE_MS

_WORDINGS: Final[Mapping[str, Wording]] = {ENGLISH.language: ENGLISH}
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
    """Anchored: words at exact, equal distances.

    If one word is too long for the distance, each moment gets a tick instead. Then every fifth word is spoken
    (`every_fifth`), or none.
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
    """Floating, placed before all other floating cues: what comes next, and how to do it.

    It is spoken as early as possible; or `late`, if it is heard during other work, and ends before its countdown.
    Each sentence is an utterance of its own, so a sentence that repeats is spoken and kept once.

    Attributes:
        opening: how long the rest is, if that is worth saying; one sentence or none.
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
        """Yield the ways to say it, the best first.

        The opening is given up first, then the instruction, the headings, and last the name's length or count.
        """
        parts = ((self.name, self.short), (self.headings, ()), (self.instruction, ()), (self.opening, ()))
        for name, headings, instruction, opening in product(*parts):
            yield (*opening, *headings, str(name), *instruction)


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """Floating: something worth saying, if it can start between `opens_ms` and `latest_ms`."""

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
        duration_ms: None if the step lasts as long as its `speech`, and at least `floor_ms`.
        speech: the texts of such a step, one after another.
        countdown_s: how many seconds are counted at its end; with ticks, if the step lasts as long as its speech.
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
    """An exact text in a voice, a language and a rate: the key of a clip.

    Attributes:
        text: as it stands in captions and plans.
        words: the same for a speech engine, without digits, signs and abbreviations; empty for the text itself.
    """

    text: str
    voice: Voice
    language: str
    words: str = ""

    @property
    def spoken(self) -> str:
        """What a speech engine is given."""
        return self.words or self.text


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """All steps of a session in order, lead-in first, closing words last.

    Attributes:
        voice: of all texts that `others` does not have.
        others: the voices of some texts.
        pronounced: how some words are said, as the session's author wrote them.
    """

    title: str
    voice: Voice
    language: str
    steps: tuple[ScriptStep, ...]
    others: Mapping[str, Voice] = field(default_factory=dict)
    pronounced: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, steps: Iterable[ScriptStep], *, title: str, language: str) -> "Script":
        """Return a script that is spoken as a session is."""
        return cls(
            title=title, voice=session.voice, language=language, steps=tuple(steps), pronounced=session.pronounce
        )

    def utterances(self) -> tuple[Utterance, ...]:
        """Return every distinct thing that may have to be spoken, in order of first need."""
        return self._utterances(dict.fromkeys(text for step in self.steps for text in step.texts()), self.voice)

    def hurried(self, texts: Iterable[str]) -> tuple[Utterance, ...]:
        """Return the utterances of texts spoken `HURRY` times as fast as usual."""
        rate_wpm = min(int(self.voice.rate_wpm * HURRY), FASTEST_WPM)
        voice = self.voice.model_copy(update={"rate_wpm": rate_wpm})
        return self._utterances(texts, voice)

    def _utterances(self, texts: Iterable[str], voice: Voice) -> tuple[Utterance, ...]:
        spelling = _WORDINGS[self.language].spelling
        said = ((text, written_out(text, spelling, self.pronounced)) for text in texts)
        return tuple(
            Utterance(
                text=text,
                voice=self.others.get(text, voice),
                language=self.language,
                words="" if words == text else words,
            )
            for text, words in said
        )

    def nominal_ms(self) -> int:
        """Return the length before anything is spoken; steps that last as long as their speech are estimated."""
        return sum(
            max(step.floor_ms, sum(map(self._estimate, step.speech))) if step.duration_ms is None else step.duration_ms
            for step in self.steps
        )

    def _estimate(self, text: str) -> int:
        return len(text.split()) * MINUTE_MS // self.voice.rate_wpm
