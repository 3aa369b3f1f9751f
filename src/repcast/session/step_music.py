"""The music of steps and blocks, changed all at once."""

from collections.abc import Callable
from itertools import chain
from typing import TypeVar

from repcast.session.model import Block, Group, Session, WrittenStep
from repcast.session.settings import Playlist

G = TypeVar("G", bound=Group)


def with_music(group: G, change: Callable[[Playlist], Playlist | None]) -> G:
    """Return a group in which each music that a step below it has of its own is changed."""
    return group.model_copy(update={"steps": tuple(_changed(step, change) for step in group.steps)})


def _changed(step: WrittenStep, change: Callable[[Playlist], Playlist | None]) -> WrittenStep:
    if isinstance(step, Block):
        step = with_music(step, change)
    return step.model_copy(update={"own_music": change(step.own_music)}) if step.own_music else step


def music_of(session: Session) -> tuple[str, ...]:
    """Return the files and folders of music that a session names, for all of it and for its steps; each once."""
    music = session.music
    own = (step.own_music.files for step in session.walk() if step.own_music)
    return tuple(dict.fromkeys(chain(music.files, music.work.files, music.rest.files, *own)))
