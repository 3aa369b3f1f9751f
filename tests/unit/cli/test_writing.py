"""`cli.writing`: how the options that say what is written are read, and how a slip in them is shown."""

import click
import pytest
from click.testing import CliRunner

from repcast.cli.writing import usage, writing
from repcast.errors import SoundToStandardOutput
from repcast.files.outputs import OutputRequest


def read(*arguments: str) -> OutputRequest:
    """Return what options ask for."""
    asked: list[OutputRequest] = []

    @click.command()
    @writing
    def command(request: OutputRequest) -> None:
        asked.append(request)

    command.main(list(arguments), standalone_mode=False)
    return asked[0]


def test_each_option_reaches_the_request() -> None:
    """If this failed, an option would be read and forgotten."""
    assert read() == OutputRequest()
    assert read(
        *("-o", "x/"),
        *("--format", "opus"),
        "--split",
        *("--captions", "srt", "--captions", "lrc"),
        "--chapters",
        "--force",
    ) == OutputRequest(name="x/", form="opus", split=True, captions=("srt", "lrc"), chapters=True, force=True)


def test_a_request_that_contradicts_itself_is_a_slip_of_usage() -> None:
    """If this failed, a slip in an option would look like a problem of the session, and exit with another code."""

    @click.command()
    @writing
    def command(request: OutputRequest) -> None:
        request.output("core")

    shown = CliRunner().invoke(command, ["-o", "x.ogg"], prog_name="it")
    assert shown.exit_code == 2
    assert shown.output.startswith("Usage: it [OPTIONS]\n")
    assert "Error: Invalid value for --output: the name cannot end in .ogg here" in shown.output


def test_a_slip_is_shown_for_the_option_that_it_was_made_with() -> None:
    """If this failed, `repcast sounds --demo -` would speak of --output, which that command does not have."""
    with pytest.raises(click.BadParameter) as refused, usage("--demo"):
        raise SoundToStandardOutput
    assert refused.value.format_message().startswith("Invalid value for --demo: sound cannot")
