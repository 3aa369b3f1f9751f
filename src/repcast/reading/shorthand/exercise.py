"""One exercise, done once: its phrases -> a step."""

import re
from typing import Final

from repcast.reading.located import Map
from repcast.reading.shorthand import amounts, text
from repcast.reading.shorthand.nodes import Placed, mapping, put, sequence
from repcast.reading.shorthand.phrases import Parts
from repcast.reading.shorthand.text import Phrase, Unclear
from repcast.units import format_duration

DEFAULT_CAP: Final = "60s"
_HELD: Final = re.compile(r"(?:planks?|holds?|hang|wall[ -]sits?|[lv]-sits?|stretch|pose|handstand)$", re.IGNORECASE)
_LIMBS: Final = ("leg", "arm", "hand", "foot", "knee", "hip", "shoulder")


def bout(parts: Parts, every_ms: int | None = None) -> Map:
    """Return the step that an exercise's phrases mean.

    Args:
        parts: what is said of it.
        every_ms: its time, where it says none: that of the scheme that it stands in.

    Raises:
        Unclear: something is missing, or does not go together.
    """
    name = named(parts)
    step = _timed_or_counted(parts, name, every_ms)
    if parts.tempo and "reps" not in step:
        raise Unclear(parts.tempo.at, "a tempo goes with a count", "write a count, such as 10 push-ups @2s")
    if parts.tempo:
        put(step, "tempo", amounts.tempo(parts.tempo), parts.tempo.at)
    if parts.sides:
        put(
            step,
            "sides",
            sequence(parts.sides.at, ((side, parts.sides.at) for side in sides(parts.sides))),
            parts.sides.at,
        )
    if parts.load:
        put(step, "say", _weighed(parts.load), parts.load.at)
    return step


def named(parts: Parts) -> Placed:
    """Return an exercise's name, with a capital.

    Raises:
        Unclear: it has none.
    """
    if not parts.names:
        raise _nameless(parts)
    return text.name(parts.names), parts.names[0].at


def _nameless(parts: Parts) -> Unclear:
    if parts.amount is None and parts.repeat:
        written = parts.repeat.text
        return Unclear(parts.repeat.at, f"'{written}' has nothing in it", f"write {written}: and what is done")
    what = parts.amount or parts.first
    if parts.amount and parts.amount.kind == "TIME":
        amounts.amount_ms(parts.amount, "")
    return Unclear(what.at, f"'{what.text}' has no exercise", "write one, such as 10 push-ups or 30s plank")


def sides(phrase: Phrase) -> tuple[str, str]:
    """Return what the two sides are called."""
    limb = next((limb for limb in _LIMBS if limb in phrase.text.lower()), "side")
    return f"left {limb}", f"right {limb}"


def _timed_or_counted(parts: Parts, name: Placed, every_ms: int | None) -> Map:
    amount, at = parts.amount, parts.first.at
    if parts.max:
        return _max(parts.max, amount, name, every_ms)
    kind = "hold" if _HELD.search(str(name[0])) else "work"
    if amount is None and every_ms is not None:
        return mapping(at, {kind: name, "for": (format_duration(every_ms), at)})
    if amount is None and parts.repeat and parts.repeat.kind == "TIMES":
        raise _twofold(parts.repeat, str(name[0]).lower())
    if amount is None:
        raise Unclear(name[1], f"{name[0]} has neither a time nor a count", "write 30s or 10 before it")
    if amount.kind == "TIME":
        return mapping(at, {kind: name, "for": (format_duration(amounts.amount_ms(amount, str(name[0]))), amount.at)})
    if kind == "hold" and "rep" not in amount.text.lower():
        count = amounts.number(amount)
        hint = f"write {count}s for seconds, or {count} reps"
        raise Unclear(amount.at, f"{count} of {str(name[0]).lower()} may be seconds or repetitions", hint)
    return mapping(at, {"reps": name, "count": (amounts.number(amount), amount.at)})


def _twofold(repeat: Phrase, name: str) -> Unclear:
    count = amounts.number(repeat)
    message = f"{repeat.text} {name} may be {count} {name}, or {count} sets"
    return Unclear(
        repeat.at, message, f"write {count} {name}, or say how long each set is, such as {count}x 30s {name}"
    )


def _max(phrase: Phrase, amount: Phrase | None, name: Placed, every_ms: int | None) -> Map:
    if amount and amount.kind != "TIME":
        raise Unclear(amount.at, "a maximum has a time and no count", "write max pull-ups 60s, or 10 pull-ups")
    within: Placed = (format_duration(every_ms) if every_ms else DEFAULT_CAP, phrase.at)
    if amount:
        within = format_duration(amounts.amount_ms(amount, str(name[0]))), amount.at
    return mapping(phrase.at, {"max": name, "within": within})


def _weighed(load: Phrase) -> str:
    weight = re.sub(r"^(?:@|with\b|w/|at\b)[ \t]*", "", load.text, flags=re.IGNORECASE)
    return f"{weight}."
