"""The rounds of a plan as stretches of time: what a row, a bracket or an arc is drawn of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from repcast.plan.timeline import Step
from repcast.session.unroll import StepFacts


@dataclass(frozen=True, kw_only=True, slots=True)
class Lap:
    """A run of steps, at least one, that share a round; `number` and `of` are 0 for steps outside of rounds."""

    steps: Sequence[Step]
    number: int = 0
    of: int = 0

    @property
    def start_ms(self) -> int:
        """When it starts."""
        return self.steps[0].start_ms

    @property
    def end_ms(self) -> int:
        """When it ends."""
        return self.steps[-1].end_ms

    @property
    def length_ms(self) -> int:
        """How long it lasts."""
        return self.end_ms - self.start_ms


def rounds_around(facts: StepFacts) -> tuple[tuple[int, int], ...]:
    """Return which round a step is in, and of how many, for each block around it with rounds; the outermost first."""
    return (*facts.outer, (facts.round, facts.rounds)) if facts.rounds > 1 else ()


def laps(steps: Sequence[Step], depth: int) -> Iterator[Lap]:
    """Yield the rounds at a depth, 0 for the outermost, and what stands between them; together they are all steps."""

    def key(step: Step) -> tuple[tuple[int, int], ...]:
        return rounds_around(step.facts)[: depth + 1]

    for around, run in groupby(steps, key):
        number, of = around[depth] if len(around) > depth else (0, 0)
        yield Lap(steps=tuple(run), number=number, of=of)


def groups(steps: Sequence[Step], depth: int) -> Iterator[tuple[Lap, ...]]:
    """Yield the rounds of each block at a depth together, and steps outside of rounds by themselves."""
    group: list[Lap] = []
    for lap in laps(steps, depth):
        if group and (lap.of != group[-1].of or lap.number != group[-1].number + 1):
            yield tuple(group)
            group = []
        group.append(lap)
    if group:
        yield tuple(group)
