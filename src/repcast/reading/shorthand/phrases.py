"""The phrases of an entry, sorted by what they say: at most one of each role, and any number of words.

`_ROLES` says which terminal of the grammar has which role. What a phrase is by itself, the grammar knows; what it is
only beside others (`400m` beside a pace is a distance) is settled in `_settled`, one rule a function.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from repcast.reading.located import Position
from repcast.reading.shorthand import explain, text
from repcast.reading.shorthand.amounts import is_far, is_timed, lengths_ms, number, pace_ms, phases_of, run, seconds_of
from repcast.reading.shorthand.text import Group, Part, Phrase
from repcast.units import SECOND_MS

TABATA_ROUNDS: Final = 8  # of 20 s of work and 10 s of rest: Tabata et al., Med Sci Sports Exerc 28(10), 1996
_ROLES: Final = {
    **dict.fromkeys(("TIME", "COUNT", "BREATHS", "NUMBERS", "EACH_ROUND"), "amount"),
    **dict.fromkeys(("TIMES", "ROUNDS", "XN"), "repeat"),
    **dict.fromkeys(("ON", "PACE"), "on"),
    **dict.fromkeys(("TEMPO", "PHASES"), "tempo"),
    **dict.fromkeys(("MAX", "FAILURE"), "max"),
    **dict.fromkeys(("TABATA", "EMOM", "AMRAP"), "scheme"),
    **{
        kind: kind.lower()
        for kind in (
            "PAUSE",
            "OFF",
            "WHOLE",
            "DISTANCE",
            "SPEED",
            "EASY",
            "LOAD",
            "CADENCE",
            "SIDES",
            "MINUTE",
            "GROUP",
            "SHUFFLE",
            "PICK",
        )
    },
}
_SILENT: Final = frozenset({"FOR_TIME", "STATION"})  # they change nothing in the exercise that they stand with
_LONGEST_PHASE: Final = 10  # seconds
_FEWEST_SETS: Final = 3  # of `21-15-9`: two numbers are a range


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrases:
    """The phrases of an entry, or of a heading.

    Attributes:
        parts: all of them, as they are written.
        names: words, and a heading's label.
        amount: how long, or how many.
        distance: how far; the time is then that of `amount`, or follows from `speed`.
        repeat: how often.
        on: a time of work, or a pace of work and rest.
        whole: how long a pace goes on.
        easy: says that this is easy movement.
        minute: which minute of an EMOM this is for.
        shuffle: says that the exercises are done in another order each round.
        pick: how many of them are done in each round.
    """

    parts: tuple[Part, ...]
    names: tuple[Phrase, ...]
    amount: Phrase | None = None
    distance: Phrase | None = None
    speed: Phrase | None = None
    repeat: Phrase | None = None
    pause: Phrase | None = None
    on: Phrase | None = None
    off: Phrase | None = None
    whole: Phrase | None = None
    tempo: Phrase | None = None
    load: Phrase | None = None
    cadence: Phrase | None = None
    sides: Phrase | None = None
    max: Phrase | None = None
    easy: Phrase | None = None
    minute: Phrase | None = None
    scheme: Phrase | None = None
    shuffle: Phrase | None = None
    pick: Phrase | None = None
    group: Group | None = None

    @property
    def first(self) -> Part:
        """The first phrase."""
        return self.parts[0]

    @property
    def of_exercise(self) -> tuple[Phrase, ...]:
        """The phrases that describe one exercise, and not how it is repeated."""
        how = (self.tempo, self.load, self.cadence, self.sides, self.max, self.easy)
        return tuple(phrase for phrase in (self.amount, self.distance, self.speed, *how) if phrase) + self.names

    @property
    def order(self) -> tuple[Phrase, ...]:
        """The phrases that say which exercises are done, and in which order."""
        return tuple(phrase for phrase in (self.shuffle, self.pick) if phrase)

    @property
    def is_pause(self) -> bool:
        """Whether there is a rest and nothing else."""
        return self.pause is not None and self.pause is self.first and not self._more()

    def _more(self) -> bool:
        return bool(self.of_exercise or self.order or self.repeat or self.on or self.off or self.scheme or self.group)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """Work and rest in turn; an easy rest is movement with that name."""

    on_ms: int
    off_ms: int
    at: Position
    is_easy: bool = False


def pace_of(phrases: Phrases) -> Pace | None:
    """Return the pace that an entry or a heading sets.

    Raises:
        Unreadable: one half of it is missing.
    """
    if phrases.scheme and phrases.scheme.kind == "TABATA":
        return Pace(on_ms=20 * SECOND_MS, off_ms=10 * SECOND_MS, at=phrases.scheme.at)
    if phrases.on and phrases.on.kind == "PACE":
        on_ms, off_ms = pace_ms(phrases.on)
        return Pace(on_ms=on_ms, off_ms=off_ms, at=phrases.on.at)
    if phrases.on and phrases.on.text.lower().endswith("each"):
        return Pace(on_ms=lengths_ms(phrases.on)[0], off_ms=0, at=phrases.on.at)
    off = phrases.off or phrases.pause
    if phrases.on and off:
        is_easy = off.text.lower().endswith("easy")
        return Pace(on_ms=lengths_ms(phrases.on)[0], off_ms=lengths_ms(off)[0], at=phrases.on.at, is_easy=is_easy)
    if half := phrases.on or phrases.off:
        raise explain.half_a_pace(half)
    return None


def is_part_of_pace(phrases: Phrases) -> bool:
    """Tell whether an entry's rest is the other half of a pace, as in `40s work 20s rest`."""
    return bool(phrases.on and phrases.on.kind == "ON" and not phrases.off and phrases.pause)


def sort(written: Sequence[Part], *, is_heading: bool = False) -> Phrases:
    """Sort the phrases of an entry, or of a heading, by what they say.

    Raises:
        Unreadable: one of them cannot be used, or says what another one says.
    """
    parts = _settled(tuple(part for part in written if part.kind not in _SILENT))
    parts = _ratio(parts) if is_heading else parts
    explain.check(parts)
    found: dict[str, Part] = {}
    names: list[Phrase] = []
    for part in parts:
        role = _ROLES.get(part.kind)
        if isinstance(part, Phrase) and role is None:
            if "pause" in found and "on" not in found:
                raise explain.exercise_in_rest(part, parts)
            names.append(part)
        elif role in found:
            raise explain.said_twice(found[role], part, parts)
        else:
            assert role
            found[role] = part
    if not is_heading:
        found = _counted(found, names)
    if {"distance", "speed", "amount"} <= found.keys():
        raise explain.said_twice(found["speed"], found["amount"], parts)
    if "scheme" in found and found["scheme"].kind == "TABATA" and _is_tabata(found.get("repeat")):
        del found["repeat"]
    return Phrases(parts=parts or tuple(written), names=tuple(names), **found)  # type: ignore[arg-type]


def _is_tabata(repeat: Part | None) -> bool:
    """Tell whether how often is said of the eight bouts of a Tabata."""
    return isinstance(repeat, Phrase) and bool(re.search("[0-9]", repeat.text)) and number(repeat) == TABATA_ROUNDS


def _counted(found: dict[str, Part], names: Sequence[Phrase]) -> dict[str, Part]:
    """Read `push-ups x10` as a count, where nothing else is one; so is how often one breathes by phases."""
    repeat = found.get("repeat")
    is_bare = names and not found.keys() & {"amount", "distance", "group", "on", "max", "scheme"}
    is_phased = "tempo" in found and found["tempo"].kind == "PHASES"
    if is_bare and isinstance(repeat, Phrase) and (repeat.kind == "XN" or is_phased):
        rest = {role: part for role, part in found.items() if role != "repeat"}
        return {**rest, "amount": Phrase(kind="COUNT", text=repeat.text, at=repeat.at)}
    return found


# What a phrase is beside others


def _settled(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    rules: tuple[Callable[[tuple[Part, ...]], tuple[Part, ...]], ...] = (
        _far,
        _breath,
        _numbers,
        _easy,
        _whole,
        _held,
        _most,
    )
    for rule in rules:
        parts = rule(parts)
    return parts


def _as(parts: tuple[Part, ...], old: Phrase, kind: str) -> tuple[Part, ...]:
    return tuple(replace(part, kind=kind) if part is old else part for part in parts)


def _of_kind(parts: Sequence[Part], *kinds: str) -> list[Phrase]:
    return [part for part in parts if isinstance(part, Phrase) and part.kind in kinds]


def _far(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """`400m` is metres beside a pace or the time that it takes: `400m @4:45/km`, `400m in 90s`, `400m @90s`."""
    times = _of_kind(parts, "TIME")
    far = next((time for time in times if is_far(time)), None)
    takes = any(re.match(r"in|within", time.text, re.IGNORECASE) for time in times if time is not far)
    at = [tempo for tempo in _of_kind(parts, "TEMPO") if re.fullmatch(r"@[ \t]*[0-9.]+[ \t]*s\w*", tempo.text)]
    if far and at:
        return _as(_as(parts, at[0], "TIME"), far, "DISTANCE")
    return _as(parts, far, "DISTANCE") if far and (takes or _of_kind(parts, "SPEED")) else parts


def _breath(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """`4-7-8`, and `@4-4-4-4`, are the phases of a breath beside breathing."""
    name = text.name(_of_kind(parts, "WORD", "QUOTED", "LABEL"))
    if not (_of_kind(parts, "BREATHS") or re.search("breath|inhale", name, re.IGNORECASE)):
        return parts
    phased = [*_of_kind(parts, "NUMBERS"), *(each for each in _of_kind(parts, "TEMPO") if phases_of(each))]
    if not phased:
        return parts
    spelt = phased[0].text if phased[0].kind == "NUMBERS" else "-".join(map(str, seconds_of(phased[0])))
    phases = replace(phased[0], kind="PHASES", text=spelt)
    return tuple(phases if part is phased[0] else part for part in parts)


def _numbers(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """`21-15-9` is a count for each round, and `20-30-40s` a time; beside a count it is a tempo."""
    numbers = next(iter(_of_kind(parts, "NUMBERS")), None)
    if numbers is None:
        return parts
    found = run(numbers)
    is_whole = all(each == int(each) for each in found)
    if len(found) < _FEWEST_SETS or not (is_whole or is_timed(numbers)):
        return _as(parts, numbers, "RANGE")
    if is_timed(numbers):
        return parts
    has_count = bool(_of_kind(parts, "COUNT"))
    return _as(parts, numbers, "TEMPO") if has_count and max(found) <= _LONGEST_PHASE else parts


def _easy(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """`90s jog recovery`, `90s recovery jog` and `active rest: 90s walk` are easy movement, and no rest."""
    rest = next((each for each in _of_kind(parts, "REST", "PAUSE") if _is_active(each)), None)
    if rest is None or not _of_kind(parts, "WORD", "QUOTED") or len(_of_kind(parts, "TIME", "PAUSE", "DISTANCE")) != 1:
        return parts
    mark = replace(rest, kind="EASY")
    timed = (replace(rest, kind="TIME"),) if rest.kind == "PAUSE" else ()
    return tuple(each for part in parts for each in ((mark, *timed) if part is rest else (part,)))


def _is_active(rest: Phrase) -> bool:
    return bool(re.search("active|recover", rest.text, re.IGNORECASE)) and "between" not in rest.text.lower()


def _ratio(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """In a heading without a name `40/20` can only be seconds of work and rest."""
    ratios = _of_kind(parts, "RATIO")
    is_pace = bool(ratios) and "/" in ratios[0].text
    return _as(parts, ratios[0], "PACE") if is_pace and not _of_kind(parts, "WORD", "QUOTED", "LABEL") else parts


def _whole(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """A time beside a pace says how long it goes on, as in `30s on 30s off for 10 minutes`."""
    times = _of_kind(parts, "TIME")
    is_open = _of_kind(parts, "ON", "PACE") and not _of_kind(parts, "TIMES", "ROUNDS", "XN", "TABATA")
    return _as(parts, times[0], "WHOLE") if is_open and len(times) == 1 else parts


def _held(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """`3 reps x 30 sec` are three holds of half a minute."""
    counts, times = _of_kind(parts, "COUNT"), _of_kind(parts, "TIME")
    is_times = len(times) == 1 and len(counts) == 1 and times[0].text[0] in "xX×" and "rep" in counts[0].text.lower()
    return _as(parts, counts[0], "TIMES") if is_times and not _of_kind(parts, "TIMES", "XN", "ROUNDS") else parts


def _most(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """`3 x AMRAP push-ups` are three times as many as one can."""
    schemes = [scheme for scheme in _of_kind(parts, "SCHEME") if scheme.text.lower() == "amrap"]
    is_set = _of_kind(parts, "TIMES", "XN", "ROUNDS") and _of_kind(parts, "WORD", "QUOTED", "LABEL")
    return _as(parts, schemes[0], "MAX") if schemes and is_set else parts
