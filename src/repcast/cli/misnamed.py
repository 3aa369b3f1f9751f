"""Options that a command does not have, but that are settings: `--rounds 2` is told to be `--set rounds=2`."""

from collections.abc import Sequence

import click


def as_setting(error: click.NoSuchOption, words: Sequence[str]) -> click.UsageError:
    """Return the error for an option that does not exist, with the setting to write instead where there is one.

    Args:
        error: as click raises it.
        words: of the command line.
    """
    if not (error.ctx and any("--set" in param.opts for param in error.ctx.command.params)):
        return error
    from repcast.session.flag_text import quoted  # noqa: PLC0415

    owner, key = _setting(error.option_name.lstrip("-").replace("-", "_"))
    if not key:
        return error
    instead = quoted(f"{owner}{key}={_value(error.option_name, words)}")
    named = ", with the name of a step before the dot" if owner else ""
    return click.UsageError(f"No such option: {error.option_name}; write --set {instead}{named}", ctx=error.ctx)


def _setting(word: str) -> tuple[str, str]:
    """Return the setting that a word is, or usually means, and what stands before it; an empty one for none."""
    from repcast.errors import meant  # noqa: PLC0415
    from repcast.session.model import EXERCISES, STEPS, Session  # noqa: PLC0415

    of_session = {info.alias or name for name, info in Session.model_fields.items()} - {"steps", "levels"}
    of_steps = {info.alias or name for kind in EXERCISES for name, info in STEPS[kind].model_fields.items()}
    if key := meant(word, of_session):
        return "", key
    return "NAME.", meant(word, of_steps - set(EXERCISES))


def _value(option: str, words: Sequence[str]) -> str:
    """Return what stands after an option on the command line."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
        if word == option and following and not following.startswith("--"):
            return following
    return "VALUE"
