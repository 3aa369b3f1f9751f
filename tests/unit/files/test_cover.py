"""`files.cover`: a picture that was kept is the one that would be drawn."""

from pathlib import Path

import pytest
from picturing import in_rounds, timeline_of

import builders
from repcast.disk.caches import cover_cache
from repcast.files import cover as room
from repcast.files.cover import cards_of, cover_of
from repcast.picture import card_of, cover, draw_card, to_png, to_small_png

TIMELINE = timeline_of(("work", 60_000), ("rest", 30_000))


def test_what_is_kept_is_what_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a file would differ from the one before, or each render draw its cover again."""
    drawn = to_png(cover(TIMELINE))
    assert cover_of(TIMELINE, cover_cache(tmp_path)) == drawn
    monkeypatch.delattr(room, "to_png")
    assert cover_of(TIMELINE, cover_cache(tmp_path)) == drawn


def test_another_picture_is_drawn(tmp_path: Path) -> None:
    """If this failed, a changed session would keep the cover that it had."""
    other = timeline_of(("work", 60_000), ("rest", 31_000))
    first, second = (cover_of(timeline, cover_cache(tmp_path)) for timeline in (TIMELINE, other))
    assert first != second == to_png(cover(other))


def test_another_pillow_draws_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a file would depend on what was installed before."""
    cover_of(TIMELINE, cover_cache(tmp_path))
    monkeypatch.setattr(room, "version", lambda _: "0.0")
    monkeypatch.setattr(room, "to_png", lambda _: b"drawn anew")
    assert cover_of(TIMELINE, cover_cache(tmp_path)) == b"drawn anew"


def test_each_chapter_has_a_card_and_equal_ones_the_same_bytes(tmp_path: Path) -> None:
    """If this failed, a lock screen would show no exercise, or each round's rest cost a picture of its own."""
    steps = in_rounds(3, ("work", 20_000), ("rest", 10_000), lead_in_ms=10_000)
    cards = cards_of(builders.timeline(steps=steps), {}, cover_cache(tmp_path))
    assert [*cards] == [*range(7)]
    rests = [builders.changed(step, name="Rest") for step in steps if step.facts.purpose == "rest"]
    assert len({to_small_png(draw_card(card_of(rest, "en"))) for rest in rests}) == 1
    assert len({cards[index] for index in (1, 3, 5)}) == 3, "each round its own"


def test_cards_that_are_kept_are_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, each render would load Pillow."""
    drawn = cards_of(TIMELINE, {}, cover_cache(tmp_path))
    monkeypatch.delattr(room, "to_small_png")
    assert cards_of(TIMELINE, {}, cover_cache(tmp_path)) == drawn
    assert len({*drawn.values()}) == 2
