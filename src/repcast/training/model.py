"""The training plan's model: frozen, and exactly what the author wrote; its JSON Schema.

A training plan says which sessions are done on which days. What needs the sessions, or a place in the file, is checked
in `loader`: sessions that do not exist, changes that do not fit them, weeks named twice or never.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    Strict,
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from repcast.bounds import MOST_FACTOR, MOST_WEEKS, Quantity
from repcast.reading.located import Location
from repcast.session.explain import invalid, shown
from repcast.session.fields import WHOLE, Duration, FilePath, Name, Text
from repcast.session.model import published
from repcast.session.settings import Level

FORMAT_VERSION: Final = 1
MOST_SESSIONS: Final = 5  # in a day
REST: Final = "rest"
UNCHANGED: Final = "unchanged"

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)  # in the order of `date.weekday`
SHORT_WEEKDAYS: Final[Mapping[str, str]] = {weekday[:3]: weekday for weekday in WEEKDAYS}

_DATE_PATTERN: Final = r"^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$(?!\n)"
_WEEKS_PATTERN: Final = r"^[1-9][0-9]{0,2}(-[1-9][0-9]{0,2})?$(?!\n)"


def parse_date(text: str) -> date:
    """Return the day that a text such as `2026-11-23` means, in the years 1000 to 2999.

    Raises:
        ValueError: with what to write instead.
    """
    if not re.search(_DATE_PATTERN, text):
        message = "write year, month and day, such as 2026-11-23"
        raise ValueError(message)
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = "the calendar has no such day; write one that it has"
        raise ValueError(message) from None


def _read_date(value: object) -> date:
    try:
        return parse_date(value if isinstance(value, str) else "")
    except ValueError as error:
        raise invalid(f"{shown(value)} is not a day repcast can use", str(error)) from None


def _checked_weeks(text: str) -> str:
    if not re.search(_WEEKS_PATTERN, text):
        raise invalid("these are not weeks", "write the first and the last, such as 1-2, or one, such as 3")
    return text


def first_and_last(weeks: str) -> tuple[int, int]:
    """Return the first and the last week, both of them included, of a text such as `1-2` or `3`."""
    first, _, last = weeks.partition("-")
    return int(first), int(last or first)


@dataclass(frozen=True, slots=True)
class _Or:
    """Adds to the JSON Schema another form that a value may have."""

    form: JsonSchemaValue

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [self.form, handler(schema)]}


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_change(value: object) -> object:
    return {} if value == UNCHANGED else value


def _as_entry(value: object) -> object:
    return {"session": value} if isinstance(value, str) else value


def _as_day(value: object) -> object:
    if value == REST:
        return []
    if value == []:
        raise invalid("this list is empty", "write a session, or rest")
    return value if isinstance(value, list) else [value]


Date = Annotated[
    date,
    BeforeValidator(_read_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": _DATE_PATTERN, "examples": ["2026-11-23"]}),
]
Factors = dict[Quantity, Annotated[float, Strict(), Field(gt=0, le=MOST_FACTOR)]]


class _Part(BaseModel):
    """A frozen part of a training plan that refuses unknown keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=False, validate_by_alias=True, defer_build=True
    )


class Change(Level):
    """A change to a session, written as in a session's own levels."""

    level: Annotated[
        tuple[Name, ...],
        Field(min_length=1, max_length=10),
        _Or(TypeAdapter(Name).json_schema()),
        BeforeValidator(_listed),
    ] = Field((), description="The name of one of the session's levels, or a list of names.")
    fit: Duration | None = Field(None, description="How long the session is to be, such as 20m.")


class Deload(Change):
    """Weeks that are easier than the others; what grows by `each_week` does not grow in them."""

    every: Annotated[int, Strict(), Field(ge=2, le=MOST_WEEKS), WHOLE] = Field(
        description="Which weeks: with 4, the fourth, the eighth, and so on."
    )


class EachWeek(_Part):
    """Growth from week to week."""

    scale: Factors = Field(
        min_length=1,
        description="Factors by which holds, work, rests or reps grow each week, on top of the week before.",
    )
    until: Factors = Field(
        default_factory=dict, description="The factors at which the growth of holds, work, rests or reps ends."
    )

    @model_validator(mode="after")
    def _ends_where_it_goes(self) -> Self:
        for quantity, end in self.until.items():
            growth = self.scale.get(quantity)
            if growth is None:
                hint = f"write scale: {{{quantity}: 1.1}} beside it, or take it away"
                raise invalid(f"{quantity} have an end here, but no growth", hint)
            if (end - 1) * (growth - 1) <= 0:
                hint = "write an end above 1 for a factor above 1, or below 1 for a factor below 1"
                raise invalid(f"the growth of {quantity} never reaches that end", hint)
        return self


def _with_weeks(schema: dict[str, Any]) -> None:
    """Add to the schema of a mapping by weeks how they are written; pydantic leaves out a key's pattern."""
    schema["propertyNames"] = {"pattern": _WEEKS_PATTERN}


class _Progressing(_Part):
    """What may grow from week to week, or change by weeks."""

    each_week: EachWeek = Field(
        default_factory=lambda: EachWeek.model_construct(scale={}, until={}),
        description="What grows each week, and until when.",
    )
    in_weeks: dict[
        Annotated[str, AfterValidator(_checked_weeks)],
        Annotated[Change, _Or({"const": UNCHANGED}), BeforeValidator(_as_change)],
    ] = Field(
        default_factory=dict,
        max_length=MOST_WEEKS,
        description="What is changed in which weeks, such as 1-2 or 3; it names every week once.",
        json_schema_extra=_with_weeks,
    )


class Entry(Change, _Progressing):
    """A session on a day, with what is changed of it."""

    session: FilePath = Field(description="The session: a path relative to this file, or a built-in session's name.")


class _OneOrSeveral:
    """Adds to the JSON Schema of a list that one item may stand alone, and that a list is not empty."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        several = handler(schema)
        return {"anyOf": [several["items"], several | {"minItems": 1}]}


Day = Annotated[
    tuple[Annotated[Entry, _Or(TypeAdapter(FilePath).json_schema()), BeforeValidator(_as_entry)], ...],
    Field(max_length=MOST_SESSIONS),
    _OneOrSeveral(),
    BeforeValidator(_as_day),
]


def _on(weekday: str) -> Any:  # noqa: ANN401 - pydantic's own type for a field
    about = f"What is done on a {weekday}: a session, a list of sessions, or rest; default rest."
    return Field((), description=about, json_schema_extra={"default": REST})


class Days(_Part):
    """The days of a week; `mon` is short for `monday`."""

    monday: Day = _on("Monday")
    tuesday: Day = _on("Tuesday")
    wednesday: Day = _on("Wednesday")
    thursday: Day = _on("Thursday")
    friday: Day = _on("Friday")
    saturday: Day = _on("Saturday")
    sunday: Day = _on("Sunday")

    @model_validator(mode="before")
    @classmethod
    def _with_long_names(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        long = {key: SHORT_WEEKDAYS.get(key, key) for key in value}
        return {key if long[key] in value else long[key]: item for key, item in value.items()}


class TrainingPlan(_Progressing):
    """Which sessions are done on which days, for some weeks; a week is seven days from the start on."""

    title: Name = Field(description="What the training plan is called.")
    description: Text = Field("", description="What it is for, in a sentence.")
    credit: Text = Field("", description="Where the training plan comes from.")
    start: Date | None = Field(None, description="The first day, such as 2026-11-23; without it, --start says when.")
    weeks: Annotated[int, Strict(), Field(ge=1, le=MOST_WEEKS), WHOLE] = Field(description="How many weeks it lasts.")
    days: Days = Field(default_factory=Days, description="What is done on which day of the week.")
    cycle: tuple[Day, ...] = Field(
        (),
        min_length=1,
        max_length=56,
        description="In place of days: what is done on the first day, on the second, and so on, again and again.",
    )
    deload: Deload = Field(
        default_factory=lambda: Deload.model_construct(every=0), description="Which weeks are easier, and by what."
    )

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if {"days", "cycle"} <= self.model_fields_set:
            raise invalid("days and cycle cannot both be given", "keep one of them")
        if not any(entries for _, entries in self.written_days()):
            raise invalid("no day has a session", "write days: or cycle:, such as days: {monday: core}")
        return self

    def written_days(self) -> tuple[tuple[Location, tuple[Entry, ...]], ...]:
        """Return the days that repeat, in order, with where each stands in the file."""
        if self.cycle:
            return tuple((("cycle", index), entries) for index, entries in enumerate(self.cycle))
        return tuple((("days", weekday), getattr(self.days, weekday)) for weekday in WEEKDAYS)


def keys_at(location: Location) -> list[str]:
    """Return the keys that may stand in the mapping at a location of a training plan."""
    model: type[BaseModel]
    match location:
        case ():
            model = TrainingPlan
        case ("days",):
            model = Days
        case ("deload",):
            model = Deload
        case (*_, "each_week"):
            model = EachWeek
        case (*_, "in_weeks", _):
            model = Change
        case _:
            model = Entry
    return list(model.model_fields)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a training plan."""
    schema = published(TrainingPlan, f"repcast training plan, version {FORMAT_VERSION}")
    days = schema["$defs"]["Days"]
    days["properties"] |= {
        short: {"$ref": f"#/$defs/Days/properties/{long}", "description": f"Short for {long}."}
        for short, long in SHORT_WEEKDAYS.items()
    }
    days["allOf"] = [{"not": {"required": [short, long]}} for short, long in SHORT_WEEKDAYS.items()]
    return schema
