"""Distances and paces as people write them by habit: rules for `habits`, each of which knows one."""

import re
from typing import Final

from repcast.durations import DURATION_PATTERN, parse_duration
from repcast.reading.written_steps import Ruled, Step, swapped
from repcast.session.pace import DISTANCE_PATTERN, Distance, Pace, meant_distance, pace_of_speed
from repcast.units import SECOND_MS

_COVERING: Final = ("work", "recover")
_MOVES: Final = {"run": "work", "row": "work", "bike": "work", "swim": "work", "walk": "recover", "jog": "recover"}
_UNITS: Final = {
    "metres": "m", "meters": "m", "m": "m", "km": "km", "kilometres": "km", "kilometers": "km", "miles": "mi",
    "mi": "mi", "yards": "yd", "dist": "", "far": "",
}  # fmt: skip
_TIMES: Final = ("for", "time", "duration", "within")
_NAMED: Final = re.compile(rf"(?:(?P<name>.*\w)\s+)?(?P<far>{DISTANCE_PATTERN.strip('^').partition('$')[0]})")
_MINUTES_OR_METRES: Final = re.compile(r"([1-9][0-9]{2,3}) ?m")


def other_key(step: Step) -> Ruled | None:
    """`dist: 5km`, `metres: 400`, `km: 5` for `distance`."""
    if "distance" in step:
        return None
    for key, unit in _UNITS.items():
        far = f"{step[key]}{unit}" if key in step else ""
        if _is_far(far):
            return f"'{key}' is called distance here", key, swapped(step, {key: {"distance": far}})
    return None


def in_time(step: Step) -> Ruled | None:
    """`for: 400m`, `for: 5 km`, `rest: 200 metres`: a distance where a time stands."""
    kind = next((each for each in (*_COVERING, "rest") if each in step), "")
    key = "rest" if kind == "rest" else "for"
    far = str(meant_distance(str(step.get(key))) or "")
    if not kind or not far or re.search(DURATION_PATTERN, str(step[key])):
        return None
    right = {"recover": "Jog", "distance": far} if kind == "rest" else {"distance": far}
    if found := _MINUTES_OR_METRES.fullmatch(str(step[key])):
        message = f"'{step[key]}' may be {found[1]} metres, or {found[1]} minutes, which are written {found[1]}min"
    else:
        message = f"'{step[key]}' is a distance, and no time"
    return message, key, swapped(step, {key: right})


def other_kind(step: Step) -> Ruled | None:
    """A distance without a kind, or of what is no movement; `run: 400m`."""
    for move, kind in _MOVES.items():
        if _is_far(step.get(move)) and "distance" not in step:
            right = {kind: move.capitalize(), "distance": step[move]}
            return f"'{move}' does not say what kind of step this is", move, swapped(step, {move: right})
    if not _is_far(step.get("distance")) or any(kind in step for kind in _COVERING):
        return None
    if "rest" in step and isinstance(step["rest"], str):
        return (
            "a rest goes nowhere, and what is easy is recover",
            "rest",
            swapped(step, {"rest": {"recover": step["rest"]}}),
        )
    still = next((each for each in ("hold", "reps", "max") if each in step), "")
    kind = still or next((each for each in ("name", "exercise", *_MOVES) if each in step), "")
    if not kind:
        return "this distance has no name", "distance", {"work": "Run", **step}
    message = f"what goes over a distance is work, and no {kind}" if still else f"'{kind}' is called work here"
    return message, kind, swapped(step, {kind: {"work": step[kind]}})


def in_name(step: Step) -> Ruled | None:
    """`work: Run 400m`, where nothing else says how much."""
    kind = next((each for each in _COVERING if each in step), "")
    found = _NAMED.fullmatch(str(step.get(kind))) if kind else None
    if not found or {"distance", *_TIMES} & step.keys():
        return None
    message = f"'{step[kind]}' holds how far it goes, too, and that has a key of its own, distance"
    return message, kind, swapped(step, {kind: {kind: found["name"] or "Run", "distance": found["far"]}})


def speed(step: Step) -> Ruled | None:
    """`speed: 12 km/h` for `pace`."""
    for key in ("speed", "pace"):
        pace = pace_of_speed(str(step.get(key)))
        if pace and "distance" in step:
            return f"'{step[key]}' is a speed, and no pace", key, swapped(step, {key: {"pace": str(pace)}})
    return None


def time_of_distance(step: Step) -> Ruled | None:
    """A distance with the time that it takes, which is a pace; a time with a pace, which says nothing."""
    kind = next((each for each in _COVERING if each in step), "")
    key = next((each for each in _TIMES if re.search(DURATION_PATTERN, str(step.get(each)))), "")
    if not kind or not key:
        return None
    time, without = str(step[key]), {each: value for each, value in step.items() if each not in (key, "pace")}
    if _is_far(step.get("distance")):
        pace = _pace(parse_duration(time), Distance.of(str(step["distance"])))
        return "a distance takes the time of its pace", key, without | {"pace": str(pace)}
    if "pace" in step and "distance" not in step:
        named = without | {kind: f"{step[kind]} at {step['pace']}", "for": time}
        return "a pace belongs to a distance, and this has a time", "pace", named
    return None


def _pace(time_ms: int, distance: Distance) -> Pace:
    """Return the pace of a distance in a time; for a kilometre where only that has whole seconds."""
    if time_ms % SECOND_MS == 0:
        return Pace(time_ms, distance)
    kilometre = Distance.of("1km")
    ms = round(time_ms * kilometre.metres / distance.metres)
    return Pace(round(ms / SECOND_MS) * SECOND_MS, kilometre)


def _is_far(value: object) -> bool:
    return isinstance(value, str) and bool(re.search(DISTANCE_PATTERN, value))


RULES: Final = (other_key, in_time, other_kind, in_name, speed, time_of_distance)
