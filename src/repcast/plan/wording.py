"""What repcast says by itself, aloud or in tags: the phrases that a language must have, and how amounts are said.

A language is a module in `languages`, with one `Wording`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from repcast.plan.spoken import Spelling
from repcast.session.settings import Signal
from repcast.units import MINUTE_MS, SECOND_MS

Plural = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """The words of one language. Every sentence ends with its own full stop."""

    language: str
    number: Callable[[int], str]
    spelling: Spelling
    hours: Plural
    minutes: Plural
    seconds: Plural
    ninety_seconds: str
    reps: Plural
    rounds: Plural
    round: str
    about: str
    get_ready: str
    side: str
    within: str
    first: str
    next: str
    rest: str
    rest_short: str
    switch: str
    remaining: str
    ten_seconds: str
    halfway: str
    complete: str
    chapter: str
    in_round: str
    from_to: str
    spoken_by: str
    bouts: str
    more: str
    demonstration: str
    voices_demonstration: str
    voice_demonstration: str
    signals: Mapping[Signal, str]

    def count(self, number: int, of: Plural) -> str:
        """Return a number of things, in words, in the right form."""
        return of[number != 1].format(n=self.number(number))

    def repetitions(self, count: int) -> str:
        """Return a number of repetitions in words: `ten reps`."""
        return self.count(count, self.reps)

    def cap(self, ms: int) -> str:
        """Return in words a time in which to do as much as possible."""
        return self.within.format(duration=self.duration(ms))

    def duration(self, ms: int) -> str:
        """Return a duration in words, to the nearest second, halves upwards: `one minute thirty seconds`."""
        seconds = (ms + SECOND_MS // 2) // SECOND_MS
        if seconds == 90:  # noqa: PLR2004 - as coaches say it
            return self.ninety_seconds
        parts = ((seconds // 3600, self.hours), (seconds // 60 % 60, self.minutes), (seconds % 60, self.seconds))
        return " ".join(self.count(count, of) for count, of in parts if count) or self.count(0, self.seconds)

    def roughly(self, ms: int) -> str:
        """Return a duration in words to the nearest minute, or under 90 s to the nearest ten seconds."""
        grain = MINUTE_MS if ms >= 90 * SECOND_MS else 10 * SECOND_MS
        return self.duration(max(grain, (ms + grain // 2) // grain * grain))
