"""Shorthand text -> a session's mapping, with every flaw as a value."""

from collections.abc import Sequence
from typing import Final

from repcast.reading.located import Document, Flaw, Map, Position, decode
from repcast.reading.shorthand.compose import Composer
from repcast.reading.shorthand.nodes import UNNAMED, mapping, put, steps_at, steps_of
from repcast.reading.shorthand.parsing import parse
from repcast.reading.shorthand.text import Phrase, Unclear
from repcast.reading.shorthand.titles import name_blocks, title_of

MAX_CHARACTERS: Final = 20_000
_START: Final = Position(1, 1)


def read(raw: bytes) -> Document:
    """Read one text, as `shorthand.read` says."""
    document = Document()
    text = decode(raw, document)
    if text is None:
        return document
    try:
        document.root = _session(text, document.flaws)
    except Unclear as unclear:
        document.flaws.append(unclear.flaw)
    return document


def _session(text: str, flaws: list[Flaw]) -> Map | None:
    if len(text) > MAX_CHARACTERS:
        message = f"the text has more than {MAX_CHARACTERS:,} characters"
        raise Unclear(_START, message, "write so long a session as YAML")
    written = parse(text)
    listed = Composer(flaws).compose(written.entries)
    if flaws:
        return None
    if not listed.steps:
        raise Unclear(_START, "there is nothing to do here", "write an exercise, such as 3x10 push-ups")
    _drop_last_rest(listed.steps)
    return _as_session(listed.steps, listed.settings, written.title)


def _drop_last_rest(steps: Sequence[Map]) -> None:
    """Have the rest that ends the session's last block fall between its rounds alone."""
    while "block" in steps[-1]:
        block = steps[-1]
        inside = steps_of(block)
        if "rest" in inside[-1] and len(inside) > 1:
            rest = inside.pop()
            put(block, "steps", steps_at(block.values_at["steps"], inside), block.values_at["steps"])
            if block.get("rounds", 1) != 1 and "rest_between_rounds" not in block:
                put(block, "rest_between_rounds", rest["rest"], rest.values_at["rest"])
            return
        steps = inside


def _as_session(steps: list[Map], settings: Map, title: Phrase | None) -> Map:
    """Return the session: a single block's rounds are its own."""
    name = title.text.partition(":")[2].strip() if title else title_of(steps)
    session = mapping(_START, {"title": (name, title.at if title else _START)})
    if len(steps) == 1 and steps[0].get("block") == UNNAMED and not settings:
        block = steps[0]
        for key in block.keys() - {"block", "steps"}:
            put(session, key, block[key], block.values_at[key])
        steps = steps_of(block)
    for key, value in settings.items():
        put(session, key, value, settings.values_at[key])
    name_blocks(steps)
    put(session, "steps", steps_at(_START, steps), _START)
    return session
