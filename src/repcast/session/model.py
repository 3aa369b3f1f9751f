"""The session model: frozen, and exactly what the author wrote.

The models describe the file's keys, so validation and the published JSON Schema both come from them. Whatever a
schema cannot say (an include that is missing, a level that names no step) is checked in `reading.loader`.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Final, Literal, Protocol, Self, get_args

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PrivateAttr, Tag, model_validator
from pydantic.fields import FieldInfo

from repcast.bounds import Quantity
from repcast.session.cues import Cue, moved_along
from repcast.session.explain import invalid
from repcast.session.fields import (
    Cadence,
    Count,
    EachRound,
    Name,
    Part,
    Pause,
    Rounds,
    Seed,
    Span,
    Text,
    first_of,
    format_amount,
    pause_field,
    without_default,
)
from repcast.session.pace import Distance, Pace
from repcast.session.rounds import (
    InRounds,
    Values,
    flaw_of_lists,
    flaw_of_numbers,
    flaw_of_pick,
    is_done_in,
)
from repcast.session.settings import Level, OwnImage, OwnMusic, Settings, with_names
from repcast.session.talk import USUAL, Talk
from repcast.session.tempo import Phase, Tempo
from repcast.units import HOUR_MS, SECOND_MS

FORMAT_VERSION: Final = 1
LONGEST_MS: Final = 24 * HOUR_MS

Kind = Literal["hold", "work", "reps", "max", "recover", "rest", "pause", "say", "block", "include"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Purpose = Literal["lead_in", "work", "rest", "switch", "speech"]
Effort = Literal["work", "rest"]

_TALK = Field(USUAL, description="How much is said here; default as around.", json_schema_extra={"default": {}})
_TIPS = Field((), max_length=50, description="Short hints, spoken now and then, where there is room.")
_ENCOURAGEMENT = Field(
    (), max_length=50, description="Said late in a hard step, in turn; with talk: full or talk: {encouragement: on}."
)
_PACE = Field(None, description="How fast distances are covered, such as 4:45/km; default as around.")
_CADENCE = Field(0, description="Soft ticks under it, so many a minute.", json_schema_extra=without_default)
_CUES = Field((), max_length=50, description="What is said or sounds at moments of it.")


_MUSIC: Final[Any] = Field(
    None,
    alias="music",
    description="Music in place of what plays around it: a file, a list, a folder, or none.",
    json_schema_extra=without_default,
)


_IMAGE: Final[Any] = Field(
    None, description="A picture of it, PNG or JPEG, relative to this file.", json_schema_extra=without_default
)


class AmountWords(Protocol):
    """Says in a language how long something takes, or how many there are of it."""

    def duration(self, ms: int) -> str:
        """Return a time in words."""

    def repetitions(self, count: int) -> str:
        """Return a number of repetitions in words."""

    def distance(self, distance: Distance) -> str:
        """Return a distance in words."""

    def most(self, name: str, ms: int) -> str:
        """Return in words a time in which to do as much as possible of an exercise."""


class Step(Part):
    """Any step of a group.

    Attributes:
        kind: the key that makes a step of this kind.
        is_card: whether it is one of those that are shuffled and picked; others go with one of these.
        is_easy: whether the listener may take it easy in it.
    """

    kind: ClassVar[Kind]
    is_card: ClassVar[bool] = False
    is_easy: ClassVar[bool] = False
    in_rounds: InRounds | None = Field(
        None, description="In which rounds it is done: first, last, not last, or numbers; default all."
    )
    own_music: OwnMusic = _MUSIC

    def is_done_in(self, number: int, rounds: int) -> bool:
        """Tell whether it is done in a round, counted from 1, of so many."""
        return is_done_in(self.in_rounds, number, rounds)


Amount = Span | int | Distance
"""How much of a step there is: a time, a number of repetitions, or how far."""


class Measured(Step):
    """A step that takes a time, so many repetitions or a distance: the same in each round, or one of a list.

    Attributes:
        quantity: what a factor multiplies in it; None where none does.
        amount_key: the key that says how long it takes, how often it is repeated, or how far it goes.
        amounts_field: the field that has this.
    """

    quantity: ClassVar[Quantity | None]
    amount_key: ClassVar[str] = "for"
    amounts_field: ClassVar[str] = "spans"
    cues: tuple[Cue, ...] = _CUES
    image: OwnImage = _IMAGE
    _whole: "Self | None" = PrivateAttr(None)

    @property
    def is_list(self) -> bool:
        """Whether there is a value for each round."""
        return isinstance(getattr(self, self.amounts_field), tuple)

    @property
    def written_key(self) -> str:
        """The key that says it in a file."""
        return type(self).model_fields[self.amounts_field].alias or self.amount_key

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """How long it takes, how often it is repeated, or how far it goes: in each round, or in all of them."""
        written: Amount | tuple[Amount, ...] = getattr(self, self.amounts_field)
        return written if isinstance(written, tuple) else (written,)

    def with_amounts(self, amounts: Sequence[Amount], *, is_list: bool = False) -> Self:
        """Return the same with another value, or with one for each round."""
        return self.model_copy(update={self.amounts_field: tuple(amounts) if is_list else amounts[0]})

    @property
    @abstractmethod
    def duration_ms(self) -> int:
        """How long it takes in the round that this is of, or in the first; an exercise with sides, on one of them."""

    @property
    def durations_ms(self) -> tuple[int, ...]:
        """How long it takes: in each round, or in all of them."""
        return tuple(self.with_amounts((amount,)).duration_ms for amount in self.amounts)

    def scaled(self, amounts: Sequence[Amount]) -> Self:
        """Return the same with as many other values, and with its cues where they then are."""
        if tuple(amounts) == self.amounts:
            return self
        step = self.with_amounts(amounts, is_list=self.is_list)
        cues = moved_along(self.cues, min(self.durations_ms), min(step.durations_ms))
        return step.model_copy(update={"cues": cues})

    @property
    def whole(self) -> Self:
        """The step as it is written, where this is what it is in one round."""
        return self._whole or self

    def in_round(self, number: int) -> Self:
        """Return what it is in a round, counted from 1."""
        if not self.is_list:
            return self
        step = self.with_amounts((self.amounts[number - 1],))
        step._whole = self  # noqa: SLF001 - its own
        return step


class Exercise(Measured):
    """What every step that trains has: a name, and optionally sides, an instruction and tips."""

    is_card: ClassVar[bool] = True
    name: Name
    sides: tuple[Name, ...] = Field((), min_length=2, max_length=10, description="One full interval for each of these.")
    switch: Pause = pause_field(5 * SECOND_MS, "Time to change over between sides")
    say: Text = Field("", description="How to do it; spoken before the step starts.")
    tips: tuple[Text, ...] = _TIPS
    encouragement: tuple[Text, ...] = _ENCOURAGEMENT
    talk: Talk = _TALK

    def amount_in(self, words: AmountWords) -> str:
        """Return how long it takes, or how often it is repeated, in words."""
        return words.duration(self.duration_ms)


class Timed(Exercise):
    """An exercise that takes the time the author gives."""

    spans: EachRound[Span]
    cadence: Cadence = _CADENCE

    @property
    def span(self) -> Span:
        """The time of one side, with its range."""
        return first_of(self.spans)

    @property
    def duration_ms(self) -> int:
        """The time of one side."""
        return self.span.default_ms


class Hold(Timed):
    """An isometric hold for a time."""

    kind: ClassVar[Kind] = "hold"
    quantity: ClassVar[Quantity] = "holds"
    name: Name = Field(alias="hold", description="What is held.")
    spans: EachRound[Span] = Field(alias="for", description="How long to hold.")


class Work(Timed):
    """Movement for a time."""

    kind: ClassVar[Kind] = "work"
    quantity: ClassVar[Quantity] = "work"
    name: Name = Field(alias="work", description="What is done.")
    spans: EachRound[Span] = Field(alias="for", description="How long to move.")


class Covered(Exercise):
    """Movement over a distance, which takes a time by its pace: its own, or that of what is around it.

    Factors leave it as it is: on a track, or on a road, a bit less is no distance.
    """

    quantity: ClassVar[None] = None
    amount_key: ClassVar[str] = "distance"
    amounts_field: ClassVar[str] = "distances"
    distances: EachRound[Distance] = Field(alias="distance", description="How far; with a pace it takes a time.")
    pace: Pace | None = _PACE
    cadence: Cadence = _CADENCE

    @property
    def distance(self) -> Distance:
        """How far it goes on one side."""
        return first_of(self.distances)

    @property
    def duration_ms(self) -> int:
        """The time of one side, at its own pace, which it must have."""
        assert self.pace
        return self.pace.time_ms(self.distance)

    @property
    def durations_ms(self) -> tuple[int, ...]:
        """How long it takes, in each round, or in all of them; none where it has no pace of its own."""
        return super().durations_ms if self.pace else ()

    def at_pace(self, pace: Pace) -> Self:
        """Return the same, at a pace where it has none of its own."""
        if self.pace:
            return self
        step = self.model_copy(update={"pace": pace})
        step._whole = self.whole  # noqa: SLF001 - its own
        return step

    def amount_in(self, words: AmountWords) -> str:
        """Return how far, in words."""
        return words.distance(self.distance)


class WorkOverDistance(Covered):
    """Movement over a distance."""

    kind: ClassVar[Kind] = "work"
    name: Name = Field(alias="work", description="What is done.")


class Reps(Exercise):
    """Repetitions counted at a tempo, or in phases."""

    model_config = ConfigDict(json_schema_extra={"not": {"required": ["tempo", "phases"]}})
    kind: ClassVar[Kind] = "reps"
    quantity: ClassVar[Quantity] = "reps"
    amount_key: ClassVar[str] = "count"
    amounts_field: ClassVar[str] = "counts"
    name: Name = Field(alias="reps", description="What is repeated.")
    counts: EachRound[Count] = Field(alias="count", description="How many repetitions.")
    tempo: Tempo = Field(
        Tempo((2 * SECOND_MS,)),
        description="Time for each repetition, or seconds down, held, up and held, as 3-1-2-0; default 2s.",
        json_schema_extra={"default": "2s"},
    )
    phases: tuple[Phase, ...] = Field(
        (),
        min_length=1,
        max_length=20,
        description="In place of a tempo: the phases of each repetition, each with its time.",
    )
    count_at: Literal["start", "end"] = Field(
        "start",
        description="Where in each repetition its number is said; default start, where the signal is the first.",
    )

    @model_validator(mode="after")
    def _has_one_tempo(self) -> Self:
        if {"tempo", "phases"} <= self.model_fields_set:
            raise invalid("phases already say how long each rep takes", "take tempo away, or phases", at=("tempo",))
        return self

    @property
    def each_phase(self) -> tuple[Phase, ...]:
        """The phases of a repetition; none where it has one beat."""
        return self.phases or self.tempo.phases

    @property
    def rep_ms(self) -> int:
        """The time of one repetition."""
        return sum(phase.length_ms for phase in self.each_phase) or sum(self.tempo.parts_ms)

    @property
    def duration_ms(self) -> int:
        """The time of one side: all repetitions."""
        return self.count * self.rep_ms

    @property
    def count(self) -> int:
        """How many repetitions."""
        return first_of(self.counts)

    def amount_in(self, words: AmountWords) -> str:
        """Return how many repetitions, in words."""
        return words.repetitions(self.count)


class Max(Timed):
    """As many, or as long, as you can inside a time cap."""

    kind: ClassVar[Kind] = "max"
    quantity: ClassVar[Quantity] = "work"
    amount_key: ClassVar[str] = "within"
    name: Name = Field(alias="max", description="What is done to the maximum.")
    spans: EachRound[Span] = Field(alias="within", description="The time cap.")

    def amount_in(self, words: AmountWords) -> str:
        """Return the time cap in words."""
        return words.most(self.name, self.duration_ms)


class Recover(Timed):
    """Easy movement for a time, between or after what is hard."""

    kind: ClassVar[Kind] = "recover"
    is_card: ClassVar[bool] = False
    is_easy: ClassVar[bool] = True
    quantity: ClassVar[Quantity] = "rests"
    name: Name = Field(alias="recover", description="What is done, easily.")
    spans: EachRound[Span] = Field(alias="for", description="How long to move.")


class RecoverOverDistance(Covered):
    """Easy movement over a distance."""

    kind: ClassVar[Kind] = "recover"
    is_card: ClassVar[bool] = False
    is_easy: ClassVar[bool] = True
    name: Name = Field(alias="recover", description="What is done, easily.")


class Idle(Measured):
    """A time with nothing to do: a rest, or a pause. Attributes as those of an exercise; nobody names it."""

    kind: ClassVar[Kind]
    is_easy: ClassVar[bool] = True
    quantity: ClassVar[Quantity] = "rests"
    name: ClassVar[str]
    spans: EachRound[Span]

    @property
    def span(self) -> Span:
        """How long, with its range."""
        return first_of(self.spans)

    @property
    def duration_ms(self) -> int:
        """How long."""
        return self.span.default_ms


class Rest(Idle):
    """A time with nothing to do, in which it is told what comes next."""

    kind: ClassVar[Kind] = "rest"
    name: ClassVar[str] = "Rest"
    spans: EachRound[Span] = Field(alias="rest", description="How long to rest.")
    say: Text = Field("", description="Said in the rest; it takes no time of its own.")
    talk: Talk = _TALK


class Silence(Idle):
    """A time in which nothing is said and nothing sounds but what the author puts there."""

    kind: ClassVar[Kind] = "pause"
    name: ClassVar[str] = "Pause"
    spans: EachRound[Span] = Field(alias="pause", description="How long nothing is heard.")


class Say(Step):
    """Something spoken that takes as long as it takes to say."""

    kind: ClassVar[Kind] = "say"
    text: Text = Field(alias="say", description="What is said.")


class Include(Step):
    """Another session's steps, as a block."""

    kind: ClassVar[Kind] = "include"
    is_card: ClassVar[bool] = True
    reference: Name = Field(alias="include", description="A path relative to this file, or a built-in session's name.")


class Group(Part):
    """Steps that are done together, for one or more rounds."""

    name: Name
    rounds: Rounds = Field(1, description="How many passes; default 1.")
    rest_between_rounds: Pause = pause_field(0, "Recovery between two rounds")
    rest_between_steps: Pause = pause_field(0, "Recovery between two exercises")
    every: Pause = pause_field(0, "A round begins every so often, and what its steps leave of it is rest")
    shuffle: Literal["on", "off"] = Field(
        "off", description="Its exercises and blocks in another order each round; default off."
    )
    pick: Rounds | None = Field(
        None, description="How many of its exercises and blocks are done each round; default all."
    )
    tips: tuple[Text, ...] = _TIPS
    encouragement: tuple[Text, ...] = _ENCOURAGEMENT
    talk: Talk = _TALK
    pace: Pace | None = _PACE
    steps: "tuple[WrittenStep, ...]" = Field(min_length=1, max_length=1000, description="What is done, in order.")

    @model_validator(mode="after")
    def _rests_in_one_way(self) -> Self:
        if self.every.default_ms and self.rest_between_rounds.default_ms:
            hint = "take rest_between_rounds away, or every"
            raise invalid("every already says when the next round begins", hint, at=("every",))
        return self

    @model_validator(mode="after")
    def _with_rounds_of_lists(self) -> Self:
        lists = self.lists()
        rounds = len(lists[0].texts) if lists else self.rounds
        flaw = (
            flaw_of_lists(lists, self.rounds if "rounds" in self.model_fields_set else None)
            or flaw_of_numbers(self.name, rounds, self.in_rounds_of_steps())
            or flaw_of_pick(self.name, self.pick, sum(step.is_card for step in self.steps))
        )
        if flaw:
            raise invalid(flaw[0], flaw[1], at=flaw[2])
        return self if rounds == self.rounds else self.model_copy(update={"rounds": rounds})

    def lists(self) -> tuple[Values, ...]:
        """Return the lists of its own steps, which have a value for each round."""
        steps = enumerate(self.steps)
        measured = ((index, step) for index, step in steps if isinstance(step, Exercise | Idle) and step.is_list)
        return tuple(
            Values(
                index=index,
                setting=f"{step.name}.{step.amount_key}",
                key=step.written_key,
                texts=tuple(map(format_amount, step.amounts)),
                line=step.source.line,
            )
            for index, step in measured
        )

    def in_rounds_of_steps(self) -> tuple[InRounds | None, ...]:
        """Return in which rounds each of its own steps is done."""
        return tuple(step.in_rounds for step in self.steps)

    def gives_pace(self) -> bool:
        """Tell whether a distance in it takes the pace that it has, or might have."""
        return any(
            not step.pace and (isinstance(step, Covered) or step.gives_pace())
            for step in self.steps
            if isinstance(step, Covered | Block)
        )

    def walk(self) -> "Iterator[WrittenStep]":
        """Yield every step below this one, blocks before what is in them."""
        for step in self.steps:
            yield step
            if isinstance(step, Block):
                yield from step.walk()


class Block(Step, Group):
    """A group of steps inside a session; blocks nest."""

    kind: ClassVar[Kind] = "block"
    is_card: ClassVar[bool] = True
    name: Name = Field(alias="block", description="What the block is called.")
    sides: tuple[Name, ...] = Field(
        (), min_length=2, max_length=10, description="In each round, all its steps once for each of these."
    )
    switch: Pause = pause_field(5 * SECOND_MS, "Time to change over between sides")


_OVER_DISTANCE: Final = {"work": "work over a distance", "recover": "recover over a distance"}


def _form_of(value: object) -> str | None:
    """Return the tag of the one kind that a written step has, or None for none or for several.

    `say` names a kind only where nothing else does: exercises have it as an instruction, and rests as words.
    """
    if not isinstance(value, dict):
        return None
    kinds = written_kinds(value)
    if len(kinds) != 1:
        return None
    return _OVER_DISTANCE.get(kinds[0], kinds[0]) if "distance" in value else kinds[0]


def written_kinds(step: dict[str, object]) -> list[Kind]:
    """Return the kinds whose key stands in a written step."""
    kinds = [kind for kind in KINDS if kind in step]
    return kinds if kinds == ["say"] else [kind for kind in kinds if kind != "say"]


WrittenStep = Annotated[  # a new kind goes here and into `Kind`; all tables of kinds are made from these two
    Annotated[Hold, Tag("hold")]
    | Annotated[Work, Tag("work")]
    | Annotated[Reps, Tag("reps")]
    | Annotated[Max, Tag("max")]
    | Annotated[Recover, Tag("recover")]
    | Annotated[WorkOverDistance, Tag(_OVER_DISTANCE["work"])]
    | Annotated[RecoverOverDistance, Tag(_OVER_DISTANCE["recover"])]
    | Annotated[Rest, Tag("rest")]
    | Annotated[Silence, Tag("pause")]
    | Annotated[Say, Tag("say")]
    | Annotated[Block, Tag("block")]
    | Annotated[Include, Tag("include")],
    Discriminator(_form_of),
]
STEPS: Final[Mapping[str, type[BaseModel]]] = {
    get_args(each)[1].tag: get_args(each)[0] for each in get_args(get_args(WrittenStep)[0])
}
"""The model of each kind of step, and of those of its forms that have other keys."""
EXERCISES: Final[tuple[str, ...]] = tuple(kind for kind in KINDS if issubclass(STEPS[kind], Exercise))
"""The kinds of steps that train."""


def fields_in_order(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return a model's fields, what is its own before what every step may have."""
    of_every_step = Measured.model_fields
    return dict(sorted(model.model_fields.items(), key=lambda field: field[0] in of_every_step))


class Session(Settings, Group):
    """A whole workout, as one file."""

    name: Name = Field(alias="title", description="What the workout is called.")
    description: Text = Field("", description="What it is for, in a sentence.")
    credit: Text = Field("", description="Where the workout comes from.")
    lead_in: Pause = pause_field(10 * SECOND_MS, "At least so long to get ready before the first step")
    seed: Seed | None = Field(
        None, description="What shuffle and pick depend on; the same gives the same. Default the day of the render."
    )
    levels: dict[Name, Level] = Field(
        default_factory=dict, max_length=50, description="Named customisations.", json_schema_extra=with_names
    )

    @property
    def has_music(self) -> bool:
        """Whether there is music under any of it."""
        return self.music.is_wanted or any(step.own_music and step.own_music.files for step in self.walk())


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a session file."""
    return published(Session, f"repcast session, version {FORMAT_VERSION}")


def published(model: type[BaseModel], title: str) -> dict[str, Any]:
    """Return a model's JSON Schema, draft 2020-12, as editors read it."""
    schema = model.model_json_schema(by_alias=True)
    del schema["title"]  # the class's name
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}
