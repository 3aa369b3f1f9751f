"""Growth and deloads as people write them by habit: `each_week: +10%`, `each_week: {reps: +1}`, `deload: 4`."""

import re
from collections.abc import Iterator
from typing import Any, Final

from repcast.bounds import QUANTITIES
from repcast.reading.located import Flaw, Map, Seq
from repcast.reading.located_yaml import in_one_line
from repcast.training.model import WEEKDAYS

_USUAL: Final = 1.1  # where the author gives no factor
_EASIER: Final = 0.6  # in a week that is to be easier, where the author does not say how much
_LEAST_FACTOR: Final = 0.5
_MOST_FACTOR: Final = 2
_LEAST_WHOLE: Final = 50  # a percentage without a sign that is of the whole: 90%, 110%; a smaller one is added
_OF_WHAT: Final = f"{', '.join(QUANTITIES[:-1])} or {QUANTITIES[-1]}"
_NOT_ADDED: Final = f"growth is a factor, such as {_USUAL} for a tenth more, and no number that is added"


def flaws_of_growth(root: Map) -> Iterator[Flaw]:
    """Yield a flaw for growth, and for a deload, that says neither of what nor by which factor."""
    for part, path in _parts(root):
        if "each_week" in part and (found := _growth(part["each_week"])):
            message, scale = found
            hint = f"write {_shown({'each_week': {'scale': scale}})}"
            yield Flaw(part.keys_at["each_week"], message, hint, f"{path}each_week")
    every = re.fullmatch(r"(?:every\s+)?([1-9][0-9]?)(?:(?:st|nd|rd|th)?\s+weeks?)?", str(root.get("deload", "")))
    if every and int(every[1]) > 1:
        easier = {"every": int(every[1]), "scale": {QUANTITIES[0]: _EASIER}}
        message = f"a deload says, too, what is easier ({_OF_WHAT}), and by which factor"
        yield Flaw(root.keys_at["deload"], message, f"write {_shown({'deload': easier})}", "deload")


def _shown(written: dict[str, Any]) -> str:
    return in_one_line(written)[1:-1]


def _parts(root: Map) -> Iterator[tuple[Map, str]]:
    """Yield what growth may stand in, each with the beginning of its path: the plan, and each session of a day."""
    yield root, ""
    days, cycle = root.get("days"), root.get("cycle")
    written = [(days.get(day), f"days.{day}") for day in WEEKDAYS] if isinstance(days, Map) else []
    if isinstance(cycle, Seq):
        written += [(day, f"cycle[{index}]") for index, day in enumerate(cycle)]
    for day, path in written:
        sessions = [(day, path)]
        if isinstance(day, Seq):
            sessions = [(each, f"{path}[{index}]") for index, each in enumerate(day)]
        yield from ((each, f"{at}.") for each, at in sessions if isinstance(each, Map))


def _growth(growth: object) -> tuple[str, dict[str, object]] | None:
    """Return what is wrong with growth, and its factors; None where no habit explains it."""
    inner = growth.get("scale") if isinstance(growth, Map) and "scale" in growth else growth
    if isinstance(inner, Map):
        is_right = inner is not growth and all(isinstance(value, int | float) for value in inner.values())
        if not inner or is_right or not {*inner} <= {*QUANTITIES}:
            return None
        factors = {key: _factor(value) for key, value in inner.items()}
        scale: dict[str, object] = {key: factor or _USUAL for key, factor in factors.items()}
        if None in factors.values():
            return _NOT_ADDED, scale
        if scale == inner:
            return "the factors of growth stand below scale:", scale
        return "growth is a factor, and no percentage", scale
    if not re.match(r"[+-]?\s*[0-9.]", str(inner)):
        return None
    factor = _factor(inner)
    message = f"growth says of what ({_OF_WHAT}), and by which factor" if factor else _NOT_ADDED
    return message, {QUANTITIES[0]: factor or _USUAL}


def _factor(value: object) -> float | None:
    """Return the factor that a number or a percentage means; None where it is none by which anybody grows."""
    found = re.fullmatch(r"([+-]?)\s*([0-9]{1,3}(?:\.[0-9]{1,3})?)\s*(%?)", str(value))
    if found is None or isinstance(value, int):  # +1, which YAML reads as 1
        return None
    number = float(found[2])
    if not found[3]:
        factor = 0.0 if found[1] else number
    elif found[1] or number < _LEAST_WHOLE:
        factor = round(1 + number / 100 * (-1 if found[1] == "-" else 1), 5)
    else:
        factor = round(number / 100, 5)
    return factor if _LEAST_FACTOR <= factor <= _MOST_FACTOR and factor != 1 else None
