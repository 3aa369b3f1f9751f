"""Entries -> steps: exercises, and what frames them: repetition, paces, schemes, names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from repcast.reading.located import Flaw, Map, Position
from repcast.reading.shorthand import text
from repcast.reading.shorthand.amounts import number
from repcast.reading.shorthand.describe import told
from repcast.reading.shorthand.exercise import bout
from repcast.reading.shorthand.nodes import UNNAMED, Listed, Placed, length_ms, mapping, put, steps_at
from repcast.reading.shorthand.phrases import Parts, sort
from repcast.reading.shorthand.rests import add_rest, check_between_steps, put_amid, put_within, rest_step, rest_time
from repcast.reading.shorthand.schemes import TABATA_ROUNDS, Pace, amid, amrap_ms, emom, is_part_of_pace, pace_of
from repcast.reading.shorthand.sections import Section, sections
from repcast.reading.shorthand.text import Entry, Phrase, Unclear
from repcast.units import SECOND_MS, format_duration


@dataclass(frozen=True, kw_only=True, slots=True)
class _Frame:
    """What stands around entries.

    Attributes:
        parts: of the heading, or of the entry that has the others in parentheses.
        pace: of those exercises that give no time; else None.
        is_heading: whether the entries are a list behind a colon.
    """

    parts: Parts
    pace: Pace | None
    is_heading: bool


class Composer:
    """Composes steps, and collects what is unclear on the way."""

    def __init__(self, flaws: list[Flaw]) -> None:
        self._flaws = flaws

    def compose(self, entries: Sequence[Entry]) -> Listed:
        """Return the steps of a whole text, as far as they are clear."""
        return self._listed(self._sections(entries), pace=None, is_repeated=False, is_whole=True)

    def _sections(self, entries: Sequence[Entry]) -> Sequence[Section]:
        try:
            return sections(entries)
        except Unclear as unclear:
            self._flaws.append(unclear.flaw)
            return ()

    def _listed(
        self, found: Sequence[Section], *, pace: Pace | None, is_repeated: bool, is_whole: bool = False
    ) -> Listed:
        listed = Listed(steps=[], settings=Map(Position(1, 1)))
        for section in found:
            try:
                self._add(section, listed, pace, is_last=is_whole and section is found[-1])
            except Unclear as unclear:
                self._flaws.append(unclear.flaw)
        check_between_steps(listed)
        if listed.steps and not is_repeated and "rest_between_rounds" in listed.settings:
            put_within(listed)
        return listed

    def _add(self, section: Section, listed: Listed, pace: Pace | None, *, is_last: bool) -> None:
        if section.headings:
            listed.steps.extend(self._headed(section, pace))
            return
        [entry] = section.body
        parts = sort(entry.parts)
        if parts.pause and parts.is_pause:
            add_rest(parts.pause, listed, is_after_comma=entry.after == "COMMA", is_last=is_last)
        else:
            listed.steps.extend(self._entry(parts, pace))

    def _headed(self, section: Section, pace: Pace | None) -> list[Map]:
        outer, *inner = section.headings
        parts = sort(outer.parts, is_heading=True)
        if not inner and (named := _named(parts, section.body)):
            return self._entry(named, pace)
        if stray := next((each for each in parts.of_a_bout if each not in parts.names), None):
            message = f"'{stray.text}' says nothing of what follows the colon"
            raise Unclear(stray.at, message, "write a heading such as 3 rounds: there, or take the colon away")
        inside = (Section(headings=tuple(inner), body=section.body),) if inner else self._sections(section.body)
        return self._framed(_Frame(parts=parts, pace=pace_of(parts) or pace, is_heading=True), inside)

    def _entry(self, parts: Parts, pace: Pace | None) -> list[Map]:
        own = pace_of(parts)
        frame = _Frame(parts=parts, pace=own or pace, is_heading=False)
        if parts.group:
            if stray := next(iter(parts.of_a_bout), None):
                message = f"'{stray.text}' stands beside parentheses"
                raise Unclear(stray.at, message, "put it inside them, or a comma between")
            return self._framed(frame, self._sections(parts.group.entries))
        if own or parts.scheme:
            return self._framed(frame, (_alone(parts),))
        return _around(frame, Listed(steps=_bout(parts, pace), settings=Map(parts.first.at)))

    def _framed(self, frame: _Frame, inside: Sequence[Section]) -> list[Map]:
        scheme = frame.parts.scheme
        if scheme and scheme.kind == "AMRAP":
            steps = [self._amrap(scheme, inside)]
            return _around(frame, Listed(steps=steps, settings=Map(scheme.at)))
        _check_turns(frame, inside)
        if scheme and frame.parts.pause and amid(frame.parts.pause) == "steps":
            message = f"this rest stands behind what '{scheme.text}' frames"
            raise Unclear(frame.parts.pause.at, message, "write it within, behind the last exercise and a comma")
        listed = self._listed(inside, pace=frame.pace, is_repeated=bool(frame.parts.repeat or scheme))
        if scheme and listed.steps:
            listed = Listed(steps=_scheduled(scheme, listed), settings=Map(scheme.at))
        return _around(frame, listed)

    def _amrap(self, scheme: Phrase, inside: Sequence[Section]) -> Map:
        """Return a maximum: of one exercise, or of rounds of a list, which is read out before it starts."""
        within: Placed = (format_duration(amrap_ms(scheme)), scheme.at)
        if step := _one_maximum(scheme, inside):
            put(step, "within", *within)
            return step
        listed = self._listed(inside, pace=None, is_repeated=False)
        for at in listed.settings.values_at.values():
            raise Unclear(
                at, "the list of an AMRAP has no rests", "take it out, or write rounds, such as 3 rounds: ..."
            )
        rounds: Placed = ("As many rounds as possible", scheme.at)
        return mapping(scheme.at, {"max": rounds, "within": within, "say": (told(listed.steps), scheme.at)})


def _bout(parts: Parts, pace: Pace | None) -> list[Map]:
    """Return one exercise, and the rest that its pace has after it."""
    if pace is None:
        return [bout(parts)]
    if parts.amount:
        message = f"'{parts.amount.text}' stands beside a pace that gives the time"
        raise Unclear(parts.amount.at, message, "take one of them away")
    step = bout(parts, pace.on_ms)
    return [step, mapping(pace.at, {"rest": (format_duration(pace.off_ms), pace.at)})] if pace.off_ms else [step]


def _around(frame: _Frame, listed: Listed) -> list[Map]:
    """Return steps as their frame has them: its name, its repetition, its rest."""
    if not listed.steps:
        return []
    parts = frame.parts
    pause = None if is_part_of_pace(parts) else parts.pause
    if pause and amid(pause):
        put_amid(pause, listed, is_repeated=bool(parts.repeat))
        check_between_steps(listed)
        if not parts.repeat and "rest_between_rounds" in listed.settings:
            put_within(listed)
    elif pause and parts.repeat:
        put(listed.settings, "rest_between_rounds", *rest_time(pause))
    steps = _named_block(frame, listed)
    return [*steps, rest_step(pause)] if pause and not amid(pause) and not parts.repeat else steps


def _named_block(frame: _Frame, listed: Listed) -> list[Map]:
    parts, at = frame.parts, frame.parts.first.at
    label = text.name(parts.names) if frame.is_heading else ""
    name: Placed = (label or UNNAMED, at)
    if parts.repeat:
        return [_block(listed, name, (number(parts.repeat), parts.repeat.at))]
    if label and len(listed.steps) == 1 and listed.steps[0].get("block") == UNNAMED:
        put(listed.steps[0], "block", *name)
        return listed.steps
    return [_block(listed, name)] if label or listed.settings else listed.steps


def _block(listed: Listed, name: Placed, rounds: Placed | None = None) -> Map:
    """Return a block; one without a name gets one when all are known."""
    at = name[1]
    block = mapping(at, {"block": name, **({"rounds": rounds} if rounds else {})})
    for key, value in listed.settings.items():
        put(block, key, value, listed.settings.values_at[key])
    put(block, "steps", steps_at(at, listed.steps), at)
    return block


def _scheduled(scheme: Phrase, listed: Listed) -> list[Map]:
    """Return the rounds of a Tabata, or of an EMOM, each filled up with rest; of a single one, what is in it."""
    rounds = TABATA_ROUNDS
    if scheme.kind == "EMOM":
        every_ms, rounds = emom(scheme)
        listed.steps.extend(_spare(scheme, every_ms, listed))
    return listed.steps if rounds == 1 else [_block(listed, (UNNAMED, scheme.at), (rounds, scheme.at))]


def _spare(scheme: Phrase, every_ms: int, listed: Listed) -> list[Map]:
    """Return the rest that fills a round, if there is room for one.

    Raises:
        Unclear: the round does not hold its steps, or they do not end on a second.
    """
    work_ms = length_ms(listed)
    if work_ms is None or work_ms == every_ms:
        return []
    if work_ms > every_ms:
        message = f"what is done takes {format_duration(work_ms)}, and a round has {format_duration(every_ms)}"
        raise Unclear(scheme.at, message, "do less, or count faster, such as 12 swings @1.5s")
    if work_ms % SECOND_MS:
        message = f"what is done takes {format_duration(work_ms)}, which leaves no whole seconds of rest"
        raise Unclear(scheme.at, message, "choose a tempo such as @1s or @2s")
    spare = format_duration(every_ms - work_ms)
    return [mapping(scheme.at, {"rest": (spare, scheme.at)})]


def _check_turns(frame: _Frame, inside: Sequence[Section]) -> None:
    """Refuse several exercises where they may take turns or all be meant each time."""
    parts, scheme = frame.parts, frame.parts.scheme
    if len(inside) < 2:  # noqa: PLR2004 - one exercise takes no turns
        return
    if scheme and scheme.kind == "EMOM" and frame.is_heading:
        message = "these may be done one in each round by turns, or all of them in each"
        hint = "write EMOM 10: (12 swings, 5 squats) for all, or 5x(EMOM 1: 12 swings; EMOM 1: 5 squats) for turns"
        raise Unclear(scheme.at, message, hint)
    counted = scheme if scheme and scheme.kind == "TABATA" else parts.repeat
    if pace_of(parts) and counted and counted.kind in ("TABATA", "XN"):
        message = f"'{counted.text}' may count all bouts together, or rounds of these {len(inside)} exercises"
        hint = "write 4 rounds 20s/10s: squats, push-ups; or tabata squats, tabata push-ups"
        raise Unclear(counted.at, message, hint)


def _alone(parts: Parts) -> Section:
    """Return an exercise without what frames it; one that has no name is called work."""
    work = Phrase(kind="WORD", text="work", at=parts.first.at)
    entry = Entry(headings=(), parts=parts.of_a_bout if parts.names else (work, *parts.of_a_bout), at=parts.first.at)
    return Section(headings=(), body=(entry,))


def _named(heading: Parts, body: Sequence[Entry]) -> Parts | None:
    """Return the exercise of `push-ups: 3x10`, where a heading names what has no name."""
    if len(body) != 1 or body[0].headings or len(heading.of_a_bout) != len(heading.names) or heading.repeat:
        return None
    parts = sort(body[0].parts)
    if parts.names or parts.group or parts.scheme or not (parts.amount or parts.max or parts.on):
        return None
    return replace(parts, names=heading.names) if heading.names else None


def _one_maximum(scheme: Phrase, inside: Sequence[Section]) -> Map | None:
    """Return the maximum of one exercise that has neither a count nor a time."""
    if len(inside) != 1 or inside[0].headings or len(inside[0].body) != 1:
        return None
    parts = sort(inside[0].body[0].parts)
    if not parts.names or parts.amount or parts.repeat or parts.on or parts.scheme or parts.group:
        return None
    return bout(replace(parts, max=scheme))
