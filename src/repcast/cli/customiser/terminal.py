"""The terminal's part in customising: hands keys to the dialogue, and shows its view."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Final

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Point
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)
from prompt_toolkit.layout.containers import Container
from prompt_toolkit.styles import Style

from repcast import opening
from repcast.background import Background
from repcast.cli import interruption
from repcast.cli.customiser import view
from repcast.cli.customiser.dialogue import Confirmation, Customiser, Keys, Outcome, Question
from repcast.forecast import Forecaster
from repcast.pipeline import Surroundings
from repcast.session.customise import Customisation

_ESCAPE_WAIT_S: Final = 0.05
"""How long an Esc may be the beginning of another key's sequence."""


def show(reference: str, opened: opening.Opened, asked: Customisation, surroundings: Surroundings) -> Outcome:
    """Show a session to customise, until the user leaves.

    Args:
        reference: the session, as the user named it.
        opened: the session.
        asked: what is changed from the start.
        surroundings: in which its plans are made.

    Raises:
        KeyboardInterrupt: by ^C; the terminal is as it was before.
    """
    return _Terminal(reference, opened, asked, surroundings).run()


class _Terminal:
    def __init__(
        self, reference: str, opened: opening.Opened, asked: Customisation, surroundings: Surroundings
    ) -> None:
        self._customiser = Customiser(reference, opened, asked, changed=self._forecast, leave=self._leave)
        self._opened = opened.session
        self._background = Background()
        self._forecaster = Forecaster(self._background, surroundings)
        self._following: asyncio.Task[None] | None = None
        self._rows = FormattedTextControl(
            lambda: FormattedText(self._body()), focusable=True, show_cursor=False, get_cursor_position=self._cursor
        )
        self._answer = Buffer(multiline=False)
        self._asked: object = None
        self._application: Application[Outcome] = Application(
            Layout(self._layout(), focused_element=self._rows),
            key_bindings=self._bindings(),
            style=Style.from_dict(dict(view.STYLES)),
            full_screen=True,
        )
        self._application.ttimeoutlen = _ESCAPE_WAIT_S

    def run(self) -> Outcome:
        with self._background:
            return asyncio.run(self._shown())

    async def _shown(self) -> Outcome:
        loop = asyncio.get_running_loop()
        with interruption.redirected_to(lambda: loop.call_soon_threadsafe(self._interrupt)):
            return await self._application.run_async(pre_run=self._forecast, handle_sigint=False)

    def _forecast(self) -> None:
        if self._following:
            self._following.cancel()
        asked, nominal_ms = self._customiser.now.customisation, self._customiser.forecast.nominal_ms
        self._following = asyncio.get_running_loop().create_task(self._follow(asked, nominal_ms))

    async def _follow(self, asked: Customisation, nominal_ms: int) -> None:
        async with aclosing(self._forecaster.forecasts(self._opened, asked, nominal_ms)) as forecasts:
            async for forecast in forecasts:
                self._customiser.learn(forecast)
                self._application.invalidate()

    def _leave(self, left: Outcome) -> None:
        self._application.exit(result=left)

    # What is shown

    def _layout(self) -> Container:
        question = VSplit([_lines(self._label, wide=False), Window(BufferControl(self._answer), height=1)])
        return HSplit(
            [
                _lines(lambda: view.heading(self._customiser.now, self._customiser.forecast, self._width())),
                Window(self._rows),
                ConditionalContainer(question, self._is_asking()),
                ConditionalContainer(
                    _lines(self._label), Condition(lambda: isinstance(self._customiser.asked, Confirmation))
                ),
                _lines(lambda: view.footing(self._customiser.now, self._customiser.reference, self._width())),
                _lines(lambda: view.hint(self._customiser.asked, self._width())),
            ]
        )

    def _is_asking(self) -> Condition:
        return Condition(lambda: isinstance(self._customiser.asked, Question))

    def _width(self) -> int:
        return self._application.output.get_size().columns

    def _body(self) -> view.Styled:
        if isinstance(self._customiser.asked, Keys):
            return view.keys(self._width())
        return view.body(self._customiser.now, self._width())

    def _cursor(self) -> Point:
        return Point(x=0, y=0 if isinstance(self._customiser.asked, Keys) else self._customiser.now.selected)

    def _label(self) -> view.Styled:
        asked = self._customiser.asked
        return [("class:said", asked.label)] if isinstance(asked, Question | Confirmation) else []

    # What keys do

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        asking = self._is_asking()
        bindings.add("c-c")(lambda _: self._interrupt())
        bindings.add("enter", filter=asking)(lambda _: self._do(self._answer_given))
        bindings.add("escape", filter=asking)(lambda event: self._do(lambda: self._pressed(event)))
        bindings.add("<any>", filter=~asking)(lambda event: self._do(lambda: self._pressed(event)))
        return bindings

    def _interrupt(self) -> None:
        if self._application.is_running and not self._application.is_done:
            self._application.exit(exception=KeyboardInterrupt)

    def _answer_given(self) -> None:
        self._customiser.answer(self._answer.text.partition("\n")[0])  # of what is pasted, one line

    def _pressed(self, event: KeyPressEvent) -> None:
        self._customiser.press(_NAMES.get(key := event.key_sequence[0].key, key))

    def _do(self, action: Callable[[], None]) -> None:
        """Do something, and then put the cursor where the next key belongs."""
        action()
        asked = self._customiser.asked
        if isinstance(asked, Question) and asked is not self._asked:
            self._answer.document = Document(asked.default)
        self._asked = asked
        self._application.layout.focus(self._answer if isinstance(asked, Question) else self._rows)


_NAMES: Final = {"c-m": "enter"}


def _lines(text: Callable[[], view.Styled], *, wide: bool = True) -> Window:
    """Return a part of the view that is as high as its text."""
    return Window(
        FormattedTextControl(lambda: FormattedText(text())),
        wrap_lines=True,
        dont_extend_height=True,
        dont_extend_width=not wide,
    )
