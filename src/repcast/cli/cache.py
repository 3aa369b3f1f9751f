"""The command `cache`: what is kept between renders, where, and how much it may become."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import click

from repcast.cli import output
from repcast.cli.options import as_json
from repcast.errors import CacheClosed, counted

if TYPE_CHECKING:
    from pathlib import Path

    from repcast.disk.cache import Amount, Contents

_MEBIBYTE: Final = 1 << 20


@click.command()
@click.option("--clear", is_flag=True, help="Delete all that is kept. What is needed again is made again.")
@as_json
def cache(*, clear: bool, as_json: bool) -> None:
    """Show what is kept between renders, where, how much it is and may become; or delete it.

    Nothing of it is missed: after --clear the next render takes longer, and renders under way go on. The variable
    REPCAST_CACHE_DIR names another folder.

    \b
    Examples:
      repcast cache
      repcast cache --clear
    """
    from repcast.disk.cache import default_folder  # noqa: PLC0415
    from repcast.disk.caches import CACHES  # noqa: PLC0415

    folder = default_folder().absolute()
    refused: list[OSError] = []
    caches = {keeps: cache_in(folder) for keeps, cache_in in CACHES.items()}
    if clear:
        _show_freed(folder, {keeps: each.clear(refused.append) for keeps, each in caches.items()}, as_json=as_json)
    else:
        _show(folder, {keeps: each.contents(refused.append) for keeps, each in caches.items()}, as_json=as_json)
    if refused:
        first, *others = refused
        raise CacheClosed(first.filename, first.strerror or str(first), len(others))


def _show(folder: "Path", held: "dict[str, Contents]", *, as_json: bool) -> None:
    exists = folder.exists()
    if as_json:
        caches = [{"keeps": keeps, **asdict(contents)} for keeps, contents in held.items()]
        output.document({"path": str(folder), "exists": exists, "caches": caches})
        return
    output.say(f"{folder}" + ("" if exists else " (there is no such folder yet)"))
    rows = [_row(keeps, [contents]) for keeps, contents in held.items()]
    output.table(
        ("what is kept", "entries", "size", "no longer used", "at most"), [*rows, _row("in all", [*held.values()])]
    )


def _row(keeps: str, held: "list[Contents]") -> tuple[str, ...]:
    sizes_bytes = (
        sum(each.entries.size_bytes for each in held),
        sum(each.unused.size_bytes for each in held),
        sum(each.limit_bytes for each in held),
    )
    return keeps, f"{sum(each.entries.count for each in held):,}", *map(_mebibytes, sizes_bytes)


def _show_freed(folder: "Path", freed: "dict[str, Amount]", *, as_json: bool) -> None:
    if as_json:
        caches = [{"keeps": keeps, **asdict(amount)} for keeps, amount in freed.items()]
        output.document({"path": str(folder), "freed": caches})
        return
    count = sum(amount.count for amount in freed.values())
    size_bytes = sum(amount.size_bytes for amount in freed.values())
    output.say(f"{folder}: {counted(count, 'file')} deleted, {_mebibytes(size_bytes)}")


def _mebibytes(size_bytes: int) -> str:
    return f"{size_bytes / _MEBIBYTE:.1f} MiB"
