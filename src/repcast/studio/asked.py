"""What the page asks: which session, with which flags, and what is pressed now. Whatever it sends is checked here."""

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from repcast.bounds import MOST_FACTOR, Quantity
from repcast.durations import parse_duration
from repcast.errors import BadFlag
from repcast.session import adjust
from repcast.session.adjust import Press
from repcast.session.customise import Customisation
from repcast.session.flag_text import assignment, factor
from repcast.session.talk import TalkLevel

_MOST_AT_ONCE: Final = 200
"""Of flags of a kind, and of presses that wait for an answer."""

Short = Annotated[str, StringConstraints(max_length=1_000)]
Long = Annotated[str, StringConstraints(max_length=1_000_000)]
Shorts = Annotated[tuple[Short, ...], Field(max_length=_MOST_AT_ONCE)]


class _Request(BaseModel):
    """What a page sends, and nothing besides."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Flags(_Request):
    """The flags of the command line, as their users write them."""

    level: Shorts = ()
    scale: Shorts = ()
    set: Shorts = ()
    beyond_range: bool = Field(default=False, alias="beyond-range")
    fit: Short = ""

    def customisation(self) -> Customisation:
        """Return what they change.

        Raises:
            BadFlag: one of them means nothing.
        """
        return Customisation(
            levels=self.level,
            scale=dict(_read("scale", factor, text) for text in self.scale),
            settings=dict(_read("set", assignment, text) for text in self.set),
            beyond_range=self.beyond_range,
            fit_ms=_length_ms(self.fit),
        )


def _read(flag: str, read: Callable[[str], Any], text: str) -> Any:  # noqa: ANN401 - whatever is read
    try:
        return read(text)
    except ValueError as error:
        raise BadFlag(flag, str(error)) from None


def _length_ms(text: str) -> int | None:
    """Return the length that a text asks for; None for an empty one."""
    return _read("fit", parse_duration, text) if text.strip() else None


class ToValue(_Request):
    """Give a row a value, in its unit."""

    do: Literal["value"]
    setting: Short
    value: int

    def press(self) -> Press:
        """Return the press that does it."""
        return _on(self.setting, adjust.to_value(self.value))


class Change(_Request):
    """Press a row's value up or down."""

    do: Literal["change"]
    setting: Short
    by: Annotated[int, Field(ge=-1_000, le=1_000)]

    def press(self) -> Press:
        """Return the press that does it."""
        return _on(self.setting, adjust.change(self.by))


class Reset(_Request):
    """Give a row back what was written."""

    do: Literal["reset"]
    setting: Short

    def press(self) -> Press:
        """Return the press that does it."""
        return _on(self.setting, adjust.reset)


class AtLevel(_Request):
    """Apply a level; an empty name is none."""

    do: Literal["level"]
    name: Short

    def press(self) -> Press:
        """Return the press that does it."""
        return adjust.at_level(self.name)


class AtTalk(_Request):
    """Say so much."""

    do: Literal["talk"]
    level: TalkLevel

    def press(self) -> Press:
        """Return the press that does it."""
        return adjust.at_talk(self.level)


class Scale(_Request):
    """Multiply a quantity."""

    do: Literal["scale"]
    quantity: Quantity
    factor: Annotated[float, Field(gt=0, le=MOST_FACTOR)]

    def press(self) -> Press:
        """Return the press that does it."""
        return adjust.scaled(self.quantity, self.factor)


class Set(_Request):
    """Set one of the session's own values; an empty text takes it back."""

    do: Literal["set"]
    key: Short
    text: Short

    def press(self) -> Press:
        """Return the press that does it."""
        return adjust.setting(self.key, self.text.strip())


class Fit(_Request):
    """Make the whole so long; an empty text lets it take its time."""

    do: Literal["fit"]
    length: Short

    def press(self) -> Press:
        """Return the press that does it.

        Raises:
            BadFlag: it is no length.
        """
        return adjust.fit_to(_length_ms(self.length))


class BeyondRange(_Request):
    """Lift the author's ranges, or let them hold again."""

    do: Literal["beyond-range"]

    def press(self) -> Press:
        """Return the press that does it."""
        return adjust.toggle_beyond_range


AnyPress = Annotated[
    ToValue | Change | Reset | AtLevel | AtTalk | Scale | Set | Fit | BeyondRange, Field(discriminator="do")
]


def _on(setting: str, press: Press) -> Press:
    return lambda now: press(adjust.select(setting)(now))


class Asked(_Request):
    """One session, and all that is changed of it.

    Attributes:
        session: its name among the choices.
        text: what is written in place of its file; None where that holds.
        flags: what was changed before.
        presses: what is changed now, in order.
        selected: the setting that is likely to be changed next; empty for none.
    """

    session: Short
    text: Long | None = None
    flags: Flags = Flags()
    presses: Annotated[tuple[AnyPress, ...], Field(max_length=_MOST_AT_ONCE)] = ()
    selected: Short = ""


class AskedToRender(Asked):
    """The same, to be rendered.

    Attributes:
        listens: whether it is only listened to, and no file of the user's is written.
        album: whether an MP3 is written for each step.
        replaces: whether somebody else's file may be replaced.
    """

    listens: bool = False
    album: bool = False
    replaces: bool = False


class AskedToSave(Asked):
    """The same, to be saved as a session's file of its own.

    Attributes:
        name: of the file, in the folder where the studio was started.
        replaces: whether a file of that name may be replaced.
    """

    name: Short
    replaces: bool = False


class Text(_Request):
    """A session's text."""

    text: Long


class AskedToMove(Text):
    """A step's lines of a text, to be moved, duplicated or deleted.

    Attributes:
        line: on which the step begins; counts from 1.
        by: how many steps further down.
    """

    line: int
    do: Literal["move", "duplicate", "delete"]
    by: int = 1


class Dropped(_Request):
    """The beginning of a file that was dropped on the page, in base64."""

    name: Short
    head: Long


class AskedForPhone(_Request):
    """Whether the phone's page is served."""

    on: bool
