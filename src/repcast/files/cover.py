"""The pictures that players show of a file and its chapters: drawn once for all that look alike, and kept.

Pillow, which draws them, is loaded only where one was not kept.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from typing import Final

from repcast.disk.cache import Cache
from repcast.files.own_picture import own_picture
from repcast.picture import card_of, cover, draw_card, to_png, to_small_png
from repcast.plan.chapters import chapters
from repcast.plan.timeline import Timeline
from repcast.resources import user_path

_LENGTH_BYTES: Final = 4


def cover_of(timeline: Timeline, kept: Cache) -> bytes:
    """Return a timeline's cover as a PNG."""
    drawing = cover(timeline)
    [made] = _made(str(drawing), lambda: [to_png(drawing)], kept)
    return made


def cards_of(timeline: Timeline, own: Mapping[int, str], kept: Cache) -> dict[int, bytes]:
    """Return a small picture for each chapter that is named after one step, by the step's index.

    Args:
        timeline: what chapters it has, and what their cards say.
        own: the author's pictures of some steps, in place of their cards.
        kept: where pictures are kept.

    Raises:
        UnreadableFile: one of the author's cannot be used.
    """
    steps = (timeline.steps[chapter.step] for chapter in chapters(timeline) if chapter.step is not None)
    cards = {step.index: card_of(step, timeline.language) for step in steps}
    distinct = [*dict.fromkeys(cards.values())]
    made = _made(str(distinct), lambda: [to_small_png(draw_card(card)) for card in distinct], kept)
    pictures = dict(zip(distinct, made, strict=True))
    written = {file: own_picture(user_path(file), kept) for file in {*own.values()}}
    return {index: written[own[index]] if index in own else pictures[card] for index, card in cards.items()}


def _made(what: str, make: Callable[[], list[bytes]], kept: Cache) -> list[bytes]:
    """Return pictures that are kept, all in one entry, or else made; another version of Pillow may draw otherwise."""
    made_from = f"{version('pillow')} {what}".encode()
    if found := kept.get(made_from):
        return [*_unpacked(found)]
    made = make()
    kept.put(made_from, b"".join(len(each).to_bytes(_LENGTH_BYTES) + each for each in made))
    kept.tidy()
    return made


def _unpacked(entry: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(entry):
        begin = at + _LENGTH_BYTES
        at = begin + int.from_bytes(entry[at:begin])
        yield entry[begin:at]
