"""What the listener has heard so far, and so need not hear again."""

from dataclasses import dataclass, field

from repcast.plan.turns import Turns
from repcast.plan.wording import Wording
from repcast.session.model import Exercise


@dataclass(slots=True)
class Heard:
    """Remembers a session as it is told, from its start on.

    Attributes:
        explained: exercises whose instruction was given, with its text.
        amounts: how long each exercise takes, or how often it is repeated, as it was last told.
        rests_ms: how long the rests were that were told.
        turns: of texts that are said in turn.
        has_closed: whether the last words are said.
    """

    explained: set[tuple[str, str]] = field(default_factory=set)
    amounts: dict[str, str] = field(default_factory=dict)
    rests_ms: set[int] = field(default_factory=set)
    turns: Turns = field(default_factory=Turns)
    has_closed: bool = False
    _has_said_halfway: bool = False

    def is_explained(self, exercise: Exercise) -> bool:
        """Tell whether an exercise was explained, in these words."""
        return (exercise.name.casefold(), exercise.say) in self.explained

    def explain(self, exercise: Exercise) -> None:
        """Note that it was explained."""
        self.explained.add((exercise.name.casefold(), exercise.say))

    def knows_amount(self, exercise: Exercise, before: Exercise | None, wording: Wording) -> bool:
        """Tell whether an exercise's time or reps are known; a new one is taken to be as long as the one before."""
        as_before = self.amounts.get(before.name.casefold(), "") if before else ""
        return self.amounts.get(exercise.name.casefold(), as_before) == exercise.amount_in(wording)

    def measure(self, exercise: Exercise, wording: Wording) -> None:
        """Note the time or the reps that were told."""
        self.amounts[exercise.name.casefold()] = exercise.amount_in(wording)

    def first_halfway(self) -> bool:
        """Tell whether "halfway" is still unsaid, and note that it no longer is."""
        is_first, self._has_said_halfway = not self._has_said_halfway, True
        return is_first
