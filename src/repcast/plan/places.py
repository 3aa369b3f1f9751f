"""Each interval of a session among its neighbours, with what is told in it of the time, and which tips."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from repcast.plan.moments import Milestone, Moment, milestones, moments, moments_of_rest
from repcast.plan.rules import SHORTEST_BEFORE_COUNT_MS, SHORTEST_COUNTED_S, SPOKEN_MS, Said, said
from repcast.plan.tips import Tip, tips
from repcast.session.model import Reps, Say, Session
from repcast.session.settings import Counting
from repcast.session.unroll import Heading, Interval
from repcast.units import SECOND_MS


@dataclass(frozen=True, kw_only=True, slots=True)
class Countdown:
    """How the last seconds of a step are counted down: in words, with ticks or not at all; and from which second."""

    counting: Counting = "spoken"
    count_from: int = SHORTEST_COUNTED_S

    @classmethod
    def of(cls, session: Session) -> "Countdown":
        """Return how a session counts down."""
        return cls(counting=session.countdown, count_from=session.countdown_from)

    def seconds(self, duration_ms: int) -> int:
        """Return how many seconds are counted at the end of a step; three, if it is too short for more."""
        if self.counting == "off":
            return 0
        return self.count_from if self.is_long_enough(duration_ms, self.count_from) else SHORTEST_COUNTED_S

    def is_spoken(self, duration_ms: int) -> bool:
        """Tell whether words are counted, not ticks."""
        return self.counting == "spoken" and self.is_long_enough(duration_ms, SHORTEST_COUNTED_S)

    def is_long_enough(self, duration_ms: int, seconds: int) -> bool:
        """Tell whether a step has room for something else before a count of this many seconds."""
        return duration_ms >= SHORTEST_BEFORE_COUNT_MS + seconds * SECOND_MS


@dataclass(frozen=True, kw_only=True, slots=True)
class Here:
    """An interval among its neighbours.

    Attributes:
        after: the interval that follows; None for the last.
        headings: the blocks and rounds that start with the next exercise.
        said: what is said in it.
        told: of its time.
        milestones: of the whole session.
        tips: that are spoken in it.
        is_last_work: whether this is the last exercise.
        is_after_work: whether all exercises are done.
        is_over: whether nothing but rests is left of a session with exercises.
    """

    index: int
    interval: Interval
    after: Interval | None
    headings: tuple[Heading, ...]
    said: Said
    told: tuple[Moment, ...]
    milestones: tuple[Milestone, ...]
    tips: tuple[Tip, ...]
    is_last_work: bool
    is_after_work: bool
    is_over: bool

    @property
    def work_follows(self) -> bool:
        """Whether an exercise comes next."""
        return self.after is not None and self.after.exercise is not None

    @property
    def is_before_silence(self) -> bool:
        """Whether nothing may sound from its end on."""
        return self.after is not None and self.after.facts.is_silent


def places(session: Session, intervals: tuple[Interval, ...]) -> Iterator[Here]:
    """Yield each interval of a session, from the lead-in to the end, among its neighbours."""
    countdown = Countdown.of(session)
    levels = [said(interval.talk) for interval in intervals]
    lengths_ms = [_about_ms(interval, session) for interval in intervals]
    following = (*intervals[1:], None)
    told = [_told(*each, countdown) for each in zip(intervals, following, levels, strict=True)]
    spoken_tips = tips(intervals, [*accumulate(lengths_ms, initial=0)])
    reached = [*milestones(lengths_ms, intervals, told)]
    last_work = max((index for index, each in enumerate(intervals) if each.exercise), default=-1)
    last_doing = max((index for index, each in enumerate(intervals[:-1]) if each.facts.purpose != "rest"), default=-1)
    headings: tuple[Heading, ...] = ()
    for index, (interval, after) in enumerate(pairwise((*intervals, None))):
        assert interval is not None
        begun = after.headings if after else ()
        if index == 0 and session.rounds > 1 and levels[0].opening == "whole":  # which tells the rounds
            begun = begun[1:]
        headings = (() if interval.exercise else headings) + begun
        yield Here(
            index=index,
            interval=interval,
            after=after,
            headings=headings,
            said=levels[index],
            told=told[index],
            milestones=tuple(each for each in reached if each.index == index),
            tips=spoken_tips.get(index, ()),
            is_last_work=index == last_work,
            is_after_work=index > last_work,
            is_over=index > last_doing and last_work >= 0,
        )


def _about_ms(interval: Interval, session: Session) -> int:
    if interval.duration_ms is not None:
        return interval.duration_ms
    if interval.facts.kind == Say.kind:
        return session.voice.about_ms(interval.text)
    return max(SPOKEN_MS, session.lead_in.default_ms) if interval.facts.purpose == "lead_in" else SPOKEN_MS


def _told(interval: Interval, after: Interval | None, level: Said, countdown: Countdown) -> tuple[Moment, ...]:
    """Return what is told of an interval's time."""
    if interval.duration_ms is None or isinstance(interval.exercise, Reps):
        return ()
    if interval.exercise is None:
        is_rest = interval.facts.purpose == "rest" and not interval.facts.is_silent
        return moments_of_rest(interval.duration_ms, level) if is_rest else ()
    leads_on = after is not None and after.exercise is not None and said(after.talk).name != "off"
    return moments(interval.duration_ms, level, countdown.seconds(interval.duration_ms), leads_on=leads_on)
