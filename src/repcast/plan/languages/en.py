"""English.

`{...}` stand for what is filled in; a pair is (one, many).
"""

from typing import Final

from repcast.plan.languages.en_numbers import english_number
from repcast.plan.languages.en_spelling import ENGLISH_SPELLING
from repcast.plan.wording import Wording

ENGLISH: Final = Wording(
    language="en",
    number=english_number,
    spelling=ENGLISH_SPELLING,
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
    spoken_by="{length}, spoken by {voice}",
    bouts="{n} x {name}, {length}",
    more="and {n} more",
    demonstration="The signals",
    voices_demonstration="The voices",
    voice_demonstration="This is {name}. Next, side plank, left side. Forty-five seconds. Three, two, one.",
    signals={
        "go": "A step starts.",
        "tick": "A second, before a start or an end.",
        "halfway": "Half of a long step is done.",
        "done": "A step is done, and something is said next.",
        "rest": "A rest starts.",
        "finish": "The last exercise is done.",
    },
)
