"""What the coach says and sounds in each step, and by which rules: intervals -> Script."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from repcast.plan.languages.en import ENGLISH
from repcast.plan.script import Announcement, Count, Cue, Earcon, Remark, Script, ScriptStep
from repcast.plan.wording import Wording
from repcast.session.fields import UNLIMITED_MS
from repcast.session.model import Reps, Session
from repcast.session.settings import Counting
from repcast.session.unroll import Heading, Interval, StepFacts
from repcast.units import MINUTE_MS, SECOND_MS

SHORTEST_BEFORE_COUNT_MS: Final = 5 * SECOND_MS  # of a step, before its countdown
SHORTEST_TEN_SECONDS_MS: Final = 25 * SECOND_MS
SHORTEST_HALFWAY_MS: Final = 30 * SECOND_MS
SHORTEST_REMAINING_MS: Final = 90 * SECOND_MS
SHORTEST_TIP_MS: Final = 20 * SECOND_MS
SHORTEST_TOLD_REST_MS: Final = 15 * SECOND_MS
SHORTEST_REMINDED_REST_MS: Final = 45 * SECOND_MS


@dataclass(frozen=True, kw_only=True, slots=True)
class Countdown:
    """How the last seconds of a step are counted down: in words, with ticks or not at all; and from which second."""

    counting: Counting = "spoken"
    count_from: int = 3

    def seconds(self, duration_ms: int) -> int:
        """Return how many seconds are counted at the end of a step; three, if it is too short for more."""
        if self.counting == "off":
            return 0
        return self.count_from if self.is_long_enough(duration_ms, self.count_from) else 3

    def is_spoken(self, duration_ms: int) -> bool:
        """Tell whether words are counted, not ticks."""
        return self.counting == "spoken" and self.is_long_enough(duration_ms, 3)

    def is_long_enough(self, duration_ms: int, seconds: int) -> bool:
        """Tell whether a step has room for something else before a count of this many seconds."""
        return duration_ms >= SHORTEST_BEFORE_COUNT_MS + seconds * SECOND_MS


def write_script(session: Session, intervals: tuple[Interval, ...], wording: Wording = ENGLISH) -> Script:
    """Write the script of a session that was unrolled."""
    introduction = _introduction(session, sum(interval.duration_ms or 0 for interval in intervals), wording)
    countdown = Countdown(counting=session.countdown, count_from=session.countdown_from)
    steps = [_step(place, wording) for place in _places(_framed(session, intervals), countdown)]
    steps[0] = replace(steps[0], floor_ms=session.lead_in.default_ms, speech=(introduction, *steps[0].speech))
    return Script.of(session, steps, title=session.name, language=wording.language)


def _framed(session: Session, intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    first = StepFacts(purpose="lead_in", kind="lead_in", name="Get ready", source=session.source)
    last = StepFacts(purpose="speech", kind="finish", name="Finish", source=session.source)
    return Interval(facts=first), *intervals, Interval(facts=last)


def _introduction(session: Session, about_ms: int, wording: Wording) -> str:
    sentences = [_sentence(session.name)]
    if session.rounds > 1:
        sentences.append(_sentence(wording.count(session.rounds, wording.rounds)))
    if about_ms:
        sentences.append(wording.about.format(duration=wording.roughly(about_ms)))
    return " ".join([*sentences, wording.get_ready])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sentence(text: str) -> str:
    text = _stopped(text)
    return text[:1].upper() + text[1:]


def _stopped(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """An interval among its neighbours.

    Attributes:
        after: the interval that follows; None for the last.
        headings: the blocks and rounds that start with the next exercise.
        tip: a tip to speak here, if there is room.
        is_last_work: whether this is the last exercise.
        is_after_work: whether all exercises are done.
        countdown: how the session counts down.
    """

    index: int
    interval: Interval
    after: Interval | None
    headings: tuple[Heading, ...]
    tip: str
    is_last_work: bool
    is_after_work: bool
    countdown: Countdown

    @property
    def work_follows(self) -> bool:
        return self.after is not None and self.after.facts.purpose == "work"


def _places(intervals: tuple[Interval, ...], countdown: Countdown) -> Iterator[_Place]:
    tips = _tips_in_turn(intervals)
    last_work = max((index for index, each in enumerate(intervals) if each.exercise), default=-1)
    headings: tuple[Heading, ...] = ()
    for index, (interval, after) in enumerate(pairwise((*intervals, None))):
        assert interval is not None
        headings = (() if interval.exercise else headings) + (after.headings if after else ())
        yield _Place(
            index=index,
            interval=interval,
            after=after,
            headings=headings,
            tip=_one_line(tips.get(index, "")),
            is_last_work=index == last_work,
            is_after_work=index > last_work,
            countdown=countdown,
        )


def _tips_in_turn(intervals: tuple[Interval, ...]) -> dict[int, str]:
    """Return the tip for each interval: a list's tips in turn, then none once, then from the first again.

    Counted reps leave no room for a tip; theirs is spoken in the rest before them, if there is one.
    """
    turns: dict[tuple[str, ...], int] = {}
    tips = {}
    for index, (before, interval) in enumerate(pairwise(intervals), start=1):
        is_counted = isinstance(interval.exercise, Reps) and before.facts.purpose != "work"
        host, host_index = (before, index - 1) if is_counted else (interval, index)
        has_room = host.duration_ms is None or host.duration_ms >= SHORTEST_TIP_MS
        if interval.tips and has_room:
            turn = turns.get(interval.tips, 0)
            turns[interval.tips] = turn + 1
            tips[host_index] = (*interval.tips, "")[turn % (len(interval.tips) + 1)]
    return tips


def _step(place: _Place, wording: Wording) -> ScriptStep:
    interval = place.interval
    step = ScriptStep(index=place.index, facts=interval.facts)
    if interval.duration_ms is None:
        countdown_s = place.countdown.seconds(UNLIMITED_MS) if place.work_follows else 0
        return replace(step, speech=_speech(place, wording), countdown_s=countdown_s)
    cues = _work_cues if interval.exercise else _recovery_cues
    return replace(
        step,
        duration_ms=interval.duration_ms,
        countdown_s=0 if isinstance(interval.exercise, Reps) else place.countdown.seconds(interval.duration_ms),
        cues=tuple(cues(place, interval.duration_ms, wording)),
    )


def _speech(place: _Place, wording: Wording) -> tuple[str, ...]:
    """Return what is spoken in a step that lasts as long as its speech."""
    own = wording.complete if place.after is None else _one_line(place.interval.text)
    announcement = _announcement(place, wording)
    following = next(announcement.variants()) if announcement else ()
    return tuple(filter(None, (own, *following, place.tip)))


def _work_cues(place: _Place, duration_ms: int, wording: Wording) -> Iterator[Cue]:
    interval = place.interval
    yield Earcon(sound="go", at_ms=0)
    if isinstance(interval.exercise, Reps):
        yield _counted_reps(interval.exercise, wording)
    else:
        yield from _counted_down(place, duration_ms, wording)
        yield from _progress(place, duration_ms, wording)
    if place.is_last_work:
        yield Earcon(sound="finish", at_ms=duration_ms)
    elif place.after and place.after.facts.purpose not in ("work", "rest"):  # which start with a signal of their own
        yield Earcon(sound="done", at_ms=duration_ms)
    if announcement := _announcement(place, wording):
        yield announcement
    yield from _tip(place, opens_ms=duration_ms // 4, latest_ms=duration_ms)


def _counted_reps(reps: Reps, wording: Wording) -> Count:
    return Count(
        words=tuple(wording.number(number) for number in range(1, reps.count + 1)),
        first_ms=0,
        every_ms=reps.tempo_ms,
        every_fifth=True,
        source=reps.source,
    )


def _counted_down(place: _Place, duration_ms: int, wording: Wording) -> Iterator[Cue]:
    seconds = place.countdown.seconds(duration_ms)
    if not place.countdown.is_spoken(duration_ms):
        yield from _ticks(seconds, duration_ms)
        return
    yield Count(
        words=tuple(wording.number(number) for number in range(seconds, 0, -1)),
        first_ms=duration_ms - seconds * SECOND_MS,
        every_ms=SECOND_MS,
        every_fifth=False,
        source=place.interval.facts.source,
    )


def _ticks(seconds: int, duration_ms: int) -> Iterator[Earcon]:
    """Yield a tick on each of the last seconds, except on the step's start."""
    for at_ms in range(duration_ms - seconds * SECOND_MS, duration_ms, SECOND_MS):
        if at_ms > 0:
            yield Earcon(sound="tick", at_ms=at_ms)


def _progress(place: _Place, duration_ms: int, wording: Wording) -> Iterator[Cue]:
    """Yield the progress of a timed step: ten seconds left, halfway, whole minutes left."""
    interval = place.interval
    yield from _ten_seconds(place, duration_ms, wording)
    half_ms = duration_ms // 2
    if duration_ms >= SHORTEST_HALFWAY_MS:
        yield Earcon(sound="halfway", at_ms=half_ms)
        yield _remark(interval, wording.halfway, priority=4, opens_ms=half_ms)
    if duration_ms >= SHORTEST_REMAINING_MS:
        for at_ms in range(duration_ms % MINUTE_MS or MINUTE_MS, duration_ms, MINUTE_MS):
            text = _sentence(wording.remaining.format(duration=wording.duration(duration_ms - at_ms)))
            yield _remark(interval, text, priority=5, opens_ms=at_ms)


def _ten_seconds(place: _Place, duration_ms: int, wording: Wording) -> Iterator[Cue]:
    opens_ms = duration_ms - 10 * SECOND_MS
    is_counted = place.countdown.seconds(duration_ms) * SECOND_MS >= duration_ms - opens_ms
    if duration_ms >= SHORTEST_TEN_SECONDS_MS and not is_counted:
        yield _remark(place.interval, wording.ten_seconds, priority=3, opens_ms=opens_ms, tolerance_ms=SECOND_MS)


def _remark(
    interval: Interval, text: str, *, priority: int, opens_ms: int, tolerance_ms: int = 2 * SECOND_MS
) -> Remark:
    latest_ms = opens_ms + tolerance_ms
    return Remark(text=text, priority=priority, opens_ms=opens_ms, latest_ms=latest_ms, source=interval.facts.source)


def _recovery_cues(place: _Place, duration_ms: int, wording: Wording) -> Iterator[Cue]:
    if place.work_follows:
        yield from _ticks(place.countdown.seconds(duration_ms), duration_ms)
    if place.interval.facts.purpose == "rest":
        yield from _rest_cues(place, duration_ms, wording)
    elif announcement := _announcement(place, wording):
        yield announcement
    yield from _tip(place, opens_ms=0, latest_ms=duration_ms)


def _rest_cues(place: _Place, duration_ms: int, wording: Wording) -> Iterator[Cue]:
    """Yield what is said in a rest: its length, what comes next, and in a long rest that again at its end."""
    interval = place.interval
    announcement = _announcement(place, wording)
    if not place.is_after_work:
        yield Earcon(sound="rest", at_ms=0)
    rest = wording.rest.format(duration=wording.duration(duration_ms))
    if announcement is None:
        yield Announcement(name=rest, short=wording.rest_short, source=interval.facts.source)
        return
    is_worth_saying = duration_ms >= SHORTEST_TOLD_REST_MS
    yield replace(announcement, opening=(rest,)) if is_worth_saying else announcement
    yield from _ten_seconds(place, duration_ms, wording)
    if duration_ms >= SHORTEST_REMINDED_REST_MS:
        yield _remark(interval, announcement.short, priority=3, opens_ms=duration_ms - 9 * SECOND_MS)


def _tip(place: _Place, *, opens_ms: int, latest_ms: int) -> Iterator[Remark]:
    if place.tip:
        source = place.interval.facts.source
        yield Remark(text=place.tip, priority=6, opens_ms=opens_ms, latest_ms=latest_ms, source=source)


def _announcement(place: _Place, wording: Wording) -> Announcement | None:
    """Return the announcement of the exercise that follows this interval, if one does."""
    coming = place.after
    if coming is None or coming.exercise is None:
        return None
    name, side = coming.facts.name, coming.facts.side
    if side:
        name = side if coming.continues else wording.side.format(name=name, side=side)
    headings = [*_heading_sentences(place.headings, coming.facts.name, wording)]
    what = f"{_sentence(name)} {_sentence(coming.exercise.amount_in(wording))}"
    if coming.continues:
        what = _stopped(wording.switch.format(side=name) if place.interval.facts.purpose == "switch" else name)
    first, *others = (*headings, what)
    *headings, named = (_with_next(first, place, wording, is_heading=bool(headings)), *others)
    instruction = "" if coming.continues else _one_line(coming.exercise.say)
    return Announcement(
        headings=tuple(headings),
        name=named,
        short=_sentence(name),
        instruction=(instruction,) if instruction else (),
        late=place.interval.facts.purpose == "work",
        source=coming.facts.source,
    )


def _with_next(sentence: str, place: _Place, wording: Wording, *, is_heading: bool) -> str:
    """Return the first sentence of an announcement, worded so that nobody takes it for the present exercise."""
    match place.interval.facts.purpose:
        case "switch":
            return sentence
        case "work":
            return wording.next.format(what=sentence)
        case "lead_in":
            return sentence if is_heading else wording.first.format(what=sentence)
        case _:
            return sentence if is_heading else wording.next.format(what=sentence)


def _heading_sentences(headings: tuple[Heading, ...], step_name: str, wording: Wording) -> Iterator[str]:
    for heading in headings:
        if heading.name and heading.name.casefold() != step_name.casefold():
            yield _sentence(heading.name)
        if heading.of > 1:
            yield wording.round.format(n=wording.number(heading.round), of=wording.number(heading.of))
