"""Training plans as people write them by habit -> what is meant, with what to write instead.

Each rule below knows one habit of the whole plan, or of one day of it.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from repcast.reading.habits import plain
from repcast.reading.habits_of_shorthand import steps_of_shorthand
from repcast.reading.located import Flaw, Map, Seq
from repcast.reading.located_yaml import in_one_line
from repcast.training.model import REST, SHORT_WEEKDAYS, WEEKDAYS

_LONG: Final[dict[str, str]] = {day: day for day in WEEKDAYS}
_DAYS: Final[dict[str, str]] = {**SHORT_WEEKDAYS, **_LONG}
_MANY: Final = {
    **dict.fromkeys(("weekdays", "mon-fri", "monday-friday", "monday to friday"), WEEKDAYS[:5]),
    **dict.fromkeys(("weekend", "weekends"), WEEKDAYS[5:]),
    **dict.fromkeys(("daily", "every day", "everyday", "all"), WEEKDAYS),
}
_NOTHING: Final = frozenset({"off", "rest day", "day off", "none", "nothing", "no", "-", "free", "restday"})
_QUANTITIES: Final = ("holds", "work", "rests", "reps")
_EASIER: Final = 0.6  # in a week that is to be easier, where the author does not say how much


def flaws_of_habits(root: Map) -> Iterator[Flaw]:
    """Yield a flaw for each habit in a training plan, at the key that is to blame."""
    for rule in _RULES:
        yield from rule(root)


def _flaw(root: Map, key: str, message: str, written: dict[str, Any]) -> Flaw:
    return Flaw(root.keys_at[key], message, f"write {in_one_line(written)[1:-1]}", key)


def _whole(root: Map) -> Iterator[Flaw]:
    """Days beside the plan's own keys, or under another word, or as a list; weeks under another word."""
    outside = {_DAYS[key.lower()]: plain(value) for key, value in root.items() if key.lower() in _DAYS}
    if outside:
        first = next(key for key in root if key.lower() in _DAYS)
        for key in root:
            if key.lower() in _DAYS:
                hint = f"write days: {in_one_line(outside)}" if key == first else f"put it there, too: {key.lower()}:"
                yield Flaw(root.keys_at[key], f"'{key}' stands outside of days", hint, key)
    for key in ("schedule", "sessions", "workouts", "week"):
        if isinstance(root.get(key), Map) and "days" not in root:
            yield _flaw(root, key, f"'{key}' is called days", {"days": plain(root[key])})
    for key in ("duration", "length"):
        found = re.fullmatch(r"([0-9]{1,3})\s*(?:weeks?|wks?)", str(root.get(key, "")))
        if found and "weeks" not in root:
            yield _flaw(root, key, f"'{key}' is called weeks", {"weeks": int(found[1])})
    days = root.get("days")
    if isinstance(days, Seq) and all(isinstance(day, Map) and {*day} <= {*_DAYS} for day in days):
        named = {key: value for day in plain(days) for key, value in day.items()}
        yield _flaw(root, "days", "days are no list: each has its name", {"days": named})


def _growth(root: Map) -> Iterator[Flaw]:
    """`each_week: +10%`, `each_week: {reps: 1.1}`, `deload: 4`."""
    growth, deload = root.get("each_week"), root.get("deload")
    if isinstance(growth, str) and (factor := _factor(growth)):
        scale = {"each_week": {"scale": {_QUANTITIES[0]: factor}}}
        yield _flaw(root, "each_week", "growth says of what, as a factor", scale)
    inner = growth.get("scale", growth) if isinstance(growth, Map) else None
    if isinstance(inner, Map) and inner and {*inner} <= {*_QUANTITIES}:
        factors = {key: _factor(str(value)) or value for key, value in inner.items()}
        if inner is growth or factors != plain(inner):
            message = "growth is a factor under scale:"
            yield _flaw(root, "each_week", message, {"each_week": {"scale": factors}})
    if isinstance(deload, int) and not isinstance(deload, bool) and deload > 1:
        easier = {"every": deload, "scale": {_QUANTITIES[0]: _EASIER}}
        yield _flaw(root, "deload", "a deload says how much easier it is, too", {"deload": easier})


def _factor(text: str) -> float | None:
    found = re.fullmatch(r"([+-]?)\s*([0-9]{1,2}(?:\.[0-9]+)?)\s*%", text)
    if found is None:
        return None
    return round(1 + float(found[2]) / 100 * (-1 if found[1] == "-" else 1), 3)


def _days(root: Map) -> Iterator[Flaw]:
    """The days: their names, and what is done on them."""
    days = root.get("days")
    if not isinstance(days, Map):
        return
    for key, value in days.items():
        names = _names_of(key)
        if names and names != (key,):
            named = dict.fromkeys(names, REST if str(value).lower() in _NOTHING else plain(value))
            message = f"'{key}' is written in small letters" if len(names) == 1 else f"'{key}' are several days"
            yield _flaw(days, key, message, named)
        if isinstance(value, str) and (instead := _instead((names or (key,))[0], value)):
            yield Flaw(days.values_at[key], instead[0], instead[1], f"days.{key}")


def _names_of(key: str) -> tuple[str, ...]:
    """Return the days that a key means; none where it is none of these."""
    if key in WEEKDAYS:
        return (key,)
    lower = key.lower().strip()
    if lower in _MANY:
        return _MANY[lower]
    parts = [part for part in re.split(r"\s*(?:,|/|&|\+|\band\b)\s*", lower) if part]
    return tuple(_DAYS[part] for part in parts) if parts and {*parts} <= {*_DAYS} else ()


def _instead(day: str, value: str) -> tuple[str, str] | None:
    lower = value.lower().strip()
    if (lower != value and lower == REST) or lower in _NOTHING:
        return "a day without a session is a day of rest", f"write {day}: {REST}, or leave it away"
    parts = re.split(r"\s*(?:,|\+|&|\band\b)\s*", value)
    if len(parts) > 1 and all(re.fullmatch(r"[a-z0-9][\w./-]*", part) for part in parts):
        return "several sessions of a day are a list", f"write {day}: {in_one_line({'x': parts})[4:-1]}"
    if re.search(r"\d\s*(?:x|s|min|m)?\s", value) and steps_of_shorthand(value):
        message = f"'{value}' is a workout, and a day has a session's name"
        return message, f"write it into {day}.txt, and here {day}: {day}.txt"
    return None


_RULES: Final[tuple[Callable[[Map], Iterator[Flaw]], ...]] = (_whole, _growth, _days)
