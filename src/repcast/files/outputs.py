"""What a render is to write, and where."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from repcast.formats import CaptionFormat, SoundFormat
from repcast.plan.captions import captions, podcast_chapters
from repcast.plan.timeline import Timeline


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """What is to be written, and where.

    Attributes:
        path: a file, or with `split` a folder.
        force: whether a file that repcast did not write may be replaced.
        split: whether an album is wanted, of an MP3 for each step.
        captions: in which formats they are written beside the file.
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
            OutputExists, OutputNotWritable, FolderExists: saying what stands there.
        """
        from repcast.files.ownership import check_folder, check_sidecar, check_target  # noqa: PLC0415

        if self.split:
            check_folder(self.path)
            return
        check_target(self.path, force=self.force)
        for path in self._sidecars():
            check_sidecar(self.path, path, force=self.force)

    def sidecars(self, timeline: Timeline) -> dict[Path, str]:
        """Return the texts to write beside the file, by path."""
        return {path: text(timeline) for path, text in self._sidecars().items()}

    def _sidecars(self) -> dict[Path, Callable[[Timeline], str]]:
        texts = {self.path.with_suffix(f".{form}"): partial(captions, form=form) for form in self.captions}
        return texts | ({self.path.with_suffix(".chapters.json"): podcast_chapters} if self.chapters else {})
