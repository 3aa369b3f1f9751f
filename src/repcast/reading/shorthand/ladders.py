"""Rounds that have a value each: the counts of `21-15-9`, the times of `20-30-40s`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from repcast.reading.located import Map, Seq
from repcast.reading.shorthand import explain_lists
from repcast.reading.shorthand.amounts import each_length, emom, is_alternating, is_timed, lengths_ms, number, run
from repcast.reading.shorthand.nodes import UNNAMED, StepList, mapping, put, steps_of
from repcast.reading.shorthand.phrases import Phrases, sort
from repcast.reading.shorthand.reach import Section
from repcast.reading.shorthand.text import Entry, Group, Heading, Phrase


def numbers_of(inside: Sequence[Section]) -> Phrase | None:
    """Return the values of rounds that are all that a frame has in it."""
    if len(inside) != 1 or not inside[0].headings:
        return None
    parts = inside[0].headings[0].parts
    return next((part for part in parts if isinstance(part, Phrase) and part.kind == "NUMBERS"), None)


def amounts_of(numbers: Phrase) -> tuple[Phrase, int]:
    """Return the amounts of rounds, and how many rounds there are; of `5-5-5` the one amount of all."""
    lengths = each_length(numbers) if is_timed(numbers) else ()
    values = [lengths_ms(each)[0] for each in lengths] or [int(each) for each in run(numbers)]
    if len(set(values)) > 1:
        return replace(numbers, kind="EACH_ROUND"), len(values)
    return lengths[0] if lengths else Phrase(kind="COUNT", text=str(values[0]), at=numbers.at), len(values)


def with_amount(entry: Entry, amount: Phrase) -> Entry:
    """Return an exercise with the amount of its rounds, where it has none of its own."""
    phrases = sort(entry.parts)
    own = (phrases.amount, phrases.distance, phrases.repeat, phrases.max, phrases.on, phrases.group, phrases.scheme)
    is_open = phrases.names and not entry.headings and not any(own)
    return replace(entry, parts=(amount, *entry.parts)) if is_open else entry


def opened(body: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return entries without parentheses around all of them."""
    [group, *more] = body[0].parts
    is_group = isinstance(group, Group) and not more and not body[0].headings and len(body) == 1
    return group.entries if isinstance(group, Group) and is_group else body


def rest_between(phrases: Phrases, body: Sequence[Entry]) -> tuple[Phrase | None, tuple[Entry, ...]]:
    """Return the rest between rounds that have a value each, and the entries without it."""
    last = sort(body[-1].parts)
    if last.pause and last.is_pause and len(body) > 1:
        return last.pause, tuple(body[:-1])
    if len(body) == 1 and last.pause and last.names and not last.repeat:
        return last.pause, (replace(body[0], parts=tuple(p for p in body[0].parts if p is not last.pause)),)
    return phrases.pause, tuple(body)


def is_told_twice(phrases: Phrases, numbers: Phrase, body: Sequence[Entry]) -> bool:
    """Tell whether how often is said by the values of the rounds, too, as in `3 sets of 12-10-8 presses`.

    Raises:
        Unreadable: all rounds may be repeated as well; or there are not as many as values.
    """
    scheme, repeat, count = phrases.scheme, phrases.repeat, len(run(numbers))
    if scheme and scheme.kind == "EMOM" and not is_alternating(scheme):
        if emom(scheme)[1] != count:
            raise explain_lists.values_in_time(scheme, emom(scheme), numbers, count, body)
        return True
    if repeat is None:
        return False
    is_same, is_of_sets = number(repeat) == count, repeat.kind != "ROUNDS" or "set" in repeat.text.lower()
    if is_same != is_of_sets:
        raise explain_lists.values_and_rounds(repeat, number(repeat), numbers, count, body)
    return is_of_sets


def merged(phrases: Phrases, section: Section) -> Section:
    """Return a section whose values say how often what a frame says, too, with all else that the frame says."""
    around = tuple(part for part in phrases.parts if part not in (phrases.repeat, phrases.scheme))
    first, *more = section.headings
    return Section(headings=(Heading(parts=(*around, *first.parts), at=first.at), *more), body=section.body)


def flat(listed: StepList, numbers: Phrase) -> tuple[StepList, object]:
    """Return the steps of rounds that have a value each, and the name of what they all stand in.

    Raises:
        Unreadable: values stand deeper inside, where they would be those of other rounds.
    """
    name: object = UNNAMED
    if len(listed.steps) == 1 and listed.steps[0].keys() == {"block", "steps"}:
        name, listed = listed.steps[0]["block"], replace(listed, steps=steps_of(listed.steps[0]))
    if any(_has_values(step, numbers) for block in listed.steps if "block" in block for step in steps_of(block)):
        raise explain_lists.values_inside(numbers)
    return listed, name


def _has_values(step: Map, numbers: Phrase) -> bool:
    """Tell whether a step, or one inside it, has these values."""
    if "block" in step:
        return any(_has_values(each, numbers) for each in steps_of(step))
    values = step.get("count", step.get("for"))
    return isinstance(values, Seq) and values.position == numbers.at


def in_round(steps: Iterable[Map], index: int) -> list[Map]:
    """Return steps as they are in one of the rounds that have a value each."""
    return [_in_round(step, index) for step in steps]


def _in_round(step: Map, index: int) -> Map:
    one = mapping(step.position, {key: (value, step.values_at[key]) for key, value in step.items()})
    for key in ("count", "for"):
        values = step.get(key)
        if isinstance(values, Seq):
            put(one, key, values[index], step.values_at[key])
    return one
