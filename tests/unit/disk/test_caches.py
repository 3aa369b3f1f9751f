"""`disk.caches`: every kind of cache, each on its own in one folder."""

from pathlib import Path

from repcast.disk.caches import CACHES


def test_kinds_do_not_meet(tmp_path: Path) -> None:
    """If this failed, one kind would be counted, pruned and cleared with another."""
    caches = [cache_in(tmp_path) for cache_in in CACHES.values()]
    assert len({cache.path(b"x") for cache in caches}) == len(caches) > 1
    for cache in caches:
        cache.put(b"x", b"kept")
    for cache in caches:
        assert cache.clear(lambda _: None).count == 1
