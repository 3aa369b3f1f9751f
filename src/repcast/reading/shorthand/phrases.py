"""The phrases of an entry, sorted by what they say: at most one of each kind, and any number of words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from repcast.reading.located import Unreadable
from repcast.reading.shorthand import diagnostics
from repcast.reading.shorthand.text import Group, Part, Phrase

_ROLES: Final = {
    **dict.fromkeys(("TIME", "COUNT"), "amount"),
    **dict.fromkeys(("TIMES", "ROUNDS", "XN"), "repeat"),
    **dict.fromkeys(("ON", "PACE"), "on"),
    **dict.fromkeys(("MAX", "FAILURE"), "max"),
    **dict.fromkeys(("TABATA", "EMOM", "AMRAP"), "scheme"),
    **{kind: kind.lower() for kind in ("PAUSE", "OFF", "TEMPO", "LOAD", "SIDES", "GROUP")},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrases:
    """The phrases of an entry, or of a heading.

    Attributes:
        first: the first phrase.
        names: words, and a heading's label.
        amount: how long, or how many.
        repeat: how often.
        on: a time of work, or a pace of work and rest.
    """

    first: Part
    names: tuple[Phrase, ...]
    amount: Phrase | None = None
    repeat: Phrase | None = None
    pause: Phrase | None = None
    on: Phrase | None = None
    off: Phrase | None = None
    tempo: Phrase | None = None
    load: Phrase | None = None
    sides: Phrase | None = None
    max: Phrase | None = None
    scheme: Phrase | None = None
    group: Group | None = None

    @property
    def of_exercise(self) -> tuple[Phrase, ...]:
        """The phrases that describe one exercise, and not how it is repeated."""
        found = (self.amount, self.tempo, self.load, self.sides, self.max)
        return tuple(phrase for phrase in found if phrase) + self.names

    @property
    def is_pause(self) -> bool:
        """Whether there is a rest and nothing else."""
        return self.pause is not None and self.pause is self.first and not self._more()

    def _more(self) -> bool:
        return bool(self.of_exercise or self.repeat or self.on or self.off or self.scheme or self.group)


def sort(parts: Sequence[Part], *, is_heading: bool = False) -> Phrases:
    """Sort the phrases of an entry, or of a heading, by what they say.

    Raises:
        Unreadable: one of them cannot be used, or says what another one says.
    """
    diagnostics.check(parts)
    found: dict[str, Part] = {}
    names: list[Phrase] = []
    for part in parts:
        role = _ROLES.get(part.kind)
        if isinstance(part, Phrase) and role is None:
            if "pause" in found and "on" not in found:
                raise Unreadable(part.at, "an exercise begins here, within a rest", "put a comma after the rest")
            names.append(part)
        elif role in found:
            message = f"'{part.text}' says again what '{found[role].text}' said"
            raise Unreadable(part.at, message, "put a comma before the next exercise, or take one of them away")
        else:
            assert role
            found[role] = part
    if not is_heading:
        found = _counted(found, names)
    return Phrases(first=parts[0], names=tuple(names), **found)  # type: ignore[arg-type]


def _counted(found: dict[str, Part], names: Sequence[Phrase]) -> dict[str, Part]:
    """Read `push-ups x10` as a count, where nothing else is one."""
    repeat = found.get("repeat")
    is_bare = names and repeat and not found.keys() & {"amount", "group", "on", "max", "scheme"}
    if is_bare and isinstance(repeat, Phrase):
        rest = {role: part for role, part in found.items() if role != "repeat"}
        if repeat.kind == "XN":
            return {**rest, "amount": Phrase(kind="COUNT", text=repeat.text, at=repeat.at)}
    return found
