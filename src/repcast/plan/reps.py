"""Counted repetitions: a number for each, or the names of its phases with the number."""

from collections.abc import Iterator
from dataclasses import dataclass

from repcast.plan.script import Count, Phased
from repcast.plan.wording import Wording, sentence
from repcast.session.model import Reps
from repcast.session.tempo import Phase


@dataclass(frozen=True, kw_only=True, slots=True)
class Counting:
    """How repetitions are counted here.

    Attributes:
        wording: of the language.
        is_spoken: whether words are wanted, and not ticks.
        is_started: whether a signal starts them.
        is_ended: whether a signal ends them.
    """

    wording: Wording
    is_spoken: bool
    is_started: bool
    is_ended: bool


def reps_of(reps: Reps, counting: Counting) -> Iterator[Count | Phased]:
    """Yield what is counted: on one beat a rep, or on each of its phases."""
    if not reps.each_phase:
        yield _on_the_beat(reps, counting)
        return
    at_ms = 0
    for phase in reps.each_phase:
        yield Phased(
            ways=tuple(_ways(reps, phase, counting.wording, is_first=not at_ms)),
            beats_ms=tuple(range(at_ms, reps.duration_ms, reps.rep_ms)),
            lasts_ms=phase.length_ms,
            is_spoken=counting.is_spoken,
            source=reps.source,
        )
        at_ms += phase.length_ms


def _on_the_beat(reps: Reps, counting: Counting) -> Count:
    """Count reps: the signal that starts them is the first, or with `count_at: end` what ends them is the last."""
    words = [counting.wording.number(number) for number in range(1, reps.count + 1)]
    if reps.count_at == "end" and counting.is_ended:
        words[-1] = ""
    elif reps.count_at == "start" and counting.is_started:
        words[0] = ""
    return Count(
        words=tuple(words),
        first_ms=reps.rep_ms if reps.count_at == "end" else 0,
        every_ms=reps.rep_ms,
        every_fifth=True,
        is_spoken=counting.is_spoken,
        source=reps.source,
    )


def _ways(reps: Reps, phase: Phase, wording: Wording, *, is_first: bool) -> Iterator[tuple[str, ...]]:
    """Yield the ways to tell a phase: the first one with the number of the rep that starts there, or has just ended."""
    name = sentence(str(dict(wording.phrases)[phase.name]) if phase.is_ours else phase.name)
    if is_first and reps.count > 1:
        since = 1 if reps.count_at == "end" else 2
        numbers = [wording.number(number) for number in range(since, since + reps.count - 1)]
        inside = wording.inside(name.removesuffix("."))
        yield (name, *(sentence(f"{number}, {inside}") for number in numbers))
        yield (name, *numbers)
    yield (name,) * reps.count
