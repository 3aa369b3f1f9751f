"""A file that a session or a training plan is written in: found by its path or its name, and read once."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from repcast.disk.untrusted import read_regular
from repcast.errors import Problem, RepcastError, printable
from repcast.reading import located_yaml
from repcast.reading.located import MAX_BYTES, START, Flaw, Map, Seq
from repcast.resources import user_path

STDIN_NAME: Final = "<stdin>"
_SHORTHAND: Final = ".txt"


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """The built-in files of a kind, and what to say where a name, or a text, is not of that kind.

    Attributes:
        kind: a session, or a training plan.
        opening: the keys that such a file begins with.
        builtins: returns the built-in files by name.
        unknown: returns the error for a name that is not among them.
    """

    kind: str
    opening: str
    builtins: Callable[[], Mapping[str, Path]]
    unknown: Callable[[str, Sequence[str]], RepcastError]

    def find(self, reference: str, folder: Path = Path()) -> Path:
        """Return the file that a reference means: a path relative to the folder, else a built-in file's name.

        Raises:
            UnknownSession, UnknownTrainingPlan: there is neither.
        """
        path = folder / user_path(reference)
        return path if is_there(path) else self.builtin(reference)

    def builtin(self, name: str) -> Path:
        """Return the built-in file of a name.

        Raises:
            UnknownSession, UnknownTrainingPlan: there is none.
        """
        builtins = self.builtins()
        if name not in builtins:
            raise self.unknown(name, list(builtins))
        return builtins[name]

    def open(self, reference: str, folder: Path = Path()) -> "SourceFile":
        """Read the file that a reference means.

        Raises:
            UnknownSession, UnknownTrainingPlan: there is none.
            UnreadableFile: the system does not let us read it.
        """
        path = self.find(reference, folder)
        if path == self.builtins().get(reference):
            shown = path.name
        else:
            shown = os.path.normpath(path) if folder.parts else reference
        return self.read(
            read_regular(path, MAX_BYTES), shown=os.fsencode(shown).decode("utf-8", "backslashreplace"), path=path
        )

    def read(self, text: bytes, *, shown: str, path: Path | None = None) -> "SourceFile":
        """Read a text: shorthand where its path ends in .txt, else YAML. Its name is made printable."""
        shown = printable(shown)
        if path and path.suffix.lower() == _SHORTHAND:
            return shorthand_file(text, shown=shown, path=path)
        document = located_yaml.read(text, opening=self.opening)
        root, flaws = document.root, document.flaws
        if not isinstance(root, Map) and not (root is None and flaws):
            position = root.position if isinstance(root, Seq) else START
            above = " above this list" if isinstance(root, Seq) else ""
            flaws = [*flaws, Flaw(position, f"a {self.kind} is a mapping", f"begin with {self.opening}{above}")]
        return SourceFile(shown=shown, path=path, root=root if isinstance(root, Map) else None, flaws=tuple(flaws))


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFile:
    """A text that is read, but not yet validated as a session or a training plan.

    Attributes:
        shown: what problems call the file.
        path: where it is, for names that are relative to it; None for a text that is in no file.
        root: its keys and values; None where there are none.
        flaws: what is wrong with the text itself.
        lines: of shorthand, for problems to quote; in YAML a line's number is enough.
    """

    shown: str
    path: Path | None
    root: Map | None
    flaws: tuple[Flaw, ...]
    lines: tuple[str, ...] = ()

    def beside(self, name: str) -> Path:
        """Return the path of a name that is relative to this file."""
        return (self.path.parent if self.path else Path()) / user_path(name)

    def problem(self, flaw: Flaw) -> Problem:
        """Return a flaw of this file as a problem."""
        return flaw.problem(self.shown, "".join(self.lines[flaw.position.line - 1 : flaw.position.line]))


def shorthand_file(text: bytes, *, shown: str, path: Path | None = None) -> SourceFile:
    """Read a text in shorthand."""
    from repcast.reading.shorthand.reading import read  # noqa: PLC0415 - it loads lark

    document = read(text)
    root = document.root if isinstance(document.root, Map) else None
    lines = re.split("\r\n|[\r\n]", text.decode("utf-8-sig", "replace"))
    return SourceFile(shown=shown, path=path, root=root, flaws=tuple(document.flaws), lines=tuple(lines))


def is_there(path: Path) -> bool:
    """Tell whether something stands there that is no folder, also for a name that the system cannot even ask for.

    A pipe, or a device, is there, too: opening it says what it is.
    """
    try:
        return path.exists() and not path.is_dir()
    except (OSError, ValueError):
        return False
