"""The options that several commands share, and how their values are read."""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from repcast.bounds import MOST_FACTOR, QUANTITIES, Quantity
from repcast.resources import builtin_plans, builtin_sessions

if TYPE_CHECKING:
    from repcast.session.customise import Customisation

_SHORTCUTS: Final = {"music": "music", "loudness": "mix.loudness_lufs"}
_SPECIAL: Final = frozenset('"$`\\!%')
F = TypeVar("F", bound=Callable[..., Any])


def complete_session(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete built-in sessions' names, and let the shell complete files."""
    del ctx, param
    names = [CompletionItem(name) for name in builtin_sessions() if name.startswith(incomplete)]
    return [*names, CompletionItem(incomplete, type="file")]


def complete_plan(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete built-in training plans' names, and let the shell complete files."""
    del ctx, param
    names = [CompletionItem(name) for name in builtin_plans() if name.startswith(incomplete)]
    return [*names, CompletionItem(incomplete, type="file")]


def _assignment(text: str, example: str) -> tuple[str, str]:
    key, _, value = (part.strip() for part in text.partition("="))
    if not (key and value):
        message = f"'{text}' lacks a name or a value; write them as in {example}"
        raise click.BadParameter(message)
    return key, value


def _settings(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    del ctx, param
    return dict(_assignment(text, '"Side plank.for=45s"') for text in texts)


def _factors(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> dict[Quantity, float]:
    del ctx, param
    factors: dict[Quantity, float] = {}
    for quantity, text in (_assignment(text, "holds=1.5") for text in texts):
        if quantity not in QUANTITIES:
            message = f"'{quantity}' cannot be scaled; choose one of {', '.join(QUANTITIES)}"
            raise click.BadParameter(message)
        try:
            factors[quantity] = float(text)
        except ValueError:
            factors[quantity] = 0.0
        if not 0 < factors[quantity] <= MOST_FACTOR:
            message = f"'{text}' is not a factor; write a number above 0 and up to {MOST_FACTOR}, such as 1.5"
            raise click.BadParameter(message)
    return factors


def _suffixed(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    del ctx
    if path and path.suffix.lower() != f".{param.name}":
        message = f"name a file that ends in .{param.name}, not '{path}'"
        raise click.BadParameter(message)
    return path


session_argument = click.argument("session", shell_complete=complete_session)


def customising(command: F) -> F:
    """Add the options that change a session before it is unrolled."""
    options = (
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
            help='Set a value, such as rounds=2 or "Side plank.for=45s".',
        ),
        click.option(
            "--music",
            default=None,
            metavar="PATH",
            help="Play a file, or a folder of files, underneath; or none. The same as --set music=PATH.",
        ),
        click.option(
            "--loudness",
            default=None,
            metavar="LUFS",
            help="How loud the file is: default -19, with music -16. The same as --set mix.loudness_lufs=LUFS.",
        ),
        click.option("--beyond-range", is_flag=True, help="Allow values outside the author's ranges."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def picturing(command: F) -> F:
    """Add the options that have a plan drawn: `svg` and `png`, each a path or None, and `force`."""
    options = (
        _picture("--svg", "Draw the plan, too, as an SVG: for browsers and for print."),
        _picture("--png", "Draw the plan, too, as a PNG."),
        click.option("--force", is_flag=True, help="Replace a picture that repcast did not write."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _picture(name: str, use: str) -> Callable[[F], F]:
    kind = click.Path(path_type=Path)
    return click.option(name, type=kind, default=None, metavar="PATH", callback=_suffixed, help=use)


def customisation(
    levels: tuple[str, ...],
    scale: "dict[Quantity, float]",
    settings: dict[str, str],
    *,
    beyond_range: bool,
    **shortcuts: str | None,
) -> "Customisation":
    """Return what the options of `customising` ask for."""
    from repcast.session.customise import Customisation  # noqa: PLC0415

    short = {_SHORTCUTS[name]: value for name, value in shortcuts.items() if value is not None}
    settings = {**settings, **short}
    return Customisation(levels=levels, scale=scale, settings=settings, beyond_range=beyond_range)


def flags(wanted: "Customisation") -> str:
    """Return the options of `customising` that ask for the same, as a shell reads them."""
    words = [
        *(word for level in wanted.levels for word in ("--level", level)),
        *(word for quantity, factor in wanted.scale.items() for word in ("--scale", f"{quantity}={factor}")),
        *(word for key, value in wanted.settings.items() for word in ("--set", f"{key}={value}")),
        *(["--beyond-range"] if wanted.beyond_range else []),
    ]
    return " ".join(map(quoted, words))


def quoted(word: str) -> str:
    """Return a word as any shell reads it: in double quotes where they are enough."""
    return f'"{word}"' if " " in word and not _SPECIAL.intersection(word) else shlex.quote(word)
