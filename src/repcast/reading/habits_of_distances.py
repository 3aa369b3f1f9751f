"""Distances and paces as people write them by habit: rules for `habits`, each of which knows one."""

import re
from decimal import Decimal
from typing import Any, Final

from repcast.durations import DURATION_PATTERN, parse_duration
from repcast.session.pace import DISTANCE_PATTERN, Distance, Pace
from repcast.units import HOUR_MS, SECOND_MS

Step = dict[str, Any]
Ruled = tuple[str, str, Step]
"""What is wrong, the key to blame, and the step without it."""

_COVERING: Final = ("work", "recover")
_UNITS: Final = {
    "metres": "m", "meters": "m", "m": "m", "km": "km", "kilometres": "km", "kilometers": "km", "miles": "mi",
    "mi": "mi", "yards": "yd", "dist": "", "far": "", "distance": "",
}  # fmt: skip
_SPEED: Final = re.compile(r"(\d{1,3}(?:\.\d{1,2})?) ?(km/?h|kph|mph)", re.IGNORECASE | re.ASCII)
_NAMED: Final = re.compile(rf"(?:(?P<name>.*\w)\s+)?(?P<far>{DISTANCE_PATTERN.strip('^').partition('$')[0]})")


def other_key(step: Step) -> Ruled | None:
    """`dist: 5km`, `metres: 400`, `km: 5` for `distance`."""
    if "distance" in step:
        return None
    for key, unit in _UNITS.items():
        far = f"{step[key]}{unit}" if key in step else ""
        if re.search(DISTANCE_PATTERN, far):
            return f"'{key}' is called distance here", key, _swapped(step, key, distance=far)
    return None


def other_kind(step: Step) -> Ruled | None:
    """A distance without a kind, or of what is no movement."""
    if not re.search(DISTANCE_PATTERN, str(step.get("distance"))) or any(kind in step for kind in _COVERING):
        return None
    kind = next((each for each in ("hold", "reps", "max", "name", "exercise", "run") if each in step), "")
    if not kind:
        return "this distance has no name", "distance", {"work": "Run", **step}
    message = f"what goes over a distance is work, and no {kind}" if kind in ("hold", "reps", "max") else (
        f"'{kind}' is called work here"
    )  # fmt: skip
    return message, kind, _swapped(step, kind, work=step[kind])


def in_name(step: Step) -> Ruled | None:
    """`work: Run 400m` with a pace."""
    kind = next((each for each in _COVERING if each in step), "")
    found = _NAMED.fullmatch(str(step.get(kind))) if kind else None
    if not found or "pace" not in step or {"for", "distance"} & step.keys():
        return None
    message = f"'{step[kind]}' holds how far it goes, too, and that has a key of its own, distance"
    name = found["name"] or "Run"
    return message, kind, _swapped(step, kind, **{kind: name, "distance": found["far"]})


def speed(step: Step) -> Ruled | None:
    """`speed: 12 km/h` for `pace`."""
    for key in ("speed", "pace"):
        found = _SPEED.fullmatch(str(step.get(key)).strip())
        if found and "distance" in step and Decimal(found[1]):
            unit = "mi" if found[2].lower() == "mph" else "km"
            ms = int(HOUR_MS / Decimal(found[1]) / SECOND_MS) * SECOND_MS
            pace = Pace(ms, Distance.of(f"1{unit}"))
            return f"'{step[key]}' is a speed, and no pace", key, _swapped(step, key, pace=str(pace))
    return None


def time_of_distance(step: Step) -> Ruled | None:
    """A distance with the time that it takes, which is a pace; a time with a pace, which says nothing."""
    time, far = str(step.get("for")), str(step.get("distance"))
    kind = next((each for each in _COVERING if each in step), "")
    if not kind or not re.search(DURATION_PATTERN, time):
        return None
    without = {key: value for key, value in step.items() if key not in ("for", "pace")}
    if re.search(DISTANCE_PATTERN, far):
        pace = Pace(parse_duration(time), Distance.of(far))
        return "a distance takes the time of its pace", "for", without | {"pace": str(pace)}
    if "pace" in step and "distance" not in step:
        named = without | {kind: f"{step[kind]} at {step['pace']}", "for": time}
        return "a pace belongs to a distance, and this has a time", "pace", named
    return None


def _swapped(step: Step, key: str, **others: object) -> Step:
    """Return the step with other keys in the place of one."""
    return {new: item for old, value in step.items() for new, item in (others if old == key else {old: value}).items()}


RULES: Final = (other_key, other_kind, in_name, speed, time_of_distance)
