"""Files for the page: those that the user keeps, and the one that is only listened to."""

import secrets
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Final

from repcast import pipeline
from repcast.background import Background, Progress
from repcast.files.outputs import Output, OutputRequest, refuse_input_as_output
from repcast.opening import Opened
from repcast.pipeline import Rendered, Surroundings
from repcast.progress import StageReport
from repcast.studio import told
from repcast.studio.asked import AskedToRender
from repcast.studio.choices import Choice, Choices
from repcast.studio.latest import Latest
from repcast.studio.planning import adjusted
from repcast.studio.told import Told

_MOST_KEPT: Final = 100
"""Files that the page can still play, or hand over, in one run of the studio."""


class Rendering:
    """Renders what the page asks for.

    Args:
        choices: what can be opened.
        background: where it is rendered.
        surroundings: in which it is rendered.
        folder: for what is only listened to.
    """

    def __init__(self, choices: Choices, background: Background, surroundings: Surroundings, folder: Path) -> None:
        self._choices = choices
        self._background = background
        self._surroundings = surroundings
        self._folder = folder
        self._sounds: Latest[Path] = Latest(_MOST_KEPT)

    async def render(self, asked: AskedToRender) -> AsyncIterator[Told]:
        """Yield how far a render has come, and what was written.

        Raises:
            RepcastError: nothing was.
        """
        choice = self._choices[asked.session]
        opened = self._choices.opened(asked.session, asked.text)
        customisation = adjusted(opened, asked).customisation
        output = self._to_listen_to() if asked.listens else _output(choice, opened, asked)
        surroundings = replace(self._surroundings, training_day=choice.training_day)

        def work(report: StageReport) -> Rendered:
            return pipeline.render(opened.session, customisation, output, report, surroundings)

        async with aclosing(self._background.follow(work)) as following:
            async for each in following:
                if isinstance(each, Progress):
                    yield told.progress(each)
                else:
                    yield told.rendered(self._kept(each.result.path), each.result, listens=asked.listens)

    def _to_listen_to(self) -> Output:
        return Output(path=self._folder / f"{secrets.token_hex(8)}.mp3")

    def _kept(self, path: Path) -> str:
        """Return the name under which a file is played; of those that are only listened to, one is kept."""
        if path.parent == self._folder:
            for name, other in [*self._sounds.items()]:
                if other.parent == self._folder:
                    other.unlink(missing_ok=True)
                    del self._sounds[name]
        return self._sounds.keep(path)

    def sound(self, name: str) -> Path:
        """Return a file that was rendered.

        Raises:
            NoSuchChoice: there is none.
        """
        return self._sounds[name]

    def files(self) -> tuple[Path, ...]:
        """Return the files that were rendered to be kept, each once, the latest last."""
        kept = dict.fromkeys(path for path in self._sounds.values() if path.parent != self._folder)
        return tuple(path for path in kept if path.is_file())


def _output(choice: Choice, opened: Opened, asked: AskedToRender) -> Output:
    request = OutputRequest(split=asked.album, force=asked.replaces)
    output = request.output(f"{choice.file_name}.yaml", opened.output_folder)
    refuse_input_as_output(choice.name, output.path)
    return output
