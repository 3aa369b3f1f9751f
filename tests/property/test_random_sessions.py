import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from expectation import GAP_MS, TAIL_MS, Expected, Where, anchors_of, builtin, counted_s, lines_of, steps_of
from hypothesis import given
from hypothesis import strategies as st
from strategies import FILE, Document, Layout, Pace, Workout, as_yaml, documents, examples, layouts, paces, workouts

from repcast.plan.schedule import Lengths, schedule
from repcast.plan.script import Announcement, Count, Earcon, Remark, Script, ScriptStep
from repcast.plan.timeline import Event, Timeline

BLOCK = Layout("block", 0)


@dataclass(frozen=True)
class Plan:
    """A workout with all that came of it."""

    workout: Workout
    script: Script
    lengths: Lengths
    timeline: Timeline


@given(workouts)
@examples(600)
def test_any_session_keeps_every_invariant(workout: Workout) -> None:
    """Each check below says what would be broken otherwise; all of them look at each of the sessions."""
    script = workout.script()
    lengths = workout.lengths(script)
    plan = Plan(workout, script, lengths, schedule(script, lengths).timeline)
    for check in CHECKS:
        check(plan)


def voices(timeline: Timeline) -> list[Event]:
    """Return all that is spoken, in order of time."""
    return [event for event in timeline.events if event.track == "voice"]


def lengths_ms(timeline: Timeline) -> list[int]:
    """Return how long each step takes."""
    return [step.end_ms - step.start_ms for step in timeline.steps]


def check_steps_tile(plan: Plan) -> None:
    """Otherwise a part of the workout would be missing from the MP3, or be heard twice at once."""
    timeline = plan.timeline
    assert timeline.steps[0].start_ms == 0
    assert all(before.end_ms == after.start_ms for before, after in pairwise(timeline.steps))
    assert timeline.steps[-1].end_ms == timeline.duration_ms
    assert all(step.start_ms < step.end_ms for step in timeline.steps)
    assert [step.index for step in timeline.steps] == [*range(len(timeline.steps))]


def check_steps_are_the_authors(plan: Plan) -> None:
    """Otherwise the listener would train something else, in another order, or longer or shorter than written."""
    timeline = plan.timeline
    expected = steps_of(plan.workout.document)
    facts = [step.facts for step in timeline.steps]
    planned = [(step.purpose, step.kind, step.name, step.side, step.round) for step in facts]
    assert planned == [(step.purpose, step.kind, step.name, step.side, step.round) for step in expected]
    for step, length_ms in zip(expected, lengths_ms(timeline), strict=True):
        assert step.ms in (None, length_ms), step


def check_distances(timeline: Timeline) -> None:
    """Check that no two voices overlap, and that floating ones are clear of all else that is heard."""
    for first, second in pairwise(voices(timeline)):
        assert first.end_ms <= second.start_ms, (first, second)
    busy_until_ms = floating_until_ms = -GAP_MS
    for event in timeline.events:
        assert event.start_ms >= GAP_MS + (floating_until_ms if event.anchored else busy_until_ms), event
        busy_until_ms = max(busy_until_ms, event.end_ms)
        if not event.anchored:
            floating_until_ms = max(floating_until_ms, event.end_ms)


def check_voices_keep_their_distance(plan: Plan) -> None:
    """Otherwise two sentences, or a sentence and a beep, would be heard at once and neither understood."""
    check_distances(plan.timeline)


@given(st.integers(1, 14), st.integers(500, 2_500), st.integers(1, 600), st.integers(400, 6_000), st.integers(0, 99))
@examples(400)
def test_numbers_longer_than_a_rep_keep_their_distance_too(
    count: int, tempo_ms: int, longest_ms: int, longest_number_ms: int, seed: int
) -> None:
    """Otherwise a slow voice that counts fast reps would talk over what it says next."""
    tempo = f"{tempo_ms // 1_000}.{tempo_ms % 1_000:03}s"
    reps = {"reps": "Hops", "count": count, "tempo": tempo, "tips": ["Breathe."]}
    sided = {**reps, "sides": ["left", "right"], "switch": "0s"}
    document = {"title": "Fast", "rounds": 2, "steps": [reps, {"say": "On."}, reps, sided]}
    pace = Pace(seed, 1, longest_ms, longest_number_ms)
    check_distances(Workout(document, as_yaml(document, BLOCK), pace).timeline())


def check_anchored_cues(plan: Plan) -> None:
    """Otherwise "go", a count or the final beep would come early, late, twice or never."""
    timeline = plan.timeline
    heard = Counter(
        (event.track, event.text or event.sound or "", event.start_ms, event.step)
        for event in timeline.events
        if event.anchored
    )
    assert heard == anchors_of(plan.workout.document, timeline, plan.lengths)


def check_events_are_whole_clips(plan: Plan) -> None:
    """Otherwise a word would be cut off, or fall outside the MP3, or a clip be needed that nobody has spoken."""
    timeline = plan.timeline
    assert timeline.events
    for event in timeline.events:
        assert 0 <= event.start_ms < event.end_ms <= timeline.duration_ms
        assert event.end_ms - event.start_ms == plan.lengths[event.clip]
        assert (event.text is None) != (event.sound is None)


def check_floating_speech_begins_on_whole_frames(plan: Plan) -> None:
    """Otherwise each sentence of a session would be encoded anew each time it is heard."""
    assert [event for event in plan.timeline.events if not event.anchored and event.start_ms % 24] == []


def check_floating_speech(plan: Plan) -> None:
    """Otherwise "halfway" or "two minutes left" would be said at a time when it is not so."""
    timeline = plan.timeline
    remaining = {f"{number.capitalize()} minute{'s' * (number != 'one')} left.": index for index, number in _MINUTES}
    for event in voices(timeline):
        step = timeline.steps[event.step]
        if event.anchored:
            continue
        assert step.start_ms <= event.start_ms
        assert event.end_ms <= step.end_ms
        if event.text == "Ten seconds.":
            assert 9_000 <= step.end_ms - event.start_ms <= 10_000
        elif event.text == "Halfway.":
            assert 0 <= event.start_ms - (step.start_ms + (step.end_ms - step.start_ms) // 2) <= 2_000
        elif event.text in remaining:
            assert 0 <= event.start_ms - (step.end_ms - 60_000 * remaining[event.text]) <= 2_000


_MINUTES = [*enumerate(("one", "two", "three", "four", "five", "six"), start=1)]


def check_spoken_steps(plan: Plan) -> None:
    """Otherwise the listener would stand about in silence before the start, or start before being ready."""
    timeline = plan.timeline
    lead_in = plan.workout.document.get("lead_in", "10s")
    floor_ms = [step.ms for step in steps_of({"steps": [{"rest": lead_in}]})][1]
    assert floor_ms is not None
    for expected, step in zip(steps_of(plan.workout.document), timeline.steps, strict=True):
        if expected.ms is not None:
            continue
        spoken_until_ms = max(event.end_ms for event in voices(timeline) if event.step == step.index)
        needed_ms = max(spoken_until_ms - step.start_ms, 0)
        length_ms = step.end_ms - step.start_ms
        assert step.end_ms % 1_000 == 0 or any(each.facts.kind == "reps" for each in timeline.steps)
        assert needed_ms < length_ms
        least_ms = floor_ms if step.facts.purpose == "lead_in" else 0
        assert length_ms >= least_ms
        # At most the last ticks, the distances and the rounding to a whole second are added.
        ticks_ms = 1_000 * counted_s(plan.workout.document, None)
        assert length_ms <= max(least_ms + 999, needed_ms + max(ticks_ms + GAP_MS, TAIL_MS) + 999)


@given(documents(), layouts, paces, st.integers(2, 4))
@examples(250)
def test_rounds_are_so_many_times_one_round_plus_the_rests(
    document: Document, layout: Layout, pace: Pace, rounds: int
) -> None:
    """Otherwise later rounds would differ from the first, or the whole would not take the time that was planned."""
    one, many = (_body(document | {"rounds": number}, layout, pace) for number in (1, rounds))
    rests = {key: document[key] for key in ("rest_between_rounds",) if key in document}
    two_rounds = steps_of({"rounds": 2, "steps": [{"say": "x"}], **rests})
    between = [("rest", "rest", "Rest", "", step.ms) for step in two_rounds if step.kind == "rest"]
    assert many == (one + between) * (rounds - 1) + one


def _body(document: Document, layout: Layout, pace: Pace) -> list[tuple[str, str, str, str, int | None]]:
    """Return the steps without the lead-in and the closing words; those that are only spoken have no time."""
    timeline = Workout(document, as_yaml(document, layout), pace).timeline()
    facts = (step.facts for step in timeline.steps)
    return [
        (step.purpose, step.kind, step.name, step.side, length_ms if step.purpose != "speech" else None)
        for step, length_ms in [*zip(facts, lengths_ms(timeline), strict=True)][1:-1]
    ]


@given(workouts)
@examples(200)
def test_the_same_again(workout: Workout) -> None:
    """Otherwise two renders of one session would differ."""
    once, again = workout.timeline(), workout.timeline()
    assert again == once
    assert again.to_json() == once.to_json()


@given(documents(), paces)
@examples(150)
def test_the_layout_of_the_file_does_not_matter(document: Document, pace: Pace) -> None:
    """Otherwise the same session would sound otherwise in block style, in flow style or as JSON."""
    styles = ("block", "flow", "mixed", "json")
    layouts_ = [Workout(document, as_yaml(document, Layout(style, 1)), pace).timeline() for style in styles]
    heard = [(timeline.steps[0].end_ms, timeline.events, len(timeline.dropped)) for timeline in layouts_]
    assert all(each == heard[0] for each in heard)


def check_json(plan: Plan) -> None:
    """Otherwise a plan that was saved, or made by another program, would not be the one that is rendered."""
    timeline = plan.timeline
    document = json.loads(timeline.to_json())
    assert Timeline.from_json(timeline.to_json().encode()) == timeline
    assert set(document) == {"version", "title", "duration_ms", "sample_rate_hz", "steps", "events", "dropped"}
    assert (document["version"], document["sample_rate_hz"]) == (1, 48_000)


def check_all_is_said_or_reported(plan: Plan) -> None:
    """Otherwise words that the author wrote would be lost in silence."""
    script, timeline = plan.script, plan.timeline
    heard_of = _by_step((event.step, event.text or "") for event in voices(timeline))
    dropped_of = _by_step((drop.step, drop.text) for drop in timeline.dropped)
    for step in script.steps:
        heard, dropped = heard_of.get(step.index, Counter()), dropped_of.get(step.index, Counter())
        assert _accounted(step, heard, dropped) == heard + dropped, step
    _check_own_words(steps_of(plan.workout.document), heard_of, dropped_of)


_Texts = dict[int, Counter[str]]


def _by_step(texts: Iterable[tuple[int, str]]) -> _Texts:
    by_step: _Texts = {}
    for step, text in texts:
        by_step.setdefault(step, Counter()).update([text])
    return by_step


def _accounted(step: ScriptStep, heard: Counter[str], dropped: Counter[str]) -> Counter[str]:
    """Return every text of a step as it may be heard or dropped: an announcement also in its short form."""
    texts = Counter(step.speech)
    for cue in step.cues:
        match cue:
            case Announcement():
                texts.update(_announced(cue, heard, dropped))
            case Remark():
                texts.update([cue.text])
            case Count() if heard[cue.words[0]]:
                texts.update(cue.words)
            case Count() if cue.every_fifth:  # a tick on each, and the number on each fifth
                texts.update(cue.words[4::5])
            case Count():
                texts.update([", ".join(cue.words)])
            case Earcon():
                pass
    return texts


def _announced(cue: Announcement, heard: Counter[str], dropped: Counter[str]) -> tuple[str, ...]:
    """Return an announcement's texts as they were heard, and joined as they were dropped."""
    no_report = " ".join((*cue.opening, *cue.headings, cue.name))
    if dropped[no_report] and not heard[cue.name]:
        return (no_report, *cue.instruction)
    parts = [part for part in (cue.opening, cue.headings, cue.instruction) if part]
    texts = [text for part in parts for text in (part if all(heard[text] for text in part) else (" ".join(part),))]
    texts.append(cue.name if heard[cue.name] else cue.short)
    # An instruction that only repeats the name need not be said twice.
    return tuple(text for text in texts if text not in cue.instruction or texts.count(text) <= (heard + dropped)[text])


def _check_own_words(steps: tuple[Expected, ...], heard_of: _Texts, dropped_of: _Texts) -> None:
    """Check what the author wrote, whatever the script made of it: names, instructions, and what is only said."""
    for index, (before, step) in enumerate(pairwise(steps)):
        texts = heard_of.get(index, Counter()) + dropped_of.get(index, Counter())
        if step.purpose == "work" and step.step is not None:
            # The first letter may have become a capital.
            called = (step.side if step.continues else step.name).strip()[1:]
            assert any(called in text for text in texts), (step, texts)
            assert step.continues or "say" not in step.step or _one_line(step.step["say"]) in texts, (step, texts)
        if before.kind == "say" and before.step is not None:
            assert _one_line(before.step["say"]) in heard_of[index], before


def _one_line(text: str) -> str:
    return " ".join(text.split())


@given(documents(), layouts, paces)
@examples(200)
def test_every_drop_says_why_and_on_which_line(document: Document, layout: Layout, pace: Pace) -> None:
    """Otherwise the author could not find what did not fit, nor learn how much room it needs."""
    workout = Workout(document, as_yaml(document, layout), pace)
    timeline = workout.timeline()
    lines: dict[str, dict[tuple[int | str, ...], int]] = {FILE: lines_of(workout.text)}

    def line_of(where: Where) -> tuple[str, int]:
        file = where[0] or FILE
        if file not in lines:
            lines[file] = lines_of(builtin(file.removesuffix(".yaml"))[0].read_text(encoding="utf-8"))
        return file, lines[file][where[1]]

    sources = [line_of(step.where) for step in steps_of(document)]
    assert [(step.facts.source.file, step.facts.source.line) for step in timeline.steps] == sources
    for drop in timeline.dropped:
        assert drop.reason.strip()
        assert "\n" not in drop.reason
        assert (drop.file, drop.line) in sources[drop.step : drop.step + 2], drop


_ROOMY = st.fixed_dictionaries(
    {"hold": st.just("Plank"), "for": st.sampled_from(("30s", "45s", "1m30s", "3m"))},
    optional={
        "sides": st.just(["left side", "right side"]),
        "switch": st.sampled_from(("0s", "10s")),
        "say": st.just("Hips high."),
        "tips": st.just(["Breathe."]),
    },
)


@given(st.lists(_ROOMY, min_size=1, max_size=4), st.integers(1, 3), st.sampled_from(("0s", "30s")), st.integers(0, 99))
@examples(150)
def test_nothing_is_dropped_where_there_is_room(steps: list[Document], rounds: int, rest: str, seed: int) -> None:
    """Otherwise the coach would fall silent for no reason."""
    document = {"title": "Roomy", "rounds": rounds, "rest_between_rounds": rest, "steps": steps}
    assert Workout(document, as_yaml(document, BLOCK), Pace(seed, 200, 900, 700)).timeline().dropped == ()


def check_tips(plan: Plan) -> None:
    """Otherwise the coach would chatter, and the tips be worn out before the session ends."""
    tips = [[cue for cue in step.cues if isinstance(cue, Remark) and cue.priority == 6] for step in plan.script.steps]
    assert all(len(of_step) <= 1 for of_step in tips)


CHECKS = (
    check_steps_tile,
    check_steps_are_the_authors,
    check_voices_keep_their_distance,
    check_anchored_cues,
    check_events_are_whole_clips,
    check_floating_speech_begins_on_whole_frames,
    check_floating_speech,
    check_spoken_steps,
    check_json,
    check_all_is_said_or_reported,
    check_tips,
)
