"""`cli.training`: which day is today, and which options go together."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import click
import pytest
from click.testing import CliRunner

from repcast.cli.clock import local_today
from repcast.cli.commands import cli


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


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["today", "--date", "2026-02-30"], "'2026-02-30' is not a day: the calendar has no such day"),
        (["today", "--date", "tomorrow"], "'tomorrow' is not a day: write year, month and day"),
        (["week", "--start", "1.2.2026"], "'1.2.2026' is not a day: write year, month and day"),
        (["week", "--weeks", "0"], "--weeks"),
        (["week", "--weeks", "105"], "--weeks"),
        (["week", "--at", "25:00", "--ics"], "--at"),
        (["week", "--at", "07:00"], "add --ics"),
        (["week", "--json", "--ics"], "ask for one of --json, --ics and --render"),
        (["week", "--json", "--render"], "ask for one of --json, --ics and --render"),
        (["week", "-o", "x/"], "nothing is written without --render; add it"),
        (["week", "--ics", "--split"], "nothing is written without --render; add it"),
        (["week", "-q"], "nothing is written without --render; add it"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(arguments: list[str], message: str) -> None:
    """If this failed, an option would be passed over without a word, or a date be guessed."""
    with pytest.raises(click.UsageError) as refused:
        cli.main(arguments, standalone_mode=False)
    assert message in refused.value.format_message()


def test_built_in_plans_are_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, Tab after `repcast week run` would offer nothing."""
    monkeypatch.setenv("_REPCAST_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "repcast week run")
    monkeypatch.setenv("COMP_CWORD", "2")
    completed = CliRunner().invoke(cli, prog_name="repcast")
    assert completed.output.split() == ["plain,runner-strength-6-weeks", "file,run"]
