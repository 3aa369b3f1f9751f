"""Steps as people write them by habit -> the step that is meant, with what to write instead.

Each rule below knows one habit. Rules follow one another until none applies any more, and only what is a right step
in the end is advised.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from repcast.durations import DURATION_PATTERN
from repcast.reading import habits_of_distances, habits_of_schemes
from repcast.reading.habits_of_cues import as_cues, has_moments
from repcast.reading.habits_of_shorthand import steps_of_shorthand
from repcast.reading.located_yaml import in_one_line
from repcast.reading.written_steps import REPEATS, Ruled, Step, as_time, kind_of, swapped
from repcast.session.model import EXERCISES, KINDS, STEPS, Session


@dataclass(frozen=True, kw_only=True, slots=True)
class Mend:
    """What is wrong with a step, and what to write.

    Attributes:
        key: the one that is to blame; empty for the step as a whole.
    """

    message: str
    hint: str
    key: str


_Rule = Callable[[Step], Ruled | None]

_EXAMPLES: Final = {"for": "30s", "within": "60s", "count": 10}  # where the author gives no amount
_AMOUNTS: Final = {kind: STEPS[kind].amount_key for kind in EXERCISES}  # type: ignore[attr-defined]
_MOST_RULES: Final = 8
_MOST_ROUNDS: Final = 20  # that a list is written out for
_QUIETLY: Final = ""  # what is wrong is told by whoever reads the value, unless another habit is told of
_STEP_KEYS: Final = {info.alias or name for model in STEPS.values() for name, info in model.model_fields.items()}
_LONGEST: Final = 200
_TIME: Final = r"\d[\d:.]*\s*(?:h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)?"
_PAUSES: Final = frozenset({"pause", "break", "recovery"})
_MOVES: Final = frozenset({"exercise", "name", "move", "movement", "activity"})
_EASY: Final = frozenset({"walk", "jog"})
_MINUTES: Final = frozenset({"minutes", "mins"})
_TIMES: Final = frozenset({"time", "duration", "length", "seconds", "secs", "for", "within", "on"} | _MINUTES)
_COUNTS: Final = frozenset({"count", "reps", "repetitions", "repeats", "times"})
_BOTH: Final = frozenset({"both", "each", "each side", "both sides", "two", "yes", "left and right", "2", "true"})
_SCHEMES: Final = frozenset({"tabata", "emom", "amrap", "superset", "circuit"})  # no part of an exercise's name
_LONG: Final = frozenset({"cues", "in_rounds"})  # what is told without the rest of its step
_NUMBERS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_MOST: Final = frozenset({"max", "maximum", "amrap", "to failure", "until failure", "failure", "as many as possible"})
_LOADS: Final = frozenset({"weight", "load"})


def mend(written: object) -> Mend | None:
    """Return what a wrong step was meant to be; None where no habit explains it."""
    step, first = _spoken(written) if isinstance(written, str) else (plain(written), None)
    if not isinstance(step, dict) or any(len(each) > _LONGEST for each in step.values() if isinstance(each, str)):
        return None
    for _ in range(_MOST_RULES):
        ruled = next((found for rule in _RULES if (found := rule(step))), None)
        if ruled is None:
            break
        first, step = first or (ruled[:2] if ruled[0] else None), ruled[2]
    if isinstance(written, str) and (kind := kind_of(step)) in EXERCISES and "" not in step:
        step = step | {_AMOUNTS[kind]: step.get(_AMOUNTS[kind], _EXAMPLES[_AMOUNTS[kind]])}
    steps = step.get("", [step])
    if first is None or not _is_right(steps):
        return None
    if first[1] in _LONG and isinstance(written, dict) and _others(written, first[1]) == _others(step, first[1]):
        return Mend(message=first[0], hint=f"write {_shown({first[1]: step[first[1]]})}", key=first[1])
    shown = " and ".join(f"- {_shown(each)}" for each in steps)
    return Mend(message=first[0], hint=f"write {shown}", key=first[1]) if len(shown) <= _LONGEST else None


def _others(step: Step, key: str) -> object:
    return plain({each: value for each, value in step.items() if each != key})


def plain(value: object) -> Any:  # noqa: ANN401 - any value of a file
    """Return a value without the places of what is in it."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [*map(plain, value)] if isinstance(value, list) else value


def _is_right(steps: list[Step]) -> bool:
    asked = [number for step in steps for number in step.get("in_rounds", ()) if isinstance(number, int)]
    rounds = {"rounds": max(asked)} if asked else {}
    try:
        Session.model_validate({"title": "x", **rounds, "steps": [*steps, *([{"rest": "1s"}] if asked else [])]})
    except ValidationError:
        return False
    return True


def _shown(step: Step) -> str:
    text = in_one_line(step)
    return text.strip("{}") if len(step) == 1 else text


def _spoken(text: str) -> tuple[Step | None, tuple[str, str]]:
    """Return the step, or under an empty key the steps, that a text without a colon says; and what is wrong with it."""
    word = text.split(maxsplit=1)[0].lower().rstrip(":-") if text.strip() else ""
    if word not in KINDS and (steps := steps_of_shorthand(text)):
        return {"": plain(steps)}, (f"'{text}' is shorthand, and a step here has keys", "")
    lacks = "lacks the colon of a step" if " " in text else "says neither its kind of step nor how long"
    return _read_aloud(text), (f"'{text}' {lacks}", "")


def _read_aloud(text: str) -> Step | None:
    """Return the step that a text without a colon says: `hold Plank`, `rest 15`, `10 squats`, `plank 30s`."""
    word, _, rest = text.strip().partition(" ")
    kind, rest = word.lower().rstrip(":-"), rest.strip()
    if kind in KINDS and rest:
        return {kind: rest}
    if found := re.fullmatch(r"(\d{1,4})\s*x?\s+([^\d].*)", text.strip()):
        return {"reps": found[2].capitalize(), "count": int(found[1])}
    if found := re.fullmatch(rf"([^\d:]*\w)\s+({_TIME})", text.strip()):
        return {"work": found[1].capitalize(), "for": as_time(found[2])}
    if word.lower() in {"rest", *_PAUSES} and not rest:
        return {"rest": _EXAMPLES["for"]}
    if kind in _SCHEMES:
        return None
    return {"work": text.strip().capitalize()} if re.fullmatch(r"[^\W\d_][^\d:{}\[\]]*", text.strip()) else None


def _is_time(value: object) -> bool:
    return isinstance(value, str | int | float) and bool(re.search(DURATION_PATTERN, str(as_time(value))))


# The rules


def _capital(step: Step) -> Ruled | None:
    known = {*KINDS, *_TIMES, *_COUNTS, "sides", "tips", "tempo"}
    for key in step:
        if key not in known and key.lower() in known and key.lower() not in step:
            return f"'{key}' is written in small letters", key, swapped(step, {key: {key.lower(): step[key]}})
    return None


def _rest_with_time(step: Step) -> Ruled | None:
    kind = next((kind for kind in ("rest", "pause") if kind in step), None)
    if kind is None:
        return None
    rest = step[kind]
    inner = rest.get("for") if isinstance(rest, dict) and [*rest] == ["for"] else None
    if inner is not None or (rest is None and "for" in step):
        time = as_time(inner if inner is not None else step["for"])
        return f"a {kind} has its time right behind it", kind, swapped(step, {kind: {kind: time}, "for": {}})
    if isinstance(rest, str) and "for" in step and not re.search(r"\d", rest):
        return f"a {kind} has no name, and '{rest}' moves", kind, swapped(step, {kind: {"recover": rest}})
    if rest != as_time(rest):
        return _QUIETLY, kind, step | {kind: as_time(rest)}
    return None


def _other_word(step: Step) -> Ruled | None:
    """Rest by another name, an exercise under a general word, or under its own name."""
    if kind_of(step) or sum(kind in step for kind in KINDS if kind != "say"):
        return None
    for key, value in step.items():
        if key.lower() in _PAUSES and _is_time(value):
            return f"'{key}' is called rest", key, swapped(step, {key: {"rest": as_time(value)}})
        if key.lower() in _MOVES and isinstance(value, str):
            kind = "reps" if _COUNTS & step.keys() else "work"
            return f"'{key}' does not say what kind of step this is", key, swapped(step, {key: {kind: value}})
    key, value = next(iter(step.items()), ("", None))
    if key in _STEP_KEYS:
        return None
    if len(step) == 1 and _is_time(value) and (isinstance(value, str) or key.lower() in _EASY):
        kind = "recover" if key.lower() in _EASY else "work"
        return f"'{key}' is no kind of step", key, {kind: key.capitalize(), "for": as_time(value)}
    if len(step) == 1 and isinstance(value, int) and not isinstance(value, bool):
        return f"'{key}' is no kind of step", key, {"reps": key.capitalize(), "count": value}
    return None


def _amount_for_name(step: Step) -> Ruled | None:
    kind = kind_of(step)
    value = step.get(kind)
    if kind not in EXERCISES or not isinstance(step.get("name"), str) or not isinstance(value, str | int):
        return None
    if re.fullmatch(r"\d.*", str(value)):
        amount = value if kind == "reps" else as_time(value)
        named = {kind: {kind: step["name"], _AMOUNTS[kind]: amount}, "name": {}}
        return f"what is done stands behind {kind}:, and how much below it", kind, swapped(step, named)
    return None


def _amount_alone(step: Step) -> Ruled | None:
    """`work: 40s`, without a name."""
    kind = next((each for each in EXERCISES if each in step), "")
    time = step.get(kind)
    if kind in ("", "reps") or step.keys() - {kind, "rest", "off"} or not isinstance(time, str) or not _is_time(time):
        return None
    swaps = {kind: {kind: kind.capitalize(), _AMOUNTS[kind]: as_time(time)}}
    return f"what is done stands behind {kind}:, and how long below it", kind, swapped(step, swaps)


def _two_kinds(step: Step) -> Ruled | None:
    kind = next((each for each in ("hold", "work", "max") if each in step), "")
    if kind and isinstance(step.get("reps"), int):
        swaps = {kind: {"reps": step[kind]}, "reps": {"count": step["reps"]}}
        return f"what is counted is no {kind}", "reps", swapped(step, swaps)
    exercise = next((each for each in EXERCISES if each in step), "")
    rest = next((key for key in ("rest", "off") if key in step), "")
    if exercise and rest and "sets" not in step:
        alone = {key: value for key, value in step.items() if key != rest}
        return "a rest is a step of its own", rest, {"": [_amount_named(alone), {"rest": as_time(step[rest])}]}
    if "block" in step and "rest" in step and isinstance(step.get("steps"), list):
        between = "rest_between_rounds" if "rounds" in step else "rest_between_steps"
        return (
            f"a block's rest says what it is between: {between}",
            "rest",
            swapped(step, {"rest": {between: step["rest"]}}),
        )
    return None


def _amount_named(step: Step) -> Step:
    """Return the step with its amount under the right key."""
    ruled = _other_amount(step)
    return ruled[2] if ruled else step


def _other_amount(step: Step) -> Ruled | None:
    """An amount under another key, or of another kind: `time` for `for`, a time for reps, a count for work."""
    kind = kind_of(step)
    if kind not in EXERCISES or _AMOUNTS[kind] in step:
        return None
    right = _AMOUNTS[kind]
    for key, value in step.items():
        if key == kind:
            continue
        if key in _TIMES and right != "count":
            time = f"{value}m" if key in _MINUTES and isinstance(value, int) else as_time(value)
            return f"'{key}' is called {right} here", key, swapped(step, {key: {right: time}})
        if key in _TIMES and _is_time(value):
            swaps = {"reps": {"work": step["reps"]}, key: {"for": as_time(value)}}
            return "reps have a count, and what has a time is work", key, swapped(step, swaps)
        if key in _COUNTS and right == "count":
            return f"'{key}' is called count here", key, swapped(step, {key: {"count": value}})
        if key in _COUNTS and isinstance(value, int):
            swaps = {kind: {"reps": step[kind]}, key: {"count": value}}
            return f"what is counted is no {kind}", key, swapped(step, swaps)
    return None


def _amount_in_name(step: Step) -> Ruled | None:
    """`hold: Plank 30s`, and, where nothing else is written, an exercise without any amount."""
    kind, right = kind_of(step), ""
    name = step.get(kind)
    if kind not in EXERCISES or (right := _AMOUNTS[kind]) in step or not isinstance(name, str):
        return None
    if right == "count":
        found = re.fullmatch(
            r"(?P<amount>\d{1,4})\s*x?\s+(?P<name>[^\d].*)|(?P<other>.*\w)\s+x?\s*(?P<last>\d{1,4})", name
        )
        parts: tuple[str, object] | None = found and (
            found["name"] or found["other"],
            int(found["amount"] or found["last"]),
        )
    else:
        found = re.fullmatch(rf"(?P<name>.*\w)\s+(?P<amount>{_TIME})", name)
        parts = found and (found["name"], as_time(found["amount"]))
    if not parts:
        return None
    message = f"'{name}' holds how much of it, too, and that has a key of its own, {right}"
    return message, kind, swapped(step, {kind: {kind: parts[0], right: parts[1]}})


def _count_in_words(step: Step) -> Ruled | None:
    count = step.get("count")
    if not isinstance(count, str):
        return None
    if count.lower() in _NUMBERS:
        return "a count is a number in digits", "count", step | {"count": _NUMBERS.index(count.lower())}
    if found := re.fullmatch(r"(\d{1,4})\s*(?:reps?|times|repetitions)?", count):
        return "a count is a number alone", "count", step | {"count": int(found[1])}
    if found := re.fullmatch(r"(\d{1,3})\s*(?:x|sets of|times)\s*(\d{1,4})", count):
        return "these are sets", "count", step | {"count": int(found[2]), "sets": int(found[1])}
    if count.lower() in _MOST and isinstance(step.get("reps"), str):
        swaps: dict[str, Step] = {"reps": {"max": step["reps"]}, "count": {"within": _EXAMPLES["within"]}}
        return "as many as one can is a max, with a time", "count", swapped(step, swaps)
    if found := re.fullmatch(r"\d{1,4}\s*(?:-|–|to)\s*(\d{1,4})", count):
        return "a count is one number, since it is counted aloud", "count", step | {"count": int(found[1])}
    return None


def _list_without_brackets(step: Step) -> Ruled | None:
    """`count: 12, 10, 8`, of which `{count: 12, 10, 8}` makes keys; `for: 20s/30s/40s`."""
    right = _AMOUNTS.get(kind_of(step), "rest")
    torn = [key for key, value in step.items() if value is None and key[:1].isdecimal()]
    between = "," if torn else ""
    parts = re.split(r"\s*[,/-]\s*", f"{step.get(right, '')}{between}{between.join(torn)}")
    if len(parts) < 2 or (len(parts) == 2 and not torn) or not all(re.fullmatch(_TIME, part) for part in parts):  # noqa: PLR2004
        return None
    amounts = [int(part) if right == "count" and part.isdecimal() else as_time(part) for part in parts]
    without = {key: value for key, value in step.items() if key not in torn}
    return "several values, one for each round, are a list", right, without | {right: amounts}


def _sets(step: Step) -> Ruled | None:
    kind = next((each for each in EXERCISES if each in step), "")
    often = next((key for key in step if key in REPEATS or key == "x"), "")
    if (
        not kind
        or not isinstance(step.get(often), int)
        or step[often] == 1
        or (kind == "reps" and often in _COUNTS and "count" not in step)
    ):
        return None
    inner = _amount_named({key: value for key, value in step.items() if key not in (often, "rest", "off")})
    rests = [as_time(step[key]) for key in ("rest", "off") if key in step]
    rest = {"rest_between_rounds": rests[0]} if rests else {}
    rounds = {} if isinstance(inner.get(_AMOUNTS[kind]), list) else {"rounds": step[often]}
    block = {"block": step[kind], **rounds, **rest, "steps": [inner]}
    return "a step is one set; several are rounds of a block", often, block


def _sides(step: Step) -> Ruled | None:
    for key in ("sides", "side", "each side", "both sides", "per side"):
        value = step.get(key)
        if isinstance(value, str | int) and kind_of(step) in EXERCISES and (key == "sides" or "sides" not in step):
            named = [each.strip() for each in re.split(r",|/|\band\b", str(value)) if each.strip()]
            sides = ["left", "right"] if str(value).lower() in _BOTH or len(named) < 2 else named  # noqa: PLR2004
            return "sides are a list of their names", key, swapped(step, {key: {"sides": sides}})
    return None


def _sides_in_amount(step: Step) -> Ruled | None:
    """`for: 30s each side`, `count: 10 per leg`."""
    right = _AMOUNTS.get(kind_of(step), "")
    found = re.fullmatch(r"(\S.*?)\s*(?:each|per|/|both)\s*(side|leg|arm|hand|foot)s?", str(step.get(right, "")))
    if not found or "sides" in step:
        return None
    limb = "" if found[2] == "side" else f" {found[2]}"
    amount = int(found[1]) if found[1].isdecimal() else found[1]
    sides = {"sides": [f"left{limb}", f"right{limb}"]}
    return "sides are a list of their names", right, {**step, right: amount, **sides}


def _rounds_from_to(step: Step) -> Ruled | None:
    """`in_rounds: 1-3`, and `in_rounds: 1, 3`."""
    found = re.fullmatch(r"(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})", str(step.get("in_rounds", "")))
    if found and int(found[1]) < int(found[2]) < int(found[1]) + _MOST_ROUNDS:
        numbers = [*range(int(found[1]), int(found[2]) + 1)]
        return "in_rounds is a list of numbers", "in_rounds", step | {"in_rounds": numbers}
    return None


def _one_tip(step: Step) -> Ruled | None:
    for key in ("tips", "tip", "cue", "hint"):
        if isinstance(step.get(key), str) and (key == "tips" or "tips" not in step):
            return "tips are a list", key, swapped(step, {key: {"tips": [step[key]]}})
    return None


def _cues(step: Step) -> Ruled | None:
    """Cues by their moments, or one cue without a list: `cues: {2m: Pick up the pace}`."""
    length = step.get("for", step.get("within"))
    for key in ("cues", "cue", "say", "tips"):
        written = step.get(key)
        if written is None or (key != "cues" and ("cues" in step or not has_moments(written))):
            continue
        cues = as_cues(written, length)
        if cues and cues != written:
            problem = "a cue has a key for its moment, and one for what is heard"
            problem = (
                problem if isinstance(written, list) else "cues are a list, each with its moment and what is heard"
            )
            return problem, key, swapped(step, {key: {"cues": cues}})
    moments = {key: value for key, value in step.items() if key not in _STEP_KEYS and has_moments({key: value})}
    if kind_of(step) in _AMOUNTS and moments and "cues" not in step and (cues := as_cues(moments, length)):
        alone = {key: value for key, value in step.items() if key not in moments}
        return "what is heard at a moment is a cue", next(iter(moments)), {**alone, "cues": cues}
    return None


def _line_of_shorthand(step: Step) -> Ruled | None:
    """`amrap 10 min: 5 squats, 5 lunges`, a line whose colon makes a key of its beginning."""
    key, value = next(iter(step.items()), ("", None))
    if len(step) != 1 or key in _STEP_KEYS or not isinstance(value, str):
        return None
    steps = steps_of_shorthand(f"{key}: {value}")
    return (f"'{key}: {value}' is shorthand, and a step here has keys", key, {"": plain(steps)}) if steps else None


def _load(step: Step) -> Ruled | None:
    kind = kind_of(step)
    for key in _LOADS & step.keys():
        if kind in EXERCISES and isinstance(step[key], str):
            swaps = {kind: {kind: f"{step[kind]} {step[key]}"}, key: {}}
            return f"a {key} is part of the name, and spoken with it", key, swapped(step, swaps)
    return None


_RULES: Final[tuple[_Rule, ...]] = (
    *(
        _capital,
        *habits_of_schemes.RULES,
        _rest_with_time,
        _list_without_brackets,
        _count_in_words,
        _sets,
        _other_word,
        _amount_for_name,
        _amount_alone,
        _two_kinds,
    ),
    *habits_of_distances.RULES,
    *(
        _other_amount,
        _amount_in_name,
        _sides_in_amount,
        _rounds_from_to,
        _sides,
        _cues,
        _one_tip,
        _load,
        _line_of_shorthand,
    ),
)
