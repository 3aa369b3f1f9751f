"""What is allowed in a session's file, but probably a mistake: each with its place and the text to write."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, product
from typing import Final

from repcast.errors import Problem
from repcast.plan.coach import write_script
from repcast.plan.rules import GAP_MS, LATE_CLEAR_MS, LONGEST_INSTRUCTION_MS, CueKind, said
from repcast.plan.wording import sentence
from repcast.reading.located import Flaw, Map, Position, Seq, steps_of
from repcast.reading.source_file import SourceFile
from repcast.session.fields import Source
from repcast.session.model import Reps, Session
from repcast.session.unroll import Interval, unroll
from repcast.units import MINUTE_MS, SECOND_MS, format_duration

_ENDS: Final = (".", "!", "?", ":", ";")
_SLOWEST_BEAT_MS: Final = 600  # of reps that nobody counts
_SHORTEST_BEATEN_MS: Final = 30 * SECOND_MS
_BEFORE_A_STEP_MS: Final = LATE_CLEAR_MS + 2 * SECOND_MS + GAP_MS  # its name, its countdown


def doubts(source: SourceFile, session: Session) -> tuple[Problem, ...]:
    """Return what is doubtful in a session's file, in the order of its lines.

    Args:
        source: the file that the session was read from; of what it includes nothing is said.
        session: with its includes in place.
    """
    root = source.root
    if root is None:
        return ()
    intervals, steps = unroll(session), tuple(_all_steps(root))
    by_source = {Source(source.shown, step.position.line): step for step in steps}
    found = (
        *_torn(root, "tips", "tip"),
        *_torn(root, "encouragement", "sentence"),
        *_unheard((root, *steps), session, intervals),
        *_last_rest(root),
        *_beats(by_source, session),
        *_long_instructions(by_source, session, intervals),
    )
    return tuple(sorted(map(source.problem, found)))


def _torn(written: Map, key: str, what: str) -> Iterator[Flaw]:
    """Yield each text of a list that a comma without quotes has torn from the text before it."""
    texts = written.get(key)
    if isinstance(texts, Seq) and str(next(iter(texts), ""))[:1].islower():  # so are all of them, by choice
        texts = None
    for index, (before, text) in enumerate(pairwise(texts if isinstance(texts, Seq) else ())):
        assert isinstance(texts, Seq)
        is_on_one_line = texts.items_at[index].line == texts.items_at[index + 1].line
        if is_on_one_line and isinstance(text, str) and isinstance(before, str) and _is_torn(before, text):
            message = f"a comma tears a {what} in two here: '{before}' and '{text}'"
            yield Flaw(texts.items_at[index + 1], message, f'if they are one, put it in quotes: "{before}, {text}"')
    for step in steps_of(written):
        yield from _torn(step, key, what)


def _is_torn(before: str, text: str) -> bool:
    return text[:1].islower() and not before.rstrip().endswith(_ENDS)


_HEARD_IN: Final[Mapping[str, tuple[CueKind, str]]] = {
    "tips": ("tip", "tips come in timed steps of 20 s or more, and in a rest of 20 s or more before counted reps"),
    "encouragement": ("encouragement", "encouragement comes in work and holds of 20 s or more"),
}
"""Lists that are said where there is room: as which cue, and where that is."""


def _unheard(parts: Iterable[Map], session: Session, intervals: tuple[Interval, ...]) -> Iterator[Flaw]:
    """Yield each list of tips or encouragement of which nothing is ever said."""
    written = ((part, key, part.get(key)) for part, key in product(parts, _HEARD_IN))
    lists = [(part, key, texts) for part, key, texts in written if isinstance(texts, Seq) and texts]
    if not lists:
        return
    script = write_script(session, intervals, session.language or "en")
    spoken = {(line.cue, line.text) for step in script.steps for cue in step.cues for line in cue.lines()}
    for part, key, texts in lists:
        cue, where = _HEARD_IN[key]
        if any((cue, sentence(str(text))) in spoken for text in texts):
            continue
        mine = [each for each in intervals if {*texts} & {*getattr(each, key)}]
        hint = where
        if not mine:
            hint = f"each step has {key} of its own, or of its block: take these away, or those"
        elif not any(getattr(said(each.talk), key) for each in mine):
            hint = f"write talk: {{{key}: on}} in its steps, or beside it"
        yield Flaw(part.values_at[key], "none of this is ever said", hint)


def _last_rest(root: Map) -> Iterator[Flaw]:
    """Yield the rest that comes after everything."""
    group = root
    while True:
        steps = [*steps_of(group)]
        if not steps or any(key in group for key in ("shuffle", "pick")):
            return
        if "steps" not in steps[-1]:
            break
        group = steps[-1]
    if "rest" not in steps[-1] or {"say", "in_rounds"} & steps[-1].keys() or len(steps) == 1:
        return
    rest = steps[-1]["rest"]
    length = rest.get("default") if isinstance(rest, Map) else rest
    hint = "take it away"
    if isinstance(rest, Seq):
        hint = "for rests between rounds alone, write in_rounds: not last beside it"
    elif _is_repeated(group):
        hint = f"for a rest between rounds, write rest_between_rounds: {length} beside rounds in its place"
    yield Flaw(steps[-1].position, "this rest comes after everything, and only the last words are said in it", hint)


def _is_repeated(group: Map) -> bool:
    rounds = group.get("rounds", 1)
    lists = (step.get(key) for step in steps_of(group) for key in ("for", "within", "count"))
    return (isinstance(rounds, int) and rounds > 1) or any(isinstance(each, Seq) for each in lists)


def _beats(by_source: Mapping[Source, Map], session: Session) -> Iterator[Flaw]:
    """Yield the reps that are counted so fast, and so long, that a cadence is meant."""
    for step in session.walk():
        written = by_source.get(step.source)
        if not (written and isinstance(step, Reps)) or step.each_phase:
            continue
        most_ms = max(step.durations_ms)
        if step.rep_ms <= _SLOWEST_BEAT_MS and most_ms >= _SHORTEST_BEATEN_MS:
            lengths = ", ".join(format_duration(_rounded(ms, SECOND_MS) * SECOND_MS) for ms in step.durations_ms)
            length = f"[{lengths}]" if step.is_list else lengths
            message = f"{most_ms // step.rep_ms} reps are counted here, one each {format_duration(step.rep_ms)}"
            hint = f"for a beat: work: {step.name}, for: {length}, cadence: {_rounded(MINUTE_MS, step.rep_ms)}"
            yield Flaw(written.position, message, hint)


def _rounded(whole: int, part: int) -> int:
    """Return how many parts a whole has, to the nearest number."""
    return (whole + part // 2) // part


def _long_instructions(
    by_source: Mapping[Source, Map], session: Session, intervals: tuple[Interval, ...]
) -> Iterator[Flaw]:
    """Yield each instruction that takes longer to say than there is time before its step."""
    seen: set[Source] = set()
    for before, interval in pairwise((None, *intervals)):
        assert interval is not None
        place = interval.facts.source
        step = by_source.get(place)
        if interval.exercise is None or interval.continues or step is None or place in seen or "say" not in step:
            continue
        if said(interval.talk).instruction == "off":
            continue
        seen.add(place)
        takes_ms = len(interval.exercise.say.split()) * MINUTE_MS // session.voice.rate_wpm
        has_ms = _room_ms(before)
        if takes_ms > has_ms:
            yield _too_long(step.values_at["say"], takes_ms, has_ms)


def _all_steps(written: Map) -> Iterator[Map]:
    for step in steps_of(written):
        yield step
        yield from _all_steps(step)


def _room_ms(before: Interval | None) -> int:
    """Return how long an instruction may take, given what comes before its step."""
    if before is None or before.duration_ms is None:  # it takes the time that it needs
        return MINUTE_MS
    if before.facts.purpose == "rest" and not before.facts.is_silent:
        return max(LONGEST_INSTRUCTION_MS, before.duration_ms - _BEFORE_A_STEP_MS)
    return LONGEST_INSTRUCTION_MS


def _too_long(at: Position, takes_ms: int, has_ms: int) -> Flaw:
    about, most = format_duration(takes_ms // SECOND_MS * SECOND_MS), format_duration(has_ms // SECOND_MS * SECOND_MS)
    message = f"this takes about {about} to say, and there are {most} for it before the step"
    return Flaw(at, message, "shorten it, put a rest before the step, or say it in a step of its own: - say: …")
