"""How what is not words is written out: the rules of all languages, which each fills with words of its own."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Final

from repcast.plan.languages.numbers import always_other
from repcast.plan.spoken import Rule, Spelling
from repcast.plan.wording import Category, Noun, Nouns

_MOST_DIGITS: Final = 6  # of a number that is said in words; a longer one is said digit by digit
_MOST_DECIMALS: Final = 3  # that are said as one number
_DECIMALS: Final = {"1/2": ".5", "1/4": ".25", "3/4": ".75"}

_NUMBER: Final = r"\d+(?:[.,]\d+)*"
_EDGE: Final = r"(?<![\w.])"
_STOP: Final = r"(?:[.](?=[\s,;)/]))?"  # that belongs to an abbreviation, and ends no sentence
_UNIT_ENDS: Final = r"(?!\w|['’]\w|/(?!\w)|(?<=w)/|/(?:h|s|min|km)(?!\w))"
"""Behind a unit: `30s/side` has one, but not `3 w/ band`, `10 m/s` and `2 l'heure`."""

_CLOCKS: Final = (
    r"(?:(?P<h>\d{1,2}):(?=\d\d:))?(?P<m>\d{1,3}):(?P<s>[0-5]\d)(?![\w:])",
    r"(?P<m>\d{1,3})m(?:in)?(?P<s>[0-5]?\d)s?(?!\w)",
    r"(?P<h>\d{1,2})h(?: ?(?P<m>[0-5]?\d)m(?:in)?|(?P<mm>[0-5]\d))(?!\w)",
)
"""Times, as 1:30, 1m30s and 1h30."""
_PRIMES: Final = r"""(?P<m>\d{1,3})['’′](?P<s>[0-5]\d)(?:["”]|''|′′)?(?!\w)"""
"""Minutes and seconds, as 1'30". Unicode's double prime is two primes by now."""

SPACED_THOUSANDS: Final[Rule] = (
    rf"{_EDGE}[1-9]\d{{0,2}}(?: \d{{3}})+(?!\d)",
    lambda found: found[0].replace(" ", ""),
)
"""For languages that write 1 500."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What a language says for what is not words.

    A spelling that ends in a full stop may stand with or without it. Several spellings of one thing stand in one text.

    Attributes:
        number: a whole number that stands by itself.
        category: the category of plurals of a whole number.
        decimal_category: that of a number with decimals, by the whole number before them.
        nouns: of the language.
        units: what stands after a number: `{"kg kilo kilos": ...}`.
        joiner: between hours, minutes and seconds, with its spaces.
        thousands: the mark between groups of three digits; both a point and a comma stand before decimals.
        point: how the mark before decimals is said.
        digit_by_digit: whether decimals are said one after the other, and not as one number.
        span: a range: `{a} to {b}`.
        span_numbers: the first, and the second, whole number of a range; if None, as before its noun.
        span_category: of the noun after a range; if None, the second number's.
        times: between numbers: "three times ten".
        per: what stands behind a slash: `{"min": "a minute", "side": "per side"}`; and in `5:30/km`, as paces are.
        fractions: as a word, such as `{"1/2": "half"}`.
        and_fractions: after a whole number: `{"1/2": "{n} and a half"}`.
        before_fraction: a whole number there; if None, as before its noun.
        units_after_fractions: whether such a fraction may stand before a unit; else decimals do.
        ordinals: what stands right after a number, case and all: `{"st nd": ...}`.
        abbreviations: such as `{"w/": "with "}`.
        signs: a word for each sign that is left.
        primes: whether 1'30" is a time; else it may be feet and inches.
        rules: the language's own, applied before all others.
    """

    number: Callable[[int], str]
    category: Callable[[int], Category]
    decimal_category: Callable[[int], Category] = always_other
    nouns: Nouns
    units: Mapping[str, Noun]
    joiner: str
    thousands: str = "."
    point: str
    digit_by_digit: bool = False
    span: str
    span_numbers: tuple[Callable[[int], str] | None, Callable[[int], str] | None] = (None, None)
    span_category: Category | None = None
    times: str
    per: Mapping[str, str]
    fractions: Mapping[str, str]
    and_fractions: Mapping[str, str]
    before_fraction: Callable[[int], str] | None = None
    units_after_fractions: bool = False
    ordinals: Mapping[str, Callable[[int], str]] = field(default_factory=lambda: MappingProxyType({}))
    abbreviations: Mapping[str, str]
    signs: Mapping[str, str]
    primes: bool = True
    rules: tuple[Rule, ...] = ()


def spelling(words: Words) -> Spelling:
    """Return how a language writes out what is not words."""
    nouns = {_letters(spelt): noun for spellings, noun in words.units.items() for spelt in spellings.split()}
    unit = rf"(?:{_any_of(' '.join(words.units).split())}){_UNIT_ENDS}"
    rules: tuple[Rule, ...] = (
        *words.rules,
        *((rf"{_EDGE}{clock}", partial(_clock, words)) for clock in (*_CLOCKS, *((_PRIMES,) if words.primes else ()))),
        (r"\s?min(?=/km(?!\w))", ""),  # behind a pace
        (r"(?<=\d)\s*[x×*]\s*(?=\d)", f" {words.times} "),
        (r"(?<!\w)[x×]\s?(?=\d)", f"{words.times} "),
        (
            rf"{_EDGE}(?:(?P<n>\d+) )?(?P<part>1/2|1/4|3/4)(?![\d/])(?:\s?(?P<unit>{unit}))?",
            partial(_mixed, words, nouns),
        ),
        (rf"{_EDGE}(?P<a>\d+)/(?P<b>\d+)(?![\d/])", partial(_pair, words)),
        (rf"{_EDGE}\d+(?:-\d+){{2,}}(?!\w)", lambda found: found[0].replace("-", " ")),  # a rhythm, such as 4-7-8
        (
            rf"{_EDGE}(?P<a>{_NUMBER})(?:-|\s*[–—]\s*)(?P<b>{_NUMBER})(?:\s?(?P<unit>{unit}))?",
            partial(_span, words, nouns),
        ),
        (r"(?<=\d) - (?=\d)", ", "),
        (rf"{_EDGE}(?P<n>{_NUMBER})[\s-]?(?P<unit>{unit})", partial(_measured, words, nouns)),
        *_ordinals(words.ordinals),
        _abbreviations(words.abbreviations),
        *((rf"\s?/\s?{_spelt(what)}(?!\w)", f" {said}") for what, said in words.per.items()),
        (_NUMBER, lambda found: _apart(found, _said(words, found[0], words.number))),
        (r"(?<=\w)\s*/\s*(?=\w)", ", "),
    )
    return Spelling(rules=rules, signs=words.signs)


def _any_of(spellings: Iterable[str]) -> str:
    """Return a regular expression for any of some spellings; the longest goes first."""
    return "|".join(map(_spelt, sorted(spellings, key=len, reverse=True)))


def _spelt(word: str) -> str:
    return re.escape(word.removesuffix(".")).replace(r"\ ", r"\s?") + (_STOP if word.endswith(".") else "")


def _ordinals(ordinals: Mapping[str, Callable[[int], str]]) -> Iterator[Rule]:
    for endings, ordinal in ordinals.items():
        pattern = rf"{_EDGE}(?P<n>\d{{1,4}})(?-i:{_any_of(endings.split())})(?!\w)"
        yield pattern, partial(_ordinal, ordinal)


def _ordinal(ordinal: Callable[[int], str], found: re.Match[str]) -> str:
    return ordinal(int(found["n"]))


def _abbreviations(said: Mapping[str, str]) -> Rule:
    said_by_letters = {_letters(word): words for word, words in said.items()}
    # The longest goes first: "per min." before "min.".
    words = "|".join(
        _spelt(word) + ("" if word.endswith("/") else r"(?!\w)") for word in sorted(said, key=len, reverse=True)
    )
    return rf"(?<![\w/])(?:{words})", lambda found: said_by_letters[_letters(found[0])]


def _letters(word: str) -> str:
    """Return a word without spaces and its last full stop, in letters that are alike where regular expressions agree.

    Whatever the case, they also take the Turkish letters for an i.
    """
    return re.sub(r"\s", "", word).rstrip(".").casefold().replace("i\u0307", "i").replace("\u0131", "i")


def _number(words: Words, digits: str) -> tuple[str, str]:
    """Return the digits before and behind the mark of decimals; of what is no such number (007, 1.2.3), none before."""
    mark = "," if words.thousands == "." else "."
    if re.fullmatch(rf"[1-9]\d{{0,2}}(?:[{words.thousands}]\d{{3}})+(?:[{mark}]\d+)?", digits):
        digits = digits.replace(words.thousands, "")
    whole, _, decimals = digits.replace(",", ".").partition(".")
    is_number = "." not in decimals and len(whole) <= _MOST_DIGITS and (len(whole) == 1 or not whole.startswith("0"))
    return (whole, decimals) if is_number else ("", digits)


def _said(words: Words, digits: str, number: Callable[[int], str]) -> str:
    """Return a number in words: `1.500`, `2,5`, `007`."""
    whole, decimals = _number(words, digits)
    if not whole:
        return _one_by_one(words, digits)
    if not decimals:
        return number(int(whole))
    return f"{words.number(int(whole))} {words.point} {_decimals(words, decimals)}"


def _decimals(words: Words, digits: str) -> str:
    if words.digit_by_digit or len(digits) > _MOST_DECIMALS or not int(digits):
        return _one_by_one(words, digits)
    zeros = len(digits) - len(digits.lstrip("0"))
    return " ".join((*[words.number(0)] * zeros, words.number(int(digits))))


def _one_by_one(words: Words, digits: str) -> str:
    return " ".join(words.number(int(digit)) for digit in digits if digit.isdigit())


def _category(words: Words, digits: str) -> Category:
    whole, decimals = _number(words, digits)
    if decimals and whole:
        return words.decimal_category(int(whole))
    return words.category(int(re.sub(r"\D", "", digits)))


def _measured(words: Words, nouns: Mapping[str, Noun], found: re.Match[str]) -> str:
    """Return a number and its unit; what closes a quotation is none."""
    if found["unit"] == '"' and found.string.count('"', 0, found.start()) % 2:
        return found[0]
    noun = _noun(nouns, found)
    return noun.after(_said(words, found["n"], noun.number), _category(words, found["n"]))


def _noun(nouns: Mapping[str, Noun], found: re.Match[str]) -> Noun:
    return nouns[_letters(found["unit"])]


def _span(words: Words, nouns: Mapping[str, Noun], found: re.Match[str]) -> str:
    noun = _noun(nouns, found) if found["unit"] else None
    usual = noun.number if noun else words.number
    first, second = (number or usual for number in words.span_numbers)
    said = words.span.format(a=_said(words, found["a"], first), b=_said(words, found["b"], second))
    if noun:
        said = noun.after(said, words.span_category or _category(words, found["b"]))
    return _apart(found, said)


def _clock(words: Words, found: re.Match[str]) -> str:
    nouns = {"h": words.nouns["hour"], "m": words.nouns["minute"], "s": words.nouns["second"]}
    written = ((part[0], int(digits or 0)) for part, digits in found.groupdict().items())
    counts = [(nouns[part], count) for part, count in written if count] or [(nouns["s"], 0)]
    return words.joiner.join(noun.after(noun.number(count), words.category(count)) for noun, count in counts)


def _pair(words: Words, found: re.Match[str]) -> str:
    pair = (_said(words, found[part], words.number) for part in "ab")
    return words.fractions.get(found[0]) or " ".join(pair)


def _mixed(words: Words, nouns: Mapping[str, Noun], found: re.Match[str]) -> str:
    """Return a whole number and a fraction: in words, or as a decimal."""
    whole, part, unit = found["n"], found["part"], found["unit"]
    if unit and not (whole and words.units_after_fractions):
        return f"{whole or 0}{_DECIMALS[part]} {unit}"
    if not whole:
        return found[0]
    noun = _noun(nouns, found) if unit else None
    number = words.before_fraction or (noun.number if noun else words.number)
    said = words.and_fractions[part].format(n=_said(words, whole, number))
    return _apart(found, noun.after(said, words.decimal_category(int(whole))) if noun else said)


def _apart(found: re.Match[str], said: str) -> str:
    """Return what is said, apart from the words beside it."""
    before = re.search(r"(?:\w['’]?|[,.;:!?])$", found.string[: found.start()][-2:])
    after = re.match(r"['’:]?\w", found.string[found.end() :][:2])
    return f"{' ' if before else ''}{said}{' ' if after else ''}"
