"""`cli.surroundings`: which day is today."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from repcast.cli.surroundings import local_today, now
from repcast.errors import BadVariable


@pytest.fixture(name="zone")
def _zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Return what moves this machine to another time zone; afterwards it is back."""

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is not the environment's there")
@pytest.mark.parametrize("hours", [-12, -5, 0, 9, 14])
def test_today_is_the_date_where_the_machine_is(hours: int, zone: Callable[[str], None]) -> None:
    """If this failed, whoever trains in the evening in New York would be given tomorrow's session."""
    zone(f"XXX{-hours:+}")  # POSIX counts westwards
    before = datetime.now(UTC)
    found = local_today()
    after = datetime.now(UTC)
    assert (before + timedelta(hours=hours)).date() <= found <= (after + timedelta(hours=hours)).date()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is not the environment's there")
def test_two_ends_of_the_world_never_have_the_same_today(zone: Callable[[str], None]) -> None:
    """If this failed, the test above could pass whatever the zone, at most times of the day."""
    zone("XXX+12")
    west = local_today()
    zone("XXX-14")
    assert local_today() - west in (timedelta(days=1), timedelta(days=2))


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is not the environment's there")
def test_a_time_zone_that_is_none(zone: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a mistyped variable would be a fault of ours."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    zone("XXX99")
    for asked in (local_today, now):
        with pytest.raises(BadVariable, match=r"\$TZ"):
            asked()
