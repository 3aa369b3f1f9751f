"""The script: what is said and sounded in each step, as values.

It has every text, and when each may be heard, but no lengths: `schedule` places the cues once the clips are measured.
Moments are milliseconds from the start of their step.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from repcast.plan.languages import wording_of
from repcast.plan.rules import HURRY, CueKind
from repcast.plan.spoken import written_out
from repcast.session.fields import Source
from repcast.session.model import Session
from repcast.session.settings import FASTEST_WPM, Language, Playlist, Signal, Voice
from repcast.session.unroll import NOWHERE, StepFacts


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, or what is said in one breath, and what it is for.

    Attributes:
        tells_set: whether a name or a side also says which set it is.
    """

    text: str
    cue: CueKind
    tells_set: bool = field(default=False, compare=False)


Told = tuple[Line, ...]
"""Lines that are said one after another; each is an utterance of its own, so one that repeats is kept once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Earcon:
    """Anchored: a sound at an exact moment."""

    sound: Signal
    at_ms: int
    cue: CueKind = "signal"
    source: Source = NOWHERE

    def lines(self) -> Told:
        """Return nothing: it has no words."""
        return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """The author's own words at a moment: anchored to it where that is free; else they begin up to a second later."""

    line: Line
    at_ms: int
    source: Source

    def lines(self) -> Told:
        """Return its line."""
        return (self.line,)


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """Anchored: words at exact, equal distances; or ticks.

    If one word is too long for the distance, each moment gets a tick instead. Then every fifth word is spoken in place
    of its tick (`every_fifth`), or none.

    Attributes:
        words: one for each moment; empty where a signal counts.
        is_spoken: whether words are wanted, and not ticks.
    """

    words: tuple[str, ...]
    first_ms: int
    every_ms: int
    every_fifth: bool
    is_spoken: bool = True
    source: Source

    def lines(self) -> Told:
        """Return its words."""
        return tuple(Line(word, "count") for word in self.words if word) if self.is_spoken else ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Phased:
    """Anchored: one phase of each repetition, on its beat.

    All repetitions are told alike: in the first of the ways whose every text fits before the next beat, else by ticks.

    Attributes:
        ways: texts for each repetition, the fullest first; a text is empty where nothing is said.
        beats_ms: when the phase begins in each repetition.
        lasts_ms: how long it takes.
        is_spoken: whether words are wanted, and not ticks.
    """

    ways: tuple[tuple[str, ...], ...]
    beats_ms: tuple[int, ...]
    lasts_ms: int
    is_spoken: bool = True
    source: Source

    def lines(self) -> Told:
        """Return every text that it may be spoken with."""
        texts = (text for way in self.ways for text in way if text)
        return tuple(Line(text, "count") for text in texts) if self.is_spoken else ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """Floating, placed before all other floating cues: what comes next, and how to do it.

    It is spoken as early as possible; or `late`, if it is heard during other work, and ends before its countdown.

    Attributes:
        opening: how long the rest is; one line or none.
        own: what the author has said in this rest; one line or none.
        headings: the blocks and rounds that begin.
        names: ways to say what comes next, the longest first; each is enough by itself; none where no name is said.
        sets: which set it is, said after a name that does not tell it; one line or none.
        amount: how long it takes, or how often it is repeated; one line or none.
        instruction: how to do it; one line or none.
        opens_ms: when the name may be said at the earliest.
        late: whether it is said in other work.
        ahead: ways to say it in the step before this one; none where that has no set time.
        at_start: ways to say it as its own step starts, the longest first.
        is_on_time: whether it is best said as its step starts.
        is_before_short: whether its step is too short for its name.
        is_among_numbers: whether reps are being counted around it, so that a time could be taken for one of them.
        again: said once more as its step starts; one line or none.
        reminder: said once more right before its step, where the name was said long before; one line or none.
        can_explain: whether there is room for the instruction in its own step.
        is_counted: whether its reps are counted: how many there are may be told before the second.
        is_silent: whether nothing may be said in this step.
        source: where what comes next was written.
        here: where this step was written.
    """

    opening: Told = ()
    own: Told = ()
    headings: Told = ()
    names: Told
    sets: Told = ()
    amount: Told = ()
    instruction: Told = ()
    opens_ms: int = 0
    late: bool = False
    ahead: Told = ()
    at_start: Told = ()
    is_on_time: bool = False
    is_before_short: bool = False
    is_among_numbers: bool = False
    again: Told = ()
    reminder: Told = ()
    can_explain: bool = False
    is_counted: bool = False
    is_silent: bool = False
    source: Source
    here: Source = NOWHERE

    def lines(self) -> Told:
        """Return every line that it may be spoken with."""
        told = (*self.opening, *self.own, *self.headings, *self.names, *self.sets, *self.amount, *self.instruction)
        return (*told, *self.ahead, *self.at_start, *self.again, *self.reminder)

    def variants(self) -> Iterator[tuple[Told, Told]]:
        """Yield the ways to say it with the longest name, the best first: what is told before it, and from it on.

        A rest's length is given up first, then rounds and sets, the amount, the instruction, and last the author's own
        words.
        """
        sets = self.untold_sets(self.names[:1])
        amount = () if self.is_among_numbers else self.amount
        parts = (self.own, self.instruction, amount, self.headings or sets, self.opening)
        choices = product(*((True, False) if part else (False,) for part in parts))
        for says, explains, measures, counts, opens in choices:
            before = (*_told(self.opening, opens), *_told(self.own, says), *_told(self.headings, counts))
            after = (*_told(sets, counts), *_told(amount, measures), *_told(self.instruction, explains))
            if before or self.names or after:  # where no name is said, nothing at all is no way to say it
                yield before, (*self.names[:1], *after)

    def untold_sets(self, said: Iterable[Line]) -> Told:
        """Return which set it is, unless something that is said tells it."""
        return () if any(line.tells_set or line in self.sets for line in said) else self.sets


def _told(lines: Told, is_told: bool) -> Told:  # noqa: FBT001 - it reads as a sentence
    return lines if is_told else ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """Floating: something worth saying, if it can start between `opens_ms` and `latest_ms`."""

    line: Line
    opens_ms: int
    latest_ms: int
    source: Source

    def lines(self) -> Told:
        """Return its line."""
        return (self.line,)


Cue = Earcon | Due | Count | Phased | Announcement | Remark


@dataclass(frozen=True, kw_only=True, slots=True)
class ScriptStep:
    """One interval with its cues.

    Attributes:
        duration_ms: None if the step lasts as long as its `speech`, and at least `floor_ms`.
        speech: what is told in such a step.
        announced: what comes next: told before its end.
        reminder: what comes next once more, where its announcement is long; one line or none.
        last: told right before its end, or its countdown.
        countdown_s: how many seconds are counted at its end; with ticks, if the step lasts as long as its speech.
        music: in place of the session's; None for that.
        image: the author's picture of it; empty for none.
    """

    index: int
    facts: StepFacts
    duration_ms: int | None = None
    floor_ms: int = 0
    speech: Told = ()
    announced: Told = ()
    reminder: Told = ()
    last: Told = ()
    countdown_s: int = 0
    cues: tuple[Cue, ...] = ()
    music: Playlist | None = None
    image: str = ""

    def texts(self) -> Iterator[str]:
        """Yield everything that may have to be spoken in it."""
        for told in (self.spoken(), *(cue.lines() for cue in self.cues)):
            yield from (line.text for line in told)

    def spoken(self) -> Told:
        """Return all that may be told in a step that lasts as long as its speech."""
        return (*self.speech, *self.announced, *self.reminder, *self.last)


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
    language: Language
    steps: tuple[ScriptStep, ...]
    others: Mapping[str, Voice] = field(default_factory=dict)
    pronounced: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, steps: Iterable[ScriptStep], *, title: str, language: Language) -> "Script":
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
        spelling = wording_of(self.language).spelling
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
        """Return the length before anything is spoken."""
        return sum(map(self.step_nominal_ms, self.steps))

    def step_nominal_ms(self, step: ScriptStep) -> int:
        """Return a step's length before anything is spoken; one that lasts as long as its speech is estimated."""
        if step.duration_ms is not None:
            return step.duration_ms
        return max(step.floor_ms, sum(map(self.voice.about_ms, step.texts())))
