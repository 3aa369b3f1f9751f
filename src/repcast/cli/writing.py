"""The options that say what a command writes, and where."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from repcast.cli.options import handing_over, path_option
from repcast.errors import Misuse
from repcast.files.outputs import YAML_ENDINGS, OutputRequest
from repcast.formats import CAPTION_FORMATS, SOUND_FORMATS

F = TypeVar("F", bound=Callable[..., Any])

saving = path_option("--save", *YAML_ENDINGS, use="Also write the session, as YAML.")

_writing = handing_over(
    "request",
    OutputRequest,
    click.option(
        "-o",
        "--output",
        "name",
        default="",
        metavar="PATH",
        help="The file to write, or a folder for it. Default: the session's name, in this folder.",
    ),
    click.option(
        "--format",
        "form",
        type=click.Choice(SOUND_FORMATS),
        help="The format of the sound. Default: the ending of the name after -o, else mp3.",
    ),
    click.option("--split", is_flag=True, help="Write an album: a folder with an MP3 for each step, and a playlist."),
    click.option(
        "--captions",
        type=click.Choice(CAPTION_FORMATS),
        multiple=True,
        help="Also write captions beside the file: WebVTT, SubRip or LRC.",
    ),
    click.option("--chapters", is_flag=True, help="Also write a chapters file beside it, for podcast players."),
    click.option("--force", is_flag=True, help="Replace a file that repcast did not write."),
)


def writing(command: F) -> F:
    """Add the options that say what is written; a contradiction between them is an error of usage."""
    return _writing(usage()(command))


@contextmanager
def usage(option: str = "") -> Iterator[None]:
    """Within this context, show a request that contradicts itself as an error of usage.

    Raises:
        click.BadParameter: the request contradicts itself; it names the option, else the one of the error.
    """
    try:
        yield
    except Misuse as error:
        raise click.BadParameter(str(error), param_hint=option or error.option) from None
