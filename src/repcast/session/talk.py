"""How much is said: a level, and single things by themselves."""

from typing import Any, Final, Literal, Self, get_args

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from repcast.session.explain import invalid
from repcast.session.fields import Part

TalkLevel = Literal["full", "usual", "little", "none"]
HowMuch = Literal["full", "usual", "little", "none", "on", "off"]
"""Of a single thing: as much as at a level; `on` is as much as there is, `off` is none."""

_LEVELS: Final[tuple[TalkLevel, ...]] = get_args(TalkLevel)


def _row(description: str) -> Any:  # noqa: ANN401 - pydantic's own type for a field
    return Field(None, description=f"{description} On, off, or as at one of the levels.")


class Talk(Part):
    """How much is said. What is left out is as it is said around: in the block, in the session, by the user's settings.

    A level sets everything; the other keys go over it.
    """

    level: TalkLevel | None = Field(None, description="Everything: full, usual, little or none.")
    opening: HowMuch | None = _row("The title, the rounds and how long it takes, before the first step.")
    name: HowMuch | None = _row("What comes next, and which side.")
    round: HowMuch | None = _row("Which round, or which set.")
    instruction: HowMuch | None = _row("How to do it: what stands under `say`.")
    length: HowMuch | None = _row("How long rests and steps are, or how many reps.")
    halfway: HowMuch | None = _row("The half of a step.")
    time_left: HowMuch | None = _row("Minutes that are left.")
    ten_seconds: HowMuch | None = _row("Ten seconds before the end of a step.")
    tips: HowMuch | None = _row("What stands under `tips`.")
    encouragement: HowMuch | None = _row("A word late in timed work of 20 s or more.")
    count: HowMuch | None = _row("Numbers: three, two, one, and counted reps; off leaves ticks.")
    closing: HowMuch | None = _row("The last words.")

    @model_validator(mode="before")
    @classmethod
    def _from_level(cls, value: object) -> object:
        if value is None:
            raise invalid("this is empty", f"write {', '.join(_LEVELS)}, or a mapping of what is said")
        return value if isinstance(value, dict) else {"level": value}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"enum": list(_LEVELS)}, handler(schema)]}

    def __str__(self) -> str:
        """Return it as a table shows it: `usual`, or `little, halfway: on`."""
        own = (f"{key}: {value}" for key, value in self if key != "level" and value is not None)
        return ", ".join((self.level or "usual", *own))

    def over(self, around: Self) -> Self:
        """Return what holds here, given what holds around."""
        if self.level is not None:
            return self
        own = {key: value for key in type(self).model_fields if (value := getattr(self, key)) is not None}
        return around.model_copy(update=own) if own else around


USUAL: Final = Talk.model_construct()
"""As much as is usual."""
