"""One bout of one exercise, and one rest: phrases -> a step, and where a rest goes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from repcast.reading.located import Map, Unreadable
from repcast.reading.shorthand import amounts, explain, explain_lists, text
from repcast.reading.shorthand.nodes import Node, StepList, mapping, put, sequence, steps_of, time_node
from repcast.reading.shorthand.phrases import Phrases
from repcast.reading.shorthand.text import Phrase
from repcast.session.pace import Pace
from repcast.units import MINUTE_MS, SECOND_MS

DEFAULT_CAP_MS: Final = MINUTE_MS
BREATH: Final = "5s"  # twelve breaths a minute: a calm adult's
_HELD: Final = re.compile(
    r"(?:max hangs?|planks?|(?<!thres)holds?|hang|wall[ -]sits?|[lv]-sits?|stretch|pose|handstand)$", re.IGNORECASE
)
_BREATHED: Final = re.compile(r"^(?:inhale|exhale|breathe (?:in|out))\b", re.IGNORECASE)
_LIMBS: Final = ("leg", "arm", "hand", "foot", "knee", "hip", "shoulder")
_IN, _HOLD, _OUT = "breathe in", "hold", "breathe out"
_BREATH: Final = {2: (_IN, _OUT), 3: (_IN, _HOLD, _OUT), 4: (_IN, _HOLD, _OUT, _HOLD)}  # by how many phases it has


# An exercise


def exercise(phrases: Phrases, every_ms: int | None = None) -> Map:
    """Return the step that an exercise's phrases mean.

    Args:
        phrases: what describes it.
        every_ms: its time where the phrases have none, from the scheme around it.

    Raises:
        Unreadable: something is missing, or two things contradict each other.
    """
    step = _timed_or_counted(phrases, _named(phrases), every_ms)
    if phrases.tempo:
        _pace(step, phrases.tempo)
    if phrases.sides:
        at = phrases.sides.at
        put(step, "sides", sequence(at, ((side, at) for side in _sides(phrases.sides))), at)
    if phrases.cadence:
        _beat(step, phrases.cadence)
    if phrases.load:
        _weigh(step, phrases.load)
    return step


def _named(phrases: Phrases) -> Node:
    """Return an exercise's name, with a capital; of breaths alone and of a distance alone the usual one."""
    if phrases.names:
        return text.name(phrases.names), phrases.names[0].at
    if phrases.amount and phrases.amount.kind == "BREATHS":
        words = re.sub(r"[0-9]+|(?:for|x|×)[ \t]*(?=[0-9])|[ \t]+(?:of|in)$", "", phrases.amount.text).strip()
        return words[:1].upper() + words[1:], phrases.amount.at
    if phrases.distance:
        return "Run", phrases.distance.at
    if phrases.amount and phrases.amount.kind == "TIME" and amounts.is_far(phrases.amount):
        raise explain.metres(phrases.amount, phrases.parts)
    raise explain.nameless(phrases.amount or phrases.repeat or phrases.first, phrases.parts)


def _sides(phrase: Phrase) -> tuple[str, str]:
    """Return the names of the two sides."""
    limb = next((limb for limb in _LIMBS if limb in phrase.text.lower()), "side")
    return f"left {limb}", f"right {limb}"


def _timed_or_counted(phrases: Phrases, name: Node, every_ms: int | None) -> Map:
    amount, at = phrases.amount, phrases.first.at
    if phrases.max:
        return _max(phrases, phrases.max, name, every_ms)
    if phrases.distance:
        return _covered(phrases, phrases.distance, name)
    kind = "recover" if phrases.easy else "hold" if _HELD.search(str(name[0])) else "work"
    if amount is None and every_ms is not None:
        return mapping(at, {kind: name, "for": time_node(every_ms, at)})
    if amount is None and phrases.repeat and phrases.repeat.kind == "TIMES":
        raise explain.twofold(phrases.repeat, amounts.number(phrases.repeat), str(name[0]).lower())
    if amount is None:
        raise explain.no_amount(name[1], str(name[0]), phrases.parts)
    if phrases.tempo and phrases.tempo.kind == "PHASES" and amount.kind == "TIME":
        return mapping(at, {"reps": name, "count": (_breaths_within(amount, phrases.tempo), amount.at)})
    if amount.kind == "TIME":
        return mapping(at, {kind: name, "for": time_node(_time_ms(amount, name, phrases), amount.at)})
    if amount.kind == "EACH_ROUND":
        return _in_each_round(amount, kind, name, phrases)
    return _counted(amount, kind, name, phrases)


def _in_each_round(amount: Phrase, kind: str, name: Node, phrases: Phrases) -> Map:
    """Return an exercise with a time, or a count, for each round."""
    if amounts.is_timed(amount):
        lengths = amounts.each_length(amount)
        if any(amounts.is_far(each, str(name[0])) for each in lengths):
            raise explain.metres_each(amount, str(name[0]), lengths)
        times = sequence(amount.at, (time_node(amounts.lengths_ms(each)[0], amount.at) for each in lengths))
        return mapping(phrases.first.at, {kind: name, "for": (times, amount.at)})
    if kind == "hold" and "rep" not in amount.text.lower():
        raise explain.held_or_counted(amount, amount.text, str(name[0]).lower())
    counts = sequence(amount.at, ((int(each), amount.at) for each in amounts.run(amount)))
    return mapping(phrases.first.at, {"reps": name, "count": (counts, amount.at)})


def _counted(amount: Phrase, kind: str, name: Node, phrases: Phrases) -> Map:
    if amount.kind == "NUMBERS":
        raise explain.values_alone(amount, phrases.parts)
    count = amounts.number(amount)
    is_held = kind == "hold" or _BREATHED.search(str(name[0]))
    if is_held and amount.kind == "COUNT" and "rep" not in amount.text.lower():
        raise explain.held_or_counted(amount, count, str(name[0]).lower())
    step = mapping(phrases.first.at, {"reps": name, "count": (count, amount.at)})
    if amount.kind == "BREATHS" and not phrases.tempo:
        put(step, "tempo", BREATH, amount.at)
    return step


def _time_ms(amount: Phrase, name: Node, phrases: Phrases) -> int:
    if amounts.is_far(amount, str(name[0])):
        raise explain.metres(amount, phrases.parts)
    return amounts.lengths_ms(amount)[0]


def _max(phrases: Phrases, most: Phrase, name: Node, every_ms: int | None) -> Map:
    amount = phrases.amount
    if amount and amount.kind != "TIME":
        raise explain.counted_maximum(amount, most, phrases.parts)
    within = time_node(every_ms or DEFAULT_CAP_MS, most.at)
    if amount:
        within = time_node(_time_ms(amount, name, phrases), amount.at)
    return mapping(most.at, {"max": name, "within": within})


def _covered(phrases: Phrases, far: Phrase, name: Node) -> Map:
    """Return movement over a distance, at a pace that is written or follows from a time; of what is none, in a time."""
    amount = phrases.amount if phrases.amount and phrases.amount.kind == "TIME" else None
    if phrases.speed is None and amount is None:
        raise explain.no_time(far, phrases.parts)
    if covered := amounts.metric(far):
        if phrases.speed:
            pace, at = amounts.speed(phrases.speed), phrases.speed.at
        else:
            assert amount
            pace, at = Pace(amounts.lengths_ms(amount)[0], covered), amount.at
        return mapping(far.at, {"work": name, "distance": (str(covered), far.at), "pace": (str(pace), at)})
    number, unit = amounts.distance(far)
    if amount is None:
        assert phrases.speed
        raise explain.no_pace(far, unit, phrases.speed)
    timed: Node = (f"{name[0]} {number} {unit}", name[1])
    return mapping(far.at, {"work": timed, "for": time_node(amounts.lengths_ms(amount)[0], amount.at)})


def _pace(step: Map, tempo: Phrase) -> None:
    """Set the time of one repetition, or of each of its phases."""
    if "reps" not in step:
        raise explain.tempo_without_count(tempo)
    if breath := _breath(tempo):
        put(step, "phases", sequence(tempo.at, breath), tempo.at)
    else:
        put(step, "tempo", amounts.tempo(tempo), tempo.at)


def _breath(tempo: Phrase) -> list[Node]:
    """Return the phases of a breath that take a time, by their names; none where a session could not hold them."""
    seconds = amounts.seconds_of(tempo)
    is_named = tempo.kind == "PHASES" and len(seconds) in _BREATH and not any(0 < each < 1 for each in seconds)
    if not is_named:
        return []
    named = zip(_BREATH[len(seconds)], (int(each * SECOND_MS) for each in seconds), strict=True)
    return [(mapping(tempo.at, {name: time_node(ms, tempo.at)}), tempo.at) for name, ms in named if ms]


def _breaths_within(whole: Phrase, tempo: Phrase) -> int:
    """Return how often one breathes by phases within a time."""
    whole_ms, breath_ms = amounts.lengths_ms(whole)[0], int(amounts.beat(tempo) * SECOND_MS)
    if not breath_ms or whole_ms % breath_ms:
        raise explain.not_whole(whole, whole_ms, breath_ms, whole_ms // max(1, breath_ms))
    return whole_ms // breath_ms


def _beat(step: Map, cadence: Phrase) -> None:
    """Set how many ticks a minute are heard under an exercise."""
    a_minute, *more = amounts.run(cadence)
    if more:
        raise explain.cadence_range(cadence, (a_minute, *more))
    if "reps" in step:
        raise explain.cadence_of_count(cadence, int(a_minute))
    put(step, "cadence", int(a_minute), cadence.at)


def _weigh(step: Map, load: Phrase) -> None:
    """Put a weight into an exercise's name, which is heard even where there is no time for an instruction."""
    [kind] = (kind for kind in ("hold", "work", "reps", "max", "recover") if kind in step)
    found = re.match(r"(@|at\b|with\b|w/)?[ \t]*(.*)", load.text.strip("() \t"), re.IGNORECASE)
    assert found
    heavy = "with" if re.search(r"kg|kilo|lb|pound", load.text, re.IGNORECASE) else "at"
    how = {"@": "at", "at": "at", "with": "with", "w/": "with"}.get((found[1] or "").lower(), heavy)
    put(step, kind, f"{step[kind]} {how} {found[2]}", step.values_at[kind])


# Easy movement

_EFFORT: Final = {
    "walk": 0, "march": 0, "stroll": 0,
    "jog": 10,
    "run": 20, "bike": 20, "cycl": 20, "row": 20, "swim": 20, "ski": 20,
    "pace": 20, "effort": 20, "tempo": 25, "threshold": 25,
    "sprint": 30, "stride": 30, "dash": 30,
}  # fmt: skip
_MANNER: Final = {"easy": -5, "light": -5, "slow": -5, "gentle": -5, "recovery": -5, "hard": 5, "fast": 5, "brisk": 5}
_WHERE: Final = re.compile(
    r"up|down|back|(?:up|down)?hill|hills|steady|marathon|race|goal|[0-9]+k|in|place|the|[0-9.]+|\w*met\w+s?|miles?"
)
_MOST_EASY: Final = 15


def ease(steps: Sequence[Map], *, is_repeated: bool) -> list[Map]:
    """Return steps, where a walk or a jog between two runs is recovery: it scales with rests, and starts gently."""
    count = len(steps)
    eased = list(steps)
    for index, step in enumerate(steps):
        own = _effort_of(step)
        beside = [(index + by) % count for by in (-1, 1) if is_repeated or 0 <= index + by < count]
        efforts = [_effort_of(steps[at]) for at in beside]
        is_between = len(beside) == 2 and all(each is not None and each > (own or 0) for each in efforts)  # noqa: PLR2004
        if own is not None and own <= _MOST_EASY and "work" in step and is_between and "sides" not in step:
            eased[index] = _recovery(step)
    return eased


def _recovery(step: Map) -> Map:
    recover = mapping(step.position, {"recover": (step["work"], step.values_at["work"])})
    for key in step.keys() - {"work"}:
        put(recover, key, step[key], step.values_at[key])
    return recover


def _effort_of(step: Map) -> int | None:
    return effort(str(step.get("work", step.get("max", ""))))


def effort(name: str) -> int | None:
    """Return how hard one runs, rides or swims, by an exercise's name; None for what is none of these."""
    words = name.lower().split()
    gaits = [effort for word in words for gait, effort in _EFFORT.items() if word.startswith(gait)]
    manners = [_MANNER[word] for word in words if word in _MANNER]
    others = [word for word in words if word not in _MANNER and not word.startswith(tuple(_EFFORT))]
    if not all(_WHERE.fullmatch(word) for word in others) or (not gaits and not manners):
        return None
    return (max(gaits) if gaits else 20) + sum(manners)


# A rest

Between = Literal["", "rounds", "sets", "steps", "sides"]


def falls_between(pause: Phrase) -> Between:
    """Return what a rest falls between; an empty text where it does not say."""
    found = re.search(r"(?:between|b/w|after[ \t]+(?:each|every))(.*)", pause.text, re.IGNORECASE)
    if not found:
        return ""
    words = found[1].lower()
    if re.search("exercise|step|pose|move|station|grip", words):
        return "steps"
    return "sides" if re.search("side|leg|arm|hand|feet", words) else "sets" if "set" in words else "rounds"


def rest_time(pause: Phrase) -> Node:
    """Return a rest's time."""
    return time_node(amounts.lengths_ms(pause)[0], pause.at)


def rest_step(pause: Phrase) -> Map:
    """Return a rest as a step."""
    return mapping(pause.at, {"rest": rest_time(pause)})


def add_rest(pause: Phrase, listed: StepList, *, after: str, is_last: bool, is_of_sets: bool) -> None:
    """Add a rest that is an entry of its own in a list, behind a separator.

    Args:
        pause: the rest.
        listed: what stands before it.
        after: the separator.
        is_last: whether nothing follows in the whole text.
        is_of_sets: whether a comma parts it from one entry, and something stronger, or nothing, both from others.

    Raises:
        Unreadable: it follows sets and a comma, so it may fall between them or after them.
    """
    if falls_between(pause):
        put_between(pause, listed, is_repeated=False)
        return
    follows_sets = bool(listed.steps and without_rest(listed.steps[-1:]))
    is_only = after != "THEN" and len(without_rest(listed.steps)) == 1
    if follows_sets and (is_of_sets or (is_last and (after == "COMMA" or is_only))):
        put(listed.steps[-1], "rest_between_rounds", *rest_time(pause))
    elif follows_sets and after == "COMMA":
        raise explain_lists.rest_of_sets(pause, listed.steps[-1]["rounds"])
    else:
        listed.steps.append(rest_step(pause))


def put_between(pause: Phrase, listed: StepList, *, is_repeated: bool) -> None:
    """Put a rest where its words say.

    Raises:
        Unreadable: it is between sides, and there are none.
    """
    where = falls_between(pause)
    if where == "sides":
        sided = [step for step in _all(listed.steps) if "sides" in step]
        if not sided:
            hint = "write each side after the exercise, or leave the rest out"
            raise Unreadable(pause.at, "there are no sides to rest between", hint)
        for step in sided:
            put(step, "switch", *rest_time(pause))
    elif where == "steps":
        put(listed.settings, "rest_between_steps", *rest_time(pause))
    elif where == "sets" and not is_repeated and (blocks := without_rest(listed.steps)):
        for block in blocks:
            put(block, "rest_between_rounds", *rest_time(pause))
    else:
        put(listed.settings, "rest_between_rounds", *rest_time(pause))


def _all(steps: Iterable[Map]) -> Iterator[Map]:
    for step in steps:
        yield step
        yield from _all(steps_of(step) if "block" in step else ())


def check_between_steps(listed: StepList) -> None:
    """Check that a rest between exercises has at least two of them to fall between.

    Raises:
        Unreadable: there is only one exercise.
    """
    exercises = [step for step in listed.steps if "rest" not in step]
    if "rest_between_steps" in listed.settings and len(exercises) == 1:
        time = listed.settings["rest_between_steps"]
        message = "there is only one exercise here, and nothing to rest between"
        hint = f"write rest {time} between sets, or rest {time} alone"
        raise Unreadable(listed.settings.values_at["rest_between_steps"], message, hint)


def put_within(listed: StepList) -> None:
    """Put a rest between rounds into the blocks of a list that is not repeated itself.

    Raises:
        Unreadable: none of the blocks has rounds that it could fall between.
    """
    at = listed.settings.values_at["rest_between_rounds"]
    rest = listed.settings.pop("rest_between_rounds")
    blocks = without_rest(listed.steps) or _repeated(listed.steps)
    if not blocks and (timed := next((step for step in listed.steps if "every" in step), None)):
        raise explain_lists.rest_on_time((rest, at), timed["every"], timed.get("rounds", 1))
    if not blocks:
        message = "there are no rounds or sets that this rest could fall between"
        hint = f"write rest {rest} between exercises, or how many rounds there are"
        raise Unreadable(at, message, hint)
    for block in blocks:
        put(block, "rest_between_rounds", rest, at)


def _repeated(steps: list[Map]) -> list[Map]:
    """Return the blocks with several rounds that nothing is between yet: no rest, and no time to the next one."""
    return [step for step in steps if step.get("rounds", 1) != 1 and not step.keys() & {"rest_between_rounds", "every"}]


def without_rest(steps: list[Map]) -> list[Map]:
    """Return the blocks with several rounds and no rest between them, nor at the end of each."""
    return [block for block in _repeated(steps) if "rest" not in steps_of(block)[-1]]
