"""`cli.options`: how the values of the shared options are read."""

import shlex
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from repcast.cli.commands import cli
from repcast.cli.options import Pictures, customising, picturing
from repcast.session.customise import Customisation
from repcast.session.flags import command


def read(*arguments: str) -> Customisation:
    """Return what options ask for.

    Raises:
        click.UsageError: they are wrong.
    """
    asked: list[Customisation] = []

    @click.command()
    @customising
    def command(customisation: Customisation) -> None:
        asked.append(customisation)

    command.main(list(arguments), standalone_mode=False)
    return asked[0]


def test_nothing_asked_for_changes_nothing() -> None:
    """A plain render would be customised."""
    assert read() == Customisation()


@pytest.mark.parametrize(
    ("text", "setting", "value"),
    [
        ("rounds=2", "rounds", "2"),
        ("Side plank.for=45s", "Side plank.for", "45s"),
        (" rounds = 2 ", "rounds", "2"),
        ("Plank.say=a=b", "Plank.say", "a=b"),
    ],
)
def test_a_setting(text: str, setting: str, value: str) -> None:
    """A setting would be split at the wrong place."""
    assert read("--set", text).settings == {setting: value}


@pytest.mark.parametrize("text", ["16", "+16", "8.5"])
def test_a_loudness_without_its_sign_is_told_the_sign(text: str) -> None:
    """The user would be told of a key, mix.loudness_lufs, that they did not write."""
    with pytest.raises(click.BadParameter, match=rf"loudness is below it; write --loudness -{text.lstrip('+')}"):
        read("--loudness", text)
    assert read("--loudness", f"-{text.lstrip('+')}").settings


@pytest.mark.parametrize("text", ["", "rounds", "=2", "rounds=", " = ", "rounds 2"])
def test_no_setting(text: str) -> None:
    """A mistyped setting would be ignored."""
    with pytest.raises(click.BadParameter, match="lacks a name or a value"):
        read("--set", text)


@pytest.mark.parametrize(("text", "factor"), [("holds=1.5", 1.5), ("holds=0.1", 0.1), ("holds=100", 100.0)])
def test_a_factor(text: str, factor: float) -> None:
    """A session could not be scaled."""
    assert read("--scale", text).scale == {"holds": factor}


@pytest.mark.parametrize("factor", ["0", "-1", "101", "x", "nan", "inf"])
def test_no_factor(factor: str) -> None:
    """A session would be scaled to nothing or without end."""
    with pytest.raises(click.BadParameter, match="is not a factor; write a number above 0 and up to 100"):
        read("--scale", f"holds={factor}")


@pytest.mark.parametrize("text", ["hold=2", "planks=2", "HOLDS=2"])
def test_no_quantity(text: str) -> None:
    """A mistyped quantity would scale nothing."""
    with pytest.raises(click.BadParameter, match="hoose one of holds, work, rests, reps"):
        read("--scale", text)


def test_a_length_is_read_as_a_time() -> None:
    """A session would be fitted to another length than was asked."""
    assert read("--fit", "20m").fit_ms == 1_200_000
    with pytest.raises(click.UsageError, match="write 20s for seconds or 20m for minutes"):
        read("--fit", "20")


def test_options_add_up() -> None:
    """An option given twice would replace its first value, or be forgotten."""
    customisation = read(
        *("--level", "b", "--level", "a"),
        *("--scale", "holds=2", "--scale", "reps=0.5"),
        *("--set", "rounds=2", "--set", "Plank.for=45s"),
        "--beyond-range",
    )
    assert customisation.levels == ("b", "a")
    assert customisation.scale == {"holds": 2.0, "reps": 0.5}
    assert customisation.settings == {"rounds": "2", "Plank.for": "45s"}
    assert customisation.beyond_range


@pytest.mark.parametrize("command", ["render", "plan"])
def test_commands_that_make_sound_can_be_customised(command: str) -> None:
    """A plan could not be looked at for what will be rendered."""
    shown = CliRunner().invoke(cli, [command, "--help"]).output
    assert all(option in shown for option in ("--level", "--scale", "--set", "--beyond-range"))


@pytest.mark.parametrize("command", ["render", "plan", "check"])
def test_completes_names_and_files(command: str) -> None:
    """Tab would offer built-in sessions only, or files only."""
    items = ShellComplete(cli, {}, "repcast", "_REPCAST_COMPLETE").get_completions([command], "pl")
    assert [item.value for item in items if item.type == "plain"] == ["planks", "plyometrics"]
    assert [item.value for item in items if item.type == "file"] == ["pl"]


def drawn(*arguments: str) -> Pictures:
    """Return what the options for pictures ask for.

    Raises:
        click.UsageError: they are wrong.
    """
    asked: list[Pictures] = []

    @click.command()
    @picturing
    def command(pictures: Pictures) -> None:
        asked.append(pictures)

    command.main(list(arguments), standalone_mode=False)
    return asked[0]


def test_pictures_are_drawn_only_where_asked_for() -> None:
    """If this failed, `plan` would write files that nobody asked for."""
    assert drawn() == Pictures(svg=None, png=None, force=False)
    assert drawn().paths == ()


def test_a_picture_s_name_may_be_in_capitals() -> None:
    """If this failed, names as some systems write them would be refused."""
    pictures = drawn("--svg", "a/B.SVG", "--png", "c.png", "--force")
    assert pictures == Pictures(svg=Path("a/B.SVG"), png=Path("c.png"), force=True)
    assert pictures.paths == (Path("a/B.SVG"), Path("c.png"))


@pytest.mark.parametrize(("option", "path"), [("--svg", "a.png"), ("--png", "a.svg"), ("--png", "a"), ("--svg", "")])
def test_a_picture_of_another_suffix_is_refused(option: str, path: str) -> None:
    """If this failed, a file would hold another format than its name says."""
    with pytest.raises(click.BadParameter, match=f"name a file that ends in .{option[2:]}, not "):
        drawn(option, path)


@pytest.mark.parametrize(
    ("customisation", "shown"),
    [
        (Customisation(), ""),
        (
            Customisation(
                levels=("double holds",), scale={"rests": 0.8}, settings={"rounds": "2", "Side plank.for": "1m5s"}
            ),
            '--level "double holds" --scale rests=0.8 --set rounds=2 --set "Side plank.for=1m5s"',
        ),
        (Customisation(settings={"Farmer's walk.for": "5s"}, beyond_range=True), None),
        (Customisation(fit_ms=1_230_000), "--fit 20m30s"),
        (Customisation(settings={'a `b` $c \\ "d"!.for': "5s"}), None),
        (Customisation(levels=("-x", "--set")), None),
        (Customisation(levels=("腹 筋", "*?")), None),
    ],
)
def test_flags_ask_for_what_they_are_made_from(customisation: Customisation, shown: str | None) -> None:
    """If this failed, the command that a view shows would be another than what is seen in it."""
    text = command("core", customisation).removeprefix("repcast render core").lstrip()
    assert shown is None or text == shown
    assert read(*shlex.split(text)) == customisation


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--set", "rounds:2"], "'rounds:2' has no equals sign; write rounds=2"),
        (["--set", "Plank.tips="], "'Plank.tips=' lacks a value; to have none, write Plank.tips=none"),
        (["--set", "title="], "'title=' lacks a name or a value; write them as in"),
        (["--scale", "hold=2"], "'hold' cannot be scaled; did you mean 'holds'? Choose one of "),
        (["--scale", "holds=150%"], "'150%' is not a factor; write holds=1.5"),
        (["--scale", "holds=1,5"], "'1,5' is not a factor; write holds=1.5"),
        (["--scale", "holds=x2"], "'x2' is not a factor; write holds=2"),
        (["--scale", "holds=many"], "'many' is not a factor; write a number above 0 and up to 100, such as 1.5"),
    ],
)
def test_what_people_write_by_habit_is_answered_with_what_to_write(words: list[str], message: str) -> None:
    """Somebody would look up how a factor or a setting is written, though it is clear what they mean."""
    with pytest.raises(click.BadParameter) as caught:
        read(*words)
    assert message in caught.value.message
