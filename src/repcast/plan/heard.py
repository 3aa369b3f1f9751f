"""What the listener has heard so far, and so need not hear again."""

from dataclasses import dataclass, field

from repcast.plan.wording import Wording
from repcast.session.model import Exercise


@dataclass(slots=True)
class Heard:
    """Remembers a session as it is told, from its start on.

    Attributes:
        explained: exercises whose instruction was given, with its text.
        amounts: how long each exercise takes, or how often it is repeated, as it was last told.
        rests_ms: how long the rests were that were told.
    """

    explained: set[tuple[str, str]] = field(default_factory=set)
    amounts: dict[str, str] = field(default_factory=dict)
    rests_ms: set[int] = field(default_factory=set)
    _has_said_halfway: bool = False
    _last_tens: int = 0
    _cheers: dict[tuple[str, ...], int] = field(default_factory=dict)

    def is_explained(self, exercise: Exercise) -> bool:
        """Tell whether an exercise was explained, in these words."""
        return (exercise.name.casefold(), exercise.say) in self.explained

    def explain(self, exercise: Exercise) -> None:
        """Note that it is."""
        self.explained.add((exercise.name.casefold(), exercise.say))

    def knows_amount(self, exercise: Exercise, before: Exercise | None, wording: Wording) -> bool:
        """Tell whether it is known how long an exercise takes, or how often it is repeated: as before, if it is new."""
        as_before = self.amounts.get(before.name.casefold(), "") if before else ""
        return self.amounts.get(exercise.name.casefold(), as_before) == exercise.amount_in(wording)

    def measure(self, exercise: Exercise, wording: Wording) -> None:
        """Note that it is told."""
        self.amounts[exercise.name.casefold()] = exercise.amount_in(wording)

    def first_halfway(self) -> bool:
        """Tell whether nobody said halfway yet; from now on somebody did."""
        is_first, self._has_said_halfway = not self._has_said_halfway, True
        return is_first

    def next_ten(self, ways: int) -> int:
        """Return which of so many ways to tell the last ten seconds is next."""
        way, self._last_tens = self._last_tens % ways, self._last_tens + 1
        return way

    def next_of(self, cheers: tuple[str, ...]) -> str:
        """Return which of an author's words of encouragement is next."""
        turn = self._cheers.get(cheers, 0)
        self._cheers[cheers] = turn + 1
        return cheers[turn % len(cheers)]
