"""Along which course each event of a timeline is sought, in a file that is longer or shorter than its plan.

Told by what needs no comparing: signals that are known, and where speech begins and how long it lasts.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Final

from repcast.verify.course import Course
from repcast.verify.listener import Found, Listener
from repcast.verify.sought import Listen, Sought, hearings

Route = tuple[Course, ...]
_WORST_MS: Final = 100.0


def route_of(sought: Sequence[Sought], ways: tuple[Route, ...], listener: Listener, listen: Listen) -> Route:
    """Return the course of each event: that of the way on which most events are heard at their time.

    Args:
        sought: every event.
        ways: that the file may follow its plan.
        listener: knows signals alone.
        listen: to the file.
    """
    courses = tuple(chain.from_iterable(ways))
    if len(courses) == 1:
        return courses * len(sought)
    scores: dict[Course, list[float]] = defaultdict(lambda: [0.0] * len(sought))
    places = ((index, each, course) for index, each in enumerate(sought) for course in courses)
    for hearing in hearings(places, listen):
        scores[hearing.course][hearing.index] = _score(listener.found(hearing))
    return max((_best(way, scores) for way in ways), key=lambda best: best[0])[1]


def _score(found: Found) -> float:
    """Return how well an event is heard: 1 exactly at its time, 0 not at all."""
    return 1.0 - abs(found.late_ms) / _WORST_MS if found.is_itself and found.late_ms is not None else 0.0


def _best(way: Route, scores: dict[Course, list[float]]) -> tuple[float, Route]:
    """Return the best score along a way, and the courses that give it: the first up to some event, then the last."""
    before = [*accumulate(scores[way[0]], initial=0.0)]
    after = [*accumulate(reversed(scores[way[-1]]), initial=0.0)][::-1]
    count = len(after) - 1
    score, at = max((before[at] + after[at], at) for at in range(count + 1))
    return score, way[:1] * at + way[-1:] * (count - at)
