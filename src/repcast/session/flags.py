"""A customisation as the command line's flags: how a command says it, or an address, and what these mean."""

import shlex
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from repcast.bounds import MOST_FACTOR, QUANTITIES, Quantity
from repcast.errors import did_you_mean, joined
from repcast.session.customise import Customisation
from repcast.session.setting_text import NOTHING, can_be_nothing
from repcast.units import format_duration

_SPECIAL: Final = frozenset('"$`\\!%')
_SETTING: Final = '"Side plank.for=45s"'
_FACTOR: Final = "holds=1.5"


def flags(customisation: Customisation) -> Iterator[tuple[str, str]]:
    """Yield the flags that make a customisation: each one's name, such as `set`, and its value; empty for a switch."""
    yield from (("level", level) for level in customisation.levels)
    yield from (("scale", f"{quantity}={factor}") for quantity, factor in customisation.scale.items())
    yield from (("set", f"{key}={value}") for key, value in customisation.settings.items())
    if customisation.beyond_range:
        yield "beyond-range", ""
    if customisation.fit_ms is not None:
        yield "fit", format_duration(customisation.fit_ms)


def command(session: str, customisation: Customisation) -> str:
    """Return the command that renders a session, named as the user did, with what the customisation changes."""
    words = [word for name, value in flags(customisation) for word in (f"--{name}", value) if word]
    return " ".join(("repcast render", *map(quoted, (session, *words))))


def address(session: str, customisation: Customisation) -> str:
    """Return the same as the studio's addresses have it: `core?set=rounds=2`, percent-encoded as in RFC 3986."""
    pairs = [f"{name}={quote(value, safe='=')}" if value else name for name, value in flags(customisation)]
    return quote(session) + (f"?{'&'.join(pairs)}" if pairs else "")


def quoted(word: str) -> str:
    """Return a word quoted for any shell, in double quotes where they are enough."""
    return f'"{word}"' if " " in word and not _SPECIAL.intersection(word) else shlex.quote(word)


def assignment(text: str, example: str = _SETTING) -> tuple[str, str]:
    """Return what is set, and to what, by a text such as `rounds=2`.

    Raises:
        ValueError: it lacks one of them; the message is for the user.
    """
    key, _, value = (part.strip() for part in text.partition("="))
    if not (key and value):
        raise ValueError(_lacking(text, key, example))
    return key, value


def _lacking(text: str, key: str, example: str) -> str:
    """Return what an assignment lacks, and what was probably meant."""
    name, colon, value = (part.strip() for part in text.partition(":"))
    if name and colon and value and "=" not in text:
        return f"'{text}' has no equals sign; write {quoted(f'{name}={value}')}"
    if key and "=" in text and can_be_nothing(key.rpartition(".")[2]):
        return f"'{text}' lacks a value; to have none, write {quoted(f'{key}={NOTHING}')}"
    return f"'{text}' lacks a name or a value; write them as in {example}"


def factor(text: str) -> tuple[Quantity, float]:
    """Return what is multiplied, and by what, by a text such as `holds=1.5`.

    Raises:
        ValueError: it says neither; the message is for the user.
    """
    quantity, by = assignment(text, _FACTOR)
    if quantity not in QUANTITIES:
        near = did_you_mean(quantity, QUANTITIES)
        raise ValueError(joined(f"'{quantity}' cannot be scaled{near}", f"choose one of {', '.join(QUANTITIES)}"))
    found = _number(by)
    if not 0 < found <= MOST_FACTOR:
        meant = _meant_factor(by)
        instead = f"{quantity}={meant:g}" if meant else f"a number above 0 and up to {MOST_FACTOR}, such as 1.5"
        message = f"'{by}' is not a factor; write {instead}"
        raise ValueError(message)
    return quantity, found


def _number(text: str) -> float:
    """Return the number that a text is; 0 where it is none."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def _meant_factor(text: str) -> float:
    """Return the factor that a text such as `150%`, `1,5` or `x1.5` means; 0 where it means none."""
    is_percent = text.endswith("%")
    found = _number(text.replace(",", ".").rstrip("%").strip("xX× ")) / (100 if is_percent else 1)
    return found if 0 < found <= MOST_FACTOR else 0.0
