"""What is written besides sound: sessions, what newcomers begin with, and pictures; each whole, or not at all.

Codecs and numpy are imported where they are used.
"""

import os
from datetime import date
from pathlib import Path
from string import Template

from repcast import config
from repcast.errors import OutputNotWritable, TextExists
from repcast.files.embedded import Embedded
from repcast.opening import DEFAULT_TRAINING_PLAN
from repcast.plan.timeline import Timeline
from repcast.reading.named_files import exists, moved
from repcast.reading.serialise import serialise
from repcast.resources import template, user_path
from repcast.session.customise import Customisation, customise
from repcast.session.model import Session


def save(session: Session, wanted: Customisation, target: Path) -> None:
    """Write a customised session as a file of its own; levels stay behind, which may have changed it already.

    Raises:
        RepcastError: the customisation does not fit, or the system does not let us write; what stood there still does.
    """
    from repcast.files.atomic import write_text  # noqa: PLC0415

    customised = customise(session, wanted).model_copy(update={"levels": {}})
    write_text(serialise(moved(customised, lambda name: _relative_to(target.parent, name))), target)


def _relative_to(folder: Path, name: str) -> Path:
    path = user_path(name).absolute()
    try:
        return Path(os.path.relpath(path, folder))
    except ValueError:  # on another drive
        return path


def written_out(found: Embedded) -> str:
    """Return the session that a file carries as YAML."""
    return serialise(found.session)


def write_new(text: str, target: Path, *, force: bool) -> None:
    """Write a text where nothing stands yet, or with `force` in its place.

    Raises:
        TextExists, OutputNotWritable: nothing was written.
    """
    from repcast.files.atomic import write_text  # noqa: PLC0415

    check_save(target, force=force)
    write_text(text, target)


def write_starter_files(folder: Path, start: date, *, force: bool) -> tuple[Path, ...]:
    """Write a session, a training plan that begins on a day, and settings into a folder, which need not be there yet.

    Raises:
        TextExists, OutputNotWritable: nothing was written, unless the system refused it midway.
    """
    from repcast.files.atomic import write_text  # noqa: PLC0415

    plan = Template(template("plan.yaml")).substitute(start=start.isoformat())
    texts = {
        "my-circuit.yaml": template("session.yaml"),
        DEFAULT_TRAINING_PLAN: plan,
        config.HERE: template("repcast.toml"),
    }
    _make(folder)
    for name in texts:
        check_save(folder / name, force=force)
    for name, text in texts.items():
        write_text(text, folder / name)
    return tuple(folder / name for name in texts)


def check_save(target: Path, *, force: bool) -> None:
    """Make sure that nothing stands yet where a text is wanted, before any work is done for it.

    Raises:
        RepcastError: it may not.
    """
    from repcast.files.ownership import check_target  # noqa: PLC0415

    check_target(target, force=True)
    if target.exists() and not force:
        raise TextExists(target)


def output_folder() -> Path:
    """Return where the user wants files that no command has named a place for, made if need be; else this folder.

    Raises:
        RepcastError: as `configuration`.
    """
    folder = user_path(config.load(exists).output_folder)
    _make(folder)
    return folder


def _make(folder: Path) -> None:
    """Make a folder, unless it is there.

    Raises:
        OutputNotWritable: the system does not let us.
    """
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError:
        raise OutputNotWritable(folder, "it is not a folder") from None
    except OSError as error:
        raise OutputNotWritable(folder, error.strerror or str(error)) from None


def check_picture(target: Path, *, force: bool) -> None:
    """Make sure that `draw` may write there, before any work is done for it.

    Raises:
        RepcastError: it may not.
    """
    from repcast.files.ownership import check_target  # noqa: PLC0415

    check_target(target, force=force, is_ours=_is_our_picture)


def _is_our_picture(path: Path) -> bool:
    from repcast.picture import MARKED_BYTES, MARKS  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            beginning = file.read(MARKED_BYTES)
    except OSError:
        return False
    return any(mark in beginning for mark in MARKS)


def draw(timeline: Timeline, target: Path) -> None:
    """Write the picture of a plan: SVG or PNG, as the target's suffix says.

    Raises:
        OutputNotWritable: the system does not let us; what stood at `target` still does.
    """
    from repcast.files.atomic import replaced  # noqa: PLC0415
    from repcast.picture import RENDERERS, page  # noqa: PLC0415

    with replaced(target) as partial:
        partial.write_bytes(RENDERERS[target.suffix.lower()](page(timeline)))
