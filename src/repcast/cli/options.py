"""The options that several commands share, and how their values are read."""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click
from click.shell_completion import CompletionItem

from repcast.bounds import Quantity
from repcast.resources import builtin_sessions, builtin_training_plans

if TYPE_CHECKING:
    from repcast.session.customise import Customisation

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


def _completing(names: Callable[[], Iterable[str]]) -> Callable[..., list[CompletionItem]]:
    """Return what completes built-in names, and lets the shell complete files."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        del ctx, param
        found = [CompletionItem(name) for name in names() if name.startswith(incomplete)]
        return [*found, CompletionItem(incomplete, type="file")]

    return complete


complete_session = _completing(builtin_sessions)
complete_training_plan = _completing(builtin_training_plans)
complete_builtin = _completing(lambda: [*builtin_sessions(), *builtin_training_plans()])


def _settings(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    del ctx, param
    from repcast.session.flag_text import assignment  # noqa: PLC0415

    return dict(_read(assignment, text) for text in texts)


def _factors(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> dict[Quantity, float]:
    del ctx, param
    from repcast.session.flag_text import factor  # noqa: PLC0415

    return dict(_read(factor, text) for text in texts)


def _read(read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _loudness(ctx: click.Context, param: click.Parameter, text: str | None) -> str | None:
    """Check what only a forgotten sign can mean; what else is wrong, the session says."""
    del ctx, param
    if text and text.strip("0123456789.+") == "" and text.strip("+0.") != "":
        message = f"'{text}' is above 0, and loudness is below it; write --loudness -{text.lstrip('+')}"
        raise click.BadParameter(message)
    return text


def _length(ctx: click.Context, param: click.Parameter, text: str | None) -> int | None:
    del ctx, param
    if text is None:
        return None
    from repcast.durations import parse_duration  # noqa: PLC0415

    return read_by(parse_duration, text, "a length")


def read_by(parse: Callable[[str], T], text: str, what: str) -> T:
    """Return what a parser makes of an option's value; the parser's refusal says what to write instead."""
    try:
        return parse(text)
    except ValueError as error:
        message = f"'{text}' is not {what}: {error}"
        raise click.BadParameter(message) from None


def _ending_in(endings: tuple[str, ...]) -> Callable[[click.Context, click.Parameter, Path | None], Path | None]:
    def checked(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
        del ctx, param
        if path and path.suffix.lower() not in endings:
            message = f"name a file that ends in {endings[0]}, not '{path}'"
            raise click.BadParameter(message)
        return path

    return checked


session_argument = click.argument("session", shell_complete=complete_session)
as_json = click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
voice_option = click.option(
    "--voice",
    default=None,
    metavar="NAME",
    help="Who speaks; `repcast voices` lists them. Same as --set voice.name=NAME.",
)
talk_option = click.option(
    "--talk",
    default=None,
    metavar="LEVEL",
    help="How much is said: full, usual, little or none. Same as --set talk=LEVEL.",
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Print problems only.")


def handing_over(name: str, build: Callable[..., object], *options: Callable[[F], F]) -> Callable[[F], F]:
    """Return what adds options to a command and hands it one value, built from theirs.

    Args:
        name: of the command's parameter.
        build: has a parameter for each of the options.
        options: as click makes them, in the order in which the help shows them.
    """
    names = inspect.signature(build).parameters.keys()

    def add(command: F) -> F:
        @wraps(command)
        def with_value(**values: Any) -> Any:  # noqa: ANN401 - whatever the command's other parameters are
            value = build(**{each: values.pop(each) for each in names})
            return command(**{name: value}, **values)

        for option in reversed(options):
            with_value = option(with_value)
        return with_value  # type: ignore[return-value]

    return add


def _customisation(  # noqa: PLR0913 - a parameter for each option
    *,
    levels: tuple[str, ...],
    scale: "dict[Quantity, float]",
    settings: dict[str, str],
    music: str | None,
    loudness: str | None,
    voice: str | None,
    talk: str | None,
    beyond_range: bool,
    fit_ms: int | None,
) -> "Customisation":
    from repcast.session.customise import Customisation  # noqa: PLC0415

    named = (("music", music), ("mix.loudness_lufs", loudness), ("voice.name", voice))
    short = {key: value for key, value in named if value is not None}
    first = {"talk": talk} if talk is not None else {}  # single things, as in --set talk.tips=off, go over it
    return Customisation(
        levels=levels, scale=scale, settings={**first, **settings, **short}, beyond_range=beyond_range, fit_ms=fit_ms
    )


def in_voice(voice: str | None, talk: str | None = None) -> "Customisation":
    """Return what `--voice` and `--talk` alone change."""
    from repcast.session.customise import Customisation  # noqa: PLC0415

    named = (("talk", talk), ("voice.name", voice))
    return Customisation(settings={key: value for key, value in named if value})


fit_option = click.option(
    "--fit",
    "fit_ms",
    default=None,
    callback=_length,
    metavar="TIME",
    help="Make it so long, such as 20m: works, holds, reps and rests scaled alike, within the author's ranges.",
)

customising = handing_over(
    "customisation",
    _customisation,
    click.option("--level", "levels", multiple=True, metavar="NAME", help="Apply one of the session's levels."),
    click.option(
        "--scale",
        multiple=True,
        callback=_factors,
        metavar="QUANTITY=FACTOR",
        help="Multiply holds, work, rests or reps, such as holds=1.5.",
    ),
    click.option(
        "--set",
        "settings",
        multiple=True,
        callback=_settings,
        metavar="KEY=VALUE",
        help='Set a value, such as rounds=2, tips=none or "Side plank.for=45s"; any that the session has.',
    ),
    click.option(
        "--music",
        default=None,
        metavar="PATH",
        help="Play a file, or a folder of files, under the voice; or none. Same as --set music=PATH.",
    ),
    click.option(
        "--loudness",
        default=None,
        callback=_loudness,
        metavar="LUFS",
        help="How loud the file is; default -19, with music -16. Same as --set mix.loudness_lufs=LUFS.",
    ),
    voice_option,
    talk_option,
    click.option("--beyond-range", is_flag=True, help="Allow values outside the author's ranges."),
    fit_option,
)
"""Adds the options that change a session before it is unrolled."""


class Pictures(NamedTuple):
    """The pictures to draw of a plan, and whether they may replace files that repcast did not write."""

    svg: Path | None
    png: Path | None
    force: bool

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where they are drawn."""
        return tuple(filter(None, (self.svg, self.png)))


def path_option(name: str, *endings: str, use: str) -> Callable[[F], F]:
    """Return an option for a file that a command also writes; its name must have one of the endings."""
    kind = click.Path(path_type=Path)
    return click.option(name, type=kind, default=None, metavar="PATH", callback=_ending_in(endings), help=use)


picturing = handing_over(
    "pictures",
    Pictures,
    path_option("--svg", ".svg", use="Also draw the plan as an SVG, for browsers and print."),
    path_option("--png", ".png", use="Also draw the plan as a PNG."),
    click.option("--force", is_flag=True, help="Replace a picture that repcast did not write."),
)
"""Adds the options that draw a plan."""
