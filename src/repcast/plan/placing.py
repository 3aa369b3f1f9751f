"""Cues at their places, as they are settled one after another; and how lines of speech follow each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from repcast.plan.room import GRID_MS, Room, Taken
from repcast.plan.rules import (
    CRAMPED,
    GAP_MS,
    HURRY,
    LATE_CLEAR_MS,
    LATE_SLACK_MS,
    ROOMY,
    CueKind,
    Pauses,
)
from repcast.plan.script import Line, Told
from repcast.plan.timeline import ClipKey, Drop, Event
from repcast.session.fields import Source
from repcast.session.settings import Signal
from repcast.units import ceil_to_frame

Lengths = Mapping[ClipKey, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spoken:
    """Lines at their places, and how they are spoken."""

    lines: tuple[tuple[int, Line], ...]
    hurried: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptAway:
    """A cue with a moment of its own that found something else there, which may still give way.

    Attributes:
        at_ms: its moment.
        place: places it, or returns why that cannot be.
        drop: the report that it was left out; ticks have none.
    """

    at_ms: int
    place: Callable[[], str]
    drop: Drop | None = None


@dataclass(slots=True)
class Placing:
    """What is placed so far, in which room, and the current step, [start_ms, end_ms).

    Attributes:
        lengths: of every clip, in milliseconds.
        cramped: texts that would fit if they were spoken faster.
        before_ms: when the step before starts.
        countdown_ms: at the end of the current step.
        soft: ticks, counted reps and the author's own cues, in this step or the one before: they give way to a name.
        gone: those that did.
        kept_away: what found others at its moment, in this step or the one before.
        waited: the ranges of those that keep room to wait for a frame.
    """

    lengths: Lengths
    events: list[Event] = field(default_factory=list)
    dropped: list[Drop] = field(default_factory=list)
    cramped: dict[str, None] = field(default_factory=dict)
    room: Room = field(default_factory=Room)
    index: int = 0
    before_ms: int = 0
    start_ms: int = 0
    end_ms: int = 0
    countdown_ms: int = 0
    soft: list[Event] = field(default_factory=list)
    gone: set[Event] = field(default_factory=set)
    kept_away: list[KeptAway] = field(default_factory=list)
    waited: dict[Event, tuple[int, int]] = field(default_factory=dict)

    def heard(self) -> list[Event]:
        """Return what is heard: all but what gave way."""
        return [event for event in self.events if event not in self.gone] if self.gone else self.events

    def go_on(self, index: int, countdown_ms: int) -> None:
        """Begin the next step; the one before stays in reach, for what can only be said there."""
        self.room.forget(self.start_ms)
        self.soft = [event for event in self.soft if event.end_ms + GAP_MS > self.start_ms]
        self.kept_away = [each for each in self.kept_away if each.at_ms >= self.start_ms]
        self.before_ms, self.start_ms = self.start_ms, self.end_ms
        self.index, self.countdown_ms = index, countdown_ms

    # Where lines fit

    def spoken_ms(self, told: Told, pauses: Pauses = ROOMY, *, hurried: bool = False) -> int:
        """Return how long lines take in a row, without what the first may have to wait for its frame."""
        lengths_ms = (self.lengths["hurried" if hurried else "voice", line.text] for line in told)
        return sum(lengths_ms) + sum(pauses.before(line.cue) + GRID_MS for line in told[1:])

    def in_a_row(self, told: Told, at_ms: int, pauses: Pauses = ROOMY, *, hurried: bool = False) -> Spoken:
        """Return lines one after another from a moment on."""
        lines: list[tuple[int, Line]] = []
        for line in told:
            at_ms += pauses.before(line.cue) if lines else 0
            lines.append((at_ms, line))
            at_ms += self.spoken_ms((line,), hurried=hurried) + GRID_MS
        return Spoken(lines=tuple(lines), hurried=hurried)

    def alone(self, line: Line, from_ms: int, to_ms: int, *, hurried: bool = False) -> Spoken | None:
        """Return a line at its first place in a window."""
        at_ms = self.room.earliest(self.spoken_ms((line,), hurried=hurried), from_ms, to_ms)
        return None if at_ms is None else Spoken(lines=((at_ms, line),), hurried=hurried)

    def late(
        self,
        told: Told,
        pauses: Pauses = CRAMPED,
        opens_ms: int | None = None,
        *,
        hurried: bool = False,
        is_urgent: bool = True,
    ) -> Spoken | None:
        """Return lines late in this step: before its last seconds, else as late as there is room.

        Args:
            told: the lines, at least one.
            pauses: between them.
            opens_ms: when the first may begin; without it, a few seconds before the last seconds.
            hurried: whether they are spoken faster.
            is_urgent: whether they may stand in the last seconds, if there is no other room.
        """
        length_ms, ends_by_ms = self.spoken_ms(told, pauses, hurried=hurried), self.end_ms - GAP_MS
        clear_by_ms = ends_by_ms - max(LATE_CLEAR_MS, self.countdown_ms)
        if opens_ms is None:
            opens_ms = max(self.start_ms, clear_by_ms - length_ms - GRID_MS - LATE_SLACK_MS)
        at_ms = self.room.latest(length_ms, opens_ms, clear_by_ms)
        if at_ms is None and is_urgent:
            at_ms = self.room.latest(length_ms, opens_ms, ends_by_ms)
        return None if at_ms is None else self.in_a_row(told, at_ms, pauses, hurried=hurried)

    def over_soft(self, names: Told, from_ms: int, gap_ms: int, source: Source) -> Spoken | None:
        """Return a place for a name over ticks, or over counted numbers, and take these away."""
        to_ms = self.end_ms - gap_ms
        for hurried in (False, True):
            for line in names:
                if hurried and not self.can_hurry(line, from_ms, to_ms, gap_ms=gap_ms, over_soft=True):
                    continue
                length_ms = self.spoken_ms((line,), hurried=hurried)
                at_ms = self.room.earliest(length_ms, from_ms, to_ms, gap_ms=gap_ms, over_soft=True)
                if at_ms is not None:
                    self._take_away(self.room.give_way(at_ms, at_ms + length_ms + GRID_MS), line, source)
                    return Spoken(lines=((at_ms, line),), hurried=hurried)
        return None

    def _take_away(self, freed: list[Taken], line: Line, source: Source) -> None:
        """Take away what gives way to a name; all but ticks of ours is reported."""
        ranges = {(each.start_ms, each.end_ms) for each in freed}
        gone = [event for event in self.soft if self._range(event) in ranges]
        self.gone.update(gone)
        for event in gone:
            if event.cue == "own" or event.text:
                lost = Line(event.text or f"({event.sound})", event.cue)
                self.drop(lost, f"“{line.text}” is said there", source, event.step)

    def _range(self, event: Event) -> tuple[int, int]:
        """Return the range that an event has taken."""
        return self.waited.get(event, (event.start_ms, event.end_ms))

    def can_hurry(self, line: Line, from_ms: int, to_ms: int, *, gap_ms: int = GAP_MS, over_soft: bool = False) -> bool:
        """Tell whether the faster recording of a line is there; if not, ask for it where that would fit."""
        if ("hurried", line.text) in self.lengths:
            return True
        faster_ms = int(self.lengths["voice", line.text] / HURRY)
        if self.room.earliest(faster_ms, from_ms, to_ms, gap_ms=gap_ms, over_soft=over_soft) is not None:
            self.cramped[line.text] = None
        return False

    # What is heard

    def say(self, spoken: Spoken) -> int:
        """Place floating speech, and return the end of the room that it takes."""
        end_ms = max(self.voice(line, at_ms, anchored=False, hurried=spoken.hurried) for at_ms, line in spoken.lines)
        self._try_again()
        return end_ms

    def at_its_moment(self, at_ms: int, place: Callable[[], str], lost: Line | None, source: Source) -> None:
        """Place a cue that has its moment; or leave it out, unless what is heard there gives way.

        Args:
            at_ms: its moment.
            place: places it, or returns why that cannot be.
            lost: what is reported then; nothing of ticks.
            source: where it is written.
        """
        if reason := place():
            drop = self.drop(lost, reason, source) if lost else None
            self.kept_away.append(KeptAway(at_ms=at_ms, place=place, drop=drop))

    def _try_again(self) -> None:
        """Place what was kept away by others that have given way to a name since."""
        for each in [each for each in self.kept_away if not each.place()]:
            self.kept_away.remove(each)
            if each.drop:
                self.dropped.remove(each.drop)

    def voice(self, line: Line, at_ms: int, *, anchored: bool, hurried: bool = False, is_soft: bool = False) -> int:
        """Place a line, and return the end of the room that it takes; a floating one begins on the next frame."""
        length_ms = self.lengths["hurried" if hurried else "voice", line.text]
        start_ms = at_ms if anchored else ceil_to_frame(at_ms)
        event = Event(
            track="voice",
            cue=line.cue,
            start_ms=start_ms,
            end_ms=start_ms + length_ms,
            text=line.text,
            step=self._step_at(at_ms),
            anchored=anchored,
            hurried=hurried,
        )
        end_ms = at_ms + length_ms + (0 if anchored else GRID_MS)
        self._hear(event, Taken(at_ms, end_ms, line.cue, is_soft, is_spoken=True, is_floating=not anchored))
        return end_ms

    def sound(self, sound: Signal, at_ms: int, cue: CueKind) -> None:
        """Place a signal, unless the user wants none."""
        if ("earcon", sound) not in self.lengths:
            return
        end_ms = at_ms + self.lengths["earcon", sound]
        step = self._step_at(at_ms)
        event = Event(track="earcon", cue=cue, start_ms=at_ms, end_ms=end_ms, sound=sound, step=step, anchored=True)
        self._hear(event, Taken(at_ms, end_ms, cue, is_soft=sound == "tick" or cue == "own"))

    def _step_at(self, at_ms: int) -> int:
        """Return the step to which a cue at a moment belongs: this one, or the one before."""
        return self.index if at_ms >= self.start_ms else self.index - 1

    def is_talked_over(self, start_ms: int, end_ms: int) -> bool:
        """Tell whether a counted number is said in a range."""
        said = (event for event in self.soft if event.track == "voice" and event not in self.gone)
        return any(event.start_ms < end_ms and start_ms < event.end_ms for event in said)

    def is_beside_own(self, start_ms: int, end_ms: int) -> bool:
        """Tell whether a cue of the author's own is heard in a range, or close to it."""
        return any(each.cue == "own" for each in self.room.around(start_ms, end_ms, GAP_MS))

    def _hear(self, event: Event, taken: Taken) -> None:
        self.events.append(event)
        self.room.take(taken)
        if taken.is_soft:
            self.soft.append(event)
            if not event.anchored:
                self.waited[event] = (taken.start_ms, taken.end_ms)

    # What is left out

    def drop_unfitting(self, line: Line, window: tuple[int, int], source: Source) -> None:
        """Leave out a line for which no room in a window is long enough."""
        self.drop(line, self.unfitting(line, window), source)

    def unfitting(self, line: Line, window: tuple[int, int]) -> str:
        """Return why a line has no room in a window."""
        needs_ms, has_ms = self.lengths["voice", line.text], self.room.longest_free_ms(*window)
        if has_ms >= needs_ms + GRID_MS:
            return self._beside(line)
        has = f"{has_ms // 100 / 10:.1f} s"
        return f"needs {in_seconds(needs_ms)}, and the longest free time in its window is {has}"

    def drop_beside(self, line: Line, source: Source) -> None:
        """Leave out a line that would fit, but not beside what is said there."""
        self.drop(line, self._beside(line), source)

    def _beside(self, line: Line) -> str:
        return f"needs {in_seconds(self.lengths['voice', line.text])} together with what is said there"

    def drop(self, line: Line, reason: str, source: Source, step: int | None = None) -> Drop:
        """Leave out a line, and report it: of this step, or of another one."""
        index = self.index if step is None else step
        drop = Drop(cue=line.cue, text=line.text, reason=reason, step=index, line=source.line, file=source.file)
        self.dropped.append(drop)
        return drop


def in_seconds(ms: int) -> str:
    """Return a length to a tenth of a second, rounded up."""
    return f"{-(-ms // 100) / 10:.1f} s"
