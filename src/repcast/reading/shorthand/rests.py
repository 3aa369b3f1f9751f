"""Where a rest goes: after a step, or between exercises, sides, sets or rounds."""

import re
from typing import Literal

from repcast.reading.located import Map, Unreadable
from repcast.reading.shorthand.amounts import lengths_ms
from repcast.reading.shorthand.nodes import Node, StepList, mapping, put, steps_of, time_node
from repcast.reading.shorthand.text import Phrase

Between = Literal["", "rounds", "sets", "steps", "sides"]


def falls_between(pause: Phrase) -> Between:
    """Return what a rest falls between; an empty text where it does not say."""
    found = re.search(r"(?:between|b/w|after[ \t]+(?:each|every))(.*)", pause.text, re.IGNORECASE)
    if not found:
        return ""
    words = found[1].lower()
    if re.search("exercise|step", words):
        return "steps"
    return "sides" if "side" in words else "sets" if "set" in words else "rounds"


def rest_time(pause: Phrase) -> Node:
    """Return a rest's time."""
    return time_node(lengths_ms(pause)[0], pause.at)


def rest_step(pause: Phrase) -> Map:
    """Return a rest as a step."""
    return mapping(pause.at, {"rest": rest_time(pause)})


def add_rest(pause: Phrase, listed: StepList, *, is_after_comma: bool, is_last: bool) -> None:
    """Add a rest that is an entry of its own in a list.

    Raises:
        Unreadable: it follows sets and a comma, so it may fall between them or after them.
    """
    if falls_between(pause):
        put_between(pause, listed, is_repeated=False)
        return
    if is_after_comma and listed.steps and without_rest(listed.steps[-1:]):
        if not is_last:
            sets = listed.steps[-1]["rounds"]
            message = f"this rest may fall between the {sets} sets before it, or after them"
            hint = "write it before the comma for between, or 'then rest' for after"
            raise Unreadable(pause.at, message, hint)
        put(listed.steps[-1], "rest_between_rounds", *rest_time(pause))
        return
    listed.steps.append(rest_step(pause))


def put_between(pause: Phrase, listed: StepList, *, is_repeated: bool) -> None:
    """Put a rest where its words say.

    Raises:
        Unreadable: it is between sides, and there are none.
    """
    where = falls_between(pause)
    if where == "sides":
        sided = [step for step in listed.steps if "sides" in step]
        if not sided:
            raise Unreadable(pause.at, "there are no sides to rest between", "write 'each side' after the exercise")
        for step in sided:
            put(step, "switch", *rest_time(pause))
    elif where == "steps":
        put(listed.settings, "rest_between_steps", *rest_time(pause))
    elif where == "sets" and not is_repeated and (blocks := without_rest(listed.steps)):
        for block in blocks:
            put(block, "rest_between_rounds", *rest_time(pause))
    else:
        put(listed.settings, "rest_between_rounds", *rest_time(pause))


def check_between_steps(listed: StepList) -> None:
    """Check that a rest between exercises has at least two of them to fall between.

    Raises:
        Unreadable: there is only one exercise.
    """
    exercises = [step for step in listed.steps if "rest" not in step]
    if "rest_between_steps" in listed.settings and len(exercises) == 1:
        message = "there is only one exercise here, and nothing to rest between"
        hint = "write 'rest between sets', or a rest alone"
        raise Unreadable(listed.settings.values_at["rest_between_steps"], message, hint)


def put_within(listed: StepList) -> None:
    """Put a rest between rounds into the blocks of a list that is not repeated itself.

    Raises:
        Unreadable: none of the blocks has rounds that it could fall between.
    """
    at = listed.settings.values_at["rest_between_rounds"]
    rest = listed.settings.pop("rest_between_rounds")
    blocks = without_rest(listed.steps)
    if not blocks:
        message = "there are no rounds or sets that this rest could fall between"
        raise Unreadable(at, message, "write 'rest between exercises', or how many rounds there are")
    for block in blocks:
        put(block, "rest_between_rounds", rest, at)


def without_rest(steps: list[Map]) -> list[Map]:
    """Return the blocks with several rounds and no rest between them, nor at the end of each."""
    blocks = [step for step in steps if step.get("rounds", 1) != 1 and "rest_between_rounds" not in step]
    return [block for block in blocks if "rest" not in steps_of(block)[-1]]
