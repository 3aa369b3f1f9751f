"""The options that several commands share, and how their values are read."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from repcast.resources import builtin_sessions

if TYPE_CHECKING:
    from repcast.customise import Customisation

QUANTITIES: Final = ("holds", "work", "rests", "reps")
F = TypeVar("F", bound=Callable[..., Any])


class SessionName(click.ParamType):
    """A session file's path, a built-in session's name, or `-`."""

    name = "session"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Complete built-in names, and let the shell complete files."""
        del ctx, param
        names = [CompletionItem(name) for name in builtin_sessions() if name.startswith(incomplete)]
        return [*names, CompletionItem(incomplete, type="file")]


class Assignment(click.ParamType):
    """`KEY=VALUE`."""

    name = "key=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:  # noqa: ANN401
        """Split at the last `=` that is not part of a value."""
        if isinstance(value, tuple):
            return value
        key, equals, text = str(value).partition("=")
        if not (equals and key.strip() and text.strip()):
            self.fail(f"'{value}' is not KEY=VALUE, such as \"Side plank.for=45s\"", param, ctx)
        return key.strip(), text.strip()


class Factor(Assignment):
    """`QUANTITY=FACTOR`."""

    name = "quantity=factor"

    def convert(  # type: ignore[override]
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None  # noqa: ANN401
    ) -> tuple[str, float]:
        """Read the factor."""
        if isinstance(value, tuple):
            return value
        key, text = super().convert(value, param, ctx)
        if key not in QUANTITIES:
            self.fail(f"'{key}' cannot be scaled; choose one of {', '.join(QUANTITIES)}", param, ctx)
        try:
            factor = float(text)
        except ValueError:
            factor = 0.0
        if not 0 < factor <= 100:  # noqa: PLR2004 - the bound of the session format
            self.fail(f"'{text}' is not a factor; write a number above 0 and up to 100, such as 1.5", param, ctx)
        return key, factor


session_argument = click.argument("session", type=SessionName())


def customising(command: F) -> F:
    """Add the options that change a session before it is unrolled."""
    options = (
        click.option("--level", "levels", multiple=True, metavar="NAME", help="Apply one of the session's levels."),
        click.option("--scale", multiple=True, type=Factor(), help="Multiply holds, work, rests or reps: holds=1.5"),
        click.option("--set", "settings", multiple=True, type=Assignment(), help='Set a value: "Side plank.for=45s"'),
        click.option("--beyond-range", is_flag=True, help="Allow values outside the author's ranges."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def customisation(
    levels: tuple[str, ...],
    scale: tuple[tuple[Any, float], ...],
    settings: tuple[tuple[str, str], ...],
    *,
    beyond_range: bool,
) -> "Customisation":
    """Return what the options of `customising` ask for."""
    from repcast.customise import Customisation  # noqa: PLC0415

    return Customisation(levels=levels, scale=dict(scale), settings=dict(settings), beyond_range=beyond_range)
