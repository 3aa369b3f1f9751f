"""The sounds, music and pictures that a file names, relative to itself: where they are, and what is wrong with them."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, TypeVar

from pydantic import BaseModel

from repcast.reading.located import Flaw, Map, Position, Seq, steps_of
from repcast.session.settings import NO_SOUND, Music, Playlist, Settings

Use = Literal["sound", "music", "image"]
Probe = Callable[[Path, Use], str]
"""Returns what is wrong with a file for its use; an empty text where it is fine."""
Beside = Callable[[str], Path]
"""Returns the file that a name means."""

NAMED: Final[Mapping[str, Use]] = {"sounds": "sound", "music": "music"}
"""What the files below a key are used for."""

M = TypeVar("M", bound=BaseModel)
P = TypeVar("P", bound=Playlist)
S = TypeVar("S", bound=Settings)


def exists(path: Path, _use: Use) -> str:
    """Check only that a file, or a folder, exists."""
    try:
        return "" if path.exists() else "it does not exist"
    except OSError as error:  # a name that the system cannot even ask for
        return error.strerror or str(error)


def flaws(root: Map, beside: Beside, probe: Probe) -> Iterator[Flaw]:
    """Yield a flaw for each named file that cannot be used."""
    for key in NAMED:
        yield from _flaws(root, key, beside, probe)


def _flaws(written: Map, key: str, beside: Beside, probe: Probe) -> Iterator[Flaw]:
    for name, position in _named(written.get(key), written.values_at.get(key, written.position)):
        yield from _flaw(name, position, key, probe(beside(name), NAMED[key]))


def _flaw(name: str, position: Position, key: str, why: str) -> Iterator[Flaw]:
    if why:
        yield Flaw(position, f"cannot use {name}: {why}", "name another file", key)


def flaws_of_steps(group: Map, beside: Beside, probe: Probe) -> Iterator[Flaw]:
    """Yield a flaw for each file of music, or picture, that a step or a block names and that cannot be used."""
    for step in steps_of(group):
        if "music" in step:
            yield from _flaws(step, "music", beside, probe)
        if isinstance(image := step.get("image"), str):
            yield from _flaw(image, step.values_at["image"], "image", probe(beside(image), "image"))
        yield from flaws_of_steps(step, beside, probe)


def files_of(settings: Settings, key: str) -> tuple[str, ...]:
    """Return the names of files in settings, below `sounds` or `music`."""
    if key == "sounds":
        return tuple(file for file in settings.sounds.values() if file != NO_SOUND)
    music = settings.music
    return (*music.files, *music.work.files, *music.rest.files) if key == "music" else ()


def moved(settings: S, beside: Beside) -> S:
    """Return settings with the paths of their files in place of their names; what was not set stays unset."""
    sounds = {name: file if file == NO_SOUND else str(beside(file)) for name, file in settings.sounds.items()}
    return _updated(settings, {"sounds": sounds, "music": moved_music(settings.music, beside)})


def moved_music(playlist: P, beside: Beside) -> P:
    """Return music with the paths of its files in place of their names."""
    files: dict[str, object] = {"files": tuple(str(beside(name)) for name in playlist.files)}
    if isinstance(playlist, Music):
        files |= {"work": moved_music(playlist.work, beside), "rest": moved_music(playlist.rest, beside)}
    return _updated(playlist, files)


def _updated(model: M, values: Mapping[str, object]) -> M:
    written = {name: value for name, value in values.items() if name in model.model_fields_set}
    return model.model_copy(update=written)


def _named(value: object, at: Position) -> Iterator[tuple[str, Position]]:
    """Yield the names of files in a value, however deep."""
    if isinstance(value, str) and value != NO_SOUND:
        yield value, at
    elif isinstance(value, Seq):
        for item, position in zip(value, value.items_at, strict=True):
            yield from _named(item, position)
    elif isinstance(value, Map):
        for key, item in value.items():
            yield from _named(item, value.values_at[key])
