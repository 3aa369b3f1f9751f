"""What a command writes, and where: the options that say so, and the names that are used when they do not."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from repcast.errors import OutputIsInput
from repcast.formats import CAPTION_FORMATS, SOUND_FORMATS, CaptionFormat, SoundFormat
from repcast.resources import STDIN, user_path

if TYPE_CHECKING:
    from repcast.files.outputs import Output

_YAML: Final = (".yaml", ".yml")
_LONGEST_SLUG: Final = 60
_OTHERS: Final = frozenset(  # endings of what repcast does not write there
    {"aac", "aif", "aiff", "mka", "mp2", "mp4", "oga", "ogg", "wma", "yaml", "yml", "txt", "json", "png", "svg"}
)
F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS: Final = (
    click.option(
        "-o",
        "--output",
        "wanted",
        default="",
        metavar="PATH",
        help="The file to write, or a folder for it. Default: the session's name, in this folder.",
    ),
    click.option(
        "--format",
        "form",
        type=click.Choice(SOUND_FORMATS),
        help="What to write. Default: what the name after -o ends in, else mp3.",
    ),
    click.option("--split", is_flag=True, help="Write an album: a folder with an MP3 for each step, and a playlist."),
    click.option(
        "--captions",
        type=click.Choice(CAPTION_FORMATS),
        multiple=True,
        help="Write captions beside the file: WebVTT, SubRip or LRC.",
    ),
    click.option("--chapters", is_flag=True, help="Write chapters beside the file, as podcast players read them."),
    click.option("--force", is_flag=True, help="Replace a file that repcast did not write."),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Writing:
    """The values of these options."""

    wanted: str
    form: SoundFormat | None = None
    split: bool = False
    captions: tuple[CaptionFormat, ...] = ()
    chapters: bool = False
    force: bool = False

    @property
    def is_asked_for(self) -> bool:
        """Whether any of them was given."""
        return any(getattr(self, each.name) for each in fields(self))

    def output(self, session: str) -> "Output":
        """Return what they ask for, for a session that the user named so.

        Raises:
            click.BadParameter: they contradict each other, or name what repcast cannot write.
        """
        from repcast.files.outputs import Output  # noqa: PLC0415

        if self.split and (self.captions or self.chapters or self.form not in (None, "mp3")):
            message = "an album is of MP3s, and has no captions and chapters of its own"
            raise click.BadParameter(message, param_hint="--split")
        return Output(
            path=target(session, self.wanted or self._folder(), None if self.split else self._form()),
            form=self._form(),
            force=self.force,
            split=self.split,
            captions=self.captions,
            chapters=self.chapters,
        )

    def _folder(self) -> str:
        from repcast.saving import output_folder  # noqa: PLC0415

        return os.path.join(output_folder(), "")  # noqa: PTH118 - a Path has no slash at its end

    def _form(self) -> SoundFormat:
        ending = Path(self.wanted).suffix.lower().removeprefix(".")
        named = next((form for form in SOUND_FORMATS if form == ending), None)
        if ending in _OTHERS or (named and self.form not in (None, named)) or (named and self.split):
            writes = "a folder" if self.split else self.form or ", ".join(SOUND_FORMATS)
            message = f"repcast writes {writes} here; end the name otherwise than in .{ending}"
            raise click.BadParameter(message, param_hint="--output")
        return self.form or named or "mp3"


def writing(command: F) -> F:
    """Add options that say what is written, and hand their values on as `writes`."""
    names = [each.name for each in fields(Writing)]

    @wraps(command)
    def with_options(**options: Any) -> Any:  # noqa: ANN401
        return command(writes=Writing(**{name: options.pop(name) for name in names}), **options)

    for option in reversed(_OPTIONS):
        with_options = option(with_options)
    return with_options  # type: ignore[return-value]


def refuse_input_as_output(source: str, target: Path) -> None:
    """Refuse to write where the session, or the training plan, itself stands.

    Raises:
        OutputIsInput: it is there that is wanted.
    """
    if _is_same(target, source):
        raise OutputIsInput(target)


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - a Path raises an error where a name is too long


def _is_same(path: Path, reference: str) -> bool:
    source = user_path(reference)
    try:
        return source.is_file() and path.samefile(source)  # a folder may be called as a built-in session is
    except OSError:  # one of them is not there, or has a name that the system cannot even ask for
        return False


def slug(title: str) -> str:
    """Return a title as the name of a file: `Flutter kicks` becomes `flutter-kicks`."""
    words = re.findall(r"\w+", re.sub("['’]", "", title.casefold()))
    while len("-".join(words)) > _LONGEST_SLUG and len(words) > 1:
        words.pop()
    return "-".join(words)[:_LONGEST_SLUG] or "session"


def _yaml(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    del ctx, param
    if path and path.suffix.lower() not in _YAML:
        message = f"name a file that ends in .yaml, not '{path}'"
        raise click.BadParameter(message)
    return path


saving = click.option(
    "--save",
    type=click.Path(path_type=Path),
    default=None,
    metavar="PATH",
    callback=_yaml,
    help="Write the session, too, as YAML.",
)


def target(session: str, wanted: str, form: SoundFormat | None) -> Path:
    """Return the path to write to: as wanted, or named after the session.

    Args:
        session: as the user named it.
        wanted: a file's name or a folder's; empty for the session's name in the folder where we are.
        form: of the file; None for a folder of files.
    """
    if wanted == STDIN:
        message = "sound cannot be written to standard output; name a file"
        raise click.BadParameter(message, param_hint="--output")
    path = user_path(wanted)
    is_inside = wanted.endswith(("/", os.sep)) or (form is not None and _is_folder(path))
    if not is_inside:
        return path
    name = "session" if session == STDIN else Path(session).stem
    ending = f".{form}" if form else ""
    return _free(path, name, ending, session)


def _free(folder: Path, name: str, ending: str, session: str) -> Path:
    """Return the path of that name; where that is the session itself, the next number's that is free."""
    path = folder / f"{name}{ending}"
    if not _is_same(path, session):
        return path
    base = re.sub(r"-\d+$", "", name)
    return next(path for number in count(2) if not (path := folder / f"{base}-{number}{ending}").exists())
