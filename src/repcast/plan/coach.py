"""What the coach says and sounds in each step: intervals -> Script. The rules' figures stand in `rules`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from repcast.plan.announcing import News, Place, announcement, aside, has_room_to_explain, told_rest
from repcast.plan.encouragement import encouragement
from repcast.plan.heard import Heard
from repcast.plan.languages import wording_of
from repcast.plan.moments import Moment
from repcast.plan.places import Countdown, Here, places
from repcast.plan.reps import Counting, reps_of
from repcast.plan.rules import (
    DUE_MS,
    DUE_TO_THE_SECOND_MS,
    SHORTEST_CLOSING_MS,
    CueKind,
    Said,
    said,
)
from repcast.plan.script import Announcement, Count, Cue, Due, Earcon, Line, Remark, Script, ScriptStep, Told
from repcast.plan.wording import Wording, sentence
from repcast.session.fields import UNLIMITED_MS
from repcast.session.model import Exercise, Reps, Session
from repcast.session.settings import NO_SOUND, Language, Signal
from repcast.session.unroll import Heading, Interval, StepFacts, is_one_exercise
from repcast.units import SECOND_MS


def write_script(session: Session, intervals: tuple[Interval, ...], language: Language = "en") -> Script:
    """Write the script of a session that was unrolled, in a language."""
    own = session.phrases.model_dump(exclude_unset=True)
    wording = wording_of(language).worded({phrase: text for phrase, text in own.items() if text})
    coach = _Coach(session=session, intervals=_framed(session, intervals, wording), wording=wording)
    return Script.of(session, coach.steps(), title=session.name, language=language)


def _framed(session: Session, intervals: tuple[Interval, ...], wording: Wording) -> tuple[Interval, ...]:
    """Return the intervals between the lead-in and the end; unnamed ones get the language's own names."""
    first = StepFacts(purpose="lead_in", kind="lead_in", source=session.source)
    last = StepFacts(purpose="speech", kind="finish", source=session.source)
    framed = (
        Interval(facts=first, talk=session.talk),
        *intervals,
        Interval(facts=last, talk=session.talk),
    )
    names = cast("dict[str, str]", wording.step_names)
    return tuple(
        each if each.facts.name else replace(each, facts=replace(each.facts, name=names[each.facts.kind]))
        for each in framed
    )


@dataclass(kw_only=True, slots=True)
class _Coach:
    """Goes through a session once, and knows what the listener has heard.

    Attributes:
        before: the exercise before.
        heard: what the listener knows.
        owes_finish: whether the last signal waits for a silence to end.
    """

    session: Session
    intervals: tuple[Interval, ...]
    wording: Wording
    before: Interval | None = None
    heard: Heard = field(default_factory=Heard)
    owes_finish: bool = False

    def steps(self) -> Iterator[ScriptStep]:
        """Yield the script of each interval."""
        for here in places(self.session, self.intervals):
            yield self._step(here)
            if here.interval.exercise:
                self.before = here.interval

    @property
    def countdown(self) -> Countdown:
        """How the session counts down."""
        return Countdown.of(self.session)

    # A step

    def _step(self, here: Here) -> ScriptStep:
        interval = here.interval
        step = ScriptStep(index=here.index, facts=interval.facts, music=interval.music, image=interval.image)
        if interval.duration_ms is None:
            return self._spoken(here, step)
        cues = self._work_cues if interval.exercise else self._recovery_cues
        return replace(
            step,
            duration_ms=interval.duration_ms,
            countdown_s=0 if isinstance(interval.exercise, Reps) else self.countdown.seconds(interval.duration_ms),
            cues=(*_own_cues(interval, interval.duration_ms), *cues(here, interval.duration_ms)),
        )

    def _spoken(self, here: Here, step: ScriptStep) -> ScriptStep:
        """Return a step that lasts as long as its speech: the lead-in, a `say` step, or the end."""
        coming = self._announcement(here, rest="")
        before, after = next(coming.variants()) if coming else ((), ())
        is_lead_in = here.interval.facts.purpose == "lead_in"
        ready = (
            (Line(self.wording.phrases["get_ready"], "opening"),)
            if is_lead_in and here.work_follows and self._opens(here)
            else ()
        )
        return replace(
            step,
            speech=self._own_words(here),
            floor_ms=self.session.lead_in.default_ms if is_lead_in else 0,
            announced=(*before, *after),
            reminder=coming.reminder if coming else (),
            last=ready,
            countdown_s=self.countdown.seconds(UNLIMITED_MS) if here.work_follows else 0,
        )

    def _opens(self, here: Here) -> bool:
        return here.said.opening != "off"

    def _own_words(self, here: Here) -> Told:
        match here.interval.facts.kind:
            case "lead_in":
                return tuple(Line(text, "opening") for text in self._opening(here))
            case "finish":
                is_wanted = here.said.closing and not self.heard.has_closed
                return (Line(self.wording.phrases["complete"], "closing"),) if is_wanted else ()
            case _:
                return (Line(" ".join(here.interval.text.split()), "own"),)

    def _opening(self, here: Here) -> Iterator[str]:
        if not self._opens(here):
            return
        wording, session = self.wording, self.session
        yield sentence(session.name)
        if here.said.opening != "whole":
            return
        if session.rounds > 1:
            if is_one_exercise(session):
                sets = wording.count(session.rounds, wording.nouns["set"])
                yield sentence(wording.phrases["sets"].format(sets=sets))
            else:
                rounds = wording.count(session.rounds, wording.nouns["round"])
                yield sentence(wording.phrases["rounds"].format(rounds=rounds))
        if about_ms := sum(map(self._about_ms, self.intervals)):
            yield sentence(wording.phrases["about"].format(duration=wording.roughly(about_ms)))

    def _about_ms(self, interval: Interval) -> int:
        """Return how long an interval takes; of the lead-in and the end, which are not the workout, nothing."""
        return self.session.voice.about_ms(interval.text) if interval.duration_ms is None else interval.duration_ms

    # Exercises

    def _work_cues(self, here: Here, duration_ms: int) -> Iterator[Cue]:
        interval = here.interval
        yield Earcon(sound=_sound_at_the_start(interval.facts), at_ms=0)
        if isinstance(interval.exercise, Reps):
            yield from reps_of(interval.exercise, self._counting(here))
        else:
            yield from self._counted_down(here, duration_ms)
            yield from self._progress(here)
            if cheer := encouragement(interval, self.heard.turns, self.wording):
                yield _remark(interval, cheer.text, "encouragement", cheer.opens_ms, cheer.latest_ms - cheer.opens_ms)
        yield from self._end(here, duration_ms)
        if coming := self._announcement(here, rest=""):
            yield coming
        yield from self._tips(here)
        yield from self._milestones(here)

    def _end(self, here: Here, duration_ms: int) -> Iterator[Earcon]:
        sound = _sound_at_the_end(here)
        if here.is_before_silence:
            self.owes_finish = sound == "finish"
        elif sound in ("finish", "done"):  # the others are those of what starts there
            yield Earcon(sound=sound, at_ms=duration_ms)

    def _has(self, sound: Signal) -> bool:
        return self.session.sounds.get(sound) != NO_SOUND

    def _counting(self, here: Here) -> Counting:
        starts, ends = _sound_at_the_start(here.interval.facts), _sound_at_the_end(here)
        return Counting(
            wording=self.wording,
            is_spoken=here.said.count,
            is_started=self._has(starts),
            is_ended=here.is_before_silence or self._has(ends),
        )

    def _counted_down(self, here: Here, duration_ms: int) -> Iterator[Cue]:
        seconds = self.countdown.seconds(duration_ms)
        if not (here.said.count and self.countdown.is_spoken(duration_ms)):
            yield from _ticks(seconds, duration_ms)
            return
        yield Count(
            words=tuple(self.wording.number(number) for number in range(seconds, 0, -1)),
            first_ms=duration_ms - seconds * SECOND_MS,
            every_ms=SECOND_MS,
            every_fifth=False,
            source=here.interval.facts.source,
        )

    def _progress(self, here: Here) -> Iterator[Cue]:
        """Yield what is told of a timed step's time."""
        for moment in here.told:
            match moment.kind:
                case "halfway":
                    yield from self._halfway(here, moment)
                case "time_left":
                    yield self._time_left(here.interval, moment.at_ms, moment.left_ms)
                case "ten_seconds":
                    yield self._ten_seconds(here.interval, moment.at_ms)

    def _halfway(self, here: Here, moment: Moment) -> Iterator[Cue]:
        has_tone = self._has("halfway")
        if has_tone:
            yield Earcon(sound="halfway", at_ms=moment.at_ms, cue="halfway")
        is_wanted = here.said.halfway == "first word" and (self.heard.first_halfway() or not has_tone)
        if here.said.halfway == "word" or is_wanted:
            yield _remark(here.interval, self.wording.phrases["halfway"], "halfway", moment.at_ms, DUE_MS)

    def _time_left(self, interval: Interval, at_ms: int, left_ms: int) -> Remark:
        text = self.wording.phrases["time_left"].format(duration=self.wording.duration(left_ms))
        return _remark(interval, text, "time_left", at_ms, DUE_MS)

    def _ten_seconds(self, interval: Interval, at_ms: int) -> Remark:
        """Tell the last ten seconds, each time in other words than the last time."""
        phrases = self.wording.phrases
        texts = (phrases["ten_seconds"], phrases["ten_more_seconds"], phrases["last_ten_seconds"])
        text = self.heard.turns.take("", texts)
        return _remark(interval, text, "ten_seconds", at_ms, DUE_TO_THE_SECOND_MS)

    def _tips(self, here: Here) -> Iterator[Remark]:
        for tip in here.tips if here.said.tips else ():
            yield _remark(here.interval, tip.text, "tip", tip.opens_ms, tip.latest_ms - tip.opens_ms)

    def _milestones(self, here: Here) -> Iterator[Remark]:
        phrases = self.wording.phrases
        for each in here.milestones:
            if each.kind == "halfway" and here.said.halfway in ("word", "first word"):
                yield _remark(here.interval, phrases["half_of_workout"], "halfway", each.at_ms, DUE_MS)
            elif each.kind == "time_left" and here.said.time_left != "off":
                text = phrases["left_of_workout"].format(duration=self.wording.roughly(each.left_ms))
                yield _remark(here.interval, text, "time_left", each.at_ms, DUE_MS)

    # Rests and switches

    def _recovery_cues(self, here: Here, duration_ms: int) -> Iterator[Cue]:
        if here.interval.facts.is_silent:
            yield from self._silent_cues(here, duration_ms)
            return
        if here.is_after_work:  # nothing is said after the last signal but the author's own words, and the last ones
            if own := aside(here.interval, rest=""):
                yield own
            yield from self._closing(here, duration_ms)
            return
        if here.work_follows:
            yield from _ticks(self.countdown.seconds(duration_ms), duration_ms)
        if here.interval.facts.purpose == "rest":
            yield Earcon(sound="rest", at_ms=0)
            yield from self._rest_cues(here, duration_ms)
        elif coming := self._announcement(here, rest=""):
            yield coming
        yield from self._tips(here)
        yield from self._milestones(here)

    def _silent_cues(self, here: Here, duration_ms: int) -> Iterator[Cue]:
        """Yield what is told around a silence of what comes next; and the last signal, where it waits for its end."""
        if coming := self._announcement(here, rest=""):
            yield coming
        if self.owes_finish and not here.is_before_silence:
            self.owes_finish = False
            yield Earcon(sound="finish", at_ms=duration_ms)

    def _closing(self, here: Here, duration_ms: int) -> Iterator[Remark]:
        """Yield the last words, as soon as there is room for them after the last exercise."""
        if self.heard.has_closed or not (here.is_over and here.said.closing) or duration_ms < SHORTEST_CLOSING_MS:
            return
        self.heard.has_closed = True
        yield _remark(here.interval, self.wording.phrases["complete"], "closing", 0, duration_ms)

    def _rest_cues(self, here: Here, duration_ms: int) -> Iterator[Cue]:
        """Yield what is told in a rest: its length, what comes next, and how long is left of it."""
        interval = here.interval
        rest = told_rest(duration_ms, here.said, self.wording, is_known=duration_ms in self.heard.rests_ms)
        if here.said.length != "off":
            self.heard.rests_ms.add(duration_ms)
        coming = self._announcement(here, rest=rest) or aside(interval, rest)
        if coming:
            yield coming
        elif rest:
            yield _remark(interval, rest, "length", 0, DUE_MS)
        for moment in here.told:
            yield self._time_left(interval, moment.at_ms, moment.left_ms)

    # What comes next

    def _announcement(self, here: Here, rest: str) -> Announcement | None:
        coming = here.after
        if coming is None or coming.exercise is None:
            return None
        last = here.interval if here.interval.exercise else self.before
        level = said(coming.talk)
        place = Place(
            here=here.interval,
            coming=coming,
            after_timed=here.index > 0 and _can_be_told_in(self.intervals[here.index - 1]),
        )
        news = self._news(place, coming.exercise, last, here.headings)
        told = announcement(place, news, level, rest, self.wording)
        self._learn(place, coming.exercise, level, knows_amount=not news.is_new_amount or bool(told and told.amount))
        return told

    def _news(self, place: Place, exercise: Exercise, last: Interval | None, headings: Sequence[Heading]) -> News:
        """Return what the listener does not know yet of an exercise."""
        is_first_set = any(heading.is_set and heading.round == 1 < heading.of for heading in headings)
        before = last.exercise if last else None
        is_again = before is not None and before.whole is exercise.whole and not place.coming.continues
        return News(
            headings=tuple(headings),
            is_again=is_again and not is_first_set,
            is_new_amount=not self.heard.knows_amount(exercise, before, self.wording),
            is_unexplained=not self.heard.is_explained(exercise),
        )

    def _learn(self, place: Place, exercise: Exercise, level: Said, *, knows_amount: bool) -> None:
        """Note what the listener knows from now on: what is told where it surely has room."""
        if knows_amount:
            self.heard.measure(exercise, self.wording)
        if level.instruction != "off" and not place.coming.continues and has_room_to_explain(place):
            self.heard.explain(exercise)


def _own_cues(interval: Interval, duration_ms: int) -> Iterator[Earcon | Due]:
    """Yield what the author has put at moments of a step; what comes again waits for what comes once."""
    for cue in sorted(interval.cues, key=lambda cue: cue.every_ms):
        for at_ms in cue.moments_ms(duration_ms):
            if cue.sound:
                yield Earcon(sound=cue.sound, at_ms=at_ms, cue="own", source=cue.source)
            else:
                yield Due(line=Line(" ".join(cue.say.split()), "own"), at_ms=at_ms, source=cue.source)


def _can_be_told_in(interval: Interval) -> bool:
    """Tell whether what comes after the next step can be told in an interval, too."""
    return interval.duration_ms is not None and not interval.facts.is_silent


def _sound_at_the_end(here: Here) -> Signal:
    """Return the signal at an exercise's end: its own, or that of what starts there."""
    if here.is_last_work:
        return "finish"
    after = here.after.facts if here.after else None
    if after and after.purpose == "work":
        return _sound_at_the_start(after)
    return "rest" if after and after.purpose == "rest" else "done"


def _sound_at_the_start(facts: StepFacts) -> Signal:
    return "go" if facts.effort == "work" else "recover"


def _ticks(seconds: int, duration_ms: int) -> Iterator[Earcon]:
    """Yield a tick on each of the last seconds, except on the step's start."""
    for at_ms in range(duration_ms - seconds * SECOND_MS, duration_ms, SECOND_MS):
        if at_ms > 0:
            yield Earcon(sound="tick", at_ms=at_ms, cue="count")


def _remark(interval: Interval, text: str, cue: CueKind, opens_ms: int, patience_ms: int) -> Remark:
    line = Line(sentence(text), cue)
    return Remark(line=line, opens_ms=opens_ms, latest_ms=opens_ms + patience_ms, source=interval.facts.source)
