"""English: how what is not words is written out, as coaches say it."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from repcast.plan.languages.en_numbers import english_number
from repcast.plan.spoken import Rule, Spelling

_MOST_DIGITS: Final = 6  # of a number that is said in words; a longer one is said digit by digit

_UNITS: Final = {
    # what is written after a number: (one, many)
    "kgs?|kilos?": ("kilo", "kilos"),
    "lbs?|#": ("pound", "pounds"),
    "g": ("gram", "grams"),
    "oz": ("ounce", "ounces"),
    "km": ("kilometre", "kilometres"),
    "k": ("K", "K"),  # as runners say it
    "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"),
    "m": ("metre", "metres"),
    "mi": ("mile", "miles"),
    "yds?": ("yard", "yards"),
    "ft|′": ("foot", "feet"),
    "″": ("inch", "inches"),
    "ms": ("millisecond", "milliseconds"),
    "s|secs?": ("second", "seconds"),
    "mins?": ("minute", "minutes"),
    "h|hrs?": ("hour", "hours"),
    "kcal|cals?": ("calorie", "calories"),
    "w": ("watt", "watts"),
    "rpm": ("turn a minute", "turns a minute"),
    "spm": ("step a minute", "steps a minute"),
    "bpm": ("beat a minute", "beats a minute"),
    "km/h|kph|kmh": ("kilometre an hour", "kilometres an hour"),
    "mph": ("mile an hour", "miles an hour"),
    "°c": ("degree Celsius", "degrees Celsius"),
    "°f": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
    "%": ("percent", "percent"),
    "rm": ("rep max", "rep max"),
}

_WORDS: Final = {
    # abbreviations of gyms, tracks and yoga
    "w/o": "without",
    "w/": "with ",
    "l/r": "left, right",
    "r/l": "right, left",
    "b/w": "between",
    "bw": "bodyweight",
    "kb": "kettlebell",
    "kbs": "kettlebells",
    "db": "dumbbell",
    "dbs": "dumbbells",
    "bb": "barbell",
    "emom": "E-mom",
    "e2mom": "E-two-mom",
    "amrap": "am-rap",
    "hiit": "hit",
    "rdls?": "R D L",
    "ohp": "overhead press",
    "dl": "deadlift",
    "ghd": "G H D",
    "trx": "T R X",
    "rpe": "R P E",
    "hr": "heart rate",
    "ea": "each",
    "alt": "alternating",
    "approx": "about",
    "incl": "including",
    "min": "minimum",
    "sec": "seconds",
    "vs": "versus",
    "etc": "and so on",
    "eg": "for example",
    "e.g": "for example",
    "i.e": "that is",
}

_WITH_STOP: Final = {"alt", "approx", "incl", "vs", "etc", "e.g", "i.e", "eg", "ea", "min", "sec"}

_FRACTIONS: Final = {
    ("1", "2"): "half",
    ("1", "3"): "a third",
    ("2", "3"): "two thirds",
    ("1", "4"): "a quarter",
    ("3", "4"): "three quarters",
}
_LONE_UNITS: Final = {"min": "minute", "sec": "second", "hr": "hour"}
_PARTS: Final = {"1/2": ("and a half", ".5"), "1/4": ("and a quarter", ".25"), "3/4": ("and three quarters", ".75")}
_ORDINALS: Final = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth"} | {
    "nine": "ninth",
    "twelve": "twelfth",
}

_NUMBER: Final = r"\d+(?:[.,]\d+)*"
_EDGE: Final = r"(?<![\w.])"


def _number(digits: str) -> str:
    """Return a number in words: `1,500`, `2.5`, `007`."""
    whole, _, decimals = re.sub(r",(?=\d{3}(?!\d))", "", digits).replace(",", ".").partition(".")
    if "." in decimals or len(whole) > _MOST_DIGITS or (len(whole) > 1 and whole.startswith("0")):
        return " ".join(english_number(int(digit)) for digit in digits if digit.isdigit())
    point = f" point {' '.join(english_number(int(digit)) for digit in decimals)}" if decimals else ""
    return f"{english_number(int(whole))}{point}"


def _ordinal(digits: str) -> str:
    *front, last = re.split(r"([ -])", _number(digits))
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return "".join((*front, _ORDINALS.get(last, regular)))


def _measured(one: str, many: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{_number(found['n'])} {one if found['n'] == '1' else many}"


def _clock(found: re.Match[str]) -> str:
    parts = ((int(found["m"]), "minute"), (int(found["s"]), "second"))
    return " ".join(f"{english_number(n)} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n) or "zero seconds"


def _pair(found: re.Match[str]) -> str:
    pair = found["a"], found["b"]
    return _FRACTIONS.get(pair) or f"{_number(pair[0])} {_number(pair[1])}"


def _mixed(found: re.Match[str]) -> str:
    """Return a whole number and a fraction: as a decimal before a unit, else in words."""
    words, decimals = _PARTS[found["part"]]
    unit = found["rest"] or ""
    return f"{found['whole']}{decimals}{unit}" if unit else f"{_number(found['whole'])} {words}"


def _words() -> Iterator[tuple[str, str]]:
    """Yield an expression for each abbreviation; a full stop that belongs to it goes with it."""
    for word, said in _WORDS.items():
        after = "" if word.endswith("/") else r"(?!\w)"
        stop = r"(?:[.](?=\s|[,;)]))?" if word in _WITH_STOP else ""
        yield rf"(?<![\w/]){word.replace('.', '[.]')}{after}{stop}", said


_RULES: Final[tuple[Rule, ...]] = (
    (rf"{_EDGE}(?P<m>\d{{1,3}}):(?P<s>[0-5]\d)(?![\w:])", _clock),
    (r"(?<=\d)\s*[x×*]\s*(?=\d)", " times "),
    (rf"{_EDGE}(?P<whole>\d+) (?P<part>1/2|1/4|3/4)(?![\d/])(?P<rest>\s?(?:{'|'.join(_UNITS)})(?![\w/]))?", _mixed),
    (rf"{_EDGE}(?P<a>\d+)/(?P<b>\d+)(?![\d/])", _pair),
    (rf"{_EDGE}\d+(?:-\d+){{2,}}(?!\w)", lambda found: found[0].replace("-", " ")),  # a rhythm, such as 4-7-8
    (r"(?<=\d)(?:-|\s*[–—]\s*)(?=\d)", " to "),
    (r"(?<=\d) - (?=\d)", ", "),
    (r"(?<=\d)k(?= (?:steps|reps|calories|kcal)\b)", " thousand"),
    (
        r"\b(?P<per>per|a|each|every) (?P<unit>min|sec|hr)\b",
        lambda found: f"{found['per']} {_LONE_UNITS[found['unit'].lower()]}",
    ),
    *((rf"(?<![\w.])(?P<n>{_NUMBER})\s?(?:{units})(?![\w/])", _measured(*said)) for units, said in _UNITS.items()),
    (rf"{_EDGE}(?P<n>\d+)(?:st|nd|rd|th)(?!\w)", lambda found: _ordinal(found["n"])),
    *_words(),
    (_NUMBER, lambda found: f" {_number(found[0])} "),
    (r"(?<=\w)\s*/\s*(?=\w)", ", "),
)

ENGLISH_SPELLING: Final = Spelling(
    rules=_RULES,
    signs={"&": "and", "+": "plus", "=": "equals", "@": "at", "→": "to", "×": "times", "%": "percent", "°": "degrees"},
)
