"""How a session sounds: who speaks, signals, music, levels; what its author, or a user for all sessions, may choose."""

from typing import Annotated, Any, Final, Literal, get_args

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    Strict,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from repcast.bounds import MOST_FACTOR, Quantity
from repcast.session import flow
from repcast.session.explain import invalid
from repcast.session.fields import NAME, NAME_LENGTH, PATH, WHOLE, FilePath, Name, Part
from repcast.session.pace import Pace
from repcast.session.phrases import OwnPhrases
from repcast.session.talk import USUAL, Talk
from repcast.units import MINUTE_MS

FASTEST_WPM: Final = 450
USUAL_WPM: Final = 165  # as well understood as any slower rate: docs/voices.md

Engine = Literal["auto", "hibari", "piper", "pyttsx3", "say"]


Language = Literal["en", "de", "fr", "es", "it", "pt", "nl", "pl"]


class Voice(Part):
    """Who speaks, and how fast."""

    engine: Engine = Field("auto", description="The speech engine; default auto, the best one for the voice.")
    name: Name = Field("", description="A voice's name or language; `repcast voices` lists them.")
    rate_wpm: Annotated[int, Strict(), Field(ge=80, le=FASTEST_WPM), WHOLE] = Field(
        USUAL_WPM, description=f"Words a minute; default {USUAL_WPM}."
    )

    def about_ms(self, text: str) -> int:
        """Return about how long it takes to say a text."""
        return len(text.split()) * MINUTE_MS // self.rate_wpm

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [NAME.schema, handler(schema)]}


Signal = Literal["go", "recover", "tick", "halfway", "done", "rest", "finish"]


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
                    "additionalProperties": PATH.schema,
                },
            ]
        }
    ),
]


def _listed(value: object) -> object:
    """Return one file as a list of one, and `none` as a list of none."""
    return [] if value == NO_SOUND else [value] if isinstance(value, str) else value


class Playlist(Part):
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
        some = [PATH.schema, {"type": "array", "items": PATH.schema, "maxItems": 1000}]
        mapping["properties"]["files"] = {"description": files["description"], "anyOf": some}
        return {"anyOf": [*some, mapping]}


class _Written:
    """Says in the schema of what may be left out that it cannot be empty."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        [written] = [each for each in handler(schema)["anyOf"] if each != {"type": "null"}]
        return written  # type: ignore[no-any-return]


def _not_empty(value: object) -> object:
    if value is None:
        raise invalid("this is empty", "name a file or a folder, or write none")
    return value


OwnMusic = Annotated[Playlist | None, BeforeValidator(_not_empty), _Written()]
"""Music of a step or a block, in place of what plays around it; None where nobody wrote any."""


def _a_file(value: object) -> object:
    if value is None:
        raise invalid("this is empty", "name a PNG or a JPEG, or leave the key out")
    return value


OwnImage = Annotated[FilePath | None, BeforeValidator(_a_file), _Written()]
"""A picture of a step; None where nobody named one."""


class Music(Playlist):
    """Music under the whole session, or other music under work than under all else."""

    @property
    def is_wanted(self) -> bool:
        """Whether there is any."""
        return bool(self.files or self.work.files or self.rest.files)

    work: Playlist = Field(Playlist.model_construct(), description="Music for work, in place of the files above.")
    rest: Playlist = Field(Playlist.model_construct(), description="Music for recoveries, rests and all other steps.")


Counting = Literal["spoken", "ticks", "off"]
CountFrom = Annotated[Literal[3, 5, 10], WHOLE]
Decibels = Annotated[float, Strict(), Field(ge=-60, le=20)]


class Mixing(Part):
    """How loud the file is, and its parts against each other."""

    loudness_lufs: Annotated[float, Strict(), Field(ge=-40, le=-8)] | None = Field(
        None, description="The whole file's loudness, ITU-R BS.1770; default -19, and -16 with music, which is stereo."
    )
    voice_db: Decibels = Field(0, description="The voice, against what it would be; default 0.")
    earcons_db: Decibels = Field(0, description="The signals, against what they would be; default 0.")
    music_db: Decibels = Field(0, description="The music, against what it would be; default 0.")


_SCALAR: Final = {"type": ["string", "number"]}
_PAIRS: Final = {"type": "object", "additionalProperties": _SCALAR}


def _of_setting(value: object) -> object:
    if isinstance(value, list | tuple) and all(_is_scalar(item) or _is_flat(item) for item in value):
        return tuple(value)
    if _is_scalar(value) or _is_flat(value):
        return value
    raise invalid("this must be text, a number, or a list of them", "write what a --set would take, such as 45s")


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _is_flat(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_scalar, value.values()))


SettingValue = Annotated[
    Any,
    BeforeValidator(_of_setting),
    WithJsonSchema({"anyOf": [_SCALAR, _PAIRS, {"type": "array", "items": {"anyOf": [_SCALAR, _PAIRS]}}]}),
]
"""Of a setting: what a flag would take, or the list or the mapping that it stands for."""


class Level(Part):
    """A named customisation."""

    scale: dict[Quantity, Annotated[float, Strict(), Field(gt=0, le=MOST_FACTOR)]] = Field(
        default_factory=dict, description="Factors for holds, work, rests and reps."
    )
    set: dict[Annotated[str, Field(max_length=200)], SettingValue] = Field(
        default_factory=dict, max_length=200, description="Settings such as `Side plank.for: 45s` or `rounds: 2`."
    )

    @property
    def settings(self) -> dict[str, str]:
        """The settings as texts."""
        return {key: flow.write(value) for key, value in self.set.items()}


def with_names(schema: dict[str, Any]) -> None:
    """Say in the schema of a mapping by `Name` what pydantic leaves open there: that no other key may stand in it."""
    [(pattern, values)] = schema.pop("patternProperties").items()
    names = {"minLength": 1, "maxLength": NAME_LENGTH, "pattern": pattern}
    schema |= {"propertyNames": names, "additionalProperties": values}


_NO_OTHER: Final[Any] = OwnPhrases.model_construct()  # not validated, so that its validator is not built for it


class Settings(Part):
    """How a session sounds: what its author, or the user for all sessions, may choose."""

    voice: Voice = Field(Voice.model_construct(engine="auto", name="", rate_wpm=USUAL_WPM), description="Who speaks.")
    language: Language | None = Field(None, description="What is spoken; default the voice's language, else English.")
    talk: Talk = Field(USUAL, description="How much is said; default usual.", json_schema_extra={"default": "usual"})
    pace: Pace | None = Field(None, description="How fast distances are covered, such as 4:45/km.")
    phrases: OwnPhrases = Field(_NO_OTHER, description="What repcast says by itself, in other words.")
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
        json_schema_extra=with_names,
    )
