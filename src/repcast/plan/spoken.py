"""What a speech engine is given to say: words. Units, signs, abbreviations and digits are written out before.

Engines read "60kg" as "sixty kay gee" and "3x10" as "three ex ten", each in its own way. The rules are a language's own
(`Spelling`, in `languages`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from types import MappingProxyType
from typing import Final
from unicodedata import category, name, normalize

_SILENT: Final = frozenset({"So", "Sk", "Sm", "Cf", "Co", "Cn", "Cc", "Cs"})
"""Unicode's categories of characters that are never read out: emoji and other pictures, signs, and what has no form."""
_PICTURES: Final = frozenset({"So", "Sm"})
_BRACKETS: Final = "[]{}"
_KEPT: Final = "'’-"
_FRACTIONS: Final = re.compile("[¼-¾⅐-⅞]")  # Unicode writes them out with a slash of its own
_FRACTION_SLASH: Final = "\u2044"

Rule = tuple[str, "str | Callable[[re.Match[str]], str]"]
"""A regular expression, and what stands in its place, as `re.sub` takes it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spelling:
    """How a language writes out what is not words.

    Attributes:
        rules: applied in this order, to whole words, whatever the case.
        signs: a word for each sign that is left; all other signs fall silent.
    """

    rules: Sequence[Rule]
    signs: Mapping[str, str]


def written_out(text: str, spelling: Spelling, pronounced: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a text as words and the marks of sentences; of pictures alone, their names.

    Args:
        text: as it was written.
        spelling: of its language.
        pronounced: how some words are said, whatever their case; goes before the spelling.
    """
    return _written_out(text, spelling, pronounced) or _written_out(in_words(text), spelling, {})


def in_words(text: str) -> str:
    """Return a text; of one that has pictures and no words, their names."""
    has_words = any(character.isalnum() for character in text)
    return text if has_words else _names(text) or text


def _written_out(text: str, spelling: Spelling, pronounced: Mapping[str, str]) -> str:
    said = normalize("NFKC", _FRACTIONS.sub(r" \g<0>", text)).replace(_FRACTION_SLASH, "/")
    if pronounced:
        said = _pronounced(said, pronounced)
    for pattern, replacement in spelling.rules:
        said = _compiled(pattern).sub(replacement, said)
    said = "".join(map(partial(_sign, spelling.signs), said))
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(said.split()))


def _pronounced(text: str, pronounced: Mapping[str, str]) -> str:
    """Return a text with some words, or groups of words, replaced; the longest that fits goes first."""
    said = {normalize("NFKC", word).casefold(): words for word, words in pronounced.items()}
    written = "|".join(map(re.escape, sorted(said, key=len, reverse=True)))
    pattern = rf"(?<!\w)(?:{written})(?!\w)"
    return re.sub(pattern, lambda found: said.get(found[0].casefold(), found[0]), text, flags=re.IGNORECASE)


def _names(text: str) -> str:
    """Return the names that Unicode has for the pictures and signs of a text."""
    pictures = (character for character in text if category(character) in _PICTURES)
    return " ".join(re.sub("[^A-Z]+", " ", name(picture, "")) for picture in pictures).lower()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _sign(signs: Mapping[str, str], character: str) -> str:
    if word := signs.get(character):
        return f" {word} "
    if character in _BRACKETS:  # engines take what stands in them for phonemes, or for commands
        return " "
    return " " if category(character) in _SILENT and character not in _KEPT else character
