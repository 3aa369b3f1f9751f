"""Encouragement: the author's words or ours, late in a hard step."""

from repcast.plan.rules import LATE_IN_STEP, NEARLY_THERE_MS, SHORTEST_HARD_MS, said
from repcast.plan.tips import Tip
from repcast.plan.turns import Turns
from repcast.plan.wording import Wording
from repcast.session.model import Reps
from repcast.session.unroll import Interval


def encouragement(interval: Interval, turns: Turns, wording: Wording) -> Tip | None:
    """Return what is said in an interval, and the window in which it may begin; None for nothing.

    Args:
        interval: of the session.
        turns: of the author's words.
        wording: of the language.
    """
    duration_ms = interval.duration_ms
    if not said(interval.talk).encouragement or not duration_ms or not _is_hard(interval, duration_ms):
        return None
    opens_ms, latest_ms = (int(duration_ms * part) for part in LATE_IN_STEP)
    return Tip(_words(interval, duration_ms - opens_ms, turns, wording), opens_ms, latest_ms)


def _is_hard(interval: Interval, duration_ms: int) -> bool:
    """Tell whether an exercise is long and hard enough; counted reps have their numbers."""
    is_work = interval.exercise is not None and interval.facts.effort == "work"
    return is_work and not isinstance(interval.exercise, Reps) and duration_ms >= SHORTEST_HARD_MS


def _words(interval: Interval, left_ms: int, turns: Turns, wording: Wording) -> str:
    if not interval.encouragement:
        return wording.phrases["nearly_there" if left_ms <= NEARLY_THERE_MS else "keep_going"]
    return turns.take(interval.facts.name, interval.encouragement)
