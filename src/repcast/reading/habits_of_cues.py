"""Cues as people write them by habit -> the list that is meant: `{2m: Pick up the pace}`, `every 60s: tick`."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, get_args

from repcast.durations import MOMENT_PATTERN, parse_duration
from repcast.session.settings import Signal
from repcast.units import SECOND_MS, format_duration

Cue = dict[str, Any]

_SIGNALS: Final = get_args(Signal)
_BEEPS: Final = frozenset({"beep", "bell", "ding", "ping", "chime", "gong", "click", "sound"})
_HALF: Final = frozenset({"half", "halfway", "half way", "middle", "midway"})
_START: Final = frozenset({"start", "beginning", "at the start"})
_OTHER_KEYS: Final = {
    **dict.fromkeys(("text", "words", "message", "speak", "speech", "cue"), "say"),
    **dict.fromkeys(("time", "when", "moment"), "at"),
    **dict.fromkeys(("signal", "tone", "play"), "sound"),
}
_AT: Final = re.compile(
    r"(?:at\s+)?(?P<time>-?\s*[0-9].*?)(?P<end>\s+(?:before(?: the)? end|left|to go|from(?: the)? end))?"
)
_LAST: Final = re.compile(r"(?:the\s+)?last\s+(?P<time>[0-9].*)")
_EVERY: Final = re.compile(r"(?:every|each)\s+(?P<time>[0-9].*|minute)")
_IN_WORDS: Final = re.compile(
    r"(?P<when>(?:at\s+|every\s+)?-?[0-9][0-9:.]*\s*[a-z]*)\s*[:,–—-]?\s+(?P<what>[^\W\d_].*)"
)


def as_cues(written: object, length: object) -> list[Cue] | None:
    """Return the list of cues that somebody meant; None where that is not known.

    Args:
        written: in place of the list.
        length: how long the step takes, as its author writes it.
    """
    items: Iterable[object] = written if isinstance(written, list) else [written]
    found = [cue for item in items for cue in _cues_of(item, length)]
    return found if found and all(found) else None


def has_moments(written: object) -> bool:
    """Tell whether a mapping has moments for keys, as only cues would."""
    return isinstance(written, dict) and bool(written) and all(_when(str(key), None) for key in written)


def _cues_of(item: object, length: object) -> list[Cue]:
    """Return the cues that an item of a list stands for; an empty one in it for what nobody can read."""
    if isinstance(item, str):
        words = _IN_WORDS.fullmatch(item.strip())
        return [_cue(words["when"], words["what"], length)] if words else [{}]
    if not isinstance(item, dict):
        return [{}]
    named = {_OTHER_KEYS.get(str(key).lower(), str(key)): value for key, value in item.items()}
    if named.keys() & {"at", "every"}:
        return [{key: _time(value) if key in ("at", "every") else value for key, value in named.items()}]
    return [_cue(str(key), what, length) for key, what in item.items()]


def _cue(when: str, what: object, length: object) -> Cue:
    moment = _when(when, length)
    if isinstance(what, Mapping) and len(what) == 1:
        return {**moment, **what} if moment else {}
    if not moment or not isinstance(what, str):
        return {}
    if what in _SIGNALS or what in _BEEPS:  # in small letters; Go, or Go!, is a word to say
        return {**moment, "sound": what if what in _SIGNALS else "tick"}
    return {**moment, "say": what}


def _when(text: str, length: object) -> Cue:
    """Return a moment as a cue has it; an empty one for what is none."""
    text = text.strip().lower()
    if text in _START:
        return {"at": "0s"}
    if text in _HALF:
        return {"at": _half(length)}
    if found := _EVERY.fullmatch(text):
        return _valid("every", "60s" if found["time"] == "minute" else found["time"])
    if found := _LAST.fullmatch(text):
        return _valid("at", f"-{found['time']}")
    found = _AT.fullmatch(text)
    return _valid("at", f"-{found['time'].lstrip('- ')}" if found["end"] else found["time"]) if found else {}


def _valid(key: str, time: str) -> Cue:
    text = _time(time.strip())
    return {key: text} if isinstance(text, str) and re.search(MOMENT_PATTERN, text) else {}


def _time(value: object) -> object:
    """Return a bare number as seconds, and anything else as it is."""
    return f"{value}s" if re.fullmatch(r"-?[0-9]{1,5}(?:\.[0-9]{1,3})?", str(value)) else value


def _half(length: object) -> str:
    try:
        return format_duration(parse_duration(str(length)) // 2 // SECOND_MS * SECOND_MS)
    except ValueError:
        return "30s"
