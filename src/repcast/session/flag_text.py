"""One flag's text: what it sets or multiplies, and how a shell takes it.

The command line reads it before it knows whether there is anything to do, so the session's model is not loaded for it.
"""

import shlex
from typing import Final

from repcast.bounds import MOST_FACTOR, QUANTITIES, Quantity
from repcast.errors import did_you_mean, joined

_SPECIAL: Final = frozenset('"$`\\!%')
_SETTING: Final = '"Side plank.for=45s"'
_FACTOR: Final = "holds=1.5"


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
    from repcast.session.setting_text import NOTHING, can_be_nothing  # noqa: PLC0415 - they load the model

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
