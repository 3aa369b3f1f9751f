"""A session's rounds, sides and rests, unrolled into intervals in the order in which they happen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from repcast.errors import RoundTooLong, SpeechInEvery, TooLong, TooManySteps
from repcast.session.fields import Source
from repcast.session.model import (
    LONGEST_MS,
    Block,
    Exercise,
    Group,
    Include,
    Kind,
    Purpose,
    Reps,
    Rest,
    Say,
    Session,
    Timed,
    WrittenStep,
)
from repcast.units import HOUR_MS, format_duration

MAX_STEPS: Final = 10_000
NOWHERE: Final = Source()


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A block, or one of several rounds, that begins with an interval."""

    name: str = ""
    round: int = 1
    of: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class StepFacts:
    """What is known of a step once it is unrolled. The script and the timeline carry it unchanged.

    Attributes:
        side: empty where the step has no sides.
        round: of the innermost block that has several rounds; counts from 1.
        rounds: how many that block has.
        source: where the author wrote it.
    """

    name: str
    kind: Kind | str
    purpose: Purpose
    side: str = ""
    round: int = 1
    rounds: int = 1
    source: Source = NOWHERE

    @property
    def label(self) -> str:
        """The name, with the side where there is one."""
        return f"{self.name}, {self.side}" if self.side else self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """One unrolled stretch of a session.

    Attributes:
        duration_ms: None for a `say` step, which lasts as long as its speech.
        exercise: what is trained, in an interval of purpose `work`.
        continues: whether this is another side of the exercise before it.
        headings: blocks and rounds that begin here.
        tips: that may be spoken here: the exercise's own, or those of the nearest group that has tips.
    """

    facts: StepFacts
    duration_ms: int | None = None
    text: str = ""
    exercise: Exercise | None = None
    continues: bool = False
    headings: tuple[Heading, ...] = ()
    tips: tuple[str, ...] = ()


def unroll(session: Session) -> tuple[Interval, ...]:
    """Return what happens in the session, in order, between the lead-in and the end.

    Raises:
        TooManySteps: above `MAX_STEPS` intervals.
        TooLong: above 24 hours.
        RoundTooLong, SpeechInEvery: a round does not fit into its `every`.
    """
    intervals = tuple(islice(_group(session, tips=()), MAX_STEPS + 1))
    if len(intervals) > MAX_STEPS:
        raise TooManySteps(MAX_STEPS)
    if session.lead_in.default_ms + sum(interval.duration_ms or 0 for interval in intervals) > LONGEST_MS:
        raise TooLong(LONGEST_MS // HOUR_MS)
    return intervals


def _group(group: Group, *, tips: tuple[str, ...]) -> Iterator[Interval]:
    tips = group.tips or tips
    rests_after = _rests_between(group.steps) if group.rest_between_steps.default_ms else frozenset()
    for number in range(1, group.rounds + 1):
        if number > 1 and group.rest_between_rounds.default_ms:
            yield _in_round(_rest(group.rest_between_rounds.default_ms, group.source), number - 1, group)
        headings = _headings(group, number)
        for interval in _filled(_pass(group, rests_after, tips), group, is_last=number == group.rounds):
            yield _in_round(replace(interval, headings=headings + interval.headings), number, group)
            headings = ()


def _pass(group: Group, rests_after: frozenset[int], tips: tuple[str, ...]) -> Iterator[Interval]:
    for index, step in enumerate(group.steps):
        yield from _step(step, tips=tips)
        if index in rests_after:
            yield _rest(group.rest_between_steps.default_ms, group.source)


def _filled(intervals: Iterator[Interval], group: Group, *, is_last: bool) -> Iterator[Interval]:
    """Yield a round's intervals, and a rest until the next round if that begins at a set time."""
    every_ms = group.every.default_ms
    taken_ms = 0
    for interval in intervals:
        if every_ms and interval.duration_ms is None:
            raise SpeechInEvery(group.name, group.source.line)
        taken_ms += interval.duration_ms or 0
        yield interval
    if every_ms and taken_ms > every_ms:
        raise RoundTooLong(group.name, group.source.line, format_duration(taken_ms), format_duration(every_ms))
    if not is_last and taken_ms < every_ms:
        yield _rest(every_ms - taken_ms, group.source)


def _in_round(interval: Interval, number: int, group: Group) -> Interval:
    """Return the interval with its round in this group, unless a block inside has rounds of its own."""
    if interval.facts.rounds > 1:
        return interval
    return replace(interval, facts=replace(interval.facts, round=number, rounds=group.rounds))


def _rests_between(steps: tuple[WrittenStep, ...]) -> frozenset[int]:
    """Return the indices of exercises that get a rest: another exercise follows, and the author wrote no rest."""
    after = set()
    last = None
    for index, step in enumerate(steps):
        if isinstance(step, Rest):
            last = None
        elif not isinstance(step, Say):
            if last is not None:
                after.add(last)
            last = index
    return frozenset(after)


def _headings(group: Group, number: int) -> tuple[Heading, ...]:
    name = group.name if isinstance(group, Block) and number == 1 else ""
    return (Heading(name=name, round=number, of=group.rounds),) if name or group.rounds > 1 else ()


def _rest(ms: int, source: Source) -> Interval:
    facts = StepFacts(purpose="rest", kind="rest", name=Rest.name, source=source)
    return Interval(facts=facts, duration_ms=ms)


def _step(step: WrittenStep, *, tips: tuple[str, ...]) -> Iterator[Interval]:
    match step:
        case Block():
            yield from _group(step, tips=tips)
        case Rest():
            yield _rest(step.span.default_ms, step.source)
        case Say():
            facts = StepFacts(purpose="speech", kind="say", name="Say", source=step.source)
            yield Interval(facts=facts, text=step.text)
        case Timed() | Reps():
            yield from _exercise(step, tips=step.tips or tips)
        case Include():
            message = f"{step.reference} was not resolved"
            raise AssertionError(message)


def _exercise(step: Timed | Reps, *, tips: tuple[str, ...]) -> Iterator[Interval]:
    for number, side in enumerate(step.sides or ("",)):
        if number and step.switch.default_ms:
            facts = StepFacts(purpose="switch", kind="switch", name="Switch", source=step.source)
            yield Interval(facts=facts, duration_ms=step.switch.default_ms)
        yield Interval(
            facts=StepFacts(purpose="work", kind=step.kind, name=step.name, source=step.source, side=side),
            duration_ms=step.duration_ms,
            exercise=step,
            continues=number > 0,
            tips=tips,
        )
