"""What repcast says by itself: its phrases, and what is filled into each. A session may put its own in their place."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypedDict, get_args, get_origin, get_type_hints

from pydantic import Field, create_model

from repcast.session.explain import invalid
from repcast.session.fields import NAME_LENGTH, ONE_LINE, Part, PatternText


class Phrases(TypedDict):
    """Every phrase, a whole sentence each but for `with_side`; beside its type stands what is filled in.

    A language has all of them. They are in the order in which they are heard.
    """

    rounds: Annotated[str, "rounds"]
    sets: Annotated[str, "sets"]
    about: Annotated[str, "duration"]
    first: Annotated[str, "name"]
    next: Annotated[str, "name"]
    with_side: Annotated[str, "name", "side"]
    round: Annotated[str, "n", "of"]
    last_round: str
    set: Annotated[str, "n", "of"]
    last_set: str
    number: Annotated[str, "n", "of"]
    most: Annotated[str, "duration"]
    longest: Annotated[str, "duration"]
    done_early: str
    get_ready: str
    down: str
    hold: str
    up: str
    rest: Annotated[str, "duration"]
    halfway: str
    time_left: Annotated[str, "duration"]
    ten_seconds: str
    ten_more_seconds: str
    last_ten_seconds: str
    half_of_workout: str
    left_of_workout: Annotated[str, "duration"]
    keep_going: str
    nearly_there: str
    complete: str


def _placeholders(hint: object) -> tuple[str, ...]:
    return get_args(hint)[1:] if get_origin(hint) is Annotated else ()


PLACEHOLDERS: Final = {
    phrase: _placeholders(hint) for phrase, hint in get_type_hints(Phrases, include_extras=True).items()
}
"""What is filled into each phrase."""

_OPTIONAL: Final = "of"  # whoever writes "Round {n}." loses nothing that is needed
_FILLED: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class _PhraseText(PatternText):
    """One phrase: on one line, with what is filled in, and no other braces."""

    phrase: str = ""

    def _check(self, text: str) -> str:
        known = PLACEHOLDERS[self.phrase]
        shown = " and ".join(f"{{{name}}}" for name in known)
        hint = f"it takes {shown}" if known else "it takes none: write it without braces"
        filled = _FILLED.findall(text)
        for name in filled:
            if name not in known:
                raise invalid(f"nothing is filled in for {{{name}}} in '{self.phrase}'", hint)
        if re.search("[{}]", _FILLED.sub("", text)):
            raise invalid(f"a brace without its partner stands in '{self.phrase}'", hint)
        for name in known:
            if name != _OPTIONAL and name not in filled:
                raise invalid(f"{{{name}}} is missing in '{self.phrase}'", f"put it where it is to be said; {hint}")
        return super(_PhraseText, self)._check(text)


def _pattern(phrase: str) -> str:
    """Return a regular expression, valid in Python and ECMAScript, that a phrase matches."""
    known = PLACEHOLDERS[phrase]
    needed = "".join(rf"(?=[\s\S]*\{{{name}\}})" for name in known if name != _OPTIONAL)
    braces = rf"(?=(?:[^{{}}]|\{{(?:{'|'.join(known)})\}})*$)" if known else r"(?=[^{}]*$)"
    return f"^{needed}{braces}{ONE_LINE.removeprefix('^')}"


def _field(phrase: str) -> Any:  # noqa: ANN401 - pydantic's own type for a field
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS[phrase])
    text = Annotated[str, _PhraseText(_pattern(phrase), NAME_LENGTH, phrase)]
    return text, Field("", description=f"With {known}." if known else "As it is said.")


OwnPhrases: Final = create_model("OwnPhrases", __base__=Part, **{phrase: _field(phrase) for phrase in PLACEHOLDERS})
"""The phrases that an author or a user words otherwise; an empty one is said as the language has it."""
