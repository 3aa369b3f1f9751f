"""What a session's document promises its listener, worked out from it alone and not by the code under test."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import yaml

from repcast.plan.timeline import ClipKey, Timeline
from repcast.resources import builtin_sessions

Document = dict[str, Any]
Where = tuple[str, tuple[int | str, ...]]
"""A file's name (empty for the session's own) and the path of a mapping in it."""

_SMALL: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
NUMBERS: Final = (*_SMALL, *(f"twenty-{ones}" for ones in _SMALL[:9]), "thirty")
GAP_MS: Final = 150
TAIL_MS: Final = 500  # after what is said in a step that takes its length


def ms(text: str) -> int:
    """Return the milliseconds of a written duration or tempo."""
    if ":" in text:
        minutes, seconds = text.split(":")
        return 60_000 * int(minutes) + 1_000 * int(seconds)
    unit_ms = {"h": 3_600_000, "m": 60_000, "s": 1_000}
    return sum(round(float(number) * unit_ms[unit]) for number, unit in re.findall(r"([0-9.]+)([hms])", text))


def _default_ms(span: str | Document) -> int:
    return ms(span["default"] if isinstance(span, dict) else span)


@dataclass(frozen=True)
class Expected:
    """One step as the document asks for it; `ms` is None where it takes the length of its speech."""

    purpose: str
    kind: str
    name: str
    where: Where
    side: str = ""
    round: int = 1
    ms: int | None = None
    step: Document | None = None
    continues: bool = False


@cache
def builtin(name: str) -> tuple[Path, Document]:
    """Return a built-in session's file, and its data (these few hold nothing that YAML 1.1 reads differently)."""
    path = builtin_sessions()[name]
    document: Document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return path, document


def steps_of(document: Document) -> tuple[Expected, ...]:
    """Return every step, from the lead-in to the closing words."""
    first = Expected("lead_in", "lead_in", "Get ready", ("", ()))
    last = Expected("speech", "finish", "Finish", ("", ()))
    return (first, *_group(document, ("", ()), 1), last)


def _group(group: Document, where: Where, outer_round: int) -> Iterator[Expected]:
    rounds = group.get("rounds", 1)
    for number in range(1, rounds + 1):
        round_ = number if rounds > 1 else outer_round
        if number > 1:
            yield from _pause(group, "rest_between_rounds", where, round_ - 1)
        steps = group["steps"]
        for index, step in enumerate(steps):
            yield from _step(step, (where[0], (*where[1], "steps", index)), round_)
            if _is_rested_after(steps[index:]):
                yield from _pause(group, "rest_between_steps", where, round_)


def _is_rested_after(steps: list[Document]) -> bool:
    """Tell whether another exercise follows the first of these, and the author rests nowhere between them."""
    if "rest" in steps[0] or [*steps[0]] == ["say"]:
        return False
    following = next((step for step in steps[1:] if [*step] != ["say"]), {"rest": ""})
    return "rest" not in following


def _pause(group: Document, key: str, where: Where, round_: int) -> Iterator[Expected]:
    if pause_ms := _default_ms(group.get(key, "0s")):
        yield Expected("rest", "rest", "Rest", where, round=round_, ms=pause_ms)


def _step(step: Document, where: Where, round_: int) -> Iterator[Expected]:
    kind = next(kind for kind in ("hold", "work", "reps", "max", "rest", "block", "include", "say") if kind in step)
    match kind:
        case "block":
            yield from _group(step, where, round_)
        case "include":
            for inner in _group(builtin(step["include"])[1], (f"{step['include']}.yaml", ()), round_):
                # What the included session does between its own rounds or steps stands where it is included.
                yield inner if inner.where[1] else replace(inner, where=where)
        case "rest":
            yield Expected("rest", "rest", "Rest", where, round=round_, ms=_default_ms(step["rest"]))
        case "say":
            yield Expected("speech", "say", "Say", where, round=round_, step=step)
        case _:
            yield from _exercise(step, kind, where, round_)


def _exercise(step: Document, kind: str, where: Where, round_: int) -> Iterator[Expected]:
    if kind == "reps":
        step_ms = step["count"] * ms(step.get("tempo", "2s"))
    else:
        step_ms = _default_ms(step["within" if kind == "max" else "for"])
    switch_ms = _default_ms(step.get("switch", "5s"))
    for number, side in enumerate(step.get("sides", [""])):
        if number and switch_ms:
            yield Expected("switch", "switch", "Switch", where, round=round_, ms=switch_ms)
        yield Expected("work", kind, step[kind], where, side, round_, step_ms, step, number > 0)


# Anchored cues

Anchor = tuple[str, str, int, int]
"""Track, what is heard, when, and the index of the step that it belongs to."""


def counted_s(document: Document, length_ms: int | None) -> int:
    """Return how many seconds are counted at the end of a step; of one that takes the length of its speech: None."""
    if document.get("countdown") == "off":
        return 0
    most_s = int(document.get("countdown_from", 3))
    return most_s if length_ms is None or length_ms >= 5_000 + 1_000 * most_s else 3


def anchors_of(document: Document, timeline: Timeline, lengths: Mapping[ClipKey, int]) -> Counter[Anchor]:
    """Return every cue that has its exact moment, given where the steps begin and how long each clip is."""
    steps = steps_of(document)
    last_work = max((index for index, step in enumerate(steps) if step.purpose == "work"), default=-1)
    anchors: Counter[Anchor] = Counter()
    for index, (step, after) in enumerate(pairwise((*steps, None))):
        assert step is not None
        placed = timeline.steps[index]
        work_follows = after is not None and after.purpose == "work"
        length_ms = placed.end_ms - placed.start_ms
        if step.purpose == "work":
            cues = [*_work_anchors(step, length_ms, lengths, document)]
            if index == last_work:
                cues.append(("earcon", "finish", length_ms))
            elif after is not None and after.purpose not in ("work", "rest"):
                cues.append(("earcon", "done", length_ms))
        else:
            cues = [*_ticks(length_ms, counted_s(document, step.ms))] if work_follows else []
            if step.purpose == "rest" and index < last_work:
                cues.append(("earcon", "rest", 0))
        anchors.update(
            (track, heard, placed.start_ms + at_ms, index)
            for track, heard, at_ms in cues
            if track == "voice" or ("earcon", heard) in lengths
        )
    return anchors


_Cue = tuple[str, str, int]


def _ticks(length_ms: int, seconds: int) -> Iterator[_Cue]:
    for left_ms in range(1_000 * seconds, 0, -1_000):
        if left_ms < length_ms:
            yield "earcon", "tick", length_ms - left_ms


def _work_anchors(step: Expected, length_ms: int, lengths: Mapping[ClipKey, int], document: Document) -> Iterator[_Cue]:
    assert step.step is not None
    yield "earcon", "go", 0
    if step.kind == "reps":
        yield from _rep_anchors(step.step["count"], ms(step.step.get("tempo", "2s")), lengths)
        return
    seconds = counted_s(document, length_ms)
    is_spoken = document.get("countdown", "spoken") == "spoken" and length_ms >= 8_000
    if is_spoken and max(lengths["voice", word] for word in NUMBERS[:seconds]) + GAP_MS <= 1_000:
        yield from (("voice", NUMBERS[left - 1], length_ms - 1_000 * left) for left in range(1, seconds + 1))
    else:
        yield from _ticks(length_ms, seconds)
    if length_ms >= 30_000:
        yield "earcon", "halfway", length_ms // 2


def _rep_anchors(count: int, tempo_ms: int, lengths: Mapping[ClipKey, int]) -> Iterator[_Cue]:
    beats = [number * tempo_ms for number in range(count)]
    if max(lengths["voice", word] for word in NUMBERS[:count]) + GAP_MS <= tempo_ms:
        yield from (("voice", NUMBERS[number], at_ms) for number, at_ms in enumerate(beats))
        return
    yield from (("earcon", "tick", at_ms) for at_ms in beats)
    for number in range(4, count, 5):
        word = NUMBERS[number]
        next_ms = beats[number + 5] if number + 5 < count else count * tempo_ms
        if beats[number] + lengths["voice", word] + GAP_MS <= next_ms:
            yield "voice", word, beats[number]


# Lines


def lines_of(text: str) -> dict[tuple[int | str, ...], int]:
    """Return the line on which each mapping of a YAML text begins, by its path."""
    return dict(_lines(yaml.compose(text, Loader=yaml.CSafeLoader), ()))


def _lines(node: yaml.Node | None, path: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        yield path, node.start_mark.line + 1
        for key, value in node.value:
            yield from _lines(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _lines(item, (*path, index))
