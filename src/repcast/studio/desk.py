"""What the studio does while it runs: it opens, plans, renders and saves what its page asks for."""

import asyncio
import base64
import binascii
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Self, TypeVar

from repcast import opening, pipeline, saving
from repcast.background import Background, Progress
from repcast.errors import NoSuchChoice, OutsideTheFolder, printable
from repcast.files.outputs import Output, OutputRequest, refuse_input_as_output, yaml_path
from repcast.files.signature import is_sound
from repcast.forecast import Forecaster
from repcast.opening import Opened
from repcast.pipeline import Plan, Surroundings
from repcast.plan.sketch import sketch
from repcast.plan.timeline import Timeline
from repcast.progress import StageReport
from repcast.session import adjust
from repcast.session.adjust import Adjustment
from repcast.session.customise import Customisation
from repcast.studio import told
from repcast.studio.asked import Asked, AskedToRender, AskedToSave, Dropped
from repcast.studio.choices import Choice, Choices
from repcast.studio.told import Told
from repcast.units import format_clock

_PAUSE_S: Final = 0.05
"""How long nothing must change before a plan is begun: the page asks a few times a second, while a slider is drawn."""

_KEPT_PLANS: Final = 3
_NEIGHBOURS: Final = (1, -1, 2, -2)
"""How many presses away those values are that are spoken ahead."""

V = TypeVar("V")


class Desk:
    """What the page's requests share: open engines, one thread, and what was made of earlier ones.

    Args:
        choices: what can be opened.
        surroundings: in which plans and renders are made.
    """

    def __init__(self, choices: Choices, surroundings: Surroundings) -> None:
        self.choices = choices
        self._surroundings = surroundings
        self._background = Background()
        self._forecaster = Forecaster(self._background, surroundings, _PAUSE_S)
        self._plans: _Kept[Plan] = _Kept(_KEPT_PLANS)
        self._sounds: dict[str, Path] = {}
        self._rendered: dict[Path, None] = {}
        self._opened: tuple[object, Opened] | None = None
        self._ahead: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        self._listening = TemporaryDirectory(prefix="repcast-studio-")
        return self

    def __exit__(self, *_: object) -> None:
        self._background.__exit__()
        self._listening.cleanup()

    def give_up(self) -> None:
        """Have plans and renders that are under way end early."""
        self._background.give_up()

    # What can be opened

    def listed(self) -> list[Told]:
        """Return what can be opened, without opening it."""
        return [{"name": each.name, "kind": each.kind} for each in self.choices.all()]

    def described(self, name: str) -> Told:
        """Return what one of them is.

        Raises:
            RepcastError: it cannot be opened.
        """
        session = self._open(self.choices[name], None).session
        about_ms = pipeline.outline(session).nominal_ms()
        return {
            "name": name,
            "title": session.name,
            "description": session.description,
            "about": format_clock(about_ms),
            "levels": list(session.levels),
        }

    def voices(self) -> list[Told]:
        """Return who can speak on this machine, natural voices first."""
        engines = self._surroundings.engines
        found = [voice for _, engine in engines.present() for voice in engine.voices()] if engines else []
        return [
            {"name": each.name, "label": each.label, "language": each.language, "natural": each.is_natural}
            for each in sorted(found, key=lambda each: (not each.is_natural, each.language, each.name))
            if not each.flaw
        ]

    def sketched(self, name: str) -> Timeline:
        """Return the steps of a session that can be opened, before anything is spoken.

        Raises:
            RepcastError: it cannot be opened.
        """
        return sketch(pipeline.outline(self._open(self.choices[name], None).session))

    def text(self, name: str) -> Told:
        """Return what is written in a session's file.

        Raises:
            RepcastError: it cannot be read.
        """
        choice = self.choices[name]
        is_yaml = not (choice.kind == "line" or name.lower().endswith(".txt"))
        return {"text": "" if choice.kind == "line" else choice.text(), "is_yaml": is_yaml}

    def drop(self, dropped: Dropped) -> Told:
        """Take in the session that a dropped file carries, or is.

        Raises:
            RepcastError: it carries none.
        """
        try:
            head = base64.b64decode(dropped.head, validate=True)
        except binascii.Error:
            raise NoSuchChoice from None
        name = printable(Path(dropped.name.replace("\\", "/")).name) or "dropped"
        return {"name": self.choices.drop(name, self._carried(name, head)).name}

    def _carried(self, name: str, head: bytes) -> Opened:
        path = Path(self._listening.name) / secrets.token_hex(8)
        path.write_bytes(head)
        try:
            if not is_sound(path):
                return opening.of_text(head.decode("utf-8-sig", "replace"), name, Path(name))
            return opening.carried(path, name)
        finally:
            path.unlink()

    # Planning

    async def follow(self, asked: Asked) -> AsyncIterator[Told]:
        """Yield what a session is with what is changed of it: its outline at once, then its plan.

        Raises:
            RepcastError: it cannot be opened, or what was changed before does not fit.
        """
        if self._ahead:
            self._ahead.cancel()
        choice = self.choices[asked.session]
        opened = self._open(choice, asked.text)
        now = _adjusted(opened, asked)
        nominal_ms = pipeline.outline(now.session).nominal_ms()
        yield told.outline(now, choice.name, nominal_ms)
        async with aclosing(self._forecaster.forecasts(opened.session, now.customisation, nominal_ms)) as forecasts:
            async for forecast in forecasts:
                if forecast.progress:
                    yield told.progress(forecast.progress)
                elif forecast.plan:
                    identifier = self._plans.keep(forecast.plan)
                    now = adjust.measured(now, forecast.factor)
                    yield told.plan(identifier, forecast.plan, now)
                    self._speak_ahead(opened, now, asked.selected)
                else:
                    yield {"kind": "refused", "problem": forecast.problem, "hint": "", "problems": []}

    def plan(self, identifier: str) -> Plan:
        """Return a plan that the page was told of lately.

        Raises:
            NoSuchChoice: there is none.
        """
        return self._plans[identifier]

    def _open(self, choice: Choice, text: str | None) -> Opened:
        """Open a session; the one that was opened last is at hand, unless its file has changed."""
        stamp = choice.path.stat().st_mtime_ns if text is None and choice.path and choice.path.exists() else 0
        key = (choice.name, text, stamp)
        if self._opened is None or self._opened[0] != key:
            self._opened = key, choice.opened(text)
        return self._opened[1]

    def _speak_ahead(self, opened: Opened, now: Adjustment, selected: str) -> None:
        """Plan what the next presses on a row may make of a session, so that its words are there when they come."""
        if selected:
            self._ahead = asyncio.get_running_loop().create_task(self._plan_neighbours(opened, now, selected))

    async def _plan_neighbours(self, opened: Opened, now: Adjustment, selected: str) -> None:
        here = adjust.select(selected)(now)
        for presses in _NEIGHBOURS:
            there = adjust.change(presses)(here)
            async with aclosing(self._forecaster.forecasts(opened.session, there.customisation, 0)) as forecasts:
                async for _ in forecasts:
                    pass

    # Rendering and saving

    async def render(self, asked: AskedToRender) -> AsyncIterator[Told]:
        """Yield how far a render has come, and what was written.

        Raises:
            RepcastError: nothing was.
        """
        choice = self.choices[asked.session]
        opened = self._open(choice, asked.text)
        now = _adjusted(opened, asked)
        output = self._output(choice, opened, asked)

        def work(report: StageReport) -> pipeline.Rendered:
            return pipeline.render(opened.session, now.customisation, output, report, self._surroundings)

        async with aclosing(self._background.follow(work)) as following:
            async for each in following:
                if isinstance(each, Progress):
                    yield told.progress(each)
                else:
                    yield told.rendered(self._heard(each.result, asked), each.result, listens=asked.listens)

    def _output(self, choice: Choice, opened: Opened, asked: AskedToRender) -> Output:
        if asked.listens:
            path = Path(self._listening.name) / f"{secrets.token_hex(8)}.mp3"
            return OutputRequest(name=str(path)).output(choice.name)
        output = OutputRequest(split=asked.album).output(f"{choice.file_name}.yaml", opened.output_folder)
        refuse_input_as_output(choice.name, output.path)
        return output

    def _heard(self, rendered: pipeline.Rendered, asked: AskedToRender) -> str:
        """Return the identifier under which a file is played; of those to listen to, one is kept."""
        if asked.listens:
            for identifier, path in [*self._sounds.items()]:
                if path.parent == rendered.path.parent:
                    path.unlink(missing_ok=True)
                    del self._sounds[identifier]
        else:
            self._rendered[rendered.path] = None
        identifier = secrets.token_urlsafe(9)
        self._sounds[identifier] = rendered.path
        return identifier

    def sound(self, identifier: str) -> Path:
        """Return a file that was rendered.

        Raises:
            NoSuchChoice: there is none.
        """
        if identifier not in self._sounds:
            raise NoSuchChoice
        return self._sounds[identifier]

    def rendered(self) -> tuple[Path, ...]:
        """Return the files that were rendered to be kept, the latest last."""
        return tuple(path for path in self._rendered if path.exists())

    def save(self, asked: AskedToSave) -> Told:
        """Save a session as a file of its own, in the folder where the studio was started.

        Raises:
            OutsideTheFolder: it is named elsewhere.
            RepcastError: it may not be written there, or the changes do not fit.
        """
        path = yaml_path(asked.name.strip())
        if path.name != str(path) or path.name.startswith((".", "~")) or "\0" in asked.name or "\\" in asked.name:
            raise OutsideTheFolder
        saving.check_new(path, force=asked.replaces)
        choice = self.choices[asked.session]
        opened = self._open(choice, asked.text)
        now = _adjusted(opened, asked)
        if asked.text is not None and now.customisation == Customisation() and choice.kind != "line":
            saving.save_text(asked.text, path)
        else:
            saving.save(opened.written, now.customisation, path, now.factor)
        self.choices.all()
        return {"name": str(path)}


def _adjusted(opened: Opened, asked: Asked) -> Adjustment:
    """Return a session with what was changed before, and then what is pressed now."""
    now = adjust.begin(opened.session, asked.flags.customisation())
    for press in asked.presses:
        now = press.press()(now)
    return now


class _Kept(OrderedDict[str, V]):
    """The latest of what was made, under names that nobody can guess."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def keep(self, value: V) -> str:
        """Keep a value, and return its name."""
        identifier = secrets.token_urlsafe(9)
        self[identifier] = value
        while len(self) > self._most:
            self.popitem(last=False)
        return identifier

    def __missing__(self, _key: str) -> V:
        raise NoSuchChoice
