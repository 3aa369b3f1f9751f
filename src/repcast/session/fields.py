"""What the keys of a session take: texts, times, counts; and what every part of a session remembers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Self, TypeVar

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
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from repcast.durations import (
    DURATION_PATTERN,
    MOMENT_PATTERN,
    PAUSE_PATTERN,
    parse_duration,
    parse_moment,
    parse_pause,
)
from repcast.session.explain import invalid, shown, text_of
from repcast.units import HOUR_MS, SECOND_MS, Milliseconds, format_duration

NAME_LENGTH: Final = 100
PATH_LENGTH: Final = 1_000
MOST_TIMES: Final = 1_000  # rounds of a group, repetitions of a step
UNLIMITED_MS: Final = 1_000 * HOUR_MS  # more than any text of a duration can say


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was written: a file, as the user named it, and a line counted from 1 (0: nowhere)."""

    file: str = ""
    line: int = 0


# Not blank, and no control characters, which would end up in tags and tables; a text may have several lines.
_BLANK: Final = r" \xa0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff"
_CONTROL: Final = r"\x7f-\x9f\u2028-\u202e\u2066-\u2069"  # and all that would reorder what a terminal shows
ONE_LINE: Final = rf"^[{_BLANK}]*[^\x00-\x1f{_CONTROL}{_BLANK}][^\x00-\x1f{_CONTROL}]*$(?!\n)"
SHOWN: Final = rf"^[^\x00-\x1f{_CONTROL}]*$"
_LINES: Final = rf"^[\t\n\r{_BLANK}]*[^\x00-\x1f{_CONTROL}{_BLANK}][^\x00-\x08\x0b\x0c\x0e-\x1f{_CONTROL}]*$(?!\n)"


@dataclass(frozen=True, slots=True)
class PatternText:
    """A text that is not blank, matches a pattern and has at most so many characters, also in the JSON Schema."""

    pattern: str
    longest: int

    @property
    def schema(self) -> JsonSchemaValue:
        """What the JSON Schema says of it."""
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


NAME: Final = PatternText(ONE_LINE, NAME_LENGTH)
PATH: Final = PatternText(ONE_LINE, PATH_LENGTH)

Name = Annotated[str, NAME]
Text = Annotated[str, PatternText(_LINES, 1000)]
FilePath = Annotated[str, PATH]


def _read_with(parse: Callable[[str], int]) -> BeforeValidator:
    def read(value: object) -> int:
        if isinstance(value, Milliseconds):
            if value:
                return int(value)
            value = str(value)  # the parser knows whether there may be none
        try:
            return parse(text_of(value))  # it refuses a bare number, too, and knows what was probably meant
        except ValueError as error:
            raise invalid(f"{shown(value)} is not a time repcast can use", str(error)) from None

    return BeforeValidator(read)


def _pattern(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


Duration = Annotated[int, _read_with(parse_duration), _pattern(DURATION_PATTERN, "1m30s")]
PauseDuration = Annotated[int, _read_with(parse_pause), _pattern(PAUSE_PATTERN, "0s")]
Moment = Annotated[int | None, _read_with(parse_moment), _pattern(MOMENT_PATTERN, "-30s")]
"""Of a step: from its start, or below zero from its end. Nobody can write None, which a default may be."""


def _whole(value: object) -> object:
    """Return 3 for 3.0, which JSON Schema calls an integer, too."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE: Final = BeforeValidator(_whole)
"""Takes 3.0 for 3. Stands last among annotations, else pydantic loses the bounds in the schema."""

ONE: Final = "[one]"
EACH: Final = "[each]"
FORMS: Final = (ONE, EACH)
"""The tags of what may be one value or a list; they stand in the places of errors beside what is written there."""


def form(value: object) -> str:
    """Return the tag of a value."""
    return EACH if isinstance(value, list | tuple) else ONE


T = TypeVar("T")
EachRound = Annotated[
    Annotated[T, Tag(ONE)] | Annotated[tuple[T, ...], Field(min_length=1, max_length=MOST_TIMES), Tag(EACH)],
    Discriminator(form),
]
"""One value, or a list that has one for each round."""

Rounds = Annotated[int, Strict(), Field(ge=1, le=MOST_TIMES), WHOLE]
Count = Annotated[int, Strict(), Field(ge=1, le=MOST_TIMES), WHOLE]
MOST_A_MINUTE: Final = 300
Cadence = Annotated[int, Strict(), Field(ge=10, le=MOST_A_MINUTE), WHOLE]
"""So many a minute."""


def without_default(schema: dict[str, Any]) -> None:
    """Take a default out of a key's schema, where it means that nobody wrote the key."""
    schema.pop("default", None)


Seed = Annotated[int, Strict(), Field(ge=0, le=1_000_000_000), WHOLE]


class Part(BaseModel):
    """A frozen part of a session that refuses unknown keys and remembers its line."""

    # A validator is built when it is first used: a session's knows those of its parts, which are seldom used alone.
    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=False, validate_by_alias=True, defer_build=True
    )
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


class Span(Part):
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


def first_of(written: T | tuple[T, ...]) -> T:
    """Return a value, or the first where there is one for each round."""
    return written[0] if isinstance(written, tuple) else written


def each_of(written: T | tuple[T, ...]) -> tuple[T, ...]:
    """Return a value alone, or those of all rounds."""
    return written if isinstance(written, tuple) else (written,)


def format_amount(amount: object) -> str:
    """Return a time, a number of repetitions, or a distance, as an author writes it."""
    return format_duration(amount.default_ms) if isinstance(amount, Span) else str(amount)


class Pause(Span):
    """A `Span` that may be zero."""

    default_ms: PauseDuration = Field(alias="default", description="The time when nothing else is asked for.")
    min_ms: PauseDuration = Field(0, alias="min", description="The least a customisation may choose.")

    _single: ClassVar[dict[str, object]] = {"type": "string", "pattern": PAUSE_PATTERN, "examples": ["90s", "0s"]}


def pause_field(ms: int, description: str) -> Any:  # noqa: ANN401 - pydantic's own type for a field
    """Return a field for a pause that lasts so long unless its author says otherwise."""
    pause = Pause.model_construct(default_ms=ms, min_ms=0, max_ms=UNLIMITED_MS)
    text = format_duration(ms)
    return Field(pause, description=f"{description}; default {text}.", json_schema_extra={"default": text})
