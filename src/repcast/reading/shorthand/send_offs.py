"""Send-offs, as swimmers write them: `8x50m free on 1:00` begins one every minute; so does `8 x 50 free @ 1:00`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from repcast.reading.shorthand import explain_lists
from repcast.reading.shorthand.amounts import distance, is_far, is_swum, number
from repcast.reading.shorthand.text import Entry, Part, Phrase

_OFTEN: Final = frozenset({"TIMES", "ROUNDS", "XN"})
_SHORTEST_POOL: Final = 25  # metres, or yards: every swim is a multiple


def on_send_offs(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries, with send-offs as rounds that begin every so often.

    Raises:
        Unreadable: a time may be a send-off, or that of the distance before it; or one of several swims has neither.
    """
    is_pool = any(_is_pool(entry) for entry in entries)
    return [_on_send_off(entry, is_pool=is_pool) for entry in entries]


def _phrases(entry: Entry) -> list[Phrase]:
    return [part for part in entry.parts if isinstance(part, Phrase)]


def _off_of(entry: Entry) -> Phrase | None:
    return next((phrase for phrase in _phrases(entry) if _is_off(phrase)), None)


def _name(entry: Entry) -> str:
    parts = [part for heading in entry.headings for part in heading.parts] + [*entry.parts]
    return " ".join(part.text.strip(": ") for part in parts if part.kind in ("WORD", "LABEL"))


def _is_pool(entry: Entry) -> bool:
    """Tell whether an entry can only be a swim."""
    is_sure = is_swum(_name(entry), surely=_off_of(entry) is None)
    return is_sure and _far(_phrases(entry), in_water=True) is not None


def _lengths_of_pool(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the counts that may be distances: bare numbers of whole lengths."""
    bare = [each for each in phrases if each.kind == "COUNT" and re.fullmatch("0*[1-9][0-9]*", each.text)]
    return [each for each in bare if number(each) % _SHORTEST_POOL == 0]


def _on_send_off(entry: Entry, *, is_pool: bool) -> Entry:
    phrases = _phrases(entry)
    off = _off_of(entry)
    if off is None:
        takes = any(each.kind == "TIME" and re.match(r"in\b", each.text, re.IGNORECASE) for each in phrases)
        return _swum(entry) if (is_pool or takes) and is_swum(_name(entry)) else entry
    is_nameless = not any(each.kind in ("WORD", "QUOTED") for each in phrases)
    in_water = is_swum(_name(entry)) or (is_nameless and (is_pool or off.text[0] != "@"))
    far = _far(phrases, in_water=in_water)
    often = next((phrase for phrase in phrases if phrase.kind in _OFTEN), None)
    if off.text[0] == "@" and not in_water:
        if off.kind == "TEMPO":
            return entry
        if far is None and not (often and _counts(phrases)):
            return _with(entry, off, replace(off, kind="AT"))
        raise explain_lists.send_off_or_time(off, _time(off), far or _counts(phrases)[0], entry)
    return _every(entry, off, often, far)


def _swum(entry: Entry) -> Entry:
    """Return a swim with a bare number, named after it, in the time that it takes."""
    phrases = _phrases(entry)
    far = next(iter(_lengths_of_pool(phrases)), None)
    if far is None:
        return entry
    if not any(each.kind in ("TIME", "TEMPO", "SPEED") for each in phrases):
        raise explain_lists.swum_without_time(far, entry)
    called = Phrase(kind="WORD", text=_called(far), at=far.at)
    return replace(entry, parts=(*(part for part in entry.parts if part is not far), called))


def _is_off(phrase: Phrase) -> bool:
    """Tell whether this is `on 1:00` or `@ 1:00`, or `@50s`, which is a tempo beside a count."""
    is_long = phrase.kind == "TEMPO" and re.fullmatch(r"@[ \t]*[1-9][0-9]+[ \t]*s\w*", phrase.text) is not None
    return phrase.kind == "SEND_OFF" or is_long


def _counts(phrases: Sequence[Phrase]) -> list[Phrase]:
    return [phrase for phrase in phrases if phrase.kind == "COUNT"]


def _far(phrases: Sequence[Phrase], *, in_water: bool) -> Phrase | None:
    """Return how far one goes: metres, or the bare number of a swim."""
    far = next(
        (each for each in phrases if each.kind == "DISTANCE" or (each.kind == "TIME" and is_far(each, "swim"))), None
    )
    return far or (next(iter(_lengths_of_pool(phrases)), None) if in_water else None)


def _time(off: Phrase) -> str:
    return re.sub(r"^(?:on|@)[ \t]*", "", off.text, flags=re.IGNORECASE)


def _with(entry: Entry, old: Phrase, new: Phrase) -> Entry:
    return replace(entry, parts=tuple(new if part is old else part for part in entry.parts))


def _every(entry: Entry, off: Phrase, often: Phrase | None, far: Phrase | None) -> Entry:
    """Return an entry whose rounds begin on its send-off, and last as long where nothing says how long they are."""
    rounds = number(often) if often else 1
    scheme = Phrase(kind="EMOM", text=f"every {_time(off)} x{rounds}", at=off.at)
    kept: list[Part] = [part for part in entry.parts if part not in (off, often)]
    is_timed = any(part.kind == "SPEED" or (part.kind == "TIME" and part is not far) for part in kept)
    if far is None or (is_timed and far.kind != "COUNT"):
        return replace(entry, parts=(scheme, *kept))
    called = Phrase(kind="WORD", text=_called(far), at=far.at)
    if far.kind == "COUNT" and not any(part.kind in ("WORD", "QUOTED") for part in kept):
        kept.append(Phrase(kind="WORD", text="swim", at=far.at))
    whole = () if is_timed else (Phrase(kind="TIME", text=_time(off), at=off.at),)
    return replace(entry, parts=(scheme, *whole, *(part for part in kept if part is not far), called))


def _called(far: Phrase) -> str:
    if far.kind == "COUNT":
        return str(number(far))
    return " ".join(map(str, distance(far)))
