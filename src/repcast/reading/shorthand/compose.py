"""Entries -> steps: exercises, and what frames them: repetition, paces, schemes, names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from repcast.reading.located import Flaw, Map, Position
from repcast.reading.shorthand import text
from repcast.reading.shorthand.amounts import number
from repcast.reading.shorthand.describe import describe
from repcast.reading.shorthand.exercise import exercise
from repcast.reading.shorthand.nodes import UNNAMED, Node, StepList, length_ms, mapping, put, steps_at, time_node
from repcast.reading.shorthand.phrases import Phrases, sort
from repcast.reading.shorthand.rests import (
    add_rest,
    check_between_steps,
    falls_between,
    put_between,
    put_within,
    rest_step,
    rest_time,
)
from repcast.reading.shorthand.schemes import TABATA_ROUNDS, Pace, amrap_ms, emom, is_part_of_pace, pace_of
from repcast.reading.shorthand.sections import Section, sections
from repcast.reading.shorthand.text import Entry, Phrase, Unclear
from repcast.units import SECOND_MS, format_duration


@dataclass(frozen=True, kw_only=True, slots=True)
class _Frame:
    """What stands around entries.

    Attributes:
        phrases: of the heading, or of the entry that has the others in parentheses.
        pace: of those exercises that give no time; else None.
        is_heading: whether the entries are a list behind a colon.
    """

    phrases: Phrases
    pace: Pace | None
    is_heading: bool


class Composer:
    """Composes steps, and collects what is unclear on the way."""

    def __init__(self, flaws: list[Flaw]) -> None:
        self._flaws = flaws

    def compose(self, entries: Sequence[Entry]) -> StepList:
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
    ) -> StepList:
        listed = StepList(steps=[], settings=Map(Position(1, 1)))
        for section in found:
            try:
                self._add(section, listed, pace, is_last=is_whole and section is found[-1])
            except Unclear as unclear:
                self._flaws.append(unclear.flaw)
        check_between_steps(listed)
        if listed.steps and not is_repeated and "rest_between_rounds" in listed.settings:
            put_within(listed)
        return listed

    def _add(self, section: Section, listed: StepList, pace: Pace | None, *, is_last: bool) -> None:
        if section.headings:
            listed.steps.extend(self._headed(section, pace))
            return
        [entry] = section.body
        phrases = sort(entry.parts)
        if phrases.pause and phrases.is_pause:
            add_rest(phrases.pause, listed, is_after_comma=entry.after == "COMMA", is_last=is_last)
        else:
            listed.steps.extend(self._entry(phrases, pace))

    def _headed(self, section: Section, pace: Pace | None) -> list[Map]:
        outer, *inner = section.headings
        phrases = sort(outer.parts, is_heading=True)
        if not inner and (named := _named(phrases, section.body)):
            return self._entry(named, pace)
        if stray := next((each for each in phrases.of_exercise if each not in phrases.names), None):
            message = f"'{stray.text}' says nothing of what follows the colon"
            raise Unclear(stray.at, message, "write a heading such as 3 rounds: there, or take the colon away")
        inside = (Section(headings=tuple(inner), body=section.body),) if inner else self._sections(section.body)
        return self._framed(_Frame(phrases=phrases, pace=pace_of(phrases) or pace, is_heading=True), inside)

    def _entry(self, phrases: Phrases, pace: Pace | None) -> list[Map]:
        own = pace_of(phrases)
        frame = _Frame(phrases=phrases, pace=own or pace, is_heading=False)
        if phrases.group:
            if stray := next(iter(phrases.of_exercise), None):
                message = f"'{stray.text}' stands beside parentheses"
                raise Unclear(stray.at, message, "put it inside them, or a comma between")
            return self._framed(frame, self._sections(phrases.group.entries))
        if own or phrases.scheme:
            return self._framed(frame, (_alone(phrases),))
        return _around(frame, StepList(steps=_exercise(phrases, pace), settings=Map(phrases.first.at)))

    def _framed(self, frame: _Frame, inside: Sequence[Section]) -> list[Map]:
        scheme = frame.phrases.scheme
        if scheme and scheme.kind == "AMRAP":
            steps = [self._amrap(scheme, inside)]
            return _around(frame, StepList(steps=steps, settings=Map(scheme.at)))
        _check_turns(frame, inside)
        if scheme and frame.phrases.pause and falls_between(frame.phrases.pause) == "steps":
            message = f"this rest stands behind what '{scheme.text}' frames"
            raise Unclear(frame.phrases.pause.at, message, "write it within, behind the last exercise and a comma")
        listed = self._listed(inside, pace=frame.pace, is_repeated=bool(frame.phrases.repeat or scheme))
        if scheme and listed.steps:
            listed = StepList(steps=_scheduled(scheme, listed), settings=Map(scheme.at))
        return _around(frame, listed)

    def _amrap(self, scheme: Phrase, inside: Sequence[Section]) -> Map:
        """Return a maximum: of one exercise, or of rounds of a list, which is read out before it starts."""
        within = time_node(amrap_ms(scheme), scheme.at)
        if step := _one_maximum(scheme, inside):
            put(step, "within", *within)
            return step
        listed = self._listed(inside, pace=None, is_repeated=False)
        for at in listed.settings.values_at.values():
            raise Unclear(
                at, "the list of an AMRAP has no rests", "take it out, or write rounds, such as 3 rounds: ..."
            )
        rounds: Node = ("As many rounds as possible", scheme.at)
        return mapping(scheme.at, {"max": rounds, "within": within, "say": (describe(listed.steps), scheme.at)})


def _exercise(phrases: Phrases, pace: Pace | None) -> list[Map]:
    """Return one exercise, and the rest that its pace has after it."""
    if pace is None:
        return [exercise(phrases)]
    if phrases.amount:
        message = f"'{phrases.amount.text}' stands beside a pace that gives the time"
        raise Unclear(phrases.amount.at, message, "take one of them away")
    step = exercise(phrases, pace.on_ms)
    return [step, mapping(pace.at, {"rest": time_node(pace.off_ms, pace.at)})] if pace.off_ms else [step]


def _around(frame: _Frame, listed: StepList) -> list[Map]:
    """Return steps as their frame has them: its name, its repetition, its rest."""
    if not listed.steps:
        return []
    phrases = frame.phrases
    pause = None if is_part_of_pace(phrases) else phrases.pause
    if pause and falls_between(pause):
        put_between(pause, listed, is_repeated=bool(phrases.repeat))
        check_between_steps(listed)
        if not phrases.repeat and "rest_between_rounds" in listed.settings:
            put_within(listed)
    elif pause and phrases.repeat:
        put(listed.settings, "rest_between_rounds", *rest_time(pause))
    steps = _named_block(frame, listed)
    return [*steps, rest_step(pause)] if pause and not falls_between(pause) and not phrases.repeat else steps


def _named_block(frame: _Frame, listed: StepList) -> list[Map]:
    phrases, at = frame.phrases, frame.phrases.first.at
    label = text.name(phrases.names) if frame.is_heading else ""
    name: Node = (label or UNNAMED, at)
    if phrases.repeat:
        return [_block(listed, name, (number(phrases.repeat), phrases.repeat.at))]
    if label and len(listed.steps) == 1 and listed.steps[0].get("block") == UNNAMED:
        put(listed.steps[0], "block", *name)
        return listed.steps
    return [_block(listed, name)] if label or listed.settings else listed.steps


def _block(listed: StepList, name: Node, rounds: Node | None = None) -> Map:
    """Return a block; one without a name gets one when all are known."""
    at = name[1]
    block = mapping(at, {"block": name, **({"rounds": rounds} if rounds else {})})
    for key, value in listed.settings.items():
        put(block, key, value, listed.settings.values_at[key])
    put(block, "steps", steps_at(at, listed.steps), at)
    return block


def _scheduled(scheme: Phrase, listed: StepList) -> list[Map]:
    """Return the rounds of a Tabata, or of an EMOM, each filled up with rest; of a single one, what is in it."""
    rounds = TABATA_ROUNDS
    if scheme.kind == "EMOM":
        every_ms, rounds = emom(scheme)
        listed.steps.extend(_spare(scheme, every_ms, listed))
    return listed.steps if rounds == 1 else [_block(listed, (UNNAMED, scheme.at), (rounds, scheme.at))]


def _spare(scheme: Phrase, every_ms: int, listed: StepList) -> list[Map]:
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
    return [mapping(scheme.at, {"rest": time_node(every_ms - work_ms, scheme.at)})]


def _check_turns(frame: _Frame, inside: Sequence[Section]) -> None:
    """Refuse several exercises where they may take turns or all be meant each time."""
    phrases, scheme = frame.phrases, frame.phrases.scheme
    if len(inside) < 2:  # noqa: PLR2004 - one exercise takes no turns
        return
    if scheme and scheme.kind == "EMOM" and frame.is_heading:
        message = "these may be done one in each round by turns, or all of them in each"
        hint = "write EMOM 10: (12 swings, 5 squats) for all, or 5x(EMOM 1: 12 swings; EMOM 1: 5 squats) for turns"
        raise Unclear(scheme.at, message, hint)
    counted = scheme if scheme and scheme.kind == "TABATA" else phrases.repeat
    if pace_of(phrases) and counted and counted.kind in ("TABATA", "XN"):
        message = f"'{counted.text}' may count all bouts together, or rounds of these {len(inside)} exercises"
        hint = "write 4 rounds 20s/10s: squats, push-ups; or tabata squats, tabata push-ups"
        raise Unclear(counted.at, message, hint)


def _alone(phrases: Phrases) -> Section:
    """Return an exercise without what frames it; one that has no name is called work."""
    at = phrases.first.at
    name = () if phrases.names else (Phrase(kind="WORD", text="work", at=at),)
    return Section(headings=(), body=(Entry(headings=(), parts=(*name, *phrases.of_exercise), at=at),))


def _named(heading: Phrases, body: Sequence[Entry]) -> Phrases | None:
    """Return the exercise of `push-ups: 3x10`, where a heading names what has no name."""
    if len(body) != 1 or body[0].headings or len(heading.of_exercise) != len(heading.names) or heading.repeat:
        return None
    phrases = sort(body[0].parts)
    if phrases.names or phrases.group or phrases.scheme or not (phrases.amount or phrases.max or phrases.on):
        return None
    return replace(phrases, names=heading.names) if heading.names else None


def _one_maximum(scheme: Phrase, inside: Sequence[Section]) -> Map | None:
    """Return the maximum of one exercise that has neither a count nor a time."""
    if len(inside) != 1 or inside[0].headings or len(inside[0].body) != 1:
        return None
    phrases = sort(inside[0].body[0].parts)
    if not phrases.names or phrases.amount or phrases.repeat or phrases.on or phrases.scheme or phrases.group:
        return None
    return exercise(replace(phrases, max=scheme))
