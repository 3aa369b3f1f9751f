"""What the page's colours, marks and numbers mean: keys and words, in as many lines as they take."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from repcast.picture.colours import Palette, Part, part_of
from repcast.picture.drawing import Line, Rectangle, Shape, Text
from repcast.picture.lettering import fit, width_of
from repcast.plan.languages import wording_of
from repcast.plan.timeline import Timeline

SIZE: Final = 15
VOICE_HEIGHT: Final = 6
SIGNAL_HEIGHT: Final = 4
CROSS: Final = 12  # a cross's width, with the room around it
_KEY: Final = 14
_LINE: Final = 24  # from one line to the next
_BESIDE: Final = 7  # key and word
_APART: Final = 22  # word and next key
_CAP_HEIGHT: Final = 11  # of letters of the size above

Key = Callable[[float, float], Iterable[Shape | Text]]
"""Draws a key, given its left edge and the line's upper edge."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a legend stands: its upper left corner, and how wide it may be."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Legend:
    """Keys and their words, and how much height they take."""

    shapes: tuple[Shape, ...]
    texts: tuple[Text, ...]
    height: float


def legend(timeline: Timeline, palette: Palette, place: Place) -> Legend:
    """Return the keys of what a plan has; crosses only where something is dropped."""
    return _laid_out(_entries(timeline, palette), palette, place)


def numbered(names: Iterable[str], palette: Palette, place: Place) -> Legend:
    """Return names with their numbers, from 1, which stand in blocks that are too narrow for the names."""
    entries = ((name, partial(_number, number=str(number), palette=palette)) for number, name in enumerate(names, 1))
    return _laid_out(entries, palette, place)


def _laid_out(entries: Iterable[tuple[str, Key]], palette: Palette, place: Place) -> Legend:
    """Return entries side by side, in a new line where one does not fit."""
    shapes: list[Shape] = []
    texts: list[Text] = []
    left, top = place.x, place.y
    for text, key in entries:
        word = " ".join(fit(text, width=place.width - _KEY - _BESIDE, lines=1, largest=SIZE, smallest=SIZE).lines)
        word_width = width_of(word, SIZE)
        if left > place.x and left + _KEY + _BESIDE + word_width > place.x + place.width:
            left, top = place.x, top + _LINE
        for mark in key(left, top):
            (texts if isinstance(mark, Text) else shapes).append(mark)  # type: ignore[arg-type]
        at = left + _KEY + _BESIDE
        texts.append(Text(x=at, y=_baseline(top), text=word, size=SIZE, width=word_width, colour=palette.ink))
        left = at + word_width + _APART
    return Legend(shapes=tuple(shapes), texts=tuple(texts), height=top + _LINE - place.y if texts else 0)


def _entries(timeline: Timeline, palette: Palette) -> Iterator[tuple[str, Key]]:
    wording = wording_of(timeline.language)
    shown, names = wording.shown, wording.step_names
    parts: dict[Part, str] = {
        "work": shown["work"],
        "recover": shown["recover"],
        "rest": wording.inside(names["rest"]),
        "switch": wording.inside(names["switch"]),
        "lead_in": wording.inside(names["lead_in"]),
        "speech": shown["speech"],
    }
    there = {part_of(step.facts) for step in timeline.steps}
    for part in (part for part in parts if part in there):
        yield parts[part], partial(_swatch, width=_KEY, height=_KEY, colour=palette.parts[part])
    tracks = {event.track for event in timeline.events}
    if "voice" in tracks:
        yield shown["voice"], partial(_swatch, width=_KEY, height=VOICE_HEIGHT, colour=palette.ink)
    if "earcon" in tracks:
        yield shown["signal"], partial(_swatch, width=SIGNAL_HEIGHT, height=SIGNAL_HEIGHT, colour=palette.ink)
    if timeline.dropped:
        yield shown["dropped"].format(n=len(timeline.dropped)), partial(_cross_key, colour=palette.ink)


def _swatch(x: float, y: float, *, width: float, height: float, colour: str) -> Iterator[Rectangle]:
    left, top = x + (_KEY - width) / 2, y + (_LINE - height) / 2
    yield Rectangle(x=left, y=top, width=width, height=height, colour=colour)


def _cross_key(x: float, y: float, *, colour: str) -> Iterator[Line]:
    return cross(x, y + (_LINE - CROSS) / 2, label="", colour=colour)


def _number(x: float, y: float, *, number: str, palette: Palette) -> Iterator[Text]:
    width = width_of(number, SIZE)
    yield Text(
        x=x + _KEY,
        y=_baseline(y),
        text=number,
        size=SIZE,
        width=width,
        colour=palette.quiet,
        align="end",
        bold=True,
    )


def _baseline(top: float) -> float:
    return top + (_LINE + _CAP_HEIGHT) / 2


def cross(x: float, y: float, label: str, colour: str) -> Iterator[Line]:
    """Yield the mark for what is not heard; x and y are its upper left corner."""
    left, top, right, bottom = x, y + 1, x + CROSS - 2, y + CROSS - 1
    yield Line(x1=left, y1=top, x2=right, y2=bottom, width=3, colour=colour, label=label)
    yield Line(x1=left, y1=bottom, x2=right, y2=top, width=3, colour=colour, label=label)
