"""Chapters: where a player's "next" goes, with names as a person would say them. They partition the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from repcast.plan.languages import wording_of
from repcast.plan.timeline import Step, Timeline
from repcast.plan.wording import Wording
from repcast.session.model import Purpose
from repcast.session.unroll import StepFacts
from repcast.units import format_clock

MOST_CHAPTERS: Final = 255  # ID3v2 Chapter Frame Addendum 1.0, clause 3.2: a table counts its entries in one byte
_SAID_LENGTH: Final = 60  # of the words that name a `say` step
# The steps after which a chapter ends; the set that gives the most chapters comes first.
_HEADS: Final[tuple[frozenset[Purpose], ...]] = (
    frozenset({"lead_in", "work", "rest", "switch", "speech"}),
    frozenset({"lead_in", "work", "rest"}),
    frozenset({"lead_in", "work"}),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """A stretch of the file, `[start_ms, end_ms)`, and what it is called: by itself, and with its length.

    Attributes:
        step: the index of the step that it is named after; None where it is named after several.
    """

    start_ms: int
    end_ms: int
    name: str
    title: str
    step: int | None = None

    @property
    def length_ms(self) -> int:
        """How long it lasts."""
        return self.end_ms - self.start_ms


def chapters(timeline: Timeline, most: int = MOST_CHAPTERS) -> tuple[Chapter, ...]:
    """Return a chapter for each step, or fewer and longer ones if there would be more than `most`.

    They are named in the timeline's language. First, steps that are neither exercise nor rest join the step that they
    lead up to; then rests do, too; and last, several exercises share a chapter.
    """
    wording = wording_of(timeline.language)
    for heads in _HEADS:
        runs = [*_runs(timeline.steps, heads)]
        if len(runs) <= most:
            break
    size = -(-len(runs) // most)
    said = {event.step: event.text for event in reversed(timeline.events) if event.text}
    return tuple(_chapter(runs[at : at + size], said, wording) for at in range(0, len(runs), size))


def _runs(steps: Sequence[Step], heads: frozenset[Purpose]) -> Iterator[list[Step]]:
    """Yield the steps that share a chapter; it is named after the last of them."""
    run: list[Step] = []
    for step in steps:
        run.append(step)
        if step.facts.purpose in heads:
            yield run
            run = []
    if run:
        yield run


def _chapter(runs: Sequence[list[Step]], said: dict[int, str], wording: Wording) -> Chapter:
    named = [_name(run[-1], said, wording) for run in runs]
    name = named[0] if len(named) == 1 else wording.shown["from_to"].format(first=named[0], last=named[-1])
    start_ms, end_ms = runs[0][0].start_ms, runs[-1][-1].end_ms
    title = wording.shown["chapter"].format(name=name, length=format_clock(end_ms - start_ms))
    step = runs[0][-1].index if len(runs) == 1 else None
    return Chapter(start_ms=start_ms, end_ms=end_ms, name=name, title=title, step=step)


def _name(step: Step, said: dict[int, str], wording: Wording) -> str:
    if step.facts.kind == "say":
        return _shortened(said.get(step.index, step.facts.label))
    return in_its_round(step.facts, wording)


def in_its_round(facts: StepFacts, wording: Wording) -> str:
    """Return a step's label; that of an exercise with its round, and those around it, the outermost first."""
    if facts.purpose != "work" or facts.rounds == 1:
        return facts.label
    if not facts.outer:
        return wording.shown["in_round"].format(n=facts.round, name=facts.label)
    name, ((outermost, of), *between) = facts.label, facts.outer
    for number, count in ((facts.round, facts.rounds), *reversed(between)):
        name = wording.shown["inner_round"].format(n=number, of=count, name=name)
    return wording.shown["in_rounds"].format(n=outermost, of=of, name=name)


def _shortened(text: str) -> str:
    return text if len(text) <= _SAID_LENGTH else text[: _SAID_LENGTH - 1].rsplit(maxsplit=1)[0] + "…"
