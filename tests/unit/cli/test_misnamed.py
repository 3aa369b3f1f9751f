"""`cli.misnamed`: options that are settings say so."""

import click
import pytest

from repcast.cli.commands import cli
from repcast.cli.misnamed import as_setting


def _told(*words: str) -> str:
    """Return what is said of a command line with an option that does not exist."""
    with pytest.raises(click.NoSuchOption) as caught:
        cli.main([*words], standalone_mode=False)
    return as_setting(caught.value, words).format_message()


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        (("--rounds", "2"), "--set rounds=2"),
        (("--rounds=2",), "--set rounds=2"),
        (("--sets", "3"), "--set rounds=3"),
        (("--rest-between-steps", "30s"), "--set rest_between_steps=30s"),
        (("--rest", "30s"), "--set rest_between_steps=30s"),
        (("--title", "My circuit"), '--set "title=My circuit"'),
        (("--lead-in", "--quiet"), "--set lead_in=VALUE"),
        (("--tempo", "3s"), "--set NAME.tempo=3s, with the name of a step before the dot"),
        (("--for", "45s"), "--set NAME.for=45s, with the name of a step before the dot"),
    ],
)
def test_an_option_that_is_a_setting_is_told_as_one(words: tuple[str, ...], instead: str) -> None:
    """If this failed, `--rounds 2` would be asked whether it means the loudness."""
    assert _told("render", "core", *words) == f"No such option: {words[0].partition('=')[0]}; write {instead}"


@pytest.mark.parametrize("words", [("render", "core", "--loudnes", "-16"), ("voices", "--rounds", "2")])
def test_any_other_option_is_told_of_as_ever(words: tuple[str, ...]) -> None:
    """If this failed, a slip in an option's name would be taken for a setting, or be advised where none fits."""
    assert "--set" not in _told(*words).split("(")[0]
