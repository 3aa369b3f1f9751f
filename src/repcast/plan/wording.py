"""What a language must have: phrases, numbers and nouns that agree, the words of files and pictures.

A language is a module in `languages`, with one `Wording`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypedDict, cast

from repcast.plan.spoken import Spelling, written_out
from repcast.session.pace import Distance
from repcast.session.phrases import Phrases
from repcast.session.settings import Language, Signal
from repcast.units import MINUTE_MS, SECOND_MS

Category = Literal["one", "few", "many", "other"]
"""Of plurals, as CLDR has them (Unicode Technical Standard 35, part 3, clause 5)."""

_IN_SECONDS: Final = 90
"""So many are said as seconds, for so coaches say it."""
_MINUTES_UP_TO: Final = 20
"""So many are told to the minute; above that to five."""
_SECOND_MARK: Final = re.compile(r"(?<=[!?…])\.$|(?<=[^.]\.)\.$|(?<=\.{3})\.$")
"""The full stop of a phrase after a name that has a mark of its own."""


_DUTCH_ONE: Final = re.compile(r"^Één\b")
"""Dutch writes no accent on a capital."""


def sentence(text: str) -> str:
    """Return a text as a sentence: with a capital, and one mark at its end."""
    text = " ".join(text.split())
    if not text.endswith((".", "!", "?", "…")):
        text = f"{text}."
    text = _SECOND_MARK.sub("", text)
    return _DUTCH_ONE.sub("Eén", text[:1].upper() + text[1:])


@dataclass(frozen=True, kw_only=True, slots=True)
class Noun:
    """What is counted: a form for each category of plurals, without the number; and how numbers agree with it.

    Attributes:
        forms: `{"one": "minute", "other": "minutes"}`.
        number: a whole number as it stands before this noun: `eine` Minute.
    """

    forms: Mapping[Category, str]
    number: Callable[[int], str]

    def after(self, number: str, category: Category) -> str:
        """Return a number's words and this noun: `two minutes`, `un'ora`."""
        space = "" if number.endswith("'") else " "
        return f"{number}{space}{self.forms[category]}"


class Nouns(TypedDict):
    """The nouns that are counted aloud."""

    hour: Noun
    minute: Noun
    second: Noun
    rep: Noun
    round: Noun
    set: Noun


class StepNames(TypedDict):
    """What steps are called that nobody named."""

    lead_in: str
    rest: str
    pause: str
    switch: str
    say: str
    finish: str


class Shown(TypedDict):
    """What stands in tags, chapters, pictures and the titles of demonstrations; `{...}` is filled in."""

    chapter: str
    in_round: str
    in_rounds: str
    inner_round: str
    training_day: str
    from_to: str
    spoken_by: str
    bouts: str
    more: str
    signals_title: str
    voices_title: str
    voice_line: str
    work: str
    recover: str
    speech: str
    voice: str
    signal: str
    dropped: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """The words of one language.

    Attributes:
        language: its code in ISO 639-1, such as `de`.
        iso_639_2: its terminologic code in ISO 639-2, which tags take, such as `deu`.
        name: of the language, in itself: `Deutsch`.
        number: a whole number counted aloud, as in "three, two, one".
        nth: a whole number that says which round or set it is, as in "round two".
        of_number: a whole number after "of", as in "two of three".
        category: the category of plurals of a whole number.
        joiner: between minutes and seconds, with its spaces.
        half_seconds: seconds and half of one, by `{n}`, a number before seconds, or `{seconds}`, that and its noun.
        one_and_a_half: seconds, where there is a word for it.
        lowers_names: whether a name loses its capital inside a sentence.
        proper: words that keep it there, in lower case.
        lowered: words that lose it there where names keep theirs, in lower case: adjectives of sides and sets.
        sides: how a side is said that is written as one word, or that shorthand writes, in lower case: `left` is
            "left side", and in German `left leg` is "linkes Bein".
        held: words of exercises that are held, in lower case; so "as long as you can", not "as many".
        spelling: how digits, units and abbreviations are written out.
        phrases: what is said.
        step_names: of steps that nobody named.
        weekdays: from Monday on.
        shown: what is written.
        signals: what each signal means, as a sentence.
    """

    language: Language
    iso_639_2: str
    name: str
    number: Callable[[int], str]
    nth: Callable[[int], str]
    of_number: Callable[[int], str]
    category: Callable[[int], Category]
    nouns: Nouns
    joiner: str
    half_seconds: str
    one_and_a_half: str = ""
    lowers_names: bool
    proper: frozenset[str] = field(default=frozenset())
    lowered: frozenset[str] = field(default=frozenset())
    sides: Mapping[str, str]
    held: frozenset[str]
    spelling: Spelling
    phrases: Phrases
    step_names: StepNames
    weekdays: tuple[str, ...]
    shown: Shown
    signals: Mapping[Signal, str]

    def count(self, number: int, of: Noun) -> str:
        """Return a number of things, in words, in the right form: `two minutes`."""
        return of.after(of.number(number), self.category(number))

    def repetitions(self, count: int) -> str:
        """Return a number of repetitions in words: `ten reps`."""
        return self.count(count, self.nouns["rep"])

    def distance(self, distance: Distance) -> str:
        """Return a distance in words: `four hundred metres`."""
        return written_out(distance.shown, self.spelling)

    def most(self, name: str, ms: int) -> str:
        """Return in words that as much as possible is done in a time, and what to do when that is done before."""
        phrase = self.phrases["longest" if self.is_held(name) else "most"]
        return f"{sentence(phrase.format(duration=self.duration(ms)))} {self.phrases['done_early']}"

    def duration(self, ms: int) -> str:
        """Return a duration in words, to the nearest second, halves upwards: `one minute thirty-one seconds`.

        Between one second and a minute halves are said: `five and a half seconds`.
        """
        if SECOND_MS < ms < MINUTE_MS and ms % SECOND_MS == SECOND_MS // 2:
            return self._and_a_half(ms // SECOND_MS)
        seconds = (ms + SECOND_MS // 2) // SECOND_MS
        second, minute, hour = self.nouns["second"], self.nouns["minute"], self.nouns["hour"]
        if seconds == _IN_SECONDS or not seconds:
            return self.count(seconds, second)
        parts = ((seconds // 3600, hour), (seconds // 60 % 60, minute), (seconds % 60, second))
        return self.joiner.join(self.count(count, of) for count, of in parts if count)

    def _and_a_half(self, seconds: int) -> str:
        if seconds == 1 and self.one_and_a_half:
            return self.one_and_a_half
        second = self.nouns["second"]
        return self.half_seconds.format(n=second.number(seconds), seconds=self.count(seconds, second))

    def roughly(self, ms: int) -> str:
        """Return a duration in words: to ten seconds, from 90 s to the minute, above twenty minutes to five."""
        if ms < 90 * SECOND_MS:
            grain_ms = 10 * SECOND_MS
        else:
            grain_ms = MINUTE_MS if ms <= _MINUTES_UP_TO * MINUTE_MS else 5 * MINUTE_MS
        return self.duration(max(grain_ms, (ms + grain_ms // 2) // grain_ms * grain_ms))

    def worded(self, own: Mapping[str, str]) -> "Wording":
        """Return the same with some phrases as an author words them; all but `with_side` are sentences."""
        said = {phrase: text if phrase == "with_side" else sentence(text) for phrase, text in own.items()}
        return replace(self, phrases=cast("Phrases", {**self.phrases, **said}))

    def inside(self, name: str) -> str:
        """Return a name as it stands inside a sentence: `front plank`, but `TRX row` and `Bulgarian split squat`."""
        name = " ".join(name.split()) or name
        first = name.partition(" ")[0].rstrip(",.:;")
        is_plain = first[1:2].islower() and first[1:] == first[1:].lower()
        loses = self.lowers_names or first.casefold() in self.lowered
        keeps = not loses or not is_plain or first.casefold() in self.proper
        return name if keeps else name[:1].lower() + name[1:]

    def side(self, side: str) -> str:
        """Return a side as it is said."""
        side = " ".join(side.split())
        return self.sides.get(side.casefold(), side)

    def is_held(self, name: str) -> bool:
        """Tell whether an exercise of this name is held, and not repeated."""
        return not self.held.isdisjoint(word.rpartition("-")[2] for word in name.casefold().split())
