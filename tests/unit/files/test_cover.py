"""`files.cover`: a cover that was kept is the one that would be drawn."""

from pathlib import Path

import pytest
from picturing import timeline_of

from repcast.disk.caches import cover_cache
from repcast.files import cover as room
from repcast.files.cover import cover_of
from repcast.picture import cover, to_png

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
