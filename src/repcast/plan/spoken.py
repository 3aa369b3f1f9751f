"""What a speech engine is given to say: words. Units, signs, abbreviations and digits are written out before.

Engines read "60kg" as "sixty kay gee" and "3x10" as "three ex ten", each in its own way. The rules are a language's own
(`Spelling`, in `languages`); the author's `pronounce` goes before them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Final
from unicodedata import category, normalize

_SILENT: Final = frozenset({"So", "Sk", "Sm", "Cf", "Co", "Cn", "Cc", "Cs"})
"""Unicode's categories of characters that are never read out: emoji and other pictures, signs, and what has no form."""
_KEPT: Final = "'’-"

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


def written_out(text: str, spelling: Spelling, pronounce: Mapping[str, str] | None = None) -> str:
    """Return a text as words and the marks of sentences; empty if nothing of it can be said.

    Args:
        text: as the author wrote it.
        spelling: of its language.
        pronounce: what to say for words of the author's, whatever their case; applied first, and left as it is.
    """
    own = {word.casefold(): said for word, said in (pronounce or {}).items()}
    pieces = _own_words(tuple(sorted(own, key=len, reverse=True))).split(normalize("NFKC", text)) if own else [text]
    said = (own.get(piece.casefold()) or _by_rules(piece, spelling) for piece in pieces)
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join("".join(said).split()))


@cache
def _own_words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _by_rules(text: str, spelling: Spelling) -> str:
    text = normalize("NFKC", text.replace("½", " 1/2").replace("¼", " 1/4").replace("¾", " 3/4"))
    for pattern, replacement in spelling.rules:
        text = _compiled(pattern).sub(replacement, text)
    return "".join(map(partial(_sign, spelling.signs), text))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _sign(signs: Mapping[str, str], character: str) -> str:
    if word := signs.get(character):
        return f" {word} "
    return " " if category(character) in _SILENT and character not in _KEPT else character
