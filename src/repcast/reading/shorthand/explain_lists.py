"""What is wrong with how entries go together, and what to write instead, from their own words and numbers."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from repcast.reading.located import Position, Unreadable
from repcast.reading.shorthand.nodes import Node
from repcast.reading.shorthand.text import Entry, Heading, Phrase, listed, titled, written
from repcast.units import format_duration

_OFTEN: Final = frozenset({"TIMES", "ROUNDS", "XN"})


def no_body(heading: Heading) -> Unreadable:
    """Return what is wrong with a heading at the end of a text."""
    return Unreadable(heading.at, "nothing follows this heading", "write what is done after its colon")


def headings_deep(heading: Heading, most: int) -> Unreadable:
    """Return what is wrong with too many headings before one entry."""
    message = f"more than {most} headings stand before one entry"
    return Unreadable(heading.at, message, f"take {written(heading.parts).rstrip(': ')}: away")


def reach(headings: Sequence[Heading], body: Sequence[Entry], entry: Entry) -> Unreadable:
    """Return what is wrong with `5 rounds: 10 squats; 10 lunges`."""
    message = "this may belong to the heading before it, or come after all that does"
    both = f"{titled(headings)} ({listed((*body, entry))})"
    apart = f"({titled(headings)} {listed(body)}), {listed((entry,))}"
    return Unreadable(entry.at, message, f"write {both}, or {apart}")


def empty(repeat: Phrase, before: Sequence[Entry], after: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `5 rounds` alone, and with `10 squats, x3`."""
    message = f"'{repeat.text}' has nothing in it"
    if before and (repeat.kind == "XN" or not after):
        return Unreadable(repeat.at, message, f"write ({listed(before)}) {repeat.text}")
    if not after:
        return Unreadable(repeat.at, message, f"write {repeat.text} with a colon, and what is done behind it")
    return Unreadable(repeat.at, message, f"write {repeat.text}: {listed(after)}")


def rounds_of_what(rounds: Phrase, entry: Entry, following: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `3 rounds of 10 squats, 10 lunges`."""
    message = f"'{rounds.text}' may be rounds of this exercise, or of all that follow"
    often, this = rounds.text.removesuffix(" of"), written(entry.parts, without=rounds)
    every = ", ".join((this, listed(following)))
    return Unreadable(
        rounds.at, message, f"write {often}: {every} for all, or ({this}) x{_first_number(often)} for this"
    )


def repeats_what(repeat: Phrase, run: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `10 squats, 10 lunges x3`."""
    message = f"'{repeat.text}' may repeat this exercise, or all before it, too"
    last, often = run[-1], _first_number(repeat.text)
    this = written(last.parts, without=repeat)
    every = ", ".join((listed(run[:-1]), this))
    return Unreadable(repeat.at, message, f"write {often}x({every}) for all, or {often}x({this}) for this one")


def counts_of_what(numbers: Phrase, entry: Entry, following: Entry) -> Unreadable:
    """Return what is wrong with `21-15-9 thrusters, 10 pull-ups`."""
    message = f"'{numbers.text}' may be rounds of this exercise, or of what follows, too"
    this, after = written(entry.parts, without=numbers), listed((following,))
    hint = f"write {numbers.text}: {this}, {after} for both, or {numbers.text} {this}; {after}"
    return Unreadable(numbers.at, message, hint)


def rest_of_sets(pause: Phrase, sets: object) -> Unreadable:
    """Return what is wrong with `3x10 squats, rest 60s, 10 lunges`."""
    message = f"this rest may fall between the {sets} sets before it, or after them"
    return Unreadable(pause.at, message, f"write it before the comma for between, or then {pause.text} for after")


def rest_on_time(
    rest: Node, every: object, rounds: object, scheme: Phrase | None = None, exercises: Sequence[Entry] = ()
) -> Unreadable:
    """Return what is wrong with `EMOM 10 rest 10s between rounds: 12 swings`.

    Args:
        rest: its time, and its place.
        every: how often a round begins.
        rounds: how many there are.
        scheme: as it is written, where it is known.
        exercises: of each round, likewise.
    """
    (rest_ms, at), inside = rest, f": {listed(exercises)}" if exercises else ""
    assert isinstance(rest_ms, int)
    assert isinstance(every, int)
    message = f"a round begins every {format_duration(every)} here, and the rest is what its work leaves of that"
    without = f"write {scheme.text}{inside} without it" if scheme else "leave this rest away"
    longer = f"every {format_duration(every + rest_ms)} x{rounds}{inside}"
    return Unreadable(at, message, f"{without}; or {longer} for rounds that are longer by it")


def easy_after_sets(easy: Entry, before: Entry) -> Unreadable:
    """Return what is wrong with `8x60s run, 90s walk`."""
    often = next((part for part in before.parts if part.kind in _OFTEN), before.parts[0])
    message = f"{written(easy.parts)} may follow each '{often.text}', or come once after them"
    hint = f"write {_first_number(often.text)}x({written(before.parts, without=often)}, {written(easy.parts)}) for each"
    return Unreadable(easy.at, message, f"{hint}, or {written(before.parts)}; {written(easy.parts)} for once")


def hold_of_each(hold: Entry, before: Entry) -> Unreadable:
    """Return what is wrong with `chin tucks x10, 5 sec hold`."""
    time = next(part for part in hold.parts if part.kind == "TIME")
    message = f"'{written(hold.parts)}' may belong to each repetition, or come once after them"
    reps, once = written(before.parts), written(hold.parts)
    hint = f"write {reps} @{time.text} for each, or {reps}; {once} for once"
    return Unreadable(hold.at, message, hint)


def which_side(other: Phrase, before: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `10 lunges, 30s plank, repeat on the other side`."""
    message = f"'{other.text}' may mean the exercise before it, or all of them"
    limb = other.text.split()[-1]
    every = ", ".join(f"{listed((each,))} each {limb}" for each in before[-2:])
    return Unreadable(other.at, message, f"write each {limb} behind what has sides: {every}")


def nothing_to_repeat(repeat: Phrase) -> Unreadable:
    """Return what is wrong with `repeat x3` at the start."""
    message = f"nothing stands before '{repeat.text}' that it could repeat"
    return Unreadable(repeat.at, message, "write it behind what is repeated, in the same list")


def how_often(repeat: Phrase, run: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `repeat` without a number."""
    message = f"'{repeat.text}' does not say how often"
    return Unreadable(repeat.at, message, f"write 2x({listed(run)}) for twice, or another number")


def repeats_how_much(repeat: Phrase, often: str, run: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `10 squats; 10 lunges, repeat x3`."""
    message = f"'{repeat.text}' may repeat only what stands right before it, or all"
    return Unreadable(repeat.at, message, f"write {often}x({listed(run)}) for all, or {often}x({listed(run[-1:])})")


def sets_differ(at: Position, stations: Sequence[str], sets: Sequence[str]) -> Unreadable:
    """Return what is wrong with `A1: 3x10 squats` beside `A2: 4x10 rows`."""
    told = " and ".join(f"{station} has {often or 'none'}" for station, often in zip(stations, sets, strict=True))
    message = f"exercises that take turns have the same number of sets, and here {told}"
    wanted = next(often for often in sets if often)
    return Unreadable(at, message, f"write {wanted}x in each, or other letters where they take no turns")


def turns(scheme: Phrase, rounds: int, exercises: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `EMOM 10: 6 swings, 5 squats`."""
    message = "these may take turns, one in each round, or all be done in each round"
    inside, count = listed(exercises), len(exercises)
    even = (
        scheme.text
        if rounds % count == 0
        else re.sub(f"{rounds}(?!.*[0-9])", str(rounds + count - rounds % count), scheme.text)
    )
    hint = f"write {scheme.text}: ({inside}) for all, or alternating {even}: {inside} for turns"
    return Unreadable(scheme.at, message, hint)


def rest_in_round(scheme: Phrase, exercises: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `EMOM 5: 10 squats, rest 60s`."""
    *work, rest = exercises
    message = f"'{written(rest.parts)}' may follow each round, or all of them"
    hint = f"write ({scheme.text}: {listed(work)}), {written(rest.parts)} for after all"
    within = f"{scheme.text}: {listed(work)}"
    return Unreadable(rest.at, message, f"{hint}; or {within}, whose rests are what the work leaves of each round")


def bouts(counted: Phrase, pace: str, often: int, exercises: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `40s on 20s off x8: squats, lunges`, or `tabata` with as many."""
    count = len(exercises)
    message = f"'{counted.text}' may count all bouts together, or rounds of these {count} exercises"
    inside = listed(exercises)
    rounds = f"{often} rounds {pace}: {inside} for {often} bouts of each"
    fewer = often // count
    together = f"; or {fewer} {'round' if fewer == 1 else 'rounds'} {pace}: {inside} for {often} bouts in all"
    together = together if often % count == 0 else ""
    return Unreadable(counted.at, message, f"write {rounds}{together}")


def not_in_turn(scheme: Phrase, often: int, count: int) -> Unreadable:
    """Return what is wrong with ten minutes of three exercises that take turns."""
    fewer = often - often % count
    message = f"{count} exercises cannot take {often} turns alike"
    return Unreadable(scheme.at, message, f"make it {fewer or count} turns, or {fewer + count}")


def _first_number(words: str) -> str:
    found = re.search("[0-9]+", words)
    return found[0] if found else words.split(maxsplit=1)[0]


def two_names(joint: Phrase, entry: Entry) -> Unreadable:
    """Return what is wrong with `21-15-9 thrusters and pull-ups`."""
    at = entry.parts.index(joint) + 1
    apart = f"{written(entry.parts[:at])}, {written(entry.parts[at + 1 :])}"
    message = f"'{joint.text} {written(entry.parts[at:])}' may be two exercises or one"
    return Unreadable(joint.at, message, f"write {apart} for two; or the name of one in quotes")


def one_minute(minute: Phrase) -> Unreadable:
    """Return what is wrong with `EMOM 10: odd: 6 swings`."""
    message = f"'{minute.text}' says nothing of the other minutes"
    return Unreadable(minute.at, message, f"write what is done in the others, too, or take {minute.text} away")


def values_and_rounds(repeat: Phrase, rounds: int, numbers: Phrase, count: int, body: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `3 rounds of 21-15-9 thrusters`, and with `4 sets of 12-10-8 presses`."""
    once = f"{numbers.text}: {listed(body)}"
    message = f"'{numbers.text}' has {count} values, and '{repeat.text}' is as many rounds, or repeats all of them"
    if rounds != count:
        message = f"'{numbers.text}' has {count} values, and '{repeat.text}' another number"
    return Unreadable(
        numbers.at, message, f"write {once} for {count} rounds, or {rounds}x({once}) for {rounds * count}"
    )


def values_in_time(
    scheme: Phrase, timed: tuple[int, int], numbers: Phrase, count: int, body: Sequence[Entry]
) -> Unreadable:
    """Return what is wrong with `EMOM 10: 3-2-1 burpees`."""
    every_ms, rounds = timed
    message = f"'{numbers.text}' has {count} values, and '{scheme.text}' has {rounds} rounds"
    inside = f"{numbers.text} {listed(body)}"
    hint = f"write every {format_duration(every_ms)} x{count}: {inside} for one in each"
    return Unreadable(numbers.at, message, f"{hint}, or {scheme.text}: ({inside}) for all of them in each")


def values_inside(numbers: Phrase) -> Unreadable:
    """Return what is wrong with `21-15-9: 3 rounds: thrusters`."""
    message = f"'{numbers.text}' has a value for each round, and there are other rounds or parts inside"
    return Unreadable(
        numbers.at, message, f"write {numbers.text}: right before the exercises, and what is around it first"
    )


def order_of_what(order: Phrase, run: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `10 squats, 10 lunges in random order`."""
    message = f"'{order.text}' does not stand before the list that it is of"
    kept = [replace(entry, parts=tuple(part for part in entry.parts if part is not order)) for entry in run]
    what = "shuffle" if order.kind == "SHUFFLE" else order.text
    kept = [entry for entry in kept if entry.parts]
    if len(kept) == 1:
        return nothing_to_choose(order, 1)
    inside = listed(kept) or "and the exercises"
    return Unreadable(order.at, message, f"write {what}: {inside}")


def nothing_to_choose(order: Phrase, count: int) -> Unreadable:
    """Return what is wrong with `shuffle: 10 squats`, and with `pick 3: 10 squats, 10 lunges`."""
    exercises = "is only one exercise" if count == 1 else f"are only {count} exercises"
    fewer = f"write fewer than {count}, or " if order.kind == "PICK" and count > 1 else ""
    return Unreadable(order.at, f"there {exercises} for '{order.text}'", f"{fewer}take {order.text} away")


def rest_in_order(rest: Phrase, before: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `shuffle: 10 squats, rest 30s, 10 lunges`."""
    message = f"'{rest.text}' may follow each exercise, or this one wherever it is done"
    hint = f"write {rest.text} between exercises at the end of the list"
    return Unreadable(rest.at, message, f"{hint}; or ({listed(before)}, {rest.text}) for this one alone")


def order_of_amrap(order: Phrase, scheme: Phrase) -> Unreadable:
    """Return what is wrong with `shuffle AMRAP 10: 5 squats, 5 lunges`."""
    message = f"the list of '{scheme.text}' is read out once, and in its order"
    return Unreadable(order.at, message, f"take {order.text} away, or write rounds in place of {scheme.text}")


def turns_without_end(word: Phrase, items: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `alternate 60s jog and 90s walk`."""
    message = f"'{word.text}' does not say how often, or for how long"
    return Unreadable(word.at, message, f"write 2x({listed(items)}) for twice, or another number")


def turns_do_not_fit(whole: Phrase, whole_ms: int, round_ms: int, items: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `alternating 90s run, 2 min walk for 20 min`."""
    inside = listed(items)
    if not round_ms:
        message = f"'{whole.text}' says how long both go on, and not every one of them has a time"
        return Unreadable(whole.at, message, f"write 2x({inside}) for twice, or another number")
    few = max(1, whole_ms // round_ms)
    message = f"{format_duration(whole_ms)} are not a whole number of rounds of {format_duration(round_ms)}"
    hint = f"write {few}x({inside}), which takes {format_duration(few * round_ms)}"
    more = f", or {few + 1}x({inside}), {format_duration((few + 1) * round_ms)}"
    return Unreadable(whole.at, message, hint + more)


def send_off_or_time(off: Phrase, time: str, far: Phrase, entry: Entry) -> Unreadable:
    """Return what is wrong with `8x400m @ 1:40`."""
    message = f"'{off.text}' may be the time of each, or when the next one begins"
    if far.kind == "COUNT" and any(part.kind in ("WORD", "QUOTED") for part in entry.parts):
        without = written(entry.parts, without=off)
        hint = f"write {without} rest {time}, or {without} on {time} for a start every {time}"
        return Unreadable(off.at, f"'{off.text}' may be a rest, or when the next one begins", hint)
    often = [part for part in entry.parts if part.kind in _OFTEN]
    rest = [part for part in entry.parts if part not in (off, far, *often)]
    told = f"{written(often)} {far.text}{'m' if far.kind == 'COUNT' else ''}".strip()
    takes, begins = (" ".join(filter(None, (told, written(rest), how, time))) for how in ("in", "on"))
    return Unreadable(off.at, message, f"write {takes} for a time, or {begins} for a start every {time}")


def swum_without_time(far: Phrase, entry: Entry) -> Unreadable:
    """Return what is wrong with `400 free` among swims that have their time."""
    often = [part for part in entry.parts if part.kind in _OFTEN]
    rest = [part for part in entry.parts if part not in (far, *often)]
    told = f"{written(often)} {far.text}m {written(rest)}".strip()
    message = f"nothing says how long '{far.text}' takes, or when the next one begins"
    return Unreadable(far.at, message, f"write {told} in MIN:SEC, or {told} on MIN:SEC, with your own numbers")


def daily(often: Phrase, entries: Sequence[Entry]) -> Unreadable:
    """Return what is wrong with `heel slides: 10 reps, 3 times a day`."""
    kept = [replace(entry, parts=tuple(part for part in entry.parts if part is not often)) for entry in entries]
    once = listed([entry for entry in kept if entry.parts or entry.headings])
    message = f"'{often.text}' is how often the whole is done, and a recording is one time"
    return Unreadable(often.at, message, f"write {once}" if once else f"take {often.text} away")


def ratio_of_turns(ratio: Phrase, movements: Sequence[str], whole: Phrase | None) -> Unreadable:
    """Return what is wrong with `run/walk 1:1 for 20 min`."""
    times = re.split(r"[ \t]*[:/][ \t]*", ratio.text)
    units = (" min", "s")
    how_long = f" {whole.text}" if whole else " x and a number"
    turns = [
        " and ".join(f"{time}{unit} {name}" for time, name in zip(times, movements, strict=True)) for unit in units
    ]
    message = f"'{ratio.text}' may be minutes or seconds of each"
    return Unreadable(ratio.at, message, f"write {' or '.join(f'alternate {each}{how_long}' for each in turns)}")


def breath_without_end(at: Position, phases: str) -> Unreadable:
    """Return what is wrong with `breathe in 4, out 6`."""
    message = "this breath does not say how often"
    return Unreadable(at, message, f"write breathing {phases} x and a number, or for and how many minutes")
