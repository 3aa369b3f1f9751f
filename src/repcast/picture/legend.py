"""What the page's colours and marks mean."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from repcast.picture.colours import Palette, Part
from repcast.picture.drawing import Line, Rectangle, Shape, Text
from repcast.picture.grid import MARGIN
from repcast.picture.lettering import width_of
from repcast.plan.wording import Wording

SMALL: Final = 14
FINE: Final = 12
VOICE_HEIGHT: Final = 6
SIGNAL_HEIGHT: Final = 4
CROSS: Final = 12  # a cross's width, with the room around it
_TOP: Final = 66
_KEY: Final = 14
_BASELINE: Final = _TOP + 12
_BESIDE: Final = 6  # key and word
_APART: Final = 22  # word and next key


def legend(dropped: int, wording: Wording, palette: Palette) -> tuple[tuple[Shape, ...], tuple[Text, ...]]:
    """Return the keys and their words, in one line under the title; crosses only where something was dropped."""
    shapes: list[Shape] = []
    texts = []
    x = float(MARGIN)
    for word, key in _entries(dropped, wording, palette):
        shapes.extend(key(x))
        width = width_of(word, SMALL)
        texts.append(Text(x=x + _KEY + _BESIDE, y=_BASELINE, text=word, size=SMALL, width=width, colour=palette.ink))
        x += _KEY + _BESIDE + width + _APART
    return tuple(shapes), tuple(texts)


def _entries(
    dropped: int, wording: Wording, palette: Palette
) -> Iterator[tuple[str, Callable[[float], Iterable[Shape]]]]:
    shown, names = wording.shown, wording.step_names
    parts: dict[Part, str] = {
        "lead_in": wording.inside(names["lead_in"]),
        "work": shown["work"],
        "recover": shown["recover"],
        "rest": wording.inside(names["rest"]),
        "switch": wording.inside(names["switch"]),
        "speech": shown["speech"],
    }
    for part, word in parts.items():
        yield word, partial(_key, width=_KEY, height=_KEY, colour=palette.parts[part])
    yield shown["voice"], partial(_key, width=_KEY, height=VOICE_HEIGHT, colour=palette.ink)
    yield shown["signal"], partial(_key, width=SIGNAL_HEIGHT, height=SIGNAL_HEIGHT, colour=palette.ink)
    if dropped:
        yield (
            shown["dropped"].format(n=dropped),
            partial(cross, y=_TOP + (_KEY - CROSS) / 2, label="", colour=palette.ink),
        )


def _key(x: float, *, width: float, height: float, colour: str) -> tuple[Rectangle]:
    left, top = x + (_KEY - width) / 2, _TOP + (_KEY - height) / 2
    return (Rectangle(x=left, y=top, width=width, height=height, colour=colour),)


def cross(x: float, y: float, label: str, colour: str) -> Iterator[Line]:
    """Yield the mark for what is not heard; x and y are its upper left corner."""
    left, top, right, bottom = x, y + 1, x + CROSS - 2, y + CROSS - 1
    yield Line(x1=left, y1=top, x2=right, y2=bottom, width=3, colour=colour, label=label)
    yield Line(x1=left, y1=bottom, x2=right, y2=top, width=3, colour=colour, label=label)
