"""What the page's requests share while the studio runs: one thread, open engines, and what was made of earlier ones."""

import base64
import binascii
import secrets
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from repcast import opening, pipeline, saving
from repcast.background import Background
from repcast.disk.atomic import write_text
from repcast.errors import NoSuchChoice, OutsideTheFolder, printable
from repcast.files.outputs import yaml_path
from repcast.files.signature import is_sound
from repcast.opening import Opened
from repcast.pipeline import Surroundings
from repcast.plan.sketch import sketch
from repcast.plan.timeline import Timeline
from repcast.session.customise import Customisation
from repcast.studio.asked import AskedToSave, Dropped
from repcast.studio.choices import Choices
from repcast.studio.planning import Planning, adjusted
from repcast.studio.rendering import Rendering
from repcast.studio.told import Told
from repcast.units import format_clock


class Desk:
    """Opens, plans, renders and saves what the page asks for. A context manager: at its end, all of that ends.

    Attributes:
        planning: for plans.
        rendering: for files.

    Args:
        choices: what can be opened.
        surroundings: in which plans and renders are made.
    """

    def __init__(self, choices: Choices, surroundings: Surroundings) -> None:
        self._choices = choices
        self._surroundings = surroundings
        self._background = Background()
        self._folder = TemporaryDirectory(prefix="repcast-studio-")
        self.planning = Planning(choices, self._background, surroundings)
        self.rendering = Rendering(choices, self._background, surroundings, Path(self._folder.name))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._background.__exit__()
        self._folder.cleanup()

    def give_up(self) -> None:
        """Have plans and renders that are under way end early."""
        self._background.give_up()

    def listed(self) -> list[Told]:
        """Return what can be opened, without opening it."""
        return [{"name": each.name, "kind": each.kind, "address": each.address} for each in self._choices.all()]

    def described(self, name: str) -> Told:
        """Return what one of them is.

        Raises:
            RepcastError: it cannot be opened.
        """
        session = self._choices.opened(name).session
        about_ms = pipeline.outline(session).nominal_ms()
        return {"title": session.name, "description": session.description, "about": format_clock(about_ms)}

    def sketched(self, name: str) -> Timeline:
        """Return the steps of a session that can be opened, before anything is spoken.

        Raises:
            RepcastError: it cannot be opened.
        """
        return sketch(pipeline.outline(self._choices.opened(name).session))

    def text(self, name: str) -> Told:
        """Return what is written in a session's file, and whether its steps can be moved by lines.

        Raises:
            RepcastError: it cannot be read.
        """
        choice = self._choices[name]
        is_shorthand = choice.kind == "line" or name.lower().endswith(".txt")
        return {"text": "" if choice.kind == "line" else choice.text(), "is_yaml": not is_shorthand}

    def voices(self) -> list[Told]:
        """Return who can speak on this machine, natural voices first."""
        engines = self._surroundings.engines
        found = [voice for _, engine in engines.present() for voice in engine.voices()] if engines else []
        return [
            {"name": each.name, "label": each.label, "language": each.language, "natural": each.is_natural}
            for each in sorted(found, key=lambda each: (not each.is_natural, each.language, each.name))
            if not each.flaw
        ]

    def drop(self, dropped: Dropped) -> Told:
        """Take in the session that a dropped file carries, or is.

        Raises:
            RepcastError: it is none, and carries none.
        """
        try:
            head = base64.b64decode(dropped.head, validate=True)
        except binascii.Error:
            raise NoSuchChoice from None
        name = printable(Path(dropped.name.replace("\\", "/")).name) or "dropped"
        return {"name": self._choices.drop(name, self._carried(name, head)).name}

    def _carried(self, name: str, head: bytes) -> Opened:
        path = Path(self._folder.name) / secrets.token_hex(8)
        path.write_bytes(head)
        try:
            if not is_sound(path):
                return opening.of_text(head.decode("utf-8-sig", "replace"), name, Path(name))
            return opening.carried(path, name)
        finally:
            path.unlink()

    def save(self, asked: AskedToSave) -> Told:
        """Save a session as a file of its own, in the folder where the studio was started; a text as it stands there.

        Raises:
            OutsideTheFolder: it is named elsewhere.
            RepcastError: it may not be written there, or the changes do not fit.
        """
        path = yaml_path(asked.name.strip())
        if path.name != str(path) or path.name.startswith((".", "~")) or {"\0", "\\"} & {*asked.name}:
            raise OutsideTheFolder
        saving.check_new(path, force=asked.replaces)
        opened = self._choices.opened(asked.session, asked.text)
        now = adjusted(opened, asked)
        is_line = self._choices[asked.session].kind == "line"
        if asked.text is not None and now.customisation == Customisation() and not is_line:
            write_text(asked.text, path)
        else:
            saving.save(opened.written, now.customisation, path, now.factor)
        return {"name": str(path)}
