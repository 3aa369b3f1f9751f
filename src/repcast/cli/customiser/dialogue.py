"""The dialogue in which a session is customised: what each key does, what is asked, how it ends. Knows no terminal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from repcast import opening, pipeline, saving
from repcast.durations import parse_duration
from repcast.errors import RepcastError
from repcast.files.outputs import Output, OutputRequest, free_yaml, refuse_input_as_output, yaml_path
from repcast.forecast import Forecast
from repcast.reading.source_file import is_there
from repcast.session.adjust import (
    Adjustment,
    Press,
    begin,
    change,
    fit_to,
    measured,
    move,
    next_level,
    next_talk,
    reset,
    toggle_beyond_range,
    undo,
)
from repcast.session.customise import Customisation
from repcast.session.setting_text import NOTHING, is_nothing
from repcast.units import MINUTE_MS, format_duration

PRESSES: Final[Mapping[str, Press]] = {
    "up": move(-1),
    "down": move(1),
    "pageup": move(-10),
    "pagedown": move(10),
    "left": change(-1),
    "right": change(1),
    "l": next_level,
    "t": next_talk,
    "r": reset,
    "u": undo,
    "b": toggle_beyond_range,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How the dialogue was left: with which customisation, and what to render now; None for nothing."""

    customisation: Customisation
    output: Output | None = None

    @property
    def changes(self) -> bool:
        """Whether the customisation changes anything."""
        return self.customisation != Customisation()


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """Asks for a name; where the answer raises an error, the question stays."""

    label: str
    default: str
    answer: Callable[[str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Confirmation:
    """Asks for a yes or no before something is lost."""

    label: str
    go_on: Callable[[], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Keys:
    """Shows what the keys do."""


class Customiser:
    """One session's dialogue.

    Attributes:
        reference: the session, as the user named it.
        now: the session with all changes so far.
        forecast: what is known of its plan.
        asked: what is shown instead of the rows; None for nothing.
    """

    def __init__(
        self,
        reference: str,
        opened: opening.Opened,
        asked: Customisation,
        *,
        changed: Callable[[], None],
        leave: Callable[[Outcome], None],
    ) -> None:
        self.reference = reference
        self.now = begin(opened.session, asked)
        self.forecast = _nominal(self.now)
        self.asked: Question | Confirmation | Keys | None = None
        self._opened = opened
        self._saved = self.now
        self._waiting: Path | None = None  # what is saved once the plan is there
        self._changed = changed
        self._leave = leave
        self._commands: Mapping[str, Callable[[], None]] = {
            "f": self._ask_how_long,
            "s": self._ask_where_to_save,
            "w": self._ask_where_to_render,
            "enter": self._ask_where_to_render,
            "q": self._ask_to_leave,
            "escape": self._ask_to_leave,
            "?": self._show_keys,
        }

    def press(self, key: str) -> None:
        """Do what a key does now; the text of an answer is not typed through here."""
        match self.asked:
            case Confirmation(go_on=go_on):
                self._back()
                if key == "y":
                    self._attempt(go_on)
            case Question() | Keys():
                self._back()
            case None if key in PRESSES:
                self._adjust(PRESSES[key])
            case None if key in self._commands:
                self._attempt(self._commands[key])
            case None:
                pass

    def answer(self, text: str) -> None:
        """Answer the question that is asked."""
        assert isinstance(self.asked, Question)
        self._attempt(partial(self.asked.answer, text.strip()))

    def _adjust(self, press: Press) -> None:
        before, self.now = self.now, press(self.now)
        length = self.now.customisation.fit_ms
        if self.now.session != before.session or length != before.customisation.fit_ms:
            if self._waiting:
                self._say(f"{self.now.message}; {self._waiting} is not saved, since this came first: press s again")
                self._waiting = None
            self.forecast = _nominal(self.now)
            self._changed()

    def learn(self, forecast: Forecast) -> None:
        """Take note of what is known of the plan: a session that is to be so long is so with its speech."""
        self.forecast = forecast
        if forecast.timeline and self.now.customisation.fit_ms is not None:
            self.now = measured(self.now, forecast.factor)
        if self._waiting and (forecast.timeline or forecast.problem):
            path, self._waiting = self._waiting, None
            self._attempt(partial(self._store, path))

    def _attempt(self, command: Callable[[], None]) -> None:
        """Run a command, and show its error where it fails."""
        self._say("")
        try:
            command()
        except RepcastError as error:
            self._say(str(error))

    def _say(self, text: str) -> None:
        self.now = replace(self.now, message=text)

    def _back(self) -> None:
        self.asked = None
        self._say("")

    def _show_keys(self) -> None:
        self.asked = Keys()

    def _ask_how_long(self) -> None:
        asked_ms = self.now.customisation.fit_ms
        timeline = self.forecast.timeline
        takes_ms = timeline.duration_ms if timeline else self.forecast.nominal_ms
        default = format_duration(asked_ms or max(1, round(takes_ms / MINUTE_MS)) * MINUTE_MS)
        label = "how long in all? " if asked_ms is None else f"how long in all? {NOTHING} is as long as it takes: "
        self.asked = Question(label=label, default=default, answer=self._fit)

    def _fit(self, text: str) -> None:
        try:
            length_ms = None if is_nothing(text) else parse_duration(text)
        except ValueError as error:
            lifted = "" if self.now.customisation.fit_ms is None else f", or {NOTHING} for as long as it takes"
            self._say(f"'{text}' is not a length: {error}{lifted}")
            return
        self._adjust(fit_to(length_ms))
        if self.now.customisation.fit_ms == length_ms:
            self.asked = None

    def _ask_where_to_save(self) -> None:
        self.asked = Question(label="save as: ", default=str(free_yaml(self.reference)), answer=self._save)

    def _save(self, name: str) -> None:
        if not name.strip():
            self._say("type a name")
            return
        path = yaml_path(name)
        if is_there(path):
            self.asked = Confirmation(label=f"{path} exists; replace it? (y, n)", go_on=partial(self._write, path))
        else:
            self._write(path)

    def _write(self, path: Path) -> None:
        """Save what is on the screen; a session of a length, once its plan says by which factor it is so long."""
        if self.now.customisation.fit_ms is None or self.forecast.timeline or self.forecast.problem:
            self._store(path)
            self.asked = None
        else:
            saving.check_save(path, force=True)
            self._waiting, self.asked = path, None
            self._say(f"{path} is saved as soon as its speech is known ...")

    def _store(self, path: Path) -> None:
        saving.save(self._opened.written, self.now.customisation, path, self.now.factor)
        self._saved = self.now
        levels = ("its levels",) if self._opened.written.levels else ()
        left_out = ", ".join((*levels, *self._opened.left_out))
        is_estimate = self.now.customisation.fit_ms is not None and self.forecast.timeline is None
        estimate = "; its length is an estimate, since there is no plan" if is_estimate else ""
        self._say(f"saved {path}" + (f", without {left_out}" if left_out else "") + estimate)

    def _ask_where_to_render(self) -> None:
        default = str(self._output("").path)
        self.asked = Question(label="render to: ", default=default, answer=self._render)

    def _output(self, name: str) -> Output:
        return OutputRequest(name=name).output(self.reference, self._opened.output_folder)

    def _render(self, name: str) -> None:
        output = self._output(name)
        refuse_input_as_output(self.reference, output.path)
        output.check()
        self._leave_with(Outcome(customisation=self.now.customisation, output=output))

    def _leave_with(self, outcome: Outcome) -> None:
        if self._waiting:
            label = f"{self._waiting} is not saved yet; leave without it? (y, n)"
            self.asked = Confirmation(label=label, go_on=partial(self._leave, outcome))
        else:
            self._leave(outcome)

    def _ask_to_leave(self) -> None:
        if (
            self._waiting
            or self._saved.session == self.now.session
            or self._saved.customisation == self.now.customisation
        ):
            self._give_up()
        else:
            self.asked = Confirmation(label="leave without saving? (y, n)", go_on=self._give_up)

    def _give_up(self) -> None:
        self._leave_with(Outcome(customisation=self.now.customisation))


def _nominal(now: Adjustment) -> Forecast:
    return Forecast(nominal_ms=pipeline.outline(now.session).nominal_ms())
