"""What a render writes, and where: as it was asked for, or under a name made from the session's.

Every command loads this module, so it loads nothing of plans before they are needed.
"""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from repcast.errors import AlbumWithExtras, MisnamedOutput, OneOutputForMany, OutputIsInput, SoundToStandardOutput
from repcast.formats import OTHER_SOUND_ENDINGS, SOUND_FORMATS, CaptionFormat, SoundFormat
from repcast.resources import STDIN, user_path

if TYPE_CHECKING:
    from repcast.plan.timeline import Timeline

YAML_ENDINGS: Final = (".yaml", ".yml")
_OTHER_FORMATS: Final = OTHER_SOUND_ENDINGS | {"mp2", "yaml", "yml", "txt", "json", "png", "svg"}
_LONGEST_SLUG: Final = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """What is to be written, and where.

    Attributes:
        path: a file, or with `split` a folder.
        force: whether a file that repcast did not write may be replaced.
        split: whether an album is written, with an MP3 for each step.
        captions: the formats in which they are written beside the file.
        chapters: whether they are written beside the file, as podcast players read them.
    """

    path: Path
    form: SoundFormat = "mp3"
    force: bool = False
    split: bool = False
    captions: tuple[CaptionFormat, ...] = ()
    chapters: bool = False

    def check(self) -> None:
        """Make sure that all of it may be written, before any work is done for it.

        Raises:
            OutputExists, OutputNotWritable, FolderExists: something stands in the way.
        """
        from repcast.files.ownership import check_folder, check_sidecar, check_target  # noqa: PLC0415

        if self.split:
            check_folder(self.path)
            return
        check_target(self.path, force=self.force)
        for path in self._sidecars():
            check_sidecar(self.path, path, force=self.force)

    def sidecars(self, timeline: "Timeline") -> dict[Path, str]:
        """Return the texts to write beside the file, by path."""
        return {path: text(timeline) for path, text in self._sidecars().items()}

    def _sidecars(self) -> "dict[Path, Callable[[Timeline], str]]":
        from repcast.plan.captions import captions, podcast_chapters  # noqa: PLC0415

        texts = {self.path.with_suffix(f".{form}"): partial(captions, form=form) for form in self.captions}
        return texts | ({self.path.with_suffix(".chapters.json"): podcast_chapters} if self.chapters else {})


@dataclass(frozen=True, kw_only=True, slots=True)
class OutputRequest:
    """What a user asks to have written.

    Attributes:
        name: a file's or a folder's; empty for the session's name in the default folder.
        form: None for the one that the name ends in, else MP3.
    """

    name: str = ""
    form: SoundFormat | None = None
    split: bool = False
    captions: tuple[CaptionFormat, ...] = ()
    chapters: bool = False
    force: bool = False

    @property
    def is_made(self) -> bool:
        """Whether anything is asked for."""
        return self != OutputRequest()

    def output(self, reference: str, default_folder: Callable[[], str] = str) -> Output:
        """Return what is to be written for a session.

        Args:
            reference: the session, as the user named it.
            default_folder: returns the folder for a file without a name, to be made if need be; called only then.

        Raises:
            OutputNotWritable: that folder cannot be made.
            AlbumWithExtras, MisnamedOutput, SoundToStandardOutput: the request contradicts itself.
        """
        if self.split and (self.captions or self.chapters or self.form not in (None, "mp3")):
            raise AlbumWithExtras
        form = self._form()
        name = self.name or os.path.join(_made(default_folder()), "")  # noqa: PTH118 - a Path has no slash at its end
        path = output_path(reference, name, None if self.split else form)
        return Output(
            path=path, form=form, force=self.force, split=self.split, captions=self.captions, chapters=self.chapters
        )

    def outputs(self, names: Sequence[str], default_folder: Callable[[], str] = str) -> tuple[Output, ...]:
        """Return what is to be written for several sessions; names are those of their files, without an ending.

        Raises:
            OneOutputForMany: they would replace each other.
            AlbumWithExtras, MisnamedOutput, SoundToStandardOutput: as `output`.
        """
        found = tuple(self.output(f"{name}.yaml", default_folder) for name in names)
        if len({each.path for each in found}) < len(found):
            raise OneOutputForMany(len(found))
        return found

    def _form(self) -> SoundFormat:
        ending = Path(self.name).suffix.lower().removeprefix(".")
        named = next((form for form in SOUND_FORMATS if form == ending), None)
        if ending in _OTHER_FORMATS or (named and self.form not in (None, named)) or (named and self.split):
            raise MisnamedOutput(ending, () if self.split else (self.form,) if self.form else SOUND_FORMATS)
        return self.form or named or "mp3"


def output_path(reference: str, name: str, form: SoundFormat | None) -> Path:
    """Return the path to write to.

    Args:
        reference: the session, as the user named it.
        name: a file's, or a folder's in which the file is named after the session.
        form: of the file; None for a folder of files.

    Raises:
        SoundToStandardOutput: the name is `-`.
    """
    if name == STDIN:
        raise SoundToStandardOutput
    path = user_path(name)
    is_inside = name.endswith(("/", os.sep)) or (form is not None and _is_folder(path))
    if not is_inside:
        return path
    stem, ending = "session" if reference == STDIN else Path(reference).stem, f".{form}" if form else ""
    inside = path / f"{stem}{ending}"
    return numbered(path, re.sub(r"-\d+$", "", stem), ending) if _is_same(inside, reference) else inside


def _made(folder: str) -> Path:
    from repcast.disk.atomic import make_folder  # noqa: PLC0415 - what it imports would be felt in `--help`

    path = user_path(folder)
    make_folder(path)
    return path


def numbered(folder: Path, stem: str, ending: str) -> Path:
    """Return the first of `stem-2`, `stem-3` and so on at which nothing stands."""
    return next(path for number in count(2) if not (path := folder / f"{stem}-{number}{ending}").exists())


def free_yaml(reference: str) -> Path:
    """Return a name after the session's own, in the folder where we are, at which nothing stands."""
    stem, ending = Path(reference).stem, YAML_ENDINGS[0]
    path = Path(f"{stem}{ending}")
    return numbered(Path(), stem, ending) if path.exists() else path


def yaml_path(name: str) -> Path:
    """Return the path of a session file that a user named, perhaps without the ending."""
    path = user_path(name)
    return path if path.suffix.lower() in YAML_ENDINGS else Path(f"{path}{YAML_ENDINGS[0]}")


def refuse_input_as_output(reference: str, target: Path) -> None:
    """Refuse to write where the session, or the training plan, itself stands.

    Raises:
        OutputIsInput: the target is what it is made from.
    """
    if _is_same(target, reference):
        raise OutputIsInput(target)


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - a Path raises an error where a name is too long


def _is_same(path: Path, reference: str) -> bool:
    source = user_path(reference)
    try:
        return source.is_file() and path.samefile(source)  # a folder may have the name of a built-in session
    except OSError:  # one of them is not there, or has a name that the system cannot even ask for
        return False


def slug(title: str) -> str:
    """Return a title as the name of a file: `Flutter kicks` becomes `flutter-kicks`."""
    words = re.findall(r"\w+", re.sub("['’]", "", title.casefold()))
    while len("-".join(words)) > _LONGEST_SLUG and len(words) > 1:
        words.pop()
    return "-".join(words)[:_LONGEST_SLUG] or "session"
