"""How what comes next finds its place. Times are milliseconds from the file's first sample.

The ways are tried in one order, `WAYS`. Where none fits, the step itself begins with its name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from repcast.plan.placing import Placing, Spoken
from repcast.plan.room import GRID_MS
from repcast.plan.rules import (
    CLOSE,
    CRAMPED,
    GAP_MS,
    LATE_SLACK_MS,
    LATEST_NAME_MS,
    LONG_REST_MS,
    LONGEST_INSTRUCTION_MS,
    NAMED_BEFORE_MS,
    REMINDED_AFTER_MS,
    ROOMY,
    SOON_MS,
    SQUEEZED_MS,
    Pauses,
)
from repcast.plan.script import Announcement, Line, Told
from repcast.session.fields import Source
from repcast.units import SECOND_MS


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """What a step begins with, because it had no room before.

    Attributes:
        names: the ways to say what it is; none where that was said.
        sets: which set it is; told if the name had to be shortened to one that does not tell it.
        told: the round, how long it takes, how it is done.
        again: its name once more.
    """

    names: Told = ()
    sets: Told = ()
    told: Told = ()
    again: Told = ()
    source: Source


def announce(placing: Placing, cue: Announcement) -> Owed:
    """Say what comes next, and return what its own step owes."""
    if cue.is_on_time:
        return _on_time(placing, cue)
    if cue.is_silent:
        return _around_silence(placing, cue)
    for way in WAYS:
        if spoken := way(placing, cue):
            placing.say(spoken)
            _say_own(placing, cue, spoken)
            return _left(placing, cue, spoken)
    _say_own(placing, cue, None)
    if cue.names and not cue.at_start:
        placing.drop_unfitting(cue.names[0], (placing.start_ms, placing.end_ms - GAP_MS), cue.source)
    _drop_beside(placing, cue, cue.opening)
    return _owed(placing, cue, said=frozenset(), names=cue.at_start)


def _on_time(placing: Placing, cue: Announcement) -> Owed:
    """Leave the name to its own step; blocks and rounds are told before it, where there is room."""
    spoken = placing.late(cue.headings, CRAMPED, placing.start_ms) if cue.headings else None
    if spoken:
        placing.say(spoken)
    said = frozenset(cue.headings) if spoken else frozenset()
    told = _unsaid(cue, said | frozenset(cue.at_start[:1]))
    return Owed(names=cue.at_start, sets=cue.sets, told=told, source=cue.source)


def _around_silence(placing: Placing, cue: Announcement) -> Owed:
    """Name what follows a silence before it, where that is soon enough, or the only room; else as its step starts."""
    if spoken := _in_step_before(placing, cue):
        placing.say(spoken)
        is_stale = placing.end_ms - spoken.lines[0][0] > NAMED_BEFORE_MS
        again = cue.at_start[:1] if is_stale else ()
        return _owed(placing, cue, frozenset(line for _, line in spoken.lines), again=again)
    return _owed(placing, cue, frozenset(), names=cue.at_start)


def _say_own(placing: Placing, cue: Announcement, spoken: Spoken | None) -> None:
    """Say the author's own words wherever the rest has room, if they had none before what comes next."""
    for line in cue.own:
        if spoken and line in (said for _, said in spoken.lines):
            continue
        window = placing.start_ms, placing.end_ms - GAP_MS
        if alone := placing.alone(line, *window):
            placing.say(alone)
        else:
            placing.drop_unfitting(line, window, cue.here)


def _left(placing: Placing, cue: Announcement, spoken: Spoken) -> Owed:
    """Return what is left to say of what comes next; its name included, if that was too long ago."""
    said = frozenset(line for _, line in spoken.lines)
    is_shortened = not cue.late and not said.isdisjoint(cue.names[1:])
    if spoken.lines[0][0] < placing.start_ms or is_shortened:
        said |= _told_after_name(placing, cue, said)
    _drop_beside(placing, cue, tuple(line for line in cue.opening if line not in said))
    return _owed(placing, cue, said, again=_remind(placing, cue, spoken))


def _told_after_name(placing: Placing, cue: Announcement, said: frozenset[Line]) -> frozenset[Line]:
    """After a name in the step before, or a short one, tell in this rest or switch what else fits, by its worth."""
    unsaid = (*cue.instruction, *cue.amount, *cue.headings, *cue.untold_sets(said), *cue.opening)
    for line in unsaid:
        if spoken := placing.alone(line, placing.start_ms, placing.end_ms - GAP_MS):
            placing.say(spoken)
            said |= {line}
    return said


def _owed(placing: Placing, cue: Announcement, said: frozenset[Line], *, names: Told = (), again: Told = ()) -> Owed:
    """Return what a step owes; of what is still unsaid, the lines that have room in it."""
    unsaid = _unsaid(cue, said | frozenset(names[:1]))
    told = tuple(line for line in unsaid if names or cue.can_explain or line.cue == "round" or _is_soon_told(cue, line))
    _drop_beside(placing, cue, tuple(line for line in unsaid if line not in told))
    return Owed(names=names, sets=cue.sets, told=told, again=again, source=cue.source)


def _is_soon_told(cue: Announcement, line: Line) -> bool:
    return cue.is_counted and line.cue == "length"


def _unsaid(cue: Announcement, said: frozenset[Line]) -> Told:
    told = (*cue.headings, *cue.untold_sets(said), *cue.amount, *cue.instruction)
    return tuple(line for line in told if line not in said)


def _drop_beside(placing: Placing, cue: Announcement, lines: Told) -> None:
    for line in lines:
        if cue.is_silent:
            placing.drop(line, "nothing is said in the pause before its step, which has no room for it", cue.source)
        else:
            placing.drop_beside(line, cue.source)


# The ways to say it before its step


def _in_full(placing: Placing, cue: Announcement) -> Spoken | None:
    """Say it with all that belongs to it; then with less and less."""
    for before, after in cue.variants():
        whole = (*before, *after)
        if cue.late and cue.can_explain and _is_too_long(placing, cue, after):
            continue
        for pauses in (CLOSE, CRAMPED) if cue.late else (ROOMY, CLOSE, CRAMPED):
            spoken = placing.late(whole, pauses) if cue.late else _parted(placing, before, after, cue, pauses)
            if spoken:
                return spoken
    return None


def _is_too_long(placing: Placing, cue: Announcement, told: Told) -> bool:
    """Tell whether an instruction is too long to be given right before a change."""
    lengths_ms = (placing.lengths["voice", line.text] for line in cue.instruction if line in told)
    return any(length_ms > LONGEST_INSTRUCTION_MS for length_ms in lengths_ms)


def _parted(placing: Placing, before: Told, after: Told, cue: Announcement, pauses: Pauses) -> Spoken | None:
    """Tell of the rest as it starts, and then what comes next: after a breath, or when its time has come."""
    ends_by_ms, from_ms = placing.end_ms - GAP_MS, placing.start_ms
    lines: Spoken = Spoken(lines=())
    if before:
        at_ms = placing.room.earliest(placing.spoken_ms(before, pauses), from_ms, ends_by_ms)
        if at_ms is None:
            return None
        lines = placing.in_a_row(before, at_ms, pauses)
        from_ms = at_ms + placing.spoken_ms(before, pauses) + GRID_MS + pauses.breath_ms
    if not after:
        return lines
    length_ms = placing.spoken_ms(after, pauses)
    at_ms = placing.room.earliest(length_ms, max(from_ms, placing.start_ms + cue.opens_ms), ends_by_ms)
    if at_ms is None and cue.opens_ms:
        at_ms = placing.room.latest(length_ms, from_ms, ends_by_ms)
    return None if at_ms is None else Spoken(lines=lines.lines + placing.in_a_row(after, at_ms, pauses).lines)


def _alone(placing: Placing, cue: Announcement) -> Spoken | None:
    """Say the name alone, the longest way that fits."""
    return _alone_or_hurried(placing, cue, hurried=False)


def _hurried(placing: Placing, cue: Announcement) -> Spoken | None:
    """Say the name alone, and faster."""
    return _alone_or_hurried(placing, cue, hurried=True)


def _alone_or_hurried(placing: Placing, cue: Announcement, *, hurried: bool) -> Spoken | None:
    ends_by_ms = placing.end_ms - GAP_MS
    for line in cue.names:
        if hurried and not placing.can_hurry(line, _opens_ms(placing, cue), ends_by_ms):
            continue
        if cue.late:
            spoken = placing.late((line,), hurried=hurried)
        else:
            spoken = placing.alone(line, placing.start_ms, ends_by_ms, hurried=hurried)
        if spoken:
            return spoken
    return None


def _over_ticks(placing: Placing, cue: Announcement) -> Spoken | None:
    """Say the name over ticks; in an exercise over its numbers, but only if the next one is too short for its name."""
    if cue.late and not cue.is_before_short:
        return None
    return placing.over_soft(cue.names, _opens_ms(placing, cue), GAP_MS, cue.source)


def _opens_ms(placing: Placing, cue: Announcement) -> int:
    return max(placing.start_ms, placing.end_ms - 2 * LATE_SLACK_MS) if cue.late else placing.start_ms


def _in_step_before(placing: Placing, cue: Announcement) -> Spoken | None:
    """Say the name late in the step before this rest, pause or switch."""
    settled_ms = 0 if cue.is_before_short else SECOND_MS
    wanted_by_ms = placing.start_ms if cue.is_silent and cue.is_before_short else placing.end_ms
    opens_ms = max(placing.before_ms + settled_ms, wanted_by_ms - NAMED_BEFORE_MS)
    ends_by_ms = placing.start_ms - GAP_MS
    for hurried in (False, True) if cue.is_before_short else (False,):
        for line in cue.ahead:
            if hurried and not placing.can_hurry(line, opens_ms, ends_by_ms):
                continue
            at_ms = placing.room.latest(placing.spoken_ms((line,), hurried=hurried), opens_ms, ends_by_ms)
            if at_ms is not None:
                return Spoken(lines=((at_ms, line),), hurried=hurried)
    return None


WAYS: Final[tuple[Callable[[Placing, Announcement], Spoken | None], ...]] = (
    _in_full,
    _alone,
    _hurried,
    _over_ticks,
    _in_step_before,
)
"""In which order a place is looked for before a step."""


def _remind(placing: Placing, cue: Announcement, spoken: Spoken) -> Told:
    """Say the name once more before its step where it was said too long before; return what the step begins with."""
    named_ms = next((at_ms for at_ms, line in spoken.lines if line in cue.names or line in cue.ahead), placing.end_ms)
    is_stale = placing.end_ms - named_ms > NAMED_BEFORE_MS
    if not (is_stale or _is_followed_by_quiet(placing, spoken)):
        return cue.again
    opens_ms = max(named_ms + REMINDED_AFTER_MS, placing.end_ms - NAMED_BEFORE_MS, placing.start_ms)
    reminder = placing.late(cue.reminder, CRAMPED, opens_ms, is_urgent=False) if cue.reminder else None
    if reminder:
        placing.say(reminder)
    return cue.at_start[:1] if is_stale and not reminder else cue.again


def _is_followed_by_quiet(placing: Placing, spoken: Spoken) -> bool:
    """Tell whether a long rest stays quiet for long after the last line."""
    at_ms, last = spoken.lines[-1]
    told_by_ms = at_ms + placing.spoken_ms((last,), hurried=spoken.hurried)
    is_long = placing.end_ms - placing.start_ms >= LONG_REST_MS
    return is_long and placing.end_ms - told_by_ms > REMINDED_AFTER_MS


# As its own step starts


def begin(placing: Placing, owed: Owed) -> None:
    """Say what a step begins with: its name, where it had no other place, and what else it owes."""
    if owed.names:
        _name(placing, owed)
        return
    for line in owed.again:
        latest_ms = placing.start_ms + LATEST_NAME_MS + placing.lengths["voice", line.text]
        if spoken := placing.alone(line, placing.start_ms, min(latest_ms, placing.end_ms - GAP_MS)):
            placing.say(spoken)
    _tell(placing, owed.told, owed.source)


def _tell(placing: Placing, told: Told, source: Source) -> None:
    """Tell lines in the first half of a step, each where there is room."""
    half_ms = (placing.start_ms + placing.end_ms) // 2
    for line in told:
        if spoken := placing.alone(line, placing.start_ms, half_ms):
            placing.say(spoken)
        else:
            placing.drop_unfitting(line, (placing.start_ms, half_ms), source)


def _name(placing: Placing, owed: Owed) -> None:
    """Say the name right after the signal; else over ticks and numbers."""
    ends_by_ms = placing.end_ms - GAP_MS
    for count in range(len(owed.told), -1, -1):
        told = (owed.names[0], *owed.told[:count])
        for pauses in (CLOSE, CRAMPED):
            at_ms = placing.room.earliest(placing.spoken_ms(told, pauses), placing.start_ms, ends_by_ms)
            if at_ms is not None and at_ms <= placing.start_ms + SOON_MS:
                placing.say(placing.in_a_row(told, at_ms, pauses))
                _tell(placing, owed.told[count:], owed.source)
                return
    whole = owed.names[:1] if owed.names[0].cue == "name" else ()  # rather said faster than its side alone
    spoken = placing.over_soft(whole, placing.start_ms, SQUEEZED_MS, owed.source)
    spoken = spoken or placing.over_soft(owed.names, placing.start_ms, SQUEEZED_MS, owed.source)
    if spoken:
        placing.say(spoken)
    else:
        lost = next((line for line in reversed(owed.names) if line.cue == "name"), owed.names[-1])
        placing.drop_unfitting(lost, (placing.start_ms, ends_by_ms), owed.source)
    said = (line for _, line in spoken.lines) if spoken else ()
    _report_name(placing, owed, spoken)
    is_set_lost = owed.names[0].tells_set and not any(line.tells_set for line in said)
    _tell(placing, (*(owed.sets if is_set_lost else ()), *owed.told), owed.source)


def _report_name(placing: Placing, owed: Owed, spoken: Spoken | None) -> None:
    """Report the name of an exercise that is new, where its side alone had room."""
    if spoken and owed.names[0].cue == "name" and spoken.lines[0][1].cue == "side":
        placing.drop_unfitting(owed.names[0], (placing.start_ms, placing.end_ms - GAP_MS), owed.source)
