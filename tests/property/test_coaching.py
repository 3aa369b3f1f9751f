"""What a listener needs at each moment, in any ordinary session; `test_random_sessions` has what holds in all."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import Any, Final, get_args

import pytest
from expectation import FRAME_MS, GAP_MS, NUMBERS, Expected, counted_s, phases_of, steps_of
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import (
    Document,
    Layout,
    Ordinary,
    Pace,
    Spoken,
    Workout,
    as_yaml,
    documents,
    examples,
    ordinary_workouts,
    paces,
    walk,
)

from repcast.formats import CaptionFormat
from repcast.plan.captions import captions, lyrics
from repcast.plan.chapters import chapters
from repcast.plan.schedule import schedule
from repcast.plan.timeline import ClipKey, Event, Step, Timeline
from repcast.session.settings import Signal

NAMED_BEFORE_MS: Final = 20_000
NAMED_AFTER_MS: Final = 2_000
SHORTEST_NAMED_IN_ITSELF_MS: Final = 3_000
SQUEEZED_MS: Final = 30
NAMING: Final = ("name", "side", "round")


@dataclass(frozen=True)
class Coached:
    """A session's timeline beside what its document promises."""

    workout: Workout
    timeline: Timeline
    expected: tuple[Expected, ...]
    lengths: Mapping[ClipKey, int]

    @classmethod
    def of(cls, workout: Workout) -> "Coached":
        """Return what comes of a workout."""
        script = workout.script()
        lengths = workout.lengths(script)
        return cls(workout, schedule(script, lengths).timeline, steps_of(workout.document), lengths)

    def work(self) -> Iterator[tuple[Expected, Step]]:
        """Yield each exercise."""
        for expected, step in zip(self.expected, self.timeline.steps, strict=True):
            if expected.purpose == "work":
                yield expected, step

    def voices(self) -> list[Event]:
        """Return what is said, in order of time."""
        return [event for event in self.timeline.events if event.track == "voice"]


long_signals: Final = st.fixed_dictionaries({name: st.integers(1, 5_000) for name in get_args(Signal)})


def workouts_with(clips: st.SearchStrategy[Spoken], **which: Any) -> st.SearchStrategy[Workout]:
    """Return ordinary workouts that are spoken so."""
    return Ordinary(**which).workouts(clips)


# Names


def names_of(expected: Expected, before: Expected | None) -> dict[str, str]:
    """Return all that tells a listener what to do now, or next, in lower case; and of which kind it is."""
    name, side = expected.name.casefold(), expected.told_side.casefold()
    side += " side" if side in ("left", "right") else ""
    called = f"{name}, {side}" if side else name
    ways = {f"{opening}{called}": "name" for opening in ("", "next, ", "first, ")}
    if before is None or before.where != expected.where:
        return ways
    numbers: list[str] = []
    if expected.is_set and expected.rounds > 1 and expected.told["round"] != "none":
        if expected.round == expected.rounds:
            numbers.append("last set")
        if expected.told["round"] != "little":
            n, of = NUMBERS[expected.round - 1], NUMBERS[expected.rounds - 1]
            numbers += [f"set {n} of {of}", f"{n} of {of}"]
    if side:
        repeated = {f"{opening}{number}, {side}": "side" for opening in ("", "next, ") for number in numbers}
        return ways | repeated | {side: "side", f"next, {side}": "side"}
    return ways | {f"{opening}{number}": "round" for opening in ("", "next, ") for number in numbers}


def called(text: str) -> str:
    """Return what is said as it is compared: in lower case, without its mark."""
    return text.casefold().rstrip(".")


def unnamed(
    coached: Coached, *, least_ms: int = 1_000, before_ms: int = NAMED_BEFORE_MS, after_ms: int = NAMED_AFTER_MS
) -> Iterator[tuple[Step, Mapping[str, str]]]:
    """Yield each exercise that is not named in time, with the ways to name it; what is said is for one of them.

    Args:
        coached: the session.
        least_ms: how long the exercises take at least.
        before_ms: how long before its start one may be named.
        after_ms: how long after its start one may be named.
    """
    unused = [event for event in coached.voices() if event.cue in NAMING and not event.anchored]
    before: Expected | None = None
    for expected, step in coached.work():
        ways = names_of(expected, before)
        before = expected
        if step.length_ms < least_ms or expected.told["name"] == "none":
            continue
        earlier = coached.timeline.steps[step.index - 1]
        if earlier.facts.kind == "pause" and step.length_ms < SHORTEST_NAMED_IN_ITSELF_MS:
            opens_ms = earlier.start_ms - before_ms  # nothing may be said in between
        else:
            opens_ms = step.start_ms - before_ms
        closes_ms = min(step.start_ms + after_ms, step.end_ms)
        for event in unused:
            is_meant = ways.get(called(event.text or "")) == event.cue
            if opens_ms <= event.start_ms <= closes_ms and is_meant:
                unused.remove(event)
                break
        else:
            yield step, ways


def hurried_ms(coached: Coached, ways: Iterable[str]) -> int:
    """Return how long the shortest of some ways takes at its fastest, wherever a frame begins."""
    pace = coached.workout.pace
    assert isinstance(pace, Spoken)
    return min(-(-pace.ms(f"{way}.") * 4 // 5) for way in ways) + FRAME_MS - 1


def heard(events: Iterable[Event]) -> list[tuple[int, int]]:
    """Return when something is heard."""
    return [(event.start_ms, event.end_ms) for event in events]


def longest_free_ms(step: Step, taken: Iterable[tuple[int, int]], gap_ms: int) -> int:
    """Return the longest time in a step in which nothing of what is taken is heard, nor so close to it."""
    free_from_ms, longest_ms = step.start_ms, 0
    for start_ms, end_ms in sorted(taken):
        longest_ms = max(longest_ms, min(start_ms, step.end_ms) - gap_ms - free_from_ms)
        free_from_ms = max(free_from_ms, end_ms + gap_ms)
    return max(longest_ms, step.end_ms - gap_ms - free_from_ms)


def is_excused(coached: Coached, step: Step, ways: Mapping[str, str]) -> bool:
    """Tell whether a name has no place: neither in its own step between the signals, nor in the steps before it."""
    events, steps = coached.timeline.events, coached.timeline.steps
    signals = [event for event in events if event.track == "earcon" and event.sound != "tick"]
    shortest_ms = hurried_ms(coached, (way for way in ways if not way.startswith(("next, ", "first, "))))
    if longest_free_ms(step, heard(signals), SQUEEZED_MS) >= shortest_ms:
        return False
    before, earlier = steps[step.index - 1], steps[step.index - 2]
    if _has_room_before(coached, before, ways, shortest_ms):
        return False
    return before.facts.purpose == "work" or not _has_room_before(coached, earlier, ways, shortest_ms)


def _has_room_before(coached: Coached, before: Step, ways: Mapping[str, str], shortest_ms: int) -> bool:
    """Tell whether a name could be said in an earlier step of a set time; in an exercise it needs a "next"."""
    events = coached.timeline.events
    if before.facts.purpose == "work":
        shortest_ms = hurried_ms(coached, [way for way in ways if way.startswith("next, ")] or ways)
    elif before.facts.purpose in ("rest", "switch") and before.facts.kind != "pause":
        events = tuple(event for event in events if event.sound != "tick")
    else:
        return False
    return longest_free_ms(before, heard(events), GAP_MS) >= shortest_ms


def check_every_step_is_named(coached: Coached) -> None:
    """Check that all that has a place is named."""
    for step, ways in unnamed(coached):
        assert is_excused(coached, step, ways), (step.facts.label, step.index, step.start_ms)


@given(ordinary_workouts)
@examples(250)
def test_every_step_is_named(workout: Workout) -> None:
    """Otherwise the listener would not know what to do, or which side."""
    check_every_step_is_named(Coached.of(workout))


def check_a_lost_name_is_reported(coached: Coached) -> None:
    """Check that each exercise that is not named is found among what was left out."""
    for step, ways in unnamed(coached, least_ms=0, before_ms=60_000, after_ms=coached.timeline.duration_ms):
        lost = [drop for drop in coached.timeline.dropped if step.index - 1 <= drop.step <= step.index]
        assert any(ways.get(called(drop.text)) == drop.cue for drop in lost), (step.facts.label, step.index)


@given(st.one_of(ordinary_workouts, workouts_with(st.builds(Spoken, st.integers(60, 400), earcon_ms=long_signals))))
@examples(120)
def test_a_lost_name_is_reported(workout: Workout) -> None:
    """Otherwise its author would learn only while training that a name has no room."""
    check_a_lost_name_is_reported(Coached.of(workout))


def check_each_set_is_counted(coached: Coached) -> None:
    """Check that each set after the first is told before its step or in it, or reported."""
    before: Expected | None = None
    for expected, step in coached.work():
        is_other_side = before is not None and before.where == expected.where and before.round == expected.round
        before = expected
        is_counted = expected.told["round"] in ("full", "usual") and expected.is_set and expected.round > 1
        if is_other_side or not is_counted:
            continue
        number = f"{NUMBERS[expected.round - 1]} of {NUMBERS[expected.rounds - 1]}"
        near = range(step.index - 2, step.index + 1)
        told = [event.text or "" for event in coached.voices() if event.step in near]
        told += [drop.text for drop in coached.timeline.dropped if drop.step in near]
        assert any(number in called(text) or "last set" in called(text) for text in told), (step, told)


@given(workouts_with(st.just(Spoken()), rounds=st.integers(2, 4), seconds=st.integers(1, 20)))
@examples(200)
def test_each_set_is_counted(workout: Workout) -> None:
    """Otherwise a listener would not know how many sets are left, and nobody would say so."""
    check_each_set_is_counted(Coached.of(workout))


# What is heard at once


def check_nothing_is_talked_over(coached: Coached) -> None:
    """Check that each word is heard alone."""
    signals = [event for event in coached.timeline.events if event.track == "earcon"]
    voices = coached.voices()
    for first, second in pairwise(voices):
        assert first.end_ms <= second.start_ms, (first, second)
    for event in voices:
        for signal in signals:
            assert event.end_ms <= signal.start_ms or signal.end_ms <= event.start_ms, (event, signal)


@given(workouts_with(st.builds(Spoken, earcon_ms=long_signals)))
@examples(120)
def test_nothing_is_talked_over(workout: Workout) -> None:
    """Otherwise two sentences, or a sentence and a user's own long signal, would be heard at once."""
    check_nothing_is_talked_over(Coached.of(workout))


TIMES: Final = ("halfway", "time_left", "ten_seconds")


def check_times_are_apart(coached: Coached) -> None:
    """Check that nothing that is told of the time follows another within ten seconds, but "halfway" its own tone."""
    told = [event for event in coached.timeline.events if event.cue in TIMES]
    for first, second in pairwise(told):
        is_its_tone = first.track == "earcon" and second.cue == "halfway" and second.step == first.step
        is_apart = second.start_ms - first.start_ms >= 10_000 - FRAME_MS
        assert is_apart or (is_its_tone and second.start_ms - first.start_ms <= 2_000 + FRAME_MS), (first, second)


@given(workouts_with(st.just(Spoken()), seconds=st.integers(20, 1_000)))
@examples(120)
def test_times_are_apart(workout: Workout) -> None:
    """Otherwise "Halfway." and "One minute left." would come together, and neither be of use."""
    check_times_are_apart(Coached.of(workout))


# Beeps only


def without_talk(document: Document) -> Document:
    """Return a session in which nothing is asked for but signals."""
    document = deepcopy(document)
    for _, value in walk(document):
        if isinstance(value, dict):
            for key in ("talk", "cues", *(["say"] if "rest" in value else [])):  # what the author says is always said
                value.pop(key, None)
    return document | {"talk": "none"}


@given(documents(includes=False), paces)
@examples(100)
def test_nothing_is_said_where_nobody_asks_for_it(document: Document, pace: Pace) -> None:
    """Otherwise "beeps only" would talk, or make its listener wait for speech that is never heard."""
    document = without_talk(document)
    workout = Workout(document, as_yaml(document, Layout("block", 0)), pace)
    coached = Coached.of(workout)
    said = [" ".join(step.step["say"].split()) for step in coached.expected if step.kind == "say" and step.step]
    assert {each.text for each in workout.script().utterances()} == {*said}
    assert [(event.cue, event.text) for event in coached.voices()] == [("own", text) for text in said]
    assert coached.timeline.dropped == ()
    signals = {f"({name})" for name in get_args(Signal)}
    patterns: dict[CaptionFormat, str] = {
        "vtt": r"-->.*\n(.*)\n",
        "srt": r"-->.*\n(.*)\n",
        "lrc": r"(?m)^\[\d[^]]*\](.*)\n",
    }
    for form, pattern in patterns.items():
        heard = [unescape(line) for line in re.findall(pattern, captions(coached.timeline, form))]
        assert [line for line in heard if line not in signals] == [text for text in said if text not in signals]
    lines = lyrics(coached.timeline).splitlines()
    titles = {f"[{chapter.title}]" for chapter in chapters(coached.timeline)}
    assert [line for line in lines if line and line not in titles] == [text for text in said if text not in titles]


# Rounds

_IN_TURN: Final = (
    *("ten seconds left", "ten more seconds", "the last ten seconds", "keep going", "nearly there"),
    rf"\b(?:{'|'.join(NUMBERS)})\b",
)
_ALIKE: Final = rf"(?i){'|'.join(_IN_TURN)}"
"""What differs between rounds: numbers, and what is said in turn."""
_MOST_MS: Final = 20 * 60_000  # of a session in which nothing is told of the whole


def rounds_of(coached: Coached) -> Iterator[list[Step]]:
    """Yield the steps of each middle round, each with the rest that follows it."""
    rounds = coached.workout.document["rounds"]
    body = coached.timeline.steps[1:-1]
    has_rest = coached.timeline.steps[0] is not None and (len(body) + 1) % rounds == 0 and len(body) % rounds != 0
    length = (len(body) + has_rest) // rounds
    for number in range(1, rounds - 1):
        yield [*body[number * length : (number + 1) * length]]


def coached_in(coached: Coached, step: Step) -> list[tuple[str, str, str, bool, int]]:
    """Return what is heard in a step, and how long after its start; but for what takes turns, or is said once."""
    return [
        (
            event.track,
            event.cue,
            re.sub(_ALIKE, "x", event.text or event.sound or ""),
            event.hurried,
            event.start_ms - step.start_ms,
        )
        for event in coached.timeline.events
        if event.step == step.index
        and event.cue not in ("tip", "encouragement")
        and not (event.text or "").endswith("workout.")
    ]


def check_rounds_are_coached_alike(coached: Coached) -> None:
    """Check that the middle rounds differ in nothing but their number, what waits for a frame, and what takes turns.

    The second may begin otherwise, for the first had news before it; the last but one ends with other words.
    """
    rounds = [*rounds_of(coached)]
    for number, (first, other) in enumerate(pairwise(rounds)):
        works = [at for at, step in enumerate(first) if step.facts.purpose == "work"]
        if not works:
            return
        begins = works[0] + 1 if number == 0 else 0
        ends = works[-1] if number == len(rounds) - 2 else len(first)
        for one, two in [*zip(first, other, strict=True)][begins:ends]:
            assert one.length_ms == two.length_ms
            here, there = coached_in(coached, one), coached_in(coached, two)
            assert [each[:-1] for each in here] == [each[:-1] for each in there], (one, two)
            assert all(abs(a[-1] - b[-1]) < FRAME_MS for a, b in zip(here, there, strict=True)), (one, two)


@given(
    workouts_with(st.just(Spoken(alike=_ALIKE)), rounds=st.integers(4, 5), seconds=st.integers(1, 60), differs=False)
)
@examples(120)
def test_rounds_are_coached_alike(workout: Workout) -> None:
    """Otherwise a listener would learn from one round what does not hold in the next."""
    coached = Coached.of(workout)
    assume(coached.timeline.duration_ms < _MOST_MS - 60_000)
    check_rounds_are_coached_alike(coached)


# What each cue is for


def check_cues_are_of_their_kind(coached: Coached) -> None:  # noqa: C901, PLR0912 - a case for each kind
    """Check what is said under each kind of cue."""
    texts = Counter(walked_texts(coached.workout.document))
    names = {step.name.casefold() for step in coached.expected if step.purpose == "work"}
    for event in coached.timeline.events:
        expected = coached.expected[event.step]
        if event.track == "earcon":
            assert event.anchored
            assert event.cue == {"tick": "count", "halfway": "halfway"}.get(event.sound or "", "signal")
            continue
        text = event.text or ""
        assert event.anchored == (event.cue == "count")
        match event.cue:
            case "count":
                assert text in NUMBERS or (expected.step and is_phase(text, expected.step))
            case "name":
                assert any(name in text.casefold() for name in names)
            case "side":
                side = called(text).removeprefix("next, ").rpartition(", ")[2].removesuffix(" side")
                assert side in ("left", "right", "front", "x", "back")
            case "round":
                assert re.fullmatch(
                    r"(round|set) [a-z-]+ of [a-z-]+|[a-z-]+ of [a-z-]+|last (round|set)|core|legs",
                    called(text).removeprefix("next, "),
                )
            case "instruction" | "tip":
                assert texts[text]
            case "length":
                assert re.search(r"\b(seconds?|minutes?|hours?|reps?|metres?|kilometres?|miles?|yards?)\b", text)
            case "halfway" | "time_left":
                assert ("alfway" in text) if event.cue == "halfway" else (" left" in text)
                assert expected.purpose in ("work", "rest")
            case "ten_seconds":
                assert expected.kind in ("hold", "work", "max", "recover")
            case "encouragement":
                assert expected.kind in ("hold", "work", "max")
                assert coached.timeline.steps[event.step].length_ms >= 20_000
                assert texts[text] or called(text) in ("keep going", "nearly there")
            case "opening":
                assert expected.kind == "lead_in"
            case "closing":
                assert expected.kind in ("finish", "rest")
            case "own":
                assert expected.step is not None
                assert text == expected.step["say"]
            case _:
                pytest.fail(f"{event.cue} has no words")


def is_phase(text: str, step: Document) -> bool:
    """Tell whether a text is a phase of a step's reps; perhaps with a number."""
    number, _, name = text.partition(", ")
    names = {f"{name}.".casefold() for name, _ in phases_of(step)}
    return text.casefold() in names or (number.casefold() in NUMBERS and name.casefold() in names)


def walked_texts(document: Document) -> Iterator[str]:
    """Yield each text in a session."""
    yield from (value for _, value in walk(document) if isinstance(value, str))


@given(ordinary_workouts)
@examples(100)
def test_cues_are_of_their_kind(workout: Workout) -> None:
    """Otherwise `talk` would take away something else than it says, and captions and tests go by the wrong kind."""
    check_cues_are_of_their_kind(Coached.of(workout))


# What gives way


def check_what_is_worth_least_is_lost_first(coached: Coached) -> None:
    """Check that nothing is lost in a rest or switch that would fit there with all that is worth more."""
    for step in coached.timeline.steps:
        lost = [drop for drop in coached.timeline.dropped if drop.step == step.index and "together" in drop.reason]
        if step.facts.purpose not in ("rest", "switch") or not lost:
            continue
        anchored = heard(event for event in coached.timeline.events if event.anchored)
        anchored += ticks_of(coached, step)  # also those that gave way to the name
        said = [event for event in coached.voices() if event.step == step.index and event.cue in WORTH]
        for drop in lost:
            more = [event for event in said if worth(event.cue, event.text or "") >= worth(drop.cue, drop.text)]
            lengths_ms = [*(event.end_ms - event.start_ms for event in more), coached.lengths["voice", drop.text]]
            needs_ms = sum(lengths_ms) + GAP_MS * (len(lengths_ms) - 1) + (FRAME_MS - 1) * len(lengths_ms)
            assert needs_ms > longest_free_ms(step, anchored, GAP_MS), (drop, step)


def ticks_of(coached: Coached, step: Step) -> Iterator[tuple[int, int]]:
    """Yield when a rest or switch ticks."""
    length_ms = coached.lengths.get(("earcon", "tick"), 0)
    if length_ms and coached.expected[step.index + 1].purpose == "work":
        for left_s in range(1, counted_s(coached.workout.document, step.length_ms) + 1):
            yield step.end_ms - 1_000 * left_s, step.end_ms - 1_000 * left_s + length_ms


WORTH: Final = ("length", "round", "instruction", "own", "name", "side")


def worth(cue: str, text: str) -> int:
    """Return how long something is kept: a rest's length is given up first, and a step's after its round.

    A set may be told in place of a name, so it is kept as long as that.
    """
    if cue == "length" and text.startswith("Rest, "):
        return -1
    if cue == "round" and "ound" in text:
        return 0
    return {"length": 1, "instruction": 2}.get(cue, 3)


@given(ordinary_workouts)
@examples(120)
def test_what_is_worth_least_is_lost_first(workout: Workout) -> None:
    """Otherwise the coach would tell how long a rest is, and not how the next exercise is done."""
    check_what_is_worth_least_is_lost_first(Coached.of(workout))
