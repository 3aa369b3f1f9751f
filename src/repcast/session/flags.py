"""A customisation as the command line's flags: how a command says it, and how an address does."""

from collections.abc import Iterator
from urllib.parse import quote

from repcast.session.customise import Customisation
from repcast.session.flag_text import quoted
from repcast.units import format_duration


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
    return _command(("render", session), customisation)


def command_for_today(customisation: Customisation) -> str:
    """Return the command that renders what is due today, with what the customisation changes."""
    return _command(("today",), customisation)


def _command(words: tuple[str, ...], customisation: Customisation) -> str:
    options = [word for name, value in flags(customisation) for word in (f"--{name}", value) if word]
    return " ".join(("repcast", *map(quoted, (*words, *options))))


def address(session: str, customisation: Customisation) -> str:
    """Return the same as the studio's addresses have it: `core?set=rounds=2`, percent-encoded as in RFC 3986."""
    pairs = [f"{name}={quote(value, safe='=')}" if value else name for name, value in flags(customisation)]
    return quote(session) + (f"?{'&'.join(pairs)}" if pairs else "")
