"""A session's rounds, sides and rests, unrolled into intervals in the order in which they happen."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeVar

from repcast.errors import CueBeyond, NoPace, RoundTooLong, SpeechInEvery, TooLong, TooManySteps
from repcast.session.cues import Cue, flaws
from repcast.session.fields import Source
from repcast.session.model import (
    LONGEST_MS,
    Block,
    Covered,
    Effort,
    Exercise,
    Group,
    Include,
    Kind,
    Measured,
    Purpose,
    Recover,
    Reps,
    Rest,
    Say,
    Session,
    Silence,
    Timed,
    WrittenStep,
)
from repcast.session.pace import Pace
from repcast.session.settings import Playlist
from repcast.session.shuffle import UNSEEDED, Dealer, Longest, has_pick_and_every
from repcast.session.talk import USUAL, Talk
from repcast.units import HOUR_MS, format_duration

MAX_STEPS: Final = 10_000
NOWHERE: Final = Source()
G = TypeVar("G", bound=Group)
_AND: Final = ", "  # between the side of a block and that of a step in it


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A block, or one of several rounds, that begins with an interval.

    Attributes:
        is_set: whether a round is one bout of one exercise.
        is_final: whether everything around it is in its last round, and nothing in it has rounds.
    """

    name: str = ""
    round: int = 1
    of: int = 1
    is_set: bool = False
    is_final: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class StepFacts:
    """What is known of a step once it is unrolled. The script and the timeline carry it unchanged.

    Attributes:
        name: empty where nobody named it.
        side: empty where the step has no sides.
        round: of the innermost block that has several rounds; counts from 1.
        rounds: how many that block has.
        outer: of each block around that one, or session, that has several rounds, the outermost first: which round it
            is, and of how many.
        cadence: how many ticks a minute are heard under it; 0 for none.
        count: how many repetitions; 0 where they are not counted.
        distance: how far it goes, such as `400 m`; empty where nobody said.
        source: where the author wrote it.
    """

    name: str = ""
    kind: Kind | str
    purpose: Purpose
    side: str = ""
    round: int = 1
    rounds: int = 1
    outer: tuple[tuple[int, int], ...] = ()
    cadence: int = 0
    count: int = 0
    distance: str = ""
    source: Source = NOWHERE

    @property
    def label(self) -> str:
        """The name, with the distance and the side where there are any."""
        name = f"{self.name} {self.distance}" if self.distance else self.name
        return f"{name}, {self.side}" if self.side else name

    @property
    def effort(self) -> Effort:
        """Whether the listener works, or may take it easy; its start signal and its music go by this."""
        return "work" if self.purpose == "work" and self.kind != Recover.kind else "rest"

    @property
    def is_silent(self) -> bool:
        """Whether nothing is heard in it but what the author puts there."""
        return self.kind == Silence.kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """One unrolled stretch of a session.

    Attributes:
        duration_ms: None for a `say` step, which lasts as long as its speech.
        text: of a `say` step; or what is said in a rest.
        exercise: what is trained, in an interval of purpose `work`.
        continues: whether this is another side of the exercise before it.
        known_side: what of the side goes without saying, as it is that of the exercise before.
        headings: blocks and rounds that begin here.
        tips: that may be spoken here: the exercise's own, or those of the nearest group that has tips.
        encouragement: that may be spoken here: the exercise's own, or that of the nearest group that has some.
        talk: how much is said here.
        cues: of the author's own.
        music: in place of the session's; None for that.
        image: a picture of the step; empty for none.
    """

    facts: StepFacts
    duration_ms: int | None = None
    text: str = ""
    exercise: Exercise | None = None
    continues: bool = False
    known_side: str = ""
    headings: tuple[Heading, ...] = ()
    tips: tuple[str, ...] = ()
    encouragement: tuple[str, ...] = ()
    talk: Talk = USUAL
    cues: tuple[Cue, ...] = ()
    music: Playlist | None = None
    image: str = ""

    @property
    def told_side(self) -> str:
        """What is told of the side; empty where there is nothing to tell."""
        return self.facts.side.removeprefix(self.known_side).removeprefix(_AND)


def unroll(session: Session) -> tuple[Interval, ...]:
    """Return what happens in the session, in order, between the lead-in and the end.

    Raises:
        TooManySteps: above `MAX_STEPS` intervals.
        TooLong: above 24 hours.
        RoundTooLong, SpeechInEvery: a round does not fit into its `every`.
        NoPace: nothing says how long a distance takes.
        CueBeyond: a cue does not fit the time that a distance takes.
    """
    session = _paced(session, None)
    if has_pick_and_every(session):
        _check_longest(session)
    dealer = Dealer(UNSEEDED if session.seed is None else session.seed)
    around = _Around(talk=session.talk, dealer=dealer)
    intervals = tuple(islice(_group(session, around), MAX_STEPS + 1))
    if len(intervals) > MAX_STEPS:
        raise TooManySteps(MAX_STEPS)
    if session.lead_in.default_ms + sum(interval.duration_ms or 0 for interval in intervals) > LONGEST_MS:
        raise TooLong(LONGEST_MS // HOUR_MS)
    return intervals


def _paced(group: G, around: Pace | None) -> G:
    """Return a group whose distances have the nearest pace, and so a time."""
    pace = group.pace or around
    steps = (_paced(step, pace) if isinstance(step, Block) else _at_pace(step, pace) for step in group.steps)
    return group.model_copy(update={"steps": tuple(steps)})


def _at_pace(step: WrittenStep, pace: Pace | None) -> WrittenStep:
    if not isinstance(step, Covered):
        return step
    nearest = step.pace or pace
    if nearest is None:
        raise NoPace(step.name, step.distance.shown, step.source.file, step.source.line)
    paced = step.at_pace(nearest)
    for index, problem, hint in flaws(paced.cues, step.name, paced.durations_ms):
        raise CueBeyond(problem, hint, step.cues[index].source.file, step.cues[index].source.line)
    return paced


def _check_longest(session: Session) -> None:
    """Check that rounds fit into their time whatever is picked, so that no seed, and no day, fails alone."""

    def length_ms(step: WrittenStep) -> int:
        return sum(LONGEST_MS if each.duration_ms is None else each.duration_ms for each in _step(step, around))

    around = _Around(talk=session.talk, dealer=Longest(length_ms))
    deque(islice(_group(session, around), MAX_STEPS), maxlen=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Around:
    """What a group, or a step, takes from those around it, where it has nothing of its own.

    Attributes:
        dealer: deals the steps of rounds that are shuffled.
        is_final: whether no round of what is around it is left.
        is_followed: whether the listener has something to do after it, anywhere in the session.
    """

    talk: Talk
    dealer: Dealer | Longest
    tips: tuple[str, ...] = ()
    encouragement: tuple[str, ...] = ()
    is_final: bool = True
    is_followed: bool = False

    def before_more(self) -> "_Around":
        """Return the same where another round, or side, follows."""
        return replace(self, is_final=False, is_followed=True)

    def inside(self, part: Group | Exercise | Rest) -> "_Around":
        talk = part.talk.over(self.talk)
        if isinstance(part, Rest):
            return replace(self, talk=talk)
        encouragement = part.encouragement or self.encouragement
        return replace(self, talk=talk, tips=part.tips or self.tips, encouragement=encouragement)


def _group(group: Group, around: _Around) -> Iterator[Interval]:
    around = around.inside(group)
    for number in range(1, group.rounds + 1):
        if number > 1 and group.rest_between_rounds.default_ms:
            yield _of_round(_rest(group.rest_between_rounds.default_ms, group.source, around), number - 1, group)
        headings = _headings(group, number, is_final=around.is_final)
        inside = around if number == group.rounds else around.before_more()
        for interval in _filled(_round(group, number, inside), group, inside):
            yield _of_round(replace(interval, headings=headings + interval.headings), number, group)
            headings = ()


def _round(group: Group, number: int, around: _Around) -> Iterator[Interval]:
    """Yield a round: its steps, once for each side."""
    there = tuple(_in_round(step, number) for step in group.steps if step.is_done_in(number, group.rounds))
    steps = around.dealer.steps(group, there)
    if not (isinstance(group, Block) and group.sides):
        yield from _pass(group, steps, around)
        return
    before: Exercise | None = None
    for index, side in enumerate(group.sides):
        if index and group.switch.default_ms:
            yield _switch(group, around)
        inside = around if index == len(group.sides) - 1 else around.before_more()
        for interval in _on_side(_pass(group, steps, inside), side, before):
            before = interval.exercise or before
            yield interval


def _on_side(intervals: Iterator[Interval], side: str, before: Exercise | None) -> Iterator[Interval]:
    """Yield intervals with the side on which all of them are done; it is told with the first exercise."""
    is_known = False
    for interval in intervals:
        if interval.exercise is None:
            yield interval
            continue
        continues = interval.continues or (
            not is_known and before is not None and before.whole is interval.exercise.whole
        )
        own = interval.facts.side
        facts = replace(interval.facts, side=_joined_sides(side, own))
        known = _joined_sides(side, interval.known_side) if is_known else ""
        yield replace(interval, facts=facts, continues=continues, known_side=known)
        is_known = True


def _joined_sides(outer: str, inner: str) -> str:
    return f"{outer}{_AND}{inner}" if inner else outer


def _switch(step: Exercise | Block, around: _Around) -> Interval:
    facts = StepFacts(purpose="switch", kind="switch", source=step.source)
    return Interval(facts=facts, duration_ms=step.switch.default_ms, talk=around.talk)


def _pass(group: Group, steps: tuple[WrittenStep, ...], around: _Around) -> Iterator[Interval]:
    rests_after = _rests_between(steps) if group.rest_between_steps.default_ms else frozenset()
    last = max((index for index, step in enumerate(steps) if _trains(step)), default=-1)
    for index, step in enumerate(steps):
        yield from _step(step, replace(around, is_followed=True) if index < last else around)
        if index in rests_after:
            yield _rest(group.rest_between_steps.default_ms, group.source, around)


def _in_round(step: WrittenStep, number: int) -> WrittenStep:
    return step.in_round(number) if isinstance(step, Measured) else step


def _trains(step: WrittenStep) -> bool:
    """Tell whether the listener does something in a step."""
    return any(map(_trains, step.steps)) if isinstance(step, Group) else isinstance(step, Exercise)


def _filled(intervals: Iterator[Interval], group: Group, around: _Around) -> Iterator[Interval]:
    """Yield a round's intervals; if rounds begin at set times, also a rest until what follows, where anything does."""
    every_ms = group.every.default_ms
    taken_ms = 0
    for interval in intervals:
        if every_ms and interval.duration_ms is None:
            raise SpeechInEvery(group.name, group.source.file, group.source.line)
        taken_ms += interval.duration_ms or 0
        yield interval
    if every_ms and taken_ms > every_ms:
        taken, every = format_duration(taken_ms), format_duration(every_ms)
        raise RoundTooLong(group.name, group.source.file, group.source.line, taken=taken, every=every)
    if around.is_followed and taken_ms < every_ms:
        yield _rest(every_ms - taken_ms, group.source, around)


def _of_round(interval: Interval, number: int, group: Group) -> Interval:
    """Return the interval with its round in this group; if a block inside has rounds of its own, as an outer one."""
    facts = interval.facts
    if group.rounds == 1:
        return interval
    if facts.rounds > 1:
        return replace(interval, facts=replace(facts, outer=((number, group.rounds), *facts.outer)))
    return replace(interval, facts=replace(facts, round=number, rounds=group.rounds))


def _rests_between(steps: tuple[WrittenStep, ...]) -> frozenset[int]:
    """Return the indices of exercises that get a rest: another follows, and nothing is written that parts them."""
    after = set()
    last = None
    for index, step in enumerate(steps):
        if step.is_easy:
            last = None
        elif not isinstance(step, Say):
            if last is not None:
                after.add(last)
            last = index
    return frozenset(after)


def _headings(group: Group, number: int, *, is_final: bool) -> tuple[Heading, ...]:
    name = group.name if isinstance(group, Block) and number == 1 else ""
    if not name and group.rounds == 1:
        return ()
    is_final = is_final and not any(_has_rounds(step) for step in group.walk())
    return (Heading(name=name, round=number, of=group.rounds, is_set=is_one_exercise(group), is_final=is_final),)


def _has_rounds(step: WrittenStep) -> bool:
    return isinstance(step, Block) and step.rounds > 1 and not is_one_exercise(step)


def is_one_exercise(group: Group) -> bool:
    """Tell whether each round of a group is one bout of one exercise: a set of it."""
    return sum(isinstance(step, Exercise | Block | Include) for step in group.steps) == 1 and any(
        isinstance(step, Exercise) for step in group.steps
    )


def _rest(ms: int, source: Source, around: _Around) -> Interval:
    facts = StepFacts(purpose="rest", kind="rest", source=source)
    return Interval(facts=facts, duration_ms=ms, talk=around.talk)


def _step(step: WrittenStep, around: _Around) -> Iterator[Interval]:
    """Yield a step's intervals, with its music where nothing inside has its own."""
    for interval in _intervals(step, around):
        yield replace(interval, music=step.own_music) if interval.music is None and step.own_music else interval


def _intervals(step: WrittenStep, around: _Around) -> Iterator[Interval]:
    match step:
        case Block():
            yield from _group(step, around)
        case Rest():
            rest = _rest(step.duration_ms, step.source, around.inside(step))
            yield replace(rest, text=step.say, cues=step.cues, image=step.image or "")
        case Silence():
            facts = StepFacts(purpose="rest", kind=step.kind, source=step.source)
            yield Interval(
                facts=facts, duration_ms=step.duration_ms, talk=around.talk, cues=step.cues, image=step.image or ""
            )
        case Say():
            facts = StepFacts(purpose="speech", kind="say", source=step.source)
            yield Interval(facts=facts, text=step.text, talk=around.talk)
        case Covered() | Timed() | Reps():
            yield from _exercise(step, around.inside(step))
        case Include():
            message = f"{step.reference} was not resolved"
            raise AssertionError(message)


def _exercise(step: Exercise, around: _Around) -> Iterator[Interval]:
    facts = StepFacts(
        purpose="work",
        kind=step.kind,
        name=step.name,
        cadence=step.cadence if isinstance(step, Timed | Covered) else 0,
        count=step.count if isinstance(step, Reps) else 0,
        distance=step.distance.shown if isinstance(step, Covered) else "",
        source=step.source,
    )
    for number, side in enumerate(step.sides or ("",)):
        if number and step.switch.default_ms:
            yield _switch(step, around)
        yield Interval(
            facts=replace(facts, side=side),
            duration_ms=step.duration_ms,
            exercise=step,
            continues=number > 0,
            tips=around.tips,
            encouragement=around.encouragement,
            talk=around.talk,
            cues=step.cues,
            image=step.image or "",
        )
