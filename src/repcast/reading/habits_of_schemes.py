"""Blocks and whole schemes as people write them by habit: rules for `habits`, each of which knows one."""

import re
from typing import Final

from repcast.reading.written_steps import REPEATS, Ruled, Step, kind_of, swapped
from repcast.session.model import EXERCISES

_BOUTS: Final = 8  # of a Tabata
_BLOCKS: Final = frozenset(
    {
        "circuit",
        "superset",
        "set",
        "group",
        "section",
        "round",
        "part",
        "warmup",
        "warm-up",
        "warm up",
        "main",
        "main set",
    }
    | {"cooldown", "cool-down", "cool down", "finisher", "workout"}
)


def _nested_block(step: Step) -> Ruled | None:
    inner = step.get("block")
    if isinstance(inner, dict) and "steps" in inner and len(step) == 1:
        name = inner.get("name", "Block")
        block = {"block": name, **{key: value for key, value in inner.items() if key != "name"}}
        return "a block has its name right behind it, and its keys beside it", "block", block
    return None


def _tabata(step: Step) -> Ruled | None:
    """`tabata: Squats`, `tabata: [Squats, Lunges]`, `tabata: 8` with steps."""
    key = next((each for each in step if each.lower() == "tabata"), "")
    value, others = step.get(key), {each: item for each, item in step.items() if each != key}
    if not key or others.keys() - {"rounds", "steps"}:
        return None
    if isinstance(value, str) and "steps" not in step:
        rounds = {"rounds": step.get("rounds", _BOUTS)}
        block = {"block": value, **rounds, "rest_between_rounds": "10s", "steps": [{"work": value, "for": "20s"}]}
        return "a Tabata is a block of eight rounds", key, block
    written = value if isinstance(value, list) else step.get("steps")
    if not isinstance(written, list) or not written:
        return None
    steps = [{"work": each, "for": "20s"} if isinstance(each, str) else each for each in written]
    in_all = _BOUTS // len(steps) if _BOUTS % len(steps) == 0 else 0
    number: object = value if isinstance(value, int) else step.get("rounds", in_all or _BOUTS)
    between = {"rest_between_steps": "10s"} if len(steps) > 1 else {}
    block = {"block": "Tabata", "rounds": number, "rest_between_rounds": "10s", **between, "steps": steps}
    several = f"{_BOUTS} rounds for {_BOUTS} bouts of each{f', {in_all} for {_BOUTS} in all' if in_all else ''}"
    return f"a Tabata is a block{': ' + several if between else ' of eight rounds'}", key, block


def _emom(step: Step) -> Ruled | None:
    """`emom: 10`, with an exercise or with steps."""
    key = next((each for each in step if each.lower() == "emom"), "")
    minutes = re.fullmatch(r"([1-9][0-9]?)\s*(?:m|min|mins|minutes|rounds)?", str(step.get(key)))
    if not key or not minutes:
        return None
    inside = {each: item for each, item in step.items() if each != key}
    block: Step = {"rounds": int(minutes[1]), "every": "1m"}
    if kind_of(inside) in EXERCISES:
        block = {"block": inside[kind_of(inside)], **block, "steps": [inside]}
    elif isinstance(inside.get("steps"), list):
        block = {"block": "EMOM", **block, **inside}
    else:
        return None
    return "an EMOM is a block whose rounds begin every minute", key, block


def _other_block(step: Step) -> Ruled | None:
    """A block by another name: `circuit: Legs`, `superset: [...]`."""
    for key, value in step.items():
        if key.lower() not in _BLOCKS or "block" in step:
            continue
        problem = f"'{key}' is called block"
        if isinstance(value, str) and isinstance(step.get("steps"), list):
            return problem, key, swapped(step, {key: {"block": value}})
        if isinstance(value, list) and "steps" not in step:
            others = {each: item for each, item in step.items() if each != key}
            return problem, key, {"block": key.capitalize(), **others, "steps": value}
    return None


def _repeated(step: Step) -> Ruled | None:
    """Steps that are repeated by another word than rounds, or without a block's name."""
    if kind_of(step) not in ("", "block") or "steps" not in step:
        return None
    for key in sorted(REPEATS & step.keys()):
        if isinstance(step[key], int) and "block" not in step:
            block = {"block": "Circuit", "rounds": step[key]}
            return "steps that are repeated are a block with rounds", key, swapped(step, {key: block})
        if isinstance(step[key], int) and "rounds" not in step:
            return f"'{key}' is called rounds here", key, swapped(step, {key: {"rounds": step[key]}})
    if "block" not in step and isinstance(step["steps"], list):
        return "steps that stand together are a block, and a block has a name", "steps", {"block": "Circuit", **step}
    return None


RULES: Final = (_nested_block, _tabata, _emom, _other_block, _repeated)
