"""Training plans as people write them by habit -> what is meant, with what to write instead.

Each rule below knows one habit of the whole plan, or of one day of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from repcast.reading.habits import plain
from repcast.reading.habits_of_shorthand import steps_of_shorthand
from repcast.reading.located import Flaw, Map, Seq
from repcast.reading.located_yaml import in_one_line
from repcast.training.habits_of_growth import flaws_of_growth
from repcast.training.model import MOST_SESSIONS, REST, SHORT_WEEKDAYS, WEEKDAYS

_LONG: Final[dict[str, str]] = {day: day for day in WEEKDAYS}
_DAYS: Final[dict[str, str]] = {**SHORT_WEEKDAYS, **_LONG}
_MANY: Final = {
    **dict.fromkeys(("weekdays", "mon-fri", "monday-friday", "monday to friday"), WEEKDAYS[:5]),
    **dict.fromkeys(("weekend", "weekends"), WEEKDAYS[5:]),
    **dict.fromkeys(("daily", "every day", "everyday", "all"), WEEKDAYS),
}
_NOTHING: Final = frozenset({"off", "rest day", "day off", "none", "nothing", "no", "-", "free", "restday"})
_NUMBERED: Final = re.compile(r"(?:day\s*)?([1-9][0-9]?)", re.IGNORECASE)
_MOST_NUMBERED: Final = 56  # days of a cycle


def flaws_of_habits(root: Map) -> Iterator[Flaw]:
    """Yield a flaw for each habit in a training plan, at the key that is to blame."""
    for rule in _RULES:
        yield from rule(root)


@dataclass(slots=True)
class _Week:
    """The days that are meant, and the workouts in them that need files of their own."""

    days: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, value: object) -> None:
        """Add what is written for one day, or for several."""
        names = _names_of(key) or (key,)
        meant, file = _meant(names[0], value)
        if file:
            self.files[file] = str(value)
        for name in names:
            self.days[name] = _both(self.days[name], meant) if name in self.days else plain(meant)

    def hint(self) -> str:
        """Return what to write in place of it all."""
        return _hint({"days": self.days}, self.files)


def _week(written: Iterable[tuple[str, object]]) -> _Week:
    week = _Week()
    for key, value in written:
        week.add(key, value)
    return week


def _both(one: Any, other: Any) -> Any:  # noqa: ANN401 - a day has any value
    """Return what is done on a day that is written twice."""
    lists = [day if isinstance(day, list) else [day] for day in (one, other) if day != REST]
    return [*lists[0], *lists[1]][:MOST_SESSIONS] if len(lists) > 1 else lists[0] if lists else REST


def _hint(written: dict[str, Any], files: dict[str, str]) -> str:
    into = " and ".join(f"'{workout}' into {file}" for file, workout in files.items())
    return f"write {into}{', and here ' if into else ''}{in_one_line(written)[1:-1]}"


def _outside(root: Map) -> Iterator[Flaw]:
    """Days beside the plan's own keys."""
    keys = [key for key in root if key.lower() in _DAYS]
    if not keys:
        return
    inside = root.get("days")
    written = [*(plain(inside).items() if isinstance(inside, Map) else ()), *((key, plain(root[key])) for key in keys)]
    yield Flaw(root.keys_at[keys[0]], f"'{keys[0]}' stands outside of days", _week(written).hint(), keys[0])
    for key in keys[1:]:
        yield Flaw(root.keys_at[key], f"'{key}' stands outside of days, too", "take it away here: it is in days", key)


def _renamed(root: Map) -> Iterator[Flaw]:
    """Days and weeks under another word."""
    for key in ("schedule", "sessions", "workouts", "week"):
        written = root.get(key)
        if isinstance(written, Map) and written and "days" not in root and "cycle" not in root:
            cycle = _numbered(written)
            hint = cycle or _week(plain(written).items()).hint()
            yield Flaw(root.keys_at[key], f"'{key}' is called {'cycle' if cycle else 'days'}", hint, key)
    for key in ("duration", "length"):
        found = re.fullmatch(r"([0-9]{1,3})\s*(?:weeks?|wks?)", str(root.get(key, "")))
        if found and "weeks" not in root:
            yield Flaw(root.keys_at[key], f"'{key}' is called weeks", f"write weeks: {int(found[1])}", key)


def _listed(root: Map) -> Iterator[Flaw]:
    """Days as a list, each with its name, or without any."""
    days = root.get("days")
    if not isinstance(days, Seq) or not days or "cycle" in root:
        return
    if all(isinstance(day, Map) and day and all(_names_of(key) for key in day) for day in days):
        hint = _week(item for day in plain(days) for item in day.items()).hint()
        yield Flaw(root.keys_at["days"], "days are no list: each has its name", hint, "days")
    elif all(isinstance(day, str | Seq) or (isinstance(day, Map) and "session" in day) for day in days):
        hint = _cycle(dict(enumerate(plain(days), start=1)))
        yield Flaw(root.keys_at["days"], "a list of days that repeats is a cycle", hint, "days")


def _by_number(root: Map) -> Iterator[Flaw]:
    """`days: {day 1: core}`, and `day 1: core` without days."""
    days = root.get("days")
    if isinstance(days, Map) and "cycle" not in root and (hint := _numbered(days)):
        yield Flaw(root.keys_at["days"], "days by number are a cycle, which begins anew after its last", hint, "days")
        wrong = {key: found for key, value in days.items() if (found := _wrong(value))}
        yield from (Flaw(days.values_at[key], found, hint, "days") for key, found in wrong.items())
    outside = {key: value for key, value in root.items() if _NUMBERED.fullmatch(key)}
    if outside and not {"days", "cycle"} & root.keys() and (hint := _numbered(outside)):
        first, *others = outside
        yield Flaw(root.keys_at[first], "days by number are a cycle, which begins anew after its last", hint, first)
        for key in others:
            yield Flaw(root.keys_at[key], f"'{key}' is a day of the cycle, too", "take it away: it is in cycle", key)


def _cycled(root: Map) -> Iterator[Flaw]:
    """What is done on the days of a cycle."""
    cycle = root.get("cycle")
    if isinstance(cycle, Seq) and any(map(_wrong, cycle)):
        hint = _cycle(dict(enumerate(plain(cycle), start=1)))
        wrong = ((at, _wrong(value)) for value, at in zip(cycle, cycle.items_at, strict=True))
        yield from (Flaw(at, message, hint, "cycle") for at, message in wrong if message)


def _numbered(days: dict[str, object]) -> str:
    """Return what to write in place of days that have numbers for names; empty where they have not."""
    found = [_NUMBERED.fullmatch(key) for key in days]
    numbers = [int(each[1]) for each in found if each]
    if len(numbers) < len(days) or len({*numbers}) < len(days) or max(numbers, default=99) > _MOST_NUMBERED:
        return ""
    return _cycle(dict(zip(numbers, plain([*days.values()]), strict=True)))


def _cycle(by_number: dict[int, Any]) -> str:
    days, files = [], {}
    for number in range(1, max(by_number) + 1):
        written = by_number.get(number, REST)
        meant, file = _meant(f"day-{number}", written)
        days.append(meant)
        if file:
            files[file] = written
    return _hint({"cycle": days}, files)


def _days(root: Map) -> Iterator[Flaw]:
    """The days: their names, and what is done on them."""
    days = root.get("days")
    if not isinstance(days, Map) or _numbered(days):
        return
    several = [key for key in days if len(_names_of(key)) > 1]
    for key, value in days.items():
        names, wrong = _names_of(key), _wrong(value)
        at = days.values_at[key] if wrong else days.keys_at[key]
        if key in several and (wrong or key == several[0]):
            yield Flaw(at, wrong or f"'{key}' means several days", _week(plain(days).items()).hint(), "days")
        elif len(names) == 1 and wrong:
            yield Flaw(at, wrong, _in_its_place(names[0], plain(value)), f"days.{key}")
        elif len(names) == 1 and names[0] != key and not several:
            hint = _hint({names[0]: plain(value)}, {})
            yield Flaw(at, f"'{key}' is written in small letters", hint, f"days.{key}")


def _in_its_place(day: str, value: object) -> str:
    """Return what to write in place of what is wrong on one day."""
    meant, file = _meant(day, value)
    hint = _hint({day: meant}, {})
    return f"write it into {file}, and here {hint.removeprefix('write ')}" if file else hint


def _names_of(key: str) -> tuple[str, ...]:
    """Return the days that a key means; none where it is none of these."""
    if key in WEEKDAYS:
        return (key,)
    lower = key.lower().strip()
    if lower in _MANY:
        return _MANY[lower]
    parts = [part for part in re.split(r"\s*(?:,|/|&|\+|\band\b)\s*", lower) if part]
    return tuple(_DAYS[part] for part in parts) if parts and {*parts} <= {*_DAYS} else ()


def _wrong(value: object) -> str:
    """Return what is wrong with what is done on a day; empty where no habit explains it."""
    if not isinstance(value, str | None):
        return ""
    if _is_rest(value):
        return "a day without a session is called rest, or left away"
    if _several(value):
        return "several sessions of a day are a list"
    return f"'{value}' is a workout, and a day has a session's name" if _is_workout(value) else ""


def _meant(day: str, value: object) -> tuple[Any, str]:
    """Return what is meant for a day, and the file that its workout goes into; empty for none."""
    if not isinstance(value, str | None):
        return value, ""
    if _is_rest(value):
        return REST, ""
    if _is_workout(value) and not _several(value):
        return f"{day}.txt", f"{day}.txt"
    return _several(value) or value, ""


def _is_rest(value: str | None) -> bool:
    lower = (value or "off").lower().strip()
    return (lower != value and lower == REST) or lower in _NOTHING


def _several(value: str | None) -> list[str]:
    """Return the sessions that a text names; none where it names one at most."""
    parts = re.split(r"\s*(?:,|\+|&|\band\b)\s*", value or "")
    are_names = len(parts) > 1 and all(re.fullmatch(r"[a-z0-9][\w./-]*", part) for part in parts)
    return parts if are_names else []


def _is_workout(value: str | None) -> bool:
    return bool(value and re.search(r"\d\s*(?:x|s|min|m)?\s", value) and steps_of_shorthand(value))


_RULES: Final[tuple[Callable[[Map], Iterator[Flaw]], ...]] = (
    *(_outside, _renamed, _listed, _by_number),
    *(_days, _cycled, flaws_of_growth),
)
