"""English: how what is not words is written out, as coaches say it."""

from typing import Final

from repcast.plan.languages.numbers import numbers, one_or_other
from repcast.plan.languages.spelling import Words, spelling
from repcast.plan.spoken import Spelling
from repcast.plan.wording import Noun, Nouns

CARDINAL: Final = numbers("en", "spellout-cardinal")


def _noun(one: str, other: str) -> Noun:
    return Noun(forms={"one": one, "other": other}, number=CARDINAL)


NOUNS: Final[Nouns] = {
    "hour": _noun("hour", "hours"),
    "minute": _noun("minute", "minutes"),
    "second": _noun("second", "seconds"),
    "rep": _noun("rep", "reps"),
    "round": _noun("round", "rounds"),
    "set": _noun("set", "sets"),
}

_LONE_UNITS: Final = {"min": "minute", "sec": "second", "hr": "hour"}

ENGLISH_SPELLING: Final[Spelling] = spelling(
    Words(
        number=CARDINAL,
        category=one_or_other,
        nouns=NOUNS,
        units={
            "kg kgs kilo kilos": _noun("kilo", "kilos"),
            "lb lbs #": _noun("pound", "pounds"),
            "g": _noun("gram", "grams"),
            "oz": _noun("ounce", "ounces"),
            "km": _noun("kilometre", "kilometres"),
            "k": _noun("K", "K"),  # as runners say it
            "cm": _noun("centimetre", "centimetres"),
            "mm": _noun("millimetre", "millimetres"),
            "m": _noun("metre", "metres"),
            "mi": _noun("mile", "miles"),
            "yd yds": _noun("yard", "yards"),
            "ft ′": _noun("foot", "feet"),
            '" ” ′′': _noun("inch", "inches"),
            "ms": _noun("millisecond", "milliseconds"),
            "s sec secs": NOUNS["second"],
            "min mins": NOUNS["minute"],
            "h hr hrs": NOUNS["hour"],
            "x ×": _noun("time", "times"),
            "kcal cal cals": _noun("calorie", "calories"),
            "w": _noun("watt", "watts"),
            "rpm": _noun("turn a minute", "turns a minute"),
            "spm": _noun("step a minute", "steps a minute"),
            "bpm": _noun("beat a minute", "beats a minute"),
            "km/h kph kmh": _noun("kilometre an hour", "kilometres an hour"),
            "mph": _noun("mile an hour", "miles an hour"),
            "°c": _noun("degree Celsius", "degrees Celsius"),
            "°f": _noun("degree Fahrenheit", "degrees Fahrenheit"),
            "°": _noun("degree", "degrees"),
            "%": _noun("percent", "percent"),
            "rm": _noun("rep max", "rep max"),
        },
        joiner=" ",
        thousands=",",
        point="point",
        digit_by_digit=True,
        span="{a} to {b}",
        times="times",
        per={"min": "a minute", "km": "a kilometre", "side": "per side", "leg": "per leg", "arm": "per arm"},
        fractions={
            "1/2": "half",
            "1/3": "a third",
            "2/3": "two thirds",
            "1/4": "a quarter",
            "3/4": "three quarters",
        },
        and_fractions={"1/2": "{n} and a half", "1/4": "{n} and a quarter", "3/4": "{n} and three quarters"},
        ordinals={"st nd rd th ST ND RD TH": numbers("en", "spellout-ordinal")},
        abbreviations={
            # of gyms, tracks and yoga
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
            "rdl": "R D L",
            "rdls": "R D L",
            "ohp": "overhead press",
            "dl": "deadlift",
            "ghd": "G H D",
            "trx": "T R X",
            "rpe": "R P E",
            "hr": "heart rate",
            "ea.": "each",
            "alt.": "alternating",
            "approx.": "about",
            "incl.": "including",
            "min.": "minimum",
            "sec.": "seconds",
            "vs.": "versus",
            "etc.": "and so on",
            "eg.": "for example",
            "e.g.": "for example",
            "i.e.": "that is",
        },
        signs={
            "&": "and",
            "+": "plus",
            "=": "equals",
            "@": "at",
            "→": "to",
            "×": "times",
            "%": "percent",
            "°": "degrees",
        },
        primes=False,
        rules=(
            (r"(?<=\d)k(?= (?:steps|reps|calories|kcal)\b)", " thousand"),
            (
                r"\b(?P<per>per|a|each|every) (?P<unit>min|sec|hr)\b",
                lambda found: f"{found['per']} {_LONE_UNITS[found['unit'].lower()]}",
            ),
        ),
    )
)
