"""Plans for the page: the outline at once, the plan when it is there, and what is likely to be asked for next."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Final

from repcast import pipeline
from repcast.background import Background
from repcast.errors import RepcastError
from repcast.forecast import Forecaster
from repcast.opening import Opened
from repcast.pipeline import Plan, Surroundings
from repcast.plan.sketch import sketch
from repcast.plan.timeline import Timeline
from repcast.session import adjust
from repcast.session.adjust import Adjustment
from repcast.studio import told
from repcast.studio.asked import Asked
from repcast.studio.choices import Choices
from repcast.studio.latest import Latest
from repcast.studio.told import Told

_PAUSE_S: Final = 0.05
"""How long nothing must change before a plan is begun: the page asks a few times a second, while a slider is drawn."""

_MOST_KEPT: Final = 3
_NEIGHBOURS: Final = (1, -1, 2, -2)
"""How many presses away those values are that are spoken ahead."""


class Planning:
    """Plans what the page asks for, one session at a time.

    Args:
        choices: what can be opened.
        background: where plans are made.
        surroundings: in which they are made.
    """

    def __init__(self, choices: Choices, background: Background, surroundings: Surroundings) -> None:
        self._choices = choices
        self._forecaster = Forecaster(background, surroundings, _PAUSE_S)
        self._plans: Latest[Plan] = Latest(_MOST_KEPT)
        self._sketches: Latest[Timeline] = Latest(_MOST_KEPT)
        self._ahead: asyncio.Task[None] | None = None

    async def follow(self, asked: Asked) -> AsyncIterator[Told]:
        """Yield what a session is with what is changed of it: its outline at once, then its plan.

        Raises:
            RepcastError: it cannot be opened, or what was changed before does not fit.
        """
        if self._ahead:
            self._ahead.cancel()
        opened = self._choices.opened(asked.session, asked.text)
        now = adjusted(opened, asked)
        script = pipeline.outline(now.session)
        nominal_ms = script.nominal_ms()
        command = self._choices[asked.session].command(now.customisation)
        yield told.outline(now, command, nominal_ms) | {"sketch": self._sketches.keep(sketch(script))}
        async with aclosing(self._forecaster.forecasts(opened.session, now.customisation, nominal_ms)) as forecasts:
            async for forecast in forecasts:
                if forecast.progress:
                    yield told.progress(forecast.progress)
                elif forecast.plan:
                    yield self._told(forecast.plan, now)
                    self._speak_ahead(opened, now, asked.selected)
                else:
                    yield told.refused(RepcastError(forecast.problem))

    def plan(self, name: str) -> Plan:
        """Return a plan that the page was told of lately.

        Raises:
            NoSuchChoice: there is none.
        """
        return self._plans[name]

    def timeline(self, name: str) -> Timeline:
        """Return the timeline of such a plan, or the sketch that was there before it.

        Raises:
            NoSuchChoice: there is neither.
        """
        return self._sketches[name] if name in self._sketches else self._plans[name].timeline

    def _told(self, planned: Plan, now: Adjustment) -> Told:
        return told.plan(self._plans.keep(planned), planned, adjust.measured(now, planned.factor))

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


def adjusted(opened: Opened, asked: Asked) -> Adjustment:
    """Return a session with what was changed before, and then what is pressed now.

    Raises:
        RepcastError: what was changed before does not fit, or is no change at all.
    """
    now = adjust.begin(opened.session, asked.flags.customisation())
    for press in asked.presses:
        now = press.press()(now)
    return now
