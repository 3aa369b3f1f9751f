"""Script + measured clip lengths -> Timeline: where each cue falls.

Anchored cues stand at their exact moments and never move. Floating cues follow, by priority: each takes the earliest
place in its window that is clear of the cues before it, or is dropped, with the reason. They start on whole MP3 frames:
nobody hears a difference within 24 ms, and a cue that repeats is encoded only once.
"""

from bisect import insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from repcast.errors import TooLong, TooManyCues
from repcast.plan.script import HURRY, Announcement, Count, Cue, Earcon, Remark, Script, ScriptStep
from repcast.plan.timeline import MOST_CUES, ClipKey, Drop, Event, Step, Timeline
from repcast.session.fields import Source
from repcast.session.model import LONGEST_MS
from repcast.session.settings import Signal
from repcast.units import FRAME_MS, HOUR_MS, SECOND_MS, ceil_to_frame, ceil_to_second

GAP_MS: Final = 150  # between two voice events, and between a floating cue and an anchored one
LEAD_MS: Final = 1_500  # before the first word of the file: earbuds wake up, and swallow what they hear first
LATE_CLEAR_MS: Final = 3 * SECOND_MS  # of a step's end, after a late announcement; more where the countdown is longer
LATE_SLACK_MS: Final = 5 * SECOND_MS  # how much earlier than that it may end
TAIL_MS: Final = 500  # after the last sound of the file

Lengths = Mapping[ClipKey, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """A timeline, and the texts of announcements that do not fit in it but may fit if they are spoken faster."""

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
    placed = _Placed(lengths)
    for step in script.steps:
        placed.add(step)
        if placed.start_ms > LONGEST_MS + HOUR_MS:  # an hour for what speech alone adds
            raise TooLong(LONGEST_MS // HOUR_MS)
        if len(placed.events) + len(placed.dropped) > MOST_CUES:
            raise TooManyCues(MOST_CUES)
    timeline = Timeline(
        title=script.title,
        duration_ms=placed.steps[-1].end_ms,
        steps=tuple(placed.steps),
        events=tuple(sorted(placed.events, key=lambda event: (event.start_ms, event.track))),
        dropped=tuple(placed.dropped),
    )
    return Schedule(timeline=timeline, cramped=tuple(placed.cramped))


@dataclass(frozen=True, slots=True)
class _Spot:
    at_ms: int
    hurried: bool


@dataclass(slots=True)
class _Placed:
    """What is placed so far, and the current step: its start, and the ranges that are taken."""

    lengths: Lengths
    steps: list[Step] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    dropped: list[Drop] = field(default_factory=list)
    cramped: dict[str, None] = field(default_factory=dict)
    index: int = 0
    start_ms: int = 0
    countdown_ms: int = 0
    taken: list[tuple[int, int]] = field(default_factory=list)

    def add(self, step: ScriptStep) -> None:
        self.index = step.index
        self.countdown_ms = step.countdown_s * SECOND_MS
        self.taken = [(start, end) for start, end in self.taken if end + GAP_MS > self.start_ms]
        if step.duration_ms is None:
            end_ms = self._speak(step)
        else:
            end_ms = self.start_ms + step.duration_ms
            self._place_cues(step, end_ms)
        self.steps.append(Step(index=step.index, facts=step.facts, start_ms=self.start_ms, end_ms=end_ms))
        self.start_ms = end_ms

    def _speak(self, step: ScriptStep) -> int:
        """Place the speech of a step that lasts as long as it, and return the step's end, a whole second."""
        at_ms = self.start_ms + LEAD_MS if self.start_ms == 0 else self.start_ms
        at_ms = max([at_ms, *(end + GAP_MS for _, end in self.taken)])
        spoken_ms = self._say(step.speech, ceil_to_frame(at_ms))
        end_ms = spoken_ms + (GAP_MS + self.countdown_ms if self.countdown_ms else TAIL_MS)
        end_ms = ceil_to_second(max(end_ms, self.start_ms + step.floor_ms))
        for tick_ms in range(end_ms - self.countdown_ms, end_ms, SECOND_MS):
            self._sound("tick", tick_ms)
        return end_ms

    def _place_cues(self, step: ScriptStep, end_ms: int) -> None:
        for cue in sorted(step.cues, key=_turn):
            match cue:
                case Earcon():
                    self._sound(cue.sound, self.start_ms + cue.at_ms)
                case Count():
                    self._count(cue, end_ms)
                case Announcement():
                    self._announce(cue, end_ms)
                case Remark():
                    self._remark(cue, end_ms)

    def _count(self, cue: Count, step_end_ms: int) -> None:
        moments = [self.start_ms + cue.first_ms + number * cue.every_ms for number in range(len(cue.words))]
        if max(self.lengths["voice", word] for word in cue.words) + GAP_MS <= cue.every_ms:
            for word, at_ms in zip(cue.words, moments, strict=True):
                self._voice(word, at_ms, anchored=True)
            return
        for at_ms in moments:
            self._sound("tick", at_ms)
        if not cue.every_fifth:
            self._drop(
                ", ".join(cue.words), f"a word does not fit into {_seconds(cue.every_ms)}; ticks instead", cue.source
            )
            return
        spoken = range(4, len(cue.words), 5)
        ends_by = [*(moments[number] for number in spoken[1:]), step_end_ms]
        for number, end_ms in zip(spoken, ends_by, strict=False):
            word = cue.words[number]
            if moments[number] + self.lengths["voice", word] + GAP_MS <= end_ms:
                self._voice(word, moments[number], anchored=True)
            else:
                self._drop(word, f"needs {_seconds(self.lengths['voice', word])} before the next number", cue.source)

    def _announce(self, cue: Announcement, step_end_ms: int) -> None:
        spoken: tuple[str, ...] = ()
        for variant, place in self._tried(cue, step_end_ms):
            if place is not None:
                spoken = variant
                self._say(variant, place.at_ms, hurried=place.hurried)
                break
        else:
            self._drop_unfitting((*cue.opening, *cue.headings, cue.name), (self.start_ms, step_end_ms), cue.source)
        for texts in (cue.opening, cue.headings, cue.instruction) if spoken else (cue.instruction,):
            if not set(texts) <= set(spoken):
                needs = _seconds(self._spoken_ms((*texts, *(spoken or (cue.short,)))))
                self._drop(" ".join(texts), f"needs {needs} together with what is said there", cue.source)

    def _tried(self, cue: Announcement, step_end_ms: int) -> Iterator[tuple[tuple[str, ...], "_Spot | None"]]:
        """Yield each variant of an announcement with its place, at the usual rate or faster; None for no place."""
        for variant in cue.variants():
            at_ms = self._room_for(self._spoken_ms(variant), cue, step_end_ms)
            if at_ms is not None:
                yield variant, _Spot(at_ms, hurried=False)
                continue
            if all(("hurried", text) in self.lengths for text in variant):
                at_ms = self._room_for(self._spoken_ms(variant, hurried=True), cue, step_end_ms)
                yield variant, None if at_ms is None else _Spot(at_ms, hurried=True)
            elif self._room_for(int(self._spoken_ms(variant) / HURRY), cue, step_end_ms) is not None:
                self.cramped |= dict.fromkeys(variant)

    def _room_for(self, length_ms: int, cue: Announcement, step_end_ms: int) -> int | None:
        """Return a place for speech of this length: early, or as late as the last seconds allow."""
        ends_by_ms = step_end_ms - GAP_MS
        if not cue.late:
            return self._earliest(length_ms, self.start_ms, ends_by_ms)
        clear_by_ms = ends_by_ms - max(LATE_CLEAR_MS, self.countdown_ms)
        opens_ms = max(self.start_ms, clear_by_ms - length_ms - LATE_SLACK_MS)
        at_ms = self._latest(length_ms, opens_ms, clear_by_ms)
        return self._latest(length_ms, opens_ms, ends_by_ms) if at_ms is None else at_ms

    def _remark(self, cue: Remark, step_end_ms: int) -> None:
        length_ms = self.lengths["voice", cue.text]
        opens_ms, latest_ms = self.start_ms + cue.opens_ms, self.start_ms + cue.latest_ms
        ends_by_ms = min(step_end_ms - GAP_MS, latest_ms + length_ms)
        at_ms = self._earliest(length_ms, opens_ms, ends_by_ms)
        if at_ms is None:
            self._drop_unfitting((cue.text,), (opens_ms, ends_by_ms), cue.source)
        else:
            self._voice(cue.text, at_ms, anchored=False)

    def _earliest(self, length_ms: int, opens_ms: int, ends_by_ms: int) -> int | None:
        for free_from, free_to in self._free(opens_ms, ends_by_ms):
            if free_to - free_from >= length_ms:
                return free_from
        return None

    def _latest(self, length_ms: int, opens_ms: int, ends_by_ms: int) -> int | None:
        for free_from, free_to in reversed([*self._free(opens_ms, ends_by_ms)]):
            if free_to - free_from >= length_ms:
                return (free_to - length_ms) // FRAME_MS * FRAME_MS
        return None

    def _free(self, from_ms: int, to_ms: int) -> Iterator[tuple[int, int]]:
        """Yield the free ranges of a window in order of time; each starts on a whole frame."""
        from_ms = ceil_to_frame(from_ms)
        for start_ms, end_ms in self.taken:
            if end_ms + GAP_MS <= from_ms:
                continue
            if start_ms - GAP_MS >= to_ms:
                break
            if start_ms - GAP_MS > from_ms:
                yield from_ms, start_ms - GAP_MS
            from_ms = max(from_ms, ceil_to_frame(end_ms + GAP_MS))
        if from_ms < to_ms:
            yield from_ms, to_ms

    def _spoken_ms(self, texts: tuple[str, ...], *, hurried: bool = False) -> int:
        *before, last = (self.lengths["hurried" if hurried else "voice", text] for text in texts)
        return sum(ceil_to_frame(length_ms + GAP_MS) for length_ms in before) + last

    def _say(self, texts: tuple[str, ...], at_ms: int, *, hurried: bool = False) -> int:
        """Place floating speech, text after text, and return its end."""
        end_ms = at_ms
        for text in texts:
            end_ms = self._voice(text, at_ms, anchored=False, hurried=hurried)
            at_ms = ceil_to_frame(end_ms + GAP_MS)
        return end_ms

    def _voice(self, text: str, at_ms: int, *, anchored: bool, hurried: bool = False) -> int:
        end_ms = at_ms + self.lengths["hurried" if hurried else "voice", text]
        self._put(
            Event(
                track="voice",
                start_ms=at_ms,
                end_ms=end_ms,
                text=text,
                step=self.index,
                anchored=anchored,
                hurried=hurried,
            )
        )
        return end_ms

    def _sound(self, sound: Signal, at_ms: int) -> None:
        if ("earcon", sound) not in self.lengths:  # the user wants none
            return
        end_ms = at_ms + self.lengths["earcon", sound]
        self._put(Event(track="earcon", start_ms=at_ms, end_ms=end_ms, sound=sound, step=self.index, anchored=True))

    def _put(self, event: Event) -> None:
        self.events.append(event)
        insort(self.taken, (event.start_ms, event.end_ms))

    def _drop_unfitting(self, texts: tuple[str, ...], window: tuple[int, int], source: Source) -> None:
        longest_ms = max((free_to - free_from for free_from, free_to in self._free(*window)), default=0)
        needs, has = _seconds(self._spoken_ms(texts)), f"{longest_ms // 100 / 10:.1f} s"
        self._drop(" ".join(texts), f"needs {needs}, and the longest free time in its window is {has}", source)

    def _drop(self, text: str, reason: str, source: Source) -> None:
        self.dropped.append(Drop(text=text, reason=reason, step=self.index, line=source.line, file=source.file))


def _turn(cue: Cue) -> int:
    """Return when a cue is placed among those of its step: anchored cues, then what comes next, then all else."""
    match cue:
        case Earcon() | Count():
            return 0
        case Announcement():
            return 1
        case Remark():
            return 1 + cue.priority


def _seconds(ms: int) -> str:
    """Return a length to a tenth of a second, rounded up."""
    return f"{-(-ms // 100) / 10:.1f} s"
