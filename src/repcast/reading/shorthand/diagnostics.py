"""Phrases that lack something, or are ambiguous: what is wrong with each, and what to write instead."""

import re
from collections.abc import Iterable
from typing import Final

from repcast.reading.located import Unreadable
from repcast.reading.shorthand.text import Part, Phrase

_DIAGNOSTICS: Final = {
    "REST": ("'{text}' has no time", "write rest 60s; or put a name with that word into quotes"),
    "EACH": ("after '{text}', a side is missing", "write each side, each leg or each arm"),
    "AT": ("'{text}' may be a tempo or a weight", "write @2s for two seconds a rep, or @20kg"),
    "SCHEME": ("'{text}' has no length", "write the minutes, such as {text} 10"),
    "RANGE": ("'{text}' is a range, and what is spoken needs one number", "choose one"),
    "RATIO": ("'{text}' may be seconds of work and rest, or part of a name", "write 20s/10s, or the name in quotes"),
    "DISTANCE": ("'{text}' is no time and no count", "write how long it takes you, such as 90s run"),
}
_KEYWORDS: Final = (
    *("rest", "between", "then", "each", "side", "round", "rounds", "sets", "max", "failure"),
    *("tabata", "emom", "amrap", "seconds", "minutes", "title"),
)
_LONG: Final = 5  # letters that a word needs before one of them may be wrong


def check(parts: Iterable[Part]) -> None:
    """Check that every phrase can be used as it is.

    Raises:
        Unreadable: one cannot.
    """
    for part in parts:
        if part.kind in _DIAGNOSTICS:
            message, hint = (each.format(text=part.text.rstrip(": ")) for each in _DIAGNOSTICS[part.kind])
            raise Unreadable(part.at, message, hint)
        if isinstance(part, Phrase) and part.kind in ("WORD", "LABEL"):
            _check_words(part)


def _check_words(phrase: Phrase) -> None:
    for word in re.findall(r"[^\W\d_]+", phrase.text.lower()):
        if right := nearest_keyword(word):
            message = f"'{word}' is no word of the shorthand; did you mean '{right}'?"
            raise Unreadable(phrase.at, message, f"write {right}; or put a name with that word into quotes")


def nearest_keyword(word: str) -> str:
    """Return the keyword that a word misspells: two letters swapped, or in a long word one missing, extra or wrong."""
    if word in _KEYWORDS:
        return ""
    return next((keyword for keyword in _KEYWORDS if _is_slip(word, keyword)), "")


def _is_slip(word: str, keyword: str) -> bool:
    if word[0] != keyword[0] or abs(len(word) - len(keyword)) > 1:
        return False
    start = next((at for at, (one, other) in enumerate(zip(word, keyword, strict=False)) if one != other), len(word))
    rest, right = word[start:], keyword[start:]
    is_swapped = len(rest) > 1 and rest[1::-1] + rest[2:] == right
    is_near = rest[1:] == right[1:] or rest[1:] == right or rest == right[1:]
    return is_swapped or (is_near and len(keyword) >= _LONG)
