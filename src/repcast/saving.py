"""What is written besides sound: sessions, files to start with, and pictures; each is written whole, or not at all."""

import os
from datetime import date
from functools import partial
from pathlib import Path
from string import Template

from repcast import config
from repcast.disk.atomic import make_folder, replaced, write_text
from repcast.disk.untrusted import read_regular
from repcast.errors import HidesBuiltin, TextExists, UnreadableFile
from repcast.files.ownership import check_target
from repcast.opening import DEFAULT_TRAINING_PLAN
from repcast.plan.timeline import Timeline
from repcast.reading.named_files import moved, moved_music
from repcast.reading.serialise import serialise
from repcast.resources import builtin_sessions, builtin_training_plans, template, user_path
from repcast.session.customise import Customisation, customise
from repcast.session.fit import fitted
from repcast.session.model import Session
from repcast.session.step_image import with_images
from repcast.session.step_music import with_music


def save(session: Session, customisation: Customisation, target: Path, factor: float | None = None) -> None:
    """Write a customised session as a file of its own, without levels: one of them may have been applied already.

    Args:
        session: as it is written, without the user's own settings.
        customisation: what to change of it.
        target: the file.
        factor: that makes it as long as is asked; None for one by an estimate of what speech adds.

    Raises:
        OutputNotWritable: the system does not let us write; what stood there still does.
        RepcastError: the customisation does not fit.
    """
    customised = fitted(customise(session, customisation), customisation, factor).model_copy(update={"levels": {}})
    here = partial(_beside, target.parent)
    with_paths = with_music(customised, lambda music: moved_music(music, here))
    write_text(serialise(moved(with_images(with_paths, lambda name: str(here(name))), here)), target)


def _beside(folder: Path, name: str) -> Path:
    """Return the path of a file from a folder on."""
    path = user_path(name).absolute()
    try:
        return Path(os.path.relpath(path, folder))
    except ValueError:  # on another drive
        return path


def write_starter_files(folder: Path, start: date, *, force: bool) -> tuple[Path, ...]:
    """Write a session, a training plan that begins on a day, and settings into a folder, which need not be there yet.

    Raises:
        TextExists, OutputNotWritable: nothing was written, unless the system refused it midway.
    """
    plan = Template(template("plan.yaml")).substitute(start=start.isoformat())
    texts = {
        "my-circuit.yaml": template("session.yaml"),
        DEFAULT_TRAINING_PLAN: plan,
        config.HERE: template("repcast.toml"),
    }
    make_folder(folder)
    for name in texts:
        check_save(folder / name, force=force)
    for name, text in texts.items():
        write_text(text, folder / name)
    return tuple(folder / name for name in texts)


def check_new(target: Path, *, force: bool) -> None:
    """Make sure that a new session may be written to a path, and is not opened in place of a built-in one.

    Raises:
        HidesBuiltin, TextExists, OutputNotWritable: it may not.
    """
    name = os.path.normpath(target)
    if name in builtin_sessions() or name in builtin_training_plans():
        raise HidesBuiltin(name)
    check_save(target, force=force)


def check_save(target: Path, *, force: bool) -> None:
    """Make sure that a text may be written to a path where nothing stands yet, before any work is done for it.

    Raises:
        TextExists, OutputNotWritable: it may not.
    """
    check_target(target, force=True)
    if target.exists() and not force:
        raise TextExists(target)


def check_picture(target: Path, *, force: bool) -> None:
    """Make sure that `draw` may write there, before any work is done for it.

    Raises:
        OutputExists, OutputNotWritable: it may not.
    """
    check_target(target, force=force, is_ours=_is_our_picture)


def _is_our_picture(path: Path) -> bool:
    from repcast.picture import MARKED_BYTES, MARKS  # noqa: PLC0415

    try:
        beginning = read_regular(path, MARKED_BYTES)
    except UnreadableFile:
        return False
    return any(mark in beginning for mark in MARKS)


def draw(timeline: Timeline, target: Path) -> None:
    """Write the picture of a plan: SVG or PNG, as the target's suffix says.

    Raises:
        OutputNotWritable: the system does not let us; what stood at `target` still does.
    """
    from repcast.picture import RENDERERS, page  # noqa: PLC0415

    with replaced(target) as file:
        file.write(RENDERERS[target.suffix.lower()](page(timeline)))
