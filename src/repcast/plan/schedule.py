"""Script + measured clip lengths -> Timeline: where each cue falls.

Anchored cues stand at their exact moments and never move: signals, then what the author put there, then ticks and
numbers. Floating cues follow: what comes next, by the ways in `naming`; then all else, what is worth most first. Each
takes the earliest place in its window that is clear of the cues before it, or is dropped, with the reason.
"""

from dataclasses import dataclass, field

from repcast.errors import TooLong, TooManyCues
from repcast.plan.counting import count, phase
from repcast.plan.naming import Owed, announce, begin
from repcast.plan.placing import Lengths, Placing
from repcast.plan.room import GRID_MS
from repcast.plan.rules import (
    GAP_MS,
    LEAD_MS,
    NAMED_BEFORE_MS,
    OWN_DUE_MS,
    REMINDED_AFTER_MS,
    ROOMY,
    SQUEEZED_MS,
    TAIL_MS,
    worth,
)
from repcast.plan.script import Announcement, Count, Cue, Due, Earcon, Line, Phased, Remark, Script, ScriptStep, Told
from repcast.plan.timeline import MOST_CUES, Step, Timeline
from repcast.session.model import LONGEST_MS
from repcast.units import HOUR_MS, SECOND_MS, ceil_to_second


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """A timeline, and the texts that do not fit in it but may fit if they are spoken faster."""

    timeline: Timeline
    cramped: tuple[str, ...]


def schedule(script: Script, lengths: Lengths) -> Schedule:
    """Place every cue of the script.

    Args:
        script: what is to be heard.
        lengths: of every clip that the script may need, in milliseconds, rounded up; for texts that were cramped the
            first time, also when they are spoken faster. Signals that are switched off have none.

    Raises:
        TooLong: speech makes the session longer than its bound.
        TooManyCues: there are more of them than a timeline may have.
    """
    scheduler = _Scheduler(Placing(lengths))
    placing = scheduler.placing
    for step in script.steps:
        scheduler.add(step)
        if placing.end_ms > LONGEST_MS + HOUR_MS:  # an hour for what speech alone adds
            raise TooLong(LONGEST_MS // HOUR_MS)
        if len(placing.events) + len(placing.dropped) > MOST_CUES:
            raise TooManyCues(MOST_CUES)
    timeline = Timeline(
        title=script.title,
        duration_ms=placing.end_ms,
        steps=tuple(scheduler.steps),
        events=tuple(sorted(placing.heard(), key=lambda event: (event.start_ms, event.track))),
        dropped=tuple(placing.dropped),
        language=script.language,
    )
    return Schedule(timeline=timeline, cramped=tuple(placing.cramped))


@dataclass(slots=True)
class _Scheduler:
    """Goes through a script, step by step.

    Attributes:
        owed: what the next step begins with.
    """

    placing: Placing
    steps: list[Step] = field(default_factory=list)
    owed: Owed | None = None

    def add(self, step: ScriptStep) -> None:
        """Place the cues of the next step."""
        placing = self.placing
        placing.go_on(step.index, step.countdown_s * SECOND_MS)
        if step.duration_ms is None:
            placing.end_ms = _speak(placing, step)
        else:
            placing.end_ms = placing.start_ms + step.duration_ms
            self.owed = _place_cues(placing, step, self.owed)
        self.steps.append(Step(index=step.index, facts=step.facts, start_ms=placing.start_ms, end_ms=placing.end_ms))


# Steps that last as long as their speech


def _speak(placing: Placing, step: ScriptStep) -> int:
    """Place a step's speech, and return the step's end, a whole number of seconds after its start."""
    at_ms = placing.start_ms + LEAD_MS if placing.start_ms == 0 else placing.start_ms
    at_ms = max([at_ms, *(each.end_ms + GAP_MS for each in placing.room.taken)])
    if step.speech:
        at_ms = placing.say(placing.in_a_row(step.speech, at_ms))
    after_ms = GAP_MS + placing.countdown_ms if placing.countdown_ms else TAIL_MS
    rows: list[tuple[int, Told]] = []  # from the last to the first, with the time from each start to the step's end
    for told, pause_ms in ((step.last, 0), (_announced(placing, step, after_ms), ROOMY.to_take_in_ms)):
        if told:
            after_ms += placing.spoken_ms(told) + GRID_MS + (pause_ms if rows else 0)
            rows.append((after_ms, told))
    breath_ms = ROOMY.breath_ms if step.speech and rows else 0
    least_ms = at_ms + breath_ms + after_ms - placing.start_ms
    end_ms = placing.start_ms + ceil_to_second(max(least_ms, step.floor_ms, SECOND_MS))
    for from_end_ms, told in rows:
        placing.say(placing.in_a_row(told, end_ms - from_end_ms))
    for tick_ms in range(end_ms - placing.countdown_ms, end_ms, SECOND_MS):
        placing.sound("tick", tick_ms, "count")
    return end_ms


def _announced(placing: Placing, step: ScriptStep, after_ms: int) -> Told:
    """Return what comes next; with its name once more, where its step starts long after that."""
    told_ms = placing.spoken_ms((*step.announced, *step.last)) + GRID_MS
    is_long_before = told_ms > REMINDED_AFTER_MS or told_ms + ROOMY.to_take_in_ms + after_ms > NAMED_BEFORE_MS
    return (*step.announced, *(step.reminder if is_long_before else ()))


# Steps of a set time


def _place_cues(placing: Placing, step: ScriptStep, owed: Owed | None) -> Owed | None:
    """Place a step's cues, and return what the next step begins with."""
    cues = sorted(step.cues, key=_turn)
    for cue in cues:
        _anchor(placing, cue)
    if owed:
        begin(placing, owed)
    owed = None
    for cue in cues:
        if isinstance(cue, Announcement):
            owed = announce(placing, cue)
        elif isinstance(cue, Remark):
            _remark(placing, cue)
    return owed


def _anchor(placing: Placing, cue: Cue) -> None:
    """Place a cue that has its exact moments."""
    match cue:
        case Earcon():
            _sound(placing, cue)
        case Due():
            _due(placing, cue)
        case Count():
            count(placing, cue)
        case Phased():
            phase(placing, cue)
        case Announcement() | Remark():
            pass


def _turn(cue: Cue) -> int:
    """Return when a cue is placed: signals, the author's own, numbers, what comes next, then what is worth most."""
    match cue:
        case Earcon():
            return {"own": -4, "count": -2}.get(cue.cue, -5)
        case Due():
            return -3
        case Count() | Phased():
            return -2
        case Announcement():
            return -1
        case Remark():
            return worth("instruction") - worth(cue.line.cue)


def _sound(placing: Placing, cue: Earcon) -> None:
    """Sound a signal; ticks give way to cues of the author's own, and both to a number that is being said."""
    if ("earcon", cue.sound) not in placing.lengths:
        return
    at_ms = placing.start_ms + cue.at_ms
    end_ms = at_ms + placing.lengths["earcon", cue.sound]

    def place() -> str:
        if placing.is_talked_over(at_ms, end_ms):
            return "a number is said at its moment"
        if cue.cue == "count" and placing.is_beside_own(at_ms, end_ms):
            return "a cue of your own is heard at its moment"
        if placing.room.is_beside_speech(at_ms, end_ms, SQUEEZED_MS):
            return "something is said at its moment"
        placing.sound(cue.sound, at_ms, cue.cue)
        return ""

    if cue.cue in ("own", "count"):
        lost = Line(f"({cue.sound})", "own") if cue.cue == "own" else None
        placing.at_its_moment(at_ms, place, lost, cue.source)
    else:
        placing.sound(cue.sound, at_ms, cue.cue)


def _due(placing: Placing, cue: Due) -> None:
    """Say the author's own words at their moment, or within a second of it."""
    length_ms, at_ms = placing.lengths["voice", cue.line.text], placing.start_ms + cue.at_ms
    is_whole = at_ms + length_ms + GAP_MS <= placing.end_ms
    window = at_ms, min(placing.end_ms - GAP_MS, at_ms + OWN_DUE_MS + length_ms + GRID_MS)

    def place() -> str:
        is_on_time = is_whole and placing.room.is_free(at_ms - GAP_MS, at_ms + length_ms + GAP_MS)
        from_ms = at_ms if is_on_time else placing.room.earliest(length_ms, *window)
        if from_ms is None:
            return placing.unfitting(cue.line, window)
        placing.voice(cue.line, from_ms, anchored=is_on_time, is_soft=True)
        return ""

    placing.at_its_moment(at_ms, place, cue.line, cue.source)


def _remark(placing: Placing, cue: Remark) -> None:
    length_ms = placing.lengths["voice", cue.line.text]
    opens_ms, latest_ms = placing.start_ms + cue.opens_ms, placing.start_ms + cue.latest_ms
    ends_by_ms = min(placing.end_ms - GAP_MS, latest_ms + length_ms + GRID_MS)
    spoken = placing.alone(cue.line, opens_ms, ends_by_ms)
    if spoken:
        placing.say(spoken)
    else:
        placing.drop_unfitting(cue.line, (opens_ms, ends_by_ms), cue.source)
