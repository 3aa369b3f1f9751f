"""Everything repcast says by itself, aloud or in tags, as one table for each language.

`{...}` stand for what is filled in; a pair is (one, many). To translate, write another `Wording`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from repcast.session.model import Signal
from repcast.units import MINUTE_MS, SECOND_MS

_SMALL: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def english_number(number: int) -> str:
    """Return a whole number from 0 to 999,999 in words: `one hundred twenty-three`."""
    if number < len(_SMALL):
        return _SMALL[number]
    if number < 100:  # noqa: PLR2004 - the names of numbers change here
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")  # noqa: PLR2004
    front, rest = divmod(number, size)
    return f"{english_number(front)} {name}" + (f" {english_number(rest)}" if rest else "")


Plural = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """The words of one language. Every sentence ends with its own full stop."""

    language: str
    number: Callable[[int], str]
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
    bouts: str
    more: str
    demonstration: str
    signals: Mapping[Signal, str]

    def count(self, number: int, of: Plural) -> str:
        """Return a number of things, in words, in the right form."""
        return of[number != 1].format(n=self.number(number))

    def duration(self, ms: int) -> str:
        """Return a duration in words, to the nearest second, halves upwards: `one minute thirty seconds`."""
        seconds = (ms + SECOND_MS // 2) // SECOND_MS
        if seconds == 90:  # noqa: PLR2004 - as coaches say it
            return self.ninety_seconds
        parts = (
            (seconds // 3600, self.hours),
            (seconds // 60 % 60, self.minutes),
            (seconds % 60, self.seconds),
        )
        return " ".join(self.count(count, of) for count, of in parts if count) or self.count(0, self.seconds)

    def roughly(self, ms: int) -> str:
        """Return a duration in words to the nearest minute, or under 90 s to the nearest ten seconds."""
        grain = MINUTE_MS if ms >= 90 * SECOND_MS else 10 * SECOND_MS
        return self.duration(max(grain, (ms + grain // 2) // grain * grain))


ENGLISH: Final = Wording(
    language="en",
    number=english_number,
    hours=("{n} hour", "{n} hours"),
    minutes=("{n} minute", "{n} minutes"),
    seconds=("{n} second", "{n} seconds"),
    ninety_seconds="ninety seconds",
    reps=("{n} rep", "{n} reps"),
    rounds=("{n} round", "{n} rounds"),
    round="Round {n} of {of}.",
    about="About {duration}.",
    get_ready="Get ready.",
    side="{name}, {side}",
    within="Your maximum, within {duration}.",
    first="First, {what}",
    next="Next, {what}",
    rest="Rest, {duration}.",
    rest_short="Rest.",
    switch="Switch, {side}.",
    remaining="{duration} left.",
    ten_seconds="Ten seconds.",
    halfway="Halfway.",
    complete="Session complete. Well done.",
    chapter="{name} · {length}",
    in_round="Round {n} · {name}",
    from_to="{first} … {last}",
    bouts="{n} x {name}, {length}",
    more="and {n} more",
    demonstration="The signals",
    signals={
        "go": "A step starts.",
        "tick": "A second, before a start or an end.",
        "halfway": "Half of a long step is done.",
        "done": "A step is done, and something is said next.",
        "rest": "A rest starts.",
        "finish": "The last exercise is done.",
    },
)
