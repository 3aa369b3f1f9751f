"""What comes next, in words: rounds, the name and the side, how long, and how to do it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from repcast.plan.rules import (
    LONG_REST_MS,
    MOST_WORDS_AGAIN,
    NAMED_BEFORE_MS,
    SHORTEST_EXPLAINED_MS,
    SHORTEST_NAMED_AHEAD_MS,
    SHORTEST_NAMED_IN_ITSELF_MS,
    SHORTEST_TOLD_REST_MS,
    CueKind,
    Said,
)
from repcast.plan.script import Announcement, Line, Told
from repcast.plan.spoken import in_words
from repcast.plan.wording import Wording, sentence
from repcast.session.model import Covered, Exercise, Reps
from repcast.session.unroll import Heading, Interval


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What the listener does not know yet of the exercise that comes next.

    Attributes:
        headings: the blocks and rounds that begin with it.
        is_again: whether it is the exercise before once more.
        is_new_amount: whether its time, or its reps, differ from what they know.
        is_unexplained: whether its instruction was not heard yet.
    """

    headings: tuple[Heading, ...]
    is_again: bool
    is_new_amount: bool
    is_unexplained: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where something is announced: the interval that comes, and the one in which it is said.

    Attributes:
        here: the interval in which it is said.
        coming: the exercise that follows.
        after_timed: whether a step of a set time stands before `here`, in which something may be said.
    """

    here: Interval
    coming: Interval
    after_timed: bool


def announcement(place: Place, news: News, said: Said, rest: str, wording: Wording) -> Announcement | None:
    """Return the announcement of what comes next, or None where nothing of it is said.

    Args:
        place: where.
        news: what is not known yet.
        said: what is said of the step that comes.
        rest: how long this rest is, as a sentence; empty where that is not said.
        wording: of the language.
    """
    coming, exercise = place.coming, place.coming.exercise
    assert exercise is not None
    headings, sets = _rounds(news, exercise, said, wording)
    ways = _ways(place, news, sets, wording) if said.name != "off" else ()
    told = {
        "opening": _maybe(rest, "length"),
        "own": own_words(place.here),
        "headings": headings,
        "sets": sets,
        "amount": _maybe(_amount(place, news, said, wording), "length"),
        "instruction": _maybe(sentence(exercise.say) if _is_explained(place, news, said) else "", "instruction"),
    }
    if not (ways or any(told.values())):
        return None
    in_work = place.here.facts.purpose == "work"
    is_silent = place.here.facts.is_silent
    names = () if is_silent else tuple(_in_their_place(ways, place, wording))
    return Announcement(
        **told,
        names=names,
        opens_ms=_opens_ms(place),
        late=in_work,
        ahead=() if in_work or not place.after_timed else tuple(_next(way, wording) for way in ways),
        at_start=_at_start(ways, coming, wording),
        is_on_time=_is_on_time(place) and not _is_short(exercise),
        is_before_short=_is_short(exercise),
        is_among_numbers=_is_among_numbers(place, exercise),
        again=_again(place, ways, said) if in_work else (),
        reminder=names[-1:],
        can_explain=_can_explain(exercise),
        is_counted=isinstance(exercise, Reps),
        is_silent=is_silent,
        source=coming.facts.source,
        here=place.here.facts.source,
    )


def aside(here: Interval, rest: str) -> Announcement | None:
    """Return what the author has said in a rest that no exercise follows, after its length; None for nothing."""
    own = own_words(here)
    source = here.facts.source
    return Announcement(opening=_maybe(rest, "length"), own=own, names=(), source=source, here=source) if own else None


def own_words(here: Interval) -> Told:
    """Return what the author has said in a rest."""
    return _maybe(" ".join(here.text.split()) if here.facts.purpose == "rest" else "", "own")


def _maybe(text: str, cue: CueKind) -> Told:
    return (Line(text, cue),) if text else ()


def told_rest(duration_ms: int, said: Said, wording: Wording, *, is_known: bool) -> str:
    """Return how long a rest is, as a sentence; empty where that is not said.

    Args:
        duration_ms: of the rest.
        said: what is said in it.
        wording: of the language.
        is_known: whether a rest as long was told before.
    """
    if said.length == "off" or duration_ms < SHORTEST_TOLD_REST_MS[said.length]:
        return ""
    if said.length == "new" and is_known and duration_ms < LONG_REST_MS:
        return ""
    return sentence(wording.phrases["rest"].format(duration=wording.duration(duration_ms)))


def _opens_ms(place: Place) -> int:
    """Return when what comes next is told in a rest: not before it is wanted."""
    return max(0, (place.here.duration_ms or 0) - NAMED_BEFORE_MS) if place.here.facts.purpose == "rest" else 0


def _is_on_time(place: Place) -> bool:
    """Tell whether the name is said as its step starts: nothing before it is long enough to look ahead in."""
    return place.here.facts.purpose == "work" and not _has_time(place)


def _has_time(place: Place) -> bool:
    """Tell whether more than a name has room where it is said."""
    return place.here.duration_ms is None or place.here.duration_ms >= SHORTEST_NAMED_AHEAD_MS


def _is_short(exercise: Exercise) -> bool:
    """Tell whether an exercise may be too short for its own name."""
    return exercise.duration_ms < SHORTEST_NAMED_IN_ITSELF_MS


def _is_among_numbers(place: Place, exercise: Exercise) -> bool:
    """Tell whether a timed exercise is announced while reps are being counted."""
    return isinstance(place.here.exercise, Reps) and not isinstance(exercise, Reps)


def has_room_to_explain(place: Place) -> bool:
    """Tell whether an instruction surely has room: before its step, or in it."""
    exercise, here = place.coming.exercise, place.here
    if exercise is None or here.duration_ms is None or _can_explain(exercise):
        return True
    can_say = here.facts.purpose == "rest" and not here.facts.is_silent
    return can_say and here.duration_ms >= SHORTEST_EXPLAINED_MS


def _can_explain(exercise: Exercise) -> bool:
    """Tell whether an exercise leaves room for its own instruction."""
    return not isinstance(exercise, Reps) and exercise.duration_ms >= SHORTEST_EXPLAINED_MS


def _is_explained(place: Place, news: News, said: Said) -> bool:
    exercise = place.coming.exercise
    if place.coming.continues or exercise is None or not exercise.say:
        return False
    return said.instruction == "each" or (said.instruction == "first" and news.is_unexplained)


def _amount(place: Place, news: News, said: Said, wording: Wording) -> str:
    exercise = place.coming.exercise
    assert exercise is not None
    if place.coming.continues or said.length == "off":
        return ""
    if _is_among_numbers(place, exercise) and not _can_explain(exercise):
        return ""
    is_needed = isinstance(exercise, Reps | Covered) or _can_explain(exercise) or _has_time(place)
    if said.length == "new" and not (news.is_new_amount and is_needed):
        return ""
    return sentence(exercise.amount_in(wording))


# Rounds and sets


def _rounds(news: News, exercise: Exercise, said: Said, wording: Wording) -> tuple[Told, Told]:
    """Return the lines on blocks and rounds, and that on the set."""
    headings: list[Line] = []
    sets: list[Line] = []
    for heading in news.headings:
        if _is_named(heading, exercise, said):
            headings.append(Line(sentence(heading.name), "round"))
        if heading.of > 1 and (text := _round(heading, said, wording)):
            (sets if heading.is_set else headings).append(Line(text, "round"))
    return tuple(headings), tuple(sets)


def _is_named(heading: Heading, exercise: Exercise, said: Said) -> bool:
    """Tell whether a block's name is said: it tells more than its exercise, and is done several times."""
    if not heading.name or heading.is_set or heading.name.casefold() == exercise.name.casefold():
        return False
    return said.round == "all" or (said.round == "each" and heading.of > 1)


def _round(heading: Heading, said: Said, wording: Wording) -> str:
    is_last = heading.round == heading.of and heading.is_final
    if said.round == "off" or (said.round == "last" and not is_last):
        return ""
    if is_last:
        return sentence(wording.phrases["last_set" if heading.is_set else "last_round"])
    phrase = wording.phrases["set" if heading.is_set else "round"]
    return sentence(phrase.format(n=wording.nth(heading.round), of=wording.of_number(heading.of)))


# Names and sides


def _ways(place: Place, news: News, sets: Told, wording: Wording) -> Told:
    """Return the ways to say what comes next by itself, the longest first."""
    coming = place.coming.facts
    side = wording.side(place.coming.told_side) if place.coming.told_side else ""
    if place.coming.continues:
        return (Line(sentence(side), "side"),)
    numbers = (*sets, *_bare_number(news, wording)) if news.is_again and sets else ()
    if news.is_again and side:
        with_numbers = (sentence(_with_side(_unstopped(number.text), side, wording)) for number in numbers)
        return (*(Line(text, "side", tells_set=True) for text in with_numbers), Line(sentence(side), "side"))
    if numbers:
        return tuple(replace(number, tells_set=True) for number in numbers)
    return (Line(sentence(_with_side(in_words(coming.name), side, wording)), "name"),)


def _at_start(ways: Told, coming: Interval, wording: Wording) -> Told:
    """Return the ways to say it as its step starts.

    If the number of a set does not fit there, the name is said; if that does not fit with its side, the side alone.
    """
    if ways and ways[-1].cue == "round":
        return (*ways, Line(sentence(in_words(coming.facts.name)), "name"))
    if ways and ways[-1].cue == "name" and coming.facts.side:
        return (*ways, Line(sentence(wording.side(coming.facts.side)), "side"))
    return ways


def _bare_number(news: News, wording: Wording) -> Iterator[Line]:
    """Yield the number of a set that is repeated, without "set"."""
    heading = next((each for each in news.headings if each.is_set), None)
    if heading and not (heading.round == heading.of and heading.is_final):
        n, of = wording.nth(heading.round), wording.of_number(heading.of)
        yield Line(sentence(wording.phrases["number"].format(n=n, of=of)), "round")


def _with_side(name: str, side: str, wording: Wording) -> str:
    name = name.strip()
    if not side:
        return name
    return wording.phrases["with_side"].format(name=wording.inside(name), side=wording.inside(side))


def _unstopped(text: str) -> str:
    return text.removesuffix(".")


def _in_their_place(ways: Told, place: Place, wording: Wording) -> Iterator[Line]:
    """Yield the ways to say what comes next so that nobody takes it for the present; then, where it can be, alone."""
    match place.here.facts.purpose:
        case "lead_in":
            yield from (_worded("first", way, wording) for way in ways)
        case "work":
            yield from (_next(way, wording) for way in ways)
            return
        case "switch":
            pass
        case "rest" | "speech":
            yield from (_next(way, wording) for way in ways if way.cue == "name")
    yield from ways


def _next(way: Line, wording: Wording) -> Line:
    return _worded("next", way, wording)


def _worded(phrase: Literal["first", "next"], way: Line, wording: Wording) -> Line:
    called = wording.inside(_unstopped(way.text))
    return replace(way, text=sentence(wording.phrases[phrase].format(name=called)))


def _again(place: Place, ways: Told, said: Said) -> Told:
    """Return what is said once more as its step starts: always, or where counted reps stood around it before."""
    is_wanted = said.name == "twice" or isinstance(place.here.exercise, Reps)
    short = (way for way in ways if len(way.text.split()) <= MOST_WORDS_AGAIN)
    return tuple(islice(short, 1)) if is_wanted else ()
