"""Send-offs, as swimmers write them: `8x50m free on 1:00` begins one every minute; so does `8 x 50 free @ 1:00`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from repcast.reading.shorthand import explain_lists
from repcast.reading.shorthand.amounts import distance, is_far, number
from repcast.reading.shorthand.text import Entry, Part, Phrase

_OFTEN: Final = frozenset({"TIMES", "ROUNDS", "XN"})
_SWUM: Final = re.compile(
    r"sw[aiu]m(?:ming)?|free(?:style)?|(?:back|breast)(?:stroke)?|(?:butter)?fly|kick|pull|drill|im|choice|stroke",
    re.IGNORECASE,
)


def on_send_offs(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries, with send-offs as rounds that begin every so often.

    Raises:
        Unreadable: a time may be a send-off, or that of the distance before it; or one of several swims has neither.
    """
    is_pool = any(_off_of(entry) and _is_swum(entry) for entry in entries)
    return [_on_send_off(entry, is_pool=is_pool) for entry in entries]


def _phrases(entry: Entry) -> list[Phrase]:
    return [part for part in entry.parts if isinstance(part, Phrase)]


def _off_of(entry: Entry) -> Phrase | None:
    return next((phrase for phrase in _phrases(entry) if _is_off(phrase)), None)


def _is_swum(entry: Entry) -> bool:
    names = [part for heading in entry.headings for part in heading.parts] + [*entry.parts]
    words = [word for part in names if part.kind in ("WORD", "LABEL") for word in part.text.strip(": ").split()]
    return any(_SWUM.fullmatch(word) for word in words)


def _on_send_off(entry: Entry, *, is_pool: bool) -> Entry:
    phrases = _phrases(entry)
    off, counts = _off_of(entry), _counts(phrases)
    if off is None and is_pool and _is_swum(entry) and counts and not any(each.kind == "TIME" for each in phrases):
        raise explain_lists.swum_without_time(counts[0], entry)
    if off is None:
        return entry
    is_nameless = off.text[0] != "@" and not any(each.kind in ("WORD", "QUOTED") for each in phrases)
    is_swum = is_pool or _is_swum(entry) or is_nameless
    far = _far(phrases, is_swum=is_swum)
    often = next((phrase for phrase in phrases if phrase.kind in _OFTEN), None)
    if off.text[0] == "@" and not is_swum:
        if off.kind == "TEMPO":
            return entry
        if far is None and not (often and _counts(phrases)):
            return _with(entry, off, replace(off, kind="AT"))
        raise explain_lists.send_off_or_time(off, _time(off), far or _counts(phrases)[0], entry)
    return _every(entry, off, often, far)


def _is_off(phrase: Phrase) -> bool:
    """Tell whether this is `on 1:00` or `@ 1:00`, or `@50s`, which is a tempo beside a count."""
    is_tempo = phrase.kind == "TEMPO" and re.fullmatch(r"@[ \t]*[0-9.]+[ \t]*s\w*", phrase.text) is not None
    return phrase.kind == "SEND_OFF" or is_tempo


def _counts(phrases: Sequence[Phrase]) -> list[Phrase]:
    return [phrase for phrase in phrases if phrase.kind == "COUNT"]


def _far(phrases: Sequence[Phrase], *, is_swum: bool) -> Phrase | None:
    """Return how far one goes: metres, or the bare number of a swim."""
    far = next(
        (each for each in phrases if each.kind == "DISTANCE" or (each.kind == "TIME" and is_far(each, "swim"))), None
    )
    return far or (next(iter(_counts(phrases)), None) if is_swum else None)


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
