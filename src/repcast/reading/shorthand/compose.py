"""Entries -> steps: exercises, and the frames around them: repetition, paces, schemes, names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from repcast.reading.located import START, Flaw, Map, Unreadable
from repcast.reading.shorthand import explain, explain_lists, text
from repcast.reading.shorthand.amounts import amrap_ms, distance, emom, is_alternating, is_far, number
from repcast.reading.shorthand.ladders import (
    amounts_of,
    flat,
    is_told_twice,
    merged,
    numbers_of,
    opened,
    rest_between,
    with_amount,
)
from repcast.reading.shorthand.nodes import (
    UNNAMED,
    Node,
    Off,
    StepList,
    block_of,
    describe,
    mapping,
    put,
    time_node,
)
from repcast.reading.shorthand.order import as_card, cards_of, check_count, put_order
from repcast.reading.shorthand.phrases import Pace, Phrases, is_part_of_pace, pace_of, sort
from repcast.reading.shorthand.reach import Section, sections
from repcast.reading.shorthand.schemes import (
    begin_on_time,
    bouts,
    check_no_rest,
    has_minutes,
    on_time,
    rest_of_round,
    scheduled,
)
from repcast.reading.shorthand.steps import (
    add_rest,
    check_between_steps,
    ease,
    exercise,
    falls_between,
    put_between,
    put_within,
    rest_step,
    rest_time,
)
from repcast.reading.shorthand.text import Entry, Heading, Phrase


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
        for at, section in enumerate(found):
            is_of_sets = _is_of_sets(found, at, is_repeated=is_repeated)
            try:
                self._add(section, listed, pace, is_last=is_whole and section is found[-1], is_of_sets=is_of_sets)
            except Unreadable as error:
                self._flaws.append(error.flaw)
        check_between_steps(listed)
        listed.steps[:] = ease(listed.steps, is_repeated=is_repeated)
        if listed.steps and not is_repeated and "rest_between_rounds" in listed.settings:
            put_within(listed)
        return listed

    def _add(self, section: Section, listed: StepList, pace: Pace | None, *, is_last: bool, is_of_sets: bool) -> None:
        if section.headings:
            listed.steps.extend(self._headed(section, pace))
            return
        [entry] = section.body
        phrases = sort(entry.parts)
        if phrases.pause and phrases.is_pause:
            add_rest(phrases.pause, listed, after=entry.after, is_last=is_last, is_of_sets=is_of_sets)
        else:
            listed.steps.extend(self._entry(phrases, pace))

    def _headed(self, section: Section, pace: Pace | None) -> list[Map]:
        outer, *inner = section.headings
        phrases = sort(outer.parts, is_heading=True)
        if phrases.group and not _is_pace_of_tabata(phrases):
            raise explain.in_heading(phrases.group, outer)
        if not inner and (named := _named(phrases, section.body)):
            return self._entry(named, pace)
        if phrases.amount and phrases.amount.kind == "NUMBERS" and not (phrases.scheme or phrases.on):
            return self._in_ladder(phrases, phrases.amount, section, pace)
        if stray := next((each for each in phrases.of_exercise if each not in phrases.names), None):
            raise explain.says_nothing(stray, outer)
        inside = (Section(headings=tuple(inner), body=section.body),) if inner else self._sections(section.body)
        return self._framed(_Frame(phrases=phrases, pace=pace_of(phrases) or pace, is_heading=True), inside)

    def _entry(self, phrases: Phrases, pace: Pace | None) -> list[Map]:
        own = pace_of(phrases)
        frame = _Frame(phrases=phrases, pace=own or pace, is_heading=False)
        if phrases.group:
            if stray := next(iter(phrases.of_exercise), None):
                raise explain.beside_parentheses(stray, phrases.parts)
            return self._framed(frame, self._sections(phrases.group.entries))
        if phrases.amount and phrases.amount.kind == "NUMBERS" and phrases.scheme and phrases.scheme.kind == "EMOM":
            around = tuple(part for part in phrases.parts if part not in phrases.of_exercise)
            heading = Heading(parts=around, at=phrases.first.at)
            return self._headed(Section(headings=(heading,), body=_alone(phrases).body), pace)
        if own or phrases.scheme or phrases.order:
            return self._framed(frame, (_alone(phrases),))
        return _around(frame, StepList(steps=_exercise(phrases, pace), settings=Map(phrases.first.at)))

    def _framed(self, frame: _Frame, inside: Sequence[Section]) -> list[Map]:
        scheme = frame.phrases.scheme
        if not inside:
            return []  # what is in it has flaws, and those are told
        numbers = None if frame.phrases.group else numbers_of(inside)
        if numbers and (is_told_twice(frame.phrases, numbers, inside[0].body) or frame.phrases.order):
            rounds = self._headed(merged(frame.phrases, inside[0]), frame.pace)
            return [begin_on_time(scheme, each) for each in rounds] if scheme else rounds
        if scheme and scheme.kind == "AMRAP":
            for order in frame.phrases.order:
                raise explain_lists.order_of_amrap(order, scheme)
            steps = [self._amrap(scheme, inside)]
            return _around(frame, StepList(steps=steps, settings=Map(scheme.at)))
        if scheme and scheme.kind == "EMOM":
            check_no_rest(frame.phrases, inside, is_heading=frame.is_heading)
        if scheme and scheme.kind == "EMOM" and (is_alternating(scheme) or has_minutes(inside)):
            return self._in_turn(frame, scheme, inside)
        frame = replace(frame, phrases=bouts(frame.phrases, frame.pace, inside, is_heading=frame.is_heading))
        if scheme and frame.phrases.pause and falls_between(frame.phrases.pause) == "steps":
            message = f"this rest comes after all of '{scheme.text}'"
            raise Unreadable(frame.phrases.pause.at, message, "write it inside, after the last exercise and a comma")
        is_repeated = bool(frame.phrases.repeat or scheme)
        if frame.phrases.order:
            return self._in_any_order(frame, inside, is_repeated=is_repeated)
        return self._around_all(frame, self._listed(inside, pace=frame.pace, is_repeated=is_repeated), inside)

    def _around_all(self, frame: _Frame, listed: StepList, inside: Sequence[Section]) -> list[Map]:
        scheme = frame.phrases.scheme
        if scheme and listed.steps:
            listed = StepList(steps=scheduled(scheme, listed, inside), settings=Map(scheme.at))
        return _around(frame, listed)

    def _in_any_order(self, frame: _Frame, inside: Sequence[Section], *, is_repeated: bool) -> list[Map]:
        """Return exercises that are shuffled, or of which some are picked; rests fall between whichever are done."""
        cards, rest = cards_of(frame.phrases, self._opened(inside))
        pace, listed = frame.pace, StepList(steps=[], settings=Map(frame.phrases.first.at))
        after = [rest_step(rest)] if rest else []
        if pace and pace.off_ms and not pace.is_easy:
            after, off = [_off(pace)], time_node(pace.off_ms, pace.at)
            put(listed.settings, "rest_between_steps", *off)
            put(listed.settings, "rest_between_rounds", *(rest_time(rest) if rest else off))
            pace = replace(pace, off_ms=0)
        elif rest and is_repeated:
            put(listed.settings, "rest_between_rounds", *rest_time(rest))
            after = []
        if not is_repeated:
            listed.settings.pop("rest_between_rounds", None)
        for section in cards:
            card = self._listed((section,), pace=pace, is_repeated=True)
            own = StepList(steps=card.steps, settings=Map(frame.phrases.first.at))
            listed.steps.extend(as_card(own) if card.steps else [])
            for key, value in card.settings.items():
                put(listed.settings, key, value, card.settings.values_at[key])
        put_order(frame.phrases, listed.settings)
        return [*self._around_all(frame, listed, inside), *(after if listed.steps else [])]

    def _opened(self, inside: Sequence[Section]) -> Sequence[Section]:
        """Return what is in parentheses around all of a list."""
        body = inside[0].body
        is_group = len(inside) == 1 and not inside[0].headings and opened(body) is not body
        return self._sections(opened(body)) if is_group else inside

    def _in_turn(self, frame: _Frame, scheme: Phrase, inside: Sequence[Section]) -> list[Map]:
        """Return the rounds of an EMOM in which exercises take turns, each in a round of its own."""
        every_ms, turns = emom(scheme)
        check_count(frame.phrases, len(inside))
        count = number(frame.phrases.pick) if frame.phrases.pick else len(inside)
        if turns % count:
            raise explain_lists.not_in_turn(scheme, turns, count)
        steps: list[Map] = []
        for section in inside:
            if rest := rest_of_round(scheme, section):
                steps.append(mapping(rest.at, {"rest": time_node(every_ms, rest.at)}))
                continue
            listed = self._listed((section,), pace=None, is_repeated=False)
            steps.extend([on_time(scheme, every_ms, 1, listed)] if listed.steps else [])
        if not steps:
            return []  # each has a flaw, and those are told
        whole = StepList(steps=steps, settings=Map(scheme.at))
        put_order(frame.phrases, whole.settings)
        block = block_of(whole, (UNNAMED, scheme.at), (turns // count, scheme.at))
        return _around(frame, StepList(steps=[block], settings=Map(scheme.at)))

    def _in_ladder(self, phrases: Phrases, numbers: Phrase, section: Section, pace: Pace | None) -> list[Map]:
        """Return the rounds of `21-15-9: thrusters, pull-ups`, each with its count; of `5-5-5` three that are alike."""
        if is_told_twice(phrases, numbers, section.body):
            phrases = replace(phrases, repeat=None)
        pause, body = rest_between(phrases, opened(section.body))
        amount, rounds = amounts_of(numbers)
        filled, inner = tuple(with_amount(entry, amount) for entry in body), section.headings[1:]
        if filled == body:
            raise explain.values_alone(numbers, [part for entry in body for part in entry.parts])
        inside = [Section(headings=inner, body=filled)] if inner else self._sections(filled)
        listed, name = flat(self._listed(inside, pace=pace, is_repeated=True), numbers)
        if not listed.steps:
            return []
        if pause:
            put(listed.settings, "rest_between_rounds", *rest_time(pause))
        check_count(phrases, sum("rest" not in step for step in listed.steps))
        put_order(phrases, listed.settings)
        block = block_of(listed, (name, numbers.at), (rounds, numbers.at))
        frame = _Frame(phrases=replace(phrases, amount=None, pause=None), pace=pace, is_heading=True)
        return _around(frame, StepList(steps=[block], settings=Map(numbers.at)))

    def _amrap(self, scheme: Phrase, inside: Sequence[Section]) -> Map:
        """Return a maximum: of one exercise, or of rounds of a list, which is spoken before it starts."""
        within = time_node(amrap_ms(scheme), scheme.at)
        if step := _one_maximum(scheme, inside):
            put(step, "within", *within)
            return step
        told = ", ".join(_distance_alone(section) or self._told(scheme, section) for section in inside)
        rounds: Node = ("As many rounds as possible", scheme.at)
        return mapping(scheme.at, {"max": rounds, "within": within, "say": (f"{told}.", scheme.at)})

    def _told(self, scheme: Phrase, section: Section) -> str:
        """Return what is done in a part of an AMRAP's list, in words."""
        listed = self._listed((section,), pace=None, is_repeated=False)
        for at in listed.settings.values_at.values():
            hint = f"take it out, or write rounds in place of {scheme.text}"
            raise Unreadable(at, "an AMRAP's list cannot have rests", hint)
        return describe(listed.steps)


def _is_of_sets(found: Sequence[Section], at: int, *, is_repeated: bool) -> bool:
    """Tell whether a rest is all that follows a comma, as on each line of `3x10 squats, rest 60s⏎3x10 rows, rest 60s`.

    Behind the last of what is repeated, it may be meant for the rounds.
    """
    is_pair = found[at].after == "COMMA" and found[at - 1].after != "COMMA"
    return is_pair and (found[at + 1].after not in ("COMMA", "THEN") if at + 1 < len(found) else not is_repeated)


def _is_pace_of_tabata(phrases: Phrases) -> bool:
    """Tell whether parentheses hold what a Tabata is, as in `tabata (20/10): squats`."""
    is_tabata = phrases.scheme is not None and phrases.scheme.kind == "TABATA"
    return is_tabata and phrases.group is not None and re.fullmatch(r"\(20s?/10s?\)", phrases.group.text) is not None


def _exercise(phrases: Phrases, pace: Pace | None) -> list[Map]:
    """Return one exercise, and the rest after it in its pace."""
    if pace is None:
        return [exercise(phrases)]
    if phrases.amount:
        raise explain.paced_amount(phrases.amount)
    step = exercise(phrases, pace.on_ms)
    return [step, _off(pace)] if pace.off_ms else [step]


def _off(pace: Pace) -> Map:
    time = time_node(pace.off_ms, pace.at)
    if pace.is_easy:
        return mapping(pace.at, {"recover": ("Easy", pace.at), "for": time})
    rest = Off(pace.at)
    put(rest, "rest", *time)
    return rest


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
        return [block_of(listed, name, (number(phrases.repeat), phrases.repeat.at))]
    if label and len(listed.steps) == 1 and listed.steps[0].get("block") == UNNAMED:
        put(listed.steps[0], "block", *name)
        return listed.steps
    return [block_of(listed, name)] if label or listed.settings else listed.steps


def _alone(phrases: Phrases) -> Section:
    """Return an exercise without its frame; a nameless one is called work."""
    at = phrases.first.at
    is_hard = phrases.on and phrases.on.text.lower().endswith(("hard", "fast"))
    called = phrases.on.text.split()[-1] if phrases.on and is_hard else "work"
    name = () if phrases.names else (Phrase(kind="WORD", text=called, at=at),)
    return Section(headings=(), body=(Entry(headings=(), parts=(*name, *phrases.of_exercise), at=at),))


def _named(heading: Phrases, body: Sequence[Entry]) -> Phrases | None:
    """Return the exercise of `push-ups: 3x10`, where the heading is the name."""
    own = [each for each in heading.of_exercise if each is not heading.max]
    if body[0].headings or len(own) != len(heading.names) or heading.repeat:
        return None
    phrases = _with_rest(sort(body[0].parts), body[1:])
    if phrases is None or not heading.names or phrases.names or phrases.group or phrases.scheme:
        return None
    has_amount = phrases.amount or phrases.max or phrases.on
    return replace(phrases, names=heading.names, max=phrases.max or heading.max) if has_amount else None


def _with_rest(phrases: Phrases, after: Sequence[Entry]) -> Phrases | None:
    """Return an exercise with the rest behind it, in `bridges: 3x12, rest 45s`; None where more than that follows."""
    if not after:
        return phrases
    if any(part.kind == "REST" for part in after[0].parts):
        return None  # it has no time, and may be a minute of an EMOM
    rest = sort(after[0].parts)
    is_rest = len(after) == 1 and not after[0].headings and rest.is_pause and phrases.repeat and not phrases.pause
    return replace(phrases, pause=rest.pause) if is_rest else None


def _distance_alone(section: Section) -> str:
    """Return `400 metres run`, which needs no time where it is only read out; nothing for all else."""
    if section.headings:
        return ""
    phrases = sort(section.body[0].parts)
    far = phrases.distance or (phrases.amount if phrases.amount and is_far(phrases.amount) else None)
    if far is None or phrases.repeat or phrases.speed or (phrases.distance and phrases.amount):
        return ""
    number_of, unit = distance(far)
    return f"{number_of} {unit} {text.name(phrases.names).lower()}".strip()


def _one_maximum(scheme: Phrase, inside: Sequence[Section]) -> Map | None:
    """Return the maximum of one exercise without a count or a time; None where there is no such exercise."""
    if len(inside) != 1 or inside[0].headings or len(inside[0].body) != 1:
        return None
    phrases = sort(inside[0].body[0].parts)
    if (
        not phrases.names
        or phrases.amount
        or phrases.distance
        or phrases.repeat
        or phrases.on
        or phrases.scheme
        or phrases.group
    ):
        return None
    return exercise(replace(phrases, max=scheme))
