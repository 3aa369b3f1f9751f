"""One bout of one exercise: its phrases -> a step."""

import re
from typing import Final

from repcast.reading.located import Map, Unreadable
from repcast.reading.shorthand import amounts, text
from repcast.reading.shorthand.nodes import Node, mapping, put, sequence, time_node
from repcast.reading.shorthand.phrases import Phrases
from repcast.reading.shorthand.text import Phrase
from repcast.units import MINUTE_MS

DEFAULT_CAP_MS: Final = MINUTE_MS
_HELD: Final = re.compile(r"(?:planks?|holds?|hang|wall[ -]sits?|[lv]-sits?|stretch|pose|handstand)$", re.IGNORECASE)
_LIMBS: Final = ("leg", "arm", "hand", "foot", "knee", "hip", "shoulder")


def exercise(phrases: Phrases, every_ms: int | None = None) -> Map:
    """Return the step that an exercise's phrases mean.

    Args:
        phrases: what describes it.
        every_ms: its time where the phrases have none, from the scheme around it.

    Raises:
        Unreadable: something is missing, or two things contradict each other.
    """
    name = named(phrases)
    step = _timed_or_counted(phrases, name, every_ms)
    if phrases.tempo and "reps" not in step:
        raise Unreadable(phrases.tempo.at, "a tempo needs a count", "write a count, such as 10 push-ups @2s")
    if phrases.tempo:
        put(step, "tempo", amounts.tempo(phrases.tempo), phrases.tempo.at)
    if phrases.sides:
        at = phrases.sides.at
        put(step, "sides", sequence(at, ((side, at) for side in sides(phrases.sides))), at)
    if phrases.load:
        put(step, "say", _weighed(phrases.load), phrases.load.at)
    return step


def named(phrases: Phrases) -> Node:
    """Return an exercise's name, with a capital.

    Raises:
        Unreadable: it has none.
    """
    if not phrases.names:
        raise _nameless(phrases)
    return text.name(phrases.names), phrases.names[0].at


def _nameless(phrases: Phrases) -> Unreadable:
    if phrases.amount is None and phrases.repeat:
        written = phrases.repeat.text
        return Unreadable(phrases.repeat.at, f"'{written}' has nothing in it", f"write {written}: and what is done")
    what = phrases.amount or phrases.first
    if phrases.amount and phrases.amount.kind == "TIME":
        amounts.amount_ms(phrases.amount, "")
    return Unreadable(what.at, f"'{what.text}' has no exercise", "write one, such as 10 push-ups or 30s plank")


def sides(phrase: Phrase) -> tuple[str, str]:
    """Return the names of the two sides."""
    limb = next((limb for limb in _LIMBS if limb in phrase.text.lower()), "side")
    return f"left {limb}", f"right {limb}"


def _timed_or_counted(phrases: Phrases, name: Node, every_ms: int | None) -> Map:
    amount, at = phrases.amount, phrases.first.at
    if phrases.max:
        return _max(phrases.max, amount, name, every_ms)
    kind = "hold" if _HELD.search(str(name[0])) else "work"
    if amount is None and every_ms is not None:
        return mapping(at, {kind: name, "for": time_node(every_ms, at)})
    if amount is None and phrases.repeat and phrases.repeat.kind == "TIMES":
        raise _twofold(phrases.repeat, str(name[0]).lower())
    if amount is None:
        raise Unreadable(name[1], f"{name[0]} has neither a time nor a count", "write 30s or 10 before it")
    if amount.kind == "TIME":
        return mapping(at, {kind: name, "for": time_node(amounts.amount_ms(amount, str(name[0])), amount.at)})
    if kind == "hold" and "rep" not in amount.text.lower():
        count = amounts.number(amount)
        hint = f"write {count}s for seconds, or {count} reps"
        raise Unreadable(amount.at, f"{count} of {str(name[0]).lower()} may be seconds or repetitions", hint)
    return mapping(at, {"reps": name, "count": (amounts.number(amount), amount.at)})


def _twofold(repeat: Phrase, name: str) -> Unreadable:
    count = amounts.number(repeat)
    message = f"{repeat.text} {name} may be {count} {name}, or {count} sets"
    return Unreadable(
        repeat.at, message, f"write {count} {name}, or say how long each set is, such as {count}x 30s {name}"
    )


def _max(phrase: Phrase, amount: Phrase | None, name: Node, every_ms: int | None) -> Map:
    if amount and amount.kind != "TIME":
        raise Unreadable(amount.at, "a maximum has a time and no count", "write max pull-ups 60s, or 10 pull-ups")
    within = time_node(every_ms or DEFAULT_CAP_MS, phrase.at)
    if amount:
        within = time_node(amounts.amount_ms(amount, str(name[0])), amount.at)
    return mapping(phrase.at, {"max": name, "within": within})


def _weighed(load: Phrase) -> str:
    weight = re.sub(r"^(?:@|with\b|w/|at\b)[ \t]*", "", load.text, flags=re.IGNORECASE)
    return f"{weight}."
