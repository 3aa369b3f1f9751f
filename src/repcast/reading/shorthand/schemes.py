"""Rounds that a scheme makes: EMOM, Tabata, a pace for so long."""

from collections.abc import Sequence
from dataclasses import replace

from repcast.reading.located import Map
from repcast.reading.shorthand import explain, explain_lists
from repcast.reading.shorthand.amounts import emom, lengths_ms, number
from repcast.reading.shorthand.ladders import in_round
from repcast.reading.shorthand.nodes import UNNAMED, StepList, block_of, length_ms, put, steps_of, time_node
from repcast.reading.shorthand.notations import kinds_of
from repcast.reading.shorthand.phrases import TABATA_ROUNDS, Pace, Phrases, pace_of
from repcast.reading.shorthand.reach import Section
from repcast.reading.shorthand.steps import falls_between, rest_time
from repcast.reading.shorthand.text import Phrase
from repcast.units import SECOND_MS, format_duration


def scheduled(scheme: Phrase, listed: StepList, inside: Sequence[Section]) -> list[Map]:
    """Return the rounds of an EMOM, which begin every so often, or of a Tabata; those of turns without a block."""
    if scheme.kind == "EMOM":
        return [on_time(scheme, *emom(scheme), listed)]
    if _takes_turns(scheme, inside):
        listed.settings.pop("rest_between_rounds", None)  # there is one
        return [block_of(listed, (UNNAMED, scheme.at))] if listed.settings else listed.steps
    return [block_of(listed, (UNNAMED, scheme.at), (TABATA_ROUNDS, scheme.at))]


def check_no_rest(phrases: Phrases, inside: Sequence[Section], *, is_heading: bool) -> None:
    """Check that a frame asks for no rest between rounds that begin every so often.

    Raises:
        Unreadable: it does.
    """
    if phrases.scheme and phrases.pause and (is_heading or falls_between(phrases.pause) in ("rounds", "sets")):
        every_ms, rounds = emom(phrases.scheme)
        exercises = [entry for section in inside if not section.headings for entry in section.body]
        raise explain_lists.rest_on_time(rest_time(phrases.pause), every_ms, rounds, phrases.scheme, exercises)


def on_time(scheme: Phrase, every_ms: int, rounds: int, listed: StepList) -> Map:
    """Return the block whose rounds begin every so often.

    Raises:
        Unreadable: the steps take longer than a round, or there is a rest between rounds, too.
    """
    block = block_of(listed, (UNNAMED, scheme.at), (rounds, scheme.at) if rounds != 1 else None)
    return _on_time(scheme, every_ms, block, length_ms(listed))


def begin_on_time(scheme: Phrase, block: Map) -> Map:
    """Return rounds that have a value each, and begin every so often.

    Raises:
        Unreadable: as above.
    """
    each = (StepList(steps=in_round(steps_of(block), at), settings=Map(scheme.at)) for at in range(emom(scheme)[1]))
    return _on_time(scheme, emom(scheme)[0], block, max(length_ms(listed) or 0 for listed in each))


def _on_time(scheme: Phrase, every_ms: int, block: Map, work_ms: int | None) -> Map:
    if "rest_between_rounds" in block:
        rest = block["rest_between_rounds"], block.values_at["rest_between_rounds"]
        raise explain_lists.rest_on_time(rest, every_ms, block.get("rounds", 1), scheme)
    if work_ms and work_ms > every_ms:
        raise explain.work_too_long(scheme, work_ms, (every_ms, block.get("rounds", 1)))
    put(block, "every", *time_node(every_ms, scheme.at))
    return block


def bouts(phrases: Phrases, pace: Pace | None, inside: Sequence[Section], *, is_heading: bool) -> Phrases:
    """Return a frame's phrases, which say how many rounds of several exercises there are where they counted bouts.

    Raises:
        Unreadable: it is not clear whether several exercises take turns, or are all done in each round.
    """
    scheme = phrases.scheme
    exercises = [entry for section in inside for entry in section.body]
    if phrases.whole and pace:
        return replace(phrases, repeat=_turns_within(phrases.whole, pace, inside))
    if len(inside) < 2:  # noqa: PLR2004 - one exercise takes no turns
        return phrases
    if scheme and scheme.kind == "EMOM" and is_heading:
        if len(exercises) == 2 and kinds_of(exercises[1]) == {"PAUSE"}:  # noqa: PLR2004 - one, and its rest
            raise explain_lists.rest_in_round(scheme, exercises)
        raise explain_lists.turns(scheme, emom(scheme)[1], exercises)
    counted = scheme if scheme and scheme.kind == "TABATA" else phrases.repeat
    if pace and pace_of(phrases) and counted and counted.kind in ("TABATA", "XN"):
        if _takes_turns(counted, inside):
            return phrases
        often = TABATA_ROUNDS if counted is scheme else number(counted)
        times = f"{format_duration(pace.on_ms)}/{format_duration(pace.off_ms)}"
        raise explain_lists.bouts(counted, times, often, exercises)
    return phrases


def _takes_turns(scheme: Phrase, inside: Sequence[Section]) -> bool:
    """Tell whether each of eight exercises has one of the eight bouts of a Tabata."""
    return scheme.kind == "TABATA" and len(inside) == TABATA_ROUNDS


def _turns_within(whole: Phrase, pace: Pace, inside: Sequence[Section]) -> Phrase:
    """Return how many rounds fit into the time that a pace goes on."""
    whole_ms, turn_ms = lengths_ms(whole)[0], (pace.on_ms + pace.off_ms) or SECOND_MS
    round_ms = turn_ms * len(inside)
    rounds = (whole_ms + pace.off_ms) // round_ms
    if not rounds or rounds * round_ms not in (whole_ms, whole_ms + pace.off_ms):
        raise explain.not_whole(whole, whole_ms, round_ms, rounds)
    return Phrase(kind="ROUNDS", text=f"{rounds} rounds", at=whole.at)


def has_minutes(inside: Sequence[Section]) -> bool:
    """Tell whether entries say for which minute they are, as in `odd: 6 swings; even: 5 squats`.

    Raises:
        Unreadable: only one of the minutes is told.
    """
    minutes = [_minute_of(section) for section in inside]
    if len(inside) == 1 and minutes[0]:
        raise explain_lists.one_minute(minutes[0])
    return len(inside) > 1 and all(minutes)


def _minute_of(section: Section) -> Phrase | None:
    parts = [part for part in section.body[0].parts if isinstance(part, Phrase) and not section.headings]
    return next((part for part in parts if part.kind == "MINUTE"), None)


def rest_of_round(scheme: Phrase, section: Section) -> Phrase | None:
    """Return the rest that one of the rounds is, as in `min 3: rest`.

    Raises:
        Unreadable: it is longer than a round.
    """
    parts = [part for part in section.body[0].parts if part.kind != "MINUTE"]
    rest = parts[0] if len(parts) == 1 and not section.headings else None
    if not isinstance(rest, Phrase) or rest.kind not in ("REST", "PAUSE"):
        return None
    rest_ms, timed = lengths_ms(rest)[0] if rest.kind == "PAUSE" else 0, emom(scheme)
    if rest_ms > timed[0]:
        raise explain.work_too_long(scheme, rest_ms, timed)
    return rest
