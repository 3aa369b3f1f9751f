"""The session model: frozen, and exactly what the author wrote.

The models describe the file's keys, so validation and the published JSON Schema both come from them. Whatever a
schema cannot say (an include that is missing, a level that names no step) is checked in `reading.loader`.
"""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal, Protocol, Self, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    Strict,
    StrictInt,
    StrictStr,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from repcast.bounds import MOST_FACTOR, Quantity
from repcast.session.explain import invalid, shown
from repcast.units import (
    DURATION_PATTERN,
    HOUR_MS,
    PAUSE_PATTERN,
    SECOND_MS,
    TEMPO_PATTERN,
    Milliseconds,
    format_duration,
    parse_duration,
    parse_pause,
    parse_tempo,
)

FORMAT_VERSION: Final = 1
NAME_LENGTH: Final = 100
PATH_LENGTH: Final = 1_000
LONGEST_MS: Final = 24 * HOUR_MS
MOST_TIMES: Final = 1_000  # rounds of a group, repetitions of a step
FASTEST_WPM: Final = 450
USUAL_WPM: Final = 165  # as well understood as any slower rate: docs/voices.md
UNLIMITED_MS: Final = 1_000 * HOUR_MS  # more than any text of a duration can say

Kind = Literal["hold", "work", "reps", "max", "rest", "say", "block", "include"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Purpose = Literal["lead_in", "work", "rest", "switch", "speech"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was written: a file, as the user named it, and a line counted from 1 (0: nowhere)."""

    file: str = ""
    line: int = 0


# Not blank, and no control characters, which would end up in tags and tables; a text may have several lines.
_BLANK: Final = r" \xa0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff"
_CONTROL: Final = r"\x7f-\x9f\u2028-\u202e\u2066-\u2069"  # and all that would reorder what a terminal shows
_ONE_LINE: Final = rf"^[{_BLANK}]*[^\x00-\x1f{_CONTROL}{_BLANK}][^\x00-\x1f{_CONTROL}]*$(?!\n)"
SHOWN: Final = rf"^[^\x00-\x1f{_CONTROL}]*$"
_LINES: Final = rf"^[\t\n\r{_BLANK}]*[^\x00-\x1f{_CONTROL}{_BLANK}][^\x00-\x08\x0b\x0c\x0e-\x1f{_CONTROL}]*$(?!\n)"


@dataclass(frozen=True, slots=True)
class _PatternText:
    """A text that is not blank, matches a pattern and has at most so many characters, also in the JSON Schema."""

    pattern: str
    longest: int

    @property
    def schema(self) -> JsonSchemaValue:
        return {"type": "string", "minLength": 1, "maxLength": self.longest, "pattern": self.pattern}

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(strict=True, min_length=1, max_length=self.longest)
        return core_schema.no_info_after_validator_function(self._check, text)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return self.schema

    def _check(self, text: str) -> str:
        if not re.search(self.pattern, text):
            raise invalid("this is blank, or holds a character that cannot be shown", "write plain words")
        return text


_PATH: Final = _PatternText(_ONE_LINE, PATH_LENGTH)

Name = Annotated[str, _PatternText(_ONE_LINE, NAME_LENGTH)]
Text = Annotated[str, _PatternText(_LINES, 1000)]
FilePath = Annotated[str, _PATH]


def _read_with(parse: Callable[[str], int]) -> BeforeValidator:
    def read(value: object) -> int:
        if isinstance(value, Milliseconds):
            if value:
                return int(value)
            value = str(value)  # the parser knows whether there may be none
        is_text = isinstance(value, str | int | float) and not isinstance(value, bool)
        try:
            # The parser refuses a bare number, too: it knows what was probably meant.
            return parse(str(value) if is_text else "")
        except ValueError as error:
            raise invalid(f"{shown(value)} is not a time repcast can use", str(error)) from None

    return BeforeValidator(read)


def _pattern(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


Duration = Annotated[int, _read_with(parse_duration), _pattern(DURATION_PATTERN, "1m30s")]
PauseDuration = Annotated[int, _read_with(parse_pause), _pattern(PAUSE_PATTERN, "0s")]
Tempo = Annotated[int, _read_with(parse_tempo), _pattern(TEMPO_PATTERN, "1.5s")]


def _whole(value: object) -> object:
    """Return 3 for 3.0, which JSON Schema calls an integer, too."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE: Final = BeforeValidator(_whole)
"""Takes 3.0 for 3. Stands last among annotations, else pydantic loses the bounds in the schema."""

Rounds = Annotated[int, Strict(), Field(ge=1, le=MOST_TIMES), WHOLE]
Count = Annotated[int, Strict(), Field(ge=1, le=MOST_TIMES), WHOLE]


class _Model(BaseModel):
    """A frozen part of a session that refuses unknown keys and remembers its line."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=False, validate_by_alias=True)
    _source: Source = PrivateAttr(default_factory=Source)

    @property
    def source(self) -> Source:
        """Where the author wrote it."""
        return self._source

    @model_validator(mode="wrap")
    @classmethod
    def _remember_source(cls, value: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:  # noqa: ANN401
        model = handler(value)
        position = getattr(value, "position", None)
        if position is not None and info.context:
            model._source = Source(info.context["file"], position.line)  # noqa: SLF001 - its own
        return model


class Span(_Model):
    """A time with, where the author gives one, the range that a customisation may choose from. In milliseconds."""

    default_ms: Duration = Field(alias="default", description="The time when nothing else is asked for.")
    min_ms: Duration = Field(SECOND_MS, alias="min", description="The least a customisation may choose.")
    max_ms: Duration = Field(UNLIMITED_MS, alias="max", description="The most a customisation may choose.")

    _single: ClassVar[dict[str, object]] = {"type": "string", "pattern": DURATION_PATTERN, "examples": ["45s"]}

    @model_validator(mode="before")
    @classmethod
    def _from_single(cls, value: object) -> object:
        return value if isinstance(value, dict) else {"default": value}

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if not self.min_ms <= self.default_ms <= self.max_ms:
            hint = "make min the least, max the most, and default between them"
            raise invalid("the range is not in order", hint)
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [cls._single, handler(schema)]}


class Pause(Span):
    """A `Span` that may be zero."""

    default_ms: PauseDuration = Field(alias="default", description="The time when nothing else is asked for.")
    min_ms: PauseDuration = Field(0, alias="min", description="The least a customisation may choose.")

    _single: ClassVar[dict[str, object]] = {"type": "string", "pattern": PAUSE_PATTERN, "examples": ["90s", "0s"]}


def _pause(ms: int, description: str) -> Any:  # noqa: ANN401 - pydantic's own type for a field
    pause = Pause.model_construct(default_ms=ms, min_ms=0, max_ms=UNLIMITED_MS)
    text = format_duration(ms)
    return Field(pause, description=f"{description}; default {text}.", json_schema_extra={"default": text})


_TIPS = Field((), max_length=50, description="Short hints, spoken now and then, where there is room.")


class AmountWords(Protocol):
    """Says in a language how long something takes, or how many there are of it."""

    def duration(self, ms: int) -> str:
        """Return a time in words."""

    def repetitions(self, count: int) -> str:
        """Return a number of repetitions in words."""

    def cap(self, ms: int) -> str:
        """Return in words a time in which to do as much as possible."""


class Exercise(_Model):
    """What every step that trains has: a name, and optionally sides, an instruction and tips.

    Attributes:
        kind: the key that makes a step of this kind.
        quantity: what a factor multiplies in it.
        amount_key: the key that says how long it takes, or how often it is repeated.
    """

    kind: ClassVar[Kind]
    quantity: ClassVar[Quantity]
    amount_key: ClassVar[str]
    name: Name
    sides: tuple[Name, ...] = Field((), min_length=2, max_length=10, description="One full interval for each of these.")
    switch: Pause = _pause(5 * SECOND_MS, "Time to change over between sides")
    say: Text = Field("", description="How to do it; spoken before the step starts.")
    tips: tuple[Text, ...] = _TIPS

    @property
    @abstractmethod
    def amount(self) -> "Span | int":
        """How long it takes, or how often it is repeated."""

    @property
    @abstractmethod
    def duration_ms(self) -> int:
        """The time of one side."""

    def amount_in(self, words: AmountWords) -> str:
        """Return how long it takes, or how often it is repeated, in words."""
        return words.duration(self.duration_ms)


class Timed(Exercise):
    """An exercise that takes the time the author gives."""

    amount_key: ClassVar[str] = "for"
    span: Span

    @property
    def amount(self) -> Span:
        """The time of one side, with its range."""
        return self.span

    @property
    def duration_ms(self) -> int:
        """The time of one side."""
        return self.span.default_ms


class Hold(Timed):
    """An isometric hold for a time."""

    kind: ClassVar[Kind] = "hold"
    quantity: ClassVar[Quantity] = "holds"
    name: Name = Field(alias="hold", description="What is held.")
    span: Span = Field(alias="for", description="How long to hold.")


class Work(Timed):
    """Movement for a time."""

    kind: ClassVar[Kind] = "work"
    quantity: ClassVar[Quantity] = "work"
    name: Name = Field(alias="work", description="What is done.")
    span: Span = Field(alias="for", description="How long to move.")


class Reps(Exercise):
    """Repetitions counted at a tempo."""

    kind: ClassVar[Kind] = "reps"
    quantity: ClassVar[Quantity] = "reps"
    amount_key: ClassVar[str] = "count"
    name: Name = Field(alias="reps", description="What is repeated.")
    count: Count = Field(description="How many repetitions.")
    tempo_ms: Tempo = Field(2 * SECOND_MS, alias="tempo", description="Time for each repetition; default 2s.")

    @property
    def duration_ms(self) -> int:
        """The time of one side: all repetitions."""
        return self.count * self.tempo_ms

    @property
    def amount(self) -> int:
        """How many repetitions."""
        return self.count

    def amount_in(self, words: AmountWords) -> str:
        """Return how many repetitions, in words."""
        return words.repetitions(self.count)


class Max(Timed):
    """As many, or as long, as you can inside a time cap."""

    kind: ClassVar[Kind] = "max"
    quantity: ClassVar[Quantity] = "work"
    amount_key: ClassVar[str] = "within"
    name: Name = Field(alias="max", description="What is done to the maximum.")
    span: Span = Field(alias="within", description="The time cap.")

    def amount_in(self, words: AmountWords) -> str:
        """Return the time cap in words."""
        return words.cap(self.duration_ms)


class Rest(_Model):
    """Recovery."""

    kind: ClassVar[Kind] = "rest"
    quantity: ClassVar[Quantity] = "rests"
    amount_key: ClassVar[str] = "for"  # as a setting calls it; in a file it is the kind
    name: ClassVar[str] = "Rest"
    span: Span = Field(alias="rest", description="How long to rest.")

    @property
    def amount(self) -> Span:
        """How long, with its range."""
        return self.span


class Say(_Model):
    """Something spoken that takes as long as it takes to say."""

    kind: ClassVar[Kind] = "say"
    text: Text = Field(alias="say", description="What is said.")


class Include(_Model):
    """Another session's steps, as a block."""

    kind: ClassVar[Kind] = "include"
    reference: Name = Field(alias="include", description="A path relative to this file, or a built-in session's name.")


class Group(_Model):
    """Steps that are done together, for one or more rounds."""

    name: Name
    rounds: Rounds = Field(1, description="How many passes; default 1.")
    rest_between_rounds: Pause = _pause(0, "Recovery between two rounds")
    rest_between_steps: Pause = _pause(0, "Recovery between two exercises")
    every: Pause = _pause(0, "A round begins every so often, and what its steps leave of it is rest")
    tips: tuple[Text, ...] = _TIPS
    steps: "tuple[WrittenStep, ...]" = Field(min_length=1, max_length=1000, description="What is done, in order.")

    @model_validator(mode="after")
    def _rests_in_one_way(self) -> Self:
        if self.every.default_ms and self.rest_between_rounds.default_ms:
            raise invalid("every already says when the next round begins", "take rest_between_rounds away, or every")
        return self

    def walk(self) -> "Iterator[WrittenStep]":
        """Yield every step below this one, blocks before what is in them."""
        for step in self.steps:
            yield step
            if isinstance(step, Block):
                yield from step.walk()


class Block(Group):
    """A group of steps inside a session; blocks nest."""

    kind: ClassVar[Kind] = "block"
    name: Name = Field(alias="block", description="What the block is called.")


def _kind_of(value: object) -> str | None:
    """Return the one kind that a written step has, or None for none or for several.

    `say` names a kind only where nothing else does: every exercise may have it as an instruction.
    """
    if not isinstance(value, dict):
        return None
    kinds = written_kinds(value)
    return kinds[0] if len(kinds) == 1 else None


def written_kinds(step: dict[str, object]) -> list[Kind]:
    """Return the kinds whose key stands in a written step."""
    kinds = [kind for kind in KINDS if kind in step]
    return kinds if kinds == ["say"] else [kind for kind in kinds if kind != "say"]


WrittenStep = Annotated[  # a new kind goes here and into `Kind`; all tables of kinds are made from these two
    Annotated[Hold, Tag("hold")]
    | Annotated[Work, Tag("work")]
    | Annotated[Reps, Tag("reps")]
    | Annotated[Max, Tag("max")]
    | Annotated[Rest, Tag("rest")]
    | Annotated[Say, Tag("say")]
    | Annotated[Block, Tag("block")]
    | Annotated[Include, Tag("include")],
    Discriminator(_kind_of),
]
STEPS: Final[Mapping[str, type[BaseModel]]] = {
    get_args(each)[1].tag: get_args(each)[0] for each in get_args(get_args(WrittenStep)[0])
}
"""The model of each kind of step."""
EXERCISES: Final = tuple(kind for kind, model in STEPS.items() if issubclass(model, Exercise))
"""The kinds of steps that train."""


Engine = Literal["auto", "hibari", "piper", "pyttsx3", "say"]


class Voice(_Model):
    """Who speaks, and how fast."""

    engine: Engine = Field("auto", description="The speech engine; default auto, the best one for the voice.")
    name: Name = Field("", description="A voice's name or language; `repcast voices` lists them.")
    rate_wpm: Annotated[int, Strict(), Field(ge=80, le=FASTEST_WPM), WHOLE] = Field(
        USUAL_WPM, description=f"Words a minute; default {USUAL_WPM}."
    )


Signal = Literal["go", "tick", "halfway", "done", "rest", "finish"]


NO_SOUND: Final = "none"


def _for_each_signal(value: object) -> object:
    return dict.fromkeys(get_args(Signal), NO_SOUND) if value == NO_SOUND else value


Sounds = Annotated[
    dict[Signal, FilePath],
    BeforeValidator(_for_each_signal),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": NO_SOUND},
                {
                    "type": "object",
                    "propertyNames": {"enum": list(get_args(Signal))},
                    "additionalProperties": _PATH.schema,
                },
            ]
        }
    ),
]


def _listed(value: object) -> object:
    """Return one file as a list of one, and `none` as a list of none."""
    return [] if value == NO_SOUND else [value] if isinstance(value, str) else value


class Playlist(_Model):
    """Music: files, and folders of files, in order or shuffled."""

    files: Annotated[tuple[FilePath, ...], Field(max_length=1000), BeforeValidator(_listed)] = Field(
        (), description="Files and folders, relative to this file."
    )
    shuffle: Annotated[int, Strict(), Field(ge=0, le=1_000_000), WHOLE] | None = Field(
        None, description="Any number: the seed of an order; none plays in the order given, folders by name."
    )

    @model_validator(mode="before")
    @classmethod
    def _from_files(cls, value: object) -> object:
        return value if isinstance(value, dict) else {"files": value}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        mapping = handler.resolve_ref_schema(handler(schema))
        files = mapping["properties"]["files"]
        some = [_PATH.schema, {"type": "array", "items": _PATH.schema, "maxItems": 1000}]
        mapping["properties"]["files"] = {"description": files["description"], "anyOf": some}
        return {"anyOf": [*some, mapping]}


class Music(Playlist):
    """Music under the whole session, or other music under work than under all else."""

    @property
    def is_wanted(self) -> bool:
        """Whether there is any."""
        return bool(self.files or self.work.files or self.rest.files)

    work: Playlist = Field(Playlist.model_construct(), description="Music for exercises, in place of the files above.")
    rest: Playlist = Field(Playlist.model_construct(), description="Music for all other steps.")


Counting = Literal["spoken", "ticks", "off"]
CountFrom = Annotated[Literal[3, 5, 10], WHOLE]
Decibels = Annotated[float, Strict(), Field(ge=-60, le=20)]


class Mixing(_Model):
    """How loud the file is, and its parts against each other."""

    loudness_lufs: Annotated[float, Strict(), Field(ge=-40, le=-8)] | None = Field(
        None, description="The whole file's loudness, ITU-R BS.1770; default -19, and -16 with music, which is stereo."
    )
    voice_db: Decibels = Field(0, description="The voice, against what it would be; default 0.")
    earcons_db: Decibels = Field(0, description="The signals, against what they would be; default 0.")
    music_db: Decibels = Field(0, description="The music, against what it would be; default 0.")


class Level(_Model):
    """A named customisation."""

    scale: dict[Quantity, Annotated[float, Strict(), Field(gt=0, le=MOST_FACTOR)]] = Field(
        default_factory=dict, description="Factors for holds, work, rests and reps."
    )
    set: dict[Annotated[str, Field(max_length=200)], StrictStr | Annotated[StrictInt, WHOLE]] = Field(
        default_factory=dict, max_length=200, description="Settings such as `Side plank.for: 45s` or `rounds: 2`."
    )


def _with_names(schema: dict[str, Any]) -> None:
    """Say in the schema of a mapping by `Name` what pydantic leaves open there: that no other key may stand in it."""
    [(pattern, values)] = schema.pop("patternProperties").items()
    names = {"minLength": 1, "maxLength": NAME_LENGTH, "pattern": pattern}
    schema |= {"propertyNames": names, "additionalProperties": values}


class Settings(_Model):
    """How a session sounds: what its author, or the user for all sessions, may choose."""

    voice: Voice = Field(Voice.model_construct(engine="auto", name="", rate_wpm=USUAL_WPM), description="Who speaks.")
    countdown: Counting = Field("spoken", description="How the end of a step is counted down; default spoken.")
    countdown_from: CountFrom = Field(3, description="From which second on it is; default 3.")
    keep_awake: Literal["on", "off"] = Field(
        "on", description="A noise nobody hears, so that Bluetooth earbuds do not sleep in silence; default on."
    )
    sounds: Sounds = Field(
        default_factory=dict, description="Your own signals: a file for each, or none; and none for no signals at all."
    )
    music: Music = Field(Music.model_construct(), description="Music underneath: a file, a list, a folder.")
    mix: Mixing = Field(Mixing.model_construct(), description="How loud what is.")
    pronounce: dict[Name, Name] = Field(
        default_factory=dict,
        max_length=200,
        description="How words are said, such as `chaturanga: chat-oo-ranga`.",
        json_schema_extra=_with_names,
    )


class Session(Settings, Group):
    """A whole workout, as one file."""

    name: Name = Field(alias="title", description="What the workout is called.")
    description: Text = Field("", description="What it is for, in a sentence.")
    credit: Text = Field("", description="Where the workout comes from.")
    lead_in: Pause = _pause(10 * SECOND_MS, "At least so long to get ready before the first step")
    levels: dict[Name, Level] = Field(
        default_factory=dict, max_length=50, description="Named customisations.", json_schema_extra=_with_names
    )


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a session file."""
    return published(Session, f"repcast session, version {FORMAT_VERSION}")


def published(model: type[BaseModel], title: str) -> dict[str, Any]:
    """Return a model's JSON Schema, draft 2020-12, as editors read it."""
    schema = model.model_json_schema(by_alias=True)
    del schema["title"]  # the class's name
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}
