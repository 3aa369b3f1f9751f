"""`cli.training`: which options go together, and what they take."""

import click
import pytest
from click.testing import CliRunner

from repcast.cli.commands import cli


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
