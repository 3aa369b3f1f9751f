"""Where a rest falls: after a step, or between exercises, sides, sets or rounds."""

from repcast.reading.located import Map
from repcast.reading.shorthand.amounts import lengths_ms
from repcast.reading.shorthand.nodes import Listed, Placed, mapping, put, steps_of
from repcast.reading.shorthand.schemes import amid
from repcast.reading.shorthand.text import Phrase, Unclear
from repcast.units import format_duration


def rest_time(pause: Phrase) -> Placed:
    """Return a rest's time, as a session's YAML has it."""
    return format_duration(lengths_ms(pause)[0]), pause.at


def rest_step(pause: Phrase) -> Map:
    """Return a rest as a step."""
    return mapping(pause.at, {"rest": rest_time(pause)})


def add_rest(pause: Phrase, listed: Listed, *, is_after_comma: bool, is_last: bool) -> None:
    """Add a rest that stands in a list as an entry of its own.

    Raises:
        Unclear: behind sets and a comma, where it may fall between them or after them.
    """
    if amid(pause):
        put_amid(pause, listed, is_repeated=False)
        return
    if is_after_comma and listed.steps and unrested(listed.steps[-1:]):
        if not is_last:
            sets = listed.steps[-1]["rounds"]
            message = f"this rest may fall between the {sets} sets before it, or after them"
            hint = "write it before the comma for between, or 'then rest' for after"
            raise Unclear(pause.at, message, hint)
        put(listed.steps[-1], "rest_between_rounds", *rest_time(pause))
        return
    listed.steps.append(rest_step(pause))


def put_amid(pause: Phrase, listed: Listed, *, is_repeated: bool) -> None:
    """Have a rest fall where its words say.

    Raises:
        Unclear: there are no sides that it could fall between.
    """
    where = amid(pause)
    if where == "sides":
        sided = [step for step in listed.steps if "sides" in step]
        if not sided:
            raise Unclear(pause.at, "there are no sides to rest between", "write 'each side' behind the exercise")
        for step in sided:
            put(step, "switch", *rest_time(pause))
    elif where == "steps":
        put(listed.settings, "rest_between_steps", *rest_time(pause))
    elif where == "sets" and not is_repeated and (blocks := unrested(listed.steps)):
        for block in blocks:
            put(block, "rest_between_rounds", *rest_time(pause))
    else:
        put(listed.settings, "rest_between_rounds", *rest_time(pause))


def check_between_steps(listed: Listed) -> None:
    """Make sure that a rest between exercises has two of them to fall between.

    Raises:
        Unclear: it has not.
    """
    exercises = [step for step in listed.steps if "rest" not in step]
    if "rest_between_steps" in listed.settings and len(exercises) == 1:
        at = listed.settings.values_at["rest_between_steps"]
        raise Unclear(
            at, "there is one exercise here, and none to rest before", "write 'rest between sets', or a rest alone"
        )


def put_within(listed: Listed) -> None:
    """Have a rest between rounds, of a list that has none itself, fall between those of its blocks.

    Raises:
        Unclear: there are none.
    """
    at = listed.settings.values_at["rest_between_rounds"]
    rest = listed.settings.pop("rest_between_rounds")
    blocks = unrested(listed.steps)
    if not blocks:
        message = "there are no rounds or sets that this rest could fall between"
        raise Unclear(at, message, "write 'rest between exercises', or how many rounds there are")
    for block in blocks:
        put(block, "rest_between_rounds", rest, at)


def unrested(steps: list[Map]) -> list[Map]:
    """Return the blocks of several rounds that have no rest between or at the end of them."""
    blocks = [step for step in steps if step.get("rounds", 1) != 1 and "rest_between_rounds" not in step]
    return [block for block in blocks if "rest" not in steps_of(block)[-1]]
