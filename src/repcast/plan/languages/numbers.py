"""Whole numbers in words, from CLDR's rules for spelling them out (Unicode Technical Standard 35, part 3, clause 6)."""

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from repcast.plan.wording import Category

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

_SOFT_HYPHEN: Final = "\u00ad"  # CLDR marks where long German words may break


def numbers(language: str, ruleset: str) -> Callable[[int], str]:
    """Return what writes whole numbers out by one of CLDR's rule sets, such as `spellout-cardinal-feminine`."""
    return partial(_words, language, ruleset)


def with_one(one: str, number: Callable[[int], str]) -> Callable[[int], str]:
    """Return what writes whole numbers out as `number` does, but has another word for 1: where only that one agrees."""
    return lambda value: one if value == 1 else number(value)


@cache
def _words(language: str, ruleset: str, number: int) -> str:
    return _engine(language).format_number(number, ruleset_names=[ruleset]).text.replace(_SOFT_HYPHEN, "")


@cache
def _engine(language: str) -> "RbnfEngine":
    from unicode_rbnf import RbnfEngine  # noqa: PLC0415 - only where something is said

    return RbnfEngine.for_language(language)


def one_or_other(number: int) -> Category:
    """Return the category of plurals of whole numbers in English, German, Dutch, Spanish and Italian."""
    return "one" if number == 1 else "other"


def one_below_two(number: int) -> Category:
    """Return the category of plurals in French and Portuguese: of a whole number, or of what stands before decimals."""
    return "one" if number < 2 else "other"  # noqa: PLR2004 - the rule itself


def always_other(_whole: int) -> Category:
    """Return the category of plurals of numbers with decimals in all other languages."""
    return "other"
