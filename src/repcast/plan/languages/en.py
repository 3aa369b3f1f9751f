"""English.

`{...}` stand for what is filled in; a pair is (one, many).
"""

from typing import Final

from repcast.plan.wording import Wording

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
