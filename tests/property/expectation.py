"""What a session's document promises its listener, worked out from it alone and not by the code under test."""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import yaml

from repcast.plan.timeline import ClipKey, Event, Timeline
from repcast.resources import builtin_sessions

Document = dict[str, Any]
Where = tuple[str, tuple[int | str, ...]]
"""A file's name (empty for the session's own) and the path of a mapping in it."""

_SMALL: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
NUMBERS: Final = (*_SMALL, *(f"twenty-{ones}" for ones in _SMALL[:9]), "thirty")
# What is also written beside another kind stands last.
KINDS: Final = ("hold", "work", "reps", "max", "recover", "rest", "pause", "block", "include", "say")
GAP_MS: Final = 150
SQUEEZED_MS: Final = 30
TAIL_MS: Final = 500  # after what is said in a step that takes its length
FRAME_MS: Final = 24
ROWS: Final = (
    *("opening", "name", "round", "instruction", "length", "halfway", "time_left", "ten_seconds", "tips"),
    *("encouragement", "count", "closing"),
)
PHRASES: Final[Mapping[str, str]] = {
    "down": "Down.",
    "hold": "Hold.",
    "up": "Up.",
    "halfway": "Halfway.",
    "time_left": "{duration} left.",
    "half_of_workout": "Halfway through the workout.",
    "left_of_workout": "{duration} left in the workout.",
    "round": "Round {n} of {of}.",
    "set": "Set {n} of {of}.",
    "number": "{n} of {of}.",
    "last_round": "Last round.",
    "last_set": "Last set.",
}
"""What is said by itself in English, as far as it tells when it may be said."""


def ms(text: str) -> int:
    """Return the milliseconds of a written duration or tempo."""
    if ":" in text:
        minutes, seconds = text.split(":")
        return 60_000 * int(minutes) + 1_000 * int(seconds)
    unit_ms = {"h": 3_600_000, "m": 60_000, "s": 1_000}
    return sum(round(float(number) * unit_ms[unit]) for number, unit in re.findall(r"([0-9.]+) ?([hms])", text))


def _default_ms(span: str | Document) -> int:
    return ms(span["default"] if isinstance(span, dict) else span)


# How much is said

Told = Mapping[str, str]
"""Of each thing that may be said how much: full, usual, little or none."""
USUAL: Final[Told] = dict.fromkeys(ROWS, "usual")
_MEANS: Final = {"on": "full", "off": "none"}


def told_in(around: Told, written: str | Document | None) -> Told:
    """Return how much is said where an author writes so much `talk`, inside of what holds around."""
    talk = {"level": written} if isinstance(written, str) else written or {}
    level = talk.get("level")
    told = dict.fromkeys(ROWS, level) if level else dict(around)
    return told | {key: _MEANS.get(value, value) for key, value in talk.items() if key != "level"}


def phrase(document: Document, key: str) -> str:
    """Return what is said by itself, as the author words it."""
    own: str = document.get("phrases", {}).get(key, "")
    return " ".join(own.split()) or PHRASES[key]


@dataclass(frozen=True)
class Expected:
    """One step as the document asks for it; `ms` is None where it takes the length of its speech.

    `round` is that of the innermost group with several, of which there are `rounds`; each is a set, where nothing but
    one exercise is done in it. `outer` is the same of those around it with several, outermost first. What `is_wait`
    only fills the time up to whatever is done next. `told_side` is what is new of the side.
    """

    purpose: str
    kind: str
    name: str
    where: Where
    side: str = ""
    round: int = 1
    rounds: int = 1
    is_set: bool = False
    ms: int | None = None
    step: Document | None = None
    continues: bool = False
    told_side: str = ""
    outer: tuple[tuple[int, int], ...] = ()
    told: Told = field(default_factory=lambda: USUAL)
    is_wait: bool = False
    music: object = None


@cache
def builtin(name: str) -> tuple[Path, Document]:
    """Return a built-in session's file, and its data (these few hold nothing that YAML 1.1 reads differently)."""
    path = builtin_sessions()[name]
    document: Document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return path, document


@dataclass(frozen=True)
class _Around:
    """What holds around a step: its round, of how many, whether that is a set and the last of all, how much is said.

    And what is dealt out, and the outermost rounds.
    """

    round: int
    rounds: int
    is_set: bool
    told: Told
    is_last: bool = True
    music: object = None
    pace: str = ""
    outer: tuple[tuple[int, int], ...] = ()
    deals: "Deals" = field(default_factory=lambda: Deals(0))


@dataclass
class Deals:
    """How often each group was shuffled, or some of it picked, by its name; and which step came last."""

    seed: int
    times: Counter[str] = field(default_factory=Counter)
    last: dict[str, int] = field(default_factory=dict)

    def dealt(self, group: Document, name: str, steps: list[tuple[int, Document]]) -> list[tuple[int, Document]]:
        """Return the steps of the next round of a group, with their indices, of those that may be done in it."""
        cards = _cards(steps)
        count = min(group.get("pick", len(cards)), len(cards))
        is_shuffled = group.get("shuffle") == "on"
        if not cards or (not is_shuffled and count == len(cards)):
            return steps
        self.times[name] += 1
        fresh = [card for card in cards if card != self.last.get(name)] or [*cards]
        drawn = self._drawn([*cards], fresh, count, name)
        if not is_shuffled:
            drawn = sorted(drawn if min(drawn) in fresh else self._drawn(fresh, fresh, min(count, len(fresh)), name))
        self.last[name] = drawn[-1]
        order = [steps[at] for card in drawn for at in cards[card]]
        dealt = {at for places in cards.values() for at in places}
        first = min(dealt)
        before = [step for at, step in enumerate(steps) if at not in dealt and at < first]
        return [*before, *order, *(step for at, step in enumerate(steps) if at not in dealt and at > first)]

    def _drawn(self, left: list[int], first: list[int], count: int, name: str) -> list[int]:
        drawn: list[int] = []
        left = [*left]
        while len(drawn) < count:
            text = f"{self.seed}/{name}/{self.times[name]}/{len(drawn) + 1}"
            choice = left if drawn else first
            number = int(hashlib.sha256(text.encode()).hexdigest()[:16], 16)
            drawn.append(choice[number % len(choice)])
            left.remove(drawn[-1])
        return drawn


def _cards(steps: list[tuple[int, Document]]) -> dict[int, list[int]]:
    """Return of each step that is dealt, by its index, the places of all that goes with it."""
    kinds = [
        "-" if kind_of(step) in ("rest", "pause", "recover") else "s" if kind_of(step) == "say" else "x"
        for _, step in steps
    ]
    return {
        steps[found.end(1) - 1][0]: [*range(*found.span())]
        for found in re.finditer(r"((?:s[s-]*)?x)-*", "".join(kinds))
    }


_NOTHING_AROUND: Final = _Around(1, 1, is_set=False, told=USUAL)


def steps_of(document: Document) -> tuple[Expected, ...]:
    """Return every step, from the lead-in to the closing words."""
    told = told_in(USUAL, document.get("talk"))
    first = Expected("lead_in", "lead_in", "Get ready", ("", ()), told=told)
    last = Expected("speech", "finish", "Finish", ("", ()), told=told)
    around = _Around(1, 1, is_set=False, told=USUAL, deals=Deals(document.get("seed", 0)))
    steps = [*_group(document, ("", ()), around)]
    end = max((index for index, step in enumerate(steps) if step.purpose == "work"), default=-1)
    return (first, *(step for index, step in enumerate(steps) if index < end or not step.is_wait), last)


def round_ms(group: Document, pace: str) -> int | None:
    """Return how long a round of a group takes, with all its waits; None where that is not known in advance.

    `pace` is that around the group.
    """
    once = {**_widest(group), "rounds": 1, "every": "0s"}
    lengths = [step.ms for step in _group(once, ("", ()), _Around(1, 1, is_set=False, told=USUAL, pace=pace))]
    return None if None in lengths else sum(each or 0 for each in lengths)


def _group(group: Document, where: Where, outer: _Around) -> Iterator[Expected]:
    rounds, told = rounds_of(group), told_in(outer.told, group.get("talk"))
    outer = replace(outer, pace=group.get("pace", outer.pace))
    is_set = sum(not (_is_idle(step) or _is_said_only(step)) for step in group["steps"]) == 1
    is_set &= not any("block" in step or "include" in step for step in group["steps"])
    for number in range(1, rounds + 1):
        around = replace(outer, told=told)
        if rounds > 1:
            above = (*outer.outer, (outer.round, outer.rounds)) if outer.rounds > 1 else ()
            around = replace(around, round=number, rounds=rounds, is_set=is_set, outer=above)
        around = replace(around, is_last=outer.is_last and number == rounds)
        if number > 1:
            yield from _pause(group, "rest_between_rounds", where, replace(around, round=number - 1))
        taken_ms = 0
        for step in _round(group, number, where, around):
            taken_ms += step.ms or 0
            yield step
        if (wait_ms := _default_ms(group.get("every", "0s")) - taken_ms) > 0:
            wait = _expected("rest", "rest", "Rest", where, around, wait_ms)
            yield replace(wait, is_wait=around.is_last)


AMOUNTS: Final = {
    "hold": "for",
    "work": "for",
    "recover": "for",
    "max": "within",
    "reps": "count",
    "rest": "rest",
    "pause": "pause",
}
"""The key that has a value, or a list with one for each round, of each kind of step that has one."""


def amount_key(step: Document) -> str:
    """Return the key that has the time, the number or the distance of a step; empty where it has none."""
    return "distance" if "distance" in step else AMOUNTS.get(kind_of(step), "")


def kind_of(step: Document) -> str:
    """Return the kind of a step."""
    return next(kind for kind in KINDS if kind in step)


def rounds_of(group: Document) -> int:
    """Return how many rounds a group has: so many as there are values in the lists of its steps."""
    lists = (step.get(amount_key(step)) for step in group["steps"])
    written: int = group.get("rounds", 1)
    return next((len(each) for each in lists if isinstance(each, list)), written)


def _widest(group: Document) -> Document:
    """Return a group in which each round has all its steps, each in its longest round."""
    steps = []
    for step in group["steps"]:
        key = amount_key(step)
        size = _metres if key == "distance" else _size
        longest = max(step[key], key=size) if isinstance(step.get(key), list) else step.get(key)
        whole = {name: value for name, value in step.items() if name != "in_rounds"} | ({key: longest} if key else {})
        steps.append(_widest(whole) if "steps" in step else whole)
    kept = {key: value for key, value in group.items() if key not in ("shuffle", "pick")}
    return kept | {"steps": steps, "rounds": rounds_of(group)}


def _size(amount: str | int | Document) -> int:
    return amount if isinstance(amount, int) else _default_ms(amount)


_METRES: Final = {"m": Fraction(1), "km": Fraction(1_000), "mi": Fraction("1609.344"), "yd": Fraction("0.9144")}
_FAR: Final = re.compile(r"([0-9.]*) ?(m|km|mi|yd)")


def _metres(distance: str) -> Fraction:
    found = _FAR.fullmatch(distance)
    assert found
    return Fraction(found[1] or 1) * _METRES[found[2]]


def _covered_ms(distance: str, pace: str) -> int:
    """Return how long a distance takes at a pace: to the nearest second, halves upwards, and at least one."""
    clock, per = pace.split("/")
    minutes, seconds = map(int, clock.split(":"))
    exact = _metres(distance) / _metres(per) * (60 * minutes + seconds)
    return max(1, math.floor(exact + Fraction(1, 2))) * 1_000


def _is_done(step: Document, number: int, rounds: int) -> bool:
    asked = step.get("in_rounds", [number])
    words = {"first": number == 1, "last": number == rounds, "not last": number < rounds}
    return words[asked] if isinstance(asked, str) else number in (asked if isinstance(asked, list) else [asked])


def _in_round(step: Document, number: int) -> Document:
    key = amount_key(step)
    return {**step, key: step[key][number - 1]} if isinstance(step.get(key), list) else step


def _round(group: Document, number: int, where: Where, around: _Around) -> Iterator[Expected]:
    """Yield a round: once, or in a block with sides once for each."""
    name = group.get("block", "")
    there = [(index, step) for index, step in enumerate(group["steps"]) if _is_done(step, number, rounds_of(group))]
    steps = [(index, _in_round(step, number)) for index, step in around.deals.dealt(group, name, there)]
    sides = group.get("sides", [""]) if "block" in group else [""]
    last: Where | None = None
    for turn, side in enumerate(sides):
        if turn and (switch_ms := _default_ms(group.get("switch", "5s"))):
            yield _expected("switch", "switch", "Switch", where, around, switch_ms)
        inside = around if turn == len(sides) - 1 else replace(around, is_last=False)
        is_told = not side
        for step in _pass(group, steps, where, inside):
            if step.purpose != "work":
                yield step
                continue
            continues = step.continues or (not is_told and step.where == last)
            told = ", ".join(filter(None, ("" if is_told else side, step.told_side)))
            both = ", ".join(filter(None, (side, step.side)))
            yield replace(step, side=both, told_side=told, continues=continues)
            is_told, last = True, step.where


def _pass(group: Document, steps: list[tuple[int, Document]], where: Where, around: _Around) -> Iterator[Expected]:
    for at, (index, step) in enumerate(steps):
        yield from _step(step, (where[0], (*where[1], "steps", index)), around)
        if _is_rested_after([step for _, step in steps[at:]]):
            yield from _pause(group, "rest_between_steps", where, around)


def _is_rested_after(steps: list[Document]) -> bool:
    """Tell whether another exercise follows the first of these, and the author rests nowhere between them."""
    if _is_idle(steps[0]) or "recover" in steps[0] or _is_said_only(steps[0]):
        return False
    following = next((step for step in steps[1:] if not _is_said_only(step)), {"rest": ""})
    return not _is_idle(following) and "recover" not in following


def _is_idle(step: Document) -> bool:
    return "rest" in step or "pause" in step


def _is_said_only(step: Document) -> bool:
    return kind_of(step) == "say"


def _pause(group: Document, key: str, where: Where, around: _Around) -> Iterator[Expected]:
    if pause_ms := _default_ms(group.get(key, "0s")):
        yield _expected("rest", "rest", "Rest", where, around, pause_ms)


def _expected(  # noqa: PLR0913, PLR0917 - what all steps have
    purpose: str, kind: str, name: str, where: Where, around: _Around, length_ms: int | None
) -> Expected:
    return Expected(
        purpose,
        kind,
        name,
        where,
        round=around.round,
        rounds=around.rounds,
        is_set=around.is_set,
        ms=length_ms,
        told=around.told,
        music=around.music,
        outer=around.outer,
    )


def _step(step: Document, where: Where, around: _Around) -> Iterator[Expected]:
    around = replace(around, music=step.get("music", around.music))
    kind = kind_of(step)
    match kind:
        case "block":
            yield from _group(step, where, around)
        case "include":
            for inner in _group(builtin(step["include"])[1], (f"{step['include']}.yaml", ()), around):
                # What the included session does between its own rounds or steps stands where it is included.
                yield inner if inner.where[1] else replace(inner, where=where)
        case "rest":
            inside = replace(around, told=told_in(around.told, step.get("talk")))
            yield replace(_expected("rest", "rest", "Rest", where, inside, _default_ms(step["rest"])), step=step)
        case "pause":
            yield replace(_expected("rest", "pause", "Pause", where, around, _default_ms(step["pause"])), step=step)
        case "say":
            yield replace(_expected("speech", "say", "Say", where, around, None), step=step)
        case _:
            yield from _exercise(step, kind, where, replace(around, told=told_in(around.told, step.get("talk"))))


def _exercise(step: Document, kind: str, where: Where, around: _Around) -> Iterator[Expected]:
    if kind == "reps":
        step_ms = step["count"] * rep_ms(step)
    elif "distance" in step:
        step_ms = _covered_ms(step["distance"], step.get("pace", around.pace))
    else:
        step_ms = _default_ms(step["within" if kind == "max" else "for"])
    switch_ms = _default_ms(step.get("switch", "5s"))
    for number, side in enumerate(step.get("sides", [""])):
        if number and switch_ms:
            yield _expected("switch", "switch", "Switch", where, around, switch_ms)
        work = _expected("work", kind, step[kind], where, around, step_ms)
        yield replace(work, side=side, told_side=side, step=step, continues=number > 0)


def rep_ms(step: Document) -> int:
    """Return how long each repetition of a step takes."""
    return sum(length_ms for _, length_ms in phases_of(step)) or ms(step.get("tempo", "2s"))


def phases_of(step: Document) -> list[tuple[str, int]]:
    """Return the phases of each repetition: what is said, and how long it takes; none where it has one beat."""
    if "phases" in step:
        return [(name, ms(length)) for phase in step["phases"] for name, length in phase.items()]
    seconds = step.get("tempo", "2s").lower().replace("x", "1").split("-")
    if len(seconds) == 1:
        return []
    moves = zip(("down", "hold", "up", "hold"), seconds, strict=False)
    return [(name, int(each) * 1_000) for name, each in moves if int(each)]


# The author's own cues


@dataclass(frozen=True)
class Own:
    """Words or a sound of the author's own, at a moment of a step: its index, and milliseconds from its start."""

    step: int
    at_ms: int
    words: str = ""
    sound: str = ""


def own_cues(steps: Iterable[Expected]) -> Iterator[Own]:
    """Yield every cue that the author has put into steps, as often as it is heard."""
    for index, step in enumerate(steps):
        for cue in (step.step or {}).get("cues", []):
            assert step.ms is not None
            heard = {"words": " ".join(cue.get("say", "").split()), "sound": cue.get("sound", "")}
            for at_ms in moments_ms(cue, step.ms):
                yield Own(index, at_ms, **heard)


def moments_ms(cue: Document, length_ms: int) -> Sequence[int]:
    """Return when a cue is heard in a step that lasts so long."""
    if "every" in cue:
        every_ms = ms(cue["every"])
        return range(every_ms, length_ms, every_ms)
    at = cue["at"]
    return [length_ms - ms(at[1:]) if at.startswith("-") else ms(at)]


def length_of(step: Document) -> int:
    """Return how long a written step with a time of its own takes, or one side of it."""
    [expected] = [each for each in _step({**step, "sides": [""]}, ("", ()), _NOTHING_AROUND) if each.kind in step]
    assert expected.ms is not None
    return expected.ms


# Anchored cues

Anchor = tuple[str, str, int, int]
"""Track, what is heard, when, and the index of the step that it belongs to."""


@dataclass(frozen=True)
class Anchors:
    """What has its exact moment: what is always heard, and what is, unless something else is heard there."""

    firm: Counter[Anchor]
    soft: Counter[Anchor]


def counted_s(document: Document, length_ms: int | None) -> int:
    """Return how many seconds are counted at the end of a step; of one that takes the length of its speech: None."""
    if document.get("countdown") == "off":
        return 0
    most_s = int(document.get("countdown_from", 3))
    return most_s if length_ms is None or length_ms >= 5_000 + 1_000 * most_s else 3


def anchors_of(document: Document, timeline: Timeline, lengths: Mapping[ClipKey, int]) -> Anchors:
    """Return every cue that has its exact moment, given where the steps begin and how long each clip is.

    Ticks, and the numbers of counted reps, give way to a name that has no other place, and to what sounds there.
    """
    steps = steps_of(document)
    last_work = max((index for index, step in enumerate(steps) if step.purpose == "work"), default=-1)
    anchors = Anchors(Counter(), Counter())
    for index, (step, after) in enumerate(pairwise((*steps, None))):
        assert step is not None
        placed = timeline.steps[index]
        work_follows = after is not None and after.purpose == "work"
        length_ms = placed.end_ms - placed.start_ms
        if step.purpose == "work":
            assert after is not None
            ending = "" if after.kind == "pause" else "finish" if index == last_work else _ending(after)
            cues = [*_work_anchors(step, length_ms, lengths, document, ending)]
            if ending in ("finish", "done"):
                cues.append(("earcon", ending, length_ms))
        elif step.kind == "pause":
            cues = [("earcon", "finish", length_ms)] if _is_last_silence(steps, last_work, index) else []
        else:
            cues = [*_ticks(length_ms, counted_s(document, step.ms))] if work_follows else []
            if step.purpose == "rest" and index < last_work:
                cues.append(("earcon", "rest", 0))
        for track, heard, at_ms in cues:
            if track == "voice" or ("earcon", heard) in lengths:
                gives_way = step.kind == "reps" or "cues" in (step.step or {})
                is_soft = heard == "tick" or (track == "voice" and gives_way)
                found = anchors.soft if is_soft else anchors.firm
                found[track, heard, placed.start_ms + at_ms, index] += 1
    return anchors


def _is_last_silence(steps: tuple[Expected, ...], last_work: int, index: int) -> bool:
    """Tell whether a pause is the last of those that follow the last exercise at once: its signal comes after them."""
    since = [step.kind for step in steps[last_work + 1 : index + 2]]
    return 0 <= last_work < index and since[-1] != "pause" and {*since[:-1]} == {"pause"}


_Cue = tuple[str, str, int]


def _start_of(step: Expected) -> str:
    return "recover" if step.kind == "recover" else "go"


def _ending(after: Expected) -> str:
    """Return the signal at an exercise's end, given what comes after it."""
    return {"work": _start_of(after), "rest": "rest"}.get(after.purpose, "done")


def _ticks(length_ms: int, seconds: int) -> Iterator[_Cue]:
    for left_ms in range(1_000 * seconds, 0, -1_000):
        if left_ms < length_ms:
            yield "earcon", "tick", length_ms - left_ms


def _work_anchors(
    step: Expected, length_ms: int, lengths: Mapping[ClipKey, int], document: Document, ending: str
) -> Iterator[_Cue]:
    assert step.step is not None
    yield "earcon", _start_of(step), 0
    if step.kind == "reps" and phases_of(step.step):
        yield from _phase_anchors(step, lengths, document)
        return
    if step.kind == "reps":
        yield from _rep_anchors(step, lengths, is_ended=not ending or ("earcon", ending) in lengths)
        return
    seconds = counted_s(document, length_ms)
    is_spoken = document.get("countdown", "spoken") == "spoken" and length_ms >= 8_000 and step.told["count"] != "none"
    if is_spoken and max(lengths["voice", word] for word in NUMBERS[:seconds]) + GAP_MS <= 1_000:
        yield from (("voice", NUMBERS[left - 1], length_ms - 1_000 * left) for left in range(1, seconds + 1))
    else:
        yield from _ticks(length_ms, seconds)
    half_ms = length_ms // 2
    if length_ms >= 30_000 and step.told["halfway"] != "none":
        minutes_ms = [length_ms - 60_000 * minutes for minutes in minutes_left(length_ms, step.told["time_left"])]
        if all(abs(at_ms - half_ms) >= 12_000 for at_ms in minutes_ms):
            yield "earcon", "halfway", half_ms


def minutes_left(length_ms: int, how_much: str) -> Iterator[int]:
    """Yield the minutes of which is told that they are left: each; or the last five, each fifth, and 3, 2, 1."""
    shortest_ms = {"full": 90_000, "usual": 120_000}.get(how_much)
    if shortest_ms is None or length_ms < shortest_ms:
        return
    for minutes in range(1, (length_ms - 15_000) // 60_000 + 1):
        if how_much == "full" or length_ms <= 300_000 or minutes <= 3 or minutes % 5 == 0:
            yield minutes


def _rep_anchors(step: Expected, lengths: Mapping[ClipKey, int], *, is_ended: bool) -> Iterator[_Cue]:
    """Yield a number for each rep, but for the one that a signal counts: the one that starts or ends them all.

    Where numbers take too long there are ticks, and each fifth is a number, if that does not.
    """
    assert step.step is not None
    count, tempo_ms, at_end = step.step["count"], ms(step.step.get("tempo", "2s")), step.step.get("count_at") == "end"
    beats = {number: (number if at_end else number - 1) * tempo_ms for number in range(1, count + 1)}
    if at_end and is_ended:
        del beats[count]
    elif not at_end and ("earcon", "go") in lengths:
        del beats[1]
    words = {number: NUMBERS[number - 1] for number in beats} if step.told["count"] != "none" else {}
    if words and all(lengths["voice", word] + GAP_MS <= tempo_ms for word in words.values()):
        yield from (("voice", words[number], at_ms) for number, at_ms in beats.items())
        return
    yield from (("earcon", "tick", at_ms) for at_ms in beats.values())
    for number in range(5, count + 1, 5):
        if number in words:
            next_ms = beats.get(number + 5, count * tempo_ms)
            if beats[number] + lengths["voice", words[number]] + GAP_MS <= next_ms:
                yield "voice", words[number], beats[number]


def _phase_anchors(step: Expected, lengths: Mapping[ClipKey, int], document: Document) -> Iterator[_Cue]:
    """Yield what is heard on each phase of each rep: its name, on the first phase with the number; or a tick."""
    assert step.step is not None
    count, of_ms, begins_ms = step.step["count"], rep_ms(step.step), 0
    done = 1 if step.step.get("count_at") == "end" else 0
    go_ms = lengths.get(("earcon", "go"), -SQUEEZED_MS)
    for name, lasts_ms in phases_of(step.step):
        called = name if "phases" in step.step else phrase(document, name)
        said = f"{called[:1].upper()}{called[1:]}" + ("" if called.endswith((".", "!", "?")) else ".")
        numbers = [NUMBERS[number - done] for number in range(1, count)] if not begins_ms else []
        named = [f"{number[:1].upper()}{number[1:]}, {said[:1].lower()}{said[1:]}" for number in numbers]
        ways = [[said, *named], [said, *numbers], [said] * count]
        fits = (way for way in ways if len(way) == count and _fit(way, lasts_ms, lengths))
        way = next(fits, None) if step.told["count"] != "none" else None
        for rep in range(count):
            at_ms = rep * of_ms + begins_ms
            if way is None:
                if at_ms or ("earcon", "go") not in lengths:
                    yield "earcon", "tick", at_ms
                continue
            from_ms = at_ms or go_ms + SQUEEZED_MS
            if from_ms + lengths["voice", way[rep]] + GAP_MS <= at_ms + lasts_ms:
                yield "voice", way[rep], from_ms
        begins_ms += lasts_ms


def _fit(way: Iterable[str], lasts_ms: int, lengths: Mapping[ClipKey, int]) -> bool:
    return all(lengths["voice", text] + GAP_MS <= lasts_ms for text in way)


def is_taken(anchor: Anchor, length_ms: int, events: Iterable[Event]) -> bool:
    """Tell whether something else is heard where an anchor would be, or a name that it would be too close to.

    Where ticks are longer than reps, not each rep has its own; so one that gives way to a name is that of reps around.
    """
    start_ms, end_ms = anchor[2], anchor[2] + length_ms
    for event in events:
        is_name = event.cue in ("name", "side", "round") and not event.anchored
        near_ms = GAP_MS + FRAME_MS + length_ms if is_name or event.cue == "own" else 0
        if event.start_ms < end_ms + near_ms and start_ms - near_ms < event.end_ms:
            return True
    return False


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
