"""What is wrong with a text, and what to write instead, from its own words and numbers."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from repcast.reading.located import Position, Unreadable
from repcast.reading.shorthand.amounts import is_swum, metric
from repcast.reading.shorthand.text import Group, Heading, Part, Phrase, name, rewritten, written
from repcast.units import MINUTE_MS, SECOND_MS, format_duration

_KEYWORDS: Final = (
    *("rest", "between", "then", "each", "side", "round", "rounds", "sets", "max", "failure", "repeat"),
    *("tabata", "emom", "amrap", "seconds", "minutes", "title"),
)
_OFTEN: Final = frozenset({"TIMES", "ROUNDS", "XN"})
_LONG: Final = 5  # letters that a word needs before one of them may be wrong
_LONGEST_LADDER: Final = 30
_SHORTEST_LAP: Final = 100  # metres


# Phrases that lack something


def check(parts: Sequence[Part]) -> None:
    """Check that every phrase can be used as it is.

    Raises:
        Unreadable: one cannot.
    """
    for part in parts:
        if isinstance(part, Phrase) and (explain := _LACKING.get(part.kind)):
            raise explain(part, parts)
        if isinstance(part, Phrase) and part.kind in ("WORD", "LABEL"):
            _check_words(part, parts)


def _rest(rest: Phrase, parts: Sequence[Part]) -> Unreadable:
    text = rest.text.rstrip(": ")
    message = f"'{text}' has no time"
    after = parts[parts.index(rest) + 1 :]
    numbers = next((part for part in after if part.kind in ("COUNT", "RANGE")), None)
    quoted = "or put a name with that word into quotes"
    if numbers is None:
        return Unreadable(rest.at, message, f"write {text} and how long, with s or min; {quoted}")
    found = re.findall("[0-9]+", numbers.text)
    unit = re.sub("[^a-z]", "", numbers.text.partition(found[-1])[2].lower()) or "s"
    return Unreadable(rest.at, message, f"write {' or '.join(f'{text} {each}{unit}' for each in found)}; {quoted}")


def _each(each: Phrase, parts: Sequence[Part]) -> Unreadable:
    text = rewritten(parts, each, f"{each.text} side")
    return Unreadable(each.at, f"after '{each.text}', a side is missing", f"write {text}; or leg, or arm, for side")


def _at(at: Phrase, parts: Sequence[Part]) -> Unreadable:
    message = f"'{at.text}' may be a tempo or a weight"
    if found := re.search(r"[0-9]+(?:\.[0-9]+)?", at.text):
        return Unreadable(at.at, message, f"write @{found[0]}s for {found[0]} seconds a rep, or @{found[0]}kg")
    return Unreadable(at.at, message, f"write {written(parts, without=at)}, without {at.text}")


def _scheme(scheme: Phrase, _parts: Sequence[Part]) -> Unreadable:
    hint = f"write how many minutes it takes, as a number right behind {scheme.text}"
    return Unreadable(scheme.at, f"'{scheme.text}' has no length", hint)


def _range(numbers: Phrase, parts: Sequence[Part]) -> Unreadable:
    message = f"'{numbers.text}' is a range, and what is spoken needs one number"
    found = re.findall(r"[0-9]+(?:\.[0-9]+)?", numbers.text)
    unit = numbers.text.rpartition(found[-1])[2]
    low, high = (rewritten(parts, numbers, f"{each}{unit}") for each in (found[0], found[-1]))
    hint = f"write {low}, or {high}"
    return Unreadable(numbers.at, message, hint + _ladder(numbers, found, parts))


def _ladder(numbers: Phrase, found: Sequence[str], parts: Sequence[Part]) -> str:
    """Return what to write for a ladder that starts or ends at one, as in `10-1 burpees`."""
    if len(found) != 2 or "1" not in found or not all(each.isdecimal() for each in found):  # noqa: PLR2004 - two ends
        return ""
    first, last = map(int, found)
    step = 1 if first < last else -1
    if abs(first - last) > _LONGEST_LADDER:
        return ""
    counts = "-".join(map(str, range(first, last + step, step)))
    return f"; for a ladder {rewritten(parts, numbers, counts)}"


def _ratio(ratio: Phrase, parts: Sequence[Part]) -> Unreadable:
    on, off = (each.strip() for each in re.split("[/:]", ratio.text))
    message = f"'{ratio.text}' may be seconds of work and rest, or part of a name"
    names = written(part for part in parts if part.kind == "WORD")
    quoted = f'"{ratio.text} {names}"' if names else f'"{ratio.text}"'
    sides = f"{rewritten(parts, ratio, on)} each side, or " if on == off and names else ""
    hint = f"write {sides}{rewritten(parts, ratio, f'{on}s/{off}s')}; or the name as {quoted}"
    return Unreadable(ratio.at, message, hint)


def _other_side(side: Phrase, parts: Sequence[Part]) -> Unreadable:
    limb = side.text.split()[-1]
    message = f"'{side.text}' does not stand behind one exercise"
    before = written(parts, without=side)
    return Unreadable(side.at, message, f"write {before or 'behind each exercise that has sides:'} each {limb}".strip())


def _repeat(repeat: Phrase, parts: Sequence[Part]) -> Unreadable:
    message = f"'{repeat.text}' does not stand by itself behind what is repeated"
    return Unreadable(
        repeat.at, message, f"put a comma before {repeat.text}, and one behind it if {written(parts[-1:])} is next"
    )


def _cap(cap: Phrase, _parts: Sequence[Part]) -> Unreadable:
    time = re.sub(r"(?:time[ \t]+)?cap[ \t]*:?", "", cap.text, flags=re.IGNORECASE).strip()
    message = f"'{cap.text}' ends early who is done early, which a recording cannot know"
    hint = f"leave it away for rounds on the beat; or write AMRAP {time}: before the list, for as many rounds as fit"
    return Unreadable(cap.at, message, hint)


_LACKING: Final = {
    "REST": _rest,
    "EACH": _each,
    "AT": _at,
    "SCHEME": _scheme,
    "RANGE": _range,
    "RATIO": _ratio,
    "CAP": _cap,
    "OTHER_SIDE": _other_side,
    "REPEAT": _repeat,
}


def _check_words(phrase: Phrase, parts: Sequence[Part]) -> None:
    if phrase.kind == "WORD" and phrase.text.lower() == "every":
        raise _every(phrase, parts)
    if phrase.kind == "LABEL" and phrase.text.lower().startswith("every "):
        often = phrase.text.rstrip(": ")
        hint = f"write {often} x and a number with the colon behind it, such as {often} x10:"
        raise Unreadable(phrase.at, f"'{often}' does not say how often in all", hint)
    for word in re.findall(r"[^\W\d_]+", phrase.text.lower()):
        if right := nearest_keyword(word):
            message = f"'{word}' is no word of the shorthand; did you mean '{right}'?"
            mended = rewritten(parts, phrase, re.sub(word, right, phrase.text.rstrip(": "), flags=re.IGNORECASE))
            raise Unreadable(phrase.at, message, f"write {mended}; or put a name with that word into quotes")


def _every(every: Phrase, parts: Sequence[Part]) -> Unreadable:
    """Return what is wrong with `20 reps every hour`, and with `10 min sitting, bell every 2 min`."""
    after = parts[parts.index(every) + 1 :]
    if after and after[0].kind == "TIME":
        message = f"'every {after[0].text}' does not say how often in all"
        hint = f"write every {after[0].text} x and a number, before what is done"
        return Unreadable(every.at, message, f"{hint}; what sounds within a step is a cue, in YAML")
    hint = f"leave {written((every, *after))} away, or write a time and how often, such as every 2 min x5"
    return Unreadable(every.at, "'every' is followed by no time", hint)


def nearest_keyword(word: str) -> str:
    """Return the keyword that a word misspells: two letters swapped, or in a long word one missing, extra or wrong."""
    if word in _KEYWORDS or word == "repeats":
        return ""
    return next((keyword for keyword in _KEYWORDS if _is_slip(word, keyword)), "")


def _is_slip(word: str, keyword: str) -> bool:
    if word[0] != keyword[0] or abs(len(word) - len(keyword)) > 1:
        return False
    start = next((at for at, (one, other) in enumerate(zip(word, keyword, strict=False)) if one != other), len(word))
    rest, right = word[start:], keyword[start:]
    is_swapped = len(rest) > 1 and rest[1::-1] + rest[2:] == right
    is_near = rest[1:] == right[1:] or rest[1:] == right or rest == right[1:]
    return is_swapped or (is_near and len(keyword) >= _LONG)


# Phrases that do not go together


def half_a_pace(half: Phrase) -> Unreadable:
    """Return what is wrong with `30s on` alone."""
    time = re.sub(r"(?:on|work|off|easy|hard|fast|each)$|^/", "", half.text, flags=re.IGNORECASE).strip()
    other = f"{time} off behind it" if half.kind == "ON" else f"{time} on before it"
    return Unreadable(
        half.at, f"'{half.text}' is half of a pace", f"write the other half, too: {other}, or another time"
    )


def exercise_in_rest(word: Phrase, parts: Sequence[Part]) -> Unreadable:
    """Return what is wrong with `rest 15s squats`."""
    at = parts.index(word)
    hint = f"put a comma between: {written(parts[:at])}, {written(parts[at:])}"
    return Unreadable(word.at, "an exercise begins here, within a rest", hint)


def said_twice(first: Part, again: Part, parts: Sequence[Part]) -> Unreadable:
    """Return what is wrong with `10 push-ups 10 squats`."""
    message = f"'{again.text}' says again what '{first.text}' said"
    hint = f"put a comma between: {_apart(parts, again)}; or take one of them away"
    if {first.kind, again.kind} == {"COUNT", "TIME"}:
        count, time = sorted((first, again), key=lambda part: part.kind)
        reps = count.text if "rep" in count.text else f"{count.text} reps"
        each = rewritten([part for part in parts if part is not time], count, reps)
        hint += f"; or if each takes that long, write {each} @{_bare(time.text)}"
        hint += _as_metres(count, parts) if re.match(r"(?:in|within)\b", time.text, re.IGNORECASE) else ""
    return Unreadable(again.at, message, hint)


def _apart(parts: Sequence[Part], again: Part) -> str:
    """Return an entry as two, which are repeated together where it is repeated."""
    at = parts.index(again)
    if parts[0].kind == "WORD" and again.kind == "TIME":
        while at > 1 and parts[at - 1].kind == "WORD":
            at -= 1  # `run 3 min / walk 1 min`: the name stands first
    before = [part for part in parts[:at] if part.kind not in _OFTEN]
    after = [part for part in parts[at:] if part.kind not in _OFTEN]
    often = next((part for part in parts if part.kind in _OFTEN and part is not again), None)
    both = f"{written(before)}, {written(after)}"
    if often is None or again.kind in _OFTEN or not before or not after:  # nothing to repeat
        return f"{written(parts[:at])}, {written(parts[at:])}"
    return f"({both}) {often.text}" if often.kind == "XN" else f"{often.text} ({both})"


def _bare(time: str) -> str:
    return re.sub(r"^(?:(?:for|in|within|with|w/|at)[ \t]+(?:a[ \t]+)?|[x×][ \t]*)", "", time, flags=re.IGNORECASE)


# What cannot be an exercise


def nameless(what: Part, parts: Sequence[Part]) -> Unreadable:
    """Return what is wrong with `10` alone."""
    rest = next((part for part in parts if part.kind == "PAUSE" and part is not what), None)
    behind = f"{written(parts, without=rest)} …" + (f" {rest.text}" if rest else "")
    hint = f"write what is done behind it: {behind}"
    hint += f"; or rest {what.text}" if len(parts) == 1 and what.kind == "TIME" else ""
    hint += _as_metres(what, parts)
    return Unreadable(what.at, f"'{what.text}' has no exercise", hint)


def _as_metres(count: Part, parts: Sequence[Part]) -> str:
    """Return what to write for the metres of `8x400 @ 90s`, where a number may well be some."""
    is_far = count.kind == "COUNT" and count.text.isdecimal() and int(count.text) >= _SHORTEST_LAP
    return f"; or for metres {rewritten(parts, count, f'{count.text}m')}" if is_far and len(parts) > 1 else ""


def metres(phrase: Phrase, parts: Sequence[Part]) -> Unreadable:
    """Return what is wrong with `400m run`."""
    number = phrase.text[:-1].strip()
    message = f"{number}m may be {number} metres or {number} minutes"
    hint = f"write {rewritten(parts, phrase, f'{number}min')}; or for metres {_takes(phrase, parts)}"
    return Unreadable(phrase.at, message, hint)


def no_pace(far: Phrase, unit: str, speed: Phrase) -> Unreadable:
    """A pace beside what is no distance, such as calories."""
    return Unreadable(speed.at, f"{unit} have no pace such as '{speed.text}'", f"write {far.text} in MIN:SEC")


def no_time(phrase: Phrase, parts: Sequence[Part]) -> Unreadable:
    """Return what is wrong with `5km run`."""
    return Unreadable(phrase.at, f"'{phrase.text}' is no time and no count", f"write {_takes(phrase, parts)}")


def _takes(far: Phrase, parts: Sequence[Part]) -> str:
    takes, covered = rewritten(parts, far, f"{far.text} in MIN:SEC"), metric(far)
    if covered is None:
        return f"{takes}, with your own numbers"
    words = name(part for part in parts if isinstance(part, Phrase) and part.kind in ("WORD", "LABEL"))
    per = {"mi": "mi", "yd": "100yd"}.get(covered.unit, "100m" if is_swum(words) else "km")
    paced = rewritten(parts, far, f"{far.text} @MIN:SEC/{per}")
    called = name(part for part in parts if isinstance(part, Phrase) and part.kind in ("WORD", "QUOTED")) or "Run"
    step = f"{{work: {called}, distance: {covered}}}"
    return f"{takes}, or {paced}, with your own numbers; or in YAML {step}, which goes at the pace of your settings"


def twofold(repeat: Phrase, count: int, exercise: str) -> Unreadable:
    """Return what is wrong with `20x burpees`."""
    message = f"{repeat.text} {exercise} may be {count} {exercise}, or {count} sets"
    hint = f"write {count} {exercise}; or say how long each set is, between {repeat.text} and {exercise}"
    return Unreadable(repeat.at, message, hint)


def held_or_counted(amount: Phrase, count: int | str, exercise: str) -> Unreadable:
    """Return what is wrong with `plank 30`."""
    hint = f"write {exercise} {count}s for seconds, or {exercise} {count} reps"
    return Unreadable(amount.at, f"{count} of {exercise} may be seconds or repetitions", hint)


def no_amount(at: Position, exercise: str, parts: Sequence[Part]) -> Unreadable:
    """Return what is wrong with `squats` alone."""
    hint = f"put a count before {written(parts)}, or a time with its s or min"
    if (at.line, at.column) == (1, 1) and all(part.kind == "WORD" for part in parts):
        hint += f"; or as a title write title: {exercise}"
    return Unreadable(at, f"{exercise} has neither a time nor a count", hint)


def not_whole(whole: Phrase, whole_ms: int, turn_ms: int, often: int) -> Unreadable:
    """Return what is wrong with `40s on 20s off for 90s`."""
    message = f"{format_duration(whole_ms)} are not a whole number of turns of {format_duration(turn_ms)}"
    return Unreadable(whole.at, message, f"write x{max(1, often)} or x{often + 1} in place of {whole.text}")


def work_too_long(scheme: Phrase, work_ms: int, timed: tuple[int, object]) -> Unreadable:
    """Return what is wrong with `EMOM 10: 60 swings`, which begins a round so often, and has so many."""
    every_ms, rounds = timed
    message = f"a round takes {format_duration(work_ms)}, and has {format_duration(every_ms)}"
    longer = f"every {format_duration(_minutes(work_ms))} x{rounds}"
    return Unreadable(scheme.at, message, f"do less, count faster, or write {longer} in place of {scheme.text}")


def _minutes(ms: int) -> int:
    return -(-ms // 60_000) * 60_000


def paced_amount(amount: Phrase) -> Unreadable:
    """Return what is wrong with `tabata 10 squats`."""
    message = f"'{amount.text}' stands next to a pace, which already gives the time"
    return Unreadable(amount.at, message, f"take {amount.text} away, or the pace")


def beside_parentheses(stray: Phrase, parts: Sequence[Part]) -> Unreadable:
    """Return what is wrong with `10 push-ups (slow)`."""
    group = next(part for part in parts if part.kind == "GROUP")
    hint = f"put it inside them, or a comma between: {written(parts, without=group)}, {group.text}"
    return Unreadable(stray.at, f"'{stray.text}' stands next to parentheses", hint)


def in_heading(group: Group, heading: Heading) -> Unreadable:
    """Return what is wrong with `3 rounds (slow): 10 squats`."""
    without = f"{written(heading.parts, without=group).rstrip(': ')}:"
    message = f"'{group.text}' stands in a heading, and parentheses hold what is done"
    return Unreadable(group.at, message, f"write {without} without it, or put it behind the colon")


def says_nothing(stray: Phrase, heading: Heading) -> Unreadable:
    """Return what is wrong with `30s each side: side plank`."""
    message = f"'{stray.text}' says nothing about what follows the colon"
    hint = f"take the colon away after {written(heading.parts).rstrip(': ')}, or write how many rounds there"
    return Unreadable(stray.at, message, hint)


def counted_maximum(amount: Phrase, most: Phrase, parts: Sequence[Part]) -> Unreadable:
    """Return what is wrong with `max 10 pull-ups`."""
    hint = f"write {written(parts, without=amount)} with a time, or {written(parts, without=most)}"
    return Unreadable(amount.at, "a maximum has a time and no count", hint)


def tempo_without_count(tempo: Phrase) -> Unreadable:
    """Return what is wrong with `30s squats @2s`."""
    return Unreadable(tempo.at, "a tempo needs a count", f"write how many there are at {tempo.text.lstrip('@ ')}")


def cadence_range(cadence: Phrase, ends: Sequence[Decimal]) -> Unreadable:
    """Return what is wrong with `20 min run @170-180 spm`."""
    message = f"'{cadence.text}' is a range, and ticks need one number"
    unit = cadence.text.rpartition(str(ends[-1]))[2].strip()
    return Unreadable(cadence.at, message, f"write {' or '.join(f'{each} {unit}' for each in ends)}")


def cadence_of_count(cadence: Phrase, a_minute: int) -> Unreadable:
    """Return what is wrong with `20 burpees @30 rpm`."""
    hint = "write how long it takes in place of how often"
    each = f"; or for the time of each rep @{MINUTE_MS / a_minute / SECOND_MS:.2g}s" if a_minute else ""
    return Unreadable(cadence.at, f"'{cadence.text}' ticks under a time, and this is counted", hint + each)


def values_alone(numbers: Phrase, parts: Sequence[Part]) -> Unreadable:
    """Return what is wrong with `max 21-15-9 pull-ups`."""
    names = written(part for part in parts if part.kind in ("WORD", "QUOTED", "LABEL"))
    if not names:
        return nameless(numbers, (numbers,))
    message = f"'{numbers.text}' has a value for each round, and nothing here takes it"
    return Unreadable(numbers.at, message, f"write {numbers.text}: {names}, without a time, a count or sets of its own")


def metres_each(numbers: Phrase, exercise: str, lengths: Sequence[Phrase]) -> Unreadable:
    """Return what is wrong with `200-400-200m run`."""
    message = f"'{numbers.text}' may be metres or minutes"
    each = ", ".join(f"{far.text} {exercise.lower()} in MIN:SEC" for far in lengths)
    hint = f"write {numbers.text}in {exercise.lower()} for minutes; or for metres {each}, with your own times"
    return Unreadable(numbers.at, message, hint)
