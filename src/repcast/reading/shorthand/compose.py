"""Entries -> steps: exercises, and the frames around them: repetition, paces, schemes, names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from repcast.reading.located import START, Flaw, Map, Unreadable
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
from repcast.reading.shorthand.text import Entry, Phrase
from repcast.units import SECOND_MS, format_duration


@dataclass(frozen=True, kw_only=True, slots=True)
class _Frame:
    """What surrounds entries: a heading before them, or an entry that has them in parentheses.

    Attributes:
        phrases: of that heading or entry.
        pace: for the exercises that give no time; None for none.
        is_heading: whether it is a heading.
    """

    phrases: Phrases
    pace: Pace | None
    is_heading: bool


class Composer:
    """Composes steps, and collects the flaws that it finds on the way."""

    def __init__(self, flaws: list[Flaw]) -> None:
        self._flaws = flaws

    def compose(self, entries: Sequence[Entry]) -> StepList:
        """Return the steps of a whole text, without those that have flaws."""
        return self._listed(self._sections(entries), pace=None, is_repeated=False, is_whole=True)

    def _sections(self, entries: Sequence[Entry]) -> Sequence[Section]:
        try:
            return sections(entries)
        except Unreadable as error:
            self._flaws.append(error.flaw)
            return ()

    def _listed(
        self, found: Sequence[Section], *, pace: Pace | None, is_repeated: bool, is_whole: bool = False
    ) -> StepList:
        listed = StepList(steps=[], settings=Map(START))
        for section in found:
            try:
                self._add(section, listed, pace, is_last=is_whole and section is found[-1])
            except Unreadable as error:
                self._flaws.append(error.flaw)
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
            message = f"'{stray.text}' says nothing about what follows the colon"
            raise Unreadable(stray.at, message, "write a heading such as 3 rounds: there, or take the colon away")
        inside = (Section(headings=tuple(inner), body=section.body),) if inner else self._sections(section.body)
        return self._framed(_Frame(phrases=phrases, pace=pace_of(phrases) or pace, is_heading=True), inside)

    def _entry(self, phrases: Phrases, pace: Pace | None) -> list[Map]:
        own = pace_of(phrases)
        frame = _Frame(phrases=phrases, pace=own or pace, is_heading=False)
        if phrases.group:
            if stray := next(iter(phrases.of_exercise), None):
                message = f"'{stray.text}' stands next to parentheses"
                raise Unreadable(stray.at, message, "put it inside them, or put a comma between")
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
            message = f"this rest comes after all of '{scheme.text}'"
            raise Unreadable(frame.phrases.pause.at, message, "write it inside, after the last exercise and a comma")
        listed = self._listed(inside, pace=frame.pace, is_repeated=bool(frame.phrases.repeat or scheme))
        if scheme and listed.steps:
            listed = StepList(steps=_scheduled(scheme, listed), settings=Map(scheme.at))
        return _around(frame, listed)

    def _amrap(self, scheme: Phrase, inside: Sequence[Section]) -> Map:
        """Return a maximum: of one exercise, or of rounds of a list, which is spoken before it starts."""
        within = time_node(amrap_ms(scheme), scheme.at)
        if step := _one_maximum(scheme, inside):
            put(step, "within", *within)
            return step
        listed = self._listed(inside, pace=None, is_repeated=False)
        for at in listed.settings.values_at.values():
            hint = "take it out, or write rounds, such as 3 rounds: ..."
            raise Unreadable(at, "an AMRAP's list cannot have rests", hint)
        rounds: Node = ("As many rounds as possible", scheme.at)
        return mapping(scheme.at, {"max": rounds, "within": within, "say": (describe(listed.steps), scheme.at)})


def _exercise(phrases: Phrases, pace: Pace | None) -> list[Map]:
    """Return one exercise, and the rest after it in its pace."""
    if pace is None:
        return [exercise(phrases)]
    if phrases.amount:
        message = f"'{phrases.amount.text}' stands next to a pace, which already gives the time"
        raise Unreadable(phrases.amount.at, message, "take one of them away")
    step = exercise(phrases, pace.on_ms)
    return [step, mapping(pace.at, {"rest": time_node(pace.off_ms, pace.at)})] if pace.off_ms else [step]


def _around(frame: _Frame, listed: StepList) -> list[Map]:
    """Return steps with the name, the repetition and the rest of their frame."""
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
    """Return a block; a nameless one is named later, when all blocks are known."""
    at = name[1]
    block = mapping(at, {"block": name, **({"rounds": rounds} if rounds else {})})
    for key, value in listed.settings.items():
        put(block, key, value, listed.settings.values_at[key])
    put(block, "steps", steps_at(at, listed.steps), at)
    return block


def _scheduled(scheme: Phrase, listed: StepList) -> list[Map]:
    """Return the rounds of a Tabata, or of an EMOM with rest at the end of each; a single round without a block."""
    rounds = TABATA_ROUNDS
    if scheme.kind == "EMOM":
        every_ms, rounds = emom(scheme)
        listed.steps.extend(_spare(scheme, every_ms, listed))
    return listed.steps if rounds == 1 else [_block(listed, (UNNAMED, scheme.at), (rounds, scheme.at))]


def _spare(scheme: Phrase, every_ms: int, listed: StepList) -> list[Map]:
    """Return the rest at the end of a round, if there is time for one.

    Raises:
        Unreadable: the steps take longer than the round, or do not end on a second.
    """
    work_ms = length_ms(listed)
    if work_ms is None or work_ms == every_ms:
        return []
    if work_ms > every_ms:
        message = f"the work takes {format_duration(work_ms)}, and a round has {format_duration(every_ms)}"
        raise Unreadable(scheme.at, message, "do less, or count faster, such as 12 swings @1.5s")
    if work_ms % SECOND_MS:
        message = f"the work takes {format_duration(work_ms)}, which leaves no whole seconds of rest"
        raise Unreadable(scheme.at, message, "choose a tempo such as @1s or @2s")
    return [mapping(scheme.at, {"rest": time_node(every_ms - work_ms, scheme.at)})]


def _check_turns(frame: _Frame, inside: Sequence[Section]) -> None:
    """Check that it is clear whether several exercises take turns, or are all done in each round.

    Raises:
        Unreadable: it is not.
    """
    phrases, scheme = frame.phrases, frame.phrases.scheme
    if len(inside) < 2:  # noqa: PLR2004 - one exercise takes no turns
        return
    if scheme and scheme.kind == "EMOM" and frame.is_heading:
        message = "these may take turns, one in each round, or all be done in each round"
        hint = "write EMOM 10: (12 swings, 5 squats) for all, or 5x(EMOM 1: 12 swings; EMOM 1: 5 squats) for turns"
        raise Unreadable(scheme.at, message, hint)
    counted = scheme if scheme and scheme.kind == "TABATA" else phrases.repeat
    if pace_of(phrases) and counted and counted.kind in ("TABATA", "XN"):
        message = f"'{counted.text}' may count all bouts together, or rounds of these {len(inside)} exercises"
        hint = "write 4 rounds 20s/10s: squats, push-ups; or tabata squats, tabata push-ups"
        raise Unreadable(counted.at, message, hint)


def _alone(phrases: Phrases) -> Section:
    """Return an exercise without its frame; a nameless one is called work."""
    at = phrases.first.at
    name = () if phrases.names else (Phrase(kind="WORD", text="work", at=at),)
    return Section(headings=(), body=(Entry(headings=(), parts=(*name, *phrases.of_exercise), at=at),))


def _named(heading: Phrases, body: Sequence[Entry]) -> Phrases | None:
    """Return the exercise of `push-ups: 3x10`, where the heading is the name."""
    if len(body) != 1 or body[0].headings or len(heading.of_exercise) != len(heading.names) or heading.repeat:
        return None
    phrases = sort(body[0].parts)
    if phrases.names or phrases.group or phrases.scheme or not (phrases.amount or phrases.max or phrases.on):
        return None
    return replace(phrases, names=heading.names) if heading.names else None


def _one_maximum(scheme: Phrase, inside: Sequence[Section]) -> Map | None:
    """Return the maximum of one exercise without a count or a time; None where there is no such exercise."""
    if len(inside) != 1 or inside[0].headings or len(inside[0].body) != 1:
        return None
    phrases = sort(inside[0].body[0].parts)
    if not phrases.names or phrases.amount or phrases.repeat or phrases.on or phrases.scheme or phrases.group:
        return None
    return exercise(replace(phrases, max=scheme))
