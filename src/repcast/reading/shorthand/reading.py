"""Shorthand text -> the mapping of a session, with every flaw as a value."""

from collections.abc import Sequence
from typing import Final

from repcast.reading.located import START, Document, Flaw, Map, Unreadable, decode
from repcast.reading.shorthand.compose import Composer
from repcast.reading.shorthand.nodes import (
    UNNAMED,
    Off,
    mapping,
    name_blocks,
    put,
    steps_at,
    steps_of,
    title_of,
)
from repcast.reading.shorthand.parsing import parse
from repcast.reading.shorthand.reach import title_of_line
from repcast.reading.shorthand.text import Phrase

MAX_CHARACTERS: Final = 20_000


def read(raw: bytes) -> Document:
    """Read a text, UTF-8 and of at most `MAX_CHARACTERS`."""
    document = Document()
    try:
        document.root = _session(decode(raw), document.flaws)
    except Unreadable as error:
        document.flaws.append(error.flaw)
    return document


def _session(text: str, flaws: list[Flaw]) -> Map | None:
    if len(text) > MAX_CHARACTERS:
        message = f"the text has more than {MAX_CHARACTERS:,} characters"
        raise Unreadable(START, message, "write a session this long as YAML")
    written = parse(text)
    named = None if written.title else title_of_line(written.entries)
    listed = Composer(flaws).compose(written.entries[1:] if named else written.entries)
    if flaws:
        return None
    if not listed.steps:
        raise Unreadable(START, "there is nothing to do here", "write what is done, and for how long or how often")
    _drop_last_rest(listed.steps)
    return _as_session(listed.steps, listed.settings, written.title or named)


def _drop_last_rest(steps: list[Map]) -> None:
    """Move the rest at the end of the session's last block between its rounds, and leave out a pace's: nothing follows.

    A rest that is written by itself at the end stays.
    """
    if isinstance(steps[-1], Off) and len(steps) > 1:
        steps.pop()
    blocks: list[Map] = []
    while "block" in steps[-1]:
        block = steps[-1]
        steps = steps_of(block)
        if "every" in block:
            blocks.clear()  # what is left of its rounds is rest, in the last one too where anything follows
        elif block.get("rounds", 1) != 1:
            blocks.append(block)
        if "rest" in steps[-1] and len(steps) > 1:
            _move_rest(steps.pop(), block, steps, blocks)
            return


def _move_rest(rest: Map, block: Map, steps: Sequence[Map], blocks: Sequence[Map]) -> None:
    """Put the rest at the end of a block between the rounds of all blocks around it that end with it, too."""
    put(block, "steps", steps_at(block.values_at["steps"], steps), block.values_at["steps"])
    for each in blocks:
        if "rest_between_rounds" not in each:
            put(each, "rest_between_rounds", rest["rest"], rest.values_at["rest"])


def _as_session(steps: list[Map], settings: Map, title: Phrase | None) -> Map:
    """Return the session; where all of it is one block, the session has the block's rounds."""
    name = title.text.partition(":")[2].strip() if title else title_of(steps)
    session = mapping(START, {"title": (name, title.at if title else START)})
    if len(steps) == 1 and steps[0].get("block") == UNNAMED and not settings:
        block = steps[0]
        for key in block.keys() - {"block", "steps"}:
            put(session, key, block[key], block.values_at[key])
        steps = steps_of(block)
    for key, value in settings.items():
        put(session, key, value, settings.values_at[key])
    name_blocks(steps)
    put(session, "steps", steps_at(START, steps), START)
    return session
