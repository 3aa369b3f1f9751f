"""Making a session as long as somebody has time: works, holds, reps and rests scaled alike, within their ranges.

What stands in a group with `every` keeps its times, as do switches, the lead-in, and what goes over a distance.
"""

from dataclasses import dataclass
from typing import Final, TypeVar

from repcast.bounds import MOST_FACTOR, QUANTITIES, Quantity
from repcast.errors import CannotFit, TooLong
from repcast.session.customise import Customisation, distances_of, scaled_ms
from repcast.session.fields import MOST_TIMES
from repcast.session.model import LONGEST_MS, Amount, Block, Group, Measured, Session, WrittenStep
from repcast.session.pace import Distance
from repcast.session.unroll import unroll
from repcast.units import MINUTE_MS, SECOND_MS, format_duration, times

_FINENESS: Final = 10_000  # factors are tried in steps of 1/10,000
_LEAST: Final = _FINENESS // MOST_FACTOR
_MOST: Final = _FINENESS * MOST_FACTOR

G = TypeVar("G", bound=Group)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitted:
    """A session that is as long as was asked, or nearly so.

    Attributes:
        factor: by which its works, holds, reps and rests are multiplied.
        length_ms: how long it is, with its speech.
    """

    session: Session
    factor: float
    length_ms: int


def factor_for(session: Session, customisation: Customisation) -> float:
    """Return the factor that makes a customised session as long as the customisation asks; 1 where it asks nothing.

    What speech adds is estimated.

    Raises:
        CannotFit: it cannot be made so long.
    """
    if customisation.fit_ms is None:
        return 1.0
    return fit(session, customisation, speech_ms=estimated_speech_ms(session)).factor


def by_factor(session: Session, factor: float, *, beyond_range: bool) -> Session:
    """Return a session with its works, holds, reps and rests times a factor, but no further than their ranges."""
    return session if factor == 1 else _scaled(session, factor, beyond_range)


def fitted(session: Session, customisation: Customisation, factor: float | None = None) -> Session:
    """Return a customised session as long as the customisation asks.

    Args:
        session: customised in all else.
        customisation: says how long, and whether the ranges are lifted.
        factor: by which it is; None for that of `factor_for`.

    Raises:
        CannotFit: it cannot be made so long.
    """
    by = factor_for(session, customisation) if factor is None else factor
    return by_factor(session, by, beyond_range=customisation.beyond_range)


def in_words(session: Session, customisation: Customisation, factor: float, *, is_estimate: bool = False) -> str:
    """Return by how much a session is changed that is to be so long: `fitted to 20m: holds and rests ×1.07`."""
    assert customisation.fit_ms is not None
    scaled = [quantity for quantity in QUANTITIES if _has(session, quantity)]
    names, about = " and ".join(", ".join(scaled).rsplit(", ", 1)), "about " if is_estimate else ""
    by = f"{names} {about}×{factor:.2f}" if scaled else "nothing had to change"
    return f"fitted to {format_duration(customisation.fit_ms)}: {by}"


def _has(group: Group, quantity: Quantity) -> bool:
    """Tell whether anything of a quantity changes with the length of the whole."""
    if group.every.default_ms:
        return False
    rests = group.rest_between_rounds.default_ms or group.rest_between_steps.default_ms
    return (quantity == "rests" and bool(rests)) or any(
        _has(step, quantity) if isinstance(step, Block) else isinstance(step, Measured) and step.quantity == quantity
        for step in group.steps
    )


def fit(session: Session, customisation: Customisation, *, speech_ms: int) -> Fitted:
    """Return a session with the one factor for all that comes nearest to the length that is asked.

    Args:
        session: customised in all else.
        customisation: asks for a length, and may lift the ranges.
        speech_ms: how long all takes that lasts as long as its speech; this is not changed.

    Raises:
        CannotFit: it is longer, or shorter, by whatever factor.
    """
    assert customisation.fit_ms is not None
    beyond, asked_ms = customisation.beyond_range, customisation.fit_ms
    shortest_ms, longest_ms = _limits_ms(session, speech_ms, beyond=beyond)
    if not _is_between(asked_ms, shortest_ms, longest_ms):
        helps = not beyond and _is_between(asked_ms, *_limits_ms(session, speech_ms, beyond=True))
        raise _misfit(session, asked_ms, shortest_ms, longest_ms, can_go_beyond=helps)
    low, high = _LEAST, _MOST  # the first factor that is long enough lies between them
    while low < high:
        middle = (low + high) // 2
        if speech_ms + timed_ms(_scaled(session, middle / _FINENESS, beyond)) >= asked_ms:
            high = middle
        else:
            low = middle + 1
    tried = [_fitted(session, step / _FINENESS, beyond, speech_ms) for step in (_FINENESS, max(low - 1, _LEAST), low)]
    return min(tried, key=lambda each: abs(each.length_ms - asked_ms))


def timed_ms(session: Session) -> int:
    """Return how long all of a session takes that has a time of its own; a day and more is a bit more than a day."""
    try:
        return sum(interval.duration_ms or 0 for interval in unroll(session))
    except TooLong:
        return LONGEST_MS + SECOND_MS


def estimated_speech_ms(session: Session) -> int:
    """Return about how long the lead-in and all `say` steps take."""
    said = [interval.text for interval in unroll(session) if interval.duration_ms is None]
    words_ms = sum(len(text.split()) for text in said) * MINUTE_MS // session.voice.rate_wpm
    return session.lead_in.default_ms + words_ms


def _fitted(session: Session, factor: float, beyond: bool, speech_ms: int) -> Fitted:  # noqa: FBT001 - as below
    scaled = _scaled(session, factor, beyond)
    return Fitted(session=scaled, factor=factor, length_ms=speech_ms + timed_ms(scaled))


def _scaled(group: G, factor: float, beyond: bool) -> G:  # noqa: FBT001 - passed on through all of the blocks
    if group.every.default_ms:
        return group
    rests = {
        name: _amount(getattr(group, name), factor, beyond) for name in ("rest_between_rounds", "rest_between_steps")
    }
    return group.model_copy(update={**rests, "steps": tuple(_step(step, factor, beyond) for step in group.steps)})


def _step(step: WrittenStep, factor: float, beyond: bool) -> WrittenStep:  # noqa: FBT001 - as above
    if isinstance(step, Block):
        return _scaled(step, factor, beyond)
    if isinstance(step, Measured):
        return step.scaled([_amount(amount, factor, beyond) for amount in step.amounts])
    return step


def _amount(amount: Amount, factor: float, beyond: bool) -> Amount:  # noqa: FBT001 - as above
    """Return a time, or a number of reps, times a factor, but no further than its range; a distance as it is."""
    if isinstance(amount, Distance):
        return amount
    if isinstance(amount, int):
        return min(times(amount, factor), MOST_TIMES)
    ms = min(scaled_ms(amount.default_ms, factor), LONGEST_MS) if amount.default_ms else 0
    within_ms = ms if beyond or not ms else max(amount.min_ms, min(ms, amount.max_ms))
    return amount.model_copy(update={"default_ms": within_ms})


def _limits_ms(session: Session, speech_ms: int, *, beyond: bool) -> tuple[int, int]:
    """Return how long a session takes at least and at most."""
    least, most = (speech_ms + timed_ms(_scaled(session, step / _FINENESS, beyond)) for step in (_LEAST, _MOST))
    return least, most


def _is_between(asked_ms: int, shortest_ms: int, longest_ms: int) -> bool:
    return shortest_ms // SECOND_MS <= asked_ms // SECOND_MS <= longest_ms // SECOND_MS


def _misfit(session: Session, asked_ms: int, shortest_ms: int, longest_ms: int, *, can_go_beyond: bool) -> CannotFit:
    is_short = asked_ms < shortest_ms
    shortest, longest = (format_duration(ms // SECOND_MS * SECOND_MS) for ms in (shortest_ms, longest_ms))
    how = "always takes" if shortest == longest else "takes at least" if is_short else "takes at most"
    nearest = shortest if is_short else longest
    return CannotFit(
        session.name,
        format_duration(asked_ms),
        how,
        nearest,
        can_go_beyond=can_go_beyond,
        distances=distances_of(session),
    )
