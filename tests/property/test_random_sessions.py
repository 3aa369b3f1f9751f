import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import get_args

from expectation import (
    FRAME_MS,
    GAP_MS,
    NUMBERS,
    TAIL_MS,
    Anchor,
    Expected,
    Where,
    anchors_of,
    builtin,
    counted_s,
    is_taken,
    lines_of,
    own_cues,
    phrase,
    steps_of,
)
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    FILE,
    Document,
    Layout,
    Pace,
    Workout,
    as_yaml,
    documents,
    examples,
    layouts,
    paced_workouts,
    paces,
    varied_documents,
    workouts,
)

from repcast.plan.placing import Lengths
from repcast.plan.schedule import schedule
from repcast.plan.script import Announcement, Count, Due, Earcon, Line, Phased, Remark, Script, Told
from repcast.plan.timeline import Drop, Event, Timeline
from repcast.session.settings import Signal

BLOCK = Layout("block", 0)


@dataclass(frozen=True)
class Plan:
    """A workout with all that came of it."""

    workout: Workout
    script: Script
    lengths: Lengths
    timeline: Timeline


@given(st.one_of(workouts, workouts, paced_workouts))
@examples(400)
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
    planned = [(step.purpose, step.kind, step.name, step.side, step.round, step.rounds) for step in facts]
    assert planned == [(step.purpose, step.kind, step.name, step.side, step.round, step.rounds) for step in expected]
    assert [step.outer for step in facts] == [step.outer for step in expected]
    for step, fact, length_ms in zip(expected, facts, lengths_ms(timeline), strict=True):
        assert step.ms in (None, length_ms), step
        assert fact.cadence == (step.step or {}).get("cadence", 0)
        assert fact.distance.replace(" ", "") == (step.step or {}).get("distance", "").replace(" ", "")


def check_music(plan: Plan) -> None:
    """Otherwise other music would play in a step than its author, or that of the block around it, has chosen."""
    for step, expected in zip(plan.script.steps, steps_of(plan.workout.document), strict=True):
        written = expected.music.get("files", "none") if isinstance(expected.music, dict) else expected.music
        if written is None:
            assert step.music is None
        else:
            assert step.music is not None
            files = [] if written == "none" else [written] if isinstance(written, str) else written
            assert isinstance(files, list)
            assert len(step.music.files) == len(files)


def check_distances(timeline: Timeline) -> None:
    """Check that no two voices overlap and no word lies under a signal, and that floating ones are clear of all else.

    A name that has no other place may begin closer to a signal than other speech.
    """
    for first, second in pairwise(voices(timeline)):
        assert first.end_ms <= second.start_ms, (first, second)
    busy_until_ms = floating_until_ms = sounding_until_ms = -GAP_MS
    for event in timeline.events:
        gap_ms = SQUEEZED_MS if event.cue in NAMING else GAP_MS
        if not event.anchored:
            assert event.start_ms >= gap_ms + busy_until_ms, event
        elif event.track == "voice":
            assert event.start_ms >= max(sounding_until_ms, GAP_MS + floating_until_ms), event
        else:
            assert event.start_ms >= SQUEEZED_MS + floating_until_ms, event
        busy_until_ms = max(busy_until_ms, event.end_ms)
        if not event.anchored:
            floating_until_ms = max(floating_until_ms, event.end_ms)
        elif event.track == "earcon":
            sounding_until_ms = max(sounding_until_ms, event.end_ms)


SQUEEZED_MS = 30
NAMING = ("name", "side", "round")


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
    """Otherwise "go", a count or the final beep would come early, late, twice or never.

    Ticks and counted reps may give way, each where something else is heard; a number that does is reported.
    """
    timeline = plan.timeline
    anchored = [event for event in timeline.events if event.anchored and event.cue != "own"]
    heard: Counter[Anchor] = Counter(
        (event.track, event.text or event.sound or "", event.start_ms, event.step) for event in anchored
    )
    anchors = anchors_of(plan.workout.document, timeline, plan.lengths)
    assert heard - anchors.firm - anchors.soft == Counter()
    assert anchors.firm - heard == Counter()
    numbers = Counter((drop.step, drop.text) for drop in timeline.dropped if drop.cue == "count")
    for anchor in anchors.soft - heard:
        track, text, at_ms, step = anchor
        others = [
            event
            for event in timeline.events
            if event.cue == "own" or (event.start_ms, event.text or event.sound) != (at_ms, text)
        ]
        length_ms = plan.lengths[("voice" if track == "voice" else "earcon"), text]
        assert is_taken(anchor, length_ms, others), anchor
        assert track == "earcon" or numbers[step, text], anchor


def check_events_are_whole_clips(plan: Plan) -> None:
    """Otherwise a word would be cut off, or fall outside the MP3, or a clip be needed that nobody has spoken."""
    timeline = plan.timeline
    assert timeline.events or steps_of(plan.workout.document)[-1].told["closing"] == "none"
    for event in timeline.events:
        assert 0 <= event.start_ms < event.end_ms <= timeline.duration_ms
        assert event.end_ms - event.start_ms == plan.lengths[event.clip]
        assert (event.text is None) != (event.sound is None)


def check_floating_speech_begins_on_whole_frames(plan: Plan) -> None:
    """Otherwise each sentence of a session would be encoded anew each time it is heard."""
    assert [event for event in plan.timeline.events if not event.anchored and event.start_ms % 24] == []


def check_floating_speech(plan: Plan) -> None:
    """Otherwise "halfway" or "two minutes left" would be said at a time when it is not so."""
    timeline, document = plan.timeline, plan.workout.document
    halfway = _sentence(phrase(document, "halfway"))
    remaining = {_time_left(document, minutes): 60_000 * minutes for minutes in range(1, 7)}
    for event in voices(timeline):
        step = timeline.steps[event.step]
        if event.anchored:
            continue
        assert step.start_ms <= event.start_ms
        assert event.end_ms <= step.end_ms
        half_ms = step.start_ms + (step.end_ms - step.start_ms) // 2
        if event.cue == "ten_seconds":
            assert 9_000 - FRAME_MS <= step.end_ms - event.start_ms <= 10_000
        elif event.cue == "halfway" and event.text == halfway:
            assert 0 <= event.start_ms - half_ms <= 2_000 + FRAME_MS
        elif event.cue == "time_left" and event.text in remaining:
            assert 0 <= event.start_ms - (step.end_ms - remaining[event.text]) <= 2_000 + FRAME_MS


def _time_left(document: Document, minutes: int) -> str:
    duration = f"{NUMBERS[minutes - 1]} minute{'s' * (minutes > 1)}"
    return _sentence(phrase(document, "time_left").format(duration=duration))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def check_spoken_steps(plan: Plan) -> None:
    """Otherwise the listener would stand about in silence before the start, or start before being ready."""
    timeline = plan.timeline
    lead_in = plan.workout.document.get("lead_in", "10s")
    floor_ms = [step.ms for step in steps_of({"steps": [{"rest": lead_in}]})][1]
    assert floor_ms is not None
    for expected, step, after in zip(
        steps_of(plan.workout.document), timeline.steps, (*timeline.steps[1:], None), strict=True
    ):
        if expected.ms is not None:
            continue
        spoken = [event for event in voices(timeline) if event.step == step.index]
        is_counted = after is not None and after.facts.purpose == "work"
        ticks_ms = 1_000 * counted_s(plan.workout.document, None) if is_counted else 0
        after_ms = ticks_ms + GAP_MS if ticks_ms else TAIL_MS
        length_ms = step.end_ms - step.start_ms
        assert length_ms % 1_000 == 0
        least_ms = floor_ms if step.facts.purpose == "lead_in" else 0
        assert length_ms >= max(least_ms, 1_000)
        if spoken:
            assert spoken[-1].end_ms <= step.end_ms - after_ms
        # Silence: before the first word, a breath, between sentences and before an instruction, and after the last.
        waits_ms = max(spoken[0].start_ms - step.start_ms, 1_500) if spoken else 1_500
        pauses_ms = 2_500 + (1_200 + FRAME_MS) * len(spoken)
        spoken_ms = sum(event.end_ms - event.start_ms for event in spoken)
        busy_ms = max([event.end_ms for event in timeline.events if event.start_ms < step.start_ms], default=0)
        waits_ms = max(busy_ms + GAP_MS + FRAME_MS - step.start_ms, 1_500)
        assert length_ms <= max(least_ms, waits_ms + spoken_ms + pauses_ms + after_ms) + 999


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


@given(varied_documents(), paces)
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
    assert (document["version"], document["sample_rate_hz"]) == (2, 48_000)


def check_all_is_said_or_reported(plan: Plan) -> None:
    """Otherwise words that the author wrote would be lost in silence, or be said when nobody asked for them."""
    timeline = plan.timeline
    found = Counter(Line(event.text or "", event.cue) for event in voices(timeline))
    found += Counter(Line(drop.text, drop.cue) for drop in timeline.dropped if not _is_sound(drop))
    wanted, names = _wanted(plan.script, plan.lengths)
    assert wanted - found == Counter()
    # What is left are names: each in one of its ways, and perhaps once more.
    found -= wanted
    possible = Counter(line for ways in names for line in {*ways})
    assert all(count <= 2 * possible[line] for line, count in found.items()), found
    _check_own_words(plan)


def _is_sound(drop: Drop) -> bool:
    """Tell whether a signal of the author's own was left out: `_check_own_words` has them."""
    return drop.cue == "own" and drop.text in {f"({name})" for name in get_args(Signal)}


def _wanted(script: Script, lengths: Lengths) -> tuple[Counter[Line], list[Told]]:
    """Return the lines that are said once or dropped, and the ways to say each name."""
    wanted: Counter[Line] = Counter()
    names: list[Told] = []
    for step in script.steps:
        wanted.update((*step.speech, *step.announced, *step.last))
        names.append(step.reminder)
        for cue in step.cues:
            match cue:
                case Announcement():
                    ways = (*cue.names, *cue.ahead, *cue.at_start, *cue.again, *cue.reminder)
                    is_told_in_name = any(way.tells_set for way in ways)  # or by itself: test_coaching has it
                    sets = () if is_told_in_name else cue.sets
                    wanted.update((*cue.opening, *cue.own, *cue.headings, *sets, *cue.amount, *cue.instruction))
                    names.append((*ways, *cue.sets))
                case Remark() | Due():
                    wanted.update([cue.line])
                case Count():
                    wanted.update(_counted(cue, lengths))
                case Phased():
                    names.extend((Line(text, "count"),) * 2 for way in cue.ways for text in way)
                    names.extend((Line(", ".join(way[1:]), "count"),) for way in cue.ways[1:-1])  # left out together
                case Earcon():
                    pass
    return wanted, names


def _counted(cue: Count, lengths: Lengths) -> list[Line]:
    words = [word for word in cue.words if word]
    if not cue.is_spoken:
        return []
    if any(lengths["voice", word] + GAP_MS > cue.every_ms for word in words):
        words = [word for word in cue.words[4::5] if word] if cue.every_fifth else [", ".join(words)]
    return [Line(word, "count") for word in words]


def _check_own_words(plan: Plan) -> None:
    """Check what the author wrote, whatever the script made of it: instructions, and what is only said."""
    steps, events = steps_of(plan.workout.document), voices(plan.timeline)
    said = Counter((event.step, event.text or "") for event in events if event.cue == "own")
    aloud = Counter((index, _one_line(_words(step))) for index, step in enumerate(steps) if _is_said_only(step))
    asides = Counter(
        (index, _one_line(_words(step)))
        for index, step in enumerate(steps)
        if step.kind == "rest" and step.step and "say" in step.step
    )
    lost = Counter((drop.step, drop.text) for drop in plan.timeline.dropped if drop.cue == "own")
    for own in own_cues(steps):
        if own.words:
            asides[own.step, own.words] += 1
        elif ("earcon", own.sound) in plan.lengths:
            asides[own.step, f"({own.sound})"] += 1
    sounds = (event for event in plan.timeline.events if event.cue == "own" and event.sound)
    said += Counter((event.step, f"({event.sound})") for event in sounds)
    assert said + lost == aloud + asides
    assert lost <= asides
    explained = Counter(event.text for event in events if event.cue == "instruction")
    explained += Counter(drop.text for drop in plan.timeline.dropped if drop.cue == "instruction")
    expected = Counter(map(_one_line, _instructions(steps)))
    # The first letter may have become a capital, and the last mark be added.
    assert sum(explained.values()) == sum(expected.values())
    for text, count in expected.items():
        assert sum(heard for each, heard in explained.items() if text[1:] in (each or "")) >= count, text


def _is_said_only(step: Expected) -> bool:
    return step.kind == "say"


def _words(step: Expected) -> str:
    assert step.step is not None
    words: str = step.step["say"]
    return words


def _instructions(steps: tuple[Expected, ...]) -> Iterator[str]:
    """Yield the instructions: each time, or until an exercise was explained where that surely has room."""
    known = set()
    for before, step in pairwise(steps):
        if step.purpose != "work" or step.step is None or step.continues or "say" not in step.step:
            continue
        instruction, how_much = (step.name.casefold(), step.step["say"]), step.told["instruction"]
        if how_much == "full" or (how_much != "none" and instruction not in known):
            yield step.step["say"]
        has_room = before.ms is None or (before.kind == "rest" and before.ms >= 15_000)
        if how_much != "none" and (has_room or (step.kind != "reps" and (step.ms or 0) >= 15_000)):
            known.add(instruction)


def _one_line(text: str) -> str:
    return " ".join(text.split())


@given(varied_documents(), layouts, paces)
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
        cues = [*(steps_of(document)[drop.step].step or {}).get("cues", [])]
        where = steps_of(document)[drop.step].where
        own = [line_of((where[0], (*where[1], "cues", index))) for index in range(len(cues))]
        assert (drop.file, drop.line) in (*sources[drop.step : drop.step + 2], *own), drop


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


def check_own_cues(plan: Plan) -> None:
    """Otherwise what the author has said at a moment would be heard at another one."""
    wanted: dict[tuple[int, str], list[int]] = {}
    for own in own_cues(steps_of(plan.workout.document)):
        at_ms = plan.timeline.steps[own.step].start_ms + own.at_ms
        wanted.setdefault((own.step, own.words or own.sound), []).append(at_ms)
    for event in plan.timeline.events:
        moments_ms = wanted.get((event.step, event.text or event.sound or ""), [])
        if event.cue != "own" or not moments_ms:
            continue
        if event.anchored:
            assert event.start_ms in moments_ms
        else:
            assert any(0 <= event.start_ms - at_ms <= 1_000 + FRAME_MS for at_ms in moments_ms), event


def check_silence(plan: Plan) -> None:
    """Otherwise a pause would not be one."""
    pauses = [step for step in plan.timeline.steps if step.facts.kind == "pause"]
    for event in (event for event in plan.timeline.events if event.cue != "own"):
        assert all(not step.start_ms <= event.start_ms < step.end_ms for step in pauses), event


def check_tips(plan: Plan) -> None:
    """Otherwise the coach would chatter, and the tips be worn out before the session ends."""
    for index, step in enumerate(plan.script.steps):
        moments_ms = [cue.opens_ms for cue in step.cues if isinstance(cue, Remark) and cue.line.cue == "tip"]
        assert all(second - first >= 200_000 for first, second in pairwise(moments_ms)), index


CHECKS = (
    check_steps_tile,
    check_steps_are_the_authors,
    check_music,
    check_voices_keep_their_distance,
    check_anchored_cues,
    check_events_are_whole_clips,
    check_floating_speech_begins_on_whole_frames,
    check_floating_speech,
    check_spoken_steps,
    check_json,
    check_all_is_said_or_reported,
    check_own_cues,
    check_silence,
    check_tips,
)
