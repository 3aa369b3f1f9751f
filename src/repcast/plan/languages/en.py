"""English."""

from typing import Final

from repcast.plan.languages.en_spelling import CARDINAL, ENGLISH_SPELLING, NOUNS
from repcast.plan.languages.gym import HELD, PEOPLE
from repcast.plan.languages.numbers import one_or_other
from repcast.plan.wording import Wording

ENGLISH: Final = Wording(
    language="en",
    iso_639_2="eng",
    name="English",
    number=CARDINAL,
    nth=CARDINAL,
    of_number=CARDINAL,
    category=one_or_other,
    nouns=NOUNS,
    joiner=" ",
    lowers_names=True,
    proper=PEOPLE
    | {
        *("bulgarian", "copenhagen", "cossack", "cuban", "hindu", "i", "nordic", "romanian", "russian", "spanish"),
        *("swiss", "turkish"),
    },
    sides={"left": "left side", "right": "right side", "l": "left side", "r": "right side"},
    held=HELD,
    spelling=ENGLISH_SPELLING,
    phrases={
        "rounds": "{rounds}.",
        "sets": "{sets}.",
        "about": "About {duration}.",
        "first": "First, {name}.",
        "next": "Next, {name}.",
        "with_side": "{name}, {side}",
        "round": "Round {n} of {of}.",
        "last_round": "Last round.",
        "set": "Set {n} of {of}.",
        "last_set": "Last set.",
        "number": "{n} of {of}.",
        "most": "As many as you can, in {duration}.",
        "longest": "As long as you can, up to {duration}.",
        "done_early": "When you are done, rest.",
        "get_ready": "Get ready.",
        "rest": "Rest, {duration}.",
        "halfway": "Halfway.",
        "time_left": "{duration} left.",
        "ten_seconds": "Ten seconds left.",
        "ten_more_seconds": "Ten more seconds.",
        "last_ten_seconds": "The last ten seconds.",
        "half_of_workout": "Halfway through the workout.",
        "left_of_workout": "{duration} left in the workout.",
        "keep_going": "Keep going.",
        "nearly_there": "Nearly there.",
        "complete": "Session complete. Well done.",
    },
    step_names={"lead_in": "Get ready", "rest": "Rest", "switch": "Switch", "say": "Say", "finish": "Finish"},
    shown={
        "chapter": "{name} · {length}",
        "in_round": "Round {n} · {name}",
        "from_to": "{first} … {last}",
        "spoken_by": "{length}, spoken by {voice}",
        "bouts": "{n} x {name}, {length}",
        "more": "and {n} more",
        "signals_title": "The signals",
        "voices_title": "The voices",
        "voice_line": "This is {name}. Next, side plank, left side. Forty-five seconds. Three, two, one.",
        "work": "work",
        "speech": "speech",
        "voice": "voice",
        "signal": "signal",
        "dropped": "did not fit: {n}",
    },
    signals={
        "go": "Work starts.",
        "recover": "An easy step starts.",
        "tick": "A second, before a start or an end.",
        "halfway": "Half of a long step is done.",
        "done": "A step is done, and something is said next.",
        "rest": "A rest starts.",
        "finish": "The last exercise is done.",
    },
)
