"""Changing a session by key presses: each is a pure function from one adjustment to the next.

Each press makes a `Customisation`, in the grammar of `customise`, so flags on the command line can do all that keys do.
A change that does not fit is not made, and the message says why.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from repcast.bounds import Quantity
from repcast.errors import RepcastError, Unnameable, joined
from repcast.session.adjustable import Row, rows
from repcast.session.customise import Customisation, customise, reaches
from repcast.session.fit import by_factor, factor_for, in_words
from repcast.session.model import Session
from repcast.session.talk import TalkLevel
from repcast.session.unroll import unroll


@dataclass(frozen=True, kw_only=True, slots=True)
class Adjustment:
    """A session, and what is changed in it so far.

    Attributes:
        original: as it was opened.
        customisation: all changes.
        session: the original, customised, and as long as is asked.
        rows: what can be changed.
        selected: the index of the row that the next press changes.
        past: the customisations before each change, oldest first.
        factor: that makes it so long; 1 where nothing is asked.
        message: what the last press tells the user; empty for nothing.
    """

    original: Session
    customisation: Customisation
    session: Session
    rows: tuple[Row, ...]
    selected: int = 0
    past: tuple[Customisation, ...] = ()
    factor: float = 1.0
    message: str = ""

    @property
    def row(self) -> Row:
        """The row that the next press changes."""
        return self.rows[self.selected]

    @property
    def level(self) -> str:
        """The level that is applied; empty for none."""
        return self.customisation.levels[0] if self.customisation.levels else ""

    @property
    def talk(self) -> TalkLevel:
        """How much is said in the session, but for what it says of single things."""
        return self.session.talk.level or "usual"

    @property
    def fit(self) -> str:
        """In words how long the whole is to be, and the factor that makes it so; empty where nothing is asked."""
        if self.customisation.fit_ms is None:
            return ""
        return in_words(self.session, self.customisation, self.factor)


TALK: Final[tuple[TalkLevel, ...]] = ("usual", "little", "none", "full")
"""How much can be said, in the order in which a key goes through it."""

Press = Callable[[Adjustment], Adjustment]


def begin(session: Session, customisation: Customisation = Customisation()) -> Adjustment:  # noqa: B008 - it is frozen
    """Return a session with nothing changed yet, but for what a customisation asks.

    Raises:
        RepcastError: it does not fit.
    """
    customised = customise(session, customisation)
    shown = rows(session, customised)
    now = Adjustment(original=session, customisation=customisation, session=customised, rows=shown)
    return measured(now, factor_for(customised, customisation))


def measured(now: Adjustment, factor: float) -> Adjustment:
    """Return the session by the factor that makes it as long as is asked; `factor_for` only estimates it."""
    session = customise(now.original, now.customisation)
    heard = by_factor(session, factor, beyond_range=now.customisation.beyond_range)
    found = rows(customise(now.original, replace(now.customisation, settings={})), session, heard)
    return replace(now, session=heard, factor=factor, rows=found, selected=_still_selected(now, found))


def move(by: int) -> Press:
    """Return a press that selects the row `by` rows further down, or the last row."""

    def press(now: Adjustment) -> Adjustment:
        return replace(now, selected=max(0, min(now.selected + by, len(now.rows) - 1)), message="")

    return press


def select(setting: str) -> Press:
    """Return a press that selects the row of a setting; where there is none, nothing is selected anew."""

    def press(now: Adjustment) -> Adjustment:
        found = [index for index, row in enumerate(now.rows) if row.setting.casefold() == setting.casefold()]
        return replace(now, selected=found[0], message="") if found else now

    return press


def change(presses: int) -> Press:
    """Return a press that makes the selected value larger, or with a negative number smaller, within its limits."""
    return lambda now: _to(now, now.row.after(presses))


def to_value(value: int) -> Press:
    """Return a press that gives the selected row a value, in its unit, or the nearest within its limits."""
    return lambda now: _to(now, value)


def _to(now: Adjustment, wished: int) -> Adjustment:
    row = now.row
    value = row.limits(beyond_range=now.customisation.beyond_range).nearest(wished)
    said = _limit(row, value, wished) or _alike(row)
    return replace(now, message=said) if set(row.values) == {value} else _set(now, value, said)


def reset(now: Adjustment) -> Adjustment:
    """Give the selected row back the values that the author wrote."""
    return _set(now, None, "as it was written")


def undo(now: Adjustment) -> Adjustment:
    """Take the last change back."""
    if not now.past:
        return replace(now, message="there is nothing to undo")
    return replace(_customised(now, now.past[-1]), past=now.past[:-1], message="undone")


def toggle_beyond_range(now: Adjustment) -> Adjustment:
    """Lift the author's ranges, or let them hold again."""
    lifted = not now.customisation.beyond_range
    said = "the author's ranges are lifted" if lifted else "the author's ranges hold"
    return _tried(now, replace(now.customisation, beyond_range=lifted), said)


def next_level(now: Adjustment) -> Adjustment:
    """Apply the session's next level that fits instead of the present one; after the last comes none."""
    if not now.original.levels:
        return replace(now, message="this session has no levels")
    names = ("", *now.original.levels)
    here = names.index(now.level)
    for name in (*names[here + 1 :], *names[:here]):
        tried = _with_level(now, name)
        if tried.level == name:
            return tried
    return tried


def at_level(name: str) -> Press:
    """Return a press that applies a level in place of the present one; an empty name takes that away."""
    return lambda now: _with_level(now, name)


def next_talk(now: Adjustment) -> Adjustment:
    """Have the session say less: usual, little, none; and then everything."""
    return at_talk(TALK[(TALK.index(now.talk) + 1) % len(TALK)])(now)


def at_talk(level: TalkLevel) -> Press:
    """Return a press that has the session say as much as a level does."""

    def press(now: Adjustment) -> Adjustment:
        settings = {key: text for key, text in now.customisation.settings.items() if key != "talk"}
        if level != (now.original.talk.level or "usual"):
            settings = {"talk": level, **settings}
        return _tried(now, replace(now.customisation, settings=settings), f"talk: {level}")

    return press


def setting(key: str, text: str) -> Press:
    """Return a press that sets one of the session's own values, such as `voice.name`; an empty text takes it back."""

    def press(now: Adjustment) -> Adjustment:
        settings = {each: value for each, value in now.customisation.settings.items() if each != key}
        if text:
            settings[key] = text
        return _tried(now, replace(now.customisation, settings=settings), f"{key}: {text or 'as it was written'}")

    return press


def scaled(quantity: Quantity, factor: float) -> Press:
    """Return a press that multiplies holds, work, rests or reps by a factor, in place of the present one."""

    def press(now: Adjustment) -> Adjustment:
        scale = {each: by for each, by in now.customisation.scale.items() if each != quantity}
        if factor != 1:
            scale[quantity] = factor
        return _tried(now, replace(now.customisation, scale=scale), f"{quantity} ×{factor:g}")

    return press


def fit_to(length_ms: int | None) -> Press:
    """Return a press that makes the whole so long: works, holds, reps and rests alike; None lets it take its time."""

    def press(now: Adjustment) -> Adjustment:
        said = "as long as it takes" if length_ms is None else "fitted; u takes it back"
        return _tried(now, replace(now.customisation, fit_ms=length_ms), said)

    return press


def _with_level(now: Adjustment, name: str) -> Adjustment:
    """Return the session at another level, without the settings of steps that have another name there."""
    levels = (name,) if name else ()
    there = customise(now.original, Customisation(levels=levels))
    settings = {key: value for key, value in now.customisation.settings.items() if reaches(there, key)}
    lost = [key for key in now.customisation.settings if key not in settings]
    said = f"level: {name or 'none'}" + (f"; it has no {', '.join(lost)}" if lost else "")
    return _tried(now, replace(now.customisation, levels=levels, settings=settings), said)


def _set(now: Adjustment, value: int | None, said: str) -> Adjustment:
    """Return the session with the selected value set; the value that was written, or None, needs no setting."""
    row = now.row
    settings = {setting: text for setting, text in now.customisation.settings.items() if setting != row.setting}
    values = set(row.written) if value is None else {value}
    if value is not None and values != set(row.written):
        settings[row.setting] = row.text(value)
    if row.quality == "rounds" and values == {1}:
        settings.pop(row.setting.removesuffix("rounds") + "rest_between_rounds", None)  # which nobody would hear
    return _tried(now, replace(now.customisation, settings=settings), said)


def _tried(now: Adjustment, customisation: Customisation, said: str) -> Adjustment:
    """Return the session with a customisation; where that does not fit, as it is, with the reason."""
    try:
        changed = _customised(now, customisation)
    except RepcastError as error:
        return replace(now, message=_why_not(error))
    past = now.past if customisation == now.customisation else (*now.past, now.customisation)
    return replace(changed, past=past, message=said)


def _why_not(error: RepcastError) -> str:
    """Return an error in words for somebody who has keys, and no flags."""
    hint = ", or ".join(filter(None, (error.hint, "lift the ranges by b" if error.flag else "")))
    return joined(error.problem, hint)


def _customised(now: Adjustment, customisation: Customisation) -> Adjustment:
    for setting in customisation.settings:
        _check_nameable(setting)
    session = customise(now.original, customisation)
    unroll(session)
    return measured(replace(now, customisation=customisation), factor_for(session, customisation))


def _still_selected(now: Adjustment, found: tuple[Row, ...]) -> int:
    settings = [row.setting for row in found]
    here = now.row.setting
    return settings.index(here) if here in settings else min(now.selected, len(found) - 1)


def _check_nameable(setting: str) -> None:
    """Make sure that a flag can name a setting: in `KEY=VALUE` the key ends at the first equals sign."""
    if "=" in setting or setting != setting.strip():
        raise Unnameable(setting)


def _limit(row: Row, value: int, wished: int) -> str:
    """Return the message that a limit stopped a change; empty if none did."""
    if value == wished:
        return ""
    end = "most" if value < wished else "least"
    authors = value not in (row.format.least, row.format.most)
    return f"{row.text(value)} is the {end}" + (" that the author allows; b goes beyond" if authors else "")


def _alike(row: Row) -> str:
    """Return the message that values which differed are now the same; empty if they were."""
    return f"now the same in all {len(row.values)} places of that name" if len(set(row.values)) > 1 else ""
