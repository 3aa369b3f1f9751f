"""Numbers, and the phases of repetitions, on their beats. Times are milliseconds from the file's first sample."""

from functools import partial
from itertools import pairwise
from typing import Final

from repcast.plan.placing import Placing, in_seconds
from repcast.plan.rules import GAP_MS, SQUEEZED_MS
from repcast.plan.script import Count, Line, Phased
from repcast.session.fields import Source

_BESIDE_OWN: Final = "a cue of your own is heard at its moment"
_BESIDE_SPEECH: Final = "something is said at its moment"
_UNDER_A_SIGNAL: Final = "a signal sounds at its moment"


def count(placing: Placing, cue: Count) -> None:
    """Say each number on its beat; or sound ticks, where a word is too long for that."""
    moments = [placing.start_ms + cue.first_ms + number * cue.every_ms for number in range(len(cue.words))]
    counted = [(word, at_ms) for word, at_ms in zip(cue.words, moments, strict=True) if word]
    words = [word for word, _ in counted]
    if not cue.is_spoken:
        _tick(placing, [at_ms for _, at_ms in counted], cue.source)
        return
    if all(placing.lengths["voice", word] + GAP_MS <= cue.every_ms for word in words):
        for word, at_ms in counted:
            _number(placing, word, at_ms, cue)
        return
    if cue.every_fifth:
        _every_fifth(placing, cue, moments)
    else:
        reason = f"a word does not fit into {in_seconds(cue.every_ms)}; ticks instead"
        placing.drop(Line(", ".join(words), "count"), reason, cue.source)
    _tick(placing, [at_ms for _, at_ms in counted], cue.source)


def _every_fifth(placing: Placing, cue: Count, moments: list[int]) -> None:
    spoken = [number for number in range(4, len(cue.words), 5) if cue.words[number]]
    for number, after in pairwise((*spoken, None)):
        assert number is not None
        word, end_ms = cue.words[number], placing.end_ms if after is None else moments[after]
        needs_ms = placing.lengths["voice", word]
        if moments[number] + needs_ms + GAP_MS <= end_ms:
            _number(placing, word, moments[number], cue)
        else:
            reason = f"needs {in_seconds(needs_ms)} before the next number"
            placing.drop(Line(word, "count"), reason, cue.source)


def _number(placing: Placing, word: str, at_ms: int, cue: Count) -> None:
    """Say a number at its moment, unless a signal sounds there, or a cue of the author's own is heard."""
    line, end_ms = Line(word, "count"), at_ms + placing.lengths["voice", word]

    def place() -> str:
        if reason := _taken(placing, at_ms, end_ms):
            return reason
        placing.voice(line, at_ms, anchored=True, is_soft=cue.every_fifth)
        return ""

    placing.at_its_moment(at_ms, place, line, cue.source)


def _taken(placing: Placing, at_ms: int, end_ms: int) -> str:
    """Return what is heard in a range, as a reason; nothing where it is free."""
    if placing.is_beside_own(at_ms, end_ms):
        return _BESIDE_OWN
    if placing.room.is_beside_speech(at_ms, end_ms):
        return _BESIDE_SPEECH
    return "" if placing.room.is_free(at_ms, end_ms) else _UNDER_A_SIGNAL


def _tick(placing: Placing, moments: list[int], source: Source) -> None:
    """Sound a tick at each moment at which nothing is said."""
    for at_ms in moments:
        placing.at_its_moment(at_ms, partial(_ticked, placing, at_ms), None, source)


def _ticked(placing: Placing, at_ms: int) -> str:
    reason = _taken(placing, at_ms, at_ms + placing.lengths.get(("earcon", "tick"), 0))
    if not reason:
        placing.sound("tick", at_ms, "count")
    return reason


# Phases


def phase(placing: Placing, cue: Phased) -> None:
    """Say a phase of each repetition on its beat; or sound ticks, where its words are too long for that."""
    way = _first_that_fits(placing, cue)
    _drop_untold(placing, cue, way)
    for number, beat_ms in enumerate(cue.beats_ms):
        at_ms = placing.start_ms + beat_ms
        if way and way[number]:
            _word(placing, Line(way[number], "count"), at_ms, cue)
        elif not way:
            _tick(placing, [at_ms], cue.source)


def _first_that_fits(placing: Placing, cue: Phased) -> tuple[str, ...]:
    """Return the first way that fits into the phase in every repetition; nothing, where none does."""
    if not cue.is_spoken:
        return ()
    most_ms = cue.lasts_ms - GAP_MS
    return next((way for way in cue.ways if all(placing.lengths["voice", text] <= most_ms for text in way if text)), ())


def _drop_untold(placing: Placing, cue: Phased, way: tuple[str, ...]) -> None:
    """Report what the way that was taken leaves out."""
    if not cue.is_spoken or way == cue.ways[0]:
        return
    name, has = Line(cue.ways[-1][0], "count"), in_seconds(cue.lasts_ms)
    if not way:
        placing.drop(name, f"does not fit into {has}; ticks instead", cue.source)
    elif way == cue.ways[-1]:
        placing.drop(Line(", ".join(cue.ways[-2][1:]), "count"), f"do not fit into {has}", cue.source)
    else:
        placing.drop(name, f"does not fit into {has} with its number", cue.source)


def _word(placing: Placing, line: Line, at_ms: int, cue: Phased) -> None:
    """Say a phase on its beat; the first one right after the signal that sounds there."""
    length_ms = placing.lengths["voice", line.text]

    def place() -> str:
        reason = _UNDER_A_SIGNAL
        for from_ms, to_ms in placing.room.free(at_ms, at_ms + cue.lasts_ms - GAP_MS, gap_ms=SQUEEZED_MS):
            if placing.is_beside_own(from_ms, from_ms + length_ms):
                reason = _BESIDE_OWN
            elif from_ms > at_ms and placing.room.is_right_after_speech(from_ms):
                reason = _BESIDE_SPEECH
            elif to_ms - from_ms >= length_ms:
                placing.voice(line, from_ms, anchored=True, is_soft=True)
                return ""
        return reason

    placing.at_its_moment(at_ms, place, line, cue.source)
