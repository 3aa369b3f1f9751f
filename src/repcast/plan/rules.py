"""The coach's rules as data: what is said at which level, what gives way first, and from which lengths on.

The modules that decide what is said read the upper half; those that place it read the lower one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, Literal

from repcast.session.talk import HowMuch, Talk, TalkLevel
from repcast.units import MINUTE_MS, SECOND_MS

CueKind = Literal[
    "name",
    "side",
    "round",
    "instruction",
    "length",
    "halfway",
    "time_left",
    "ten_seconds",
    "tip",
    "encouragement",
    "opening",
    "closing",
    "count",
    "own",
    "signal",
]
"""What a cue is for. `own` is what the author has said at its place; `signal` a sound that no words belong to."""


# How much is said


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What is said at a level; the keys are those of `session.talk.Talk`.

    Attributes:
        opening: the title, the rounds and about how long it takes; or the title alone.
        name: before a step, and once more as it starts where nothing rests between two; or before it.
        round: of each round or set, and each block's name; without the names of blocks that are done once; or of the
            last round alone.
        instruction: each time, or the first time in a session.
        length: of every step and rest; or of long rests, and of others and of steps where it is not as before.
        halfway: a tone and a word; the tone, and the word once in a session; or the tone alone.
        time_left: at each minute; or at each of the last five, at every fifth before, and of a longer step at 3, 2, 1.
        ten_seconds: in steps that have room for it; or in long ones, where nothing else tells of their end.
        count: numbers; without them there are ticks.
    """

    opening: Literal["whole", "title", "off"]
    name: Literal["twice", "once", "off"]
    round: Literal["all", "each", "last", "off"]
    instruction: Literal["each", "first", "off"]
    length: Literal["each", "new", "off"]
    halfway: Literal["word", "first word", "tone", "off"]
    time_left: Literal["each", "some", "off"]
    ten_seconds: Literal["short", "long", "off"]
    tips: bool
    encouragement: bool
    count: bool
    closing: bool


FULL: Final = Said(
    opening="whole",
    name="twice",
    round="all",
    instruction="each",
    length="each",
    halfway="word",
    time_left="each",
    ten_seconds="short",
    tips=True,
    encouragement=True,
    count=True,
    closing=True,
)
LEVELS: Final[Mapping[TalkLevel, Said]] = {
    "full": FULL,
    "usual": replace(
        FULL,
        name="once",
        round="each",
        instruction="first",
        length="new",
        halfway="first word",
        time_left="some",
        ten_seconds="long",
        encouragement=False,
    ),
    "little": replace(
        FULL,
        opening="title",
        name="once",
        round="last",
        instruction="first",
        length="off",
        halfway="tone",
        time_left="off",
        ten_seconds="off",
        tips=False,
        encouragement=False,
    ),
    "none": Said(
        opening="off",
        name="off",
        round="off",
        instruction="off",
        length="off",
        halfway="off",
        time_left="off",
        ten_seconds="off",
        tips=False,
        encouragement=False,
        count=False,
        closing=False,
    ),
}
_MEANS: Final[Mapping[HowMuch, TalkLevel]] = {
    "on": "full",
    "full": "full",
    "usual": "usual",
    "little": "little",
    "none": "none",
    "off": "none",
}


def said(talk: Talk) -> Said:
    """Return what is said where a session asks for so much."""
    own = {row.name: getattr(talk, row.name) for row in fields(Said)}
    rows = {key: getattr(LEVELS[_MEANS[how_much]], key) for key, how_much in own.items() if how_much is not None}
    return replace(LEVELS[talk.level or "usual"], **rows)


# From which lengths on, and how often

SHORTEST_COUNTED_S: Final = 3  # seconds that are counted down where there is no room for more
SHORTEST_BEFORE_COUNT_MS: Final = 5 * SECOND_MS  # of a step, before its countdown
DUE_MS: Final = 2 * SECOND_MS  # how late something of the time may be told
OWN_DUE_MS: Final = SECOND_MS  # the same of the author's own cues
DUE_TO_THE_SECOND_MS: Final = SECOND_MS  # the same of the last ten seconds
SPOKEN_MS: Final = 10 * SECOND_MS  # of the lead-in and of the end, about
SHORTEST_HALFWAY_MS: Final = 30 * SECOND_MS
SHORTEST_TEN_SECONDS_MS: Final = {"short": 25 * SECOND_MS, "long": 45 * SECOND_MS}
SHORTEST_TIME_LEFT_MS: Final = {"each": 90 * SECOND_MS, "some": 2 * MINUTE_MS}
EACH_MINUTE_UP_TO_MS: Final = 5 * MINUTE_MS  # of a step; in a longer one some minutes are told
MINUTES_APART: Final = 5  # in a longer one every fifth is told, and the last ones
LAST_MINUTES: Final = (1, 2, 3)
SETTLED_MS: Final = 15 * SECOND_MS  # of a step, before anything of its time is told
# Between halfway, minutes left and ten seconds, whichever of them waits.
TIMES_APART_MS: Final = 10 * SECOND_MS + DUE_MS

SHORTEST_TOLD_REST_MS: Final = {"each": 10 * SECOND_MS, "new": 15 * SECOND_MS}
LONG_REST_MS: Final = 45 * SECOND_MS  # whose length is told each time
NAMED_BEFORE_MS: Final = 20 * SECOND_MS  # a step starts, at the earliest; before that a rest is quiet
REMINDED_AFTER_MS: Final = 15 * SECOND_MS  # after so much quiet in a long rest a name is said once more
LONGEST_QUIET_REST_MS: Final = 2 * MINUTE_MS  # in a longer one the last minute is told

SHORTEST_NAMED_AHEAD_MS: Final = 8 * SECOND_MS  # of a step in which the next one is named; else it is as it starts
SHORTEST_NAMED_IN_ITSELF_MS: Final = 3 * SECOND_MS  # of a step that has room for its own name
MOST_WORDS_AGAIN: Final = 3  # of a name that is said once more as its step starts
SHORTEST_EXPLAINED_MS: Final = 15 * SECOND_MS  # of a step in which its own instruction may be given
LONGEST_INSTRUCTION_MS: Final = 6 * SECOND_MS  # right before a change

SHORTEST_TIP_MS: Final = 20 * SECOND_MS
TIP_AFRESH_MS: Final = 20 * MINUTE_MS  # before a tip is said again
TIP_AFRESH_IN_LONG_STEP_MS: Final = 10 * MINUTE_MS  # where the same step lasts longer
TIPS_APART_MS: Final = 200 * SECOND_MS  # in one long step
SHORTEST_HARD_MS: Final = 20 * SECOND_MS  # of a step with encouragement
NEARLY_THERE_MS: Final = 15 * SECOND_MS  # when so much of a step is left, it is nearly done
SHORTEST_CLOSING_MS: Final = 6 * SECOND_MS  # of a rest after everything, in which the last words are said
LATE_IN_STEP: Final = (0.65, 0.85)  # of a hard step, where encouragement begins

SHORTEST_LONG_SESSION_MS: Final = 20 * MINUTE_MS  # whose half, and whose last minutes, are told
MILESTONE_WAITS_MS: Final = 2 * MINUTE_MS  # at most, for an interval that has room for it
SESSION_LEFT_MS: Final = 5 * MINUTE_MS


# What gives way, and the room around cues

LOST_FIRST: Final[tuple[CueKind, ...]] = (
    "tip",
    "encouragement",
    "ten_seconds",
    "halfway",
    "time_left",
    "length",
    "round",
    "instruction",
)
"""The first is given up first. A rest's length goes before rounds, a step's after them; names and sides are never lost
while a step lasts a second, and over them ticks and counted numbers give way."""

GAP_MS: Final = 150  # at least, between two voice events, and between what is said and a signal


@dataclass(frozen=True, slots=True)
class Pauses:
    """Between one sentence and the next, before an instruction or "get ready", and before what comes next."""

    usual_ms: int
    to_take_in_ms: int
    breath_ms: int

    def before(self, kind: CueKind) -> int:
        """Return the pause before a line that is not the first."""
        return self.to_take_in_ms if kind == "instruction" else self.usual_ms


ROOMY: Final = Pauses(375, 1_200, 2_500)
CLOSE: Final = Pauses(375, 375, 375)
CRAMPED: Final = Pauses(GAP_MS, GAP_MS, GAP_MS)
SQUEEZED_MS: Final = 30  # between a signal and a name that has no other place
LEAD_MS: Final = 1_500  # before the first word of the file: earbuds wake up, and swallow what they hear first
LATE_CLEAR_MS: Final = 3 * SECOND_MS  # of a step's end, after what is said of the next; more with a longer countdown
LATE_SLACK_MS: Final = 5 * SECOND_MS  # how much earlier than that it may end
SOON_MS: Final = SECOND_MS  # after its step started: a name that has to wait longer takes the place of ticks
LATEST_NAME_MS: Final = 2 * SECOND_MS  # after its step started
TAIL_MS: Final = 500  # after the last sound of the file
HURRY: Final = 1.25  # how much faster a name may be spoken, to fit


def worth(kind: CueKind) -> int:
    """Return how long a cue is kept: what is never lost has the most."""
    return LOST_FIRST.index(kind) if kind in LOST_FIRST else len(LOST_FIRST)
